"""Filters as exact sets of statements, made before anything is ranked."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields, replace
from functools import lru_cache

from corpus.names import fold
from corpus.store import Conditions, Store, StoredStatement
from corpus.topics import TopicScheme
from corpus.types import Language, SpeakerType
from search.lexicon import role_matcher, tokenize
from search.types import Filters

_NEARLY = 80  # percent of the letters of two first names that must be the same


@dataclass(frozen=True, slots=True)
class StoreNames:
    """The people and firms of a store, for reading questions."""

    store: Store

    def people(self, name: str) -> Sequence[str]:
        """The names under which such persons are known, best first; without those known by a function only."""
        found = [person.name for person in self.store.find_people(name) if person.name[:1].isupper()]
        return found or self._with_surname(name)

    def _with_surname(self, name: str) -> Sequence[str]:
        """Those of the surname whose first name is nearly the one given: short words have no typing errors else."""
        from rapidfuzz import fuzz  # not needed unless somebody mistypes

        first, _, last = name.rpartition(" ")
        if not first:
            return ()
        named = (person.name for person in self.store.find_people(last))
        return [one for one in named if " " in one and fuzz.ratio(fold(first), fold(one.split()[0])) >= _NEARLY]

    def firms(self, name: str) -> Sequence[str]:
        """The names under which such firms are known, best first."""
        return [firm.name for firm in self.store.find_firms(name)]


def merged(filters: Filters, overrides: Filters | None) -> Filters:
    """The filters of a question, with those given beside it in their place."""
    given = {} if overrides is None else {field.name: getattr(overrides, field.name) for field in fields(overrides)}
    return replace(filters, **{name: value for name, value in given.items() if value is not None})


def allowed_ids(filters: Filters, store: Store, scheme: TopicScheme, language: Language) -> frozenset[str] | None:
    """The ids of all statements that meet the filters; ``None`` when there are none, so that everything is allowed.

    :param language: of the question, which the role is written in.
    """
    conditions = _conditions(filters, store, scheme)
    if conditions is None:
        return frozenset()
    if not conditions and filters.role is None:
        return None
    if filters.role is None:
        return frozenset(store.statement_ids(**conditions))
    in_role = _said_in_role(store, filters.role, language)
    return in_role.intersection(store.statement_ids(**conditions)) if conditions else in_role


_ROLES_KEPT = 64
_kept: dict[tuple[str, str, Language], tuple[int, frozenset[str]]] = {}


def _said_in_role(store: Store, role: str, language: Language) -> frozenset[str]:
    """The statements of speakers of a kind; one that is told of somebody in one article holds in the others.

    Every statement is read for it, so it is kept until the store changes.
    """
    key, sequence = (store.identity, role.casefold(), language), store.sequence()
    known = _kept.get(key)
    if known is not None and known[0] == sequence:
        return known[1]
    fitting, said = set[str](), dict[str, str | None]()
    speakers = set[str | None]()
    for found in store.statements():
        person = found.speaker_id if _is_person(found) else None
        said[found.id] = person
        if has_role(found, role, language):
            fitting.add(found.id)
            speakers.add(person)
    speakers.discard(None)
    ids = frozenset(name for name, person in said.items() if name in fitting or person in speakers)
    if len(_kept) >= _ROLES_KEPT:
        _kept.clear()
    _kept[key] = sequence, ids
    return ids


def _is_person(found: StoredStatement) -> bool:
    speaker = found.statement.speaker
    return speaker is not None and speaker.type is SpeakerType.PERSON


def _conditions(filters: Filters, store: Store, scheme: TopicScheme) -> Conditions | None:
    """The filters that the store itself can apply; ``None`` when nothing can meet them."""
    conditions: Conditions = {}
    if filters.person is not None:
        people = [person.id for person in store.find_people(filters.person)]
        if not people:
            return None
        conditions["speaker_id"] = people
    if filters.firm is not None:
        firms = [firm.id for firm in store.find_firms(filters.firm)]
        if not firms:
            return None
        conditions["firm_id"] = firms
    if filters.topic is not None:
        topic = scheme.find(filters.topic)
        if topic is None:
            return None
        conditions["topic"] = scheme.narrower(topic)
    if filters.stance is not None:
        conditions["stance"] = filters.stance
    if filters.since is not None:
        conditions["since"] = filters.since
    if filters.until is not None:
        conditions["until"] = filters.until
    if filters.language is not None:
        conditions["language"] = filters.language
    return conditions


@lru_cache(maxsize=100_000)
def _names_role(text: str, role: str, asked: Language, written: Language) -> bool:
    matcher = role_matcher(role, asked)
    return matcher is not None and bool(matcher[written].find(tokenize(text, written)))


def has_role(found: StoredStatement, role: str, language: Language) -> bool:
    """Whether a statement's speaker is of a kind, told by role, firm, group name or the words beside the quotation.

    :param role: one word of a known kind in either language; any other must stand in the role as written.
    """
    statement = found.statement
    if role_matcher(role, language) is None:
        return statement.role is not None and role.casefold() in statement.role.casefold()
    texts: Collection[str | None] = (
        statement.role,
        found.firm_name,
        statement.source.exact if statement.source else None,
        found.speaker_name or (statement.speaker.name if statement.speaker else None),
    )
    return any(text and _names_role(text, role, language, statement.language) for text in texts)
