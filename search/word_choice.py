"""Which statements have most of the words of a question, over postings in memory: as the full-text index chooses."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from itertools import accumulate, takewhile
from typing import Any

import numpy as np
import numpy.typing as npt

from search.postings import Moment
from search.segment_rows import Keys
from search.statement_ids import ids_of

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Word = frozenset[str]
Together = Callable[[Sequence[Word]], Collection[Sequence[Word]]]
_MOST_WORDS = 64  # that are asked for together: one bit each
_CHUNK = 4_096  # statements whose ids are compared with those of a filter at a time
_SATURATION, _LENGTH = 1.2, 0.75  # k1 and b of BM25, as SQLite's FTS5 has them
_LEAST_RARITY = 1e-6


class Choice:
    """The statements with the words of one question.

    :param words: each as its possible lemmas.
    """

    def __init__(self, moment: Moment, words: Sequence[Word]) -> None:
        self._moment = moment
        self._words = words
        self._having = {lemma: moment.having(lemma) for word in words for lemma in word}
        self._counts = {word: sum(len(self._having[lemma][0]) for lemma in word) for word in words}

    def among(self, keys: Keys) -> tuple[Ints, Floats]:
        """All statements of a filter that have a word, in their order, with the share of the words that each has."""
        places = np.sort(self._moment.postings.places(keys))
        places = places[places < len(self._moment.alive)]
        places = places[self._moment.alive[places]]
        shares = self._shares(places)
        return places[shares > 0], shares[shares > 0]

    def whole(self, limit: int, allowed: Collection[str] | None) -> Ints:
        """Statements that have all words, the first ones in their order."""
        if not all(self._counts[word] for word in self._words):
            return np.zeros(0, dtype=np.int64)
        having = sorted((self._any(word) for word in self._words), key=len)
        places = having[0]
        for other in having[1:]:
            places = places[other[np.minimum(np.searchsorted(other, places), len(other) - 1)] == places]
        found: dict[int, None] = {}
        _Held(self._moment.keys, allowed).take(places, limit, found)
        return np.array(list(found), dtype=np.int64)

    def _any(self, word: Word) -> Ints:
        """The statements that have one of the lemmas of a word, ascending."""
        if len(word) == 1:
            return self._having[next(iter(word))][0].astype(np.int64)
        return np.unique(np.concatenate([self._having[lemma][0] for lemma in word])).astype(np.int64)

    def best(
        self, pool: int, allowed: Collection[str] | None, most_ranked: int, together: Together
    ) -> tuple[Ints, Floats]:
        """Enough statements with most of the words, with their shares; see :meth:`LexicalIndex.search`.

        :param most_ranked: statements that BM25 ranks; words that more have only narrow the choice.
        :param together: known words, the rarest first → which to ask for together.
        """
        known = sorted((word for word in self._words if self._counts[word]), key=lambda word: self._counts[word])
        rare = list(takewhile(lambda total: total <= most_ranked, accumulate(self._counts[word] for word in known)))
        held = _Held(self._moment.keys, allowed)
        found: dict[int, None] = {}
        if len(rare) < len(known):
            self._take_together(known, pool, held, found, together)
        if rare:
            held.take(self._ranked(known[: len(rare)]), len(found) + pool, found)
        places = np.array(list(found), dtype=np.int64)
        return places, self._shares(places)

    def _take_together(
        self, known: Sequence[Word], pool: int, held: _Held, found: dict[int, None], together: Together
    ) -> None:
        number = {word: place for place, word in enumerate(known[:_MOST_WORDS])}
        bits: Any = np.zeros(len(self._moment.alive), dtype=np.uint16 if len(number) <= 16 else np.uint64)
        for word, place in number.items():
            bit = bits.dtype.type(1 << place)
            for lemma in word:
                bits[self._having[lemma][0]] |= bit
        places = np.flatnonzero(bits != 0)  # of truth values they are found in half the time
        has = bits[places]
        for words in together(known):
            wanted = bits.dtype.type(sum(1 << number[word] for word in words if word in number))
            held.take(places[(has & wanted) == wanted], pool, found)
            if len(found) >= pool:
                return

    def _ranked(self, words: Sequence[Word]) -> Ints:
        """The statements that have one of the words, by BM25, best first."""
        moment = self._moment
        having = [self._having[lemma] for word in words for lemma in sorted(word)]
        places = np.unique(np.concatenate([each for each, _ in having])).astype(np.int64)
        scores = np.zeros(len(places))
        norm = _SATURATION * (1 - _LENGTH + _LENGTH * moment.lengths[places] / moment.mean_length)
        for each, times in having:
            if len(each):
                rarity = max(np.log((moment.count - len(each) + 0.5) / (len(each) + 0.5)), _LEAST_RARITY)
                at = np.searchsorted(places, each)
                scores[at] += rarity * (times * (_SATURATION + 1)) / (times + norm[at])
        return places[np.argsort(-scores, kind="stable")]

    def _shares(self, places: Ints) -> Floats:
        """Of each statement the share of the words that it has."""
        if not len(places):
            return np.zeros(0)
        order = np.argsort(places, kind="stable")
        ascending = places[order]
        count = np.zeros(len(places), dtype=np.int64)
        for word in self._words:
            has = np.zeros(len(places), dtype=bool)
            for lemma in word:
                having = self._having[lemma][0]
                if len(having):
                    at = np.minimum(np.searchsorted(having, ascending), len(having) - 1)
                    has |= having[at] == ascending
            count += has
        shares = np.empty(len(places))
        shares[order] = count / len(self._words)
        return shares


class _Held:
    """Takes statements that a filter allows."""

    def __init__(self, keys: Keys, allowed: Collection[str] | None) -> None:
        self._keys = keys
        self._among = ids_of(allowed)

    def take(self, places: Ints, enough: int, found: dict[int, None]) -> None:
        """Adds statements, in order, until there are enough; those that are not allowed are passed over."""
        step = _CHUNK if self._among is not None else enough
        for start in range(0, len(places), step):
            some = places[start : start + step]
            if self._among is not None:
                if not len(self._among):
                    return
                some = some[self._among.having(self._keys[some])]
            for place in some.tolist():
                if len(found) >= enough:
                    return
                found.setdefault(place)
            if len(found) >= enough:
                return
