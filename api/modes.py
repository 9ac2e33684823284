"""Words that settings of the service choose between; light, so that the command line can name them."""

from __future__ import annotations

from enum import StrEnum


class AccessMode(StrEnum):
    """Whether requests must show a key."""

    AUTO = "auto"
    """On every address but this machine's own (loopback)."""
    KEYS = "keys"
    """Always."""
    OPEN = "open"
    """Never: everybody who reaches the service may do everything."""


class LogFormat(StrEnum):
    """How the service writes its log."""

    TEXT = "text"
    """For people: one line, words and values."""
    JSON = "json"
    """For programs: one JSON object a line."""
