"""Filters as exact sets of statements, made before anything is ranked."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields, replace

from corpus.store import Conditions, Store, StoredStatement
from corpus.topics import TopicScheme
from corpus.types import Language
from search.lexicon import role_matcher, tokenize
from search.types import Filters


@dataclass(frozen=True, slots=True)
class StoreNames:
    """The people and firms of a store, for reading questions."""

    store: Store

    def people(self, name: str) -> Sequence[str]:
        """The names under which such persons are known, best first."""
        return [person.name for person in self.store.find_people(name)]

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
    ids = store.statement_ids(**conditions)
    if filters.role is not None:
        ids = [found.id for found in store.statements(ids) if has_role(found, filters.role, language)]
    return frozenset(ids)


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


def has_role(found: StoredStatement, role: str, language: Language) -> bool:
    """Whether a statement's speaker is of a kind, told by role, firm, group name or the words beside the quotation.

    :param role: one word of a known kind in either language; any other must stand in the role as written.
    """
    statement = found.statement
    matcher = role_matcher(role, language)
    if matcher is None:
        return statement.role is not None and role.casefold() in statement.role.casefold()
    phrases = matcher[statement.language]
    texts: Collection[str | None] = (
        statement.role,
        found.firm_name,
        statement.source.exact if statement.source else None,
        found.speaker_name or (statement.speaker.name if statement.speaker else None),
    )
    return any(text and phrases.find(tokenize(text, statement.language)) for text in texts)
