"""The engine that all requests share: opened once, opened again when the store's file is replaced."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Annotated, TypeVar

from fastapi import Depends, Request

from api.compose import open_engine
from api.routes.turns import Turns
from api.shell.metrics import stage_ended
from corpus.addresses import Place
from corpus.errors import IndexMismatchError
from corpus.store import FILE_NAME, Store
from corpus.suggestions import Suggested, Suggestions
from search.encoder_settings import EncoderChoice
from search.engine import Engine
from search.vector_search import OpenIndex

T = TypeVar("T")
_AT_ONCE = 2  # questions that a process answers: one while the other waits for the disk or calculates without the lock

PATIENCE = 2.0
"""Seconds that a question waits for its turn, unless said otherwise."""


@dataclass(frozen=True, slots=True)
class Totals:
    """How much the store lists."""

    articles: int
    statements: int


class Access:
    """Gives the engine over one data folder or database, to any number of threads.

    :param encoder: when left out, the one that the index was made with, else the bundled one.
    :param reranker: a cross-encoder that has a say in the order of answers.
    :param follow: whether a thread takes over what other processes write, so that no question waits for it: they are
        answered from what was there up to a second before. What is written here is seen at once after :meth:`written`.
    :param open_index: opens the vectors; in this process, unless said otherwise.
    :param patience: seconds that a question waits for its turn; one that would wait longer is refused.
    """

    def __init__(
        self,
        data: Path | Place,
        encoder: EncoderChoice = None,
        reranker: str | None = None,
        *,
        follow: bool = False,
        open_index: OpenIndex | None = None,
        patience: float = PATIENCE,
    ) -> None:
        self.place = Place.of(data)
        self.folder = self.place.folder
        self._follow = follow
        self._open_index = open_index
        self._encoder = encoder
        self._reranker = reranker
        self._opening = Lock()
        self._open = ExitStack()
        self._engine: Engine | None = None
        self._file: tuple[int, int] | None = None
        self._totals: tuple[Engine, int, Totals] | None = None
        self._turns = Turns(_AT_ONCE, patience)
        self._suggestions: tuple[Store, Suggestions] | None = None

    @property
    def encoder(self) -> EncoderChoice:
        """The encoder that was asked for; ``None`` for that of the index."""
        return self._encoder

    def engine(self) -> Engine:
        """The engine, opened now if it is not yet.

        What other processes write to the store is seen at once; a store that takes the place of another one
        (``quotegraph restore``) is opened anew.

        :raises StoreError: there is no store, or it cannot be opened.
        :raises IndexMismatchError: the index is unusable.
        """
        engine = self._engine
        if engine is not None and self._file == self._identity():
            return engine
        with self._opening:
            identity = self._identity()
            if self._engine is None or self._file != identity:
                # The engine before stays open until the end: other threads may be in the middle of an answer.
                engine = self._open.enter_context(
                    open_engine(self.place, self._encoder, None, self._reranker, self._open_index)
                )
                engine.on_stage = stage_ended
                if self._follow:
                    engine.follow()
                self._engine, self._file = engine, identity
            return self._engine

    def written(self) -> None:
        """After a write through this service and before it is acknowledged: the next answer here takes it in.

        Other processes that follow the store do so within a second.

        :raises IndexMismatchError: the index is unusable.
        """
        self.answer(lambda engine: engine.refresh())

    def opened(self) -> Engine | None:
        """The engine where it is open over the store that is there now; opens nothing."""
        engine = self._engine
        return engine if engine is not None and self._file == self._identity() else None

    def answer(self, ask: Callable[[Engine], T]) -> T:
        """What the engine answers; asked again of a newly opened one where the index does not fit.

        ``quotegraph rebuild`` puts new index files in place of those that are open here.

        :param ask: changes nothing, so that it may run twice.
        :raises IndexMismatchError: the index does not fit now either.
        """
        engine = self.engine()
        try:
            return ask(engine)
        except IndexMismatchError:
            with self._opening:
                if self._engine is engine:
                    self._engine = None
            return ask(self.engine())

    async def in_turn(self, work: Callable[[], T]) -> T:
        """What a thread works out; few at a time, first come, first served.

        :raises ProblemError: too many wait already.
        """
        return await self._turns.run(work)

    def totals(self) -> Totals:
        """Articles and statements, counted once after every change of the store."""
        engine = self.engine()
        sequence = engine.store.sequence()
        known = self._totals
        if known is None or known[0] is not engine or known[1] != sequence:
            stats = engine.store.stats()
            known = self._totals = engine, sequence, Totals(stats.articles, stats.statements)
        return known[2]

    def suggestions(self) -> Suggested:
        """The suggestions about names, kept as long as the store stays as it is."""
        store = self.engine().store
        with self._opening:
            if self._suggestions is None or self._suggestions[0] is not store:
                self._suggestions = store, Suggestions(store)
            kept = self._suggestions[1]
        return kept.now()

    def close(self) -> None:
        """Closes everything that was opened; the next request would open it again."""
        with self._opening:
            self._engine = self._file = None
            self._open.close()

    def _identity(self) -> tuple[int, int] | None:
        """Tells the store's file from another one under the same name; ``None`` when there is none.

        A database is the same one as long as its address is.
        """
        if self.place.database is not None:
            return 0, 0
        try:
            found = (self.folder / FILE_NAME).stat()
        except OSError:
            return None
        return found.st_dev, found.st_ino


async def shared_access(request: Request) -> Access:  # a plain function would be called in a thread
    """The access of the application that the request came to."""
    access: Access = request.app.state.access
    return access


def shared_engine(access: Annotated[Access, Depends(shared_access)]) -> Engine:
    """The engine of the application that the request came to."""
    return access.engine()


SharedAccess = Annotated[Access, Depends(shared_access)]
SharedEngine = Annotated[Engine, Depends(shared_engine)]
