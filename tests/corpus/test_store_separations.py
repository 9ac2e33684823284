"""Two people of one name: telling them apart, for articles to come too, and taking it back, whatever happens."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from corpus.errors import NotFoundError, UsageError
from corpus.separate import separate
from corpus.store import Put, Store
from corpus.types import Article, Speaker, SpeakerType, Statement
from tests.corpus.conftest import OpenStore
from tests.corpus.store_samples import article, said

ROOT = Path(__file__).parents[2]
WHO, OTHER = "person:jan-kowalski", "person:jan-kowalski-bitar"
BITAR, TORVEX = "firm:bitar", "firm:torvex"


def piece(
    number: int, firm: str | None, *, wording: str = "ceny spadną", name: str = "Jan Kowalski", day: date | None = None
) -> tuple[Article, list[Statement]]:
    """An article of two statements by one person, read from the place of that number."""
    text = f"{name}: {wording} o {number}, jutro więcej"
    made = article(text, location=f"/press/{number}.txt", date_published=day)
    speaker = Speaker(name, SpeakerType.PERSON)
    return made, [
        said(made, f"{wording} o {number}", speaker, firm=firm),
        said(made, "jutro więcej", speaker, firm=firm),
    ]


def put(store: Store, given: tuple[Article, list[Statement]]) -> tuple[Article, list[Statement]]:
    store.put(*given)
    return given


def counted(store: Store) -> dict[str, int]:
    return {person.id: person.statements for person in store.people()}


@pytest.fixture
def store(open_store: OpenStore):
    with open_store() as opened:
        for number in range(1, 5):
            put(opened, piece(number, "Bitar" if number % 2 else "Torvex"))
        yield opened


def test_by_firm_it_holds_for_reworded_and_for_later_articles(store: Store) -> None:
    start = store.sequence()
    made = separate(store, WHO, author="eva", firm_id=BITAR)
    assert (made.id, made.name, made.statements) == (OTHER, "Jan Kowalski (Bitar)", 4)
    assert set(store.changes_since(start).changed) == set(store.statement_ids(speaker_id=OTHER))
    assert counted(store) == {WHO: 4, OTHER: 4}
    assert store.put(*piece(1, "Bitar", wording="rabaty wzrosną")) is Put.REPLACED
    put(store, piece(9, "Bitar S.A."))
    put(store, piece(10, "Torvex"))
    put(store, piece(11, None))
    assert counted(store) == {WHO: 8, OTHER: 6}
    assert [person.id for person in store.find_people("Jan Kowalski")] == [WHO, OTHER]
    assert store.verify() == []


def test_by_article_it_holds_for_its_later_versions_only(store: Store) -> None:
    first, _ = put(store, piece(5, None))
    separate(store, WHO, author="eva", articles=[first.id], name="Jan Kowalski junior")
    junior = "person:jan-kowalski-junior"
    assert store.put(*piece(5, None, wording="rabaty wzrosną")) is Put.REPLACED
    put(store, piece(6, None))
    assert {one.document for one in store.statements(speaker_id=junior)} == {"5.txt"}
    assert counted(store) == {WHO: 10, junior: 2}
    assert store.verify() == []


def test_by_statement_it_holds_while_the_words_are_the_same_and_wins_over_the_firm(store: Store) -> None:
    text, statements = put(store, piece(5, "Bitar"))
    separate(store, WHO, author="eva", firm_id=BITAR)
    separate(store, OTHER, author="eva", statements=[statements[1].id], name="Jan Kowalski senior")
    senior = "person:jan-kowalski-senior"
    assert store.statement_ids(speaker_id=senior) == [statements[1].id]
    store.replace_statements(text.id, statements[1:], extractor="newer")
    assert store.statement_ids(speaker_id=senior) == [statements[1].id]
    assert counted(store) == {WHO: 4, OTHER: 4, senior: 1}
    assert store.verify() == []


def test_of_rules_that_disagree_the_narrowest_counts(store: Store) -> None:
    _, statements = put(store, piece(5, "Bitar"))
    separate(store, WHO, author="eva", statements=[statements[0].id], name="Jan Kowalski senior")
    separate(store, WHO, author="eva", firm_id=BITAR)
    assert store.statement_ids(speaker_id="person:jan-kowalski-senior") == [statements[0].id]
    assert counted(store) == {OTHER: 5, WHO: 4, "person:jan-kowalski-senior": 1}


def test_taking_it_back_gives_the_statements_back_and_keeps_who_decided(store: Store) -> None:
    before = store.statement_ids(speaker_id=WHO)
    made = separate(store, WHO, author="eva", firm_id=BITAR)
    assert store.rejoin(made.numbers[0], author="jan") is True
    assert store.rejoin(made.numbers[0], author="jan") is False
    assert store.statement_ids(speaker_id=WHO) == before
    assert [person.id for person in store.people()] == [WHO]
    put(store, piece(9, "Bitar"))
    assert counted(store) == {WHO: 10}
    (kept,) = store.separations()
    assert (kept.entity_id, kept.other_id, kept.firm_id, kept.author, kept.undone_by) == (
        WHO,
        OTHER,
        BITAR,
        "eva",
        "jan",
    )
    with pytest.raises(NotFoundError, match="7"):
        store.rejoin(7, author="jan")
    assert store.verify() == []


def test_merges_of_names_and_of_firms_carry_the_rules_along(store: Store) -> None:
    put(store, piece(5, "Bitar", name="J. Kowalski"))
    put(store, piece(6, "Bitar Polska"))
    separate(store, WHO, author="eva", firm_id=BITAR)
    assert counted(store) == {WHO: 6, OTHER: 4, "person:j-kowalski": 2}
    store.merge("person:j-kowalski", WHO, author="eva")
    assert counted(store) == {WHO: 6, OTHER: 6}
    store.merge("firm:bitar-polska", BITAR, author="eva")
    assert counted(store) == {WHO: 4, OTHER: 8}
    store.split("firm:bitar-polska", author="eva")
    store.split("person:j-kowalski", author="eva")
    assert counted(store) == {WHO: 6, OTHER: 4, "person:j-kowalski": 2}
    store.merge(OTHER, WHO, author="eva")
    assert counted(store) == {WHO: 10, "person:j-kowalski": 2}
    store.split(OTHER, author="eva")
    assert counted(store) == {WHO: 6, OTHER: 4, "person:j-kowalski": 2}
    assert store.verify() == []


def test_what_makes_no_sense_is_refused_and_changes_nothing(store: Store) -> None:
    before = store.digest()
    refused: tuple[tuple[dict[str, object], str], ...] = (
        ({}, "--firm or --article"),
        ({"articles": ["a"]}, "needs a name"),
        ({"firm_id": BITAR, "name": "dr Jan Kowalski"}, "same person"),
        ({"firm_id": BITAR, "author": " "}, "author"),
    )
    for given, message in refused:
        with pytest.raises(UsageError, match=message):
            separate(store, WHO, **{"author": "eva", **given})  # type: ignore[arg-type]
    for given in ({"firm_id": "firm:nobody"}, {"articles": ["nowhere"]}, {"statements": ["nothing"]}):
        with pytest.raises(NotFoundError):
            store.separate(WHO, "Jan Inny", author="eva", **given)  # type: ignore[arg-type]
    assert store.digest() == before
    other = put(store, piece(7, None, name="Ewa Lis"))[0]
    with pytest.raises(UsageError, match="change hands"):
        store.separate(WHO, "Jan Inny", author="eva", articles=[other.id])
    assert store.separations() == []


def test_the_separated_are_not_suggested_as_one(store: Store) -> None:
    separate(store, WHO, author="eva", firm_id=BITAR)
    assert store.duplicates() == []


def test_verify_sees_a_statement_that_is_not_whose_the_rules_say(store: Store) -> None:
    separate(store, WHO, author="eva", firm_id=BITAR)
    stray = store.statement_ids(speaker_id=OTHER)[0]
    with store.database.transaction() as transaction:
        transaction.execute("UPDATE statement SET speaker_id = ?, speaker_entity = ? WHERE id = ?", (WHO, WHO, stray))
    assert [problem for problem in store.verify() if stray in problem] != []


def test_namesakes_are_suspected_by_two_firms_at_one_time(open_store: OpenStore) -> None:
    with open_store() as store:
        put(store, piece(1, "Bitar", day=date(2025, 3, 2)))
        put(store, piece(2, "Torvex", day=date(2025, 3, 30)))
        put(store, piece(3, "Bitar", name="Ewa Lis", day=date(2024, 1, 5)))  # she changed jobs
        put(store, piece(4, "Torvex", name="Ewa Lis", day=date(2025, 6, 5)))
        put(store, piece(5, "Bitar", name="Ola Wrona", day=date(2024, 1, 5)))
        put(store, piece(6, "Torvex", name="Ola Wrona", day=date(2024, 5, 5)))
        put(store, piece(7, "Bitar", name="Ola Wrona", day=date(2024, 9, 5)))
        put(store, piece(8, "Bitar", name="Iga Sowa"))  # no dates, no times
        put(store, piece(9, "Torvex", name="Iga Sowa"))
        found = {one.id: one for one in store.namesakes()}
        assert set(found) == {WHO, "person:ola-wrona"}
        assert found[WHO].reasons == ("two firms at the same time: Bitar and Torvex in 2025-03",)
        assert found["person:ola-wrona"].reasons == (
            "two firms at the same time: Torvex on 2024-05-05, Bitar from 2024-01-05 to 2024-09-05",
        )
        assert (found[WHO].doubts, found[WHO].firm_ids) == ((), (BITAR, TORVEX))
        separate(store, WHO, author="eva", firm_id=BITAR)
        assert [one.id for one in store.namesakes()] == ["person:ola-wrona"]


DECIDE = """
import itertools, os, signal, sys
from pathlib import Path
from corpus.store import Store

steps = itertools.count(1)

def step(sql):
    if next(steps) == int(sys.argv[3]):
        os.kill(os.getpid(), signal.SIGKILL)

with Store.open(Path(sys.argv[1])) as store:
    store.database.connection().set_trace_callback(step)
    if sys.argv[2] == "merge":
        store.merge("person:ewa-lis", "person:jan-kowalski", author="eva")
    elif sys.argv[2] == "rejoin":
        store.rejoin(1, author="eva")
    else:
        store.separate("person:jan-kowalski", "Jan Kowalski (Bitar)", author="eva", firm_id="firm:bitar")
"""


@pytest.mark.parametrize("store_address", ["sqlite"], indirect=True)
@pytest.mark.parametrize("decision", ["separate", "merge", "rejoin"])
def test_killed_in_the_middle_it_is_decided_wholly_or_not_at_all(store: Store, tmp_path: Path, decision: str) -> None:
    put(store, piece(5, "Bitar", name="Ewa Lis"))
    if decision == "rejoin":
        separate(store, WHO, author="eva", firm_id=BITAR)
    before, states = counted(store), []
    store.close()
    for last in (2, 4, 6, 9, 12, 16, 22, 30, 45, 500):
        data = Path(shutil.copytree(tmp_path / "data", tmp_path / f"{last}"))
        run = subprocess.run([sys.executable, "-c", DECIDE, str(data), decision, str(last)], cwd=ROOT, check=False)
        with Store.open(data) as again:
            assert again.verify() == []
            states.append((run.returncode, counted(again)))
    killed = [found for code, found in states if code == -signal.SIGKILL]
    whole = states[-1][1]
    assert states[-1][0] == 0
    assert len(killed) >= 5
    assert whole != before
    assert all(found in (before, whole) for found in killed)
    assert killed[0] == before
