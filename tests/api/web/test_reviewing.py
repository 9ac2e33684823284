"""Reviewing statements and names in a real browser; what is decided changes answers, and undoing restores them."""

from __future__ import annotations

import httpx
from playwright.sync_api import expect

from tests.api.web.conftest import accessible
from tests.api.web.screens import SCREENS, until

QUESTION = "who is sceptical about cloud incentives"
WORDS = {
    "en": {"confirm": "Confirm", "undo": "Undo", "waiting": "{} statements wait for a decision."},
    "pl": {"confirm": "Potwierdź", "undo": "Cofnij", "waiting": "{} wypowiedzi czeka na decyzję."},
}
NASTY = "<img src=x onerror=alert(1)>\"'&{{7*7}}"


def cards(page):
    return page.locator(".review-card").evaluate_all("all => all.map(one => one.id)")


def answered(site):
    found = httpx.get(f"{site}/v1/ask", params={"q": QUESTION}).json()
    return [(one["speaker"]["name"], one["stance"], len(one["statements"])) for one in found["answers"]]


@SCREENS
def test_the_queue_is_worked_through(own_site, open_page, width, language):
    words = WORDS[language]
    page = open_page(f"{own_site}/review", width=width, language=language)
    twin = page.request.get(own_site + page.locator("link[rel=alternate]").get_attribute("href")).json()
    waiting = cards(page)
    assert waiting == [f"card-{one['statement']['id']}" for one in twin["items"]] != []
    first = page.locator(f"#{waiting[0]}")
    words_said = "„szybkimi audytami za tysiąc złotych”, które nie mają nic wspólnego z dyrektywą"
    assert "".join(first.locator("mark.content").all_inner_texts()) == words_said
    assert first.locator("mark.source").inner_text() == "Analityk"
    assert first.locator(".doubts li").count() == len(twin["items"][0]["doubts"]) == 1
    accessible(page)
    assert page.locator("#waiting").inner_text() == words["waiting"].format(twin["total"])
    first.get_by_role("button", name=words["confirm"]).click()
    done = page.locator(f"#{waiting[0]}.decided")
    done.wait_for()
    assert page.locator("#waiting").inner_text() == words["waiting"].format(twin["total"] - 1)
    assert page.request.get(f"{own_site}/v1/review").json()["total"] == twin["total"] - 1
    assert page.evaluate("document.activeElement.id") == waiting[1]
    assert page.request.get(f"{own_site}/v1/statements/{waiting[0][5:]}").json()["confirmed"] is True
    accessible(page)
    page.locator("#told").get_by_role("button", name=words["undo"]).click()
    page.locator(f"#{waiting[0]}.review-card").wait_for()
    assert page.locator("#waiting").inner_text() == words["waiting"].format(twin["total"])
    assert page.request.get(f"{own_site}/v1/statements/{waiting[0][5:]}").json()["confirmed"] is False
    assert cards(page) == waiting


def test_a_correction_changes_an_answer_and_undo_restores_it(own_site, open_page):
    before = answered(own_site)
    assert before[0] == ("Bogdan Cichy", "sceptical", 3)
    hit = httpx.get(f"{own_site}/v1/ask", params={"q": QUESTION}).json()["answers"][0]["statements"][0]["id"]
    page = open_page(f"{own_site}/people/person:bogdan-cichy")
    page.locator(f"#statement-{hit} .edit").click()
    page.wait_for_url(f"**/statements/{hit}/correct")
    accessible(page)
    page.get_by_label("Speaker", exact=True).fill("Graham Ottley")
    page.get_by_label("Cloud incentives").select_option("supportive")
    page.get_by_label("Note").fill(NASTY)
    page.get_by_role("button", name="Save the correction").click()
    page.wait_for_url("**/correct?decided=*")
    assert [" ".join(one.split()) for one in page.locator(".decided .changes li").all_inner_texts()] == [
        "Speaker: Bogdan Cichy → becomes Graham Ottley",
        "Cloud incentives: ▼ sceptical → becomes ▲ supportive",
    ]
    changed = answered(own_site)
    assert ("Bogdan Cichy", "sceptical", 2) in changed
    assert changed != before
    page.goto(f"{own_site}/history")
    assert page.locator(".decisions .note").inner_text() == NASTY
    assert page.locator(".decisions img").count() == 0
    accessible(page)
    page.get_by_role("button", name="Undo").click()
    page.locator(".undone").wait_for()
    assert answered(own_site) == before


def test_the_form_in_the_card_corrects_and_what_cannot_be_is_told(own_site, open_page):
    page = open_page(f"{own_site}/review")
    card = page.locator(".review-card").first
    identifier = card.get_attribute("id")
    card.get_by_role("link", name="Correct").click()
    form = card.locator(".correction")
    form.wait_for()
    assert form.get_by_label("Speaker", exact=True).input_value() == "Tomasz Jelonek"
    form.get_by_label("Speaker", exact=True).fill(NASTY)
    form.get_by_label("Also about").select_option("margins")
    form.get_by_label("Its side there").select_option("sceptical")
    accessible(page)
    form.get_by_role("button", name="Save the correction").click()
    page.locator(f"#{identifier}.decided").wait_for()
    assert NASTY in page.locator(f"#{identifier}").inner_text()
    found = page.request.get(f"{own_site}/v1/statements/{identifier[5:]}").json()
    assert found["speaker"]["name"] == NASTY
    assert {one["topic"]: one["polarity"] for one in found["opinions"]}["margins"] == "sceptical"
    page.goto(f"{own_site}/people/{found['speaker']['id']}")
    assert page.locator("h1").inner_text() == NASTY
    page.goto(f"{own_site}/graph?node={found['speaker']['id']}")
    until(page, "!!window.quotegraphExplorer")
    assert page.evaluate("quotegraphExplorer.nodes('[?open]').map(node => node.data('name'))") == [NASTY]


def test_the_count_is_of_what_the_page_shows(own_site, open_page):
    page = open_page(f"{own_site}/review?max_confidence=1.0")
    everything = page.request.get(f"{own_site}/v1/review?max_confidence=1").json()["total"]
    assert everything > page.request.get(f"{own_site}/v1/review").json()["total"] > 2
    for rest in (everything - 1, everything - 2):
        page.locator(".review-card").first.get_by_role("button", name="Reject").click()
        expect(page.locator("#waiting")).to_have_text(f"{rest} statements wait for a decision.")
    card = page.locator(".review-card").first
    card.get_by_role("link", name="Correct").click()
    card.locator(".correction").get_by_label("Role").fill("owner")
    card.get_by_role("button", name="Save the correction").click()
    expect(page.locator("#waiting")).to_have_text(f"{everything - 3} statements wait for a decision.")


def test_the_keys_work_in_a_card_only_and_can_be_switched_off(own_site, open_page):
    page = open_page(f"{own_site}/review")
    waiting = cards(page)
    page.keyboard.press("r")
    page.locator(f"#{waiting[0]}").focus()
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.id") == waiting[1]
    page.get_by_text("Keyboard").click()
    page.get_by_label("Use these keys").uncheck()
    page.locator(f"#{waiting[1]}").focus()
    page.keyboard.press("r")
    assert cards(page) == waiting
    page.get_by_label("Use these keys").check()
    page.locator(f"#{waiting[1]}").focus()
    page.keyboard.press("r")
    page.locator(f"#{waiting[1]}.decided").wait_for()
    assert page.request.get(f"{own_site}/v1/statements/{waiting[1][5:]}").json()["listed"] is False
    page.keyboard.press("u")
    page.locator(f"#{waiting[1]}.review-card").wait_for()
    assert page.request.get(f"{own_site}/v1/statements/{waiting[1][5:]}").json()["listed"] is True


def test_reviewing_works_without_scripts(own_site, open_page):
    page = open_page(f"{own_site}/review", java_script_enabled=False)
    identifier = page.locator(".review-card").first.get_attribute("id")
    page.locator(f"#{identifier}").get_by_role("button", name="Reject").click()
    assert "decided=" in page.url
    assert page.locator(".decided .changes").inner_text() == "Rejected: not listed any more."
    page.locator(".decided").get_by_role("button", name="Undo").click()
    assert page.locator(".review-card").first.get_attribute("id") == identifier


@SCREENS
def test_names_are_merged_and_split(own_site, open_page, width, language):
    page = open_page(f"{own_site}/review/names", width=width, language=language)
    accessible(page)
    pair = page.locator(".name-pair").first
    assert pair.locator(".side-of-pair h3 a").all_inner_texts() == ["Kestrelon", "Kestrelon Polska"]
    assert page.locator("[lang=en]").and_(page.locator(".reasons *")).count() == 0
    pair.get_by_role("button").first.click()
    page.wait_for_url("**/review/names?decided=1")
    assert page.request.get(f"{own_site}/v1/firms/firm:kestrelon").json()["id"] == "firm:kestrelon-polska"
    accessible(page)
    page.locator(".decided").get_by_role("button", name=WORDS[language]["undo"]).click()
    page.wait_for_url("**/review/names")
    assert page.request.get(f"{own_site}/v1/firms/firm:kestrelon").json()["id"] == "firm:kestrelon"
    page.goto(f"{own_site}/history/names")
    assert page.locator(".decisions .undone").count() == 1
    accessible(page)


def test_names_are_told_apart_or_dismissed(own_site, open_page):
    page = open_page(f"{own_site}/review/names")
    page.get_by_role("button", name="Not the same").click()
    page.wait_for_url("**decided=1")
    assert page.locator(".name-pair").count() == 1
    page.get_by_role("button", name="Two: the one at Kestrelon is another", exact=True).click()
    page.locator(".decided").get_by_text("Told apart:").wait_for()
    people = page.request.get(f"{own_site}/v1/people?query=Niezg").json()["people"]
    assert sorted(one["name"] for one in people) == ["Paweł Niezgódka", "Paweł Niezgódka (Kestrelon)"]
    page.locator(".decided").get_by_role("button", name="Undo").click()
    page.wait_for_url("**/review/names")
    people = page.request.get(f"{own_site}/v1/people?query=Niezg").json()["people"]
    assert [one["name"] for one in people] == ["Paweł Niezgódka"]


def test_what_cannot_be_decided_is_a_page_that_says_why(own_site, open_page):
    page = open_page(f"{own_site}/review")
    identifier = page.locator(".review-card").first.get_attribute("id")[5:]
    origin = {"Origin": own_site, "Accept": "text/html"}
    nothing = httpx.post(f"{own_site}/statements/{identifier}/correct", data={"note": "x"}, headers=origin)
    assert nothing.status_code == 422
    long = httpx.post(
        f"{own_site}/statements/{identifier}/correct", data={"speaker": "x" * 201, "type": "person"}, headers=origin
    )
    assert long.status_code == 422
    assert "<b>Speaker</b>" in long.text
    foreign = httpx.post(f"{own_site}/review/{identifier}/confirm", headers={"Origin": "https://evil.example"})
    assert foreign.status_code == 403
    assert httpx.get(f"{own_site}/v1/statements/{identifier}").json()["confirmed"] is False
