"""The articles as a list: filtered, page by page, with their versions and how much is said in each."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypedDict, Unpack

from corpus.errors import NotFoundError
from corpus.store.interface import Row
from corpus.store.part import Part
from corpus.store.rows import day, moment, to_json
from corpus.types import Language


class ArticleConditions(TypedDict, total=False):
    """Conditions that articles must meet, all of them; one that is absent or ``None`` excludes nothing.

    ``query``: words that the headline contains, as they stand there, in any case. ``publisher``: the whole name, in
    any case. ``speaker_id``: somebody, or a firm, with a listed statement in the article. ``since`` and ``until`` are
    included, and exclude articles without a date.
    """

    publisher: str | None
    language: Language | None
    since: date | None
    until: date | None
    query: str | None
    speaker_id: str | None


@dataclass(frozen=True, slots=True)
class ArticleEntry:
    """An article without its text.

    :param number: its place in the order of storing.
    :param characters: length of its text.
    :param statements: how many of its statements are listed.
    :param superseded_by: id of the version that took its place.
    """

    number: int
    id: str
    document: str
    language: Language
    headline: str | None
    url: str | None
    publisher: str | None
    date_published: date | None
    authors: tuple[str, ...]
    characters: int
    statements: int
    added_at: datetime
    superseded_by: str | None


@dataclass(frozen=True, slots=True)
class Version:
    """A version of an article.

    :param superseded_by: id of the version that took its place; ``None`` for the present one.
    """

    id: str
    added_at: datetime
    superseded_by: str | None


# By the covering index, in its order; the rows themselves are read for one page only.
_PAGE = """
SELECT number FROM article INDEXED BY article_listed
WHERE superseded_by IS NULL {conditions}
ORDER BY number DESC LIMIT :limit
"""
_CONDITIONS = {
    "before": "AND number < :before",
    "publisher": "AND folded(publisher) = :publisher",
    "language": "AND language = :language",
    "since": "AND date_published >= :since",
    "until": "AND date_published <= :until",
    "query": "AND instr(folded(headline), :query) > 0",
    "speaker_id": "AND id IN (SELECT article_id FROM statement WHERE listed = 1 AND speaker_id = :speaker_id "
    "UNION SELECT article_id FROM statement WHERE listed = 1 AND firm_id = :speaker_id)",
}
_ENTRIES = """
SELECT number, id, document, language, headline, url, publisher, date_published, authors, added_at, superseded_by,
       characters(text) AS characters,
       (SELECT count(*) FROM statement WHERE article_id = article.id AND listed = 1) AS statements
FROM article WHERE number IN (SELECT CAST(value AS INTEGER) FROM json_each(?)) ORDER BY number DESC
"""
_VERSIONS = """
WITH RECURSIVE
    later (id) AS (
        SELECT :id UNION SELECT superseded_by FROM article JOIN later USING (id) WHERE superseded_by IS NOT NULL
    ),
    version (id) AS (
        SELECT id FROM later UNION SELECT article.id FROM article JOIN version ON article.superseded_by = version.id
    )
SELECT id, added_at, superseded_by FROM article WHERE id IN (SELECT id FROM version) ORDER BY number DESC
"""


class Cataloguing(Part):
    """The list of articles that are not superseded, and what belongs to one article."""

    def article_entries(
        self, *, limit: int, before: int | None = None, **conditions: Unpack[ArticleConditions]
    ) -> list[ArticleEntry]:
        """The articles that meet all conditions, those stored last first; new ones move nothing that follows.

        :param limit: how many at most.
        :param before: only those stored before the one of this ``number``.
        """
        said: dict[str, Any] = {name: value for name, value in conditions.items() if value is not None}
        for name in ("publisher", "query"):
            if name in said:
                said[name] = said[name].strip().casefold()
        for name in ("since", "until"):
            if name in said:
                said[name] = said[name].isoformat()
        if "speaker_id" in said:
            said["speaker_id"] = self._root(said["speaker_id"])
        if before is not None:
            said["before"] = before
        query = _PAGE.format(conditions=" ".join(_CONDITIONS[name] for name in said))
        with self._db.snapshot():
            numbers = [row["number"] for row in self._db.query(query, said | {"limit": limit})]
            rows = self._db.query(_ENTRIES, (to_json(numbers),))
        return [_entry(row) for row in rows]

    def article_entry(self, article_id: str) -> ArticleEntry:
        """One article without its text, superseded or not.

        :raises NotFoundError: no article has the id.
        """
        row = self._db.one("SELECT number FROM article WHERE id = ?", (article_id,))
        if row is None:
            raise NotFoundError(f"no article has the id {article_id!r}")
        return _entry(self._db.query(_ENTRIES, (to_json([row["number"]]),))[0])

    def has_article(self, article_id: str) -> bool:
        """Whether an article of this id is stored, superseded or not."""
        return self._db.one("SELECT 1 FROM article WHERE id = ?", (article_id,)) is not None

    def versions(self, article_id: str) -> Sequence[Version]:
        """All versions of an article, this one among them; the one stored last first.

        :raises NotFoundError: no article has the id.
        """
        rows = self._db.query(_VERSIONS, {"id": article_id})
        if not rows:
            raise NotFoundError(f"no article has the id {article_id!r}")
        return [Version(row["id"], _moment(row), row["superseded_by"]) for row in rows]

    def _root(self, entity_id: str) -> str:
        row = self._db.one("SELECT root FROM entity WHERE id = ?", (entity_id,))
        return entity_id if row is None else str(row["root"])


def _moment(row: Row) -> datetime:
    found = moment(row["added_at"])
    assert found is not None  # noqa: S101 - the column is never empty
    return found


def _entry(row: Row) -> ArticleEntry:
    return ArticleEntry(
        number=row["number"],
        id=row["id"],
        document=row["document"],
        language=Language(row["language"]),
        headline=row["headline"],
        url=row["url"],
        publisher=row["publisher"],
        date_published=day(row["date_published"]),
        authors=tuple(json.loads(row["authors"])),
        characters=row["characters"],
        statements=row["statements"],
        added_at=_moment(row),
        superseded_by=row["superseded_by"],
    )
