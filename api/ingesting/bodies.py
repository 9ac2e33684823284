"""From the body of a request to the spool of a job: lines of JSON, one JSON list, or files."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator, Iterator
from pathlib import PurePosixPath
from typing import BinaryIO

from fastapi import Request
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser

from api.ingesting.problems import MALFORMED, UNSUPPORTED, too_large
from api.problems import ProblemError
from api.service_settings import ServiceSettings
from corpus.errors import InputError
from corpus.jobs.spool import InputKind, Spool, count_articles

LINES = ("application/x-ndjson", "application/jsonl", "application/x-jsonlines")
LIST = "application/json"
FILES = "multipart/form-data"
_NAME = 300  # characters of a file's name
_CHUNK = 1 << 20
_FIELDS = 10  # of a form, that are no files; they are passed over


async def spool_body(request: Request, spool: Spool, settings: ServiceSettings) -> int:
    """Keeps what a request sends.

    :returns: how many articles there are to go through.
    :raises ProblemError: the body is too large, malformed, empty, or of a kind that is not taken.
    :raises StoreError: it cannot be kept.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind in LINES:
        body = await _whole(request, settings)
        return await run_in_threadpool(_keep_lines, body, spool, settings)
    if kind == LIST:
        body = await _whole(request, settings)
        return await run_in_threadpool(_keep_list, body, spool)
    if kind == FILES:
        return await _keep_files(request, spool, settings)
    takes = ", ".join((LINES[0], LIST, FILES))
    raise ProblemError(UNSUPPORTED, f"The content type is {kind[:100]!r}; a batch is one of {takes}.")


async def _whole(request: Request, settings: ServiceSettings) -> bytes:
    return b"".join([chunk async for chunk in _bounded(request, settings)])


async def _bounded(request: Request, settings: ServiceSettings) -> AsyncGenerator[bytes, None]:
    size = 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > settings.max_body_bytes:
            raise too_large("The body", settings.max_body_bytes, "bytes", "max_body_bytes")
        yield chunk


def _keep_lines(body: bytes, spool: Spool, settings: ServiceSettings) -> int:
    if not body.strip():
        raise ProblemError(MALFORMED, "The body is empty; write one article a line.")
    path = spool.add("line", InputKind.RECORDS, [body.removeprefix(b"\xef\xbb\xbf")])
    with path.open("rb") as file:
        return sum(1 for line in file if line.strip())


def _keep_list(body: bytes, spool: Spool) -> int:
    try:
        records = json.loads(body)
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise ProblemError(MALFORMED, f"The body is not JSON: {error.msg} at {place}.") from None
    except (ValueError, RecursionError):  # not UTF-8, a number of thousands of digits, brackets without end
        raise ProblemError(MALFORMED, "The body is JSON that cannot be read; write it in UTF-8, and flat.") from None
    if not isinstance(records, list) or not records:
        raise ProblemError(MALFORMED, "The body is no list of articles, or an empty one; write [{…}, {…}].")
    # ASCII, so that not even half a surrogate pair is in the way: the job will name the article that has it
    spool.add("item", InputKind.RECORDS, (json.dumps(one).encode("ascii") + b"\n" for one in records))
    return len(records)


async def _keep_files(request: Request, spool: Spool, settings: ServiceSettings) -> int:
    most = settings.max_batch_files
    parser = MultiPartParser(request.headers, _bounded(request, settings), max_files=most, max_fields=_FIELDS)
    try:
        form = await parser.parse()
    except (MultiPartException, KeyError, UnicodeError, ValueError) as error:
        said = error.message if isinstance(error, MultiPartException) else "a part cannot be read"
        raise ProblemError(MALFORMED, f"The form cannot be read: {said}.") from None
    try:
        sent = [value for _, value in form.multi_items() if isinstance(value, UploadFile)]
        files = [
            file for file in sent if file.filename or file.size
        ]  # browsers send a nameless one where none is chosen
        if not files:
            raise ProblemError(MALFORMED, "The form holds no file; send at least one, for example as `files`.")
        return await run_in_threadpool(_keep_all, files, spool, settings)
    finally:
        await form.close()


def _keep_all(files: list[UploadFile], spool: Spool, settings: ServiceSettings) -> int:
    count = 0
    for number, file in enumerate(files, 1):
        name = clean_name(file.filename or "", number)
        path = spool.add(name, InputKind.FILE, _chunks(file.file))
        try:
            count += count_articles(path, name, settings.max_unpacked_bytes)
        except InputError:
            raise too_large(name, settings.max_unpacked_bytes, "bytes unpacked", "max_unpacked_bytes") from None
    return count


def _chunks(file: BinaryIO) -> Iterator[bytes]:
    file.seek(0)
    while chunk := file.read(_CHUNK):
        yield chunk


def clean_name(sent: str, number: int) -> str:
    """The name of a file as it may be shown: folders kept, nothing that leads out of them, nothing invisible."""
    parts = PurePosixPath(sent.replace("\\", "/")).parts
    kept = [part for part in parts if part not in {"/", ".", ".."} and not part.endswith(":")]
    name = "".join(letter if letter.isprintable() else "_" for letter in "/".join(kept))
    name = name.encode("utf-8", "replace").decode()
    return name[-_NAME:] or f"file-{number}"
