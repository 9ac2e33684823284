"""The words of a statement that show attitude, each weighed by what stands around it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from corpus.stance_change import change_weights
from corpus.stance_clauses import Clause, Parsed, parse
from corpus.stance_cries import cries
from corpus.stance_lexicon import Match, Role, may_be_finite, may_be_infinitive, may_be_subject
from corpus.types import Language

_REACH = 5  # words to the left in which a negation bears upon a word
_SWEEP = 12  # … where nobody does it
_NEAR = 2  # … for irony, excess and degree
_TO_AGAINST, _TO_FOR, _DOUBLE = 0.9, 0.35, 0.7  # "not good" is against; "not bad" is only a little for …
_DENIED = 0.6  # … "it is untrue that it harms" is for
_RELIEVED = 0.8  # … but "fewer errors" is for
_ABSENCE_ALONE = 0.25
_EXCESS_ALONE = 0.4
_CONDITIONAL = re.compile(r"\w+[łl][aoyi]?by(?:m|ś|śmy|ście)?$")  # Polish conditional mood: "pomogłaby"
_SHIFTERS = frozenset((Role.ABSENCE, Role.REDUCER))
_LINKS = frozenset((Role.CONTRAST, Role.CONJUNCTION))
_UNFULFILLED = -0.3  # "it was meant to help": says rather that it did not
_FORMER = 0.35  # what was thought before counts for little where it is said what is thought now
PLAIN_NEGATORS = frozenset(("nie", "nic", "nikt", "no", "not", "nothing", "nobody", "never", "cannot", "can't"))
_INTENTION = re.compile(r"mia(?:ł|ła|ło|ły)$|mieli$")


@dataclass(frozen=True, slots=True)
class Signal:
    """A word or phrase that shows attitude, in its context.

    :param first: index of its first word; ``last`` one past its last.
    :param clause: index of its clause.
    :param weight: −1 to 1, after negation, degree, hedges, conditions and contrast.
    :param demand: whether it asks for something ("should"), so that its side depends on what is asked for.
    """

    first: int
    last: int
    clause: int
    weight: float
    demand: bool = False


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
    for index, clause in enumerate(parsed.clauses):
        weights = change_weights(parsed, clause, by_clause[index], language)
        by_clause[index] = [replace(m, weight=weights.get(m.start, m.weight)) for m in by_clause[index]]
    for index in range(len(parsed.clauses)):
        denied = _denied(parsed.clauses, by_clause, index)
        signals.extend(_signals(parsed, index, by_clause, denied))
    turned = cries(text, parsed, signals)
    signals = [replace(one, weight=-one.weight) if one.first in turned and one.weight > 0 else one for one in signals]
    refers_back = [
        _refers_back(parsed, clause, by_clause[index], language) or _latter(by_clause, index)
        for index, clause in enumerate(parsed.clauses)
    ]
    return Reading(parsed, tuple(signals), clause_of, refers_back)


def _refers_back(parsed: Parsed, clause: Clause, matches: list[Match], language: Language) -> bool:
    """It opens with a pronoun, or (Polish) holds nothing that could be its subject."""
    if any(match.start < clause.first + 3 and match.roles & {Role.ANAPHORA, Role.RELATIVE} for match in matches):
        return True
    if any(match.start == clause.first and Role.INSTEAD in match.roles for match in matches[:1]):
        return True
    if language is not Language.PL:
        return False
    words = parsed.words[clause.first : clause.last]
    if matches and matches[0].roles & _LINKS and matches[0].start == clause.first:
        words = words[matches[0].end - clause.first :]
    if not any(may_be_subject(word) for word in words):
        return True
    return bool(words) and may_be_finite(words[0]) and not may_be_subject(words[0])


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


def _denies(clauses: list[Clause], by_clause: list[list[Match]], index: int, match: Match) -> bool:
    """Whether there is attitude in the next clause for it to turn round; else the doubt itself is what is said."""
    if index + 1 == len(clauses) or clauses[index + 1].sentence != clauses[index].sentence:
        return False
    near = clauses[index].last - match.end <= _NEAR
    return near and any(other.weight for other in by_clause[index + 1])


def _signals(parsed: Parsed, index: int, by_clause: list[list[Match]], denied: bool) -> list[Signal]:
    clause, matches = parsed.clauses[index], by_clause[index]
    frame = _frame(parsed.clauses, by_clause, index)
    signals = []
    for place, match in enumerate(matches):
        weight = _own_weight(match, matches[place + 1 :], parsed, place + 1 == len(matches))
        if not weight or parsed.names[match.start]:
            continue
        if Role.DENIER in match.roles and _denies(parsed.clauses, by_clause, index, match):
            continue
        weight = _turned(weight, matches[:place], match, parsed)
        if Role.NEGATOR in match.roles and _negates(match, matches[place + 1 :]):
            continue
        if denied or _denied_within(matches[:place]):
            weight = -weight * (_TO_AGAINST if weight > 0 else _DENIED)
        if weight > 0 and _intended(parsed, matches, match):
            weight *= _UNFULFILLED
        if clause.question:
            weight *= 0.5
        weight *= frame * _degree(parsed, matches, match)
        signals.append(Signal(match.start, match.end, index, weight, Role.DEMAND in match.roles))
    signals = _dismissed(matches, signals)
    if clause.question:
        signals = _questioned(clause, index, matches, signals)
    return signals


def _negates(match: Match, later: list[Match]) -> bool:
    """Whether a negating word has anything to negate; "must not" is against the target where it has not."""
    return not match.weight or any(m.weight and m.start - match.end < _REACH for m in later)


def _dismissed(matches: list[Match], signals: list[Signal]) -> list[Signal]:
    """The signals of a clause where fears are called unfounded: there they speak for what is feared."""
    fears = [match.start for match in matches if Role.FEAR in match.roles]
    dismissals = [match.start for match in matches if Role.DISMISSAL in match.roles]
    if not fears or not dismissals or dismissals[-1] < fears[0]:
        return signals
    reach = range(fears[0], dismissals[-1] + 1)
    return [
        replace(signal, weight=abs(signal.weight) * _RELIEVED) if signal.first in reach else signal
        for signal in signals
    ]


def _questioned(clause: Clause, index: int, matches: list[Match], signals: list[Signal]) -> list[Signal]:
    """The signals of a question: rhetorical ones deny what they ask."""
    unsure = next((match for match in matches if Role.ANY in match.roles), None)
    if unsure:
        # "does it still serve anyone?"
        signals = [signal if signal.weight < 0 else replace(signal, weight=-signal.weight) for signal in signals]
        signals.append(Signal(unsure.start, unsure.end, index, -0.3))
    if any(Role.QUESTION in match.roles for match in matches[:2]):
        # "po co nam to?": asking for a purpose is denying it
        signals.append(Signal(clause.first, min(clause.first + 2, clause.last), index, -0.4))
    return signals


def _intended(parsed: Parsed, matches: list[Match], match: Match) -> bool:
    """Whether it stands beside a plan or a theory: "miał ułatwić", "was meant to help", "pays off on paper"."""
    if any(Role.INTENDED in other.roles and other.start - match.end < _REACH for other in matches):
        return True
    return (
        may_be_infinitive(parsed.words[match.start].lower())
        and match.start > 0
        and any(_INTENTION.match(word.lower()) for word in parsed.words[max(0, match.start - 2) : match.start])
    )


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
    # a phrase that holds a negation of its own is not negated by another one: "nikomu nie wyjdzie na dobre"
    own = not PLAIN_NEGATORS.isdisjoint(word.lower() for word in parsed.words[match.start : match.end])
    negations = int(not own and (_negated(before, match) or _trailing(parsed, match)))
    turns = negations
    for place, other in enumerate(before):
        # words of the same side in between share the turn: "reduces the risk of errors"
        shared = sum(m.end - m.start for m in before[place + 1 :] if m.weight * weight > 0)
        if _turns(other, match.start - other.end - shared, weight, parsed):
            # "will not protect from fraud": the negation reaches what the protection is from
            turns += 1 + (not negations and _negated(before[:place], other))
    if not turns:
        return weight
    if turns == 1 and weight < 0 and not negations:
        return -weight * _RELIEVED
    return _flip(weight) if turns % 2 else weight * _DOUBLE


def _turns(other: Match, distance: int, weight: float, parsed: Parsed) -> bool:
    """Whether a word turns round a weight that stands so many words behind it."""
    if other.roles & _SHIFTERS and not parsed.names[other.start] and distance < _shift_reach(other, parsed):
        return True
    return weight > 0 and distance < _NEAR and bool(other.roles & {Role.IRONY, Role.EXCESS})


def _shift_reach(shifter: Match, parsed: Parsed) -> int:
    """What is absent stands close by ("bez wsparcia producenta są …"), what is reduced may be further off."""
    if parsed.words[shifter.start].lower() == "nie":
        return _REACH  # "nie ma u nas na to zapotrzebowania"
    if Role.REDUCER in shifter.roles:
        return _REACH - 2
    return _NEAR + (parsed.words[shifter.end : shifter.end + 1] == ["of"])


def _flip(weight: float) -> float:
    return -weight * (_TO_AGAINST if weight > 0 else _TO_FOR)


def _negated(before: list[Match], match: Match) -> bool:
    """However many negators stand before it, they negate once (Polish negative concord)."""
    return any(
        Role.NEGATOR in other.roles
        and 0 <= match.start - other.end < (_SWEEP if Role.SWEEPING in other.roles else _REACH)
        for other in before
    )


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
    factor = 0.4 if Role.CONCESSION in roles else 1.0
    if _former(by_clause, index):
        factor *= _FORMER
    following = index + 1
    if following < len(clauses) and clauses[following].sentence == sentence:
        next_roles = {role for match in by_clause[following][:1] for role in match.roles}
        if Role.CONTRAST in next_roles:
            factor *= 0.6
        elif Role.CONDITION in next_roles:
            factor *= 0.8
    return factor


def _former(by_clause: list[list[Match]], index: int) -> bool:
    """Whether it tells of a time that is set against the present later on: "I used to be wary, now I …"."""
    if not any(Role.PAST in match.roles for match in by_clause[index]):
        return False
    return any(Role.PRESENT in match.roles for matches in by_clause[index + 1 :] for match in matches)


def _latter(by_clause: list[list[Match]], index: int) -> bool:
    """Whether it sets the present against a time told of before."""
    if not any(Role.PRESENT in match.roles for match in by_clause[index]):
        return False
    return any(Role.PAST in match.roles for matches in by_clause[:index] for match in matches)
