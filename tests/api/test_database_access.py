"""Keys, sessions and the audit log in the database: machines with folders of their own share them."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import psycopg
import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.security.audit import AuditQuery
from api.security.control import AccessControl
from api.security.identity import Scope
from api.service_settings import ServiceSettings
from corpus.addresses import Place
from corpus.errors import MissingStoreError, NotFoundError
from corpus.store import Store
from corpus.store.postgres.connecting import Connector
from tests.api.test_database import TEXT, run

Database = Callable[[str], str]


@pytest.fixture
def machines(tmp_path: Path, database: Database) -> Iterator[list[TestClient]]:
    """Two that ask for keys, each with a data folder of its own."""
    with ExitStack() as open_ones:
        yield [
            open_ones.enter_context(
                TestClient(
                    create_app(Place(tmp_path / name, database("data")), settings=ServiceSettings(access="keys")),
                    base_url="https://testserver",
                )
            )
            for name in ("one", "other")
        ]


def shown(key: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}"}


def test_a_key_made_by_a_command_counts_everywhere_and_so_does_its_end(
    machines: list[TestClient], tmp_path: Path, database: Database
) -> None:
    one, other = machines
    assert [client.get("/v1/people").status_code for client in machines] == [401, 401]
    folder = tmp_path / "third"
    made = run("--data", folder, "keys", "create", "newsroom", "--scope", "admin", "--json", database=database("data"))
    key = json.loads(made.stdout)
    added = one.post("/v1/documents", json={"text": TEXT, "document": "toasters.txt"}, headers=shown(key["key"]))
    assert added.status_code == 201, added.text
    assert len(other.get("/v1/people", headers=shown(key["key"])).json()["people"]) == 1
    second = other.post("/v1/keys", json={"name": "desk", "scope": "read"}, headers=shown(key["key"])).json()
    assert one.get("/v1/people", headers=shown(second["key"])).status_code == 200
    assert [row["name"] for row in one.get("/v1/keys", headers=shown(key["key"])).json()["keys"]] == [
        "newsroom",
        "desk",
    ]
    assert other.delete(f"/v1/keys/{second['id']}", headers=shown(key["key"])).status_code == 200
    time.sleep(1.1)  # so long a process remembers a key that was valid
    assert [client.get("/v1/people", headers=shown(second["key"])).status_code for client in machines] == [401, 401]

    rows = json.loads(run("--data", folder, "audit", "--json", database=database("data")).stdout)["entries"]
    changes = [(row["method"], row["path"], row["status"]) for row in rows if row["method"] != "GET"]
    assert changes == [
        ("DELETE", f"/v1/keys/{second['id']}", 200),
        ("POST", "/v1/keys", 201),
        ("POST", "/v1/documents", 201),
    ]
    assert {row["identity"] for row in rows if row["method"] != "GET"} == {"newsroom"}
    assert not list(tmp_path.glob("*/access.sqlite3"))


def test_a_session_that_one_machine_began_is_known_to_the_other(
    machines: list[TestClient], tmp_path: Path, database: Database
) -> None:
    control = AccessControl(Place(tmp_path / "third", database("data")))
    key, _ = control.keys.create("eva", Scope.READ)
    secret, ends = control.sessions.begin(key)
    assert ends > time.time() + 3600
    others = AccessControl(Place(tmp_path / "fourth", database("data")))
    found = others.authenticator.session(secret)
    assert found is not None
    assert found.id == key.id
    others.sessions.end(secret)
    assert control.sessions.verified(secret) is None
    again, _ = control.sessions.begin(key)
    others.revoke(key.prefix)
    assert control.sessions.verified(again) is None
    for one in (control, others):
        one.close()
    assert control.keys.get(key.id).revoked is not None  # a closed one opens again
    control.close()


def test_nothing_is_made_before_something_is_written(tmp_path: Path, database: Database) -> None:
    control = AccessControl(Place(tmp_path / "data", database("data")))
    assert control.keys.list() == []
    assert control.keys.verified("qg_000000000000_x") is None
    assert control.audit.entries(AuditQuery(), 10) == []
    with pytest.raises(MissingStoreError):
        control.keys.revoke("000000000000")
    control.sessions.end("nothing")
    with pytest.raises(MissingStoreError):
        Store.open(database("data"), create=False)
    control.keys.create("first", Scope.ADMIN)
    with pytest.raises(NotFoundError, match="no key has the id"):
        control.revoke("000000000000")
    assert not (tmp_path / "data").exists()
    control.close()


def test_the_audit_log_of_a_database_cannot_be_changed(tmp_path: Path, database: Database) -> None:
    control = AccessControl(Place(tmp_path, database("data")))
    control.keys.create("first", Scope.ADMIN)
    odd = "/v1/\0\ud800zażółć"
    entry = {"identity": None, "key_id": None, "client": "::1", "method": "POST", "status": 401, "request_id": "r"}
    control.audit.append(**entry, path=odd, acted_on="a b")
    with psycopg.connect(database("data"), autocommit=True) as connection:
        for change in ("DELETE FROM audit", "UPDATE audit SET path = ''", "TRUNCATE audit"):
            with pytest.raises(psycopg.errors.RaiseException, match="append-only"):
                connection.execute(change)
    found = control.audit.entries(AuditQuery(refused=True, until=time.time() + 1), 10)
    assert [(row.path, row.acted_on, row.client) for row in found] == [("/v1/\0\\ud800zażółć", "a b", "::1")]
    assert control.audit.entries(AuditQuery(refused=False), 10) == []
    control.close()


def test_access_waits_for_no_writer_of_the_store(tmp_path: Path, database: Database) -> None:
    control = AccessControl(Place(tmp_path, database("data")))
    key, text = control.keys.create("first", Scope.ADMIN)
    done: list[str] = []

    def use() -> None:
        control.keys.touch(key.id)
        assert control.keys.verified(text) is not None
        done.append("used")

    with Store.open(database("data")) as store, store.database.transaction() as transaction:
        transaction.execute("INSERT INTO setting VALUES (?, ?)", ("held", "open"))
        other = threading.Thread(target=use)
        other.start()
        other.join(5)
        assert done == ["used"]
    control.close()


def test_no_copy_of_the_store_carries_keys(tmp_path: Path, database: Database) -> None:
    control = AccessControl(Place(tmp_path, database("data")))
    control.keys.create("first", Scope.ADMIN)
    control.close()
    run("--data", tmp_path, "backup", tmp_path / "backup", database=database("data"))
    run("--data", tmp_path / "restored", "restore", tmp_path / "backup")
    assert AccessControl(tmp_path / "restored").keys.list() == []
    run("migrate-store", database("data"), database("copy"))
    copy = AccessControl(Place(tmp_path, database("copy")))
    assert copy.keys.list() == []
    copy.close()


def test_a_database_made_before_gets_the_tables(tmp_path: Path, database: Database) -> None:
    from alembic import command
    from alembic.config import Config

    from corpus.store.postgres.schema import MIGRATIONS

    configuration = Config()
    configuration.set_main_option("script_location", str(MIGRATIONS))
    engine = Connector(database("data"), read_only=False, timeout=5).engine()
    with engine.begin() as connection:
        configuration.attributes["connection"] = connection
        command.upgrade(configuration, "0001")
    engine.dispose()
    control = AccessControl(Place(tmp_path, database("data")))
    assert control.keys.create("first", Scope.ADMIN)[0].number == 1
    control.close()
