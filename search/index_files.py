"""The vector index on disk: one file of vectors, one manifest that names it, both replaced as a whole.

A reader opens the manifest first and then the file that it names, so it sees one state or the next, never a half.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt

from corpus.errors import IndexMismatchError

FORMAT = 1
_MANIFEST = "manifest.json"
_LOCK = "lock"
_REMEDY = "run `quotegraph rebuild`"
_ATTEMPTS = 5  # a writer may replace the file between the reading of the manifest and the opening

Bytes = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Manifest:
    """What the file of vectors holds, and where it comes from.

    :param encoder: the name by which the encoder is loaded again.
    :param fingerprint: of the encoder that made the vectors.
    :param store: the identity of the store.
    :param sequence: the store's change log is followed up to here.
    :param file: name of the file of vectors beside the manifest.
    :param checksum: SHA-256 of that file.
    :param count: number of vectors.
    :param options: what was said about the encoder besides its name, as ``EncoderSettings.options`` gives it.
    """

    encoder: str
    fingerprint: str
    dimensions: int
    store: str
    sequence: int
    file: str
    checksum: str
    count: int
    format: int = FORMAT
    options: Mapping[str, str | int] = field(default_factory=dict)


def read_manifest(folder: Path) -> Manifest | None:
    """The manifest of an index folder; ``None`` when there is no index yet.

    :raises IndexMismatchError: damaged, or written by another version.
    """
    path = folder / _MANIFEST
    try:
        written = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise IndexMismatchError(f"{path}: the index cannot be read ({error}); {_REMEDY}") from error
    try:
        manifest = Manifest(**json.loads(written))
    except (ValueError, TypeError) as error:
        raise IndexMismatchError(f"{path}: the index is damaged (its manifest makes no sense); {_REMEDY}") from error
    if manifest.format != FORMAT:
        raise IndexMismatchError(f"{path}: the index was written by another version of quotegraph; {_REMEDY}")
    return manifest


def read(folder: Path) -> tuple[Manifest, Bytes] | None:
    """The manifest and the checked bytes that it names; ``None`` when there is no index yet.

    :raises IndexMismatchError: missing, shortened or altered bytes.
    """
    for _ in range(_ATTEMPTS):
        manifest = read_manifest(folder)
        if manifest is None:
            return None
        try:
            content = np.fromfile(folder / manifest.file, dtype=np.uint8)
        except FileNotFoundError:
            continue
        except OSError as error:
            raise IndexMismatchError(f"{folder}: the index cannot be read ({error.strerror}); {_REMEDY}") from error
        if hashlib.sha256(content.data).hexdigest() != manifest.checksum:
            raise IndexMismatchError(f"{folder / manifest.file}: the index is damaged (wrong checksum); {_REMEDY}")
        return manifest, content
    raise IndexMismatchError(f"{folder}: the index is damaged (its vectors are missing); {_REMEDY}")


def write(folder: Path, manifest: Manifest, content: Bytes) -> Manifest:
    """Replaces the index as a whole; durable once returned, the old one still whole if killed before.

    :param manifest: its ``file`` and ``checksum`` are set here.
    :returns: the manifest as written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    checksum = hashlib.sha256(content.data).hexdigest()
    name = f"vectors-{manifest.sequence}-{checksum[:16]}.faiss"
    _write_durably(folder, name, content.data)
    written = Manifest(**{**asdict(manifest), "file": name, "checksum": checksum})
    text = json.dumps(asdict(written), indent=2, ensure_ascii=False) + "\n"
    _write_durably(folder, _MANIFEST, memoryview(text.encode()))
    _sweep(folder, keep=name)
    return written


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Only one process or thread at a time is inside; the lock goes with the process if it dies."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / _LOCK).open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _write_durably(folder: Path, name: str, content: memoryview) -> None:
    temporary = folder / f"{name}.new"
    with temporary.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(folder / name)
    _sync_folder(folder)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _sweep(folder: Path, keep: str) -> None:
    """Removes vectors of earlier states and what killed writers left."""
    for path in folder.glob("vectors-*"):
        if path.name != keep:
            path.unlink(missing_ok=True)
