"""The exported stance head gives what the trained network gives."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from corpus.evaluation.stance_gold import mentions
from corpus.stance_head import Head
from corpus.types import Language

torch = pytest.importorskip("torch")

from training.stance_data import Example  # noqa: E402
from training.stance_export import write  # noqa: E402
from training.stance_head import Item, Network, batch_of, featured, translations  # noqa: E402
from training.stance_split import kept_for_measuring  # noqa: E402

KEYS = ["en:the", "en:portal", "pl:portal", "en:slow", "pl:wolny"]


def test_the_exported_head_judges_as_the_network_does(tmp_path: Path) -> None:
    torch.manual_seed(1)
    network = Network(np.random.default_rng(1).normal(size=(len(KEYS), 16)).astype(np.float32)).eval()
    text = "The portal is slow, but the staff help"
    example = Example("own", text, Language.EN, mentions(text, "portal", Language.EN), "says", 1)
    features = featured(example)
    row = Head.rows_of(KEYS)
    item = Item(example, np.array([row(word.lower(), Language.EN) for word in features.words]), features)
    side = torch.tensor([3])
    with torch.no_grad():
        scores = network(
            torch.tensor(item.rows)[None],
            torch.tensor(features.columns)[None],
            torch.ones(1, len(item.rows)),
            torch.tensor(features.whole)[None],
            side,
        )
    file = tmp_path / "head.npz"
    write(file, KEYS, network, 3)
    found = Head(file).read(features, Language.EN).probabilities
    assert np.allclose(found, scores.softmax(1).numpy()[0], atol=5e-3)  # 8-bit vectors, 16-bit weights


def test_a_batch_pads_and_keeps_every_text_apart() -> None:
    short = Example("news", "It works", Language.EN, ((0, 2),), None, 0)
    long = Example("own", "The portal never works", Language.EN, ((4, 10),), None, 1)
    items = [Item(one, np.arange(len(featured(one).words)), featured(one)) for one in (short, long)]
    rows, columns, there, whole, side, label = batch_of(items, np.random.default_rng(0), np.arange(10))
    assert rows.tolist() == [[0, 1, 0, 0], [0, 1, 2, 3]]
    assert there.tolist() == [[1, 1, 0, 0], [1, 1, 1, 1]]
    assert (columns[0, 2:] == 0).all()
    assert (len(whole), side.tolist(), label.tolist()) == (2, [0, 3], [0, 1])


def test_english_words_are_swapped_for_the_nearest_polish_one_only_where_it_is_near() -> None:
    vectors = np.array([[0, 0, 1], [1, 0, 0], [1, 0.1, 0], [0, 1, 0], [0, -1, 0]], dtype=np.float32)
    found = translations(KEYS, vectors, np.array([0, 1, 2, 4]))
    assert found.tolist() == [0, 1, 3, 3, 4, 5]


def test_the_part_for_measuring_is_a_fifth_and_always_the_same() -> None:
    kept = [kept_for_measuring(f"sentence {number}") for number in range(2000)]
    assert 0.15 < sum(kept) / len(kept) < 0.25
    assert kept == [kept_for_measuring(f"sentence {number}") for number in range(2000)]
