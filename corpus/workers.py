"""Reading and extraction in processes of their own: one that crashes or hangs costs one article, never the ingest."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Container, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass, field
from multiprocessing import get_context, parent_process
from multiprocessing.connection import Connection, wait
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from corpus.addresses import StoreAddress
from corpus.collector import spare_the_collector
from corpus.errors import InputError, UsageError
from corpus.read import read
from corpus.store import Store
from corpus.types import Article, Language, Statement

Extract = Callable[[Article], Sequence[Statement]]
BUG = "the other inputs are not affected; please report this one as a bug"
_START = 120.0  # seconds that a process may take to load the dictionaries, on a machine that is busy


@dataclass(frozen=True, slots=True)
class Task:
    """What a process needs to know once.

    :param extract: must be one that can be pickled.
    :param extractor: name and version of it: what the store has from it already is not extracted again.
    :param data: folder of the store, or the address of its database; ``None`` where it is out of reach.
    :param niceness: by how much the process steps back behind others (0 to 19).
    :param known: ids of articles that are not extracted again, besides those that the store names.
    """

    extract: Extract
    extractor: str
    language: Language | None
    data: StoreAddress | None
    niceness: int = 0
    known: Container[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Extracted:
    """One article with its statements; ``None`` where the store has them already."""

    article: Article
    statements: Sequence[Statement] | None


Item = Extracted | InputError


def extracted(article: Article, extract: Extract) -> Item:
    """The article with its statements, or the error that the extractor ended in: the others go on."""
    try:
        return Extracted(article, list(extract(article)))
    except Exception as error:  # whatever one text does to the extractor
        problem = f"statements cannot be extracted: {type(error).__name__}: {error}"
        return InputError(article.document, " ".join(problem.split()), BUG)


def articles(file: Path, language: Language | None) -> list[Article | InputError]:
    """The articles of a file that holds few; a reader that fails in a way nobody foresaw ends this file only."""
    try:
        return list(read(file, language=language))
    except Exception as error:
        problem = f"cannot be read: {type(error).__name__}: {error}"
        return [InputError(str(file), " ".join(problem.split()), BUG)]


class Workers:
    """Processes that read and extract, each with a thread here that feeds it. Use ``with``: it ends them all.

    :param jobs: how many.
    :param patience: (characters or bytes) → seconds that an article may take.
    """

    def __init__(self, task: Task, jobs: int, patience: Callable[[int], float]) -> None:
        self._task = task
        self._patience = patience
        self._threads = ThreadPoolExecutor(jobs, thread_name_prefix="ingest")
        self._own = threading.local()
        self._all: set[_Worker] = set()
        self._guard = threading.Lock()
        self._closed = False

    def submit(self, work: Path | Article) -> Future[list[Item]]:
        """Reads a file and extracts its articles, or extracts an article that was read already.

        :returns: what will be the items, errors in their place; it raises :class:`UsageError` when no process can
            be started.
        """
        return self._threads.submit(self._do, work)

    def close(self) -> None:
        """Ends all processes at once, whatever they are at."""
        with self._guard:
            self._closed = True
            for worker in self._all:
                worker.process.kill()
        self._threads.shutdown(cancel_futures=True)
        for worker in self._all:
            worker.end()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _do(self, work: Path | Article) -> list[Item]:
        worker: _Worker | None = getattr(self._own, "worker", None)
        if worker is None:
            worker = self._own.worker = self._started()
        source = work.document if isinstance(work, Article) else str(work)
        seconds = self._patience(_size(work))
        try:
            worker.pipe.send(work)
            if worker.pipe.poll(seconds):
                items: list[Item] = worker.pipe.recv()
                return items
            problem = f"took longer than {seconds:.0f} seconds and was given up"
        except (EOFError, OSError):
            problem = f"ended the process that read it ({worker.end()})"
        self._own.worker = None
        worker.end()
        with self._guard:
            self._all.discard(worker)
        return [InputError(source, problem, BUG)]

    def _started(self) -> _Worker:
        with self._guard:
            if self._closed:
                raise UsageError("--jobs", "the ingest has ended")
            worker = _Worker(self._task)
            self._all.add(worker)
        if not worker.is_ready():
            raise UsageError("--jobs", f"no process can be started ({worker.end()})", "ingest with --jobs 1")
        return worker


@dataclass(eq=False, slots=True)
class _Worker:
    """One process and the pipe to it."""

    task: Task
    pipe: Connection = field(init=False)
    process: Any = field(init=False)

    def __post_init__(self) -> None:
        context = get_context("spawn")  # a fork would copy the locks of whatever threads run here
        self.pipe, other = context.Pipe()
        self.process = context.Process(target=_work, args=(self.task, other), daemon=True, name="quotegraph-ingest")
        self.process.start()
        other.close()  # so that its end is noticed here

    def is_ready(self) -> bool:
        try:
            return self.pipe.poll(_START) and bool(self.pipe.recv())
        except (EOFError, OSError):
            return False

    def end(self) -> str:
        """Kills what still runs; how it ended, in words."""
        self.process.join(0.5)
        self.process.kill()
        self.process.join()
        self.pipe.close()
        code = self.process.exitcode
        return f"signal {-code}" if code < 0 else f"exit status {code}"


def _size(work: Path | Article) -> int:
    if isinstance(work, Article):
        return len(work.text)
    try:
        return work.stat().st_size
    except OSError:
        return 0


def _work(task: Task, pipe: Connection) -> None:
    """What a process does: takes work and sends items, until the other end is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to all; the parent ends this one in order
    threading.Thread(target=_end_with_parent, daemon=True).start()
    if task.niceness:
        os.nice(task.niceness)
    with nullcontext() if task.data is None else Store.open(task.data, read_only=True) as store:
        spare_the_collector()
        pipe.send(True)
        while True:
            try:
                work = pipe.recv()
                found = [work] if isinstance(work, Article) else articles(work, task.language)
                pipe.send([_item(one, task, store) for one in found])
            except (EOFError, OSError):
                return


def _item(found: Article | InputError, task: Task, store: Store | None) -> Item:
    if isinstance(found, InputError):
        return found
    if found.id in task.known or (store is not None and store.extractor_of(found.id) == task.extractor):
        return Extracted(found, None)
    return extracted(found, task.extract)


def _end_with_parent() -> None:
    """Ends this process when the parent was killed while a text hangs here."""
    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
