"""Answers that take long, kept: what was made before is shown while it is made anew in the background."""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from threading import Lock, Thread
from time import monotonic
from typing import Any, TypeVar

from corpus.errors import QuotegraphError

T = TypeVar("T")
_LOG = logging.getLogger("quotegraph.api")
_QUICK = 0.1  # seconds: what takes less is made anew at once
_AT_LEAST = 3.0  # seconds between two times that something is made in the background …
_SHARE = 5  # … and at least so many times as long as it takes
_MOST = 200  # answers


@dataclass(frozen=True, slots=True)
class Held:
    """An answer with the state of the store that it was made of.

    :param seconds: that it took.
    :param at: when it was made, monotonic.
    """

    value: Any
    state: Hashable
    seconds: float
    at: float


class Kept:
    """Keeps answers by what was asked, for any number of threads."""

    def __init__(self) -> None:
        self._held: OrderedDict[Hashable, Held] = OrderedDict()
        self._guard = Lock()
        self._making: dict[Hashable, Lock] = {}

    def get(self, asked: Hashable, state: Hashable, make: Callable[[], T]) -> tuple[T, bool]:
        """What was asked, and whether it is of this state.

        The first time, and where it is quickly made, it is made now. Else an answer of an earlier state is given, and
        the next one made in the background, at most every few seconds.

        :param make: works it out; may be called in another thread.
        """
        held = self._known(asked)
        if held is not None and held.state == state:
            return held.value, True
        making = self._lock(asked)
        if held is None or held.seconds < _QUICK:
            with making:
                held = self._known(asked)
                if held is None or held.state != state:
                    held = self._make(asked, state, make)
            return held.value, True
        due = monotonic() - held.at > max(_AT_LEAST, _SHARE * held.seconds)
        if due and making.acquire(blocking=False):
            Thread(target=self._later, args=(asked, state, make, making), name="keeping", daemon=True).start()
        return held.value, False

    def _known(self, asked: Hashable) -> Held | None:
        with self._guard:
            if (held := self._held.get(asked)) is not None:
                self._held.move_to_end(asked)
            return held

    def _lock(self, asked: Hashable) -> Lock:
        with self._guard:
            return self._making.setdefault(asked, Lock())

    def _make(self, asked: Hashable, state: Hashable, make: Callable[[], T]) -> Held:
        began = monotonic()
        value = make()
        ended = monotonic()
        held = Held(value, state, ended - began, ended)
        with self._guard:
            self._held[asked] = held
            while len(self._held) > _MOST:
                oldest, _ = self._held.popitem(last=False)
                self._making.pop(oldest, None)
        return held

    def _later(self, asked: Hashable, state: Hashable, make: Callable[[], T], making: Lock) -> None:
        try:
            self._make(asked, state, make)
        except QuotegraphError as error:  # the store was closed, or what was asked for is gone: the next call tells
            _LOG.info("not made anew: %s", error)
            with self._guard:
                self._held.pop(asked, None)
        finally:
            making.release()
