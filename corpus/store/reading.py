"""Reading statements and articles."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Any, TypeVar, Unpack

from corpus.errors import NotFoundError
from corpus.store.interface import Row
from corpus.store.part import Part
from corpus.store.records import Attribution, Conditions, StoredStatement
from corpus.store.rows import article_of, as_extracted, opinions_of, rows_of, stored_of
from corpus.store.selection import where
from corpus.types import Article, Language, SpeakerType, Statement

T = TypeVar("T")
_BATCH = 500  # statements read at once: no cursor stays open while the caller works
_STORED = """
SELECT statement.*, article.document, article.headline, article.publisher, article.url,
       speaker.name AS speaker_known_as, firm_entity.name AS firm_known_as
FROM statement
JOIN article ON article.id = statement.article_id
LEFT JOIN entity AS speaker ON speaker.id = statement.speaker_id
LEFT JOIN entity AS firm_entity ON firm_entity.id = statement.firm_id
WHERE {chosen}
"""
_BY_NUMBER = "statement.number IN (SELECT CAST(value AS INTEGER) FROM json_each(?))"
_BY_ID = "statement.listed = 1 AND statement.id IN (SELECT value FROM json_each(?))"
_ATTRIBUTIONS = """
SELECT statement.id, statement.language, role, firm, source, speaker_name, speaker_type,
       speaker_id, speaker.name AS speaker_known_as, firm_entity.name AS firm_known_as
FROM statement
LEFT JOIN entity AS speaker ON speaker.id = statement.speaker_id
LEFT JOIN entity AS firm_entity ON firm_entity.id = statement.firm_id
WHERE statement.listed = 1
"""
_OPINIONS = """
SELECT statement, topic, relevance, polarity, score, cues FROM opinion
WHERE statement IN (SELECT CAST(value AS INTEGER) FROM json_each(?)) ORDER BY statement, position
"""
_MENTIONED = """
SELECT mentioned.statement, root.id, root.name FROM mentioned
JOIN entity ON entity.id = mentioned.entity JOIN entity AS root ON root.id = entity.root
WHERE mentioned.statement IN (SELECT CAST(value AS INTEGER) FROM json_each(?))
ORDER BY mentioned.statement, mentioned.position
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
        row = self._db.one("SELECT number FROM statement WHERE id = ?", (statement_id,))
        for found in self._read([row["number"]] if row is not None else []):
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
        if ids is not None and not conditions and limit is None and not offset:
            for names in _batches(ids):
                yield from self._read_listed(names)
            return
        if ids is None:
            rows = self._listed("number", None, limit, offset, newest_first, conditions)
            chosen = [row[0] for row in rows]
        else:
            listed = dict(self._listed("id, number", ids, None, 0, False, conditions))
            chosen = [listed[identifier] for identifier in ids if identifier in listed]
            chosen = chosen[offset : None if limit is None else offset + limit]
        for batch in _batches(chosen):
            yield from (found for found in self._read(batch) if found.listed)

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
        return [row["id"] for row in self._listed("id", ids, limit, offset, newest_first, conditions)]

    def _listed(
        self,
        columns: str,
        ids: Collection[str] | None,
        limit: int | None,
        offset: int,
        newest_first: bool,
        conditions: Conditions,
    ) -> list[Any]:
        condition, values = where(conditions, ids)
        order = "statement.date_published DESC NULLS LAST, statement.number" if newest_first else "statement.number"
        values |= {"_limit": -1 if limit is None else limit, "_offset": offset}
        query = f"SELECT {columns} FROM statement WHERE {condition} ORDER BY {order} LIMIT :_limit OFFSET :_offset"
        return self._db.query(query, values)

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
        for row in self._db.stream(_ATTRIBUTIONS + among, values):
            yield Attribution(
                id=row["id"],
                language=Language(row["language"]),
                role=row["role"],
                firm=row["firm_known_as"] or row["firm"],
                source=_words(row["source"]),
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

    def _read(self, numbers: Sequence[int]) -> Iterator[StoredStatement]:
        """The statements of these numbers in their order, listed or not."""
        rows = {one[0]["number"]: one for one in self._rows(_BY_NUMBER, numbers)}
        return (stored_of(*rows[number]) for number in numbers if number in rows)

    def _read_listed(self, ids: Sequence[str]) -> Iterator[StoredStatement]:
        """The statements of these ids that are listed, in their order."""
        rows = {one[0]["id"]: one for one in self._rows(_BY_ID, ids)}
        return (stored_of(*rows[name]) for name in ids if name in rows)

    def _rows(
        self, chosen: str, values: Sequence[int] | Sequence[str]
    ) -> Iterator[tuple[dict[str, Any], Sequence[Row], Sequence[tuple[str, str]]]]:
        """The rows of statements, each with those of its opinions and with whom it names."""
        with self._db.snapshot():
            found = self._db.query(_STORED.format(chosen=chosen), (json.dumps(values),))
            names = found[0].keys() if found else []
            rows = [dict(zip(names, row, strict=True)) for row in found]  # Row looks names up slowly
            wanted = (json.dumps([row["number"] for row in rows]),)
            opinions: defaultdict[int, list[Row]] = defaultdict(list)
            for opinion in self._db.query(_OPINIONS, wanted):
                opinions[opinion["statement"]].append(opinion)
            mentioned: defaultdict[int, list[tuple[str, str]]] = defaultdict(list)
            for number, entity, name in self._db.query(_MENTIONED, wanted):
                mentioned[number].append((entity, name))
        for row in rows:
            yield row, opinions[row["number"]], mentioned.get(row["number"], ())


def _words(source: str | None) -> str | None:
    return None if source is None else str(json.loads(source)[2])


def _batches(chosen: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(chosen), _BATCH):
        yield chosen[start : start + _BATCH]
