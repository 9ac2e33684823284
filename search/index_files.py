"""The vector index on disk: segments that are written once, and one manifest that names those that count.

A reader opens the manifest first and then what it names, so it sees one state or the next, never a half. A writer makes
new segments beside the old ones, replaces the manifest, and only then removes what nothing names any more.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from uuid import uuid4

import numpy as np

from corpus.disk import described
from corpus.errors import IndexMismatchError, StoreError
from search import segment_files
from search.segment import Chunks, Segment
from search.segment_rows import Rows

FORMAT = 2
_MANIFEST = "manifest.json"
_ENCODER = "encoder.json"
_LOCK = "lock"
_REMEDY = "run `quotegraph rebuild`"
_ATTEMPTS = 5  # a writer may remove a segment between the reading of the manifest and the opening
_CHECKED = 64 * 2**20  # bytes: a larger segment's checksum is only compared when asked for


@dataclass(frozen=True, slots=True)
class Entry:
    """A segment as the manifest names it.

    :param name: of its folder.
    :param count: vectors written in it.
    :param files: sizes in bytes by name.
    :param checksum: SHA-256 of its files in the order of their names.
    :param removed: the file beside the folder that lists the rows that count no more; empty for none.
    """

    name: str
    count: int
    files: Mapping[str, int]
    checksum: str
    removed: str = ""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an index holds, and where it comes from.

    :param encoder: the name by which the encoder is loaded again.
    :param fingerprint: of the encoder that made the vectors.
    :param store: the identity of the store.
    :param sequence: the store's change log is followed up to here.
    :param segments: oldest first.
    :param vectors: how many count in all of them.
    :param options: what was said about the encoder besides its name, as ``EncoderSettings.options`` gives it.
    """

    encoder: str
    fingerprint: str
    dimensions: int
    store: str
    sequence: int
    segments: tuple[Entry, ...] = ()
    format: int = FORMAT
    vectors: int = 0
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
        fields = json.loads(written)
        if isinstance(fields, dict) and fields.get("format") not in (FORMAT, None):
            raise IndexMismatchError(f"{path}: the index was written by another version of quotegraph; {_REMEDY}")
        entries = tuple(Entry(**entry) for entry in fields.pop("segments"))
        return Manifest(**fields, segments=entries)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise IndexMismatchError(f"{path}: the index is damaged (its manifest makes no sense); {_REMEDY}") from error


def kept_encoder(folder: Path) -> tuple[str, Mapping[str, str | int]] | None:
    """The encoder's name and options, for when the manifest is damaged or gone; ``None`` if they are as well."""
    try:
        fields = json.loads((folder / _ENCODER).read_text(encoding="utf-8"))
        name, options = fields["encoder"], fields["options"]
        return (name, options) if fields["checksum"] == _encoder_checksum(name, options) else None
    except (OSError, ValueError, TypeError, KeyError):
        return None


def stamp(folder: Path) -> tuple[int, int]:
    """Tells one state of an index from the next; costs a single look."""
    try:
        found = (folder / _MANIFEST).stat()
    except FileNotFoundError:
        return 0, 0
    return found.st_ino, found.st_mtime_ns


def read(folder: Path, known: Iterable[tuple[Entry, Segment]] = ()) -> tuple[Manifest, list[Segment]] | None:
    """The manifest and the segments that it names; ``None`` when there is no index yet.

    :param known: segments that are open already: they never change, so they are not opened again.
    :raises IndexMismatchError: missing, shortened or altered files.
    """
    opened = {entry.name: (entry, segment) for entry, segment in known}
    for _ in range(_ATTEMPTS):
        manifest = read_manifest(folder)
        if manifest is None:
            return None
        try:
            return manifest, [_opened(folder, entry, opened.get(entry.name)) for entry in manifest.segments]
        except FileNotFoundError:
            continue
        except OSError as error:
            raise IndexMismatchError(f"{folder}: the index cannot be read ({error.strerror}); {_REMEDY}") from error
    raise IndexMismatchError(f"{folder}: the index is damaged (its vectors are missing); {_REMEDY}")


def check(folder: Path) -> list[str]:
    """What is wrong with the files of an index, one line each, all of every file read; empty when nothing is."""
    try:
        manifest = read_manifest(folder)
        for entry in manifest.segments if manifest else ():
            _segment(folder, entry, whole=True)
    except IndexMismatchError as error:
        return [str(error)]
    except OSError as error:
        return [f"{folder}: the index cannot be read ({error.strerror}); {_REMEDY}"]
    return []


def write_segment(folder: Path, count: int, dimensions: int, chunks: Chunks) -> Entry:
    """Writes a segment; it counts once a manifest names it. Durable once returned."""
    folder.mkdir(parents=True, exist_ok=True)
    name = f"vectors-{uuid4().hex[:16]}"
    temporary = folder / f"{name}.new"
    temporary.mkdir()
    segment_files.write(temporary, count, dimensions, chunks)
    for path in temporary.iterdir():
        _sync(path)
    _sync(temporary)
    temporary.replace(folder / name)
    files = {path.name: path.stat().st_size for path in sorted((folder / name).iterdir())}
    return Entry(name, count, files, _checksum(folder / name, files))


def write_removed(folder: Path, entry: Entry, rows: Rows) -> Entry:
    """The entry with these rows as those that count no more."""
    name = f"{entry.name}-removed-{uuid4().hex[:8]}.npy"
    with (folder / name).open("wb") as file:
        np.save(file, rows.astype(np.int64))
        file.flush()
        os.fsync(file.fileno())
    return Entry(entry.name, entry.count, entry.files, entry.checksum, name)


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Makes this state the one that counts; durable once returned, the old one still whole if killed before."""
    folder.mkdir(parents=True, exist_ok=True)
    if kept_encoder(folder) != (manifest.encoder, manifest.options):
        checksum = _encoder_checksum(manifest.encoder, manifest.options)
        fields = {"encoder": manifest.encoder, "options": dict(manifest.options), "checksum": checksum}
        _replace(folder / _ENCODER, fields)
    _replace(folder / _MANIFEST, asdict(manifest))
    _sync(folder)
    _sweep(folder, manifest.segments)


@contextmanager
def writing(folder: Path, *, wait: bool = True) -> Iterator[bool]:
    """Only one process or thread at a time is inside; the lock goes with the process if it dies.

    :param wait: for another one that is inside; if not, ``False`` comes where there is one.
    :raises StoreError: the folder cannot be written: the disk is full, or it may not be; what counted still counts.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / _LOCK).open("a") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
            except BlockingIOError:
                yield False
            else:
                yield True
    except OSError as error:
        raise StoreError(f"{folder}: the index cannot be written: {described(error)}") from error


def _replace(path: Path, fields: Mapping[str, object]) -> None:
    temporary = path.with_name(f"{path.name}.new")
    with temporary.open("w", encoding="utf-8") as file:
        file.write(json.dumps(fields, indent=2, ensure_ascii=False) + "\n")
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)


def _encoder_checksum(name: str, options: Mapping[str, str | int]) -> str:
    return hashlib.sha256(json.dumps([name, dict(options)], sort_keys=True).encode()).hexdigest()


def _opened(folder: Path, entry: Entry, known: tuple[Entry, Segment] | None) -> Segment:
    if known is None or (known[0].checksum, known[0].count) != (entry.checksum, entry.count):
        return _segment(folder, entry)
    before, segment = known
    return segment if before.removed == entry.removed else segment.without(_removed(folder, entry))


def _segment(folder: Path, entry: Entry, *, whole: bool = False) -> Segment:
    place = folder / entry.name
    for name, size in entry.files.items():
        if (place / name).stat().st_size != size:
            raise IndexMismatchError(f"{place / name}: the index is damaged (wrong length); {_REMEDY}")
    if (whole or sum(entry.files.values()) <= _CHECKED) and _checksum(place, entry.files) != entry.checksum:
        raise IndexMismatchError(f"{place}: the index is damaged (wrong checksum); {_REMEDY}")
    try:
        return segment_files.read(place, _removed(folder, entry))
    except (ValueError, RuntimeError, EOFError) as error:
        raise IndexMismatchError(f"{place}: the index is damaged ({error}); {_REMEDY}") from error


def _removed(folder: Path, entry: Entry) -> Rows:
    """The rows of a segment that count no more."""
    removed = np.load(folder / entry.removed) if entry.removed else np.zeros(0)
    return np.asarray(removed.astype(np.intp))


def _checksum(place: Path, names: Iterable[str]) -> str:
    digest = hashlib.sha256()
    for name in sorted(names):
        with (place / name).open("rb") as file:
            while block := file.read(1 << 20):
                digest.update(block)
    return digest.hexdigest()


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _sweep(folder: Path, kept: Sequence[Entry]) -> None:
    """Removes the vectors of earlier states and what killed writers left."""
    named = {entry.name for entry in kept} | {entry.removed for entry in kept}
    for path in folder.glob("vectors-*"):
        if path.name in named:
            continue
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
