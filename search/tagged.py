"""The statements tagged with topics: kept as columns grow, where only what has come is looked at."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from corpus.store import Store
from search.catalogue import Bools, Catalogue
from search.index import keys_of
from search.statement_ids import StatementIds

_KEPT = 64  # sets of topics


@dataclass(frozen=True, slots=True)
class _Grown:
    """The statements of one set of topics among the first rows of catalogues of one lineage."""

    lineage: object
    mask: Bools


class Tagged:
    """Finds the statements with one of some topics; those of the topics asked for last are kept.

    :param columns: of all statements, where they are kept.
    """

    def __init__(self, store: Store, columns: Callable[[], Catalogue | None]) -> None:
        self._store = store
        self._columns = columns
        self._grown: dict[frozenset[str], _Grown] = {}
        self._now: tuple[object, dict[frozenset[str], StatementIds]] = None, {}

    def on(self, topics: frozenset[str]) -> StatementIds:
        """The statements with one of the topics."""
        catalogue = self._columns()
        moment: object = self._store.sequence() if catalogue is None else catalogue
        if self._now[0] != moment:  # as a whole: what is of one moment keeps all its columns from being let go
            self._now = moment, {}
        kept = self._now[1]
        known = kept.get(topics)
        if known is None:
            if len(kept) >= _KEPT:
                kept.clear()
            if catalogue is None:
                known = StatementIds(keys_of(self._store.statement_ids(topic=topics)))
            else:
                known = StatementIds.chosen(catalogue, self._mask(catalogue, topics), name=topics)
            kept[topics] = known
        return known

    def _mask(self, catalogue: Catalogue, topics: frozenset[str]) -> Bools:
        known = self._grown.get(topics)
        if known is None or known.lineage is not catalogue.lineage or len(known.mask) > len(catalogue):
            mask = catalogue.on(topics)
        else:
            mask = np.concatenate([known.mask, catalogue.on(topics, first=len(known.mask))])
        if len(self._grown) >= _KEPT:
            self._grown.clear()
        self._grown[topics] = _Grown(catalogue.lineage, mask)
        return mask
