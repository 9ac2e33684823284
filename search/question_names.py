"""People, firms and kinds of speakers that a question names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from corpus.morphology import readings
from corpus.types import Language
from search.lexicon import Lexicon, Token

_LONGEST = 4  # words of a name
_FIRM_WORDS = frozenset(("firmy", "firmie", "spółki", "spółce", "firma", "spółka", "company", "firm"))


class Names(Protocol):
    """Who is known by a name, in any case or spelling."""

    def people(self, name: str) -> Sequence[str]:
        """The names under which such persons are known; empty when there is none."""

    def firms(self, name: str) -> Sequence[str]:
        """The names under which such firms are known."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A person or firm named, known or not; numbers of the first word and one past the last."""

    first: int
    last: int
    name: str


@dataclass(frozen=True, slots=True)
class Named:
    """What a question says of the speaker, and which words say it.

    :param mentions: all names in order, whatever they are there for.
    :param unknown: names of nobody known.
    :param used: numbers of the words that are conditions, no subject.
    """

    person: str | None = None
    firm: str | None = None
    role: str | None = None
    unknown: tuple[str, ...] = ()
    used: frozenset[int] = frozenset()
    mentions: tuple[Mention, ...] = ()


@dataclass(slots=True)
class _Finder:
    tokens: Sequence[Token]
    text: str
    free: Sequence[bool]
    labels: Sequence[tuple[int, int]]
    pivot: int | None
    words: Lexicon
    language: Language

    def named(self, names: Names) -> Named:
        person: str | None = None
        firm: str | None = None
        unknown: list[str] = []
        used: set[int] = set()
        taken: set[int] = set()
        mentions: list[Mention] = []
        for first, last in self._runs():
            if taken & set(range(first, last)) or self._is_part_of_label(first, last):
                continue
            written = self.text[self.tokens[first].start : self.tokens[last - 1].end]
            people, firms = names.people(written), list[str]()
            if not any(" " in name for name in people):
                firms = list(names.firms(written))
                people = [] if firms else people  # a firm that some article was read to be a person
            known = people or firms
            if not known and not self._may_be_unknown(first, last):
                continue
            taken.update(range(first, last))
            mentions.append(Mention(first, last, next(iter((*people, *firms)), written)))
            alone = person is None and firm is None
            condition = self._is_condition(first) or (alone and self._is_subject_behind(first))
            if not known:
                unknown.append(written)
            if not condition:
                continue
            if firms and not people:
                firm = firm or firms[0]
            else:
                person = person or (written if len(people) != 1 else people[0])
            used.update(range(first, last))
            if first and self.tokens[first - 1].lower in _FIRM_WORDS:
                used.add(first - 1)
        role, role_words = self._role(taken)
        mentions.sort(key=lambda one: one.first)
        return Named(person, firm, role, tuple(unknown), frozenset(used | role_words), tuple(mentions))

    def _runs(self) -> Iterator[tuple[int, int]]:
        """Stretches of words that may be a name, longer ones first."""
        count = len(self.tokens)
        for length in range(min(_LONGEST, count), 0, -1):
            for first in range(count - length + 1):
                run = range(first, first + length)
                if all(self.free[i] for i in run) and self._is_candidate(run):
                    yield first, first + length

    def _is_candidate(self, run: range) -> bool:
        if len(run) == 1 and not self._may_stand_alone(run[0]):
            return False
        capitals = sum(self.tokens[i].form[0].isupper() for i in run)
        if capitals == len(run):
            return True
        # All in small letters: names of several words, or a word that is in no dictionary.
        if any(self.tokens[i].lower in self.words.function or self._in_label(i) for i in run):
            return False
        return len(run) > 1 or (self._is_condition(run[0]) and not _is_common(self.tokens[run[0]], self.language))

    def _may_stand_alone(self, place: int) -> bool:
        """Whether one word can be a name: no small word ("O czym …"), no place, no kind of speaker in small letters."""
        token = self.tokens[place]
        if len(token.form) < 2 or token.lower in self.words.function or self.words.place.at(self.tokens, place):
            return False
        return token.form[0].isupper() or self.words.roles.at(self.tokens, place) is None

    def _may_be_unknown(self, first: int, last: int) -> bool:
        """Whether a stretch that nobody bears is a name all the same, and the whole of it."""
        run = range(first, last)
        if not all(self.tokens[i].form[0].isupper() for i in run) or any(self._in_label(i) for i in run):
            return False
        joined = [i for i in (first - 1, last) if 0 <= i < len(self.tokens) and self.free[i]]
        if any(self.tokens[i].form[0].isupper() and not self._in_label(i) for i in joined if i):
            return False
        return first > 0 or last - first > 1 or not _is_common(self.tokens[0], self.language)

    def _in_label(self, place: int) -> bool:
        token = self.tokens[place]
        return any(low <= token.start and token.end <= high for low, high in self.labels)

    def _is_part_of_label(self, first: int, last: int) -> bool:
        """Whether a topic's label holds a stretch and more: "PC" in "AI PC" is nobody's name."""
        start, end = self.tokens[first].start, self.tokens[last - 1].end
        return any(low <= start and end <= high and high - low > end - start for low, high in self.labels)

    def _is_condition(self, first: int) -> bool:
        """Whether a name tells who spoke, not what about."""
        before = self.tokens[first - 1] if first else None
        if before is not None and before.lower in _FIRM_WORDS:
            return first < 2 or not self._is_about(first - 2)
        if self.pivot is not None and first >= self.pivot:
            return before is not None and before.lower == "at"
        return not (first and self._is_about(first - 1))

    def _is_subject_behind(self, first: int) -> bool:
        """Polish word order: "Co mówi o szkoleniach Jan Nowak?" – the name follows the words it is about."""
        if self.language is not Language.PL or self.pivot is None or first <= self.pivot:
            return False
        asked = any(found.label == "what" for found in self.words.ask.find(self.tokens))
        return asked and not self.words.drop.at(self.tokens, first - 1) and not self._is_about(first - 1)

    def _is_about(self, place: int) -> bool:
        found = self.words.about.at(self.tokens, place)
        affiliation = self.words.affiliation.at(self.tokens, place)
        return found is not None and affiliation is None

    def _role(self, taken: set[int]) -> tuple[str | None, set[int]]:
        """The kind of speaker asked for; only before the words that ask, afterwards it is the subject."""
        for found in self.words.roles.find(self.tokens):
            run = set(range(found.first, found.last))
            beyond = self.pivot is not None and found.first >= self.pivot
            if beyond or run & taken or (found.first and self._is_about(found.first - 1)):
                continue
            asked = any(phrase.last == found.first for phrase in self.words.which.find(self.tokens))
            if asked or self.pivot is not None:
                return self.text[self.tokens[found.first].start : self.tokens[found.last - 1].end], run
        return None, set()


def find_names(
    tokens: Sequence[Token],
    text: str,
    free: Sequence[bool],
    labels: Sequence[tuple[int, int]],
    pivot: int | None,
    words: Lexicon,
    language: Language,
    names: Names,
) -> Named:
    """Who is named in a question.

    :param free: for each word, whether it may be part of a name.
    :param labels: places of topics in ``text``; their words are no names of unknown people.
    :param pivot: number of the word where the question's subject begins, if that is known.
    """
    return _Finder(tokens, text, free, labels, pivot, words, language).named(names)


def _is_common(token: Token, language: Language) -> bool:
    """Whether a word is an everyday one; English has no dictionary here, so every small-lettered word passes."""
    if language is Language.EN:
        return token.form.islower()
    return any("imię" not in reading.kinds and "nazwisko" not in reading.kinds for reading in readings(token.lower))
