"""Stance by a model that the user names: real models in small, made here, loaded by sentence-transformers."""

from pathlib import Path

import pytest
import torch
from transformers import AutoModelForSequenceClassification, AutoTokenizer

from corpus.errors import InputError
from corpus.extract import extract
from corpus.ingest import ingest
from corpus.read import read
from corpus.store import Setting, Store
from corpus.tagging import retag
from corpus.topics import default_scheme
from corpus.types import Language, Polarity
from search.opening import open_engine
from search.retrieval import Subject
from search.stance_model import Pair, StanceModel
from search.stances import Stances
from tests.search import tiny_models

ARTICLE = """– Bonusy za chmurę to katastrofa i strata czasu – mówi Jan Kowalski, prezes firmy Bitar.

– Nasi klienci chwalą program partnerski, jest świetny – dodaje Anna Nowak, dyrektor handlowa firmy Bitar.
"""
PAIRS = [
    Pair("The bonuses are a waste of time", "cloud bonuses", Language.EN),
    Pair("Premie są świetne", "premie", Language.PL, "chwali"),
    Pair("", "nothing", Language.EN),
    Pair("word " * 900, "words", Language.EN),
]


@pytest.fixture(scope="module")
def nli(tmp_path_factory):
    return tiny_models.classifier(
        tmp_path_factory.mktemp("models") / "nli", ["contradiction", "entailment", "neutral"], seed=3
    )


@pytest.fixture(scope="module")
def sides(tmp_path_factory):
    return tiny_models.classifier(tmp_path_factory.mktemp("models") / "sides", ["AGAINST", "FAVOR", "NONE"], seed=5)


def shares(folder: Path, first: str, second: str) -> list[float]:
    """What the model says of two texts, asked without sentence-transformers."""
    words, model = AutoTokenizer.from_pretrained(folder), AutoModelForSequenceClassification.from_pretrained(folder)
    given = words([first], [second], return_tensors="pt", truncation=True, max_length=64)
    with torch.no_grad():
        return model.eval()(**given).logits.softmax(-1)[0].tolist()


def test_a_model_of_sides_is_asked_about_statement_and_target(sides):
    verdicts = StanceModel(str(sides)).judge(PAIRS[:2])
    asked = [("The bonuses are a waste of time", "cloud bonuses"), ("chwali: Premie są świetne", "premie")]
    for verdict, (text, target) in zip(verdicts, asked, strict=True):
        against, favour, none = shares(sides, text, target)
        assert verdict.score == pytest.approx(favour - against, abs=2e-3)
        expected = {favour: Polarity.SUPPORTIVE, against: Polarity.SCEPTICAL, none: Polarity.NEUTRAL}
        assert verdict.polarity is expected[max(against, favour, none)]


def test_an_nli_model_is_asked_whether_the_speaker_is_for_or_against(nli):
    [verdict] = StanceModel(str(nli)).judge(PAIRS[:1])
    pro = shares(nli, PAIRS[0].text, "The speaker is in favour of cloud bonuses.")[1]
    con = shares(nli, PAIRS[0].text, "The speaker is against cloud bonuses.")[1]
    assert verdict.score == pytest.approx(pro - con, abs=2e-3)
    sides = {(True, True): Polarity.MIXED, (False, False): Polarity.NEUTRAL}
    one_side = Polarity.SUPPORTIVE if pro > con else Polarity.SCEPTICAL
    assert verdict.polarity is sides.get((pro >= 0.5, con >= 0.5), one_side)


def test_empty_and_overlong_statements_are_judged_too_and_none_are_no_work(nli):
    model = StanceModel(str(nli))
    assert len(model.judge(PAIRS)) == len(PAIRS)
    assert model.judge([]) == []


def test_the_words_shown_are_those_of_the_side_that_the_model_takes(nli, sides):
    for folder in (nli, sides):
        for pair, verdict in zip(PAIRS, StanceModel(str(folder)).judge(PAIRS), strict=True):
            sign = {Polarity.SUPPORTIVE: 1, Polarity.SCEPTICAL: -1}.get(verdict.polarity, 0)
            assert all(cue.weight * sign >= 0 and pair.text[cue.start : cue.end] for cue in verdict.cues)


@pytest.mark.parametrize("labels", [["LABEL_0", "LABEL_1", "LABEL_2"], ["positive", "neutral"], ["relevant"]])
def test_a_model_whose_labels_are_no_sides_is_refused(tmp_path, labels):
    with pytest.raises(InputError, match="names a side") as caught:
        StanceModel(str(tiny_models.classifier(tmp_path / "other", labels, seed=3)))
    assert "config.json" in str(caught.value)


def test_a_folder_without_a_model_and_a_missing_one_are_named(tmp_path):
    for wrong in (tmp_path, tmp_path / "missing"):
        with pytest.raises(InputError, match="stance model") as caught:
            StanceModel(str(wrong))
        assert str(wrong) in str(caught.value)


def test_stored_stances_and_free_questions_are_judged_by_the_stores_model(tmp_path, sides):
    path = tmp_path / "2024-05-31-article.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    model = StanceModel(str(sides))
    with Store.open(tmp_path / "data") as store:
        ingest([path], store)
        bundled = [found.statement.opinions for found in store.statements()]
        store.set(Setting.STANCE_MODEL, model.name)
        scheme = default_scheme()
        retag(store, refine=lambda article, found: model.refine(article, found, scheme), judge=model.name)
        judged = [found.statement for found in store.statements()]
        assert [len(one.opinions) for one in judged] == [len(held) for held in bundled]
        assert [one.opinions for one in judged] != bundled
        for statement in judged:
            for opinion in statement.opinions:
                label = scheme.label(opinion.topic, Language.PL)
                asked = f"{statement.cue.exact}: {statement.text}"
                against, favour, _ = shares(sides, asked, label)
                assert opinion.score == pytest.approx(favour - against, abs=2e-3)
    subject = Subject("parking", Language.PL, ())
    stance = Stances(scheme, lambda: model).of(judged[:1], subject)[0]
    against, favour, _ = shares(sides, f"{judged[0].cue.exact}: {judged[0].text}", "parking")
    assert stance.score == pytest.approx(0.6 * (favour - against), abs=2e-3)  # it does not name the subject


def test_the_engine_asks_the_model_about_what_no_topic_covers_and_says_when_it_is_gone(tmp_path, sides):
    path = tmp_path / "2024-05-31-article.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    with Store.open(tmp_path / "data") as store:
        ingest([path], store)
        store.set(Setting.STANCE_MODEL, str(tmp_path / "moved"))
    engine = open_engine(tmp_path / "data")
    try:
        with pytest.raises(InputError, match="moved"):
            engine.search("strata czasu")
        engine.store.set(Setting.STANCE_MODEL, str(sides))
        found = engine.search("strata czasu")
        assert found
        assert all(abs(one.stance_score) <= 1 for one in found)
    finally:
        engine.close()


def test_extracted_statements_refined_keep_everything_but_the_stance(tmp_path, nli):
    path = tmp_path / "2024-05-31-article.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    [article] = read(path)
    before = extract(article)
    after = StanceModel(str(nli)).refine(article, before, default_scheme())
    strip = [(one.id, one.speaker, one.role, one.firm, [held.topic for held in one.opinions]) for one in before]
    assert [(one.id, one.speaker, one.role, one.firm, [h.topic for h in one.opinions]) for one in after] == strip
