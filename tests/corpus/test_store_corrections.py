from __future__ import annotations

from dataclasses import replace

import pytest

from corpus.errors import NotFoundError, UsageError
from corpus.store import Put, Store
from corpus.types import Polarity, Span
from tests.corpus.conftest import OpenStore
from tests.corpus.store_samples import ANNA, DOSTAWCY, PIOTR, article, opinion, said

TEXT = article("Rabaty nic nie dają. Tak. Rabaty pomagają. Tak.")
AGAINST = said(
    TEXT,
    "Rabaty nic nie dają",
    ANNA,
    role="prezes",
    firm="Mervant",
    opinions=(
        opinion("rebates", Polarity.SCEPTICAL, -0.7, (Span(7, 10, "nic"),)),
        opinion("margins", Polarity.NEUTRAL),
    ),
)
YES = said(TEXT, "Tak", PIOTR)
YES_AGAIN = said(TEXT, "Tak", PIOTR, id="second-yes", content=(Span(43, 46, "Tak"),))
ALL = [AGAINST, YES, YES_AGAIN]


@pytest.fixture
def store(open_store: OpenStore):
    with open_store() as opened:
        opened.put(TEXT, ALL)
        yield opened
        assert opened.verify() == []


def test_a_correction_wins_field_by_field(store: Store) -> None:
    start = store.sequence()
    store.correct(
        AGAINST.id, author="ewa", speaker=PIOTR, firm=None, stances={"rebates": Polarity.SUPPORTIVE}, note="tape"
    )
    stored = store.statement(AGAINST.id)
    assert stored.corrected
    assert (stored.statement.speaker, stored.statement.role, stored.statement.firm) == (PIOTR, "prezes", None)
    assert stored.statement.opinions == (
        replace(
            opinion("rebates", Polarity.SUPPORTIVE, 1.0), confidence=1.0
        ),  # the words that showed the other side show it no more
        opinion("margins", Polarity.NEUTRAL),
    )
    assert store.statement_ids(topic="rebates", stance=Polarity.SUPPORTIVE) == [AGAINST.id]
    assert store.statement_ids(topic="rebates", stance=Polarity.SCEPTICAL) == []
    assert store.statement_ids(speaker_id=store.find_people("Lisiecki")[0].id) == [AGAINST.id, YES.id, YES_AGAIN.id]
    assert store.find_people("Żurawska") == []
    assert store.changes_since(start).changed == (AGAINST.id,)


def test_topics_can_be_added_and_taken_away(store: Store) -> None:
    store.correct(AGAINST.id, author="ewa", stances={"margins": None, "credit": Polarity.MIXED})
    assert [(o.topic, o.polarity) for o in store.statement(AGAINST.id).statement.opinions] == [
        ("rebates", Polarity.SCEPTICAL),
        ("credit", Polarity.MIXED),
    ]


def test_the_last_word_counts_and_undoing_it_brings_the_one_before(store: Store) -> None:
    first = store.correct(AGAINST.id, author="ewa", speaker=PIOTR, role="dyrektor")
    second = store.correct(AGAINST.id, author="jan", speaker=DOSTAWCY, note="they spoke together")
    assert store.statement(AGAINST.id).statement.speaker == DOSTAWCY
    assert store.statement(AGAINST.id).statement.role == "dyrektor"
    assert store.undo(second.id, author="ewa")
    assert store.statement(AGAINST.id).statement.speaker == PIOTR
    assert store.undo(first.id, author="jan")
    assert not store.undo(first.id, author="jan")
    assert store.statement(AGAINST.id).statement == AGAINST
    assert not store.statement(AGAINST.id).corrected
    one, two = store.history(AGAINST.id)
    assert (one.author, one.undone_by, one.changes) == (
        "ewa",
        "jan",
        {"speaker": ["Piotr Lisiecki", "person"], "role": "dyrektor"},
    )
    assert (two.author, two.undone_by, two.note) == ("jan", "ewa", "they spoke together")
    assert one.at <= two.at
    assert one.undone_at is not None


def test_a_rejected_statement_is_listed_no_more_until_it_is_taken_back(store: Store) -> None:
    start = store.sequence()
    made = store.correct(AGAINST.id, author="ewa", rejected=True)
    assert store.statement_ids() == [YES.id, YES_AGAIN.id]
    assert store.changes_since(start).removed == (AGAINST.id,)
    assert not store.statement(AGAINST.id).listed
    middle = store.sequence()
    store.undo(made.id, author="ewa")
    assert store.statement_ids() == [AGAINST.id, YES.id, YES_AGAIN.id]
    assert store.changes_since(middle).added == (AGAINST.id,)


def test_of_two_statements_with_the_same_words_only_the_one_meant_is_corrected(store: Store) -> None:
    store.correct(YES_AGAIN.id, author="ewa", speaker=ANNA)
    assert store.statement(YES.id).statement.speaker == PIOTR
    assert store.statement(YES_AGAIN.id).statement.speaker == ANNA
    assert store.history(YES.id) == []


def test_corrections_survive_re_ingestion_and_another_extractor(store: Store) -> None:
    store.correct(AGAINST.id, author="ewa", speaker=PIOTR)
    store.correct(YES.id, author="ewa", rejected=True)
    before = store.digest()
    assert store.put(TEXT, ALL) is Put.UNCHANGED
    assert store.digest() == before
    other = said(TEXT, "Rabaty nic nie dają", DOSTAWCY, id="otherwise", role="analityk")
    assert store.replace_statements(TEXT.id, [other, YES, YES_AGAIN], extractor="x-2")
    assert store.statement("otherwise").statement.speaker == PIOTR
    assert store.statement("otherwise").statement.role == "analityk"
    assert store.statement_ids() == ["otherwise", YES_AGAIN.id]
    assert len(store.history("otherwise")) == 1


def test_corrections_follow_the_words_into_a_later_version_and_back(store: Store) -> None:
    made = store.correct(AGAINST.id, author="ewa", speaker=PIOTR)
    edited = article("Od redakcji: poprawiono. " + TEXT.text)
    again = said(edited, "Rabaty nic nie dają", ANNA)
    assert store.put(edited, [again]) is Put.REPLACED
    assert store.statement(again.id).statement.speaker == PIOTR
    later = store.correct(again.id, author="jan", role="rzecznik")
    assert [entry.id for entry in store.history(again.id)] == [made.id, later.id]
    store.undo(made.id, author="jan")  # made for the earlier version, and undone in both
    assert store.statement(again.id).statement.speaker == ANNA
    assert store.put(TEXT, ALL) is Put.REPLACED
    assert store.statement(AGAINST.id).statement.role == "rzecznik"


def test_corrections_that_say_nothing_are_refused(store: Store) -> None:
    with pytest.raises(UsageError, match="change"):
        store.correct(YES.id, author="ewa")
    with pytest.raises(UsageError, match="author"):
        store.correct(YES.id, author="", role="x")
    with pytest.raises(NotFoundError, match="nowhere"):
        store.correct("nowhere", author="ewa", role="x")
    with pytest.raises(NotFoundError, match="7"):
        store.undo(7, author="ewa")
    assert store.stats().corrections == 0
