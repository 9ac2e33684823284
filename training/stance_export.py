"""Writes a trained stance head in the form that ``corpus.stance_head`` reads."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch import nn

if TYPE_CHECKING:
    from training.stance_head import Network


def write(file: Path, keys: list[str], network: Network, side: int) -> None:
    """Word vectors as 8-bit numbers with one factor a row, the rest as 16-bit floats.

    :param side: the set whose idea of how frequent a class is is kept.
    """
    network.eval()
    with torch.no_grad():
        table = network.words(torch.arange(1, len(keys) + 1)).numpy()
        bias = network.out.bias + network.whole.bias + network.side.weight[side]
    scales = np.maximum(np.abs(table).max(axis=1), 1e-6) / 127
    means = network.attention.out_features
    np.savez_compressed(
        file,
        keys=np.frombuffer("\n".join(keys).encode("utf-8"), dtype=np.uint8),
        table=np.round(table / scales[:, None]).astype(np.int8),
        scales=scales.astype(np.float32),
        first=_flat(network.first),
        first_bias=_half(network.first.bias),
        second=_flat(network.second),
        second_bias=_half(network.second.bias),
        attention=_half(network.attention.weight.T),
        attention_bias=_half(network.attention.bias),
        out=_half(network.out.weight.reshape(3, means, -1).permute(1, 2, 0)),
        whole=_half(network.whole.weight.T),
        bias=_half(bias),
    )


def _flat(layer: nn.Conv1d) -> np.ndarray:
    """The weights of a convolution as one matrix: the words before, at and after, one above the other."""
    return _half(layer.weight.permute(2, 1, 0).reshape(-1, layer.out_channels))


def _half(numbers: torch.Tensor) -> np.ndarray:
    return numbers.detach().numpy().astype(np.float16)
