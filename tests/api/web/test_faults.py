"""What goes wrong, told in the language of the page with the input named and the remedy."""

from __future__ import annotations

import re
import string

import httpx
import pytest

from api.web.views.faults import catalogue, faults, pattern_of, told
from corpus.errors import UsageError
from corpus.types import Language
from tests.api.web.conftest import accessible, served_here

BROWSER = {"Accept": "text/html", "Accept-Language": "pl"}


def shown(answer):
    """The problem on a page: title, what is wrong with which input, and the remedy."""
    assert "text/html" in answer.headers["content-type"]
    part = re.search(r'<section class="notice problem">(.*?)</section>', answer.text, re.DOTALL)
    assert part, answer.text
    assert 'lang="en"' not in part[1]
    title = re.search(r"<h1>(.*?)</h1>", part[1])
    remedy = re.search(r'<p class="remedy">(.*?)</p>', part[1])
    assert title
    assert remedy
    wrong = [re.sub(r"<.*?>", "", one) for one in re.findall(r"<li>(.*?)</li>", part[1], re.DOTALL)]
    return title[1], wrong, remedy[1]


INVALID = ("Na to zapytanie nie można odpowiedzieć", "Zmień to, co tu wymieniono, i spróbuj ponownie.")
GONE = (
    "Nie ma takiej strony",
    "Adres jest błędny albo to, co tu było, usunięto. Poszukaj na listach albo zadaj pytanie.",
)


@pytest.mark.parametrize(
    ("path", "status", "kind", "wrong"),
    [
        (
            "/ask?q=chmura&since=jutro",
            422,
            INVALID,
            "Opublikowano od: to nie jest data; podaj 2024, 2024-06 lub 2024-06-30",
        ),
        (
            "/ask?q=chmura&since=2025&until=2024",
            422,
            INVALID,
            "„od” jest później niż „do”; żadna wypowiedź nie spełnia obu warunków",
        ),
        (
            "/search?stance=zle",
            422,
            INVALID,
            "Stanowisko: nie ma takiego stanowiska; wybierz przychylne, sceptyczne, mieszane albo neutralne",
        ),
        (
            "/ask?q=%3F%3F",
            422,
            INVALID,
            "Twoje pytanie: nie ma w nim słów; zapytaj na przykład: "
            "kto jest sceptyczny wobec zachęt do sprzedaży chmury",
        ),
        ("/search?limit=0", 422, INVALID, "limit: podaj liczbę od 1 wzwyż"),
        ("/people?offset=x", 422, INVALID, "offset: to nie jest liczba całkowita"),
        ("/review?max_confidence=2", 422, INVALID, "Pewność najwyżej: podaj liczbę nie większą niż 1"),
        ("/people/person:nikt", 404, GONE, "Nie ma osoby o identyfikatorze &#39;person:nikt&#39;"),
        ("/statements/nikt", 404, GONE, "Nie ma wypowiedzi o identyfikatorze &#39;nikt&#39;"),
        ("/articles/nikt", 404, GONE, "Nie ma artykułu o identyfikatorze &#39;nikt&#39;"),
        ("/jobs/nikt", 404, GONE, "Nie ma zadania o identyfikatorze &#39;nikt&#39;"),
    ],
)
def test_pages_tell_in_polish_what_is_wrong(site, path, status, kind, wrong):
    answer = httpx.get(site + path, headers=BROWSER)
    assert answer.status_code == status
    title, found, remedy = shown(answer)
    assert ((title, remedy), found) == (kind, [wrong])


def test_a_name_that_nobody_bears_is_repeated(site):
    title, (wrong,), _ = shown(httpx.get(f"{site}/graph", params={"node": "Nikt Taki"}, headers=BROWSER))
    assert title == INVALID[0]
    assert wrong.startswith("„Nikt Taki”: nie ma takiej osoby, firmy ani tematu; ")


def test_problems_from_before_the_pages_are_pages_for_browsers_only(site, open_page, reader, said_on_console):
    strange = {"Origin": "https://evil.example"}
    answer = httpx.post(f"{site}/add/text", headers={**BROWSER, **strange})
    assert answer.status_code == 403
    title, _, remedy = shown(answer)
    assert (title, remedy) == (
        "To przyszło z innej witryny",
        "Nie zostało wykonane. Jeśli tak miało być, zrób to jeszcze raz na tej stronie.",
    )
    assert answer.headers["x-content-type-options"] == "nosniff"
    program = httpx.post(f"{site}/add/text", headers=strange)
    assert program.headers["content-type"] == "application/problem+json"
    of_api = httpx.post(f"{site}/v1/documents", headers={**BROWSER, **strange})
    assert of_api.headers["content-type"] == "application/problem+json"
    page = open_page(f"{site}/people/person:nikt", width=reader.width, language=reader.language)
    accessible(page)
    assert "404" in said_on_console.pop()


def test_what_is_too_large_is_told(own_folder):
    with served_here(own_folder, max_body_bytes=2_000) as small:
        answer = httpx.post(f"{small}/add/text", data={"text": "a" * 3_000}, headers={**BROWSER, "Origin": small})
        assert answer.status_code == 413
        assert shown(answer)[0] == "To jest za duże"


def test_a_problem_without_a_page_is_told_by_its_kind(site, open_page, said_on_console):
    page = open_page(f"{site}/people", language="pl")
    body = '{"type": "/problems/too-many-requests", "title": "Too many requests", "status": 429, "detail": "Wait."}'
    page.route("**/people?query=*", lambda route: route.fulfill(status=429, body=body, content_type="application/json"))
    page.get_by_role("searchbox").fill("Ott")
    page.get_by_text("Za dużo naraz. Poczekaj chwilę i spróbuj ponownie.").wait_for()
    said_on_console.clear()


def test_sentences_have_the_same_names_in_both_languages_and_match_themselves():
    for one in catalogue():
        names = [
            {name for _, name, _, _ in string.Formatter().parse(one[key]) if name}
            for key in ("said", "pl")
            if key in one
        ]
        assert names[1] <= names[0], one
        assert pattern_of(one["said"]).fullmatch(one["said"].format(**dict.fromkeys(names[0], "x y"))), one


def test_what_has_no_words_stays_in_english_and_says_so():
    assert told("does what nobody foresaw", Language.PL) == ("does what nobody foresaw", Language.EN)
    assert told("is empty; does what nobody foresaw", Language.PL)[1] is Language.EN
    (found,) = faults(
        UsageError("'<b>'", "no firm is called so", "no known name is like it; the list of firms has all"), Language.PL
    )
    assert (found.input, found.text) == (
        "„<b>”",
        "nie ma takiej firmy; żadna znana nazwa nie jest podobna; wszystkie są na listach osób, firm i tematów",
    )
