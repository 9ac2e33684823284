"""Which language a page is in: the one chosen, else the first of the browser's that quotegraph speaks."""

from __future__ import annotations

from fastapi import Request

from corpus.types import Language

LANGUAGE_COOKIE = "lang"


def chosen_language(request: Request) -> Language:
    """``?lang=``, else the cookie that it left, else ``Accept-Language``, else English."""
    for value in (request.query_params.get("lang"), request.cookies.get(LANGUAGE_COOKIE)):
        if value in {one.value for one in Language}:
            return Language(value)
    return _accepted(request.headers.get("Accept-Language", ""))


def _accepted(header: str) -> Language:
    """The best of ``pl;q=0.8, en``; English where neither is wanted."""
    wanted: list[tuple[float, int, Language]] = []
    for place, part in enumerate(header[:1000].split(",")):
        name, _, weight = part.strip().partition(";q=")
        code = name.strip().lower().split("-")[0]
        if code in {one.value for one in Language}:
            wanted.append((-_weight(weight), place, Language(code)))
    return min(wanted)[2] if wanted else Language.EN


def _weight(text: str) -> float:
    try:
        return float(text) if text else 1.0
    except ValueError:
        return 0.0
