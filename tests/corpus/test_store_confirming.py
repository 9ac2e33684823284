"""Confirmations and dismissals: they last, they can be taken back, and an older store learns of them."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from corpus.doubts import doubts
from corpus.errors import ConflictError, NotFoundError, UsageError
from corpus.store import FILE_NAME, Put, Store
from corpus.store.schema import MIGRATIONS, migrate
from corpus.types import Opinion, Polarity, Statement
from tests.corpus.conftest import OpenStore
from tests.corpus.store_samples import ANNA, PIOTR, article, opinion, said

TEXT = article("Rabaty nic nie dają. Tak. Rabaty pomagają.")
SIDES = (opinion("rebates", Polarity.SCEPTICAL, -0.7),)
AGAINST = said(TEXT, "Rabaty nic nie dają", ANNA, role="prezes", firm="Mervant", opinions=SIDES, confidence=0.4)
YES = said(TEXT, "Tak", None, confidence=0.3)
FOR = said(TEXT, "Rabaty pomagają", PIOTR, confidence=0.9)


@pytest.fixture
def store(open_store: OpenStore):
    with open_store() as opened:
        opened.put(TEXT, [AGAINST, YES, FOR])
        yield opened
        assert opened.verify() == []


def test_a_confirmation_makes_certain_and_undo_restores_exactly(store: Store) -> None:
    before, start, lines = store.statement(AGAINST.id), store.sequence(), list(store.dump())
    made = store.confirm(AGAINST.id, author="ewa", note="nagranie")
    after = store.statement(AGAINST.id)
    sides = tuple(replace(one, confidence=1.0) for one in AGAINST.opinions)  # the person has said that they are right
    assert after == replace(before, statement=replace(AGAINST, confidence=1.0, opinions=sides), confirmed=True)
    assert store.changes_since(start).changed == (AGAINST.id,)
    assert store.extracted(TEXT.id)[0] == AGAINST
    assert store.undo(made.id, author="jan")
    assert store.statement(AGAINST.id) == before
    decided = ('["correction"', '["change_log"')
    assert [one for one in store.dump() if not one.startswith(decided)] == [
        one for one in lines if not one.startswith(decided)
    ]


def test_what_was_confirmed_stands_when_extraction_changes_its_mind(store: Store) -> None:
    store.confirm(AGAINST.id, author="ewa")
    other = replace(
        AGAINST,
        speaker=PIOTR,
        role=None,
        firm="Bitar",
        confidence=0.2,
        opinions=(opinion("rebates", Polarity.SUPPORTIVE, 0.9), opinion("margins", Polarity.NEUTRAL)),
    )
    assert store.replace_statements(TEXT.id, [other, YES, FOR], extractor="2")
    reads = store.statement(AGAINST.id)
    assert (reads.statement.speaker, reads.statement.role, reads.statement.firm) == (ANNA, "prezes", "Mervant")
    assert reads.statement.confidence == 1.0
    assert [(one.topic, one.polarity) for one in reads.statement.opinions] == [
        ("rebates", Polarity.SCEPTICAL),
        ("margins", Polarity.NEUTRAL),
    ]
    store.undo(store.history(AGAINST.id)[0].id, author="ewa")
    assert store.statement(AGAINST.id).statement == other


def test_a_confirmation_holds_in_a_later_version_of_the_article(store: Store) -> None:
    store.confirm(YES.id, author="ewa")
    later = article("Jest inaczej. Tak.")
    again = said(later, "Tak", ANNA, confidence=0.6)
    assert store.put(later, [again]) is Put.REPLACED
    assert store.statement(again.id).confirmed
    assert (store.statement(again.id).statement.speaker, store.statement(again.id).statement.confidence) == (None, 1.0)


def test_confirming_corrected_words_keeps_both(store: Store) -> None:
    store.correct(AGAINST.id, author="ewa", speaker=PIOTR)
    store.confirm(AGAINST.id, author="jan")
    reads = store.statement(AGAINST.id)
    assert (reads.corrected, reads.confirmed, reads.statement.speaker) == (True, True, PIOTR)
    with pytest.raises(ConflictError, match="confirmed already"):
        store.confirm(AGAINST.id, author="ewa")
    store.correct(AGAINST.id, author="ewa", role=None)
    assert store.confirm(AGAINST.id, author="ewa").changes["role"] is None
    with pytest.raises(UsageError, match="author"):
        store.confirm(YES.id, author=" ")
    with pytest.raises(NotFoundError):
        store.confirm("nothing", author="ewa")


def test_a_topic_that_is_renamed_stays_confirmed(store: Store) -> None:
    store.confirm(AGAINST.id, author="ewa")
    assert store.set_topics(None, {"rebates": "discounts"}) == 1
    changed = replace(AGAINST, opinions=(opinion("discounts", Polarity.SUPPORTIVE, 0.5),))
    store.replace_statements(TEXT.id, [changed, YES, FOR])
    assert store.statement(AGAINST.id).statement.opinions[0].polarity is Polarity.SCEPTICAL


def test_the_undecided_come_least_certain_first(store: Store) -> None:
    found, following = store.undecided(limit=2)
    assert [one.id for one in found] == [YES.id, AGAINST.id]
    assert [one.id for one in store.undecided(limit=2, after=following)[0]] == [FOR.id]
    assert (store.count_undecided(), store.count_undecided(0.4), store.count_undecided(0.39)) == (3, 2, 1)
    store.confirm(YES.id, author="ewa")
    store.correct(FOR.id, author="ewa", rejected=True)
    assert [one.id for one in store.undecided(limit=9)[0]] == [AGAINST.id]


def test_a_doubtful_side_waits_however_certain_the_words_are(open_store: OpenStore) -> None:
    text = article("Jeden rabat. Drugi rabat. Trzeci rabat. Czwarty rabat.")

    def one(words: str, sure: float, *sides: tuple[Polarity, float | None]) -> Statement:
        opinions = tuple(Opinion(f"t{n}", 1 - n / 10, side, 0.1, (), likely) for n, (side, likely) in enumerate(sides))
        return said(text, words, confidence=sure, opinions=opinions)

    side = one("Jeden rabat", 0.95, (Polarity.SUPPORTIVE, 0.55), (Polarity.SCEPTICAL, 0.2))
    words = one("Drugi rabat", 0.5, (Polarity.SUPPORTIVE, 0.99))
    other = one("Trzeci rabat", 0.9, (Polarity.SCEPTICAL, 0.97), (Polarity.SUPPORTIVE, 0.3))  # not its main topic
    neutral = one("Czwarty rabat", 0.92, (Polarity.NEUTRAL, 0.4))
    with open_store() as store:
        store.put(text, [side, words, other, neutral])
        assert [found.id for found in store.undecided(limit=9)[0]] == [words.id, side.id, other.id, neutral.id]
        assert [found.id for found in store.undecided(most=0.6, limit=9)[0]] == [words.id, side.id]
        assert store.count_undecided(0.6) == 2
        assert store.statement(side.id).statement == side
        store.correct(side.id, author="ewa", stances={"t0": Polarity.SCEPTICAL})
        assert store.statement(side.id).statement.opinions[0].confidence == 1.0
        assert store.count_undecided(0.6) == 1
        reasons = [[doubt["reason"] for doubt in doubts(one)] for one in (side, words, other, neutral)]
        assert [("stance-unsure" in found) for found in reasons] == [True, False, False, False]


def test_pages_are_the_newest_first_with_what_has_no_date_last(open_store: OpenStore) -> None:
    with open_store() as store:
        for number, day in enumerate([None, date(2024, 1, 1), date(2025, 1, 1), date(2024, 1, 1), None]):
            made = article(f"Raz {number}. Dwa {number}.", location=f"/{number}", date_published=day)
            store.put(made, [said(made, f"Raz {number}"), said(made, f"Dwa {number}", PIOTR)])
        for conditions in ({}, {"speaker_id": "person:piotr-lisiecki"}, {"min_confidence": 0.1}):
            expected = store.statement_ids(newest_first=True, **conditions)
            for limit in (1, 3, 4, 10):
                found, after = store.page(limit=limit, **conditions)
                while after is not None:
                    more, after = store.page(limit=limit, after=after, **conditions)
                    found += more
                assert [one.id for one in found] == expected


def test_a_dismissal_holds_after_merges_and_is_gone_with_an_erased_person(open_store: OpenStore) -> None:
    with open_store() as store:
        names = ("Jan Kowalewski", "J. Kowalewski", "Jan Kowalevski")
        for number, name in enumerate(names):
            made = article(f"Numer {number} mówi.", location=f"/{number}")
            store.put(made, [said(made, "mówi", replace(ANNA, name=name), firm="Bitar")])
        one, two, three = (store.find_people(name)[0].id for name in names)
        assert {frozenset((pair.one, pair.other)) for pair in store.duplicates()} >= {frozenset((one, two))}
        made = store.dismiss("duplicate", [one, two], author="ewa", note="ojciec i syn")
        assert (made.ids, made.note) == ((one, two), "ojciec i syn")
        store.merge(one, three, author="ewa")
        assert store.duplicates() == []
        with pytest.raises(ConflictError):
            store.dismiss("duplicate", [three, two], author="ewa")
        assert store.restore_suggestion(made.id, author="ewa")
        assert not store.restore_suggestion(made.id, author="ewa")
        store.dismiss("duplicate", [two, three], author="ewa")
        store.erase(two)
        assert store.dismissals() == []
        assert store.verify() == []


def test_a_store_of_version_5_keeps_its_corrections_and_gets_its_counts(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / FILE_NAME, isolation_level=None)
    migrate(connection, MIGRATIONS[:5])
    entity = "INSERT INTO entity VALUES (?, ?, ?, ?)"
    for row in (("person:anna", "person", "Anna", "person:anna"), ("firm:bitar", "firm", "Bitar", "firm:bitar")):
        connection.execute(entity, row)
        connection.execute("INSERT INTO alias VALUES (?, ?)", (row[0], row[2]))
    connection.execute(
        "INSERT INTO article (id, document, text, language, authors, body_start, extractor, added_at) "
        "VALUES ('a', 'a.txt', 'Tak. Nie.', 'pl', '[]', 0, '', '2026-01-01T00:00:00+00:00')"
    )
    for name, place, words, extracted in (
        ("s1", 0, "Tak", '{"speaker":null,"role":null,"firm":null,"opinions":[]}'),
        ("s2", 5, "Nie", None),
    ):
        connection.execute(
            "INSERT INTO statement (id, article_id, kind, language, content, speaker_name, speaker_type, firm, "
            "confidence, speaker_entity, firm_entity, speaker_id, firm_id, extracted, rejected, listed) VALUES "
            "(?, 'a', 'direct', 'pl', ?, 'Anna', 'person', 'Bitar', 0.5, 'person:anna', 'firm:bitar', 'person:anna', "
            "'firm:bitar', ?, 0, 1)",
            (name, f'[[{place},{place + 3},"{words}"]]', extracted),
        )
        connection.execute(
            "INSERT INTO change_log (article_id, statement_id, action) VALUES ('a', ?, 'added')", (name,)
        )
    connection.execute(
        "INSERT INTO correction (article_id, text, occurrence, author, at, changes, note) VALUES "
        "('a', 'Tak', 0, 'ewa', '2026-01-01T00:00:00+00:00', '{\"speaker\":[\"Anna\",\"person\"]}', '')"
    )
    connection.close()
    with Store.open(tmp_path, entity_id=lambda kind, name: f"{kind}:{name.lower()}") as store:
        assert store.verify() == []
        assert [(one.id, one.corrected, one.confirmed) for one in store.statements()] == [
            ("s1", True, False),
            ("s2", False, False),
        ]
        assert [(one.id, one.statements) for one in (*store.people(), *store.firms())] == [
            ("person:anna", 2),
            ("firm:bitar", 2),
        ]
        assert [one.id for one in store.undecided(limit=9)[0]] == ["s2"]
        store.undo(1, author="ewa")
        assert store.statement("s1").statement.speaker is None
        assert [(one.id, one.statements) for one in store.people()] == [("person:anna", 1)]
        assert store.verify() == []
