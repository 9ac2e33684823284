"""People, firms and topics with where they stand: the shapes in the OpenAPI description, with examples."""

from __future__ import annotations

from datetime import date as Date  # noqa: N812 - fields are called ``date``

from pydantic import BaseModel, Field

from api import schemas
from api.curation_schemas import Merge, Separation
from api.schemas import example
from corpus.types import Language, Polarity

_SCORE = Field(ge=-1, le=1, description=schemas.SCORE)


class Standing(BaseModel):
    """All statements on a topic taken together."""

    topic: str
    labels: dict[Language, str]
    statements: int
    by_polarity: dict[Polarity, int]
    stance: Polarity
    score: float = _SCORE
    first_seen: Date | None
    last_seen: Date | None


class Step(BaseModel):
    """A statement on one side of a topic."""

    date: Date
    stance: Polarity
    score: float = _SCORE
    statement: str = Field(description="Its id.")
    text: str
    document: str


class Turn(BaseModel):
    """Two statements of one speaker on opposite sides of a topic."""

    topic: str
    before: Step
    after: Step


class Stand(BaseModel):
    """Where a speaker stands on a topic."""

    id: str
    name: str
    score: float = _SCORE
    statements: int
    first_seen: Date | None
    last_seen: Date | None


class Side(BaseModel):
    """The speakers on one side."""

    speakers_total: int = Field(ge=0)
    speakers: list[Stand] = Field(description="The strongest stance first.")


class Decided(BaseModel):
    """What people decided about a name, and can take back."""

    merged: list[Merge] = Field(description="Standing merges into this one; `split` the `from_id` of one to undo it.")


class DecidedOfPerson(Decided):
    """What people decided about the name of a person, and can take back."""

    separated: list[Separation] = Field(description="Standing separations from or to this person; `rejoin` undoes one.")


class Month(BaseModel):
    """What was said in a month."""

    month: str | None = Field(description="Year and month, `2024-05`; null for what has no date of publication.")
    statements: int = Field(ge=0)
    by_polarity: dict[Polarity, int] = Field(
        description="How many of them take which side: towards the topic where one is asked for, else any. One on "
        "several topics may be on several sides, one on no topic is on none."
    )


class Timeline(BaseModel):
    """The months in which something was said, oldest first; what has no date comes last."""

    model_config = example(
        {
            "id": "person:anna-kowalczyk",
            "months": [
                {
                    "month": "2023-05",
                    "statements": 3,
                    "by_polarity": {"supportive": 0, "sceptical": 2, "mixed": 0, "neutral": 1},
                }
            ],
        }
    )

    id: str = Field(description="Of the person, firm or topic; after a merge that of whom it was merged into.")
    months: list[Month]


class TopicProfile(BaseModel):
    """Opinion on a topic and the topics below it."""

    model_config = example(
        {
            "id": "cloud-incentives",
            "labels": {"en": "Cloud incentives", "pl": "Zachęty do sprzedaży chmury"},
            "broader": ["channel-incentives", "cloud"],
            "narrower": [],
            "statements": 1,
            "by_polarity": {"supportive": 0, "sceptical": 1, "mixed": 0, "neutral": 0},
            "sides": {
                "supportive": {"speakers_total": 0, "speakers": []},
                "sceptical": {
                    "speakers_total": 1,
                    "speakers": [
                        {
                            "id": "person:anna-kowalczyk",
                            "name": "Anna Kowalczyk",
                            "score": -0.6,
                            "statements": 1,
                            "first_seen": "2023-05-16",
                            "last_seen": "2023-05-16",
                        }
                    ],
                },
                "mixed": {"speakers_total": 0, "speakers": []},
                "neutral": {"speakers_total": 0, "speakers": []},
            },
            "camps": "/v1/graph/camps?topic=cloud-incentives",
        }
    )

    id: str
    labels: dict[Language, str]
    broader: list[str] = Field(description="Ids of the topics directly above, the main one first.")
    narrower: list[str] = Field(description="Ids of all topics below.")
    statements: int = Field(ge=0)
    by_polarity: dict[Polarity, int]
    sides: dict[Polarity, Side] = Field(description="Named speakers by side.")
    camps: str = Field(description="The address of who agrees with whom.")
