"""Answers and hits as plain dictionaries: the one shape that the command line and the service print."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from datetime import date
from enum import StrEnum
from typing import Any

from corpus.types import Span
from search.types import Answer, Elsewhere, Filters, Hit, Interpretation, SpeakerAnswer


def answer_to_dict(answer: Answer) -> dict[str, Any]:
    """An answer, ready for JSON."""
    return {
        "question": answer.interpretation.question,
        "interpretation": interpretation_to_dict(answer.interpretation),
        "answers": [_speaker_answer(one) for one in answer.answers],
        "opposing": [_speaker_answer(one) for one in answer.opposing],
        "summary": answer.summary,
        "nearest_topics": list(answer.nearest_topics),
        "topics": [
            {"id": one.topic, "label": one.label, "statements": one.statements, "stance": one.stance.value}
            for one in answer.topics
        ],
        "sides": {side.value: count for side, count in answer.sides.items()},
        "took_ms": answer.took_ms,
    }


def interpretation_to_dict(read: Interpretation) -> dict[str, Any]:
    """What was understood of a question; only the conditions that were found stand under ``filters``."""
    return {
        "language": read.language.value,
        "intent": read.intent.value,
        "stance": read.stance.value if read.stance else None,
        "topic": read.topics[0] if read.topics else None,
        "topics": list(read.topics),
        "target": read.target,
        "filters": filters_to_dict(read.filters),
        "unknown_names": list(read.unknown_names),
        "compared": list(read.compared),
        "anchor": read.anchor,
        "phrases": list(read.phrases),
    }


def filters_to_dict(filters: Filters) -> dict[str, str]:
    """The conditions that are set; dates as ISO 8601."""
    values = {field.name: getattr(filters, field.name) for field in fields(filters)}
    return {name: _plain(value) for name, value in values.items() if value is not None}


def hit_to_dict(hit: Hit) -> dict[str, Any]:
    """A statement found, with its place in the source and its stance towards what was asked."""
    statement = hit.statement
    return {
        "id": statement.id,
        "text": statement.text,
        "kind": statement.kind.value,
        "language": statement.language.value,
        "document": hit.document,
        "date": hit.date.isoformat() if hit.date else None,
        "spans": spans_to_list(statement.content),
        "cue": spans_to_list([statement.cue])[0] if statement.cue else None,
        "stance": hit.stance.value,
        "score": hit.stance_score,
        "relevance": hit.score,
        "cues": list(hit.stance_cues),
        "reason": hit.reason,
        "headline": hit.headline,
        "publisher": hit.publisher,
        "url": hit.url,
        "also_in": list(hit.also_in),
        "also_at": [_elsewhere(one) for one in hit.also_at],
    }


def _elsewhere(one: Elsewhere) -> dict[str, Any]:
    return {
        "statement": one.statement_id,
        "article": one.article_id,
        "document": one.document,
        "headline": one.headline,
        "date": one.date.isoformat() if one.date else None,
    }


def spans_to_list(spans: Sequence[Span]) -> list[dict[str, Any]]:
    """Spans with their offsets in code points."""
    return [{"start": span.start, "end": span.end, "text": span.exact} for span in spans]


def _speaker_answer(answer: SpeakerAnswer) -> dict[str, Any]:
    return {
        "speaker": {"id": answer.speaker_id, "name": answer.speaker.name, "type": answer.speaker.type.value},
        "role": answer.role,
        "firm": answer.firm,
        "stance": answer.stance.value,
        "score": answer.score,
        "statements": [hit_to_dict(hit) for hit in answer.hits],
    }


def _plain(value: StrEnum | date | str) -> str:
    if isinstance(value, StrEnum):
        return value.value
    return value.isoformat() if isinstance(value, date) else value
