"""Sentences of Polish and English press texts, as spans.

Each full stop, question mark, exclamation mark and ellipsis is looked at once, with a bounded piece of text on each
side; so the time is linear in the length of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.abbreviations import Abbreviations, abbreviations
from corpus.clauses import has_finite_verb
from corpus.morphology import readings
from corpus.paragraphs import paragraphs, trimmed
from corpus.stops import Ending, ending
from corpus.types import Language

_CLOSERS = "\"”“»«’'›)\\]}*_"
_STOP = re.compile(rf"[.!?…‽]+(?P<closers>(?:[\u00a0\u202f ]»(?=[\s.,;]|$)|\[\d{{1,3}}\]|[{_CLOSERS}¹²³⁰-⁹])*)")
_OMISSION = re.compile(r"[(\[{][\s.…]+[)\]}]\s*")
_OPENERS = re.compile(r"[\s\"„“”‚‘’'«»‹›(\[{*_–—\-\u2022]*")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_GLUED = re.compile(r"[A-ZĄĆĘŁŃÓŚŹŻ][a-ząćęłńóśźż]*(?=[\s,])")
_BEFORE_GLUED = re.compile(r"(?:^|[\s„“\"(])[a-ząćęłńóśźż]{4,}$")
_BRAND = re.compile(r"[a-z]{1,2}[A-Z]")
_NAME_AND_VERB = re.compile(r"(?:[A-Z][\w.’'-]*\s+){1,4}([a-z]+)")
_UNIT = re.compile(r"(?:USD|EUR|PLN|GBP|CHF|MW|GW|MWh|GWh|GB|TB)\b")
_LINE_ENDS = "\r\n\v\f\x85\u2028"
_LEFT, _RIGHT = 400, 240  # how far to look for a verb before and after an abbreviation
_BRACKET = 400  # the longest remark in brackets that is looked back over


def sentences(text: str, language: Language, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """Spans of the sentences of ``text[start:end]`` in code points, end excluded, in order.

    They are free of white space at both ends, do not overlap, and hold every character but white space. A sentence
    never goes over a blank line; closing quotation marks and brackets belong to the sentence that they close, and
    an attribution after a quoted question (``"Really?" he asked.``) to the sentence with the question.
    """
    words = abbreviations(language)
    found: list[tuple[int, int]] = []
    for begin, stop in paragraphs(text, start, end):
        paragraph = _Paragraph(text, begin, stop, language, words)
        found.extend(paragraph.sentences())
    return found


class _Paragraph:
    """Cuts one paragraph."""

    def __init__(self, text: str, start: int, end: int, language: Language, words: Abbreviations) -> None:
        self._text, self._start, self._end = text, start, end
        self._language, self._words = language, words
        self._begin = start  # of the sentence that is being read
        self._verb_until = start  # up to here that sentence has been searched for a verb
        self._verb = False

    def sentences(self) -> Iterator[tuple[int, int]]:
        for match in _STOP.finditer(self._text, self._start, self._end):
            if self._ends(match):
                yield trimmed(self._text, self._begin, match.end())
                self._begin = self._verb_until = match.end()
                self._verb = False
        last = trimmed(self._text, self._begin, self._end)
        if last[0] < last[1]:
            yield last

    def _ends(self, stop: re.Match[str]) -> bool:
        text, after = self._text, stop.end()
        if after >= self._end:
            return False  # the paragraph's own end does it
        if not text[after].isspace():
            return self._glued(stop)
        if self._inside_brackets(stop):
            return False
        opener = self._opener(after)
        if opener >= self._end:
            return False
        lead = text[after:opener]
        if lead.isspace() and text[opener] in ".!?…,;:":
            return False
        mark = text[stop.start() : stop.end("closers")]
        first = text[opener]
        if first.islower() and not _BRAND.match(text, opener):
            return self._new_line_ends(stop, lead)
        if any(dash in lead for dash in "–—-") and not mark.startswith("."):
            return True
        if mark[0] == "." and not mark.startswith(".."):
            return self._full_stop_ends(stop, opener, lead)
        return not self._goes_on_after_mark(stop, opener)

    def _opener(self, after: int) -> int:
        """Where the first letter or digit after the stop is, past marks, brackets, dashes and symbols."""
        position = after
        while True:
            match = _OPENERS.match(self._text, position, min(position + 40, self._end))
            position = match.end() if match else position
            omission = _OMISSION.match(self._text, position - 1, self._end) if position > after else None
            if omission is None or omission.end() <= position:
                return position
            position = omission.end()

    def _glued(self, stop: re.Match[str]) -> bool:
        """A full stop with the space after it forgotten: ``rabaty.Drugie``."""
        if stop[0] != "." or not _GLUED.match(self._text, stop.end(), self._end):
            return False
        return _BEFORE_GLUED.search(self._text, max(self._begin, stop.start() - 30), stop.start()) is not None

    def _inside_brackets(self, stop: re.Match[str]) -> bool:
        """Whether the stop belongs to a remark in brackets (``(sic!)``) and not to the sentence around it."""
        if ")" not in stop["closers"] and "]" not in stop["closers"]:
            return False
        low = max(self._begin, stop.start() - _BRACKET)
        opened = max(self._text.rfind("(", low, stop.start()), self._text.rfind("[", low, stop.start()))
        if opened < 0:
            return False
        before = trimmed(self._text, self._begin, opened)
        omission = opened + 1 == stop.start() and stop[0][0] in ".…"  # "(…) Then": the sentence is yet to come
        return before[0] < before[1] or omission

    def _new_line_ends(self, stop: re.Match[str], lead: str) -> bool:
        """A lower-case word goes on the sentence, unless it opens a line after an ordinary word and a full stop."""
        if stop[0] != "." or not any(mark in lead for mark in _LINE_ENDS):
            return False
        if any(dash in lead for dash in "–—-"):
            return False
        return ending(self._text, self._begin, stop.start(), self._words, self._language) is Ending.WORD

    def _goes_on_after_mark(self, stop: re.Match[str], opener: int) -> bool:
        text = self._text
        if stop["closers"] and self._words.attributions:
            named = _NAME_AND_VERB.match(text, opener, min(opener + 80, self._end))
            return named is not None and named[1] in self._words.attributions
        if not stop["closers"] and stop[0] == "!":
            name = re.search(r"\w+$", text[max(self._begin, stop.start() - 20) : stop.start()])
            return name is not None and name[0].lower() in self._words.marked_names and not self._starter(opener)
        return False

    def _full_stop_ends(self, stop: re.Match[str], opener: int, lead: str) -> bool:
        kind = ending(self._text, self._begin, stop.start(), self._words, self._language)
        first = self._text[opener]
        if kind is Ending.WORD:
            return True
        if kind is Ending.NEVER:
            return False
        if kind is Ending.ORDINAL or kind is Ending.NUMBERED:
            return not first.isdigit() if kind is Ending.NUMBERED else self._starter(opener)
        if any(dash in lead for dash in "–—-"):
            return not first.isdigit()  # "29 grudnia 2015 r. – 11 lutego 2016 r."
        if self._starter(opener):
            return True
        if kind is Ending.INITIAL:
            return False
        if any(mark in lead for mark in _LINE_ENDS):
            return True
        if kind is Ending.INSIDE:
            return any(mark in lead for mark in '„“"«')
        if _UNIT.match(self._text, opener, self._end):
            return False  # "11 tys. USD"
        if self._language is Language.PL and self._counted(opener):
            return False  # "62 proc. Polaków"
        return self._clause_before(stop.start()) and self._clause_after(opener)

    def _counted(self, opener: int) -> bool:
        """Whether a name stands in the genitive plural, as what is counted does."""
        word = _WORD.match(self._text, opener, self._end)
        found = readings(word[0]) if word else ()
        return bool(found) and all(reading.has("gen") and reading.has("pl") for reading in found)

    def _starter(self, opener: int) -> bool:
        word = _WORD.match(self._text, opener, self._end)
        if word is None or self._text.startswith(".", word.end()):
            return False  # "W." is an initial, not a preposition
        return word[0].lower() in self._words.starters

    def _clause_before(self, stop: int) -> bool:
        """Whether the sentence that is being read has a verb yet; each piece is searched once."""
        low = max(self._verb_until, stop - _LEFT)
        if not self._verb and low < stop:
            self._verb = has_finite_verb(self._text, low, stop, self._language)
        self._verb_until = max(self._verb_until, stop)
        return self._verb

    def _clause_after(self, opener: int) -> bool:
        high = min(opener + _RIGHT, self._end)
        return has_finite_verb(self._text, opener, high, self._language, main_clause=True)
