"""What resolving a speaker gives."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.attribution.member import Member
from corpus.types import Speaker, SpeakerType


@dataclass(frozen=True, slots=True)
class Resolved:
    """Who said it, as far as the article tells.

    :param certainty: 0 to 1, how safe the step from the words to the speaker is.
    """

    speaker: Speaker | None
    role: str | None = None
    firm: str | None = None
    certainty: float = 1.0


@dataclass(frozen=True, slots=True)
class Before:
    """A statement resolved before: by whom, the agreement of its verb, where it ends."""

    found: Resolved
    gender: str | None
    number: str
    end: int


def as_member(member: Member, certainty: float) -> Resolved:
    """A person of the article as the speaker, with role and firm."""
    return Resolved(Speaker(member.name, SpeakerType.PERSON), member.role, member.firm, certainty)
