"""Where a store is: a data folder, or the address of a PostgreSQL database. Light: every command reads this."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from corpus.errors import UsageError

SCHEMES = ("postgresql://", "postgres://")
StoreAddress = Path | str
"""A data folder, or the address of a database as libpq takes it."""

_USER = re.compile(r"(?<=://)([^/?#@:]*):[^/?#]*(?=@)")
_SECRET = re.compile(r"([?&](?:password|sslpassword|passfile|oauth_client_secret)=)[^&#]*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a store and what goes with it are.

    :param folder: of what this machine keeps: indexes, keys, jobs; and the store, where no database is named.
    :param database: the address of the database that the store is in.
    """

    folder: Path
    database: str | None = field(default=None, repr=False)

    @classmethod
    def of(cls, given: Path | Place) -> Place:
        """The place; of a folder that its store is in."""
        return given if isinstance(given, Place) else cls(Path(given))

    @property
    def store(self) -> StoreAddress:
        """What ``Store.open`` opens."""
        return self.database or self.folder

    def __str__(self) -> str:
        return str(self.folder) if self.database is None else without_secrets(self.database)


def checked_database(address: str) -> str:
    """The address of a database.

    :raises UsageError: it is none.
    """
    if not address.startswith(SCHEMES):
        raise UsageError("database", "is no address of a database", "write postgresql://USER@HOST/NAME")
    return address


def is_database(address: StoreAddress) -> bool:
    """Whether it is the address of a database, not a folder."""
    return isinstance(address, str) and address.startswith(SCHEMES)


def without_secrets(address: str) -> str:
    """The address with ``***`` in place of passwords, to be shown and logged."""
    return _SECRET.sub(r"\1***", _USER.sub(r"\1:***", address))
