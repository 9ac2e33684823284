"""Taking an article, or everything of a person, out of the store for good."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from sqlite3 import Connection, Row
from typing import Any

from corpus.errors import NotFoundError
from corpus.store.changes import log_article, log_statement
from corpus.store.part import Part
from corpus.store.rows import to_json

BLOT = "█"  # stands for each letter that is taken out of a text, so that all places stay where they are
_ENDING = 5  # letters that an inflected name may have after its stem
_SHORTEST = 3  # letters of a word of a name that is looked for alone

_VERSIONS = """
WITH RECURSIVE version (id) AS (
    SELECT :id UNION SELECT article.id FROM article JOIN version ON superseded_by = version.id
)
"""
_MEMBERS = "SELECT id FROM entity WHERE root = (SELECT root FROM entity WHERE id = ?)"
_KNOWN_AS = """
SELECT name FROM alias WHERE entity_id IN (SELECT value FROM json_each(?))
UNION SELECT name FROM entity WHERE id IN (SELECT value FROM json_each(?))
"""
_AMONG = "IN (SELECT value FROM json_each(?))"
_UNUSED = f"""
SELECT id FROM entity WHERE id {_AMONG}
AND NOT EXISTS (SELECT 1 FROM statement WHERE speaker_entity = entity.id OR firm_entity = entity.id)
AND NOT EXISTS (SELECT 1 FROM statement WHERE speaker_id = entity.id OR firm_id = entity.id)
AND NOT EXISTS (SELECT 1 FROM entity_merge WHERE from_id = entity.id OR to_id = entity.id)
AND NOT EXISTS (SELECT 1 FROM entity_separation WHERE entity_id = entity.id OR other_id = entity.id)
"""


@dataclass(frozen=True, slots=True)
class Erased:
    """What was taken out.

    :param articles: articles that were deleted, or whose text was blotted out in places.
    :param statements: statements that are gone.
    """

    articles: int
    statements: int


def trace_of(entity_id: str) -> str:
    """By what a store knows somebody who must not come back: a hash of the id, from which no name can be read off."""
    return sha256(f"quotegraph erased {entity_id}".encode()).hexdigest()


class Erasing(Part):
    """Deleting articles and people. What is derived from the store follows by its change log; indexes are to be
    rebuilt where nothing may be left in their files.
    """

    def delete_article(self, article_id: str) -> Erased:
        """Deletes an article with its earlier versions, statements and corrections, and names that only it had.

        Read again from its place, it is a new article.

        :raises NotFoundError: no such article.
        """
        with self._erasing() as transaction:
            if transaction.execute("SELECT 1 FROM article WHERE id = ?", (article_id,)).fetchone() is None:
                raise NotFoundError(f"no article has the id {article_id!r}")
            found = transaction.execute(f"{_VERSIONS} SELECT id FROM version", {"id": article_id})
            versions = to_json([row["id"] for row in found])
            rows = transaction.execute(f"SELECT * FROM statement WHERE article_id {_AMONG}", (versions,)).fetchall()
            _delete_statements(transaction, rows)
            for table in ("correction", "entity_separation"):
                transaction.execute(f"DELETE FROM {table} WHERE article_id {_AMONG}", (versions,))
            transaction.execute(f"DELETE FROM article_location WHERE article_id {_AMONG}", (versions,))
            log_article(transaction, article_id)
            transaction.execute(f"UPDATE article SET superseded_by = NULL WHERE id {_AMONG}", (versions,))
            transaction.execute(f"DELETE FROM article WHERE id {_AMONG}", (versions,))
            _drop_unused(transaction, _names_in(rows))
        self._forget()
        return Erased(len(json.loads(versions)), len(rows))

    def erase(self, person_id: str) -> Erased:
        """Takes everything of a person out: statements, names, corrections and merges; and where articles name them or
        quote them, each letter is replaced by ``█``, so that the places of all else stay right.

        Later ingests leave out what this person says; who has the same name is meant as well.

        :param person_id: of a person or a group; with all that was merged into it.
        :raises NotFoundError: there is no such person.
        """
        with self._erasing() as transaction:
            members = [row["id"] for row in transaction.execute(_MEMBERS, (person_id,))]
            if not members:
                raise NotFoundError(f"no person, firm or group has the id {person_id!r}")
            among = to_json(members)
            rows = transaction.execute(
                f"SELECT * FROM statement WHERE speaker_id {_AMONG} OR speaker_entity {_AMONG}", (among, among)
            ).fetchall()
            known = transaction.execute(_KNOWN_AS, (among, among)).fetchall()
            names = {row["name"] for row in known}
            _delete_statements(transaction, rows)
            blotted = _blot_articles(transaction, names, rows)
            _delete_corrections(transaction, names)
            merged = f"from_id {_AMONG} OR to_id {_AMONG}"
            transaction.execute(f"DELETE FROM entity_merge WHERE {merged}", (among, among))
            parted = f"entity_id {_AMONG} OR other_id {_AMONG}"
            transaction.execute(f"DELETE FROM entity_separation WHERE {parted}", (among, among))
            for member in members:
                transaction.execute("INSERT OR IGNORE INTO erased VALUES (?)", (trace_of(member),))
            transaction.execute(f"UPDATE entity SET root = id WHERE id {_AMONG}", (among,))
            _drop_unused(transaction, [*members, *_names_in(rows)])
        self._forget()
        return Erased(blotted, len(rows))

    def _erasing(self) -> Any:
        self._db.connection().execute("PRAGMA secure_delete = ON")  # freed pages are overwritten
        return self._db.transaction()

    def _forget(self) -> None:
        """Empties the log that still has the old pages, as soon as no reader needs it."""
        self._db.connection().execute("PRAGMA wal_checkpoint(TRUNCATE)")


def erased_among(transaction: Connection, ids: Iterable[str]) -> frozenset[str]:
    """Which of the entities must not come back."""
    traces = {trace_of(one): one for one in ids}
    query = f"SELECT trace FROM erased WHERE trace {_AMONG}"
    return frozenset(traces[row["trace"]] for row in transaction.execute(query, (to_json(sorted(traces)),)))


def _delete_statements(transaction: Connection, rows: Sequence[Row]) -> None:
    for row in rows:
        log_statement(transaction, row["article_id"], row["id"], before=bool(row["listed"]), after=False)
        transaction.execute("DELETE FROM opinion WHERE statement = ?", (row["number"],))
        transaction.execute("DELETE FROM statement WHERE number = ?", (row["number"],))
        values = (row["article_id"], " ".join(words for _, _, words in json.loads(row["content"])))
        transaction.execute("DELETE FROM correction WHERE article_id = ? AND text = ?", values)


def _names_in(rows: Sequence[Row]) -> list[str]:
    columns = ("speaker_entity", "speaker_id", "firm_entity", "firm_id")
    return sorted({row[column] for row in rows for column in columns if row[column] is not None})


def _drop_unused(transaction: Connection, ids: Collection[str]) -> None:
    among = to_json(sorted(set(ids)))
    unused = to_json([row["id"] for row in transaction.execute(_UNUSED, (among,))])
    transaction.execute(f"DELETE FROM alias WHERE entity_id {_AMONG}", (unused,))
    transaction.execute(f"DELETE FROM entity WHERE id {_AMONG}", (unused,))


def _delete_corrections(transaction: Connection, names: Collection[str]) -> None:
    """Corrections that name somebody as the speaker, wherever they are."""
    for row in transaction.execute("SELECT id, changes FROM correction").fetchall():
        said = json.loads(row["changes"]).get("speaker")
        if said and said[0] in names:
            transaction.execute("DELETE FROM correction WHERE id = ?", (row["id"],))


def _blot_articles(transaction: Connection, names: Collection[str], rows: Sequence[Row]) -> int:
    """Blots out what a person said, and every mention of their name in any article; how many articles that are."""
    quoted: dict[str, list[tuple[int, int]]] = {}
    for row in rows:
        spans = [*json.loads(row["content"]), *([json.loads(row["source"])] if row["source"] else [])]
        quoted.setdefault(row["article_id"], []).extend((start, end) for start, end, _ in spans)
    patterns = [_pattern(name) for name in sorted(names)]
    blotted = 0
    for found in transaction.execute("SELECT id FROM article").fetchall():
        article = transaction.execute("SELECT * FROM article WHERE id = ?", (found["id"],)).fetchone()
        full = [match.span() for whole, _ in patterns for match in whole.finditer(article["text"])]
        named = bool(full) or article["id"] in quoted
        alone = [match.span() for _, one in patterns for match in one.finditer(article["text"])] if named else []
        places = [*quoted.get(article["id"], ()), *full, *alone]
        others = {
            name: _blotted_name(article[name], patterns)
            for name in ("headline", "url", "document", "location", "authors")
        }
        if not places and all(others[name] == article[name] for name in others):
            continue
        text = _blotted(article["text"], places)
        for table, key in (("article", "id"), ("article_location", "article_id")):
            for row in transaction.execute(f"SELECT * FROM {table} WHERE {key} = ?", (article["id"],)).fetchall():
                place = (_blotted_name(row["location"], patterns), _blotted_name(row["document"], patterns))
                values = (*place, article["id"], row["location"])
                transaction.execute(
                    f"UPDATE OR REPLACE {table} SET location = ?, document = ? WHERE {key} = ? AND location IS ?",
                    values,
                )
        transaction.execute(
            "UPDATE article SET text = ?, headline = ?, url = ?, authors = ? WHERE id = ?",
            (text, others["headline"], others["url"], others["authors"], article["id"]),
        )
        log_article(transaction, article["id"])
        _follow_text(transaction, article["id"], text)
        _blot_decisions(transaction, article["id"], patterns)
        blotted += 1
    return blotted


def _blot_decisions(
    transaction: Connection, article_id: str, patterns: Sequence[tuple[re.Pattern[str], re.Pattern[str]]]
) -> None:
    """The words by which corrections and separations know their statements, as they stand in the article now."""
    for table in ("correction", "entity_separation"):
        query = f"SELECT id, text FROM {table} WHERE article_id = ? AND text IS NOT NULL"
        for row in transaction.execute(query, (article_id,)).fetchall():
            places = [match.span() for pattern in patterns for one in pattern for match in one.finditer(row["text"])]
            values = (_blotted(row["text"], places), row["id"])
            transaction.execute(f"UPDATE {table} SET text = ? WHERE id = ?", values)


def _pattern(name: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What finds a whole name, inflected or not, and what finds its last word alone."""
    words = name.split()
    stems = [re.escape(word[: max(_SHORTEST, len(word) - 2)]) + rf"\w{{0,{_ENDING}}}" for word in words]
    whole = re.compile(r"\b" + r"\s+".join(stems), re.IGNORECASE)
    if len(words) < 2 or len(words[-1]) < _SHORTEST:
        return whole, whole
    return whole, re.compile(r"\b" + stems[-1])


def _blotted(text: str, places: Iterable[tuple[int, int]]) -> str:
    letters = list(text)
    for start, end in places:
        for place in range(start, min(end, len(letters))):
            if letters[place].isalnum():
                letters[place] = BLOT
    return "".join(letters)


def _blotted_name(value: str | None, patterns: Sequence[tuple[re.Pattern[str], re.Pattern[str]]]) -> str | None:
    if value is None:
        return None
    plain = re.sub(r"[-_./]+", " ", value)  # file names and addresses join words by these; as long as before or shorter
    if len(plain) != len(value):
        plain = value
    places = [
        match.span()
        for pattern in patterns
        for one in pattern
        for match in re.finditer(one.pattern, plain, re.IGNORECASE)
    ]
    return _blotted(value, places)


def _follow_text(transaction: Connection, article_id: str, text: str) -> None:
    """Gives the spans of the statements that stay the words that stand there now."""
    rows = transaction.execute("SELECT * FROM statement WHERE article_id = ?", (article_id,)).fetchall()
    for row in rows:
        values = {name: _words_of(row[name], text) for name in ("content", "cue", "source")}
        if all(values[name] == row[name] for name in values):
            continue
        transaction.execute(
            "UPDATE statement SET content = :content, cue = :cue, source = :source WHERE number = :number",
            {**values, "number": row["number"]},
        )
        if row["extracted"] is not None:  # what extraction said before a correction may name the person
            said = {**json.loads(row["extracted"]), "speaker": None, "opinions": []}
            transaction.execute("UPDATE statement SET extracted = ? WHERE number = ?", (to_json(said), row["number"]))
        log_statement(transaction, article_id, row["id"], before=bool(row["listed"]), after=bool(row["listed"]))
    for opinion in transaction.execute(
        "SELECT * FROM opinion WHERE statement IN (SELECT number FROM statement WHERE article_id = ?)", (article_id,)
    ).fetchall():
        transaction.execute(
            "UPDATE opinion SET cues = ? WHERE statement = ? AND position = ?",
            (_words_of(opinion["cues"], text), opinion["statement"], opinion["position"]),
        )


def _words_of(spans: str | None, text: str) -> str | None:
    if spans is None:
        return None
    held = json.loads(spans)
    if held and isinstance(held[0], int):
        return to_json([held[0], held[1], text[held[0] : held[1]]])
    return to_json([[start, end, text[start:end]] for start, end, _ in held])
