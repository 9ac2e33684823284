"""What to do about a disk that does not take or give what it should."""

from __future__ import annotations

import errno
import re
import shutil
from pathlib import Path

FULL = "the disk is full; make room, then do the same again: what was acknowledged is safe"
READ_ONLY = "it cannot be written here; check the permissions of the folder and its files"
BROKEN = "the disk reports an error; check it"
_LITTLE = 256 * 1024  # bytes
_SHORT = re.compile(r"\d+ requested and \d+ written")  # numpy's words where a file takes less than it should
_REMEDIES = {
    errno.ENOSPC: FULL,
    errno.EDQUOT: FULL,
    errno.EFBIG: FULL,
    errno.EROFS: READ_ONLY,
    errno.EACCES: READ_ONLY,
    errno.EPERM: READ_ONLY,
    errno.EIO: BROKEN,
}


def is_full(folder: Path) -> bool:
    """Whether there is next to no room on a folder's disk."""
    try:
        return shutil.disk_usage(folder).free < _LITTLE
    except OSError:
        return False


def remedy_of(error: OSError) -> str | None:
    """What helps against an error of the system when a file is written; ``None`` where that depends on more than it."""
    if error.errno is None and _SHORT.search(str(error)):
        return FULL
    return _REMEDIES.get(error.errno or 0)


def described(error: OSError) -> str:
    """The error in one line without the file's name, with the remedy where there is one."""
    words = error.strerror or str(error) or type(error).__name__
    remedy = remedy_of(error)
    return f"{words}: {remedy}" if remedy else words
