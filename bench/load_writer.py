"""A writer beside the readers: reads, extracts and stores articles at a steady rate, and indexes them, in one process.

usage: python -m bench.load_writer FOLDER --rate ARTICLES_A_SECOND --seconds N
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from bench.resampled import SAMPLES, varied
from corpus.errors import InputError
from corpus.ingest import ingest
from corpus.read import expand, read
from corpus.store import Store
from corpus.types import Article
from search.opening import open_engine


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rate", type=float, default=1.0)
    parser.add_argument("--seconds", type=float, default=60.0)
    args = parser.parse_args()
    engine = open_engine(args.folder)
    began, written, statements = time.monotonic(), 0, 0
    with Store.open(args.folder) as store, tempfile.TemporaryDirectory() as temporary:
        for number, text in enumerate(texts(int(began))):
            ahead = began + number / args.rate - time.monotonic()
            if ahead > 0:
                time.sleep(ahead)
            if time.monotonic() - began > args.seconds:
                break
            file = Path(temporary) / f"{int(began)}-{number}.txt"
            file.write_text(text, encoding="utf-8")
            report = ingest([file], store)
            engine.refresh()
            file.unlink()
            written, statements = written + report.articles, statements + report.statements
    elapsed = time.monotonic() - began
    print(f"writer: {written} articles, {statements} statements in {elapsed:.0f} s", flush=True)
    engine.close()


def texts(seed: int) -> Iterator[str]:
    """The sample articles' texts with other figures and a few other words in each paragraph, without end."""
    chance = random.Random(seed)
    files = [file for file in expand([SAMPLES]) if not isinstance(file, InputError)]
    articles = [item for file in files for item in read(file) if isinstance(item, Article)]
    while True:
        model = chance.choice(articles)
        paragraphs = [part for part in model.text[model.body_start :].split("\n\n") if part.strip()]
        yield "\n\n".join(varied(part, chance) for part in paragraphs)


if __name__ == "__main__":
    main()
