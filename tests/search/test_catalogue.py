from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import corpus
from corpus.ingest import ingest
from corpus.store import Store
from corpus.topics import default_scheme
from corpus.types import Language, Polarity
from search.catalogue import LANGUAGES, NOBODY, SIDES, TYPES, Catalogue
from search.conditions import Columns, allowed_ids
from search.engine import Engine
from search.index_state import as_id
from search.opening import open_engine
from search.roles import RoleTexts
from search.serialise import answer_to_dict, hit_to_dict
from search.statement_ids import StatementIds, held
from search.tagged import Tagged
from search.types import Filters
from tests.search.articles import AGAINST, AMELIA, EN, FOR, HALINA, KONRAD, PL, RUFUS, Said, make_article, make_store

SAMPLES = Path(corpus.__file__).parent / "data" / "samples"
TODAY = date(2026, 6, 15)
FILTERS = (
    Filters(person="Amelia Thornbury"),
    Filters(firm="Ferrolink"),
    Filters(person="Nobody Ever"),
    Filters(role="analysts"),
    Filters(role="dystrybutorzy"),
    Filters(role="prezeska"),
    Filters(role="prezeska", language=Language.PL, since=date(2020, 1, 1)),
    Filters(topic="drones"),
    Filters(topic="cloud", stance=Polarity.SCEPTICAL),
    Filters(stance=Polarity.SUPPORTIVE),
    Filters(since=date(2025, 5, 21)),
    Filters(until=date(2025, 5, 20)),
    Filters(language=Language.EN, until=date(2026, 1, 1)),
    Filters(),
)
QUESTIONS = (
    "who is sceptical about cloud incentives",
    "kto chwali drony",
    "which firms support drones",
    "who has changed their mind about drones",
    "who disagrees with Halina Broszko about drones",
    "what does Amelia Thornbury talk about",
    "co mówi Halina Broszko",
    "compare Amelia Thornbury and Rufus Garlick on drones",
    "how many people oppose drones",
    "which analysts talk about drones",
    "who mentions a samovar",
    'who said "samovar is a fire hazard"',
    "what was said about drones in 2025",
    "who is against toasters",
)


def plain(catalogue: Catalogue) -> list[dict[str, Any]]:
    """The columns without codes, whose numbers depend on what was read first."""
    coding, opinions = catalogue.coding, catalogue.opinions

    def text(texts: list[str], code: int) -> str | None:
        return None if code == NOBODY else texts[code]

    found = []
    for row in range(len(catalogue)):
        first, last = catalogue.first_opinion[row], catalogue.first_opinion[row + 1]
        kind = int(catalogue.speaker_type[row])
        found.append(
            {
                "id": as_id(int(catalogue.key[row])),
                "number": int(catalogue.number[row]),
                "article": coding.articles.texts[catalogue.article[row]],
                "language": LANGUAGES[catalogue.language[row]],
                "type": None if kind == NOBODY else TYPES[kind],
                "speaker": text(coding.entities.texts, int(catalogue.speaker[row])),
                "firm": text(coding.entities.texts, int(catalogue.firm[row])),
                "voice": coding.entities.texts[catalogue.voice[row]],
                "day": int(catalogue.day[row]),
                "announces": bool(catalogue.announces[row]),
                "texts": [
                    text(coding.texts.texts, int(column[row]))
                    for column in (catalogue.role, catalogue.firm_name, catalogue.source, catalogue.speaker_name)
                ],
                "headline": catalogue.headline_of(row),
                "opinions": [
                    (
                        coding.topics.texts[opinions.topic[place]],
                        float(opinions.relevance[place]),
                        SIDES[opinions.side[place]],
                        float(opinions.score[place]),
                    )
                    for place in range(first, last)
                ],
            }
        )
    return found


def change(store: Store, chance: random.Random, number: int) -> None:
    """One change of a kind drawn by chance."""
    ids = store.statement_ids()
    kind = chance.choice(["new", "replace", "correct", "undo", "delete", "merge"])
    if kind in ("new", "replace") or len(ids) < 3:
        name = f"{chance.randrange(4) if kind == 'replace' else 10 + number}.txt"
        speakers = [HALINA, KONRAD, AMELIA, RUFUS, None, (f"Adam Nowak{number}", HALINA[1])]
        said = tuple(
            Said(
                f"words number {number} and {place}",
                chance.choice(speakers),
                chance.choice([None, "analyst", "prezes"]),
                chance.choice([None, "Ferrolink", f"Firma {number}"]),
                (("drones", 0.7, chance.choice([AGAINST, FOR]), 0.5),) if chance.random() < 0.6 else (),
            )
            for place in range(chance.randrange(1, 4))
        )
        day = chance.choice([None, date(2025, 1, 1 + number % 28)])
        store.put(*make_article(name, chance.choice([PL, EN]), day, f"Drones and {number}", said))
    elif kind == "correct":
        store.correct(chance.choice(ids), author="tester", rejected=chance.random() < 0.5, role="dystrybutor")
    elif kind == "undo":
        for identifier in ids[:3]:
            for made in store.history(identifier):
                store.undo(made.id, author="tester")
    elif kind == "delete":
        store.delete_article(store.statement(chance.choice(ids)).statement.article_id)
    else:
        people = [entry.id for entry in store.people()]
        if len(people) > 1:
            one, other = chance.sample(people, 2)
            store.merge(one, other, author="tester")


@pytest.mark.parametrize("seed", range(6))
def test_following_changes_gives_what_reading_all_gives(tmp_path: Path, seed: int) -> None:
    chance, scheme = random.Random(seed), default_scheme()  # noqa: S311
    with make_store(tmp_path) as store:
        catalogue = Catalogue.read(store)
        roles = RoleTexts(catalogue.coding.texts)
        for number in range(25):
            for again in range(chance.randrange(1, 4)):
                change(store, chance, 10 * number + again)
            catalogue = catalogue.advanced(store)
            assert plain(catalogue) == plain(Catalogue.read(store))
            assert catalogue.topics() == [entry.topic for entry in store.topics()]
            for filters in FILTERS:
                expected = allowed_ids(filters, store, scheme, Language.EN)
                found = allowed_ids(filters, store, scheme, Language.EN, Columns(catalogue, roles))
                assert (found is None) == (expected is None)
                assert set(found or ()) == set(expected or ()), filters


@pytest.fixture(scope="module")
def engines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Engine, Engine]]:
    """Two over one store: one that reads what each question needs, one that has the columns of all statements."""
    folder = tmp_path_factory.mktemp("archive")
    make_store(folder).close()
    reading, keeping = open_engine(folder), open_engine(folder)
    keeping.follow()
    yield reading, keeping
    reading.close()
    keeping.close()


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("filters", [None, FILTERS[1], FILTERS[9], FILTERS[12]])
def test_answers_do_not_depend_on_where_columns_come_from(
    engines: tuple[Engine, Engine], question: str, filters: Filters | None
) -> None:
    reading, keeping = engines
    reading._asked = 0  # as if it were asked for the first time
    answers = [answer_to_dict(one.ask(question, overrides=filters, today=TODAY)) | {"took_ms": 0} for one in engines]
    assert reading.columns is None
    assert keeping.columns is not None
    assert answers[0] == answers[1]


def test_searches_do_not_depend_on_where_columns_come_from(engines: tuple[Engine, Engine]) -> None:
    engines[0]._asked = 0
    for text, filters in (("samovar", None), ("", FILTERS[10]), ("drony", FILTERS[3]), ("", None)):
        found = [[hit_to_dict(hit) for hit in one.search(text, filters)] for one in engines]
        assert found[0]
        assert found[0] == found[1]
    similar = [[hit_to_dict(hit) for hit in one.like(one.store.statement_ids()[0])] for one in engines]
    assert similar[0] == similar[1]


def test_ids_are_a_collection_of_what_they_were_made_from(engines: tuple[Engine, Engine]) -> None:
    ids = engines[0].store.statement_ids()
    catalogue = Catalogue.read(engines[0].store)
    chosen = StatementIds(catalogue.keys(catalogue.on(["drones"])))
    expected = engines[0].store.statement_ids(topic="drones")
    assert len(chosen) == len(expected) > 3
    assert set(chosen) == set(expected)
    assert [name in chosen for name in ids] == [name in expected for name in ids] == held(chosen, ids)
    assert 7 not in chosen
    assert held(None, ids) == [True] * len(ids)


def test_a_choice_from_columns_is_the_same_as_its_keys(engines: tuple[Engine, Engine]) -> None:
    catalogue = Catalogue.read(engines[0].store)
    masks = catalogue.on(["drones"]), np.arange(len(catalogue)) % 3 == 1
    for made in ((0, 0), (0, 1), (1, 0), (1, 1)):
        one, other = (
            StatementIds(catalogue.keys(mask)) if as_keys_only else StatementIds.chosen(catalogue, mask)
            for mask, as_keys_only in zip(masks, made, strict=True)
        )
        assert (len(one), set(one)) == (int(masks[0].sum()), set(map(as_id, catalogue.key[masks[0]].tolist())))
        assert one.having(catalogue.key).tolist() == masks[0].tolist() == one.mask_of(catalogue).tolist()
        assert one.rows_of(catalogue).tolist() == np.flatnonzero(masks[0]).tolist()
        assert sorted(one.common(other)) == sorted(map(as_id, catalogue.key[masks[0] & masks[1]].tolist()))
        assert sorted(one.together(other)) == sorted(map(as_id, catalogue.key[masks[0] | masks[1]].tolist()))
        assert one.keys.tolist() == sorted(catalogue.key[masks[0]].tolist())


def test_what_is_about_a_topic_from_a_row_on_is_the_end_of_the_whole(engines: tuple[Engine, Engine]) -> None:
    catalogue = Catalogue.read(engines[0].store)
    for topics, sides in ((["drones"], []), ([], [Polarity.SCEPTICAL])):
        whole = catalogue.on(topics, sides)
        for first in (0, 1, len(catalogue) // 2, len(catalogue)):
            assert catalogue.on(topics, sides, first).tolist() == whole[first:].tolist()


def test_statements_that_come_are_among_those_of_a_topic_and_of_a_kind(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        ingest([SAMPLES], store)
        articles = [one.id for one in store.articles()]
        ids = [one for article in articles[: len(articles) // 2] for one in store.statement_ids(article_id=article)]
        early, late = Catalogue.read(store, ids), Catalogue.read(store)
        coding = early.coding
        grown = early._followed_by(Catalogue.read(store, set(store.statement_ids()) - set(ids), coding), late.sequence)
        now = [early]
        tagged = Tagged(store, lambda: now[0])
        before = set(tagged.on(frozenset(["cloud"])))
        now[0] = grown
        found = tagged.on(frozenset(["cloud"]))
        assert set(found) == set(map(as_id, late.key[late.on(["cloud"])].tolist())) > before
        roles = RoleTexts(coding.texts)
        roles.fitting(early, "distributor", Language.EN)
        fitting = roles.fitting(grown, "distributor", Language.EN)
        anew = RoleTexts(late.coding.texts).fitting(late, "distributor", Language.EN)
        assert set(grown.key[fitting].tolist()) == set(late.key[anew].tolist())
        assert fitting.any()
