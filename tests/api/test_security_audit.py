"""The audit log: every change and every attempt at one, by whom, and nothing that must not be there."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.security.audit import AuditQuery
from corpus.errors import StoreError
from tests.api.access import Keyed, keyed
from tests.api.problems import assert_problem
from tests.api.test_app_processes import ROOT


@pytest.fixture
def service(own_folder: Path) -> Iterator[Keyed]:
    with keyed(own_folder) as service:
        yield service


def entries(service: Keyed, **conditions: Any) -> list[dict[str, Any]]:
    response = service.client.get("/v1/audit", params=conditions, headers=service.shown("admin"))
    assert response.status_code == 200, response.text
    found: list[dict[str, Any]] = response.json()["entries"]
    return found


def test_a_change_is_on_record_with_its_author(service: Keyed) -> None:
    began = time.time()
    made = service.client.post(
        "/v1/keys?note=of-the-query", json={"name": "new"}, headers=service.shown("admin")
    ).json()
    service.client.delete(f"/v1/keys/{made['id']}", headers=service.shown("admin"))
    service.client.get("/v1/topics", headers=service.shown("admin"))
    last, first = entries(service)
    assert last | {"id": 0, "time": ""} == {
        "id": 0,
        "time": "",
        "identity": "admin tester",
        "key_id": service.ids["admin"],
        "client": "testclient",
        "method": "DELETE",
        "path": f"/v1/keys/{made['id']}",
        "status": 200,
        "request_id": last["request_id"],
        "acted_on": made["id"],
    }
    assert (first["method"], first["path"], first["status"], first["acted_on"]) == ("POST", "/v1/keys", 201, made["id"])
    stored = service.control.audit.entries(AuditQuery(), 10)
    assert began - 1 <= stored[-1].time <= stored[0].time <= time.time()


def test_refusals_and_failures_are_on_record_too(service: Keyed) -> None:
    client = service.client
    client.delete("/v1/keys/x")
    client.delete("/v1/keys/x", headers=service.shown("write"))
    client.delete("/v1/keys/x", headers=service.shown("admin"))
    client.post("/v1/keys", content=b"{", headers=service.shown("admin"))
    client.post("/login", data={"key": service.texts["read"]}, headers={"Origin": "https://evil.example"})
    client.post("/login", data={"key": service.texts["read"]})
    client.put("/v1/topics", headers=service.shown("write"))
    found = [(one["identity"], one["method"], one["path"], one["status"]) for one in reversed(entries(service))]
    assert found == [
        (None, "DELETE", "/v1/keys/x", 401),
        ("write tester", "DELETE", "/v1/keys/x", 403),
        ("admin tester", "DELETE", "/v1/keys/x", 404),
        ("admin tester", "POST", "/v1/keys", 422),
        (None, "POST", "/login", 403),
        ("read tester", "POST", "/login", 200),
        ("write tester", "PUT", "/v1/topics", 405),
    ]
    assert len(entries(service, refused=True)) == 3
    assert len(entries(service, refused=False)) == 4


def test_what_fails_unforeseen_is_on_record(own_folder: Path) -> None:
    app = create_app(own_folder)

    @app.post("/fails")
    def fails() -> None:
        raise RuntimeError("a fault")

    with TestClient(app) as client:
        assert client.post("/fails").status_code == 500
        assert [(one["path"], one["status"], one["identity"]) for one in client.get("/v1/audit").json()["entries"]] == [
            ("/fails", 500, "local")
        ]


def test_neither_bodies_nor_queries_nor_secrets_are_written(service: Keyed, own_folder: Path) -> None:
    made = service.client.post(
        "/v1/keys?q=QUERYSECRET",
        json={"name": "BODYNAME"},
        headers={**service.shown("admin"), "Cookie": "c=COOKIESECRET"},
    ).json()
    service.client.post("/login", data={"key": made["key"], "next": "/NEXTPATH"})
    service.client.post("/login", data={"key": "GUESSEDKEY"})
    service.control.close()
    with closing(sqlite3.connect(own_folder / "access.sqlite3")) as connection:
        rows = json.dumps(connection.execute("SELECT * FROM audit").fetchall())
    secrets = ("QUERYSECRET", "COOKIESECRET", "NEXTPATH", "GUESSEDKEY", made["key"][-43:], service.texts["admin"][-43:])
    assert not [secret for secret in secrets if secret in rows]
    assert rows.count("/login") == 2


def test_the_log_goes_on_at_its_cursor_and_filters(service: Keyed) -> None:
    for number in range(7):
        service.client.delete(f"/v1/keys/{number}", headers=service.shown("admin" if number % 2 else "write"))
    pages, before = [], None
    while True:
        parameters = {"limit": 3} | ({"before": before} if before else {})
        body = service.client.get("/v1/audit", params=parameters, headers=service.shown("admin")).json()
        pages.append([entry["path"][-1] for entry in body["entries"]])
        before = body["next_before"]
        if before is None:
            break
    assert pages == [["6", "5", "4"], ["3", "2", "1"], ["0"]]
    assert [one["path"][-1] for one in entries(service, identity="admin tester")] == ["5", "3", "1"]
    assert [one["path"][-1] for one in entries(service, key_id=service.ids["write"])] == ["6", "4", "2", "0"]
    assert entries(service, method="post") == []
    assert len(entries(service, since="2020", until="2999")) == 7
    assert entries(service, until="2020") == []
    assert len(entries(service, until="9999-12-31", since="0001")) == 7


def test_rows_cannot_be_changed_or_removed(service: Keyed, own_folder: Path) -> None:
    service.client.delete("/v1/keys/x", headers=service.shown("admin"))
    with closing(sqlite3.connect(own_folder / "access.sqlite3")) as connection:
        for statement in ("DELETE FROM audit", "UPDATE audit SET identity = 'nobody'"):
            with pytest.raises(sqlite3.IntegrityError, match="append-only"):
                connection.execute(statement)
    assert len(entries(service)) == 1


def test_a_flood_of_refusals_does_not_fill_the_disk(service: Keyed) -> None:
    for _ in range(150):
        assert service.client.delete("/v1/keys/x").status_code == 401
    assert 60 <= len(entries(service, limit=500)) <= 121
    service.client.delete("/v1/keys/x", headers=service.shown("admin"))
    assert entries(service, limit=1)[0]["status"] == 404  # what got through is always written


def test_what_strangers_send_does_not_forge_lines(service: Keyed, own_folder: Path) -> None:
    service.client.delete("/v1/keys/%0D%0Aadmin%1b%5B31m%5Bred%5D%ff" + "x" * 60)
    path = entries(service)[0]["path"]
    assert path.startswith("/v1/keys/\r\nadmin\x1b[31m[red]")
    command = [sys.executable, "-m", "api", "--data", str(own_folder), "audit"]
    shown = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=True, env={"PATH": "/usr/bin:/bin", "COLUMNS": "200"}
    ).stdout
    assert "\x1b" not in shown
    assert "\\x0d\\x0aadmin\\x1b[31m[red]" in shown
    as_json = subprocess.run([*command, "--json", "--refused"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert json.loads(as_json.stdout)["entries"][0]["status"] == 401


def test_when_the_log_cannot_be_written_that_is_said(
    service: Keyed, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(**_: Any) -> None:
        raise StoreError("the disk is full")

    monkeypatch.setattr(service.control.audit, "append", fails)
    assert_problem(service.client.delete("/v1/keys/x", headers=service.shown("admin")), 404, "/problems/not-found")
    assert "not in the audit log: DELETE /v1/keys/x, status 404: the disk is full" in caplog.text


def test_looking_is_not_written_and_makes_no_file(own_folder: Path) -> None:
    with TestClient(create_app(own_folder)) as client:
        client.get("/v1/topics")
        client.head("/v1/topics")
    assert not (own_folder / "access.sqlite3").exists()
