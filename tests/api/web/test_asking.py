"""A question, its answer, and the way to the source, in a real browser."""

from __future__ import annotations

import pytest

from tests.api.web.conftest import accessible

QUESTIONS = {
    "en": "who is sceptical about cloud incentives",
    "pl": "kto jest sceptyczny wobec zachęt do sprzedaży chmury",
}


@pytest.mark.parametrize("language", ["en", "pl"])
def test_a_question_is_answered_in_two_columns(site, open_page, width, language):
    page = open_page(site, width=width, language=language)
    accessible(page)
    page.get_by_role("searchbox").fill(QUESTIONS[language])
    page.keyboard.press("Enter")
    page.wait_for_url("**/ask?q=*")
    sceptical, supportive = page.locator(".columns section").all()
    assert sceptical.locator(".voice h3").first.inner_text() == "Bogdan Cichy"
    assert sceptical.locator(".voice .role").first.inner_text() == "przedsiębiorca, Lipowy Serwer"
    assert set(sceptical.locator(".voice > header .side").evaluate_all("all => all.map(one => one.classList[1])")) == {
        "sceptical"
    }
    assert set(supportive.locator(".voice > header .side").evaluate_all("all => all.map(one => one.classList[1])")) == {
        "supportive"
    }
    accessible(page)


def test_the_address_can_be_shared_and_has_its_twin(site, open_page):
    page = open_page(f"{site}/ask?q={QUESTIONS['en']}&since=2024&language=pl")
    twin = page.locator("link[rel=alternate]").get_attribute("href")
    found = page.request.get(site + twin).json()
    names = [answer["speaker"]["name"] for answer in found["answers"]]
    assert page.locator(".columns section").first.locator("h3").all_inner_texts() == names
    assert found["interpretation"]["filters"] == {"language": "pl", "since": "2024-01-01"}
