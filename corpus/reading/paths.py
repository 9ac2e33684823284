"""From what the user names (files, folders, patterns) to files."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from corpus.errors import InputError

SUFFIXES = (".txt", ".md", ".markdown", ".html", ".htm", ".jsonl", ".jsonl.gz")
"""Endings of the files that are looked for in folders."""

_KINDS = "its files must end in " + ", ".join(SUFFIXES)


def expand(paths: Iterable[str | Path]) -> Iterator[Path | InputError]:
    """The files that are named, each once, in the order given; folders are searched to any depth, in sorted order.

    Folders and patterns give only files with one of :data:`SUFFIXES`; hidden files and folders are left out. What
    does not exist, cannot be listed or holds no article gives an :class:`InputError` in its place.
    """
    seen: set[str] = set()
    for named in paths:
        for found in _expand_one(str(named)):
            if isinstance(found, InputError):
                yield found
                continue
            key = os.path.realpath(found)
            if key not in seen:
                seen.add(key)
                yield found


def readable(name: str) -> bool:
    """Whether a file of this name is looked for in folders."""
    return not name.startswith(".") and name.lower().endswith(SUFFIXES)


def _expand_one(named: str) -> Iterator[Path | InputError]:
    path = Path(named)
    try:
        path = path.expanduser()
        is_folder, exists = path.is_dir(), path.exists()
    except (OSError, RuntimeError, ValueError) as error:  # name too long, no such home, NUL in it
        yield InputError(named, f"cannot be opened: {error}", "check the path")
        return
    if is_folder:
        yield from _folder(path)
    elif exists:
        yield path
    elif glob.has_magic(named):
        yield from _pattern(named, path)
    else:
        yield InputError(named, "does not exist", "check the path")


def _folder(folder: Path) -> Iterator[Path | InputError]:
    problems: list[InputError] = []

    def note(error: OSError) -> None:
        problems.append(InputError(str(error.filename), f"cannot be listed: {error.strerror}", "check its permissions"))

    found = False
    for here, folders, files in os.walk(folder, onerror=note):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(filter(readable, files)):
            found = True
            yield Path(here, name)
    yield from problems
    if not found and not problems:
        yield InputError(str(folder), "holds no article", _KINDS)


def _pattern(named: str, path: Path) -> Iterator[Path | InputError]:
    matches = [Path(match) for match in sorted(glob.glob(str(path), recursive=True))]  # noqa: PTH207 - absolute patterns
    files = [match for match in matches if match.is_file() and readable(match.name)]
    yield from files
    if not files:
        yield InputError(named, "matches no article", f"check the pattern; {_KINDS}")
