"""Bodies of requests: strict about fields and types, with bounds on every text."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from api.problems import INVALID, InvalidParameter, ProblemError

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_NOTE_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


def _line(value: str) -> str:
    found = _CONTROL.search(value)
    if found:
        raise ValueError(f"holds the control character U+{ord(found[0]):04X}; write one line of text")
    if not any(letter.isalnum() for letter in value):
        raise ValueError("has no words; leave it out, or give null")
    return " ".join(value.split())


def _note(value: str) -> str:
    found = _NOTE_CONTROL.search(value)
    if found:
        raise ValueError(f"holds the control character U+{ord(found[0]):04X}; write text")
    return value.strip()


Line = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(_line)]
"""A name: one line with words, white space evened out."""
Note = Annotated[str, Field(max_length=2_000), AfterValidator(_note)]
"""Free words; line breaks and tabs are kept."""
EntityId = Annotated[str, Field(min_length=1, max_length=300), AfterValidator(_line)]
"""An id of a person, a firm or an article, as lists give it."""


class Body(BaseModel):
    """What bodies have in common: unknown fields are refused, and no value is taken for one of another type."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Noted(Body):
    """A decision that needs no more than its address."""

    note: Note = Field(default="", description="Why; kept with the decision.")


def refused(field: str, detail: str) -> ProblemError:
    """The problem that a field of a body cannot be used.

    :param detail: what is wrong and the remedy.
    """
    wrong = InvalidParameter(parameter=field, place="body", detail=detail)
    return ProblemError(INVALID, f"{field}: {detail}", [wrong])
