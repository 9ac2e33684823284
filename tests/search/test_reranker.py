"""A cross-encoder that has a say in the order: a real one in small, loaded by sentence-transformers."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import torch
from transformers import AutoModelForSequenceClassification, AutoTokenizer

from corpus.errors import InputError
from search.engine import Engine
from search.opening import open_engine
from search.reranker import Reranker
from tests.search import tiny_models
from tests.search.articles import make_store

QUESTION = "who is sceptical about cloud incentives"


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_models.classifier(tmp_path_factory.mktemp("models") / "ranker", None, seed=11)


@pytest.fixture
def engine(tmp_path: Path, model: Path) -> Iterator[Engine]:
    make_store(tmp_path / "data").close()
    engine = open_engine(tmp_path / "data", reranker=str(model))
    yield engine
    engine.close()


def test_the_scores_are_those_of_the_model(model: Path) -> None:
    texts = ["The bonuses are a waste of time", "", "word " * 500]
    words, network = AutoTokenizer.from_pretrained(model), AutoModelForSequenceClassification.from_pretrained(model)
    given = words([QUESTION] * 3, texts, return_tensors="pt", padding=True, truncation=True, max_length=64)
    with torch.no_grad():
        expected = network.eval()(**given).logits.sigmoid()[:, 0].tolist()
    assert Reranker(str(model)).scores(QUESTION, texts) == pytest.approx(expected, abs=2e-3)
    assert Reranker(str(model)).scores(QUESTION, []) == []


def test_it_has_half_a_say_in_the_order_of_what_is_found(engine: Engine) -> None:
    found = engine.search("cloud incentives")
    scores = engine.reranker.scores("cloud incentives", [one.statement.text for one in found])  # type: ignore[union-attr]
    engine.reranker = None
    own = {one.statement.id: one.score for one in engine.search("cloud incentives", limit=100)}
    expected = [(own[one.statement.id] + score) / 2 for one, score in zip(found, scores, strict=True)]
    assert [one.score for one in found] == pytest.approx(expected, abs=2e-3)
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    assert all("reranked" in one.reason for one in found)


def test_who_is_on_which_side_does_not_depend_on_it(engine: Engine) -> None:
    read = {answer.speaker.name: answer.stance for answer in engine.ask(QUESTION).answers}
    engine.reranker = None
    assert set(read) <= {answer.speaker.name for answer in engine.ask(QUESTION).answers}
    assert read


def test_a_model_with_several_outputs_and_one_that_is_missing_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="gives 3 numbers"):
        Reranker(str(tiny_models.classifier(tmp_path / "three", ["a", "b", "c"], seed=11)))
    with pytest.raises(InputError, match=r"reranker .*missing"):
        Reranker(str(tmp_path / "missing"))


def test_more_like_a_statement_leaves_out_the_same_words_and_keeps_to_filters(engine: Engine) -> None:
    engine.reranker = None
    model = next(engine.store.statements(limit=1))
    found = engine.like(model.id, limit=5)
    assert found
    assert model.statement.text not in [one.statement.text for one in found]
    vectors = engine.encoder.encode([model.statement.text, *(one.statement.text for one in found)])
    products = (vectors[1:] @ vectors[0]).tolist()
    assert products == sorted(products, reverse=True)
