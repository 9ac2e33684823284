"""People, topics and the service itself: their shapes in the OpenAPI description, with examples."""

from __future__ import annotations

from datetime import date as Date  # noqa: N812 - fields are called ``date``

from pydantic import BaseModel, Field

from api.profile_schemas import Decided, DecidedOfPerson, Standing, Turn
from api.schemas import Statement, example
from corpus.types import Language, Polarity


class Affiliation(BaseModel):
    """A role at a firm, as articles between two dates give it."""

    role: str | None
    firm: str | None
    firm_id: str | None
    first_seen: Date | None
    last_seen: Date | None
    statements: list[str] = Field(description="Ids of the statements behind it.")


class Person(BaseModel):
    """A person over all articles."""

    model_config = example(
        {
            "id": "person:anna-kowalczyk",
            "name": "Anna Kowalczyk",
            "alternate_names": ["Kowalczyk"],
            "statements": 3,
            "articles": 1,
            "first_seen": "2023-05-16",
            "last_seen": "2023-05-16",
        }
    )

    id: str
    name: str
    alternate_names: list[str]
    statements: int = Field(ge=0, description="How many statements are listed.")
    articles: int = Field(ge=0, description="In how many articles.")
    first_seen: Date | None
    last_seen: Date | None


class PersonProfile(Person, DecidedOfPerson):
    """A person with roles, positions and changes of mind."""

    model_config = example(
        {
            "id": "person:anna-kowalczyk",
            "name": "Anna Kowalczyk",
            "alternate_names": ["Kowalczyk"],
            "statements": 3,
            "articles": 1,
            "first_seen": "2023-05-16",
            "last_seen": "2023-05-16",
            "affiliations": [],
            "positions": [],
            "changes_of_mind": [],
            "contradictions": [],
            "merged": [],
            "separated": [],
        }
    )

    id: str = Field(description="After a merge the id of the person that this one was merged into.")
    affiliations: list[Affiliation] = Field(description="Roles at firms over time, the earliest first.")
    positions: list[Standing] = Field(description="By topic, the one spoken of most first.")
    changes_of_mind: list[Turn] = Field(description="The latest 50, oldest first, each with both statements.")
    contradictions: list[Turn] = Field(description="Both sides on one day: check the words.")


class Page(BaseModel):
    """Part of a list."""

    limit: int
    offset: int
    next_offset: int | None = Field(
        description="The offset of what follows; null at the end, and where a cursor was given.",
        json_schema_extra={"deprecated": True},
    )
    next_cursor: str | None = Field(description="The `cursor` of what follows; null at the end.")
    next: str | None = Field(description="The address of what follows; also in the header `Link`.")


class People(Page):
    """People with statements, those with most first."""

    people: list[Person]


class PersonName(BaseModel):
    """Who a person is."""

    id: str = Field(description="After a merge the id of the person that this one was merged into.")
    name: str
    alternate_names: list[str]


class PersonStatements(Page):
    """What a person said, newest first."""

    person: PersonName
    affiliations: list[Affiliation] = Field(description="Roles and firms over time, whatever the conditions.")
    statements: list[Statement]


class Firm(BaseModel):
    """A firm or institution over all articles."""

    model_config = example(
        {
            "id": "firm:kontel",
            "name": "Kontel",
            "alternate_names": ["Kontel S.A."],
            "statements": 4,
            "articles": 2,
            "first_seen": "2023-05-16",
            "last_seen": "2024-02-01",
        }
    )

    id: str
    name: str
    alternate_names: list[str]
    statements: int = Field(ge=0, description="How many statements of the firm or of its people are listed.")
    articles: int = Field(ge=0, description="In how many articles.")
    first_seen: Date | None
    last_seen: Date | None


class Firms(Page):
    """Firms with statements, those with most first."""

    firms: list[Firm]


class Post(BaseModel):
    """A role that somebody has at the firm, as articles between two dates give it."""

    person_id: str
    person: str
    role: str | None
    first_seen: Date | None
    last_seen: Date | None
    statements: list[str] = Field(description="Ids of the statements behind it.")


class FirmWithPeople(Firm, Decided):
    """A firm with who speaks for it."""

    model_config = example(
        {
            "id": "firm:kontel",
            "name": "Kontel",
            "alternate_names": [],
            "statements": 1,
            "articles": 1,
            "first_seen": "2023-05-16",
            "last_seen": "2023-05-16",
            "people": [
                {
                    "person_id": "person:anna-kowalczyk",
                    "person": "Anna Kowalczyk",
                    "role": "prezes",
                    "first_seen": "2023-05-16",
                    "last_seen": "2023-05-16",
                    "statements": ["0123456789abcdef"],
                }
            ],
            "positions": [],
            "merged": [],
        }
    )

    id: str = Field(description="After a merge the id of the firm that this one was merged into.")
    people: list[Post] = Field(description="By name; a person with several roles has several entries.")
    positions: list[Standing] = Field(description="What is said for the firm, by topic, the one spoken of most first.")


class TopicCounts(BaseModel):
    """A topic of the scheme with the statements about it; those about narrower topics are not counted in."""

    model_config = example(
        {
            "id": "cloud-incentives",
            "labels": {"en": "Cloud incentives", "pl": "Zachęty do sprzedaży chmury"},
            "broader": ["channel-incentives", "cloud"],
            "statements": 21,
            "by_polarity": {"supportive": 6, "sceptical": 9, "mixed": 1, "neutral": 5},
        }
    )

    id: str
    labels: dict[Language, str] = Field(description="By language; empty for a topic that the scheme no longer has.")
    broader: list[str] = Field(description="Ids of the topics directly above, the main one first.")
    statements: int = Field(ge=0)
    by_polarity: dict[Polarity, int]


class Topics(BaseModel):
    """All topics, those with most statements first."""

    topics: list[TopicCounts]


class EncoderName(BaseModel):
    """What turns texts into vectors."""

    name: str
    dimensions: int


class Health(BaseModel):
    """What is being served."""

    model_config = example(
        {
            "status": "ok",
            "version": "0.1.0",
            "articles": 28,
            "statements": 220,
            "encoder": {"name": "static", "dimensions": 256},
        }
    )

    status: str = Field(description="`ok`; what cannot serve answers with a problem instead.")
    version: str
    articles: int = Field(ge=0)
    statements: int = Field(ge=0)
    encoder: EncoderName


class Links(BaseModel):
    """Where to go from here."""

    name: str
    version: str
    links: dict[str, str] = Field(description="Addresses by what they give, relative to this one.")


class ProblemKind(BaseModel):
    """What the `type` of a problem means."""

    type: str
    title: str
    status: int
    explanation: str


class Ready(BaseModel):
    """That requests may come."""

    model_config = example({"status": "ready", "sequence": 412, "index_lag": 0, "free_bytes": 52000000000})

    status: str = Field(description="`ready`; what is not answers with a problem instead.")
    sequence: int = Field(ge=0, description="Number of the last change of the store.")
    index_lag: int = Field(ge=0, description="Changes that the index has not taken over; the next question does it.")
    free_bytes: int = Field(ge=0, description="Room on the data folder's disk.")


class StoreTotals(BaseModel):
    """How much is in the store."""

    model_config = example(
        {
            "articles": 28,
            "superseded": 0,
            "statements": 220,
            "unattributed": 3,
            "on_topic": 180,
            "opinions": 260,
            "people": 60,
            "firms": 40,
            "groups": 5,
            "topics": 30,
            "corrections": 0,
            "merges": 0,
            "first_date": "2021-01-05",
            "last_date": "2025-06-30",
            "by_language": {"en": 90, "pl": 130},
            "by_kind": {"direct": 120, "reported": 100},
            "by_polarity": {"neutral": 120, "sceptical": 70, "supportive": 70},
        }
    )

    articles: int = Field(ge=0)
    superseded: int = Field(ge=0, description="Earlier versions of articles.")
    statements: int = Field(ge=0)
    unattributed: int = Field(ge=0, description="Statements whose speaker is unknown.")
    on_topic: int = Field(ge=0, description="Statements on a topic of the scheme.")
    opinions: int = Field(ge=0, description="Pairs of a statement and a topic.")
    people: int = Field(ge=0)
    firms: int = Field(ge=0)
    groups: int = Field(ge=0, description="Groups that speak as such.")
    topics: int = Field(ge=0, description="Topics that statements are about.")
    corrections: int = Field(ge=0)
    merges: int = Field(ge=0)
    first_date: Date | None
    last_date: Date | None
    by_language: dict[str, int]
    by_kind: dict[str, int]
    by_polarity: dict[str, int]
