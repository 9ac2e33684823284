"""Who agrees with whom on a topic: speakers on a circle, camp beside camp."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import networkx as nx

from corpus.types import Language
from graph.aggregate import side_of
from graph.pictures.canvas import CAMPS, FAINT, INK, drawn, shortened
from graph.pictures.words import side_word, word
from graph.relations import Camp, Relation, camps, relations
from graph.schema import EdgeKind

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_LINES = 4  # of each kind that are drawn for a speaker, the strongest; more hide each other
_LEVEL = 20  # speakers up to whom labels stand level; of more they stand along the radius
_SHAPES = {"supportive": "o", "sceptical": "s", "mixed": "D", "neutral": "D"}


@dataclass(frozen=True, slots=True)
class Seat:
    """A speaker on the circle.

    :param angle: radians, from the right against the clock.
    """

    id: str
    label: str
    statements: int
    camp: int
    angle: float


@dataclass(frozen=True, slots=True)
class Network:
    """Speakers on a topic in camps, with the strongest of their relations.

    :param speaking: how many speakers take a side in all.
    """

    camps: tuple[Camp, ...]
    seats: tuple[Seat, ...]
    relations: tuple[Relation, ...]
    speaking: int


def network_of(graph: nx.MultiDiGraph, topics: Collection[str], *, limit: int = 40) -> Network:
    """The network of some topics taken together.

    :param graph: with people, firms, groups and what they hold.
    :param topics: nodes of topics.
    :param limit: the most speakers, those with most statements.
    :raises NotFoundError: nobody says anything of them.
    """
    found = camps(graph, topics)
    counts: dict[str, float] = {}
    for topic in topics:
        for speaker, _, data in graph.in_edges(topic, data=True) if topic in graph else ():
            if data["kind"] == EdgeKind.HOLDS:
                counts[speaker] = counts.get(speaker, 0.0) + data["weight"]
    speaking = [speaker for camp in found for speaker in camp.members]
    chosen = frozenset(sorted(speaking, key=lambda one: (-counts.get(one, 0.0), one))[:limit])
    made = [Camp(tuple(one for one in camp.members if one in chosen), camp.score) for camp in found]
    shown = sorted((camp for camp in made if camp.members), key=lambda camp: (camp.score, camp.members))
    seats = tuple(_seats(graph, shown, counts))
    lines = _lines(relations(graph, topics), [seat.id for seat in seats])
    return Network(tuple(shown), seats, lines, len(speaking))


def draw_network(network: Network, topic: str, caption: str, language: Language, kind: str) -> bytes:
    """The picture as a file's bytes; each camp has a colour and each side a shape.

    :param topic: the topic's label.
    :param kind: ``svg`` or ``png``.
    """
    sides = [side_of(camp.score, both=True) for camp in network.camps]

    def draw(figure: Figure) -> None:
        axes = figure.add_axes((0.02, 0.09, 0.96, 0.8))
        axes.set_axis_off()
        axes.set_aspect("equal")
        level = len(network.seats) <= _LEVEL
        axes.set_xlim(*((-2.0, 2.0) if level else (-2.2, 2.2)))
        axes.set_ylim(*((-1.45, 1.25) if level else (-1.9, 1.7)))
        at = {seat.id: (math.cos(seat.angle), math.sin(seat.angle)) for seat in network.seats}
        for one in network.relations:
            _line(axes, at[one.one], at[one.other], one)
        for seat in network.seats:
            _seat(axes, seat, sides[seat.camp], level=level)
        _legend(axes, network, sides, language)

    parts = [caption, word("size", language), word("lines", language, count=_LINES)]
    if len(network.seats) < network.speaking:
        parts.insert(1, word("shown", language, shown=len(network.seats), all=network.speaking))
    title = word("network", language, topic=topic)
    size = (9.0, 6.9) if len(network.seats) <= _LEVEL else (9.0, 8.4)
    return drawn(draw, size, kind, title, " · ".join(part for part in parts if part))


def _seats(graph: nx.MultiDiGraph, shown: Sequence[Camp], counts: dict[str, float]) -> list[Seat]:
    """Camps side by side with a gap between; the sceptical ones begin on the left."""
    gap = 0.6 if len(shown) > 1 else 0.0
    places = sum(len(camp.members) for camp in shown) + gap * len(shown)
    step, at, seats = 2 * math.pi / max(places, 1.0), 0.5, []
    for number, camp in enumerate(shown):
        for speaker in camp.members:
            label = graph.nodes[speaker]["label"]
            seats.append(Seat(speaker, label, int(counts.get(speaker, 1)), number, math.pi / 2 + at * step))
            at += 1
        at += gap
    return seats


def _lines(found: Iterable[Relation], seats: Sequence[str]) -> tuple[Relation, ...]:
    """The strongest relations of each speaker; of equal ones those to neighbours, or right across."""
    place = {name: number for number, name in enumerate(seats)}
    of: defaultdict[tuple[str, EdgeKind], dict[str, Relation]] = defaultdict(dict)
    for one in found:
        for speaker, other in ((one.one, one.other), (one.other, one.one)):
            held = of[speaker, one.kind]
            if speaker in place and other in place and (other not in held or held[other].score < one.score):
                held[other] = one
    chosen: dict[tuple[str, str, EdgeKind], Relation] = {}
    for (speaker, kind), others in of.items():
        aim = place.get(speaker, 0) + (0 if kind is EdgeKind.AGREES_WITH else len(seats) // 2)

        def strength(other: str, others: dict[str, Relation] = others, aim: int = aim) -> tuple[float, int, str]:
            away = abs(place[other] - aim) % len(seats)
            return -others[other].score, min(away, len(seats) - away), other

        for other in sorted(others, key=strength)[:_LINES]:
            chosen[others[other].one, others[other].other, kind] = others[other]
    return tuple(chosen[key] for key in sorted(chosen))


def _line(axes: Axes, one: tuple[float, float], other: tuple[float, float], relation: Relation) -> None:
    from matplotlib.patches import FancyArrowPatch
    from matplotlib.path import Path

    agrees = relation.kind is EdgeKind.AGREES_WITH
    middle = ((one[0] + other[0]) * 0.2, (one[1] + other[1]) * 0.2)  # bent towards the centre
    path = Path([one, middle, other], [Path.MOVETO, Path.CURVE3, Path.CURVE3])
    axes.add_patch(
        FancyArrowPatch(
            path=path,
            arrowstyle="-",
            linewidth=0.5 + 1.2 * relation.score,
            linestyle="-" if agrees else (0, (3, 3)),
            color="#4a5568" if agrees else "#c53030",
            alpha=0.45 if agrees else 0.35,
            zorder=1,
        )
    )


def _seat(axes: Axes, seat: Seat, side: str, *, level: bool) -> None:
    x, y = math.cos(seat.angle), math.sin(seat.angle)
    size = (60 + 45 * min(seat.statements, 12)) * (1.0 if level else 0.45)
    colour = CAMPS[seat.camp % len(CAMPS)]
    axes.scatter([x], [y], s=size, c=colour, marker=_SHAPES[side], edgecolors="white", linewidths=1.2, zorder=3)
    out = 1.07 + math.sqrt(size) / 260
    right = x >= 0
    turned = math.degrees(seat.angle) if right else math.degrees(seat.angle) - 180
    label = f"{shortened(seat.label, 26)} ({seat.statements})"
    axes.text(
        x * out,
        y * out,
        label,
        fontsize=9 if level else 7.5,
        color=INK,
        ha="left" if right else "right",
        va="center",
        rotation=0 if level else turned,
        rotation_mode="anchor",
        zorder=4,
    )


def _legend(axes: Axes, network: Network, sides: Sequence[str], language: Language) -> None:
    from matplotlib.lines import Line2D

    handles: list[Any] = []
    for number, (camp, side) in enumerate(zip(network.camps, sides, strict=True)):
        name = word("camp", language, number=number + 1)
        label = f"{name}: {side_word(side, language)} {camp.score:+.2f} ({len(camp.members)})"
        colour = CAMPS[number % len(CAMPS)]
        look: Any = {"marker": _SHAPES[side], "color": "none", "markerfacecolor": colour, "markeredgecolor": "none"}
        handles.append(Line2D([], [], label=label, **look))
    handles.append(Line2D([], [], color="#4a5568", linewidth=1.2, label=word("agree", language)))
    handles.append(
        Line2D([], [], color="#c53030", linewidth=1.2, linestyle=(0, (3, 3)), label=word("disagree", language))
    )
    axes.legend(
        handles=handles,
        loc="lower center",
        bbox_to_anchor=(0.5, -0.03),
        ncols=min(len(handles), 4),
        frameon=False,
        fontsize=8.5,
        labelcolor=FAINT,
    )
