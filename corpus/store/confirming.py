"""People say that a statement is right as it reads; what nobody has decided about yet, and what was decided last."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from corpus.errors import ConflictError, UsageError
from corpus.store.corrections import correction_of, decisions, keep, place_of
from corpus.store.interface import Connection, Row, resumed
from corpus.store.namesakes import Place, places
from corpus.store.reading import Reading
from corpus.store.records import Correction, Decision, StoredStatement
from corpus.store.rows import opinions_of, rows_of, statement_of

_UNDECIDED = """
SELECT number, certainty FROM statement INDEXED BY statement_undecided
WHERE listed = 1 AND extracted IS NULL AND certainty <= :most AND (certainty, number) > (:certainty, :number)
ORDER BY certainty, number LIMIT :limit
"""
_COUNTED = """
SELECT count(*) AS n FROM statement INDEXED BY statement_undecided
WHERE listed = 1 AND extracted IS NULL AND certainty <= ?
"""
_DECISIONS = """
SELECT correction.*, article.document FROM correction JOIN article ON article.id = correction.article_id
WHERE correction.id < ? ORDER BY correction.id DESC LIMIT ?
"""
_LAST = 2**63 - 1


class Confirming(Reading):
    """Confirmations, and the queue of what waits for a decision."""

    @resumed
    def confirm(self, statement_id: str, *, author: str, note: str = "") -> Correction:
        """Keeps that a statement is right as it reads now: its confidence is 1, and it is undecided no more.

        What it says of speaker, role, firm and sides is kept with the decision: it stands when the article is ingested
        or extracted anew, like a correction, and :meth:`Store.undo` takes it back.

        :param author: who decides.
        :raises NotFoundError: no such statement.
        :raises ConflictError: it is confirmed already, and nothing was decided since.
        :raises UsageError: nobody decides.
        """
        if not author.strip():
            raise UsageError("confirmation", "has no author", "say who decides")
        with self._db.transaction() as transaction:
            article_id, place = place_of(transaction, statement_id)
            standing = decisions(transaction, article_id).by_place.get(place, ())
            if standing and standing[-1].get("confirmed"):
                raise ConflictError(statement_id, "is confirmed already", "correct it, or undo the confirmation")
            row = transaction.execute("SELECT * FROM statement WHERE id = ?", (statement_id,)).fetchone()
            return keep(transaction, self._entity_id, statement_id, author, _as_it_reads(transaction, row), note)

    def undecided(
        self, *, most: float = 1.0, after: tuple[float, int] | None = None, limit: int
    ) -> tuple[list[StoredStatement], tuple[float, int] | None]:
        """The listed statements that nobody has corrected or confirmed, the least certain first.

        How certain a statement is says the lesser of two: the confidence in its words and speaker, and that in the
        side on its main topic, where it takes one.

        :param most: the highest certainty, 0 to 1, included.
        :param after: where an earlier call left off.
        :returns: at most ``limit`` statements, and where to go on; ``None`` at the end.
        """
        certainty, number = after or (-1.0, -1)
        values = {"most": most, "certainty": certainty, "number": number, "limit": limit + 1}
        with self._db.snapshot():
            rows = self._db.query(_UNDECIDED, values)
            found = list(self._read([row["number"] for row in rows[:limit]]))
        last = rows[limit - 1] if len(rows) > limit else None
        return found, None if last is None else (last["certainty"], last["number"])

    def count_undecided(self, most: float = 1.0) -> int:
        """How many listed statements of at most this certainty nobody has corrected or confirmed."""
        return int(self._db.query(_COUNTED, (most,))[0]["n"])

    def decisions(self, *, before: int | None = None, limit: int) -> list[Decision]:
        """What people decided about statements, the latest first, those taken back included.

        :param before: only those made before the correction of this number.
        """
        with self._db.snapshot():
            rows = self._db.query(_DECISIONS, (before or _LAST, limit))
            known: dict[str, Mapping[Place, str]] = {}
            for article_id in {row["article_id"] for row in rows}:
                known[article_id] = self._ids_by_place(article_id)
        return [_decision(row, known[row["article_id"]]) for row in rows]

    def correction(self, correction_id: int) -> Decision | None:
        """One decision by its number, if there is such a one."""
        found = self.decisions(before=correction_id + 1, limit=1) if correction_id < _LAST else []
        return found[0] if found and found[0].correction.id == correction_id else None

    def _ids_by_place(self, article_id: str) -> dict[Place, str]:
        statements = [statement_of(row, ()) for row in rows_of(self._db.connection(), article_id)]
        return {place: one.id for one, place in zip(statements, places(statements), strict=True)}


def _as_it_reads(transaction: Connection, row: Row) -> dict[str, object]:
    opinions: Sequence[Row] = opinions_of(transaction, row["number"])
    return {
        "confirmed": True,
        "rejected": False,
        "speaker": [row["speaker_name"], row["speaker_type"]] if row["speaker_type"] else None,
        "role": row["role"],
        "firm": row["firm"],
        "held": {opinion["topic"]: opinion["polarity"] for opinion in opinions},
    }


def _decision(row: Row, known: Mapping[Place, str]) -> Decision:
    return Decision(
        correction=correction_of(row),
        statement_id=known.get((row["text"], row["occurrence"])),
        article_id=row["article_id"],
        document=row["document"],
        text=row["text"],
    )
