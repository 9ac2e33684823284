"""From files to the store: reads, extracts and stores article by article; one that fails never stops the others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from corpus.errors import InputError, StoreError
from corpus.read import expand, read
from corpus.store import Put, Store
from corpus.types import Article, Language, Statement

Extract = Callable[[Article], Sequence[Statement]]
_BUG = "the other inputs are not affected; please report this one as a bug"


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
    on_progress: Callable[[Progress], None] | None = None,
) -> IngestReport:
    """Brings files into a store. The same files again change nothing; an interrupted ingest is resumed by repeating it.

    An article that is stored already is extracted again only when another extractor made its statements.

    :param paths: files, folders and patterns.
    :param language: the language of all articles; else it is detected.
    :param extract: what finds the statements; else that of ``corpus.extract``.
    :param extractor: name and version of ``extract``; else its qualified name.
    :param on_progress: called as it goes.
    :raises StoreError: the store cannot be written (disk full, locked): what was stored until then is safe.
    """
    chosen, name = _extractor(extract, extractor)
    return _Ingest(store, language, chosen, name, on_progress or _ignore).run(paths)


class _Ingest:
    """One run over some inputs."""

    def __init__(
        self,
        store: Store,
        language: Language | None,
        extract: Extract,
        extractor: str,
        on_progress: Callable[[Progress], None],
    ) -> None:
        self._store = store
        self._language = language
        self._extract = extract
        self._extractor = extractor
        self._on_progress = on_progress
        self._report = IngestReport()
        self._files = self._done = 0

    def run(self, paths: Iterable[str | Path]) -> IngestReport:
        files = list(expand(paths))
        self._files = sum(isinstance(file, Path) for file in files)
        for file in files:
            if isinstance(file, InputError):
                self._fail(file)
                continue
            for item in _articles(file, self._language):
                self._take(item)
            self._done += 1
            self._tell(str(file))
        return self._report

    def _take(self, item: Article | InputError) -> None:
        if isinstance(item, InputError):
            self._fail(item)
            return
        try:
            outcome, statements = self._put(item)
        except InputError as error:
            self._fail(error)
        except StoreError:
            raise  # no fault of the article's: the next one would meet it too
        except Exception as error:  # whatever one text does to the extractor, the others go on
            problem = f"statements cannot be extracted: {type(error).__name__}: {error}"
            self._fail(InputError(item.document, " ".join(problem.split()), _BUG))
        else:
            if outcome is Put.ADDED:
                self._report.added += 1
            elif outcome is Put.REPLACED:
                self._report.replaced += 1
            else:
                self._report.unchanged += 1
            self._report.statements += statements
            self._tell(item.document, outcome)

    def _put(self, article: Article) -> tuple[Put, int]:
        """Stores an article; with what came of it the number of statements that were written."""
        outcome = self._store.recognise(article)
        if outcome is None:
            statements = _distinct(self._extract(article))
            return self._store.put(article, statements, extractor=self._extractor), len(statements)
        if self._store.extractor_of(article.id) in (None, self._extractor):
            return outcome, 0
        stored = self._store.article(article.id)  # the text that the store has: all its spans point there
        statements = _distinct(self._extract(stored))
        if self._store.replace_statements(article.id, statements, extractor=self._extractor):
            return Put.REPLACED, len(statements)
        return outcome, 0

    def _fail(self, error: InputError) -> None:
        self._report.errors.append(error)
        self._tell(error.source, error=error)

    def _tell(self, source: str, outcome: Put | None = None, error: InputError | None = None) -> None:
        self._on_progress(Progress(self._done, self._files, source, outcome, error))


def _articles(file: Path, language: Language | None) -> Iterator[Article | InputError]:
    """The articles of a file; a reader that fails in a way nobody foresaw ends this file only."""
    try:
        yield from read(file, language=language)
    except Exception as error:
        problem = f"cannot be read: {type(error).__name__}: {error}"
        yield InputError(str(file), " ".join(problem.split()), _BUG)


def _distinct(statements: Iterable[Statement]) -> list[Statement]:
    """The statements without those whose words another one has at the same place: the more certain reading stays."""
    best: dict[str, Statement] = {}
    for statement in statements:
        known = best.get(statement.id)
        if known is None or statement.confidence > known.confidence:
            best[statement.id] = statement
    return list(best.values())


def _extractor(extract: Extract | None, name: str | None) -> tuple[Extract, str]:
    if extract is None:
        from corpus import extract as standard  # loads all grammars

        return standard.extract, name or f"quotegraph-{standard.EXTRACTOR_VERSION}"
    return extract, name or str(getattr(extract, "__qualname__", type(extract).__name__))


def _ignore(_: Progress) -> None:
    """What is called when nobody wants to know."""
