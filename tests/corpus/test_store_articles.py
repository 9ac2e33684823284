"""The list of articles: filters, pages, versions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from corpus.errors import NotFoundError
from corpus.store import ArticleConditions, Store
from corpus.types import Article, Language
from tests.corpus.conftest import OpenStore

TEXT = "The market is calm. It will be calm tomorrow, too, says report number %d."


def article(number: int) -> Article:
    return Article(
        id=f"{number:016x}",
        document=f"{number}.txt",
        text=TEXT % number,
        language=Language.PL if number % 3 == 0 else Language.EN,
        headline=f"Łódź and report {number}" if number % 2 else None,
        publisher=("Kurier", "KURIER", "Głos", None)[number % 4],
        date_published=date(2024, 1, number + 1) if number % 5 else None,
        location=f"/{number}.txt",
    )


@pytest.fixture
def store(open_store: OpenStore) -> Iterator[Store]:
    with open_store() as store:
        for number in range(23):
            store.put(article(number), [])
        yield store


def listed(store: Store, limit: int = 100, **conditions: object) -> list[int]:
    found = store.article_entries(limit=limit, **conditions)  # type: ignore[arg-type]
    assert [entry.number for entry in found] == sorted((entry.number for entry in found), reverse=True)
    return sorted(int(entry.id, 16) for entry in found)


@pytest.mark.parametrize(
    ("conditions", "meets"),
    [
        ({}, lambda one: True),
        ({"publisher": "kurier"}, lambda one: one.publisher in ("Kurier", "KURIER")),
        ({"publisher": "głos "}, lambda one: one.publisher == "Głos"),
        ({"language": Language.PL}, lambda one: one.language is Language.PL),
        ({"since": date(2024, 1, 8)}, lambda one: one.date_published and one.date_published >= date(2024, 1, 8)),
        ({"until": date(2024, 1, 8)}, lambda one: one.date_published and one.date_published <= date(2024, 1, 8)),
        ({"query": "ŁÓDŹ"}, lambda one: one.headline),
        ({"query": "%"}, lambda one: False),
        ({"query": "report 1", "publisher": "Kurier"}, lambda one: one.id in {f"{n:016x}" for n in (1, 13, 17)}),
        ({"speaker_id": "person:nobody"}, lambda one: False),
    ],
)
def test_filters(store: Store, conditions: ArticleConditions, meets: object) -> None:
    expected = [number for number in range(23) if meets(article(number))]  # type: ignore[operator]
    assert listed(store, **conditions) == expected


def test_pages_stay_as_they_are_while_articles_come(store: Store) -> None:
    first = store.article_entries(limit=5)
    store.put(article(40), [])
    rest, before = [], first[-1].number
    while page := store.article_entries(limit=5, before=before):
        rest += page
        before = page[-1].number
    assert [int(one.id, 16) for one in [*first, *rest]] == list(range(22, -1, -1))


def test_an_entry_is_the_article_without_its_text(store: Store) -> None:
    entry, stored = store.article_entry(article(7).id), article(7)
    assert (entry.document, entry.headline, entry.publisher) == (stored.document, stored.headline, stored.publisher)
    assert (entry.characters, entry.statements, entry.superseded_by) == (len(stored.text), 0, None)
    assert store.has_article(stored.id)
    assert not store.has_article("none")
    for ask in (store.article_entry, store.versions):
        with pytest.raises(NotFoundError):
            ask("none")


def test_versions_are_found_from_each_of_them(store: Store) -> None:
    ids = [f"{number:016x}" for number in (100, 101, 102)]
    for identifier in ids:
        store.put(replace(article(1), id=identifier, text=f"Version {identifier} is calm."), [])
    expected = [ids[2], ids[1], ids[0], article(1).id]
    for identifier in expected:
        found = store.versions(identifier)
        assert [version.id for version in found] == expected
        assert [version.superseded_by for version in found] == [None, *expected[:-1]]
    assert ids[2] in {one.id for one in store.article_entries(limit=3)}
    assert not {ids[0], ids[1], article(1).id} & {one.id for one in store.article_entries(limit=100)}


@pytest.mark.parametrize("store_address", ["sqlite"], indirect=True)
def test_the_list_is_read_from_its_index(store: Store) -> None:
    query = (
        "EXPLAIN QUERY PLAN SELECT number FROM article INDEXED BY article_listed WHERE superseded_by IS NULL "
        "AND number < 9 AND folded(publisher) = 'kurier' ORDER BY number DESC LIMIT 2"
    )
    plan = " ".join(row["detail"] for row in store.database.query(query))
    assert "COVERING INDEX article_listed" in plan
    assert "TEMP B-TREE" not in plan
