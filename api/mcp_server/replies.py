"""The reply of a tool: structured content with its schema, and the same as readable text; both bounded in size."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from mcp_types import CallToolResult, TextContent, ToolAnnotations
from pydantic import BaseModel

LARGEST = 40_000  # characters of the structured statements of one reply
READ_ONLY = ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False)
Row = TypeVar("Row")
#: Tools by title; each takes the engine first, then its arguments.
Tools = Mapping[str, Callable[..., CallToolResult]]


def reply(shape: type[BaseModel], content: dict[str, Any], text: str) -> CallToolResult:
    """A tool's result in both forms.

    :param content: fits ``shape``.
    """
    structured = shape.model_validate(content).model_dump(mode="json", by_alias=True)
    return CallToolResult(content=[TextContent(type="text", text=text)], structured_content=structured)


def fitting(rows: Sequence[Row], largest: int = LARGEST) -> list[Row]:
    """The first rows that together stay within a size, and one at least.

    :param largest: characters of JSON.
    """
    kept: list[Row] = []
    size = 0
    for row in rows:
        size += len(json.dumps(row, ensure_ascii=False, default=str))
        if kept and size > largest:
            break
        kept.append(row)
    return kept


def page(rows: Sequence[Row], limit: int, offset: int) -> tuple[list[Row], int | None]:
    """A page of rows and the offset of the next one.

    :param rows: what was read from ``offset`` on: one more than ``limit`` where there is more.
    """
    kept = fitting(rows[:limit])
    return kept, offset + len(kept) if len(rows) > len(kept) else None
