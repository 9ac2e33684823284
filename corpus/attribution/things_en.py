"""English subjects that are nobody: a document (``the letter says``), a fact (``this suggests that``)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from corpus.attribution.cue import Cue, cue_data
from corpus.attribution.draft import Range
from corpus.attribution.phrases_en import speaker_like
from corpus.attribution.subjects_en import subject_before
from corpus.attribution.tokens import Token
from corpus.attribution.words_en import DETERMINERS, PREPOSITIONS, PRONOUNS, is_day, is_group, is_institution, is_role
from corpus.lexicons import common_words_en
from corpus.types import Language

_FACTS = frozenset("it this that these those which what all".split())
_LONGEST = 8  # words of a subject that is no known speaker
_OWN = ("'s", "’s")
_INFERRING = frozenset(
    "mean suggest show indicate imply demonstrate signal hint underline underscore highlight find confirm".split()
)


@cache
def _documents() -> frozenset[str]:
    nouns: list[str] = cue_data(Language.EN)["nouns"]["documents"]
    return frozenset(form for noun in nouns for form in (noun, f"{noun}s"))


def names_document(tokens: Sequence[Token]) -> bool:
    """Whether a phrase names something written or shown, and nobody beside it: ``the small print``."""
    head = _head(tokens)
    return head is not None and head.lower in _documents() and not any(t.is_capital for t in tokens[1:])


def inferred(tokens: Sequence[Token], source: Range | None, cue: Cue) -> bool:
    """Whether facts, and nobody's words, are what a verb goes by: ``it means``, ``experience shows that``."""
    if source is None or cue.lemma not in _INFERRING:
        return False
    words = [t for t in tokens[source[0] : source[1]] if t.is_word]
    if len(words) == 1:
        return words[0].lower in _FACTS or (_opens(tokens, source[0]) and _only_opens(words[0]))
    return len(words) > 1 and words[0].lower == "all" and words[-1].lower in _FACTS


def nobodys(cue: Cue) -> Cue:
    """The cue as one that nobody stands behind."""
    return replace(cue, classes=cue.classes | {"nobody"})


def unknown_subject(tokens: Sequence[Token], low: int, cue: Cue) -> Range | None:
    """A subject right before the verb that is no known kind of speaker: ``the invitation said``."""
    found = subject_before(tokens, low, cue) if cue.finite else None
    return found if found is not None and _is_thing(tokens, found) else None


def inverted_subject(tokens: Sequence[Token], cue: Cue, limit: int) -> Range | None:
    """The same after the verb: ``reads the notice on the door``."""
    at = cue.last + 1
    end = at
    while end < limit and tokens[end].is_word and not tokens[end].is_capital and end - at < _LONGEST:
        end += 1
    while end > at and tokens[end - 1].lower in PREPOSITIONS:
        end -= 1
    return (at, end) if end > at + 1 and _is_thing(tokens, (at, end)) else None


def _is_thing(tokens: Sequence[Token], found: Range) -> bool:
    words = tokens[found[0] : found[1]]
    if not 1 < len(words) <= _LONGEST or words[0].lower not in DETERMINERS:
        return False
    if any(t.is_capital for t in words[1:]) or any(t.text.endswith(_OWN) for t in words):
        return False
    if any(t.lower in PRONOUNS for t in words[1:]):
        return False
    head = _head(words)
    return head is not None and not is_day(head) and (head.lower in _documents() or not speaker_like(tokens, found))


def _head(words: Sequence[Token]) -> Token | None:
    """The last noun before a preposition."""
    named: list[Token] = []
    for token in words:
        if named and token.lower in PREPOSITIONS:
            break
        if token.is_word and token.lower not in DETERMINERS:
            named.append(token)
    return named[-1] if named else None


def _only_opens(token: Token) -> bool:
    """Whether a capital is that of its sentence: an ordinary noun, nobody who speaks."""
    somebody = token.lower in PRONOUNS or is_role(token) or is_group(token) or is_institution(token)
    return token.is_capital and token.lower in common_words_en() and not somebody


def _opens(tokens: Sequence[Token], at: int) -> bool:
    return at == 0 or not tokens[at - 1].is_word
