"""A speaker's positions over time: the series, the changes, the contradictions."""

from __future__ import annotations

from datetime import date

from corpus.store.records import StoredStatement
from corpus.types import Language, Opinion, Polarity, Span, Statement, StatementKind
from graph.positions import changes, contradictions, series

FOR, AGAINST, NEITHER = Polarity.SUPPORTIVE, Polarity.SCEPTICAL, Polarity.NEUTRAL
SCORES = {FOR: 0.8, AGAINST: -0.8, NEITHER: 0.0}


def said(
    words: str,
    day: str | None,
    side: Polarity,
    *,
    topic: str = "cloud-incentives",
    speaker: str | None = "anna",
    score: float | None = None,
) -> StoredStatement:
    statement = Statement(
        words,
        "article",
        StatementKind.DIRECT,
        Language.EN,
        (Span(0, len(words), words),),
        opinions=(Opinion(topic, 0.7, side, SCORES[side] if score is None else score),),
    )
    on = date.fromisoformat(day) if day else None
    return StoredStatement(statement, speaker, speaker, None, None, "a.txt", None, None, None, on)


def words(one: object) -> str:
    return one.said.statement.text  # type: ignore[attr-defined]


def test_a_series_is_dated_oldest_first_and_keeps_the_undated_apart() -> None:
    found = series(
        [
            said("later", "2025-05-01", FOR),
            said("sometime", None, FOR),
            said("earlier", "2024-05-01", AGAINST),
            said("nobody", "2024-05-01", AGAINST, speaker=None),
            said("another", "2024-05-01", AGAINST, speaker="jan"),
        ]
    )
    assert [(one.speaker_id, one.topic) for one in found] == [("anna", "cloud-incentives"), ("jan", "cloud-incentives")]
    assert [words(step) for step in found[0].positions] == ["earlier", "later"]
    assert [one.statement.text for one in found[0].undated] == ["sometime"]


def test_a_change_is_given_with_both_statements() -> None:
    found = changes(
        series(
            [
                said("against", "2023-01-01", AGAINST),
                said("still against", "2023-06-01", AGAINST),
                said("well", "2023-09-01", NEITHER),
                said("for", "2024-01-01", FOR),
                said("still for", "2024-02-01", FOR),
            ]
        )
    )
    assert [(words(one.before), words(one.after)) for one in found] == [("still against", "for")]


def test_one_who_changes_twice_is_listed_twice_and_others_are_not_mixed_in() -> None:
    found = changes(
        series(
            [
                said("a", "2023-01-01", AGAINST),
                said("b", "2024-01-01", FOR),
                said("c", "2025-01-01", AGAINST),
                said("d", "2024-06-01", FOR, speaker="jan"),
                said("e", "2024-07-01", FOR, topic="cloud"),
            ]
        )
    )
    assert [(words(one.before), words(one.after)) for one in found] == [("a", "b"), ("b", "c")]


def test_a_faint_side_is_no_change() -> None:
    assert changes(series([said("a", "2023-01-01", AGAINST), said("b", "2024-01-01", FOR, score=0.1)])) == []


def test_both_sides_on_one_day_are_a_contradiction_and_no_change() -> None:
    listed = series([said("a", "2023-01-01", AGAINST), said("b", "2023-01-01", FOR)])
    assert changes(listed) == []
    assert [(words(one.one), words(one.other)) for one in contradictions(listed)] == [("a", "b")]


def test_narrower_topics_count_as_the_one_asked_for() -> None:
    statements = [
        said("a", "2023-01-01", AGAINST, topic="cloud-incentives"),
        said("b", "2024-01-01", FOR, topic="channel-incentives"),
        said("c", "2024-01-01", FOR, topic="smb"),
    ]
    (one,) = series(statements, ["channel-incentives", "cloud-incentives"])
    assert (one.topic, [words(step) for step in one.positions]) == ("channel-incentives", ["a", "b"])
    assert len(changes([one])) == 1
