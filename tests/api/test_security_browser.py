"""Sessions, and pages of strangers: fixation, cross-site requests, DNS rebinding."""

from __future__ import annotations

import re
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.security.identity import Scope
from api.service_settings import ServiceSettings
from tests.api.access import Keyed, in_process, in_thread, keyed, raw
from tests.api.problems import assert_problem

COOKIE = "quotegraph_session"
PAGE = {"Accept": "text/html"}
OWN = {"Origin": "http://testserver"}


@pytest.fixture
def service(own_folder: Path) -> Iterator[Keyed]:
    with keyed(own_folder) as service:
        yield service


def log_in(service: Keyed, scope: str = "write") -> str:
    response = service.client.post("/login", data={"key": service.texts[scope]}, headers=OWN)
    assert response.status_code == 200, response.text
    return str(service.client.cookies[COOKIE])


def test_a_session_stands_for_the_key(service: Keyed, own_folder: Path) -> None:
    response = service.client.post("/login", data={"key": f" {service.texts['write']} "}, headers=OWN)
    assert response.json()["name"] == "write tester"
    cookie = response.headers["set-cookie"]
    secret = cookie.partition("=")[2].partition(";")[0]
    assert re.fullmatch(r"[\w-]{43}", secret)
    flags = {part.strip().partition("=")[0].lower() for part in cookie.split(";")[1:]}
    assert flags == {"httponly", "samesite", "path", "max-age"}
    assert "samesite=strict" in cookie.lower()
    assert service.client.get("/v1/me").json()["key_id"] == service.ids["write"]
    for file in own_folder.glob("access.sqlite3*"):
        assert secret.encode() not in file.read_bytes()


def test_over_https_the_cookie_is_for_https_and_for_this_host_alone(service: Keyed) -> None:
    client = TestClient(service.client.app, base_url="https://testserver")
    cookie = client.post("/login", data={"key": service.texts["read"]}).headers["set-cookie"]
    assert cookie.startswith("__Host-quotegraph_session=")
    assert {"Secure", "HttpOnly"} <= {part.strip() for part in cookie.split(";")}
    assert client.get("/v1/me").json()["scope"] == "read"


def test_a_browser_is_shown_the_way_in_and_out(service: Keyed) -> None:
    turned = service.client.get("/v1/topics", headers=PAGE, follow_redirects=False)
    assert (turned.status_code, turned.headers["location"]) == (303, "/login?next=/v1/topics")
    page = service.client.get(turned.headers["location"], headers=PAGE)
    assert page.headers["referrer-policy"] == "same-origin"
    assert "script" not in page.text
    form = {"key": service.texts["read"], "next": re.search(r'name="next" value="([^"]*)"', page.text)[1]}  # type: ignore[index]
    entered = service.client.post("/login", data=form, headers={**PAGE, **OWN}, follow_redirects=False)
    assert (entered.status_code, entered.headers["location"]) == (303, "/v1/topics")
    assert service.client.get("/v1/topics", headers=PAGE).status_code == 200
    left = service.client.post("/logout", headers={**PAGE, **OWN}, follow_redirects=False)
    assert (left.status_code, left.headers["location"]) == (303, "/login")
    assert COOKIE not in service.client.cookies
    assert service.client.get("/v1/topics").status_code == 401


@pytest.mark.parametrize(
    "wanted",
    [
        "//evil.example",
        "/\\evil.example",
        "https://evil.example",
        "javascript:alert(1)",
        "/a\r\nSet-Cookie: x=1",
        "",
        "/ż",
    ],
)
def test_logging_in_leads_to_no_other_site(service: Keyed, wanted: str) -> None:
    response = service.client.post(
        "/login", data={"key": service.texts["read"], "next": wanted}, headers={**PAGE, **OWN}, follow_redirects=False
    )
    assert (response.status_code, response.headers["location"]) == (303, "/")
    assert response.headers["set-cookie"].startswith(COOKIE)


def test_what_is_shown_on_the_page_is_escaped(service: Keyed) -> None:
    page = service.client.get("/login", params={"next": '/"><script>alert(1)</script>'}, headers=PAGE)
    assert "<script" not in page.text
    assert 'value="/&#34;&gt;&lt;script&gt;' in page.text
    assert "default-src 'none'" in page.headers["content-security-policy"]


def test_a_wrong_key_begins_no_session(service: Keyed) -> None:
    refused = service.client.post("/login", data={"key": "qg_wrong"}, headers=OWN)
    assert_problem(refused, 401, "/problems/unauthenticated")
    assert "set-cookie" not in refused.headers
    page = service.client.post("/login", data={"key": "qg_wrong"}, headers={**PAGE, **OWN})
    assert page.status_code == 401
    assert 'role="alert"' in page.text
    assert "qg_wrong" not in page.text


def test_revoking_the_key_ends_its_sessions(service: Keyed) -> None:
    log_in(service)
    assert service.client.get("/v1/topics").status_code == 200
    service.client.delete(f"/v1/keys/{service.ids['write']}", headers=service.shown("admin"))
    assert service.client.get("/v1/topics").status_code == 401


def test_a_session_ends_by_itself_and_with_its_key(service: Keyed, own_folder: Path) -> None:
    secret = log_in(service)
    assert service.control.sessions.verified(secret) is not None
    with closing(sqlite3.connect(own_folder / "access.sqlite3")) as connection, connection:
        ends = connection.execute("SELECT expires FROM browser_session").fetchone()[0]
        assert abs(ends - time.time() - 12 * 3600) < 60
        connection.execute("UPDATE browser_session SET expires = ?", (time.time() - 1,))
    service.control.authenticator.forget()
    assert service.client.get("/v1/topics").status_code == 401


def test_a_session_that_a_stranger_set_is_never_taken_up(service: Keyed) -> None:
    """Session fixation: a cookie planted before the login gives access neither before nor after it."""
    planted = "A" * 43
    service.client.cookies.set(COOKIE, planted, domain="testserver.local", path="/")
    assert service.client.get("/v1/topics").status_code == 401
    answer = service.client.post("/login", data={"key": service.texts["write"]}, headers=OWN)
    fresh = answer.headers["set-cookie"].partition("=")[2].partition(";")[0]
    assert fresh != planted
    service.client.cookies.clear()
    assert service.client.get("/v1/topics", headers={"Cookie": f"{COOKIE}={planted}"}).status_code == 401
    assert service.client.get("/v1/topics", headers={"Cookie": f"{COOKIE}={fresh}"}).status_code == 200


def test_a_second_login_ends_the_first_session(service: Keyed) -> None:
    first = log_in(service)
    second = log_in(service)
    assert first != second
    service.client.cookies.clear()
    assert service.client.get("/v1/topics", headers={"Cookie": f"{COOKIE}={first}"}).status_code == 401
    assert service.client.get("/v1/topics", headers={"Cookie": f"{COOKIE}={second}"}).status_code == 200


FOREIGN: list[dict[str, str]] = [
    {"Origin": "https://evil.example"},
    {"Origin": "http://testserver.evil.example"},
    {"Origin": "http://testserver:8080"},
    {"Origin": "http://evil.example", "Sec-Fetch-Site": "cross-site"},
    {"Origin": "http://testserver", "Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Origin": "null"},
    {"Origin": "file://"},
    {"Origin": "http://["},
]


@pytest.mark.parametrize("headers", FOREIGN)
def test_with_a_cookie_a_page_of_a_stranger_changes_nothing(service: Keyed, headers: dict[str, str]) -> None:
    log_in(service, "admin")
    path = f"/v1/keys/{service.ids['read']}"
    assert_problem(service.client.delete(path, headers=headers), 403, "/problems/cross-origin")
    assert service.control.keys.get(service.ids["read"]).revoked is None
    assert_problem(service.client.post("/logout", headers=headers), 403, "/problems/cross-origin")
    assert_problem(service.client.post("/login", data={"key": "x"}, headers=headers), 403, "/problems/cross-origin")
    # A key in a header is no ambient authority: no page can make a browser send it.
    assert service.client.delete(path, headers={**headers, **service.shown("admin")}).status_code == 200


def test_with_a_cookie_a_change_must_prove_where_it_comes_from(service: Keyed) -> None:
    log_in(service, "admin")
    path = f"/v1/keys/{service.ids['read']}"
    assert_problem(service.client.delete(path), 403, "/problems/cross-origin")
    assert service.client.delete(path, headers={"Sec-Fetch-Site": "same-origin", "Origin": "null"}).status_code == 200
    assert service.client.delete(path, headers={"Origin": "http://testserver:80"}).status_code == 200
    assert service.client.get("/v1/keys", headers={"Origin": "https://evil.example"}).status_code == 200


@pytest.fixture
def unlocked(own_folder: Path) -> Iterator[TestClient]:
    settings = ServiceSettings(allowed_hosts=("testserver", "archive.example"), cors_origins=("https://page.example",))
    with TestClient(create_app(own_folder, settings=settings)) as client:
        yield client


@pytest.mark.parametrize("headers", FOREIGN)
def test_without_keys_a_page_of_a_stranger_changes_nothing(unlocked: TestClient, headers: dict[str, str]) -> None:
    refused = unlocked.post("/v1/keys", json={"name": "evil", "scope": "admin"}, headers=headers)
    assert_problem(refused, 403, "/problems/cross-origin")
    assert unlocked.get("/v1/keys").json() == {"keys": []}


@pytest.mark.parametrize("headers", [{}, OWN, {"Sec-Fetch-Site": "same-origin"}, {"Origin": "https://page.example"}])
def test_without_keys_programs_and_own_pages_may_change_things(unlocked: TestClient, headers: dict[str, str]) -> None:
    assert unlocked.post("/v1/keys", json={"name": "own"}, headers=headers).status_code == 201


KNOWN = [
    "localhost",
    "LOCALHOST:8000",
    "127.0.0.1",
    "127.0.0.1:80",
    "[::1]:8000",
    "127.8.8.8",
    "archive.example",
    "localhost.",
]
UNKNOWN = [
    "evil.example",
    "localhost.evil.example",
    "127.0.0.1.evil.example",
    "archive.example.evil.example",
    "192.0.2.1",
    "10.0.0.1:8000",
    "[::ffff:10.0.0.1]",
    "0.0.0.0",  # noqa: S104
    "2130706433",
    "0x7f.0.0.1",
]
MALFORMED = [
    "",
    "a b",
    "localhost:x",
    "localhost:99999",
    "local\thost",
    "a,b",
    "user@localhost",
    "[::1",
    "localhost/x",
    "ż",
]


@pytest.mark.parametrize("host", KNOWN)
def test_without_keys_the_service_answers_to_its_own_names(unlocked: TestClient, host: str) -> None:
    assert unlocked.get("/v1/topics", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("path", ["/v1/topics", "/healthz", "/problems/not-found", "/login"])
@pytest.mark.parametrize("host", UNKNOWN)
def test_without_keys_a_name_that_strangers_choose_is_refused(unlocked: TestClient, host: str, path: str) -> None:
    body = assert_problem(unlocked.get(path, headers={"Host": host}), 421, "/problems/wrong-host")
    assert "QUOTEGRAPH_ALLOWED_HOSTS" in body["detail"]


@pytest.mark.parametrize("host", MALFORMED)
def test_a_malformed_host_is_refused(own_folder: Path, host: str) -> None:
    with in_thread(create_app(own_folder)) as port:
        response = raw(port, "GET", "/v1/topics", host=host.encode().decode("latin-1"))
        assert response.status in (400, 421)


def test_two_hosts_are_refused(own_folder: Path) -> None:
    scope_hosts = [("Host", "localhost"), ("Host", "evil.example")]
    with TestClient(create_app(own_folder)) as client:
        status = call(client.app, [(name.lower().encode(), value.encode()) for name, value in scope_hosts])
        assert status == 400
        assert call(client.app, []) == 400
        assert call(client.app, [(b"host", b"localhost")]) == 200


def call(app: Any, headers: list[tuple[bytes, bytes]], **scope: Any) -> int:
    """The status of a request that no HTTP client would send."""
    import anyio

    sent: list[Any] = []

    async def receive() -> Any:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    request = {
        "type": "http",
        "method": "GET",
        "path": "/v1/topics",
        "raw_path": b"/v1/topics",
        "query_string": b"",
        "headers": headers,
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 8000),
        "scheme": "http",
        "http_version": "1.1",
        **scope,
    }

    async def main() -> None:
        await app(request, receive, send)

    anyio.run(main)
    return int(sent[0]["status"])


def test_with_keys_only_allowed_hosts_count_where_they_are_named(own_folder: Path) -> None:
    with keyed(own_folder, allowed_hosts=("testserver",)) as service:
        header = {**service.shown("read"), "Host": "evil.example"}
        assert_problem(service.client.get("/v1/topics", headers=header), 421, "/problems/wrong-host")
        assert service.client.get("/healthz", headers=header).status_code == 200  # probes use addresses
    with keyed(own_folder, allowed_hosts=()) as service:
        header = {**service.shown("read"), "Host": "any.example"}
        assert service.client.get("/v1/topics", headers=header).status_code == 200


@pytest.mark.parametrize("header", ["Forwarded", "X-Forwarded-For", "X-Real-IP", "X-Forwarded-Host", "Via"])
def test_what_a_proxy_passes_on_to_loopback_needs_a_key(unlocked: TestClient, header: str) -> None:
    headers = {"Host": "localhost", header: "192.0.2.9"}
    assert_problem(unlocked.get("/v1/topics", headers=headers), 401, "/problems/unauthenticated")


def test_a_service_that_others_reach_though_its_settings_say_loopback_needs_a_key(own_folder: Path) -> None:
    with TestClient(create_app(own_folder)) as client:
        local = [(b"host", b"localhost")]
        assert call(client.app, local, client=("192.0.2.9", 1)) == 401
        assert call(client.app, local, client=("::1", 1)) == 200
        assert call(client.app, local, client=None) == 200


@pytest.mark.parametrize(
    ("host", "access", "status"),
    [
        ("127.0.0.1", "auto", 200),
        ("localhost", "auto", 200),
        ("::1", "auto", 200),
        ("0.0.0.0", "auto", 401),  # noqa: S104
        ("::", "auto", 401),
        ("192.0.2.7", "auto", 401),
        ("archive.example", "auto", 401),
        ("127.0.0.1", "keys", 401),
        ("0.0.0.0", "open", 200),  # noqa: S104
    ],
)
def test_keys_are_needed_on_every_address_but_loopback(own_folder: Path, host: str, access: str, status: int) -> None:
    settings = ServiceSettings(host=host, access=access)
    with TestClient(create_app(own_folder, settings=settings), base_url="http://localhost") as client:
        assert client.get("/v1/topics").status_code == status


def test_a_login_at_one_worker_counts_at_the_other(own_folder: Path) -> None:
    from api.security.control import AccessControl

    control = AccessControl(own_folder)
    key, text = control.keys.create("newsroom", Scope.WRITE)
    with in_process(own_folder, access="keys") as one, in_process(own_folder, access="keys") as other:
        session = httpx.post(f"{one}/login", data={"key": text}, headers={"Origin": one}).cookies
        assert httpx.get(f"{other}/v1/me", cookies=session).json()["key_id"] == key.id
