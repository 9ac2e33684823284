"""What a node of a cluster does in an ingest: reads files, extracts statements and makes their vectors.

Rows travel as Arrow tables with one column of pickled values, so that Ray Data can split, move and repeat them.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from corpus.errors import InputError, QuotegraphError, UsageError
from corpus.ingest import patience_for, work_of
from corpus.tagging import Extractor
from corpus.types import Article, Language
from corpus.workers import Extract, Extracted, Item, Task, Workers
from search.cluster.known_articles import KnownArticles
from search.encoder import load_encoder
from search.encoder_settings import EncoderSettings
from search.types import Vectors

_COLUMN = "row"
_ARTICLES = 32  # rows given on at a time
_REMEDY = "install the same version of quotegraph, with the same encoder, on every node"


@dataclass(frozen=True, slots=True)
class Work:
    """What is still to be extracted: a file with few articles, or one article."""

    what: Path | Article


@dataclass(frozen=True, slots=True)
class FileEnd:
    """All of a file has come before."""

    path: Path


@dataclass(frozen=True, slots=True)
class Embedded:
    """An article with its statements and their vectors, shape (statements, dimensions)."""

    item: Extracted
    vectors: Vectors


@dataclass(frozen=True, slots=True)
class Order:
    """What every node needs to know once.

    :param extractor: the name of ``extract``; what another version would find is refused.
    :param encoder: how the encoder is loaded; ``fingerprint`` must come of it.
    """

    extract: Extract
    extractor: str
    language: Language | None
    encoder: EncoderSettings
    fingerprint: str


def table(rows: Iterable[Any]) -> pa.Table:
    """Values as a table."""
    return pa.table({_COLUMN: pa.array([pickle.dumps(row) for row in rows], pa.binary())})


def values(rows: pa.Table) -> Iterator[Any]:
    """The values of a table, in order."""
    for row in rows[_COLUMN].to_pylist():
        yield pickle.loads(row)  # noqa: S301 - written by the same program on another node


def opened(files: pa.Table, language: Language | None) -> Iterator[pa.Table]:
    """Files as work: archives line by line, others as they are.

    :param files: rows are paths, or errors to be given on.
    """
    rows: list[Work | FileEnd | InputError] = []
    for file in values(files):
        for row in _work(file, language):
            rows.append(row)
            if len(rows) >= _ARTICLES:
                yield table(rows)
                rows = []
    yield table(rows)


def _work(file: Path | InputError, language: Language | None) -> Iterator[Work | FileEnd | InputError]:
    if isinstance(file, InputError):
        yield file
        return
    for found in work_of(file, language):
        yield found if isinstance(found, InputError) else Work(found)
    yield FileEnd(file)


class ExtractAndEmbed:
    """Extracts in a process of its own, so that a text that crashes or hangs it costs one article; embeds here.

    :param known: the articles whose statements the store has already.
    """

    def __init__(self, order: Order, known: KnownArticles) -> None:
        self._error: QuotegraphError | None = None
        try:
            self._encoder = _checked(order)
        except QuotegraphError as error:
            self._error = error  # a failure here would be tried again; the one of the first call is told
            return
        task = Task(order.extract, order.extractor, order.language, None, known=known)
        self._workers = Workers(task, 1, patience_for)

    def __call__(self, rows: pa.Table) -> pa.Table:
        """Work becomes articles with statements and vectors; errors and ends of files stay in their place."""
        if self._error is not None:
            raise self._error
        waiting = [self._workers.submit(row.what) if isinstance(row, Work) else row for row in values(rows)]
        found = [item for pending in waiting for item in _items(pending)]
        return table(self._embedded(found))

    def _embedded(self, found: Sequence[Item | FileEnd]) -> Iterator[Embedded | InputError | FileEnd]:
        texts = [said.text for item in found for said in _said(item)]
        vectors = self._encoder.encode(texts) if texts else np.zeros((0, self._encoder.dimensions), dtype=np.float32)
        done = 0
        for item in found:
            if isinstance(item, Extracted):
                count = len(item.statements or ())
                yield Embedded(item, vectors[done : done + count])
                done += count
            else:
                yield item


def _items(pending: Future[list[Item]] | InputError | FileEnd) -> Sequence[Item | FileEnd]:
    return pending.result() if isinstance(pending, Future) else [pending]


def _said(item: Item | FileEnd) -> Sequence[Any]:
    return (item.statements or ()) if isinstance(item, Extracted) else ()


def _checked(order: Order) -> Any:
    """The encoder, where this node would find and embed the same as all others.

    :raises UsageError: it would not.
    """
    encoder = load_encoder(order.encoder, None)
    if encoder.fingerprint != order.fingerprint:
        raise UsageError("--ray", f"a node has another encoder {encoder.name}", _REMEDY)
    if isinstance(order.extract, Extractor) and order.extract.name != order.extractor:
        raise UsageError("--ray", f"a node has {order.extract.name}, not {order.extractor}", _REMEDY)
    return encoder
