"""Statements of the store as plain dictionaries, ready for JSON."""

from __future__ import annotations

from typing import Any

from corpus.store import StoredStatement
from corpus.topics import TopicScheme
from corpus.types import Article, Language, Opinion, Span, Speaker
from search.serialise import spans_to_list

_AROUND = 300  # characters of the article shown before and after a statement


def speaker_dict(speaker: Speaker | None, identifier: str | None, known_as: str | None) -> dict[str, Any] | None:
    """A speaker by the name they go by over all articles.

    :param identifier: the store's id, if the speaker has one.
    :param known_as: the store's name; that of the statement when left out.
    """
    if speaker is None:
        return None
    return {"id": identifier, "name": known_as or speaker.name, "type": speaker.type.value}


def statement_dict(found: StoredStatement, scheme: TopicScheme) -> dict[str, Any]:
    """A statement with everything the store knows of it, the article's text apart."""
    statement = found.statement
    return {
        "id": statement.id,
        "text": statement.text,
        "kind": statement.kind.value,
        "language": statement.language.value,
        "content": spans_to_list(statement.content),
        "cue": _span_dict(statement.cue),
        "source": _span_dict(statement.source),
        "speaker": speaker_dict(statement.speaker, found.speaker_id, found.speaker_name),
        "role": statement.role,
        "firm": found.firm_name or statement.firm,
        "firm_id": found.firm_id,
        "mentions": [
            {"id": name, "name": label, "type": mention.named.type.value, "span": _span_dict(mention.span)}
            for (name, label), mention in zip(found.mentioned, statement.mentions, strict=True)
        ],
        "opinions": [_opinion_dict(opinion, scheme) for opinion in statement.opinions],
        "confidence": statement.confidence,
        "article_id": statement.article_id,
        "document": found.document,
        "headline": found.headline,
        "publisher": found.publisher,
        "date": found.date_published,
        "url": found.url,
        "corrected": found.corrected,
        "confirmed": found.confirmed,
    }


def context_dict(found: StoredStatement, article: Article, around: int = _AROUND) -> dict[str, Any]:
    """The article around a statement, cut between words: from before its first span to after its last.

    :param around: the most characters before and after.
    """
    statement = found.statement
    spans = [*statement.content, *(span for span in (statement.cue, statement.source) if span is not None)]
    first, last = min(span.start for span in spans), max(span.end for span in spans)
    start = _word_start(article.text, max(first - around, min(article.body_start, first), 0), first)
    end = _word_end(article.text, min(last + around, len(article.text)), last)
    return {"start": start, "end": end, "text": article.text[start:end]}


def labels(topic: str, scheme: TopicScheme) -> dict[Language, str]:
    """A topic's preferred label by language; empty for one that the scheme does not have."""
    known = scheme.topics.get(topic)
    return dict(known.pref_label) if known else {}


def _opinion_dict(opinion: Opinion, scheme: TopicScheme) -> dict[str, Any]:
    return {
        "topic": opinion.topic,
        "labels": labels(opinion.topic, scheme),
        "relevance": opinion.relevance,
        "polarity": opinion.polarity.value,
        "score": opinion.score,
        "confidence": opinion.confidence,
        "cues": spans_to_list(opinion.cues),
    }


def _span_dict(span: Span | None) -> dict[str, Any] | None:
    return None if span is None else spans_to_list([span])[0]


def _word_start(text: str, start: int, latest: int) -> int:
    """The first place from ``start`` on where a word may begin; ``latest`` at most."""
    if start > 0 and not text[start - 1].isspace():
        while start < latest and not text[start].isspace():
            start += 1
    while start < latest and text[start].isspace():
        start += 1
    return start


def _word_end(text: str, end: int, earliest: int) -> int:
    """The last place up to ``end`` where a word may end; ``earliest`` at least."""
    if end < len(text) and not text[end].isspace():
        while end > earliest and not text[end - 1].isspace():
            end -= 1
    while end > earliest and text[end - 1].isspace():
        end -= 1
    return end
