"""What the store gives back, beyond the nouns of ``corpus.types``."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum, StrEnum
from typing import TypedDict

from corpus.types import Language, Polarity, Statement, StatementKind


class Put(StrEnum):
    """What came of storing an article."""

    ADDED = "added"
    UNCHANGED = "unchanged"
    REPLACED = "replaced"


class Keep(Enum):
    """The default of a correction's fields: what extraction or an earlier correction says stays."""

    KEEP = "keep"


KEEP = Keep.KEEP


class Conditions(TypedDict, total=False):
    """Conditions that statements must meet, all of them; one that is absent or ``None`` excludes nothing.

    Where several values are allowed, one of them suffices. ``speaker_id``, ``firm_id``: ids as
    ``Store.find_people`` and ``find_firms`` give them; a firm's statements are those of its people and its own.
    ``mentions``: ids of people or firms that the words name.
    ``min_confidence``, ``max_confidence``: included, 0 to 1. ``corrected``, ``confirmed``: whether people did that.
    ``topic``: ids of topics, narrower ones not included. ``stance``: towards one of the topics asked for, or
    towards any when none is. ``role``: words that the role contains, in any case. ``since`` and ``until`` are
    included, and exclude articles without a date.
    """

    article_id: str | Collection[str] | None
    speaker_id: str | Collection[str] | None
    firm_id: str | Collection[str] | None
    mentions: str | Collection[str] | None
    topic: str | Collection[str] | None
    stance: Polarity | Collection[Polarity] | None
    kind: StatementKind | Collection[StatementKind] | None
    language: Language | Collection[Language] | None
    role: str | None
    since: date | None
    until: date | None
    min_confidence: float | None
    max_confidence: float | None
    corrected: bool | None
    confirmed: bool | None


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who a listed statement is said to be by, and no more.

    :param source: the words beside the quotation.
    :param speaker_id: of a person; ``None`` for all others.
    """

    id: str
    language: Language
    role: str | None
    firm: str | None
    source: str | None
    speaker: str | None
    speaker_id: str | None


@dataclass(frozen=True, slots=True)
class StoredStatement:
    """A statement with where it was read and whose it is, corrections applied.

    :param speaker_id: the speaker over all articles, after merges; ``None`` when nobody is named.
    :param speaker_name: the name that the speaker goes by over all articles.
    :param firm_id: the speaker's firm over all articles, after merges.
    :param corrected: whether a person has corrected it.
    :param confirmed: whether a person has said that it is right as it reads; its confidence is 1 then.
    :param listed: whether it appears in listings: neither rejected nor of a superseded version of its article.
    :param mentioned: whom the words name, after merges: an id and the name that goes with it for each of the
        statement's mentions.
    """

    statement: Statement
    speaker_id: str | None
    speaker_name: str | None
    firm_id: str | None
    firm_name: str | None
    document: str
    headline: str | None
    publisher: str | None
    url: str | None
    date_published: date | None
    corrected: bool = False
    listed: bool = True
    mentioned: tuple[tuple[str, str], ...] = ()
    confirmed: bool = False

    @property
    def id(self) -> str:
        """The statement's id."""
        return self.statement.id


@dataclass(frozen=True, slots=True)
class Changes:
    """What happened to the listed statements between two points of the change log.

    To follow: drop ``changed`` and ``removed``, then read and add ``changed`` and ``added``.

    :param since: the sequence number asked from.
    :param sequence: the number to ask from next time.
    :param added: ids of statements listed now and not then.
    :param changed: ids listed then and now, with another content or another speaker, role, firm or opinion.
    :param removed: ids listed then and not now.
    :param articles: ids of the articles that were stored, superseded or renamed.
    """

    since: int
    sequence: int
    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Correction:
    """A person's decision about one statement.

    :param changes: what was decided, by field: ``speaker``, ``role``, ``firm``, ``stances``, ``rejected``. With
        ``confirmed`` they are what the statement said when it was found right, the sides by topic in ``held``.
    :param undone_by: who took it back, if anybody did.
    """

    id: int
    author: str
    at: datetime
    changes: Mapping[str, object]
    note: str = ""
    undone_by: str | None = None
    undone_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """A correction with the statement that it is about.

    :param statement_id: the statement of these words, in the version of the article where it was made; ``None`` when
        extraction no longer finds one.
    :param text: its words, white space evened out.
    """

    correction: Correction
    statement_id: str | None
    article_id: str
    document: str
    text: str


@dataclass(frozen=True, slots=True)
class Dismissal:
    """A person's decision that a suggestion about names is wrong; it is not made again.

    :param kind: ``duplicate``: the first and the second are two; ``namesakes``: the first is one person, though it
        speaks for the firms that are the second and the third.
    """

    id: int
    kind: str
    ids: tuple[str, ...]
    author: str
    at: datetime
    note: str = ""
    undone_by: str | None = None
    undone_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Merge:
    """A person's decision that two names are one: what ``from_id`` stood for is now part of ``to_id``."""

    id: int
    from_id: str
    to_id: str
    author: str
    at: datetime
    undone_by: str | None = None
    undone_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A person, firm or group with how much it said.

    :param kind: ``person``, ``firm``, ``group`` or ``unknown``.
    :param statements: listed statements: those of the speaker; for a firm those of its people and its own.
    :param first_seen: earliest date of publication among them.
    """

    id: str
    kind: str
    name: str
    alternate_names: tuple[str, ...]
    statements: int
    articles: int
    first_seen: date | None
    last_seen: date | None


@dataclass(frozen=True, slots=True)
class TopicEntry:
    """A topic with the number of listed statements about it, by the side they take."""

    topic: str
    statements: int
    by_polarity: Mapping[Polarity, int]


@dataclass(frozen=True, slots=True)
class Affiliation:
    """A role at a firm, as articles between two dates give it for a person.

    :param statement_ids: the statements behind it, in the order of storing.
    """

    person_id: str
    firm_id: str | None
    firm: str | None
    role: str | None
    first_seen: date | None
    last_seen: date | None
    statement_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Separation:
    """A person's decision that some statements of a name are those of somebody else of the same name.

    It holds for what is ingested later. Exactly one of firm and article says where it does.

    :param entity_id: whose the statements would be.
    :param other_id: whose they are.
    :param firm_id: all that is said for this firm, in whichever article.
    :param article_id: what is said in this article and in its later versions.
    :param text: in that article only the statement of these words (white space evened out).
    :param undone_by: who took it back, if anybody did.
    """

    id: int
    entity_id: str
    other_id: str
    firm_id: str | None
    article_id: str | None
    text: str | None
    author: str
    at: datetime
    undone_by: str | None = None
    undone_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Stats:
    """Totals of what is listed.

    :param superseded: older versions of articles that are kept but not listed.
    :param unattributed: statements of nobody named.
    :param on_topic: statements that are about a topic of the scheme.
    :param opinions: topics of all statements, each counted for every statement about it: the sum of ``by_polarity``.
    :param corrections: standing ones.
    """

    articles: int
    superseded: int
    statements: int
    unattributed: int
    on_topic: int
    opinions: int
    people: int
    firms: int
    groups: int
    topics: int
    corrections: int
    merges: int
    first_date: date | None
    last_date: date | None
    by_language: Mapping[str, int] = field(default_factory=dict)
    by_kind: Mapping[str, int] = field(default_factory=dict)
    by_polarity: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Effective:
    """A statement as it reads after corrections."""

    statement: Statement
    rejected: bool = False
    corrected: bool = False
    confirmed: bool = False

    @property
    def decided(self) -> bool:
        """Whether people have a say in it."""
        return self.rejected or self.corrected or self.confirmed
