"""Coverage-guided fuzzing of the extractor with atheris, which is not among the dependencies: ``pip install atheris``.

usage: python -m fuzz.atheris_extract [CORPUS_FOLDER] [-max_total_time=S …]      (options of libFuzzer)
"""

from __future__ import annotations

import sys

import atheris  # type: ignore[import-not-found]

with atheris.instrument_imports(include=["corpus"]):
    from fuzz.invariants import check_extraction

from corpus.types import Language


def one_input(data: bytes) -> None:
    """The first byte chooses the language, the others are the text."""
    language = Language.EN if data[:1] < b"\x80" else Language.PL
    check_extraction(data[1:].decode("utf-8", "replace"), language)


if __name__ == "__main__":
    atheris.Setup(sys.argv, one_input)
    atheris.Fuzz()
