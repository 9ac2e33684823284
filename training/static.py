"""Trains the bundled encoder: ``python -m training.static --pairs PATH --eval DIR --out DIR``."""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
import torch.nn.functional as F  # noqa: N812 - the name that everybody knows
from tokenizers import Tokenizer

from bench.encoder import quality
from search.encoder import StaticEncoder
from training import teacher, tokenizer
from training.card import STATIC, unknown_sources, write_card
from training.data import Pair, by_source, draw_epoch, read_pairs, seen_in
from training.folder import write_folder

#: Sentences in a group of neighbours.
_GROUP = 16

Positions = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Settings:
    """What decides the outcome, kept beside it.

    :param scale: the inverse temperature of the softmax over cosines.
    :param same_source: share of the batches that hold one source only: their sentences are alike, so telling them
        apart is harder than telling a manual from a proverb.
    :param meaning: weight of the teacher's closeness of sentences; 0 trains on translations alone.
    :param taught_every: one batch of sentences that the teacher has read after so many others.
    """

    vocabulary: int = 32_000
    dimensions: int = 256
    epochs: int = 3
    batch: int = 1024
    rate: float = 0.02
    scale: float = 14.0
    same_source: float = 0.7
    taught: int = 60_000
    taught_words: int = 14
    taught_every: int = 2
    meaning: float = 100.0
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Lessons:
    """What the teacher has read.

    :param positions: of the pairs.
    :param vectors: the teacher's of their English, unit rows; shape (len(positions), dimensions of the teacher).
    """

    positions: Positions
    vectors: npt.NDArray[np.float32]


class Model(torch.nn.Module):
    """One vector a token; a sentence is the mean of its tokens, scaled to unit length."""

    def __init__(self, table: npt.NDArray[np.float32]) -> None:
        super().__init__()
        self.bag = torch.nn.EmbeddingBag.from_pretrained(
            torch.from_numpy(table), freeze=False, mode="mean", sparse=True
        )

    def forward(self, bags: tokenizer.Bags, positions: Positions) -> torch.Tensor:
        """Unit vectors of the sentences at the positions, shape (len(positions), dimensions)."""
        ids, offsets = bags.take(positions)
        return F.normalize(self.bag(torch.from_numpy(ids), torch.from_numpy(offsets)), dim=1)


def batches(drawn: dict[str, list[int]], settings: Settings, rng: random.Random) -> list[Positions]:
    """One epoch's batches, in random order: some of one source, the rest of all sources mixed."""
    found, rest = [], []
    for positions in drawn.values():
        alone = int(len(positions) * settings.same_source) // settings.batch * settings.batch
        found += [positions[start : start + settings.batch] for start in range(0, alone, settings.batch)]
        rest += positions[alone:]
    rng.shuffle(rest)
    found += [rest[start : start + settings.batch] for start in range(0, len(rest), settings.batch)]
    rng.shuffle(found)
    # A sentence drawn several times must not stand in one batch twice: it would be its own wrong answer.
    return [np.unique(np.array(batch, dtype=np.int64)) for batch in found]


def taught_batches(vectors: npt.NDArray[np.float32], size: int, rng: random.Random) -> Iterator[Positions]:
    """Endless batches of groups of neighbours, each group around a random sentence.

    Most sentences are unrelated: what matters is the grading among the close, and these are the hardest to tell apart.
    """
    generator = np.random.default_rng(rng.randrange(2**32))
    while True:
        seeds = vectors[generator.integers(len(vectors), size=size // _GROUP)]
        near = np.argpartition(-(seeds @ vectors.T), _GROUP, axis=1)[:, :_GROUP]
        yield np.unique(near)


def translation_loss(english: torch.Tensor, polish: torch.Tensor, scale: float) -> torch.Tensor:
    """Softmax over the batch, both ways: the translation must be nearer than every other sentence."""
    scores = english @ polish.T * scale
    own = torch.arange(len(scores))
    return (F.cross_entropy(scores, own) + F.cross_entropy(scores.T, own)) / 2


def meaning_loss(english: torch.Tensor, polish: torch.Tensor, taught: torch.Tensor) -> torch.Tensor:
    """Mean squared difference of the cosines within and across the languages from the teacher's of the English."""
    wanted = taught @ taught.T
    return (
        F.mse_loss(english @ english.T, wanted)
        + F.mse_loss(polish @ polish.T, wanted)
        + F.mse_loss(english @ polish.T, wanted)
    )


def train(
    english: tokenizer.Bags,
    polish: tokenizer.Bags,
    positions: dict[str, list[int]],
    lessons: Lessons,
    table: npt.NDArray[np.float32],
    settings: Settings,
) -> npt.NDArray[np.float32]:
    """Train the table of token vectors.

    :param positions: of the pairs to train on, by source.
    :param lessons: what the teacher has read; without any, the table learns from translations alone.
    :param table: the vectors to begin with, shape (vocabulary, dimensions).
    """
    rng = random.Random(settings.seed)
    model = Model(table)
    optimiser = torch.optim.SparseAdam(list(model.parameters()), lr=settings.rate)
    epochs = [batches(draw_epoch(positions, rng), settings, rng) for _ in range(settings.epochs)]
    neighbours = taught_batches(lessons.vectors, settings.batch, rng)
    total, begun = sum(map(len, epochs)), time.perf_counter()
    for step, batch in enumerate(batch for epoch in epochs for batch in epoch):
        for group in optimiser.param_groups:
            group["lr"] = settings.rate * max(0.02, 1 - step / total)
        loss = translation_loss(model(english, batch), model(polish, batch), settings.scale)
        if len(lessons.positions) and step % settings.taught_every == 0:
            lesson = next(neighbours)
            own = lessons.positions[lesson]
            en, pl = model(english, own), model(polish, own)
            loss = loss + settings.meaning * meaning_loss(en, pl, torch.from_numpy(lessons.vectors[lesson]))
            loss = loss + translation_loss(en, pl, settings.scale)
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimiser.step()  # type: ignore[no-untyped-call]
        if step % 200 == 0:
            print(f"step {step}/{total} loss {loss.item():.4f} {time.perf_counter() - begun:.0f} s", flush=True)
    return model.bag.weight.detach().numpy()


def first_table(
    learned: Tokenizer, english: tokenizer.Bags, polish: tokenizer.Bags, model: str | None, settings: Settings
) -> npt.NDArray[np.float32]:
    """The vectors to begin with: random; where a teacher is given, its vector for what English writes."""
    generator = np.random.default_rng(settings.seed)
    size = learned.get_vocab_size()
    table = generator.normal(0, 0.1, (size, settings.dimensions)).astype(np.float32)
    if not model:
        return table
    uses = [np.bincount(bags.ids, minlength=size) for bags in (english, polish)]
    tokens = np.flatnonzero(uses[0] > uses[1] / 2)
    vectors = teacher.encode(model, [str(learned.id_to_token(int(token))).removeprefix("##") for token in tokens])
    directions, _ = teacher.principal(vectors - vectors.mean(axis=0), settings.dimensions)
    found = (vectors - vectors.mean(axis=0)) @ directions
    found /= np.linalg.norm(found, axis=1, keepdims=True)
    share = (uses[0] + uses[1])[tokens] / (len(english.ids) + len(polish.ids))
    # Frequent words say little (SIF, Arora et al. 2017); 1.6: the length of a random row at 0.1 and 256 dimensions.
    table[tokens] = found * (1e-3 / (1e-3 + share))[:, None] * 1.6
    return table


def lessons_of(pairs: list[Pair], leave_out: set[int], source: teacher.Teacher | None, settings: Settings) -> Lessons:
    """Choose what the teacher reads, and let it read; nothing without a teacher."""
    if not source:
        return Lessons(np.zeros(0, dtype=np.int64), np.zeros((0, 1), dtype=np.float32))
    chosen = teacher.choose(pairs, settings.taught, settings.taught_words, settings.seed)
    kept = [position for position in chosen if position not in leave_out]
    vectors = teacher.cached(source, [pairs[position].english for position in kept])
    return Lessons(np.array(kept, dtype=np.int64), vectors)


def run(
    pairs_file: Path,
    evaluation: Path,
    out: Path,
    source: teacher.Teacher | None,
    vocabulary: Path | None,
    settings: Settings,
) -> dict[str, float]:
    """Train, write the folder with its card and measure it.

    :param source: the English teacher, or ``None`` to learn from translations alone.
    :param vocabulary: a ``tokenizer.json`` to use instead of learning one.
    :returns: the figures on the evaluation sets.
    :raises ValueError: if the pairs hold a source whose licence is not known.
    """
    torch.manual_seed(settings.seed)
    pairs = read_pairs(pairs_file)
    if unknown := unknown_sources({pair.source for pair in pairs}):
        raise ValueError(f"{pairs_file}: add the licences of {sorted(unknown)} to training/card.py, or leave them out")
    leave_out = seen_in(evaluation, pairs)
    positions = by_source(pairs, leave_out)
    drawn = draw_epoch(positions, random.Random(settings.seed))
    print(f"{len(pairs)} pairs, {len(leave_out)} of them left out for standing in the evaluation sets", flush=True)
    texts = (text for part in drawn.values() for p in part for text in (pairs[p].english, pairs[p].polish))
    learned = Tokenizer.from_file(str(vocabulary)) if vocabulary else tokenizer.learn(texts, settings.vocabulary)
    english = tokenizer.Bags(learned, [pair.english for pair in pairs])
    polish = tokenizer.Bags(learned, [pair.polish for pair in pairs])
    lessons = lessons_of(pairs, leave_out, source, settings)
    table = first_table(learned, english, polish, source.model if source else None, settings)
    table = train(english, polish, positions, lessons, table, settings)
    write_folder(out, learned, table)
    figures = quality(StaticEncoder(out), evaluation)
    counts = {name: len(part) for name, part in drawn.items()}
    write_card(out, STATIC, figures, counts, settings, source.title if source else None)
    return figures


def main() -> None:
    """Read the arguments and train."""
    parser = argparse.ArgumentParser(description="Train the bundled Polish-English static encoder.")
    parser.add_argument("--pairs", type=Path, required=True, help="TSV (or .zst) with the header en, pl, source")
    parser.add_argument("--eval", type=Path, required=True, help="folder with the evaluation sets")
    parser.add_argument("--out", type=Path, required=True, help="folder to write the encoder to")
    parser.add_argument("--teacher", help="English sentence-transformers model to learn closeness of meaning from")
    parser.add_argument("--teacher-title", help="its name and licence for the model card")
    parser.add_argument("--cache", type=Path, help="file (.npz) to keep the teacher's vectors in between runs")
    parser.add_argument("--tokenizer", type=Path, help="tokenizer.json to use instead of learning one")
    parser.add_argument("--threads", type=int, default=2)
    for name, value in asdict(Settings()).items():
        parser.add_argument(f"--{name.replace('_', '-')}", type=type(value), default=value, help=f"default {value}")
    arguments = vars(parser.parse_args())
    torch.set_num_threads(arguments["threads"])
    settings = Settings(**{name: arguments[name] for name in asdict(Settings())})
    source = None
    if model := arguments["teacher"]:
        source = teacher.Teacher(model, arguments["teacher_title"] or Path(model).name, arguments["cache"])
    figures = run(arguments["pairs"], arguments["eval"], arguments["out"], source, arguments["tokenizer"], settings)
    print("\n".join(f"{name:18} {value:.3f}" for name, value in figures.items()))


if __name__ == "__main__":
    main()
