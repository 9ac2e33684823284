"""Polish speech after a colon that no reporting verb leads to: ``Wójt rozkłada ręce: „…”``."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.attribution.agreement_pl import agrees
from corpus.attribution.cue import Cue
from corpus.attribution.documents_pl import somebody
from corpus.attribution.draft import Attribution, Passage
from corpus.attribution.phrases_pl import can_start, noun_phrase
from corpus.attribution.subjects_pl import speaker_like
from corpus.attribution.tokens import DASHES, Token
from corpus.attribution.words_pl import verb_only
from corpus.clauses import has_finite_verb
from corpus.types import Language

_BEFORE_SUBJECT = 4  # words between the start of the sentence and its subject ("Po meczu", "Jej", "Tymczasem")
_SUBORDINATE = frozenset("zanim gdy kiedy jeśli jeżeli choć chociaż ponieważ skoro dopóki aby żeby by czy nim".split())
_FEWEST = 3  # words of a quotation that is speech, no title


def subject_colon(passage: Passage, low: int, at: int) -> Attribution | None:
    """The subject of a sentence that ends in a colon at token ``at - 1``, where speech begins at ``at``."""
    tokens, colon = passage.tokens, at - 1
    if tokens[low].lower in _SUBORDINATE or not _is_speech(passage, at):
        return None
    for start in range(low, min(low + _BEFORE_SUBJECT, colon)):
        if not can_start(tokens[start]):
            continue
        end = noun_phrase(tokens, start, colon)
        if end <= start or not somebody(tokens[start:end]) or speaker_like(tokens, start, end) < 2:
            continue
        verb = _finite(tokens, end + (end < colon and tokens[end].text == ","), colon)
        if verb is None or not agrees(tokens, start, end, verb):
            return None
        mark = Cue(colon, colon, colon, ":", frozenset({"say", "colon"}), verb.number, verb.genders)
        return Attribution(mark, (start, end), at)
    return None


def _finite(tokens: Sequence[Token], at: int, limit: int) -> Cue | None:
    """The first verb after the subject, in the third person; ``None`` where a clause of its own comes first."""
    for index in range(at, limit):
        token = tokens[index]
        if token.text in ",;" or token.text in DASHES:
            return None
        if token.is_capital or not (verb_only(token.lower) or (index == at and token.has_pos("fin"))):
            continue
        for reading in token.readings:
            third = reading.has("ter") or (reading.pos == "praet" and not (reading.has("pri") or reading.has("sec")))
            if third and reading.pos in {"fin", "praet", "bedzie"}:
                genders = frozenset(
                    g for g in ("m1", "m2", "m3", "f", "n") if reading.pos == "praet" and reading.has(g)
                )
                return Cue(
                    index, index, index, reading.lemma, frozenset(), "pl" if reading.has("pl") else "sg", genders
                )
    return None


def _is_speech(passage: Passage, at: int) -> bool:
    """Whether a whole sentence with a verb of its own begins here, after a dash or within marks."""
    tokens = passage.tokens
    if at >= len(tokens):
        return True  # a paragraph of its own
    if tokens[at].text in DASHES:
        if at + 1 >= len(tokens):
            return False
        start, end = tokens[at + 1].start, tokens[passage.sentence_of(at + 1)[1] - 1].end
    else:
        quote = next(iter(passage.quotes_in(tokens[at].start, tokens[at].end)), None)
        if quote is None:
            return False
        start, end = quote.start, quote.end
    text = passage.text[start:end].lstrip()
    return (
        text[:1].isupper() and len(text.split()) >= _FEWEST and has_finite_verb(passage.text, start, end, Language.PL)
    )
