from __future__ import annotations

from datetime import date

import pytest

from corpus.errors import NotFoundError, UsageError
from corpus.extract import extract
from corpus.names import entity_id
from corpus.separate import Separated, separate
from corpus.store import Store
from corpus.types import Article, Language, Speaker, SpeakerType, Statement
from tests.corpus.conftest import OpenStore
from tests.corpus.store_samples import article, said

NAMES = ("Wiesława Drzewicka", "Marek Drzewicki", "Łukasz Ożóg", "Priya Nambiar")


def person(name: str) -> Speaker:
    return Speaker(name, SpeakerType.PERSON)


@pytest.fixture
def store(open_store: OpenStore):
    with open_store() as opened:
        text = article(" ".join(f"{name} says {number}." for number, name in enumerate(NAMES)))
        made: list[Statement] = [
            said(
                text, f"says {number}", person(name), firm="Kontel S.A." if number else "Kontel", role=f"role {number}"
            )
            for number, name in enumerate(NAMES)
        ]
        opened.put(text, made)
        yield opened


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("Łukasz Ożóg", ["Łukasz Ożóg"]),
        ("lukasz ozog", ["Łukasz Ożóg"]),
        ("OŻÓG", ["Łukasz Ożóg"]),
        ("Marka Drzewickiego", ["Marek Drzewicki"]),
        ("M. Drzewicki", ["Marek Drzewicki"]),
        ("dr Wiesława Drzewicka", ["Wiesława Drzewicka"]),
        ("Pryia Namiar", ["Priya Nambiar"]),
        ("Nambiar Priya", ["Priya Nambiar"]),
        ("Zenon Obcy", []),
        ("", []),
        ("🦊", []),
    ],
)
def test_people_are_found_by_any_spelling(store: Store, asked: str, expected: list[str]) -> None:
    assert [found.name for found in store.find_people(asked)] == expected


def test_firms_are_found_with_and_without_their_legal_form(store: Store) -> None:
    for asked in ("Kontel", "KONTEL SA", "Kontel sp. z o.o.", "Kontell"):
        assert [found.id for found in store.find_firms(asked)] == [entity_id("firm", "Kontel")]
    assert store.find_firms("Mervant") == []


def test_a_firm_goes_by_its_first_name_and_keeps_the_others(store: Store) -> None:
    (firm,) = store.firms()
    assert (firm.name, firm.alternate_names, firm.statements, firm.articles) == ("Kontel", ("Kontel S.A.",), 4, 1)
    assert (firm.first_seen, firm.last_seen) == (date(2025, 3, 14), date(2025, 3, 14))


def test_people_by_query_and_page(store: Store) -> None:
    assert [entry.name for entry in store.people("drzewic")] == ["Marek Drzewicki", "Wiesława Drzewicka"]
    assert [entry.name for entry in store.people(limit=2, offset=1)] == ["Priya Nambiar", "Wiesława Drzewicka"]


def test_a_merge_holds_for_later_articles_and_a_split_takes_it_back(store: Store) -> None:
    ozog, nambiar = (store.find_people(name)[0].id for name in ("Ożóg", "Nambiar"))
    mine = store.statement_ids(speaker_id=ozog)
    start = store.sequence()
    store.merge(ozog, nambiar, author="ewa")
    assert store.changes_since(start).changed == tuple(mine)
    later = article("Łukasz Ożóg: later words", location="/later.txt")
    new = said(later, "later words", person("Łukasz Ożóg"))
    store.put(later, [new])
    assert len(store.statement_ids(speaker_id=nambiar)) == 3
    assert store.statement(new.id).speaker_name == "Priya Nambiar"
    assert store.statement(new.id).statement == new
    assert store.find_people("Ożóg") == [store.person(nambiar)] == [store.person(ozog)]
    assert store.person(nambiar).alternate_names == ("Łukasz Ożóg",)
    assert store.verify() == []
    store.split(ozog, author="jan")
    assert store.statement_ids(speaker_id=ozog) == [*mine, new.id]
    assert len(store.statement_ids(speaker_id=nambiar)) == 1
    (kept,) = store.merges()
    assert (kept.author, kept.undone_by) == ("ewa", "jan")
    assert store.verify() == []


def test_a_chain_of_merges_splits_at_any_link(store: Store) -> None:
    a, b, c = (store.find_people(name)[0].id for name in ("Ożóg", "Nambiar", "Marek Drzewicki"))
    store.merge(a, b, author="ewa")
    store.merge(b, c, author="ewa")
    assert store.count(speaker_id=c) == 3
    store.split(b, author="ewa")
    assert (store.count(speaker_id=b), store.count(speaker_id=c)) == (2, 1)
    store.merge(b, c, author="ewa")
    store.split(a, author="ewa")
    assert (store.count(speaker_id=a), store.count(speaker_id=c)) == (1, 2)
    assert store.verify() == []


def test_merges_that_make_no_sense_are_refused(store: Store) -> None:
    a, b = (store.find_people(name)[0].id for name in ("Ożóg", "Nambiar"))
    firm = store.firms()[0].id
    before = store.digest()
    for one, other in ((a, a), (a, firm)):
        with pytest.raises(UsageError):
            store.merge(one, other, author="ewa")
    with pytest.raises(UsageError, match="author"):
        store.merge(a, b, author=" ")
    with pytest.raises(NotFoundError, match="nobody"):
        store.merge("nobody", a, author="ewa")
    with pytest.raises(NotFoundError):
        store.split(a, author="ewa")
    assert store.digest() == before
    store.merge(a, b, author="ewa")
    with pytest.raises(UsageError, match="one already"):
        store.merge(b, a, author="ewa")
    with pytest.raises(UsageError, match="already"):
        store.merge(a, store.find_people("Marek Drzewicki")[0].id, author="ewa")


def test_affiliations_carry_dates_and_the_statements_behind_them(store: Store) -> None:
    later = article("Priya Nambiar: moved on", location="/later.txt", date_published=date(2026, 2, 1))
    again = article("Priya Nambiar: settled in", location="/again.txt", date_published=date(2026, 5, 1))
    moved = said(later, "moved on", person("Priya Nambiar"), firm="Mervant", role="CEO")
    settled = said(again, "settled in", person("Priya Nambiar"), firm="Mervant", role="CEO")
    store.put(again, [settled])
    store.put(later, [moved])
    old, new = store.affiliations(store.find_people("Nambiar")[0].id)
    assert (old.firm, old.role, old.first_seen, old.last_seen) == (
        "Kontel",
        "role 3",
        date(2025, 3, 14),
        date(2025, 3, 14),
    )
    assert (new.firm, new.role, new.first_seen, new.last_seen) == ("Mervant", "CEO", date(2026, 2, 1), date(2026, 5, 1))
    assert new.statement_ids == (settled.id, moved.id)


def test_those_who_are_listed_no_more_are_not_found(store: Store) -> None:
    store.put(article("Nothing is said here."), [])
    assert store.people() == store.firms() == store.find_people("Ożóg") == []
    assert store.stats().people == 0


def test_people_who_are_only_described_are_others_in_every_article(open_store: OpenStore) -> None:
    with open_store() as store:
        for number in range(2):
            text = f"The depot is full, a spokesperson said. Ann Wray said number {number} was open."
            written = Article(f"{number:016x}", f"{number}.txt", text, Language.EN)
            store.put(written, extract(written))
        found = list(store.statements())
        described = {one.speaker_id for one in found if one.speaker_name == "spokesperson"}
        assert len(described) == 2
        assert [person.name for person in store.people()] == ["Ann Wray"]


def test_two_people_of_one_name_are_told_apart_for_good(open_store: OpenStore) -> None:
    def written(number: int, firm: str) -> Article:
        text = f"– Ceny spadną o {number} procent – mówi Jan Kowalski, prezes firmy {firm}."
        return Article(f"{number:016x}", f"{number}.txt", text, Language.PL)

    pieces = [written(number, "Bitar" if number % 2 else "Torvex") for number in range(1, 7)]
    with open_store() as store:
        for piece in pieces:
            store.put(piece, extract(piece), extractor="1")
        whose, firm = store.find_people("Jan Kowalski")[0].id, store.find_firms("Bitar")[0].id
        other = "person:jan-kowalski-bitar"
        assert separate(store, whose, author="eva", firm_id=firm) == Separated("Jan Kowalski (Bitar)", 3, other, (1,))
        for piece in pieces:  # read anew by another extractor
            store.replace_statements(piece.id, extract(piece), extractor="2")
        counted = {person.name: person.statements for person in store.people()}
        assert counted == {"Jan Kowalski": 3, "Jan Kowalski (Bitar)": 3}
        with pytest.raises(UsageError, match="none of the statements"):
            separate(store, whose, author="eva", firm_id=firm)
        with pytest.raises(UsageError, match="--firm or --article"):
            separate(store, whose, author="eva")
        with pytest.raises(UsageError, match="needs a name"):
            separate(store, whose, author="eva", articles=[pieces[1].id])
        separate(store, whose, author="eva", articles=[pieces[1].id], name="Jan Kowalski junior")
        assert len(store.people()) == 3
        assert store.verify() == []
