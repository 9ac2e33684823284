"""Questions are worked out few at a time; one that would wait too long is refused at once."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from typing import TypeVar

from anyio import CapacityLimiter, to_thread

from api.problems import BUSY, ProblemError

T = TypeVar("T")
_SHARE = 0.05  # of the mean that the latest question has
_FIRST_GUESS = 0.02  # seconds that a question takes, before any was asked


class Turns:
    """First come, first served.

    Many at once would take no less time together, hold more memory, and make the first wait for the last. A queue that
    grows without end would have everybody wait until they give up, and their answers be worked out all the same.

    :param at_once: how many are worked out at a time.
    :param patience: seconds that one may wait for its turn.
    """

    def __init__(self, at_once: int, patience: float) -> None:
        self._at_once = at_once
        self._patience = patience
        self._limiter = CapacityLimiter(at_once)
        self._inside = 0
        self._mean = _FIRST_GUESS

    @property
    def wait(self) -> float:
        """Seconds that one who comes now is to wait, going by how long those before took."""
        return max(0, self._inside - self._at_once + 1) * self._mean / self._at_once

    async def run(self, work: Callable[[], T]) -> T:
        """What a thread works out, in turn.

        :raises ProblemError: the queue is too long.
        """
        self._refuse_where(self.wait)
        came = time.perf_counter()
        self._inside += 1
        try:
            async with self._limiter:
                began = time.perf_counter()
                self._refuse_where(began - came)
                try:
                    return await to_thread.run_sync(work, limiter=_UNLIMITED)
                finally:
                    self._mean += _SHARE * (time.perf_counter() - began - self._mean)
        finally:
            self._inside -= 1

    def _refuse_where(self, waits: float) -> None:
        if waits > self._patience:
            detail = f"More is asked than can be answered: the wait is {waits:.1f} seconds. Ask again later."
            raise ProblemError(BUSY, detail, headers={"Retry-After": str(math.ceil(waits))})


_UNLIMITED = CapacityLimiter(math.inf)  # how many there are is decided before
