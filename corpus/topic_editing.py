"""Renames and merges topics in a scheme's TOML; comments and the rest of the text stay as they are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import tomlkit
from tomlkit.items import AoT

from corpus.errors import UsageError
from corpus.topic_index import plain
from corpus.topic_scheme import parse_scheme
from corpus.types import Language

_SOURCE = "the changed scheme"
_LISTS = (*Language, "both")


def with_topic_renamed(
    text: str, topic: str, new_id: str | None = None, labels: Mapping[Language, str] | None = None
) -> str:
    """The scheme with another id, or other preferred labels, for a topic.

    A preferred label that is replaced stays as an alternative one: texts go on using it.

    :raises UsageError: no such topic.
    :raises InputError: the new id or label is not allowed, or used by another topic.
    """
    document, table = _found(text, topic)
    for language, label in (labels or {}).items():
        before = str(table["pref_label"][language.value])
        if plain(before) != plain(label):
            _without(table, language.value, [label])
            _with(table, language.value, [before])
        table["pref_label"][language.value] = label
    if new_id is not None:
        _lead(document, topic, new_id)
        table["id"] = new_id
    return _checked(document)


def with_topic_merged(text: str, topic: str, into: str) -> str:
    """The scheme without a topic: its labels, patterns and narrower topics go to another one.

    :raises UsageError: no such topic, both are the same, or the other one is below it.
    """
    if topic == into:
        raise UsageError("topic", f"{topic!r} cannot be merged into itself", "name another topic")
    if _is_below(text, into, topic):
        remedy = f"merge {into} into {topic}, and rename the result"
        raise UsageError("topic", f"{topic!r} cannot be merged into {into!r}, which is below it", remedy)
    document, table = _found(text, topic)
    _, kept = _found(text, into, document)
    for language in Language:
        own = plain(str(kept["pref_label"][language.value]))
        label = str(table["pref_label"][language.value])
        _with(kept, language.value, [label] if plain(label) != own else [])
    for name in _LISTS:
        _with(kept, str(name), table.get("alt_labels", {}).get(name, []))
    for pattern in table.get("patterns", []):
        kept.setdefault("patterns", tomlkit.array()).append(pattern)
    for name, words in table.get("unless", {}).items():
        unless = kept.setdefault("unless", tomlkit.table())
        unless[name] = [*unless.get(name, []), *(word for word in words if word not in unless.get(name, []))]
    _lead(document, topic, into)
    topics = document["topic"]
    assert isinstance(topics, AoT)  # noqa: S101 - the scheme was checked
    del topics[[str(one["id"]) for one in topics].index(topic)]
    return _checked(document)


def _is_below(text: str, topic: str, other: str) -> bool:
    above = {concept.id: concept.broader for concept in parse_scheme(text, _SOURCE)}
    front = set(above.get(topic, ()))
    while front and other not in front:
        front = {broader for one in front for broader in above[one]}
    return other in front


def _found(text: str, topic: str, document: Any = None) -> tuple[Any, Any]:
    document = document if document is not None else tomlkit.parse(text)
    for table in document["topic"]:
        if table["id"] == topic:
            return document, table
    raise UsageError("topic", f"{topic!r} is not the id of a topic", "see `quotegraph topics`")


def _lead(document: Any, topic: str, to: str) -> None:
    """Lets what was below a topic be below another one."""
    for table in document["topic"]:
        above = table.get("broader")
        if above is None:
            continue
        ids = [str(above)] if isinstance(above, str) else [str(one) for one in above]
        if topic in ids:
            changed = list(dict.fromkeys(to if one == topic else one for one in ids))
            changed = [one for one in changed if one != table["id"]]
            if changed:
                table["broader"] = changed[0] if len(changed) == 1 else changed
            else:
                del table["broader"]


def _with(table: Any, name: str, labels: Iterable[str]) -> None:
    held = table.get("alt_labels", {}).get(name, [])
    known = {plain(str(label)) for label in held}
    new = [str(label) for label in labels if plain(str(label)) not in known]
    if new:
        table.setdefault("alt_labels", tomlkit.table())[name] = [*map(str, held), *new]


def _without(table: Any, name: str, labels: Iterable[str]) -> None:
    held = table.get("alt_labels", {}).get(name)
    gone = {plain(label) for label in labels}
    if held is not None and any(plain(str(label)) in gone for label in held):
        table["alt_labels"][name] = [str(label) for label in held if plain(str(label)) not in gone]


def _checked(document: Any) -> str:
    text = tomlkit.dumps(document)
    parse_scheme(text, _SOURCE)
    return text
