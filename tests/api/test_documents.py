"""Articles over HTTP: adding, reading and deleting one; what is refused."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.service_settings import ServiceSettings
from corpus.store import Store
from tests.api.problems import assert_problem

TEXT = (
    "The market is calm.\n\n“Quantum toasters will change the reseller business,” said Orsolya Quince, director of "
    "Brindlewick.\n"
)
ARTICLE = {
    "text": TEXT,
    "headline": "Edge routers win a fan",
    "publisher": "Courier",
    "url": "https://example.com/toasters",
    "date_published": "2024-05-16",
    "authors": ["Jan Nowak"],
}
MOST = 50_000


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """An empty service; the tests of this module add to it."""
    folder = tmp_path_factory.mktemp("documents") / "data"
    settings = ServiceSettings(max_article_characters=MOST, max_body_bytes=1_000_000)
    with TestClient(create_app(folder, settings=settings)) as client:
        yield client


def add(client: TestClient, status: int = 201, **fields: Any) -> dict[str, Any]:
    response = client.post("/v1/documents", json=fields)
    assert response.status_code == status, response.text
    body: dict[str, Any] = response.json()
    assert response.headers["location"] == f"/v1/documents/{body['article']['id']}"
    return body


def test_an_article_is_added_and_found_at_once(service: TestClient) -> None:
    added = add(service, **ARTICLE)
    assert (added["outcome"], added["replaced"], added["statements"]) == ("added", [], 1)
    entry = added["article"]
    assert {name: entry[name] for name in ("headline", "publisher", "url", "date", "language", "authors")} == {
        **{name: ARTICLE[name] for name in ("headline", "publisher", "url", "authors")},
        "date": "2024-05-16",
        "language": "en",
    }
    found = service.get("/v1/search", params={"q": "quantum toasters", "limit": 1}).json()["results"]
    assert [hit["id"] for hit in found] == added["statement_ids"]
    assert found[0]["speaker"]["name"] == "Orsolya Quince"
    answer = service.get("/v1/ask", params={"q": "what does Orsolya Quince say about toasters"}).json()
    assert answer["answers"][0]["statements"][0]["id"] == added["statement_ids"][0]
    assert service.get("/healthz").json()["articles"] == 1


def test_one_article_with_its_statements_where_they_stand(service: TestClient) -> None:
    added = add(service, 200, **ARTICLE)
    assert added["outcome"] == "unchanged"
    response = service.get(f"/v1/documents/{added['article']['id']}")
    found = response.json()
    assert found["text"] == TEXT
    assert [one["id"] for one in found["versions"]] == [found["id"]]
    assert [one["id"] for one in found["statement_list"]] == added["statement_ids"]
    spans = [span for one in found["statement_list"] for span in [*one["content"], one["cue"], one["source"]]]
    assert len(spans) == 3
    assert all(found["text"][span["start"] : span["end"]] == span["text"] for span in spans)
    text = service.get(f"/v1/documents/{found['id']}/text")
    assert (text.text, text.headers["content-type"]) == (TEXT, "text/plain; charset=utf-8")
    assert text.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("place", [{"url": "https://example.com/versions"}, {"document": "versions.txt"}])
def test_other_content_at_the_same_place_is_a_new_version(service: TestClient, place: dict[str, str]) -> None:
    first = add(service, text=TEXT + str(place), **place)
    second = add(service, text=TEXT.replace("calm", "wild") + str(place), **place)
    assert (second["outcome"], second["replaced"]) == ("replaced", [first["article"]["id"]])
    earlier = service.get(f"/v1/documents/{first['article']['id']}").json()
    assert (earlier["superseded_by"], earlier["statement_list"]) == (second["article"]["id"], [])
    listed = [one["id"] for one in service.get("/v1/documents").json()["documents"]]
    assert second["article"]["id"] in listed
    assert first["article"]["id"] not in listed
    back = add(service, 200, text=TEXT + str(place), **place)  # the earlier content is there again
    assert back["outcome"] == "replaced"
    assert service.get(f"/v1/documents/{second['article']['id']}").json()["superseded_by"] == first["article"]["id"]


def test_what_has_no_place_is_never_a_version(service: TestClient) -> None:
    first, second = add(service, text=TEXT + "One."), add(service, text=TEXT + "Two.")
    assert (first["outcome"], second["outcome"]) == ("added", "added")
    assert first["article"]["document"] == "The market is calm."
    assert add(service, 200, text=TEXT + "One.")["outcome"] == "unchanged"


def test_a_deleted_article_is_gone_everywhere(service: TestClient) -> None:
    added = add(service, text=TEXT.replace("Quantum toasters", "Nebulous kettles"), document="kettles.txt")
    identifier = added["article"]["id"]

    def hits() -> list[str]:
        results = service.get("/v1/search", params={"q": "nebulous kettles"}).json()["results"]
        return [one["id"] for one in results if "kettles" in one["text"]]

    assert hits() == added["statement_ids"]
    assert service.delete(f"/v1/documents/{identifier}").json() == {"articles": 1, "statements": 1}
    assert hits() == []
    for path in (f"/v1/documents/{identifier}", f"/v1/documents/{identifier}/text"):
        assert_problem(service.get(path), 404, "/problems/not-found")
    assert_problem(service.delete(f"/v1/documents/{identifier}"), 404, "/problems/not-found")
    assert add(service, text=TEXT.replace("Quantum toasters", "Nebulous kettles"))["outcome"] == "added"


def test_pages_by_cursor_are_the_whole_list(service: TestClient) -> None:
    for number in range(7):
        add(service, text=f"{TEXT} Report {number}.", publisher="Paged", document=f"paged-{number}.txt")
    seen: list[str] = []
    path: str | None = "/v1/documents?publisher=paged&limit=3"
    while path is not None:
        response = service.get(path)
        page = response.json()
        seen += [one["document"] for one in page["documents"]]
        path = page["next"]
        assert response.headers.get("link") == (f'<{path}>; rel="next"' if path else None)
        if len(seen) == 3:
            add(service, text=f"{TEXT} Report late.", publisher="Paged", document="paged-late.txt")
    assert seen == [f"paged-{number}.txt" for number in range(6, -1, -1)]
    cursor = service.get("/v1/documents?publisher=paged&limit=3").json()["next_cursor"]
    for query in (f"publisher=other&cursor={cursor}", f"publisher=paged&cursor={cursor[:-2]}", "cursor=x"):
        body = assert_problem(service.get(f"/v1/documents?{query}"), 422, "/problems/invalid-request")
        assert body["errors"][0]["parameter"] == "cursor"


def test_the_list_by_speaker_and_by_words_of_the_headline(service: TestClient) -> None:
    added = add(service, text=TEXT.replace("Orsolya Quince", "Zenobia Harrow"), headline="Harrow speaks, źle")
    speaker = service.get(f"/v1/documents/{added['article']['id']}").json()["statement_list"][0]["speaker"]["id"]
    for query in ({"speaker": speaker}, {"query": "SPEAKS, ŹLE"}):
        found = service.get("/v1/documents", params=query).json()["documents"]
        assert [(one["id"], one["statements"]) for one in found] == [(added["article"]["id"], 1)]


XSS = '<script>alert(1)</script><img src=x onerror="alert(2)">'


def test_markup_comes_back_as_data(service: TestClient) -> None:
    text = f"{TEXT}\n{XSS} “{XSS} is what we write,” said Anna Payload, director of Brindlewick."
    fields = {name: f"{XSS} {name}" for name in ("headline", "publisher", "document")}
    identifier = add(service, text=text, **fields, authors=[XSS])["article"]["id"]
    for path in (f"/v1/documents/{identifier}", "/v1/documents?limit=1"):
        response = service.get(path)
        assert response.headers["content-type"] == "application/json"
        assert response.headers["x-content-type-options"] == "nosniff"
        assert XSS in str(response.json())
    found = service.get(f"/v1/documents/{identifier}").json()
    assert (found["text"], found["headline"], found["authors"]) == (text, fields["headline"], [XSS])
    plain = service.get(f"/v1/documents/{identifier}/text")
    assert plain.text == text
    assert plain.headers["content-type"].startswith("text/plain")


@pytest.mark.parametrize(
    ("fields", "parameter", "detail"),
    [
        ({}, "text", "required"),
        ({"text": ""}, "text", "at least 1"),
        ({"text": "  \n"}, "text", "empty"),
        ({"text": 7}, "text", "string"),
        ({"text": "a\0b is said"}, "text", "NUL"),
        ({"text": "Der Markt ist ruhig, sagte der Direktor, und er wird es bleiben."}, "text", "Polish or English"),
        ({"text": TEXT, "colour": "red"}, "colour", "not a field"),
        ({"text": TEXT, "headline": "a\nb"}, "headline", "control character U+000A"),
        ({"text": TEXT, "headline": "x" * 1001}, "headline", "1000"),
        ({"text": TEXT, "publisher": "a\0"}, "publisher", "U+0000"),
        ({"text": TEXT, "publisher": "   "}, "publisher", "blank"),
        ({"text": TEXT, "date_published": "2024-02-31"}, "date_published", "date"),
        ({"text": TEXT, "date_published": 0}, "date_published", "YYYY-MM-DD"),
        ({"text": TEXT, "date_published": "2024-05-16T10:00"}, "date_published", "YYYY-MM-DD"),
        ({"text": TEXT, "language": "de"}, "language", "'pl' or 'en'"),
        ({"text": TEXT, "url": "javascript:alert(1)"}, "url", "pattern"),
        ({"text": TEXT, "url": "https://"}, "url", "no address"),
        ({"text": TEXT, "url": "https://[x/"}, "url", "no address"),
        ({"text": TEXT, "url": "https://a b/"}, "url", "no address"),
        ({"text": TEXT, "authors": ["x"] * 101}, "authors", "100"),
        ({"text": TEXT, "authors": ["a\rb"]}, "authors.0", "U+000D"),
        ({"text": TEXT, "document": "x" * 301}, "document", "300"),
    ],
)
def test_wrong_fields_are_named(service: TestClient, fields: dict[str, Any], parameter: str, detail: str) -> None:
    before = service.get("/healthz").json()["articles"]
    body = assert_problem(service.post("/v1/documents", json=fields), 422, "/problems/invalid-request")
    assert [(one["parameter"], one["place"]) for one in body["errors"]] == [(parameter, "body")]
    assert detail in body["errors"][0]["detail"]
    assert service.get("/healthz").json()["articles"] == before


@pytest.mark.parametrize(
    "body",
    [
        b'{"text": "half \\ud800 pair"}',
        b'{"text": "' + TEXT.replace("\n", " ").encode() + b'", "\\ud800": 1}',
        b'{"text": "x",}',
        b'{"text": ',
        b"[1]",
        b'"text"',
        b"null",
        b"",
        b"\xff\xfe{",
        b"[" * 100_000,
        b'{"text": ' + b"9" * 10_000 + b"}",
        b'{"text": NaN}',
    ],
)
def test_broken_bodies_are_problems(service: TestClient, body: bytes) -> None:
    response = service.post("/v1/documents", content=body, headers={"Content-Type": "application/json"})
    assert response.status_code in (400, 422), response.text
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["detail"]


def test_an_article_that_is_too_long_is_refused(service: TestClient) -> None:
    response = service.post("/v1/documents", json={"text": TEXT + "x" * MOST})
    assert "max_article_characters" in assert_problem(response, 413, "/problems/content-too-large")["detail"]


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/v1/documents", {"GET", "POST"}),
        ("/v1/documents/0123456789abcdef", {"GET", "DELETE"}),
        ("/v1/documents/batch", {"POST"}),
        ("/v1/jobs", {"GET"}),
    ],
)
def test_methods_that_an_address_does_not_have(service: TestClient, path: str, allowed: set[str]) -> None:
    response = service.put(path)
    assert_problem(response, 405, "about:blank")
    assert set(response.headers["allow"].split(", ")) == allowed


def test_fetching_is_off_by_default(service: TestClient) -> None:
    response = service.post("/v1/documents/fetch", json={"url": "https://example.com/"})
    assert "QUOTEGRAPH_FETCH_URLS" in assert_problem(response, 403, "/problems/fetching-off")["detail"]


def test_paths_of_the_server_stay_there(data_folder: Path, client: TestClient) -> None:
    """Articles that the command has read know their path; nobody else learns it."""
    with Store.open(data_folder, read_only=True) as store:
        article = next(iter(store.articles()))
    assert article.location is not None
    response = client.get(f"/v1/documents/{article.id}")
    assert response.json()["document"] == article.document
    assert article.location not in response.text


def test_the_description_knows_every_route_and_problem(service: TestClient) -> None:
    described = service.get("/openapi.json").json()
    for path, methods in {
        "/v1/documents": {"get", "post"},
        "/v1/documents/{document_id}": {"get", "delete"},
        "/v1/documents/batch": {"post"},
        "/v1/jobs/{job_id}/events": {"get"},
    }.items():
        assert methods <= set(described["paths"][path])
    assert {"201", "200", "413", "422", "503"} <= set(described["paths"]["/v1/documents"]["post"]["responses"])
    batch = described["paths"]["/v1/documents/batch"]["post"]
    assert set(batch["requestBody"]["content"]) == {"application/json", "application/x-ndjson", "multipart/form-data"}
    for name in ("content-too-large", "fetching-off", "too-many-jobs", "malformed-body", "job-ended"):
        assert service.get(f"/problems/{name}").json()["explanation"]
