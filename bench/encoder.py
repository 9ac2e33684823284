"""How well encoders put the same meaning together, in Polish, English and across: ``python -m bench.encoder``.

Bitext: of all sentences of the other side, is the translation the nearest? Relatedness: Spearman's correlation of the
cosine with people's judgements. Each encoder is measured in a process of its own, on the same texts and threads.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import random
import resource
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from corpus.errors import QuotegraphError
from search.encoder import BUNDLED_ENCODERS, STATIC, load_encoder
from search.types import Encoder, Vectors

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

#: What other files of translations are called; their first line may say ``en, pl`` or ``pl, en``.
FURTHER = ("*en-pl*.tsv", "*pl-en*.tsv", "ntrex*.tsv")

#: Rows that compare: better than the peer is above 1, for costs below 1.
_COSTS = ("load s", "load MB", "texts/s", "peak MB", "folder MB")

Rows = TypeVar("Rows", Vectors, Sequence[str])

#: What the libraries below the encoders read.
_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "RAYON_NUM_THREADS")

_BLOCK = 2048  # sentences compared with all others at a time
_SPEED_SENTENCES = 20_000
_SPEED_SECONDS = 10.0


def read_bitext(file: Path) -> tuple[list[str], list[str]]:
    """English and Polish sentences, side by side; a first line that names the languages decides which is which."""
    rows = [line.split("\t")[:2] for line in file.read_text(encoding="utf-8").split("\n") if line.strip()]
    named = [cell.strip().casefold() for cell in rows[0]] if rows else []
    turned = named == ["pl", "en"]
    if turned or named == ["en", "pl"]:
        rows = rows[1:]
    pairs = [row[::-1] if turned else row for row in rows if len(row) == 2]
    return [pair[0] for pair in pairs], [pair[1] for pair in pairs]


def bitexts(folder: Path) -> dict[str, Path]:
    """Column heading → file of translations, as far as the folder has them: the known ones first."""
    found = {heading: folder / name for heading, name in BITEXT.items() if (folder / name).exists()}
    others = sorted({path for pattern in FURTHER for path in folder.glob(pattern)} - set(found.values()))
    return found | {path.stem: path for path in others}


def nearest(queries: Vectors, others: Vectors) -> npt.NDArray[np.intp]:
    """For each row of ``queries`` the row of ``others`` with the highest inner product."""
    blocks = [(part @ others.T).argmax(axis=1) for part in _slices(queries, _BLOCK)]
    return np.concatenate(blocks) if blocks else np.zeros(0, dtype=np.intp)


def retrieval(encoder: Encoder, english: Sequence[str], polish: Sequence[str]) -> tuple[float, float]:
    """Share of sentences whose translation is the nearest of the other side.

    :returns: Polish → English, English → Polish; 0 to 1.
    """
    one, other = encoder.encode(polish), encoder.encode(english)
    own = np.arange(len(one))
    return float((nearest(one, other) == own).mean()), float((nearest(other, one) == own).mean())


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
    for heading, file in bitexts(folder).items():
        figures[f"{heading} pl→en"], figures[f"{heading} en→pl"] = retrieval(encoder, *read_bitext(file))
    for heading, (name, column) in RELATEDNESS.items():
        if (folder / name).exists():
            figures[heading] = relatedness(encoder, folder / name, column)
    return figures


def sentences(folder: Path) -> list[str]:
    """Everyday and news sentences in both languages, mixed: a slow encoder gets no further, but no shorter ones."""
    known = [folder / name for name in BITEXT.values() if (folder / name).exists()]
    found = [text for file in known for side in read_bitext(file) for text in side]
    random.Random(0).shuffle(found)
    return (found * (_SPEED_SENTENCES // max(len(found), 1) + 1))[:_SPEED_SENTENCES]


def _slices(rows: Rows, size: int) -> Iterator[Rows]:
    for start in range(0, len(rows), size):
        yield rows[start : start + size]


def speed(encoder: Encoder, texts: Sequence[str]) -> float:
    """Texts per second, after a warm-up, over at most ``_SPEED_SECONDS``."""
    encoder.encode(texts[:64])
    begun, done = time.perf_counter(), 0
    size = len(texts) if encoder.name == STATIC else 256  # small parts, so that a slow encoder stops in time
    for part in _slices(texts, size):
        encoder.encode(part)
        done += len(part)
        if time.perf_counter() - begun > _SPEED_SECONDS:
            break
    return done / (time.perf_counter() - begun)


def measure(name: str, folder: Path) -> dict[str, float]:
    """Quality, load time, speed, memory and size of one encoder, in this process."""
    before = _peak_megabytes()
    begun = time.perf_counter()
    encoder = load_encoder(name)
    encoder.encode(["Kto?"])
    costs = {"load s": time.perf_counter() - begun, "load MB": _peak_megabytes() - before}
    texts = sentences(folder)
    if texts:
        costs["texts/s"] = speed(encoder, texts)
    figures = quality(encoder, folder) | costs | {"peak MB": _peak_megabytes(), "dimensions": encoder.dimensions}
    place: Path | None = getattr(encoder, "folder", None)
    return figures if place is None else figures | {"folder MB": folder_megabytes(place)}


def folder_megabytes(folder: Path) -> float:
    """Size on disk of all files below a folder, in 10⁶ bytes."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 1e6


def _peak_megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def use_threads(count: int) -> None:
    """Keep this process to so many processors; every library's threads then share them."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:count])


def _measure_apart(name: str, folder: Path, threads: int) -> dict[str, float]:
    """As ``measure``, in a process of its own: memory and import time of one encoder must not hide another's."""
    words = ["--eval", str(folder), "--threads", str(threads), "--only", name]
    command = [sys.executable, "-m", "bench.encoder", *words]
    own = {variable: str(threads) for variable in _THREADS}
    finished = subprocess.run(command, check=False, stdout=subprocess.PIPE, text=True, env=os.environ | own)
    if finished.returncode:
        sys.exit(f"{name}: cannot be measured (status {finished.returncode})")
    return dict(json.loads(finished.stdout.splitlines()[-1]))


def ratios(figures: dict[str, float], peer: dict[str, float]) -> dict[str, float]:
    """Speed, memory, load time and size as a multiple of the peer's."""
    return {f"{row}, × peer": figures[row] / peer[row] for row in _COSTS if row in figures and peer.get(row)}


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
    if row in {"texts/s", "load MB", "peak MB", "dimensions"}:
        return f"{value:,.0f}"
    if row == "folder MB":
        return f"{value:.1f}"
    return f"{value:.2f}" if row == "load s" or row.endswith("× peer") else f"{value:.3f}"


def labels(names: Sequence[str]) -> dict[str, str]:
    """Name or folder → a short heading; as much of the end of a path as tells it from the others."""
    parts = {name: Path(name).resolve().parts if Path(name).is_dir() else (name,) for name in names}
    depth = 2 if any(own[-1] == "model" for own in parts.values()) else 1  # "model" alone says nothing
    while len({own[-depth:] for own in parts.values()}) < len(parts) and depth < max(map(len, parts.values())):
        depth += 1
    return {name: "/".join(own[-depth:]) for name, own in parts.items()}


def main() -> None:
    """Print the table for the bundled encoder and those given."""
    parser = argparse.ArgumentParser(description="Measure encoders on Polish, English and across.")
    parser.add_argument("encoders", nargs="*", help="further encoders, as --encoder takes them")
    parser.add_argument("--eval", type=Path, required=True, help="folder with the evaluation sets")
    parser.add_argument("--peer", help="one more encoder; the costs of all are also given as multiples of its")
    parser.add_argument("--threads", type=int, default=os.cpu_count() or 1, help="processors for each encoder")
    parser.add_argument("--json", type=Path, help="write the figures to this file, too")
    parser.add_argument("--only", help="measure this one encoder alone and print JSON")
    arguments = parser.parse_args()
    if arguments.only:
        use_threads(arguments.threads)
        try:
            print(json.dumps(measure(arguments.only, arguments.eval)))
        except QuotegraphError as error:
            sys.exit(str(error))
        return
    names = list(dict.fromkeys([*BUNDLED_ENCODERS, *arguments.encoders, *([arguments.peer] if arguments.peer else [])]))
    found = {name: _measure_apart(name, arguments.eval, arguments.threads) for name in names}
    if arguments.peer:
        found = {name: figures | ratios(figures, found[arguments.peer]) for name, figures in found.items()}
    shown = labels(names)
    columns = {shown[name]: figures for name, figures in found.items()}
    if arguments.json:
        arguments.json.write_text(json.dumps(columns, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    print(table(columns))


if __name__ == "__main__":
    main()
