"""The passage around one statement, cut where its source, cue and words begin and end."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from api.web.views.marking import Paragraph, covers, paragraphs


def passage(statement: Mapping[str, Any]) -> list[Paragraph]:
    """The paragraphs around a statement.

    :param statement: as ``GET /v1/statements/{id}`` gives it, with ``context``.
    """
    context = statement["context"]
    # offsets count in the whole article: what stands before the context is not shown, so it may be anything
    text = " " * context["start"] + context["text"]
    return paragraphs(text, context["start"], covers(statement, with_stance=True))
