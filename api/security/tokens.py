"""Random secrets, and what is kept of them.

Only the SHA-256 of a secret is stored. A slow, salted hash such as Argon2 is for passwords, which people choose and
which can be guessed; a secret of 256 random bits cannot be, however fast a guess is, and no two are alike, so that
neither slowness nor salt would add anything, while the check of a request stays in the range of microseconds.
"""

from __future__ import annotations

import hmac
import re
import secrets
from dataclasses import dataclass
from hashlib import sha256

_SECRET_BYTES = 32
_ID_BYTES = 6
_KEY = re.compile(r"qg_(?P<id>[0-9a-f]{12})_(?P<secret>[A-Za-z0-9_-]{43})")


@dataclass(frozen=True, slots=True)
class NewSecret:
    """A secret at the one moment at which it is known.

    :param id: public; finds what is stored.
    :param text: what its owner presents.
    :param digest: what is stored; 32 bytes.
    """

    id: str
    text: str
    digest: bytes


def new_key() -> NewSecret:
    """An API key, ``qg_<id>_<secret>``: 48 random bits that are public, 256 that are not."""
    name = secrets.token_hex(_ID_BYTES)
    text = f"qg_{name}_{secrets.token_urlsafe(_SECRET_BYTES)}"
    return NewSecret(name, text, digest(text))


def new_session_id() -> NewSecret:
    """The content of a session's cookie: 256 random bits."""
    text = secrets.token_urlsafe(_SECRET_BYTES)
    return NewSecret("", text, digest(text))


def key_id(text: str) -> str | None:
    """The public part of a key; ``None`` for what has not a key's form."""
    found = _KEY.fullmatch(text)
    return found["id"] if found else None


def visible_prefix(name: str) -> str:
    """What of a key may be shown, so that its owner knows it again.

    :param name: the key's id.
    """
    return f"qg_{name}"


def digest(text: str) -> bytes:
    """What is stored of a secret; 32 bytes."""
    return sha256(text.encode("utf-8", "surrogatepass")).digest()


def same(expected: bytes, presented: bytes) -> bool:
    """Whether two digests are equal, in a time that does not tell where they differ."""
    return hmac.compare_digest(expected, presented)
