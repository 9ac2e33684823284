"""How likely a verdict of the bundled judge is right, by what was measured where it had learned nothing."""

from __future__ import annotations

import math

from corpus.types import Polarity

#: Slope and offset of the logistic curve from the judge's own odds to the share of right verdicts, of what speakers
#: say (with reporting words beside it) and of what the text says; ``bench/stance_confidence.py`` finds them.
SPOKEN = {"side": (0.37, 0.05), "neutral": (0.61, -0.84)}
WRITTEN = {"side": (0.46, -0.24), "neutral": (0.66, 0.24)}
MIXED = 0.2  #: "both" is rare, and seldom right
_EDGE = 1e-3
#: Below this a side is offered for review: it is wrong in two of five.
DOUBTFUL = 0.6


def chance(likely: float, polarity: Polarity, *, spoken: bool) -> float:
    """How likely the side is right, 0 to 1.

    :param likely: what the judge makes of it, 0 to 1.
    :param spoken: whether reporting words stood beside the statement.
    """
    if polarity is Polarity.MIXED:
        return MIXED
    slope, offset = (SPOKEN if spoken else WRITTEN)["neutral" if polarity is Polarity.NEUTRAL else "side"]
    return round(1 / (1 + math.exp(-(slope * log_odds(likely) + offset))), 2)


def log_odds(likely: float) -> float:
    """The logarithm of the odds of a probability, kept away from certainty."""
    kept = min(max(likely, _EDGE), 1 - _EDGE)
    return math.log(kept / (1 - kept))
