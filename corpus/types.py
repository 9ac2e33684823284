"""The nouns of quotegraph, after the standards of the field.

W3C Web Annotation (spans), schema.org (articles, people, firms), PARC 3.0 (the attribution relation:
source, cue, content), SKOS (topics). All are immutable; equality is by value.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Language(StrEnum):
    """Languages that quotegraph reads and answers in (ISO 639-1)."""

    PL = "pl"
    EN = "en"


class StatementKind(StrEnum):
    """How the words are given: verbatim, in the reporter's words, or the latter holding a quotation."""

    DIRECT = "direct"
    INDIRECT = "indirect"
    MIXED = "mixed"


class SpeakerType(StrEnum):
    """What kind of speaker it is; an unknown one is kept as unknown, never invented into a person."""

    PERSON = "person"
    ORGANIZATION = "organization"
    GROUP = "group"
    UNKNOWN = "unknown"


class Polarity(StrEnum):
    """The speaker's attitude to a target; plain information is neutral."""

    SUPPORTIVE = "supportive"
    SCEPTICAL = "sceptical"
    MIXED = "mixed"
    NEUTRAL = "neutral"


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of an article's text (TextPositionSelector and TextQuoteSelector in one).

    :param start: first code point, counted from 0 in ``Article.text``.
    :param end: one past the last code point.
    :param exact: the words themselves; always ``Article.text[start:end]``.
    """

    start: int
    end: int
    exact: str


@dataclass(frozen=True, slots=True)
class Article:
    """A press article (schema.org NewsArticle).

    :param id: SHA-256 (first 16 hex digits) of what was read; the same content always has the same id.
    :param document: the name that people know it by: the file name, for JSONL with ``#`` and its id or line.
    :param text: the text that all spans point into, never changed after reading.
    :param body_start: where the article begins in ``text`` (after front matter); 0 for most.
    :param location: where it was read from: an absolute path or an address; a later version replaces it.
    :param date_published: the day of publication, if known.
    """

    id: str
    document: str
    text: str
    language: Language
    headline: str | None = None
    url: str | None = None
    publisher: str | None = None
    date_published: date | None = None
    authors: tuple[str, ...] = ()
    body_start: int = 0
    location: str | None = None


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who said it, by the name an index would list: nominative, without titles (``Wiesław Pawłowicz``)."""

    name: str
    type: SpeakerType


@dataclass(frozen=True, slots=True)
class Mention:
    """Somebody, or an organisation, that a statement names.

    :param span: where it names them first.
    :param named: of type ``person`` or ``organization``, by the name an index would list.
    """

    span: Span
    named: Speaker


@dataclass(frozen=True, slots=True)
class Opinion:
    """The stance of one statement towards one topic.

    :param topic: id of a topic of the scheme.
    :param relevance: how much the statement is about the topic, 0 to 1.
    :param polarity: the side taken.
    :param score: −1 (wholly sceptical) to 1 (wholly supportive).
    :param cues: the words that show it, as spans of the article.
    :param confidence: 0 to 1: how likely the side is right; ``None`` where nobody has measured it (a store of an
        earlier version).
    """

    topic: str
    relevance: float
    polarity: Polarity
    score: float
    cues: tuple[Span, ...] = ()
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """One attribution: who said what (PARC 3.0: source, cue, content).

    :param id: stable across re-ingestion: made from the article's id and the place of the content.
    :param content: the words said, without outer marks, leading dash or conjunction; several spans
        when the quotation is interrupted and resumed.
    :param cue: the words that introduce it (``mówi``, ``according to``), if any.
    :param source: the noun phrase beside the cue as written, if any.
    :param speaker: the resolved speaker, ``None`` when nobody is named or recoverable.
    :param role: the speaker's role, nominative (``Key Account Manager``).
    :param firm: the speaker's firm or institution, nominative (``IBC Group``).
    :param confidence: 0 to 1: how sure the extractor is of speaker and content together; each opinion has its own.
    :param mentions: people and organisations that the content names, other than the speaker.
    """

    id: str
    article_id: str
    kind: StatementKind
    language: Language
    content: tuple[Span, ...]
    cue: Span | None = None
    source: Span | None = None
    speaker: Speaker | None = None
    role: str | None = None
    firm: str | None = None
    opinions: tuple[Opinion, ...] = ()
    confidence: float = 0.5
    mentions: tuple[Mention, ...] = ()

    @property
    def text(self) -> str:
        """The words said, the pieces of an interrupted quotation joined by a space."""
        if len(self.content) == 1:
            return self.content[0].exact
        return " ".join([span.exact for span in self.content])


@dataclass(frozen=True, slots=True)
class Topic:
    """A concept of the topic scheme (SKOS).

    :param pref_label: the preferred label by language.
    :param alt_labels: other labels by language.
    :param broader: id of the broader topic, if any.
    """

    id: str
    pref_label: Mapping[Language, str]
    alt_labels: Mapping[Language, tuple[str, ...]] = field(default_factory=dict)
    broader: str | None = None
    scope_note: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """A person as the store knows them, over all articles."""

    id: str
    name: str
    alternate_names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Firm:
    """A firm or institution as the store knows it, over all articles."""

    id: str
    name: str
    alternate_names: tuple[str, ...] = ()
