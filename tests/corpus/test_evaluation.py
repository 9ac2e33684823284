"""The measures of extraction: what counts as found, right, missed and false; and gold files that can be used."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from corpus.errors import InputError
from corpus.evaluation.evaluate import evaluate
from corpus.evaluation.gold import read_gold
from corpus.evaluation.matching import match, overlap
from corpus.evaluation.report import lines
from corpus.types import Article, Language, Span, Speaker, SpeakerType, Statement, StatementKind

TEXT = "„Rabaty nie pomagają” – mówi Anna Lis. Jan Gaj twierdzi, że rynek rośnie. To koniec, dodaje ktoś."


def span(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words), words)


def place(words: str) -> list[int]:
    return [span(words).start, span(words).end]


def wanted(words: str, kind: str = "direct", **given: object) -> dict[str, object]:
    row = {"kind": kind, "content": [words], "cue": None, "source": None, "speaker": None, "role": None, "firm": None}
    return {**row, **given}


def got(words: str, confidence: float, speaker: str | None = None, cue: str | None = None) -> Statement:
    who = Speaker(speaker, SpeakerType.PERSON) if speaker else None
    made = span(words)
    return Statement(
        f"id{made.start}",
        "0" * 16,
        StatementKind.DIRECT,
        Language.PL,
        (made,),
        cue=span(cue) if cue else None,
        speaker=who,
        confidence=confidence,
    )


def gold_file(folder: Path, *rows: dict[str, object]) -> Path:
    path = folder / "gold.jsonl"
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    return path


def test_overlap_is_intersection_over_union():
    assert overlap([(0, 10)], [(0, 10)]) == 1.0
    assert overlap([(0, 10)], [(5, 15)]) == pytest.approx(5 / 15)
    assert overlap([(0, 4), (6, 10)], [(0, 10)]) == pytest.approx(0.8)
    assert overlap([(0, 1)], [(1, 2)]) == overlap([], []) == 0.0


def test_pairs_are_one_to_one_and_the_best_goes_first():
    assert match([[(0, 10)], [(0, 8)]], [[(0, 9)], [(0, 8)]], 0.8) == [(1, 1), (0, 0)]
    assert match([[(0, 10)]], [[(0, 9)]], 1.0) == []


def test_every_measure_counts_what_it_says(tmp_path: Path) -> None:
    rows = [
        wanted("Rabaty nie pomagają", cue="mówi", cue_span=place("mówi"), speaker="Anna Lis", speaker_type="person"),
        wanted("rynek rośnie", "indirect", speaker="Jan Gaj", cue="twierdzi"),
        wanted("To koniec", optional=True),
    ]
    path = gold_file(tmp_path, {"id": "a", "text": TEXT, "statements": rows}, {"text": TEXT, "statements": []})

    def extract(article: Article) -> list[Statement]:
        if article.text != TEXT:
            return []
        return [
            got("Rabaty nie pomagają", 0.95, "ANNA LIS", "mówi"),
            got("To koniec", 0.9),
            got("Jan Gaj", 0.55),
        ]

    result = evaluate(read_gold([path]), extract)
    assert (result.texts, result.quiet.of, result.quiet.right) == (2, 1, 0)
    assert (result.exact.gold, result.exact.found, result.exact.hit_gold) == (
        2,
        5,
        1,
    )  # 2 of the first text, 3 of the quiet
    assert (result.exact_by_kind["direct"].recall, result.exact_by_kind["indirect"].recall) == (1.0, 0.0)
    assert {name: share.right for name, share in result.fields.items()} == dict.fromkeys(result.fields, 1)
    assert (result.sure.right, result.sure.of) == (1, 3)
    assert (result.calibration[0.5].right, result.calibration[0.5].of) == (0, 2)
    assert [problem.problem for problem in result.problems] == ["missed", "false", "false", "false", "false"]
    report = "\n".join(lines(result, errors=1))
    assert "- a [indirect] 'rynek rośnie'" in report
    assert "texts without quotes: 1, with false positives: 1" in report
    assert result.to_dict(errors=2)["errors"][0]["wanted"]["speaker"] == "Jan Gaj"


def test_a_wrong_speaker_is_listed_with_both_names(tmp_path: Path) -> None:
    row = {"id": "a", "text": TEXT, "statements": [wanted("Rabaty nie pomagają", speaker="Anna Lis")]}
    result = evaluate(
        read_gold([gold_file(tmp_path, row)]),
        lambda a: [got("Rabaty nie pomagają", 0.9, "Jan Gaj")] * (a.document == "a"),
    )
    assert (result.overlapping.f1, result.fields["speaker"].rate, result.sure.rate) == (1.0, 0.0, 0.0)
    (problem,) = result.problems
    assert "'Anna Lis' → 'Jan Gaj'" in problem.line()


def test_articles_are_named_or_given_and_spans_are_found(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text(TEXT, encoding="utf-8")
    named = gold_file(tmp_path, {"document": "one.txt", "statements": [wanted("rynek rośnie", "indirect")]})
    (one,) = read_gold([named])
    assert one.article.text == TEXT
    assert [list(piece) for piece in one.statements[0].content] == [place("rynek rośnie")]
    assert list(read_gold([named], language=Language.EN)) == []


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ({"text": TEXT, "statements": [wanted("gone")]}, "does not stand in the text"),
        ({"text": TEXT, "statements": [wanted("rynek", content_spans=[[0, 5]])]}, "does not stand in the text"),
        ({"text": TEXT, "statements": [wanted("rynek", "sung")]}, "sung"),
        ({"text": TEXT, "lang": "de", "statements": []}, "language 'de'"),
        ({"text": TEXT}, "no list of statements"),
        ({"document": "nowhere.txt", "statements": []}, "nowhere.txt"),
    ],
)
def test_gold_that_cannot_be_used_is_named_with_its_line(tmp_path: Path, row: dict[str, object], problem: str) -> None:
    with pytest.raises(InputError, match=problem) as caught:
        list(read_gold([gold_file(tmp_path, row)]))
    assert caught.value.source.endswith("gold.jsonl:1")
