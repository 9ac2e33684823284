"""What people decide about statements: it wins over extraction, now and after every later ingest."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from corpus.errors import NotFoundError, UsageError
from corpus.store.changes import log_statement
from corpus.store.interface import Connection, Row, resumed
from corpus.store.namesakes import FAMILY, Place, places
from corpus.store.part import EntityId, Part
from corpus.store.records import KEEP, Correction, Effective, Keep
from corpus.store.rows import as_extracted, moment, now, of_whole_rows, opinions_of, rows_of, statement_of, to_json
from corpus.store.saving import Known, save_statement
from corpus.types import Opinion, Polarity, Speaker, SpeakerType, Statement

_SCORES = {Polarity.SUPPORTIVE: 1.0, Polarity.SCEPTICAL: -1.0, Polarity.MIXED: 0.0, Polarity.NEUTRAL: 0.0}


@dataclass(frozen=True, slots=True)
class Decisions:
    """The standing corrections of an article and of its earlier versions, oldest first, by their place."""

    by_place: Mapping[Place, Sequence[Mapping[str, Any]]]

    def matched(
        self, statements: Sequence[Statement]
    ) -> Iterator[tuple[Statement, Place, Sequence[Mapping[str, Any]]]]:
        """Each statement with its place and the changes that people decided for it."""
        for statement, place in zip(statements, places(statements), strict=True):
            yield statement, place, self.by_place.get(place, ())


def decisions(connection: Connection, article_id: str) -> Decisions:
    """What people decided about the statements of an article."""
    found: defaultdict[Place, list[Mapping[str, Any]]] = defaultdict(list)
    query = (
        f"{FAMILY} SELECT * FROM correction WHERE article_id IN (SELECT id FROM family) AND undone_at IS NULL "
        "ORDER BY id"
    )
    for row in connection.execute(query, {"id": article_id}):
        found[row["text"], row["occurrence"]].append(json.loads(row["changes"]))
    return Decisions(found)


def effective(statement: Statement, decided: Sequence[Mapping[str, Any]]) -> Effective:
    """The statement as it reads after corrections, oldest first: the last word about each field counts."""
    rejected = corrected = confirmed = False
    for changes in decided:
        rejected = changes.get("rejected", rejected)
        if changes.get("confirmed"):
            confirmed = True
            statement = replace(statement, confidence=1.0)
        else:
            corrected = True
        if "speaker" in changes:
            said = changes["speaker"]
            statement = replace(statement, speaker=Speaker(said[0], SpeakerType(said[1])) if said else None)
        if "role" in changes:
            statement = replace(statement, role=changes["role"])
        if "firm" in changes:
            statement = replace(statement, firm=changes["firm"])
        for topic, polarity in changes.get("stances", {}).items():
            statement = _with_stance(statement, topic, polarity)
        for topic, polarity in changes.get("held", {}).items():
            if any(opinion.topic == topic for opinion in statement.opinions):
                statement = _with_stance(statement, topic, polarity)
    return Effective(statement, rejected, corrected, confirmed)


def _with_stance(statement: Statement, topic: str, polarity: str | None) -> Statement:
    if polarity is None:
        return replace(statement, opinions=tuple(held for held in statement.opinions if held.topic != topic))
    side = Polarity(polarity)
    if all(held.topic != topic for held in statement.opinions):  # it comes from a person, who is certain of it
        return replace(statement, opinions=(*statement.opinions, _certain(topic, side)))
    opinions = (_taking(side, held) if held.topic == topic else held for held in statement.opinions)
    return replace(statement, opinions=tuple(opinions))


def _certain(topic: str, side: Polarity) -> Opinion:
    return Opinion(topic, 1.0, side, _SCORES[side], confidence=1.0)


def _taking(side: Polarity, opinion: Opinion) -> Opinion:
    """The opinion on that side; the words that showed another side show nothing any more."""
    if opinion.polarity is side:
        return replace(opinion, confidence=1.0)
    return replace(opinion, polarity=side, score=_SCORES[side], cues=(), confidence=1.0)


class Correcting(Part):
    """Corrections by people, their history, and taking them back."""

    @resumed
    def correct(
        self,
        statement_id: str,
        *,
        author: str,
        speaker: Speaker | Keep | None = KEEP,
        role: str | Keep | None = KEEP,
        firm: str | Keep | None = KEEP,
        stances: Mapping[str, Polarity | None] | None = None,
        rejected: bool | None = None,
        note: str = "",
    ) -> Correction:
        """Keeps a person's decision; it wins over extraction and over earlier decisions about the same field.

        It belongs to the words said in the article: it holds when the article is ingested or extracted anew, and
        in later versions of the article that have the same words.

        :param author: who decides.
        :param speaker: ``None`` means that nobody is named.
        :param stances: by topic id the side taken; ``None`` means that the statement is not about the topic.
        :param rejected: ``True``: this is no statement, list it no more; ``False``: it is one after all.
        :raises NotFoundError: no such statement.
        :raises UsageError: no author, or nothing to change.
        """
        changes = _changes(speaker, role, firm, stances, rejected)
        if not changes or not author.strip():
            raise UsageError("correction", "has no " + ("author" if changes else "change"), "say who decides what")
        with self._db.transaction() as transaction:
            return keep(transaction, self._entity_id, statement_id, author, changes, note)

    def history(self, statement_id: str) -> list[Correction]:
        """All that people decided about a statement, oldest first, with what was taken back.

        :raises NotFoundError: no such statement.
        """
        with self._db.snapshot():
            connection = self._db.connection()
            article_id, place = place_of(connection, statement_id)
            rows = self._db.query(
                f"{FAMILY} SELECT * FROM correction WHERE article_id IN (SELECT id FROM family) "
                "AND text = :text AND occurrence = :occurrence ORDER BY id",
                {"id": article_id, "text": place[0], "occurrence": place[1]},
            )
        return [correction_of(row) for row in rows]

    @resumed
    def undo(self, correction_id: int, *, author: str) -> bool:
        """Takes a correction back, and keeps that it was made; what it hid counts again.

        :returns: ``False`` when it had been taken back already.
        :raises NotFoundError: no such correction.
        """
        with self._db.transaction() as transaction:
            row = transaction.execute("SELECT * FROM correction WHERE id = ?", (correction_id,)).fetchone()
            if row is None:
                raise NotFoundError(f"no correction has the number {correction_id}")
            if row["undone_at"] is not None:
                return False
            transaction.execute(
                "UPDATE correction SET undone_by = ?, undone_at = ? WHERE id = ?", (author, now(), correction_id)
            )
            for article_id in descendants(transaction, row["article_id"]):
                refresh(transaction, self._entity_id, article_id)
        return True


def keep(
    transaction: Connection,
    entity_id: EntityId,
    statement_id: str,
    author: str,
    changes: Mapping[str, object],
    note: str,
) -> Correction:
    """Stores a decision about a statement, and makes the article's statements read by it."""
    article_id, place = place_of(transaction, statement_id)
    row = transaction.execute(
        "INSERT INTO correction (article_id, text, occurrence, author, at, changes, note) "
        "VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING *",
        (article_id, *place, author, now(), to_json(changes), note),
    ).fetchone()
    refresh(transaction, entity_id, article_id)
    return correction_of(row)


def refresh(transaction: Connection, entity_id: EntityId, article_id: str) -> None:
    """Makes the statements of an article read as people now decide, and logs those that read differently."""
    article = transaction.execute("SELECT * FROM article WHERE id = ?", (article_id,)).fetchone()
    rows = [(row, opinions_of(transaction, row["number"])) for row in rows_of(transaction, article_id)]
    extracted = [as_extracted(*row) for row in rows]
    standing = decisions(transaction, article_id).matched(extracted)
    decided = [
        (found, statement, place, effective(statement, changes))
        for found, (statement, place, changes) in zip(rows, standing, strict=True)
        if changes or found[0]["extracted"] is not None
    ]
    known = Known(transaction, entity_id, (reads.statement for _, _, _, reads in decided))
    for (row, opinions), statement, place, reads in decided:
        listed = save_statement(
            transaction,
            known,
            statement,
            reads,
            place,
            live=article["superseded_by"] is None,
            date_published=row["date_published"],
        )
        before = bool(row["corrected"]), bool(row["confirmed"])
        same = reads.statement == statement_of(row, opinions) and (reads.corrected, reads.confirmed) == before
        if not same or listed != bool(row["listed"]):
            log_statement(transaction, article_id, row["id"], before=bool(row["listed"]), after=listed)


def descendants(transaction: Connection, article_id: str) -> list[str]:
    """The article and the versions after it, each of which its corrections may hold for."""
    found = [article_id]
    query = "SELECT superseded_by FROM article WHERE id = ?"
    while (later := transaction.execute(query, (found[-1],)).fetchone()["superseded_by"]) is not None:
        if later in found:
            break
        found.append(later)
    return found


def place_of(connection: Connection, statement_id: str) -> tuple[str, Place]:
    """By what decisions know a statement: its article and its place in it.

    :raises NotFoundError: no such statement.
    """
    row = connection.execute("SELECT article_id FROM statement WHERE id = ?", (statement_id,)).fetchone()
    if row is None:
        raise NotFoundError(f"no statement has the id {statement_id!r}")
    statements = [statement_of(other, ()) for other in rows_of(connection, row["article_id"])]
    number = next(number for number, statement in enumerate(statements) if statement.id == statement_id)
    return row["article_id"], places(statements)[number]


def _changes(
    speaker: Speaker | Keep | None,
    role: str | Keep | None,
    firm: str | Keep | None,
    stances: Mapping[str, Polarity | None] | None,
    rejected: bool | None,
) -> dict[str, object]:
    changes: dict[str, object] = {}
    if not isinstance(speaker, Keep):
        changes["speaker"] = [speaker.name, speaker.type.value] if speaker else None
    if not isinstance(role, Keep):
        changes["role"] = role
    if not isinstance(firm, Keep):
        changes["firm"] = firm
    if stances:
        changes["stances"] = {topic: side.value if side else None for topic, side in stances.items()}
    if rejected is not None:
        changes["rejected"] = rejected
    return changes


@of_whole_rows
def correction_of(row: Row) -> Correction:
    """The correction of a row of table ``correction``."""
    made = moment(row["at"])
    assert made is not None  # noqa: S101 - NOT NULL in the schema
    return Correction(
        id=row["id"],
        author=row["author"],
        at=made,
        changes=json.loads(row["changes"]),
        note=row["note"],
        undone_by=row["undone_by"],
        undone_at=moment(row["undone_at"]),
    )
