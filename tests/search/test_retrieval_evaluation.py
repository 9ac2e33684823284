from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

import corpus
from api.cli import app
from corpus.errors import InputError
from corpus.ingest import ingest
from corpus.read import expand, read
from corpus.store import Store
from corpus.types import Article, Language
from search.engine import Engine
from search.evaluation.ablation import SIGNALS, ablate, without
from search.evaluation.evaluate import Evaluation, evaluate
from search.evaluation.measures import Mean, mean, ndcg, recall, reciprocal_rank
from search.evaluation.questions import Judged, Place, Relevant, read_questions
from search.evaluation.report import ablation_lines, lines
from search.opening import open_engine
from tests.search.articles import make_store

QUESTIONS = Path(__file__).parent / "gold" / "questions.jsonl"
SAMPLES = Path(corpus.__file__).parent / "data" / "samples"
EN, PL = Language.EN, Language.PL
TODAY = date(2026, 6, 15)
SCEPTIC = Relevant(2, PL, (Place("premie.txt", "Zachęty do sprzedaży chmury to dla nas strata czasu"),))
MIXED = Relevant(1, EN, (Place("drones.txt", "cloud rebates are welcome, but the paperwork eats them"),))
ABSENT = Relevant(2, EN, (Place("drones.txt", "nobody has said these words"),))
TWICE = Relevant(
    2, EN, (Place("drones.txt", "Drones will never pay"), Place("drones-again.txt", "Drones will never pay"))
)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    folder = tmp_path_factory.mktemp("archive")
    make_store(folder).close()
    engine = open_engine(folder)
    yield engine
    engine.close()


def judged(question: str, *relevant: Relevant, **more: object) -> Judged:
    given = Judged("q", question, "against", EN, relevant=relevant, today=TODAY)
    return replace(given, **more)  # type: ignore[arg-type]


def measured(engine: Engine, *questions: Judged) -> Evaluation:
    return evaluate(questions, lambda question, today: engine.ask(question, today=today))


def test_ndcg_is_the_gain_of_the_ranking_over_that_of_the_best_one() -> None:
    assert ndcg([2, 1], [1, 2]) == 1.0
    assert ndcg([0, 2], [2]) == pytest.approx(1 / math.log2(3))
    assert ndcg([1, 2], [2, 1]) == pytest.approx((1 + 3 / math.log2(3)) / (3 + 1 / math.log2(3)))
    assert ndcg([0] * 10 + [2], [2]) == 0.0
    assert ndcg([], []) is None


def test_recall_counts_what_fits_into_ten_ranks() -> None:
    assert recall([1, 0, 2], [1, 2, 2, 1]) == 0.5
    assert recall([1] * 10, [1] * 25) == 1.0
    assert recall([0], []) is None


def test_the_reciprocal_rank_is_that_of_the_first_item_of_the_best_grade() -> None:
    assert reciprocal_rank([1, 0, 2], [2, 1]) == pytest.approx(1 / 3)
    assert reciprocal_rank([0, 1], [1]) == 0.5
    assert reciprocal_rank([0], [2]) == 0.0


def test_a_mean_leaves_out_what_was_not_measured() -> None:
    assert mean([1.0, None, 0.0]) == Mean(0.5, 2)
    assert mean([None]) == Mean(0.0, 0)


def test_an_answer_is_compared_with_the_judged_statements_and_people(engine: Engine) -> None:
    question = judged("who is sceptical about cloud incentives", SCEPTIC, MIXED, people=("Halina Broszko",))
    (outcome,) = measured(engine, question).outcomes
    assert (outcome.ndcg, outcome.recall, outcome.mrr, outcome.success) == (1.0, 1.0, 1.0, 1.0)
    assert outcome.first == ("Halina Broszko", "Amelia Thornbury")
    assert outcome.by_language == {PL: 1.0, EN: 1.0}
    assert outcome.no_answer is None


def test_a_statement_that_is_not_found_lowers_the_measures(engine: Engine) -> None:
    question = judged("who is sceptical about cloud incentives", SCEPTIC, ABSENT, people=("Konrad Wilczur",))
    (outcome,) = measured(engine, question).outcomes
    assert (outcome.recall, outcome.success, outcome.by_language[EN]) == (0.5, 0.0, 0.0)
    assert outcome.ndcg == pytest.approx(3 / (3 + 3 / math.log2(3)))


def test_the_same_words_in_two_outlets_count_once(engine: Engine) -> None:
    (outcome,) = measured(engine, judged("who was sceptical about drones in 2025", TWICE)).outcomes
    assert (outcome.ndcg, outcome.recall) == (1.0, 1.0)


@pytest.mark.parametrize(
    ("question", "right"), [("who supports quantum teleportation", 1.0), ("who supports drones", 0.0)]
)
def test_no_answer_is_right_where_nothing_is_expected(engine: Engine, question: str, right: float) -> None:
    (outcome,) = measured(engine, judged(question)).outcomes
    assert (outcome.no_answer, outcome.ndcg) == (right, None)


def test_unknown_names_and_facts_are_looked_for(engine: Engine) -> None:
    stranger = judged("what did Zenon Nikt say about drones", unknown=("Zenon Nikt",), facts=("2024",))
    known = judged("what did Amelia Thornbury say about drones", unknown=("Zenon Nikt",))
    result = measured(engine, stranger, known)
    assert [one.unknown for one in result.outcomes] == [1.0, 0.0]
    assert [one.facts for one in result.outcomes] == [0.0, None]


def test_figures_are_given_by_kind_and_language_pair(engine: Engine) -> None:
    result = measured(
        engine,
        judged("who is sceptical about cloud incentives", SCEPTIC),
        judged("kto popiera hodowlę alpak", kind="none", language=PL),
    )
    assert result.kinds() == ["against", "none"]
    assert result.means("none")["no_answer"] == Mean(1.0, 1)
    assert result.pair(EN, PL) == Mean(1.0, 1)
    assert result.pair(PL, PL) == Mean(0.0, 0)
    report = "\n".join(lines(result, misses=2))
    assert "against" in report
    assert "en → pl   1.000     1" in report
    written = json.loads(json.dumps(result.to_dict()))
    assert written["kinds"]["against"]["ndcg"] == {"value": 1.0, "of": 1}
    assert written["pairs"]["en→pl"] == {"value": 1.0, "of": 1}


def test_without_topics_the_subject_of_the_scheme_is_found_by_words_and_meaning_only(engine: Engine) -> None:
    question = "who is sceptical about cloud incentives"
    reasons = {hit.reason for one in engine.ask(question).answers for hit in one.hits}
    assert any("topic" in reason for reason in reasons)
    left = without(engine, ["topic"]).ask(question)
    assert not any("topic" in hit.reason for one in left.answers for hit in one.hits)
    bare = without(engine, ["topic", "dense", "lexical"]).ask(question)
    assert (bare.answers, bare.opposing) == ((), ())
    everybody = without(engine, ["stance"]).ask(question)
    assert {one.speaker.name for one in everybody.answers} >= {"Halina Broszko", "Konrad Wilczur"}
    with pytest.raises(TypeError):
        without(engine, ["luck"])


def test_the_ablation_measures_without_each_signal(engine: Engine) -> None:
    results = ablate(engine, [judged("who is sceptical about cloud incentives", SCEPTIC)])
    assert list(results) == ["", *SIGNALS]
    assert results[""].means()["ndcg"].value == 1.0
    assert next(iter(ablation_lines(results))).startswith("without")


@pytest.mark.parametrize(
    "line",
    [
        "{",
        "[]",
        '{"question": "who?"}',
        '{"question": "who?", "kind": "a", "language": "de"}',
        '{"question": "who?", "kind": "a", "language": "en", "people": "Jan"}',
        '{"question": "?w", "kind": "a", "language": "en", "relevant": [{"grade": 3, "language": "en", "places": []}]}',
        '{"question": "?w", "kind": "a", "language": "en", "relevant": [{"grade": 1, "language": "en", "places": []}]}',
        '{"question": " ", "kind": "a", "language": "en"}',
    ],
)
def test_a_wrong_line_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "questions.jsonl"
    path.write_text(f"\n{line}\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"questions\.jsonl:2"):
        list(read_questions([path]))


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="nothing"):
        list(read_questions([tmp_path / "nothing.jsonl"]))


def test_the_bundled_questions_are_many_and_of_both_languages_and_parts() -> None:
    questions = list(read_questions([QUESTIONS]))
    assert len(questions) >= 120
    assert len({one.id for one in questions}) == len({one.question for one in questions}) == len(questions)
    assert Counter(one.language for one in questions)[PL] == len(questions) / 2
    assert sum(not one.answerable for one in questions) >= 20
    assert {one.split for one in questions} == {"dev", "test"}
    assert abs(Counter(one.split for one in questions)["dev"] - len(questions) / 2) < 5
    assert sum(one.split == "dev" for one in questions) == len(list(read_questions([QUESTIONS], split="dev")))


def test_the_bundled_judgements_stand_in_the_samples() -> None:
    articles: dict[str, Article] = {
        article.document: article
        for path in expand([SAMPLES])
        if isinstance(path, Path)
        for article in read(path)
        if isinstance(article, Article)
    }
    for question in read_questions([QUESTIONS]):
        for one in question.relevant:
            for place in one.places:
                article = articles[place.document]
                assert article.language is one.language, question.id
                assert place.words in " ".join(article.text.split()), question.id


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("samples")
    with Store.open(folder) as store:
        ingest([SAMPLES], store)
    return folder


def test_the_command_prints_the_measures_of_the_bundled_questions(samples: Path) -> None:
    command = ["--data", str(samples), "eval", "retrieval", str(QUESTIONS), "--split", "dev"]
    done = CliRunner().invoke(app, [*command, "--json"])
    assert done.exit_code == 0, done.output
    figures = json.loads(done.stdout)
    assert figures["questions"] == len(list(read_questions([QUESTIONS], split="dev")))
    # Floors, not the figures: those change with extraction and stance, and docs/evaluation.md gives them.
    assert figures["all"]["ndcg"]["value"] >= 0.6
    assert figures["all"]["success"]["value"] >= 0.65
    assert figures["all"]["no_answer"]["value"] >= 0.8
    assert figures["kinds"]["topics"]["success"]["value"] == 1.0
    assert figures["all"]["unknown"]["value"] == 1.0
    refused = CliRunner().invoke(app, [*command, "--without", "luck"])
    assert refused.exit_code == 2
