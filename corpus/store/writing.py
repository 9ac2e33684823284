"""Storing articles: each in one transaction, the same content once, a later version in place of the earlier."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace

from corpus.errors import InputError, NotFoundError
from corpus.store.changes import log_article, log_statement
from corpus.store.corrections import decisions, effective
from corpus.store.erasing import erased_among
from corpus.store.interface import Connection, Row, resumed
from corpus.store.part import Part
from corpus.store.records import Put
from corpus.store.rows import (
    article_of,
    article_values,
    as_extracted,
    opinions_of,
    rows_of,
    statement_of,
)
from corpus.store.saving import Known, save_statement, speaker_id
from corpus.types import Article, Span, Statement


@dataclass(frozen=True, slots=True)
class _Known:
    """What is stored already of an article and of the place where it was read."""

    article: Row | None
    before: str | None
    """Id of the article that was last read from the same place."""

    @property
    def is_listed(self) -> bool:
        """Whether the article is stored and not superseded."""
        return self.article is not None and self.article["superseded_by"] is None

    def is_all(self, article: Article) -> bool:
        """Whether there is nothing to write, not even the place."""
        return self.is_listed and (article.location is None or self.before == article.id)


class Writing(Part):
    """Putting articles and their statements into the store."""

    def grouped(self) -> AbstractContextManager[None]:
        """What is written inside by this thread may be safe only at the end, all of it or nothing: one commit for many.

        Not for long: no other can write meanwhile.

        :raises StoreError: the store cannot be written; nothing of the group is kept then.
        """
        return self._db.grouped()

    @resumed
    def put(self, article: Article, statements: Sequence[Statement], *, extractor: str = "") -> Put:
        """Stores an article with its statements; once this returns they survive a crash or a power cut,
        or where it is called in a group, once that ends.

        The same content again is ``unchanged`` (from another place too: the place is noted). Other content from the
        same place is ``replaced``: the earlier version is kept, marked as superseded, and listed no more.

        :param extractor: name and version of what made the statements.
        :raises InputError: a statement does not fit the article; nothing is stored.
        :raises StoreError: the store cannot be written.
        """
        if _known(self._db.one, article).is_all(article):
            return Put.UNCHANGED
        check(article, statements)
        with self._db.transaction() as transaction:
            known = _known(lambda sql, values: transaction.execute(sql, values).fetchone(), article)
            if known.is_all(article):  # another process was faster
                return Put.UNCHANGED
            return self._store(transaction, article, statements, extractor, known)

    @resumed
    def recognise(self, article: Article) -> Put | None:
        """Does what :meth:`put` does where no statements are needed for it: the article is stored and listed.

        :returns: ``None`` when the article is new here, or superseded: its statements are needed.
        """
        known = _known(self._db.one, article)
        if known.is_all(article):
            return Put.UNCHANGED
        if not known.is_listed:
            return None
        with self._db.transaction() as transaction:
            known = _known(lambda sql, values: transaction.execute(sql, values).fetchone(), article)
            return self._store(transaction, article, (), "", known) if known.is_listed else None

    @resumed
    def replace_statements(self, article_id: str, statements: Sequence[Statement], *, extractor: str = "") -> bool:
        """Puts what a newer extractor finds in place of what an earlier one found; corrections by people stand.

        :returns: whether any statement changed.
        :raises NotFoundError: no such article.
        :raises InputError: a statement does not fit the article.
        """
        with self._db.transaction() as transaction:
            row = transaction.execute("SELECT * FROM article WHERE id = ?", (article_id,)).fetchone()
            if row is None:
                raise NotFoundError(f"no article has the id {article_id!r}")
            article = article_of(row)
            check(article, statements)
            transaction.execute("UPDATE article SET extractor = ? WHERE id = ?", (extractor, article_id))
            rows = [(found, opinions_of(transaction, found["number"])) for found in rows_of(transaction, article_id)]
            if [as_extracted(*found) for found in rows] == list(statements):
                return False
            old = {found["id"]: (statement_of(found, held), bool(found["listed"])) for found, held in rows}
            transaction.execute("DELETE FROM statement WHERE article_id = ?", (article_id,))
            self._insert(transaction, article, statements, live=row["superseded_by"] is None, old=old)
            return True

    def extractor_of(self, article_id: str) -> str | None:
        """Which extractor made the statements of a stored, listed article; ``None`` when there is no such article."""
        row = self._db.one("SELECT extractor FROM article WHERE id = ? AND superseded_by IS NULL", (article_id,))
        return row["extractor"] if row else None

    def extracted_by(self, extractor: str) -> list[str]:
        """The ids of the listed articles whose statements this extractor made."""
        rows = self._db.query("SELECT id FROM article WHERE extractor = ? AND superseded_by IS NULL", (extractor,))
        return [row["id"] for row in rows]

    def _store(
        self,
        transaction: Connection,
        article: Article,
        statements: Sequence[Statement],
        extractor: str,
        known: _Known,
    ) -> Put:
        outcome = Put.UNCHANGED
        fresh = not known.is_listed
        if fresh:
            outcome = Put.ADDED if known.article is None else Put.REPLACED
            _save_article(transaction, article, extractor)
        if article.location is not None:
            _move(transaction, article.location, article)
        if known.before not in (None, article.id) and _leave(transaction, str(known.before), article.id):
            outcome = Put.REPLACED
        if fresh:  # after the earlier version has left: what people corrected there holds for this one
            transaction.execute("DELETE FROM statement WHERE article_id = ?", (article.id,))
            self._insert(transaction, article, statements, live=True, old={})
        return outcome

    def _allowed(self, transaction: Connection, statements: Sequence[Statement]) -> Sequence[Statement]:
        """The statements without those of people who were erased, and without what was blotted out as a whole."""
        if transaction.execute("SELECT 1 FROM erased LIMIT 1").fetchone() is None:
            return statements
        ids = {one.id: speaker_id(self._entity_id, one.speaker, one.article_id) for one in statements}
        named = {one: self._entity_id("person", one.named.name) for said in statements for one in said.mentions}
        gone = erased_among(transaction, {name for name in (*ids.values(), *named.values()) if name is not None})
        return [
            replace(said, mentions=tuple(one for one in said.mentions if named[one] not in gone))
            for said in statements
            if ids[said.id] not in gone and any(map(str.isalnum, said.text))
        ]

    def _insert(
        self,
        transaction: Connection,
        article: Article,
        statements: Sequence[Statement],
        *,
        live: bool,
        old: dict[str, tuple[Statement, bool]],
    ) -> None:
        """Writes all statements of an article; ``old`` are those (and whether listed) that were there before."""
        standing = decisions(transaction, article.id)
        statements = self._allowed(transaction, statements)
        date_published = article.date_published.isoformat() if article.date_published else None
        matched = [(one, place, effective(one, decided)) for one, place, decided in standing.matched(statements)]
        known = Known(transaction, self._entity_id, (reads.statement for _, _, reads in matched))
        for statement, place, reads in matched:
            listed = save_statement(
                transaction, known, statement, reads, place, live=live, date_published=date_published
            )
            earlier, before = old.pop(statement.id, (None, False))
            if earlier != reads.statement or before != listed:
                log_statement(transaction, article.id, statement.id, before=before, after=listed)
        for gone, (_, before) in old.items():
            log_statement(transaction, article.id, gone, before=before, after=False)


def check(article: Article, statements: Sequence[Statement]) -> None:
    """Refuses statements that cannot be those of the article.

    :raises InputError: names the document and the statement.
    """
    seen: set[str] = set()
    for statement in statements:
        spans = [*statement.content, *(span for opinion in statement.opinions for span in opinion.cues)]
        spans += [mention.span for mention in statement.mentions]
        spans += [span for span in (statement.cue, statement.source) if span is not None]
        wrong = next((span for span in spans if not _fits(article, span)), None)
        if statement.article_id != article.id or not statement.content:
            problem = "is not one of this article"
        elif wrong is not None:
            problem = f"has words that are not in the text at {wrong.start}–{wrong.end}"
        elif statement.id in seen:
            problem = "has an id that another statement has too"
        else:
            seen.add(statement.id)
            continue
        raise InputError(article.document, f"statement {statement.id} {problem}", "report this article as a bug")


def _fits(article: Article, span: Span) -> bool:
    return 0 <= span.start <= span.end and article.text[span.start : span.end] == span.exact


def _known(one: Callable[[str, tuple[str | None]], Row | None], article: Article) -> _Known:
    place = one("SELECT article_id FROM article_location WHERE location = ?", (article.location,))
    return _Known(
        article=one("SELECT superseded_by FROM article WHERE id = ?", (article.id,)),
        before=place["article_id"] if place else None,
    )


def _save_article(transaction: Connection, article: Article, extractor: str) -> None:
    """Writes a new article, or lists a superseded one again (its place holds the earlier content anew)."""
    values = article_values(article, extractor)
    updated = ", ".join(f"{name} = excluded.{name}" for name in values if name not in {"id", "added_at"})
    transaction.execute(
        f"INSERT INTO article ({', '.join(values)}) VALUES ({', '.join(f':{name}' for name in values)}) "
        f"ON CONFLICT (id) DO UPDATE SET {updated}, superseded_by = NULL",
        values,
    )
    log_article(transaction, article.id)


def _move(transaction: Connection, location: str, article: Article) -> None:
    transaction.execute(
        "INSERT INTO article_location VALUES (?, ?, ?) "
        "ON CONFLICT (location) DO UPDATE SET article_id = excluded.article_id, document = excluded.document",
        (location, article.id, article.document),
    )


def _leave(transaction: Connection, article_id: str, successor: str) -> bool:
    """Supersedes an article that no place holds any more; one that another place holds is known by that place.

    :returns: whether it is superseded.
    """
    elsewhere = transaction.execute(
        "SELECT * FROM article_location WHERE article_id = ? ORDER BY location", (article_id,)
    ).fetchone()
    log_article(transaction, article_id)
    if elsewhere is not None:
        transaction.execute(
            "UPDATE article SET location = ?, document = ? WHERE id = ?",
            (elsewhere["location"], elsewhere["document"], article_id),
        )
    else:
        transaction.execute("UPDATE article SET superseded_by = ? WHERE id = ?", (successor, article_id))
    for row in rows_of(transaction, article_id):
        log_statement(
            transaction,
            article_id,
            row["id"],
            before=bool(row["listed"]),
            after=row["listed"] and elsewhere is not None,
        )
    if elsewhere is None:
        transaction.execute("UPDATE statement SET listed = 0 WHERE article_id = ?", (article_id,))
    return elsewhere is None
