"""Completion of what a user types into a prompt or an address: names that the archive knows."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping

from mcp_types import Completion

from corpus.types import Language
from search.engine import Engine

_MOST = 50  # values of one completion; the protocol allows 100


def letters(text: str) -> str:
    """A text in small letters without diacritics, as people type."""
    apart = unicodedata.normalize("NFKD", " ".join(text.casefold().split()).replace("ł", "l"))
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def _people(engine: Engine, typed: str) -> list[str]:
    return [one.name for one in engine.store.people(typed, limit=_MOST + 1)]


def _person_ids(engine: Engine, typed: str) -> list[str]:
    return [one.id for one in engine.store.people(_plain(typed), limit=_MOST + 1)]


def _firm_ids(engine: Engine, typed: str) -> list[str]:
    return [one.id for one in engine.store.firms(_plain(typed), limit=_MOST + 1)]


def _topics(engine: Engine, typed: str) -> list[str]:
    """Labels in the language that the typed letters are found in; those that begin so first, then by statements."""
    scheme, part = engine.scheme, letters(typed)
    counted = [entry.topic for entry in engine.sums().topics() if entry.topic in scheme.topics]
    order = dict.fromkeys([*counted, *scheme.topics])
    found = [
        label
        for topic in order
        for label in [next((one for one in scheme.topics[topic].pref_label.values() if part in letters(one)), None)]
        if label is not None
    ]
    return sorted(found, key=lambda label: not letters(label).startswith(part))


def _topic_ids(engine: Engine, typed: str) -> list[str]:
    scheme, part = engine.scheme, letters(_plain(typed))
    return [
        topic
        for topic, known in scheme.topics.items()
        if any(part in letters(label) for label in (topic.replace("-", " "), *known.pref_label.values()))
    ]


def _languages(_: Engine, typed: str) -> list[str]:
    return [language.value for language in Language if language.value.startswith(typed.strip().lower())]


def _plain(typed: str) -> str:
    """The words of an id as far as it is typed."""
    return typed.rpartition(":")[2].replace("-", " ")


#: By the argument of a prompt, or of the address of a resource.
_COMPLETED: Mapping[str, Callable[[Engine, str], list[str]]] = {
    "person": _people,
    "topic": _topics,
    "language": _languages,
    "person_id": _person_ids,
    "firm_id": _firm_ids,
    "topic_id": _topic_ids,
}


def completion(engine: Engine, argument: str, typed: str) -> Completion | None:
    """What the typed letters can become, best first; ``None`` for an argument that nothing is known of.

    :param argument: its name.
    """
    complete = _COMPLETED.get(argument)
    if complete is None:
        return None
    found = list(dict.fromkeys(complete(engine, typed)))
    return Completion(values=found[:_MOST], has_more=len(found) > _MOST)
