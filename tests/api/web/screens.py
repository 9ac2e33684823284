"""The screens that journeys are made on: each language, and each width, at least once."""

from __future__ import annotations

import time

import pytest
from playwright.sync_api import Page

SCREENS = pytest.mark.parametrize(("language", "width"), [("en", 1280), ("pl", 360)], ids=["en-desktop", "pl-phone"])


def until(page: Page, expression: str, seconds: float = 30) -> None:
    """Waits until an expression is true in the page; Playwright's own way needs `eval`, which the pages forbid."""
    end = time.monotonic() + seconds
    while not page.evaluate(expression):
        assert time.monotonic() < end, expression
        time.sleep(0.05)
