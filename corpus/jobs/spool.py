"""What was sent to be ingested, kept on the disk until its job has ended."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import time
import zlib
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path, PurePath
from typing import IO, BinaryIO, cast

from corpus.disk import described
from corpus.errors import InputError, StoreError
from corpus.read import SUFFIXES, is_archive

_FOLDER, _MANIFEST = "jobs", "manifest.json"
_CHUNK = 1 << 20
_ABANDONED = 3_600.0  # seconds after which a spool without a job is no longer being written


class InputKind(StrEnum):
    """How a spooled file is to be read."""

    RECORDS = "records"
    """One object with the fields of an article a line."""
    FILE = "file"
    """As a file of its kind is read from the disk."""


@dataclass(frozen=True, slots=True)
class SpooledInput:
    """One file that was sent.

    :param file: its name in the spool, made here.
    :param name: as the sender named it.
    """

    file: str
    name: str
    kind: InputKind


class Spool:
    """The files of one job, in a folder of their own; names that were sent are never used as names of files.

    :param folder: the data folder.
    :param job: id of the job, as :func:`corpus.jobs.ledger.new_id` makes it.
    """

    def __init__(self, folder: Path, job: str) -> None:
        self.folder = folder / _FOLDER / job
        self._inputs: list[SpooledInput] = []

    def add(self, name: str, kind: InputKind, chunks: Iterable[bytes]) -> Path:
        """Writes one file; on the disk when this returns.

        :raises StoreError: it cannot be written.
        """
        file = f"{len(self._inputs):05}{suffix_of(name)}"
        path = self.folder / file
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            with path.open("wb") as out:
                for chunk in chunks:
                    out.write(chunk)
                _to_disk(out)
        except OSError as error:
            raise StoreError(f"{path}: what was sent cannot be kept: {described(error)}") from error
        self._inputs.append(SpooledInput(file, name, kind))
        return path

    def close(self) -> None:
        """Writes down what there is; the job may be acknowledged after this.

        :raises StoreError: it cannot be written.
        """
        try:
            with (self.folder / _MANIFEST).open("wb") as out:
                out.write(json.dumps([asdict(one) for one in self._inputs]).encode("ascii"))
                _to_disk(out)
            for folder in (self.folder, self.folder.parent, self.folder.parent.parent):
                _sync_folder(folder)
        except OSError as error:
            raise StoreError(f"{self.folder}: what was sent cannot be kept: {described(error)}") from error

    def inputs(self) -> list[tuple[Path, SpooledInput]]:
        """What there is, in the order of sending.

        :raises StoreError: it is gone, or damaged.
        """
        try:
            listed = json.loads((self.folder / _MANIFEST).read_bytes())
        except (OSError, ValueError) as error:
            raise StoreError(f"{self.folder}: what was sent is gone or damaged; send it again") from error
        inputs = [SpooledInput(one["file"], one["name"], InputKind(one["kind"])) for one in listed]
        return [(self.folder / one.file, one) for one in inputs]

    def remove(self) -> None:
        """Takes everything away."""
        shutil.rmtree(self.folder, ignore_errors=True)


def suffix_of(name: str) -> str:
    """The ending of a name that tells its kind, in small letters; empty for one of no known kind."""
    lowered = PurePath(name.lower()).name
    return max((suffix for suffix in SUFFIXES if lowered.endswith(suffix)), key=len, default="")


def count_articles(path: Path, name: str, most_bytes: int) -> int:
    """How many articles a spooled file holds: one, or as many as an archive has lines.

    :param name: how errors call it.
    :param most_bytes: how long an archive may be once it is unpacked; not more than that is ever unpacked.
    :raises InputError: it is longer.
    """
    if not is_archive(path):
        return 1
    lines, size, last = 0, 0, b"\n"
    with suppress(EOFError, zlib.error, gzip.BadGzipFile), _unpacked(path) as file:  # the job will say so
        while chunk := file.read(_CHUNK):
            size += len(chunk)
            if size > most_bytes:
                problem = f"is longer than {most_bytes} bytes once unpacked"
                raise InputError(name, problem, "send it in several parts")
            lines, last = lines + chunk.count(b"\n"), chunk[-1:]
    return max(1, lines + (last != b"\n"))


def remove_abandoned(folder: Path, keep: Iterable[str]) -> None:
    """Takes away what no job needs any more, or what was never made a job of."""
    kept, now = set(keep), time.time()
    with suppress(OSError):
        for found in (folder / _FOLDER).iterdir():
            with suppress(OSError):
                if found.name not in kept and now - found.stat().st_mtime > _ABANDONED:
                    shutil.rmtree(found, ignore_errors=True)


def _unpacked(path: Path) -> IO[bytes]:
    return cast("IO[bytes]", gzip.open(path, "rb")) if path.name.endswith(".gz") else path.open("rb")


def _to_disk(file: BinaryIO) -> None:
    file.flush()
    os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
