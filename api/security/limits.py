"""How often a key or an address may ask, counted for all processes of the service together.

The counters are in a small file of the data folder that every worker maps into its memory (``access.limits``): a limit
holds exactly, whichever worker answers, for two system calls a request (a lock held for microseconds). Where there is
no data folder yet, or it is read-only, each process counts for itself.
"""

from __future__ import annotations

import fcntl
import math
import mmap
import os
import secrets
import struct
import threading
import time
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from ipaddress import IPv6Address, ip_address
from pathlib import Path

FILE_NAME = "access.limits"
WINDOW = 60  # seconds
FREE_FAILURES = 5
LONGEST_WAIT = 900.0  # seconds
_FORGOTTEN_AFTER = 3600.0  # seconds without a failure
_REFUSALS_WRITTEN = 60  # a minute and address
_HEADER = struct.Struct("8s16s")
_MAGIC = b"qglimit1"
_COUNTS = struct.Struct("IIII")  # minute, requests in it, requests in the one before, unused
_FAILURES = struct.Struct("dII")  # time of the last one, how many, unused
_SLOT = 16
_KEYS, _ADDRESSES = 4096, 16384
_KEY_REGION = 64
_ADDRESS_REGION = _KEY_REGION + _KEYS * _SLOT
_FAILURE_REGION = _ADDRESS_REGION + _ADDRESSES * _SLOT
_REFUSAL_REGION = _FAILURE_REGION + _ADDRESSES * _SLOT
_SIZE = _REFUSAL_REGION + _ADDRESSES * _SLOT


@dataclass(frozen=True, slots=True)
class Allowance:
    """What is left of a limit.

    :param allowed: whether this request is within it.
    :param limit: requests a minute.
    :param remaining: how many more there may be now.
    :param reset: seconds until the counter's minute ends.
    :param wait: seconds after which one more request will be allowed; 0 when this one is.
    """

    allowed: bool
    limit: int
    remaining: int
    reset: int
    wait: int

    def headers(self) -> list[tuple[bytes, bytes]]:
        """The limit for the response; with ``Retry-After`` when there is nothing left of it."""
        found = [
            (b"ratelimit-limit", b"%d" % self.limit),
            (b"ratelimit-remaining", b"%d" % self.remaining),
            (b"ratelimit-reset", b"%d" % self.reset),
        ]
        return found if self.allowed else [*found, (b"retry-after", b"%d" % self.wait)]


class Limits:
    """The counters of a data folder.

    Requests are counted in a sliding window: those of this minute, and of the minute before the part that is less than
    a minute ago, taken as evenly spread. Two addresses share a counter by chance, 1 in 16,384; the place depends on a
    random secret, so that nobody can aim at another's. Keys share none below 4,096 of them.

    :param folder: the data folder; nothing is made where there is none.
    """

    def __init__(self, folder: Path) -> None:
        self._path = Path(folder) / FILE_NAME
        self._lock = threading.Lock()
        self._file: int | None = None
        self._memory = mmap.mmap(-1, _SIZE)
        self._secret = secrets.token_bytes(16)
        self._next_try = 0.0
        self._closed = False

    def take_key(self, number: int, limit: int) -> Allowance:
        """Counts a request of a key.

        :param number: counts keys from 1.
        :param limit: requests a minute.
        """
        return self._take(_KEY_REGION + (number % _KEYS) * _SLOT, limit)

    def take_address(self, address: str, limit: int) -> Allowance:
        """Counts a request without a key."""
        return self._take(self._place(_ADDRESS_REGION, address), limit)

    def take_refusal(self, address: str) -> bool:
        """Counts a refusal; whether it is still to be written to the audit log, which a flood must not fill."""
        return self._take(self._place(_REFUSAL_REGION, address), _REFUSALS_WRITTEN).allowed

    def failed(self, address: str) -> float:
        """Counts a wrong key; seconds for which no other key is looked at: 2 after the sixth, then twice as many."""
        with self._lock, _Held(self._opened()):
            place, now = self._place(_FAILURE_REGION, address), time.time()
            last, count, _ = _FAILURES.unpack_from(self._memory, place)
            count = 1 if abs(now - last) > _FORGOTTEN_AFTER else count + 1
            _FAILURES.pack_into(self._memory, place, now, count, 0)
        return _wait_after(count)

    def wait(self, address: str) -> float:
        """Seconds until a key from this address is looked at again; 0: now."""
        self._opened()
        last: float
        last, count, _ = _FAILURES.unpack_from(self._memory, self._place(_FAILURE_REGION, address))
        passed = time.time() - last
        if count <= FREE_FAILURES or not 0 <= passed <= _FORGOTTEN_AFTER:
            return 0.0
        return max(0.0, _wait_after(count) - passed)

    def close(self) -> None:
        """Lets go of the file; later calls count in memory."""
        with self._lock:
            self._closed = True
            if self._file is not None:
                os.close(self._file)
                self._file = None

    def _take(self, place: int, limit: int) -> Allowance:
        with self._lock, _Held(self._opened()):
            now = time.time()
            minute, part = divmod(now, WINDOW)
            known, current, before, _ = _COUNTS.unpack_from(self._memory, place)
            if known != minute:
                before, current = (current if known == minute - 1 else 0), 0
            passed = part / WINDOW
            used = before * (1 - passed) + current
            allowed = used + 1 <= limit
            if allowed:
                current += 1
            _COUNTS.pack_into(self._memory, place, int(minute), current, before, 0)
        remaining = max(0, int(limit - used) - 1)
        wait = 0 if allowed else _wait_for_one(limit, current, before, passed)
        return Allowance(allowed, limit, remaining, math.ceil(WINDOW - part), wait)

    def _place(self, region: int, address: str) -> int:
        found = blake2b(_network(address).encode("utf-8", "replace"), digest_size=4, key=self._secret).digest()
        return region + int.from_bytes(found, "big") % _ADDRESSES * _SLOT

    def _opened(self) -> int | None:
        """The file's descriptor; tried again every second while there is no data folder."""
        if self._file is None and not self._closed and time.monotonic() >= self._next_try:
            self._next_try = time.monotonic() + 1
            try:
                self._open()
            except OSError:
                self._file = None
        return self._file

    def _open(self) -> None:
        file = os.open(self._path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
        try:
            with _Held(file):
                magic, secret = _HEADER.unpack(os.pread(file, _HEADER.size, 0).ljust(_HEADER.size, b"\0"))
                if magic != _MAGIC or os.fstat(file).st_size < _SIZE:
                    secret = self._secret
                    os.ftruncate(file, 0)
                    os.ftruncate(file, _SIZE)
                    os.pwrite(file, _HEADER.pack(_MAGIC, secret), 0)
            self._memory, self._secret, self._file = mmap.mmap(file, _SIZE), secret, file
        except BaseException:
            os.close(file)
            raise


class _Held:
    """A file locked against other processes; nothing where there is no file."""

    def __init__(self, file: int | None) -> None:
        self._file = file

    def __enter__(self) -> None:
        if self._file is not None:
            fcntl.flock(self._file, fcntl.LOCK_EX)

    def __exit__(self, *_: object) -> None:
        if self._file is not None:
            fcntl.flock(self._file, fcntl.LOCK_UN)


def _wait_after(count: int) -> float:
    return 0.0 if count <= FREE_FAILURES else min(2.0 ** min(count - FREE_FAILURES, 32), LONGEST_WAIT)


def _wait_for_one(limit: int, current: int, before: int, passed: float) -> int:
    """Whole seconds until the window has room for one more request."""
    if current <= limit - 1:  # room comes as the minute before moves out of the window
        return max(1, math.ceil((1 - (limit - 1 - current) / before - passed) * WINDOW))
    return math.ceil((1 - passed) * WINDOW + (1 - (limit - 1) / current) * WINDOW)


@lru_cache(maxsize=4096)
def _network(address: str) -> str:
    """An address as it is counted: of IPv6 the network of 64 bits, which one client has all of."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if isinstance(found, IPv6Address):
        return str(found.ipv4_mapped or IPv6Address(int(found) >> 64 << 64))
    return address
