"""Small stand-ins for the index's ports: an encoder without a model, and a store without a database."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from corpus.store.records import Changes, StoredStatement
from corpus.types import Language, Span, Statement, StatementKind
from search.types import Vectors


class WordEncoder:
    """Mean of one pseudo-random vector per word: the same word, the same direction."""

    def __init__(self, dimensions: int = 32, version: str = "1") -> None:
        self.name = f"words-{version}"
        self.dimensions = dimensions
        self.fingerprint = f"{dimensions}-{version}"
        self.calls: list[str] = []

    def encode(self, texts: Sequence[str], *, query: bool = False) -> Vectors:
        self.calls.extend(texts)
        rows = [sum((self._word(word) for word in text.lower().split()), self._word("")) for text in texts]
        vectors = np.array(rows, dtype=np.float32).reshape(len(texts), self.dimensions)
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)

    def _word(self, word: str) -> Vectors:
        seed = int.from_bytes(hashlib.sha256(word.encode()).digest()[:8], "little")
        return np.random.default_rng(seed).standard_normal(self.dimensions).astype(np.float32)


def statement_id(number: int) -> str:
    """An id such as extraction makes: 16 hex digits, all bits in use."""
    return hashlib.sha256(str(number).encode()).hexdigest()[:16]


@dataclass
class ListStore:
    """The change log and the statements of a store, in memory."""

    identity: str = "store-1"
    texts: dict[str, str] = field(default_factory=dict)
    log: list[tuple[str, str]] = field(default_factory=list)

    def put(self, number: int, text: str) -> str:
        identifier = statement_id(number)
        self.log.append((identifier, "changed" if identifier in self.texts else "added"))
        self.texts[identifier] = text
        return identifier

    def remove(self, number: int) -> None:
        identifier = statement_id(number)
        del self.texts[identifier]
        self.log.append((identifier, "removed"))

    def sequence(self) -> int:
        return len(self.log)

    def changes_since(self, sequence: int, limit: int | None = None) -> Changes:
        until = len(self.log) if limit is None else min(len(self.log), sequence + limit)
        recent = self.log[sequence:until]
        known = {name for name, _ in self.log[:sequence]}
        touched = dict.fromkeys(name for name, _ in recent)
        return Changes(
            since=sequence,
            sequence=until,
            added=tuple(name for name in touched if name in self.texts and name not in known),
            changed=tuple(name for name in touched if name in self.texts and name in known),
            removed=tuple(name for name in touched if name not in self.texts and name in known),
        )

    def statements(self, ids: Sequence[str]) -> Iterable[StoredStatement]:
        return [_stored(identifier, self.texts[identifier]) for identifier in ids if identifier in self.texts]


def _stored(identifier: str, text: str) -> StoredStatement:
    content = (Span(0, len(text), text),)
    statement = Statement(identifier, "article", StatementKind.DIRECT, Language.EN, content)
    return StoredStatement(statement, None, None, None, None, "a.txt", None, None, None, None)
