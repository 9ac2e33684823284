"""What the service answers with. Written by ``python -m api.client_source``: do not edit.

Fields that a newer service adds are kept in ``extra``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date as Date  # noqa: N812 - fields are called ``date``
from datetime import datetime as DateTime  # noqa: N812
from typing import Any, Literal

BarsBy = Literal["topic", "speaker", "firm"]
"""What each bar stands for."""
EdgeKind = Literal[
    "SAID",
    "ABOUT",
    "FROM",
    "AFFILIATED_WITH",
    "MENTIONS",
    "BROADER",
    "HOLDS",
    "AGREES_WITH",
    "DISAGREES_WITH",
    "CHANGED_MIND",
    "SIMILAR_TO",
]
"""What an edge says; the key of an edge begins with it."""
GraphFormat = Literal["graphml", "gexf", "json", "cyjs", "ttl", "jsonld", "zip"]
"""Formats that graph tools open."""
Intent = Literal["who", "what", "firms", "topic", "topics", "change", "disagree", "agree", "compare", "count"]
"""What a question asks for. ``topic``: what is said about something; ``topics``: what somebody talks of;
``change``: when or who changed sides; ``disagree`` and ``agree``: who holds another view than somebody, or the
same.
"""
JobState = Literal["queued", "running", "interrupted", "done", "failed", "cancelled"]
"""Where a job is."""
Language = Literal["pl", "en"]
"""Languages that quotegraph reads and answers in (ISO 639-1)."""
NodeKind = Literal["person", "firm", "group", "topic", "statement", "article"]
"""What a node stands for; its id is ``kind:…``."""
PictureFormat = Literal["svg", "png"]
"""Formats of pictures."""
Polarity = Literal["supportive", "sceptical", "mixed", "neutral"]
"""The speaker's attitude to a target; plain information is neutral."""
Put = Literal["added", "unchanged", "replaced"]
"""What came of storing an article."""
Scope = Literal["read", "write", "admin"]
"""What a key allows; each includes those before it."""
SpeakerType = Literal["person", "organization", "group", "unknown"]
"""What kind of speaker it is; an unknown one is kept as unknown, never invented into a person."""
StatementKind = Literal["direct", "indirect", "mixed"]
"""How the words are given: verbatim, in the reporter's words, or the latter holding a quotation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Affiliation:
    """A role at a firm, as articles between two dates give it."""

    role: str | None
    firm: str | None
    firm_id: str | None
    first_seen: Date | None
    last_seen: Date | None
    statements: list[str]
    """Ids of the statements behind it."""
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Who fits the question, and who holds the opposite, each with the evidence."""

    question: str
    interpretation: Interpretation
    answers: list[SpeakerAnswer]
    opposing: list[SpeakerAnswer]
    summary: str
    """Counted facts in one line, in the question's language."""
    nearest_topics: list[str]
    """Where nothing was found: the closest topics with statements."""
    topics: list[TopicAnswer]
    """Where topics are asked for: those that somebody speaks of."""
    sides: dict[str, int]
    """How many speakers take each side, whether they are shown or not."""
    took_ms: float
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleSubmission:
    """An article with what is known of it."""

    text: str
    """The article, paragraphs parted by line breaks; kept character for character."""
    headline: str | None = None
    date_published: Date | None = None
    """Day of publication, YYYY-MM-DD."""
    publisher: str | None = None
    url: str | None = None
    """Where it was published. What comes later with the same one is a new version of it."""
    language: Language | None = None
    """Detected when left out."""
    authors: list[str] = field(default_factory=list)
    """Who wrote it."""
    document: str | None = None
    """A name for it. Where there is no `url`, what comes later with the same name is a new version."""
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditRecord:
    """A request that would change something."""

    id: int
    """Grows by time."""
    time: DateTime
    """When it was answered."""
    identity: str | None
    """Who made it; null when nobody knows."""
    key_id: str | None
    """The public part of the key."""
    client: str | None
    """The address that it came from."""
    method: str
    """The HTTP method."""
    path: str
    """The path, without the query."""
    status: int
    """The status of the response; 401, 403, 421 and 429: refused."""
    request_id: str | None
    """The id of the request."""
    acted_on: str
    """Ids of what was acted on, separated by spaces."""
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditRecords:
    """A part of the audit log."""

    entries: list[AuditRecord]
    """Newest first."""
    next_before: int | None
    """The `before` of the next part; null at the end."""
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bridge:
    """A speaker between the camps."""

    id: str
    kind: NodeKind
    label: str
    labels: dict[str, str] | None = None
    """Of a topic, by language."""
    share: float
    """Of the shortest ways between others who agree."""
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Camp:
    """Speakers who agree with each other more than with others."""

    score: float
    """Mean of what they hold."""
    members: list[Node]
    """Those who agree most with the others first."""
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Camps:
    """The camps on a topic."""

    camps: list[Camp]
    """The largest first."""
    bridges: list[Bridge]
    fresh: bool
    """Whether they are of now; else they are of some seconds ago, and made anew."""
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The article around a statement: its source, cue and words with what stands before and after."""

    start: int
    """Where the text begins in the article; subtract it from the spans' offsets."""
    end: int
    text: str
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected:
    """The decision that was kept, and the statement as it reads now."""

    correction: Correction
    statement: StatementDetail
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """A person's decision about a statement."""

    id: int
    kind: Literal["correction", "confirmation"]
    author: str
    at: DateTime
    changes: dict[str, Any]
    """By field: `speaker` (`name` and `type`), `role`, `firm`, `stances` by topic, `rejected`; of a confirmation
    what the statement said when it was found right.
    """
    note: str
    undone_by: str | None
    """Who took it back."""
    undone_at: DateTime | None
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionGiven:
    """What is wrong with a statement: a field that is left out stays as it is."""

    speaker: SpeakerGiven | None = None
    """Who said it; null: nobody is named."""
    role: str | None = None
    """The speaker's role, in the nominative; null: none is named."""
    firm: str | None = None
    """The speaker's firm; null: none is named."""
    stances: dict[str, Literal["supportive", "sceptical", "mixed", "neutral"] | None] = field(default_factory=dict)
    """The side taken, by topic (id or label); null: the statement is not about it."""
    rejected: bool | None = None
    """True: this is no statement, list it no more; false: it is one after all."""
    note: str = ""
    """Why; kept with the decision."""
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class CreatedKey:
    """A key at the one moment at which it is known."""

    id: str
    """Its public part."""
    prefix: str
    """How the key begins, so that its owner knows it again."""
    name: str
    """Who uses it."""
    scope: Scope
    """What it allows."""
    state: str
    """`active`, `expired` or `revoked`."""
    per_minute: int | None
    """Requests a minute; null: as the service's settings say."""
    created: DateTime
    """When it was made."""
    expires: DateTime | None
    """From then on it is refused; null: never."""
    revoked: DateTime | None
    """When it was revoked."""
    last_used: DateTime | None
    """When it was last used, to within a minute."""
    key: str
    """The key itself. It is shown this once and cannot be had again."""
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A person's decision, and which statement it is about."""

    id: int
    kind: Literal["correction", "confirmation"]
    author: str
    at: DateTime
    changes: dict[str, Any]
    """By field: `speaker` (`name` and `type`), `role`, `firm`, `stances` by topic, `rejected`; of a confirmation
    what the statement said when it was found right.
    """
    note: str
    undone_by: str | None
    """Who took it back."""
    undone_at: DateTime | None
    statement: str | None
    """Its id; null when extraction no longer finds the words."""
    article_id: str
    document: str
    text: str
    """Its words."""
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decisions:
    """What people decided, the latest first."""

    next_cursor: str | None
    """The `cursor` of what follows; null at the end."""
    next: str | None
    """The address of what follows; also in the header `Link`."""
    corrections: list[Decision]
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Deleted:
    """What was deleted."""

    articles: int
    """The article and its earlier versions."""
    statements: int
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dismissal:
    """A suggestion that a person turned down."""

    id: int
    kind: Literal["duplicate", "namesakes"]
    ids: list[str]
    author: str
    at: DateTime
    note: str
    undone_by: str | None
    undone_at: DateTime | None
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class DismissalGiven:
    """A suggestion that is wrong."""

    kind: Literal["duplicate", "namesakes"]
    ids: list[str]
    """Those of the suggestion's entities, in order."""
    note: str = ""
    """Why; kept with the decision."""
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dismissals:
    """What people turned down, the latest first."""

    next_cursor: str | None
    """The `cursor` of what follows; null at the end."""
    next: str | None
    """The address of what follows; also in the header `Link`."""
    dismissals: list[Dismissal]
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentDetail:
    """An article with its text, its versions and its statements."""

    id: str
    """Made from what was read: the same content always has the same id."""
    document: str
    """The name that people know it by."""
    headline: str | None
    publisher: str | None
    url: str | None
    """As the article gives it; not checked."""
    date: Date | None
    """Day of publication."""
    language: Language
    authors: list[str]
    characters: int
    """Length of the text in Unicode code points."""
    statements: int
    """How many of its statements are listed."""
    added_at: DateTime
    superseded_by: str | None
    """Id of the version that took its place."""
    text: str
    """What all spans point into. Untrusted: show it as text, never as HTML."""
    body_start: int
    """Where the article begins in it, after front matter."""
    versions: list[DocumentVersion]
    """All versions, this one among them; the latest first."""
    statement_list: list[Statement]
    """The listed statements, in the order of the text."""
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentEntry:
    """An article without its text."""

    id: str
    """Made from what was read: the same content always has the same id."""
    document: str
    """The name that people know it by."""
    headline: str | None
    publisher: str | None
    url: str | None
    """As the article gives it; not checked."""
    date: Date | None
    """Day of publication."""
    language: Language
    authors: list[str]
    characters: int
    """Length of the text in Unicode code points."""
    statements: int
    """How many of its statements are listed."""
    added_at: DateTime
    superseded_by: str | None
    """Id of the version that took its place."""
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentVersion:
    """A version of an article."""

    id: str
    added_at: DateTime
    superseded_by: str | None
    """Id of the version that took its place; null for the present one."""
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Documents:
    """Part of the list of articles, those stored last first."""

    documents: list[DocumentEntry]
    next_cursor: str | None
    """The `cursor` of what follows; null at the end."""
    next: str | None
    """The address of what follows; also in the header `Link`."""
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """Why a statement is uncertain."""

    reason: Literal[
        "no-speaker",
        "speaker-described",
        "speaker-not-beside",
        "speaker-by-part-of-name",
        "speaker-by-other-words",
        "no-reporting-words",
        "stance-without-words",
        "no-topic",
    ]
    detail: str
    """The same in an English sentence."""
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """An edge between two nodes, with what it sums up."""

    source: str
    target: str
    kind: EdgeKind
    role: str | None = None
    polarity: Polarity | None = None
    score: float | None = None
    """Mean of the statements that take a side."""
    weight: float | None = None
    """How many statements."""
    first_seen: Date | None = None
    last_seen: Date | None = None
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ego:
    """What is around a node."""

    node: Node
    nodes: list[Node]
    edges: list[Edge]
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere:
    """Where the same words of the same speaker stand in another article."""

    statement: str
    """Id of the statement there."""
    article: str
    """Id of the article."""
    document: str
    headline: str | None
    date: Date | None
    """Day of publication."""
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class EncoderName:
    """What turns texts into vectors."""

    name: str
    dimensions: int
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Erased:
    """What is gone."""

    name: str
    statements: int
    """Statements that are gone."""
    articles: int
    """Articles that were blotted out in places."""
    remaining: str
    """What is still to be done by whoever runs the service."""
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchRequest:
    """The address of a page to add."""

    url: str
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Firm:
    """A firm or institution over all articles."""

    id: str
    name: str
    alternate_names: list[str]
    statements: int
    """How many statements of the firm or of its people are listed."""
    articles: int
    """In how many articles."""
    first_seen: Date | None
    last_seen: Date | None
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class FirmPositions:
    """Where a firm and its people stand."""

    firm: Node
    topics: list[FirmTopic]
    """Those with most speakers first."""
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class FirmTopic:
    """A topic that a firm or its people speak of."""

    topic: Node
    score: float
    """Mean over the speakers who take a side."""
    speakers: list[Voice]
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class FirmWithPeople:
    """A firm with who speaks for it."""

    merged: list[Merge]
    """Standing merges into this one; `split` the `from_id` of one to undo it."""
    id: str
    """After a merge the id of the firm that this one was merged into."""
    name: str
    alternate_names: list[str]
    statements: int
    """How many statements of the firm or of its people are listed."""
    articles: int
    """In how many articles."""
    first_seen: Date | None
    last_seen: Date | None
    people: list[Post]
    """By name; a person with several roles has several entries."""
    positions: list[Standing]
    """What is said for the firm, by topic, the one spoken of most first."""
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Firms:
    """Firms with statements, those with most first."""

    limit: int
    offset: int
    next_offset: int | None
    """The offset of what follows; null at the end, and where a cursor was given."""
    next_cursor: str | None
    """The `cursor` of what follows; null at the end."""
    next: str | None
    """The address of what follows; also in the header `Link`."""
    firms: list[Firm]
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphView:
    """A part of the graph."""

    nodes: list[ViewNode]
    """Those asked for first, then those with most statements."""
    edges: list[ViewEdge]
    left_out: int
    """How many nodes did not fit the limit."""
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """What is being served."""

    status: str
    """`ok`; what cannot serve answers with a problem instead."""
    version: str
    articles: int
    statements: int
    encoder: EncoderName
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """All that people decided about a statement, oldest first."""

    statement: str
    corrections: list[Correction]
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A statement found, with its place and its stance towards what was asked."""

    id: str
    text: str
    """The words said; the pieces of an interrupted quotation joined by a space."""
    kind: StatementKind
    language: Language
    document: str
    date: Date | None
    """Day of publication."""
    spans: list[Span]
    """Where the words stand in the article."""
    cue: Span | None
    """The words that introduce them."""
    stance: Polarity
    score: float
    """−1 (wholly sceptical) to 1 (wholly supportive)."""
    relevance: float
    """How well it fits the question."""
    cues: list[str]
    """The words that show the stance."""
    reason: str
    """Why it ranks where it does."""
    headline: str | None
    publisher: str | None
    url: str | None
    also_in: list[str]
    """Other documents that give the same words of the same speaker."""
    also_at: list[Elsewhere]
    """The same with their titles, days and ids, to lead there."""
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Interpretation:
    """How the question was read."""

    language: Language
    intent: Intent
    """What is asked for: people (`who`, those who `agree` or `disagree` with somebody, who or when somebody
    changed sides: `change`), words (`what`, `topic`, `compare`), `firms`, the `topics` of somebody, or a
    `count`.
    """
    stance: Polarity | None
    """The side asked for."""
    topic: str | None
    """Id of the main topic."""
    topics: list[str]
    """Ids of all topics, best first."""
    target: str
    """The words of the question that name its subject."""
    filters: dict[str, str]
    """The conditions, from the question or beside it."""
    unknown_names: list[str]
    """Names in the question that nobody in the store bears."""
    compared: list[str]
    """Names that are compared."""
    anchor: str | None
    """Whom others agree or disagree with."""
    phrases: list[str]
    """Words in quotation marks, which must stand so."""
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class InvalidParameter:
    """One parameter that cannot be used."""

    parameter: str
    """Its name; empty where several together are wrong."""
    place: str
    """`query`, `path` or `body`."""
    detail: str
    """What is wrong with it."""
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """Work that goes on by itself; it outlives the process that took it in."""

    id: str
    kind: str
    """`ingest`."""
    state: JobState
    """`interrupted` jobs go on by themselves; `done`, `failed` and `cancelled` are final."""
    author: str
    """Who sent it."""
    progress: JobProgress
    cancelling: bool
    """Whether it will stop after the article being worked on."""
    problem: str | None
    """Why it failed."""
    created_at: DateTime
    started_at: DateTime | None
    finished_at: DateTime | None
    events: str
    """Where its progress can be followed as server-sent events."""
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class JobDetail:
    """A job with what went wrong."""

    id: str
    kind: str
    """`ingest`."""
    state: JobState
    """`interrupted` jobs go on by themselves; `done`, `failed` and `cancelled` are final."""
    author: str
    """Who sent it."""
    progress: JobProgress
    cancelling: bool
    """Whether it will stop after the article being worked on."""
    problem: str | None
    """Why it failed."""
    created_at: DateTime
    started_at: DateTime | None
    finished_at: DateTime | None
    events: str
    """Where its progress can be followed as server-sent events."""
    errors: list[JobError]
    """In the order of going through; of very many the first 1,000."""
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class JobError:
    """An input that could not be used; the others are not affected."""

    number: int
    source: str
    """The file, the line or the item."""
    problem: str
    remedy: str
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class JobProgress:
    """How far a job is."""

    documents: int
    """Articles to go through, as far as they could be counted."""
    done: int
    """Those that are through, failed ones included."""
    added: int
    replaced: int
    """New versions of what was stored."""
    unchanged: int
    """Those that were stored already."""
    failed: int
    """Those that could not be used; `errors` names them."""
    statements: int
    """Statements of those added or replaced."""
    current: str | None
    """What is being worked on."""
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Jobs:
    """Part of the list of jobs, those that came last first."""

    jobs: list[Job]
    next_cursor: str | None
    """The `cursor` of what follows; null at the end."""
    next: str | None
    """The address of what follows; also in the header `Link`."""
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyRecord:
    """A key, without its secret."""

    id: str
    """Its public part."""
    prefix: str
    """How the key begins, so that its owner knows it again."""
    name: str
    """Who uses it."""
    scope: Scope
    """What it allows."""
    state: str
    """`active`, `expired` or `revoked`."""
    per_minute: int | None
    """Requests a minute; null: as the service's settings say."""
    created: DateTime
    """When it was made."""
    expires: DateTime | None
    """From then on it is refused; null: never."""
    revoked: DateTime | None
    """When it was revoked."""
    last_used: DateTime | None
    """When it was last used, to within a minute."""
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyRecords:
    """All keys of the service."""

    keys: list[KeyRecord]
    """Also expired and revoked ones, oldest first."""
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A speaker by id and name."""

    id: str
    name: str
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """Where to go from here."""

    name: str
    version: str
    links: dict[str, str]
    """Addresses by what they give, relative to this one."""
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class LoggedOut:
    """The end of a browser session."""

    logged_out: bool
    """True: the session has ended."""
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Me:
    """Who the service takes the client for."""

    name: str
    """The author of what is done in this request; `local` where no key is needed."""
    scope: Scope
    """What the client may do; each scope includes those before it."""
    key_id: str | None
    """The public part of its key; null where none was shown."""
    keys_needed: bool
    """Whether every request to this service must show a key."""
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A person or an organisation that a statement names."""

    id: str
    name: str
    type: SpeakerType
    span: Span
    """Where the words name them first."""
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """A person's decision that two names are one."""

    id: int
    from_id: str
    to_id: str
    author: str
    at: DateTime
    undone_by: str | None
    undone_at: DateTime | None
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeGiven:
    """Whom the one at the address becomes part of."""

    into: str
    """Id of the one whose name stays."""
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Merges:
    """What people merged, the latest first."""

    next_cursor: str | None
    """The `cursor` of what follows; null at the end."""
    next: str | None
    """The address of what follows; also in the header `Link`."""
    merges: list[Merge]
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """What was said in a month."""

    month: str | None
    """Year and month, `2024-05`; null for what has no date of publication."""
    statements: int
    by_polarity: dict[str, int]
    """How many of them take which side: towards the topic where one is asked for, else any. One on several topics
    may be on several sides, one on no topic is on none.
    """
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class NameReview:
    """Suggestions about names that nobody has decided about, strong ones first."""

    next_cursor: str | None
    """The `cursor` of what follows; null at the end."""
    next: str | None
    """The address of what follows; also in the header `Link`."""
    total: int
    fresh: bool
    """False while the suggestions are made anew after a change of the store."""
    suggestions: list[NameSuggestion]
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class NameSide:
    """A person or a firm of a suggestion."""

    id: str
    name: str
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class NameSuggestion:
    """Two who may be one, or one who may be two."""

    kind: Literal["duplicate", "namesakes"]
    of: Literal["person", "firm"]
    entities: list[NameSide]
    """`duplicate`: the one with fewer statements, then the other, which would keep its name. `namesakes`: the
    person, then the two firms.
    """
    reasons: list[str]
    doubts: list[str]
    strong: bool
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbours:
    """What is next to a node."""

    node: Node
    neighbours: dict[str, list[Node]]
    """By kind of edge, in either direction."""
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewKey:
    """What a key is to be."""

    name: str
    """Who will use it; the author of what is done with it."""
    scope: Scope = "read"
    """What it allows; each scope includes those before it."""
    expires: Date | None = None
    """The last day (UTC) on which it works; none: no end."""
    per_minute: int | None = None
    """Requests a minute; none: as the service's settings say."""
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A person, a firm, a group or a topic."""

    id: str
    kind: NodeKind
    label: str
    labels: dict[str, str] | None = None
    """Of a topic, by language."""
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """A decision that needs no more than its address."""

    note: str = ""
    """Why; kept with the decision."""
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """The stance of one statement towards one topic."""

    topic: str
    labels: dict[str, str]
    """The topic's label by language; empty for one not in the scheme."""
    relevance: float
    """How much the statement is about the topic."""
    polarity: Polarity
    score: float
    """−1 (wholly sceptical) to 1 (wholly supportive)."""
    cues: list[Span]
    """The words that show it."""
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two who are quoted in the same articles."""

    one: Known
    other: Known
    articles: int
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Path:
    """A shortest way between two nodes."""

    from_: Node = field(metadata={"name": "from"})
    to: Node
    steps: list[PathStep]
    """Empty where nothing connects them."""
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class PathStep:
    """One edge of a way."""

    source: Node
    kind: EdgeKind
    target: Node
    backwards: bool
    """Whether the edge leads from `target` to `source`."""
    evidence: list[str]
    """Ids of the statements behind it, where the graph has them."""
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """People with statements, those with most first."""

    limit: int
    offset: int
    next_offset: int | None
    """The offset of what follows; null at the end, and where a cursor was given."""
    next_cursor: str | None
    """The `cursor` of what follows; null at the end."""
    next: str | None
    """The address of what follows; also in the header `Link`."""
    people: list[Person]
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A person over all articles."""

    id: str
    name: str
    alternate_names: list[str]
    statements: int
    """How many statements are listed."""
    articles: int
    """In how many articles."""
    first_seen: Date | None
    last_seen: Date | None
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonName:
    """Who a person is."""

    id: str
    """After a merge the id of the person that this one was merged into."""
    name: str
    alternate_names: list[str]
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonProfile:
    """A person with roles, positions and changes of mind."""

    merged: list[Merge]
    """Standing merges into this one; `split` the `from_id` of one to undo it."""
    separated: list[Separation]
    """Standing separations from or to this person; `rejoin` undoes one."""
    id: str
    """After a merge the id of the person that this one was merged into."""
    name: str
    alternate_names: list[str]
    statements: int
    """How many statements are listed."""
    articles: int
    """In how many articles."""
    first_seen: Date | None
    last_seen: Date | None
    affiliations: list[Affiliation]
    """Roles at firms over time, the earliest first."""
    positions: list[Standing]
    """By topic, the one spoken of most first."""
    changes_of_mind: list[Turn]
    """The latest 50, oldest first, each with both statements."""
    contradictions: list[Turn]
    """Both sides on one day: check the words."""
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonStatements:
    """What a person said, newest first."""

    limit: int
    offset: int
    next_offset: int | None
    """The offset of what follows; null at the end, and where a cursor was given."""
    next_cursor: str | None
    """The `cursor` of what follows; null at the end."""
    next: str | None
    """The address of what follows; also in the header `Link`."""
    person: PersonName
    affiliations: list[Affiliation]
    """Roles and firms over time, whatever the conditions."""
    statements: list[Statement]
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A role that somebody has at the firm, as articles between two dates give it."""

    person_id: str
    person: str
    role: str | None
    first_seen: Date | None
    last_seen: Date | None
    statements: list[str]
    """Ids of the statements behind it."""
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What went wrong, as RFC 9457 describes it."""

    type: str
    """Address of a description of this kind; `about:blank` where the status says all."""
    title: str
    """The kind in a few words, the same at every occurrence."""
    status: int
    """The HTTP status."""
    detail: str
    """What happened this time, and the remedy where there is one."""
    instance: str
    """Path of the request."""
    request_id: str | None = None
    """What the service's log and `X-Request-ID` call this request."""
    errors: list[InvalidParameter] | None = None
    """With `invalid-request`: every parameter that cannot be used."""
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemKind:
    """What the `type` of a problem means."""

    type: str
    title: str
    status: int
    explanation: str
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """That requests may come."""

    status: str
    """`ready`; what is not answers with a problem instead."""
    sequence: int
    """Number of the last change of the store."""
    index_lag: int
    """Changes that the index has not taken over; the next question does it."""
    free_bytes: int
    """Room on the data folder's disk."""
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class RejoinGiven:
    """Which separation is taken back."""

    separation: int
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """Uncertain statements that nobody has decided about, the least certain first."""

    next_cursor: str | None
    """The `cursor` of what follows; null at the end."""
    next: str | None
    """The address of what follows; also in the header `Link`."""
    total: int
    """How many wait in all."""
    items: list[ReviewItem]
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewItem:
    """A statement to confirm, correct or reject."""

    statement: StatementDetail
    doubts: list[Doubt]
    """As far as the data tell; empty where only the confidence is low."""
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchHit:
    """A statement found, with who made it."""

    id: str
    text: str
    """The words said; the pieces of an interrupted quotation joined by a space."""
    kind: StatementKind
    language: Language
    document: str
    date: Date | None
    """Day of publication."""
    spans: list[Span]
    """Where the words stand in the article."""
    cue: Span | None
    """The words that introduce them."""
    stance: Polarity
    score: float
    """−1 (wholly sceptical) to 1 (wholly supportive)."""
    relevance: float
    """How well it fits the question."""
    cues: list[str]
    """The words that show the stance."""
    reason: str
    """Why it ranks where it does."""
    headline: str | None
    publisher: str | None
    url: str | None
    also_in: list[str]
    """Other documents that give the same words of the same speaker."""
    also_at: list[Elsewhere]
    """The same with their titles, days and ids, to lead there."""
    speaker: Speaker | None
    role: str | None
    firm: str | None
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchResults:
    """The statements closest to a text, best first."""

    query: str
    filters: dict[str, str]
    """The conditions, topics by id."""
    results: list[SearchHit]
    took_ms: float
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Separated:
    """The other person, and the rules that were made."""

    id: str
    """Of the other person."""
    name: str
    statements: int
    """How many statements are the other's now."""
    separations: list[int]
    """Numbers, to take each back with `rejoin`."""
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Separation:
    """A person's decision that some statements of a name are somebody else's."""

    id: int
    entity_id: str
    other_id: str
    firm_id: str | None
    article_id: str | None
    text: str | None
    author: str
    at: DateTime
    undone_by: str | None
    undone_at: DateTime | None
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class SeparationGiven:
    """Which statements of the name are somebody else's: those for a firm, in some articles, or some statements."""

    firm: str | None = None
    """Id: what is said for this firm, also in articles to come."""
    articles: list[str] = field(default_factory=list)
    """Ids: what is said in these articles."""
    statements: list[str] = field(default_factory=list)
    """Ids: these statements."""
    name: str | None = None
    """How the other goes by; default: the name with the firm."""
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """The speakers on one side."""

    speakers_total: int
    speakers: list[Stand]
    """The strongest stance first."""
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class SimilarStatements:
    """The statements closest to a given one, best first."""

    statement: str
    """Its id."""
    results: list[SearchHit]
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A piece of an article's text; offsets count Unicode code points from 0, the end is excluded."""

    start: int
    end: int
    text: str
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """Who said it."""

    id: str | None
    """The same over all articles; null where nobody is named."""
    name: str
    """In the nominative, without titles."""
    type: SpeakerType
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeakerAnswer:
    """A speaker with the statements that answer the question, best first."""

    speaker: Speaker
    role: str | None
    firm: str | None
    stance: Polarity
    """Over all of the speaker's statements on what was asked."""
    score: float
    """Relevance, strength of the stance and number of statements together."""
    statements: list[Hit]
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeakerGiven:
    """Who said it."""

    name: str
    """In the nominative, without titles."""
    type: Literal["person", "organization", "group", "unknown"] = "person"
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stand:
    """Where a speaker stands on a topic."""

    id: str
    name: str
    score: float
    """−1 (wholly sceptical) to 1 (wholly supportive)."""
    statements: int
    first_seen: Date | None
    last_seen: Date | None
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """All statements on a topic taken together."""

    topic: str
    labels: dict[str, str]
    statements: int
    by_polarity: dict[str, int]
    stance: Polarity
    score: float
    """−1 (wholly sceptical) to 1 (wholly supportive)."""
    first_seen: Date | None
    last_seen: Date | None
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A statement as the store has it, corrections applied."""

    id: str
    text: str
    """The words said; the pieces of an interrupted quotation joined by a space."""
    kind: StatementKind
    language: Language
    content: list[Span]
    """The words said, without outer marks, leading dash or conjunction."""
    cue: Span | None
    """The words that introduce them."""
    source: Span | None
    """The speaker as the article names them beside the cue."""
    speaker: Speaker | None
    role: str | None
    firm: str | None
    firm_id: str | None
    mentions: list[Mention]
    """Whom the words name, other than the speaker."""
    opinions: list[Opinion]
    confidence: float
    """How sure the extractor is of speaker and words together."""
    article_id: str
    document: str
    headline: str | None
    publisher: str | None
    date: Date | None
    """Day of publication."""
    url: str | None
    corrected: bool
    """Whether a person has corrected it."""
    confirmed: bool
    """Whether a person has said that it is right; its confidence is 1 then."""
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementDetail:
    """One statement with the article around it."""

    id: str
    text: str
    """The words said; the pieces of an interrupted quotation joined by a space."""
    kind: StatementKind
    language: Language
    content: list[Span]
    """The words said, without outer marks, leading dash or conjunction."""
    cue: Span | None
    """The words that introduce them."""
    source: Span | None
    """The speaker as the article names them beside the cue."""
    speaker: Speaker | None
    role: str | None
    firm: str | None
    firm_id: str | None
    mentions: list[Mention]
    """Whom the words name, other than the speaker."""
    opinions: list[Opinion]
    confidence: float
    """How sure the extractor is of speaker and words together."""
    article_id: str
    document: str
    headline: str | None
    publisher: str | None
    date: Date | None
    """Day of publication."""
    url: str | None
    corrected: bool
    """Whether a person has corrected it."""
    confirmed: bool
    """Whether a person has said that it is right; its confidence is 1 then."""
    listed: bool
    """False where it was rejected, or where a newer version of the article is stored."""
    context: Context
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Statements:
    """Statements, newest first."""

    next_cursor: str | None
    """The `cursor` of what follows; null at the end."""
    next: str | None
    """The address of what follows; also in the header `Link`."""
    statements: list[Statement]
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A statement on one side of a topic."""

    date: Date
    stance: Polarity
    score: float
    """−1 (wholly sceptical) to 1 (wholly supportive)."""
    statement: str
    """Its id."""
    text: str
    document: str
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreTotals:
    """How much is in the store."""

    articles: int
    superseded: int
    """Earlier versions of articles."""
    statements: int
    unattributed: int
    """Statements whose speaker is unknown."""
    on_topic: int
    """Statements on a topic of the scheme."""
    opinions: int
    """Pairs of a statement and a topic."""
    people: int
    firms: int
    groups: int
    """Groups that speak as such."""
    topics: int
    """Topics that statements are about."""
    corrections: int
    merges: int
    first_date: Date | None
    last_date: Date | None
    by_language: dict[str, int]
    by_kind: dict[str, int]
    by_polarity: dict[str, int]
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """What came of adding an article."""

    outcome: Put
    """`added`; `unchanged`: it was stored already; `replaced`: it is a new version of what is in `replaced`, or
    its statements were found anew.
    """
    article: DocumentEntry
    replaced: list[str]
    """Ids of the earlier versions, the latest first."""
    statements: int
    statement_ids: list[str]
    """In the order of the text."""
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """The months in which something was said, oldest first; what has no date comes last."""

    id: str
    """Of the person, firm or topic; after a merge that of whom it was merged into."""
    months: list[Month]
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Together:
    """Who is quoted together."""

    pairs: list[Pair]
    """Most articles first."""
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicAnswer:
    """A topic that somebody speaks of."""

    id: str
    label: str
    """In the question's language."""
    statements: int
    stance: Polarity
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicCounts:
    """A topic of the scheme with the statements about it; those about narrower topics are not counted in."""

    id: str
    labels: dict[str, str]
    """By language; empty for a topic that the scheme no longer has."""
    broader: list[str]
    """Ids of the topics directly above, the main one first."""
    statements: int
    by_polarity: dict[str, int]
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicProfile:
    """Opinion on a topic and the topics below it."""

    id: str
    labels: dict[str, str]
    broader: list[str]
    """Ids of the topics directly above, the main one first."""
    narrower: list[str]
    """Ids of all topics below."""
    statements: int
    by_polarity: dict[str, int]
    sides: dict[str, Side]
    """Named speakers by side."""
    camps: str
    """The address of who agrees with whom."""
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Topics:
    """All topics, those with most statements first."""

    topics: list[TopicCounts]
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """Two statements of one speaker on opposite sides of a topic."""

    topic: str
    before: Step
    after: Step
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewEdge:
    """An edge, with what it sums up."""

    source: str
    target: str
    kind: EdgeKind
    role: str | None = None
    polarity: Polarity | None = None
    score: float | None = None
    weight: float | None = None
    """How many statements; of agreement how strong it is."""
    topics: list[str] | None = None
    """Of agreement or disagreement: ids of the topics."""
    first_seen: Date | None = None
    last_seen: Date | None = None
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewNode:
    """A node with how much is behind it."""

    id: str
    kind: NodeKind
    label: str
    labels: dict[str, str] | None = None
    """Of a topic, by language."""
    statements: int
    """Opinions of a speaker, or on a topic."""
    open: bool
    """Whether what is next to it was asked for."""
    more: int
    """How many nodes next to it are not shown."""
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """A speaker with what they hold of a topic."""

    id: str
    kind: NodeKind
    label: str
    labels: dict[str, str] | None = None
    """Of a topic, by language."""
    polarity: Polarity
    score: float
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)
