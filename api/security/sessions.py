"""Browser sessions: a cookie in place of the key, so that the key is not kept in the browser."""

from __future__ import annotations

import time

from api.security.database import AccessDatabase
from api.security.keys import Key, key_of
from api.security.tokens import digest, new_session_id

LIFETIME = 12 * 3600.0  # seconds


class Sessions:
    """The sessions of one place; each is tied to the key that it was begun with and ends with it."""

    def __init__(self, database: AccessDatabase) -> None:
        self._database = database

    def begin(self, key: Key) -> tuple[str, float]:
        """A new session: its secret id, always a fresh one, and when it ends (seconds since 1970)."""
        secret, now = new_session_id(), time.time()
        ends = now + LIFETIME if key.expires is None else min(now + LIFETIME, key.expires)
        with self._database.writing(create=False) as connection:
            connection.execute("DELETE FROM browser_session WHERE expires <= ?", (now,))
            connection.execute(
                "INSERT INTO browser_session (digest, key_id, created, expires) VALUES (?, ?, ?, ?)",
                (secret.digest, key.id, now, ends),
            )
        return secret.text, ends

    def verified(self, presented: str) -> Key | None:
        """The key behind a session; ``None`` when the session is none or has ended, or the key has."""
        rows = self._database.rows(
            "SELECT api_key.* FROM browser_session JOIN api_key ON api_key.id = browser_session.key_id"
            " WHERE browser_session.digest = ? AND browser_session.expires > ?",
            (digest(presented), time.time()),
        )
        key = key_of(rows[0]) if rows else None
        return key if key is not None and key.state(time.time()) == "active" else None

    def end(self, presented: str) -> None:
        """Ends a session; nothing happens where there is none."""
        known = digest(presented)
        if self._database.rows("SELECT 1 FROM browser_session WHERE digest = ?", (known,)):
            with self._database.writing(create=False) as connection:
                connection.execute("DELETE FROM browser_session WHERE digest = ?", (known,))
