"""Articles and statements as rows of the tables, and back, without loss."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from corpus.errors import StoreError
from corpus.store.interface import Connection, Row
from corpus.store.records import StoredStatement
from corpus.types import (
    Article,
    Language,
    Mention,
    Opinion,
    Polarity,
    Span,
    Speaker,
    SpeakerType,
    Statement,
    StatementKind,
)

# Looked up instead of called, and decoded without a look around: every reading of a statement goes through here.
_KINDS = {kind.value: kind for kind in StatementKind}
_LANGUAGES = {language.value: language for language in Language}
_TYPES = {kind.value: kind for kind in SpeakerType}
_SIDES = {side.value: side for side in Polarity}
Named = Row | dict[str, Any]
_LONGEST = 200  # characters of an error that are repeated
P = ParamSpec("P")
T = TypeVar("T")
_decoded = json.JSONDecoder().raw_decode


def of_whole_rows(read: Callable[P, T]) -> Callable[P, T]:
    """Makes a function that reads a row say so where the row is damaged.

    :raises StoreError: a value is not what was once written.
    """

    @wraps(read)
    def reading(*args: P.args, **more: P.kwargs) -> T:
        try:
            return read(*args, **more)
        except (ValueError, TypeError, KeyError, IndexError) as error:
            what = " ".join(str(error).split())[:_LONGEST]
            raise StoreError(f"a row of the store is damaged ({what}): restore a backup") from error

    return reading


def now() -> str:
    """The present moment, UTC, as it is stored."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def moment(text: str | None) -> datetime | None:
    """A stored moment."""
    return datetime.fromisoformat(text) if text else None


def day(text: str | None) -> date | None:
    """A stored day."""
    return date.fromisoformat(text) if text else None


def to_json(value: object) -> str:
    """Compact JSON; letters of all languages as they are, lone surrogates and control characters escaped."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text if text.isprintable() else json.dumps(value, separators=(",", ":"))


def article_values(article: Article, extractor: str) -> dict[str, Any]:
    """The columns of table ``article``."""
    return {
        "id": article.id,
        "document": article.document,
        "text": article.text,
        "language": article.language.value,
        "headline": article.headline,
        "url": article.url,
        "publisher": article.publisher,
        "date_published": article.date_published.isoformat() if article.date_published else None,
        "authors": to_json(article.authors),
        "body_start": article.body_start,
        "location": article.location,
        "extractor": extractor,
        "added_at": now(),
    }


@of_whole_rows
def article_of(row: Row) -> Article:
    """The article of a row of table ``article``."""
    return Article(
        id=row["id"],
        document=row["document"],
        text=row["text"],
        language=Language(row["language"]),
        headline=row["headline"],
        url=row["url"],
        publisher=row["publisher"],
        date_published=day(row["date_published"]),
        authors=tuple(json.loads(row["authors"])),
        body_start=row["body_start"],
        location=row["location"],
    )


def statement_values(statement: Statement) -> dict[str, Any]:
    """The columns of table ``statement`` that the statement itself decides."""
    speaker = statement.speaker
    return {
        "id": statement.id,
        "article_id": statement.article_id,
        "kind": statement.kind.value,
        "language": statement.language.value,
        "content": to_json([_plain(span) for span in statement.content]),
        "cue": to_json(_plain(statement.cue)) if statement.cue else None,
        "source": to_json(_plain(statement.source)) if statement.source else None,
        "speaker_name": speaker.name if speaker else None,
        "speaker_type": speaker.type.value if speaker else None,
        "role": statement.role,
        "firm": statement.firm,
        "confidence": statement.confidence,
        "mentions": to_json([(*_plain(one.span), one.named.name, one.named.type.value) for one in statement.mentions]),
    }


@of_whole_rows
def statement_of(row: Named, opinions: Iterable[Row]) -> Statement:
    """The statement of a row of table ``statement`` and its rows of table ``opinion``, in order."""
    return Statement(
        id=row["id"],
        article_id=row["article_id"],
        kind=_KINDS[row["kind"]],
        language=_LANGUAGES[row["language"]],
        content=_spans(row["content"]),
        cue=_span(row["cue"]) if row["cue"] else None,
        source=_span(row["source"]) if row["source"] else None,
        speaker=Speaker(row["speaker_name"], _TYPES[row["speaker_type"]]) if row["speaker_type"] else None,
        role=row["role"],
        firm=row["firm"],
        opinions=tuple(
            [
                Opinion(
                    opinion["topic"],
                    opinion["relevance"],
                    _SIDES[opinion["polarity"]],
                    opinion["score"],
                    _spans(opinion["cues"]),
                    opinion["confidence"],
                )
                for opinion in opinions
            ]
        ),
        confidence=row["confidence"],
        mentions=_mentions(row["mentions"]),
    )


@of_whole_rows
def stored_of(row: Named, opinions: Iterable[Row], mentioned: Iterable[tuple[str, str]] = ()) -> StoredStatement:
    """The statement of a row that is joined with its article and its entities.

    :param mentioned: ids and names of whom it names.
    """
    return StoredStatement(
        statement=statement_of(row, opinions),
        speaker_id=row["speaker_id"],
        speaker_name=row["speaker_known_as"],
        firm_id=row["firm_id"],
        firm_name=row["firm_known_as"],
        document=row["document"],
        headline=row["headline"],
        publisher=row["publisher"],
        url=row["url"],
        date_published=day(row["date_published"]),
        corrected=bool(row["corrected"]),
        confirmed=bool(row["confirmed"]),
        listed=bool(row["listed"]),
        mentioned=tuple(mentioned),
    )


def certainty_of(statement: Statement) -> float:
    """The lesser of two: the confidence in words and speaker, and that in the side on the main topic, if any."""
    main = statement.opinions[0] if statement.opinions else None
    if main is None or main.confidence is None or main.polarity is Polarity.NEUTRAL:
        return statement.confidence
    return min(statement.confidence, main.confidence)


def opinion_values(number: int, opinions: Sequence[Opinion]) -> list[tuple[Any, ...]]:
    """The rows of table ``opinion`` for the statement of that number."""
    return [
        (
            number,
            position,
            opinion.topic,
            opinion.relevance,
            opinion.polarity.value,
            opinion.score,
            to_json([_plain(span) for span in opinion.cues]),
            opinion.confidence,
        )
        for position, opinion in enumerate(opinions)
    ]


def extracted_json(statement: Statement) -> str:
    """What extraction says where people can correct it: kept beside a corrected statement."""
    return to_json(
        {
            "speaker": [statement.speaker.name, statement.speaker.type.value] if statement.speaker else None,
            "role": statement.role,
            "firm": statement.firm,
            "confidence": statement.confidence,
            "opinions": [
                [o.topic, o.relevance, o.polarity.value, o.score, [_plain(span) for span in o.cues], o.confidence]
                for o in statement.opinions
            ],
        }
    )


@of_whole_rows
def as_extracted(row: Row, opinions: Iterable[Row]) -> Statement:
    """The statement as extraction gave it, without corrections."""
    statement = statement_of(row, opinions)
    if row["extracted"] is None:
        return statement
    said = json.loads(row["extracted"])
    return Statement(
        id=statement.id,
        article_id=statement.article_id,
        kind=statement.kind,
        language=statement.language,
        content=statement.content,
        cue=statement.cue,
        source=statement.source,
        speaker=Speaker(said["speaker"][0], SpeakerType(said["speaker"][1])) if said["speaker"] else None,
        role=said["role"],
        firm=said["firm"],
        opinions=tuple(
            Opinion(topic, relevance, Polarity(polarity), score, tuple(Span(*span) for span in cues), *confidence)
            for topic, relevance, polarity, score, cues, *confidence in said["opinions"]  # none before version 8
        ),
        confidence=said.get("confidence", statement.confidence),  # stores of before version 6 do not have it
        mentions=statement.mentions,
    )


def rows_of(connection: Connection, article_id: str) -> list[Row]:
    """The rows of table ``statement`` of one article, in the order of its text, listed or not."""
    query = "SELECT * FROM statement WHERE article_id = ? ORDER BY number"
    return connection.execute(query, (article_id,)).fetchall()


def opinions_of(connection: Connection, number: int) -> list[Row]:
    """The rows of table ``opinion`` of the statement of that number, in order."""
    return connection.execute("SELECT * FROM opinion WHERE statement = ? ORDER BY position", (number,)).fetchall()


def _mentions(text: str) -> tuple[Mention, ...]:
    if text == "[]":
        return ()
    return tuple(
        Mention(Span(start, end, exact), Speaker(name, SpeakerType(kind)))
        for start, end, exact, name, kind in json.loads(text)
    )


def _plain(span: Span) -> tuple[int, int, str]:
    return span.start, span.end, span.exact


def _spans(text: str) -> tuple[Span, ...]:
    return () if text == "[]" else tuple([Span(*span) for span in _decoded(text)[0]])


def _span(text: str) -> Span:
    return Span(*_decoded(text)[0])
