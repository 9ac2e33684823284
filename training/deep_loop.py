"""How the deep encoder learns: one chapter of pairs after another, each saved."""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812 - the name that everybody knows

from training.reading import Positions, Rows, by_length
from training.student import Batch, Reader

#: Two targets nearer than this are the same sentence, not a wrong answer.
_SAME = 0.95


@dataclass(frozen=True, slots=True)
class Settings:
    """What decides the outcome, kept beside it.

    :param chapters: parts of the training; the rate is constant, and falls to zero over the last quarter.
    :param chapter: pairs in a part. The teacher reads a part, then the student learns it, then both are saved.
    :param pieces: pieces of text in one step, with padding.
    :param english: share of the pairs whose English is read, too.
    :param scale: inverse temperature of the softmax over the targets of the whole chapter.
    :param closeness: weight of the squared distance to the teacher's vector.
    :param rate: of the body; ``table_rate``: of the vectors of the pieces.
    :param longest: pairs with a text of more pieces are left out of the training.
    :param static_share: of the squared length of the result that the static encoder gives, before it is cut.
    :param dimensions: of the result.
    """

    chapters: int = 52
    chapter: int = 16_384
    pieces: int = 4_096
    english: float = 0.34
    scale: float = 20.0
    closeness: float = 2.0
    rate: float = 4e-4
    table_rate: float = 2e-3
    warm_up: int = 150
    longest: int = 64
    static_share: float = 0.3
    dimensions: int = 384
    seed: int = 0


def loss_of(
    found: torch.Tensor, own: torch.Tensor, targets: torch.Tensor, settings: Settings
) -> tuple[torch.Tensor, torch.Tensor]:
    """How far the student's vectors are from the teacher's.

    :param found: the student's, shape (n, 384).
    :param own: for each the row of its target.
    :param targets: the teacher's of the whole chapter: all the others are wrong answers.
    :returns: the softmax's loss, of the student's over all targets and of the batch's targets over the student's
        (without the second, some texts become everybody's nearest); and the mean squared distance to the right target.
    """
    right = targets[own]
    forth = _softmax_loss(found @ targets.T * settings.scale, right @ targets.T, own)
    back = _softmax_loss(right @ found.T * settings.scale, right @ right.T, torch.arange(len(own)))
    return forth + back, (found - right).pow(2).sum(dim=1).mean()


def _softmax_loss(scores: torch.Tensor, alike: torch.Tensor, own: torch.Tensor) -> torch.Tensor:
    same = alike > _SAME
    same[torch.arange(len(own)), own] = False
    return F.cross_entropy(scores.masked_fill(same, -1e4), own)


def rate_at(progress: float) -> float:
    """Share of the full rate: constant, then falling to a fiftieth over the last quarter (Hu et al. 2024, MiniCPM)."""
    return max(0.02, min(1.0, (1.0 - progress) / 0.25))


class Training:
    """The student, its optimiser and how far they are; saved after each chapter."""

    def __init__(self, reader: Reader, settings: Settings, file: Path) -> None:
        self.reader, self.settings, self._file = reader, settings, file
        table = reader.body.get_input_embeddings().weight  # type: ignore[operator]
        body = [parameter for parameter in reader.parameters() if parameter is not table]
        self._rates = (settings.rate, settings.table_rate)
        self._optimiser = torch.optim.AdamW(
            [{"params": body, "lr": settings.rate}, {"params": [table], "lr": settings.table_rate}], weight_decay=0.01
        )
        self.chapter = self._step = 0
        if file.exists():
            kept = torch.load(file, weights_only=True)
            self.reader.load_state_dict(kept["reader"])
            self._optimiser.load_state_dict(kept["optimiser"])
            self.chapter, self._step = kept["chapter"], kept["step"]

    def learn(self, positions: Positions, rows: Rows, targets: torch.Tensor) -> tuple[float, float]:
        """Learn one chapter.

        :returns: means of both parts of the loss.
        """
        rng = random.Random(self.settings.seed + self.chapter)
        texts = [(rows.polish[p], n) for n, p in enumerate(positions)]
        texts += [(rows.english[p], n) for n, p in enumerate(positions) if rng.random() < self.settings.english]
        steps = list(by_length(np.array([len(text) for text, _ in texts]), self.settings.pieces))
        rng.shuffle(steps)
        sums = np.zeros(2)
        for number, step in enumerate(steps):
            self._set_rates((self.chapter + number / len(steps)) / self.settings.chapters)
            batch = Batch.of([texts[p][0].tolist() for p in step])
            with torch.autocast("cpu", dtype=torch.bfloat16):
                found = self.reader(batch.ids, batch.mask)
            own = torch.tensor([texts[p][1] for p in step])
            telling, distance = loss_of(found, own, targets, self.settings)
            self._optimiser.zero_grad()
            (telling + self.settings.closeness * distance).backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(self.reader.parameters(), 1.0)
            self._optimiser.step()
            self._step += 1
            sums += [telling.item(), distance.item()]
        self.chapter += 1
        telling_mean, distance_mean = sums / len(steps)
        return float(telling_mean), float(distance_mean)

    def _set_rates(self, progress: float) -> None:
        share = rate_at(progress) * min(1.0, (self._step + 1) / self.settings.warm_up)
        for group, rate in zip(self._optimiser.param_groups, self._rates, strict=True):
            group["lr"] = rate * share

    def save(self) -> None:
        """Write the state; a run killed while writing finds the one before."""
        state = {"reader": self.reader.state_dict(), "optimiser": self._optimiser.state_dict()}
        part = self._file.with_suffix(".part")
        torch.save(state | {"chapter": self.chapter, "step": self._step}, part)
        part.replace(self._file)
