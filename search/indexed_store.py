"""A store with the indexes that are made from it, kept in step with it."""

from __future__ import annotations

import logging
import time
from functools import cached_property
from threading import Lock, Thread
from typing import TYPE_CHECKING

from corpus.collector import spare_the_collector
from corpus.errors import QuotegraphError
from corpus.schemes import scheme_of
from corpus.store import Setting, Store
from corpus.topics import TopicScheme
from search.calibration import SAMPLE, Calibration, calibrate
from search.catalogue import Catalogue
from search.conditions import Columns
from search.deep_encoder import DeepEncoder
from search.following import Follower
from search.index import OnEmbedded
from search.lexical import LexicalIndex
from search.roles import RoleTexts
from search.sums import Sums
from search.types import Encoder
from search.vector_search import VectorSearch

if TYPE_CHECKING:
    from search.stance_model import StanceModel

_LOG = logging.getLogger("quotegraph.search")
_LOOK_AT_LOG = 20.0  # seconds between two looks at the length of the store's write-ahead log
_LONG_LOG = 32 * 2**20
_OFTEN = 8  # questions after which more are to be expected: from then on the columns of all statements are kept


class OutrunError(Exception):
    """The store no longer has a statement that the columns in memory have: they are to be brought up to date."""


class IndexedStore:
    """Store, indexes, encoder, topic scheme and stance model as they belong together.

    :param index: vectors of the store's statements, made by ``encoder``.
    :param lexical: words of the same statements.
    :param scheme: the topics that the statements are tagged with.
    """

    def __init__(
        self, store: Store, index: VectorSearch, lexical: LexicalIndex, encoder: Encoder, scheme: TopicScheme
    ) -> None:
        self.store = store
        self.index = index
        self.lexical = lexical
        self.encoder = encoder
        self.columns: Columns | None = None
        self._keeps_words = False
        self._asked = 0
        self._sums: Sums | None = None
        self._shortened = time.monotonic()
        self._follower: Follower | None = None
        self._advancing = Lock()
        self._rebuilding: list[Thread] = []
        self._judge: tuple[str | None, StanceModel | None] = (None, None)
        self._settings = self._set()
        self._take(scheme)

    def refresh(self, on_embedded: OnEmbedded | None = None) -> None:
        """Takes over what has changed in the store; a single look when nothing has.

        Also where a follower does so in the background: afterwards all that was written before is seen.

        :param on_embedded: told how far the making of vectors is.
        :raises IndexMismatchError: the indexes belong to another store.
        """
        self._take_settings()
        sequence = self.store.sequence()
        if self.index.sequence != sequence:
            self.index.sync(self.store, on_embedded)
        if self.lexical.sequence != sequence:
            self.lexical.sync(self.store)
        self._advance()

    def follow(self, every: float = 0.2) -> None:
        """From now on a thread takes over what changes in the store, and questions do not wait for it.

        They are answered from what was there up to a second before. :meth:`refresh` still takes over all there is.
        For services: the columns of all statements are held in memory (about 200 bytes a statement).

        :param every: seconds between two looks at the store.
        """
        if self._follower is None:
            if isinstance(self.encoder, DeepEncoder):
                self.encoder.alone()
            self._keep_columns()
            self.lexical.keep(self.store)
            self._keeps_words = True
            self.warm()
            spare_the_collector()
            self._follower = Follower(self._step, self.index.folder, every)

    @property
    def followed(self) -> int:
        """The change up to which questions are answered, where a follower takes over what changes; else 0."""
        if self._follower is None or self.columns is None:
            return 0
        return self.columns.catalogue.sequence

    def sums(self) -> Sums:
        """Sums over all statements as the store has them now; the columns are kept in memory from then on.

        What changed since the last time is read, the indexes are left as they are.
        """
        self._take_settings()
        self._keep_columns()
        self._advance()
        columns = self.columns
        assert columns is not None  # noqa: S101 - kept just now
        known = self._sums
        if known is None or known.catalogue is not columns.catalogue:
            known = self._sums = Sums(columns.catalogue)
        return known

    def warm(self) -> None:
        """Works out beforehand what the first question would wait for."""
        self.calibration  # noqa: B018 - kept once it is known

    def take_over(self) -> None:
        """Before a question: takes over what has changed, unless a follower does.

        :raises IndexMismatchError: the indexes belong to another store.
        """
        if self._follower is not None:
            self._follower.check()
            return
        self.refresh()
        self._asked += 1
        if self._asked >= _OFTEN:
            self._keep_columns()

    def _step(self, index: bool) -> bool:
        """One look of the follower.

        :param index: whether to index what nobody else has indexed.
        :returns: whether the indexes lag behind the store.
        """
        self._take_settings()
        sequence = self.store.sequence()
        self.index.reload()
        if index:
            if self.index.sequence < sequence:
                self.index.sync(self.store)
            if self.lexical.sequence < sequence:
                self.lexical.sync(self.store)
        self._advance()
        self._shorten_log()
        return self.index.sequence < sequence or self.lexical.sequence < sequence

    def _shorten_log(self) -> None:
        """Readers who are always there would let the store's write-ahead log grow."""
        if time.monotonic() - self._shortened >= _LOOK_AT_LOG:
            self._shortened = time.monotonic()
            self.store.database.shorten_log(_LONG_LOG)

    def _take_settings(self) -> None:
        settings = self._set()
        if settings != self._settings:  # another process has changed them
            self._settings = settings
            self._take(scheme_of(self.store))
            if self._follower is not None:
                self.warm()

    def _keep_columns(self) -> None:
        with self._advancing:
            if self.columns is None:
                catalogue = Catalogue.read(self.store)
                roles = RoleTexts(catalogue.coding.texts)
                roles.follow()
                self.columns = Columns(catalogue, roles)

    def _advance(self) -> None:
        """Brings the columns and the words up to date, where they are kept."""
        if self.columns is not None:
            with self._advancing:
                catalogue = self.columns.catalogue.advanced(self.store)
                if catalogue is not self.columns.catalogue:
                    self.columns.roles.follow()
                    self.columns = Columns(catalogue, self.columns.roles)
                if self._keeps_words:
                    self.lexical.keep(self.store)

    def rebuild(self) -> None:
        """Makes both indexes anew from the store."""
        self.index.rebuild(self.store)
        self.lexical.rebuild(self.store)

    def rebuild_in_background(self) -> None:
        """The same while answers go on; closing waits for it. What goes wrong is in the log."""
        thread = Thread(target=self._rebuild_reported, name="index-anew")
        self._rebuilding = [one for one in self._rebuilding if one.is_alive()] + [thread]
        thread.start()

    def _rebuild_reported(self) -> None:
        try:
            self.rebuild()
        except QuotegraphError:
            _LOG.exception("the index could not be made anew; run quotegraph rebuild")

    def close(self) -> None:
        """Closes the store and the indexes' files."""
        for thread in self._rebuilding:
            thread.join()
        if self._follower is not None:
            self._follower.close()
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
