"""The measures of stance and of topics: gold files that can be used, what is counted, and what is printed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from typer.testing import CliRunner

from api.cli import app
from corpus.errors import InputError
from corpus.evaluation.stance import evaluate_stance, stance_lines
from corpus.evaluation.stance_gold import StancePair, mentions, read_stance_gold
from corpus.evaluation.topics import evaluate_topics, topic_lines
from corpus.stance import Verdict
from corpus.types import Language, Polarity

FOR, AGAINST, NEITHER = Polarity.SUPPORTIVE, Polarity.SCEPTICAL, Polarity.NEUTRAL
SAMPLES = Path(__file__).parent / "gold" / "samples.jsonl"


def pair(text: str, polarity: Polarity, target: str = "x", part: str = "") -> StancePair:
    return StancePair(text, Language.EN, target, (), None, polarity, part)


def by_first_letter(text: str, language: Language, targets: Sequence[tuple[int, int]], cue: str | None) -> Verdict:
    """A judge whose verdicts are written in the text."""
    return Verdict({"+": FOR, "-": AGAINST}.get(text[0], NEITHER), 0.0, ())


def test_the_sides_are_counted_and_the_opposite_one_apart() -> None:
    gold = [pair("+ a", FOR), pair("- b", FOR), pair("- c", AGAINST), pair("0 d", AGAINST), pair("0 e", NEITHER)]
    result = evaluate_stance(gold, by_first_letter)
    score = result.groups["en"]
    assert (score.pairs, score.accuracy, score.wrong_side) == (5, 0.6, 0.2)
    assert (score.side(FOR).precision, score.side(FOR).recall) == (1.0, 0.5)
    assert score.side(AGAINST).f1 == pytest.approx(0.5)
    assert score.macro_f1 == pytest.approx((2 / 3 + 1 / 2 + 2 / 3) / 3)
    assert score.to_dict()["confusion"]["supportive"] == {"supportive": 1, "sceptical": 1, "mixed": 0, "neutral": 0}
    assert [(one.pair.text, one.verdict.polarity) for one in result.misjudged] == [("- b", AGAINST), ("0 d", NEITHER)]


def test_parts_and_statements_with_two_targets_are_groups_of_their_own() -> None:
    gold = [
        pair("+ a", FOR, "a", "test"),
        pair("+ a", AGAINST, "b", "test"),
        pair("0 c", NEITHER, "c", "test"),
        pair("0 c", NEITHER, "d", "seen"),
    ]
    groups = evaluate_stance(gold, by_first_letter).groups
    assert {name: score.pairs for name, score in groups.items()} == {
        "en": 4,
        "en seen": 1,
        "en test": 3,
        "en test two targets": 2,
    }
    assert groups["en test two targets"].wrong_side == 0.5


def test_nothing_to_measure_is_zero() -> None:
    result = evaluate_stance([])
    assert (result.groups, result.pairs_per_second) == ({}, 0.0)
    assert list(stance_lines(result)) == ["0 pairs, 0 a second"]


def test_a_table_is_read_by_its_columns(tmp_path: Path) -> None:
    path = tmp_path / "gold.tsv"
    path.write_text(
        "part\tlang\tside\ttarget\tcue\ttext\n"
        "dev\tpl\tsceptical\trabaty\tmówi\tZ rabatami mamy same kłopoty\n"
        "\n"
        "dev\ten\tneutral\tfee\t\tThe fee is monthly\n",
        encoding="utf-8",
    )
    first, second = read_stance_gold([path])
    assert first == StancePair(
        "Z rabatami mamy same kłopoty", Language.PL, "rabaty", ((2, 10),), "mówi", AGAINST, "dev"
    )
    assert (second.cue, second.polarity, second.targets) == (None, NEITHER, ((4, 7),))
    assert list(read_stance_gold([path], language=Language.EN)) == [second]


def test_places_and_labels_of_sentiment_sets_are_understood(tmp_path: Path) -> None:
    path = tmp_path / "sentiment.tsv"
    path.write_text("text\ttarget\tlabel\tfrom\tto\nHe blamed him.\thim\tnegative\t10\t13\n", encoding="utf-8")
    (found,) = read_stance_gold([path])
    assert (found.targets, found.polarity, found.language) == (((10, 13),), AGAINST, Language.EN)


def test_articles_with_statements_are_read(tmp_path: Path) -> None:
    statement = {
        "content": ["The fee", "must go"],
        "cue": "said",
        "stance": {"target": "fee", "polarity": "sceptical"},
    }
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps({"lang": "en", "text": "…", "statements": [statement, {"content": ["x"]}]}))
    (found,) = read_stance_gold([path])
    assert found == StancePair("The fee must go", Language.EN, "fee", ((4, 7),), "said", AGAINST)


@pytest.mark.parametrize(
    ("name", "content", "where"),
    [
        ("a.tsv", "text\tside\nx\tneutral\n", "a.tsv:1"),
        ("a.tsv", "text\ttarget\tside\nx\ty\tgood\n", "a.tsv:2"),
        ("a.tsv", "text\ttarget\tside\tlang\nx\ty\tneutral\tde\n", "a.tsv:2"),
        ("a.tsv", "text\ttarget\tside\tfrom\tto\nx\ty\tneutral\tone\ttwo\n", "a.tsv:2"),
        ("a.jsonl", "{\n", "a.jsonl:1"),
        (
            "a.jsonl",
            '{"statements": [{"content": ["x"], "stance": {"target": "x", "polarity": "good"}}]}\n',
            "a.jsonl:1",
        ),
    ],
)
def test_an_unusable_gold_file_is_named_with_its_line(tmp_path: Path, name: str, content: str, where: str) -> None:
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=where):
        list(read_stance_gold([path]))


def test_a_missing_gold_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no\.tsv"):
        list(read_stance_gold([tmp_path / "no.tsv"]))


def test_a_target_is_found_as_written_or_inflected() -> None:
    assert mentions("Nowe rabaty, nowych rabatów", "nowe rabaty", Language.PL) == ((0, 11),)
    assert mentions("Nie lubię tych rabatów", "nowe rabaty", Language.PL) == ((15, 22),)
    assert mentions("Nothing of the kind", "rebates", Language.EN) == ()


def test_the_command_prints_lines_or_json(tmp_path: Path) -> None:
    path = tmp_path / "gold.tsv"
    path.write_text(
        "text\ttarget\tside\nThe portal is excellent\tportal\tsupportive\nThe portal is awful\tportal\tsupportive\n",
        encoding="utf-8",
    )
    shown = CliRunner().invoke(app, ["eval", "stance", str(path), "--errors", "1"])
    assert shown.exit_code == 0, shown.output
    assert "en: 2 pairs" in shown.output
    assert "supportive → sceptical" in shown.output
    given = json.loads(CliRunner().invoke(app, ["eval", "stance", str(path), "--json", "--errors", "5"]).output)
    assert given["groups"]["en"]["wrong_side"] == 0.5
    (error,) = given["errors"]
    assert (error["gold"], error["found"]) == ("supportive", "sceptical")
    assert "awful" in [cue["text"] for cue in error["cues"]]


def test_the_topics_of_the_samples_are_mostly_right() -> None:
    result = evaluate_topics([SAMPLES])
    assert result.gold > 200
    assert result.f1 > 0.7
    assert len(result.wrong) == result.gold - result.there
    report = list(topic_lines(result, errors=2))
    assert report[-2:] == [wrong.line() for wrong in result.wrong[:2]]


def test_a_narrower_topic_is_right_and_an_unknown_one_is_not_counted(tmp_path: Path) -> None:
    def said(words: str, topic: str | None) -> dict[str, object]:
        return {"kind": "direct", "content": [words], "cue": "says", "stance": {"topic": topic, "polarity": "neutral"}}

    text = "“Cloud rebates pay our wages,” says Ann Gorley, a director.\n\n“Nobody can sing here,” says Tom Weld."
    rows = [said("Cloud rebates pay our wages", "Channel incentives"), said("Nobody can sing here", "opera")]
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps({"lang": "en", "text": text, "statements": rows}), encoding="utf-8")
    result = evaluate_topics([path])
    assert (result.gold, result.leading, result.there, result.unknown) == (1, 1, 1, {"opera": 1})
    assert evaluate_topics([path], language=Language.PL).gold == 0
