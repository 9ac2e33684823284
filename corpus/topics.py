"""Which topics of a bilingual scheme a text is about, and which words show it.

A topic is found by its labels, inflected or not, and by patterns of words that together mean it.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path
from types import MappingProxyType

from corpus.topic_index import plain
from corpus.topic_mentions import Finder, Mention, covering
from corpus.topic_scheme import Concept, parse_scheme, scheme_text
from corpus.topic_words import Words, split_words
from corpus.types import Language, Topic

#: The file of the bundled scheme.
BUNDLED = Path(__file__).parent / "data" / "topics.toml"
_MARKS = "=~"
_COVERED = 0.6  # what is left of a mention inside a mention of a narrower topic
_BY_DEPTH = (0.9, 0.95, 1.0)  # what a mention counts by the topic's depth: general topics less
_COUNTED = 20  # mentions of one topic: further ones change nothing that can be seen
_USUAL_LENGTH = 40  # words of a usual statement: in longer ones a mention says less


@dataclass(frozen=True, slots=True)
class TopicMatch:
    """A topic of a text.

    :param topic: id in the scheme.
    :param relevance: how much the text is about it, above 0 to 1.
    :param start: first code point of the words that show it best.
    :param end: one past their last code point.
    """

    topic: str
    relevance: float
    start: int
    end: int


class TopicScheme:
    """Topics with labels in both languages, broader and narrower ones, and the finding of them in texts.

    :param concepts: checked descriptions, as ``parse_scheme`` gives them.
    """

    def __init__(self, concepts: Sequence[Concept]) -> None:
        self._concepts = {concept.id: concept for concept in concepts}
        self._topics = {concept.id: _topic(concept) for concept in concepts}
        self._narrower = _narrower(concepts)
        self._depth_factor = {
            concept.id: _BY_DEPTH[min(_above(concept.id, self._narrower), len(_BY_DEPTH) - 1)] for concept in concepts
        }
        self._by_label = {
            plain(label): concept.id
            for concept in reversed(concepts)
            for language in Language
            for label in (*concept.alt_labels[language], concept.pref_label[language], concept.id)
        }
        self._finders = cache(lambda language: Finder(concepts, language))
        # The sentences around a statement, and the headline, are asked for again with the next statement.
        self._match_recent = lru_cache(maxsize=2048)(self._match)

    @classmethod
    def load(cls, path: Path | None = None) -> TopicScheme:
        """Reads a scheme from TOML; the bundled one without a path.

        :raises InputError: the file cannot be used; the error names it and the entry that is wrong.
        """
        path = path or BUNDLED
        return cls(parse_scheme(scheme_text(path), str(path)))

    @property
    def topics(self) -> Mapping[str, Topic]:
        """The topics by id, in the order of the file."""
        return MappingProxyType(self._topics)

    def match(self, text: str, language: Language) -> tuple[TopicMatch, ...]:
        """The topics of a text, most relevant first; empty when none fits."""
        return self._match_recent(text, language)

    def _match(self, text: str, language: Language) -> tuple[TopicMatch, ...]:
        words = split_words(text)
        mentions: defaultdict[str, list[Mention]] = defaultdict(list)
        for mention in self._weighed(self._finders(language).mentions(words)):
            mentions[mention.topic].append(mention)
        matches = (_as_match(found, words) for found in mentions.values())
        return tuple(sorted(matches, key=lambda match: (-match.relevance, match.start, match.topic)))

    def narrower(self, topic_id: str) -> frozenset[str]:
        """The topic and all topics below it.

        :raises KeyError: no such topic.
        """
        return self._narrower[topic_id]

    def broader(self, topic_id: str) -> tuple[str, ...]:
        """The ids directly above a topic, the main one (``Topic.broader``) first.

        :raises KeyError: no such topic.
        """
        return self._concepts[topic_id].broader

    def label(self, topic_id: str, language: Language) -> str:
        """The preferred label.

        :raises KeyError: no such topic.
        """
        return self._topics[topic_id].pref_label[language]

    def find(self, label_or_id: str) -> str | None:
        """The topic that has this id or label, in either language and in any inflected form; ``None`` if none has."""
        exact = self._by_label.get(plain(label_or_id))
        if exact is not None:
            return exact
        text = label_or_id.strip()
        for language in Language:
            whole = [match for match in self.match(text, language) if match.end - match.start == len(text)]
            if whole:
                return whole[0].topic
        return None

    def _weighed(self, mentions: Sequence[Mention]) -> Iterator[Mention]:
        """Mentions with less weight inside those of narrower topics, and none inside other topics' longer labels."""
        for mention, around in covering(mentions):
            general = self._depth_factor[mention.topic]
            if any(other.topic in self._narrower[mention.topic] for other in around):
                yield replace(mention, weight=mention.weight * general * _COVERED)
            elif not any(self._is_part_of(mention, other) for other in around):
                yield replace(mention, weight=mention.weight * general)

    def _is_part_of(self, mention: Mention, label: Mention) -> bool:
        """Whether the mention is only a part of a longer label of a topic not above it (``supply chain attack``)."""
        return label.words > mention.words and mention.topic not in self._narrower[label.topic]


def _as_match(mentions: Sequence[Mention], words: Words) -> TopicMatch:
    """One match of all mentions of a topic: the best counts in full, each further one half as much as that before."""
    ranked = sorted(mentions, key=lambda mention: (-mention.weight, mention.first, mention.last))
    apart: list[Mention] = []
    for mention in ranked[:_COUNTED]:
        if all(mention.last < other.first or mention.first > other.last for other in apart):
            apart.append(mention)
    length = len(words.forms)
    left = math.prod(1 - mention.weight * 0.5**number for number, mention in enumerate(apart))
    earliest = min(mention.first for mention in apart)
    early = 1 - 0.15 * earliest / max(length, _USUAL_LENGTH)
    thin = 1 + 0.1 * math.log2(max(length / _USUAL_LENGTH, 1))
    best = ranked[0]
    return TopicMatch(best.topic, round((1 - left) * early / thin, 4), words.starts[best.first], words.ends[best.last])


def _topic(concept: Concept) -> Topic:
    return Topic(
        id=concept.id,
        pref_label={language: label.lstrip(_MARKS) for language, label in concept.pref_label.items()},
        alt_labels={
            language: tuple(label.lstrip(_MARKS) for label in labels) for language, labels in concept.alt_labels.items()
        },
        broader=concept.broader[0] if concept.broader else None,
        scope_note=concept.scope_note,
    )


def _narrower(concepts: Iterable[Concept]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {concept.id: {concept.id} for concept in concepts}
    parents = {concept.id: concept.broader for concept in concepts}
    for topic, above_topic in parents.items():
        front = set(above_topic)
        while front:
            for broader in front:
                found[broader].add(topic)
            front = {above for broader in front for above in parents[broader] if topic not in found[above]}
    return {topic: frozenset(below) for topic, below in found.items()}


def _above(topic: str, narrower: Mapping[str, frozenset[str]]) -> int:
    """How many topics are above a topic."""
    return sum(topic in below for below in narrower.values()) - 1


@cache
def default_scheme() -> TopicScheme:
    """The bundled scheme, read once."""
    return TopicScheme.load()
