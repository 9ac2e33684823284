"""Files that are there whole or not at all."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO


@contextmanager
def partial_file(path: Path) -> Iterator[IO[bytes]]:
    """A file to write to, which takes the name ``path`` once the block ends well."""
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with beside.open("xb") as target:
            yield target
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
