"""Sending files with articles."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from api.client import async_operations, models, operations
from api.client.call import Call, Upload

File = Path | Upload
"""A file of this machine, or its name and its content."""


class Documents(operations.Documents):
    """What the service does with documents."""

    def add_files(self, files: Iterable[File]) -> models.Job:
        """Takes in files as the command ``ingest`` reads them (.txt .md .html .jsonl .jsonl.gz); a job reads them.

        :raises OSError: one cannot be read; none is sent then.
        """
        return self._connection.model(_sending(files), models.Job)


class AsyncDocuments(async_operations.AsyncDocuments):
    """What the service does with documents."""

    async def add_files(self, files: Iterable[File]) -> models.Job:
        """Takes in files as the command ``ingest`` reads them (.txt .md .html .jsonl .jsonl.gz); a job reads them.

        :raises OSError: one cannot be read; none is sent then.
        """
        return await self._connection.model(_sending(files), models.Job)


def _sending(files: Iterable[File]) -> Call:
    read = [(one.name, one.read_bytes()) if isinstance(one, Path) else one for one in files]
    if not read:
        raise ValueError("there is no file to send")
    return Call("POST", "/v1/documents/batch", files=read)
