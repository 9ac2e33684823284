"""Beside txtai, which is made of the same parts: the same texts, the same encoder, one process, in one run.

usage: python -m bench.txtai_peer [--statements N] [--encoder NAME]      (needs ``pip install txtai``)

Both make a hybrid index (dense and BM25) over the same statements, txtai with its defaults (FAISS and its own BM25),
and answer the same questions. nDCG@10 is measured with the questions of ``tests/search/gold`` over the bundled samples.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from bench.resampled import SAMPLES, STATEMENTS, articles
from bench.search import QUESTIONS, timed
from corpus.ingest import ingest
from corpus.store import Store, StoredStatement
from search.encoder import load_encoder
from search.engine import Engine
from search.evaluation.measures import ndcg
from search.evaluation.questions import Judged, Place, read_questions
from search.opening import open_engine
from search.types import Encoder, Vectors

GOLD = Path(__file__).parents[1] / "tests" / "search" / "gold" / "questions.jsonl"
ROUNDS, BEST = 5, 10


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--statements", type=int, default=24_000)
    parser.add_argument("--encoder", default="static")
    args = parser.parse_args()
    encoder = load_encoder(args.encoder)
    with tempfile.TemporaryDirectory() as folder:
        speed(Path(folder) / "many", args.statements, args.encoder, encoder)
        quality(Path(folder) / "samples", args.encoder, encoder)


def peer(encoder: Encoder, texts: list[tuple[str, str]]) -> Any:
    """Txtai's hybrid index of (id, text)."""
    from txtai import Embeddings

    def transform(given: list[str]) -> Vectors:  # txtai calls whatever is no plain function
        return encoder.encode(given)

    made = Embeddings({"method": "external", "transform": transform, "hybrid": True, "backend": "faiss"})
    made.index((name, text, None) for name, text in texts)
    return made


def speed(folder: Path, count: int, name: str, encoder: Encoder) -> None:
    """Prints how fast each makes its index, and answers."""
    with Store.open(folder) as store:
        for article, said in islice(articles(1), count // STATEMENTS):
            store.put(article, said)
        texts = [(one.id, one.statement.text) for one in store.statements()]
    encoder.encode(["warm"])
    began = time.perf_counter()
    engine = open_engine(folder, name)
    ours = time.perf_counter() - began
    began = time.perf_counter()
    other = peer(encoder, texts)
    theirs = time.perf_counter() - began
    print(f"index of {len(texts):,}: {len(texts) / ours:,.0f} statements/s, txtai {len(texts) / theirs:,.0f}")
    found = median(engine.search)
    answered = median(lambda question: other.search(question, BEST))
    print(f"search, median: {found:.1f} ms, txtai {answered:.1f} ms, ratio {answered / found:.2f}")
    print("  (a search here also weighs topics, stance and repeated words, and reads each statement with its article)")
    engine.close()


def median(ask: Callable[[str], object]) -> float:
    """Milliseconds of the warm questions."""
    times = [timed(lambda question=question: ask(question)) for question in QUESTIONS * ROUNDS]
    return float(np.median(times[len(QUESTIONS) :]))


def quality(folder: Path, name: str, encoder: Encoder) -> None:
    """Prints nDCG@10 of both over the samples."""
    with Store.open(folder) as store:
        ingest([SAMPLES], store)
    engine = open_engine(folder, name)
    stored = {one.id: one for one in engine.store.statements()}
    other = peer(encoder, [(one.id, one.statement.text) for one in stored.values()])
    judged = [one for one in read_questions([GOLD]) if one.relevant]
    rankings: dict[str, Callable[[Judged], list[str]]] = {
        "ask": lambda one: asked(engine, one),
        "search": lambda one: [hit.statement.id for hit in engine.search(one.question, limit=BEST)],
        "txtai": lambda one: [str(found[0]) for found in other.search(one.question, BEST)],
    }
    print(f"nDCG@10 over {len(judged)} questions:")
    for label, rank in rankings.items():
        values = [graded(one, [stored[found] for found in rank(one)]) for one in judged]
        print(f"  {label}: {np.mean([value for value in values if value is not None]):.3f}")
    engine.close()


def asked(engine: Engine, one: Judged) -> list[str]:
    """The statements of an answer, best first."""
    hits = [hit for answer in engine.ask(one.question, today=one.today).answers for hit in answer.hits]
    return [hit.statement.id for hit in sorted(hits, key=lambda hit: -hit.score)]


def graded(one: Judged, ranked: list[StoredStatement]) -> float | None:
    """nDCG@10 of a ranking."""
    left, grades = list(one.relevant), []
    for found in ranked:
        item = next((item for item in left if any(stands(found, place) for place in item.places)), None)
        grades.append(item.grade if item else 0)
        if item:
            left.remove(item)
    return ndcg(grades, [item.grade for item in one.relevant])


def stands(found: StoredStatement, place: Place) -> bool:
    """Whether a statement is the one meant."""
    said = found.statement.text.casefold()
    words = place.words.casefold()
    return place.document == found.document and (words in said or said in words)


if __name__ == "__main__":
    main()
