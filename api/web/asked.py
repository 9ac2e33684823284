"""What a page was asked for: its query without the language and without fields that a form left empty."""

from __future__ import annotations

from collections.abc import Collection

from fastapi import Request

#: The query parameter that chooses the language of a page.
_LANGUAGE = "lang"


def asked(request: Request, several: Collection[str] = ()) -> dict[str, str | list[str]]:
    """The query by name: the last value of each.

    :param several: names of which all values count, as a list.
    """
    found: dict[str, str | list[str]] = {}
    for name, value in request.query_params.multi_items():
        if name == _LANGUAGE or value == "":
            continue
        if name in several:
            held = found.setdefault(name, [])
            assert isinstance(held, list)  # noqa: S101 - names in `several` hold lists
            held.append(value)
        else:
            found[name] = value
    return found
