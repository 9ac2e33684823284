"""Writes one statement with its speaker, its firm and its opinions, inside a transaction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from corpus.errors import InputError
from corpus.names import is_common_noun, is_description
from corpus.store.interface import Connection
from corpus.store.namesakes import Place, Said, registered_namesake
from corpus.store.part import EntityId
from corpus.store.records import Effective
from corpus.store.rows import certainty_of, extracted_json, opinion_values, statement_values, to_json
from corpus.types import Speaker, SpeakerType, Statement

_COLUMNS = (
    "number, id, article_id, kind, language, content, cue, source, speaker_name, speaker_type, role, firm, confidence, "
    "speaker_entity, firm_entity, speaker_id, firm_id, date_published, extracted, rejected, listed, mentions, "
    "corrected, confirmed, certainty"
)
_UPDATED = (
    "speaker_name, speaker_type, role, firm, speaker_entity, firm_entity, speaker_id, firm_id, extracted, "
    "rejected, listed, mentions, confidence, corrected, confirmed, certainty"
)
_SAVE = (
    f"INSERT INTO statement ({_COLUMNS}) VALUES ({', '.join(':' + name for name in _COLUMNS.split(', '))}) "
    f"ON CONFLICT (id) DO UPDATE SET {', '.join(f'{name} = excluded.{name}' for name in _UPDATED.split(', '))}"
)
_ROOTS = "SELECT id, root FROM entity WHERE id IN (SELECT value FROM json_each(?))"
_NUMBERS = "SELECT id, number, article_id FROM statement WHERE id IN (SELECT value FROM json_each(?))"
_KINDS = {
    SpeakerType.PERSON: "person",
    SpeakerType.ORGANIZATION: "firm",  # a firm that speaks is the firm that people speak for
    SpeakerType.GROUP: "group",
    SpeakerType.UNKNOWN: "unknown",
}


def save_statement(
    transaction: Connection,
    known: Known,
    extracted: Statement,
    effective: Effective,
    place: Place,
    *,
    live: bool,
    date_published: str | None,
) -> bool:
    """Writes a statement as it reads after corrections, or writes it anew.

    :param known: made for this statement as it reads, among others.
    :param place: the words of the statement, and how many before it in its article have the same words.
    :param live: whether its article is one that is listed.
    :returns: whether the statement is listed now.
    :raises InputError: another article has a statement of this id.
    """
    statement = effective.statement
    number = known.number(statement)
    named = statement.firm is not None and not is_common_noun(statement.firm)  # "rzecznik firmy": no firm's name
    firm = known.name("firm", statement.firm) if statement.firm and named else (None, None)
    speaker = known.speaker(statement, firm[1], place)
    listed = live and not effective.rejected
    values: dict[str, Any] = {
        **statement_values(statement),
        "number": number,
        "speaker_entity": speaker[0],
        "speaker_id": speaker[1],
        "firm_entity": firm[0],
        "firm_id": firm[1],
        "date_published": date_published,
        "extracted": extracted_json(extracted) if effective.decided else None,
        "rejected": int(effective.rejected),
        "corrected": int(effective.corrected),
        "confirmed": int(effective.confirmed),
        "listed": int(listed),
        "certainty": certainty_of(statement),
    }
    transaction.execute(_SAVE, values)
    transaction.execute("DELETE FROM opinion WHERE statement = ?", (number,))
    transaction.executemany(
        "INSERT INTO opinion VALUES (?, ?, ?, ?, ?, ?, ?, ?)", opinion_values(number, statement.opinions)
    )
    transaction.execute("DELETE FROM mentioned WHERE statement = ?", (number,))
    for position, mention in enumerate(statement.mentions):
        entity, _ = known.name(_KINDS[mention.named.type], mention.named.name)
        transaction.execute("INSERT INTO mentioned VALUES (?, ?, ?)", (number, position, entity))
    return listed


def speaker_id(entity_id: EntityId, speaker: Speaker | None, article_id: str) -> str | None:
    """The id of a speaker's name, before anybody merged or separated it; ``None`` for nobody."""
    if speaker is None:
        return None
    if speaker.type is SpeakerType.PERSON and is_description(speaker.name):
        return f"{entity_id('described', speaker.name)}@{article_id}"
    return entity_id(_kind(speaker), speaker.name)


def _kind(speaker: Speaker) -> str:
    """The kind of a speaker's name; an organisation that is only spoken of (``the board``) is no firm by that name."""
    if speaker.type is SpeakerType.PERSON and is_description(speaker.name):
        return "described"
    if speaker.type is SpeakerType.ORGANIZATION and is_common_noun(speaker.name):
        return "group"
    return _KINDS[speaker.type]


class Known:
    """The numbers and names of some statements, looked up together; names are made known where they are new.

    For one transaction, in which no statement is written but these, and nothing is merged or separated. A database on
    another machine is asked once, not for every statement.
    """

    def __init__(self, transaction: Connection, entity_id: EntityId, statements: Iterable[Statement]) -> None:
        self._transaction = transaction
        self._entity_id = entity_id
        self._roots: dict[str, str] = {}
        self._aliases: set[tuple[str, str]] = set()
        statements = list(statements)
        wanted = {name for statement in statements for name in _named(entity_id, statement)}
        ids = to_json([statement.id for statement in statements])
        # All are sent before the first answer is awaited.
        roots = transaction.execute(_ROOTS, (to_json(sorted(wanted)),))
        numbers = transaction.execute(_NUMBERS, (ids,))
        last = transaction.execute("SELECT coalesce(max(number), 0) AS last FROM statement")
        separated = transaction.execute("SELECT 1 FROM entity_separation WHERE undone_at IS NULL LIMIT 1")
        self._roots.update((row["id"], row["root"]) for row in roots.fetchall())
        self._numbers: dict[str, tuple[int, str]] = {
            row["id"]: (row["number"], row["article_id"]) for row in numbers.fetchall()
        }
        self._last: int = last.fetchone()["last"]
        self._has_namesakes = separated.fetchone() is not None

    def number(self, statement: Statement) -> int:
        """The number that a statement has, or the next one.

        :raises InputError: another article has a statement of this id.
        """
        number, article_id = self._numbers.get(statement.id, (self._last + 1, statement.article_id))
        if article_id != statement.article_id:
            problem = "is the id of a statement of another article already"
            raise InputError(statement.id, problem, "make ids from articles")
        self._last = max(self._last, number)
        self._numbers[statement.id] = number, article_id
        return number

    def speaker(self, statement: Statement, firm_id: str | None, place: Place) -> tuple[str | None, str | None]:
        """The ids of the speaker's name and of whom it stands for, as people decided; ``None`` for nobody.

        Somebody who is only described (``a spokesperson``) is another person in every article.

        :param firm_id: whom the statement's firm stands for.
        """
        speaker = statement.speaker
        if speaker is None:
            return None, None
        name_id = speaker_id(self._entity_id, speaker, statement.article_id)
        assert name_id is not None  # noqa: S101 - there is a speaker
        found = self._made_known(name_id, _kind(speaker), speaker.name)
        if speaker.type is SpeakerType.PERSON and self._has_namesakes:
            said = Said(statement.article_id, firm_id, place)
            return registered_namesake(self._transaction, found[0], speaker.name, said) or found
        return found

    def name(self, kind: str, name: str) -> tuple[str, str]:
        """The id of a name, and that of whom it stands for after merges."""
        return self._made_known(self._entity_id(kind, name), kind, name)

    def _made_known(self, identifier: str, kind: str, name: str) -> tuple[str, str]:
        root = self._roots.get(identifier)
        if root is None:
            root = self._roots[identifier] = identifier
            self._transaction.execute("INSERT INTO entity VALUES (?, ?, ?, ?)", (identifier, kind, name, identifier))
        if (identifier, name) not in self._aliases:
            self._aliases.add((identifier, name))
            self._transaction.execute("INSERT INTO alias VALUES (?, ?) ON CONFLICT DO NOTHING", (identifier, name))
        return identifier, root


def _named(entity_id: EntityId, statement: Statement) -> Iterator[str]:
    """The ids of all names in a statement."""
    speaker = speaker_id(entity_id, statement.speaker, statement.article_id)
    if speaker is not None:
        yield speaker
    if statement.firm and not is_common_noun(statement.firm):
        yield entity_id("firm", statement.firm)
    for mention in statement.mentions:
        yield entity_id(_KINDS[mention.named.type], mention.named.name)
