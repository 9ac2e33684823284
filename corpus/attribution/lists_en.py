"""The lists of words that English descriptions of people are made of, as ``data/people_en.toml`` has them."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Any

from corpus.attribution.tokens import Token


@cache
def people_data() -> dict[str, Any]:
    """The tables of the file."""
    source = resources.files("corpus").joinpath("data/people_en.toml")
    return tomllib.loads(source.read_text(encoding="utf-8"))


@cache
def words_of(kind: str) -> frozenset[str]:
    """A list of ``data/people_en.toml``: ``male``, ``female``, ``places``, ``offices``, ``modifiers`` …"""
    return frozenset(people_data()[kind].split())


@cache
def words_of_descriptions(kind: str) -> frozenset[str]:
    """A list of the table ``descriptions``: ``anyone``, ``women``, ``men``, ``inside``, ``business``."""
    return frozenset(people_data()["descriptions"][kind].split())


@cache
def alike() -> tuple[frozenset[str], ...]:
    """Heads of roles that a later description may use for one another."""
    return tuple(frozenset(line.split()) for line in people_data()["descriptions"]["alike"])


def is_seat(name: str) -> bool:
    """Whether a name is that of a seat of power or of a building that stands for it (``Downing Street``)."""
    lower = name.lower()
    known = lower.replace(" ", "-") in words_of("seats")
    head, _, last = lower.rpartition(" ")
    return known or (bool(head) and last in words_of("seat_ends") and head not in words_of("male") | words_of("female"))


def is_place(token: Token) -> bool:
    """Whether a capitalised word names a country, a region or a large city."""
    return token.is_capital and token.lower in words_of("places")
