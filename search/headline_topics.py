"""Which topics headlines name: each headline is matched once, however many questions its article is met by."""

from __future__ import annotations

from threading import Lock

import numpy as np

from corpus.topics import TopicScheme
from corpus.types import Language
from search.catalogue import LANGUAGES, NOBODY, Bools, Catalogue, Codes, Ints

_KEPT = 100_000
_FIRST = 1_024
_UNREAD, _NONE = 0, 1  # places in the table: of what has not been matched yet, and of a statement without a headline


class HeadlineTopics:
    """The topics of the headlines met last, for one coding after the other; for any number of threads."""

    def __init__(self, scheme: TopicScheme) -> None:
        self._scheme = scheme
        self._place = {topic: number for number, topic in enumerate(scheme.topics)}
        self._lock = Lock()
        self._known = _Known(None, np.zeros(0, dtype=np.int64), self._empty(), _NONE + 1)

    @property
    def place(self) -> dict[str, int]:
        """The column of each topic."""
        return self._place

    def of(self, catalogue: Catalogue, rows: Ints) -> tuple[Bools, Ints]:
        """A table of which topics headlines name, shape (headlines, topics), and for each row the place of its own."""
        pairs = catalogue.headline[rows] * len(LANGUAGES) + catalogue.language[rows]  # without a headline below 0
        without = catalogue.headline[rows] == NOBODY
        pairs[without] = 0
        known = self._known
        places = known.places(catalogue.coding.headlines, pairs)
        unread = (places == _UNREAD) & ~without
        if unread.any():
            known = self._with(catalogue.coding.headlines, np.unique(pairs[unread]), pairs[~without])
            places = known.places(catalogue.coding.headlines, pairs)
        places[without] = _NONE
        return known.named, places

    def _with(self, headlines: Codes, fresh: Ints, wanted: Ints) -> _Known:
        """The table with further headlines; made anew with what is wanted where it has become too long."""
        with self._lock:
            known = self._known
            if known.headlines is not headlines or known.count + len(fresh) > max(_KEPT, len(wanted)):
                known, fresh = _Known(headlines, np.zeros(0, dtype=np.int64), self._empty(), _NONE + 1), wanted
            fresh = np.unique(fresh)
            fresh = fresh[known.places(headlines, fresh) == _UNREAD]  # another thread may have been faster
            where = np.zeros(max(len(known.where), len(headlines.texts) * len(LANGUAGES)), dtype=np.int64)
            where[: len(known.where)] = known.where
            named = known.named
            if known.count + len(fresh) > len(named):
                named = np.zeros((max(2 * len(named), known.count + len(fresh)), len(self._place)), dtype=bool)
                named[: known.count] = known.named[: known.count]
            for number, pair in enumerate(fresh.tolist()):
                code, language = divmod(pair, len(LANGUAGES))
                named[known.count + number, self._match(headlines.texts[code], LANGUAGES[language])] = True
            where[fresh] = known.count + np.arange(len(fresh))
            self._known = _Known(headlines, where, named, known.count + len(fresh))
            return self._known

    def _match(self, headline: str, language: Language) -> list[int]:
        return sorted({self._place[match.topic] for match in self._scheme.match(headline, language)})

    def _empty(self) -> Bools:
        return np.zeros((_FIRST, len(self._place)), dtype=bool)


class _Known:
    """What has been matched; never changed but for rows of the table that nobody knows of yet.

    :param where: for each headline and language its place in the table.
    :param named: the table; ``count`` of its rows are in use.
    """

    def __init__(self, headlines: Codes | None, where: Ints, named: Bools, count: int) -> None:
        self.headlines = headlines
        self.where = where
        self.named = named
        self.count = count

    def places(self, headlines: Codes, pairs: Ints) -> Ints:
        """Places in the table, ``_UNREAD`` of what is not there."""
        if self.headlines is not headlines or not len(self.where):
            return np.full(len(pairs), _UNREAD, dtype=np.int64)
        return np.where(pairs < len(self.where), self.where[np.minimum(pairs, len(self.where) - 1)], _UNREAD)
