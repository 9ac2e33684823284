"""A graph that follows its store: what is added, changed or removed is taken over, and no more is touched.

Whatever happened in whatever order, it equals the graph that is built anew from the store.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Protocol

import networkx as nx

from corpus.topics import TopicScheme
from corpus.types import Opinion
from graph.aggregate import by_role, position, span_of
from graph.parts import edges_of, iso, nodes_of, speaker_of, topic_nodes
from graph.schema import EdgeKind, NodeKind, node_id

if TYPE_CHECKING:
    from corpus.store import Changes, StoredStatement


class Followed(Protocol):
    """What the graph needs of a store to follow it."""

    def sequence(self) -> int:
        """The number of the last change."""

    def changes_since(self, sequence: int) -> Changes:
        """What changed after a point of the log."""

    def statements(self, ids: Sequence[str] | None = None, *, article_id: Any = None) -> Iterable[StoredStatement]:
        """Listed statements: all, some, or those of some articles."""


class LiveGraph:
    """A networkx ``MultiDiGraph`` with what is needed to change it in place.

    :param scheme: the topics that the statements are tagged with.
    """

    def __init__(self, scheme: TopicScheme) -> None:
        self.graph = nx.MultiDiGraph()
        self.sequence = 0
        self._scheme = scheme
        self._said: dict[str, StoredStatement] = {}
        self._worked: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
        self._held: defaultdict[tuple[str, str], dict[str, Opinion]] = defaultdict(dict)
        self._touched: dict[tuple[EdgeKind, str, str], None] = {}  # in order: the same store, the same file
        self._loose: set[str] = set()

    def follow(self, store: Followed) -> int:
        """Takes over what has changed in the store since the last time.

        :returns: how many statements were looked at.
        """
        changes = store.changes_since(self.sequence)
        gone = [*changes.removed, *changes.changed, *changes.added]
        for statement_id in gone:
            self._take_out(statement_id)
        coming = [*changes.added, *changes.changed]
        for stored in store.statements(coming):
            self._put_in(stored)
        if changes.articles:  # renamed ones give their names to statements that did not change themselves
            for stored in store.statements(article_id=list(changes.articles)):
                self._put_in(stored)
        self._settle()
        self.sequence = changes.sequence
        return len(gone)

    def said(self) -> Iterable[StoredStatement]:
        """The statements that are in the graph."""
        return self._said.values()

    def add(self, statements: Iterable[StoredStatement]) -> None:
        """Takes in statements, in place of those with the same ids."""
        for stored in statements:
            self._put_in(stored)
        self._settle()

    def remove(self, ids: Iterable[str]) -> None:
        """Takes out statements with all that only they have brought."""
        for statement_id in ids:
            self._take_out(statement_id)
        self._settle()

    def _take_out(self, statement_id: str) -> None:
        stored = self._said.pop(statement_id, None)
        if stored is None:
            return
        name = node_id(NodeKind.STATEMENT, statement_id)
        self._loose.update(self.graph.predecessors(name), self.graph.successors(name))
        self.graph.remove_node(name)
        speaker = speaker_of(stored)
        if speaker is None:
            return
        if stored.firm_id is not None and stored.firm_id != speaker:
            self._worked[speaker, stored.firm_id].discard(statement_id)
            self._touch(EdgeKind.AFFILIATED_WITH, speaker, stored.firm_id)
        for opinion in stored.statement.opinions:
            topic = node_id(NodeKind.TOPIC, opinion.topic)
            self._held[speaker, topic].pop(statement_id, None)
            self._touch(EdgeKind.HOLDS, speaker, topic)

    def _touch(self, kind: EdgeKind, source: str, target: str) -> None:
        self._touched[kind, source, target] = None
        self._loose.update((source, target))

    def _put_in(self, stored: StoredStatement) -> None:
        statement = stored.statement
        self._take_out(statement.id)
        self._said[statement.id] = stored
        for name, attributes in nodes_of(stored):
            self.graph.add_node(name, **attributes)
        for source, target, kind, attributes in edges_of(stored):
            if kind is EdgeKind.ABOUT:
                self._topic(target.removeprefix("topic:"))
            self._edge(source, target, kind, **attributes)
        speaker = speaker_of(stored)
        if speaker is None:
            return
        if stored.firm_id is not None and stored.firm_id != speaker:
            self._worked[speaker, stored.firm_id].add(statement.id)
            self._touch(EdgeKind.AFFILIATED_WITH, speaker, stored.firm_id)
        for opinion in statement.opinions:
            topic = node_id(NodeKind.TOPIC, opinion.topic)
            self._held[speaker, topic][statement.id] = opinion
            self._touch(EdgeKind.HOLDS, speaker, topic)

    def _topic(self, topic_id: str) -> None:
        if node_id(NodeKind.TOPIC, topic_id) in self.graph:
            return
        for (name, attributes), broader in topic_nodes(topic_id, self._scheme):
            self.graph.add_node(name, **attributes)
            for above in broader:
                self._edge(name, node_id(NodeKind.TOPIC, above), EdgeKind.BROADER)

    def _edge(self, source: str, target: str, kind: EdgeKind, key: str = "", **attributes: Any) -> None:
        name = f"{kind.value}:{key}" if key else kind.value
        self.graph.add_edge(source, target, key=name, kind=kind.value, label=kind.value, **attributes)

    def _settle(self) -> None:
        """Makes the edges anew that sum up statements, and takes away what nothing holds any more."""
        for kind, source, target in self._touched:
            keys = [key for key in self.graph.get_edge_data(source, target, default={}) if _is_of(key, kind)]
            self.graph.remove_edges_from([(source, target, key) for key in keys])
            if kind is EdgeKind.HOLDS:
                self._hold(source, target)
            else:
                self._affiliate(source, target)
        self._touched.clear()
        while self._loose:
            name = self._loose.pop()
            if name in self.graph and not self._is_held(name):
                self._loose.update(self.graph.successors(name))
                self.graph.remove_node(name)

    def _is_held(self, name: str) -> bool:
        """Whether anything leads to a node; of speakers and firms, whether they have any edge."""
        if self.graph.in_degree(name):
            return True
        return self.graph.nodes[name]["kind"] != NodeKind.TOPIC and bool(self.graph.out_degree(name))

    def _hold(self, speaker: str, topic: str) -> None:
        held = self._held[speaker, topic]
        if not held:
            del self._held[speaker, topic]
            return
        pairs = sorted(((self._said[name], opinion) for name, opinion in held.items()), key=lambda one: _order(one[0]))
        self._edge(speaker, topic, EdgeKind.HOLDS, **position(pairs))

    def _affiliate(self, person: str, firm: str) -> None:
        ids = self._worked[person, firm]
        if not ids:
            del self._worked[person, firm]
            return
        for role, rows in by_role(sorted((self._said[name] for name in ids), key=_order)):
            first, last = span_of(rows)
            evidence = [row.statement.id for row in rows]
            self._edge(
                person,
                firm,
                EdgeKind.AFFILIATED_WITH,
                role or "",
                role=role,
                first_seen=first,
                last_seen=last,
                evidence=evidence,
            )


def _is_of(key: str, kind: EdgeKind) -> bool:
    return key == kind.value or key.startswith(f"{kind.value}:")


def _order(stored: StoredStatement) -> tuple[str, str]:
    return iso(stored.date_published) or "9999", stored.statement.id
