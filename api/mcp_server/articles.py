"""The tool that lists articles."""

from __future__ import annotations

from typing import Annotated, Any

from mcp_types import CallToolResult
from pydantic import Field

from api.mcp_server import shapes, words
from api.mcp_server.parameters import Lang, Limit, Name, Since, Until, in_order
from api.mcp_server.replies import Tools, fitting, reply
from corpus.store import ArticleConditions, ArticleEntry
from search.engine import Engine


def articles(
    engine: Engine,
    query: Annotated[Name | None, Field(description="Only with these words in the headline, in any case.")] = None,
    publisher: Annotated[Name | None, Field(description="Only of this publisher: its whole name.")] = None,
    since: Since = None,
    until: Until = None,
    language: Lang = None,
    limit: Limit = 20,
    before: Annotated[int | None, Field(ge=1, le=2**53, description="next_before of the page before.")] = None,
) -> Annotated[CallToolResult, shapes.Articles]:
    """Which articles the archive holds, those stored last first, with ids for source_text: what was published when
    and by whom. To find what somebody said use ask, search or statements.
    """
    in_order(since, until)
    conditions = ArticleConditions(query=query, publisher=publisher, since=since, until=until, language=language)
    found = engine.store.article_entries(limit=limit + 1, before=before, **conditions)
    rows = [(one.number, _row(one)) for one in found[:limit]]
    kept = fitting([row for _, row in rows])
    following = rows[len(kept) - 1][0] if len(found) > len(kept) else None
    text = [
        f"- {words.quoted(row['headline'] or '')} {words.plain(row['publisher'] or 'no publisher')}, "
        f"{row['date'] or 'undated'}, {row['statements']} statements (article {row['id']})"
        for row in kept
    ] or ["None."]
    if following is not None:
        text.append(f"More: call again with before={following}.")
    return reply(shapes.Articles, {"articles": kept, "next_before": following}, "\n".join(text))


def _row(one: ArticleEntry) -> dict[str, Any]:
    return {
        **{name: getattr(one, name) for name in ("id", "document", "headline", "publisher", "url", "language")},
        "date": one.date_published,
        "authors": list(one.authors),
        "characters": one.characters,
        "statements": one.statements,
    }


#: The tools with their titles.
TOOLS: Tools = {"List articles": articles}
