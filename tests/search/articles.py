"""A small press archive of invented articles, with statements made by hand: a real store, no extraction."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from corpus.store import Store
from corpus.types import Article, Language, Opinion, Polarity, Span, Speaker, SpeakerType, Statement, StatementKind

PL, EN = Language.PL, Language.EN
PERSON, FIRM, GROUP = SpeakerType.PERSON, SpeakerType.ORGANIZATION, SpeakerType.GROUP
AGAINST, FOR, NEITHER = Polarity.SCEPTICAL, Polarity.SUPPORTIVE, Polarity.NEUTRAL


@dataclass(frozen=True)
class Said:
    """One statement: the words, who said them, and the opinions as (topic, relevance, polarity, score)."""

    text: str
    speaker: tuple[str, SpeakerType] | None = None
    role: str | None = None
    firm: str | None = None
    opinions: tuple[tuple[str, float, Polarity, float], ...] = ()


HALINA = ("Halina Broszko", PERSON)
KONRAD = ("Konrad Wilczur", PERSON)
AMELIA = ("Amelia Thornbury", PERSON)
RUFUS = ("Rufus Garlick", PERSON)

ARCHIVE: tuple[tuple[str, Language, date | None, str, tuple[Said, ...]], ...] = (
    (
        "premie.txt",
        PL,
        date(2024, 2, 6),
        "Premie, których nikt nie liczy",
        (
            Said(
                "Zachęty do sprzedaży chmury to dla nas strata czasu, nikt tu na nich nie zarobił",
                HALINA, "prezeska", "Ferrolink",
                (("cloud-incentives", 0.9, AGAINST, -0.8), ("cloud", 0.3, AGAINST, -0.5)),
            ),
            Said(
                "bonusy chmurowe pozwoliły nam zatrudnić trzech inżynierów",
                KONRAD, "dyrektor handlowy dystrybutora", "Baltora Systems",
                (("cloud-incentives", 0.8, FOR, 0.6),),
            ),
            Said("w regionie działa czterystu partnerów", None, None, None, (("channel", 0.6, NEITHER, 0.0),)),
        ),
    ),
    (
        "drones.txt",
        EN,
        date(2025, 5, 20),
        "Drones over the warehouse",
        (
            Said(
                "Drones will never pay for themselves in a warehouse of this size",
                AMELIA, "analyst", "Oakhampton Research",
                (("drones", 0.8, AGAINST, -0.7),),
            ),
            Said(
                "our drones count the stock overnight and nobody misses the ladders",
                RUFUS, "operations director", "Ferrolink",
                (("drones", 0.7, FOR, 0.5),),
            ),
            Said("cloud rebates are welcome, but the paperwork eats them", AMELIA, "analyst", "Oakhampton Research",
                 (("cloud-incentives", 0.7, Polarity.MIXED, -0.1),)),
        ),
    ),
    (
        "drones-again.txt",
        EN,
        date(2025, 5, 21),
        "What the drones cost",
        (
            Said(
                "Drones will never pay for themselves in a warehouse of this size",
                AMELIA, "analyst", "Oakhampton Research",
                (("drones", 0.8, AGAINST, -0.7),),
            ),
            Said("Warehouse staff fear for their jobs", ("Warehouse workers", GROUP), None, None,
                 (("work", 0.6, AGAINST, -0.5),)),
        ),
    ),
    (
        "zmiana.txt",
        PL,
        date(2026, 1, 13),
        "Zmiana zdania o dronach",
        (
            Said("Drony są dziś tańsze niż drabina i szybsze niż ludzie", AMELIA, "analityczka", "Oakhampton Research",
                 (("drones", 0.8, FOR, 0.6),)),
            Said("drony nad halą to ryzyko, którego nie ubezpieczymy", HALINA, "prezeska", "Ferrolink",
                 (("drones", 0.8, AGAINST, -0.6),)),
            Said("zamówienia spadły o dziesięć procent", None, None, None, (("demand", 0.6, NEITHER, 0.0),)),
        ),
    ),
    (
        "tea.txt",
        EN,
        None,
        "The kettle debate",
        (
            Said("the samovar in our lobby has closed more contracts than the sales team", RUFUS, None, "Ferrolink"),
            Said("a samovar is a fire hazard and a nuisance", KONRAD, None, "Baltora Systems"),
        ),
    ),
)  # fmt: skip


def make_store(folder: Path) -> Store:
    """The archive as a store in ``folder``."""
    store = Store.open(folder)
    for name, language, day, headline, said in ARCHIVE:
        article, statements = make_article(name, language, day, headline, said)
        store.put(article, statements)
    return store


def make_article(
    name: str, language: Language, day: date | None, headline: str, said: tuple[Said, ...]
) -> tuple[Article, list[Statement]]:
    """An article of one paragraph a statement."""
    text = "\n\n".join([headline, *(one.text for one in said)])
    identifier = hashlib.sha256(f"{name}\n{text}".encode()).hexdigest()[:16]
    article = Article(
        identifier, name, text, language, headline=headline, date_published=day, location=f"/press/{name}"
    )
    return article, [_statement(article, one) for one in said]


def _statement(article: Article, said: Said) -> Statement:
    start = article.text.index(said.text)
    content = (Span(start, start + len(said.text), said.text),)
    return Statement(
        id=hashlib.sha256(f"{article.id}:{start}".encode()).hexdigest()[:16],
        article_id=article.id,
        kind=StatementKind.DIRECT,
        language=article.language,
        content=content,
        speaker=Speaker(*said.speaker) if said.speaker else None,
        role=said.role,
        firm=said.firm,
        opinions=tuple(Opinion(topic, relevance, side, score) for topic, relevance, side, score in said.opinions),
    )
