"""Writes one statement with its speaker, its firm and its opinions, inside a transaction."""

from __future__ import annotations

from typing import Any

from corpus.errors import InputError
from corpus.names import is_description
from corpus.store.interface import Connection
from corpus.store.namesakes import Place, Said, registered_namesake
from corpus.store.part import EntityId
from corpus.store.records import Effective
from corpus.store.rows import extracted_json, opinion_values, statement_values
from corpus.types import Speaker, SpeakerType, Statement

_COLUMNS = (
    "id, article_id, kind, language, content, cue, source, speaker_name, speaker_type, role, firm, confidence, "
    "speaker_entity, firm_entity, speaker_id, firm_id, date_published, extracted, rejected, listed, mentions, "
    "corrected, confirmed"
)
_UPDATED = (
    "speaker_name, speaker_type, role, firm, speaker_entity, firm_entity, speaker_id, firm_id, extracted, "
    "rejected, listed, mentions, confidence, corrected, confirmed"
)
_SAVE = (
    f"INSERT INTO statement ({_COLUMNS}) VALUES ({', '.join(':' + name for name in _COLUMNS.split(', '))}) "
    f"ON CONFLICT (id) DO UPDATE SET {', '.join(f'{name} = excluded.{name}' for name in _UPDATED.split(', '))} "
    "WHERE statement.article_id = excluded.article_id RETURNING number"
)
_KINDS = {
    SpeakerType.PERSON: "person",
    SpeakerType.ORGANIZATION: "firm",  # a firm that speaks is the firm that people speak for
    SpeakerType.GROUP: "group",
    SpeakerType.UNKNOWN: "unknown",
}


def save_statement(
    transaction: Connection,
    entity_id: EntityId,
    extracted: Statement,
    effective: Effective,
    place: Place,
    *,
    live: bool,
    date_published: str | None,
) -> bool:
    """Writes a statement as it reads after corrections, or writes it anew.

    :param place: the words of the statement, and how many before it in its article have the same words.
    :param live: whether its article is one that is listed.
    :returns: whether the statement is listed now.
    :raises InputError: another article has a statement of this id.
    """
    statement = effective.statement
    speaker = register_speaker(transaction, entity_id, statement.speaker, statement.article_id)
    firm = register(transaction, entity_id, "firm", statement.firm) if statement.firm else (None, None)
    if speaker[0] is not None and statement.speaker is not None and statement.speaker.type is SpeakerType.PERSON:
        said = Said(statement.article_id, firm[1], place)
        speaker = registered_namesake(transaction, speaker[0], statement.speaker.name, said) or speaker
    listed = live and not effective.rejected
    values: dict[str, Any] = {
        **statement_values(statement),
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
    }
    row = transaction.execute(_SAVE, values).fetchone()
    if row is None:
        raise InputError(statement.id, "is the id of a statement of another article already", "make ids from articles")
    number = row["number"]
    transaction.execute("DELETE FROM opinion WHERE statement = ?", (number,))
    transaction.executemany(
        "INSERT INTO opinion VALUES (?, ?, ?, ?, ?, ?, ?)", opinion_values(number, statement.opinions)
    )
    transaction.execute("DELETE FROM mentioned WHERE statement = ?", (number,))
    for position, mention in enumerate(statement.mentions):
        entity, _ = register(transaction, entity_id, _KINDS[mention.named.type], mention.named.name)
        transaction.execute("INSERT INTO mentioned VALUES (?, ?, ?)", (number, position, entity))
    return listed


def speaker_id(entity_id: EntityId, speaker: Speaker | None, article_id: str) -> str | None:
    """The id of a speaker's name, before anybody merged or separated it; ``None`` for nobody."""
    if speaker is None:
        return None
    if speaker.type is SpeakerType.PERSON and is_description(speaker.name):
        return f"{entity_id('described', speaker.name)}@{article_id}"
    return entity_id(_KINDS[speaker.type], speaker.name)


def register_speaker(
    transaction: Connection, entity_id: EntityId, speaker: Speaker | None, article_id: str
) -> tuple[str | None, str | None]:
    """The speaker's ids, as :func:`register` gives them; ``None`` for nobody.

    Somebody who is only described (``a spokesperson``) is another person in every article.
    """
    if speaker is None:
        return None, None
    if speaker.type is SpeakerType.PERSON and is_description(speaker.name):
        return register(
            transaction, lambda kind, name: f"{entity_id(kind, name)}@{article_id}", "described", speaker.name
        )
    return register(transaction, entity_id, _KINDS[speaker.type], speaker.name)


def register(transaction: Connection, entity_id: EntityId, kind: str, name: str) -> tuple[str, str]:
    """Makes a name known, if it is not.

    :returns: the id of the name, and that of whom it stands for after merges.
    """
    identifier = entity_id(kind, name)
    row = transaction.execute("SELECT root FROM entity WHERE id = ?", (identifier,)).fetchone()
    if row is None:
        transaction.execute("INSERT INTO entity VALUES (?, ?, ?, ?)", (identifier, kind, name, identifier))
    transaction.execute("INSERT INTO alias VALUES (?, ?) ON CONFLICT DO NOTHING", (identifier, name))
    return identifier, row["root"] if row else identifier
