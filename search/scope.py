"""Whom a question is about: the statements that may answer it, and the firms behind people who name none."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from contextlib import suppress
from dataclasses import dataclass, replace

from corpus.errors import NotFoundError
from corpus.store import Store
from corpus.topics import TopicScheme
from corpus.types import Firm, Language
from search.conditions import Columns, allowed_ids
from search.index_state import as_keys
from search.statement_ids import StatementIds, ids_of
from search.types import Filters, Interpretation


@dataclass(frozen=True, slots=True)
class Scope:
    """Finds out over one store."""

    store: Store
    scheme: TopicScheme
    columns: Callable[[], Columns | None] = lambda: None

    def allowed(self, read: Interpretation) -> Collection[str] | None:
        """The ids of the statements that meet the conditions on who, when and where; ``None``: all do."""
        filters = replace(read.filters, topic=None, stance=None)
        allowed = self.ids(filters, read.language)
        if not read.compared:
            return allowed
        together = StatementIds(as_keys([]))
        for name in read.compared:
            together = together.together(self._said_by(filters, name, read))
        among = ids_of(allowed)
        return together if among is None else together.common(among)

    def ids(self, filters: Filters, language: Language) -> Collection[str] | None:
        """The ids of the statements that meet some filters; ``None``: all do."""
        return allowed_ids(filters, self.store, self.scheme, language, self.columns())

    def bearers(self, name: str | None) -> frozenset[str]:
        """The ids of the people, and else of the firms, that bear a name."""
        if name is None:
            return frozenset()
        return frozenset(self.store.people_ids(name) or self.store.firm_ids(name))

    def topics_of(self, person: str, read: Interpretation) -> frozenset[str]:
        """The topics that a person speaks of."""
        ids = ids_of(self.ids(Filters(person=person), read.language)) or StatementIds(as_keys([]))
        if ids.catalogue is not None:
            return ids.catalogue.topics_of(ids.rows_of(ids.catalogue))
        return frozenset(one.topic for found in self.store.statements(list(ids)) for one in found.statement.opinions)

    def firms(self, people: Iterable[str]) -> dict[str, Firm]:
        """The latest firms of people, by the person's id."""
        found = {}
        for name in people:
            with suppress(NotFoundError):  # somebody who is only described ("a partner") is no person of the store
                for place in self.store.affiliations(name):
                    if place.firm_id is not None:
                        found[name] = Firm(place.firm_id, place.firm or "")
        return found

    def _said_by(self, filters: Filters, name: str, read: Interpretation) -> StatementIds:
        known = replace(filters, person=name) if self.store.people_ids(name) else replace(filters, firm=name)
        return ids_of(self.ids(known, read.language)) or StatementIds(as_keys([]))
