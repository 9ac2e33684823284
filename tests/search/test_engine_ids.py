"""People and firms given by id: namesakes are kept apart."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from corpus.errors import UsageError
from corpus.separate import separate
from search.engine import Engine
from search.opening import open_engine
from search.types import Filters
from tests.search.articles import AGAINST, EN, FOR, PERSON, Said, make_article, make_store

JAN = ("Jan Kowalski", PERSON)
ONE, OTHER = "person:jan-kowalski", "person:jan-kowalski-bitar"


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """An archive with two people called Jan Kowalski, told apart by their firms."""
    folder: Path = tmp_path_factory.mktemp("namesakes")
    with make_store(folder) as store:
        for number, (firm, words, side, score) in enumerate(
            [
                ("Bitar", "cloud rebates are a waste of our time", AGAINST, -0.8),
                ("Torvex", "cloud rebates paid for our new office", FOR, 0.8),
            ]
        ):
            said = Said(words, JAN, "director", firm, (("cloud-incentives", 0.9, side, score),))
            store.put(*make_article(f"jan-{number}.txt", EN, date(2025, 3, 1 + number), f"Jan {number}", (said,)))
        separate(store, ONE, author="eva", firm_id="firm:bitar")
    engine = open_engine(folder)
    yield engine
    engine.close()


def asked(engine: Engine, person: str) -> list[str]:
    found = engine.ask("what about cloud rebates", overrides=Filters(person=person))
    return sorted(answer.speaker_id for answer in (*found.answers, *found.opposing))


def searched(engine: Engine, **conditions: str) -> list[str]:
    return sorted(hit.statement.firm or "" for hit in engine.search("cloud rebates", Filters(**conditions)))


def test_an_id_means_one_of_two_namesakes(engine: Engine) -> None:
    assert asked(engine, "Jan Kowalski") == [ONE, OTHER]
    assert asked(engine, ONE) == [ONE]
    assert asked(engine, OTHER) == [OTHER]
    assert searched(engine, person="Kowalski") == ["Bitar", "Torvex"]
    assert searched(engine, person=OTHER) == ["Bitar"]
    assert searched(engine, firm="firm:torvex") == ["Torvex"]


def test_an_answer_without_evidence_names_the_person_not_the_id(engine: Engine) -> None:
    empty = engine.ask("what about quantum teapots", overrides=Filters(person=ONE))
    assert empty.answers == ()
    assert "Jan Kowalski speaks of: " in empty.summary
    assert ONE not in empty.summary


@pytest.mark.parametrize("conditions", [{"person": "person:nobody"}, {"firm": "firm:none"}, {"mentions": "firm:none"}])
def test_an_id_that_nothing_has_is_refused(engine: Engine, conditions: dict[str, str]) -> None:
    with pytest.raises(UsageError, match=r"no (person|firm) has the id '(person:nobody|firm:none)'"):
        engine.search("cloud rebates", Filters(**conditions))
    with pytest.raises(UsageError, match="has the id"):
        engine.ask("who is sceptical about cloud rebates", overrides=Filters(**conditions))
