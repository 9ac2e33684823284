"""The pages of a person, a firm and a topic, in a real browser."""

from __future__ import annotations

import httpx

from tests.api.web.conftest import accessible, served_here
from tests.api.web.screens import SCREENS, until

PRIYA = "person:priya-nambiar"
TITLES = {
    "en": ("Positions by topic", "Changes of mind", "Over time"),
    "pl": ("Stanowisko według tematów", "Zmiany zdania", "w czasie"),
}


def twin_of(page, site):
    return page.request.get(site + page.locator("link[rel=alternate]").get_attribute("href")).json()


def shown(page):
    return page.locator("#statements .quoted").evaluate_all("all => all.map(one => one.id)")


@SCREENS
def test_a_person_has_positions_changes_and_words(site, open_page, width, language):
    page = open_page(f"{site}/people/{PRIYA}", width=width, language=language)
    found = twin_of(page, site)
    assert page.locator("h1").inner_text() == found["name"] == "Priya Nambiar"
    assert page.locator("#positions").inner_text() == TITLES[language][0]
    rows = page.locator(".diverging").first.locator("tbody tr")
    first = found["positions"][0]
    assert rows.first.locator("th").inner_text() == first["labels"][language]
    assert list(rows.first.locator("td a").evaluate_all("all => all.map(one => parseInt(one.textContent))")) == [
        first["by_polarity"]["sceptical"],
        first["by_polarity"]["supportive"],
    ]
    assert page.locator("section[aria-labelledby=changes] .facing").count() == len(found["changes_of_mind"]) == 5
    before, after = page.locator("section[aria-labelledby=changes] .facing").first.locator(".step").all()
    change = found["changes_of_mind"][0]
    # The words as elsewhere: verbatim ones in marks, reported ones behind the word that reports them.
    for shown, step in ((before, change["before"]), (after, change["after"])):
        said = page.request.get(f"{site}/v1/statements/{step['statement']}").json()
        words = " […] ".join(span["text"] for span in said["content"])
        marks = {"pl": "„{}”", "en": "“{}”"}[said["language"]]
        expected = marks.format(words) if said["kind"] == "direct" else f"({said['cue']['text']}) {words}"
        assert shown.locator("blockquote").inner_text() == expected
    assert page.locator(".chart canvas").is_visible()
    assert page.locator(".network.small canvas").count() > 0
    accessible(page)


def test_the_statements_of_a_person_are_filtered_and_paged(site, open_page):
    page = open_page(f"{site}/people/{PRIYA}")
    assert len(shown(page)) == 20
    page.locator(".paging [rel=next]").click()
    page.wait_for_url("**cursor=*")
    assert len(shown(page)) == 1
    page.goto(f"{site}/people/{PRIYA}")
    page.locator("#stance").select_option("sceptical")
    page.wait_for_url("**stance=sceptical*")
    expected = page.request.get(f"{site}/v1/people/{PRIYA}/statements?stance=sceptical").json()["statements"]
    until(page, "document.querySelectorAll('#statements .quoted').length < 20")
    assert shown(page) == [f"statement-{one['id']}" for one in expected] != []


def test_a_bar_leads_to_the_words_behind_it(site, open_page):
    page = open_page(f"{site}/people/{PRIYA}")
    link = page.locator(".diverging tbody tr").first.locator("td a").first
    count = int(link.inner_text().split()[0])
    link.click()
    page.wait_for_url("**stance=sceptical**")
    assert len(shown(page)) == count == 2


def test_a_chart_is_read_by_keyboard(site, open_page):
    page = open_page(f"{site}/people/{PRIYA}")
    page.locator(".chart canvas").focus()
    page.keyboard.press("ArrowRight")
    first = page.locator(".chart tbody tr").first
    day, topic = first.locator("td").nth(0).text_content(), first.locator("td").nth(1).text_content()
    told = page.locator("#told-chart").text_content()
    assert day in told
    assert topic in told
    page.keyboard.press("Enter")
    page.wait_for_url("**/statements/*")


def test_pages_say_the_same_without_scripts(site, open_page):
    page = open_page(f"{site}/people/{PRIYA}", java_script_enabled=False)
    assert page.locator(".chart details tbody tr").count() > 10
    assert page.locator(".near li").count() > 5
    assert not page.locator(".chart .canvas").is_visible()


@SCREENS
def test_a_firm_has_its_people(site, open_page, width, language):
    page = open_page(f"{site}/firms/firm:vindelis", width=width, language=language)
    found = twin_of(page, site)
    assert page.locator(".times tbody tr").count() == len(found["people"]) > 2
    links = page.locator(".times tbody th a").evaluate_all("all => all.map(one => one.textContent)")
    assert links == [one["person"] for one in found["people"] if one["person_id"].startswith("person:")]
    expected = page.request.get(f"{site}/v1/statements?firm_id=firm:vindelis&limit=20").json()["statements"]
    assert shown(page) == [f"statement-{one['id']}" for one in expected] != []
    accessible(page)


@SCREENS
def test_a_topic_has_both_sides(site, open_page, width, language):
    page = open_page(f"{site}/topics/cloud-incentives", width=width, language=language)
    found = twin_of(page, site)
    assert page.locator("h1").inner_text() == found["labels"][language]
    numbers = page.locator(".tally strong").all_inner_texts()
    by_side = found["by_polarity"]
    assert numbers == [str(found["statements"])] + [
        str(by_side[one]) for one in ("sceptical", "supportive", "mixed", "neutral")
    ]
    names = page.locator(".diverging tbody th").all_inner_texts()
    assert names[0] == "Anna Kowalczyk"
    assert names[-1] == "Bogdan Cichy"
    assert page.locator(".camp").count() == 2
    sceptical, supportive = page.locator(".column").all()
    for column, side in ((sceptical, "sceptical"), (supportive, "supportive")):
        listed = page.request.get(f"{site}/v1/statements?topic=cloud-incentives&stance={side}&limit=10").json()[
            "statements"
        ]
        ids = column.locator(".quoted").evaluate_all("all => all.map(one => one.id)")
        assert ids == [f"statement-{one['id']}" for one in listed] != []
    months = page.locator(".chart tbody tr").count()
    assert months == 24
    accessible(page)


def test_a_topic_goes_on_with_one_side(site, open_page):
    page = open_page(f"{site}/topics/cloud-incentives")
    page.locator(".column.sceptical .paging [rel=next]").click()
    page.wait_for_url("**stance=sceptical*")
    assert page.locator(".column").count() == 1
    assert page.locator(".column .quoted").count() == 1


def test_ids_from_before_a_merge_and_labels_lead_on(own_folder):
    from corpus.store import Store

    with Store.open(own_folder) as store:
        store.merge("firm:kestrelon", "firm:kestrelon-polska", author="test")
        store.merge("person:priya-nambiar", "person:helen-draycott", author="test")
    with served_here(own_folder) as site:
        for path, target in (
            ("/firms/firm:kestrelon?stance=sceptical", "/firms/firm:kestrelon-polska?stance=sceptical"),
            ("/people/person:priya-nambiar", "/people/person:helen-draycott"),
            ("/topics/Cloud%20incentives", "/topics/cloud-incentives"),
        ):
            answer = httpx.get(site + path)
            assert (answer.status_code, answer.headers["location"]) == (308, target)
        assert httpx.get(f"{site}/people/person:nobody").status_code == 404
