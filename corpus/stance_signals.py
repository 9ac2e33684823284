"""The words of a statement that show attitude, each weighed by what stands around it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from corpus.stance_clauses import Clause, Parsed, parse
from corpus.stance_lexicon import Match, Role, may_be_subject
from corpus.types import Language

_REACH = 5  # words to the left in which a negation bears upon a word
_NEAR = 2  # … for irony, excess and degree
_TO_AGAINST, _TO_FOR, _DOUBLE = 0.9, 0.4, 0.7  # "not good" is against; "not bad" is only half for
_ABSENCE_ALONE = 0.25
_EXCESS_ALONE = 0.4
_CONDITIONAL = re.compile(r"\w+[łl][aoyi]?by(?:m|ś|śmy|ście)?$")  # Polish conditional mood: "pomogłaby"
_SHIFTERS = frozenset((Role.ABSENCE, Role.REDUCER))


@dataclass(frozen=True, slots=True)
class Signal:
    """A word or phrase that shows attitude, in its context.

    :param first: index of its first word; ``last`` one past its last.
    :param clause: index of its clause.
    :param weight: −1 to 1, after negation, degree, hedges, conditions and contrast.
    """

    first: int
    last: int
    clause: int
    weight: float


@dataclass(frozen=True, slots=True)
class Reading:
    """A parsed statement with its signals, all independent of any target.

    :param clause_of: the clause of each word.
    :param refers_back: for each clause whether it goes on about what was said before it.
    """

    parsed: Parsed
    signals: tuple[Signal, ...]
    clause_of: list[int]
    refers_back: list[bool]


@lru_cache(maxsize=2_000)
def read(text: str, language: Language) -> Reading:
    """The signals of a statement. The last few thousand are kept: a statement is judged for many targets."""
    parsed = parse(text, language)
    by_clause: list[list[Match]] = [[] for _ in parsed.clauses]
    clause_of = [0] * len(parsed.words)
    for index, clause in enumerate(parsed.clauses):
        clause_of[clause.first : clause.last] = [index] * (clause.last - clause.first)
    for match in parsed.matches:
        by_clause[clause_of[match.start]].append(match)
    signals: list[Signal] = []
    for index in range(len(parsed.clauses)):
        denied = _denied(parsed.clauses, by_clause, index)
        signals.extend(_signals(parsed, index, by_clause, denied))
    refers_back = [
        _refers_back(parsed, clause, matches, language)
        for clause, matches in zip(parsed.clauses, by_clause, strict=True)
    ]
    return Reading(parsed, tuple(signals), clause_of, refers_back)


def _refers_back(parsed: Parsed, clause: Clause, matches: list[Match], language: Language) -> bool:
    """It opens with a pronoun, or (Polish) holds nothing that could be its subject."""
    if any(match.start < clause.first + 3 and match.roles & {Role.ANAPHORA, Role.RELATIVE} for match in matches):
        return True
    return language is Language.PL and not any(
        may_be_subject(word) for word in parsed.words[clause.first : clause.last]
    )


def _denied(clauses: list[Clause], by_clause: list[list[Match]], index: int) -> bool:
    """Whether the clause before, in the same sentence, ends by denying this one ("nie sądzę, że …")."""
    if not index or clauses[index - 1].sentence != clauses[index].sentence:
        return False
    relative = any(Role.RELATIVE in match.roles for match in by_clause[index][:1])
    if relative and any(Role.ABSENCE in match.roles for match in by_clause[index - 1]):
        return True  # "nie znam narzędzi, które pomagają": what does not exist does not help
    deniers = [match for match in by_clause[index - 1] if Role.DENIER in match.roles]
    if not deniers or clauses[index - 1].last - deniers[-1].end > _NEAR:
        return False
    return not _negated(by_clause[index - 1], deniers[-1])


def _signals(parsed: Parsed, index: int, by_clause: list[list[Match]], denied: bool) -> list[Signal]:
    clause, matches = parsed.clauses[index], by_clause[index]
    frame = _frame(parsed.clauses, by_clause, index)
    signals = []
    for place, match in enumerate(matches):
        weight = _own_weight(match, matches[place + 1 :], parsed, place + 1 == len(matches))
        if not weight or parsed.names[match.start]:
            continue
        weight = _turned(weight, matches[:place], match, parsed)
        if Role.NEGATOR in match.roles:
            continue
        if denied or _denied_within(matches[:place]):
            weight = _flip(weight)
        if clause.question:
            weight *= 0.5
        signals.append(Signal(match.start, match.end, index, weight * frame * _degree(parsed, matches, match)))
    if clause.question and any(Role.QUESTION in match.roles for match in matches[:2]):
        # "po co nam to?": asking for a purpose is denying it
        signals.append(Signal(clause.first, min(clause.first + 2, clause.last), index, -0.4))
    return signals


def _own_weight(match: Match, later: list[Match], parsed: Parsed, last: bool) -> float:
    """The weight that a match brings by itself; one that turns others round has it only where it has none to turn."""
    reach = match.end + _shift_reach(match, parsed)
    turns = match.roles & _SHIFTERS or Role.DENIER in match.roles
    if turns and any(m.weight and m.start < reach and not parsed.names[m.start] for m in later):
        return 0.0
    if match.weight:
        return match.weight
    if Role.ABSENCE in match.roles:
        return -_ABSENCE_ALONE
    if Role.EXCESS in match.roles and not last:
        return -_EXCESS_ALONE
    return 0.0


def _turned(weight: float, before: list[Match], match: Match, parsed: Parsed) -> float:
    turns = int(_negated(before, match) or _trailing(parsed, match))
    for place, other in enumerate(before):
        # words of the same side in between share the turn: "reduces the risk of errors"
        shared = sum(m.end - m.start for m in before[place + 1 :] if m.weight * weight > 0)
        turns += _turns(other, match.start - other.end - shared, weight, parsed)
    if not turns:
        return weight
    return _flip(weight) if turns % 2 else weight * _DOUBLE


def _turns(other: Match, distance: int, weight: float, parsed: Parsed) -> bool:
    """Whether a word turns round a weight that stands so many words behind it."""
    if other.roles & _SHIFTERS and not parsed.names[other.start] and distance < _shift_reach(other, parsed):
        return True
    return weight > 0 and distance < _NEAR and bool(other.roles & {Role.IRONY, Role.EXCESS})


def _shift_reach(shifter: Match, parsed: Parsed) -> int:
    """What is absent stands close by ("bez wsparcia producenta są …"), what is reduced may be further off."""
    if Role.REDUCER in shifter.roles:
        return _REACH - 2
    return _NEAR + (parsed.words[shifter.end : shifter.end + 1] == ["of"])


def _flip(weight: float) -> float:
    return -weight * (_TO_AGAINST if weight > 0 else _TO_FOR)


def _negated(before: list[Match], match: Match) -> bool:
    """However many negators stand before it, they negate once (Polish negative concord)."""
    return any(Role.NEGATOR in other.roles and 0 <= match.start - other.end < _REACH for other in before)


def _trailing(parsed: Parsed, match: Match) -> bool:
    """Whether a negated verb follows: "korzyści nie ma"."""
    if match.end + 1 >= len(parsed.words) or parsed.words[match.end].lower() != "nie":
        return False
    following = [m for m in parsed.matches if m.start in (match.end, match.end + 1)]
    return any(Role.TRAILING in m.roles or Role.ABSENCE in m.roles for m in following)


def _denied_within(before: list[Match]) -> bool:
    return any(Role.DENIER in other.roles and not _negated(before, other) for other in before)


def _degree(parsed: Parsed, matches: list[Match], match: Match) -> float:
    factor = 0.7 if _CONDITIONAL.match(parsed.words[match.start].lower()) else 1.0
    for other in matches:
        if Role.HEDGE in other.roles and other.start < match.start:
            factor = min(factor, 0.7)
        elif Role.INTENSIFIER in other.roles and 0 <= match.start - other.end < _NEAR:
            factor = max(factor, 1.3)
    return factor


def _frame(clauses: list[Clause], by_clause: list[list[Match]], index: int) -> float:
    """What the clause's place in its sentence makes of everything said in it."""
    roles = {role for match in by_clause[index][:2] for role in match.roles}
    sentence = clauses[index].sentence
    if index and Role.RELATIVE in roles and clauses[index - 1].sentence == sentence:
        return min(1.0, _frame(clauses, by_clause, index - 1))  # it belongs to the clause that it explains
    if Role.UNREAL in roles:
        return 0.2
    if Role.CONDITION in roles:
        return 0.3
    factor = 0.5 if Role.CONCESSION in roles else 1.0
    following = index + 1
    if following < len(clauses) and clauses[following].sentence == sentence:
        next_roles = {role for match in by_clause[following][:1] for role in match.roles}
        if Role.CONTRAST in next_roles:
            factor *= 0.6
        elif Role.CONDITION in next_roles:
            factor *= 0.8
    return factor
