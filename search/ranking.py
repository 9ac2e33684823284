"""From statements to speakers: grouped, weighed, the two sides told apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from heapq import nsmallest

from corpus.store import StoredStatement
from corpus.types import Firm, Polarity, Speaker, SpeakerType
from search.changes import Change, change_of
from search.same_words import Group, grouped
from search.types import Hit, SpeakerAnswer
from search.weighed import Weighed

_MIXED_SHARE = 0.4  # the weaker side's part of the stronger from which a speaker is of two minds
_MIXED_RANK = 0.5  # what a speaker of two minds counts among those of one
_UNKNOWN, _UNNAMED, _GROUP = 0.5, 0.6, 0.8  # what a speaker counts, beside a named one, of whom nothing, only a …
# … function ("spokesperson") or only a group is named: who asks "who" wants a name
_ASIDE = 0.25  # what a speaker's statement on no side, or the other, counts beside those on the side asked for
_FURTHER = 0.5  # what each further statement of a speaker adds, as a share of the one before
_OF_ONE_MIND = (SpeakerType.PERSON, SpeakerType.ORGANIZATION)  # groups are other people every time
_ORDER = (SpeakerType.PERSON, SpeakerType.ORGANIZATION, SpeakerType.GROUP, SpeakerType.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Voice:
    """A speaker with all statements about the subject, and the stance over all of them."""

    id: str
    speaker: Speaker
    statements: tuple[Weighed, ...]
    stance: Polarity
    stance_score: float
    change: Change | None = None


def voices(statements: Sequence[Weighed], firms: Mapping[str, Firm] | None = None) -> list[Voice]:
    """The speakers of statements; where nobody is named, one for each article.

    :param firms: when given, the firms instead, with what their people said; holds those of speakers whose statements
        name none, by the speaker's id. Statements of no firm are left out.
    """
    said: defaultdict[str, list[Weighed]] = defaultdict(list)
    speakers: dict[str, Speaker] = {}
    for one in statements:
        known = _speaker(one.found) if firms is None else _firm(one.found, firms)
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
    scored = []
    for voice in found:
        mixed = with_mixed and voice.stance is Polarity.MIXED and _has(voice, polarity)
        if voice.stance is not polarity and not mixed:
            continue
        factor = (_MIXED_RANK if mixed else 1.0) * _worth(voice)
        scored.append(_scored(voice, lambda one: _fit(one, polarity), lambda one: _takes(one, polarity), factor))
    return _best(scored, limit)


def everyone(found: Sequence[Voice], limit: int) -> tuple[SpeakerAnswer, ...]:
    """All speakers, those with most to say about the subject first."""
    return of_voices(found, lambda _, one: one.relevance, limit)


def of_voices(found: Sequence[Voice], fit: Callable[[Voice, Weighed], float], limit: int) -> tuple[SpeakerAnswer, ...]:
    """All speakers, by how well their statements fit.

    :param fit: how well a statement of a speaker fits, 0 to 1.
    """
    return _best([_scored(voice, partial(fit, voice), _all, _worth(voice)) for voice in found], limit)


def hits(statements: Sequence[Weighed], scores: Sequence[float]) -> tuple[Hit, ...]:
    """Statements as hits; the same words of the same speaker in several documents are one.

    :param scores: of each statement, 0 to 1.
    """
    return tuple(_hit(group) for group in grouped(statements, scores))


def _voice(name: str, speaker: Speaker, statements: Sequence[Weighed]) -> Voice:
    """The stance over all statements, each counted by its relevance; after a change of mind, the later ones decide."""
    change = change_of(statements) if speaker.type in _OF_ONE_MIND else None
    sided = [one for one in statements if _takes_side(one) and (change is None or _since(one, change.since))]
    pro = sum(one.relevance * max(one.stance.score, 0.0) for one in sided)
    con = sum(one.relevance * max(-one.stance.score, 0.0) for one in sided)
    weight = sum(one.relevance for one in sided)
    score = (pro - con) / weight if weight else 0.0
    if change is not None:
        stance = change.now
    elif not sided:
        stance = Polarity.NEUTRAL
    elif all(one.stance.polarity is Polarity.MIXED for one in sided) or min(pro, con) >= _MIXED_SHARE * max(pro, con):
        stance = Polarity.MIXED
    else:
        stance = Polarity.SUPPORTIVE if pro > con else Polarity.SCEPTICAL
    return Voice(name, speaker, tuple(statements), stance, round(score, 3), change)


def _since(one: Weighed, day: date) -> bool:
    return one.found.date_published is not None and one.found.date_published >= day


@dataclass(frozen=True, slots=True)
class _Scored:
    """A speaker with statements grouped and a score, 0 to 1."""

    voice: Voice
    groups: Sequence[Group]
    score: float


def _scored(voice: Voice, fit: Callable[[Weighed], float], counts: Callable[[Weighed], bool], factor: float) -> _Scored:
    """What one speaker is worth as an answer.

    :param fit: how well a statement fits the question, 0 to 1.
    :param counts: whether a statement adds to the speaker's score.
    """
    shown = sorted(((fit(one), one) for one in voice.statements), key=lambda pair: -pair[0])
    groups = grouped([one for _, one in shown], [score for score, _ in shown])
    left, share = 1.0, 1.0
    for group in sorted(groups, key=lambda group: -group.score):
        if counts(group.best):
            left *= 1 - group.score * share
            share *= _FURTHER
    return _Scored(voice, groups, round((1 - left) * factor, 4))


def _best(scored: Collection[_Scored], limit: int) -> tuple[SpeakerAnswer, ...]:
    """The best as answers, in their order."""

    def key(one: _Scored) -> tuple[float, int, int, str]:
        speaker = one.voice.speaker
        return -round(one.score, 2), _ORDER.index(speaker.type), -len(one.groups), speaker.name

    return tuple(map(_answer, nsmallest(limit, scored, key=key)))


def _answer(one: _Scored) -> SpeakerAnswer:
    voice = one.voice
    latest = max(voice.statements, key=_telling)
    return SpeakerAnswer(
        speaker=voice.speaker,
        speaker_id=voice.id,
        role=latest.found.statement.role,
        firm=latest.found.firm_name or latest.found.statement.firm,
        stance=voice.stance,
        score=one.score,
        hits=tuple(map(_hit, one.groups)),
    )


def _telling(one: Weighed) -> tuple[int, date]:
    """How much a statement tells of its speaker's place: role and firm before either alone, then the latest."""
    statement = one.found.statement
    return bool(statement.role) + bool(statement.firm), one.found.date_published or date.min


def _hit(group: Group) -> Hit:
    one, found = group.best, group.best.found
    return Hit(
        statement=found.statement,
        document=found.document,
        date=found.date_published,
        score=round(group.score, 4),
        stance=one.stance.polarity,
        stance_score=round(one.stance.score, 3),
        reason=one.reason,
        stance_cues=one.stance.cues,
        headline=found.headline,
        publisher=found.publisher,
        url=found.url,
        also_in=tuple(group.documents),
    )


def _speaker(found: StoredStatement) -> tuple[str, Speaker]:
    speaker = found.statement.speaker
    if speaker is None or found.speaker_id is None:
        return f"unknown:{found.statement.article_id}", Speaker("unknown", SpeakerType.UNKNOWN)
    return found.speaker_id, Speaker(found.speaker_name or speaker.name, speaker.type)


def _firm(found: StoredStatement, firms: Mapping[str, Firm]) -> tuple[str, Speaker] | None:
    if found.firm_id is not None:
        return found.firm_id, Speaker(found.firm_name or found.statement.firm or "", SpeakerType.ORGANIZATION)
    speaker = found.statement.speaker
    if speaker is not None and found.speaker_id is not None and speaker.type is SpeakerType.ORGANIZATION:
        return found.speaker_id, Speaker(found.speaker_name or speaker.name, speaker.type)
    firm = firms.get(found.speaker_id or "")
    if firm is not None:
        return firm.id, Speaker(firm.name, SpeakerType.ORGANIZATION)
    return None


def _has(voice: Voice, polarity: Polarity) -> bool:
    return any(one.stance.polarity in (polarity, Polarity.MIXED) for one in voice.statements)


def _takes_side(one: Weighed) -> bool:
    return one.stance.polarity is not Polarity.NEUTRAL


def _fit(one: Weighed, polarity: Polarity) -> float:
    """How well a statement answers who is on a side, 0 to 1: relevance first, then how strong the stance is."""
    if _takes(one, polarity):
        return one.relevance * (0.5 + 0.5 * abs(one.stance.score))
    return one.relevance * _ASIDE


def _worth(voice: Voice) -> float:
    speaker = voice.speaker
    if speaker.type is SpeakerType.UNKNOWN:
        return _UNKNOWN
    if speaker.type is SpeakerType.PERSON and not speaker.name[:1].isupper():
        return _UNNAMED
    return _GROUP if speaker.type is SpeakerType.GROUP else 1.0


def _takes(one: Weighed, polarity: Polarity) -> bool:
    return one.stance.polarity in (polarity, Polarity.MIXED)


def _all(_: Weighed) -> bool:
    return True
