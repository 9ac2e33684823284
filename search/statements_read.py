"""Statements that were read lately, kept until they change."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from itertools import islice
from threading import Lock

from corpus.store import Store, StoredStatement

_KEPT = 20_000
_TEXTS = """
SELECT id, content FROM statement WHERE listed = 1 AND id IN (SELECT value FROM json_each(?)) ORDER BY number
"""


class StatementsRead:
    """Reads statements by id; for any number of threads.

    What changes in the store is forgotten by its change log, so that beside a writer only what it changes is read anew.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._kept: dict[str, StoredStatement] = {}
        self._by_article: dict[str, set[str]] = {}
        self._sequence = 0
        self._guard = Lock()

    def statements(self, ids: Sequence[str]) -> list[StoredStatement]:
        """The statements in this order; what is not listed is left out."""
        with self._store.snapshot():  # what is kept and what is read are of one moment
            sequence = self._store.sequence()
            found = self._known(ids, sequence)
            missing = [name for name in ids if name not in found]
            read = {one.id: one for one in self._store.statements(missing)} if missing else {}
        if read:
            self._keep(read, sequence)
            found |= read
        return [found[name] for name in ids if name in found]

    def texts(self, ids: Collection[str]) -> list[tuple[str, str]]:
        """The ids of those that are listed, with their words and nothing else, in the order of storing."""
        rows = self._store.database.query(_TEXTS, (json.dumps(list(ids)),))
        return [(row["id"], " ".join([span[2] for span in json.loads(row["content"])])) for row in rows]

    def _known(self, ids: Collection[str], sequence: int) -> dict[str, StoredStatement]:
        with self._guard:
            if sequence > self._sequence:
                changes = self._store.changes_since(self._sequence) if self._kept else None
                self._sequence = sequence
                if changes is not None:
                    self._forget({*changes.added, *changes.changed, *changes.removed})
                    for article in changes.articles:  # its document may have another name
                        self._forget(self._by_article.pop(article, set()))
            if sequence < self._sequence:  # a snapshot from before what another thread has followed
                return {}
            return {name: one for name in ids if (one := self._kept.get(name)) is not None}

    def _keep(self, read: dict[str, StoredStatement], sequence: int) -> None:
        with self._guard:
            if sequence != self._sequence:
                return
            if len(self._kept) + len(read) > _KEPT:
                self._forget(list(islice(self._kept, len(read) + _KEPT // 10)))  # those read first
            self._kept |= read
            for name, one in read.items():
                self._by_article.setdefault(one.statement.article_id, set()).add(name)

    def _forget(self, ids: Collection[str]) -> None:
        for name in list(ids):
            one = self._kept.pop(name, None)
            if one is not None:
                together = self._by_article.get(one.statement.article_id, set())
                together.discard(name)
                if not together:
                    self._by_article.pop(one.statement.article_id, None)
