"""The arguments of tools: what each means and what it may be, as the HTTP API has them."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field

from api.routes.parameters import LONGEST, FirstDay, LastDay
from corpus.errors import UsageError
from corpus.types import Language, Polarity
from search.engine import Engine
from search.naming import firms_of, mentioned_by, people_of, topic_of
from search.types import Filters

MOST = 50  # results of one call
FURTHEST = 500  # results of a ranked search that paging reaches


def _with_words(value: str) -> str:
    if not any(letter.isalnum() for letter in value):
        raise ValueError("has no words")
    return value


def _year(value: Any) -> Any:
    """A year that comes as a number."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


Words = Annotated[str, Field(min_length=1, max_length=LONGEST), AfterValidator(_with_words)]
Name = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(_with_words)]
Id = Annotated[str, Field(min_length=1, max_length=200)]
Person = Annotated[
    Name | None, Field(description="Only what this person said: name in any spelling or inflection, surname, or id.")
]
Firm = Annotated[Name | None, Field(description="Only what this firm or its people said: name or id.")]
Mentions = Annotated[
    Name | None, Field(description="Only statements whose words name this person or firm: name or id.")
]
Topic = Annotated[Name | None, Field(description="Only on this topic and those below it: id, or label in pl or en.")]
Stance = Annotated[Polarity | None, Field(description="Only statements that take this side.")]
_EARLIEST = "Earliest day of publication, included: 2024, 2024-06 or 2024-06-30."
Since = Annotated[FirstDay | None, BeforeValidator(_year), Field(description=_EARLIEST)]
Until = Annotated[LastDay | None, BeforeValidator(_year), Field(description="Latest day, included; as since.")]
Lang = Annotated[Language | None, Field(description="Only articles in this language; answers cover both by default.")]
Limit = Annotated[int, Field(ge=1, le=MOST, description="The most results.")]
Near = Annotated[int, Field(ge=0, le=FURTHEST, description="Results to pass over: next_offset of the page before.")]
Offset = Annotated[int, Field(ge=0, le=2**31 - 1, description="Results to pass over: next_offset of the page before.")]


def in_order(since: date | None, until: date | None) -> None:
    """:raises UsageError: nothing can be published in this time."""
    if since is not None and until is not None and since > until:
        raise UsageError("since", "is later than until; no statement can meet both", "swap them")


def filters_of(
    engine: Engine,
    person: str | None,
    firm: str | None,
    topic: str | None,
    stance: Polarity | None,
    since: date | None,
    until: date | None,
    language: Language | None,
    mentions: str | None = None,
) -> Filters:
    """The conditions of a search, every name known; ids stay ids, which keep namesakes apart.

    :raises UsageError: a name that nobody bears, with the nearest known ones; or a time that ends before it begins.
    """
    in_order(since, until)
    store = engine.store
    if person is not None:
        people_of(store, person)
    if firm is not None:
        firms_of(store, firm)
    if mentions is not None:
        mentioned_by(store, mentions)
    topic = None if topic is None else topic_of(engine.scheme, topic)
    return Filters(person, firm, None, topic, stance, since, until, language, mentions)
