"""A speaker's stance over time: a panel for each topic, changes of side marked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from corpus.types import Language
from graph.pictures.canvas import FAINT, GRID, INK, MARKS, drawn, plain_axes, shortened
from graph.pictures.words import full_day, month, word
from graph.positions import Change, Series
from graph.schema import SIDE_COLOURS

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_PANEL = 1.25  # inches
_TICKS = 6
_SIDED = ("supportive", "sceptical", "mixed")


def draw_timeline(
    series: Sequence[tuple[str, Series]],
    changes: Sequence[Change],
    name: str,
    caption: str,
    language: Language,
    kind: str,
) -> bytes:
    """The picture as a file's bytes: score −1 (sceptical) to 1 (supportive) by day of publication.

    :param series: with the topic's label, from top to bottom; those without a date are left out.
    :param kind: ``svg`` or ``png``.
    """
    shown = [(label, one) for label, one in series if one.positions]
    height = 1.45 + _PANEL * len(shown)
    days = [step.on for _, one in shown for step in one.positions]
    first, last = min(days), max(days)
    room = max((last - first) // 20, timedelta(days=5))
    ticks = _ticks(first, last)

    def draw(figure: Figure) -> None:
        for row, (label, one) in enumerate(shown):
            bottom = (0.85 + _PANEL * (len(shown) - 1 - row)) / height
            axes = figure.add_axes((0.12, bottom, 0.83, (_PANEL - 0.42) / height))
            plain_axes(axes)
            bounds: Any = (first - room, last + room)
            axes.set_xlim(*bounds)
            axes.set_ylim(-1.15, 1.15)
            _panel(axes, label, one, [change for change in changes if change.topic == one.topic], language)
            at: Any = ticks
            axes.set_xticks(at, [month(day, language) for day in ticks] if row == len(shown) - 1 else [""] * len(ticks))
        _legend(figure, language, height)

    return drawn(draw, (9.0, height), kind, word("timeline", language, name=name), caption)


def _panel(axes: Axes, label: str, one: Series, changes: Sequence[Change], language: Language) -> None:
    axes.set_title(shortened(label, 80), fontsize=9.5, color=INK, loc="left", pad=3, fontweight="bold")
    axes.axhline(0, color=FAINT, linewidth=0.7, zorder=1)
    for level in (-1, 1):
        axes.axhline(level, color=GRID, linewidth=0.7, zorder=0)
    axes.set_yticks([-1, 0, 1], [word("against", language), "", word("for", language)], fontsize=7.5, color=FAINT)
    sided = [step for step in one.positions if step.opinion.polarity.value in _SIDED]
    line: Any = [step.on for step in sided]
    axes.plot(line, [step.opinion.score for step in sided], color="#a0aec0", linewidth=1.2, zorder=2)
    for side, mark in MARKS.items():
        steps = [step for step in one.positions if step.opinion.polarity.value == side]
        days: Any = [step.on for step in steps]
        axes.scatter(
            days,
            [step.opinion.score for step in steps],
            marker=mark,
            s=46 if side != "neutral" else 26,
            c=SIDE_COLOURS[side],
            edgecolors="white",
            linewidths=0.7,
            zorder=3,
        )
    for number, change in enumerate(changes):
        on: Any = change.after.on
        axes.axvline(on, color=INK, linewidth=0.8, linestyle=(0, (2, 2)), zorder=1)
        days = [step.on for step in one.positions]
        right = change.after.on > min(days) + (max(days) - min(days)) / 2
        axes.annotate(
            word("changed", language, day=full_day(change.after.on, language)),
            (on, 1.0 if number % 2 == 0 else -1.0),
            xytext=(-4 if right else 4, 0),
            textcoords="offset points",
            fontsize=7.5,
            color=INK,
            ha="right" if right else "left",
            va="center",
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.8, "alpha": 0.85},
            zorder=4,
        )


def _legend(figure: Figure, language: Language, height: float) -> None:
    from matplotlib.lines import Line2D

    looks: dict[str, Any] = {
        side: {"marker": mark, "color": "none", "markerfacecolor": SIDE_COLOURS[side], "markeredgecolor": "none"}
        for side, mark in MARKS.items()
    }
    handles = [Line2D([], [], label=word(side, language), **look) for side, look in looks.items()]
    figure.legend(
        handles=handles,
        loc="lower right",
        bbox_to_anchor=(0.97, 0.28 / height),
        ncols=4,
        frameon=False,
        fontsize=8,
        labelcolor=FAINT,
    )


def _ticks(first: date, last: date) -> list[date]:
    """First days of months, at most six, evenly spread; of a short time its first day."""
    months = (last.year - first.year) * 12 + last.month - first.month
    step = max(1, -(-months // _TICKS))
    at, found = first.year * 12 + first.month - 1, []
    while (day := date(at // 12, at % 12 + 1, 1)) <= last:
        if day >= first or months == 0:
            found.append(max(day, first))
        at += step
    return found or [first]
