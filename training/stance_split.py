"""Which sentences of NewsMTSC the stance head learns from, and which are kept for measuring it."""

from __future__ import annotations

import zlib

_SHARE = 5


def kept_for_measuring(text: str) -> bool:
    """Whether a sentence is never learned from: one in five, the same ones always."""
    return zlib.crc32(text.encode()) % _SHARE == 0
