"""A real server and a real browser over the samples."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

from api.app import create_app
from api.service_settings import ServiceSettings
from tests.api.access import in_thread

CHROMIUM = Path("/usr/bin/chromium")
_OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
_OPTIONS += ["--disable-component-update", "--disable-sync"]


@contextmanager
def served(folder: Path, *options: str) -> Iterator[str]:
    """The address of a server process over a data folder."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    command = [sys.executable, "-m", "api", "--data", str(folder), "serve", "--port", str(port), *options]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            address = f"http://127.0.0.1:{port}"
            _await(f"{address}/healthz", process)
            yield address
        finally:
            process.terminate()


@contextmanager
def served_here(folder: Path, **settings: Any) -> Iterator[str]:
    """The address of a server in a thread of this process, which starts fast."""
    with in_thread(create_app(folder, settings=ServiceSettings(**settings))) as port:
        yield f"http://127.0.0.1:{port}"


def _await(address: str, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 180
    while time.monotonic() < until:
        assert process.poll() is None, "the server has ended"
        try:
            httpx.get(address, timeout=1)
        except httpx.TransportError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError("the server does not answer")


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """One for all tests of this folder; not for longer, since no other event loop can run in this thread beside it."""
    if not CHROMIUM.exists():
        pytest.skip("needs Debian's chromium at /usr/bin/chromium")
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=str(CHROMIUM), args=_OPTIONS)
        yield found
        found.close()


@pytest.fixture(scope="session")
def site(data_folder: Path) -> Iterator[str]:
    """A server over the samples that no test may write to."""
    with served(data_folder) as address:
        yield address


@pytest.fixture
def own_site(own_folder: Path) -> Iterator[str]:
    """A server over a copy of the samples that a test may write to."""
    with served_here(own_folder) as address:
        yield address


@pytest.fixture(params=["desktop", "phone"])
def width(request: pytest.FixtureRequest) -> int:
    return {"desktop": 1280, "phone": 360}[request.param]


@dataclass(frozen=True)
class Reader:
    language: str
    width: int


@pytest.fixture(params=[Reader("en", 1280), Reader("pl", 360)], ids=["desktop-en", "phone-pl"])
def reader(request: pytest.FixtureRequest) -> Reader:
    """Both languages and both widths in two tests instead of four."""
    found: Reader = request.param
    return found


@pytest.fixture
def said_on_console() -> list[str]:
    """What pages say on the console and throw; a test that provokes an error takes it out."""
    return []


@pytest.fixture
def open_page(browser: Browser, said_on_console: list[str]) -> Iterator[Callable[..., Page]]:
    """Opens a page; at the end nothing may have been said on the console, and no error may have been thrown."""
    said = said_on_console
    opened: list[Page] = []

    def heard(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            said.append(f"{message.text} ({message.location.get('url')})")

    def open_one(address: str, *, width: int = 1280, language: str = "en", **options: object) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 800}, locale={"en": "en-GB", "pl": "pl-PL"}[language], **options
        )
        page = context.new_page()
        page.on("console", heard)
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(address)
        opened.append(page)
        return page

    yield open_one
    for page in opened:
        page.context.close()
    assert said == []


def accessible(page: Page) -> None:
    """No serious finding of axe-core, and nothing wider than the window."""
    found = Axe().run(page).response["violations"]
    serious = [
        (one["id"], [node["html"] for node in one["nodes"]])
        for one in found
        if one["impact"] in {"serious", "critical"}
    ]
    assert serious == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
