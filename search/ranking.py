"""From statements to speakers: grouped, weighed, the two sides told apart."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

from corpus.store import StoredStatement
from corpus.types import Polarity, Speaker, SpeakerType
from search.question_stance import opposite
from search.stances import Stance
from search.types import Hit, SpeakerAnswer

_MIXED_SHARE = 0.4  # the weaker side's part of the stronger from which a speaker is of two minds
_MIXED_RANK = 0.5  # what a speaker of two minds counts among those of one
_FURTHER = 0.5  # what each further statement of a speaker adds, as a share of the one before
_ORDER = (SpeakerType.PERSON, SpeakerType.ORGANIZATION, SpeakerType.GROUP, SpeakerType.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Weighed:
    """A statement with its relevance to the question, 0 to 1, and its stance towards what was asked."""

    found: StoredStatement
    relevance: float
    stance: Stance
    reason: str


@dataclass(frozen=True, slots=True)
class Voice:
    """A speaker with all statements about the subject, and the stance over all of them."""

    id: str
    speaker: Speaker
    statements: tuple[Weighed, ...]
    stance: Polarity
    stance_score: float


def voices(statements: Sequence[Weighed], by_firm: bool = False) -> list[Voice]:
    """The speakers of statements; where nobody is named, one for each article.

    :param by_firm: the firms instead, with what their people said; statements of no firm are left out.
    """
    said: defaultdict[str, list[Weighed]] = defaultdict(list)
    speakers: dict[str, Speaker] = {}
    for one in statements:
        known = _firm(one.found) if by_firm else _speaker(one.found)
        if known is not None:
            said[known[0]].append(one)
            speakers.setdefault(*known)
    return [_voice(name, speakers[name], found) for name, found in said.items()]


def side(
    found: Sequence[Voice], polarity: Polarity, limit: int, *, with_mixed: bool = True
) -> tuple[SpeakerAnswer, ...]:
    """The speakers on one side, strongest first.

    :param with_mixed: whether those of two minds are added, at half their weight.
    """
    answers = []
    for voice in found:
        mixed = with_mixed and voice.stance is Polarity.MIXED and _has(voice, polarity)
        if voice.stance is not polarity and not mixed:
            continue
        wanted = [polarity, Polarity.MIXED, opposite(polarity) or polarity]
        shown = [one for one in voice.statements if one.stance.polarity in wanted]
        shown.sort(key=lambda one: (wanted.index(one.stance.polarity), -_strength(one)))
        counted = [_strength(one) for one in shown if one.stance.polarity in (polarity, Polarity.MIXED)]
        answers.append(_answer(voice, shown, [_strength(one) for one in shown], counted, _MIXED_RANK if mixed else 1.0))
    return _ranked(answers)[:limit]


def everyone(found: Sequence[Voice], limit: int) -> tuple[SpeakerAnswer, ...]:
    """All speakers, those with most to say about the subject first."""
    answers = []
    for voice in found:
        shown = sorted(voice.statements, key=lambda one: -one.relevance)
        scores = [one.relevance for one in shown]
        answers.append(_answer(voice, shown, scores, scores, 1.0))
    return _ranked(answers)[:limit]


def hits(statements: Sequence[Weighed], scores: Sequence[float]) -> tuple[Hit, ...]:
    """Statements as hits; the same words of the same speaker in several documents are one.

    :param scores: of each statement, 0 to 1.
    """
    merged: dict[tuple[str, str], Hit] = {}
    for one, score in zip(statements, scores, strict=True):
        known = _speaker(one.found)
        key = (known[0] if one.found.speaker_id else "", _bare(one.found.statement.text))
        first = merged.get(key)
        if first is None:
            merged[key] = _hit(one, score)
        elif one.found.document not in (first.document, *first.also_in):
            merged[key] = replace(first, also_in=(*first.also_in, one.found.document))
    return tuple(merged.values())


def _voice(name: str, speaker: Speaker, statements: Sequence[Weighed]) -> Voice:
    """The stance over all statements, each counted by its relevance; after a change of mind, the later ones decide."""
    sided = _since_change([one for one in statements if _takes_side(one)])
    pro = sum(one.relevance * max(one.stance.score, 0.0) for one in sided)
    con = sum(one.relevance * max(-one.stance.score, 0.0) for one in sided)
    weight = sum(one.relevance for one in sided)
    score = (pro - con) / weight if weight else 0.0
    if not sided:
        stance = Polarity.NEUTRAL
    elif all(one.stance.polarity is Polarity.MIXED for one in sided) or min(pro, con) >= _MIXED_SHARE * max(pro, con):
        stance = Polarity.MIXED
    else:
        stance = Polarity.SUPPORTIVE if pro > con else Polarity.SCEPTICAL
    return Voice(name, speaker, tuple(statements), stance, round(score, 3))


def _since_change(sided: Sequence[Weighed]) -> Sequence[Weighed]:
    """The statements after a change of mind: where all of one side are older than all of the other."""
    days: dict[Polarity, list[date]] = {Polarity.SUPPORTIVE: [], Polarity.SCEPTICAL: []}
    for one in sided:
        if one.stance.polarity in days:
            days[one.stance.polarity].append(one.found.date_published or date.min)
    pro, con = days[Polarity.SUPPORTIVE], days[Polarity.SCEPTICAL]
    if not pro or not con or date.min in (*pro, *con):
        return sided
    for earlier, later in ((pro, con), (con, pro)):
        if max(earlier) < min(later):
            return [one for one in sided if one.found.date_published and one.found.date_published >= min(later)]
    return sided


def _answer(
    voice: Voice, shown: Sequence[Weighed], scores: Sequence[float], counted: Sequence[float], factor: float
) -> SpeakerAnswer:
    """One speaker's answer.

    :param scores: of the statements shown.
    :param counted: the scores that make up the speaker's.
    """
    left, share = 1.0, 1.0
    for score in sorted(counted, reverse=True):
        left *= 1 - score * share
        share *= _FURTHER
    latest = max(shown, key=_telling)
    return SpeakerAnswer(
        speaker=voice.speaker,
        speaker_id=voice.id,
        role=latest.found.statement.role,
        firm=latest.found.firm_name or latest.found.statement.firm,
        stance=voice.stance,
        score=round((1 - left) * factor, 4),
        hits=hits(shown, scores),
    )


def _telling(one: Weighed) -> tuple[int, date]:
    """How much a statement tells of its speaker's place: role and firm before either alone, then the latest."""
    statement = one.found.statement
    return bool(statement.role) + bool(statement.firm), one.found.date_published or date.min


def _ranked(answers: Collection[SpeakerAnswer]) -> tuple[SpeakerAnswer, ...]:
    def key(answer: SpeakerAnswer) -> tuple[float, int, int, str]:
        return -round(answer.score, 2), _ORDER.index(answer.speaker.type), -len(answer.hits), answer.speaker.name

    return tuple(sorted(answers, key=key))


def _hit(one: Weighed, score: float) -> Hit:
    found = one.found
    return Hit(
        statement=found.statement,
        document=found.document,
        date=found.date_published,
        score=round(score, 4),
        stance=one.stance.polarity,
        stance_score=round(one.stance.score, 3),
        reason=one.reason,
        stance_cues=one.stance.cues,
        headline=found.headline,
        publisher=found.publisher,
        url=found.url,
    )


def _speaker(found: StoredStatement) -> tuple[str, Speaker]:
    speaker = found.statement.speaker
    if speaker is None or found.speaker_id is None:
        return f"unknown:{found.statement.article_id}", Speaker("unknown", SpeakerType.UNKNOWN)
    return found.speaker_id, Speaker(found.speaker_name or speaker.name, speaker.type)


def _firm(found: StoredStatement) -> tuple[str, Speaker] | None:
    if found.firm_id is not None:
        return found.firm_id, Speaker(found.firm_name or found.statement.firm or "", SpeakerType.ORGANIZATION)
    speaker = found.statement.speaker
    if speaker is not None and found.speaker_id is not None and speaker.type is SpeakerType.ORGANIZATION:
        return found.speaker_id, Speaker(found.speaker_name or speaker.name, speaker.type)
    return None


def _has(voice: Voice, polarity: Polarity) -> bool:
    return any(one.stance.polarity in (polarity, Polarity.MIXED) for one in voice.statements)


def _takes_side(one: Weighed) -> bool:
    return one.stance.polarity is not Polarity.NEUTRAL


def _strength(one: Weighed) -> float:
    return one.relevance * abs(one.stance.score)


def _bare(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))
