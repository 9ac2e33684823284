from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import mkdtemp

import pytest

from tests.postgres import Server


@pytest.fixture(scope="session")
def server_folder() -> Iterator[Path]:
    """Where servers keep their data: not in pytest's own folders, which only its user may enter."""
    folder = Path(mkdtemp(prefix="quotegraph-postgres-"))
    folder.chmod(0o777)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def postgres_server(server_folder: Path) -> Iterator[Server]:
    """One PostgreSQL server for all tests that need one."""
    server = Server(server_folder / "main")
    server.make()
    server.start()
    yield server
    server.stop()


@pytest.fixture
def database(postgres_server: Server) -> Iterator[Callable[[str], str]]:
    """Gives a name the address of an empty schema, the same name the same one again."""
    made: dict[str, str] = {}

    def named(name: str = "data") -> str:
        if name not in made:
            schema = f"test_{len(made)}"
            postgres_server.execute(f"DROP SCHEMA IF EXISTS {schema} CASCADE; CREATE SCHEMA {schema}")
            made[name] = postgres_server.address(schema=schema)
        return made[name]

    yield named
    for number in range(len(made)):
        postgres_server.execute(f"DROP SCHEMA test_{number} CASCADE")
