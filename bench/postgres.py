"""What PostgreSQL costs against SQLite: storing articles, answering, following the change log.

    python -m bench.postgres postgresql://USER@HOST/DATABASE [--articles N] [--folder FOLDER]

The database must hold no store. The articles are the bundled samples, told apart by a number; they are extracted once,
so that the rate is that of the store. Both stores end up with the same rows, which is checked.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import corpus
from api.compose import open_engine
from corpus.addresses import Place
from corpus.read import read
from corpus.store import Store
from corpus.tagging import Extractor
from corpus.types import Article, Statement

SAMPLES = Path(corpus.__file__).parent / "data" / "samples"
QUESTIONS = (
    "who is sceptical about cloud incentives",
    "kto jest sceptyczny wobec zachęt do sprzedaży chmury",
    "what does Anna Kowalczyk say about margins",
    "co mówi Dataskarpa?",
)
ROUNDS = 15


def articles(count: int, store: Store) -> list[tuple[Article, list[Statement]]]:
    """Articles with their statements, each with ids of its own."""
    extract = Extractor.of(store, None)
    found = [one for path in sorted(SAMPLES.iterdir()) if path.suffix == ".md" for one in read(path)]
    read_once = [(one, list(extract(one))) for one in found if isinstance(one, Article)]
    made = []
    for number in range(count):
        article, statements = read_once[number % len(read_once)]
        name = sha256(f"{number}:{article.id}".encode()).hexdigest()[:16]
        ids = (sha256(f"{number}:{one.id}".encode()).hexdigest()[:16] for one in statements)
        said = [replace(one, id=new, article_id=name) for one, new in zip(statements, ids, strict=True)]
        made.append((replace(article, id=name, location=f"/{number}/{article.document}"), said))
    return made


def measure(place: Place, work: list[tuple[Article, list[Statement]]]) -> dict[str, float]:
    with Store.open(place.store) as store:
        began = time.perf_counter()
        for article, statements in work:
            store.put(article, statements, extractor="bench")
        stored = time.perf_counter() - began
        began = time.perf_counter()
        for article, statements in work:
            store.put(article, statements, extractor="bench")
        again = time.perf_counter() - began
        began = time.perf_counter()
        followed = len(list(store.statements(store.changes_since(0).added)))
        followed_in = time.perf_counter() - began
        began = time.perf_counter()
        for _ in range(200):
            store.data_version()
        looked = (time.perf_counter() - began) / 200
    with open_engine(place, "static") as engine:
        for question in QUESTIONS:
            engine.ask(question)
        asked = []
        for _ in range(ROUNDS):
            for question in QUESTIONS:
                began = time.perf_counter()
                engine.ask(question)
                asked.append(time.perf_counter() - began)
    return {
        "articles stored a second": len(work) / stored,
        "known articles a second": len(work) / again,
        "statements read a second": followed / followed_in,
        "a look at the store's version, ms": looked * 1000,
        "a question, median ms": statistics.median(asked) * 1000,
        "a question, 95 %, ms": statistics.quantiles(asked, n=20)[-1] * 1000,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("database")
    parser.add_argument("--articles", type=int, default=500)
    parser.add_argument("--folder", type=Path)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=chosen.folder) as folder:
        one, other = Place(Path(folder) / "file"), Place(Path(folder) / "local", chosen.database)
        with Store.open(one.store) as store:
            work = articles(chosen.articles, store)
        with Store.open(other.store) as store:
            assert store.sequence() == 0, "the database holds a store already"
        file, database = measure(one, work), measure(other, work)
        with Store.open(one.store) as left, Store.open(other.store) as right:
            assert left.digest() == right.digest()
    said = sum(len(statements) for _, statements in work)
    print(f"{len(work):,} articles, {said:,} statements")
    print(f"{'':36}{'SQLite':>12}{'PostgreSQL':>12}{'ratio':>8}")
    for name, value in file.items():
        print(f"{name:36}{value:12,.2f}{database[name]:12,.2f}{database[name] / value:8.2f}")


if __name__ == "__main__":
    main()
