"""What strangers put into paths and headers: nothing of it reaches files or other headers."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.service_settings import ServiceSettings
from tests.api.access import in_thread, keyed, raw

TRAVERSALS = [
    "../../../../../../etc/passwd",
    "..%2f..%2f..%2f..%2f..%2fetc%2fpasswd",
    "%2e%2e/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
    "%252e%252e%252fetc%252fpasswd",
    "....//....//etc/passwd",
    "..%5c..%5c..%5cetc%5cpasswd",
    "..%c0%af..%c0%afetc%c0%afpasswd",
    "%2fetc%2fpasswd",
    "/etc/passwd",
    "passwd%00.html",
    "file:%2f%2f%2fetc%2fpasswd",
    "..%2fstore.sqlite3",
    "..%2faccess.sqlite3",
    "~root",
]


def with_parameter() -> list[tuple[str, str]]:
    paths = create_app(Path("nowhere")).openapi()["paths"]
    return [
        (method.upper(), path)
        for path, methods in paths.items()
        for method in methods
        if "{" in path and method in ("get", "put", "post", "delete", "patch")
    ]


@pytest.fixture(scope="module")
def port(data_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    import shutil

    folder = Path(
        shutil.copytree(
            data_folder, tmp_path_factory.mktemp("input") / "own", ignore=shutil.ignore_patterns("access.*")
        )
    )
    with in_thread(create_app(folder)) as port:
        yield port


def test_there_are_paths_with_parameters() -> None:
    assert len(with_parameter()) >= 6


@pytest.mark.parametrize(("method", "path"), [*with_parameter(), ("GET", "/static/{file}"), ("GET", "/{any}")])
def test_no_path_leads_to_a_file(port: int, method: str, path: str) -> None:
    before, _, rest = path.partition("{")
    for traversal in TRAVERSALS:
        response = raw(port, method, f"{before}{traversal}{rest.partition('}')[2]}")
        assert response.status in (400, 404, 405, 415, 422), (traversal, response.status)
        body: bytes = response.body  # type: ignore[attr-defined]
        assert b"root:" not in body
        assert b"SQLite format" not in body
        assert b"Traceback" not in body


def exchange(port: int, request: bytes) -> bytes:
    """What the server sends in answer to these very bytes."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(request)
        parts = []
        while part := connection.recv(65536):
            parts.append(part)
        return b"".join(parts)


def headers_of(answer: bytes) -> list[str]:
    head = answer.partition(b"\r\n\r\n")[0].decode("latin-1")
    return [line.partition(":")[0].lower() for line in head.split("\r\n")[1:]]


@pytest.mark.parametrize(
    "header",
    [
        b"X-Request-ID: a\nX-Injected: 1",
        b"X-Request-ID: a\rX-Injected: 1",
        b"X-Request-ID: a%0d%0aX-Injected: 1",
        b"X-Request-ID: a\x00b",
        b"X-Request-ID: a\x85X-Injected: 1",
        b"X-Request-ID: \xe5\x98\x8a\xe5\x98\x8dX-Injected: 1",
        b"Origin: http://x%0d%0aX-Injected: 1",
        b"X-API-Key: a%0d%0aX-Injected: 1",
        b"Authorization: Bearer \xe5\x98\x8a\xe5\x98\x8dX-Injected: 1",
        b"Cookie: quotegraph_session=a%0d%0aX-Injected: 1",
    ],
)
def test_no_header_of_a_request_makes_one_of_the_response(port: int, header: bytes) -> None:
    host = b"Host: 127.0.0.1:%d" % port
    answer = exchange(port, b"GET /v1/me HTTP/1.1\r\n" + host + b"\r\n" + header + b"\r\nConnection: close\r\n\r\n")
    assert answer.startswith((b"HTTP/1.1 200", b"HTTP/1.1 400", b"HTTP/1.1 401", b"HTTP/1.1 429")), answer[:100]
    assert "x-injected" not in headers_of(answer)
    assert b"\nX-Injected" not in answer


@pytest.mark.parametrize(
    "host", [b"localhost\nX-Injected: 1", b"localhost\rX-Injected: 1", b"localhost%0d%0aX-Injected: 1"]
)
def test_no_host_makes_a_header(port: int, host: bytes) -> None:
    answer = exchange(port, b"GET /v1/me HTTP/1.1\r\nHost: " + host + b"\r\nConnection: close\r\n\r\n")
    assert answer.startswith((b"HTTP/1.1 400", b"HTTP/1.1 421", b"HTTP/1.1 200")), answer[:100]
    assert "x-injected" not in headers_of(answer)


@pytest.mark.parametrize(
    "path",
    [
        "/v1/people%0d%0aX-Injected:%201",
        "/v1/%0aX-Injected:%201",
        "//evil.example/",
        "/%5cevil.example",
        "/v1/x?y=%0d%0a",
    ],
)
def test_no_path_makes_a_header_or_leads_elsewhere(data_folder: Path, path: str) -> None:
    with in_thread(create_app(data_folder, settings=ServiceSettings(access="keys"))) as port:
        response = raw(port, "GET", path, {"Accept": "text/html"})
        assert response.status == 303
        assert response.getheader("X-Injected") is None
        location = response.getheader("Location")
        assert location is not None
        assert location.startswith("/login?next=/")
        assert "\n" not in location


def test_the_name_of_a_key_stays_within_the_json_of_a_problem(own_folder: Path) -> None:
    with keyed(own_folder) as service:
        name = '"}, <script>alert(1)</script>'
        made = service.client.post("/v1/keys", json={"name": name}, headers=service.shown("admin")).json()
        refused = service.client.get("/v1/keys", headers={"X-API-Key": made["key"]})
        assert refused.status_code == 403
        assert refused.headers["content-type"] == "application/problem+json"
        assert name in refused.json()["detail"]


def test_what_is_refused_carries_the_security_headers_too(data_folder: Path) -> None:
    client = TestClient(create_app(data_folder, settings=ServiceSettings(access="keys")))
    for response in (client.get("/v1/me"), client.get("/v1/me", headers={"Host": "evil.example"})):
        assert response.status_code in (401, 421)
        assert response.headers["x-content-type-options"] == "nosniff"
        assert response.headers["content-security-policy"].startswith("default-src 'none'")
