"""Fetching by address: what it refuses, against real servers on this machine that a test alone lets it reach."""

from __future__ import annotations

import gzip
import http.server
import inspect
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from api.security import fetching
from api.security.addresses import is_odd_number, is_public
from api.security.fetching import Fetched, Fetcher, fetch
from api.service_settings import ServiceSettings
from corpus.errors import UsageError

SETTINGS = ServiceSettings(fetch_urls=True, fetch_bytes=100_000, fetch_seconds=3)
PAGE = "<p>Zażółć gęślą jaźń</p>".encode()
Answer = Callable[[http.server.BaseHTTPRequestHandler], None]


@contextmanager
def site(answer: Answer) -> Iterator[int]:
    """A real web server; its port."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answer(self)

        def log_message(self, *_: Any) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        server.handle_error = lambda *_: None  # type: ignore[method-assign]
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield server.server_address[1]
        finally:
            server.shutdown()
            thread.join()


def page(content: bytes = PAGE, media_type: str = "text/html; charset=utf-8", **headers: str) -> Answer:
    def answer(handler: http.server.BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", media_type)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(content)

    return answer


def reaching(port: int, settings: ServiceSettings = SETTINGS, **more: Any) -> Fetcher:
    """Takes every name for this machine and lets it be reached, as no setting can."""
    chosen = {"resolve": lambda *_: ["127.0.0.1"], "allowed": lambda address: address == "127.0.0.1", "ports": (port,)}
    return Fetcher(settings, **(chosen | more))


def refusal(call: Callable[[], object]) -> str:
    with pytest.raises(UsageError) as refused:
        call()
    assert refused.value.source == "url"
    return refused.value.problem


def test_a_page_is_fetched_from_a_real_server() -> None:
    seen: list[str] = []

    def answer(handler: http.server.BaseHTTPRequestHandler) -> None:
        seen.extend((handler.path, str(handler.headers["Host"]), str(handler.headers["Cookie"])))
        page()(handler)

    with site(answer) as port:
        found = reaching(port).fetch(f"http://press.example:{port}/za żół?q=1#part".replace(" ", "%20"))
    assert found == Fetched(f"http://press.example:{port}/za%20%C5%BC%C3%B3%C5%82?q=1", PAGE, "text/html", "utf-8")
    assert seen == ["/za%20%C5%BC%C3%B3%C5%82?q=1", f"press.example:{port}", "None"]


def test_a_page_is_fetched_over_tls_by_the_name_in_its_certificate(tmp_path: Any) -> None:
    import subprocess

    files = [str(tmp_path / name) for name in ("key.pem", "cert.pem")]
    making = (
        f"openssl req -x509 -newkey rsa:2048 -nodes -keyout {files[0]} -out {files[1]} -days 1 -subj /CN=press.example"
    )
    subprocess.run([*making.split(), "-addext", "subjectAltName=DNS:press.example"], check=True, capture_output=True)
    serving = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    serving.load_cert_chain(files[1], files[0])
    trusting = ssl.create_default_context(cafile=files[1])

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            page()(self)

        def log_message(self, *_: Any) -> None:
            pass

    with http.server.HTTPServer(("127.0.0.1", 0), Handler) as server:
        server.socket = serving.wrap_socket(server.socket, server_side=True)
        server.handle_error = lambda *_: None  # type: ignore[method-assign]
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        port = server.server_address[1]
        try:
            fetcher = reaching(port, tls=trusting)
            assert fetcher.fetch(f"https://press.example:{port}/").content == PAGE
            assert "cannot be reached" in refusal(lambda: fetcher.fetch(f"https://other.example:{port}/"))
            assert "cannot be reached" in refusal(lambda: reaching(port).fetch(f"https://press.example:{port}/"))
        finally:
            server.shutdown()
            thread.join()


CLOSED = [
    "127.0.0.1", "127.8.8.8", "0.0.0.0", "0.1.2.3",  # noqa: S104
    "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1",
    "169.254.169.254", "169.254.170.2", "100.64.0.1", "100.100.100.200", "168.63.129.16", "192.0.0.1", "192.0.0.10",
    "192.0.0.192", "192.0.2.1", "192.88.99.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.1.1.1",
    "240.0.0.1", "255.255.255.255",
    "::", "::1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::127.0.0.1", "::8.8.8.8", "64:ff9b::7f00:1",
    "64:ff9b::808:808", "64:ff9b:1::1", "100::1", "2001::1", "2001:10::1", "2001:20::1", "2001:db8::1",
    "2002:7f00:1::1", "2002:808:808::1", "3fff::1", "5f00::1", "fc00::1", "fd00:ec2::254", "fe80::1", "fe80::1%eth0",
    "fec0::1", "ff02::1", "2a00::1%eth0",
    "", "localhost", "127.1", "1",
]  # fmt: skip
OPEN = ["8.8.8.8", "1.1.1.1", "93.184.215.14", "172.32.0.1", "100.128.0.1", "2a00:1450:4001::1", "2606:4700::1111"]


@pytest.mark.parametrize("address", CLOSED)
def test_an_address_that_is_not_public_is_refused(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", OPEN)
def test_a_public_address_is_not_refused(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "host",
    "2130706433 0x7f000001 0177.0.0.1 127.1 127.0.1 0x7f.0.0.1 010.0.0.1 1.2.3.4.5 256.1.1.1 017700000001 127.0.0.0x1 0"
    " a.0x7f 3232235777".split(),
)
def test_a_spelling_that_programs_read_differently_is_refused(host: str) -> None:
    assert is_odd_number(host)
    assert "misread" in refusal(lambda: fetch(f"http://{host}/", SETTINGS))


REFUSED = [
    ("http://127.0.0.1/", "public internet"),
    ("http://localhost/", "public internet"),
    ("http://[::1]/", "public internet"),
    ("http://[::ffff:127.0.0.1]/", "public internet"),
    ("http://[::ffff:7f00:1]/", "public internet"),
    ("http://[64:ff9b::7f00:1]/", "public internet"),
    ("http://[2002:7f00:1::]/", "public internet"),
    ("http://[fe80::1%25eth0]/", "public internet"),
    ("http://169.254.169.254/latest/meta-data/", "public internet"),
    ("http://10.0.0.1/", "public internet"),
    ("http://①②⑦.0.0.1/", "public internet"),
    ("http://127。0。0。1/", "public internet"),
    ("http://0/", "misread"),
    ("http://127.0.0.1:8000/", "port"),
    ("http://press.example:22/", "port"),
    ("http://press.example:6379/", "port"),
    ("http://press.example:99999/", "no address"),
    ("http://user:password@press.example/", "password"),
    ("http://press.example@127.0.0.1/", "password"),
    ("http://127.0.0.1\\@press.example/", "no address"),
    ("file:///etc/passwd", "neither"),
    ("ftp://press.example/", "neither"),
    ("gopher://127.0.0.1:6379/_INFO", "neither"),
    ("data:text/html,x", "neither"),
    ("//press.example/", "neither"),
    ("/etc/passwd", "neither"),
    ("http://", "no host"),
    ("http:///x", "no host"),
    ("http://-a.example/", "no host"),
    ("http://a..example/", "no host"),
    ("http://press.example/\r\nX-Injected: 1", "no address"),
    ("http://press.example/ HTTP/1.1", "no address"),
    ("http://press.example\t/", "no address"),
    ("http://[/", "no address"),
    ("http://press.example/" + "x" * 2000, "no address"),
    ("", "neither"),
]


@pytest.mark.parametrize(("address", "part"), REFUSED)
def test_an_address_of_the_list_is_refused(address: str, part: str) -> None:
    assert part in refusal(lambda: fetch(address, SETTINGS))


def test_a_refusal_repeats_no_password_and_tells_no_address() -> None:
    assert "secret" not in refusal(lambda: fetch("http://user:secret@press.example/", SETTINGS))
    inner = Fetcher(SETTINGS, resolve=lambda *_: ["10.9.8.7"])
    assert "10.9.8.7" not in refusal(lambda: inner.fetch("http://inner.example/"))


def test_fetching_is_off_unless_it_is_asked_for() -> None:
    assert "off" in refusal(lambda: fetch("https://press.example/", ServiceSettings()))


def test_no_setting_opens_private_addresses() -> None:
    assert inspect.signature(fetch).parameters.keys() == {"address", "settings"}
    names = {name for name in ServiceSettings.model_fields if name.startswith("fetch")}
    assert names == {"fetch_urls", "fetch_ports", "fetch_bytes", "fetch_seconds"}
    open_ports = ServiceSettings(fetch_urls=True, fetch_ports=tuple(range(1, 65536)))
    with site(page()) as port:
        assert "public internet" in refusal(lambda: fetch(f"http://127.0.0.1:{port}/", open_ports))
        assert "public internet" in refusal(lambda: fetch(f"http://localhost:{port}/", open_ports))


@pytest.mark.parametrize("addresses", [["93.184.215.14", "127.0.0.1"], ["::1", "93.184.215.14"], ["10.0.0.1"]])
def test_a_name_with_one_private_address_is_refused_whole(addresses: list[str]) -> None:
    tried: list[Any] = []

    def spied(*arguments: Any, **_: Any) -> Any:
        tried.append(arguments)
        raise OSError

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket, "create_connection", spied)
        fetcher = Fetcher(SETTINGS, resolve=lambda *_: addresses)
        assert "public internet" in refusal(lambda: fetcher.fetch("http://mixed.example/"))
    assert tried == []


def test_the_connection_goes_to_the_address_that_was_checked() -> None:
    """DNS rebinding: the name means the public address once, and this machine ever after."""
    answers = iter([["127.0.0.1"], ["10.0.0.1"], ["10.0.0.1"]])
    asked: list[str] = []

    def rebinding(host: str, port: int) -> list[str]:
        asked.append(host)
        return next(answers)

    with site(page()) as port:
        fetcher = reaching(port, resolve=rebinding)
        assert fetcher.fetch(f"http://rebinding.example:{port}/").content == PAGE
        assert asked == ["rebinding.example"]  # resolved once, and never again by the connection
        assert "public internet" in refusal(lambda: fetcher.fetch(f"http://rebinding.example:{port}/"))


def moved(where: str, status: int = 302) -> Answer:
    def answer(handler: http.server.BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        handler.send_header("Location", where.replace("{path}", handler.path))
        handler.end_headers()

    return answer


@pytest.mark.parametrize(
    ("where", "part"),
    [
        ("http://169.254.169.254/latest/", "port"),
        ("http://inner.example:{port}/", "public internet"),
        ("//inner.example:{port}/", "public internet"),
        ("file:///etc/passwd", "neither"),
        ("http://user@press.example/", "password"),
        ("http://2130706433:{port}/", "misread"),
        ("http://[::1]:{port}/", "public internet"),
    ],
)
@pytest.mark.parametrize("status", [301, 307])
def test_every_redirect_is_checked_again(where: str, part: str, status: int) -> None:
    names = {"press.example": ["127.0.0.1"], "inner.example": ["10.0.0.1"], "::1": ["::1"]}
    target: list[str] = []

    def answer(handler: http.server.BaseHTTPRequestHandler) -> None:
        moved(target[0], status)(handler)

    with site(answer) as port:
        target.append(where.replace("{port}", str(port)))
        fetcher = reaching(port, resolve=lambda host, _: names[host])
        assert part in refusal(lambda: fetcher.fetch(f"http://press.example:{port}/"))


def test_redirects_are_followed_five_times() -> None:
    def chain(handler: http.server.BaseHTTPRequestHandler) -> None:
        left = int(handler.path.strip("/"))
        (moved(f"/{left - 1}") if left else page())(handler)

    with site(chain) as port:
        found = reaching(port).fetch(f"http://press.example:{port}/5")
        assert (found.url, found.content) == (f"http://press.example:{port}/0", PAGE)
        assert "more than 5" in refusal(lambda: reaching(port).fetch(f"http://press.example:{port}/6"))


def test_a_page_is_no_larger_than_allowed() -> None:
    def endless(handler: http.server.BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "text/html")
        handler.end_headers()
        while True:
            handler.wfile.write(b"x" * 10_000)

    with site(endless) as port:
        assert "larger" in refusal(lambda: reaching(port).fetch(f"http://press.example:{port}/"))
    with site(page(b"x", Content_Length="1000000000")) as port:
        assert "larger" in refusal(lambda: reaching(port).fetch(f"http://press.example:{port}/"))
    with site(page(b"x" * 100_000)) as port:
        assert len(reaching(port).fetch(f"http://press.example:{port}/").content) == 100_000
    with site(page(b"x" * 100_001)) as port:
        assert "larger" in refusal(lambda: reaching(port).fetch(f"http://press.example:{port}/"))


def test_compressed_pages_are_read_and_bombs_are_not() -> None:
    import tracemalloc

    with site(page(gzip.compress(PAGE), Content_Encoding="gzip")) as port:
        assert reaching(port).fetch(f"http://press.example:{port}/").content == PAGE
    with site(page(zlib.compress(PAGE), Content_Encoding="deflate")) as port:
        assert reaching(port).fetch(f"http://press.example:{port}/").content == PAGE
    bomb = gzip.compress(b"\0" * 90_000_000)
    assert len(bomb) < 100_000
    tracemalloc.start()
    try:
        with site(page(bomb, Content_Encoding="gzip")) as port:
            assert "larger" in refusal(lambda: reaching(port).fetch(f"http://press.example:{port}/"))
        assert tracemalloc.get_traced_memory()[1] < 5_000_000
    finally:
        tracemalloc.stop()
    twice = gzip.compress(gzip.compress(b"\0" * 90_000_000))
    for content, encoding in ((bomb[:-20], "gzip"), (PAGE, "gzip"), (twice, "gzip, gzip"), (PAGE, "br")):
        allowed = ServiceSettings(fetch_urls=True, fetch_bytes=100_000_000, fetch_seconds=10)
        with site(page(content, Content_Encoding=encoding)) as port:
            problem = refusal(lambda: reaching(port, allowed).fetch(f"http://press.example:{port}/"))  # noqa: B023
            assert "cannot be read" in problem


@pytest.mark.parametrize(
    "media_type",
    ["application/pdf", "image/png", "application/json", "text/javascript", "application/octet-stream", ""],
)
def test_only_texts_are_fetched(media_type: str) -> None:
    with site(page(media_type=media_type)) as port:
        assert "is not a text" in refusal(lambda: reaching(port).fetch(f"http://press.example:{port}/"))


@pytest.mark.parametrize("media_type", ["text/html", "TEXT/HTML", 'text/plain;charset="ISO-8859-2"', "text/markdown"])
def test_html_text_and_markdown_are(media_type: str) -> None:
    with site(page(media_type=media_type)) as port:
        found = reaching(port).fetch(f"http://press.example:{port}/")
    assert found.media_type == media_type.partition(";")[0].lower()
    assert found.charset == ("iso-8859-2" if "ISO" in media_type else None)


def test_a_server_that_drips_or_hangs_is_left_in_time() -> None:
    hurried = ServiceSettings(fetch_urls=True, fetch_seconds=1)

    def drips(handler: http.server.BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "text/html")
        handler.end_headers()
        for _ in range(40):
            handler.wfile.write(b"x")
            time.sleep(0.1)

    def drips_headers(handler: http.server.BaseHTTPRequestHandler) -> None:
        for _ in range(40):
            handler.wfile.write(b"H")
            time.sleep(0.1)

    for answer in (drips, drips_headers, lambda _: time.sleep(3)):
        with site(answer) as port:
            began = time.monotonic()
            assert "takes longer" in refusal(lambda: reaching(port, hurried).fetch(f"http://press.example:{port}/"))
            assert time.monotonic() - began < 2


def test_a_resolver_that_hangs_is_left_in_time() -> None:
    hurried = ServiceSettings(fetch_urls=True, fetch_seconds=0.3)
    fetcher = Fetcher(hurried, resolve=lambda *_: time.sleep(1) or [])  # type: ignore[func-returns-value]
    began = time.monotonic()
    assert "takes longer" in refusal(lambda: fetcher.fetch("http://press.example/"))
    assert time.monotonic() - began < 0.9


def test_what_is_no_page_is_refused_without_details() -> None:
    def status(handler: http.server.BaseHTTPRequestHandler) -> None:
        handler.send_response(500)
        handler.end_headers()
        handler.wfile.write(b"INNER DETAILS")

    with site(status) as port:
        problem = refusal(lambda: reaching(port).fetch(f"http://press.example:{port}/"))
    assert "status 500" in problem
    assert "INNER" not in problem
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    assert "cannot be reached" in refusal(lambda: reaching(port).fetch(f"http://press.example:{port}/"))
    failing = Fetcher(SETTINGS, resolve=fetching.resolved)
    assert "cannot be reached" in refusal(lambda: failing.fetch("http://no-such-name.invalid/"))
