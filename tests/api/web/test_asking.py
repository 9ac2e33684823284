"""A question, its answer, and the way to the source, in a real browser."""

from __future__ import annotations

import re

import httpx
import pytest
from playwright.sync_api import expect

from tests.api.web.conftest import accessible

QUESTIONS = {
    "en": "who is sceptical about cloud incentives",
    "pl": "kto jest sceptyczny wobec zachęt do sprzedaży chmury",
}
HEADINGS = {"en": ["Sceptical", "Supportive"], "pl": ["Sceptycznie", "Przychylnie"]}


def classes(found):
    return set(found.evaluate_all("all => all.map(one => one.classList[1])"))


def test_a_question_is_answered_in_two_columns(site, open_page, reader):
    page = open_page(site, width=reader.width, language=reader.language)
    accessible(page)
    page.get_by_role("searchbox").fill(QUESTIONS[reader.language])
    page.keyboard.press("Enter")
    page.wait_for_url("**/ask?q=*")
    sceptical, supportive = page.locator(".columns section").all()
    assert [one.locator("h2").inner_text().split()[0] for one in (sceptical, supportive)] == HEADINGS[reader.language]
    assert sceptical.locator(".voice h3").first.inner_text() == "Bogdan Cichy"
    assert sceptical.locator(".voice .role").first.inner_text() == "przedsiębiorca, Lipowy Serwer"
    assert classes(sceptical.locator(".voice > header .side")) == {"sceptical"}
    assert classes(supportive.locator(".voice > header .side")) == {"supportive"}
    accessible(page)


def test_the_address_can_be_shared_and_has_its_twin(site, open_page):
    page = open_page(f"{site}/ask?q={QUESTIONS['en']}&since=2024&language=pl")
    twin = page.locator("link[rel=alternate]").get_attribute("href")
    found = page.request.get(site + twin).json()
    names = [answer["speaker"]["name"] for answer in found["answers"]]
    assert page.locator(".columns section").first.locator("h3").all_inner_texts() == names
    assert found["interpretation"]["filters"] == {"language": "pl", "since": "2024-01-01"}


def test_a_condition_is_taken_away_and_a_side_turned_round(site, open_page):
    page = open_page(f"{site}/ask?q={QUESTIONS['en']}&language=pl")
    chips = page.locator(".chips .chip")
    assert [" ".join(text.split()) for text in chips.all_inner_texts()] == [
        "Asks who ≡",
        "Side sceptical ⇄ ×",
        "Topic Cloud incentives ×",
        "Language Polish ×",
    ]
    page.get_by_role("link", name="Remove this filter: Language").click()
    page.wait_for_url(lambda url: "language" not in url)
    page.get_by_role("link", name="Ask for the other side").click()
    page.wait_for_url("**stance=supportive**")
    assert page.locator(".column h2").first.inner_text().startswith("Supportive")
    page.get_by_role("link", name="Remove this filter: Topic").click()
    page.wait_for_url("**/search?q=cloud+incentives&stance=supportive")
    assert page.locator(".results > .evidence").count() == 8


def test_conditions_are_set_by_a_form_and_empty_ones_stay_out_of_the_address(site, open_page):
    page = open_page(f"{site}/ask?q=cloud incentives", width=360)
    page.get_by_text("Filters").click()
    page.get_by_label("Said by the person").fill("Kowalczyk")
    page.get_by_label("On the topic").select_option("cloud-incentives")
    accessible(page)
    page.get_by_role("button", name="Apply").click()
    page.wait_for_url("**/ask?q=cloud+incentives&person=Kowalczyk&topic=cloud-incentives")
    assert page.locator(".voice h3").all_inner_texts() == ["Anna Kowalczyk"]
    turned = page.locator(".voice .turn")
    assert " ".join(turned.inner_text().split()) == (
        "Has taken both sides: 16 May 2023 ▼ sceptical → 4 March 2025 ▲ supportive"
    )


@pytest.mark.parametrize("place", [0, 1])
def test_a_date_on_a_card_leads_to_the_words_that_answer_best(site, open_page, reader, place):
    page = open_page(f"{site}/ask?q={QUESTIONS['en']}", width=reader.width, language=reader.language)
    twin = page.request.get(f"{site}/v1/ask?q={QUESTIONS['en']}").json()["opposing"]
    anna = next(one for one in twin if one["speaker"]["name"] == "Anna Kowalczyk")
    # The first of each side: answers give the best first.
    best = {hit["stance"]: hit for hit in reversed(anna["statements"])}
    wanted = [best["sceptical"], best["supportive"]][place]
    card = page.locator(".voice", has=page.get_by_role("heading", name="Anna Kowalczyk", exact=True))
    link = card.locator(".turn a").nth(place)
    assert link.locator("time").get_attribute("datetime") == wanted["date"]
    before = page.locator(f"#statement-{wanted['id']}").evaluate("one => getComputedStyle(one).backgroundColor")
    link.focus()
    page.keyboard.press("Enter")
    target = page.locator(".evidence:target")
    assert target.get_attribute("id") == f"statement-{wanted['id']}"
    expect(target).to_be_in_viewport()
    expect(target).to_be_focused()
    assert target.evaluate("one => getComputedStyle(one).backgroundColor") != before
    accessible(page)


def test_what_an_address_points_to_is_unfolded(site, open_page):
    page = open_page(f"{site}/ask?q={QUESTIONS['en']}")
    folded = page.locator("details.more .evidence").last
    name = folded.get_attribute("id")
    assert not folded.is_visible()
    page.goto("about:blank")
    page.goto(f"{site}/ask?q={QUESTIONS['en']}#{name}")
    expect(page.locator(f"#{name}")).to_be_in_viewport()
    expect(page.locator(f"#{name}")).to_be_focused()


def test_the_same_words_elsewhere_are_named_by_title_and_day(site, open_page, reader):
    page = open_page(f"{site}/ask?q={QUESTIONS['en']}", width=reader.width, language=reader.language)
    twin = page.request.get(f"{site}/v1/ask?q={QUESTIONS['en']}").json()
    hits = [hit for one in [*twin["answers"], *twin["opposing"]] for hit in one["statements"] if hit["also_at"]]
    assert hits
    for hit in hits:
        assert [one["document"] for one in hit["also_at"]] == hit["also_in"]
        listed = page.locator(f"#statement-{hit['id']} .also li")
        for place, one in enumerate(hit["also_at"]):
            stored = page.request.get(f"{site}/v1/statements/{one['statement']}").json()
            assert (stored["article_id"], stored["headline"]) == (one["article"], one["headline"])
            link = listed.nth(place).locator("a")
            assert link.text_content() == one["headline"]
            assert link.get_attribute("href") == f"/statements/{one['statement']}#s-{one['statement']}"
            assert listed.nth(place).locator("time").get_attribute("datetime") == one["date"] == stored["date"]


def test_the_other_side_is_one_step_away_on_a_phone(site, open_page):
    page = open_page(f"{site}/ask?q={QUESTIONS['pl']}", width=360, language="pl")
    other = page.locator("#column-2")
    expect(other).not_to_be_in_viewport()
    jump = page.get_by_role("navigation", name="Strony odpowiedzi").get_by_role("link", name="Przychylnie")
    assert jump.bounding_box()["y"] < 760
    jump.focus()
    page.keyboard.press("Enter")
    expect(other).to_be_in_viewport()
    expect(other).to_be_focused()
    expect(jump).to_be_in_viewport()  # the way back stays at hand
    wide = open_page(f"{site}/ask?q={QUESTIONS['pl']}", width=1280, language="pl")
    assert not wide.locator(".jumps").is_visible()


def test_days_are_readable_and_stay_iso_for_programs(site, open_page, reader):
    question = {"en": "who changed their mind about cloud incentives", "pl": "kto zmienił zdanie w sprawie chmury"}
    page = open_page(
        f"{site}/ask?q={question[reader.language]}&since=2023-05", width=reader.width, language=reader.language
    )
    twin = page.request.get(f"{site}/v1/ask?q={question[reader.language]}&since=2023-05").json()
    days = page.locator(".summary time")
    isos = days.evaluate_all("all => all.map(one => one.dateTime)")
    assert isos == re.findall(r"\d{4}-\d{2}-\d{2}", twin["summary"]) != []
    assert not re.search(r"\d{4}-\d{2}", page.locator("main").inner_text())
    first = {"en": "16 May 2023", "pl": "16 maja 2023"}[reader.language]
    assert first in days.all_inner_texts()
    assert twin["interpretation"]["filters"]["since"] == "2023-05-01"


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("Co dystrybutorzy mówią o marżach", "co powiedziano"),
        ("kto krytykuje marże", "kto"),
        ("które firmy popierają NIS2", "które firmy"),
        ("opinie o marżach", "opinie"),
        ("ile osób krytykuje NIS2", "ile osób"),
    ],
)
def test_what_is_asked_is_told_in_its_words(site, question, asked):
    page = httpx.get(f"{site}/ask", params={"q": question, "lang": "pl"}).text
    chip = re.search(r'<span class="kind">Pytanie</span>\s*<b>(.*?)</b>', page)
    assert chip
    assert chip[1] == asked


def test_a_quotation_is_copied_with_speaker_source_day_and_link(site, open_page):
    page = open_page(f"{site}/ask?q={QUESTIONS['en']}", permissions=["clipboard-read", "clipboard-write"])
    button = page.locator("[data-copy]").first
    button.focus()
    page.keyboard.press("Enter")
    page.get_by_text("Copied, with speaker, source and link.").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    words, link = copied.split("\n")
    assert words == (
        "„Za tyle mogę najwyżej zaprosić klienta na kawę. I to bez ciastka” — Bogdan Cichy, przedsiębiorca, "
        "Lipowy Serwer (Zachęty chmurowe dojrzały. Razem z nimi partnerzy, Głos Integratora, 4 marca 2025)"
    )
    assert link.startswith(f"{site}/statements/")
    assert page.goto(link).status == 200


def test_the_bar_counts_all_speakers_and_more_are_shown_on_demand(site, open_page):
    page = open_page(f"{site}/ask?q=cloud incentives&limit=2")
    assert page.locator(".bar-of-sides .side").all_inner_texts() == ["▼ sceptical 8", "● neutral 1", "▲ supportive 4"]
    assert page.locator(".voice").count() == 2
    page.get_by_role("link", name="Show more").click()
    page.wait_for_url("**limit=22")
    assert page.locator(".voice").count() == 13
    headings = [" ".join(text.split()) for text in page.locator("main h2[id]:not(#understood)").all_inner_texts()]
    assert headings == ["Sceptical 8 speakers", "Supportive 4 speakers", "Of two minds, or neutral 1 speaker"]


def test_where_nothing_is_found_the_nearest_topics_are_links(site, open_page, reader):
    page = open_page(f"{site}/ask?q=Marek Zyzyzy on flying carpets", width=reader.width, language=reader.language)
    assert page.locator(".summary").inner_text().startswith("Nobody in the store is called “Marek Zyzyzy”.")
    accessible(page)
    page.locator("#nearest ~ ul a").first.click()
    page.wait_for_url("**/ask?q=*")
    assert page.locator(".voice").count() > 0


def test_questions_for_topics_list_them(site, open_page, reader):
    page = open_page(f"{site}/ask?q=what does Graham Ottley talk about", width=reader.width, language=reader.language)
    first = page.locator(".topics li").first
    rest = {"en": "▼ sceptical 4 statements", "pl": "▼ sceptyczne 4 wypowiedzi"}[reader.language]
    assert " ".join(first.inner_text().split()) == f"Customer service {rest}"
    accessible(page)


@pytest.mark.parametrize("language", ["en", "pl"])
@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_every_example_of_the_start_page_has_an_answer(site, open_page, number, language):
    page = open_page(site, language=language)
    page.locator(f".examples li:nth-child({number}) a").click()
    page.wait_for_url("**/ask?q=*")
    assert page.locator(".voice").count() > 0
    assert page.locator(".summary").inner_text()


def test_everything_works_without_scripts(site, open_page):
    page = open_page(site, java_script_enabled=False)
    page.get_by_role("searchbox").fill(QUESTIONS["en"])
    page.get_by_role("button", name="Ask").click()
    assert page.locator(".voice h3").first.inner_text() == "Bogdan Cichy"
    assert not page.locator("[data-copy]").first.is_visible()
    page.locator(".evidence .source").first.click()
    said = "".join(page.locator(".said.content.chosen").all_inner_texts())
    assert said == "Za tyle mogę najwyżej zaprosić klienta na kawę. I to bez ciastka"


def test_a_condition_that_makes_no_sense_is_told_on_the_page(site, open_page):
    page = open_page(f"{site}/ask?q=cloud")
    found = page.request.get(f"{site}/ask?q=cloud&since=2025&until=2024", headers={"Accept": "text/html"})
    assert found.status == 422
    assert "Since is later than until" in found.text()
    assert page.request.get(f"{site}/ask?q=cloud&topic=nosuch").status == 422
