"""API keys: what is kept of them, when they count, and who may make them."""

from __future__ import annotations

import hmac
import json
import re
import sqlite3
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import httpx
import pytest

from api.security import tokens
from api.security.control import AccessControl
from api.security.identity import Scope
from corpus.errors import NotFoundError, UsageError
from tests.api.access import Keyed, in_process, keyed
from tests.api.problems import assert_problem
from tests.api.test_app_processes import ROOT


@pytest.fixture
def service(own_folder: Path) -> Iterator[Keyed]:
    with keyed(own_folder) as service:
        yield service


def test_only_the_hash_of_a_key_is_kept_and_for_the_owner_alone(tmp_path: Path) -> None:
    control = AccessControl(tmp_path / "new")
    key, text = control.keys.create("newsroom", Scope.WRITE)
    assert re.fullmatch(r"qg_[0-9a-f]{12}_[\w-]{43}", text)
    assert text.startswith(key.prefix)
    secret = text.removeprefix(f"{key.prefix}_")
    files = list((tmp_path / "new").iterdir())
    assert tmp_path / "new" / "access.sqlite3" in files
    for file in files:
        assert secret.encode() not in file.read_bytes()
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    with closing(sqlite3.connect(tmp_path / "new" / "access.sqlite3")) as connection:
        assert connection.execute("SELECT digest FROM api_key").fetchall() == [(tokens.digest(text),)]
    assert len({control.keys.create("n", Scope.READ)[1] for _ in range(50)}) == 50


def test_keys_are_compared_in_constant_time_also_where_there_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    control = AccessControl(tmp_path)
    key, text = control.keys.create("newsroom", Scope.READ)
    compared: list[tuple[bytes, bytes]] = []
    real = hmac.compare_digest

    def recorded(left: bytes, right: bytes) -> bool:
        compared.append((left, right))
        return real(left, right)

    monkeypatch.setattr(hmac, "compare_digest", recorded)
    unknown = f"qg_000000000000_{text[-43:]}"
    wrong = text[:-1] + ("A" if text[-1] != "A" else "B")
    assert [control.keys.verified(one) for one in (text, wrong, unknown, "qg_", "")] == [key, None, None, None, None]
    assert len(compared) == 5  # each presented text is compared once, whatever it is
    assert {len(left) for left, _ in compared} == {len(right) for _, right in compared} == {32}


@pytest.mark.parametrize("way", ["Authorization", "X-API-Key"])
def test_a_key_opens_the_service_in_both_headers(service: Keyed, way: str) -> None:
    value = service.texts["read"]
    header = {way: f"bearer {value}" if way == "Authorization" else value}
    assert service.client.get("/v1/me", headers=header).json() == {
        "name": "read tester",
        "scope": "read",
        "key_id": service.ids["read"],
        "keys_needed": True,
    }


def test_without_a_valid_key_the_answer_says_how_to_show_one(service: Keyed) -> None:
    response = service.client.get("/v1/topics")
    body = assert_problem(response, 401, "/problems/unauthenticated")
    assert "Bearer qg_" in body["detail"]
    assert response.headers["www-authenticate"] == 'Bearer realm="quotegraph"'
    wrong = service.client.get("/v1/topics", headers={"Authorization": "Bearer qg_0_0"})
    assert_problem(wrong, 401, "/problems/unauthenticated")
    assert wrong.headers["www-authenticate"] == 'Bearer realm="quotegraph", error="invalid_token"'
    basic = service.client.get("/v1/topics", headers={"Authorization": "Basic eDp5"})
    assert_problem(basic, 401, "/problems/unauthenticated")
    two = service.client.get(
        "/v1/topics", headers=[("X-API-Key", service.texts["read"]), ("X-API-Key", service.texts["admin"])]
    )
    assert_problem(two, 401, "/problems/unauthenticated")


def test_an_expired_key_is_refused_also_when_it_was_just_used(service: Keyed) -> None:
    assert service.client.get("/v1/topics", headers=service.shown("read")).status_code == 200
    with service.control.database.writing() as connection:
        connection.execute("UPDATE api_key SET expires = ? WHERE id = ?", (time.time() + 1.5, service.ids["read"]))
    service.control.authenticator.forget()
    assert service.client.get("/v1/topics", headers=service.shown("read")).status_code == 200
    time.sleep(1.6)
    assert_problem(service.client.get("/v1/topics", headers=service.shown("read")), 401, "/problems/unauthenticated")
    states = {
        key["id"]: key["state"] for key in service.client.get("/v1/keys", headers=service.shown("admin")).json()["keys"]
    }
    assert states[service.ids["read"]] == "expired"
    assert states[service.ids["write"]] == "active"


def test_the_last_day_of_a_key_counts_whole(tmp_path: Path) -> None:
    keys = AccessControl(tmp_path).keys
    today = datetime.now(UTC).date()
    key, text = keys.create("today", Scope.READ, last_day=today)
    assert key.expires == datetime(today.year, today.month, today.day, tzinfo=UTC).timestamp() + 86_400
    assert keys.verified(text) == key
    with pytest.raises(UsageError, match="has passed"):
        keys.create("yesterday", Scope.READ, last_day=today - timedelta(days=1))
    with pytest.raises(UsageError, match="too far"):
        keys.create("never", Scope.READ, last_day=date.max)


@pytest.mark.parametrize("name", ["", "  ", "x" * 101, "a\r\nb", "a\x00b", "a\x1b[31m", "a\u2028b", "a\u202eb"])
def test_names_that_could_forge_a_line_are_refused(service: Keyed, name: str) -> None:
    with pytest.raises(UsageError, match="printable"):
        service.control.keys.create(name, Scope.READ)
    response = service.client.post("/v1/keys", json={"name": name}, headers=service.shown("admin"))
    assert_problem(response, 422, "/problems/invalid-request")


def test_a_revoked_key_is_refused_at_once(service: Keyed) -> None:
    admin, write = service.shown("admin"), service.shown("write")
    assert service.client.get("/v1/topics", headers=write).status_code == 200
    revoked = service.client.delete(f"/v1/keys/{service.ids['write']}", headers=admin)
    assert (revoked.status_code, revoked.json()["state"]) == (200, "revoked")
    assert_problem(service.client.get("/v1/topics", headers=write), 401, "/problems/unauthenticated")
    again = service.client.delete(f"/v1/keys/{service.ids['write']}", headers=admin)
    assert again.json() == revoked.json()
    assert_problem(service.client.delete("/v1/keys/000000000000", headers=admin), 404, "/problems/not-found")
    with pytest.raises(NotFoundError):
        service.control.keys.revoke("nothing")


def test_a_key_revoked_by_another_process_is_refused_within_two_seconds(own_folder: Path) -> None:
    control = AccessControl(own_folder)
    key, text = control.keys.create("newsroom", Scope.READ)
    with in_process(own_folder, access="keys") as address, httpx.Client(base_url=address) as client:
        header = {"X-API-Key": text}
        assert client.get("/v1/topics", headers=header).status_code == 200
        control.revoke(key.id)
        until = time.monotonic() + 2
        while client.get("/v1/topics", headers=header).status_code == 200:
            assert time.monotonic() < until
            time.sleep(0.05)
        assert client.get("/v1/topics", headers=header).status_code == 401


def test_a_key_made_over_http_is_shown_once(service: Keyed) -> None:
    admin = service.shown("admin")
    wanted = {"name": "Zażółć newsroom", "scope": "write", "expires": "2999-01-31", "per_minute": 7}
    made = service.client.post("/v1/keys", json=wanted, headers=admin)
    assert (made.status_code, made.headers["cache-control"]) == (201, "no-store")
    body = made.json()
    text = body.pop("key")
    assert (body["name"], body["scope"], body["per_minute"]) == ("Zażółć newsroom", "write", 7)
    assert body["expires"] == "2999-02-01T00:00:00Z"
    me = service.client.get("/v1/me", headers={"X-API-Key": text})
    assert (me.json()["name"], me.headers["ratelimit-limit"]) == ("Zażółć newsroom", "7")
    listed = service.client.get("/v1/keys", headers=admin)
    assert text[-43:] not in listed.text
    assert next(key for key in listed.json()["keys"] if key["id"] == body["id"])["name"] == "Zażółć newsroom"


def test_the_last_use_of_a_key_is_noted(service: Keyed) -> None:
    assert service.control.keys.get(service.ids["read"]).last_used is None
    service.client.get("/v1/topics", headers=service.shown("read"))
    until = time.monotonic() + 5
    while service.control.keys.get(service.ids["read"]).last_used is None:
        assert time.monotonic() < until
        time.sleep(0.02)
    last = service.control.keys.get(service.ids["read"]).last_used
    assert last is not None
    assert abs(time.time() - last) < 10


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "api", "--data", str(folder), *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_the_commands_make_list_and_revoke(tmp_path: Path) -> None:
    folder = tmp_path / "new"
    made = run(folder, "keys", "create", "newsroom", "--scope", "write", "--expires", "2999-01-31", "--per-minute", "9")
    text = made.stdout.strip()
    key = AccessControl(folder).keys.verified(text)
    assert key is not None
    assert (key.name, key.scope, key.per_minute) == ("newsroom", Scope.WRITE, 9)
    listed = json.loads(run(folder, "keys", "list", "--json").stdout)["keys"]
    assert [(one["id"], one["state"], one["expires"]) for one in listed] == [(key.id, "active", "2999-02-01T00:00:00Z")]
    assert key.id in run(folder, "keys", "list").stdout
    assert run(folder, "keys", "revoke", key.id).stdout == f"{key.prefix} (newsroom) revoked\n"
    assert AccessControl(folder).keys.verified(text) is None
    wrong = run(folder, "keys", "revoke", "nothing")
    assert (wrong.returncode, wrong.stderr) == (1, "quotegraph: no key has the id 'nothing'\n")
    assert run(folder, "keys", "create", "x", "--expires", "2001").returncode == 2


def test_a_file_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    control = AccessControl(tmp_path)
    control.keys.create("newsroom", Scope.READ)
    control.close()
    with closing(sqlite3.connect(tmp_path / "access.sqlite3")) as connection:
        connection.execute("PRAGMA user_version = 99")
    with keyed_failure(tmp_path) as client:
        assert_problem(client.get("/v1/topics", headers={"X-API-Key": "qg_000000000000_" + "x" * 43}), 503, UNAVAILABLE)


UNAVAILABLE = "/problems/store-unavailable"


def keyed_failure(folder: Path):  # type: ignore[no-untyped-def]
    from starlette.testclient import TestClient

    from api.app import create_app
    from api.service_settings import ServiceSettings

    return TestClient(create_app(folder, settings=ServiceSettings(access="keys")))
