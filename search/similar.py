"""Statements that say nearly the same: pairs by closeness of meaning, for the graph."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from search.indexed_store import IndexedStore
from search.same_words import same_words

#: Closeness, 0 to 1, from which two statements count as saying nearly the same.
LEAST = 0.8
_NEAREST = 12  # neighbours looked at for each statement
_BATCH = 256  # statements embedded at once


@dataclass(frozen=True, slots=True)
class Similar:
    """Two statements that say nearly the same.

    :param later: id of the one that was published later; of undated ones, and of one day, that with the greater id.
    :param score: closeness of meaning, 0 to 1.
    """

    earlier: str
    later: str
    score: float


def similar_pairs(
    indexed: IndexedStore,
    ids: Sequence[str] | None = None,
    *,
    least: float = LEAST,
    on_compared: Callable[[int, int], None] | None = None,
) -> Iterator[Similar]:
    """Pairs of statements that say nearly the same in other words, each pair once.

    The twelve closest of each are looked at. The same words in several outlets are one statement told again, not two.

    :param ids: only among these statements; among all where left out.
    :param least: closeness from which a pair counts, 0 to 1.
    :param on_compared: is told how many statements are done, of how many.
    """
    chosen = list(indexed.store.statement_ids() if ids is None else ids)
    allowed = None if ids is None else frozenset(chosen)
    seen: set[tuple[str, str]] = set()
    for start in range(0, len(chosen), _BATCH):
        batch = list(indexed.store.statements(chosen[start : start + _BATCH]))
        vectors = indexed.encoder.encode([one.statement.text for one in batch])
        for one, vector in zip(batch, vectors, strict=True):
            closest = indexed.index.search(vector, _NEAREST, allowed)
            close = {found.id: indexed.calibration.closeness(found.score) for found in closest}
            near = [name for name, score in close.items() if score >= least and name != one.id]
            for other in indexed.store.statements(near):
                pair = (min(one.id, other.id), max(one.id, other.id))
                if pair in seen or same_words(one.statement.text, other.statement.text):
                    continue
                seen.add(pair)
                first, last = sorted((one, other), key=lambda said: (str(said.date_published or "9999"), said.id))
                yield Similar(first.id, last.id, round(close[other.id], 3))
        if on_compared is not None:
            on_compared(min(start + _BATCH, len(chosen)), len(chosen))


def similar_edges(indexed: IndexedStore, ids: Sequence[str] | None = None) -> Iterator[tuple[str, str, float]]:
    """The same as edges: later statement, earlier statement, closeness."""
    for one in similar_pairs(indexed, ids):
        yield one.later, one.earlier, one.score
