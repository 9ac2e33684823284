"""Reading statements and articles."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from contextlib import AbstractContextManager
from sqlite3 import Row
from typing import Any, TypeVar, Unpack

from corpus.errors import NotFoundError
from corpus.store.part import Part
from corpus.store.records import Attribution, Conditions, StoredStatement
from corpus.store.rows import article_of, as_extracted, opinions_of, rows_of, stored_of
from corpus.store.selection import where
from corpus.types import Article, Language, SpeakerType, Statement

_T = TypeVar("_T")
_BATCH = 500  # statements read at once: no cursor stays open while the caller works
_STORED = """
SELECT statement.*, article.document, article.headline, article.publisher, article.url,
       speaker.name AS speaker_known_as, firm_entity.name AS firm_known_as
FROM statement
JOIN article ON article.id = statement.article_id
LEFT JOIN entity AS speaker ON speaker.id = statement.speaker_id
LEFT JOIN entity AS firm_entity ON firm_entity.id = statement.firm_id
WHERE statement.{key} IN (SELECT value FROM json_each(?))
"""
_ATTRIBUTIONS = """
SELECT statement.id, statement.language, role, firm, json_extract(source, '$[2]') AS words, speaker_name, speaker_type,
       speaker_id, speaker.name AS speaker_known_as, firm_entity.name AS firm_known_as
FROM statement
LEFT JOIN entity AS speaker ON speaker.id = statement.speaker_id
LEFT JOIN entity AS firm_entity ON firm_entity.id = statement.firm_id
WHERE statement.listed = 1
"""
_OPINIONS = """
SELECT opinion.* FROM opinion JOIN statement ON statement.number = opinion.statement
WHERE statement.{key} IN (SELECT value FROM json_each(?)) ORDER BY opinion.statement, opinion.position
"""
_MENTIONED = """
SELECT mentioned.statement, root.id, root.name FROM mentioned JOIN statement ON statement.number = mentioned.statement
JOIN entity ON entity.id = mentioned.entity JOIN entity AS root ON root.id = entity.root
WHERE statement.{key} IN (SELECT value FROM json_each(?)) ORDER BY mentioned.statement, mentioned.position
"""


class Reading(Part):
    """Statements and articles, one or many."""

    def snapshot(self) -> AbstractContextManager[None]:
        """All reading of this thread inside the ``with`` block sees the store as it was at one moment."""
        return self._db.snapshot()

    def statement(self, statement_id: str) -> StoredStatement:
        """One statement, listed or not.

        :raises NotFoundError: no statement has the id.
        """
        for found in self._read([statement_id]):
            return found
        raise NotFoundError(f"no statement has the id {statement_id!r}")

    def statements(
        self,
        ids: Sequence[str] | None = None,
        *,
        limit: int | None = None,
        offset: int = 0,
        newest_first: bool = False,
        **conditions: Unpack[Conditions],
    ) -> Iterator[StoredStatement]:
        """The listed statements that meet all conditions, read in batches as they are asked for.

        :param ids: only these, in this order; what is not listed is left out.
        :param newest_first: by date of publication, those without a date last; else in the order of storing,
            which within an article is that of its text.
        """
        if ids is None:  # by number: as the rows lie in the file
            numbers = self._chosen("number", None, limit, offset, newest_first, conditions)
            for batch in batched(numbers, _BATCH):
                yield from (found for found in self._read(batch, "number") if found.listed)
            return
        listed = set(self.statement_ids(ids, **conditions))
        chosen = [identifier for identifier in ids if identifier in listed]
        for some in batched(chosen[offset : None if limit is None else offset + limit], _BATCH):
            yield from (found for found in self._read(some) if found.listed)

    def statement_ids(
        self,
        ids: Collection[str] | None = None,
        *,
        limit: int | None = None,
        offset: int = 0,
        newest_first: bool = False,
        **conditions: Unpack[Conditions],
    ) -> list[str]:
        """The ids of the listed statements that meet all conditions, by indexes and without reading the statements."""
        return self._chosen("id", ids, limit, offset, newest_first, conditions)

    def count(self, **conditions: Unpack[Conditions]) -> int:
        """How many listed statements meet all conditions."""
        condition, values = where(conditions)
        return int(self._db.query(f"SELECT count(*) AS n FROM statement WHERE {condition}", values)[0]["n"])

    def article(self, article_id: str) -> Article:
        """One article, superseded or not.

        :raises NotFoundError: no article has the id.
        """
        row = self._db.one("SELECT * FROM article WHERE id = ?", (article_id,))
        if row is None:
            raise NotFoundError(f"no article has the id {article_id!r}")
        return article_of(row)

    def articles(self, *, limit: int | None = None, offset: int = 0) -> Iterator[Article]:
        """The articles that are not superseded, in the order of storing."""
        rows = self._db.query(
            "SELECT id FROM article WHERE superseded_by IS NULL ORDER BY number LIMIT ? OFFSET ?",
            (-1 if limit is None else limit, offset),
        )
        for row in rows:
            yield self.article(row["id"])

    def superseded_by(self, article_id: str) -> str | None:
        """The id of the version that took an article's place; ``None`` while it is listed.

        :raises NotFoundError: no article has the id.
        """
        row = self._db.one("SELECT superseded_by FROM article WHERE id = ?", (article_id,))
        if row is None:
            raise NotFoundError(f"no article has the id {article_id!r}")
        return None if row["superseded_by"] is None else str(row["superseded_by"])

    def locations(self, article_id: str) -> list[str]:
        """All places where an article's content was last read from, in alphabetical order."""
        rows = self._db.query("SELECT location FROM article_location WHERE article_id = ? ORDER BY 1", (article_id,))
        return [row["location"] for row in rows]

    def attributions(self, ids: Collection[str] | None = None) -> Iterator[Attribution]:
        """Who said the listed statements, without their words: ten times as fast as :meth:`statements`.

        :param ids: only these; else all.
        """
        among = "" if ids is None else "AND statement.id IN (SELECT value FROM json_each(?))"
        values = () if ids is None else (json.dumps(list(ids)),)
        for row in self._db.connection().execute(_ATTRIBUTIONS + among, values):
            yield Attribution(
                id=row["id"],
                language=Language(row["language"]),
                role=row["role"],
                firm=row["firm_known_as"] or row["firm"],
                source=row["words"],
                speaker=row["speaker_known_as"] or row["speaker_name"],
                speaker_id=row["speaker_id"] if row["speaker_type"] == SpeakerType.PERSON else None,
            )

    def extracted(self, article_id: str) -> list[Statement]:
        """The statements of an article as extraction gave them, without corrections, in the order of its text."""
        with self._db.snapshot():
            connection = self._db.connection()
            return [
                as_extracted(row, opinions_of(connection, row["number"])) for row in rows_of(connection, article_id)
            ]

    def _chosen(
        self,
        key: str,
        ids: Collection[str] | None,
        limit: int | None,
        offset: int,
        newest_first: bool,
        conditions: Conditions,
    ) -> list[Any]:
        """Ids or numbers of the listed statements that meet all conditions."""
        condition, values = where(conditions, ids)
        order = "statement.date_published DESC, statement.number" if newest_first else "statement.number"
        values |= {"_limit": -1 if limit is None else limit, "_offset": offset}
        query = f"SELECT {key} FROM statement WHERE {condition} ORDER BY {order} LIMIT :_limit OFFSET :_offset"
        return [row[key] for row in self._db.query(query, values)]

    def _read(self, keys: Sequence[str] | Sequence[int], key: str = "id") -> Iterator[StoredStatement]:
        """The statements of these ids, or numbers, in their order, listed or not."""
        wanted = (json.dumps(keys),)
        with self._db.snapshot():
            rows = {row[key]: row for row in self._db.query(_STORED.format(key=key), wanted)}
            opinions: defaultdict[int, list[Row]] = defaultdict(list)
            for opinion in self._db.query(_OPINIONS.format(key=key), wanted):
                opinions[opinion["statement"]].append(opinion)
            mentioned: defaultdict[int, list[tuple[str, str]]] = defaultdict(list)
            for number, entity, name in self._db.query(_MENTIONED.format(key=key), wanted):
                mentioned[number].append((entity, name))
        for wanted_key in keys:
            if (row := rows.get(wanted_key)) is not None:
                yield stored_of(row, opinions[row["number"]], mentioned[row["number"]])


def batched(values: Sequence[_T], size: int) -> Iterator[Sequence[_T]]:
    """So many values at a time."""
    for start in range(0, len(values), size):
        yield values[start : start + size]
