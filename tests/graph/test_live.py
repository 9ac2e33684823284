"""Whatever happens to a store, in whatever order: the graph that follows it equals the one built anew."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import networkx as nx
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from corpus.store import Store
from corpus.topics import default_scheme
from corpus.types import Article, Mention, Opinion, Polarity, Span, Speaker, SpeakerType
from graph.build import build
from graph.live import LiveGraph
from graph.schema import NodeKind
from tests.corpus.store_samples import article, said

WORDS = ("jeden", "dwa", "trzy", "cztery")
PEOPLE = (
    Speaker("Anna Żurawska", SpeakerType.PERSON),
    Speaker("A. Żurawska", SpeakerType.PERSON),
    Speaker("Piotr Lisiecki", SpeakerType.PERSON),
    Speaker("Mervant", SpeakerType.ORGANIZATION),
    Speaker("dostawcy", SpeakerType.GROUP),
    Speaker("rzecznik", SpeakerType.PERSON),
    None,
)
FIRMS, ROLES = ("Bitar", "Mervant", None), ("prezes", "analityk", None)
TOPICS = ("cloud-incentives", "cloud", "margins", "no-longer-there")
SIDES = st.sampled_from([(Polarity.SUPPORTIVE, 0.7), (Polarity.SCEPTICAL, -0.6), (Polarity.NEUTRAL, 0.0)])
OPINIONS = st.dictionaries(st.sampled_from(TOPICS), SIDES, max_size=2)
NAMED = st.lists(st.sampled_from([*PEOPLE[:4], Speaker("Olaf Wrzos", SpeakerType.PERSON)]), max_size=2)
SAID = st.lists(
    st.tuples(st.sampled_from(PEOPLE), st.sampled_from(ROLES), st.sampled_from(FIRMS), OPINIONS, NAMED),
    min_size=1,
    max_size=4,
)


def place(of: Article, word: str) -> Span:
    start = of.text.index(word)
    return Span(start, start + len(word), word)


def check(live: LiveGraph, store: Store) -> None:
    fresh = build(store)
    assert nx.utils.graphs_equal(live.graph, fresh)
    listed = {f"statement:{one.id}" for one in store.statements()}
    assert {name for name, data in fresh.nodes(data=True) if data["kind"] == NodeKind.STATEMENT} == listed
    kinds = {data["kind"] for _, data in fresh.nodes(data=True)}
    assert kinds <= set(NodeKind)


class Happenings(RuleBasedStateMachine):
    """Articles come and change, people correct, merge, part, delete and erase."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(self.made())
        self.store = Store.open(self.folder)
        self.live = LiveGraph(default_scheme())
        self.number = 0

    @staticmethod
    def made() -> str:
        from tempfile import mkdtemp

        return mkdtemp(prefix="quotegraph-live-")

    def teardown(self) -> None:
        from shutil import rmtree

        self.store.close()
        rmtree(self.folder)

    @rule(shelf=st.integers(0, 3), said_by=SAID, day=st.sampled_from([None, date(2024, 1, 1), date(2025, 5, 5)]))
    def publish(self, shelf: int, said_by: list, day: date | None) -> None:  # type: ignore[type-arg]
        self.number += 1
        text = f"Numer {self.number}: {', '.join(WORDS)}."
        made = article(text, location=f"/press/{shelf}.txt", date_published=day, headline=f"Numer {self.number}")
        statements = [
            said(
                made,
                word,
                speaker,
                role=role,
                firm=firm,
                opinions=tuple(Opinion(topic, 0.8, *side) for topic, side in sorted(held.items())),
                mentions=tuple(Mention(place(made, word), one) for one in named),
            )
            for word, (speaker, role, firm, held, named) in zip(WORDS, said_by, strict=False)
        ]
        self.store.put(made, statements)

    @rule(pick=st.integers(0, 99), change=st.sampled_from(["speaker", "role", "firm", "stance", "reject"]))
    def correct(self, pick: int, change: str) -> None:
        ids = self.store.statement_ids()
        if ids:
            changes = {
                "speaker": {"speaker": PEOPLE[pick % len(PEOPLE)]},
                "role": {"role": ROLES[pick % 3]},
                "firm": {"firm": FIRMS[pick % 3]},
                "stance": {"stances": {TOPICS[pick % 4]: Polarity.SCEPTICAL if pick % 2 else None}},
                "reject": {"rejected": True},
            }
            self.store.correct(ids[pick % len(ids)], author="ola", **changes[change])  # type: ignore[arg-type]

    @rule(pick=st.integers(0, 99))
    def confirm(self, pick: int) -> None:
        ids = self.store.statement_ids()
        if ids:
            name = ids[pick % len(ids)]
            standing = [one for one in self.store.history(name) if one.undone_at is None]
            if not (standing and standing[-1].changes.get("confirmed")):
                self.store.confirm(name, author="ola")
                assert self.store.statement(name).statement.confidence == 1.0

    @rule(pick=st.integers(0, 9))
    def dismiss(self, pick: int) -> None:
        pairs = self.store.duplicates()
        if pairs:
            pair = pairs[pick % len(pairs)]
            self.store.dismiss("duplicate", (pair.one, pair.other), author="ola")
            assert (pair.one, pair.other) not in [(one.one, one.other) for one in self.store.duplicates()]

    @rule(pick=st.integers(0, 99))
    def undo(self, pick: int) -> None:
        for name in sorted(self.store.statement_ids())[pick % 7 :]:
            standing = [one for one in self.store.history(name) if one.undone_at is None]
            if standing:
                self.store.undo(standing[-1].id, author="ola")
                return

    @rule(one=st.integers(0, 9), other=st.integers(0, 9))
    def merge(self, one: int, other: int) -> None:
        people = self.store.people()
        if len(people) > 1 and one % len(people) != other % len(people):
            self.store.merge(people[one % len(people)].id, people[other % len(people)].id, author="ola")

    @rule(pick=st.integers(0, 9))
    def part(self, pick: int) -> None:
        standing = [one for one in self.store.merges() if one.undone_at is None]
        if standing:
            self.store.split(standing[pick % len(standing)].from_id, author="ola")

    @rule(pick=st.integers(0, 9))
    def delete(self, pick: int) -> None:
        articles = list(self.store.articles())
        if articles:
            self.store.delete_article(articles[pick % len(articles)].id)

    @rule(pick=st.integers(0, 9))
    def erase(self, pick: int) -> None:
        people = self.store.people()
        if people and pick < 3:
            self.store.erase(people[pick % len(people)].id)

    @rule()
    def follow(self) -> None:
        self.live.follow(self.store)
        check(self.live, self.store)

    @invariant()
    def the_store_is_whole(self) -> None:
        assert self.store.verify() == []


TestHappenings = Happenings.TestCase
TestHappenings.settings = settings(
    max_examples=60, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
)


def test_what_nobody_says_any_more_is_gone_from_the_graph(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        one = article("Jeden, dwa.")
        held = (Opinion("cloud-incentives", 0.8, Polarity.SCEPTICAL, -0.5),)
        store.put(one, [said(one, "Jeden", opinions=held, firm="Bitar"), said(one, "dwa", PEOPLE[2])])
        live = LiveGraph(default_scheme())
        live.follow(store)
        assert "topic:channel-incentives" in live.graph
        store.delete_article(one.id)
        live.follow(store)
        assert len(live.graph) == 0
