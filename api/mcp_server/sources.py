"""The tool that shows where words stand: a passage of an article with its offsets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Annotated, Any

from mcp_types import CallToolResult
from pydantic import Field

from api.mcp_server import shapes, words
from api.mcp_server.parameters import Id
from api.mcp_server.replies import Tools, reply
from api.routes.shapes import context_dict
from corpus.errors import NotFoundError, UsageError
from corpus.store import Store
from corpus.types import Article, Statement
from search.engine import Engine

_MOST = 20_000  # characters of a passage


def source_text(
    engine: Engine,
    id: Annotated[Id, Field(description="Id of a statement (its passage) or of an article (its text).")],  # noqa: A002
    around: Annotated[int, Field(ge=0, le=5000, description="Of a statement: characters before and after.")] = 300,
    offset: Annotated[int, Field(ge=0, le=2**31 - 1, description="Of an article: the first character to give.")] = 0,
    length: Annotated[int, Field(ge=1, le=_MOST, description="Of an article: the most characters to give.")] = 4000,
) -> Annotated[CallToolResult, shapes.Passage]:
    """The source itself: the passage around a statement, or an article's text piece by piece, with character offsets
    and with cue, source and content of statements marked. Use it to check a quotation before you rely on it.
    """
    store = engine.store
    with store.snapshot():
        try:
            found = store.statement(id)
        except NotFoundError:
            found = None
        if found is not None:
            article = store.article(found.statement.article_id)
            window = context_dict(found, article, around)
            start, end = window["start"], min(window["end"], window["start"] + _MOST)
            stated: list[Statement] = [found.statement]
        else:
            article = _article(store, id)
            start, end = offset, min(offset + length, len(article.text))
            if start >= len(article.text):
                raise UsageError("offset", f"is past the end; the article has {len(article.text)} characters", "")
            stated = [one.statement for one in store.statements(article_id=article.id)]
    content = {
        "article_id": article.id,
        "document": article.document,
        "headline": article.headline,
        "publisher": article.publisher,
        "date": article.date_published,
        "url": article.url,
        "language": article.language,
        "statement_id": found.id if found else None,
        "start": start,
        "end": end,
        "characters": len(article.text),
        "next_offset": end if found is None and end < len(article.text) else None,
        "text": article.text[start:end],
        "marks": [mark for mark in _marks(stated) if mark["start"] < end and mark["end"] > start],
    }
    return reply(shapes.Passage, content, _text(content))


def _article(store: Store, identifier: str) -> Article:
    try:
        return store.article(identifier)
    except NotFoundError:
        problem = "is the id of no statement and of no article"
        raise UsageError(repr(identifier), problem, "ids stand in brackets in the results of ask and search") from None


def _marks(stated: Iterable[Statement]) -> Iterator[dict[str, Any]]:
    for one in stated:
        named = [("content", span) for span in one.content]
        named += [(kind, span) for kind, span in (("cue", one.cue), ("source", one.source)) if span is not None]
        for kind, span in sorted(named, key=lambda item: item[1].start):
            yield {"kind": kind, "start": span.start, "end": span.end, "text": span.exact, "statement": one.id}


def _text(content: dict[str, Any]) -> str:
    where = ", ".join(words.plain(content[part]) for part in ("publisher", "date", "url") if content[part])
    lines = [
        f"{words.plain(content['document'])} (article {content['article_id']}), {where or 'undated'}",
        f"Headline: {words.quoted(content['headline'] or '')}",
        f"Characters {content['start']}–{content['end']} of {content['characters']}, quoted:",
        words.marked(content),
    ]
    if content["next_offset"] is not None:
        lines.append(f"More: source_text(id={content['article_id']}, offset={content['next_offset']}).")
    elif content["statement_id"]:
        lines.append(f"The whole article: source_text(id={content['article_id']}).")
    return "\n".join(lines)


#: The tools with their titles.
TOOLS: Tools = {"Read the source": source_text}
