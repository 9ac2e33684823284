"""What pictures show, read from a store; for the command line and the service alike."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from api.graphs import topics_below
from corpus.errors import NotFoundError
from corpus.types import Language, Polarity
from search.naming import topic_of

if TYPE_CHECKING:
    import networkx as nx

    from corpus.store import Store
    from corpus.topics import TopicScheme
    from graph.positions import Series
    from search.sums import Sums

_BARS = 25
_PANELS = 6
_ELSE = "ask for another time, or for another topic"


class BarsBy(StrEnum):
    """What each bar stands for."""

    TOPIC = "topic"
    SPEAKER = "speaker"
    FIRM = "firm"


_COLUMNS = {BarsBy.TOPIC: "topic", BarsBy.SPEAKER: "speaker_id", BarsBy.FIRM: "firm_id"}


def topic_graph(
    store: Store | Sums, scheme: TopicScheme, topic: str, since: date | None = None, until: date | None = None
) -> nx.MultiDiGraph:
    """Who holds what of a topic and those below it.

    :raises UsageError: no such topic.
    """
    from graph.entities import entity_graph

    return entity_graph(store, scheme, topics=[topic_of(scheme, topic)], since=since, until=until)


def network_picture(
    graph: nx.MultiDiGraph, scheme: TopicScheme, topic: str, language: Language, kind: str, limit: int
) -> bytes:
    """Who agrees with whom on a topic and those below it.

    :param graph: of people, firms, groups and topics.
    :param kind: ``svg`` or ``png``.
    :raises NotFoundError: nobody takes a side on it.
    """
    from graph.pictures.network import draw_network, network_of
    from graph.pictures.words import period, word

    topics = topics_below(scheme, topic)
    network = network_of(graph, topics, limit=limit)
    label = scheme.label(topic_of(scheme, topic), language)
    if not network.seats:
        raise NotFoundError(f"{label}: nobody takes a side on this; {_ELSE}")
    held = [
        data for name in topics if name in graph for _, _, data in graph.in_edges(name, data=True) if "weight" in data
    ]
    days = [date.fromisoformat(data[key]) for data in held for key in ("first_seen", "last_seen") if data.get(key)]
    count = word("statements", language, count=int(sum(data["weight"] for data in held)))
    caption = _joined(count, period(min(days, default=None), max(days, default=None), language))
    return draw_network(network, label, caption, language, kind)


def stances_picture(
    store: Store | Sums,
    scheme: TopicScheme,
    topic: str | None,
    by: BarsBy | None,
    language: Language,
    kind: str,
    since: date | None = None,
    until: date | None = None,
) -> bytes:
    """Diverging bars of statements for and against.

    :param topic: only what is said of it and those below; all topics where left out.
    :param by: what each bar stands for; topics where left out, speakers where a topic is given.
    :raises NotFoundError: nothing is said.
    """
    from graph.pictures.bars import Bar, draw_bars
    from graph.pictures.words import period, word

    by = by or (BarsBy.TOPIC if topic is None else BarsBy.SPEAKER)
    own = None if topic is None else topic_of(scheme, topic)
    among = None if own is None else scheme.narrower(own)
    counts = store.sides(_COLUMNS[by], topics=among, since=since, until=until)  # type: ignore[arg-type] # one of three
    if not counts:
        raise NotFoundError(f"{topic or 'stances'}: nothing is said of this; {_ELSE}")
    names = _labels(scheme, counts, language) if by is BarsBy.TOPIC else store.names(counts)
    bars = [
        Bar(
            names.get(name, name),
            sides[Polarity.SUPPORTIVE],
            sides[Polarity.SCEPTICAL],
            sides[Polarity.MIXED],
            sides[Polarity.NEUTRAL],
        )
        for name, sides in counts.items()
    ]
    sided = [bar for bar in bars if bar.supportive + bar.sceptical + bar.mixed] or bars
    most = sorted(sided, key=lambda bar: (-(bar.supportive + bar.sceptical + bar.mixed), bar.label))[:_BARS]
    shown = sorted(most, key=lambda bar: (-bar.balance, -bar.supportive, bar.label))
    total = sum(sum(sides.values()) for sides in counts.values())
    part = word("topics_shown", language, shown=len(shown), all=len(sided)) if len(shown) < len(sided) else ""
    caption = _joined(word("counted", language, count=total), period(since, until, language), part)
    title = word("stances", language)
    if own is not None:
        title = word("stances_on", language, topic=scheme.label(own, language))
    return draw_bars(shown, title, caption, language, kind)


def timeline_picture(
    store: Store,
    scheme: TopicScheme,
    person_id: str,
    topic: str | None,
    language: Language,
    kind: str,
    since: date | None = None,
    until: date | None = None,
) -> bytes:
    """A person's stance over time, by topic; the six topics with most statements.

    :raises NotFoundError: no such person, or nothing dated is said.
    """
    from graph.pictures.timeline import draw_timeline
    from graph.pictures.words import period, word
    from graph.positions import changes, series

    person = store.person(person_id)
    among = None if topic is None else _first(scheme, topic)
    listed = series(store.statements(speaker_id=person.id, since=since, until=until), among)
    dated = [one for one in listed if one.positions]
    if not dated:
        raise NotFoundError(f"{person.name}: nothing with a date is said of this; {_ELSE}")
    most = sorted(dated, key=lambda one: (-_sided(one), -len(one.positions), one.topic))[:_PANELS]
    labels = _labels(scheme, [one.topic for one in most], language)
    days = [step.on for one in most for step in one.positions]
    undated = sum(len(one.undated) for one in listed)
    caption = _joined(
        word("statements", language, count=len({step.said.id for one in most for step in one.positions})),
        period(min(days), max(days), language),
        word("undated", language, count=undated) if undated else "",
    )
    panels = [(labels[one.topic], one) for one in most]
    return draw_timeline(panels, changes(most), person.name, caption, language, kind)


def _first(scheme: TopicScheme, topic: str) -> list[str]:
    """A topic and those below it, itself first."""
    own = topic_of(scheme, topic)
    return [own, *sorted(scheme.narrower(own) - {own})]


def _labels(scheme: TopicScheme, topics: Collection[str], language: Language) -> dict[str, str]:
    return {topic: scheme.label(topic, language) if topic in scheme.topics else topic for topic in topics}


def _sided(one: Series) -> int:
    return sum(step.opinion.polarity is not Polarity.NEUTRAL for step in one.positions)


def _joined(*parts: str) -> str:
    shown: Sequence[str] = [part for part in parts if part]
    return " · ".join(shown)
