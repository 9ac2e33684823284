"""A store with the indexes that are made from it, kept in step with it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from corpus.schemes import scheme_of
from corpus.store import Setting, Store
from corpus.topics import TopicScheme
from search.calibration import SAMPLE, Calibration, calibrate
from search.index import OnEmbedded, VectorIndex
from search.lexical import LexicalIndex
from search.types import Encoder

if TYPE_CHECKING:
    from search.stance_model import StanceModel


class IndexedStore:
    """Store, indexes, encoder, topic scheme and stance model as they belong together.

    :param index: vectors of the store's statements, made by ``encoder``.
    :param lexical: words of the same statements.
    :param scheme: the topics that the statements are tagged with.
    """

    def __init__(
        self, store: Store, index: VectorIndex, lexical: LexicalIndex, encoder: Encoder, scheme: TopicScheme
    ) -> None:
        self.store = store
        self.index = index
        self.lexical = lexical
        self.encoder = encoder
        self._judge: tuple[str | None, StanceModel | None] = (None, None)
        self._settings = self._set()
        self._take(scheme)

    def refresh(self, on_embedded: OnEmbedded | None = None) -> None:
        """Takes over what has changed in the store; a single look when nothing has.

        :param on_embedded: told how far the making of vectors is.
        :raises IndexMismatchError: the indexes belong to another store.
        """
        settings = self._set()
        if settings != self._settings:  # another process has changed them
            self._settings = settings
            self._take(scheme_of(self.store))
        sequence = self.store.sequence()
        if self.index.sequence != sequence:
            self.index.sync(self.store, on_embedded)
        if self.lexical.sequence != sequence:
            self.lexical.sync(self.store)

    def rebuild(self) -> None:
        """Makes both indexes anew from the store."""
        self.index.rebuild(self.store)
        self.lexical.rebuild(self.store)

    def close(self) -> None:
        """Closes the store and the indexes' files."""
        self.lexical.close()
        self.store.close()

    @cached_property
    def calibration(self) -> Calibration:
        """What the encoder's inner products say of closeness, measured on this store."""
        return calibrate(self.encoder, self.scheme, self.index.sample(SAMPLE))

    def _take(self, scheme: TopicScheme) -> None:
        """Answers by this scheme from now on."""
        self.scheme = scheme
        self.__dict__.pop("calibration", None)

    def _set(self) -> tuple[str | None, str | None]:
        return self.store.setting(Setting.TOPICS), self.store.setting(Setting.STANCE_MODEL)

    def _stance_model(self) -> StanceModel | None:
        """The model that the store's stances are judged by, loaded when it is first needed; ``None``: the bundled."""
        name = self._settings[1]
        if name is None:
            return None
        if self._judge[0] != name:
            from search.stance_model import StanceModel

            self._judge = name, StanceModel(name)
        return self._judge[1]
