"""People, topics and the graph, compared with the store behind them."""

from __future__ import annotations

import tempfile
from collections import Counter
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from corpus.store import Store
from corpus.topics import default_scheme
from corpus.types import Language, Polarity
from search.engine import Engine


def get(client: TestClient, path: str, **parameters: Any) -> dict[str, Any]:
    response = client.get(path, params=parameters)
    assert response.status_code == 200, response.text
    body: dict[str, Any] = response.json()
    return body


def test_pages_of_people_together_are_all_people(client: TestClient, engine: Engine) -> None:
    pages, offset = [], 0
    while offset is not None:
        page = get(client, "/v1/people", limit=7, offset=offset)
        assert 0 < len(page["people"]) <= 7
        pages += page["people"]
        offset = page["next_offset"]
    expected = engine.store.people()
    assert [(p["id"], p["name"], p["statements"], p["articles"]) for p in pages] == [
        (entry.id, entry.name, entry.statements, entry.articles) for entry in expected
    ]
    assert len(expected) > 14


def test_people_are_found_by_part_of_a_name(client: TestClient) -> None:
    body = get(client, "/v1/people", query="dRAYC")
    assert [person["name"] for person in body["people"]] == ["Helen Draycott"]
    assert get(client, "/v1/people", query="zzz") == {
        "limit": 50,
        "offset": 0,
        "next_offset": None,
        "next_cursor": None,
        "next": None,
        "people": [],
    }


def test_what_a_person_said_comes_newest_first_with_their_roles(client: TestClient, engine: Engine) -> None:
    path = "/v1/people/person:helen-draycott/statements"
    body = get(client, path)
    expected = engine.store.statement_ids(speaker_id="person:helen-draycott")
    assert {said["id"] for said in body["statements"]} == set(expected)
    dates = [said["date"] for said in body["statements"]]
    assert dates == sorted(dates, reverse=True)
    assert len(set(dates)) > 2
    assert body["person"]["name"] == "Helen Draycott"
    held = engine.store.affiliations("person:helen-draycott")
    assert [(a["role"], a["firm"], a["statements"]) for a in body["affiliations"]] == [
        (a.role, a.firm, list(a.statement_ids)) for a in held
    ]
    first = get(client, path, limit=2)
    rest = get(client, path, offset=first["next_offset"])
    assert first["statements"] + rest["statements"] == body["statements"]
    last = get(client, path, until=dates[-1])
    assert [said["id"] for said in last["statements"]] == [
        s["id"] for s in body["statements"] if s["date"] == dates[-1]
    ]


def test_pages_of_firms_together_are_all_firms(client: TestClient, engine: Engine) -> None:
    pages, offset = [], 0
    while offset is not None:
        page = get(client, "/v1/firms", limit=5, offset=offset)
        assert 0 < len(page["firms"]) <= 5
        pages += page["firms"]
        offset = page["next_offset"]
    assert [(firm["id"], firm["name"], firm["statements"], firm["articles"]) for firm in pages] == [
        (entry.id, entry.name, entry.statements, entry.articles) for entry in engine.store.firms()
    ]
    assert len(pages) > 10
    part = pages[0]["name"][1:4].upper()
    found = get(client, "/v1/firms", query=part)["firms"]
    assert pages[0]["id"] in {firm["id"] for firm in found}
    assert get(client, "/v1/firms", query="zzz")["firms"] == []


def test_one_firm_has_its_counts_and_its_people(client: TestClient, engine: Engine) -> None:
    for entry in engine.store.firms():
        body = get(client, f"/v1/firms/{entry.id}")
        people, positions = body.pop("people"), body.pop("positions")
        assert body.pop("merged") == []
        topics = Counter(o.topic for one in engine.store.statements(firm_id=entry.id) for o in one.statement.opinions)
        assert {one["topic"]: one["statements"] for one in positions} == topics
        assert body in get(client, "/v1/firms", query=entry.name, limit=200)["firms"]
        assert (body["statements"], body["articles"]) == (entry.statements, entry.articles)
        assert (body["first_seen"], body["last_seen"]) == tuple(
            day and day.isoformat() for day in (entry.first_seen, entry.last_seen)
        )
        expected = {
            (post.person_id, post.role): list(post.statement_ids)
            for person in engine.store.people()
            for post in engine.store.affiliations(person.id)
            if post.firm_id == entry.id
        }
        assert {(post["person_id"], post["role"]): post["statements"] for post in people} == expected
        assert [post["person"] for post in people] == sorted(post["person"] for post in people)
    assert client.get("/v1/firms/firm:nobody").status_code == 404
    assert client.get("/v1/firms", params={"offset": -1}).status_code == 422


def test_corrections_and_merges_show_at_once(own_folder: Path) -> None:
    with TestClient(create_app(own_folder)) as client, Store.open(own_folder) as store:
        person = get(client, "/v1/people", query="Draycott")["people"][0]
        said = get(client, f"/v1/people/{person['id']}/statements")["statements"][0]
        store.correct(said["id"], author="a reader", rejected=True)
        after = get(client, f"/v1/people/{person['id']}/statements")["statements"]
        assert said["id"] not in {one["id"] for one in after}
        assert said["id"] not in {
            hit["id"] for hit in get(client, "/v1/search", person="Draycott", limit=200)["results"]
        }
        body = get(client, f"/v1/statements/{said['id']}")
        assert (body["listed"], body["corrected"], body["text"]) == (False, True, said["text"])
        store.merge(person["id"], "person:priya-nambiar", author="a reader")
        merged = get(client, f"/v1/people/{person['id']}/statements")
        assert merged["person"]["id"] == "person:priya-nambiar"
        assert "Helen Draycott" in merged["person"]["alternate_names"]
        assert {one["id"] for one in after} <= {one["id"] for one in merged["statements"]}


def test_topics_are_all_of_the_scheme_with_their_sides(client: TestClient, engine: Engine) -> None:
    counted = Counter(
        (opinion.topic, opinion.polarity.value)
        for found in engine.store.statements()
        for opinion in found.statement.opinions
    )
    scheme, body = default_scheme(), get(client, "/v1/topics")["topics"]
    assert {topic["id"] for topic in body} == set(scheme.topics)
    for topic in body:
        assert topic["by_polarity"] == {side.value: counted[topic["id"], side.value] for side in Polarity}
        assert topic["statements"] == sum(topic["by_polarity"].values())
        assert topic["labels"] == {side.value: scheme.label(topic["id"], side) for side in Language}
        assert topic["broader"] == list(scheme.broader(topic["id"]))
    numbers = [topic["statements"] for topic in body]
    assert numbers == sorted(numbers, reverse=True)
    assert numbers[0] > 0


@pytest.mark.parametrize(
    ("form", "media_type"),
    [("graphml", "application/graphml+xml"), ("gexf", "application/gexf+xml"), ("json", "application/json")],
)
def test_the_graph_can_be_downloaded_and_read_back(
    client: TestClient, engine: Engine, form: str, media_type: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    import networkx

    from graph.build import build

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    response = client.get("/v1/graph/export", params={"format": form})
    assert (response.status_code, response.headers["content-type"]) == (200, media_type)
    assert response.headers["content-disposition"] == f'attachment; filename="quotegraph.{form}"'
    assert list(tmp_path.iterdir()) == []  # the temporary file is gone
    expected = build(engine.store)
    if form == "json":
        read: Any = networkx.node_link_graph(response.json(), edges="edges")
    else:
        read = (networkx.read_graphml if form == "graphml" else networkx.read_gexf)(BytesIO(response.content))
    assert set(read.nodes) == set(expected.nodes)
    assert read.number_of_edges() == expected.number_of_edges() > 100
