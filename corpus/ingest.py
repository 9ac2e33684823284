"""From files to the store: reads, extracts and stores article by article; one that fails never stops the others."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, wait
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from corpus.errors import InputError, StoreError
from corpus.read import expand, is_archive, read
from corpus.store import Put, Store
from corpus.types import Article, Language, Statement
from corpus.workers import BUG, Extract, Extracted, Item, Task, Workers, extracted

_AHEAD = 12  # articles or files under way for each process: so much memory, and so much is lost by kill -9
_TOGETHER = 8  # of them that are committed at once, where they are ready; none is reported before that
_WORTH_PROCESSES = 2_000_000  # bytes; what is smaller is read before other processes have loaded their dictionaries
_Pending = Path | InputError | Article | Extracted | Future[list[Item]]
"""The end of a file, an error, an article to extract here, one that is extracted, or what a process is at."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an ingest has come; one event after each article, each error and each file.

    :param files_done: files that are finished.
    :param files: all files to read.
    :param source: the document, or the input that failed.
    :param outcome: what came of it; ``None`` at the end of a file and after an error.
    :param error: what was wrong with it, if anything.
    """

    files_done: int
    files: int
    source: str
    outcome: Put | None = None
    error: InputError | None = None


@dataclass(slots=True)
class IngestReport:
    """What came of an ingest.

    :param added: articles that are new.
    :param unchanged: articles that were stored already.
    :param replaced: articles of which an earlier version was stored, or that a newer extractor reads otherwise.
    :param statements: statements of the articles added or replaced.
    :param errors: what could not be used, each naming the input and the remedy.
    """

    added: int = 0
    unchanged: int = 0
    replaced: int = 0
    statements: int = 0
    errors: list[InputError] = field(default_factory=list)

    @property
    def articles(self) -> int:
        """All articles that were read and are in the store now."""
        return self.added + self.unchanged + self.replaced


def ingest(
    paths: Iterable[str | Path],
    store: Store,
    *,
    language: Language | None = None,
    extract: Extract | None = None,
    extractor: str | None = None,
    refine: Callable[[Article, Sequence[Statement]], Sequence[Statement]] | None = None,
    judge: str | None = None,
    jobs: int | None = 1,
    patience: Callable[[int], float] | None = None,
    on_progress: Callable[[Progress], None] | None = None,
) -> IngestReport:
    """Brings files into a store. The same files again change nothing; an interrupted ingest is resumed by repeating it.

    An article that is stored already is extracted again only when another extractor made its statements. What is
    stored does not depend on ``jobs``: articles are stored here, in the order in which they are named.

    :param paths: files, folders and patterns.
    :param language: the language of all articles; else it is detected.
    :param extract: what finds the statements; else that of ``corpus.tagging.Extractor`` with the store's scheme. With
        several jobs a function that can be pickled.
    :param extractor: name and version of ``extract``; else its qualified name.
    :param refine: judges the stances of an article's statements anew, here, before they are stored; ``judge`` is
        its name.
    :param jobs: processes that read and extract; 1 for none but this one, ``None`` for as many as there are processors
        where the files are large enough to be worth their start. A program that asks for several must guard its main
        module with ``if __name__ == "__main__"``.
    :param patience: (bytes of a file, or characters of an article) → seconds after which a process that reads it is
        given up; only with several jobs.
    :param on_progress: called as it goes.
    :raises StoreError: the store cannot be written (disk full, locked): what was stored until then is safe.
    :raises UsageError: no process can be started.
    """
    chosen, name = extractor_for(store, extract, extractor, judge)
    run = _Ingest(store, language, chosen, name, on_progress or _ignore, refine)
    files = list(expand(paths))
    count = worth_starting(files) if jobs is None else max(1, jobs)
    if count == 1:
        return run.run(files)
    task = Task(chosen, name, language, store.database.address)
    with Workers(task, count, patience or patience_for) as workers:
        return run.run(files, workers, window=_AHEAD * count)


def store_extracted(
    items: Iterable[Path | Item],
    files: int,
    store: Store,
    *,
    extract: Extract,
    extractor: str,
    refine: Callable[[Article, Sequence[Statement]], Sequence[Statement]] | None = None,
    on_progress: Callable[[Progress], None] | None = None,
) -> IngestReport:
    """Stores what was read and extracted elsewhere, in the order in which it comes; the rest is as in :func:`ingest`.

    :param items: articles with their statements, errors, and at the end of each file its path.
    :param files: how many files there are.
    :param extract: what found the statements; asked here where the store has the same content otherwise.
    :raises StoreError: the store cannot be written; what was stored until then is safe.
    """
    run = _Ingest(store, None, extract, extractor, on_progress or _ignore, refine)
    return run.take(items, files)


def work_of(file: Path, language: Language | None) -> Iterator[Path | Article | InputError]:
    """What there is to extract in a file: the file itself, or one after the other the articles of an archive.

    An archive is read line by line: it may be larger than the memory.
    """
    if is_archive(file):
        yield from _articles(file, language)
    else:
        yield file


def worth_starting(files: Iterable[Path | InputError]) -> int:
    """How many processes these files are worth: 1 where starting others takes longer than reading."""
    size = 0
    for file in files:
        if isinstance(file, Path):
            with suppress(OSError):
                size += file.stat().st_size
    return _processors() if size >= _WORTH_PROCESSES else 1


def _processors() -> int:
    """Those that this process may use; where the system does not tell, all."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def store_article(
    store: Store, article: Article, find: Callable[[Article], Sequence[Statement]], extractor: str
) -> tuple[Put, int]:
    """Stores one article; its statements are asked for only where they are needed.

    :param find: gives the statements of the article it is called with: this one, or the same content as the store
        has it. An error that it raises is raised here, and nothing is stored.
    :param extractor: name and version of ``find``: what another one found is replaced.
    :returns: what came of it, and how many statements were written.
    :raises StoreError: the store cannot be written.
    """
    outcome = store.recognise(article)
    if outcome is None:
        statements = find(article)
        return store.put(article, statements, extractor=extractor), len(statements)
    if store.extractor_of(article.id) in (None, extractor):
        return outcome, 0
    statements = find(store.article(article.id))  # the text that the store has: all its spans point there
    if store.replace_statements(article.id, statements, extractor=extractor):
        return Put.REPLACED, len(statements)
    return outcome, 0


class _Ingest:
    """One run over some inputs."""

    def __init__(
        self,
        store: Store,
        language: Language | None,
        extract: Extract,
        extractor: str,
        on_progress: Callable[[Progress], None],
        refine: Callable[[Article, Sequence[Statement]], Sequence[Statement]] | None,
    ) -> None:
        self._store = store
        self._language = language
        self._extract = extract
        self._extractor = extractor
        self._on_progress = on_progress
        self._refine = refine
        self._report = IngestReport()
        self._untold: list[Progress] = []
        self._files = self._done = 0

    def run(self, files: Sequence[Path | InputError], workers: Workers | None = None, window: int = 0) -> IngestReport:
        """Takes the files in their order; ``window`` is how many articles or files may be under way at once."""
        self._files = sum(isinstance(file, Path) for file in files)
        waiting: deque[_Pending] = deque()
        for pending in self._pending(files, workers):
            waiting.append(pending)
            if len(waiting) > window:
                self._finish_all(_ready(waiting))
        while waiting:
            self._finish_all(_ready(waiting))
        return self._report

    def take(self, items: Iterable[Path | Item], files: int) -> IngestReport:
        """Takes what was extracted elsewhere, in its order."""
        self._files = files
        for item in items:
            self._finish_all([item])
        return self._report

    def _pending(self, files: Iterable[Path | InputError], workers: Workers | None) -> Iterator[_Pending]:
        for file in files:
            if isinstance(file, InputError):
                yield file
                continue
            for item in _articles(file, self._language) if workers is None else work_of(file, self._language):
                yield item if workers is None or isinstance(item, InputError) else workers.submit(item)
            yield file

    def _finish_all(self, together: Sequence[_Pending]) -> None:
        """Stores what is ready, commits it, and only then tells of it."""
        with self._store.grouped():
            for pending in together:
                self._finish(pending)
        told, self._untold = self._untold, []
        for event in told:
            self._on_progress(event)

    def _finish(self, pending: _Pending) -> None:
        if isinstance(pending, Path):
            self._done += 1
            self._tell(str(pending))
        elif isinstance(pending, InputError):
            self._fail(pending)
        elif isinstance(pending, Article):
            self._take(pending, None)
        elif isinstance(pending, Extracted):
            self._take(pending.article, pending.statements)
        else:
            for item in pending.result():
                if isinstance(item, InputError):
                    self._fail(item)
                else:
                    self._take(item.article, item.statements)

    def _take(self, article: Article, found: Sequence[Statement] | None) -> None:
        try:
            outcome, statements = self._put(article, found)
        except InputError as error:
            self._fail(error)
        except StoreError:
            raise  # no fault of the article's: the next one would meet it too
        except Exception as error:
            problem = f"cannot be stored: {type(error).__name__}: {error}"
            self._fail(InputError(article.document, " ".join(problem.split()), BUG))
        else:
            if outcome is Put.ADDED:
                self._report.added += 1
            elif outcome is Put.REPLACED:
                self._report.replaced += 1
            else:
                self._report.unchanged += 1
            self._report.statements += statements
            self._tell(article.document, outcome)

    def _put(self, article: Article, found: Sequence[Statement] | None) -> tuple[Put, int]:
        """Stores an article; with what came of it the number of statements that were written."""

        def find(wanted: Article) -> list[Statement]:
            same = replace(wanted, document=article.document, location=article.location) == article
            return self._statements(wanted, found if same else None)

        return store_article(self._store, article, find, self._extractor)

    def _statements(self, article: Article, found: Sequence[Statement] | None) -> list[Statement]:
        """What a process found, or else what is found now.

        :raises InputError: the extractor failed.
        """
        if found is None:
            item = extracted(article, self._extract)
            if isinstance(item, InputError):
                raise item
            found = item.statements or ()
        if self._refine is not None:
            found = self._refine(article, found)
        return distinct(found)

    def _fail(self, error: InputError) -> None:
        self._report.errors.append(error)
        self._tell(error.source, error=error)

    def _tell(self, source: str, outcome: Put | None = None, error: InputError | None = None) -> None:
        self._untold.append(Progress(self._done, self._files, source, outcome, error))


def _ready(waiting: deque[_Pending]) -> list[_Pending]:
    """Takes the first of what is waiting, when it is done, and what is done already of that which follows."""
    together = [waiting.popleft()]
    wait([one for one in together if isinstance(one, Future)])
    while waiting and len(together) < _TOGETHER and not (isinstance(waiting[0], Future) and not waiting[0].done()):
        together.append(waiting.popleft())
    return together


def _articles(file: Path, language: Language | None) -> Iterator[Article | InputError]:
    """The articles of a file; a reader that fails in a way nobody foresaw ends this file only."""
    try:
        yield from read(file, language=language)
    except Exception as error:
        problem = f"cannot be read: {type(error).__name__}: {error}"
        yield InputError(str(file), " ".join(problem.split()), BUG)


def distinct(statements: Iterable[Statement]) -> list[Statement]:
    """The statements without those whose words another one has at the same place: the more certain reading stays."""
    best: dict[str, Statement] = {}
    for statement in statements:
        known = best.get(statement.id)
        if known is None or statement.confidence > known.confidence:
            best[statement.id] = statement
    return list(best.values())


def extractor_for(
    store: Store, extract: Extract | None = None, name: str | None = None, judge: str | None = None
) -> tuple[Extract, str]:
    """What finds the statements, and its name; that of ``corpus.tagging`` with the store's scheme if none is given."""
    if extract is None:
        from corpus.tagging import Extractor  # loads all grammars

        standard = Extractor.of(store, judge)
        return standard, name or standard.name
    return extract, name or str(getattr(extract, "__qualname__", type(extract).__name__))


def patience_for(size: int) -> float:
    """Seconds for one input: a minute, and a second for every 10 kB, a hundred times what it takes."""
    return 60.0 + size / 10_000


def _ignore(_: Progress) -> None:
    """What is called when nobody wants to know."""
