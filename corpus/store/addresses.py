"""Where a store is: a data folder, or the address of a PostgreSQL database. Light: every command reads this."""

from __future__ import annotations

import re
from pathlib import Path

SCHEMES = ("postgresql://", "postgres://")
StoreAddress = Path | str
"""A data folder, or the address of a database as libpq takes it."""

_USER = re.compile(r"(?<=://)([^/?#@:]*):[^/?#]*(?=@)")
_SECRET = re.compile(r"([?&](?:password|sslpassword|passfile|oauth_client_secret)=)[^&#]*", re.IGNORECASE)


def is_database(address: StoreAddress) -> bool:
    """Whether it is the address of a database, not a folder."""
    return isinstance(address, str) and address.startswith(SCHEMES)


def without_secrets(address: str) -> str:
    """The address with ``***`` in place of passwords, to be shown and logged."""
    return _SECRET.sub(r"\1***", _USER.sub(r"\1:***", address))
