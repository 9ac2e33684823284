"""The words of all statements in memory: which statements have a lemma, and how often; for services."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from search.index_state import as_keys
from search.segment_rows import Keys

Places = npt.NDArray[np.int32]
_MOST_RECENT = 4_000  # statements that are kept as they came; then all are sorted by lemma again
_THIN = 0.3  # of the places stand for statements that are gone: from here on all are written anew
_MOST_TIMES = 255


@dataclass(slots=True)
class _Recent:
    """Where a lemma stands in what came lately; other threads may be reading while both lists grow."""

    places: list[int]
    times: list[int]


class Postings:
    """Statements by lemma; each has a place, in the order of the index.

    One thread may :meth:`follow` while others read: a reader takes :attr:`moment` once and sees that.

    :param rows: id and lemmas (parted by spaces) of each statement, in the order of the index.
    """

    def __init__(self, rows: Iterable[tuple[str, str]], sequence: int) -> None:
        ids: list[str] = []
        codes: dict[str, int] = {}
        flat: list[int] = []
        lengths: list[int] = []
        for identifier, lemmas in rows:
            ids.append(identifier)
            words = lemmas.split()
            lengths.append(len(words))
            flat += [codes.setdefault(word, len(codes)) for word in words]
        count = len(ids)
        size = np.array(lengths, dtype=np.int32)
        place = np.repeat(np.arange(count, dtype=np.int64), size)
        width = max(count, 1)
        both, times = np.unique(np.array(flat, dtype=np.int64) * width + place, return_counts=True)
        self._put(as_keys(ids), size, codes, both // width, (both % width).astype(np.int32), times, sequence)

    def _put(
        self,
        keys: Keys,
        lengths: Places,
        codes: dict[str, int],
        lemmas: npt.NDArray[np.int64],
        places: Places,
        times: npt.NDArray[np.int64],
        sequence: int,
    ) -> None:
        """:param lemmas: ascending, and within one the places ascending."""
        self._codes = codes
        self._edges = np.searchsorted(lemmas, np.arange(len(codes) + 1))
        self._places, self._times = places, np.minimum(times, _MOST_TIMES).astype(np.uint8)
        self._sorted_count = len(keys)
        self._order = np.argsort(keys, kind="stable")
        self._ascending = keys[self._order]
        self._recent: dict[str, _Recent] = {}
        self._recent_place: dict[int, int] = {}
        self.sequence = sequence
        self.moment = Moment(self, keys, lengths, np.ones(len(keys), dtype=bool), len(keys))

    def follow(self, gone: Collection[str], rows: Iterable[tuple[str, str]], sequence: int) -> Postings:
        """The same after a change: this object, or a new one that is sorted anew.

        :param gone: statements that are no more, or are among ``rows`` again.
        """
        before = self.moment
        alive = before.alive.copy()
        alive[self.places(as_keys(gone))] = False
        ids: list[str] = []
        lengths: list[int] = []
        for identifier, lemmas in rows:
            place = len(before.keys) + len(ids)
            counted = Counter(lemmas.split())
            ids.append(identifier)
            lengths.append(counted.total())
            for lemma, times in counted.items():
                recent = self._recent.setdefault(lemma, _Recent([], []))
                recent.times.append(times)  # first: a reader takes as many as there are places
                recent.places.append(place)
        keys = as_keys(ids)
        self._recent_place.update(zip(keys.tolist(), range(len(before.keys), len(before.keys) + len(ids)), strict=True))
        alive = np.concatenate([alive, np.ones(len(ids), dtype=bool)])
        self.sequence = sequence
        self.moment = Moment(
            self,
            np.concatenate([before.keys, keys]),
            np.concatenate([before.lengths, np.array(lengths, dtype=np.int32)]),
            alive,
            int(alive.sum()),
        )
        fresh = len(alive) - self._sorted_count
        dead = len(alive) - self.moment.count
        if fresh > max(_MOST_RECENT, self._sorted_count // 20) or dead > max(_MOST_RECENT, _THIN * len(alive)):
            return self._sorted_anew()
        return self

    def places(self, keys: Keys) -> npt.NDArray[np.int64]:
        """Where the statements of some keys are, of those that there are."""
        found = [np.zeros(0, dtype=np.int64)]
        if len(self._ascending) and len(keys):
            at = np.minimum(np.searchsorted(self._ascending, keys), len(self._ascending) - 1)
            found.append(self._order[at[self._ascending[at] == keys]])
        recent = [place for key in keys.tolist() if (place := self._recent_place.get(key)) is not None]
        return np.concatenate([*found, np.array(recent, dtype=np.int64)]) if self._recent_place else found[-1]

    def having(self, lemma: str) -> tuple[Places, npt.NDArray[np.uint8]]:
        """The places of the statements with a lemma, ascending, gone ones included; how often each has it."""
        code = self._codes.get(lemma)
        edges = slice(0, 0) if code is None else slice(self._edges[code], self._edges[code + 1])
        places, times = self._places[edges], self._times[edges]
        recent = self._recent.get(lemma)
        if recent is None:
            return places, times
        later = np.array(recent.places, dtype=np.int32)
        often = np.minimum(recent.times[: len(later)], _MOST_TIMES).astype(np.uint8)
        return np.concatenate([places, later]), np.concatenate([times, often])

    def _sorted_anew(self) -> Postings:
        moment = self.moment
        codes = dict(self._codes)
        lemmas = [np.repeat(np.arange(len(codes)), np.diff(self._edges))]
        places, times = [self._places], [self._times.astype(np.int64)]
        for lemma, recent in self._recent.items():
            lemmas.append(np.full(len(recent.places), codes.setdefault(lemma, len(codes))))
            places.append(np.array(recent.places, dtype=np.int32))
            times.append(np.array(recent.times, dtype=np.int64))
        code, place, often = np.concatenate(lemmas), np.concatenate(places), np.concatenate(times)
        kept = moment.alive[place]
        code, place, often = code[kept], place[kept], often[kept]
        moved = (np.cumsum(moment.alive) - 1).astype(np.int32)
        order = np.lexsort((place, code))
        made = Postings.__new__(Postings)
        alive = moment.alive
        made._put(
            moment.keys[alive],
            moment.lengths[alive],
            codes,
            code[order],
            moved[place[order]],
            often[order],
            self.sequence,
        )
        return made


@dataclass(frozen=True)
class Moment:
    """What there was at one moment; arrays by place.

    :param lengths: how many lemmas each statement has, those that come again counted again.
    :param alive: whether it is still there; ``count`` of them are.
    """

    postings: Postings
    keys: Keys
    lengths: Places
    alive: npt.NDArray[np.bool_]
    count: int

    def having(self, lemma: str) -> tuple[Places, npt.NDArray[np.uint8]]:
        """The places of the statements with a lemma, ascending; how often each has it."""
        places, times = self.postings.having(lemma)
        if len(places) and places[-1] >= len(self.alive):  # what has come since
            end = int(np.searchsorted(places, len(self.alive)))
            places, times = places[:end], times[:end]
        if self.count == len(self.alive):
            return places, times
        alive = self.alive[places]
        return places[alive], times[alive]

    @cached_property
    def mean_length(self) -> float:
        """How many lemmas a statement has."""
        return float(self.lengths[self.alive].mean()) if self.count else 0.0
