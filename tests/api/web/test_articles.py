"""Articles with their statements marked, single statements at their place, and the list of articles."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.api.web.conftest import accessible

NESTED = "zachety-chmurowe-dojrzaly.md"


@pytest.fixture(scope="session")
def articles(client):
    found = client.get("/v1/documents", params={"limit": 200}).json()["documents"]
    return {one["document"]: one["id"] for one in found}


def test_every_statement_is_marked_where_it_stands(site, open_page, client, articles, reader):
    page = open_page(f"{site}/articles/{articles[NESTED]}", width=reader.width, language=reader.language)
    found = client.get(f"/v1/documents/{articles[NESTED]}").json()
    assert len(found["statement_list"]) == 10
    for statement in found["statement_list"]:
        marked = page.locator(f".text .said.content[data-said~='{statement['id']}']").all_inner_texts()
        assert "".join(marked).replace("\n", " ") == "".join(span["text"] for span in statement["content"])
        for part in ("cue", "source"):
            if statement[part]:
                pieces = page.locator(f".text .said.{part}[data-said~='{statement['id']}']").all_inner_texts()
                assert statement[part]["text"] in "".join(pieces)
        assert page.locator(f"#s-{statement['id']}").count() == 1
    whole = page.locator(".text").evaluate(
        "one => [...one.querySelectorAll('.unseen, .flag')].forEach(x => x.remove())"
    )
    assert whole is None
    held, seen = (
        "".join(text.split()) for text in (page.locator(".text").text_content(), page.locator(".text").inner_text())
    )
    assert held == "".join(found["text"][found["body_start"] :].split())
    # The sign of a heading in Markdown is there, for the offsets, but not to be seen.
    assert (held[0], seen) == ("#", held[1:])
    assert page.locator(".text h2").inner_text() == found["headline"]
    listed = page.locator(".said-list .first-words").evaluate_all("all => all.map(one => one.getAttribute('href'))")
    assert sorted(listed) == sorted(f"/statements/{one['id']}" for one in found["statement_list"])
    accessible(page)


def test_a_statement_has_a_page_at_its_words(site, open_page, client, articles, reader):
    found = client.get(f"/v1/documents/{articles[NESTED]}").json()["statement_list"][-1]
    page = open_page(f"{site}/statements/{found['id']}", width=reader.width, language=reader.language)
    first = page.locator(".said.content.chosen").first
    expect(first).to_be_in_viewport()
    expect(first).to_be_focused()
    assert page.locator(".chosen-card blockquote").inner_text().strip("„“”").endswith(found["text"])
    assert page.locator(".chosen-card h2").inner_text() == found["speaker"]["name"]
    place = {"en": "characters {start} to {end}", "pl": "znaki od {start} do {end}"}[reader.language]
    assert place.format(**found["content"][0]) in page.locator(".chosen-card dl").inner_text()
    for opinion in found["opinions"]:
        assert opinion["labels"][reader.language] in page.locator(".chosen-card dl").inner_text()
    assert page.locator("link[rel=alternate]").get_attribute("href") == f"/v1/statements/{found['id']}"
    accessible(page)


def test_who_speaks_is_told_by_keyboard_and_by_pointer(site, open_page, articles):
    page = open_page(f"{site}/articles/{articles[NESTED]}")
    flag = page.locator(".flag").first
    flag.focus()
    tip = flag.evaluate("one => getComputedStyle(one, '::after').content")
    assert tip.strip('"') == flag.get_attribute("data-tip") != ""
    name = flag.get_attribute("data-said")
    assert page.locator(f".said-list li.lit[data-said='{name}']").count() == 1
    page.locator(".said.content").nth(3).hover()
    assert page.locator(".text .lit").count() >= 1


def test_an_earlier_version_leads_to_the_present_one(own_site, open_page):
    page = open_page(f"{own_site}/add")
    ids = []
    for text in (
        "“Margins are shrinking,” said Ann Lee, head of Alpha.",
        "“Margins are growing,” said Ann Lee of Alpha.",
    ):
        sent = {"text": text, "url": "https://example.com/one", "headline": "Margins"}
        ids.append(page.request.post(f"{own_site}/v1/documents", data=sent).json()["article"]["id"])
    page.goto(f"{own_site}/articles/{ids[0]}")
    assert "earlier version" in page.locator(".article-head .notice").inner_text()
    page.get_by_role("link", name="To the present version").click()
    page.wait_for_url(f"**/articles/{ids[1]}")
    assert page.locator(".said-list li").count() == 1
    assert page.locator(".article-head .notice a").get_attribute("href") == f"/articles/{ids[0]}"
    accessible(page)


def test_a_long_article_can_be_read(own_site, open_page):
    said = "“Cloud incentives look great on slides,” said Anna Kowalczyk, president of Dataskarpa. 😀 Rain fell.\n\n"
    text = said * 400
    page = open_page(f"{own_site}/add")
    added = page.request.post(f"{own_site}/v1/documents", data={"text": text, "headline": "Long"}, timeout=120_000)
    found = added.json()
    assert added.status == 201, found
    page.goto(f"{own_site}/articles/{found['article']['id']}", timeout=60_000)
    assert page.locator(".text p").count() == 400
    assert page.locator(".flag").count() == found["statements"] >= 400
    page.goto(f"{own_site}/statements/{found['statement_ids'][-1]}", timeout=60_000)
    expect(page.locator(".said.content.chosen").first).to_be_in_viewport()


def test_the_list_of_articles_is_narrowed_while_typing_and_paged(site, open_page, reader):
    page = open_page(f"{site}/articles?limit=10", width=reader.width, language=reader.language)
    assert page.locator(".entries li").count() == 10
    accessible(page)
    page.locator("a[rel=next]").click()
    page.wait_for_url("**cursor=**")
    assert page.locator(".entries li").count() == 10
    page.get_by_role("searchbox").fill("nis2")
    page.wait_for_url("**/articles?query=nis2")
    wanted = page.request.get(f"{site}/v1/documents?query=nis2").json()["documents"]
    expect(page.locator(".entries .name")).to_have_text([one["headline"] for one in wanted])
    names = page.locator(".entries .name").all_inner_texts()
    assert names
    assert all("nis2" in name.lower() for name in names)
    accessible(page)


def test_decisions_about_a_statement_are_a_page_of_their_own(own_site, open_page, reader):
    page = open_page(f"{own_site}/search", width=reader.width, language=reader.language)
    name = page.locator(".results > .evidence").first.get_attribute("id").removeprefix("statement-")
    sent = {"role": "kierowniczka", "note": "Zadzwoniłam."}
    assert page.request.post(f"{own_site}/v1/statements/{name}/corrections", data=sent).status == 201
    page.goto(f"{own_site}/statements/{name}")
    page.get_by_role("link", name={"en": "History of decisions", "pl": "Historia decyzji"}[reader.language]).click()
    page.wait_for_url("**/history")
    assert "Zadzwoniłam." in page.locator(".decisions").inner_text()
    accessible(page)
