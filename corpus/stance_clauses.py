"""Splits a statement into words and clauses, the reach within which one word can bear upon another."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.sentences import sentences
from corpus.stance_lexicon import Match, Role, attitude_lexicon
from corpus.types import Language

_WORD = re.compile(r"\w+(?:['’-]\w+)*")
_BREAK = re.compile(r"[,;:!?…()\[\]„”“\"«»]|\s[–—-]\s|--")
_JOINING = {  # join words as often as clauses
    Language.EN: frozenset(("and", "or")),
    Language.PL: frozenset(("i", "oraz", "a", "lub")),
}
_MIN_LEFT, _MIN_RIGHT = 3, 4  # words on both sides for them to be taken to join clauses
_MIN_FRAGMENT = 3  # shorter pieces between commas are items of a list
_BEFORE_SENTENCE = "\"„”“«»:–—'‘"  # after these a capital need not be a name
_OPENERS = frozenset((Role.CONTRAST, Role.CONCESSION, Role.CONDITION, Role.UNREAL, Role.CONJUNCTION))


@dataclass(frozen=True, slots=True)
class Clause:
    """A run of words that belong together.

    :param first: index of its first word in the statement; ``last`` is one past its last.
    :param sentence: number of the sentence that it stands in, from 0.
    :param question: whether that sentence is a question.
    """

    first: int
    last: int
    sentence: int
    question: bool


@dataclass(frozen=True, slots=True)
class Parsed:
    """A statement as words, lexicon entries and clauses.

    :param starts: offset of each word in the text; ``ends`` one past its last code point.
    :param matches: entries found, in order; they do not overlap.
    :param names: for each word whether it is capitalised as a name is.
    """

    words: list[str]
    starts: list[int]
    ends: list[int]
    matches: list[Match]
    clauses: list[Clause]
    names: list[bool]


@dataclass(frozen=True, slots=True)
class _Text:
    """Words, what stands before each of them, and which begin a sentence."""

    words: list[str]
    gaps: list[str]
    firsts: list[bool]
    language: Language

    def joins(self, index: int) -> bool:
        """Whether the word is one that joins words or clauses."""
        return self.words[index].lower() in _JOINING[self.language]


def parse(text: str, language: Language) -> Parsed:
    """Words, lexicon entries and clauses of a statement."""
    found = list(_WORD.finditer(text))
    starts, ends = [match.start() for match in found], [match.end() for match in found]
    gaps = [text[before:start] for before, start in zip([0, *ends], starts, strict=False)]
    spans = sentences(text, language)
    spoken = _Text([match.group() for match in found], gaps, _sentence_starts(starts, spans), language)
    cuts = [i for i, gap in enumerate(gaps) if spoken.firsts[i] or _BREAK.search(gap)]
    matches = _matches(spoken.words, cuts, language)
    questions = ["?" in text[end - 3 : end] for _, end in spans]
    clauses = _clauses(spoken, cuts, matches, questions)
    return Parsed(spoken.words, starts, ends, matches, clauses, _names(spoken))


def _sentence_starts(starts: list[int], spans: list[tuple[int, int]]) -> list[bool]:
    firsts: list[bool] = []
    upcoming = 0
    for start in starts:
        new = not firsts
        while upcoming < len(spans) and spans[upcoming][0] <= start:
            upcoming += 1
            new = True
        firsts.append(new)
    return firsts


def _matches(words: list[str], cuts: list[int], language: Language) -> list[Match]:
    lexicon = attitude_lexicon(language)
    stops = [*(cut for cut in cuts if cut), len(words)]
    matches: list[Match] = []
    at = 0
    for stop in stops:
        while at < stop:
            match = lexicon.match(words, at, stop)
            if match:
                matches.append(match)
            at += match.end - match.start if match else 1
        at = stop
    return matches


def _clauses(text: _Text, cuts: list[int], matches: list[Match], questions: list[bool]) -> list[Clause]:
    openers = {match.start for match in matches if match.roles & _OPENERS}
    joining = _JOINING[text.language]
    joints = {i for i, word in enumerate(text.words) if i and word.lower() in joining}
    candidates = sorted({*cuts, *openers, *joints})
    kept: list[int] = []
    for first, last in zip(candidates, [*candidates, len(text.words)][1:], strict=True):
        if text.firsts[first] or _opens(text, openers, (kept[-1], first, last)):
            kept.append(first)
    clauses, sentence = [], -1
    for first, last in zip(kept, [*kept, len(text.words)][1:], strict=True):
        sentence += text.firsts[first]
        clauses.append(Clause(first, last, sentence, sentence < len(questions) and questions[sentence]))
    return clauses


def _opens(text: _Text, openers: set[int], piece: tuple[int, int, int]) -> bool:
    """Whether the words from ``first`` to ``last`` open a clause, the one before having begun at ``before``."""
    before, first, last = piece
    if text.joins(first) and not _BREAK.search(text.gaps[first]):
        return first - before >= _MIN_LEFT and last - first > _MIN_RIGHT
    if first - before < _MIN_FRAGMENT and before in openers:
        return False  # "ale nawet | gdyby …" is one clause with two openers
    return first in openers or last - first >= _MIN_FRAGMENT


def _names(text: _Text) -> list[bool]:
    """Which words are capitalised as names are; none where most words are (a headline)."""
    capital = [word[0].isupper() for word in text.words]
    if sum(capital) * 2 > len(capital):
        return [False] * len(capital)
    return [
        upper and not first and not word.isupper() and not any(mark in gap for mark in _BEFORE_SENTENCE)
        for upper, first, word, gap in zip(capital, text.firsts, text.words, text.gaps, strict=True)
    ]
