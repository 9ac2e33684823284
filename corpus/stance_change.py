"""More of a good thing, less of a bad one: what rising and falling say, by what it is that rises or falls."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.stance_clauses import Clause, Parsed
from corpus.stance_lexicon import Match, Role, may_be_infinitive, valence_lexicon
from corpus.types import Language

_WEIGHT, _MISSED = 0.5, 0.65
_REACH = 6  # words between the change and what changes
_NEXT = 2  # words from "instead of" to what is passed over
_UNDONE = 5  # … and to the end of what is not done
_CHANGES = frozenset((Role.RISE, Role.FALL))


def change_weights(parsed: Parsed, clause: Clause, matches: Sequence[Match], language: Language) -> dict[int, float]:
    """What the changes in a clause weigh: by their first word; for a word that a change is read with, 0.

    "Sales rose" weighs for, "costs rose" against; a change of something that is neither good nor bad is left out.
    """
    changes = [match for match in matches if match.roles & _CHANGES]
    passed_over = [match for match in matches if Role.INSTEAD in match.roles]
    if not changes and not passed_over:
        return {}
    valued = _valued(parsed, clause, language)
    weights: dict[int, float] = {}
    for match in passed_over:
        if _verbal(parsed, match, language):
            # "instead of teaching to think": a duty not done, and what it would be says nothing more
            weights.update((m.start, 0.0) for m in matches if 0 <= m.start - match.end < _UNDONE)
            weights[match.start] = -_MISSED
            continue
        if not match.start:
            continue  # "instead of rebates I would …" says nothing against what comes
        sign = next((valued[at] for at in range(match.end, match.end + _NEXT) if at in valued), 0.0)
        weights[match.start] = -sign * _MISSED  # "volume instead of skills"
    for change in changes:
        nearest = min(valued, key=lambda at: _distance(at, change), default=None)
        if nearest is None or _distance(nearest, change) > _REACH:
            continue
        if Role.REDUCER in change.roles and any(m.start == nearest > change.start and m.weight for m in matches):
            continue  # "reduces the risk": turned round like every other word with a weight of its own
        sign = valued[nearest] * (1.0 if Role.RISE in change.roles else -1.0)
        weights[nearest] = 0.0
        weights[change.start] = sign * _WEIGHT
    return weights


def _verbal(parsed: Parsed, match: Match, language: Language) -> bool:
    """Whether what is passed over is something to do, not a thing."""
    if match.end >= len(parsed.words):
        return False
    word = parsed.words[match.end].lower()
    return may_be_infinitive(word) if language is Language.PL else word.endswith("ing")


def _valued(parsed: Parsed, clause: Clause, language: Language) -> dict[int, float]:
    lexicon = valence_lexicon(language)
    found = ((at, lexicon.match(parsed.words, at, clause.last)) for at in range(clause.first, clause.last))
    return {at: match.weight for at, match in found if match}


def _distance(at: int, change: Match) -> float:
    """Words between; one that follows is preferred, for the subject is often further off than the object."""
    if change.start <= at < change.end:
        return _REACH + 1.0
    return at - change.end + 0.5 if at >= change.end else change.start - at
