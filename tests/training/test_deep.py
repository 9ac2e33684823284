from __future__ import annotations

import json
import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from tokenizers import Tokenizer

from search.deep_encoder import DeepEncoder
from search.static_encoder import StaticEncoder
from tests.search import tiny_models
from training import deep
from training.data import Pair
from training.deep_loop import Settings, loss_of, rate_at
from training.folder import write_folder
from training.reading import Shelf, by_length, encode
from training.student import first_student, teacher_of
from training.tokenizer import learn

SETTINGS = Settings(chapters=3, chapter=16, pieces=200, warm_up=1, longest=40, seed=3)

pytestmark = pytest.mark.filterwarnings("ignore")  # the exporter and the trainer of transformers warn of themselves


@pytest.fixture(scope="module")
def teacher(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_models.transformer(tmp_path_factory.mktemp("teacher") / "model")


@pytest.fixture(scope="module")
def static(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("static")
    pieces = learn([text for text in tiny_models.TEXTS for _ in range(5)], 120)
    table = np.random.default_rng(0).normal(size=(pieces.get_vocab_size(), 8)).astype(np.float32)
    write_folder(folder, pieces, table)
    return folder


@pytest.fixture(scope="module")
def task(tmp_path_factory: pytest.TempPathFactory, teacher: Path, static: Path) -> deep.Task:
    folder = tmp_path_factory.mktemp("data")
    rng = random.Random(0)  # noqa: S311
    words = " ".join(tiny_models.TEXTS).split()
    lines = ["en\tpl\tsource"]
    lines += [f"{' '.join(rng.sample(words, 5))}\t{' '.join(rng.sample(words, 5))}\ttatoeba" for _ in range(40)]
    (folder / "pairs.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (folder / "eval").mkdir()
    rows = [f"{' '.join(rng.sample(words, 4))}\t{' '.join(rng.sample(words, 4))}" for _ in range(10)]
    (folder / "eval" / "laser_tatoeba_en-pl.tsv").write_text("en\tpl\n" + "\n".join(rows) + "\n", encoding="utf-8")
    return deep.Task(
        pairs=folder / "pairs.tsv",
        evaluation=folder / "eval",
        teacher=(str(teacher), "a teacher"),
        static=static,
        work=folder / "work",
        out=folder / "out",
        measure_every=1,
    )


def test_shared_pieces_keep_the_teachers_vectors_and_padding_is_zero(teacher: Path, static: Path) -> None:
    reader, tokenizer = first_student(str(teacher), static)
    original, words = teacher_of(str(teacher))
    table = reader.body.get_input_embeddings().weight.detach()
    theirs = original.body.get_input_embeddings().weight.detach()
    shared = [piece for piece in tokenizer.get_vocab() if piece.isalpha() and words.token_to_id(piece) is not None]
    assert len(shared) > 20
    for piece in shared:
        assert torch.equal(table[tokenizer.token_to_id(piece)], theirs[words.token_to_id(piece)])
    assert not table[tokenizer.token_to_id("[PAD]")].any()
    assert tokenizer.encode("a").tokens == ["[CLS]", "a", "[SEP]"]


def test_a_piece_that_the_teacher_lacks_starts_between_its_words(teacher: Path, static: Path) -> None:
    reader, tokenizer = first_student(str(teacher), static)
    words = teacher_of(str(teacher))[1]
    missing = [piece for piece in tokenizer.get_vocab() if words.token_to_id(piece) is None]
    assert missing
    rows = reader.body.get_input_embeddings().weight.detach()
    assert all(rows[tokenizer.token_to_id(piece)].any() for piece in missing if piece not in {"[CLS]", "[SEP]"})


def test_the_rate_is_constant_and_falls_over_the_last_quarter() -> None:
    assert [rate_at(progress) for progress in (0.0, 0.5, 0.75)] == [1.0, 1.0, 1.0]
    assert rate_at(0.875) == pytest.approx(0.5)
    assert rate_at(1.0) == pytest.approx(0.02)


def test_a_target_that_is_the_same_sentence_is_no_wrong_answer() -> None:
    targets = torch.nn.functional.normalize(torch.tensor([[1.0, 0.0], [1.0, 0.01], [0.0, 1.0]]), dim=1)
    found = targets[:1]
    own = torch.tensor([0])
    with_double, distance = loss_of(found, own, targets, SETTINGS)
    without, _ = loss_of(found, own, targets[[0, 2]], SETTINGS)
    assert with_double.item() == pytest.approx(without.item())
    assert distance.item() == 0.0
    assert with_double.item() == pytest.approx(0.0, abs=1e-6)
    other, far = loss_of(found, torch.tensor([2]), targets, SETTINGS)
    assert other.item() > 10
    assert far.item() == pytest.approx(2.0)


def test_batches_by_length_hold_each_text_once_within_the_limit() -> None:
    lengths = np.random.default_rng(1).integers(1, 60, 500)
    batches = list(by_length(lengths, 300))
    assert sorted(np.concatenate(batches).tolist()) == list(range(500))
    assert all(len(batch) == 1 or len(batch) * lengths[batch].max() <= 300 for batch in batches)
    assert len(batches) < 70


def test_the_shelf_gives_the_teachers_vectors_also_in_the_next_run(teacher: Path, tmp_path: Path) -> None:
    pairs = [Pair(text, text, "tatoeba") for text in tiny_models.TEXTS]
    reader, words = teacher_of(str(teacher))
    expected = encode(reader, words, tiny_models.TEXTS)
    first = Shelf(tmp_path / "shelf", reader, words, pairs).read(np.array([2, 0]))
    np.testing.assert_allclose(first.numpy(), expected[[2, 0]], atol=2e-3)

    class Mute:
        dimensions = reader.dimensions

        def __call__(self, *_: object) -> object:
            raise AssertionError("read twice")

    again = Shelf(tmp_path / "shelf", Mute(), words, pairs)  # type: ignore[arg-type]
    assert torch.equal(again.read(np.array([2, 0])), first)
    with pytest.raises(AssertionError, match="read twice"):
        again.read(np.array([1]))


def test_a_run_cut_off_and_gone_on_with_learns_what_one_run_does(task: deep.Task, tmp_path: Path) -> None:
    whole = replace(task, work=tmp_path / "whole", out=tmp_path / "whole-out")
    parts = replace(task, work=tmp_path / "parts", out=tmp_path / "parts-out")
    torch.set_num_threads(1)
    figures = deep.run(whole, SETTINGS)
    deep_run_until(parts, 2)
    before = torch.load(parts.work / "state.pt", weights_only=True)
    assert deep.run(parts, SETTINGS).keys() == figures.keys()
    left, right = (torch.load(place / "state.pt", weights_only=True) for place in (whole.work, parts.work))
    assert (left["chapter"], left["step"]) == (right["chapter"], right["step"])
    assert (before["chapter"], right["chapter"]) == (2, 3)
    # 16-bit sums are not always taken in the same order: equal only up to a part of what a chapter changes.
    assert distance(left, right) < 2e-4
    assert distance(left, before) > 1e-3
    lines = (parts.work / "curve.jsonl").read_text().splitlines()
    assert [json.loads(line)["chapter"] for line in lines] == [1, 2, 3]


def distance(left: dict[str, Any], right: dict[str, Any]) -> float:
    return max(float((left["reader"][name] - right["reader"][name]).abs().max()) for name in left["reader"])


def deep_run_until(task: deep.Task, chapter: int) -> None:
    """A run that stops as a killed one does: the next chapter is begun and not saved."""
    save = deep.Training.save

    def save_or_stop(training: deep.Training) -> None:
        if training.chapter > chapter:
            raise KeyboardInterrupt
        save(training)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(deep.Training, "save", save_or_stop)
        with pytest.raises(KeyboardInterrupt):
            deep.run(task, SETTINGS)


def test_the_written_network_gives_the_students_vectors_joined_with_the_static_ones(
    task: deep.Task, tmp_path: Path
) -> None:
    made = replace(task, work=tmp_path / "work", out=tmp_path / "out")
    deep.run(made, replace(SETTINGS, static_share=0.25, dimensions=24))
    reader, tokenizer = first_student(made.teacher[0], made.static)
    reader.load_state_dict(torch.load(made.work / "state.pt", weights_only=True)["reader"])
    contextual = encode(reader, tokenizer, tiny_models.TEXTS)
    static = StaticEncoder(made.static).encode(tiny_models.TEXTS)
    found = DeepEncoder(made.out).encode(tiny_models.TEXTS)
    # 16 + 8 dimensions, none cut away: turned only, so the cosines are those of the parts.
    assert found.shape == (4, 24)
    np.testing.assert_allclose(found @ found.T, 0.75 * contextual @ contextual.T + 0.25 * static @ static.T, atol=0.02)
    assert Tokenizer.from_file(str(made.out / "tokenizer.json")).get_vocab_size() == tokenizer.get_vocab_size()
    card = (made.out / "README.md").read_text()
    assert "| Tatoeba, everyday sentences, human | CC BY 2.0 FR | 160 |" in card
    assert "a teacher" in card


def test_fewer_dimensions_keep_most_of_the_closeness(task: deep.Task, tmp_path: Path) -> None:
    made = replace(task, work=tmp_path / "work", out=tmp_path / "out")
    deep.run(made, replace(SETTINGS, dimensions=6))
    found = DeepEncoder(made.out).encode([*tiny_models.TEXTS, ""])
    assert found.shape == (5, 6)
    np.testing.assert_allclose(np.linalg.norm(found, axis=1), 1.0, atol=1e-5)


def test_pairs_of_unknown_licence_are_refused(task: deep.Task, tmp_path: Path) -> None:
    pairs = tmp_path / "pairs.tsv"
    pairs.write_text("en\tpl\tsource\nOne\tJeden\tsomewhere\n")
    with pytest.raises(ValueError, match=r"add the licences of \['somewhere'\]"):
        deep.run(replace(task, pairs=pairs, work=tmp_path), SETTINGS)
