"""Query parameters: what each means, what it may be, and what comes of it.

Unknown parameters are refused: a filter with a typing error would otherwise give an unfiltered answer.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema, model_validator

from api.options import parse_day
from api.routes.cursors import Cursor
from corpus.errors import UsageError
from corpus.store import Conditions
from corpus.topics import TopicScheme
from corpus.types import Language, Polarity, StatementKind
from search.naming import topic_of
from search.types import Filters

MOST = 200  # results in one response
LONGEST = 2000  # characters of a question
_FURTHEST = 2**31 - 1
_DAY = r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?"


def _day(value: Any, *, last: bool) -> Any:
    if not isinstance(value, str):
        return value
    try:
        if re.fullmatch(_DAY, value):
            return parse_day(value, last=last)
    except UsageError:
        pass  # 2024-02-31 and the like: the same remedy
    raise ValueError("is not a date; write 2024, 2024-06 or 2024-06-30")


def _first_day(value: Any) -> Any:
    return _day(value, last=False)


def _last_day(value: Any) -> Any:
    return _day(value, last=True)


def _topic(value: str | None, scheme: TopicScheme) -> str | None:
    return None if value is None else topic_of(scheme, value)


def topic_ids(value: str | None, scheme: TopicScheme) -> frozenset[str] | None:
    """A topic by id or label, with those below it; ``None`` for none.

    :raises UsageError: no such topic.
    """
    topic = _topic(value, scheme)
    return None if topic is None else scheme.narrower(topic)


def _with_words(value: str) -> str:
    if not any(letter.isalnum() for letter in value):
        raise ValueError("has no words; ask for instance: who is sceptical about cloud incentives")
    return value


_day_schema = WithJsonSchema({"type": "string", "pattern": f"^{_DAY}$", "examples": ["2024", "2024-06", "2024-06-30"]})
Name = Annotated[str, Field(min_length=1, max_length=200)]
EntityId = Annotated[str, Field(min_length=1, max_length=300)]
FirstDay = Annotated[date, BeforeValidator(_first_day), _day_schema]
LastDay = Annotated[date, BeforeValidator(_last_day), _day_schema]


class Parameters(BaseModel):
    """What all sets of parameters have in common."""

    model_config = ConfigDict(extra="forbid")


class Paging(Parameters):
    """Which part of a list."""

    limit: int = Field(default=50, ge=1, le=MOST, description="The most entries to give.")
    offset: int = Field(
        default=0,
        ge=0,
        le=_FURTHEST,
        description="How many entries to pass over; `cursor` misses nothing that comes in between.",
        json_schema_extra={"deprecated": True},
    )
    cursor: Cursor = None


class Dated(Parameters):
    """What was published in a time."""

    since: FirstDay | None = Field(
        default=None, description="Earliest date of publication, included: a day, or the first day of a month or year."
    )
    until: LastDay | None = Field(
        default=None, description="Latest date of publication, included: a day, or the last day of a month or year."
    )

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.since is not None and self.until is not None and self.since > self.until:
            raise ValueError("since is later than until; no statement can meet both")
        return self


class Filtering(Dated):
    """Conditions on statements, applied exactly and before anything is ranked."""

    topic: Name | None = Field(
        default=None,
        description="On this topic or a narrower one: id, or label in either language.",
        examples=["cloud-incentives"],
    )
    stance: Polarity | None = Field(
        default=None, description="Taking this side: towards the topic, or towards any where no topic is given."
    )
    language: Language | None = Field(default=None, description="In this language.")

    def conditions(self, scheme: TopicScheme) -> Conditions:
        """The same for the store.

        :raises UsageError: no such topic.
        """
        topic = _topic(self.topic, scheme)
        return Conditions(
            topic=None if topic is None else scheme.narrower(topic),
            stance=self.stance,
            since=self.since,
            until=self.until,
            language=self.language,
        )


class SpeakerFiltering(Filtering):
    """Conditions on statements and on who made them."""

    person: Name | None = Field(
        default=None,
        description="Said by this person: any spelling, case or inflection, the surname alone.",
        examples=["Kowalczyk"],
    )
    firm: Name | None = Field(
        default=None, description="Said by this firm or its people; the legal form makes no difference."
    )
    role: Name | None = Field(
        default=None, description="Said by somebody in this role, in either language.", examples=["distributor"]
    )
    mentions: Name | None = Field(
        default=None, description="Naming this person or firm in the words said.", examples=["Vindelis"]
    )

    def filters(self, scheme: TopicScheme) -> Filters:
        """The same for the engine.

        :raises UsageError: no such topic.
        """
        return Filters(
            person=self.person,
            firm=self.firm,
            role=self.role,
            topic=_topic(self.topic, scheme),
            stance=self.stance,
            since=self.since,
            until=self.until,
            language=self.language,
            mentions=self.mentions,
        )


class AskParameters(SpeakerFiltering):
    """A question with conditions; those given here replace those that the question itself states."""

    q: Annotated[str, AfterValidator(_with_words)] = Field(
        min_length=1,
        max_length=LONGEST,
        description="A question in Polish or English.",
        examples=["who is sceptical about cloud incentives", "kto chwali program partnerski"],
    )
    limit: int = Field(default=10, ge=1, le=MOST, description="The most speakers on each side.")


class SearchParameters(SpeakerFiltering):
    """A text with conditions."""

    q: str = Field(
        default="",
        max_length=LONGEST,
        description="Words or a sentence to look for by meaning, in Polish or English; when left out, all statements "
        "that meet the conditions, newest first.",
        examples=["margins on licences are shrinking"],
    )
    limit: int = Field(default=10, ge=1, le=MOST, description="The most statements to give.")


class SimilarParameters(SpeakerFiltering):
    """Conditions on statements like a given one."""

    limit: int = Field(default=10, ge=1, le=MOST, description="The most statements to give.")


class StatementsParameters(SpeakerFiltering):
    """Which statements."""

    kind: StatementKind | None = Field(default=None, description="Given in this way.")
    speaker_id: EntityId | None = Field(
        default=None, description="Of this speaker, by id.", examples=["person:anna-kowalczyk"]
    )
    firm_id: EntityId | None = Field(
        default=None, description="Of this firm or its people, by id.", examples=["firm:kontel"]
    )
    article_id: EntityId | None = Field(default=None, description="In this article, by id.")
    min_confidence: float | None = Field(default=None, ge=0, le=1, description="At least as certain as this.")
    max_confidence: float | None = Field(default=None, ge=0, le=1, description="At most as certain as this.")
    corrected: bool | None = Field(default=None, description="Whether people have corrected it.")
    confirmed: bool | None = Field(default=None, description="Whether people have said that it is right.")
    limit: int = Field(default=50, ge=1, le=MOST, description="The most statements to give.")
    cursor: Cursor = None

    @model_validator(mode="after")
    def _has_room(self) -> Self:
        if None not in (self.min_confidence, self.max_confidence) and self.min_confidence > self.max_confidence:  # type: ignore[operator]
            raise ValueError("min_confidence is greater than max_confidence; no statement can meet both")
        return self

    def exact(self) -> Conditions:
        """The conditions that are not by names, for the store."""
        return Conditions(
            kind=self.kind,
            article_id=self.article_id,
            min_confidence=self.min_confidence,
            max_confidence=self.max_confidence,
            corrected=self.corrected,
            confirmed=self.confirmed,
        )


class PeopleParameters(Paging):
    """Which people."""

    query: str | None = Field(default=None, max_length=200, description="Part of a name, in any case.")


class FirmsParameters(Paging):
    """Which firms."""

    query: str | None = Field(default=None, max_length=200, description="Part of a name, in any case.")


class PersonStatementsParameters(Filtering, Paging):
    """Which statements of a person."""
