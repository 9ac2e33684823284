from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from corpus.errors import IndexMismatchError
from corpus.types import Language
from search.lexical import LexicalIndex
from tests.search.articles import make_store
from tests.search.fakes import ListStore, statement_id


def test_words_are_found_in_any_form(tmp_path: Path) -> None:
    with make_store(tmp_path) as store:
        lexical = LexicalIndex(tmp_path / "index")
        assert lexical.sync(store) == len(store.statement_ids())
        for question, language, expected in [
            ("drabinami", Language.PL, "Drony są dziś tańsze niż drabina i szybsze niż ludzie"),
            ("hali", Language.PL, "drony nad halą to ryzyko, którego nie ubezpieczymy"),
            ("ladder", Language.EN, "our drones count the stock overnight and nobody misses the ladders"),
            ("contract", Language.EN, "the samovar in our lobby has closed more contracts than the sales team"),
        ]:
            found = lexical.search(question, language, 5)
            assert [(store.statement(one.id).statement.text, one.score) for one in found] == [(expected, 1.0)]
        lexical.close()


def test_the_share_of_words_decides_and_filters_are_exact(tmp_path: Path) -> None:
    store = ListStore()
    store.put(1, "a red fox in the garden")
    store.put(2, "a red kite")
    store.put(3, "a red fox")
    lexical = LexicalIndex(tmp_path)
    lexical.sync(store)
    found = {one.id: one.score for one in lexical.search("red fox garden", Language.EN, 10)}
    assert found == pytest.approx({statement_id(1): 1, statement_id(2): 1 / 3, statement_id(3): 2 / 3})
    allowed = [statement_id(2), statement_id(9)]
    assert [one.id for one in lexical.search("red fox garden", Language.EN, 10, allowed)] == [statement_id(2)]
    assert lexical.search("red", Language.EN, 10, []) == []
    lexical.close()


def test_changes_and_removals_are_followed(tmp_path: Path) -> None:
    store = ListStore()
    store.put(1, "amber")
    store.put(2, "basalt")
    lexical = LexicalIndex(tmp_path)
    assert lexical.sync(store) == 2
    store.put(1, "cobalt")
    store.remove(2)
    assert lexical.sync(store) == 1
    assert lexical.sequence == store.sequence()
    found = {word: [one.id for one in lexical.search(word, Language.EN, 5)] for word in ("amber", "basalt", "cobalt")}
    assert found == {"amber": [], "basalt": [], "cobalt": [statement_id(1)]}
    lexical.close()


def test_another_store_is_refused(tmp_path: Path) -> None:
    store = ListStore()
    store.put(1, "amber")
    lexical = LexicalIndex(tmp_path)
    lexical.sync(store)
    store.identity = "another"
    with pytest.raises(IndexMismatchError, match="quotegraph rebuild"):
        lexical.sync(store)
    assert lexical.rebuild(store) == 1
    lexical.close()


@pytest.mark.parametrize("text", ["", "the of", '"', 'a" OR "b', "NEAR(x y)", "col:umn", "-minus", "*", "ź" * 3000])
def test_no_text_breaks_the_query_language(tmp_path: Path, text: str) -> None:
    store = ListStore()
    store.put(1, "quartz")
    lexical = LexicalIndex(tmp_path)
    lexical.sync(store)
    assert lexical.search(text, Language.EN, 5) == []
    lexical.close()


WORDS = ("amber", "basalt", "cobalt", "dolomite", "emerald")


def crowd() -> ListStore:
    """200 statements: amber in all, basalt in half of them, cobalt in a tenth, dolomite in four, emerald in none."""
    store = ListStore()
    for number in range(200):
        has = [True, number % 2 == 0, number % 10 == 0, number % 50 == 0, False]
        store.put(number, " ".join(word for word, there in zip(WORDS, has, strict=True) if there))
    return store


@pytest.mark.parametrize("ranked", [0, 5, 30, 150, 10_000])
@pytest.mark.parametrize("allowed", [None, range(0, 200, 20), range(1, 200, 2), range(150)])
@pytest.mark.parametrize(
    "question", ["amber", "amber basalt", "basalt cobalt", "cobalt dolomite amber", "emerald amber"]
)
def test_however_frequent_the_words_those_with_most_of_them_come_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ranked: int, allowed: range | None, question: str
) -> None:
    monkeypatch.setattr("search.lexical._RANKED", ranked)
    monkeypatch.setattr("search.lexical._FEW", 8)
    lexical = LexicalIndex(tmp_path)
    store = crowd()
    lexical.sync(store)
    ids = None if allowed is None else {statement_id(number) for number in allowed}
    found = lexical.search(question, Language.EN, 4, ids)
    asked = question.split()
    shares = {
        one.id: sum(word in one.statement.text.split() for word in asked) / len(asked)
        for one in store.statements([statement_id(number) for number in (range(200) if allowed is None else allowed)])
    }
    best = sorted((share for share in shares.values() if share), reverse=True)[:4]
    assert [one.score for one in found] == pytest.approx(best)
    assert all(one.score == pytest.approx(shares[one.id]) for one in found)
    lexical.close()


def test_the_frequency_of_words_follows_additions_changes_and_removals(tmp_path: Path) -> None:
    store, lexical = crowd(), LexicalIndex(tmp_path)
    lexical.sync(store)
    for number in range(0, 200, 2):
        store.remove(number)
    store.put(1, "basalt basalt")
    lexical.sync(store)
    words = [frozenset({word}) for word in WORDS]
    assert [lexical._frequencies(words)[word] for word in words] == [99, 1, 0, 0, 0]
    lexical.close()


def test_an_index_of_an_earlier_version_is_made_anew_and_one_of_a_later_version_refused(tmp_path: Path) -> None:
    store = crowd()
    LexicalIndex(tmp_path).sync(store)
    with sqlite3.connect(tmp_path / "lexical.sqlite3") as older:
        older.executescript("DROP TABLE frequency; PRAGMA user_version = 1;")
    lexical = LexicalIndex(tmp_path)
    assert lexical.sequence == 0
    assert lexical.sync(store) == 200
    assert len(lexical.search("dolomite", Language.EN, 10)) == 4
    lexical.close()
    with sqlite3.connect(tmp_path / "lexical.sqlite3") as newer:
        newer.execute("PRAGMA user_version = 99")
    with pytest.raises(IndexMismatchError, match="newer version"):
        LexicalIndex(tmp_path)
