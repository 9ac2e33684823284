"""Invented articles and statements for the tests of the store."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from hashlib import sha256

from corpus.store import Store
from corpus.store.database import SqliteDatabase
from corpus.types import (
    Article,
    Language,
    Opinion,
    Polarity,
    Span,
    Speaker,
    SpeakerType,
    Statement,
    StatementKind,
)

ANNA = Speaker("Anna Żurawska", SpeakerType.PERSON)
PIOTR = Speaker("Piotr Lisiecki", SpeakerType.PERSON)
DOSTAWCY = Speaker("dostawcy", SpeakerType.GROUP)
MERVANT = Speaker("Mervant", SpeakerType.ORGANIZATION)


def article(text: str, *, location: str | None = "/press/one.txt", **given: object) -> Article:
    """An article whose id is that of its text, as a reader makes it."""
    name = (location or "unplaced").rsplit("/", 1)[-1]
    made = Article(
        id=sha256(text.encode()).hexdigest()[:16],
        document=name,
        text=text,
        language=Language.PL,
        headline="Kanał czeka",
        publisher="Przegląd Kanałowy",
        date_published=date(2025, 3, 14),
        location=location,
    )
    return replace(made, **given)  # type: ignore[arg-type]


def said(of: Article, words: str, speaker: Speaker | None = ANNA, **given: object) -> Statement:
    """The statement whose content is ``words``, wherever they stand in the article."""
    start = of.text.index(words)
    made = Statement(
        id=sha256(f"{of.id}:{start}-{start + len(words)}".encode()).hexdigest()[:16],
        article_id=of.id,
        kind=StatementKind.DIRECT,
        language=of.language,
        content=(Span(start, start + len(words), words),),
        speaker=speaker,
    )
    return replace(made, **given)  # type: ignore[arg-type]


def opinion(topic: str, polarity: Polarity, score: float = 0.0, cues: tuple[Span, ...] = ()) -> Opinion:
    return Opinion(topic, 0.8, polarity, score, cues)


def lines(of: Article) -> list[Statement]:
    """One statement for each line ``Name Surname: words`` of the article: a small extractor that really reads."""
    found = []
    for line in of.text.splitlines():
        name, mark, words = line.partition(": ")
        if mark and words:
            sides = {"nie": Polarity.SCEPTICAL, "tak": Polarity.SUPPORTIVE}
            side = sides.get(words.split()[0].lower(), Polarity.NEUTRAL)
            speaker = Speaker(name, SpeakerType.PERSON)
            found.append(said(of, words, speaker, firm="Mervant", opinions=(opinion("cloud-incentives", side),)))
    return found


def writes(store: Store) -> int:
    """Changes with every write, whatever it writes."""
    database = store.database
    return database.connection().total_changes if isinstance(database, SqliteDatabase) else store.data_version()
