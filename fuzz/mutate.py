"""Tries mutated texts for a while, and keeps those for which a promise does not hold.

usage: python -m fuzz.mutate [--seconds S] [--texts N] [--seed N] [--keep FOLDER]

Prints how many texts were tried; status 1 when one failed. The same seed tries the same texts.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
import traceback
from pathlib import Path

from corpus.types import Language
from fuzz.invariants import check_extraction, check_reading
from fuzz.texts import next_text

_SUFFIXES = (".txt", ".md", ".html", ".jsonl", ".jsonl.gz")
_ONE_IN = 50  # so many texts for the extractor go to a reader too, as damaged bytes
_SLOW = 2.0  # seconds for one text of at most 4,000 characters


def main() -> int:
    """Runs the loop; the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--texts", type=int, default=1_000_000_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--keep", type=Path, help="folder for the texts that failed")
    options = parser.parse_args()
    chance = random.Random(options.seed)
    began = told = time.monotonic()
    tried = statements = failed = read = 0
    with tempfile.TemporaryDirectory() as folder:
        while tried < options.texts and time.monotonic() - began < options.seconds:
            text, language = next_text(chance)
            tried += 1
            started = time.process_time()
            try:
                statements += len(check_extraction(text, language))
                if tried % _ONE_IN == 0:
                    read += 1
                    _read_damaged(Path(folder), text, chance)
                if time.process_time() - started > _SLOW:
                    raise TimeoutError(f"{time.process_time() - started:.1f} s")
            except Exception:  # whatever it is, it is what we look for
                failed += 1
                _tell(text, language, tried, options.keep)
            if time.monotonic() - told > 30:
                told = time.monotonic()
                print(f"{tried} texts, {statements} statements, {failed} failed", file=sys.stderr, flush=True)
    print(f"seed {options.seed}: {tried} texts, {statements} statements, {read} read as files, {failed} failed")
    return 1 if failed else 0


def _read_damaged(folder: Path, text: str, chance: random.Random) -> None:
    data = bytearray(text.encode("utf-8", "surrogatepass"))
    for _ in range(chance.randrange(4) if data else 0):
        data[chance.randrange(len(data))] = chance.randrange(256)
    check_reading(folder / f"fuzz{chance.choice(_SUFFIXES)}", bytes(data))


def _tell(text: str, language: Language, number: int, keep: Path | None) -> None:
    print(f"--- text {number}, {language}: {text!r}\n{traceback.format_exc()}", file=sys.stderr, flush=True)
    if keep is not None:
        keep.mkdir(parents=True, exist_ok=True)
        (keep / f"{number}.{language}.txt").write_bytes(text.encode("utf-8", "surrogatepass"))


if __name__ == "__main__":
    sys.exit(main())
