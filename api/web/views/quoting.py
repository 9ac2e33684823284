"""A quotation with who said it and where, as text to paste elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from babel.dates import format_date

from corpus.types import SpeakerType

_MARKS = {"pl": ("„", "”"), "en": ("“", "”")}


def in_pieces(hit: Mapping[str, Any]) -> str:
    """The words of a statement; where others stand between them (``he said``), a mark says that they are left out.

    :param hit: a statement as answers or lists give it: with ``spans`` or ``content``, else with ``text`` alone.
    """
    spans = hit.get("spans") or hit.get("content")
    return " […] ".join(span["text"] for span in spans) if spans else str(hit["text"])


def in_marks(words: str) -> str:
    """Words in quotation marks; those that begin with one have their own."""
    return words if words[:1] in {"„", "“", "”", '"', "«", "‘", "'"} else f"„{words}”"


def named(speaker: Mapping[str, Any] | None) -> str | None:
    """The name of a speaker; ``None`` where nobody is named, which answers call unknown."""
    if speaker is None or (speaker.get("type") == SpeakerType.UNKNOWN and speaker["name"] == "unknown"):
        return None
    return str(speaker["name"])


def citation(
    hit: Mapping[str, Any], speaker: Mapping[str, Any] | None, role: str | None, firm: str | None, nobody: str
) -> str:
    """The words, the speaker, the source and the day, in the statement's language.

    :param hit: a statement as answers give it; verbatim words stand in quotation marks, reported ones do not.
    :param nobody: what stands in the place of an unnamed speaker.
    """
    language = hit["language"]
    opening, closing = _MARKS[language]
    words = f"{opening}{in_pieces(hit)}{closing}" if hit["kind"] == "direct" else in_pieces(hit)
    who = ", ".join(part for part in (named(speaker) or nobody, role, firm) if part)
    where = ", ".join(part for part in (hit["headline"] or hit["document"], hit["publisher"], _day(hit)) if part)
    return f"{words} — {who} ({where})"


def web_link(url: str | None) -> str | None:
    """An article's address where it is one that a browser may follow; ``None`` for every other."""
    if not url:
        return None
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return None
    return url.strip() if parts.scheme.lower() in ("http", "https") and parts.netloc else None


def _day(hit: Mapping[str, Any]) -> str | None:
    value = hit["date"]
    if value is None:
        return None
    day = date.fromisoformat(value) if isinstance(value, str) else value
    return str(format_date(day, "d MMMM y", locale=hit["language"]))
