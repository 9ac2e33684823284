"""Models in sentence-transformers format, small and random, made in a folder: the real thing without a download."""

# ruff: noqa: S106 - tokens, not passwords
from __future__ import annotations

import json
import shutil
from pathlib import Path

import torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import Normalize, Pooling, StaticEmbedding, Transformer
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, trainers
from transformers import BertConfig, BertForSequenceClassification, BertModel, PreTrainedTokenizerFast

TEXTS = [
    "The distributor cuts its bonuses for cloud subscriptions.",
    "Od stycznia dystrybutor obcina premie za chmurę.",
    "Nowa ustawa zobowiązuje szpitale do zgłaszania naruszeń.",
    "query: passage: zażółć gęślą jaźń 0123456789",
]


def tokenizer() -> Tokenizer:
    """Word pieces learned from a handful of sentences; every letter of theirs is known."""
    made = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    made.normalizer = normalizers.BertNormalizer()
    made.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    made.train_from_iterator(TEXTS, trainers.WordPieceTrainer(vocab_size=200, special_tokens=special))
    return made


def words() -> PreTrainedTokenizerFast:
    """The same for transformers."""
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer(),
        model_max_length=64,
        unk_token="[UNK]",
        pad_token="[PAD]",
        cls_token="[CLS]",
        sep_token="[SEP]",
        mask_token="[MASK]",
    )


def transformer(folder: Path, seed: int = 0) -> Path:
    """A BERT of one layer and 16 dimensions that reads at most 64 tokens."""
    torch.manual_seed(seed)
    read_by = words()
    config = BertConfig(
        vocab_size=len(read_by),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=64,
    )
    body = folder.with_name(folder.name + "-body")
    BertModel(config).save_pretrained(body)
    read_by.save_pretrained(body)
    read = Transformer(str(body), max_seq_length=64)
    model = SentenceTransformer(modules=[read, Pooling(16), Normalize()], device="cpu")
    model.save(str(folder), create_model_card=False)
    return folder


def classifier(folder: Path, labels: list[str] | None, seed: int) -> Path:
    """A BERT of one layer with random weights that reads two texts.

    :param labels: what its outputs are called; ``None`` for a single number.
    """
    torch.manual_seed(seed)
    read_by = words()
    named = {} if labels is None else {"id2label": dict(enumerate(labels))}
    if labels is not None:
        named["label2id"] = {label: number for number, label in enumerate(labels)}
    config = BertConfig(
        vocab_size=len(read_by),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=64,
        num_labels=len(labels or [""]),
        initializer_range=0.6,
        **named,
    )
    BertForSequenceClassification(config).save_pretrained(folder)
    read_by.save_pretrained(folder)
    return folder


def static(folder: Path, seed: int = 0) -> Path:
    """A StaticEmbedding of 16 dimensions."""
    torch.manual_seed(seed)
    model = SentenceTransformer(modules=[StaticEmbedding(tokenizer(), embedding_dim=16)], device="cpu")
    model.save(str(folder), create_model_card=False)
    return folder


def prompted(model: Path, folder: Path, prompts: dict[str, str]) -> Path:
    """A copy of a model that has prompts of its own."""
    shutil.copytree(model, folder)
    config = folder / "config_sentence_transformers.json"
    config.write_text(json.dumps(json.loads(config.read_text()) | {"prompts": prompts}))
    return folder
