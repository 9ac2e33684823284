"""One process at a time works on the jobs of a data folder: whoever holds the lock, until it ends in whatever way."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

_FILE_NAME = "jobs.lock"


def try_lock(folder: Path) -> int | None:
    """Takes the lock, if it is free.

    :returns: a file descriptor. The lock is held while any process has it open, and the system frees it when the last
        one ends, killed or not: it can be handed to another process. ``None`` when another process holds it.
    """
    descriptor = os.open(folder / _FILE_NAME, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(descriptor)
        if isinstance(error, BlockingIOError):
            return None
        raise
    return descriptor
