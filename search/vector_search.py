"""What the engine needs of vectors by statement id, whether one process has them all or a cluster in shards."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import Protocol

from search.encoder_settings import EncoderSettings
from search.index import OnEmbedded, Scored, StatementSource, Synced
from search.segment_rows import Keys
from search.statement_ids import StatementIds
from search.types import Encoder, Vectors


class VectorSearch(Protocol):
    """See :class:`search.index.VectorIndex`, which is the one in one process."""

    @property
    def folder(self) -> Path:
        """Where the index is kept."""

    @property
    def sequence(self) -> int:
        """The store's change log is followed up to here."""

    @property
    def ids(self) -> list[str]:
        """The ids of all statements with a vector."""

    def __len__(self) -> int: ...

    def sample(self, count: int) -> Vectors:
        """So many vectors, drawn by chance but always the same; all of them when there are fewer."""

    def search(
        self, vector: Vectors, limit: int, allowed: Collection[str] | Keys | None = None, *, coarse: bool = False
    ) -> list[Scored]:
        """The closest statements, closest first."""

    def closest(
        self, vector: Vectors, limit: int, among: Keys | StatementIds | None = None, *, coarse: bool = False
    ) -> tuple[Keys, Vectors]:
        """The same as keys and inner products."""

    def products(self, vector: Vectors, keys: Keys) -> tuple[Keys, Vectors]:
        """The keys that have a vector, and their closeness."""

    def scores(self, vector: Vectors, ids: Sequence[str]) -> dict[str, float]:
        """The closeness of each of the statements that has a vector, by id."""

    def reload(self) -> None:
        """Takes over what others have indexed."""

    def sync(self, store: StatementSource, on_embedded: OnEmbedded | None = None) -> Synced:
        """Follows the store."""

    def rebuild(self, store: StatementSource, on_embedded: OnEmbedded | None = None) -> Synced:
        """Makes all vectors anew."""


OpenIndex = Callable[[Path, Encoder, EncoderSettings], VectorSearch]
"""Opens the vectors of an index folder."""
