"""Trains the head that judges stance: ``python -m training.stance_head --sets DIR --pairs FILE --out FILE``.

Takes two minutes on one core. ``--sets`` is a folder of (statement, target, label) sets, see ``stance_data.py``;
``--pairs`` the translations that the encoders are trained on, for their words.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import nn

from corpus.stance_features import TARGET_COLUMNS, WHOLE_COLUMNS, WORD_COLUMNS, Features, describe
from corpus.stance_head import WEIGHTS, Head
from corpus.stance_rules import assess
from corpus.types import Language
from training.stance_data import Example, examples
from training.stance_export import write
from training.stance_vocabulary import vocabulary

SIZE, WIDTH, HIDDEN, MEANS, CLASSES = 48_000, 48, 64, 4, 3
EPOCHS, BATCH, RATE, DECAY = 3, 64, 2e-3, 1e-2
DROPOUT, WORD_DROPOUT, SMOOTHING = 0.3, 0.15, 0.05
#: The lexicon's say is hidden from so many examples; from more of our own, which the lexicon was written for.
UNTOLD, UNTOLD_OWN = 0.3, 0.6
#: English words in so many texts are replaced by their nearest Polish ones, so that these are learned, too.
SWAPPED, NEAR = 0.1, 0.6
#: How often an example of a set is drawn in one epoch.
WEIGHTS_OF = {
    "news": 1.0,
    "headlines": 0.3,
    "reviews": 0.3,
    "joined": 0.4,
    "joined own": 0.7,
    "own": 2.5,
    "own, two targets": 5.0,
}
_SIDES = ("news", "headlines", "reviews", "own")  # each set has its own idea of how frequent a class is


@dataclass(frozen=True, slots=True)
class Item:
    """An example as numbers."""

    example: Example
    rows: np.ndarray
    features: Features


class Network(nn.Module):
    """The same as ``corpus.stance_head.Head``, with what training needs besides."""

    def __init__(self, vectors: np.ndarray) -> None:
        super().__init__()
        self.vectors = torch.tensor(np.vstack([np.zeros((1, vectors.shape[1]), dtype=np.float32), vectors]))
        self.narrow = nn.Linear(vectors.shape[1], WIDTH, bias=False)
        self.learned = nn.Embedding(len(self.vectors), WIDTH)
        self.first = nn.Conv1d(WIDTH + WORD_COLUMNS, HIDDEN, 3, padding=1)
        self.second = nn.Conv1d(HIDDEN, HIDDEN, 3, padding=1)
        self.attention = nn.Linear(HIDDEN + TARGET_COLUMNS, MEANS)
        self.out = nn.Linear(MEANS * HIDDEN, CLASSES)
        self.whole = nn.Linear(WHOLE_COLUMNS, CLASSES)
        self.side = nn.Embedding(len(_SIDES), CLASSES)
        self.dropout = nn.Dropout(DROPOUT)
        nn.init.zeros_(self.learned.weight)
        nn.init.zeros_(self.side.weight)

    def words(self, rows: torch.Tensor) -> torch.Tensor:
        """The vectors of words: those of the encoder, made narrow, and what was learned about each."""
        return self.narrow(self.vectors[rows]) + self.learned(rows)

    def forward(self, rows, columns, there, whole, side):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201
        """The scores of the classes; ``there`` is 1 for words and 0 for padding."""
        words = self.words(rows)
        if self.training:
            words = words * (torch.rand(rows.shape) > WORD_DROPOUT)[..., None]
        values = (torch.cat([self.dropout(words), columns], -1) * there[..., None]).transpose(1, 2)
        for layer in (self.first, self.second):
            values = torch.relu(layer(values)) * there[:, None]
        values = self.dropout(values.transpose(1, 2))
        seen = self.attention(torch.cat([values, columns[..., -TARGET_COLUMNS:]], -1))
        shares = seen.masked_fill(there[..., None] == 0, -1e4).softmax(1)
        means = torch.einsum("bth,btk->bkh", values, shares).flatten(1)
        return self.out(means) + self.whole(whole) + self.side(side)


def featured(example: Example) -> Features:
    """The features of an example."""
    assessment = assess(example.text, example.language, example.targets, example.cue)
    return describe(example.text, example.language, example.cue.split() if example.cue else [], assessment)


def batch_of(items: list[Item], chance: np.random.Generator, polish: np.ndarray) -> tuple[torch.Tensor, ...]:
    """Padded tensors: rows, columns, there, whole, side, label."""
    longest = max(len(item.rows) for item in items)
    rows = np.zeros((len(items), longest), dtype=np.int64)
    columns = np.zeros((len(items), longest, WORD_COLUMNS), dtype=np.float32)
    there = np.zeros((len(items), longest), dtype=np.float32)
    whole = np.stack([item.features.whole for item in items])
    for number, item in enumerate(items):
        length, own = len(item.rows), "own" in item.example.source
        swapped = item.example.language is Language.EN and chance.random() < SWAPPED
        rows[number, :length] = polish[item.rows] if swapped else item.rows
        columns[number, :length] = item.features.columns
        there[number, :length] = 1
        if chance.random() < (UNTOLD_OWN if own else UNTOLD):
            columns[number, :, [0, 1, WORD_COLUMNS - TARGET_COLUMNS]] = 0
            whole[number, :8] = 0
    sides = [_side(item.example.source) for item in items]
    labels = [item.example.label for item in items]
    return tuple(torch.tensor(array) for array in (rows, columns, there, whole, sides, labels))


def _side(source: str) -> int:
    if "own" in source:
        return _SIDES.index("own")
    return _SIDES.index(source) if source in _SIDES else 0


def translations(keys: list[str], vectors: np.ndarray, used: np.ndarray) -> np.ndarray:
    """For each row the row of the nearest Polish word, or itself where none is near."""
    unit = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-6)
    english = np.array([row for row in used if row and keys[row - 1].startswith("en:")])
    polish = np.array([row for row, key in enumerate(keys, 1) if key.startswith("pl:")])
    found = np.arange(len(keys) + 1)
    for start in range(0, len(english), 512):
        some = english[start : start + 512]
        likeness = unit[some - 1] @ unit[polish - 1].T
        best = likeness.argmax(axis=1)
        near = likeness[np.arange(len(some)), best] > NEAR
        found[some[near]] = polish[best[near]]
    return found


def train(items: list[Item], network: Network, polish: np.ndarray, seed: int) -> None:
    """Trains in place; what remains is the mean of the weights over the last two epochs."""
    chance = np.random.default_rng(seed)
    weights = np.array([WEIGHTS_OF[item.example.source] for item in items])
    amount = int(weights.sum())
    optimiser = torch.optim.AdamW(network.parameters(), lr=RATE, weight_decay=DECAY)
    steps = EPOCHS * (amount // BATCH) + 10
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, RATE, total_steps=steps, pct_start=0.1)
    mean = torch.optim.swa_utils.AveragedModel(network)
    for epoch in range(EPOCHS):
        drawn = chance.choice(len(items), size=amount, p=weights / weights.sum())
        drawn = drawn[np.argsort([len(items[i].rows) + chance.random() * 6 for i in drawn])]
        starts = np.arange(0, amount - BATCH + 1, BATCH)
        chance.shuffle(starts)
        lost = 0.0
        for start in starts:
            *given, label = batch_of([items[i] for i in drawn[start : start + BATCH]], chance, polish)
            loss = nn.functional.cross_entropy(network(*given), label, label_smoothing=SMOOTHING)
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            lost += loss.item()
            if epoch:
                mean.update_parameters(network)
        print(f"epoch {epoch + 1}: loss {lost / len(starts):.4f}", flush=True)
    network.load_state_dict(mean.module.state_dict())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sets", type=Path, required=True)
    parser.add_argument("--pairs", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    parser.add_argument("--seed", type=int, default=5)
    options = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(options.seed)
    described = [(example, featured(example)) for example in examples(options.sets, options.seed)]
    keys, vectors = vocabulary(
        ((example.language, features.words) for example, features in described), options.pairs, SIZE
    )
    rows_of = Head.rows_of(keys)
    items = [
        Item(example, np.array([rows_of(word.lower(), example.language) for word in features.words]), features)
        for example, features in described
        if features.words
    ]
    print(f"{len(items)} examples, {len(keys)} words", flush=True)
    network = Network(vectors)
    used = np.unique(np.concatenate([item.rows for item in items]))
    train(items, network, translations(keys, vectors, used), options.seed)
    write(options.out, keys, network, _SIDES.index("own"))


if __name__ == "__main__":
    main()
