"""The last step of the deep encoder: its vector and the static encoder's, joined and cut to the principal directions.

The two err in different places: the contextual network on long sentences and rare words, the mean of words on
everything that depends on order. Both parts run in one network, on the same word pieces.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, helper, numpy_helper
from tokenizers import Tokenizer

from training.data import Pair
from training.folder import quantise, read_table
from training.reading import encode
from training.student import Reader
from training.teacher import principal

Vectors = npt.NDArray[np.float32]

#: Sentences that the principal directions are taken from, and most of them from one source.
_SAMPLE, _OF_ONE_SOURCE = 8_000, 600
#: Dimensions of the static encoder's rows that are kept: nine tenths of their length, and the folder stays below 32 MB.
_STATIC_DIMENSIONS = 192
_SHORTEST = 1e-6


@dataclass(frozen=True, slots=True)
class Blend:
    """How the two vectors of a text become one.

    :param rows: the static encoder's, shape (pieces, 192); zero for padding and for the marks of begin and end.
    :param share: of the squared length that is the static encoder's, 0 to 1.
    :param directions: shape (dimensions of the network + 192, dimensions of the result).
    """

    rows: Vectors
    share: float
    directions: Vectors

    @property
    def weights(self) -> tuple[float, float]:
        """Factors of the network's unit vector and of the static one."""
        return float(np.sqrt(1 - self.share)), float(np.sqrt(self.share))


def sample(pairs: Sequence[Pair], positions: dict[str, list[int]], seed: int) -> list[str]:
    """Sentences of all sources, Polish and English by turns."""
    rng = random.Random(seed)
    chosen = [p for part in positions.values() for p in rng.sample(part, min(len(part), _OF_ONE_SOURCE))]
    chosen = rng.sample(chosen, min(len(chosen), _SAMPLE))
    return [pairs[p].polish if turn % 2 else pairs[p].english for turn, p in enumerate(chosen)]


def blend(
    reader: Reader, tokenizer: Tokenizer, static: Path, texts: Sequence[str], share: float, dimensions: int
) -> Blend:
    """Find the principal directions on a sample of texts.

    :param tokenizer: the student's; its first pieces are the static encoder's.
    :param static: folder of the static encoder.
    :param dimensions: of the result.
    """
    table = read_table(static)
    table[0] = 0.0
    ids = [encoding.ids for encoding in tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)]
    means = _unit(np.stack([table[row].sum(axis=0) for row in ids]))
    kept = min(_STATIC_DIMENSIONS, table.shape[1])
    turned = principal(means, kept)[0]
    rows = np.zeros((tokenizer.get_vocab_size(), kept), dtype=np.float32)
    rows[: len(table)] = table @ turned
    found = Blend(rows, share, np.zeros((0, 0), dtype=np.float32))
    joined = np.hstack([found.weights[0] * encode(reader, tokenizer, texts), found.weights[1] * _unit(means @ turned)])
    return Blend(rows, share, principal(joined, min(dimensions, joined.shape[1]))[0])


def _unit(vectors: Vectors) -> Vectors:
    return np.asarray(vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), _SHORTEST), dtype=np.float32)


def add_to(network: onnx.ModelProto, joined: Blend) -> None:
    """Append the steps to a network that gives ``last_hidden_state``; it then gives ``sentence_embedding``.

    The result is not of unit length: whoever runs it scales it. Rows of the static table are 8-bit numbers.
    """
    numbers, factors = quantise(joined.rows)
    deep, static = joined.weights
    constants: dict[str, npt.NDArray[Any]] = {
        "static_rows": numbers,
        "static_factors": factors,
        "directions": joined.directions.astype(np.float16),
        "deep_weight": np.array(deep, dtype=np.float32),
        "static_weight": np.array(static, dtype=np.float32),
        "shortest": np.array(_SHORTEST, dtype=np.float32),
        "axis_1": np.array([1], dtype=np.int64),
        "axis_2": np.array([2], dtype=np.int64),
    }
    graph = network.graph
    graph.initializer.extend(numpy_helper.from_array(value, name) for name, value in constants.items())
    node = helper.make_node
    graph.node.extend(
        [
            node("Cast", ["attention_mask"], ["mask_numbers"], to=TensorProto.FLOAT),
            node("Unsqueeze", ["mask_numbers", "axis_2"], ["mask_column"]),
            node("Mul", ["last_hidden_state", "mask_column"], ["own_states"]),
            node("ReduceSum", ["own_states", "axis_1"], ["deep_sum"], keepdims=0),
            *_scaled("deep"),
            node("Gather", ["static_rows", "input_ids"], ["piece_numbers"], axis=0),
            node("Cast", ["piece_numbers"], ["piece_floats"], to=TensorProto.FLOAT),
            node("Gather", ["static_factors", "input_ids"], ["piece_factors"], axis=0),
            node("Unsqueeze", ["piece_factors", "axis_2"], ["piece_column"]),
            node("Mul", ["piece_floats", "piece_column"], ["piece_rows"]),
            node("ReduceSum", ["piece_rows", "axis_1"], ["static_sum"], keepdims=0),
            *_scaled("static"),
            node("Concat", ["deep_part", "static_part"], ["joined"], axis=1),
            node("Cast", ["directions"], ["directions_numbers"], to=TensorProto.FLOAT),
            node("MatMul", ["joined", "directions_numbers"], ["sentence_embedding"]),
        ]
    )
    del graph.output[:]
    size = joined.directions.shape[1]
    graph.output.append(helper.make_tensor_value_info("sentence_embedding", TensorProto.FLOAT, ["texts", size]))


def _scaled(part: str) -> list[onnx.NodeProto]:
    """From ``…_sum`` to ``…_part``: unit length times the part's weight; zeros stay zeros."""
    return [
        helper.make_node("ReduceL2", [f"{part}_sum"], [f"{part}_length"], axes=[1], keepdims=1),
        helper.make_node("Max", [f"{part}_length", "shortest"], [f"{part}_divisor"]),
        helper.make_node("Div", [f"{part}_sum", f"{part}_divisor"], [f"{part}_unit"]),
        helper.make_node("Mul", [f"{part}_unit", f"{part}_weight"], [f"{part}_part"]),
    ]
