"""An article with its statements, for reading."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from api.web.views.marking import Paragraph, covers, paragraphs, stance_of


@dataclass(frozen=True, slots=True)
class Reading:
    """An article cut for display.

    :param said: its statements as the API gives them, in the order of the text, each with ``stance``: its side.
    :param by_id: the same by id.
    """

    paragraphs: Sequence[Paragraph]
    said: Sequence[Mapping[str, Any]]
    by_id: Mapping[str, Mapping[str, Any]]


def reading(article: Mapping[str, Any], chosen: Mapping[str, Any] | None = None) -> Reading:
    """The listed statements of an article in its text.

    :param article: as ``/v1/documents/{id}`` gives it.
    :param chosen: a statement of it as ``/v1/statements/{id}`` gives it, shown whether listed or not, with the words
        that show its stance.
    """
    found = list(article["statement_list"])
    if chosen is not None and all(one["id"] != chosen["id"] for one in found):
        found.append(chosen)
    found.sort(key=_place)
    marked = [
        cover for one in found for cover in covers(one, with_stance=chosen is not None and one["id"] == chosen["id"])
    ]
    said = [{**one, "stance": stance_of(one["opinions"])} for one in found]
    start = min([article["body_start"], *(cover.start for cover in marked)])
    return Reading(paragraphs(article["text"], start, marked), said, {one["id"]: one for one in said})


def _place(statement: Mapping[str, Any]) -> tuple[int, int]:
    first = statement["content"][0]
    return first["start"], -first["end"]
