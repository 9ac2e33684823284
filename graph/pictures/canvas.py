"""What all pictures share: size, colours, letters, how they are saved."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from io import BytesIO
from threading import Lock
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from corpus.errors import UsageError

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

INK, FAINT, GRID = "#1a202c", "#4a5568", "#e2e8f0"
#: Colours of camps, told apart by the colour-blind (Okabe & Ito 2008).
CAMPS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#7a5195", "#666666")
#: Marks and hatches that tell sides apart without colour.
MARKS = {"supportive": "^", "sceptical": "v", "mixed": "D", "neutral": "o"}
HATCHES = {"supportive": "", "sceptical": "////", "mixed": "..", "neutral": ""}
_FAMILY = "DejaVu Sans"  # comes with matplotlib: the same picture on every machine
_DPI = 200
_SETTINGS: Any = {
    "svg.fonttype": "none",
    "svg.hashsalt": "quotegraph",
    "text.parse_math": False,
    "font.family": [_FAMILY, "sans-serif"],
    "hatch.linewidth": 0.6,
}
_drawing = Lock()  # matplotlib's settings are those of the process


def check_format(name: str) -> str:
    """``svg`` or ``png``, from a file's suffix or the word itself.

    :raises UsageError: it is neither.
    """
    wanted = name.lower().lstrip(".")
    if wanted not in {"svg", "png"}:
        raise UsageError(name or "a file without suffix", "is no format for pictures", "use .svg or .png")
    return wanted


def drawn(draw: Callable[[Figure], None], size: tuple[float, float], kind: str, title: str, caption: str) -> bytes:
    """A picture as a file's bytes, the same for the same input.

    :param draw: draws on the figure; title and caption are added here.
    :param size: width and height in inches.
    :param kind: ``svg`` (text stays text) or ``png`` (200 dots an inch).
    """
    import matplotlib as mpl
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    with _drawing, mpl.rc_context(_SETTINGS):
        figure = Figure(figsize=size, facecolor="white")
        canvas: Any = FigureCanvasSVG(figure) if kind == "svg" else FigureCanvasAgg(figure)
        draw(figure)
        inch = 1 / size[1]
        left = 0.25 / size[0]
        figure.text(
            left,
            1 - 0.2 * inch,
            shortened(title, int(size[0] * 9)),
            fontsize=14,
            fontweight="bold",
            color=INK,
            va="top",
        )
        figure.text(left, 0.14 * inch, shortened(caption, int(size[0] * 15)), fontsize=8, color=FAINT, va="bottom")
        made = BytesIO()
        if kind == "svg":  # without a date: the same bytes for the same input
            canvas.print_svg(made, metadata={"Title": title, "Description": caption, "Date": None})
            described = f"</title>\n <desc>{escape(caption)}</desc>"  # for those who cannot see it
            return made.getvalue().replace(b"</title>", described.encode(), 1)
        figure.set_dpi(_DPI)
        canvas.print_png(made, metadata={"Title": title, "Software": None})
        return made.getvalue()


def plain_axes(axes: Axes) -> None:
    """Takes the frame away."""
    for side in axes.spines.values():
        side.set_visible(False)
    axes.tick_params(length=0, labelsize=9, colors=INK)


def shortened(text: str, most: int) -> str:
    """A text in letters that the font has, at most so many; cut at the end with an ellipsis."""
    shown = " ".join("".join(letter if _has(letter) else "□" for letter in text).split())
    return shown if len(shown) <= most else f"{shown[: most - 1].rstrip()}…"


@lru_cache(maxsize=4_096)
def _has(letter: str) -> bool:
    return letter.isspace() or (letter.isprintable() and bool(_font().get_char_index(ord(letter))))


@lru_cache(maxsize=1)
def _font() -> Any:
    from matplotlib import font_manager

    return font_manager.get_font(font_manager.findfont(_FAMILY))
