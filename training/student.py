"""The contextual student: the body of an English encoder, given the word pieces of two languages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
import torch.nn.functional as F  # noqa: N812 - the name that everybody knows
from tokenizers import AddedToken, Tokenizer, processors
from transformers import AutoModel, AutoTokenizer

from search.encoder import StaticEncoder
from training.folder import read_table
from training.tokenizer import PADDING

#: Pieces of the longest text that is read, with the two marks; the rest of a longer one is left out.
LONGEST = 128

_BEGIN, _END = "[CLS]", "[SEP]"
#: English words that a new piece takes its first vector from.
_NEIGHBOURS = 10
#: Temperature of their weights (Minixhofer et al. 2022, WECHSEL).
_TEMPERATURE = 0.1

Vectors = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Batch:
    """Texts of about one length, as numbers.

    :param ids: int64, shape (texts, longest of them), padded with zeros.
    :param mask: 1 where there is a piece, 0 in the padding; same shape.
    """

    ids: torch.Tensor
    mask: torch.Tensor

    @classmethod
    def of(cls, rows: Sequence[Sequence[int]]) -> Batch:
        """Pad the rows to one length."""
        ids = torch.zeros(len(rows), max(map(len, rows)), dtype=torch.long)
        mask = torch.zeros_like(ids)
        for number, row in enumerate(rows):
            ids[number, : len(row)] = torch.tensor(row)
            mask[number, : len(row)] = 1
        return cls(ids, mask)


class Reader(torch.nn.Module):
    """A BERT whose sentence is the mean of its pieces' last states, scaled to unit length."""

    def __init__(self, body: torch.nn.Module) -> None:
        super().__init__()
        self.body = body

    @property
    def dimensions(self) -> int:
        """Length of one vector."""
        return int(self.body.config.hidden_size)  # type: ignore[union-attr, arg-type]

    def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Unit vectors, shape (texts, dimensions), float32."""
        states = self.body(input_ids=ids, attention_mask=mask).last_hidden_state.float()
        weights = mask[..., None].float()
        return F.normalize((states * weights).sum(dim=1) / weights.sum(dim=1), dim=1)


def teacher_of(model: str) -> tuple[Reader, Tokenizer]:
    """The English encoder and its tokenizer (mean pooling is assumed, as all-MiniLM-L6-v2 has it)."""
    fast = AutoTokenizer.from_pretrained(model).backend_tokenizer
    fast.no_padding()
    fast.enable_truncation(LONGEST)
    return Reader(AutoModel.from_pretrained(model, add_pooling_layer=False)).eval(), fast


def marked(static: Tokenizer) -> Tokenizer:
    """The static encoder's tokenizer with a mark at the begin and the end of a text, as the body expects."""
    tokenizer = Tokenizer.from_str(static.to_str())
    tokenizer.add_special_tokens([AddedToken(_BEGIN), AddedToken(_END)])
    begin, end = tokenizer.token_to_id(_BEGIN), tokenizer.token_to_id(_END)
    assert begin is not None
    assert end is not None
    tokenizer.post_processor = processors.BertProcessing((_END, end), (_BEGIN, begin))
    tokenizer.no_padding()
    tokenizer.enable_truncation(LONGEST)
    return tokenizer


def first_student(model: str, folder: Path) -> tuple[Reader, Tokenizer]:
    """The student before its first lesson.

    A piece that the teacher knows keeps its vector; any other starts as the mean of the teacher's words that lie
    nearest in the static bilingual space, weighted by closeness (WECHSEL).

    :param model: name or folder of the English teacher.
    :param folder: of the static bilingual encoder, whose pieces the student reads.
    """
    body = AutoModel.from_pretrained(model, add_pooling_layer=False)
    known = AutoTokenizer.from_pretrained(model).get_vocab()
    vectors = body.get_input_embeddings().weight.detach().numpy()
    tokenizer = marked(Tokenizer.from_file(str(folder / "tokenizer.json")))
    pieces = tokenizer.get_vocab()
    table = np.zeros((len(pieces), vectors.shape[1]), dtype=np.float32)
    borrowed = _borrowed(folder, known, vectors)
    for piece, number in pieces.items():
        own = known.get(piece)
        if own is None:
            table[number] = borrowed[number]
        elif piece.startswith("##"):
            table[number] = (borrowed[number] + vectors[own]) / 2
        else:
            table[number] = vectors[own]
    table[pieces[PADDING]] = 0.0
    body.set_input_embeddings(_rows(table))
    body.config.vocab_size = len(pieces)
    for part in body.modules():
        if isinstance(part, torch.nn.Dropout):
            part.p = 0.0  # there is far more text than the student can learn by heart
    return Reader(body), tokenizer


def _rows(table: Vectors) -> torch.nn.Embedding:
    rows = torch.nn.Embedding(table.shape[0], table.shape[1], padding_idx=0)
    rows.weight.data = torch.from_numpy(table)
    return rows


def _borrowed(folder: Path, known: dict[str, int], vectors: Vectors) -> Vectors:
    """For each piece of the static encoder the weighted mean of the teacher's vectors of its neighbours.

    :returns: shape (pieces, dimensions of the teacher).
    """
    words = [word for word in known if word.isascii() and word.isalpha() and len(word) > 2]
    places = StaticEncoder(folder).encode(words)
    theirs = vectors[[known[word] for word in words]]
    table = read_table(folder)
    rows = table / np.maximum(np.linalg.norm(table, axis=1, keepdims=True), 1e-9)
    found = np.zeros((len(table), vectors.shape[1]), dtype=np.float32)
    for start in range(0, len(table), 2000):
        close = rows[start : start + 2000] @ places.T
        near = np.argpartition(-close, _NEIGHBOURS, axis=1)[:, :_NEIGHBOURS]
        weights = np.exp(np.take_along_axis(close, near, axis=1) / _TEMPERATURE)
        weights /= weights.sum(axis=1, keepdims=True)
        found[start : start + 2000] = np.einsum("ij,ijk->ik", weights, theirs[near])
    return found
