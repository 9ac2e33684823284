"""What people decide: the shapes in the OpenAPI description, with examples."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from api.routes.bodies import Body, EntityId, Line, Note
from api.schemas import Statement, StatementDetail, example

_AT = "2026-03-01T12:00:00.000+00:00"
_CHANGES: dict[str, Any] = {
    "speaker": {"name": "Anna Kowalczyk", "type": "person"},
    "stances": {"cloud-incentives": "sceptical"},
}
_CORRECTION: dict[str, Any] = {
    "id": 17,
    "kind": "correction",
    "author": "ewa",
    "at": _AT,
    "changes": _CHANGES,
    "note": "She says so on the tape.",
    "undone_by": None,
    "undone_at": None,
}
_DECISION = {
    **_CORRECTION,
    "statement": "5d2f0c9a71b3e846",
    "article_id": "91f2c07be3d5a648",
    "document": "chmurowe-bonusy.md",
    "text": "Zachęty chmurowe wyglądają świetnie na slajdach, gorzej w rachunku wyników",
}
_MERGE = {
    "id": 3,
    "from_id": "person:a-kowalczyk",
    "to_id": "person:anna-kowalczyk",
    "author": "ewa",
    "at": _AT,
    "undone_by": None,
    "undone_at": None,
}
_CONTINUED = {"next_cursor": None, "next": None}


class Continued(BaseModel):
    """Where a list goes on."""

    next_cursor: str | None = Field(description="The `cursor` of what follows; null at the end.")
    next: str | None = Field(description="The address of what follows; also in the header `Link`.")


class SpeakerGiven(Body):
    """Who said it."""

    name: Line = Field(description="In the nominative, without titles.", examples=["Anna Kowalczyk"])
    # a name in JSON is text: strict mode would take members of the enumeration only
    type: Literal["person", "organization", "group", "unknown"] = "person"


class CorrectionGiven(Body):
    """What is wrong with a statement: a field that is left out stays as it is."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{**_CHANGES, "firm": None, "note": "She says so on the tape."}]}
    )

    speaker: SpeakerGiven | None = Field(default=None, description="Who said it; null: nobody is named.")
    role: Line | None = Field(default=None, description="The speaker's role, in the nominative; null: none is named.")
    firm: Line | None = Field(default=None, description="The speaker's firm; null: none is named.")
    stances: dict[str, Literal["supportive", "sceptical", "mixed", "neutral"] | None] = Field(
        default={},
        max_length=50,
        description="The side taken, by topic (id or label); null: the statement is not about it.",
    )
    rejected: bool | None = Field(
        default=None, description="True: this is no statement, list it no more; false: it is one after all."
    )
    note: Note = Field(default="", description="Why; kept with the decision.")


class Correction(BaseModel):
    """A person's decision about a statement."""

    model_config = example(_CORRECTION)

    id: int
    kind: Literal["correction", "confirmation"]
    author: str
    at: datetime
    changes: dict[str, Any] = Field(
        description="By field: `speaker` (`name` and `type`), `role`, `firm`, `stances` by topic, `rejected`; of a "
        "confirmation what the statement said when it was found right."
    )
    note: str
    undone_by: str | None = Field(description="Who took it back.")
    undone_at: datetime | None


class Decision(Correction):
    """A person's decision, and which statement it is about."""

    model_config = example(_DECISION)

    statement: str | None = Field(description="Its id; null when extraction no longer finds the words.")
    article_id: str
    document: str
    text: str = Field(description="Its words.")


class Decisions(Continued):
    """What people decided, the latest first."""

    model_config = example({"corrections": [_DECISION], **_CONTINUED})

    corrections: list[Decision]


class History(BaseModel):
    """All that people decided about a statement, oldest first."""

    model_config = example({"statement": "5d2f0c9a71b3e846", "corrections": [_CORRECTION]})

    statement: str
    corrections: list[Correction]


class Corrected(BaseModel):
    """The decision that was kept, and the statement as it reads now."""

    correction: Correction
    statement: StatementDetail


class Statements(Continued):
    """Statements, newest first."""

    statements: list[Statement]


class Doubt(BaseModel):
    """Why a statement is uncertain."""

    reason: Literal[
        "no-speaker",
        "speaker-described",
        "speaker-not-beside",
        "speaker-by-part-of-name",
        "speaker-by-other-words",
        "no-reporting-words",
        "stance-without-words",
        "stance-unsure",
        "no-topic",
    ]
    detail: str = Field(description="The same in an English sentence.")


class ReviewItem(BaseModel):
    """A statement to confirm, correct or reject."""

    statement: StatementDetail
    doubts: list[Doubt] = Field(
        description="As far as the data tell; empty where only the confidence in words and speaker is low."
    )


class Review(Continued):
    """Uncertain statements that nobody has decided about, the least certain first."""

    total: int = Field(ge=0, description="How many wait in all.")
    items: list[ReviewItem]


class NameSide(BaseModel):
    """A person or a firm of a suggestion."""

    id: str
    name: str


class NameSuggestion(BaseModel):
    """Two who may be one, or one who may be two."""

    model_config = example(
        {
            "kind": "duplicate",
            "of": "person",
            "entities": [
                {"id": "person:a-kowalczyk", "name": "A. Kowalczyk"},
                {"id": "person:anna-kowalczyk", "name": "Anna Kowalczyk"},
            ],
            "reasons": ["the same surname, the first name as an initial", "the same firm: Dataskarpa"],
            "doubts": [],
            "strong": True,
        }
    )

    kind: Literal["duplicate", "namesakes"]
    of: Literal["person", "firm"]
    entities: list[NameSide] = Field(
        description="`duplicate`: the one with fewer statements, then the other, which would keep its name. "
        "`namesakes`: the person, then the two firms."
    )
    reasons: list[str]
    doubts: list[str]
    strong: bool


class NameReview(Continued):
    """Suggestions about names that nobody has decided about, strong ones first."""

    total: int = Field(ge=0)
    fresh: bool = Field(description="False while the suggestions are made anew after a change of the store.")
    suggestions: list[NameSuggestion]


class DismissalGiven(Body):
    """A suggestion that is wrong."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"kind": "duplicate", "ids": ["person:a-kowalczyk", "person:anna-kowalczyk"]}]}
    )

    kind: Literal["duplicate", "namesakes"]
    ids: list[EntityId] = Field(min_length=2, max_length=3, description="Those of the suggestion's entities, in order.")
    note: Note = Field(default="", description="Why; kept with the decision.")


class Dismissal(BaseModel):
    """A suggestion that a person turned down."""

    id: int
    kind: Literal["duplicate", "namesakes"]
    ids: list[str]
    author: str
    at: datetime
    note: str
    undone_by: str | None
    undone_at: datetime | None


class Dismissals(Continued):
    """What people turned down, the latest first."""

    dismissals: list[Dismissal]


class MergeGiven(Body):
    """Whom the one at the address becomes part of."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"into": "person:anna-kowalczyk"}]})

    into: EntityId = Field(description="Id of the one whose name stays.")


class Merge(BaseModel):
    """A person's decision that two names are one."""

    model_config = example(_MERGE)

    id: int
    from_id: str
    to_id: str
    author: str
    at: datetime
    undone_by: str | None
    undone_at: datetime | None


class Merges(Continued):
    """What people merged, the latest first."""

    model_config = example({"merges": [_MERGE], **_CONTINUED})

    merges: list[Merge]


class SeparationGiven(Body):
    """Which statements of the name are somebody else's: those for a firm, in some articles, or some statements."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"firm": "firm:kontel", "name": "Anna Kowalczyk (Kontel)"}]}
    )

    firm: EntityId | None = Field(default=None, description="Id: what is said for this firm, also in articles to come.")
    articles: list[EntityId] = Field(default=[], max_length=200, description="Ids: what is said in these articles.")
    statements: list[EntityId] = Field(default=[], max_length=200, description="Ids: these statements.")
    name: Line | None = Field(default=None, description="How the other goes by; default: the name with the firm.")


class Separated(BaseModel):
    """The other person, and the rules that were made."""

    id: str = Field(description="Of the other person.")
    name: str
    statements: int = Field(ge=0, description="How many statements are the other's now.")
    separations: list[int] = Field(description="Numbers, to take each back with `rejoin`.")


class RejoinGiven(Body):
    """Which separation is taken back."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"separation": 4}]})

    separation: int = Field(ge=1, le=2**63 - 1)


class Separation(BaseModel):
    """A person's decision that some statements of a name are somebody else's."""

    id: int
    entity_id: str
    other_id: str
    firm_id: str | None
    article_id: str | None
    text: str | None
    author: str
    at: datetime
    undone_by: str | None
    undone_at: datetime | None


class Erased(BaseModel):
    """What is gone."""

    name: str
    statements: int = Field(ge=0, description="Statements that are gone.")
    articles: int = Field(ge=0, description="Articles that were blotted out in places.")
    remaining: str = Field(description="What is still to be done by whoever runs the service.")
