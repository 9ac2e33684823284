"""Where a text speaks of the topics of a scheme: by their labels, or by words that together mean them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from corpus.topic_index import Hit, Phrase, PhraseIndex, make_phrase, plain
from corpus.topic_scheme import Concept, Pattern
from corpus.topic_words import Words, is_stopword
from corpus.types import Language

_WEIGHT_BY_WORDS = (0.5, 0.7, 0.8)  # one word is the least certain
_WEAK, _TERM = 0.3, 0.6  # a label marked ``~``; a single technical term used in both languages
_UNLESS_REACH = 3  # words


@dataclass(frozen=True, slots=True)
class Mention:
    """A place that speaks of a topic, in numbers of words.

    :param words: how many words the label has that stands there; 0 where a pattern does.
    """

    topic: str
    first: int
    last: int
    weight: float
    words: int


@dataclass(frozen=True, slots=True)
class _Label:
    topic: str
    weight: float | None  # by the number of words found, unless the file says otherwise


@dataclass(frozen=True, slots=True)
class _Member:
    pattern: int
    group: int


@dataclass(frozen=True, slots=True)
class _Unless:
    topic: str


class Finder:
    """Finds the mentions of all topics in texts of one language."""

    def __init__(self, concepts: Iterable[Concept], language: Language) -> None:
        self._language = language
        self._targets: list[_Label | _Member | _Unless] = []
        self._patterns: list[tuple[str, Pattern]] = []
        phrases: list[Phrase] = []
        for concept in concepts:
            phrases += self._phrases(concept)
        self._index = PhraseIndex(phrases, language)

    def mentions(self, words: Words) -> list[Mention]:
        """All mentions, also overlapping ones."""
        labels: list[Mention] = []
        members: defaultdict[int, defaultdict[int, list[Hit]]] = defaultdict(lambda: defaultdict(list))
        unless: defaultdict[str, set[int]] = defaultdict(set)
        for hit in self._index.find(words):
            match self._targets[hit.target]:
                case _Label(topic, weight):
                    known = weight if weight is not None else _WEIGHT_BY_WORDS[min(hit.words, 3) - 1]
                    labels.append(Mention(topic, hit.first, hit.last, known, hit.words))
                case _Member(pattern, group):
                    members[pattern][group].append(hit)
                case _Unless(topic):
                    unless[topic].update(range(hit.first, hit.last + 1))
        kept = [one for one in labels if one.topic not in unless or not _spoilt(one, unless[one.topic], words)]
        return kept + [
            mention for pattern, groups in members.items() for mention in self._joint(pattern, groups, words)
        ]

    def _phrases(self, concept: Concept) -> Iterator[Phrase]:
        for label in (concept.pref_label[self._language], *concept.alt_labels[self._language]):
            yield self._add(label, self._language, _Label(concept.id, _given_weight(label, concept)))
        if self._language is Language.PL:
            yield from self._english_terms(concept)
        for word in concept.unless[self._language]:
            yield self._add(word, self._language, _Unless(concept.id))
        for pattern in concept.patterns:
            if pattern.language is self._language:
                self._patterns.append((concept.id, pattern))
                for number, group in enumerate(pattern.groups):
                    for word in group:
                        yield self._add(word, self._language, _Member(len(self._patterns) - 1, number))

    def _english_terms(self, concept: Concept) -> Iterator[Phrase]:
        """English labels that Polish texts use: terms for both, and those of several words, which cannot mislead."""
        labels = (concept.pref_label[Language.EN], *concept.alt_labels[Language.EN])
        for label in labels:
            if label in concept.both or len(plain(label).split()) > 1:
                yield self._add(label, Language.EN, _Label(concept.id, _given_weight(label, concept)))

    def _add(self, label: str, language: Language, target: _Label | _Member | _Unless) -> Phrase:
        self._targets.append(target)
        return make_phrase(label.removeprefix("~"), language, len(self._targets) - 1)

    def _joint(self, number: int, groups: Mapping[int, Sequence[Hit]], words: Words) -> Iterator[Mention]:
        """The closest joint places of a pattern's groups, one for each word of its first group."""
        topic, pattern = self._patterns[number]
        if len(groups) < len(pattern.groups):
            return
        others = [sorted(groups[group], key=_first) for group in range(1, len(pattern.groups))]
        for hit in groups[0]:
            place = _closest(hit, others, pattern.within, words)
            if place is not None:
                extent = sum(not is_stopword(form, self._language) for form in words.forms[place[0] : place[1] + 1])
                weight = 0.7 + 0.05 * len(pattern.groups) - 0.025 * extent
                yield Mention(topic, *place, max(weight, 0.45), words=0)


def _first(hit: Hit) -> int:
    return hit.first


def _given_weight(label: str, concept: Concept) -> float | None:
    if label.startswith("~"):
        return _WEAK
    return _TERM if label in concept.both and len(plain(label).split()) == 1 else None


def _closest(hit: Hit, others: Sequence[Sequence[Hit]], within: int, words: Words) -> tuple[int, int] | None:
    """First and last word of the place made by ``hit`` and the nearest of each other group, in its sentence."""
    first, last, taken = hit.first, hit.last, [hit]
    for group in others:
        reach = slice(bisect_left(group, last - within, key=_first), bisect_right(group, first + within, key=_first))
        apart = [
            other
            for other in group[reach]
            if words.sentences[other.first] == words.sentences[hit.first]
            and all(other.last < one.first or other.first > one.last for one in taken)
        ]
        if not apart:
            return None
        nearest = min(apart, key=lambda other: max(last, other.last) - min(first, other.first))
        taken.append(nearest)
        first, last = min(first, nearest.first), max(last, nearest.last)
    return (first, last) if last - first < within else None


def _spoilt(mention: Mention, unless: Container[int], words: Words) -> bool:
    """Whether a single-word label stands beside a word that gives it another meaning (``chmura dymu``)."""
    reach = range(max(mention.first - _UNLESS_REACH, 0), min(mention.last + _UNLESS_REACH + 1, len(words.forms)))
    return mention.first == mention.last and any(
        place in unless and words.sentences[place] == words.sentences[mention.first] for place in reach
    )


def covering(mentions: Sequence[Mention]) -> Iterator[tuple[Mention, list[Mention]]]:
    """Each mention with the longer ones of other topics that have all its words."""
    ordered = sorted(mentions, key=lambda mention: mention.first)
    longest = max((mention.last - mention.first for mention in ordered), default=0)
    for inner in ordered:
        start = bisect_left(ordered, inner.last - longest, key=lambda mention: mention.first)
        end = bisect_right(ordered, inner.first, key=lambda mention: mention.first)
        yield inner, [outer for outer in ordered[start:end] if _covers(outer, inner)]


def _covers(outer: Mention, inner: Mention) -> bool:
    return (
        outer.topic != inner.topic
        and outer.first <= inner.first
        and inner.last <= outer.last
        and outer.last - outer.first > inner.last - inner.first
    )
