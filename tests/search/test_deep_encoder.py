"""The contextual encoder that comes with quotegraph."""

import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from corpus.errors import InputError, UsageError
from search.deep_encoder import DeepEncoder
from search.encoder import load_encoder
from search.encoder_settings import EncoderSettings
from tests.search.test_encoder_other import AWKWARD

PAIRS = [
    ("Dystrybutor od stycznia obcina premie za sprzedaż chmury.", "From January the distributor cuts cloud bonuses."),
    ("Resellerzy narzekają na zbyt niskie marże.", "Resellers complain that margins are too thin."),
    ("Producent zmienił zasady programu partnerskiego.", "The vendor changed the rules of its partner programme."),
    ("Pada śnieg i drogi są zablokowane.", "It is snowing and the roads are blocked."),
    ("Szpital padł ofiarą ataku na komputery.", "Hackers attacked the computers of a hospital."),
    ("Minister zapowiada niższe podatki.", "The minister announces lower taxes."),
    ("Brakuje nam programistów.", "We are short of software developers."),
    ("Klienci wolą kupować w abonamencie.", "Customers prefer to buy subscriptions."),
]


@pytest.fixture(scope="module")
def deep() -> DeepEncoder:
    return DeepEncoder()


def test_a_translation_is_nearer_than_any_other_sentence(deep: DeepEncoder) -> None:
    polish, english = (deep.encode([pair[side] for pair in PAIRS]) for side in (0, 1))
    scores = polish @ english.T
    assert scores.argmax(axis=1).tolist() == list(range(len(PAIRS)))
    assert scores.argmax(axis=0).tolist() == list(range(len(PAIRS)))


def test_the_order_of_words_counts(deep: DeepEncoder) -> None:
    first, second = deep.encode(["Netia sued Orange.", "Orange sued Netia."])
    assert 0.5 < float(first @ second) < 0.999


def test_a_vector_does_not_depend_on_the_batch(deep: DeepEncoder) -> None:
    texts = [text for pair in PAIRS for text in pair] + ["chmura " * 400, ""]
    together = deep.encode(texts)
    alone = np.concatenate([deep.encode([text]) for text in texts])
    np.testing.assert_allclose(together, alone, atol=1e-5)
    np.testing.assert_array_equal(deep.encode(texts, query=True), together)


def test_threads_do_not_disturb_each_other(deep: DeepEncoder) -> None:
    texts = [text for pair in PAIRS for text in pair]
    whole = deep.encode(texts)
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda text: deep.encode([text])[0], texts * 6))
    np.testing.assert_allclose(found, np.tile(whole, (6, 1)), atol=1e-5)


def test_more_texts_than_one_round_keep_their_order(deep: DeepEncoder, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [text for pair in PAIRS for text in pair]
    whole = deep.encode(texts)
    monkeypatch.setattr("search.deep_encoder._TEXTS_PER_ROUND", 3)
    np.testing.assert_allclose(deep.encode(texts), whole, atol=1e-5)


@pytest.mark.parametrize("text", AWKWARD.values(), ids=AWKWARD)
def test_awkward_text_gets_a_finite_unit_vector(deep: DeepEncoder, text: str) -> None:
    vectors = deep.encode([text, "chmura"])
    assert vectors.shape == (2, deep.dimensions)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-5)


def test_no_texts_give_no_rows(deep: DeepEncoder) -> None:
    assert deep.encode([]).shape == (0, deep.dimensions)


def test_it_is_loaded_by_name_or_by_folder_and_the_files_decide(deep: DeepEncoder, tmp_path: Path) -> None:
    named = load_encoder("deep")
    assert (named.name, named.fingerprint) == ("deep", deep.fingerprint)
    folder = tmp_path / "copy"
    shutil.copytree(deep.folder, folder)
    copy = load_encoder(str(folder))
    assert isinstance(copy, DeepEncoder)
    assert (copy.name, copy.fingerprint) == (str(folder), deep.fingerprint)
    (folder / "tokenizer.json").write_text((folder / "tokenizer.json").read_text() + " ")
    assert DeepEncoder(folder).fingerprint != deep.fingerprint


def test_options_of_torch_are_refused(deep: DeepEncoder) -> None:
    for name in ("deep", str(deep.folder)):
        with pytest.raises(UsageError, match="--batch-size"):
            load_encoder(EncoderSettings(name, batch_size=8))
    assert load_encoder(EncoderSettings("deep", dimensions=64)).encode(["a"]).shape == (1, 64)


def test_a_missing_or_damaged_file_is_named(deep: DeepEncoder, tmp_path: Path) -> None:
    folder = tmp_path / "copy"
    shutil.copytree(deep.folder, folder)
    network = folder / "network.onnx"
    network.write_bytes(network.read_bytes()[:100_000])
    with pytest.raises(InputError, match=r"network\.onnx.*not a network"):
        DeepEncoder(folder)
    network.unlink()
    with pytest.raises(InputError, match=r"network\.onnx.*not there"):
        DeepEncoder(folder)
    (folder / "tokenizer.json").write_text("{}")
    with pytest.raises(InputError, match=r"tokenizer\.json"):
        DeepEncoder(folder)


def test_it_runs_without_torch() -> None:
    code = (
        "import sys; from search.encoder import load_encoder; load_encoder('deep').encode(['Kto?']);"
        "sys.exit(bool({'torch', 'transformers', 'sentence_transformers', 'onnx'} & sys.modules.keys()))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
