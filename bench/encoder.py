"""How well encoders put the same meaning together, in Polish, English and across: ``python -m bench.encoder``.

Bitext: of all sentences of the other side, is the translation the nearest? Relatedness: Spearman's correlation of the
cosine with people's judgements. Speed and memory of each encoder are measured in a process of its own.
"""

from __future__ import annotations

import argparse
import csv
import json
import resource
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from search.encoder import BUNDLED, load_encoder
from search.types import Encoder

#: Column heading → file of translations (English, Polish).
BITEXT = {
    "Tatoeba": "laser_tatoeba_en-pl.tsv",
    "WMT20 en-pl": "wmt20_newstest_en-pl.tsv",
    "WMT20 pl-en": "wmt20_newstest_pl-en.tsv",
}

#: Column heading → (file, column of the judgement).
RELATEDNESS = {
    "SICK-R-PL": ("sick_pl_dev.tsv", "relatedness"),
    "CDSC-R": ("cdsc_dev.tsv", "relatedness"),
    "STSb-pl": ("stsb_pl_dev.tsv", "score"),
    "STSb-en": ("stsb_en_dev.tsv", "score"),
}

_SPEED_SENTENCES = 20_000
_SPEED_SECONDS = 10.0


def read_bitext(file: Path) -> tuple[list[str], list[str]]:
    """English and Polish sentences, side by side; a header line ``en, pl`` is skipped."""
    rows = [line.split("\t")[:2] for line in file.read_text(encoding="utf-8").split("\n") if line.strip()]
    if rows[0] == ["en", "pl"]:
        rows = rows[1:]
    return [row[0] for row in rows], [row[1] for row in rows]


def retrieval(encoder: Encoder, english: Sequence[str], polish: Sequence[str]) -> tuple[float, float]:
    """Share of sentences whose translation is the nearest of the other side.

    :returns: Polish → English, English → Polish; 0 to 1.
    """
    scores = encoder.encode(polish) @ encoder.encode(english).T
    own = np.arange(len(scores))
    return float((scores.argmax(axis=1) == own).mean()), float((scores.argmax(axis=0) == own).mean())


def ranks(values: npt.ArrayLike) -> npt.NDArray[np.float64]:
    """Ranks from 1; equal values share the mean of their ranks."""
    _, inverse, counts = np.unique(np.asarray(values), return_inverse=True, return_counts=True)
    ends = np.cumsum(counts)
    return np.asarray((ends - (counts - 1) / 2.0)[inverse], dtype=np.float64)


def spearman(left: npt.ArrayLike, right: npt.ArrayLike) -> float:
    """Spearman's rank correlation, −1 to 1."""
    return float(np.corrcoef(ranks(left), ranks(right))[0, 1])


def relatedness(encoder: Encoder, file: Path, column: str) -> float:
    """Spearman's correlation of cosine and judgement over a file of sentence pairs."""
    with file.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    first = encoder.encode([row["sentence1"] for row in rows])
    second = encoder.encode([row["sentence2"] for row in rows])
    return spearman((first * second).sum(axis=1), [float(row[column]) for row in rows])


def quality(encoder: Encoder, folder: Path) -> dict[str, float]:
    """All figures of one encoder on the evaluation sets of a folder; sets that are not there are left out."""
    figures = {}
    for heading, name in BITEXT.items():
        if (folder / name).exists():
            figures[f"{heading} pl→en"], figures[f"{heading} en→pl"] = retrieval(encoder, *read_bitext(folder / name))
    for heading, (name, column) in RELATEDNESS.items():
        if (folder / name).exists():
            figures[heading] = relatedness(encoder, folder / name, column)
    return figures


def sentences(folder: Path) -> list[str]:
    """Sentences in both languages to measure speed with, as long as those of the news."""
    found = [
        text
        for name in BITEXT.values()
        if (folder / name).exists()
        for side in read_bitext(folder / name)
        for text in side
    ]
    return (found * (_SPEED_SENTENCES // max(len(found), 1) + 1))[:_SPEED_SENTENCES]


def _slices(texts: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    for start in range(0, len(texts), size):
        yield texts[start : start + size]


def speed(encoder: Encoder, texts: Sequence[str]) -> float:
    """Texts per second, after a warm-up, over at most ``_SPEED_SECONDS``."""
    encoder.encode(texts[:64])
    begun, done = time.perf_counter(), 0
    size = len(texts) if encoder.name == BUNDLED else 256  # small parts, so that a slow encoder stops in time
    for part in _slices(texts, size):
        encoder.encode(part)
        done += len(part)
        if time.perf_counter() - begun > _SPEED_SECONDS:
            break
    return done / (time.perf_counter() - begun)


def measure(name: str, folder: Path) -> dict[str, float]:
    """Quality, load time, speed and memory of one encoder, in this process."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begun = time.perf_counter()
    encoder = load_encoder(name)
    encoder.encode(["Kto?"])
    loaded = time.perf_counter() - begun
    texts = sentences(folder)
    costs = {"load s": loaded, "load MB": (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024}
    if texts:
        costs["texts/s"] = speed(encoder, texts)
    return quality(encoder, folder) | costs | {"peak MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def _measure_apart(name: str, folder: Path) -> dict[str, float]:
    """As ``measure``, in a process of its own: memory and import time of one encoder must not hide another's."""
    command = [sys.executable, "-m", "bench.encoder", "--eval", str(folder), "--only", name]
    finished = subprocess.run(command, check=True, capture_output=True, text=True)
    return dict(json.loads(finished.stdout.splitlines()[-1]))


def table(columns: dict[str, dict[str, float]]) -> str:
    """A Markdown table: one line a figure, one column an encoder."""
    rows = list(dict.fromkeys(row for figures in columns.values() for row in figures))
    lines = ["| | " + " | ".join(columns) + " |", "|---|" + "---|" * len(columns)]
    for row in rows:
        cells = [_cell(row, figures.get(row)) for figures in columns.values()]
        lines.append(f"| {row} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def _cell(row: str, value: float | None) -> str:
    if value is None:
        return "–"
    if row in {"texts/s", "load MB", "peak MB"}:
        return f"{value:,.0f}"
    return f"{value:.2f}" if row == "load s" else f"{value:.3f}"


def main() -> None:
    """Print the table for the bundled encoder and those given."""
    parser = argparse.ArgumentParser(description="Measure encoders on Polish, English and across.")
    parser.add_argument("encoders", nargs="*", help="names or folders of further sentence-transformers models")
    parser.add_argument("--eval", type=Path, required=True, help="folder with the evaluation sets")
    parser.add_argument("--only", help="measure this one encoder alone and print JSON")
    arguments = parser.parse_args()
    if arguments.only:
        print(json.dumps(measure(arguments.only, arguments.eval)))
        return
    names = [BUNDLED, *arguments.encoders]
    print(table({Path(name).name: _measure_apart(name, arguments.eval) for name in names}))


if __name__ == "__main__":
    main()
