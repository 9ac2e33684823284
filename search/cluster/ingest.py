"""Ingest over the nodes of a Ray cluster: they read, extract and embed; one process, this one, stores."""

from __future__ import annotations

import logging
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.errors import InputError, QuotegraphError
from corpus.ingest import IngestReport, Progress, extractor_for, store_extracted
from corpus.read import expand, is_archive
from corpus.store import Store
from corpus.types import Article, Language, Statement
from corpus.workers import Extract, Item
from search.cluster.connection import OPTION, load_ray
from search.cluster.extraction import Embedded, ExtractAndEmbed, FileEnd, Order, opened, table, values
from search.cluster.known_articles import KnownArticles
from search.encoder_settings import EncoderSettings
from search.index import VectorIndex
from search.ready_vectors import ReadyVectors

if TYPE_CHECKING:
    from ray.data import Dataset

_TOGETHER = 32  # files opened by one task; an archive has a task of its own
_AT_ONCE = 16  # articles or files extracted by one call
_BLOCK = 512 * 1024  # bytes: so much is handed on at once, and so much is done again when a node is lost
_OPENING, _EXTRACTING = 0.1, 0.9  # of a processor: opening is a tenth of the work, and must find room beside the rest
_INDEXED_AT_ONCE = 20_000  # vectors


def ingest_on_cluster(
    paths: Iterable[str | Path],
    store: Store,
    index: VectorIndex,
    *,
    encoder: EncoderSettings,
    fingerprint: str,
    language: Language | None = None,
    extract: Extract | None = None,
    extractor: str | None = None,
    refine: Callable[[Article, Sequence[Statement]], Sequence[Statement]] | None = None,
    judge: str | None = None,
    on_progress: Callable[[Progress], None] | None = None,
) -> IngestReport:
    """Brings files into a store, as ``corpus.ingest.ingest`` does and with the same result, over the connected cluster.

    The order of the inputs is kept, an article is known by its content, and this process alone writes: what a lost
    node was at is done again by others and stored once. Killed or interrupted, it goes on when repeated.

    :param paths: files, folders and patterns; every node must see the files under the same paths.
    :param index: takes the vectors that the nodes have made.
    :param encoder: how the nodes load the encoder of the index, whose ``fingerprint`` is given.
    :raises StoreError: the store cannot be written; what was stored until then is safe.
    :raises UsageError: a node has another version of quotegraph or of the encoder.
    :raises InputError: the cluster failed.
    """
    chosen, name = extractor_for(store, extract, extractor, judge)
    # A node has a working folder of its own.
    files = [file.absolute() if isinstance(file, Path) else file for file in expand(paths)]
    order = Order(chosen, name, language, encoder, fingerprint)
    ready = ReadyVectors()
    dataset = _dataset(files, order, KnownArticles(store.extracted_by(name)))
    with closing(_values(dataset)) as found:  # interrupted, it ends before the connection does
        report = store_extracted(
            _stored_after(found, ready, index, store),
            sum(isinstance(file, Path) for file in files),
            store,
            extract=chosen,
            extractor=name,
            refine=refine,
            on_progress=on_progress,
        )
    index.sync(store, ready=ready)
    return report


def _dataset(files: Sequence[Path | InputError], order: Order, known: KnownArticles) -> Dataset:
    """The files, read, extracted and embedded over the nodes; nothing is done before its rows are asked for."""
    ray = load_ray()
    from ray import data

    context = data.DataContext.get_current()
    context.execution_options.preserve_order = True
    context.enable_progress_bars = False
    context.target_max_block_size, context.target_min_block_size = _BLOCK, 1
    logging.getLogger("ray.data").setLevel(logging.ERROR)
    processors = sum(int(node["Resources"].get("CPU", 0)) for node in ray.nodes() if node["Alive"])
    named = data.from_arrow([table(group) for group in _groups(files)] or [table([])])
    work = named.map_batches(
        partial(opened, language=order.language), batch_size=None, batch_format="pyarrow", num_cpus=_OPENING
    )
    return work.map_batches(
        ExtractAndEmbed,
        fn_constructor_args=(order, known),
        batch_size=_AT_ONCE,
        batch_format="pyarrow",
        compute=data.ActorPoolStrategy(min_size=1, max_size=max(1, processors), initial_size=max(1, processors)),
        num_cpus=_EXTRACTING,
    )


def _groups(files: Iterable[Path | InputError]) -> Iterator[list[Path | InputError]]:
    group: list[Path | InputError] = []
    for file in files:
        alone = isinstance(file, Path) and is_archive(file)
        if group and (alone or len(group) >= _TOGETHER):
            yield group
            group = []
        group.append(file)
        if alone:
            yield group
            group = []
    if group:
        yield group


def _values(rows: Dataset) -> Generator[Any, None, None]:
    """What comes from the nodes, in order.

    :raises QuotegraphError: one that a node raised.
    :raises InputError: the cluster failed.
    """
    from ray.exceptions import RayError

    try:
        for some in rows.iter_batches(batch_size=None, batch_format="pyarrow"):
            yield from values(some)
    except RayError as error:
        known = _raised(error)
        if known is not None:
            raise known from error
        problem = f"the cluster failed: {' '.join(str(error).split())[:300]}"
        raise InputError(OPTION, problem, "run the same command again: it goes on where this one ended") from error


def _stored_after(found: Iterator[Any], ready: ReadyVectors, index: VectorIndex, store: Store) -> Iterator[Path | Item]:
    """What comes from the nodes as it is to be stored; the vectors go to the index once their statements are stored."""
    for one in found:
        if isinstance(one, Embedded):
            if len(ready) >= _INDEXED_AT_ONCE:
                index.sync(store, ready=ready)  # whoever asks for the next item has stored those before
            said = one.item.statements or ()
            ready.put([(each.id, each.text) for each in said], one.vectors)
            yield one.item
        else:
            yield one.path if isinstance(one, FileEnd) else one


def _raised(error: BaseException) -> QuotegraphError | None:
    """The error of ours behind one of Ray's."""
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, QuotegraphError):
            return seen
        seen = getattr(seen, "cause", None) or seen.__cause__
    return None
