"""What an article is about as a whole: its statements speak of that even where they do not name it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import lru_cache

from corpus.store import StoredStatement
from corpus.topics import TopicScheme
from corpus.types import Language

_MAIN = 0.6  # the share of an article's statements from which a topic is its theme without standing in the headline
_CLEARLY = 2  # … when so many of them name it themselves
_NAMED = 0.55  # a topic named this clearly is what a statement is about, whatever the article is about
_LENT = 0.46  # below this a topic was lent by the sentences around
_ALSO, _ELSEWHERE = 0.5, 0.25  # what the theme counts for a statement that clearly names another topic, by whether …
# … its speaker says something about the theme as well


class Themes:
    """Tells how much articles, and so their statements, are about topics."""

    def __init__(self, scheme: TopicScheme) -> None:
        self._scheme = scheme
        self.of_headline = lru_cache(maxsize=10_000)(self._match)

    def theme(self, statements: Sequence[StoredStatement], topics: Collection[str]) -> float:
        """How much an article is about any of some topics, 0 to 1.

        :param statements: all of one article.
        :param topics: ids, narrower ones already among them.
        """
        first = statements[0]
        named = self.of_headline(first.headline, first.statement.language)
        by_headline = 0.0
        if not named.isdisjoint(topics):
            others = named - set(topics) - self._around(topics)
            by_headline = 1 / (1 + len(others) / 2)  # "on margins, marketplaces and missing people": a third each
        opinions = [[one for one in found.statement.opinions if one.topic in topics] for found in statements]
        clearly = sum(any(one.relevance >= _LENT for one in about) for about in opinions)
        share = sum(map(bool, opinions)) / len(statements) if clearly >= _CLEARLY else 0.0
        return max(by_headline, share if share >= _MAIN else 0.0)

    def contexts(
        self, statements: Sequence[StoredStatement], theme: float, topics: Collection[str]
    ) -> dict[str, float]:
        """How much each statement of an article is about its theme, 0 to 1, by id."""
        related = {*topics, *self._around(topics)}
        away = {found.id for found in statements if _elsewhere(found, related)}
        with_theme = {found.speaker_id for found in statements if found.id not in away and found.speaker_id}
        return {
            found.id: theme * (1.0 if found.id not in away else _ALSO if found.speaker_id in with_theme else _ELSEWHERE)
            for found in statements
        }

    def _around(self, topics: Collection[str]) -> set[str]:
        return {broader for topic in topics for broader in self._scheme.broader(topic)}

    def _match(self, headline: str | None, language: Language) -> frozenset[str]:
        return frozenset(match.topic for match in self._scheme.match(headline, language)) if headline else frozenset()


def _elsewhere(found: StoredStatement, related: Collection[str]) -> bool:
    """Whether a statement clearly names a topic, and none of those asked about."""
    clear = [one.topic for one in found.statement.opinions if one.relevance >= _NAMED]
    return bool(clear) and not any(topic in related for topic in clear)
