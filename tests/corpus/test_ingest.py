from __future__ import annotations

import json
from pathlib import Path

import pytest

from corpus.errors import StoreError
from corpus.ingest import Progress, ingest
from corpus.store import Put, Store
from corpus.types import Article, Language, Statement
from tests.corpus.store_samples import lines

GOOD = "Kanał czeka na zmiany\n\nEwa Gaj: nie wierzymy w rabaty\nJan Wrona: tak, rabaty pomagają"


@pytest.fixture
def press(tmp_path: Path) -> Path:
    folder = tmp_path / "press"
    folder.mkdir()
    (folder / "a.txt").write_text(GOOD, encoding="utf-8")
    (folder / "b.txt").write_text("Rynek rośnie powoli\n\nEwa Gaj: tak, widzimy zmiany", encoding="utf-8")
    return folder


@pytest.fixture
def store(tmp_path: Path):
    with Store.open(tmp_path / "data") as opened:
        yield opened


def test_the_second_time_nothing_changes(press: Path, store: Store) -> None:
    report = ingest([press], store, extract=lines)
    assert (report.added, report.unchanged, report.replaced, report.statements) == (2, 0, 0, 3)
    before = store.sequence(), store.database.connection().total_changes, store.digest()
    report = ingest([press], store, extract=lines)
    assert (report.added, report.unchanged, report.replaced, report.statements) == (0, 2, 0, 0)
    assert (store.sequence(), store.database.connection().total_changes, store.digest()) == before
    assert store.verify() == []


def test_what_is_stored_is_not_extracted_again_unless_the_extractor_is_another(press: Path, store: Store) -> None:
    seen: list[str] = []

    def counting(article: Article) -> list[Statement]:
        seen.append(article.document)
        return lines(article)

    ingest([press], store, extract=counting, extractor="x-1")
    ingest([press], store, extract=counting, extractor="x-1")
    assert seen == ["a.txt", "b.txt"]
    report = ingest([press], store, extract=counting, extractor="x-2")
    assert seen == ["a.txt", "b.txt"] * 2
    assert (report.unchanged, report.replaced) == (2, 0)  # it found the same
    report = ingest([press], store, extract=lambda article: lines(article)[:1], extractor="x-3")
    assert (report.unchanged, report.replaced, report.statements) == (1, 1, 1)
    assert store.count() == 2


def test_an_edited_file_replaces_its_article(press: Path, store: Store) -> None:
    ingest([press], store, extract=lines)
    (press / "a.txt").write_text(GOOD.replace("nie wierzymy", "nie, nie wierzymy"), encoding="utf-8")
    report = ingest([press], store, extract=lines)
    assert (report.added, report.unchanged, report.replaced, report.statements) == (0, 1, 1, 2)
    assert [found.statement.text for found in store.statements()] == [
        "tak, widzimy zmiany",
        "nie, nie wierzymy w rabaty",
        "tak, rabaty pomagają",
    ]
    (press / "a.txt").write_text(GOOD, encoding="utf-8")
    assert ingest([press], store, extract=lines).replaced == 1
    assert store.count() == 3
    assert store.stats().superseded == 1
    assert store.verify() == []


def test_bad_inputs_are_named_and_the_others_are_stored(press: Path, store: Store, tmp_path: Path) -> None:
    (press / "empty.txt").write_text("")
    (press / "junk.txt").write_bytes(bytes(range(256)) * 20)
    records = [json.dumps({"id": "ok", "text": GOOD + "\nAda Lis: nie tutaj"}), "[1, 2]", "{broken"]
    (press / "many.jsonl").write_text("\n".join(records), encoding="utf-8")
    report = ingest([press, tmp_path / "missing.txt"], store, extract=lines)
    assert report.added == 3
    assert len(report.errors) == 5
    named = "\n".join(str(error) for error in report.errors)
    for source in ("empty.txt", "junk.txt", "many.jsonl", "missing.txt"):
        assert source in named
    assert all(error.problem and "\n" not in str(error) for error in report.errors)


def test_an_extractor_that_fails_on_one_article_is_reported_with_it(press: Path, store: Store) -> None:
    def failing(article: Article) -> list[Statement]:
        if article.document == "a.txt":
            raise RecursionError("too\ndeep")
        return lines(article)

    report = ingest([press], store, extract=failing)
    assert (report.added, report.statements) == (1, 1)
    (error,) = report.errors
    assert (error.source, error.problem) == ("a.txt", "statements cannot be extracted: RecursionError: too deep")
    assert ingest([press], store, extract=lines, extractor=failing.__qualname__).added == 1  # it was not taken for done


def test_statements_outside_the_text_are_refused_with_their_article_only(press: Path, store: Store) -> None:
    def shifted(article: Article) -> list[Statement]:
        (other,) = [Article(article.id, "x", text="?" + article.text, language=article.language)]
        return lines(other) if article.document == "a.txt" else lines(article)

    report = ingest([press], store, extract=shifted)
    assert report.added == 1
    assert report.errors[0].source == "a.txt"
    assert "not in the text" in report.errors[0].problem


def test_two_readings_of_the_same_words_leave_the_more_certain_one(press: Path, store: Store) -> None:
    def twice(article: Article) -> list[Statement]:
        from dataclasses import replace

        found = lines(article)
        return [*found, *(replace(statement, confidence=0.9, speaker=None) for statement in found)]

    assert ingest([press], store, extract=twice).statements == 3
    assert {found.statement.confidence for found in store.statements()} == {0.9}


def test_progress_tells_every_article_error_and_file(press: Path, store: Store) -> None:
    (press / "c.txt").write_text("")
    events: list[Progress] = []
    ingest([press], store, extract=lines, on_progress=events.append)
    a, b, c = (str(press / name) for name in ("a.txt", "b.txt", "c.txt"))
    assert [(event.files_done, event.files, event.source, event.outcome) for event in events] == [
        (0, 3, "a.txt", Put.ADDED),
        (1, 3, a, None),
        (1, 3, "b.txt", Put.ADDED),
        (2, 3, b, None),
        (2, 3, c, None),
        (3, 3, c, None),
    ]
    assert events[4].error is not None


def test_a_full_disk_stops_the_ingest_and_keeps_what_was_stored(press: Path, store: Store) -> None:
    ingest([press / "b.txt"], store, extract=lines)
    (press / "a.txt").write_text(GOOD + "\n" + "dalszy ciąg " * 100_000, encoding="utf-8")
    pages = store.database.query("PRAGMA page_count")[0][0]
    store.database.query(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(StoreError, match="disk is full"):
        ingest([press], store, extract=lines)
    assert [article.document for article in store.articles()] == ["b.txt"]
    store.database.query("PRAGMA max_page_count = 1000000")
    assert ingest([press], store, extract=lines).added == 1


def test_the_real_extractor_end_to_end(tmp_path: Path, store: Store) -> None:
    file = tmp_path / "real.txt"
    file.write_text(
        "Programy partnerskie w chmurze\n\n"
        "– Nie widzę żadnych korzyści z zachęt do sprzedaży chmury – mówi Zbigniew Różański, prezes Kontel.\n",
        encoding="utf-8",
    )
    report = ingest([file], store, language=Language.PL)
    assert (report.added, report.errors) == (1, [])
    (found,) = store.statements(speaker_id=[person.id for person in store.find_people("Różańskiego")])
    assert found.statement.text == "Nie widzę żadnych korzyści z zachęt do sprzedaży chmury"
    assert found.speaker_name == "Zbigniew Różański"
    assert (found.statement.role, found.firm_name) == ("prezes", "Kontel")
    assert ingest([file], store, language=Language.PL).unchanged == 1
    assert store.verify() == []
