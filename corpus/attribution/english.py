"""English attribution: clauses beside verbatim quotations."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.attribution.clause_ends_en import content_end
from corpus.attribution.clause_subjects_en import find_subject
from corpus.attribution.clauses_en import clause_index, opens_clause, that_index
from corpus.attribution.colon_en import colon_lead
from corpus.attribution.cue import Cue
from corpus.attribution.draft import Attribution, Passage
from corpus.attribution.phrases_en import noun_phrase, speaker_like
from corpus.attribution.subjects_en import subject_after, subject_before
from corpus.attribution.things_en import inverted_subject, nobodys, unknown_subject
from corpus.attribution.tokens import DASHES, Token
from corpus.attribution.words_en import DETERMINERS, PREPOSITIONS, SUBJECT_PRONOUNS

_CONJUNCTIONS = frozenset("but and while although though because which who that as when".split())
_ADDING = frozenset("adding saying noting insisting arguing claiming warning stressing explaining".split())
_NOT_INVERTED = frozenset("and but he she they it we i who".split())
_SHORTEST = 3  # words of a quotation that follows its verb with no mark between


def clause_end(tokens: Sequence[Token], at: int, limit: int) -> int:
    """Index of the mark that closes an attribution clause."""
    for index in range(at, limit):
        text = tokens[index].text
        if (
            text == ","
            and index + 2 < limit
            and tokens[index + 1].lower in _ADDING
            and tokens[index + 2].lower in SUBJECT_PRONOUNS | {"that", "the"}
        ):
            return index  # "…, adding that it would “wait”": a statement of its own
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
            if source is not None and cue.first > at and tokens[at].lower in _NOT_INVERTED:
                return self._subject_first(passage, at, limit)  # "he told the chamber", "and said the firm …"
            if source is not None and opens_clause(tokens, source, limit):
                return None  # “too costly,” says the plan will fail
            if source is not None and speaker_like(tokens, source):
                return Attribution(cue, source, clause_end(tokens, source[1], limit))
            thing = inverted_subject(tokens, cue, limit) if cue.first == at else None
            if thing is not None:
                return Attribution(nobodys(cue), thing, clause_end(tokens, thing[1], limit))
            goes_on = passage.block.heading and cue.last + 1 < limit and tokens[cue.last + 1].is_word
            if "weak" not in cue.classes and cue.first == at and cue.finite and not goes_on:
                return Attribution(cue, None, clause_end(tokens, cue.last + 1, limit))
        return self._subject_first(passage, at, limit)

    @staticmethod
    def _subject_first(passage: Passage, at: int, limit: int) -> Attribution | None:
        tokens = passage.tokens
        if tokens[at].lower == "as" and at + 2 < limit:
            return EnglishGrammar._as_put(passage, at + 1, limit)
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
                thing = unknown_subject(tokens, at, cue)
                if thing is None or thing[0] != at:
                    continue
                return Attribution(nobodys(cue), thing, clause_end(tokens, cue.last + 1, limit))
            return Attribution(cue, source, clause_end(tokens, cue.last + 1, limit))
        if tokens[at].lower == "according" and at + 2 < limit:
            end = noun_phrase(tokens, at + 2, limit)
            cue = Cue(at, at + 1, at, "according to", frozenset({"prepositional"}))
            return Attribution(cue, (at + 2, end), clause_end(tokens, end, limit)) if end > at + 2 else None
        return None

    @staticmethod
    def _as_put(passage: Passage, at: int, limit: int) -> Attribution | None:
        """``“…,” as X put it``: the clause after the "as"."""
        cue = next((c for c in passage.cues_in(at + 1, min(at + 12, limit)) if c.finite), None)
        if cue is None or not cue.classes & {"say", "puts"} or "weak" in cue.classes:
            return None
        source = subject_before(passage.tokens, at, cue)
        if source is None or source[0] != at or not speaker_like(passage.tokens, source):
            return None
        return Attribution(cue, source, clause_end(passage.tokens, cue.last + 1, limit))

    def before(self, passage: Passage, low: int, at: int) -> Attribution | None:
        """``X said: “…”``, ``X said, “…”``, ``X said “…”`` before a mark at token ``at``."""
        tokens = passage.tokens
        if at <= low:
            return None
        mark = tokens[at - 1].text
        cues = passage.cues_in(low, at)
        if mark == ":":
            cues = [
                c for c in cues if not (c.lemma == "ask" and c.first <= low + 1 and tokens[c.first].lower == "asked")
            ]
            saying = [c for c in cues if "weak" not in c.classes or c.classes & {"say", "think"}]
            cue = next((c for c in reversed(saying) if "weak" not in c.classes), saying[-1] if saying else None)
            if cue is not None and self._has_own_clause(passage, cue, at - 1):
                cue = None
            if (
                cue is None
                or "adjective" in cue.classes
                or ("weak" in cue.classes and tokens[cue.first - 1].lower in DETERMINERS)
            ):
                return colon_lead(passage, low, at)
        else:
            reach = at - 2 if mark == "," else at - 1
            cue = next((c for c in cues if c.last == reach and c.classes & {"say", "think", "puts"}), None)
            if cue is None and mark == ",":
                cue = next((c for c in reversed(cues) if c.lemma == "tell" and reach - c.last <= 4), None)
        if cue is None or (mark not in ":," and self._inside_clause(passage, low, at, cue)):
            return None
        source = find_subject(passage, low, cue)
        thing = unknown_subject(tokens, low, cue) if source is None else None
        return Attribution(nobodys(cue), thing, at) if thing is not None else Attribution(cue, source, at)

    @staticmethod
    def _no_verb_of_saying(tokens: Sequence[Token], cue: Cue) -> bool:
        """Whether a cue is an adjective (``is clear: “…”``) or a noun (``has one rule: “…”``)."""
        return "adjective" in cue.classes or ("weak" in cue.classes and tokens[cue.first - 1].lower in DETERMINERS)

    @staticmethod
    def _has_own_clause(passage: Passage, cue: Cue, colon: int) -> bool:
        """Whether a verb's own clause ends before the colon: ``X thinks it fell, but his deputy is blunt: “…”``."""
        begin = that_index(passage, cue, colon) or clause_index(passage, cue, colon)
        return begin is not None and content_end(passage, begin, colon) < colon

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
