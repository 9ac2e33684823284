"""Models of sentence-transformers, made here in small: prompts, precision, dimensions, awkward input, bad folders."""

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file, save_file

from corpus.errors import InputError, UsageError
from search.encoder import DEFAULT, SentenceTransformerEncoder, StaticEncoder, encoder_name, load_encoder
from search.encoder_settings import EncoderSettings, Precision
from search.types import Encoder
from tests.search import tiny_models
from tests.search.tiny_models import TEXTS

AWKWARD = {
    "empty": "",
    "spaces": " \n\t\u00a0",
    "long": "chmura " * 14_286,
    "one long word": "x" * 100_000,
    "emoji": "🙂👩‍👩‍👧🏴",
    "Cyrillic": "Привет, мир",
    "Chinese": "漢字",
    "NUL": "a\x00b",
    "only NUL": "\x00",
    "lone surrogate": "\ud800",
    "lone surrogate within": "a\udfffb",
    "zero width": "\u200b\u2060",
    "marks alone": "\u0301" * 500,
    "right to left": "\u202eabc",
}


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    place = tmp_path_factory.mktemp("models")
    prompts = {"query": "query: ", "document": "passage: "}
    transformer = tiny_models.transformer(place / "transformer")
    return {
        "transformer": transformer,
        "prompted": tiny_models.prompted(transformer, place / "prompted", prompts),
        "static": tiny_models.static(place / "static"),
    }


@pytest.fixture(scope="module")
def encoders(folders: dict[str, Path]) -> dict[str, Encoder]:
    made: dict[str, Encoder] = {name: load_encoder(str(folder)) for name, folder in folders.items()}
    cut = EncoderSettings(str(folders["transformer"]), dimensions=4)
    half = EncoderSettings(str(folders["transformer"]), precision=Precision.BFLOAT16)
    return made | {"cut": load_encoder(cut), "half": load_encoder(half), "bundled": load_encoder()}


@pytest.mark.parametrize("kind", ["transformer", "prompted", "static", "cut", "half", "bundled"])
def test_every_text_gets_a_finite_unit_vector_that_its_neighbours_do_not_change(
    encoders: dict[str, Encoder], kind: str
) -> None:
    encoder = encoders[kind]
    for query in (False, True):
        vectors = encoder.encode(list(AWKWARD.values()), query=query)
        assert vectors.dtype == np.float32
        assert vectors.shape == (len(AWKWARD), encoder.dimensions)
        assert np.isfinite(vectors).all()
        np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-5)
        alone = np.concatenate([encoder.encode([text], query=query) for text in AWKWARD.values()])
        np.testing.assert_allclose(vectors, alone, atol=0.02 if kind == "half" else 1e-5)
    assert encoder.encode([]).shape == (0, encoder.dimensions)


def test_half_a_million_empty_texts(folders: dict[str, Path]) -> None:
    vectors = StaticEncoder(folders["static"]).encode([""] * 500_000)
    assert vectors.shape == (500_000, 16)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-5)


def test_the_models_own_prompts_and_those_given_instead(folders: dict[str, Path], encoders: dict[str, Encoder]) -> None:
    plain, own = encoders["transformer"], encoders["prompted"]
    np.testing.assert_allclose(own.encode(TEXTS), plain.encode([f"passage: {text}" for text in TEXTS]), atol=1e-5)
    asked = plain.encode([f"query: {text}" for text in TEXTS])
    np.testing.assert_allclose(own.encode(TEXTS, query=True), asked, atol=1e-5)
    assert np.abs(own.encode(TEXTS) - asked).max() > 1e-3

    given = EncoderSettings(str(folders["prompted"]), query_prompt="zażółć ", passage_prompt="")
    other = load_encoder(given)
    np.testing.assert_allclose(other.encode(TEXTS), plain.encode(TEXTS), atol=1e-5)
    asked = plain.encode([f"zażółć {text}" for text in TEXTS])
    np.testing.assert_allclose(other.encode(TEXTS, query=True), asked, atol=1e-5)


def test_the_fingerprint_tells_what_changes_the_vectors_of_an_index(folders: dict[str, Path], tmp_path: Path) -> None:
    name = str(folders["transformer"])
    own = load_encoder(name).fingerprint
    moved = shutil.copytree(name, tmp_path / "moved")
    same = (
        EncoderSettings(str(moved)),
        EncoderSettings(name, device="cpu", batch_size=2, precision=Precision.BFLOAT16, query_prompt="zażółć "),
    )
    assert [load_encoder(settings).fingerprint for settings in same] == [own, own]
    others = [
        load_encoder(settings).fingerprint
        for settings in (EncoderSettings(name, passage_prompt="a: "), EncoderSettings(name, dimensions=4))
    ]
    weights = load_file(moved / "model.safetensors")
    some = sorted(weights)[0]
    weights[some].flat[0] += 1  # one number of one layer
    save_file(weights, moved / "model.safetensors", metadata={"format": "pt"})
    others.append(load_encoder(str(moved)).fingerprint)
    assert len({own, *others}) == 4


def test_fewer_dimensions_are_the_first_ones_at_unit_length(encoders: dict[str, Encoder]) -> None:
    first = encoders["transformer"].encode(TEXTS)[:, :4]
    expected = first / np.linalg.norm(first, axis=1, keepdims=True)
    np.testing.assert_allclose(encoders["cut"].encode(TEXTS), expected, atol=1e-6)


@pytest.mark.parametrize("precision", list(Precision))
def test_lower_precision_points_the_same_way(
    folders: dict[str, Path], encoders: dict[str, Encoder], precision: Precision
) -> None:
    lower = load_encoder(EncoderSettings(str(folders["transformer"]), precision=precision)).encode(TEXTS)
    assert lower.dtype == np.float32
    assert ((lower * encoders["transformer"].encode(TEXTS)).sum(axis=1) > 0.999).all()


def test_the_static_reader_gives_what_sentence_transformers_gives(folders: dict[str, Path]) -> None:
    reference = SentenceTransformerEncoder(str(folders["static"]), device="cpu")
    np.testing.assert_allclose(StaticEncoder(folders["static"]).encode(TEXTS), reference.encode(TEXTS), atol=1e-5)


def test_a_model_that_gives_no_numbers_is_refused(folders: dict[str, Path], tmp_path: Path) -> None:
    folder = Path(shutil.copytree(folders["transformer"], tmp_path / "broken"))
    weights = {name: np.full_like(rows, np.nan) for name, rows in load_file(folder / "model.safetensors").items()}
    save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})
    with pytest.raises(InputError, match="no usable vector"):
        load_encoder(str(folder))


@pytest.mark.parametrize("missing", ["model.safetensors", "config.json", "tokenizer.json"])
def test_a_folder_that_lacks_a_file_is_named_in_one_line(
    folders: dict[str, Path], tmp_path: Path, missing: str
) -> None:
    folder = Path(shutil.copytree(folders["transformer"], tmp_path / "broken"))
    (folder / missing).unlink()
    with pytest.raises(InputError) as caught:
        load_encoder(str(folder))
    assert str(folder) in caught.value.source
    assert "\n" not in str(caught.value)
    assert caught.value.remedy


def test_code_that_comes_with_a_model_is_not_run(folders: dict[str, Path], tmp_path: Path) -> None:
    folder = Path(shutil.copytree(folders["transformer"], tmp_path / "coded"))
    trap = tmp_path / "trap"
    (folder / "modeling_own.py").write_text(f"open({str(trap)!r}, 'w')\nclass Own: pass\n")
    config = json.loads((folder / "config.json").read_text())
    config |= {"model_type": "own", "auto_map": {"AutoConfig": "modeling_own.Own", "AutoModel": "modeling_own.Own"}}
    (folder / "config.json").write_text(json.dumps(config))
    with pytest.raises(InputError):
        load_encoder(str(folder))
    assert not trap.exists()


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        (EncoderSettings("static", query_prompt="a"), "--query-prompt"),
        (EncoderSettings("bundled", device="cuda"), "--device"),
        (EncoderSettings("static", precision=Precision.FLOAT16), "--precision"),
        (EncoderSettings("static", dimensions=100_000), "--dimensions"),
    ],
)
def test_options_that_the_bundled_encoder_has_no_use_for_are_refused(settings: EncoderSettings, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        load_encoder(settings)


def test_a_device_that_is_not_there_is_refused_when_given_and_passed_over_when_remembered(
    folders: dict[str, Path], encoders: dict[str, Encoder]
) -> None:
    name = str(folders["transformer"])
    with pytest.raises(UsageError, match="--device cuda:99"):
        load_encoder(EncoderSettings(name, device="cuda:99"))
    remembered = load_encoder(name, EncoderSettings(name, device="cuda:99"))
    np.testing.assert_allclose(remembered.encode(TEXTS), encoders["transformer"].encode(TEXTS), atol=1e-5)


def test_one_name_for_one_encoder(folders: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    assert encoder_name(None) == DEFAULT
    assert encoder_name("bundled") == encoder_name("static") == "static"
    monkeypatch.chdir(folders["static"].parent)
    assert encoder_name("transformer") == encoder_name("./transformer/") == str(folders["transformer"])
    assert encoder_name("owner/model") == "owner/model"


@pytest.mark.parametrize("name", ["./no-such-model", "/no/such/model", "a/b/c", "~/no-such-model", " "])
def test_a_folder_that_is_not_there_is_not_looked_for_on_the_hub(name: str) -> None:
    began = time.perf_counter()
    with pytest.raises(InputError, match="no such folder"):
        load_encoder(name)
    assert time.perf_counter() - began < 1


@pytest.mark.parametrize("offline", [True, False])
def test_a_hub_name_without_network_fails_soon_and_in_one_line(tmp_path: Path, offline: bool) -> None:
    # Port 9 of this machine answers nobody: as good as no network, wherever the tests run.
    alone = {"HF_HOME": str(tmp_path), "HF_ENDPOINT": "http://127.0.0.1:9", "HF_HUB_OFFLINE": str(int(offline))}
    words = ["--data", str(tmp_path / "data"), "ingest", "--encoder", "owner/no-such-model", str(tmp_path)]
    command = [sys.executable, "-m", "api", *words]
    began = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=os.environ | alone, timeout=60)
    assert time.perf_counter() - began < 30
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert done.stderr.startswith("quotegraph: encoder owner/no-such-model: ")
    assert "folder of a downloaded" in done.stderr


def test_a_model_in_the_hubs_cache_needs_no_network(
    folders: dict[str, Path], encoders: dict[str, Encoder], tmp_path: Path
) -> None:
    repository = tmp_path / "hub" / "models--owner--tiny"
    shutil.copytree(folders["transformer"], repository / "snapshots" / ("0" * 40))
    (repository / "refs").mkdir()
    (repository / "refs" / "main").write_text("0" * 40)
    code = "import json; from search.encoder import load_encoder; e = load_encoder('owner/tiny');"
    code += f"print(json.dumps([e.name, e.fingerprint, e.encode({TEXTS!r}).tolist()]))"
    alone = {"HF_HOME": str(tmp_path), "HF_ENDPOINT": "http://127.0.0.1:9"}
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=os.environ | alone, timeout=60)
    name, fingerprint, vectors = json.loads(done.stdout)
    assert (name, fingerprint) == ("owner/tiny", encoders["transformer"].fingerprint)
    np.testing.assert_allclose(vectors, encoders["transformer"].encode(TEXTS), atol=1e-5)
