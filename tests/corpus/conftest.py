from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from corpus.store import Store
from corpus.store.addresses import StoreAddress

OpenStore = Callable[..., Store]


@pytest.fixture(params=["sqlite", "postgres"])
def store_address(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[str], StoreAddress]:
    """Gives a name the address of a store: a test that asks for it runs over both databases."""
    if request.param == "sqlite":
        return lambda name: tmp_path / name
    found: Callable[[str], StoreAddress] = request.getfixturevalue("database")
    return found


@pytest.fixture
def open_store(store_address: Callable[[str], StoreAddress]) -> OpenStore:
    """Opens the store of a name, and the same one again for the same name."""

    def opened(name: str = "data", **given: Any) -> Store:
        return Store.open(store_address(name), **given)

    return opened


@pytest.fixture
def store(open_store: OpenStore) -> Iterator[Store]:
    """An empty store; those who ask for it run over both databases."""
    with open_store() as opened:
        yield opened
