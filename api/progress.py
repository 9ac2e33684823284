"""Progress bars on the terminal: of reading, and of the making of vectors where that takes long."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from api.commands.choosing import counted
from api.compose import open_engine, open_store
from corpus.addresses import Place
from corpus.errors import InputError
from corpus.types import Language
from search.encoder_settings import EncoderSettings

if TYPE_CHECKING:
    from rich.progress import Progress as Bar

    from corpus.ingest import IngestReport, Progress
    from search.engine import Engine
    from search.index import OnEmbedded

_WORTH_A_BAR = 1.5  # seconds; whoever waits less needs none


@contextmanager
def embedding_bar() -> Iterator[OnEmbedded]:
    """What to tell how many vectors are made: a bar on stderr, if that is a terminal and the work takes long."""
    began: float | None = None
    with ExitStack() as shown:
        bar: Bar | None = None

        def show(done: int, total: int) -> None:
            nonlocal began, bar
            now = time.monotonic()
            began = now if began is None else began
            if bar is None and now - began > _WORTH_A_BAR and done < total:
                bar = shown.enter_context(progress_bar())
                bar.add_task("Embedding", total=total, doing="")
            if bar is not None:
                bar.update(bar.task_ids[0], completed=done)

        yield show


def progress_bar() -> Bar:
    """A bar on stderr with a column for what is being done; nothing where that is no terminal."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.fields[doing]}"),
    )
    screen = Console(stderr=True)
    return Progress(*columns, console=screen, transient=True, disable=not screen.is_terminal)


@dataclass(frozen=True, slots=True)
class Ingested:
    """How an ingest went.

    :param line: the counts, in one line for people.
    :param failed: how many inputs could not be used.
    """

    line: str
    failed: int


def ingest_with_progress(
    paths: Sequence[str],
    data: Path | Place,
    *,
    language: Language | None,
    encoder: EncoderSettings,
    jobs: int | None,
    stance_model: str | None = None,
    cluster: str | None = None,
    complain: Callable[[InputError], None],
) -> Ingested:
    """Ingest files into the store of a folder, then bring the index up to date.

    :param jobs: processes that read and extract; ``None`` for as many as the files are worth.
    :param stance_model: judges stance in place of the bundled judge; remembered with the store.
    :param cluster: address of a Ray cluster whose nodes read, extract and embed in place of processes here.
    :raises UsageError: there is no such cluster.
    :raises InputError: the encoder cannot be loaded; nothing has been read then.
    :raises IndexMismatchError: it is another than the index's; likewise.
    """
    from api.retagging import check_judge, refine_of
    from corpus.collector import spare_the_collector
    from corpus.ingest import ingest
    from search.meanwhile import indexed_meanwhile

    with open_store(data, create=True) as store, progress_bar() as bar:
        task = bar.add_task("Reading", total=None, doing="")

        def show(event: Progress) -> None:
            bar.update(task, completed=event.files_done, total=event.files, doing=event.source[-40:])
            if event.error is not None:
                complain(event.error)

        def embedded(done: int, total: int) -> None:
            bar.update(task, description="Embedding", completed=done, total=total, doing="")

        # Opened before anything is read: an encoder that cannot be had, or another than the index's, is said at once.
        with open_engine(data, encoder, embedded) as engine:
            bar.reset(task, description="Reading")
            spare_the_collector()
            if stance_model is not None:
                check_judge(store, stance_model)
            refine, judge = refine_of(store)
            if cluster is None:
                with indexed_meanwhile(engine, embedded):
                    report = ingest(
                        paths, store, language=language, jobs=jobs, refine=refine, judge=judge, on_progress=show
                    )
            else:
                report = _on_cluster(
                    cluster, paths, engine, language=language, refine=refine, judge=judge, on_progress=show
                )
            bar.update(task, description="Indexing", doing="")
            engine.refresh(embedded)
    counts = f"{report.added} added, {report.replaced} replaced, {report.unchanged} unchanged"
    counts += f", {counted(report.statements, 'new statement')}"
    failed = f", {len(report.errors)} failed" if report.errors else ""
    return Ingested(f"{counted(report.articles, 'article')}: {counts}{failed}", len(report.errors))


def _on_cluster(cluster: str, paths: Sequence[str], engine: Engine, **how: Any) -> IngestReport:
    from search.cluster.connection import connected
    from search.index import VectorIndex

    with connected(cluster):
        from search.cluster.ingest import ingest_on_cluster

        index, fingerprint = engine.index, engine.encoder.fingerprint
        assert isinstance(index, VectorIndex)  # noqa: S101 - it was opened in this process
        return ingest_on_cluster(paths, engine.store, index, encoder=index.settings, fingerprint=fingerprint, **how)
