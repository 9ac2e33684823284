"""Adding articles as text, as files and by their address; following, stopping and deleting."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.api.web.conftest import accessible, served, served_here

SAID = "“Cloud incentives look great on slides and worse in the accounts,” said Ann Lee, president of Alphagate."
LABELS = {
    "en": ("Text of the article", "Headline", "Published on", "Publisher", "Address it was published at", "Add"),
    "pl": ("Tekst artykułu", "Tytuł", "Data publikacji", "Wydawca", "Adres publikacji", "Dodaj"),
}


@pytest.fixture(scope="module")
def folder(data_folder, tmp_path_factory):
    """A copy of the samples that the tests of this module write to, each something of its own."""
    import shutil

    return shutil.copytree(data_folder, tmp_path_factory.mktemp("adding") / "own")


@pytest.fixture(scope="module")
def writable(folder):
    with served(folder) as address:
        yield address


def test_a_pasted_text_is_stored_shown_and_found(writable, open_page, reader):
    text, headline, day, publisher, url, add = LABELS[reader.language]
    page = open_page(f"{writable}/add", width=reader.width, language=reader.language)
    accessible(page)
    page.get_by_label(text).fill(f"{SAID}\n\nSecond {reader.language} paragraph of it.")
    page.get_by_label(headline).fill(f"Pasted {reader.language}")
    page.get_by_label(day).fill("2026-05-16")
    page.get_by_label(publisher).fill("Courier")
    page.get_by_label(url).fill(f"https://example.com/{reader.language}")
    page.get_by_role("button", name=add, exact=True).click()
    page.wait_for_url("**/articles/*")
    found = page.request.get(f"{writable}/v1/documents/{page.url.rsplit('/', 1)[1]}").json()
    assert found["text"] == f"{SAID}\n\nSecond {reader.language} paragraph of it."
    assert (found["headline"], found["date"], found["publisher"]) == (
        f"Pasted {reader.language}",
        "2026-05-16",
        "Courier",
    )
    link = page.get_by_role("link", name={"en": "Original", "pl": "Oryginał"}[reader.language])
    assert link.get_attribute("href") == f"https://example.com/{reader.language}"
    assert link.get_attribute("rel") == "noopener noreferrer nofollow"
    assert page.locator(".said-list b").all_inner_texts() == ["Ann Lee"]
    page.goto(f"{writable}/ask?q=what does Ann Lee say")
    assert page.locator(".voice h3").all_inner_texts() == ["Ann Lee"]


def test_a_text_without_a_headline_goes_by_its_first_sentence(writable, open_page, reader):
    first = {"en": "Rain fell on the fair in English.", "pl": "Rain fell on the fair in Polish."}[reader.language]
    page = open_page(f"{writable}/add", width=reader.width, language=reader.language)
    page.get_by_label(LABELS[reader.language][0]).fill(f"{first} {SAID}")
    page.get_by_role("button", name=LABELS[reader.language][5], exact=True).click()
    page.wait_for_url("**/articles/*")
    assert page.locator("h1").inner_text() == first
    page.goto(f"{writable}/articles")
    assert page.locator(".entries .name").first.inner_text() == first
    accessible(page)


def test_what_cannot_be_added_is_told_and_nothing_typed_is_lost(writable, open_page, reader, said_on_console):
    text, _, _, publisher, url, add = LABELS[reader.language]
    page = open_page(f"{writable}/add", width=reader.width, language=reader.language)
    page.locator("form[action='/add/text']").evaluate("one => one.noValidate = true")
    page.get_by_label(text).fill("<b>Typed</b> & kept")
    page.get_by_label(publisher).fill('"Courier"')
    page.get_by_label(url).fill("javascript:alert(1)")
    page.get_by_role("button", name=add, exact=True).click()
    page.wait_for_url("**/add/text")
    assert (
        " ".join(page.get_by_role("alert").inner_text().split())
        == {
            "en": "Not added. Address: is no address of a page; write it whole, with http:// or https://",
            "pl": "Nie dodano. Adres: to nie jest adres strony; podaj go w całości, z http:// lub https://",
        }[reader.language]
    )
    assert page.get_by_label(text).input_value() == "<b>Typed</b> & kept"
    assert page.get_by_label(publisher).input_value() == '"Courier"'
    accessible(page)
    assert len(said_on_console) == 1
    assert "422" in said_on_console.pop()


def test_files_are_read_by_a_job_that_is_followed(writable, open_page, reader):
    page = open_page(f"{writable}/add", width=reader.width, language=reader.language)
    files = [
        {"name": f"{reader.language}-a.txt", "mimeType": "text/plain", "buffer": (SAID + reader.language).encode()},
        {"name": "<b>.bin", "mimeType": "text/plain", "buffer": b"\0\1\2"},
    ]
    page.locator("#files").set_input_files(files)
    page.get_by_role("button", name={"en": "Upload", "pl": "Prześlij"}[reader.language]).click()
    page.wait_for_url("**/jobs/*")
    expect(page.locator(".state")).to_have_text({"en": "done", "pl": "gotowe"}[reader.language], timeout=60_000)
    expect(page.locator("#errors")).to_be_visible(timeout=20_000)
    found = page.request.get(f"{writable}/v1/jobs/{page.url.rsplit('/', 1)[1]}").json()
    numbers = {one.get_attribute("data-number"): int(one.inner_text()) for one in page.locator("[data-number]").all()}
    assert numbers == {name: found["progress"][name] for name in numbers}
    assert (numbers["added"], numbers["failed"]) == (1, 1)
    assert page.locator("tbody td").first.inner_text() == "<b>.bin"
    assert page.locator("section[aria-labelledby=came] .name").all_inner_texts() == [f"{reader.language}-a.txt"]
    accessible(page)
    page.goto(f"{writable}/jobs")
    assert page.locator(".entries .name").first.get_attribute("href") == f"/jobs/{found['id']}"
    accessible(page)


def test_files_can_be_dropped(writable, open_page):
    page = open_page(f"{writable}/add")
    page.locator(".drop").evaluate(
        """one => {
            const sent = new DataTransfer();
            sent.items.add(new File(["x"], "dropped.txt"));
            one.dispatchEvent(new DragEvent("drop", {dataTransfer: sent, bubbles: true, cancelable: true}));
        }"""
    )
    assert page.locator("#files").evaluate("one => [...one.files].map(file => file.name)") == ["dropped.txt"]


def test_no_file_is_told(writable, open_page, said_on_console):
    page = open_page(f"{writable}/add")
    page.locator("#files").evaluate("one => one.required = false")
    page.get_by_role("button", name="Upload").click()
    page.wait_for_url("**/add/files")
    assert "Not added." in page.get_by_role("alert").inner_text()
    assert "400" in said_on_console.pop()


def test_an_article_is_deleted_after_a_question(writable, open_page, reader):
    sent = {"text": f"{SAID} To be deleted in {reader.language}.", "headline": f"Gone {reader.language}"}
    page = open_page(f"{writable}/articles", width=reader.width, language=reader.language, java_script_enabled=False)
    stored = page.request.post(f"{writable}/v1/documents", data=sent).json()["article"]["id"]
    page.goto(f"{writable}/articles/{stored}")
    page.get_by_role("link", name={"en": "Delete", "pl": "Usuń"}[reader.language]).click()
    said = {"en": "1 statement and 1 version", "pl": "1 wypowiedź i 1 wersja"}[reader.language]
    assert said in page.locator(".card").inner_text()
    page.get_by_role("button").last.click()
    assert page.url == f"{writable}/articles"
    assert page.request.get(f"{writable}/v1/documents/{stored}").status == 404


def test_addresses_are_asked_for_only_where_they_are_fetched(writable, open_page, folder):
    page = open_page(f"{writable}/add")
    assert page.locator("form[action='/add/address']").count() == 0
    refused = page.request.post(
        f"{writable}/add/address", form={"url": "https://example.com/"}, headers={"Accept": "text/html"}
    )
    assert (refused.status, "Pages are not fetched here" in refused.text()) == (403, True)
    with served_here(folder, fetch_urls=True) as address:
        page.goto(f"{address}/add")
        accessible(page)
        assert page.get_by_label("Address of the page").is_visible()


def test_there_is_no_page_for_browsers_and_a_problem_for_programs(writable, open_page, reader, said_on_console):
    page = open_page(f"{writable}/nosuch/<b>page", width=reader.width, language=reader.language)
    assert (
        page.locator("h1").inner_text()
        == {"en": "There is no such page", "pl": "Nie ma takiej strony"}[reader.language]
    )
    accessible(page)
    assert "404" in said_on_console.pop()
    for path in ("/v1/nosuch", "/v1/statements/nosuch"):
        found = page.request.get(f"{writable}{path}", headers={"Accept": "text/html"})
        assert (found.status, found.headers["content-type"]) == (404, "application/problem+json")
    program = page.request.get(f"{writable}/nosuch", headers={"Accept": "application/json"})
    assert (program.status, program.headers["content-type"]) == (404, "application/problem+json")
    for path in ("/articles/nosuch", "/statements/nosuch", "/statements/nosuch/similar", "/jobs/nosuch"):
        found = page.request.get(f"{writable}{path}", headers={"Accept": "text/html"})
        assert (found.status, "text/html" in found.headers["content-type"]) == (404, True)
