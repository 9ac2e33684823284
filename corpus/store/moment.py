"""What a thread knows of the snapshot that it reads from."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager


class Moment(threading.local):
    """The number of the last change, looked up once within a snapshot: nothing changes there."""

    def __init__(self) -> None:
        self._inside = False
        self._sequence: int | None = None

    @contextmanager
    def held(self) -> Iterator[None]:
        """While a snapshot of the calling thread lasts."""
        self._inside, self._sequence = True, None
        try:
            yield
        finally:
            self._inside = False

    def sequence(self, look_up: Callable[[], int]) -> int:
        """The number, as it is known or is looked up."""
        if not self._inside:
            return look_up()
        if self._sequence is None:
            self._sequence = look_up()
        return self._sequence
