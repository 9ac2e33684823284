"""A part of the graph to look at, over HTTP."""

from __future__ import annotations

ANNA, CLOUD = "person:anna-kowalczyk", "topic:cloud-incentives"


def view(client, **parameters):
    return client.get("/v1/graph/view", params=parameters)


def test_without_nodes_those_with_most_statements_come(client):
    found = view(client, limit=10).json()
    assert 1 < len(found["nodes"]) <= 10
    assert found["left_out"] > 50
    counts = [node["statements"] for node in found["nodes"]]
    assert counts == sorted(counts, reverse=True)


def test_a_node_comes_with_what_is_next_to_it(client):
    found = view(client, node=ANNA).json()
    near = client.get("/v1/graph/ego", params={"node": ANNA}).json()
    assert {node["id"] for node in found["nodes"]} == {node["id"] for node in near["nodes"]}
    assert found["nodes"][0]["id"] == ANNA
    assert found["nodes"][0]["open"] is True
    assert found["nodes"][0]["more"] == 0
    assert found["left_out"] == 0


def test_conditions_on_nodes_edges_and_sides(client):
    found = view(client, node=CLOUD, kind="person", stance="sceptical").json()
    holders = {edge["source"] for edge in found["edges"] if edge["target"] == CLOUD}
    expected = {
        one["id"]
        for one in client.get("/v1/topics/cloud-incentives").json()["sides"]["sceptical"]["speakers"]
        if one["id"].startswith("person:")
    }
    assert "person:bogdan-cichy" in holders
    assert holders <= expected
    hidden = view(client, node=CLOUD, kind="person", stance="sceptical", hide="person:bogdan-cichy").json()
    assert {node["id"] for node in found["nodes"]} - {node["id"] for node in hidden["nodes"]} == {"person:bogdan-cichy"}


def test_agreement_sums_up_topics(client):
    found = view(client, node=ANNA, edge=["AGREES_WITH", "DISAGREES_WITH"]).json()
    edges = [edge for edge in found["edges"] if ANNA in (edge["source"], edge["target"])]
    assert edges
    assert {edge["kind"] for edge in edges} <= {"AGREES_WITH", "DISAGREES_WITH"}
    assert all(edge["topics"] for edge in edges)
    pairs = [frozenset((edge["source"], edge["target"])) for edge in found["edges"]]
    assert len(pairs) == len(set(pairs))


def test_what_cannot_be_looked_at_is_told(client):
    assert view(client, node="person:nobody").status_code == 422
    assert view(client, node="Nobody Ever").status_code == 422
    assert view(client, limit=501).status_code == 422
    assert view(client, knid="person").status_code == 422


def test_one_more_node_takes_nothing_away(client):
    def ids(**query):
        return {node["id"] for node in view(client, **query).json()["nodes"]}

    first = ids()
    with_anna = ids(node="person:anna-kowalczyk", overview=True)
    assert first | ids(node="person:anna-kowalczyk") == with_anna
    both = ids(node=["person:anna-kowalczyk", "firm:lipowy-serwer"], overview=True)
    assert with_anna | ids(node="firm:lipowy-serwer") == both
    assert len(ids(node=["person:anna-kowalczyk", "firm:lipowy-serwer"], overview=True, limit=20)) <= 20
    few = ids(node=["person:anna-kowalczyk", "firm:lipowy-serwer"], limit=4)
    assert {"person:anna-kowalczyk", "firm:lipowy-serwer", "person:bogdan-cichy"} < few
