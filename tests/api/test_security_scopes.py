"""Every operation of the service against every scope."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from api.app import create_app
from api.security.rules import is_public, required_scope
from tests.api.access import Keyed, in_thread, keyed, raw

METHODS = ("get", "put", "post", "delete", "options", "head", "patch")
PUBLIC = {("get", "/healthz"), ("get", "/ready"), ("get", "/problems/{name}"), ("get", "/login"), ("post", "/login")}
FOR_ALL_SCOPES = {("get", "/login"), ("post", "/login"), ("post", "/logout")}


def needed(method: str, path: str) -> str:
    """What the documentation promises, said again."""
    if path.startswith(("/v1/keys", "/v1/audit")) or (method == "delete" and path == "/v1/people/{person_id}"):
        return "admin"
    if method in ("get", "head", "options") or (method, path) in FOR_ALL_SCOPES:
        return "read"
    return "write"


def every_operation() -> list[tuple[str, str]]:
    paths = create_app(Path("nowhere")).openapi()["paths"]
    return [(method, path) for path, methods in paths.items() for method in methods if method in METHODS]


OPERATIONS = every_operation()


@pytest.fixture(scope="module")
def service(data_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Keyed]:
    import shutil

    folder = Path(
        shutil.copytree(
            data_folder, tmp_path_factory.mktemp("scopes") / "own", ignore=shutil.ignore_patterns("access.*")
        )
    )
    with keyed(folder) as service:
        yield service


def filled(path: str) -> str:
    while "{" in path:
        before, _, rest = path.partition("{")
        path = f"{before}x{rest.partition('}')[2]}"
    return path


def test_there_are_operations_of_every_kind() -> None:
    assert {needed(*one) for one in OPERATIONS} >= {"read", "admin"}
    assert len(OPERATIONS) > 25


@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_an_operation_asks_for_its_scope(service: Keyed, method: str, path: str) -> None:
    order = ["read", "write", "admin"]
    for scope in [None, *order]:
        headers = service.shown(scope) if scope else {}
        response = service.client.request(method, filled(path), headers=headers)
        if (method, path) in PUBLIC:
            assert response.status_code not in (401, 403), scope
        elif scope is None:
            assert response.status_code == 401
        elif order.index(scope) < order.index(needed(method, path)):
            assert response.status_code == 403, scope
            assert response.json()["type"] == "/problems/forbidden"
        else:
            assert response.status_code not in (401, 403), scope


def test_the_description_says_which_scope_is_needed(service: Keyed) -> None:
    paths = service.client.get("/openapi.json", headers=service.shown("read")).json()["paths"]
    for method, path in OPERATIONS:
        operation = paths[path][method]
        expected = None if (method, path) in PUBLIC else needed(method, path)
        assert operation.get("x-required-scope") == expected, path
        assert operation.get("security") == ([{"key": []}, {"keyHeader": []}] if expected else None)
        assert {"401", "403", "429"} <= set(operation["responses"])


@pytest.mark.parametrize(
    "path", ["/", "/docs", "/openapi.json", "/metrics", "/v1/nothing", "/healthz/x", "/loginx", "/favicon.ico"]
)
@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "POST", "PROPFIND"])
def test_nothing_else_is_public(service: Keyed, method: str, path: str) -> None:
    assert service.client.request(method, path).status_code == 401


@pytest.mark.parametrize("path", ["/healthz", "/problems/not-found", "/static/x", "/ready"])
def test_public_addresses_are_so_for_looking_only(service: Keyed, path: str) -> None:
    assert service.client.get(path).status_code in (200, 404)
    assert service.client.post(path).status_code == 401
    assert service.client.delete(path, headers=service.shown("read")).status_code == 403


SPELLINGS = [
    "//v1/keys",
    "/v1//keys",
    "/v1/keys/",
    "/V1/keys",
    "/v1/%6beys",
    "/v1/keys%2f",
    "/v1/keys;x",
    "/v1/./keys",
    "/static/../v1/keys",
    "/static/%2e%2e/v1/keys",
    "/static/..%2fv1/keys",
    "/problems/../v1/keys",
    "/problems/%2e%2e/v1/keys",
    "/problems/..%2f..%2fv1%2fkeys",
    "/login/../v1/keys",
    "/healthz/../v1/keys",
    "/v1/keys%00",
    "/v1/keys%0d%0a",
    "http://127.0.0.1/v1/keys",
]


@pytest.mark.parametrize("path", SPELLINGS)
def test_no_spelling_of_a_path_gets_round_the_scope(service: Keyed, path: str) -> None:
    with in_thread(service.client.app) as port:
        for headers in ({}, service.shown("write")):
            response = raw(port, "GET", path, headers)
            assert response.status in (400, 401, 403, 404, 405, 421), response.body  # type: ignore[attr-defined]
            assert b'"keys"' not in response.body  # type: ignore[attr-defined]


def test_where_a_proxy_shows_the_service_under_a_prefix_the_same_scopes_hold(service: Keyed) -> None:
    from starlette.testclient import TestClient

    client = TestClient(service.client.app, root_path="/archive", base_url="http://testserver/archive")
    assert client.get("/v1/topics", headers=service.shown("read")).status_code == 200
    assert client.get("/v1/keys", headers=service.shown("write")).status_code == 403
    assert client.get("/v1/keys", headers=service.shown("admin")).status_code == 200
    assert client.get("/healthz").status_code == 200


def test_web_sockets_are_refused(service: Keyed) -> None:
    from starlette.websockets import WebSocketDisconnect

    with pytest.raises(WebSocketDisconnect) as refused, service.client.websocket_connect("/v1/topics"):
        pass
    assert refused.value.code == 1008


@pytest.mark.parametrize(
    ("method", "path", "scope"),
    [
        ("DELETE", "/v1/people/person:anna", "admin"),
        ("DELETE", "/v1/people/person:anna/", "admin"),
        ("POST", "/v1/people/person:anna/erase", "admin"),
        ("POST", "/v1/people/a/b/erase", "admin"),
        ("DELETE", "/v1/people/person:anna/merges/3", "write"),
        ("POST", "/v1/people/merge", "write"),
        ("DELETE", "/v1/documents/0123", "write"),
        ("PROPFIND", "/v1/topics", "write"),
        ("GET", "/v1/people/person:anna", "read"),
        ("GET", "/metrics", "read"),
        ("GET", "/v1/audit", "admin"),
    ],
)
def test_erasing_people_is_for_administrators(method: str, path: str, scope: str) -> None:
    assert required_scope(method, path) == scope
    assert not is_public(method, path)
