"""Sums over the columns in memory: equal to those that the store makes."""

from __future__ import annotations

from dataclasses import astuple
from datetime import date
from itertools import islice
from pathlib import Path

import pytest

from api.positions import sides_dict
from bench.resampled import SAMPLES, articles
from corpus.ingest import ingest
from corpus.schemes import scheme_of
from corpus.store import Store
from corpus.types import Polarity, Speaker, SpeakerType
from graph.entities import entity_graph, replace_speakers
from search.catalogue import Catalogue
from search.stands import stands
from search.sums import Sums

PERIODS = ({}, {"since": date(2021, 1, 1)}, {"since": date(2020, 5, 1), "until": date(2022, 8, 31)})
TOPICS = (None, frozenset({"cloud-incentives"}), frozenset({"nis2", "ai-pcs", "marketplaces"}), frozenset({"nothing"}))


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    with Store.open(tmp_path_factory.mktemp("sums")) as store:
        ingest([SAMPLES], store)
        for article, said in islice(articles(3), 300):
            store.put(article, said)
        some = next(store.statements(topic="nis2", stance=Polarity.SCEPTICAL))
        store.correct(some.id, author="A", rejected=True)
        other = next(store.statements(topic="ai-pcs"))
        store.correct(other.id, author="A", speaker=Speaker("Zenon Zawada", SpeakerType.PERSON), role="prezes")
        yield store


@pytest.fixture(scope="module")
def sums(store):
    return Sums(Catalogue.read(store))


def plain(found):
    return [tuple(pytest.approx(v, abs=0.0011) if isinstance(v, float) else v for v in astuple(one)) for one in found]


@pytest.mark.parametrize("period", PERIODS)
@pytest.mark.parametrize("topics", TOPICS)
def test_holdings_are_those_of_the_store(store, sums, topics, period):
    expected = list(store.holdings(topics=topics, **period))
    assert plain(sums.holdings(topics=topics, **period)) == plain(expected)
    assert bool(expected) is (topics != frozenset({"nothing"}))


@pytest.mark.parametrize("period", PERIODS)
def test_works_are_those_of_the_store(store, sums, period):
    expected = list(store.works(**period))
    assert list(sums.works(**period)) == expected
    assert len(expected) > 100


def test_only_some_speakers(store, sums):
    two = [entry.id for entry in store.people(limit=2)]
    assert plain(sums.holdings(speakers=two)) == plain(one for one in store.holdings() if one.speaker_id in two)
    assert list(sums.works(speakers=two)) == [one for one in store.works() if one.speaker_id in two]
    assert list(sums.works(speakers=[])) == []


@pytest.mark.parametrize("period", PERIODS)
def test_time_lines_are_those_of_the_store(store, sums, period):
    for topics in TOPICS[1:]:
        assert sums.timeline(topics, **period) == store.timeline(topic=topics, **period)


def test_counts_are_those_of_the_store(store, sums):
    for topics in TOPICS[1:]:
        by_side = {side: store.count(topic=topics, stance=side) for side in Polarity}
        assert sums.counts(topics) == (store.count(topic=topics), by_side)
    assert sums.topics() == store.topics()


@pytest.mark.parametrize("by", ["topic", "speaker_id", "firm_id"])
def test_sides_are_those_of_the_store(store, sums, by):
    for topics in TOPICS:
        assert sums.sides(by, topics=topics) == store.sides(by, topics=topics)


def test_who_is_quoted_together(store, sums):
    assert sums.quoted_together(limit=500) == store.quoted_together(limit=500)
    for entry in store.people(limit=5):
        assert sums.quoted_together(entry.id) == store.quoted_together(entry.id)
    assert sums.quoted_together("person:nobody-at-all") == []


def test_names(store, sums):
    ids = [entry.id for entry in (*store.people(limit=50), *store.firms(limit=50))]
    assert sums.names([*ids, "person:nobody-at-all"]) == store.names(ids)


def test_stands_are_the_sides_of_all_speakers(store, sums):
    scheme = scheme_of(store)
    for topic in ("cloud-incentives", "channel", "economy"):
        expected = sides_dict(store, scheme.narrower(topic))
        for limit in (None, 1, 3, 20):
            found = stands(sums, scheme.narrower(topic), limit)
            for side, held in expected.items():
                assert found[Polarity(side)].total == len(held)
                scores = [one["score"] for one in held[:limit]]
                assert [one.score for one in found[Polarity(side)].speakers] == pytest.approx(scores, abs=0.0011)
                if limit is None:
                    keys = ("id", "name", "statements", "first_seen", "last_seen")
                    wanted = {tuple(one[key] for key in keys) for one in held}
                    assert {
                        tuple(getattr(one, key) for key in keys) for one in found[Polarity(side)].speakers
                    } == wanted


def test_of_an_empty_store(tmp_path: Path):
    with Store.open(tmp_path) as store:
        sums = Sums(Catalogue.read(store))
        assert list(sums.holdings()) == list(sums.works()) == sums.topics() == sums.quoted_together() == []
        assert sums.timeline({"nis2"}) == []
        assert sums.counts({"nis2"}) == (0, dict.fromkeys(Polarity, 0))
        assert {held.total for held in stands(sums, {"nis2"}).values()} == {0}


def graph_of(graph):
    nodes = {name: dict(data) for name, data in graph.nodes(data=True)}
    edges = {(source, target, key): dict(data) for source, target, key, data in graph.edges(keys=True, data=True)}
    for data in edges.values():
        data.update({key: pytest.approx(v, abs=0.0011) for key, v in data.items() if isinstance(v, float)})
    return nodes, edges


def test_a_graph_that_follows_equals_one_made_anew(tmp_path: Path):
    with Store.open(tmp_path) as store:
        scheme = scheme_of(store)
        for article, said in islice(articles(5), 40):
            store.put(article, said)
        sums = Sums(Catalogue.read(store))
        graph = entity_graph(sums, scheme)

        def followed() -> None:
            nonlocal sums
            later = Sums(sums.catalogue.advanced(store))
            changed = later.changed_speakers(sums.catalogue, store.changes_since(sums.catalogue.sequence))
            replace_speakers(graph, scheme, changed, later)
            sums = later
            assert graph_of(graph) == graph_of(entity_graph(store, scheme))

        made = list(islice(articles(6), 10))
        for article, said in made:
            store.put(article, said)
        followed()
        some = next(store.statements(topic="nis2"))
        store.correct(some.id, author="A", speaker=Speaker("Zenon Zawada", SpeakerType.PERSON), firm="Zawadex")
        followed()
        assert "person:zenon-zawada" in graph
        assert "firm:zawadex" in graph
        store.correct(some.id, author="A", rejected=True)
        followed()
        assert "person:zenon-zawada" not in graph
        assert "firm:zawadex" not in graph
        one, other = (entry.id for entry in store.people(limit=2))
        store.merge(one, other, author="A")
        followed()
        store.delete_article(made[0][0].id)
        store.erase(other)
        followed()
        for article in list(store.articles()):
            store.delete_article(article.id)
        followed()
        assert len(graph) == 0
