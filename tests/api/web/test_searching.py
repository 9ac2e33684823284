"""Statements by their meaning, and those like a given one."""

from __future__ import annotations

from tests.api.web.conftest import accessible

WORDS = {"en": ("margins are shrinking", "Search"), "pl": ("marże maleją", "Szukaj")}
MORE = {"en": "More like this", "pl": "Podobne wypowiedzi"}


def test_statements_are_found_by_meaning(site, open_page, reader):
    words, button = WORDS[reader.language]
    page = open_page(f"{site}/search", width=reader.width, language=reader.language)
    assert page.locator(".results > .evidence").count() == 10
    accessible(page)
    page.get_by_role("searchbox").fill(words)
    page.get_by_role("button", name=button, exact=True).click()
    page.wait_for_url("**/search?q=*")
    twin = page.request.get(site + page.locator("link[rel=alternate]").get_attribute("href")).json()
    shown = page.locator(".results > .evidence").evaluate_all("all => all.map(one => one.id)")
    assert shown == [f"statement-{hit['id']}" for hit in twin["results"]] != []
    accessible(page)


def test_more_like_a_statement(site, open_page, reader):
    page = open_page(
        f"{site}/search?q=margins are shrinking&stance=sceptical", width=reader.width, language=reader.language
    )
    page.get_by_role("link", name=MORE[reader.language]).first.click()
    page.wait_for_url("**/similar")
    found = page.request.get(site + page.locator("link[rel=alternate]").get_attribute("href")).json()
    assert page.locator(".model blockquote").inner_text().startswith("“Margins. The average hardware margin")
    shown = page.locator(".results > .evidence").evaluate_all("all => all.map(one => one.id)")
    assert shown == [f"statement-{hit['id']}" for hit in found["results"]] != []
    accessible(page)


def test_conditions_of_a_search_are_taken_away_one_by_one(site, open_page):
    page = open_page(f"{site}/search?q=margins&topic=margins&stance=sceptical")
    page.get_by_role("link", name="Remove this filter: Side").click()
    page.wait_for_url("**/search?topic=margins&q=margins")
    page.get_by_role("link", name="Ask this as a question").click()
    page.wait_for_url("**/ask?topic=margins&q=margins")
    assert page.locator(".voice").count() > 0
