"""API keys: made, listed, revoked, found."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from api.security.database import AccessDatabase
from api.security.identity import Identity, Scope
from api.security.tokens import digest, key_id, new_key, same, visible_prefix
from corpus.errors import NotFoundError, UsageError

LONGEST_NAME = 100  # characters
MOST_PER_MINUTE = 1_000_000
_NOBODY = bytes(32)
_BY_ID = "SELECT * FROM api_key WHERE id = ?"


@dataclass(frozen=True, slots=True)
class Key:
    """A key as it is stored; the secret itself is not.

    :param number: counts the keys, from 1.
    :param id: the public part of the key, 12 hexadecimal digits.
    :param name: whose it is; corrections and the audit log name it as the author.
    :param per_minute: requests that it may make in a minute; ``None``: as many as the service's settings say.
    :param created: like the other times in seconds since 1970 (UTC).
    :param expires: from then on it is refused; ``None``: never.
    :param last_used: to within a minute; ``None``: never.
    """

    number: int
    id: str
    name: str
    scope: Scope
    per_minute: int | None
    created: float
    expires: float | None
    revoked: float | None
    last_used: float | None

    @property
    def prefix(self) -> str:
        """What of the key may be shown."""
        return visible_prefix(self.id)

    @property
    def identity(self) -> Identity:
        """Who its requests come from."""
        return Identity(self.name, self.scope, self.id)

    def state(self, now: float) -> str:
        """``active``, ``expired`` or ``revoked``."""
        if self.revoked is not None:
            return "revoked"
        return "expired" if self.expires is not None and now >= self.expires else "active"


class Keys:
    """The keys of one place."""

    def __init__(self, database: AccessDatabase) -> None:
        self._database = database

    def create(
        self, name: str, scope: Scope, *, last_day: date | None = None, per_minute: int | None = None
    ) -> tuple[Key, str]:
        """A new key, and its text, which cannot be had again.

        :param name: 1 to 100 printable characters.
        :param last_day: the last day (UTC) on which it works; ``None``: no end.
        :param per_minute: 1 to 1,000,000.
        :raises UsageError: one of these is out of range.
        """
        name, expires = checked_name(name), _end_of(last_day)
        if per_minute is not None and not 1 <= per_minute <= MOST_PER_MINUTE:
            raise UsageError("per_minute", f"is not between 1 and {MOST_PER_MINUTE}")
        secret = new_key()
        with self._database.writing() as connection:
            connection.execute(
                "INSERT INTO api_key (id, digest, name, scope, per_minute, created, expires)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                (secret.id, secret.digest, name, scope.value, per_minute, time.time(), expires),
            )
        return self.get(secret.id), secret.text

    def get(self, name: str) -> Key:
        """The key of an id.

        :raises NotFoundError: there is none.
        """
        for row in self._database.rows(_BY_ID, (name,)):
            return key_of(row)
        raise NotFoundError(f"no key has the id {name!r}")

    def list(self) -> list[Key]:
        """All keys, also expired and revoked ones, oldest first."""
        return [key_of(row) for row in self._database.rows("SELECT * FROM api_key ORDER BY number")]

    def usable(self) -> bool:
        """Whether there is a key that neither ended nor was revoked."""
        now = time.time()
        return any(key.state(now) == "active" for key in self.list())

    def revoke(self, name: str) -> Key:
        """Ends a key and the browser sessions that were begun with it; one that is revoked already stays as it is.

        :param name: its id, or what is shown of it (``qg_…``).
        :raises NotFoundError: there is none.
        """
        wanted = name.removeprefix("qg_")
        with self._database.writing(create=False) as connection:
            connection.execute("UPDATE api_key SET revoked = ? WHERE id = ? AND revoked IS NULL", (time.time(), wanted))
            connection.execute("DELETE FROM browser_session WHERE key_id = ?", (wanted,))
        return self.get(wanted)

    def verified(self, presented: str) -> Key | None:
        """The key that was presented; ``None`` when it is none, has expired or was revoked.

        The stored digest is compared in constant time, with a digest of nothing where no key has the id.
        """
        name = key_id(presented)
        rows = self._database.rows(_BY_ID, (name,)) if name is not None else []
        if not same(rows[0]["digest"] if rows else _NOBODY, digest(presented)) or not rows:
            return None
        key = key_of(rows[0])
        return key if key.state(time.time()) == "active" else None

    def touch(self, name: str) -> None:
        """Notes that a key is in use now."""
        with self._database.writing(create=False) as connection:
            connection.execute("UPDATE api_key SET last_used = ? WHERE id = ?", (time.time(), name))


def checked_name(name: str) -> str:
    """A name for a key.

    :raises UsageError: it is empty, too long, or has characters that cannot be printed.
    """
    name = name.strip()
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise UsageError("name", f"must be 1 to {LONGEST_NAME} printable characters", "name who will use the key")
    return name


def _end_of(last_day: date | None) -> float | None:
    if last_day is None:
        return None
    try:
        end = datetime(last_day.year, last_day.month, last_day.day, tzinfo=UTC) + timedelta(days=1)
    except OverflowError as error:
        raise UsageError("expires", f"{last_day} is too far away", "leave it out for a key without an end") from error
    if end.timestamp() <= time.time():
        raise UsageError("expires", f"{last_day} has passed", "give a day to come")
    return end.timestamp()


def key_of(row: Any) -> Key:
    """The key in a row of the table."""
    values = {name: row[name] for name in Key.__slots__}
    return Key(**values | {"scope": Scope(row["scope"])})
