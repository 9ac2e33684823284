"""Statements over HTTP: lists, corrections, confirmations, their history and taking them back."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from corpus.store import Store
from search.engine import Engine
from tests.api.problems import assert_problem

CONFLICT, INVALID, NOT_FOUND = "/problems/conflict", "/problems/invalid-request", "/problems/not-found"


@pytest.fixture
def own(own_folder: Path) -> Iterator[TestClient]:
    with TestClient(create_app(own_folder)) as client:
        yield client


def get(client: TestClient, path: str, **parameters: Any) -> dict[str, Any]:
    response = client.get(path, params=parameters)
    assert response.status_code == 200, response.text
    return dict(response.json())


def pages(client: TestClient, path: str, name: str, **parameters: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    address: str | None = path
    response = client.get(path, params=parameters)
    while address is not None:
        assert response.status_code == 200, response.text
        body = response.json()
        found += body[name]
        address = body["next"]
        assert (response.headers.get("link") is None) == (address is None)
        if address is not None:
            assert response.headers["link"] == f'<{address}>; rel="next"'
            assert f"cursor={body['next_cursor']}" in address
            response = client.get(address)
    return found


def first(client: TestClient) -> dict[str, Any]:
    return dict(get(client, "/v1/statements", limit=1, stance="sceptical")["statements"][0])


def test_pages_of_statements_together_are_all_newest_first(client: TestClient, engine: Engine) -> None:
    found = pages(client, "/v1/statements", "statements", limit=17)
    assert [one["id"] for one in found] == engine.store.statement_ids(newest_first=True)
    assert len(found) > 100


@pytest.mark.parametrize(
    "conditions",
    [
        {"stance": "sceptical"},
        {"topic": "cloud-incentives", "kind": "direct"},
        {"max_confidence": 0.8},
        {"min_confidence": 0.81, "language": "pl"},
        {"corrected": True},
        {"confirmed": False, "kind": "indirect"},
        {"speaker_id": "person:helen-draycott"},
    ],
)
def test_statements_are_listed_by_conditions(client: TestClient, engine: Engine, conditions: dict[str, Any]) -> None:
    found = pages(client, "/v1/statements", "statements", limit=9, **conditions)
    plain = dict(conditions)
    if "topic" in plain:
        plain["topic"] = engine.scheme.narrower("cloud-incentives")
    assert [one["id"] for one in found] == engine.store.statement_ids(newest_first=True, **plain)
    assert bool(found) == ("corrected" not in conditions)


def test_statements_of_nobody_known_are_none(client: TestClient) -> None:
    for conditions in ({"speaker_id": "person:nobody"}, {"person": "Zbigniew Nieistniejący"}):
        body = get(client, "/v1/statements", **conditions)
        assert body == {"statements": [], "next_cursor": None, "next": None}
    both = get(client, "/v1/statements", person="Draycott", speaker_id="person:anna-kowalczyk")
    assert both["statements"] == []


def test_a_cursor_of_another_list_or_other_filters_is_refused(client: TestClient) -> None:
    cursor = get(client, "/v1/statements", limit=3)["next_cursor"]
    for path, parameters in (
        ("/v1/people", {"cursor": cursor}),
        ("/v1/statements", {"cursor": cursor, "kind": "direct"}),
        ("/v1/statements", {"cursor": cursor[:-1]}),
        ("/v1/corrections", {"cursor": "x"}),
    ):
        assert_problem(client.get(path, params=parameters), 422, INVALID)
    assert_problem(client.get("/v1/statements", params={"min_confidence": 0.9, "max_confidence": 0.1}), 422, INVALID)


def test_a_correction_is_kept_with_its_author_and_can_be_taken_back(own: TestClient) -> None:
    before = get(own, f"/v1/statements/{first(own)['id']}")
    topic = before["opinions"][0]["topic"]
    given = {
        "speaker": {"name": "  Olga   Nowicka ", "type": "person"},
        "role": None,
        "stances": {topic: "supportive"},
        "note": "Nagranie, 12. minuta.",
    }
    path = f"/v1/statements/{before['id']}"
    response = own.post(f"{path}/corrections", json=given)
    assert response.status_code == 201, response.text
    made, after = response.json()["correction"], response.json()["statement"]
    assert (made["author"], made["note"], made["kind"]) == ("local", "Nagranie, 12. minuta.", "correction")
    assert made["changes"] == {
        "speaker": {"name": "Olga Nowicka", "type": "person"},
        "role": None,
        "stances": {topic: "supportive"},
    }
    assert after == get(own, path)
    assert (after["speaker"]["name"], after["role"], after["firm"]) == ("Olga Nowicka", None, before["firm"])
    assert after["opinions"][0]["polarity"] == "supportive"
    assert (after["corrected"], after["confirmed"]) == (True, False)
    assert [one["id"] for one in get(own, "/v1/statements", corrected=True)["statements"]] == [before["id"]]

    undone = own.post(f"/v1/corrections/{made['id']}/undo").json()
    assert (undone["undone_by"], undone["statement"], undone["text"]) == ("local", before["id"], before["text"])
    assert get(own, path) == before
    assert_problem(own.post(f"/v1/corrections/{made['id']}/undo"), 409, CONFLICT)
    kept = get(own, f"{path}/history")["corrections"]
    assert [(one["id"], one["undone_by"]) for one in kept] == [(made["id"], "local")]


def test_a_rejected_statement_is_listed_no_more_and_its_history_stays(own: TestClient) -> None:
    name = first(own)["id"]
    assert own.post(f"/v1/statements/{name}/corrections", json={"rejected": True}).status_code == 201
    assert not get(own, f"/v1/statements/{name}")["listed"]
    assert name not in [one["id"] for one in pages(own, "/v1/statements", "statements", limit=200)]
    assert get(own, f"/v1/statements/{name}/history")["corrections"][0]["changes"] == {"rejected": True}


def test_a_confirmed_statement_is_certain_until_that_is_taken_back(own: TestClient) -> None:
    before = get(own, f"/v1/statements/{first(own)['id']}")
    path = f"/v1/statements/{before['id']}"
    response = own.post(f"{path}/confirm", json={"note": "Zgadza się."})
    assert response.status_code == 201, response.text
    made, after = response.json()["correction"], response.json()["statement"]
    assert (made["kind"], made["note"]) == ("confirmation", "Zgadza się.")
    sides = [{**one, "confidence": 1.0} for one in before["opinions"]]
    assert after == {**before, "confidence": 1.0, "confirmed": True, "opinions": sides}
    assert_problem(own.post(f"{path}/confirm"), 409, CONFLICT)
    assert [one["id"] for one in get(own, "/v1/statements", confirmed=True)["statements"]] == [before["id"]]
    assert own.post(f"/v1/corrections/{made['id']}/undo").status_code == 200
    assert get(own, path) == before


def test_decisions_are_listed_the_latest_first(own: TestClient) -> None:
    ids = [one["id"] for one in get(own, "/v1/statements", limit=5)["statements"]]
    for name in ids:
        assert own.post(f"/v1/statements/{name}/confirm").status_code == 201
    found = pages(own, "/v1/corrections", "corrections", limit=2)
    assert [one["statement"] for one in found] == ids[::-1]


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"note": "nothing else"},
        {"speaker": "Anna"},
        {"speaker": {"name": "Anna", "age": 3}},
        {"speaker": {"name": "Anna", "type": "robot"}},
        {"speaker": {"name": "…"}},
        {"role": ""},
        {"role": 7},
        {"role": "x" * 201},
        {"firm": "a\x00b"},
        {"firm": "a\u2028b"},
        {"stances": {"no such topic": "sceptical"}},
        {"stances": {"cloud-incentives": "angry"}},
        {"stances": None},
        {"rejected": "yes"},
        {"rejected": None},
        {"rejected": True, "note": "x" * 2_001},
        {"rejected": True, "note": "a\x1b[31m"},
        {"unknown": 1},
        [],
    ],
)
def test_a_correction_that_makes_no_sense_is_refused(client: TestClient, body: Any) -> None:
    problem = assert_problem(client.post(f"/v1/statements/{first(client)['id']}/corrections", json=body), 422, INVALID)
    assert all(error["place"] == "body" for error in problem["errors"])


def test_half_a_surrogate_pair_is_refused(client: TestClient) -> None:
    for field in ("role", "note", "firm"):
        content = f'{{"rejected": true, "{field}": "a\\ud800"}}'
        response = client.post(
            f"/v1/statements/{first(client)['id']}/corrections",
            content=content,
            headers={"content-type": "application/json"},
        )
        assert_problem(response, 422, INVALID)


def test_what_is_not_there_is_not_found(client: TestClient) -> None:
    assert_problem(client.post("/v1/statements/nothing/corrections", json={"rejected": True}), 404, NOT_FOUND)
    assert_problem(client.post("/v1/statements/nothing/confirm"), 404, NOT_FOUND)
    assert_problem(client.get("/v1/statements/nothing/history"), 404, NOT_FOUND)
    assert_problem(client.post("/v1/corrections/999999/undo"), 404, NOT_FOUND)
    assert_problem(client.post(f"/v1/corrections/{2**63}/undo"), 422, INVALID)


_DECIDE = """
import sys
from pathlib import Path
from corpus.store import Store
with Store.open(Path(sys.argv[1])) as store:
    for number in range(10):
        store.correct(sys.argv[2], author=sys.argv[3], role=f"{sys.argv[3]} {number}")
"""


def test_corrections_of_two_processes_at_once_are_all_kept(own_folder: Path) -> None:
    with Store.open(own_folder) as store:
        name = store.statement_ids(limit=1)[0]
    running = [
        subprocess.Popen([sys.executable, "-c", _DECIDE, str(own_folder), name, author]) for author in ("ola", "jan")
    ]
    assert [one.wait(60) for one in running] == [0, 0]
    with Store.open(own_folder) as store:
        kept = store.history(name)
        assert sorted(json.dumps(one.changes["role"]) for one in kept) == sorted(
            json.dumps(f"{author} {number}") for author in ("ola", "jan") for number in range(10)
        )
        assert store.statement(name).statement.role == kept[-1].changes["role"]
        assert store.verify() == []
