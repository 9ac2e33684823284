"""The bundled encoder against sentence-transformers, against plain arithmetic, and against awkward input."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file, save_file
from tokenizers import Tokenizer

import search.encoder
from bench.encoder import ranks, retrieval, spearman
from corpus.errors import InputError
from search.encoder import BUNDLED, SentenceTransformerEncoder, StaticEncoder, load_encoder

FOLDER = Path(search.encoder.__file__).parent / "models" / "bilingual-static"

ENGLISH = [
    "The distributor is cutting its bonuses for cloud subscriptions from January.",
    "We are afraid that small resellers will not survive another price rise.",
    "Our engineers spent the weekend restoring servers from backup.",
    "The new law obliges hospitals to report every breach within a day.",
    "Artificial intelligence writes code faster, but somebody has to read it.",
    "Sales of laptops fell by a fifth in the second quarter.",
    "The chairwoman praised the partner programme and its simple rules.",
    "Certificates cost too much and nobody has time for the exams.",
]
POLISH = [
    "Od stycznia dystrybutor obcina premie za subskrypcje chmurowe.",
    "Boimy się, że mali sprzedawcy nie przetrwają kolejnej podwyżki cen.",
    "Nasi inżynierowie przez cały weekend odtwarzali serwery z kopii zapasowej.",
    "Nowa ustawa zobowiązuje szpitale do zgłaszania każdego naruszenia w ciągu doby.",
    "Sztuczna inteligencja pisze kod szybciej, ale ktoś musi go przeczytać.",
    "Sprzedaż laptopów spadła w drugim kwartale o jedną piątą.",
    "Prezeska chwaliła program partnerski i jego proste zasady.",
    "Certyfikaty kosztują za dużo i nikt nie ma czasu na egzaminy.",
]
AWKWARD = [
    "",
    " \n\t",
    "\x00",
    "\ud800",
    "a\udfffb",
    "🙂",
    "🙂🙃",
    "漢字",
    "\u200b",
    "Привет, мир",
    "x" * 100_000,
    "to " * 50_000,
]


@pytest.fixture(scope="module")
def encoder() -> StaticEncoder:
    return StaticEncoder()


@pytest.fixture(scope="module")
def reference() -> SentenceTransformerEncoder:
    return SentenceTransformerEncoder(str(FOLDER), device="cpu")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FOLDER, tmp_path / "model"))


def test_translations_find_each_other(encoder: StaticEncoder) -> None:
    assert retrieval(encoder, ENGLISH, POLISH) == (1.0, 1.0)


def test_the_mean_of_token_rows_by_plain_arithmetic(encoder: StaticEncoder) -> None:
    tensors = load_file(FOLDER / "model.safetensors")
    table = tensors["embeddings"].astype(np.float64) * tensors["weights"][:, None]
    tokenizer = Tokenizer.from_file(str(FOLDER / "tokenizer.json"))
    for text, vector in zip(ENGLISH + POLISH, encoder.encode(ENGLISH + POLISH), strict=True):
        mean = table[tokenizer.encode(text, add_special_tokens=False).ids].mean(axis=0)
        np.testing.assert_allclose(vector, mean / np.linalg.norm(mean), atol=1e-6)


def test_the_same_vectors_as_sentence_transformers(
    encoder: StaticEncoder, reference: SentenceTransformerEncoder
) -> None:
    texts = [*ENGLISH, *POLISH, "🙂", "Привет, мир", "x" * 100_000, "half\x00way", " ".join(POLISH * 10)]
    assert reference.dimensions == encoder.dimensions
    np.testing.assert_allclose(encoder.encode(texts), reference.encode(texts), atol=1e-5)


def test_every_text_gets_a_finite_unit_vector(encoder: StaticEncoder, reference: SentenceTransformerEncoder) -> None:
    for one in (encoder, reference):
        vectors = one.encode(AWKWARD)
        assert vectors.dtype == np.float32
        assert vectors.shape == (len(AWKWARD), one.dimensions)
        assert np.isfinite(vectors).all()
        np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-5)


def test_a_text_without_words_is_close_to_no_statement(encoder: StaticEncoder) -> None:
    assert (encoder.encode(["", "\x00"]) @ encoder.encode(ENGLISH + POLISH).T).max() < 0.5


def test_a_batch_gives_what_single_texts_give(encoder: StaticEncoder) -> None:
    # More texts than one batch, more tokens than one chunk, and texts without tokens between the others.
    texts = [
        text for number in range(500) for text in (ENGLISH[number % 8], "", POLISH[number % 8] * (number % 5), "!")
    ]
    texts += ENGLISH * 300
    batch = encoder.encode(texts)
    for position in [0, 1, 2, 3, 1998, 1999, 2000, 4095, 4096, len(texts) - 1]:
        np.testing.assert_allclose(batch[position], encoder.encode([texts[position]])[0], atol=1e-6)


@pytest.mark.parametrize("name", [BUNDLED, str(FOLDER)])
def test_no_texts_give_no_rows(name: str) -> None:
    assert load_encoder(name).encode([]).shape == (0, StaticEncoder().dimensions)


def test_typography_and_case_carry_no_meaning(encoder: StaticEncoder) -> None:
    plain, typeset = encoder.encode(['"Chmura" - to nie moda', "„CHMURA” – to nie moda"])
    np.testing.assert_array_equal(plain, typeset)


def test_one_half_of_a_surrogate_pair_spoils_no_other_text(encoder: StaticEncoder) -> None:
    mixed = encoder.encode([ENGLISH[0], "\ud83d", "\ud83d\ude42 ok"])
    np.testing.assert_array_equal(mixed[0], encoder.encode([ENGLISH[0]])[0])
    np.testing.assert_array_equal(mixed[2], encoder.encode(["🙂 ok"])[0])


def test_the_fingerprint_follows_the_files(encoder: StaticEncoder, copy: Path) -> None:
    same = StaticEncoder(copy)
    assert same.fingerprint == encoder.fingerprint
    assert (encoder.name, same.name) == ("static", str(copy))
    tensors = load_file(copy / "model.safetensors")
    tensors["weights"][5] *= 2
    save_file(tensors, copy / "model.safetensors")
    assert StaticEncoder(copy).fingerprint != encoder.fingerprint


def test_tokens_may_share_rows_as_in_model2vec(copy: Path) -> None:
    size = Tokenizer.from_file(str(copy / "tokenizer.json")).get_vocab_size()
    rows = np.random.default_rng(0).normal(size=(7, 5)).astype(np.float32)
    save_file({"embeddings": rows, "mapping": np.arange(size) % 7}, copy / "model.safetensors")
    shared = StaticEncoder(copy)
    ids = Tokenizer.from_file(str(copy / "tokenizer.json")).encode(ENGLISH[0]).ids
    mean = rows[np.array(ids) % 7].mean(axis=0)
    np.testing.assert_allclose(shared.encode(ENGLISH[:1])[0], mean / np.linalg.norm(mean), atol=1e-6)


def test_loading_and_encoding_needs_no_torch() -> None:
    code = (
        "import sys; from search.encoder import load_encoder; load_encoder('static').encode(['Kto?']);"
        "print([m for m in ('torch', 'sentence_transformers', 'transformers') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("tokenizer.json", None),
        ("tokenizer.json", b"{}"),
        ("tokenizer.json", b"\xff\xfe"),
        ("model.safetensors", None),
        ("model.safetensors", b"no tensors"),
    ],
)
def test_a_broken_folder_is_named(copy: Path, file: str, content: bytes | None) -> None:
    (copy / file).unlink()
    if content is not None:
        (copy / file).write_bytes(content)
    with pytest.raises(InputError) as caught:
        StaticEncoder(copy)
    assert caught.value.source == str(copy / file)
    assert caught.value.remedy


@pytest.mark.parametrize(
    "tensors",
    [{"embeddings": np.ones((3, 4), np.float32)}, {"other": np.ones((3, 4), np.float32)}],
    ids=["short", "none"],
)
def test_a_table_that_does_not_fit_is_refused(copy: Path, tensors: dict[str, np.ndarray]) -> None:
    save_file(tensors, copy / "model.safetensors")
    with pytest.raises(InputError, match=r"rows|no table"):
        StaticEncoder(copy)


def test_a_model_that_cannot_be_loaded_is_named_with_the_remedy(copy: Path) -> None:
    (copy / "model.safetensors").write_bytes(b"no tensors")
    with pytest.raises(InputError) as caught:
        load_encoder(str(copy))
    assert str(copy) in caught.value.source
    assert "bundled" in caught.value.remedy


def test_prompts_for_questions_and_passages_are_the_models_own(encoder: StaticEncoder, copy: Path) -> None:
    config = copy / "config_sentence_transformers.json"
    config.write_text(
        json.dumps(json.loads(config.read_text()) | {"prompts": {"query": "pytanie: ", "passage": "tekst: "}})
    )
    prompted = load_encoder(str(copy))
    np.testing.assert_allclose(prompted.encode(["kto"], query=True), encoder.encode(["pytanie: kto"]), atol=1e-5)
    np.testing.assert_allclose(prompted.encode(["kto"]), encoder.encode(["tekst: kto"]), atol=1e-5)


def test_the_fingerprint_of_another_model_follows_its_weights(
    reference: SentenceTransformerEncoder, copy: Path
) -> None:
    renamed = copy.rename(copy.with_name(FOLDER.name))
    assert SentenceTransformerEncoder(str(renamed)).fingerprint == reference.fingerprint
    tensors = load_file(renamed / "model.safetensors")
    tensors["embeddings"] = np.roll(tensors["embeddings"], 1, axis=1)
    save_file(tensors, renamed / "model.safetensors")
    assert SentenceTransformerEncoder(str(renamed)).fingerprint != reference.fingerprint


def test_the_folder_is_small_and_says_where_it_comes_from() -> None:
    assert sum(file.stat().st_size for file in FOLDER.rglob("*") if file.is_file()) <= 16_000_000
    assert "CC BY" in (FOLDER / "README.md").read_text(encoding="utf-8")


def test_spearman_shares_the_ranks_of_equal_values() -> None:
    np.testing.assert_array_equal(ranks([3, 1, 3, 2]), [3.5, 1, 3.5, 2])
    assert spearman([1, 2, 3, 4], [10, 20, 30, 5]) == pytest.approx(-0.2)
