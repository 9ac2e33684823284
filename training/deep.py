"""Trains the deep encoder: ``python -m training.deep --pairs PATH --eval DIR --teacher MODEL --work DIR``.

The same command goes on where the last run stopped.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer

from bench.encoder import quality
from search.deep_encoder import DeepEncoder
from training.blend import blend, sample
from training.card import DEEP, unknown_sources, write_card
from training.data import Pair, by_source, draw_epoch, read_pairs, seen_in
from training.deep_loop import Settings, Training
from training.network import write_network
from training.reading import Live, Positions, Rows, Shelf
from training.student import first_student, teacher_of

#: Most pairs of a source in one epoch; fewer of the manuals than the static encoder reads, since each costs more here.
CAPS = {
    "ms_dynamics365_operations": 60_000,
    "ms_dotnet_docs": 15_000,
    "ms_aspnetcore": 12_000,
    "ms_azure_ps": 5_000,
    "ms_rtos": 4_000,
    "ms_quantum": 4_000,
    "ms_partner_center_sdk": 3_000,
}

#: How often a pair of a source is seen in one epoch.
REPEATS = {
    "tatoeba": 4,
    "stsb_mt_train_dev": 4,
    "privacyguides": 3,
    "mozilla_www": 3,
    "gnome_user_docs": 3,
    "opensource_guide": 3,
    "mozilla_legal": 2,
    "monero_site": 2,
    "bitcoin_org": 2,
}


def chapters(pairs: Sequence[Pair], leave_out: set[int], rows: Rows, settings: Settings) -> Iterator[Positions]:
    """Endless parts of the training, the same in every run with one seed."""
    rng = random.Random(settings.seed)
    positions = by_source(pairs, leave_out)
    rest: list[int] = []
    while True:
        drawn = [p for part in draw_epoch(positions, rng, CAPS, REPEATS).values() for p in part]
        drawn = [p for p in drawn if 4 <= rows.length(p) <= settings.longest]
        rng.shuffle(drawn)
        rest += drawn
        for start in range(0, len(rest) - settings.chapter + 1, settings.chapter):
            yield np.array(rest[start : start + settings.chapter], dtype=np.int64)
        rest = rest[len(rest) // settings.chapter * settings.chapter :]


@dataclass(frozen=True, slots=True)
class Task:
    """What to train with, and where.

    :param teacher: name or folder of the English teacher, and what the model card calls it.
    :param static: folder of the static encoder, whose pieces are read.
    :param work: folder for the state, the curve and the teacher's vectors; grows to about 1 GB.
    :param out: folder for the encoder.
    :param measure_every: chapters between two measurements.
    """

    pairs: Path
    evaluation: Path
    teacher: tuple[str, str]
    static: Path
    work: Path
    out: Path
    measure_every: int


def run(task: Task, settings: Settings) -> dict[str, float]:
    """Train until all chapters are learned, write the folder with its card and measure it.

    The figures of every so many chapters go to ``curve.jsonl`` in the working folder.

    :returns: the figures of the written encoder on the evaluation sets.
    :raises ValueError: if the pairs hold a source whose licence is not known.
    """
    torch.manual_seed(settings.seed)
    task.work.mkdir(parents=True, exist_ok=True)
    pairs = read_pairs(task.pairs)
    if unknown := unknown_sources({pair.source for pair in pairs}):
        raise ValueError(f"{task.pairs}: add the licences of {sorted(unknown)} to training/card.py, or leave them out")
    leave_out = seen_in(task.evaluation, pairs)
    reader, tokenizer = first_student(task.teacher[0], task.static)
    training = Training(reader, settings, task.work / "state.pt")
    learn(task, training, tokenizer, pairs, leave_out)
    positions = by_source(pairs, leave_out)
    texts = sample(pairs, positions, settings.seed)
    joined = blend(training.reader, tokenizer, task.static, texts, settings.static_share, settings.dimensions)
    write_network(task.out, training.reader, tokenizer, joined)
    figures = quality(DeepEncoder(task.out), task.evaluation)
    drawn = draw_epoch(positions, random.Random(settings.seed), CAPS, REPEATS)
    counts = {source: len(part) for source, part in drawn.items()}
    write_card(task.out, DEEP, figures, counts, settings, task.teacher[1])
    return figures


def learn(task: Task, training: Training, tokenizer: Tokenizer, pairs: Sequence[Pair], leave_out: set[int]) -> None:
    """Learn the chapters that are still to be learned."""
    settings = training.settings
    if training.chapter >= settings.chapters:
        return
    rows = Rows(tokenizer, pairs)
    shelf = Shelf(task.work / f"teacher-{len(pairs)}.f16", *teacher_of(task.teacher[0]), pairs)
    parts = islice(chapters(pairs, leave_out, rows, settings), training.chapter, settings.chapters)
    for positions in parts:
        begun = time.perf_counter()
        targets = shelf.read(positions)
        taught = time.perf_counter()
        telling, distance = training.learn(positions, rows, targets)
        training.save()
        line: dict[str, object] = {"chapter": training.chapter, "softmax": telling, "distance": distance}
        line |= {"teacher s": round(taught - begun), "student s": round(time.perf_counter() - taught)}
        if training.chapter % task.measure_every == 0 or training.chapter == settings.chapters:
            line |= quality(Live(training.reader, tokenizer), task.evaluation)
        with (task.work / "curve.jsonl").open("a", encoding="utf-8") as curve:
            curve.write(json.dumps(line) + "\n")
        print(line, flush=True)


def main() -> None:
    """Read the arguments and train."""
    parser = argparse.ArgumentParser(description="Train the contextual Polish-English encoder.")
    parser.add_argument("--pairs", type=Path, required=True, help="TSV (or .zst) with the header en, pl, source")
    parser.add_argument("--eval", type=Path, required=True, help="folder with the evaluation sets")
    parser.add_argument("--out", type=Path, required=True, help="folder to write the encoder to")
    parser.add_argument("--teacher", required=True, help="name or folder of all-MiniLM-L6-v2")
    parser.add_argument("--teacher-title", default="all-MiniLM-L6-v2 (Apache-2.0)", help="for the model card")
    parser.add_argument("--static", type=Path, default=Path("search/models/bilingual-static"))
    parser.add_argument("--work", type=Path, required=True, help="folder for the state; the same one goes on")
    parser.add_argument("--measure-every", type=int, default=6, help="chapters between two measurements")
    parser.add_argument("--threads", type=int, default=2)
    for name, value in asdict(Settings()).items():
        parser.add_argument(f"--{name.replace('_', '-')}", type=type(value), default=value, help=f"default {value}")
    arguments = vars(parser.parse_args())
    torch.set_num_threads(arguments["threads"])
    settings = Settings(**{name: arguments[name] for name in asdict(Settings())})
    task = Task(
        pairs=arguments["pairs"],
        evaluation=arguments["eval"],
        teacher=(arguments["teacher"], arguments["teacher_title"]),
        static=arguments["static"],
        work=arguments["work"],
        out=arguments["out"],
        measure_every=arguments["measure_every"],
    )
    print("\n".join(f"{name:18} {value:.3f}" for name, value in run(task, settings).items()))


if __name__ == "__main__":
    main()
