"""An article as clients send it."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from corpus.errors import InputError
from corpus.reading.submitted import submitted
from corpus.types import Article, Language

EXAMPLE: dict[str, Any] = {
    "text": "Margins on licences are shrinking.\n\n“Cloud incentives look great on slides and worse in the accounts,” "
    "said Anna Kowalczyk, president of Dataskarpa.",
    "headline": "Integrators still count their own way",
    "date_published": "2024-05-16",
    "publisher": "Channel Courier",
    "url": "https://example.com/courier/integrators-count",
    "language": "en",
    "authors": ["Jan Nowak"],
}
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_REMEDY = "GET /openapi.json describes the fields of an article"


def _line(value: str) -> str:
    found = _CONTROL.search(value)
    if found:
        raise ValueError(f"holds the control character U+{ord(found[0]):04X}; write one line of text")
    if not value.strip():
        raise ValueError("is blank; leave it out, or give it words")
    return " ".join(value.split())


def _day(value: object) -> object:
    """Numbers and moments would pass for days, too."""
    if isinstance(value, date) or (isinstance(value, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value)):
        return value
    raise ValueError("is no date; write it as YYYY-MM-DD")


def _address(value: str) -> str:
    try:
        parts = urlsplit(value)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in {"http", "https"} or not parts.hostname or re.search(r"\s", value):
        raise ValueError("is no address of a page; write it whole, with http:// or https://")
    return value


Line = Annotated[str, Field(min_length=1, max_length=300), AfterValidator(_line)]
Address = Annotated[
    str,
    Field(max_length=2_000, pattern="^https?://", examples=["https://example.com/courier/integrators-count"]),
    AfterValidator(_line),
    AfterValidator(_address),
]


class ArticleSubmission(BaseModel):
    """An article with what is known of it."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [EXAMPLE]})

    text: str = Field(
        min_length=1, description="The article, paragraphs parted by line breaks; kept character for character."
    )
    headline: Annotated[str, Field(min_length=1, max_length=1_000), AfterValidator(_line)] | None = None
    date_published: Annotated[date, BeforeValidator(_day)] | None = Field(
        default=None, description="Day of publication, YYYY-MM-DD."
    )
    publisher: Line | None = None
    url: Address | None = Field(
        default=None, description="Where it was published. What comes later with the same one is a new version of it."
    )
    language: Language | None = Field(default=None, description="Detected when left out.")
    authors: list[Line] = Field(default=[], max_length=100, description="Who wrote it.")
    document: Line | None = Field(
        default=None,
        description="A name for it. Where there is no `url`, what comes later with the same name is a new version.",
        examples=["courier-2024-05-16.txt"],
    )

    def article(self, source: str) -> Article:
        """The article of it.

        :param source: how errors name it.
        :raises InputError: it holds no text, or is in a language that is not read.
        """
        metadata = self.model_dump(exclude={"text", "document"}, exclude_none=True)
        return submitted(source, self.text, metadata, self.document)


def submission_of(record: object, source: str, most: int) -> ArticleSubmission:
    """What one object of a batch submits.

    :param most: characters that an article may have.
    :raises InputError: it is none; says which of its fields are wrong.
    """
    if not isinstance(record, dict):
        raise InputError(source, "is no JSON object", _REMEDY)
    try:
        found = ArticleSubmission.model_validate(record)
    except ValidationError as error:
        problem = "; ".join(_wrong(item) for item in error.errors(include_url=False, include_input=False)[:5])
        raise InputError(source, problem, _REMEDY) from None
    if len(found.text) > most:
        raise InputError(source, f"is longer than {most} characters", "split it into articles")
    return found


def _wrong(item: Any) -> str:
    name = ".".join(str(part)[:100].encode("utf-8", "replace").decode() for part in item["loc"])
    said = "is not a field of an article" if item["type"] == "extra_forbidden" else item["msg"]
    said = said.removeprefix("Value error, ")
    return f"{name}: {said}" if name else said
