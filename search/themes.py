"""What an article is about as a whole: its statements speak of that even where they do not name it."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np

from corpus.topics import TopicScheme
from search.catalogue import NOBODY, Bools, Catalogue, Floats, Ints
from search.headline_topics import HeadlineTopics

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
        self._headlines = HeadlineTopics(scheme)

    def contexts(self, catalogue: Catalogue, articles: Sequence[int], topics: Collection[str]) -> tuple[Ints, Floats]:
        """How much the statements of articles are about their theme, 0 to 1; none of articles whose theme is another.

        :param articles: codes, none twice.
        :param topics: ids, narrower ones already among them.
        :returns: rows in the order of storing, and what they are worth.
        """
        rows = catalogue.of_articles(articles)
        if not len(rows):
            return rows, np.zeros(0)
        places, owner = catalogue.opinions_of(rows)
        opinions, among = catalogue.opinions, catalogue.coding.topics.among
        relevance, topic = opinions.relevance[places], opinions.topic[places]
        about = among(topics)[topic]
        named, clearly, away, within = (np.zeros(len(rows), dtype=bool) for _ in range(4))
        named[owner[about]] = True
        clearly[owner[about & (relevance >= _LENT)]] = True
        clear = relevance >= _NAMED
        away[owner[clear]] = True
        within[owner[clear & among({*topics, *self._around(topics)})[topic]]] = True
        away &= ~within
        article = catalogue.article[rows]
        _, first, of = np.unique(article, return_index=True, return_inverse=True)
        count = np.bincount(of)
        share = np.where(np.bincount(of[clearly], minlength=len(first)) >= _CLEARLY, 1.0, 0.0)
        share *= np.bincount(of[named], minlength=len(first)) / count
        by_headline = self._by_headline(catalogue, rows[first], topics)
        themes = np.maximum(by_headline, np.where(share >= _MAIN, share, 0.0))[of]
        speaker = catalogue.speaker[rows]
        pairs, of_pair = np.unique(article * (int(speaker.max(initial=0)) + 2) + speaker, return_inverse=True)
        with_theme = (np.bincount(of_pair[~away], minlength=len(pairs)) > 0)[of_pair] & (speaker != NOBODY)
        worth = themes * np.where(away, np.where(with_theme, _ALSO, _ELSEWHERE), 1.0)
        told = themes != 0
        return rows[told], worth[told]

    def told(self, catalogue: Catalogue, rows: Ints, topics: Collection[str]) -> Bools:
        """Of each row, whether its article's headline names one of the topics."""
        named, places = self._headlines.of(catalogue, rows)
        return np.asarray(named[places[:, None], self._columns(topics)].any(axis=1))

    def warm(self, catalogue: Catalogue) -> None:
        """Reads all headlines beforehand."""
        self._headlines.of(catalogue, np.arange(len(catalogue)))

    def _by_headline(self, catalogue: Catalogue, rows: Ints, topics: Collection[str]) -> Floats:
        """How much each row's headline is about the topics, 0 to 1."""
        table, places = self._headlines.of(catalogue, rows)
        named = table[places]
        own = named[:, self._columns(topics)].any(axis=1)
        others = named.sum(axis=1) - named[:, self._columns({*topics, *self._around(topics)})].sum(axis=1)
        # "On margins, marketplaces and missing people": a third each.
        return np.asarray(np.where(own, 1 / (1 + others / 2), 0.0))

    def _columns(self, topics: Collection[str]) -> list[int]:
        return [self._headlines.place[topic] for topic in topics]

    def _around(self, topics: Collection[str]) -> set[str]:
        return {broader for topic in topics for broader in self._scheme.broader(topic)}
