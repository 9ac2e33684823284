"""Deleting articles and erasing people: nothing of them is left, everything else stays and stays right."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.errors import NotFoundError
from corpus.ingest import ingest
from corpus.store import Put, Store
from corpus.store.database import SqliteDatabase
from corpus.types import Language, Polarity, Speaker, SpeakerType
from tests.corpus.store_samples import ANNA, PIOTR, article, said

TEXT = "Anna Żurawska: chmura nie działa. Piotr Lisiecki: Żurawska przesadza. Annie Żurawskiej nikt nie wierzy."
QUOTES = """– Chmura się nie opłaca – mówi Anna Żurawska, prezes firmy Mervant.

– Nie zgadzam się z Anną Żurawską – odpowiada Piotr Lisiecki, dyrektor firmy Bitar.
"""


def everything(store: Store) -> str:
    """All that the store's files hold, log and free pages included; of a server's, all rows."""
    if not isinstance(store.database, SqliteDatabase):
        tables = store.database.query(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema()"
        )
        return repr([[*row] for table in tables for row in store.database.query(f"SELECT * FROM {table[0]}")])
    names = ("store.sqlite3", "store.sqlite3-wal")
    folder = store.database.path.parent
    return "".join((folder / name).read_bytes().decode("utf-8", "ignore") for name in names if (folder / name).exists())


def test_a_deleted_article_is_gone_with_its_versions_statements_corrections_and_names(store: Store) -> None:
    first, other = article("Stara wersja Anny."), article("Co innego mówi Anna.", location="/press/two.txt")
    second = article(TEXT)
    store.put(first, [said(first, "Stara wersja")])
    store.put(second, [said(second, "chmura nie działa"), said(second, "Żurawska przesadza", PIOTR)])
    store.put(other, [said(other, "Co innego")])
    [wrong] = [one for one in store.statements() if one.statement.text == "chmura nie działa"]
    store.correct(wrong.id, author="ola", role="wiceprezes")
    before = store.sequence()
    assert store.delete_article(second.id).statements == 3
    assert store.verify() == []
    assert [one.statement.text for one in store.statements()] == ["Co innego"]
    assert [person.name for person in store.people()] == ["Anna Żurawska"]
    assert len(store.changes_since(before).removed) == 2
    assert "Lisiecki" not in everything(store)
    assert store.put(second, [said(second, "chmura nie działa")]) is Put.ADDED
    with pytest.raises(NotFoundError):
        store.delete_article("nothing")


def test_nothing_of_an_erased_person_is_left_in_the_files(store: Store) -> None:
    one = article(TEXT, headline="Żurawska kontra Lisiecki")
    mention = article("Piotr Lisiecki cytuje Annę Żurawską.", location="/press/two.txt")
    store.put(one, [said(one, "chmura nie działa"), said(one, "Żurawska przesadza", PIOTR)])
    store.put(mention, [said(mention, "cytuje Annę Żurawską", PIOTR)])
    [hers] = store.statements(speaker_id=store.people("Żurawska")[0].id)
    [his] = [one for one in store.statements() if one.statement.text == "Żurawska przesadza"]
    store.correct(hers.id, author="ola", stances={"cloud": Polarity.SCEPTICAL})
    store.correct(his.id, author="ola", role="analityk")
    wrong = next(one for one in store.statements() if one.statement.text.startswith("cytuje"))
    store.correct(wrong.id, author="ola", speaker=ANNA)
    store.correct(wrong.id, author="ola", speaker=PIOTR)
    store.erase(store.people("Żurawska")[0].id)
    assert store.verify() == []
    held = everything(store)
    assert [word for word in ("Żurawsk", "żurawsk", "zurawsk", "chmura nie") if word in held] == []
    assert [person.name for person in store.people()] == ["Piotr Lisiecki"]
    left = store.article(one.id)
    assert len(left.text) == len(TEXT)
    assert "Piotr Lisiecki: ████████ przesadza" in left.text
    assert {found.statement.text for found in store.statements()} == {"████████ przesadza", "cytuje ████ ████████"}
    assert store.statement(his.id).statement.role == "analityk"


def test_an_erased_person_does_not_come_back_with_later_articles_or_another_extraction(
    store: Store, tmp_path: Path
) -> None:
    (tmp_path / "2025-01-01-a.txt").write_text(QUOTES, encoding="utf-8")
    ingest([tmp_path / "2025-01-01-a.txt"], store)
    [her] = store.people("Żurawska")
    store.erase(her.id)
    (tmp_path / "2025-01-02-b.txt").write_text(QUOTES.replace("Chmura", "Serwerownia"), encoding="utf-8")
    ingest([tmp_path], store, extractor="another")
    assert store.people("Żurawska") == []
    assert {found.speaker_name for found in store.statements()} == {"Piotr Lisiecki"}
    assert store.verify() == []


def test_all_that_was_merged_into_an_erased_person_goes_too(store: Store) -> None:
    one = article("A. Żurawska: tak. Anna Żurawska: nie. Jan Kot: może.")
    short, kot = Speaker("A. Żurawska", SpeakerType.PERSON), Speaker("Jan Kot", SpeakerType.PERSON)
    store.put(one, [said(one, "tak", short), said(one, "nie"), said(one, "może", kot)])
    ids = {person.name: person.id for person in store.people()}
    store.merge(ids["A. Żurawska"], ids["Anna Żurawska"], author="ola")
    assert store.erase(ids["Anna Żurawska"]).statements == 2
    assert [found.statement.text for found in store.statements()] == ["może"]
    assert (store.merges(), store.verify()) == ([], [])


def test_words_that_only_begin_like_a_short_name_stay_in_articles_that_do_not_name_the_person(store: Store) -> None:
    lis = Speaker("Jan Lis", SpeakerType.PERSON)
    one = article("Jan Lis: tak. Listy przyszły, powiedział Lis.")
    other = article("Lista Lisa z listopada.", location="/press/two.txt", headline="Lista przebojów")
    store.put(one, [said(one, "tak", lis)])
    store.put(other, [said(other, "z listopada", PIOTR)])
    store.erase(store.people("Jan Lis")[0].id)
    assert store.article(other.id).text == "Lista Lisa z listopada."
    assert store.article(other.id).headline == "Lista przebojów"
    assert "Lis" not in store.article(one.id).text
    assert store.article(one.id).language is Language.PL


def test_only_people_can_be_erased(store: Store) -> None:
    one = article("Dostawcy: tak.")
    store.put(one, [said(one, "tak", Speaker("dostawcy", SpeakerType.GROUP))])
    for name in (store.groups()[0].id, "person:nobody"):
        with pytest.raises(NotFoundError, match="no person"):
            store.erase(name)


def test_a_decision_that_goes_with_an_erased_person_is_no_longer_told_of_the_statement(store: Store) -> None:
    text = article("Anna Kowalczyk says one. Piotr Nowak says two.", location="/told.txt")
    first = Speaker("Anna Kowalczyk", SpeakerType.PERSON)
    second = Speaker("Piotr Nowak", SpeakerType.PERSON)
    store.put(text, [said(text, "says one", first), said(text, "says two", second)])
    one = next(found for found in store.statements() if found.statement.text == "says two")
    store.correct(one.id, author="A", speaker=first)
    store.confirm(one.id, author="A")
    store.correct(one.id, author="A", speaker=second)
    assert store.count(confirmed=True) == 1
    store.erase(store.statement(next(f.id for f in store.statements() if f.statement.text == "says one")).speaker_id)
    left = store.statement(one.id)
    assert (store.count(confirmed=True), store.count(corrected=True)) == (0, 1)
    assert left.statement.speaker == second
    assert left.statement.confidence == one.statement.confidence
    assert [found.id for found in store.undecided(limit=5)[0]] == []
