"""Writing the trained student, joined with the static encoder, as a network with 8-bit weights."""

from __future__ import annotations

import logging
import tempfile
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.matmul_nbits_quantizer import MatMulNBitsQuantizer
from tokenizers import Tokenizer

from training.blend import Blend, add_to
from training.student import Reader

#: Weights that share a factor. Smaller blocks are slower (32: by a tenth). With larger ones (128; onnxruntime 1.32)
#: a text's vector depends on the other texts of its batch, by up to .01 in a number.
_BLOCK = 64
#: Activations may be 8-bit numbers, too, with factors of their own for each row and block.
_ACTIVATIONS_8_BIT = 4


class _States(torch.nn.Module):
    """The body alone, with plain arguments: pooling is left to whoever runs it."""

    def __init__(self, body: torch.nn.Module) -> None:
        super().__init__()
        self._body = body

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        states = self._body(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        assert isinstance(states, torch.Tensor)
        return states


def write_network(out: Path, reader: Reader, tokenizer: Tokenizer, joined: Blend) -> None:
    """Write the encoder's folder: ``network.onnx`` and ``tokenizer.json``. The model card is left as it is.

    Matrices get 8-bit weights with a factor for each block of 64 (MatMulNBits), tables 8-bit rows.
    """
    logging.getLogger("onnxruntime.quantization").setLevel(logging.ERROR)
    logging.getLogger().setLevel(logging.ERROR)
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        full, matrices, states = (Path(folder) / f"{name}.onnx" for name in ("full", "matrices", "states"))
        _export(reader, full)
        quantiser = MatMulNBitsQuantizer(
            onnx.load(full), bits=8, block_size=_BLOCK, is_symmetric=True, accuracy_level=_ACTIVATIONS_8_BIT
        )
        quantiser.process()
        quantiser.model.save_model_to_file(str(matrices))
        quantize_dynamic(
            str(matrices),
            str(states),
            op_types_to_quantize=["Gather"],
            per_channel=True,
            weight_type=QuantType.QInt8,
            extra_options={"DefaultTensorType": onnx.TensorProto.FLOAT},
        )
        network = onnx.load(states)
    add_to(network, joined)
    onnx.checker.check_model(network)
    onnx.save(network, out / "network.onnx")
    tokenizer.no_padding()
    tokenizer.no_truncation()
    (out / "tokenizer.json").write_text(tokenizer.to_str(pretty=False), encoding="utf-8")


def _export(reader: Reader, file: Path) -> None:
    """The 32-bit network; the number of texts and of their pieces is left open."""
    body = reader.body
    body.set_attn_implementation("eager")  # type: ignore[operator]
    ids = torch.tensor([[5, 6, 7, 8], [9, 10, 0, 0]])
    axes = {0: "texts", 1: "pieces"}
    torch.onnx.export(
        _States(body).eval(),
        (ids, (ids > 0).long()),
        str(file),
        input_names=["input_ids", "attention_mask"],
        output_names=["last_hidden_state"],
        dynamic_axes=dict.fromkeys(("input_ids", "attention_mask", "last_hidden_state"), axes),
        opset_version=17,
        dynamo=False,
    )
