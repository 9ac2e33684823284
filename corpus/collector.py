"""Python's search for cycles of objects, made rarer where very many objects live long."""

from __future__ import annotations

import gc

_OBJECTS = (
    50_000  # new ones after which Python looks for cycles; 700 would be several times in each article or question
)


def spare_the_collector() -> None:
    """What is there now stays for good: to look through it for cycles again and again takes a tenth of all the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_OBJECTS, 20, 100)
