"""English attribution: clauses beside verbatim quotations."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.attribution.clauses_en import clause_index, content_end, find_subject, opens_clause, that_index
from corpus.attribution.cue import Cue, cue_data
from corpus.attribution.draft import Attribution, Passage
from corpus.attribution.phrases_en import (
    DETERMINERS,
    PREPOSITIONS,
    noun_phrase,
    speaker_like,
    subject_after,
    subject_before,
)
from corpus.attribution.tokens import DASHES, Token
from corpus.types import Language

_CONJUNCTIONS = frozenset("but and while although though because which who that as when".split())
_SHORTEST = 3  # words of a quotation that follows its verb with no mark between


def clause_end(tokens: Sequence[Token], at: int, limit: int) -> int:
    """Index of the mark that closes an attribution clause."""
    for index in range(at, limit):
        text = tokens[index].text
        if text in "!?…;:“«‘" or text == '"':
            return index - 1 if index > at and tokens[index - 1].text == "," else index
        if text in DASHES and tokens[index - 1].end < tokens[index].start:
            return index
        if text == "." and index >= limit - 1:
            return index
    return limit


def _inserted(passage: Passage, end: int, cue: Cue) -> bool:
    """Whether only a piece between commas stands between a subject and its verb (``X, a group that …, said``)."""
    tokens = passage.tokens
    bounded = end < cue.first - 1 and tokens[end].text == "," and tokens[cue.first - 1].text == ","
    return bounded and not any("say" in c.classes for c in passage.cues_in(end, cue.first))


class EnglishGrammar:
    """How English names the speaker of a verbatim quotation."""

    def after(self, passage: Passage, at: int, limit: int) -> Attribution | None:
        """``said X, a doctor`` / ``X said`` / ``she said`` right at ``at``."""
        tokens = passage.tokens
        if at >= len(tokens):
            return None
        cue = next(
            (c for c in passage.cues_in(at, min(at + 2, limit)) if "say" in c.classes or "think" in c.classes), None
        )
        if (
            cue is not None
            and not tokens[at].is_capital
            and (cue.finite or cue.first == at)
            and cue.first - at <= 1
            and tokens[at].lower not in DETERMINERS
        ):
            source = subject_after(tokens, cue.last + 1, limit)
            if source is not None and opens_clause(tokens, source, limit):
                return None  # “too costly,” says the plan will fail
            if source is not None and speaker_like(tokens, source):
                return Attribution(cue, source, clause_end(tokens, source[1], limit))
            goes_on = passage.block.heading and cue.last + 1 < limit and tokens[cue.last + 1].is_word
            if "weak" not in cue.classes and cue.first == at and cue.finite and not goes_on:
                return Attribution(cue, None, clause_end(tokens, cue.last + 1, limit))
        return self._subject_first(passage, at, limit)

    @staticmethod
    def _subject_first(passage: Passage, at: int, limit: int) -> Attribution | None:
        tokens = passage.tokens
        if tokens[at].lower in PREPOSITIONS | _CONJUNCTIONS and tokens[at].lower != "according":
            return None
        for cue in passage.cues_in(at + 1, min(at + 24, limit)):
            if not cue.finite or not cue.classes & {"say", "think"} or "adjective" in cue.classes:
                continue
            end = noun_phrase(tokens, at, cue.first)
            near = cue.first - 3 <= end or _inserted(passage, end, cue)
            source = (at, end) if near and end > at else subject_before(tokens, at, cue)
            if source == (at, end) and end < cue.first and any(t.is_capital for t in tokens[end : cue.first]):
                whole = subject_before(tokens, at, cue)  # "a source close to X said"
                source = whole if whole is not None and whole[0] == at else source
            if source is None or source[0] != at or not speaker_like(tokens, source):
                continue
            return Attribution(cue, source, clause_end(tokens, cue.last + 1, limit))
        if tokens[at].lower == "according" and at + 2 < limit:
            end = noun_phrase(tokens, at + 2, limit)
            cue = Cue(at, at + 1, at, "according to", frozenset({"prepositional"}))
            return Attribution(cue, (at + 2, end), clause_end(tokens, end, limit)) if end > at + 2 else None
        return None

    def before(self, passage: Passage, low: int, at: int) -> Attribution | None:
        """``X said: “…”``, ``X said, “…”``, ``X said “…”`` before a mark at token ``at``."""
        tokens = passage.tokens
        if at <= low:
            return None
        mark = tokens[at - 1].text
        cues = passage.cues_in(low, at)
        if mark == ":":
            cue = next((c for c in reversed(cues) if "weak" not in c.classes), cues[-1] if cues else None)
            if cue is None:
                return self._carrier(passage, low, at)
        else:
            reach = at - 2 if mark == "," else at - 1
            cue = next((c for c in cues if c.last == reach and ("say" in c.classes or "think" in c.classes)), None)
            if cue is None and mark == ",":
                cue = next((c for c in reversed(cues) if c.lemma == "tell" and reach - c.last <= 4), None)
        if cue is None or (mark not in ":," and self._inside_clause(passage, low, at, cue)):
            return None
        return Attribution(cue, find_subject(passage, low, cue), at)

    @staticmethod
    def _inside_clause(passage: Passage, low: int, at: int, cue: Cue) -> bool:
        """Whether the quotation is only a part of what an earlier verb reports, or a mere title of a word or two."""
        _, high = passage.sentence_of(at)
        for other in passage.cues_in(low, cue.first):
            begin = that_index(passage, other, high) or clause_index(passage, other, high)
            if begin is not None and begin <= cue.first < content_end(passage, begin, high):
                return True
        quote = next((q for q in passage.quotes if q.outer_start == passage.tokens[at].start), None)
        return quote is not None and len(passage.text[quote.start : quote.end].split()) < _SHORTEST

    @staticmethod
    def _carrier(passage: Passage, low: int, at: int) -> Attribution | None:
        carriers = frozenset(cue_data(Language.EN)["nouns"]["carriers"])
        index = next((i for i in range(at - 2, low - 1, -1) if passage.tokens[i].lower in carriers), None)
        if index is None:
            return None
        cue = Cue(index, index, index, passage.tokens[index].lower, frozenset({"say", "carrier"}))
        source = noun_phrase(passage.tokens, low, index)
        found = (low, source)
        return Attribution(cue, found if source > low and speaker_like(passage.tokens, found) else None, at)
