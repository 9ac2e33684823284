"""The graph over HTTP and on the command line, against the library and against the store."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from corpus.store import Store
from corpus.topics import default_scheme
from corpus.types import Polarity
from graph.entities import entity_graph
from graph.relations import camps
from search.engine import Engine
from tests.api.test_cli import run
from tests.api.test_routes import get


def test_neighbours_are_those_of_the_graph_by_id_and_by_name(client: TestClient, engine: Engine) -> None:
    by_id = get(client, "/v1/graph/neighbours", node="person:graham-ottley")
    assert get(client, "/v1/graph/neighbours", node="Ottleya") == by_id
    held = {one.topic for one in engine.store.holdings() if one.speaker_id == "person:graham-ottley"}
    assert {one["id"] for one in by_id["neighbours"]["HOLDS"]} == {f"topic:{topic}" for topic in held}
    assert by_id["node"]["label"] == "Graham Ottley"
    firms = [one["label"] for one in by_id["neighbours"]["AFFILIATED_WITH"]]
    assert firms == ["Harrowfen Networks"]


def test_a_path_leads_over_what_both_speak_of(client: TestClient) -> None:
    found = get(client, "/v1/graph/path", start="Pawłowicz", end="Graham Ottley")
    assert [found["from"]["label"], found["to"]["label"]] == ["Wiesław Pawłowicz", "Graham Ottley"]
    steps = found["steps"]
    assert steps[0]["source"]["id"] == "person:wieslaw-pawlowicz"
    assert steps[-1]["target"]["id"] == "person:graham-ottley"
    assert [one["source"]["id"] for one in steps[1:]] == [one["target"]["id"] for one in steps[:-1]]


def test_camps_are_those_of_the_library_and_nobody_is_in_two(client: TestClient, engine: Engine) -> None:
    found = get(client, "/v1/graph/camps", topic="Zachęty do sprzedaży chmury")
    graph = entity_graph(engine.store, engine.scheme)
    expected = [list(camp.members) for camp in camps(graph, ["topic:cloud-incentives"])]
    assert [[one["id"] for one in camp["members"]] for camp in found["camps"]] == expected
    members = [name for camp in expected for name in camp]
    assert len(members) == len(set(members)) > 2
    assert {round(camp["score"]) for camp in found["camps"]} >= {-1}


@pytest.mark.parametrize(
    ("address", "parameters", "status"),
    [
        ("neighbours", {"node": "Nobody Atall"}, 422),
        ("neighbours", {"node": "person:nobody"}, 422),
        ("path", {"start": "Ottley", "end": "firm:nothing"}, 422),
        ("camps", {"topic": "gardening"}, 422),
        ("camps", {"topic": "cloud", "since": "2025", "until": "2024"}, 422),
        ("camps", {"topic": "cloud", "until": "1990"}, 404),
    ],
)
def test_what_is_not_there_is_said(client: TestClient, address: str, parameters: dict[str, str], status: int) -> None:
    response = client.get(f"/v1/graph/{address}", params=parameters)
    assert (response.status_code, response.headers["content-type"]) == (status, "application/problem+json")


def test_the_command_line_asks_the_same_graph(client: TestClient, data_folder: Path) -> None:
    near = json.loads(run("graph", "neighbours", "Ottley", "--json", data=data_folder).stdout)
    assert near == get(client, "/v1/graph/neighbours", node="Ottley")
    way = json.loads(run("graph", "path", "Pawłowicz", "Ottley", "--json", data=data_folder).stdout)
    assert way == get(client, "/v1/graph/path", start="Pawłowicz", end="Ottley")
    found = json.loads(run("graph", "camps", "cloud", "--json", data=data_folder).stdout)
    assert {**found, "fresh": True} == get(client, "/v1/graph/camps", topic="cloud")
    together = json.loads(run("graph", "together", "Ottley", "--json", data=data_folder).stdout)["pairs"]
    assert all("person:graham-ottley" in (pair["one"]["id"], pair["other"]["id"]) for pair in together)
    assert [pair["articles"] for pair in together] == sorted((pair["articles"] for pair in together), reverse=True)


def test_an_article_and_a_person_are_deleted_from_the_command_line(own_folder: Path) -> None:
    with Store.open(own_folder) as store:
        alone = next(one for one in store.people() if one.articles == 1 and one.name[0].isupper())
        article = next(iter(store.statements(speaker_id=alone.id))).statement.article_id
    assert "1 article and" in run("delete", article, data=own_folder).stdout
    with Store.open(own_folder) as store:
        assert alone.id not in {one.id for one in store.people()}
    refused = run("people", "erase", "Graham Ottley", data=own_folder, check=1)
    assert "Erase Graham Ottley" in refused.stdout
    run("people", "erase", "Graham Ottley", "--yes", data=own_folder)
    assert run("verify", data=own_folder).stdout == "no problem found\n"
    held = b"".join(path.read_bytes() for path in own_folder.rglob("*") if path.is_file())
    assert [name for name in (b"Ottley", b"ottley", b"Ottleya") if name in held] == []


def test_the_graph_follows_a_correction_at_once(own_folder: Path) -> None:
    with TestClient(create_app(own_folder)) as client, Store.open(own_folder) as store:
        before = get(client, "/v1/graph/neighbours", node="person:bogdan-cichy")
        said = next(iter(store.statements(speaker_id="person:bogdan-cichy")))
        held = {one["id"] for one in before["neighbours"]["HOLDS"]}
        new = next(topic for topic in default_scheme().topics if f"topic:{topic}" not in held)
        store.correct(said.id, author="eva", stances={new: Polarity.SUPPORTIVE})
        after = get(client, "/v1/graph/neighbours", node="person:bogdan-cichy")
        assert len(after["neighbours"]["HOLDS"]) == len(before["neighbours"]["HOLDS"]) + 1


@pytest.mark.parametrize("name", ["network?topic=cloud", "stances?topic=cloud&by=firm", "timeline?person=Ottley"])
def test_pictures_come_as_svg_and_as_png(client: TestClient, name: str) -> None:
    svg = client.get(f"/v1/graph/pictures/{name}&language=pl")
    assert svg.status_code == 200, svg.text
    assert svg.headers["content-type"].startswith("image/svg+xml")
    assert svg.text.count("<svg") == 1
    assert "style-src 'unsafe-inline'" in svg.headers["content-security-policy"]
    png = client.get(f"/v1/graph/pictures/{name}&format=png")
    assert png.headers["content-type"] == "image/png"
    assert png.content[:4] == b"\x89PNG"


@pytest.mark.parametrize(
    ("name", "status"),
    [("network?topic=gardening", 422), ("timeline?person=person:nobody", 422), ("stances?format=gif", 422)],
)
def test_pictures_of_nothing_are_refused(client: TestClient, name: str, status: int) -> None:
    assert client.get(f"/v1/graph/pictures/{name}").status_code == status


@pytest.mark.parametrize(
    ("conditions", "options"),
    [
        ({"person": "Ottley"}, "--person Ottley"),
        ({"topic": "cloud", "since": "2025", "until": "2025-12"}, "--topic cloud --since 2025 --until 2025-12"),
        ({"stance": "sceptical", "aggregated": "1", "derived": "1"}, "--stance sceptical --aggregated --derived"),
        ({"mentions": "Vindelis"}, "--mentions Vindelis"),
    ],
)
def test_an_export_over_http_is_that_of_the_command(
    client: TestClient, data_folder: Path, tmp_path: Path, conditions: dict[str, str], options: str
) -> None:
    over_http = client.get("/v1/graph/export", params={"format": "json", **conditions})
    assert over_http.status_code == 200, over_http.text
    run("export", tmp_path / "g.json", *options.split(), data=data_folder)
    assert over_http.json() == json.loads((tmp_path / "g.json").read_text())
    assert over_http.json()["nodes"]


def test_similar_statements_are_tied_where_asked_for(client: TestClient, engine: Engine) -> None:
    address = "/v1/graph/export?format=json&similar="
    plain, tied = (client.get(f"{address}{one}").json()["edges"] for one in (0, 1))
    found = [one for one in tied if one["kind"] == "SIMILAR_TO"]
    assert found
    assert len(tied) == len(plain) + len(found)
    for one in found:
        later, earlier = (engine.store.statement(one[end].removeprefix("statement:")) for end in ("source", "target"))
        assert later.statement.text != earlier.statement.text
        assert 0.8 <= one["score"] <= 1.0


def test_around_a_node_are_its_neighbours_and_the_edges_between(client: TestClient) -> None:
    found = get(client, "/v1/graph/ego", node="Ottley")
    names = {one["id"] for one in found["nodes"]}
    near = get(client, "/v1/graph/neighbours", node="Ottley")["neighbours"]
    assert names == {"person:graham-ottley", *(one["id"] for held in near.values() for one in held)}
    assert {end for one in found["edges"] for end in (one["source"], one["target"])} <= names
    assert names < {one["id"] for one in get(client, "/v1/graph/ego", node="Ottley", radius=2)["nodes"]}


def test_a_firm_stands_where_its_people_stand(client: TestClient, engine: Engine, data_folder: Path) -> None:
    found = get(client, "/v1/graph/firm", node="Harrowfen Networks")
    voices = {(one["topic"]["id"], voice["id"]): voice["score"] for one in found["topics"] for voice in one["speakers"]}
    held = {(f"topic:{one.topic}", one.speaker_id): one.score for one in engine.store.holdings()}
    people = {work.speaker_id for work in engine.store.works() if work.firm_id == "firm:harrowfen-networks"}
    assert voices == {key: score for key, score in held.items() if key[1] in people | {"firm:harrowfen-networks"}}
    printed = run("graph", "firm", "Harrowfen Networks", "--json", data=data_folder).stdout
    assert json.loads(printed) == found
    assert "HOLDS" in run("graph", "ego", "Ottley", data=data_folder).stdout


def test_who_is_quoted_together_is_in_one_article(client: TestClient, engine: Engine) -> None:
    pairs = get(client, "/v1/graph/together", node="Ottley")["pairs"]
    assert pairs
    for pair in pairs:
        one, other = (
            {said.statement.article_id for said in engine.store.statements(speaker_id=pair[end]["id"])}
            for end in ("one", "other")
        )
        assert len(one & other) == pair["articles"]
        assert "person:graham-ottley" in (pair["one"]["id"], pair["other"]["id"])


@pytest.mark.parametrize(
    ("address", "parameters", "at_fault", "near"),
    [
        ("neighbours", {"node": "Bogumił Cichysz"}, "node", "Bogdan Cichy (person:bogdan-cichy)"),
        ("path", {"start": "Ottley", "end": "person:ana-kowalczyk"}, "end", "Anna Kowalczyk (person:anna-kowalczyk)"),
        ("firm", {"node": "firm:vindalisko"}, "node", "Vindelis (firm:vindelis)"),
        ("camps", {"topic": "cloud grants"}, "topic", "Cloud incentives (cloud-incentives)"),
    ],
)
def test_an_unknown_name_is_answered_with_the_nearest(
    client: TestClient, address: str, parameters: dict[str, str], at_fault: str, near: str
) -> None:
    response = client.get(f"/v1/graph/{address}", params=parameters)
    assert response.status_code == 422
    (wrong,) = response.json()["errors"]
    assert wrong["parameter"] == at_fault
    assert near in wrong["detail"]
