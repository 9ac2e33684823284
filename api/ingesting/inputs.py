"""What a job goes through: the articles of its spooled files, in their order, each read only when its turn comes."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from api.ingesting.submission import submission_of
from corpus.errors import InputError
from corpus.jobs.spool import InputKind, SpooledInput
from corpus.read import Origin, is_archive, read
from corpus.reading.submitted import UPLOAD
from corpus.types import Article
from corpus.workers import BUG

_ONE_A_LINE = 'write one object a line, with at least "text"'


@dataclass(frozen=True, slots=True)
class Unit:
    """One article to be.

    :param source: how it is called in progress and errors.
    :param size: bytes or characters: how long it may take goes by that.
    """

    source: str
    size: int
    read: Callable[[], Article | InputError]


def units(inputs: Iterable[tuple[Path, SpooledInput]], most: int) -> Iterator[Unit]:
    """All that the files hold; the same again whenever the same files are gone through.

    :param most: characters that an article may have.
    """
    for path, one in inputs:
        if one.kind is InputKind.RECORDS:
            yield from _records(path, one.name, most)
        elif is_archive(path):
            yield from _archive(path, _origin(one), most)
        else:
            yield _file(path, _origin(one), most)


def _origin(one: SpooledInput) -> Origin:
    return Origin(one.name, UPLOAD + one.name)


def _file(path: Path, origin: Origin, most: int) -> Unit:
    def article() -> Article | InputError:
        for item in read(path, origin=origin):
            return _bounded(item, most)
        return InputError(origin.name, "holds no article", "leave it out")

    return Unit(origin.name, path.stat().st_size, article)


def _archive(path: Path, origin: Origin, most: int) -> Iterator[Unit]:
    try:
        for item in read(path, origin=origin):
            yield _ready(_bounded(item, most))
    except Exception as error:  # whatever one file does to its reader
        problem = f"cannot be read: {type(error).__name__}"
        yield _ready(InputError(origin.name, problem, BUG))


def _records(path: Path, noun: str, most: int) -> Iterator[Unit]:
    """One object a line; errors name them by a noun and their number."""
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            if line.strip():
                yield Unit(f"{noun} {number}", len(line), _record(line, f"{noun} {number}", most))


def _record(line: bytes, source: str, most: int) -> Callable[[], Article | InputError]:
    def article() -> Article | InputError:
        try:
            return submission_of(_parsed(line, source), source, most).article(source)
        except InputError as error:
            return error

    return article


def _parsed(line: bytes, source: str) -> object:
    try:
        return json.loads(line)
    except json.JSONDecodeError as error:
        raise InputError(source, f"is not JSON: {error.msg} at character {error.pos}", _ONE_A_LINE) from None
    except UnicodeDecodeError as error:
        raise InputError(source, f"is not UTF-8: wrong byte at byte {error.start}", "write it in UTF-8") from None
    except (ValueError, RecursionError):  # a number of thousands of digits, brackets without end
        raise InputError(source, "is JSON that cannot be read", _ONE_A_LINE) from None


def _ready(item: Article | InputError) -> Unit:
    if isinstance(item, InputError):
        return Unit(item.source, 0, lambda: item)
    return Unit(item.document, len(item.text), lambda: item)


def _bounded(item: Article | InputError, most: int) -> Article | InputError:
    if isinstance(item, Article) and len(item.text) > most:
        return InputError(item.document, f"is longer than {most} characters", "split it into articles")
    return item
