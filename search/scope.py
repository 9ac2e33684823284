"""Whom a question is about: the statements that may answer it, and the firms behind people who name none."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from corpus.store import Store, StoredStatement
from corpus.topics import TopicScheme
from corpus.types import Firm, SpeakerType
from search.conditions import allowed_ids
from search.types import Filters, Interpretation


@dataclass(frozen=True, slots=True)
class Scope:
    """Finds out over one store."""

    store: Store
    scheme: TopicScheme

    def allowed(self, read: Interpretation) -> frozenset[str] | None:
        """The ids of the statements that meet the conditions on who, when and where; ``None``: all do."""
        filters = replace(read.filters, topic=None, stance=None)
        allowed = allowed_ids(filters, self.store, self.scheme, read.language)
        if not read.compared:
            return allowed
        together = frozenset[str]().union(*(self._said_by(filters, name, read) for name in read.compared))
        return together if allowed is None else allowed & together

    def bearers(self, name: str | None) -> frozenset[str]:
        """The ids of the people, and else of the firms, that bear a name."""
        if name is None:
            return frozenset()
        return frozenset(one.id for one in (self.store.find_people(name) or self.store.find_firms(name)))

    def topics_of(self, person: str, read: Interpretation) -> frozenset[str]:
        """The topics that a person speaks of."""
        ids = allowed_ids(Filters(person=person), self.store, self.scheme, read.language) or ()
        return frozenset(one.topic for found in self.store.statements(list(ids)) for one in found.statement.opinions)

    def firms(self, statements: Iterable[StoredStatement]) -> dict[str, Firm]:
        """The latest firms of the people whose statements name none, by the person's id."""
        without = {found.speaker_id for found in statements if found.firm_id is None and _is_person(found)}
        held = {name: self.store.affiliations(name) for name in without if name}
        return {
            name: Firm(place.firm_id, place.firm or "")
            for name, places in held.items()
            for place in places
            if place.firm_id is not None
        }

    def _said_by(self, filters: Filters, name: str, read: Interpretation) -> frozenset[str]:
        known = replace(filters, person=name) if self.store.find_people(name) else replace(filters, firm=name)
        return allowed_ids(known, self.store, self.scheme, read.language) or frozenset()


def _is_person(found: StoredStatement) -> bool:
    speaker = found.statement.speaker
    return speaker is not None and speaker.type is SpeakerType.PERSON
