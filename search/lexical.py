"""Which statements have the words of a question: SQLite's full-text index over lemmas, kept in step with the store."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from functools import lru_cache
from itertools import accumulate, combinations, takewhile
from pathlib import Path

import numpy as np

from corpus.errors import IndexMismatchError
from corpus.topic_words import is_stopword, split_words, text_keys
from corpus.types import Language
from search.index import Scored, StatementSource
from search.index_state import as_id, as_keys
from search.lexical_file import REMEDY, LexicalFile, make_tables, remove
from search.postings import Postings
from search.segment_rows import Keys
from search.statement_ids import StatementIds, held
from search.word_choice import Choice, Floats

_BATCH = 1000
_POOL = 80  # best by BM25, of which the share of found words is then counted
_RANKED = 1_000  # statements that BM25 ranks; words that more statements have only narrow the choice
_COMBINED = 4  # words of which all combinations are tried; of more those with the rarest ones
_FEW = 2_000  # so few that a filter allows are read as they are

_MATCHING = "SELECT id, lemmas FROM words WHERE words MATCH ? "
_ALL = "SELECT id, lemmas FROM words ORDER BY rowid"
_AMONG = """
SELECT id, lemmas FROM words
WHERE rowid IN (SELECT number FROM place WHERE id IN (SELECT value FROM json_each(?))) ORDER BY rowid
"""
_FREQUENCY = "SELECT lemma, statements FROM frequency WHERE lemma IN (SELECT value FROM json_each(?))"
_COUNT = """
INSERT INTO frequency VALUES (?, ?)
ON CONFLICT (lemma) DO UPDATE SET statements = max(0, statements + excluded.statements)
"""


class LexicalIndex:
    """Statements by the lemmas of their words.

    :param folder: where the index is kept; made when it is missing.
    :raises IndexMismatchError: the file is damaged or of a newer version.
    :raises StoreError: it cannot be written: the disk is full, or it may not be.
    """

    def __init__(self, folder: Path) -> None:
        self._file = LexicalFile(folder)
        self._postings: Postings | None = None

    @classmethod
    def rebuilt(cls, folder: Path, store: StatementSource) -> LexicalIndex:
        """An index made anew, in place of the one that is there, whatever state it is in.

        Readers have the old one until the new one is whole, unless that is damaged.
        """
        with suppress(IndexMismatchError):
            index = cls(folder)
            with suppress(IndexMismatchError):
                index.rebuild(store)
                if not index.problems():
                    return index
            index.close()
        remove(folder)
        index = cls(folder)
        index.sync(store)
        return index

    @property
    def sequence(self) -> int:
        """The store's change log is followed up to here; 0 for a new index."""
        with self._file.errors():
            row = self._file.connection().execute("SELECT sequence FROM followed").fetchone()
        return int(row[0]) if row else 0

    @property
    def ids(self) -> list[str]:
        """The ids of all statements that it has."""
        with self._file.errors():
            return [row[0] for row in self._file.connection().execute("SELECT id FROM place")]

    def problems(self) -> list[str]:
        """What is wrong with its file, one line each; empty when nothing is. Reads all of it."""
        return self._file.problems()

    def sync(self, store: StatementSource) -> int:
        """Follows the store; all or nothing, one process at a time.

        :returns: how many statements were written.
        :raises IndexMismatchError: the index is of another store.
        """
        with self._file.transaction() as connection:
            return self._follow(connection, store)

    def rebuild(self, store: StatementSource) -> int:
        """Makes the index anew, whatever it held before; readers see the old one until the new one is whole."""
        with self._file.transaction() as connection:
            make_tables(connection)
            self._postings = None
            return self._follow(connection, store)

    def search(self, text: str, language: Language, limit: int, allowed: Collection[str] | None = None) -> list[Scored]:
        """The statements that have most of the words of ``text`` in any form, best first.

        :param allowed: ids that may come back; ``None`` allows all.
        :returns: with the share of the words that are found as the score, above 0 to 1.
        """
        if self._postings is not None:
            keys, shares = self.closest(text, language, limit, allowed)
            return [Scored(as_id(key), share) for key, share in zip(keys.tolist(), shares.tolist(), strict=True)]
        words = query_words(text, language)
        if not words or limit <= 0:
            return []
        pool = max(limit, _POOL)
        with self._file.errors():
            if allowed is not None and len(allowed) <= _FEW:
                rows = self._file.connection().execute(_AMONG, (json.dumps(list(allowed)),)).fetchall()
            else:
                rows = self._matching(words, pool, allowed)
        found = []
        for identifier, lemmas in rows:
            has = set(lemmas.split())
            share = sum(not word.isdisjoint(has) for word in words) / len(words)
            if share:
                found.append(Scored(identifier, share))
        return sorted(found, key=lambda one: -one.score)[:limit]  # stable: BM25 decides among equals

    def closest(
        self, text: str, language: Language, limit: int, allowed: Collection[str] | None = None
    ) -> tuple[Keys, Floats]:
        """The same as :meth:`search`, as keys and shares; from memory, where the words are kept there."""
        postings = self._postings
        if postings is None:
            found = self.search(text, language, limit, allowed)
            return as_keys([one.id for one in found]), np.array([one.score for one in found], dtype=np.float64)
        words = query_words(text, language)
        if not words or limit <= 0:
            return as_keys([]), np.zeros(0)
        moment = postings.moment
        choice = Choice(moment, words)
        if allowed is not None and len(allowed) <= _FEW:
            places, shares = choice.among(allowed.keys if isinstance(allowed, StatementIds) else as_keys(allowed))
        else:
            places, shares = choice.best(max(limit, _POOL), allowed, _RANKED, lambda known: list(_together(known)))
        best = np.argsort(-shares, kind="stable")[:limit]  # BM25 decides among equals
        best = best[shares[best] > 0]
        return moment.keys[places[best]], shares[best]

    def having_all(
        self, text: str, language: Language, limit: int, allowed: Collection[str] | None = None
    ) -> list[str]:
        """The ids of statements that have all words of a text that carry meaning, in any form."""
        postings = self._postings
        if postings is None:
            return [one.id for one in self.search(text, language, limit, allowed) if one.score == 1]
        words = query_words(text, language)
        if not words:
            return []
        moment = postings.moment
        places = Choice(moment, words).whole(limit, allowed)
        return [as_id(key) for key in moment.keys[places].tolist()]

    def keep(self, store: StatementSource) -> None:
        """From now on answers from memory (about 150 bytes a statement), kept in step by this method.

        :param store: tells what has changed since this was called last.
        """
        with self._file.errors():
            connection = self._file.connection()
            connection.execute("BEGIN")
            try:
                row = connection.execute("SELECT sequence FROM followed").fetchone()
                sequence = int(row[0]) if row else 0
                known = self._postings
                if known is None:
                    self._postings = Postings(connection.execute(_ALL), sequence)
                elif known.sequence != sequence:
                    changes = store.changes_since(known.sequence)
                    ids = [*changes.removed, *changes.added, *changes.changed]
                    rows = connection.execute(_AMONG, (json.dumps(ids),)).fetchall()
                    self._postings = known.follow(ids, rows, sequence)
            finally:
                connection.execute("ROLLBACK")

    def close(self) -> None:
        """Closes the connections of all threads; call it when none is at work any more."""
        self._file.close()

    def _follow(self, connection: sqlite3.Connection, store: StatementSource) -> int:
        row = connection.execute("SELECT store, sequence FROM followed").fetchone()
        if row and (row[0] != store.identity or row[1] > store.sequence()):
            raise IndexMismatchError(f"{self._file.path}: the index was made from another store; {REMEDY}")
        changes = store.changes_since(int(row[1]) if row else 0)
        coming = [*changes.added, *changes.changed]
        _forget(connection, [*changes.removed, *coming])
        written = _write(connection, store, coming)
        connection.execute("DELETE FROM followed")
        connection.execute("INSERT INTO followed VALUES (?, ?)", (store.identity, changes.sequence))
        return written

    def _matching(
        self, words: Sequence[frozenset[str]], pool: int, allowed: Collection[str] | None
    ) -> list[tuple[str, str]]:
        """Enough statements with most of the words.

        Ranking reads every statement that has one of the words. So where words are in very many, the statements with
        all words are taken first, then those with all but one and so on, in any order; BM25 ranks the rare ones.
        """
        counts = self._frequencies(words)
        known = sorted((word for word in words if counts[word]), key=lambda word: counts[word])
        rare = list(takewhile(lambda total: total <= _RANKED, accumulate(counts[word] for word in known)))
        found: dict[str, str] = {}
        if len(rare) < len(known):
            for together in _together(known):
                self._take(" AND ".join(map(_any_of, together)), "", found, pool, allowed)
                if len(found) >= pool:
                    break
        if rare:
            query = " OR ".join(_any_of(word) for word in known[: len(rare)])
            self._take(query, "ORDER BY rank", found, len(found) + pool, allowed)
        return list(found.items())

    def _take(
        self, match: str, order: str, found: dict[str, str], enough: int, allowed: Collection[str] | None
    ) -> None:
        """Adds statements, in order, until there are enough; those that are not allowed are passed over."""
        cursor = self._file.connection().execute(_MATCHING + order, (match,))
        while rows := cursor.fetchmany(enough):
            chosen = held(allowed, [row[0] for row in rows])
            for (identifier, lemmas), fits in zip(rows, chosen, strict=True):
                if len(found) >= enough:
                    return
                if fits:
                    found.setdefault(identifier, lemmas)

    def _frequencies(self, words: Sequence[frozenset[str]]) -> dict[frozenset[str], int]:
        """How many statements have each word, at most."""
        lemmas = json.dumps(sorted(frozenset[str]().union(*words)))
        counts = dict(self._file.connection().execute(_FREQUENCY, (lemmas,)).fetchall())
        return {word: sum(counts.get(lemma, 0) for lemma in word) for word in words}


def query_words(text: str, language: Language) -> list[frozenset[str]]:
    """The words of a text that carry meaning, each as its possible lemmas."""
    forms = [form for form in split_words(text).forms if len(form) > 1 and not is_stopword(form, language)]
    return [_lemmas(form, language) for form in dict.fromkeys(forms)]


@lru_cache(maxsize=50_000)
def _lemmas(form: str, language: Language) -> frozenset[str]:
    # Terms of either language stand in both ("cloud", "marketplace"), so the language is no part of the key.
    prefix = f"{language.value}:"
    keys = text_keys(form, language)
    return frozenset(key.removeprefix(prefix) for key in keys if key.startswith(prefix)) | {form.lower()}


def _write(connection: sqlite3.Connection, store: StatementSource, ids: Sequence[str]) -> int:
    written = 0
    counts: Counter[str] = Counter()
    for start in range(0, len(ids), _BATCH):
        for found in store.statements(ids[start : start + _BATCH]):
            statement = found.statement
            words = query_words(statement.text, statement.language)
            lemmas = " ".join(lemma for word in words for lemma in sorted(word))
            counts.update(frozenset[str]().union(*words))
            cursor = connection.execute("INSERT INTO words (id, lemmas) VALUES (?, ?)", (statement.id, lemmas))
            connection.execute("INSERT INTO place VALUES (?, ?)", (statement.id, cursor.lastrowid))
            written += 1
    connection.executemany(_COUNT, counts.items())
    return written


def _together(words: Sequence[frozenset[str]]) -> Iterator[Sequence[frozenset[str]]]:
    """Which words to ask for together: most first, and of as many the rarest first.

    :param words: the rarest first.
    """
    for size in range(len(words), 0, -1):
        if len(words) <= _COMBINED:
            yield from combinations(words, size)
        else:
            yield words[:size]
            if size == 1:
                yield from ([word] for word in words[1:])


def _any_of(word: Collection[str]) -> str:
    return "(" + " OR ".join(f'"{lemma}"' for lemma in sorted(word)) + ")"


def _forget(connection: sqlite3.Connection, ids: Sequence[str]) -> None:
    """Removes by row number: the full-text table has no index over ids."""
    among = json.dumps(list(ids))
    counts: Counter[str] = Counter()
    for _, lemmas in connection.execute(_AMONG, (among,)):
        counts.subtract(set(lemmas.split()))
    connection.executemany(_COUNT, counts.items())
    connection.execute(
        "DELETE FROM words WHERE rowid IN (SELECT number FROM place WHERE id IN (SELECT value FROM json_each(?)))",
        (among,),
    )
    connection.execute("DELETE FROM place WHERE id IN (SELECT value FROM json_each(?))", (among,))
