"""Coverage-guided fuzzing of the readers with atheris, which is not among the dependencies: ``pip install atheris``.

usage: python -m fuzz.atheris_read [CORPUS_FOLDER] [-max_total_time=S …]      (options of libFuzzer)
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import atheris  # type: ignore[import-not-found]

with atheris.instrument_imports(include=["corpus"]):
    from fuzz.invariants import check_reading

SUFFIXES = (".txt", ".md", ".html", ".jsonl", ".jsonl.gz")
FOLDER = tempfile.TemporaryDirectory()


def one_input(data: bytes) -> None:
    """The first byte chooses the kind of file."""
    if data:
        check_reading(Path(FOLDER.name) / f"fuzz{SUFFIXES[data[0] % len(SUFFIXES)]}", data[1:])


if __name__ == "__main__":
    atheris.Setup(sys.argv, one_input)
    atheris.Fuzz()
