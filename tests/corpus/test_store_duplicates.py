"""Which people may be one: reasons, doubts, and what is strong enough."""

from __future__ import annotations

import pytest

from corpus.store import Duplicate, Store
from corpus.types import Speaker, SpeakerType
from tests.corpus.conftest import OpenStore
from tests.corpus.store_samples import article, said


def stored(store: Store, *people: tuple[str, str | None]) -> None:
    """Each person, of a firm, says something in an article of its own."""
    for number, (name, firm) in enumerate(people):
        text = article(f"{name} says {number}.", location=f"/{number}.txt")
        store.put(text, [said(text, f"says {number}", Speaker(name, SpeakerType.PERSON), firm=firm)])


def only(store: Store) -> Duplicate:
    (found,) = store.duplicates()
    return found


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        ("Wolodymyr Kowalenko", "Volodymyr Kovalenko", "another transcription"),
        ("Jürgen Müller", "Juergen Mueller", "another transcription"),
        ("Wiesław Pawłowicz", "Wiesław Pawlowcz", "one letter differs"),
        ("M. Drzewicki", "Marek Drzewicki", "initial"),
        ("Nambiar", "Priya Nambiar", "no first name"),
        ("Nambiar Priya", "Priya Nambiar", "another order"),
    ],
)
def test_spelling_and_firm_together_are_strong_and_either_alone_is_not(
    open_store: OpenStore, one: str, other: str, reason: str
) -> None:
    with open_store("a") as store:
        stored(store, (one, "Kontel"), (other, "Kontel S.A."))
        found = only(store)
        assert reason in found.reasons[0]
        assert (found.reasons[1], found.doubts, found.strong) == ("the same firm: Kontel", (), True)
    with open_store("b") as store:
        stored(store, (one, "Kontel"), (other, "Mervant"))
        assert (only(store).doubts, only(store).strong) == (("different firms",), False)


@pytest.mark.parametrize(
    "names",
    [
        ("Anna Kowalczyk", "Marek Kowalczyk"),
        ("Jan Nowicki", "Jan Nowicka"),
        ("Ewa Gaj", "Ewa Maj"),
        ("Anna Lis", "Hanna Wrona"),
    ],
)
def test_other_people_are_not_suggested(open_store: OpenStore, names: tuple[str, str]) -> None:
    with open_store() as store:
        stored(store, *((name, "Kontel") for name in names))
        assert store.duplicates() == []


def test_a_surname_that_two_people_of_the_firm_bear_is_never_strong(open_store: OpenStore) -> None:
    with open_store() as store:
        stored(store, ("Kowalczyk", "Kontel"), ("Anna Kowalczyk", "Kontel"), ("Marek Kowalczyk", "Kontel"))
        found = store.duplicates()
        assert [(pair.strong, pair.doubts) for pair in found] == [(False, ("another entry is as like",))] * 2


def test_what_people_have_split_is_not_suggested_again(open_store: OpenStore) -> None:
    with open_store() as store:
        stored(store, ("M. Drzewicki", "Kontel"), ("Marek Drzewicki", "Kontel"))
        pair = only(store)
        store.merge(pair.one, pair.other, author="ewa")
        assert store.duplicates() == []
        store.split(pair.one, author="jan")
        assert store.duplicates() == []


def test_firms(open_store: OpenStore) -> None:
    with open_store() as store:
        stored(store, ("Ewa Gaj", "Kontel"), ("Jan Wrona", "Kontel Polska"), ("Ada Lis", "Mervant"))
        (pair,) = store.duplicates("firm")
        assert {pair.one_name, pair.other_name} == {"Kontel", "Kontel Polska"}
        assert not pair.strong


def often(store: Store, name: str, firm: str | None, times: int) -> None:
    stored(store, *[(name, firm)] * times)


@pytest.mark.parametrize(
    ("one", "other", "firms"),
    [
        ("Ben Chako", "Ben Chago", ("Kontel", "Mervant")),
        ("Jack Sabalo", "Jack Sabako", ("Kontel", "Mervant")),
        ("Anna Denapo", "Anna Derapo", ("Kontel", "Mervant")),
        ("Piotr Kowalczyk", "Paweł Kowalczyk", ("Kontel", "Kontel")),
        ("Lech Kaczmarek", "Jarosław Kaczmarek", ("Kontel", "Kontel")),
    ],
)
def test_often_quoted_people_of_other_firms_are_two(
    open_store: OpenStore, one: str, other: str, firms: tuple[str, str]
) -> None:
    with open_store() as store:
        often(store, one, firms[0], 4)
        often(store, other, firms[1], 4)
        assert store.duplicates() == []


def test_firms_that_differ_in_a_letter_are_one_where_one_person_speaks_for_both(open_store: OpenStore) -> None:
    with open_store() as store:
        for firm in ("Dedabaria", "Dedaparia", "Wamotex", "Wamatex"):
            often(store, f"Speaker of {firm}", firm, 4)
        assert store.duplicates("firm") == []
        stored(store, ("Anna Lis", "Wamotex"), ("Anna Lis", "Wamatex"))
        (pair,) = store.duplicates("firm")
        assert {pair.one_name, pair.other_name} == {"Wamotex", "Wamatex"}
        assert pair.reasons == ("one letter differs: wamotex, wamatex", "the same person speaks for both")


def test_a_rare_long_name_is_a_typing_error_unless_a_third_is_as_like(open_store: OpenStore) -> None:
    with open_store() as store:
        often(store, "Jan Brzozowski", "Kontel", 5)
        stored(store, ("Jan Brzozwski", "Mervant"))
        assert [(one.one_name, one.other_name) for one in store.duplicates()] == [("Jan Brzozwski", "Jan Brzozowski")]
        often(store, "Jan Brzozewski", "Ferrolink", 5)
        assert store.duplicates() == []
