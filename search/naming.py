"""Whom or what a name means; a name that nothing bears is answered with the nearest known ones.

Every door asks here: command line, service and assistants tell the same people apart and give the same remedies.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from corpus.errors import NotFoundError, UsageError
from corpus.store import Store
from corpus.topics import TopicScheme
from corpus.types import Firm, Language, Person
from search.nearest import nearest_topics

_SHOWN = 8  # candidates in a message
_Named = TypeVar("_Named", Person, Firm)


def person_of(store: Store, name: str) -> Person:
    """The one person whom a name or an id means.

    :raises UsageError: nobody, with the nearest known names; or several, with their ids.
    """
    return _only(name, people_of(store, name), "person")


def firm_of(store: Store, name: str) -> Firm:
    """The one firm that a name or an id means.

    :raises UsageError: none, with the nearest known names; or several, with their ids.
    """
    return _only(name, firms_of(store, name), "firm")


def people_of(store: Store, name: str) -> Sequence[Person]:
    """Everybody whom a name or an id can mean.

    :raises UsageError: nobody, with the nearest known names.
    """
    if name.startswith("person:"):
        try:
            return [store.person(name)]
        except NotFoundError:
            found: list[Person] = []
    else:
        found = store.find_people(name)
    if not found:
        near = store.nearest_people(_plain(name))
        raise _unknown(name, "person", [_shown(one) for one in near], "people")
    return found


def firms_of(store: Store, name: str) -> Sequence[Firm]:
    """Every firm that a name or an id can mean.

    :raises UsageError: none, with the nearest known names.
    """
    if name.startswith("firm:"):
        try:
            return [store.firm(name)]
        except NotFoundError:
            found: list[Firm] = []
    else:
        found = store.find_firms(name)
    if not found:
        near = store.nearest_firms(_plain(name))
        raise _unknown(name, "firm", [_shown(one) for one in near], "firms")
    return found


def mentioned_by(store: Store, name: str) -> Sequence[str]:
    """The ids of the people and firms whom the words of statements name and whom a name or an id can mean.

    :raises UsageError: none, with the nearest known names.
    """
    kind = name.partition(":")[0]
    if kind == "person":
        return [person_of(store, name).id]
    if kind == "firm":
        return [firm_of(store, name).id]
    found = store.find_mentioned(name)
    if not found:
        raise _unknown(name, "person or firm that statements mention", nearest_to(store, name), "people and of firms")
    return found


def topic_of(scheme: TopicScheme, name: str) -> str:
    """The id of the topic that an id, a label or a node means.

    :raises UsageError: none, with the nearest labels.
    """
    found = scheme.find(name.removeprefix("topic:"))
    if found is None:
        near = [f"{scheme.label(topic, Language.EN)} ({topic})" for topic in nearest_topics(_plain(name), scheme)]
        raise _unknown(name, "topic", near, "topics")
    return found


def node_of(store: Store, scheme: TopicScheme, name: str) -> str:
    """The node of the graph that an id or a name means: of a person, else of a firm, else of a topic.

    :raises UsageError: nothing, with the nearest known names; or several, with their ids.
    """
    kind = name.partition(":")[0]
    if kind == "person" or (kind == name and store.find_people(name)):
        return person_of(store, name).id
    if kind == "firm" or (kind == name and store.find_firms(name)):
        return firm_of(store, name).id
    if kind == "group":
        return name  # of people whom no list gives
    topic = scheme.find(name.removeprefix("topic:"))
    if topic is None:
        near = [*nearest_to(store, _plain(name)), *(f"topic:{one}" for one in nearest_topics(_plain(name), scheme, 3))]
        raise _unknown(name, "person, firm or topic", near, "people, firms and topics")
    return f"topic:{topic}"


def nearest_to(store: Store, name: str) -> list[str]:
    """Known people and firms whose names look like one that nobody bears, with their ids; the most alike first."""
    near: list[Person | Firm] = [*store.nearest_people(name, 3), *store.nearest_firms(name, 3)]
    return [_shown(one) for one in near]


def _only(name: str, found: Sequence[_Named], kind: str) -> _Named:
    if len(found) > 1:
        candidates = ", ".join(_shown(one) for one in found[:_SHOWN])
        raise UsageError(repr(name), f"can mean more than one {kind}: {candidates}", "give the id")
    return found[0]


def _plain(name: str) -> str:
    """What an id that nothing has may have been meant to name."""
    kind, colon, rest = name.partition(":")
    return rest.replace("-", " ") if colon and kind in ("person", "firm", "topic") else name


def _shown(one: Person | Firm) -> str:
    return f"{one.name} ({one.id})"


def _unknown(name: str, kind: str, near: Sequence[str], listed: str) -> UsageError:
    known = f"nearest known names: {', '.join(near)}"
    remedy = known if near else f"no known name is like it; the list of {listed} has all"
    return UsageError(repr(name), f"no {kind} is called so", remedy)
