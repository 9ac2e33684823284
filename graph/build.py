"""The graph of a store: a networkx MultiDiGraph of people, firms, groups, topics, statements and articles."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Protocol

import networkx as nx

from corpus.topics import TopicScheme, default_scheme
from corpus.types import Language, Opinion, Polarity
from graph.schema import COLOURS, SIDE_COLOURS, SIZES, EdgeKind, NodeKind, node_id

if TYPE_CHECKING:
    from corpus.store import StoredStatement

_SIDE = 0.15  # mean score from which a speaker's statements on a topic, taken together, take a side
_LABEL = 60  # code points of a statement that its label shows


class StatementSource(Protocol):
    """What the graph needs of a store."""

    def statements(self) -> Iterable[StoredStatement]:
        """All listed statements."""


def build(store: StatementSource, scheme: TopicScheme | None = None) -> nx.MultiDiGraph:
    """The graph of all listed statements.

    Statements of nobody named have no speaker's node. Edges carry ``kind``, ``date`` (ISO 8601, of publication) and
    the ids of the statements behind them as ``evidence``.
    """
    builder = _Builder(scheme or default_scheme())
    for stored in store.statements():
        builder.add(stored)
    return builder.finish()


class _Builder:
    def __init__(self, scheme: TopicScheme) -> None:
        self.graph = nx.MultiDiGraph()
        self.scheme = scheme
        self._affiliations: dict[tuple[str, str], list[StoredStatement]] = defaultdict(list)
        self._positions: dict[tuple[str, str], list[tuple[StoredStatement, Opinion]]] = defaultdict(list)

    def add(self, stored: StoredStatement) -> None:
        statement = stored.statement
        said = node_id(NodeKind.STATEMENT, statement.id)
        day = _iso(stored.date_published)
        text = statement.text
        self._node(
            said,
            NodeKind.STATEMENT,
            text if len(text) <= _LABEL else f"{text[: _LABEL - 1]}…",
            text=text,
            statement_kind=statement.kind.value,
            language=statement.language.value,
            date=day,
            spans=[f"{span.start}-{span.end}" for span in statement.content],
            confidence=statement.confidence,
        )
        self._article(stored, said, day)
        speaker = self._speaker(stored)
        if speaker is not None:
            self._edge(speaker, said, EdgeKind.SAID, date=day, evidence=[statement.id], cue=_words(stored))
            self._affiliation(stored, speaker)
        for opinion in statement.opinions:
            self._about(stored, said, speaker, opinion, day)

    def _node(self, name: str, kind: NodeKind, label: str, **attributes: Any) -> None:
        if name not in self.graph:
            looks = {"color": COLOURS[kind], "size": SIZES[kind]}
            self.graph.add_node(name, kind=kind.value, label=label, **looks, **attributes)

    def _edge(self, source: str, target: str, kind: EdgeKind, key: str = "", **attributes: Any) -> None:
        name = f"{kind.value}:{key}" if key else kind.value
        self.graph.add_edge(source, target, key=name, kind=kind.value, label=kind.value, **attributes)

    def _article(self, stored: StoredStatement, said: str, day: str | None) -> None:
        article = node_id(NodeKind.ARTICLE, stored.statement.article_id)
        self._node(
            article,
            NodeKind.ARTICLE,
            stored.headline or stored.document,
            document=stored.document,
            publisher=stored.publisher,
            url=stored.url,
            date=day,
        )
        self._edge(said, article, EdgeKind.FROM, date=day, evidence=[stored.statement.id])

    def _speaker(self, stored: StoredStatement) -> str | None:
        speaker = stored.statement.speaker
        if speaker is None or stored.speaker_id is None or stored.speaker_id.startswith("unknown"):
            return None
        prefix = stored.speaker_id.split(":", 1)[0]
        kind = NodeKind(prefix) if prefix in {"person", "firm", "group"} else NodeKind.GROUP
        if prefix == "described":
            kind = NodeKind.PERSON
        self._node(stored.speaker_id, kind, stored.speaker_name or speaker.name)
        return stored.speaker_id

    def _affiliation(self, stored: StoredStatement, speaker: str) -> None:
        firm = stored.firm_id
        if firm is not None and firm != speaker:
            self._node(firm, NodeKind.FIRM, stored.firm_name or firm)
            self._affiliations[speaker, firm].append(stored)

    def _about(
        self, stored: StoredStatement, said: str, speaker: str | None, opinion: Opinion, day: str | None
    ) -> None:
        topic = self._topic(opinion.topic)
        self._edge(
            said,
            topic,
            EdgeKind.ABOUT,
            date=day,
            evidence=[stored.statement.id],
            polarity=opinion.polarity.value,
            score=opinion.score,
            relevance=opinion.relevance,
            cues=[cue.exact for cue in opinion.cues],
            color=SIDE_COLOURS[opinion.polarity.value],
        )
        if speaker is not None:
            self._positions[speaker, topic].append((stored, opinion))

    def _topic(self, topic_id: str) -> str:
        """The node of a topic, with those above it; a topic that the scheme lacks keeps its id as its label."""
        name = node_id(NodeKind.TOPIC, topic_id)
        if name in self.graph:
            return name
        known = topic_id in self.scheme.topics
        labels = {f"label_{lang.value}": self.scheme.label(topic_id, lang) for lang in Language} if known else {}
        self._node(name, NodeKind.TOPIC, labels.get("label_en", topic_id), **labels)
        for broader in self.scheme.broader(topic_id) if known else ():
            self._edge(name, self._topic(broader), EdgeKind.BROADER)
        return name

    def finish(self) -> nx.MultiDiGraph:
        for (person, firm), found in self._affiliations.items():
            for role, rows in _by_role(found):
                first, last = _range(rows)
                self._edge(
                    person,
                    firm,
                    EdgeKind.AFFILIATED_WITH,
                    role or "",
                    role=role,
                    first_seen=first,
                    last_seen=last,
                    evidence=[row.statement.id for row in rows],
                )
        for (speaker, topic), pairs in self._positions.items():
            self._edge(speaker, topic, EdgeKind.HOLDS, **_position(pairs))
        return self.graph


def _by_role(found: Sequence[StoredStatement]) -> Iterator[tuple[str | None, list[StoredStatement]]]:
    roles: dict[str | None, list[StoredStatement]] = defaultdict(list)
    for row in found:
        roles[row.statement.role].append(row)
    yield from roles.items()


def _position(pairs: Sequence[tuple[StoredStatement, Opinion]]) -> dict[str, Any]:
    """A speaker's statements on a topic taken together: their mean score, its side, how many, from when to when."""
    mean = round(sum(opinion.score for _, opinion in pairs) / len(pairs), 3)
    first, last = _range([row for row, _ in pairs])
    both = {Polarity.SUPPORTIVE, Polarity.SCEPTICAL} <= {opinion.polarity for _, opinion in pairs}
    side = "supportive" if mean >= _SIDE else "sceptical" if mean <= -_SIDE else "mixed" if both else "neutral"
    return {
        "polarity": side,
        "score": mean,
        "weight": float(len(pairs)),
        "first_seen": first,
        "last_seen": last,
        "evidence": [row.statement.id for row, _ in pairs],
        "color": SIDE_COLOURS[side],
    }


def _range(rows: Iterable[StoredStatement]) -> tuple[str | None, str | None]:
    days = sorted(row.date_published for row in rows if row.date_published is not None)
    return (_iso(days[0]), _iso(days[-1])) if days else (None, None)


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _words(stored: StoredStatement) -> str | None:
    return stored.statement.cue.exact if stored.statement.cue else None
