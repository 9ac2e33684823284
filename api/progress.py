"""Ingesting with a progress bar on the terminal, errors as lines of their own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from api.compose import open_engine, open_store
from corpus.errors import InputError
from corpus.types import Language

if TYPE_CHECKING:
    from corpus.ingest import Progress


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
    folder: Path,
    *,
    language: Language | None,
    encoder: str | None,
    complain: Callable[[InputError], None],
) -> Ingested:
    """Ingest files into the store of a folder, then bring the index up to date."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bar

    from corpus.ingest import ingest

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.fields[doing]}"),
    )
    bar = Bar(*columns, console=Console(stderr=True), transient=True)
    with open_store(folder, create=True) as store, bar:
        task = bar.add_task("Reading", total=None, doing="")

        def show(event: Progress) -> None:
            bar.update(task, completed=event.files_done, total=event.files, doing=event.source[-40:])
            if event.error is not None:
                complain(event.error)

        report = ingest(paths, store, language=language, on_progress=show)
        bar.update(task, description="Indexing", doing="")
        with open_engine(folder, encoder):
            pass  # opening it brings the indexes up to date
    counts = f"{report.added} added, {report.replaced} replaced, {report.unchanged} unchanged"
    counts += f", {report.statements} new statements"
    failed = f", {len(report.errors)} failed" if report.errors else ""
    return Ingested(f"{report.articles} articles: {counts}{failed}", len(report.errors))
