"""Why a statement is uncertain, as far as it tells: for whoever is to confirm or correct it."""

from __future__ import annotations

from corpus.names import fold, is_description
from corpus.stance_confidence import DOUBTFUL
from corpus.types import Polarity, SpeakerType, Statement

_DETAILS = {
    "no-speaker": "Nobody is named who could have said it.",
    "speaker-described": "The speaker is described, not named.",
    "speaker-not-beside": "The article does not name the speaker beside the words; they are taken from the context.",
    "speaker-by-part-of-name": "The article names the speaker here by a part of the name only.",
    "speaker-by-other-words": "The article means the speaker here by other words than the name, such as a pronoun.",
    "no-reporting-words": "No reporting words introduce it.",
    "stance-without-words": "A side is given for which no words stand.",
    "stance-unsure": "The side on its main topic is hardly more likely than another one.",
    "no-topic": "No topic of the scheme was found in it.",
}


def doubts(statement: Statement) -> list[dict[str, str]]:
    """The reasons for doubt about a statement, those about the speaker first, each as ``reason`` and ``detail``."""
    found = [*_about_speaker(statement)]
    if statement.cue is None:
        found.append("no-reporting-words")
    if any(one.polarity is not Polarity.NEUTRAL and not one.cues for one in statement.opinions):
        found.append("stance-without-words")
    if side_is_doubtful(statement):
        found.append("stance-unsure")
    if not statement.opinions:
        found.append("no-topic")
    return [{"reason": reason, "detail": _DETAILS[reason]} for reason in found]


def side_is_doubtful(statement: Statement) -> bool:
    """Whether the side on the main topic may well be another one."""
    main = statement.opinions[0] if statement.opinions else None
    if main is None or main.confidence is None or main.polarity is Polarity.NEUTRAL:
        return False
    return main.confidence <= DOUBTFUL


def _about_speaker(statement: Statement) -> list[str]:
    speaker, source = statement.speaker, statement.source
    if speaker is None:
        return ["no-speaker"]
    if speaker.type is SpeakerType.PERSON and is_description(speaker.name):
        return ["speaker-described"]
    if source is None:
        return ["speaker-not-beside"]
    named, beside = fold(speaker.name).split(), fold(source.exact).split()
    meant = sum(any(_begin_alike(word, other) for other in beside) for word in named)
    if meant == len(named):
        return []
    return ["speaker-by-part-of-name" if meant else "speaker-by-other-words"]


def _begin_alike(word: str, other: str) -> bool:
    """Whether two forms of a word begin alike: names are inflected."""
    length = max(3, min(len(word), len(other)) - 2)
    return word[:length] == other[:length]
