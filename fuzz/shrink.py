"""Makes a text that breaks a promise as small as it can be while it still breaks the same one.

usage: python -m fuzz.shrink FILE… [--language pl|en]      (files as ``fuzz.mutate --keep`` writes them)
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from corpus.types import Language
from fuzz.invariants import BrokenPromiseError, check_extraction


def failure(text: str, language: Language) -> str:
    """What goes wrong with a text, without the places; empty when nothing does."""
    try:
        check_extraction(text, language)
    except BrokenPromiseError as error:
        return str(error).partition(" has ")[2].partition(":")[0]
    except Exception as error:  # the kind of error is what must stay the same
        return f"{type(error).__name__}: {error}"
    return ""


def shrunk(text: str, fails: Callable[[str], bool]) -> str:
    """The text with everything taken out that can be, by halves, quarters … and single characters."""
    size = max(1, len(text) // 2)
    while True:
        place = 0
        before = len(text)
        while place < len(text):
            shorter = text[:place] + text[place + size :]
            if fails(shorter):
                text = shorter
            else:
                place += size
        if size == 1 and len(text) == before:
            return text
        size = max(1, size // 2)


def main() -> None:
    """Shrinks each file and prints its text as Python writes it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", nargs="+", type=Path)
    parser.add_argument("--language", type=Language)
    options = parser.parse_args()
    for path in options.file:
        text = path.read_bytes().decode("utf-8", "surrogatepass")
        language = options.language or Language("en" if path.name.endswith(".en.txt") else "pl")
        problem = failure(text, language)
        small = (
            shrunk(text, lambda shorter, lang=language, same=problem: failure(shorter, lang) == same) if problem else ""
        )
        print(f"{path.name}: {problem or 'holds now'}\n{small!r}")


if __name__ == "__main__":
    main()
