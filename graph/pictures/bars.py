"""Diverging bars: how many statements are for and against, topic by topic or speaker by speaker."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from corpus.types import Language
from graph.pictures.canvas import FAINT, GRID, HATCHES, INK, drawn, plain_axes, shortened
from graph.pictures.words import word
from graph.schema import SIDE_COLOURS

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_ROW = 0.34  # inches
_LABEL = 40  # letters


@dataclass(frozen=True, slots=True)
class Bar:
    """Statements of a topic or speaker, by side."""

    label: str
    supportive: int
    sceptical: int
    mixed: int
    neutral: int

    @property
    def left(self) -> float:
        """Where the bar begins: half of what is mixed lies on either side of the middle."""
        return -self.sceptical - self.mixed / 2

    @property
    def right(self) -> float:
        """Where it ends."""
        return self.supportive + self.mixed / 2

    @property
    def balance(self) -> float:
        """−1 (all against) to 1 (all for)."""
        sided = self.supportive + self.sceptical + self.mixed
        return (self.supportive - self.sceptical) / sided if sided else 0.0


def draw_bars(bars: Sequence[Bar], title: str, caption: str, language: Language, kind: str) -> bytes:
    """The picture as a file's bytes: against to the left, for to the right, neutral counted beside.

    :param bars: from top to bottom.
    :param kind: ``svg`` or ``png``.
    """
    height = 1.55 + _ROW * len(bars)

    def draw(figure: Figure) -> None:
        top, bottom = 0.9 / height, 0.5 / height
        axes = figure.add_axes((0.34, bottom, 0.56, 1 - top - bottom))
        plain_axes(axes)
        reach = max([max(-bar.left, bar.right) for bar in bars] + [1.0])
        axes.set_xlim(-reach * 1.08, reach * 1.08)
        axes.set_ylim(len(bars) - 0.5, -0.5)
        axes.axvline(0, color=INK, linewidth=0.8, zorder=3)
        for row, bar in enumerate(bars):
            _bar(axes, row, bar, reach)
        axes.set_yticks(range(len(bars)), [shortened(bar.label, _LABEL) for bar in bars])
        axes.set_xticks([])
        axes.text(-reach * 1.08, -0.75, f"← {word('against', language)}", fontsize=9, color=SIDE_COLOURS["sceptical"])
        axes.text(
            reach * 1.08, -0.75, f"{word('for', language)} →", fontsize=9, color=SIDE_COLOURS["supportive"], ha="right"
        )
        axes.text(reach * 1.16, -0.75, word("neutral", language), fontsize=8, color=FAINT, ha="left")
        if any(bar.mixed for bar in bars):
            axes.text(0, -0.75, word("mixed", language), fontsize=9, color=SIDE_COLOURS["mixed"], ha="center")

    return drawn(draw, (9.0, height), kind, title, caption)


def _bar(axes: Axes, row: int, bar: Bar, reach: float) -> None:
    axes.axhline(row + 0.5, color=GRID, linewidth=0.5, zorder=0)
    at = bar.left
    for side, count in (("sceptical", bar.sceptical), ("mixed", bar.mixed), ("supportive", bar.supportive)):
        if count:
            look: Any = {"color": SIDE_COLOURS[side], "hatch": HATCHES[side], "edgecolor": "white"}
            axes.barh(row, count, left=at, height=0.66, zorder=2, **look)
            box = {"facecolor": SIDE_COLOURS[side], "edgecolor": "none", "pad": 1.2} if HATCHES[side] else None
            if count >= reach * 0.05:
                middle: Any = {"ha": "center", "va": "center", "bbox": box, "zorder": 4}
                axes.text(at + count / 2, row, str(count), color="white", fontsize=8, **middle)
            at += count
    if bar.neutral:
        axes.text(reach * 1.16, row, str(bar.neutral), color=FAINT, fontsize=8, va="center")
