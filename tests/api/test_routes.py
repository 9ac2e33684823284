"""What each address gives, compared with the store and the engine behind it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from starlette.testclient import TestClient

from api import schemas
from api.routes.shapes import context_dict
from corpus.store import StoredStatement
from corpus.topics import default_scheme
from corpus.types import Article, Language, Polarity, Span, Statement, StatementKind
from search.engine import Engine
from search.serialise import answer_to_dict, hit_to_dict
from search.types import Filters

QUESTIONS = ("who is sceptical about cloud incentives", "kto chwali model abonamentowy", "what did Helen Draycott say")


def get(client: TestClient, path: str, **parameters: Any) -> dict[str, Any]:
    response = client.get(path, params=parameters)
    assert response.status_code == 200, response.text
    body: dict[str, Any] = response.json()
    return body


@pytest.mark.parametrize("question", QUESTIONS)
def test_ask_gives_exactly_what_the_engine_answers(client: TestClient, engine: Engine, question: str) -> None:
    body = get(client, "/v1/ask", q=question, limit=5)
    assert body.pop("took_ms") >= 0
    expected = answer_to_dict(engine.ask(question, limit=5))
    expected.pop("took_ms")
    assert body == expected
    assert body["answers"] or body["opposing"]


def test_ask_has_the_shape_of_the_contract(client: TestClient) -> None:
    body = get(client, "/v1/ask", q=QUESTIONS[0], stance="supportive")
    schemas.Answer.model_validate(body)
    assert {"question", "interpretation", "answers", "opposing", "took_ms"} <= set(body)
    assert {"intent", "stance", "topic", "filters"} <= set(body["interpretation"])
    for answer in body["answers"] + body["opposing"]:
        assert {"speaker", "role", "firm", "stance", "score", "statements"} <= set(answer)
        assert set(answer["speaker"]) == {"id", "name", "type"}
        for said in answer["statements"]:
            assert {"id", "text", "kind", "document", "date", "spans", "stance", "score"} <= set(said)
    assert body["interpretation"]["stance"] == "supportive"  # what stands beside the question wins
    assert "sceptical" not in {answer["stance"] for answer in body["answers"]}
    assert body["answers"]


def test_conditions_beside_a_question_replace_those_in_it(client: TestClient, engine: Engine) -> None:
    body = get(
        client,
        "/v1/ask",
        q="kto jest sceptyczny",
        topic="marketplaces",
        stance="supportive",
        since="2024",
        language="en",
    )
    overrides = Filters(topic="marketplaces", stance=Polarity.SUPPORTIVE, since=date(2024, 1, 1), language=Language.EN)
    expected = answer_to_dict(engine.ask("kto jest sceptyczny", overrides=overrides))
    assert body["answers"] == expected["answers"]
    assert body["interpretation"] == expected["interpretation"]
    assert body["interpretation"]["stance"] == "supportive"
    assert body["interpretation"]["topic"] == "marketplaces"
    assert body["interpretation"]["filters"] == {"since": "2024-01-01", "language": "en"}


def test_search_ranks_as_the_engine_does_and_names_the_speakers(client: TestClient, engine: Engine) -> None:
    body = get(client, "/v1/search", q="margins on licences are shrinking", limit=20)
    hits = engine.search("margins on licences are shrinking", limit=20)
    assert [hit["id"] for hit in body["results"]] == [hit.statement.id for hit in hits]
    assert body["results"]
    for result, hit in zip(body["results"], hits, strict=True):
        found = engine.store.statement(hit.statement.id)
        speaker = found.statement.speaker
        expected = speaker and {
            "id": found.speaker_id,
            "name": found.speaker_name or speaker.name,
            "type": speaker.type,
        }
        assert result["speaker"] == expected
        assert result["firm"] == (found.firm_name or found.statement.firm)
        assert {key: result[key] for key in hit_to_dict(hit) if key not in ("speaker", "role", "firm")} == {
            key: value for key, value in hit_to_dict(hit).items() if key not in ("speaker", "role", "firm")
        }


Condition = Callable[[StoredStatement], bool]


def on(found: StoredStatement) -> date:
    return found.date_published or date.min


@pytest.mark.parametrize(
    ("parameters", "meets"),
    [
        ({"language": "pl"}, lambda found: found.statement.language is Language.PL),
        ({"person": "helen DRAYCOTT"}, lambda found: found.speaker_name == "Helen Draycott"),
        ({"person": "Draycott"}, lambda found: found.speaker_name == "Helen Draycott"),
        ({"firm": "dataskarpa"}, lambda found: found.firm_name == "Dataskarpa"),
        ({"since": "2024"}, lambda found: on(found) >= date(2024, 1, 1)),
        ({"since": "2024-06-11", "until": "2025"}, lambda found: date(2024, 6, 11) <= on(found) <= date(2025, 12, 31)),
        ({"until": "2024-02"}, lambda found: date.min < on(found) <= date(2024, 2, 29)),
        ({"stance": "sceptical"}, lambda found: "sceptical" in {o.polarity for o in found.statement.opinions}),
        (
            {"topic": "channel"},
            lambda found: any(o.topic in default_scheme().narrower("channel") for o in found.statement.opinions),
        ),
        (
            {"topic": "marże", "stance": "neutral"},
            lambda found: ("margins", "neutral") in {(o.topic, o.polarity) for o in found.statement.opinions},
        ),
    ],
)
def test_search_without_words_gives_all_that_meet_the_conditions(
    client: TestClient, engine: Engine, parameters: dict[str, str], meets: Condition
) -> None:
    body = get(client, "/v1/search", limit=200, **parameters)
    expected = [found for found in engine.store.statements() if meets(found)]
    assert 0 < len(expected) < 200
    # the same words repeated in another article are one hit
    repeated = {document for hit in body["results"] for document in hit["also_in"]}
    found = {hit["id"] for hit in body["results"]}
    assert found <= {one.id for one in expected}
    assert {one.document for one in expected if one.id not in found} <= repeated


def test_topics_in_the_filters_of_a_search_are_ids(client: TestClient) -> None:
    body = get(client, "/v1/search", topic="Modelu abonamentowego")
    assert body["filters"] == {"topic": "subscription-model"}


@pytest.mark.parametrize(
    ("path", "parameters", "wrong"),
    [
        ("/v1/ask", {}, ["q"]),
        ("/v1/ask", {"q": ""}, ["q"]),
        ("/v1/ask", {"q": "?!…"}, ["q"]),
        ("/v1/ask", {"q": "x" * 2001}, ["q"]),
        ("/v1/ask", {"q": "chmura", "langauge": "pl"}, ["langauge"]),
        ("/v1/ask", {"q": "chmura", "limit": 0}, ["limit"]),
        ("/v1/ask", {"q": "chmura", "limit": "all"}, ["limit"]),
        ("/v1/search", {"limit": 201, "stance": "angry", "language": "de"}, ["language", "limit", "stance"]),
        ("/v1/search", {"since": "yesterday"}, ["since"]),
        ("/v1/search", {"until": "2023-02-29"}, ["until"]),
        ("/v1/search", {"since": "2024-13"}, ["since"]),
        ("/v1/search", {"since": "0000"}, ["since"]),
        ("/v1/search", {"since": "2025", "until": "2024"}, [""]),
        ("/v1/search", {"topic": "philately of the moon"}, ["topic"]),
        ("/v1/search", {"person": ""}, ["person"]),
        ("/v1/people", {"offset": -1}, ["offset"]),
        ("/v1/people", {"offset": 10**30}, ["offset"]),
        ("/v1/people/person:helen-draycott/statements", {"stance": "angry"}, ["stance"]),
        ("/v1/graph/export", {"format": "docx"}, ["format"]),
        ("/v1/statements/" + "a" * 201, {}, ["statement_id"]),
    ],
)
def test_parameters_that_make_no_sense_are_named(
    client: TestClient, path: str, parameters: dict[str, Any], wrong: list[str]
) -> None:
    response = client.get(path, params=parameters)
    assert (response.status_code, response.headers["content-type"]) == (422, "application/problem+json")
    body = response.json()
    assert sorted(error["parameter"] for error in body["errors"]) == wrong
    assert (body["type"], body["instance"]) == ("/problems/invalid-request", path)
    assert all(error["detail"] and not error["detail"].startswith("Value error") for error in body["errors"])


@pytest.mark.parametrize("text", ["\x00", "'; DROP TABLE statement; --", '"NEAR(', "🜂" * 500, "ł̈́", "* OR *"])
def test_strange_words_find_something_or_nothing_but_break_nothing(client: TestClient, text: str) -> None:
    for path in ("/v1/ask", "/v1/search", "/v1/people"):
        name = "query" if path == "/v1/people" else "q"
        response = client.get(path, params={name: text[:200]})
        assert response.status_code in (200, 422), (path, response.text)
    assert client.get("/v1/search", params={"person": text[:200], "firm": text[:200]}).json()["results"] == []


def test_every_statement_stands_where_its_spans_say(client: TestClient, engine: Engine) -> None:
    checked = 0
    for found in engine.store.statements():
        body = get(client, f"/v1/statements/{found.id}")
        text = engine.store.article(found.statement.article_id).text
        context = body["context"]
        assert context["text"] == text[context["start"] : context["end"]]
        spans = [*body["content"], *(body[name] for name in ("cue", "source") if body[name])]
        for span in spans + [cue for opinion in body["opinions"] for cue in opinion["cues"]]:
            assert text[span["start"] : span["end"]] == span["text"]
        for span in spans:
            shown = context["text"][span["start"] - context["start"] : span["end"] - context["start"]]
            assert shown == span["text"]
        assert 0 <= min(span["start"] for span in spans) - context["start"] <= 300
        assert 0 <= context["end"] - max(span["end"] for span in spans) <= 300
        checked += 1
    assert checked > 100


def test_a_statement_has_all_that_the_store_knows(client: TestClient, engine: Engine) -> None:
    found = next(f for f in engine.store.statements() if f.statement.opinions and f.statement.firm and f.url)
    statement = found.statement
    body = get(client, f"/v1/statements/{found.id}")
    assert statement.speaker is not None
    assert body["speaker"] == {"id": found.speaker_id, "name": found.speaker_name, "type": statement.speaker.type}
    assert [(o["topic"], o["polarity"], o["score"], o["relevance"]) for o in body["opinions"]] == [
        (o.topic, o.polarity, o.score, o.relevance) for o in statement.opinions
    ]
    label = default_scheme().label(statement.opinions[0].topic, Language.PL)
    assert body["opinions"][0]["labels"]["pl"] == label
    simple = {key: body[key] for key in ("id", "text", "kind", "language", "role", "confidence", "article_id")}
    assert simple == {
        "id": found.id,
        "text": statement.text,
        "kind": statement.kind,
        "language": statement.language,
        "role": statement.role,
        "confidence": statement.confidence,
        "article_id": statement.article_id,
    }
    place = {key: body[key] for key in ("document", "headline", "publisher", "url", "firm", "firm_id")}
    assert place == {
        "document": found.document,
        "headline": found.headline,
        "publisher": found.publisher,
        "url": found.url,
        "firm": found.firm_name,
        "firm_id": found.firm_id,
    }
    assert body["date"] == (found.date_published.isoformat() if found.date_published else None)
    assert (body["corrected"], body["listed"]) == (False, True)


@pytest.mark.parametrize(
    ("before", "after", "body_start", "shown_before", "shown_after"),
    [
        ("Short. ", " End.", 0, "Short. ", " End."),
        ("title: front matter\n\nShort. ", " End.", 21, "Short. ", " End."),
        ("word " * 100, " word" * 100, 0, "word " * 60, " word" * 60),
        ("longer " * 100, " longer" * 100, 0, "longer " * 42, " longer" * 42),
        ("x" * 500, "x" * 500, 0, "", ""),  # no place to cut: rather nothing than part of a word
    ],
)
def test_the_context_is_cut_between_words(
    before: str, after: str, body_start: int, shown_before: str, shown_after: str
) -> None:
    said = "Nobody asked us"
    start, end = len(before), len(before) + len(said)
    article = Article("0" * 16, "a.txt", before + said + after, Language.EN, body_start=body_start)
    statement = Statement("1" * 16, article.id, StatementKind.DIRECT, Language.EN, content=(Span(start, end, said),))
    stored = StoredStatement(statement, None, None, None, None, "a.txt", None, None, None, None)
    context = context_dict(stored, article)
    assert context["text"] == shown_before + said + shown_after
    assert context["start"] == start - len(shown_before)


def test_what_is_not_there_is_not_found(client: TestClient) -> None:
    for path in ("/v1/statements/0123456789abcdef", "/v1/people/person:nobody/statements", "/v1/statements/%00"):
        response = client.get(path)
        assert response.status_code == 404
        assert response.json()["type"] == "/problems/not-found"


def test_more_like_a_statement_is_what_the_engine_finds_under_the_same_conditions(
    client: TestClient, engine: Engine
) -> None:
    model = next(engine.store.statements(limit=1))
    for conditions, filters in (({}, Filters()), ({"language": "en"}, Filters(language=Language.EN))):
        body = get(client, f"/v1/statements/{model.id}/similar", limit=4, **conditions)
        assert body["statement"] == model.id
        assert [one["id"] for one in body["results"]] == [
            hit.statement.id for hit in engine.like(model.id, filters, limit=4)
        ]
        assert len(body["results"]) == 4
    assert client.get("/v1/statements/nothing/similar").status_code == 404
