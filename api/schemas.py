"""Answers, hits and statements: their shapes in the OpenAPI description, with examples.

The shapes of answers and hits are open: what the engine adds to them reaches the client before it is described here.
"""

from __future__ import annotations

from datetime import date as Date  # noqa: N812 - fields are called ``date``
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from corpus.types import Language, Polarity, SpeakerType, StatementKind
from search.types import Intent

SCORE = "−1 (wholly sceptical) to 1 (wholly supportive)."
_TEXT = "Zachęty chmurowe wyglądają świetnie na slajdach, gorzej w rachunku wyników"
_HIT: dict[str, Any] = {
    "id": "5d2f0c9a71b3e846",
    "text": _TEXT,
    "kind": "direct",
    "language": "pl",
    "document": "chmurowe-bonusy.md",
    "date": "2023-05-16",
    "spans": [{"start": 600, "end": 674, "text": _TEXT}],
    "cue": {"start": 677, "end": 681, "text": "mówi"},
    "stance": "sceptical",
    "score": -0.6,
    "relevance": 0.93,
    "cues": ["gorzej w rachunku wyników"],
    "reason": "topic, meaning 0.61",
    "headline": "Chmurowe bonusy? Integratorzy wciąż liczą po swojemu",
    "publisher": "Kurier Kanałowy",
    "url": "https://example.com/kurier-kanalowy/chmurowe-bonusy",
    "also_in": ["channel-news.jsonl#dataskarpa"],
    "also_at": [
        {
            "statement": "a1c3d8e09f42b756",
            "article": "0f3b6a9d2c5e8147",
            "document": "channel-news.jsonl#dataskarpa",
            "headline": "Dataskarpa doubts cloud incentives",
            "date": "2023-05-17",
        }
    ],
}
_SPEAKER = {"id": "person:anna-kowalczyk", "name": "Anna Kowalczyk", "type": "person"}


def example(value: dict[str, Any], *, extra: bool = False) -> ConfigDict:
    """The setting of a model that shows an example.

    :param extra: whether the model is open: fields that it does not name are kept.
    """
    return ConfigDict(json_schema_extra={"examples": [value]}, extra="allow" if extra else "ignore")


class Span(BaseModel):
    """A piece of an article's text; offsets count Unicode code points from 0, the end is excluded."""

    start: int = Field(ge=0)
    end: int = Field(ge=0)
    text: str


class Speaker(BaseModel):
    """Who said it."""

    id: str | None = Field(description="The same over all articles; null where nobody is named.")
    name: str = Field(description="In the nominative, without titles.")
    type: SpeakerType


class Elsewhere(BaseModel):
    """Where the same words of the same speaker stand in another article."""

    statement: str = Field(description="Id of the statement there.")
    article: str = Field(description="Id of the article.")
    document: str
    headline: str | None
    date: Date | None = Field(description="Day of publication.")


class Hit(BaseModel):
    """A statement found, with its place and its stance towards what was asked."""

    model_config = example(_HIT, extra=True)

    id: str
    text: str = Field(description="The words said; the pieces of an interrupted quotation joined by a space.")
    kind: StatementKind
    language: Language
    document: str
    date: Date | None = Field(description="Day of publication.")
    spans: list[Span] = Field(description="Where the words stand in the article.")
    cue: Span | None = Field(description="The words that introduce them.")
    stance: Polarity
    score: float = Field(ge=-1, le=1, description=SCORE)
    relevance: float = Field(ge=0, le=1, description="How well it fits the question.")
    cues: list[str] = Field(description="The words that show the stance.")
    reason: str = Field(description="Why it ranks where it does.")
    headline: str | None
    publisher: str | None
    url: str | None
    also_in: list[str] = Field(description="Other documents that give the same words of the same speaker.")
    also_at: list[Elsewhere] = Field(description="The same with their titles, days and ids, to lead there.")


class SpeakerAnswer(BaseModel):
    """A speaker with the statements that answer the question, best first."""

    model_config = ConfigDict(extra="allow")

    speaker: Speaker
    role: str | None
    firm: str | None
    stance: Polarity = Field(description="Over all of the speaker's statements on what was asked.")
    score: float = Field(ge=0, le=1, description="Relevance, strength of the stance and number of statements together.")
    statements: list[Hit]


class Interpretation(BaseModel):
    """How the question was read."""

    model_config = ConfigDict(extra="allow")

    language: Language
    intent: Intent = Field(
        description="What is asked for: people (`who`, those who `agree` or `disagree` with somebody, who or when "
        "somebody changed sides: `change`), words (`what`, `topic`, `compare`), `firms`, the `topics` of somebody, "
        "or a `count`."
    )
    stance: Polarity | None = Field(description="The side asked for.")
    topic: str | None = Field(description="Id of the main topic.")
    topics: list[str] = Field(description="Ids of all topics, best first.")
    target: str = Field(description="The words of the question that name its subject.")
    filters: dict[str, str] = Field(description="The conditions, from the question or beside it.")
    unknown_names: list[str] = Field(description="Names in the question that nobody in the store bears.")
    compared: list[str] = Field(description="Names that are compared.")
    anchor: str | None = Field(description="Whom others agree or disagree with.")
    phrases: list[str] = Field(description="Words in quotation marks, which must stand so.")


class TopicAnswer(BaseModel):
    """A topic that somebody speaks of."""

    id: str
    label: str = Field(description="In the question's language.")
    statements: int = Field(ge=1)
    stance: Polarity


class Answer(BaseModel):
    """Who fits the question, and who holds the opposite, each with the evidence."""

    model_config = example(
        {
            "question": "who is sceptical about cloud incentives",
            "interpretation": {
                "language": "en",
                "intent": "who",
                "stance": "sceptical",
                "topic": "cloud-incentives",
                "topics": ["cloud-incentives"],
                "target": "cloud incentives",
                "filters": {},
                "unknown_names": [],
                "compared": [],
                "anchor": None,
                "phrases": [],
            },
            "answers": [
                {
                    "speaker": _SPEAKER,
                    "role": "prezeska",
                    "firm": "Dataskarpa",
                    "stance": "sceptical",
                    "score": 0.81,
                    "statements": [_HIT],
                }
            ],
            "opposing": [],
            "summary": "“Cloud incentives”: 1 speaker, of whom sceptical 1 (1 statement, 1 article).",
            "nearest_topics": [],
            "topics": [],
            "sides": {"supportive": 0, "sceptical": 1, "mixed": 0, "neutral": 0},
            "took_ms": 12.5,
        },
        extra=True,
    )

    question: str
    interpretation: Interpretation
    answers: list[SpeakerAnswer]
    opposing: list[SpeakerAnswer]
    summary: str = Field(description="Counted facts in one line, in the question's language.")
    nearest_topics: list[str] = Field(description="Where nothing was found: the closest topics with statements.")
    topics: list[TopicAnswer] = Field(description="Where topics are asked for: those that somebody speaks of.")
    sides: dict[Polarity, int] = Field(description="How many speakers take each side, whether they are shown or not.")
    took_ms: float = Field(ge=0)


class SearchHit(Hit):
    """A statement found, with who made it."""

    model_config = example({**_HIT, "speaker": _SPEAKER, "role": "prezeska", "firm": "Dataskarpa"}, extra=True)

    speaker: Speaker | None
    role: str | None
    firm: str | None


class SearchResults(BaseModel):
    """The statements closest to a text, best first."""

    query: str
    filters: dict[str, str] = Field(description="The conditions, topics by id.")
    results: list[SearchHit]
    took_ms: float = Field(ge=0)


class SimilarStatements(BaseModel):
    """The statements closest to a given one, best first."""

    statement: str = Field(description="Its id.")
    results: list[SearchHit]


class Opinion(BaseModel):
    """The stance of one statement towards one topic."""

    topic: str
    labels: dict[Language, str] = Field(description="The topic's label by language; empty for one not in the scheme.")
    relevance: float = Field(ge=0, le=1, description="How much the statement is about the topic.")
    polarity: Polarity
    score: float = Field(ge=-1, le=1, description=SCORE)
    cues: list[Span] = Field(description="The words that show it.")


class Mention(BaseModel):
    """A person or an organisation that a statement names."""

    id: str
    name: str
    type: SpeakerType
    span: Span = Field(description="Where the words name them first.")


class Statement(BaseModel):
    """A statement as the store has it, corrections applied."""

    id: str
    text: str = Field(description="The words said; the pieces of an interrupted quotation joined by a space.")
    kind: StatementKind
    language: Language
    content: list[Span] = Field(description="The words said, without outer marks, leading dash or conjunction.")
    cue: Span | None = Field(description="The words that introduce them.")
    source: Span | None = Field(description="The speaker as the article names them beside the cue.")
    speaker: Speaker | None
    role: str | None
    firm: str | None
    firm_id: str | None
    mentions: list[Mention] = Field(description="Whom the words name, other than the speaker.")
    opinions: list[Opinion]
    confidence: float = Field(ge=0, le=1, description="How sure the extractor is of speaker and words together.")
    article_id: str
    document: str
    headline: str | None
    publisher: str | None
    date: Date | None = Field(description="Day of publication.")
    url: str | None
    corrected: bool = Field(description="Whether a person has corrected it.")
    confirmed: bool = Field(description="Whether a person has said that it is right; its confidence is 1 then.")


class Context(BaseModel):
    """The article around a statement: its source, cue and words with what stands before and after."""

    start: int = Field(ge=0, description="Where the text begins in the article; subtract it from the spans' offsets.")
    end: int = Field(ge=0)
    text: str


class StatementDetail(Statement):
    """One statement with the article around it."""

    model_config = example(
        {
            "id": "5d2f0c9a71b3e846",
            "text": _TEXT,
            "kind": "direct",
            "language": "pl",
            "content": _HIT["spans"],
            "cue": _HIT["cue"],
            "source": {"start": 682, "end": 696, "text": "Anna Kowalczyk"},
            "speaker": _SPEAKER,
            "role": "prezeska",
            "firm": "Dataskarpa",
            "firm_id": "firm:dataskarpa",
            "mentions": [],
            "opinions": [
                {
                    "topic": "cloud-incentives",
                    "labels": {"en": "Cloud incentives", "pl": "Zachęty do sprzedaży chmury"},
                    "relevance": 0.94,
                    "polarity": "sceptical",
                    "score": -0.6,
                    "cues": [{"start": 649, "end": 674, "text": "gorzej w rachunku wyników"}],
                }
            ],
            "confidence": 0.9,
            "article_id": "91f2c07be3d5a648",
            **{key: _HIT[key] for key in ("document", "headline", "publisher", "date", "url")},
            "corrected": False,
            "confirmed": False,
            "listed": True,
            "context": {"start": 600, "end": 722, "text": f"{_TEXT} – mówi Anna Kowalczyk, prezeska firmy Dataskarpa."},
        }
    )

    listed: bool = Field(description="False where it was rejected, or where a newer version of the article is stored.")
    context: Context
