"""For or against: the stance that a statement takes towards a target, with the words that show it.

Two judges decide together: the lexicon with its rules (``corpus.stance_rules``), which knows negation, frames and
reporting verbs, and a small trained network (``corpus.stance_head``), which knows the words that no list holds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from corpus.stance_confidence import chance
from corpus.stance_features import Numbers, describe
from corpus.stance_head import NEUTRAL, SCEPTICAL, SUPPORTIVE, Leaning, bundled_head
from corpus.stance_rules import Assessment, StanceCue, Verdict, assess
from corpus.stance_signals import read
from corpus.topic_words import is_stopword
from corpus.types import Language, Polarity

__all__ = ["StanceCue", "Verdict", "judge", "likely"]

# How likely the classes are, by what the lexicon says (as odds): measured where neither judge had been trained.
_LEXICON = {
    Polarity.SUPPORTIVE: (0.72, 0.07, 0.21),
    Polarity.SCEPTICAL: (0.07, 0.72, 0.21),
    Polarity.NEUTRAL: (0.2, 0.2, 0.6),
    Polarity.MIXED: (0.4, 0.4, 0.2),
}
# The lexicon's say, for a side and for none. It was written for what speakers say; of a reporter's sentence, which has
# no reporting words beside it, the network knows more, unless a negation or the like turns words round.
_SPOKEN, _SPOKEN_NONE = 2.0, 1.5
_REPORTED, _REPORTED_NONE = 0.5, 0.6
_ELSEWHERE = 0.4  # the lexicon's say, where it found its words only in clauses about something else
_CONTESTED = 0.6  # a side is not taken where the opposite is so likely, beside it …
_UNSURE = 0.5  # … or where it is less likely than this itself
_UNSURE_ALONE = 0.62  # the same for what speakers say, where the lexicon takes no side
_ONE_SIDED = 0.85  # what the network must be sure of to overrule "both"
_CUES, _CUE_SHARE = 3, 0.15  # words of the network that are named, and what each must bring of the whole
_NO_ODDS = np.full(3, 1 / 3, dtype=np.float32)
_CLASSES = {SUPPORTIVE: Polarity.SUPPORTIVE, SCEPTICAL: Polarity.SCEPTICAL, NEUTRAL: Polarity.NEUTRAL}


def judge(text: str, language: Language, targets: Sequence[tuple[int, int]] = (), cue: str | None = None) -> Verdict:
    """Which side a statement takes towards a target.

    :param text: the words of the statement.
    :param targets: (start, end) of the mentions of the target in ``text``; with none, the whole text is taken
        to be about the target.
    :param cue: the reporting words ("skrytykował", "ostrzega przed", "welcomed"), which carry stance too.
    """
    judged = _judged(text, language, targets, cue)
    if judged.leaning is None:
        return judged.assessment.verdict
    verdict, odds, polarity = judged.assessment.verdict, judged.odds, judged.polarity
    return Verdict(
        polarity,
        _score(odds, polarity, verdict.score),
        _cues(text, language, polarity, judged.assessment, judged.leaning.words),
        chance(_share(odds, polarity), polarity, spoken=bool(cue)),
    )


def likely(
    text: str, language: Language, targets: Sequence[tuple[int, int]] = (), cue: str | None = None
) -> tuple[Polarity, float]:
    """The side of a statement, and how likely both judges together hold it, 0 to 1: not yet how often that is right."""
    judged = _judged(text, language, targets, cue)
    return judged.polarity, _share(judged.odds, judged.polarity)


@dataclass(frozen=True, slots=True)
class _Judged:
    """What both judges say, and the side that was decided for; no leaning of a text without words."""

    assessment: Assessment
    leaning: Leaning | None
    odds: Numbers
    polarity: Polarity


def _judged(text: str, language: Language, targets: Sequence[tuple[int, int]], cue: str | None) -> _Judged:
    assessment = assess(text, language, targets, cue)
    words = cue.split() if cue else []
    features = describe(text, language, words, assessment)
    if not any(word[0].isalpha() for word in features.words[len(words) :]):
        return _Judged(assessment, None, _NO_ODDS, assessment.verdict.polarity)
    leaning = bundled_head().read(features, language)
    odds = _together(leaning.probabilities, assessment, spoken=bool(words))
    polarity = _decided(odds, leaning.probabilities, assessment, spoken=bool(words))
    return _Judged(assessment, leaning, odds, polarity)


def _together(head: Numbers, assessment: Assessment, *, spoken: bool) -> Numbers:
    lexicon = assessment.verdict.polarity
    if lexicon is Polarity.NEUTRAL:
        say = _SPOKEN_NONE if spoken else _REPORTED_NONE
    else:
        say = _SPOKEN if spoken or assessment.turned else _REPORTED
        if assessment.elsewhere and not assessment.manner:
            say = min(say, _ELSEWHERE)
    odds = head * np.array(_LEXICON[lexicon], dtype=np.float32) ** say
    together: Numbers = odds / odds.sum()
    return together


def _decided(odds: Numbers, head: Numbers, assessment: Assessment, *, spoken: bool) -> Polarity:
    if assessment.verdict.polarity is Polarity.MIXED and head[:NEUTRAL].max() < _ONE_SIDED:
        return Polarity.MIXED
    best = int(odds.argmax())
    alone = spoken and assessment.verdict.polarity is Polarity.NEUTRAL
    unsure = _UNSURE_ALONE if alone else _UNSURE
    if best != NEUTRAL and (odds[1 - best] > _CONTESTED * odds[best] or odds[best] < unsure):
        return Polarity.NEUTRAL
    return _CLASSES[best]


def _share(odds: Numbers, polarity: Polarity) -> float:
    """How likely both judges together hold a verdict; of "both" the lesser side tells."""
    side = next((number for number, one in _CLASSES.items() if one is polarity), None)
    return float(odds[side] if side is not None else odds[:NEUTRAL].min())


def _score(odds: Numbers, polarity: Polarity, lexicon: float) -> float:
    """The mean of both judges, the lexicon's telling degrees; never on the other side than the verdict."""
    difference = float(odds[SUPPORTIVE] - odds[SCEPTICAL])
    mean = (difference + lexicon) / 2
    sign = {Polarity.SUPPORTIVE: 1.0, Polarity.SCEPTICAL: -1.0}.get(polarity, 0.0)
    return round(difference / 2 if mean * sign < 0 else mean, 3)


def _cues(
    text: str, language: Language, polarity: Polarity, assessment: Assessment, brought: Numbers
) -> tuple[StanceCue, ...]:
    """The lexicon's words; where none of them speaks for the side taken, those that the network took it by."""
    found = assessment.verdict.cues
    sign = {Polarity.SUPPORTIVE: 1.0, Polarity.SCEPTICAL: -1.0}.get(polarity, 0.0)
    if not sign or any(cue.weight * sign > 0 for cue in found) or assessment.manner * sign > 0:
        return found
    parsed = read(text, language).parsed
    taken = assessment.spots | assessment.weights.keys()
    whole = float(np.abs(brought).sum())
    heaviest = [
        word
        for word in np.argsort(-sign * brought)[:_CUES].tolist()
        if sign * brought[word] > _CUE_SHARE * whole
        and word not in taken
        and not is_stopword(parsed.words[word].lower(), language)
    ]
    named = (
        StanceCue(parsed.starts[word], parsed.ends[word], round(float(brought[word]) / whole, 3)) for word in heaviest
    )
    return tuple(sorted((*found, *named), key=lambda cue: cue.start))
