"""Polish reports without a verb's clause: ``nazwał projekt „kpiną”``, ``deklaracja X, że …``."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from corpus.attribution.clauses_pl import THAT, WISH, content_end
from corpus.attribution.cue import Cue, cue_data
from corpus.attribution.draft import Draft, Passage, Range
from corpus.attribution.phrases_pl import noun_phrase
from corpus.attribution.reported_draft import reported_statement
from corpus.attribution.subjects_pl import clause_start, speaker_like, subject_before, subject_of
from corpus.attribution.tokens import DASHES, token_at
from corpus.morphology import forms
from corpus.types import Language, StatementKind

_NAMING_REACH = 12  # words between the verb and the quoted name: the thing that is named stands there
_OWNER_REACH = 14  # words between the noun and its "że"
_POSSESSIVE = frozenset({"jego", "jej", "ich"})
_WISHES = frozenset({"apel", "postulat", "żądanie", "propozycja"})


def named_so(passage: Passage, low: int, high: int, cue: Cue) -> Draft | None:
    """``X nazwał projekt „kpiną z przedsiębiorców”``: the quoted words; a capital would make them a title."""
    tokens = passage.tokens
    if "naming" not in cue.classes or not cue.finite:
        return None
    reach = tokens[min(cue.last + _NAMING_REACH, high - 1)].start
    quote = next((q for q in passage.quotes if tokens[cue.last].end <= q.outer_start <= reach), None)
    if quote is None or not quote.closed or not passage.text[quote.start].islower():
        return None
    at = token_at(tokens, quote.outer_start)
    if any(t.text in ",;:" or t.text in DASHES for t in tokens[cue.last + 1 : at]):
        return None
    source = subject_before(tokens, clause_start(tokens, cue.first, low), cue) or subject_of(tokens, low, cue, at)
    place = passage.span((cue.first, cue.last + 1))
    if source is None and cue.number != "sg":
        return None
    return Draft(
        StatementKind.MIXED,
        [(quote.start, quote.end)],
        passage.number,
        place,
        passage.span(source) if source else None,
        cue,
        confidence=0.6,
    )


@cache
def _saying_forms() -> dict[str, str]:
    nouns = cue_data(Language.PL)["nouns"]["saying"]
    return {form.lower(): noun for noun in nouns for form, tag in forms(noun) if tag.startswith("subst")}


def saying_noun(word: str) -> str | None:
    """The noun of saying or thinking that a small word is a form of (``opinią`` → ``opinia``), if any."""
    return _saying_forms().get(word)


def said_by_noun(passage: Passage, low: int, high: int) -> Iterator[Draft]:
    """``deklaracja prezesa, że treść``, ``jego zapowiedź, że treść``: only with an owner of the words."""
    tokens, nouns = passage.tokens, _saying_forms()
    for index in range(low, high - 3):
        noun = nouns.get(tokens[index].lower)
        if noun is None:
            continue
        conjunction = _conjunction(passage, index, high, noun)
        if conjunction is None:
            continue
        source = _owner(passage, low, index, conjunction)
        if source is None:
            continue
        cue = Cue(index, index, index, noun, frozenset({"noun"}))
        draft = reported_statement(
            passage,
            cue,
            source,
            (conjunction + 1, content_end(passage, conjunction + 1, high)),
            0.65,
            genitive=source[0] > index,
        )
        if draft is not None:
            yield draft


def _conjunction(passage: Passage, noun: int, high: int, lemma: str) -> int | None:
    tokens = passage.tokens
    words = THAT | WISH if lemma in _WISHES else THAT
    for index in range(noun + 1, min(noun + _OWNER_REACH, high)):
        if tokens[index].lower in words and tokens[index - 1].text == ",":
            return index
        if tokens[index].text in ";:." or tokens[index].text in DASHES or tokens[index].lower.startswith("któr"):
            return None
        if any(cue.finite for cue in passage.cues_in(index, index + 1)):
            return None
    return None


def _owner(passage: Passage, low: int, noun: int, conjunction: int) -> Range | None:
    tokens = passage.tokens
    if noun > low and tokens[noun - 1].lower in _POSSESSIVE:
        return noun - 1, noun
    start = noun + 1
    if start >= conjunction - 1:
        return None
    end = noun_phrase(tokens, start, conjunction - 1, genitive=True)
    named = end == conjunction - 1 and speaker_like(tokens, start, end) == 2
    return (start, end) if named and (tokens[start].may_be("gen") or not tokens[start].readings) else None
