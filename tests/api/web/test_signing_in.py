"""Signing in with a key, in a real browser; without the scope to write nothing can be decided."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from api.security.control import AccessControl
from api.security.identity import Scope
from tests.api.web.conftest import accessible, served_here
from tests.api.web.screens import SCREENS


@pytest.fixture
def locked(own_folder) -> Iterator[tuple[str, dict[str, str]]]:
    control = AccessControl(own_folder)
    keys = {scope: control.keys.create(f"the {scope} key", Scope(scope))[1] for scope in ("read", "write")}
    control.close()
    with served_here(own_folder, access="keys") as address:
        yield address, keys


@SCREENS
def test_a_key_opens_the_page_that_was_asked_for(locked, open_page, width, language):
    site, keys = locked
    page = open_page(f"{site}/login?next=/review", width=width, language=language)
    accessible(page)
    page.locator("#key").fill(keys["write"])
    page.keyboard.press("Enter")
    page.wait_for_url(f"{site}/review")
    assert "the write key" in page.locator(".foot").inner_text()
    assert page.locator(".review-card .actions").count() > 0
    page.locator(".foot form button").click()
    page.wait_for_url(f"{site}/login")
    assert httpx.get(f"{site}/review", headers={"Accept": "text/html"}).status_code in {303, 401}


def test_a_key_that_reads_decides_nothing(locked, open_page):
    site, keys = locked
    page = open_page(f"{site}/login?next=/review")
    page.locator("#key").fill(keys["read"])
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{site}/review")
    assert page.locator(".review-card").count() > 0
    assert page.locator(".review-card .actions").count() == 0
    assert "does not allow decisions" in page.locator(".notice").inner_text()
    identifier = page.locator(".review-card").first.get_attribute("id")[5:]
    refused = page.request.post(f"{site}/review/{identifier}/confirm", headers={"Origin": site})
    assert refused.status == 403


def test_an_address_with_a_question_is_kept_over_the_login_and_its_errors(locked, open_page, said_on_console):
    site, keys = locked
    page = open_page(f"{site}/search?q=Łódź+100%25&stance=sceptical")
    assert page.locator(".top nav, script").count() == 0
    page.locator("#key").fill("qg_wrong")
    page.get_by_role("button", name="Sign in").click()
    assert page.get_by_role("alert").inner_text() == "The key is unknown, has expired or was revoked."
    assert "401" in said_on_console.pop()
    page.get_by_role("link", name="PL").click()
    page.locator("#key").fill(keys["read"])
    page.get_by_role("button", name="Zaloguj").click()
    page.wait_for_url(f"{site}/search?*")
    assert page.locator("#q").input_value() == "Łódź 100%"
    assert page.locator("#f-stance").input_value() == "sceptical"


def test_a_wrong_key_is_told_and_next_stays_on_this_site(locked):
    site, keys = locked
    headers = {"Accept": "text/html", "Origin": site}
    wrong = httpx.post(f"{site}/login", data={"key": "qg_wrong", "next": "/graph"}, headers=headers)
    assert wrong.status_code == 401
    assert 'role="alert"' in wrong.text
    assert 'value="/graph"' in wrong.text
    for next_, target in (("https://evil.example/", "/"), ("//evil.example", "/"), ("/graph?node=x", "/graph?node=x")):
        answer = httpx.post(f"{site}/login", data={"key": keys["read"], "next": next_}, headers=headers)
        assert (answer.status_code, answer.headers["location"]) == (303, target)
