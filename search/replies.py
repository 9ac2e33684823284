"""What each kind of question is answered with: whose statements, on which side, in which order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from corpus.topics import TopicScheme
from corpus.types import Polarity
from search.catalogue import SIDES, Bools, Floats
from search.question_stance import opposite
from search.ranking import everyone, of_voices, side
from search.types import Intent, Interpretation, SpeakerAnswer, TopicAnswer
from search.voices import Voice, Voices

_TOPICS = 10  # most topics of one answer
_LEAST = 0.3  # relevance of an opinion that makes a statement one about the topic
_LEANS = 0.1  # from so much on, somebody of two minds leans to a side
_BEFORE = 0.5  # what statements from before a change of mind count when the change is asked for
_SIDES = (Polarity.SUPPORTIVE, Polarity.SCEPTICAL)


@dataclass(frozen=True, slots=True)
class Counted:
    """How many speakers there are, and how much they say.

    :param sides: speakers by stance.
    :param told: the speakers themselves, where the question is about each of them.
    """

    speakers: int = 0
    sides: Mapping[Polarity, int] = field(default_factory=dict)
    statements: int = 0
    articles: int = 0
    told: tuple[Voice, ...] = ()


@dataclass(frozen=True, slots=True)
class Reply:
    """Who answers, who holds the opposite, and the voices that the summary counts."""

    answers: tuple[SpeakerAnswer, ...]
    opposing: tuple[SpeakerAnswer, ...]
    counted: Counted
    anchors: tuple[Voice, ...] = ()
    topics: tuple[TopicAnswer, ...] = ()


def reply_to(read: Interpretation, found: Voices, anchors: Collection[str], scheme: TopicScheme, limit: int) -> Reply:
    """The reply to a question.

    :param found: all speakers with evidence.
    :param anchors: ids of those whose view others are held against.
    :param limit: most speakers on each side.
    """
    if read.intent is Intent.CHANGE:
        return _changed(read, found, limit)
    if read.intent in (Intent.DISAGREE, Intent.AGREE):
        return _related(read.intent, found, anchors, limit)
    told = range(len(found)) if read.intent is Intent.COMPARE else ()
    counted = _counted(found, np.ones(len(found), dtype=bool), told)
    if read.stance is None:
        topics = _topics(found, read, scheme) if read.intent is Intent.TOPICS else ()
        return Reply(everyone(found, limit), (), counted, topics=topics)
    other = opposite(read.stance)
    opposing = side(found, other, limit, with_mixed=False) if other else ()
    return Reply(side(found, read.stance, limit), opposing, counted)


def _counted(found: Voices, among: Bools, told: Sequence[int] = ()) -> Counted:
    stance, _ = found.stances
    sides = np.bincount(stance[among], minlength=len(SIDES)).tolist()
    own = among[found.voice]
    return Counted(
        speakers=int(among.sum()),
        sides=dict(zip(SIDES, sides, strict=True)),
        statements=int(own.sum()),
        articles=len(np.unique(found.articles[own])),
        told=tuple(found.told(told)),
    )


def _changed(read: Interpretation, found: Voices, limit: int) -> Reply:
    """Those who changed sides (towards the one asked for); of a person asked for, everything, the change first."""
    wanted = (None, Polarity.MIXED)
    changed = sorted(
        number for number, change in found.changes.items() if read.stance in wanted or read.stance is change.now
    )
    asked_for_one = read.filters.person is not None or read.filters.firm is not None
    chosen = changed if changed or not asked_for_one else list(range(len(found)))
    among = np.zeros(len(found), dtype=bool)
    among[chosen] = True
    fit = _near_change(found)
    return Reply(of_voices(found, chosen, fit, limit), (), _counted(found, among, chosen))


def _near_change(found: Voices) -> Floats:
    """How well each statement shows a change of mind: its own words first, then what is said since, then before."""
    catalogue, rows = found.findings.catalogue, found.findings.rows
    fit = found.relevance.copy()
    for number, change in found.changes.items():
        places = found.places(number)
        since = catalogue.day[rows[places]] >= change.since.toordinal()
        fit[places] = found.relevance[places] * np.where(since, 1.0, _BEFORE)
        told = places[catalogue.announces[rows[places]]]
        fit[told] = 1 - (1 - found.relevance[told]) / 2
    return fit


def _related(intent: Intent, found: Voices, anchors: Collection[str], limit: int) -> Reply:
    """Those on the other side than somebody, or on the same; the one they are held against stands opposite."""
    anchor = found.of_ids(anchors)
    own = found.told(np.flatnonzero(anchor).tolist())
    stance = next((leaning for voice in own if (leaning := _leaning(voice)) is not None), None)
    wanted = opposite(stance) if stance and intent is Intent.DISAGREE else stance
    answers = side(found, wanted, limit, among=~anchor) if wanted else ()
    return Reply(answers, everyone(found, limit, anchor), _counted(found, ~anchor), tuple(own))


def _leaning(voice: Voice) -> Polarity | None:
    """The side somebody takes, or leans to when they are of two minds."""
    if voice.stance is Polarity.MIXED and abs(voice.stance_score) >= _LEANS:
        return Polarity.SUPPORTIVE if voice.stance_score > 0 else Polarity.SCEPTICAL
    return voice.stance if voice.stance in _SIDES else None


def _topics(found: Voices, read: Interpretation, scheme: TopicScheme) -> tuple[TopicAnswer, ...]:
    """What the speakers talk of, by how much they say about it."""
    weights: defaultdict[str, float] = defaultdict(float)
    counts: defaultdict[str, int] = defaultdict(int)
    scores: defaultdict[str, float] = defaultdict(float)
    opinions, names = found.findings.catalogue.opinions, found.findings.catalogue.coding.topics.texts
    rows = found.findings.rows[np.concatenate([found.places(number) for number in range(len(found))] or [found.first])]
    for place in found.findings.catalogue.opinions_of(rows)[0].tolist():
        topic, relevance = names[opinions.topic[place]], float(opinions.relevance[place])
        if relevance >= _LEAST:
            weights[topic] += relevance
            counts[topic] += 1
            scores[topic] += relevance * float(opinions.score[place])
    best = sorted(weights, key=lambda topic: (-weights[topic], topic))[:_TOPICS]
    return tuple(
        TopicAnswer(topic, scheme.label(topic, read.language), counts[topic], _stance(scores[topic] / weights[topic]))
        for topic in best
    )


def _stance(score: float) -> Polarity:
    if abs(score) < 0.15:
        return Polarity.NEUTRAL
    return Polarity.SUPPORTIVE if score > 0 else Polarity.SCEPTICAL
