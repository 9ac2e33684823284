"""The service over a real store: the bundled samples, ingested once for all tests of this folder."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

import corpus
from api.app import create_app
from api.compose import open_engine
from corpus.ingest import ingest
from corpus.store import Store
from search.engine import Engine

# The name by which Starlette's test client calls the service: without a key it answers to names that it knows only.
os.environ.setdefault("QUOTEGRAPH_ALLOWED_HOSTS", "testserver")
SAMPLES = Path(corpus.__file__).parent / "data" / "samples"


@pytest.fixture(scope="session")
def data_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Holds the samples; no test may write to it."""
    folder = tmp_path_factory.mktemp("samples")
    with Store.open(folder) as store:
        report = ingest([SAMPLES], store)
    assert report.errors == []
    with open_engine(folder) as engine:
        assert len(engine.index) == report.statements > 100
    return folder


@pytest.fixture
def own_folder(data_folder: Path, tmp_path: Path) -> Path:
    """A copy of the samples' folder that a test may write to."""
    return Path(shutil.copytree(data_folder, tmp_path / "own", ignore=shutil.ignore_patterns("access.*")))


@pytest.fixture(scope="session")
def engine(data_folder: Path) -> Iterator[Engine]:
    """What the service must agree with."""
    with open_engine(data_folder) as engine:
        yield engine


@pytest.fixture(scope="session")
def client(data_folder: Path) -> Iterator[TestClient]:
    """The service over the samples."""
    with TestClient(create_app(data_folder)) as client:
        yield client
