"""Calls of a shard. Ray Serve picks the replica and leaves out a lost one; here is when the same is asked again."""

from __future__ import annotations

import time
from collections import deque
from typing import Any

from corpus.errors import QuotegraphError, StoreError

SLOW, SLOW_AT_LEAST = 4.0, 0.25
"""After so many times the mean, and so many seconds, another replica is asked as well."""
_SHARE = 0.05  # of the mean that the latest answer has
_FIRST_GUESS = 0.1  # seconds that an answer takes, before there was any
_GLANCE = 0.02  # seconds that each of several calls is waited for in turn
_AT_ONCE = 3  # calls for one answer
_LIMIT = 30.0  # seconds for an answer
_LONG = 3_600.0  # … where vectors may have to be made first
_FAILURES = 6  # calls that may be lost for one answer
_PAUSE = 0.05  # seconds after the first of them, twice as long after each further one
_LEFT = 64


class Calls:
    """The calls of one process to one shard; any number of threads may make them.

    :param number: of the shard, from 1.
    :param handle: of its deployment. Its calls go by gRPC: an actor's answer to a caller that is lost holds up all
        other calls of that actor until Ray has noticed the loss.
    """

    def __init__(self, number: int, handle: Any) -> None:
        self.number = number
        self._handle = handle.options(_by_reference=False)
        self._mean = _FIRST_GUESS
        # Calls that another replica was quicker with. As long as they are out, Ray Serve takes the slow replica for
        # busier than the others and prefers those; a call that is forgotten is cancelled.
        self._left: deque[Any] = deque(maxlen=_LEFT)

    def send(self, method: str, told: tuple[Any, ...]) -> Any:
        """What Ray Serve will answer."""
        return getattr(self._handle, method).remote(*told)

    def start(self, method: str, told: tuple[Any, ...], *, long: bool = False) -> Call:
        """A call that is on its way.

        :param long: its answer may take an hour, and is not asked for twice because it is slow.
        """
        return Call(self, method, told, long)

    @property
    def patience(self) -> float:
        """Seconds that a call is given before another replica is asked as well."""
        return max(SLOW_AT_LEAST, SLOW * self._mean)

    def ended(self, took: float, left: list[Any]) -> None:
        """Takes note of an answer.

        :param took: seconds.
        :param left: calls for it that have not ended.
        """
        self._mean += _SHARE * (took - self._mean)
        self._left.extend(left)


class Call:
    """One thing asked of one shard, of as many replicas as it takes until there is an answer."""

    def __init__(self, calls: Calls, method: str, told: tuple[Any, ...], long: bool) -> None:
        self._calls, self._method, self._told, self._long = calls, method, told, long
        self._began = time.monotonic()
        self._waiting = [calls.send(method, told)]
        self._failures = 0
        self._looked = False  # whether the first call was given a chance: other shards may be waited for until then

    def answer(self) -> Any:
        """What the shard answers.

        :raises StoreError: no replica does.
        :raises QuotegraphError: one that the shard raised.
        """
        until = self._began + (_LONG if self._long else _LIMIT)
        again = until if self._long else self._began + self._calls.patience
        while (now := time.monotonic()) < until and self._failures < _FAILURES:
            if not self._waiting or (now >= again and self._looked and len(self._waiting) < _AT_ONCE):
                self._waiting.append(self._calls.send(self._method, self._told))
                again = max(again, now) + self._calls.patience * 2 ** len(self._waiting)
            for response in tuple(self._waiting):
                alone = len(self._waiting) == 1
                found = self._result(response, max(_GLANCE, min(again, until) - now) if alone else _GLANCE)
                if found is not None:
                    return found[0]
        raise StoreError(f"shard {self._calls.number} of the index does not answer; ask again")

    def _result(self, response: Any, seconds: float) -> tuple[Any] | None:
        """The answer of one call, if it comes in time; a call that is lost is waited for no more."""
        import grpc
        from ray.exceptions import ObjectLostError, RayActorError, RayTaskError, TaskCancelledError
        from ray.serve.exceptions import RayServeException

        self._looked = True
        lost = RayActorError, ObjectLostError, TaskCancelledError, RayServeException, grpc.RpcError
        try:
            found = response.result(timeout_s=seconds)
        except RayTaskError as error:
            if isinstance(error.cause, QuotegraphError):
                raise error.cause from error
            if not isinstance(error.cause, lost):
                raise
        except lost:
            pass
        except TimeoutError:
            return None
        else:
            left = [one for one in self._waiting if one is not response]
            self._calls.ended(time.monotonic() - self._began, left)
            return (found,)
        self._waiting.remove(response)
        time.sleep(_PAUSE * 2**self._failures)
        self._failures += 1
        return None
