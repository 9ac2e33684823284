"""The nouns of search: the encoder port, filters, hits, and the answer with its evidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Protocol

import numpy as np
import numpy.typing as npt

from corpus.types import Language, Polarity, Speaker, Statement

Vectors = npt.NDArray[np.float32]


class Encoder(Protocol):
    """Turns texts into vectors whose inner product is their closeness in meaning."""

    @property
    def name(self) -> str:
        """The name or path that a user would give to load it again."""

    @property
    def dimensions(self) -> int:
        """Length of one vector."""

    @property
    def fingerprint(self) -> str:
        """Changes whenever the same text could get another vector."""

    def encode(self, texts: Sequence[str], *, query: bool = False) -> Vectors:
        """Embed texts.

        :param query: whether they are questions (models with prompts treat them differently).
        :returns: float32, shape (len(texts), dimensions), rows of unit length and always finite.
        """


class Intent(StrEnum):
    """What a question asks for.

    ``topic``: what is said about something; ``topics``: what somebody talks of; ``change``: when or who changed sides;
    ``disagree`` and ``agree``: who holds another view than somebody, or the same.
    """

    WHO = "who"
    WHAT = "what"
    FIRMS = "firms"
    TOPIC = "topic"
    TOPICS = "topics"
    CHANGE = "change"
    DISAGREE = "disagree"
    AGREE = "agree"
    COMPARE = "compare"
    COUNT = "count"


@dataclass(frozen=True, slots=True)
class Filters:
    """Conditions that a statement must meet; applied exactly and before similarity. ``None``: no condition.

    :param person: name of the speaker in any spelling or case, resolved against the store; or the id of exactly one.
    :param firm: name of the speaker's firm, likewise.
    :param mentions: name of a person or firm that the words name, likewise.
    :param topic: a topic id; narrower topics count.
    :param stance: the polarity towards the topic asked about (towards any topic when none is).
    :param since: earliest date of publication, included.
    :param until: latest date of publication, included.
    """

    person: str | None = None
    firm: str | None = None
    role: str | None = None
    topic: str | None = None
    stance: Polarity | None = None
    since: date | None = None
    until: date | None = None
    language: Language | None = None
    mentions: str | None = None


@dataclass(frozen=True, slots=True)
class Interpretation:
    """What was understood of a question; shown with every answer.

    :param stance: the side asked for, if any.
    :param topics: ids of the scheme's topics it is about, best first.
    :param target: the words of the question that name its subject, without question words, stance words and filters.
    :param unknown_names: names in the question that nobody in the store bears.
    :param compared: names of those whose views are asked for side by side.
    :param anchor: the name of the one whose view others are held against.
    :param phrases: words that a statement must have exactly; those in quotation marks.
    """

    question: str
    language: Language
    intent: Intent
    stance: Polarity | None
    topics: tuple[str, ...]
    target: str
    filters: Filters
    unknown_names: tuple[str, ...] = ()
    compared: tuple[str, ...] = ()
    anchor: str | None = None
    phrases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Where the same words of the same speaker stand in another article.

    :param statement_id: of the statement there.
    :param date: of publication.
    """

    statement_id: str
    article_id: str
    document: str
    headline: str | None
    date: date | None


@dataclass(frozen=True, slots=True)
class Hit:
    """One statement found.

    :param score: 0 to 1, how well it fits the question.
    :param stance: the polarity towards what was asked.
    :param stance_score: −1 to 1.
    :param reason: why it ranks where it does, in a few words.
    :param stance_cues: the words that show the stance.
    :param also_at: where other documents give the same words of the same speaker.
    """

    statement: Statement
    document: str
    date: date | None
    score: float
    stance: Polarity
    stance_score: float
    reason: str = ""
    stance_cues: tuple[str, ...] = ()
    headline: str | None = None
    publisher: str | None = None
    url: str | None = None
    also_at: tuple[Elsewhere, ...] = ()

    @property
    def also_in(self) -> tuple[str, ...]:
        """The other documents that give the same words of the same speaker."""
        return tuple(one.document for one in self.also_at)


@dataclass(frozen=True, slots=True)
class SpeakerAnswer:
    """A speaker with the statements that answer the question, best first.

    :param speaker_id: the store's id; of its own for each article where nobody is named.
    :param stance: over all statements of the speaker about what was asked, not only those shown.
    :param score: 0 to 1: relevance, strength of the stance and number of statements together.
    """

    speaker: Speaker
    speaker_id: str
    role: str | None
    firm: str | None
    stance: Polarity
    score: float
    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class TopicAnswer:
    """A topic that the speakers asked for talk about, with their stance over all those statements.

    :param label: in the question's language.
    :param statements: how many are about it.
    """

    topic: str
    label: str
    statements: int
    stance: Polarity


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a question: those who fit it, and those who hold the opposite.

    :param topics: for questions about what somebody talks of, the topics, those with most statements first.
    :param summary: counted facts only, in the question's language.
    :param nearest_topics: where nothing was found, the ids of the closest topics that there are statements about.
    :param sides: how many speakers with evidence take each side, whether they are shown or not.
    """

    interpretation: Interpretation
    answers: tuple[SpeakerAnswer, ...]
    opposing: tuple[SpeakerAnswer, ...]
    summary: str
    took_ms: float
    nearest_topics: tuple[str, ...] = field(default_factory=tuple)
    topics: tuple[TopicAnswer, ...] = ()
    sides: Mapping[Polarity, int] = field(default_factory=dict)
