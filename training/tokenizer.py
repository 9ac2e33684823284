"""The word pieces of both languages, learned from the pairs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, trainers

PADDING, UNKNOWN = "[PAD]", "[UNK]"
_UNKNOWN_ID = 1

#: Tokens of one training sentence; the tail of a longer one adds little to its mean.
LONGEST = 96


def learn(texts: Iterable[str], size: int) -> Tokenizer:
    """Learn a lower-cased WordPiece vocabulary.

    Both languages' quotation marks and dashes become one form each, so that typography carries no meaning.

    :param size: entries of the vocabulary.
    """
    tokenizer = Tokenizer(_word_pieces({}))
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.NFKC(),
            normalizers.BertNormalizer(
                clean_text=True, handle_chinese_chars=False, strip_accents=False, lowercase=True
            ),
            normalizers.Replace(Regex("[„”“«»]"), '"'),
            normalizers.Replace(Regex("[’‘‚]"), "'"),
            normalizers.Replace(Regex("[‐‑‒–—−]"), "-"),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.train_from_iterator(
        texts,
        trainers.WordPieceTrainer(
            vocab_size=size, special_tokens=[PADDING, UNKNOWN], min_frequency=3, limit_alphabet=200, show_progress=False
        ),
    )
    # The trainer numbers the pieces differently in every run; a fixed order makes the first table the same.
    pieces = sorted(tokenizer.get_vocab().keys() - {PADDING, UNKNOWN})
    tokenizer.model = _word_pieces({piece: number for number, piece in enumerate([PADDING, UNKNOWN, *pieces])})
    return tokenizer


def _word_pieces(vocabulary: dict[str, int]) -> models.WordPiece:
    return models.WordPiece(vocab=vocabulary, unk_token=UNKNOWN, max_input_chars_per_word=64)


class Bags:
    """Token ids of many sentences in one flat array: a tenth of the memory of lists of lists."""

    def __init__(self, tokenizer: Tokenizer, texts: Sequence[str]) -> None:
        rows = []
        for start in range(0, len(texts), 10_000):
            encodings = tokenizer.encode_batch_fast(list(texts[start : start + 10_000]), add_special_tokens=False)
            rows += [np.array(encoding.ids[:LONGEST] or [_UNKNOWN_ID], dtype=np.int32) for encoding in encodings]
        self.counts = np.array([len(row) for row in rows], dtype=np.int64)
        self.starts = np.cumsum(self.counts) - self.counts
        self.ids = np.concatenate(rows)

    def take(self, positions: npt.NDArray[np.int64]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """Flat token ids of the sentences at the positions, and where each begins."""
        counts = self.counts[positions]
        offsets = np.cumsum(counts) - counts
        at = np.arange(int(counts.sum())) + np.repeat(self.starts[positions] - offsets, counts)
        return self.ids[at].astype(np.int64), offsets
