"""Documents: their shapes in the OpenAPI description, with examples."""

from __future__ import annotations

from datetime import date as Date  # noqa: N812 - fields are called ``date``
from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from api.ingesting.submission import EXAMPLE, Address
from api.schemas import Statement, example
from corpus.store import Put
from corpus.types import Language

_ENTRY: dict[str, Any] = {
    "id": "91f2c07be3d5a648",
    "document": EXAMPLE["url"],
    **{name: EXAMPLE[name] for name in ("headline", "publisher", "url", "language", "authors")},
    "date": EXAMPLE["date_published"],
    "characters": len(EXAMPLE["text"]),
    "statements": 1,
    "added_at": "2026-03-01T12:00:00.000+00:00",
    "superseded_by": None,
}


class DocumentEntry(BaseModel):
    """An article without its text."""

    model_config = example(_ENTRY)

    id: str = Field(description="Made from what was read: the same content always has the same id.")
    document: str = Field(description="The name that people know it by.")
    headline: str | None
    publisher: str | None
    url: str | None = Field(description="As the article gives it; not checked.")
    date: Date | None = Field(description="Day of publication.")
    language: Language
    authors: list[str]
    characters: int = Field(ge=0, description="Length of the text in Unicode code points.")
    statements: int = Field(ge=0, description="How many of its statements are listed.")
    added_at: datetime
    superseded_by: str | None = Field(description="Id of the version that took its place.")


class Documents(BaseModel):
    """Part of the list of articles, those stored last first."""

    model_config = example({"documents": [_ENTRY], "next_cursor": None, "next": None})

    documents: list[DocumentEntry]
    next_cursor: str | None = Field(description="The `cursor` of what follows; null at the end.")
    next: str | None = Field(description="The address of what follows; also in the header `Link`.")


class DocumentVersion(BaseModel):
    """A version of an article."""

    id: str
    added_at: datetime
    superseded_by: str | None = Field(description="Id of the version that took its place; null for the present one.")


class DocumentDetail(DocumentEntry):
    """An article with its text, its versions and its statements."""

    model_config = example(
        {
            **_ENTRY,
            "text": EXAMPLE["text"],
            "body_start": 0,
            "versions": [{name: _ENTRY[name] for name in ("id", "added_at", "superseded_by")}],
            "statement_list": [],
        }
    )

    text: str = Field(description="What all spans point into. Untrusted: show it as text, never as HTML.")
    body_start: int = Field(ge=0, description="Where the article begins in it, after front matter.")
    versions: list[DocumentVersion] = Field(description="All versions, this one among them; the latest first.")
    statement_list: list[Statement] = Field(description="The listed statements, in the order of the text.")


class Stored(BaseModel):
    """What came of adding an article."""

    model_config = example(
        {
            "outcome": "added",
            "article": _ENTRY,
            "replaced": [],
            "statements": 1,
            "statement_ids": ["5d2f0c9a71b3e846"],
        }
    )

    outcome: Put = Field(
        description="`added`; `unchanged`: it was stored already; `replaced`: it is a new version of what is in "
        "`replaced`, or its statements were found anew."
    )
    article: DocumentEntry
    replaced: list[str] = Field(description="Ids of the earlier versions, the latest first.")
    statements: int = Field(ge=0)
    statement_ids: list[str] = Field(description="In the order of the text.")


class Deleted(BaseModel):
    """What was deleted."""

    model_config = example({"articles": 1, "statements": 3})

    articles: int = Field(ge=1, description="The article and its earlier versions.")
    statements: int = Field(ge=0)


class FetchRequest(BaseModel):
    """The address of a page to add."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"url": EXAMPLE["url"]}]})

    url: Address
