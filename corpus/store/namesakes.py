"""Whose a statement is where people decided that a name is that of two: rules by firm, by article or by statement."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.store.changes import log_statement
from corpus.store.interface import Connection, Row
from corpus.store.part import EntityId
from corpus.store.rows import rows_of, statement_of
from corpus.types import Statement

Place = tuple[str, int]
"""The words of a statement, and how many statements before it in its article have the same words."""

FAMILY = """
WITH RECURSIVE family (id) AS (
    SELECT :id UNION SELECT article.id FROM article JOIN family ON article.superseded_by = family.id
)
"""
"""An article with its earlier versions."""

# The rules about a name are those of whoever it was merged into, too; the narrowest rule counts, then the latest.
_RULE = f"""
{FAMILY}, above (id) AS (
    SELECT :name UNION SELECT to_id FROM entity_merge JOIN above ON from_id = above.id WHERE undone_at IS NULL
)
SELECT rule.other_id, other.root FROM entity_separation AS rule
JOIN above ON above.id = rule.entity_id JOIN entity AS other ON other.id = rule.other_id
LEFT JOIN entity AS firm ON firm.id = rule.firm_id
WHERE rule.undone_at IS NULL AND (firm.root = :firm OR (
    rule.article_id IN (SELECT id FROM family)
    AND (rule.text IS NULL OR (rule.text = :text AND rule.occurrence = :occurrence))
))
ORDER BY rule.text IS NULL, rule.article_id IS NULL, rule.id DESC LIMIT 1
"""
# All that a rule, standing or not, can have to do with: the names it is about, and those it leads to.
_CONCERNED = """
WITH RECURSIVE concerned (id) AS (
    SELECT entity_id FROM entity_separation UNION SELECT other_id FROM entity_separation
    UNION SELECT from_id FROM entity_merge JOIN concerned ON to_id = concerned.id
)
SELECT id, article_id, speaker_name, speaker_entity, speaker_id, firm_id, listed FROM statement
WHERE speaker_type = 'person' AND speaker_entity IN (SELECT id FROM concerned) ORDER BY number
"""


@dataclass(frozen=True, slots=True)
class Said:
    """Where something was said.

    :param firm_id: the firm it was said for, after merges.
    """

    article_id: str
    firm_id: str | None
    place: Place


def places(statements: Sequence[Statement]) -> list[Place]:
    """What decisions know the statements of an article by: offsets change with versions, words seldom."""
    seen: Counter[str] = Counter()
    found = []
    for statement in statements:
        words = " ".join(statement.text.split())
        found.append((words, seen[words]))
        seen[words] += 1
    return found


def namesake(connection: Connection, name_id: str, said: Said) -> tuple[str, str] | None:
    """Who else of the name said it, as people decided: an id, and that of whom it stands for after merges.

    Whoever is found may have been told apart from another in turn.
    """
    values = {
        "name": name_id,
        "firm": said.firm_id,
        "id": said.article_id,
        "text": said.place[0],
        "occurrence": said.place[1],
    }
    found, seen = None, {name_id}
    while (row := connection.execute(_RULE, values).fetchone()) is not None and row["other_id"] not in seen:
        found = row["other_id"], row["root"]
        seen.add(row["other_id"])
        values["name"] = row["other_id"]
    return found


def registered_namesake(transaction: Connection, name_id: str, name: str, said: Said) -> tuple[str, str] | None:
    """The same as :func:`namesake`; makes known that the namesake is written so, to be found by the name."""
    found = namesake(transaction, name_id, said)
    if found is not None:
        transaction.execute("INSERT INTO alias VALUES (?, ?) ON CONFLICT DO NOTHING", (found[0], name))
    return found


def unsettled(connection: Connection, entity_id: EntityId) -> Iterator[tuple[Row, tuple[str, str]]]:
    """The statements that are not whose they are by the rules, each with whose they are: name and person."""
    by_article: defaultdict[str, list[Row]] = defaultdict(list)
    for row in connection.execute(_CONCERNED).fetchall():
        by_article[row["article_id"]].append(row)
    for article_id, rows in by_article.items():
        statements = [statement_of(row, ()) for row in rows_of(connection, article_id)]
        known = {one.id: place for one, place in zip(statements, places(statements), strict=True)}
        for row in rows:
            name_id = entity_id("person", row["speaker_name"])
            owner = namesake(connection, name_id, Said(article_id, row["firm_id"], known[row["id"]]))
            if owner is None:
                bearer = connection.execute("SELECT root FROM entity WHERE id = ?", (name_id,)).fetchone()
                owner = name_id, bearer["root"]
            if owner != (row["speaker_entity"], row["speaker_id"]):
                yield row, owner


def settle(transaction: Connection, entity_id: EntityId) -> int:
    """Gives statements to whom they belong by the rules, after rules or merges changed.

    :returns: how many changed hands.
    """
    moved = list(unsettled(transaction, entity_id))
    for row, (name_id, owner) in moved:
        transaction.execute("INSERT INTO alias VALUES (?, ?) ON CONFLICT DO NOTHING", (name_id, row["speaker_name"]))
        transaction.execute(
            "UPDATE statement SET speaker_entity = ?, speaker_id = ? WHERE id = ?", (name_id, owner, row["id"])
        )
        listed = bool(row["listed"])
        log_statement(transaction, row["article_id"], row["id"], before=listed, after=listed)
    return len(moved)
