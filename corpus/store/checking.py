"""Whether a store is whole, and its contents in a form that two stores can be compared by."""

from __future__ import annotations

import json
from collections.abc import Iterator
from hashlib import sha256
from sqlite3 import Row

from corpus.errors import StoreError
from corpus.store.namesakes import unsettled
from corpus.store.part import Part
from corpus.store.rows import to_json

# What must never be found; each gives the ids of what is wrong.
_FAULTS = {
    "article {} is superseded, yet some place holds it": """
        SELECT id FROM article WHERE superseded_by IS NOT NULL
        AND EXISTS (SELECT 1 FROM article_location WHERE article_id = article.id)""",
    "statement {} is listed though its article is superseded or people rejected it, or unlisted for no reason": """
        SELECT statement.id FROM statement JOIN article ON article.id = statement.article_id
        WHERE (listed = 1) != (rejected = 0 AND superseded_by IS NULL)""",
    "statement {} counts as corrected or confirmed, and what extraction said of it is not kept": """
        SELECT id FROM statement WHERE (corrected + confirmed + rejected > 0) != (extracted IS NOT NULL)""",
    "the number of statements of {} is not right": """
        SELECT coalesce(entity, id) AS id FROM entity_count FULL JOIN (
            SELECT id, count(*) AS n FROM (
                SELECT speaker_id AS id FROM statement WHERE listed = 1 UNION ALL
                SELECT firm_id FROM statement WHERE listed = 1 AND firm_id IS DISTINCT FROM speaker_id
            ) AS side WHERE id IS NOT NULL GROUP BY id
        ) AS said ON id = entity WHERE statements IS DISTINCT FROM n""",
    "statement {} is not of the person, firm or group that its names stand for": """
        SELECT statement.id FROM statement
        LEFT JOIN entity AS speaker ON speaker.id = speaker_entity LEFT JOIN entity AS firm ON firm.id = firm_entity
        WHERE speaker_id IS DISTINCT FROM speaker.root OR firm_id IS DISTINCT FROM firm.root""",
    "{} does not lead to what it was merged into": """
        SELECT entity.id FROM entity LEFT JOIN entity_merge ON from_id = entity.id AND undone_at IS NULL
        LEFT JOIN entity AS target ON target.id = to_id WHERE entity.root != coalesce(target.root, entity.id)""",
    "statement {} is not listed as the change log says": """
        SELECT statement.id FROM statement LEFT JOIN (
            SELECT statement_id, action FROM change_log WHERE sequence IN (
                SELECT max(sequence) FROM change_log WHERE statement_id IS NOT NULL GROUP BY statement_id
            )
        ) AS logged ON statement_id = statement.id
        WHERE (listed = 1) != (coalesce(action, 'removed') != 'removed')""",
    "the change log lists statement {}, which is not there": """
        SELECT statement_id AS id FROM (
            SELECT statement_id, action FROM change_log WHERE sequence IN (
                SELECT max(sequence) FROM change_log WHERE statement_id IS NOT NULL GROUP BY statement_id
            )
        ) AS logged WHERE action != 'removed' AND NOT EXISTS (SELECT 1 FROM statement WHERE id = statement_id)""",
}
_SPANS = """
SELECT statement.number, statement.id, content, cue, source, mentions, article.text FROM statement
JOIN article ON article.id = statement.article_id WHERE statement.number > ? ORDER BY statement.number LIMIT 500
"""
_UNREADABLE = (ValueError, TypeError, KeyError, IndexError, AttributeError)  # of a value that is not what was written
_CUES = "SELECT cues FROM opinion WHERE statement = ?"

# Everything but the moments and the store's own id, in an order that does not depend on how it came to be there.
_DUMP = {
    "article": "SELECT id, document, text, language, headline, url, publisher, date_published, authors, body_start, "
    "location, extractor, superseded_by FROM article ORDER BY number",
    "article_location": "SELECT * FROM article_location ORDER BY location",
    "entity": "SELECT * FROM entity ORDER BY id",
    "alias": "SELECT * FROM alias ORDER BY entity_id, name",
    "entity_merge": "SELECT id, from_id, to_id, author, undone_by FROM entity_merge ORDER BY id",
    "entity_separation": "SELECT id, entity_id, other_id, firm_id, article_id, text, occurrence, author, undone_by "
    "FROM entity_separation ORDER BY id",
    "dismissal": "SELECT id, kind, first_id, second_id, third_id, author, note, undone_by FROM dismissal ORDER BY id",
    "statement": "SELECT * FROM statement ORDER BY number",
    "mentioned": "SELECT * FROM mentioned ORDER BY statement, position",
    "opinion": "SELECT * FROM opinion ORDER BY statement, position",
    "correction": "SELECT id, article_id, text, occurrence, author, changes, note, undone_by "
    "FROM correction ORDER BY id",
    "change_log": "SELECT * FROM change_log ORDER BY sequence",
}


class Checking(Part):
    """Integrity, and comparison of whole stores."""

    def verify(self) -> list[str]:
        """What is wrong with the store, a sentence each; empty when it is whole.

        Checked are the file itself, its references, that every span has the words of its article, that listing,
        merges, separations and change log agree.
        """
        with self._db.snapshot():
            damage, problems = self._db.damage(), self._db.loose_references()
            if damage:  # nothing that it reads can be relied upon
                return damage
            for wording, query in _FAULTS.items():
                problems += [wording.format(row["id"]) for row in self._db.query(query)]
            try:
                problems += [
                    f"statement {row['id']} is not of the one of several of its speaker's name that people decided"
                    for row, _ in unsettled(self._db.connection(), self._entity_id)
                ]
            except (*_UNREADABLE, StoreError) as error:
                problems.append(f"{self._db.name}: a name cannot be read ({error}); restore a backup")
            problems += self._span_problems()
        return problems

    def dump(self) -> Iterator[str]:
        """The contents as lines of JSON: equal for two stores that hold the same, whenever it was stored."""
        with self._db.snapshot():
            for table, query in _DUMP.items():
                for row in self._db.stream(query):
                    yield to_json([table, *row])

    def digest(self) -> str:
        """SHA-256 of :meth:`dump`, as hex digits."""
        made = sha256()
        for line in self.dump():
            made.update(line.encode() + b"\n")
        return made.hexdigest()

    def _span_problems(self) -> Iterator[str]:
        last = -1
        while rows := self._db.query(_SPANS, (last,)):
            last = rows[-1]["number"]
            for row in rows:
                try:
                    right = all(row["text"][start:end] == exact for start, end, exact in self._spans(row))
                except _UNREADABLE as error:
                    yield f"statement {row['id']} cannot be read ({error}): its row is damaged; restore a backup"
                else:
                    if not right:
                        yield f"statement {row['id']} has words that are not in its article's text at their place"

    def _spans(self, row: Row) -> Iterator[tuple[int, int, str]]:
        yield from json.loads(row["content"])
        yield from (json.loads(row[name]) for name in ("cue", "source") if row[name])
        yield from (span[:3] for span in json.loads(row["mentions"]))
        for found in self._db.query(_CUES, (row["number"],)):
            yield from json.loads(found[0])
