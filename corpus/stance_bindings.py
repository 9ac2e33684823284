"""How a target is bound to the words around it: wanted gone, passed over for another, imagined away."""

from __future__ import annotations

from collections.abc import Iterator

from corpus.stance_lexicon import Match, Role, may_be_object
from corpus.stance_signals import Reading, Signal

_GOVERNED = 5  # words from a preposition to the noun that it governs
_REACH = 5  # words from "scrap" to what is to be scrapped
_END = 5  # words that may follow where what is to be scrapped comes first: "fees should be scrapped at once"
_UNWANTED = -0.65
_PASSED_OVER = -0.5
_PRONOUNS = frozenset(("it", "them", "her", "him", "niego", "niej", "nich", "tego"))
_PASSIVE = frozenset(("be", "been", "being", "get"))
_AGES = frozenset((Role.OLD, Role.NEW))
_ENGLISH_MODALS = frozenset(("should", "must", "be", "to", "needs", "need", "has", "have", "ought"))
_PREPOSITIONS = frozenset(("od", "z", "ze"))
_INTRANSITIVE = frozenset(("stop", "end", "go", "disappear"))


def governed(reading: Reading, spots: set[int], role: Role) -> Iterator[Match]:
    """The words of that role which govern the target: "zamiast rabatów", "without incentives"."""
    for match in reading.parsed.matches:
        if role not in match.roles or match.start in spots:
            continue
        behind = [spot for spot in spots if 0 <= spot - match.end < _GOVERNED]
        if behind and reading.clause_of[behind[0]] == reading.clause_of[match.start]:
            yield match


def missed(reading: Reading, home: set[int]) -> set[int]:
    """The clauses after the target's own that imagine it away by a pronoun: "without it we could not work"."""
    words, after = reading.parsed.words, min(home, default=0)
    return {
        reading.clause_of[match.start]
        for match in reading.parsed.matches
        if Role.BARRING in match.roles
        and match.end < len(words)
        and words[match.end].lower() in _PRONOUNS
        and reading.clause_of[match.start] > after
    }


def replaced(reading: Reading, spots: set[int], home: set[int]) -> set[int]:
    """The clauses about what replaced the target, or what it replaced: "the old one was fair, the new one …"."""
    ages = [match for match in reading.parsed.matches if match.roles & _AGES]
    own = [match for match in ages if match.start in spots or match.end in spots]
    if not own:
        return set()
    opposite = _AGES - own[0].roles
    return {reading.clause_of[match.start] for match in ages if match.roles & opposite} - home


def bound(reading: Reading, spots: set[int], home: set[int], *, demanded: bool) -> list[Signal]:
    """What the frame around the target says: to be removed, or passed over for something else.

    :param spots: the words of the target; ``home`` the clauses that they stand in.
    :param demanded: whether the reporting words ask for what the statement says ("called for").
    """
    found = [
        Signal(match.start, match.end, reading.clause_of[match.start], _PASSED_OVER)
        for match in governed(reading, spots, Role.INSTEAD)
    ]
    for match in reading.parsed.matches:
        clause = reading.clause_of[match.start]
        if Role.REMOVAL not in match.roles or clause not in home or match.start in spots:
            continue
        if (demanded or _asked(reading, match, clause)) and _object(reading, match, spots):
            found.append(
                Signal(match.start, match.end, clause, -0.5 * _UNWANTED if _kept(reading, match) else _UNWANTED)
            )
    return found


def _asked(reading: Reading, removal: Match, clause: int) -> bool:
    return any(
        Role.DEMAND in match.roles and reading.clause_of[match.start] == clause and match.start != removal.start
        for match in reading.parsed.matches
    )


def _kept(reading: Reading, removal: Match) -> bool:
    """Whether removal is what is not wanted: "must not be scrapped"."""
    return any(
        Role.NEGATOR in match.roles and 0 <= removal.start - match.end < _REACH for match in reading.parsed.matches
    )


def _object(reading: Reading, removal: Match, spots: set[int]) -> bool:
    """Whether the target is what is to be removed: it follows closely, or the clause ends with its removal."""
    if any(0 <= spot - removal.end < _REACH and _uncut(reading, removal.end, spot) for spot in spots):
        return True
    clause = reading.parsed.clauses[reading.clause_of[removal.start]]
    if min(spots) > removal.start or clause.last - removal.end > _END:
        return False
    words = [word.lower() for word in reading.parsed.words[clause.first : clause.last]]
    before, last = words[: removal.end - clause.first], words[removal.end - clause.first - 1]
    if _ENGLISH_MODALS & set(before):
        return last in _INTRANSITIVE or bool(_PASSIVE & set(before))
    # "rząd powinien znieść opłaty": with an object of its own the target is who should do it
    return last not in _PREPOSITIONS and not any(may_be_object(word) for word in words[len(before) :])


def _uncut(reading: Reading, first: int, last: int) -> bool:
    """Whether it is the target itself that is to go: in "stop the abuse by banks" it is the abuse that must stop."""
    return not any(signal.weight < 0 and first <= signal.first and signal.last < last for signal in reading.signals)
