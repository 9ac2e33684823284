"""From what a request presents to the key behind it, remembered for a second.

A revocation counts at once in the process that makes it, and in others when their memory of the key is a second old.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from api.security.keys import Key, Keys
from api.security.sessions import Sessions
from api.security.tokens import digest

REMEMBERED = 1.0  # seconds
_FAMILIAR = 600.0  # seconds since a key was last found valid
_MOST = 1024
_TOUCHED_EVERY = 60.0  # seconds between two notes of a key's use


@dataclass(slots=True)
class _Known:
    key: Key
    checked: float


class Authenticator:
    """Verifies keys and sessions; only those that are valid are remembered, by their digest."""

    def __init__(self, keys: Keys, sessions: Sessions) -> None:
        self._keys, self._sessions = keys, sessions
        self._lock = threading.Lock()
        self._known: OrderedDict[tuple[str, bytes], _Known] = OrderedDict()
        self._touched: dict[str, float] = {}
        self._forgotten = 0

    def key(self, presented: str) -> Key | None:
        """The key that was presented; ``None`` when it is not valid now.

        :raises StoreError: the keys cannot be read.
        """
        return self._remembered("key", presented, self._keys.verified)

    def session(self, presented: str) -> Key | None:
        """The key behind a session's cookie; ``None`` when it is not valid now.

        :raises StoreError: the sessions cannot be read.
        """
        return self._remembered("session", presented, self._sessions.verified)

    def is_familiar(self, presented: str) -> bool:
        """Whether this very key was valid a short while ago: then it is no guess."""
        found = self._known.get(("key", digest(presented)))
        return found is not None and time.monotonic() - found.checked < _FAMILIAR

    def forget(self) -> None:
        """Has everything checked anew: a key or session of this process has ended."""
        with self._lock:
            self._known.clear()
            self._forgotten += 1

    def due_to_touch(self, name: str) -> bool:
        """Whether the last use of the key with this id is to be noted now; says so once a minute."""
        now = time.monotonic()
        if now - self._touched.get(name, -_TOUCHED_EVERY) < _TOUCHED_EVERY:
            return False
        self._touched[name] = now
        return True

    def _remembered(self, kind: str, presented: str, verify: Callable[[str], Key | None]) -> Key | None:
        name, now = (kind, digest(presented)), time.monotonic()
        found = self._known.get(name)
        if found is not None and now - found.checked < REMEMBERED:
            return found.key if found.key.state(time.time()) == "active" else None
        forgotten = self._forgotten
        key = verify(presented)
        with self._lock:
            self._known.pop(name, None)
            if key is not None and forgotten == self._forgotten:  # else it may have been read before a revocation
                self._known[name] = _Known(key, now)
                if len(self._known) > _MOST:
                    self._known.popitem(last=False)
        return key
