"""Names over HTTP: the review, merging, splitting, separating, erasing; profiles and time lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.compose import open_engine
from corpus.store import Store
from corpus.types import Opinion, Polarity, Speaker, SpeakerType
from search.engine import Engine
from tests.api.problems import assert_problem
from tests.api.test_curation_statements import CONFLICT, INVALID, NOT_FOUND, get, pages
from tests.corpus.store_samples import article, said

ANNA, SHORT = Speaker("Anna Kowalczyk", SpeakerType.PERSON), Speaker("A. Kowalczyk", SpeakerType.PERSON)
A, SH = "person:anna-kowalczyk", "person:a-kowalczyk"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small archive: Anna speaks for two firms and changes her mind; somebody is called like her."""
    with Store.open(tmp_path) as store:
        shelf = [
            (date(2024, 1, 5), ANNA, "Bitar", Polarity.SUPPORTIVE, 0.8, 0.9),
            (date(2024, 3, 9), ANNA, "Bitar", Polarity.SCEPTICAL, -0.7, 0.5),
            (date(2024, 3, 9), ANNA, "Mervant", Polarity.NEUTRAL, 0.0, 0.4),
            (None, SHORT, "Bitar", Polarity.SCEPTICAL, -0.5, 0.3),
            (date(2024, 5, 1), None, None, Polarity.SUPPORTIVE, 0.6, 0.2),
        ]
        for number, (day, who, firm, side, score, sure) in enumerate(shelf):
            made = article(f"Numer {number} mówi jasno.", location=f"/press/{number}.txt", date_published=day)
            held = (Opinion("cloud-incentives", 0.9, side, score),)
            store.put(made, [said(made, "mówi jasno", who, firm=firm, opinions=held, confidence=sure)])
    with open_engine(tmp_path) as engine:
        assert len(engine.index) == 5
    return tmp_path


@pytest.fixture
def own(folder: Path) -> Iterator[TestClient]:
    with TestClient(create_app(folder)) as client:
        yield client


def test_the_review_begins_with_the_least_certain_and_forgets_the_decided(own: TestClient) -> None:
    body = get(own, "/v1/review", limit=1)
    assert (body["total"], len(body["items"])) == (4, 1)
    found = pages(own, "/v1/review", "items", limit=1)
    assert [one["statement"]["confidence"] for one in found] == [0.2, 0.3, 0.4, 0.5]
    assert [doubt["reason"] for doubt in found[0]["doubts"]] == [
        "no-speaker",
        "no-reporting-words",
        "stance-without-words",
    ]
    assert found[1]["doubts"][0]["reason"] == "speaker-not-beside"
    ids = [one["statement"]["id"] for one in found]
    assert own.post(f"/v1/statements/{ids[0]}/confirm").status_code == 201
    assert own.post(f"/v1/statements/{ids[1]}/corrections", json={"rejected": True}).status_code == 201
    left = own.post(f"/v1/statements/{ids[2]}/corrections", json={"role": "prezes"}).json()
    assert [one["statement"]["id"] for one in get(own, "/v1/review")["items"]] == ids[3:]
    assert own.post(f"/v1/corrections/{left['correction']['id']}/undo").status_code == 200
    assert [one["statement"]["id"] for one in get(own, "/v1/review")["items"]] == ids[2:]
    assert get(own, "/v1/review", max_confidence=0.45)["total"] == 1


def test_suggestions_about_names_are_dismissed_for_good_and_come_back_when_that_is_undone(own: TestClient) -> None:
    found = pages(own, "/v1/review/names", "suggestions", limit=1)
    assert [(one["kind"], [side["id"] for side in one["entities"]]) for one in found] == [
        ("duplicate", [SH, A]),
        ("namesakes", [A, "firm:bitar", "firm:mervant"]),
    ]
    assert found[0]["reasons"] == ["the same surname, the first name as an initial", "the same firm: Bitar"]
    numbers = []
    for one in found:
        given = {"kind": one["kind"], "ids": [side["id"] for side in one["entities"]], "note": "sprawdzone"}
        response = own.post("/v1/review/names/dismiss", json=given)
        assert response.status_code == 201, response.text
        numbers.append(response.json()["id"])
        assert response.json()["author"] == "local"
        assert_problem(own.post("/v1/review/names/dismiss", json=given), 409, CONFLICT)
    assert get(own, "/v1/review/names")["suggestions"] == []
    kept = pages(own, "/v1/review/names/dismissed", "dismissals", limit=1)
    assert [one["id"] for one in kept] == numbers[::-1]
    assert own.post(f"/v1/review/names/dismissed/{numbers[0]}/undo").json()["undone_by"] == "local"
    assert_problem(own.post(f"/v1/review/names/dismissed/{numbers[0]}/undo"), 409, CONFLICT)


@pytest.mark.parametrize(
    ("body", "status", "kind"),
    [
        ({"kind": "duplicate", "ids": [A, A]}, 409, CONFLICT),
        ({"kind": "duplicate", "ids": [A, "firm:bitar"]}, 422, INVALID),
        ({"kind": "duplicate", "ids": [A, SH, "firm:bitar"]}, 422, INVALID),
        ({"kind": "namesakes", "ids": [A, "firm:bitar", "firm:bitar"]}, 409, CONFLICT),
        ({"kind": "duplicate", "ids": [A, "person:nobody"]}, 404, NOT_FOUND),
        ({"kind": "other", "ids": [A, SH]}, 422, INVALID),
        ({"kind": "duplicate", "ids": [A]}, 422, INVALID),
    ],
)
def test_a_dismissal_that_makes_no_sense_is_refused(own: TestClient, body: Any, status: int, kind: str) -> None:
    assert_problem(own.post("/v1/review/names/dismiss", json=body), status, kind)


def test_people_are_merged_and_split(own: TestClient) -> None:
    before = get(own, f"/v1/people/{A}")
    assert before["statements"] == 3
    response = own.post(f"/v1/people/{SH}/merge", json={"into": A})
    assert (response.status_code, response.json()["author"]) == (200, "local")
    merged = get(own, f"/v1/people/{SH}")
    assert (merged["id"], merged["statements"], merged["alternate_names"]) == (A, 4, ["A. Kowalczyk"])
    assert [one["from_id"] for one in merged["merged"]] == [SH]
    assert get(own, f"/v1/people/{SH}/timeline")["id"] == A
    assert [one["id"] for one in get(own, "/v1/people")["people"]] == [A]
    assert get(own, "/v1/statements", speaker_id=SH) == get(own, "/v1/statements", speaker_id=A) | {}
    assert_problem(own.post(f"/v1/people/{SH}/merge", json={"into": A}), 409, CONFLICT)
    assert_problem(own.post(f"/v1/people/{A}/merge", json={"into": "firm:bitar"}), 409, CONFLICT)
    assert_problem(own.post("/v1/people/firm:bitar/merge", json={"into": A}), 404, NOT_FOUND)
    assert_problem(own.post(f"/v1/people/{A}/merge", json={"into": "person:nobody"}), 404, NOT_FOUND)
    assert own.post(f"/v1/people/{SH}/split").json()["undone_by"] == "local"
    assert_problem(own.post(f"/v1/people/{SH}/split"), 409, CONFLICT)
    assert get(own, f"/v1/people/{A}") == before
    kept = pages(own, "/v1/merges", "merges", limit=1)
    assert [(one["from_id"], one["to_id"], one["undone_by"]) for one in kept] == [(SH, A, "local")]


def test_firms_are_merged_and_split(own: TestClient) -> None:
    assert own.post("/v1/firms/firm:mervant/merge", json={"into": "firm:bitar"}).status_code == 200
    firm = get(own, "/v1/firms/firm:mervant")
    assert (firm["id"], firm["statements"], firm["positions"][0]["statements"]) == ("firm:bitar", 4, 4)
    assert firm["positions"][0]["by_polarity"] == {"supportive": 1, "sceptical": 2, "neutral": 1}
    assert own.post("/v1/firms/firm:mervant/split").status_code == 200
    assert get(own, "/v1/firms/firm:mervant")["statements"] == 1


def test_two_people_of_one_name_are_told_apart_and_joined_again(own: TestClient) -> None:
    path = f"/v1/people/{A}"
    response = own.post(f"{path}/separate", json={"firm": "firm:mervant"})
    assert response.status_code == 201, response.text
    other = response.json()
    assert (other["name"], other["statements"]) == ("Anna Kowalczyk (Mervant)", 1)
    assert get(own, path)["statements"] == 2
    assert [one["id"] for one in get(own, path)["separated"]] == other["separations"]
    assert_problem(own.post(f"{path}/separate", json={"firm": "firm:mervant"}), 409, CONFLICT)
    assert_problem(own.post(f"{path}/separate", json={}), 422, INVALID)
    number = other["separations"][0]
    assert_problem(own.post(f"/v1/people/{SH}/rejoin", json={"separation": number}), 404, NOT_FOUND)
    assert own.post(f"{path}/rejoin", json={"separation": number}).json()["undone_by"] == "local"
    assert_problem(own.post(f"{path}/rejoin", json={"separation": number}), 409, CONFLICT)
    assert get(own, path)["statements"] == 3


def test_a_person_has_positions_changes_and_a_time_line(own: TestClient) -> None:
    person = get(own, f"/v1/people/{A}")
    assert (person["name"], person["first_seen"], person["last_seen"]) == ("Anna Kowalczyk", "2024-01-05", "2024-03-09")
    assert [(one["firm"], one["first_seen"], len(one["statements"])) for one in person["affiliations"]] == [
        ("Bitar", "2024-01-05", 2),
        ("Mervant", "2024-03-09", 1),
    ]
    assert [(one["topic"], one["labels"]["en"], one["statements"]) for one in person["positions"]] == [
        ("cloud-incentives", "Cloud incentives", 3)
    ]
    turn = person["changes_of_mind"][0]
    assert [(turn[side]["date"], turn[side]["stance"]) for side in ("before", "after")] == [
        ("2024-01-05", "supportive"),
        ("2024-03-09", "sceptical"),
    ]
    line = get(own, f"/v1/people/{A}/timeline", topic="Cloud incentives")
    nothing = dict.fromkeys(("supportive", "sceptical", "mixed", "neutral"), 0)
    assert line == {
        "id": A,
        "months": [
            {"month": "2024-01", "statements": 1, "by_polarity": {**nothing, "supportive": 1}},
            {"month": "2024-03", "statements": 2, "by_polarity": {**nothing, "sceptical": 1, "neutral": 1}},
        ],
    }
    assert get(own, f"/v1/people/{SH}/timeline")["months"][0]["month"] is None
    assert get(own, f"/v1/people/{A}/timeline", since="2024-02")["months"] == line["months"][1:]
    assert get(own, "/v1/firms/firm:bitar/timeline")["months"][-1]["month"] is None
    assert_problem(own.get(f"/v1/people/{A}/timeline", params={"topic": "no such"}), 422, INVALID)
    assert_problem(own.get("/v1/people/person:nobody"), 404, NOT_FOUND)


def test_a_topic_has_its_sides_and_a_time_line(client: TestClient, engine: Engine) -> None:
    body = get(client, "/v1/topics/cloud-incentives")
    assert body == get(client, "/v1/topics/Cloud%20incentives")
    below = engine.scheme.narrower("cloud-incentives")
    assert body["statements"] == engine.store.count(topic=below) > 20
    for side, held in body["sides"].items():
        speakers = held["speakers"]
        assert held["speakers_total"] == len(speakers)
        assert [one["score"] for one in speakers] == sorted([o["score"] for o in speakers], key=lambda s: -abs(s)), side
    assert [one["name"] for one in body["sides"]["sceptical"]["speakers"]][:1] != []
    assert client.get(body["camps"]).status_code == 200
    months = get(client, "/v1/topics/cloud-incentives/timeline")["months"]
    expected = Counter(
        one.date_published.strftime("%Y-%m") if one.date_published else None
        for one in engine.store.statements(topic=below)
    )
    assert {one["month"]: one["statements"] for one in months} == expected
    dated = [one["month"] for one in months if one["month"]]
    assert dated == sorted(dated)
    assert_problem(client.get("/v1/topics/nothing"), 404, NOT_FOUND)


def test_a_person_is_erased_only_by_name(own: TestClient) -> None:
    path = f"/v1/people/{A}"
    assert_problem(own.delete(path), 422, INVALID)
    assert_problem(own.delete(path, params={"confirm": "Anna"}), 422, INVALID)
    assert get(own, path)["statements"] == 3
    gone = own.delete(path, params={"confirm": "Anna Kowalczyk"}).json()
    assert (gone["name"], gone["statements"]) == ("Anna Kowalczyk", 3)
    assert_problem(own.get(path), 404, NOT_FOUND)
    assert [one["id"] for one in get(own, "/v1/people")["people"]] == [SH]


def test_lists_of_names_go_on_by_cursor_and_by_offset(client: TestClient, engine: Engine) -> None:
    for name, entries in (("people", engine.store.people()), ("firms", engine.store.firms())):
        found = pages(client, f"/v1/{name}", name, limit=4)
        assert [one["id"] for one in found] == [entry.id for entry in entries]
        cursor = get(client, f"/v1/{name}", limit=4)["next_cursor"]
        assert_problem(client.get(f"/v1/{name}", params={"cursor": cursor, "offset": 4}), 422, INVALID)
    path = "/v1/people/person:helen-draycott/statements"
    assert pages(client, path, "statements", limit=2) == get(client, path)["statements"]


def test_the_description_has_everything_with_examples(client: TestClient) -> None:
    api = client.get("/openapi.json").json()
    for path in ("/v1/statements", "/v1/people/{person_id}/merge", "/v1/review", "/v1/topics/{topic_id}/timeline"):
        assert path in api["paths"], path
    merge = api["paths"]["/v1/people/{person_id}/merge"]["post"]["responses"]
    assert set(merge) >= {"200", "404", "409", "422", "503"}
    parameters = {one["name"]: one for one in api["paths"]["/v1/people"]["get"]["parameters"]}
    assert parameters["offset"]["schema"]["deprecated"] is True
    assert "cursor" in parameters
    for name in ("CorrectionGiven", "MergeGiven", "SeparationGiven", "DismissalGiven", "RejoinGiven"):
        schema = api["components"]["schemas"][name]
        assert schema["additionalProperties"] is False
        assert schema["examples"]
