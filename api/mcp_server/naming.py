"""Whom or what a name means; a name that nothing bears is answered with the nearest known ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from api.graphs import node_of
from corpus.errors import NotFoundError, UsageError
from corpus.store import Store
from corpus.types import Firm, Language, Person
from search.engine import Engine
from search.nearest import nearest_topics
from search.types import Filters

_SHOWN = 8  # candidates in a message


def person_of(store: Store, name: str) -> Person:
    """The one person whom a name or an id means.

    :raises UsageError: nobody, or several.
    """
    found = people_of(store, name)
    if len(found) > 1:
        exact = [one for one in found if one.name.casefold() == name.strip().casefold()]
        found = exact or found
    return _only(name, found, "person")


def firm_of(store: Store, name: str) -> Firm:
    """The one firm that a name or an id means: the best of several, since firms are found best first.

    :raises UsageError: none.
    """
    return firms_of(store, name)[0]


def people_of(store: Store, name: str) -> Sequence[Person]:
    """Everybody whom a name or an id can mean.

    :raises UsageError: nobody; names the nearest.
    """
    found: Sequence[Person]
    if name.startswith("person:"):
        try:
            return [store.person(name)]
        except NotFoundError:
            found = ()
    else:
        found = store.find_people(name)
    if not found:
        plain = name.removeprefix("person:").replace("-", " ")
        raise _unknown(name, "person", [_shown(one) for one in store.nearest_people(plain)])
    return found


def firms_of(store: Store, name: str) -> Sequence[Firm]:
    """Every firm that a name or an id can mean.

    :raises UsageError: none; names the nearest.
    """
    found: Sequence[Firm]
    if name.startswith("firm:"):
        try:
            return [store.firm(name)]
        except NotFoundError:
            found = ()
    else:
        found = store.find_firms(name)
    if not found:
        plain = name.removeprefix("firm:").replace("-", " ")
        raise _unknown(name, "firm", [_shown(one) for one in store.nearest_firms(plain)])
    return found


def topic_of(engine: Engine, name: str) -> str:
    """The id of the topic that an id or a label means.

    :raises UsageError: none; names the nearest.
    """
    scheme = engine.scheme
    found = scheme.find(name.removeprefix("topic:"))
    if found is None:
        near = [f"{scheme.label(topic, Language.EN)} ({topic})" for topic in nearest_topics(name, scheme)]
        raise _unknown(name, "topic", near)
    return found


def known_node(engine: Engine, name: str) -> str:
    """The node of the graph that an id or a name means.

    :raises UsageError: none, or several people.
    """
    store = engine.store
    if name.startswith("person:"):
        return person_of(store, name).id
    if name.startswith("firm:"):
        return firm_of(store, name).id
    if name.startswith("topic:"):
        return f"topic:{topic_of(engine, name)}"
    if len(store.find_people(name)) > 1:
        return person_of(store, name).id
    try:
        return node_of(store, engine.scheme, name)
    except UsageError:
        near = nearest_to(store, name)
        near += [f"topic:{topic}" for topic in nearest_topics(name, engine.scheme, 3)]
        raise _unknown(name, "person, firm or topic", near) from None


def known_filters(engine: Engine, filters: Filters) -> Filters:
    """Filters of which every name means something: ids in place of labels of topics, names in place of ids.

    :raises UsageError: a name that nothing bears.
    """
    store = engine.store
    if filters.person is not None:
        people = people_of(store, filters.person)
        filters = replace(filters, person=people[0].name if filters.person.startswith("person:") else filters.person)
    if filters.firm is not None:
        firms = firms_of(store, filters.firm)
        filters = replace(filters, firm=firms[0].name if filters.firm.startswith("firm:") else filters.firm)
    if filters.topic is not None:
        filters = replace(filters, topic=topic_of(engine, filters.topic))
    return filters


def nearest_to(store: Store, name: str) -> list[str]:
    """Known names that look like one that nobody bears, with their ids."""
    near: list[Person | Firm] = [*store.nearest_people(name, 3), *store.nearest_firms(name, 3)]
    return [_shown(one) for one in near]


def _only(name: str, found: Sequence[Person], kind: str) -> Person:
    if len(found) > 1:
        candidates = ", ".join(_shown(one) for one in found[:_SHOWN])
        raise UsageError(name, f"can mean more than one {kind}: {candidates}", "give the id")
    return found[0]


def _shown(one: Person | Firm) -> str:
    return f"{one.name} ({one.id})"


def _unknown(name: str, kind: str, near: Sequence[str]) -> UsageError:
    known = f"nearest known names: {', '.join(near)}"
    remedy = known if near else "no known name is like it; the tool names lists them"
    return UsageError(repr(name), f"no {kind} is called so", remedy)
