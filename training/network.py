"""Writing the trained student as a network with 8-bit weights that onnxruntime runs."""

from __future__ import annotations

import json
import logging
import tempfile
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.matmul_nbits_quantizer import MatMulNBitsQuantizer
from tokenizers import Tokenizer

from training.student import LONGEST, Reader

#: Weights that share a factor. Smaller blocks are slower (32: by a tenth). With larger ones (128; onnxruntime 1.32)
#: a text's vector depends on the other texts of its batch, by up to .01 in a number.
_BLOCK = 64
#: Activations may be 8-bit numbers, too, with factors of their own for each row and block.
_ACTIVATIONS_8_BIT = 4

_MODULES = [
    {"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.Transformer"},
    {"idx": 1, "name": "1", "path": "1_Pooling", "type": "sentence_transformers.models.Pooling"},
    {"idx": 2, "name": "2", "path": "2_Normalize", "type": "sentence_transformers.models.Normalize"},
]


class _States(torch.nn.Module):
    """The body alone, with plain arguments: pooling is left to whoever runs it."""

    def __init__(self, body: torch.nn.Module) -> None:
        super().__init__()
        self._body = body

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        states = self._body(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        assert isinstance(states, torch.Tensor)
        return states


def write_network(out: Path, reader: Reader, tokenizer: Tokenizer) -> None:
    """Write the encoder's folder in the layout of sentence-transformers' ONNX backend. The model card is left as it is.

    Matrices get 8-bit weights with a factor for each block of 64 (MatMulNBits), tables 8-bit rows.
    """
    logging.getLogger("onnxruntime.quantization").setLevel(logging.ERROR)
    logging.getLogger().setLevel(logging.ERROR)
    for part in ("onnx", "1_Pooling", "2_Normalize"):
        (out / part).mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        full, matrices = Path(folder) / "full.onnx", Path(folder) / "matrices.onnx"
        _export(reader, full)
        quantiser = MatMulNBitsQuantizer(
            onnx.load(full), bits=8, block_size=_BLOCK, is_symmetric=True, accuracy_level=_ACTIVATIONS_8_BIT
        )
        quantiser.process()
        quantiser.model.save_model_to_file(str(matrices))
        quantize_dynamic(
            str(matrices),
            str(out / "onnx" / "model.onnx"),
            op_types_to_quantize=["Gather"],
            per_channel=True,
            weight_type=QuantType.QInt8,
            extra_options={"DefaultTensorType": onnx.TensorProto.FLOAT},
        )
    tokenizer.no_padding()
    tokenizer.no_truncation()
    (out / "tokenizer.json").write_text(tokenizer.to_str(pretty=False), encoding="utf-8")
    _write_settings(out, reader)


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


def _write_settings(out: Path, reader: Reader) -> None:
    config = reader.body.config.to_dict()  # type: ignore[operator, union-attr]
    dimensions = config["hidden_size"]
    config.pop("_name_or_path", None)
    pooling = {"word_embedding_dimension": dimensions, "pooling_mode_mean_tokens": True}
    tokenizer = {
        "tokenizer_class": "PreTrainedTokenizerFast",
        "model_max_length": LONGEST * 2,
        **{f"{name.lower()}_token": f"[{name}]" for name in ("CLS", "SEP", "PAD", "UNK")},
    }
    described = {"model_type": "SentenceTransformer", "prompts": {}, "similarity_fn_name": "cosine"}
    for name, content in {
        "config.json": config,
        "tokenizer_config.json": tokenizer,
        "sentence_bert_config.json": {"max_seq_length": LONGEST * 2, "do_lower_case": False},
        "config_sentence_transformers.json": described,
        "modules.json": _MODULES,
        "1_Pooling/config.json": pooling,
        "2_Normalize/config.json": {},
    }.items():
        (out / name).write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
