"""What the parts of the store have in common."""

from __future__ import annotations

from collections.abc import Callable

from corpus.store.interface import Database

EntityId = Callable[[str, str], str]
"""(kind, name) → id; the same for all spellings that certainly mean the same."""


class Part:
    """One concern of the store; ``Store`` is all of them over one database."""

    def __init__(self, database: Database, entity_id: EntityId) -> None:
        self._db = database
        self._entity_id = entity_id
