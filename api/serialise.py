"""Statements as the JSON of ``quotegraph extract --jsonl``; one shape for every door."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from typing import TYPE_CHECKING, Any

from corpus.types import Article, Language, Span, Statement

if TYPE_CHECKING:
    from corpus.store import Stats
    from corpus.topics import TopicScheme


def span_json(span: Span | None) -> dict[str, Any] | None:
    """``{"start", "end", "text"}``, offsets in code points; ``None`` stays ``None``."""
    return None if span is None else _span(span)


def statement_json(article: Article, statement: Statement, scheme: TopicScheme) -> dict[str, Any]:
    """One line of ``extract --jsonl``: the statement with its spans, topics and the stance on its main topic.

    Where no topic of the scheme fits, the stance is that of the whole text and ``target`` is ``null``.
    """
    return {
        "document": article.document,
        "kind": statement.kind.value,
        "language": statement.language.value,
        "content": [span_json(span) for span in statement.content],
        "cue": span_json(statement.cue),
        "source": span_json(statement.source),
        "speaker": None
        if statement.speaker is None
        else {"name": statement.speaker.name, "type": statement.speaker.type.value},
        "role": statement.role,
        "firm": statement.firm,
        "mentions": [
            {**_span(mention.span), "name": mention.named.name, "type": mention.named.type.value}
            for mention in statement.mentions
        ],
        "topics": [scheme.label(opinion.topic, Language.EN) for opinion in statement.opinions],
        "stance": _stance_json(statement, scheme),
        "confidence": statement.confidence,
    }


def _span(span: Span) -> dict[str, Any]:
    return {"start": span.start, "end": span.end, "text": span.exact}


def _stance_json(statement: Statement, scheme: TopicScheme) -> dict[str, Any]:
    from corpus.stance import judge

    if statement.opinions:
        main = statement.opinions[0]
        return {
            "target": scheme.label(main.topic, Language.EN),
            "polarity": main.polarity.value,
            "score": main.score,
            "confidence": main.confidence,
            "cues": [span.exact for span in main.cues],
        }
    text = statement.text
    verdict = judge(text, statement.language, (), statement.cue.exact if statement.cue else None)
    return {
        "target": None,
        "polarity": verdict.polarity.value,
        "score": round(verdict.score, 3),
        "confidence": verdict.confidence,
        "cues": [text[cue.start : cue.end] for cue in verdict.cues],
    }


def stats_dict(stats: Stats) -> dict[str, Any]:
    """Totals as plain values, ready for JSON; dates as ISO 8601."""
    return {field.name: _plain(getattr(stats, field.name)) for field in fields(stats)}


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): count for key, count in value.items()}
    return value
