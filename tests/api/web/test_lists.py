"""People, firms and topics as lists."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from corpus.store import FILE_NAME
from tests.api.web.conftest import accessible, served_here


@pytest.mark.parametrize(
    ("kind", "part", "found"), [("people", "otTL", "Graham Ottley"), ("firms", "skarp", "Dataskarpa")]
)
def test_a_list_is_narrowed_while_typing(site, open_page, reader, kind, part, found):
    page = open_page(f"{site}/{kind}", width=reader.width, language=reader.language)
    twin = page.request.get(f"{site}/v1/{kind}").json()[kind]
    assert page.locator(".entries .name").all_inner_texts() == [one["name"] for one in twin]
    accessible(page)
    page.get_by_role("searchbox").fill(part)
    page.wait_for_url(f"**/{kind}?query={part}")
    wanted = page.request.get(f"{site}/v1/{kind}?query={part}").json()[kind]
    expect(page.locator(".entries .name")).to_have_text([one["name"] for one in wanted])
    assert found in [one["name"] for one in wanted]
    accessible(page)


def test_a_list_goes_on_by_links(site, open_page):
    page = open_page(f"{site}/people?limit=7")
    first = page.locator(".entries .name").all_inner_texts()
    page.get_by_role("link", name="Next").click()
    page.wait_for_url("**/people?limit=7&offset=7")
    second = page.locator(".entries .name").all_inner_texts()
    twin = page.request.get(f"{site}/v1/people?limit=14").json()["people"]
    assert first + second == [one["name"] for one in twin]
    page.get_by_role("link", name="Before").click()
    page.wait_for_url("**/people?limit=7")
    assert page.locator(".entries .name").all_inner_texts() == first


def test_a_list_is_narrowed_without_scripts(site, open_page):
    page = open_page(f"{site}/firms", java_script_enabled=False)
    page.get_by_role("searchbox").fill("skarp")
    page.get_by_role("button", name="Find").click()
    assert "Dataskarpa" in page.locator(".entries .name").all_inner_texts()


def test_topics_show_how_opinion_is_divided(site, open_page, reader):
    label = {"en": "Cloud incentives", "pl": "Zachęty do sprzedaży chmury"}[reader.language]
    page = open_page(f"{site}/topics", width=reader.width, language=reader.language)
    twin = page.request.get(f"{site}/v1/topics").json()["topics"]
    assert page.locator(".entries .name").all_inner_texts() == [one["labels"][reader.language] for one in twin]
    accessible(page)
    page.get_by_role("searchbox").fill(label.lower())
    expect(page.locator(".entries .name")).to_have_text([label])
    counts = next(one["by_polarity"] for one in twin if one["id"] == "cloud-incentives")
    numbers = page.locator(".tone").all_inner_texts()
    assert sorted(int(text.split()[-1]) for text in numbers) == sorted(count for count in counts.values() if count)


def test_what_goes_wrong_while_typing_is_told(tmp_path, site, open_page, said_on_console):
    page = open_page(f"{site}/people")
    (tmp_path / FILE_NAME).write_bytes(b"no database" * 1000)
    with served_here(tmp_path) as broken:  # a page of status 503
        body = page.request.get(f"{broken}/people", headers={"Accept": "text/html"})
        assert body.status == 503
        page.route("**/people?query=*", lambda route: route.fulfill(response=body))
    page.get_by_role("searchbox").fill("Ott")
    expect(page.get_by_role("status")).to_have_text("The archive cannot be read at the moment")
    assert page.locator(".entries li").count() > 5
    assert len(said_on_console) >= 1
    assert all("503" in one for one in said_on_console)
    said_on_console.clear()


def test_an_empty_archive_says_how_to_begin(tmp_path, open_page, reader, said_on_console):
    title = {"en": "There are no articles yet", "pl": "Nie ma jeszcze żadnych artykułów"}[reader.language]
    with served_here(tmp_path) as empty:
        page = open_page(f"{empty}/", width=reader.width, language=reader.language)
        assert page.locator("main h2").inner_text() == title
        assert page.locator(".examples, .ask").count() == 0
        accessible(page)
        answer = page.goto(f"{empty}/people")
        assert (answer.status, page.locator("h1").inner_text()) == (503, title)
        accessible(page)
        page.locator("main .button").click()
        page.wait_for_url(f"{empty}/add")
    assert "503" in said_on_console.pop()
