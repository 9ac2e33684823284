"""A thread that keeps an engine in step with a store that others write to, so that no question waits for it."""

from __future__ import annotations

import fcntl
import logging
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO

from corpus.errors import IndexMismatchError, QuotegraphError

_LOG = logging.getLogger("quotegraph.search")
_LOCK = "following"
_PATIENCE = 0.5  # seconds that whoever writes has to index it; then the elected follower does


class Follower:
    """Looks at the store again and again; of all followers of a folder one is elected to index what nobody else does.

    :param step: takes over what has changed; told whether to index what nobody has indexed, it returns whether the
        indexes lag behind the store.
    :param folder: of the index, where the lock of the elected one is.
    :param every: seconds between two looks.
    """

    def __init__(self, step: Callable[[bool], bool], folder: Path, every: float) -> None:
        self._step = step
        self._folder = folder
        self._every = every
        self._ended = threading.Event()
        self._mine: IO[str] | None = None
        self._error: IndexMismatchError | None = None
        self._thread = threading.Thread(target=self._run, name="follower", daemon=True)
        self._thread.start()

    def check(self) -> None:
        """Lets the error out that ended the following.

        :raises IndexMismatchError: the index does not fit the store any more.
        """
        if self._error is not None:
            raise self._error

    def close(self) -> None:
        """Ends after the look that is under way; another follower may be elected."""
        self._ended.set()
        self._thread.join()
        if self._mine is not None:
            self._mine.close()

    def _run(self) -> None:
        since: float | None = None  # when the indexes began to lag
        while not self._ended.wait(self._every):
            late = since is not None and time.monotonic() - since >= _PATIENCE
            try:
                lags = self._step(late and self._is_elected())
            except IndexMismatchError as error:
                self._error = error
                return
            except QuotegraphError:
                _LOG.exception("the store cannot be followed at the moment")
                lags = False
            since = (since or time.monotonic()) if lags else None

    def _is_elected(self) -> bool:
        """Whether this is the elected one; the lock goes with the process."""
        if self._mine is None:
            file = (self._folder / _LOCK).open("a")
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                file.close()
                return False
            self._mine = file
        return True
