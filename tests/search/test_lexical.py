from __future__ import annotations

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
