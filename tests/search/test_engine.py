from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from corpus.errors import IndexMismatchError, StoreError, UsageError
from corpus.store import Store
from corpus.topics import default_scheme
from corpus.types import Language, Polarity
from search.conditions import allowed_ids
from search.encoder import load_encoder
from search.engine import Engine, open_engine, rebuild
from search.serialise import answer_to_dict, hit_to_dict
from search.types import Answer, Filters, Hit, SpeakerAnswer
from tests.search.articles import AGAINST, AMELIA, EN, FOR, PL, RUFUS, Said, make_article, make_store

TODAY = date(2026, 6, 15)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    folder = tmp_path_factory.mktemp("archive")
    make_store(folder).close()
    engine = open_engine(folder)
    yield engine
    engine.close()


def names(answers: tuple[SpeakerAnswer, ...]) -> list[str]:
    return [answer.speaker.name for answer in answers]


def texts(hits: list[Hit] | tuple[Hit, ...]) -> list[str]:
    return [hit.statement.text for hit in hits]


def ask(engine: Engine, question: str, **more: object) -> Answer:
    return engine.ask(question, today=TODAY, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "question",
    [
        "who is sceptical about cloud incentives",
        "kto jest sceptyczny wobec zachęt do sprzedaży chmury",
        "Kto krytykuje bonusy chmurowe?",
        "who doesn't support cloud bonuses",
    ],
)
def test_the_sceptic_answers_and_the_supporter_opposes_in_either_language(engine: Engine, question: str) -> None:
    answer = ask(engine, question)
    # Amelia is of two minds: after those of one.
    assert names(answer.answers) == ["Halina Broszko", "Amelia Thornbury"]
    assert [one.stance for one in answer.answers] == [Polarity.SCEPTICAL, Polarity.MIXED]
    assert names(answer.opposing) == ["Konrad Wilczur"]
    first = answer.answers[0]
    assert (first.role, first.firm) == ("prezeska", "Ferrolink")
    assert texts(first.hits) == ["Zachęty do sprzedaży chmury to dla nas strata czasu, nikt tu na nich nie zarobił"]
    assert (first.hits[0].stance_score, first.hits[0].document) == (-0.8, "premie.txt")


def test_the_other_question_turns_the_sides_round(engine: Engine) -> None:
    answer = ask(engine, "who supports cloud incentives")
    assert names(answer.answers)[0] == "Konrad Wilczur"
    assert names(answer.opposing) == ["Halina Broszko"]


def test_who_changed_their_mind_stands_where_they_stand_now(engine: Engine) -> None:
    now = ask(engine, "who is sceptical about drones")
    assert names(now.answers) == ["Halina Broszko"]
    assert set(names(now.opposing)) == {"Amelia Thornbury", "Rufus Garlick"}
    then = ask(engine, "who was sceptical about drones in 2025")
    assert names(then.answers) == ["Amelia Thornbury"]


def test_the_same_words_in_two_articles_are_one_hit_with_both_documents(engine: Engine) -> None:
    answer = ask(engine, "who was sceptical about drones in 2025")
    (hit,) = answer.answers[0].hits
    assert {hit.document, *hit.also_in} == {"drones.txt", "drones-again.txt"}


def test_without_a_side_all_who_spoke_answer(engine: Engine) -> None:
    answer = ask(engine, "who talks about drones")
    assert set(names(answer.answers)) == {"Amelia Thornbury", "Rufus Garlick", "Halina Broszko"}
    assert answer.opposing == ()


def test_a_person_in_the_question_is_an_exact_condition(engine: Engine) -> None:
    answer = ask(engine, "what did Halina Broszko say about drones")
    assert names(answer.answers) == ["Halina Broszko"]
    assert texts(answer.answers[0].hits) == ["drony nad halą to ryzyko, którego nie ubezpieczymy"]
    everything = ask(engine, "co mówiła halina broszko")
    assert len(everything.answers[0].hits) == 2


def test_firms_answer_for_their_people(engine: Engine) -> None:
    answer = ask(engine, "which firms are sceptical about cloud incentives")
    assert answer.answers[0].speaker.name == "Ferrolink"
    assert names(answer.opposing) == ["Baltora Systems"]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("which distributors praise cloud incentives", ["Konrad Wilczur"]),
        ("którzy dystrybutorzy chwalą bonusy chmurowe", ["Konrad Wilczur"]),
        ("which analysts praise cloud incentives", ["Amelia Thornbury"]),
        ("who at Baltora Systems praises cloud incentives", ["Konrad Wilczur"]),
        ("who praised cloud incentives in 2023", []),
    ],
)
def test_role_firm_and_date(engine: Engine, question: str, expected: list[str]) -> None:
    assert names(ask(engine, question).answers) == expected


def test_a_subject_outside_the_scheme_is_found_by_its_words(engine: Engine) -> None:
    answer = ask(engine, "who is sceptical about the samovar")
    assert answer.interpretation.topics == ()
    assert names(answer.answers) == ["Konrad Wilczur"]


@pytest.mark.parametrize(
    "question", ["who is sceptical about quantum teleportation", "kto popiera hodowlę alpak", "who likes video games"]
)
def test_no_evidence_is_an_empty_answer_with_the_nearest_topics(engine: Engine, question: str) -> None:
    answer = ask(engine, question)
    assert (answer.answers, answer.opposing) == ((), ())
    known = {entry.topic for entry in engine.store.topics()}
    assert len(answer.nearest_topics) == 3
    assert set(answer.nearest_topics) <= known


def test_an_unknown_person_is_said_and_nobody_answers(engine: Engine) -> None:
    answer = ask(engine, "what did Zenon Nikt say about drones")
    assert answer.answers == ()
    assert answer.interpretation.unknown_names == ("Zenon Nikt",)
    assert "Zenon Nikt" in answer.summary


@pytest.mark.parametrize(
    ("question", "summary"),
    [
        (
            "who is sceptical about cloud incentives",
            "“Cloud incentives”: 3 speakers, of whom sceptical 1, supportive 1, of two minds 1 "
            "(3 statements, 2 articles).",
        ),
        (
            "kto chwali drony",
            "„Drony”: 3 mówców, w tym przychylni 2, sceptyczni 1 (5 wypowiedzi, 3 artykuły).",
        ),
        ("kto popiera hodowlę alpak", "Żadna wypowiedź na to nie odpowiada."),
    ],
)
def test_the_summary_counts_in_the_language_of_the_question(engine: Engine, question: str, summary: str) -> None:
    assert ask(engine, question).summary == summary


def test_conditions_beside_the_question_replace_those_in_it(engine: Engine) -> None:
    question = "who is sceptical about cloud incentives"
    turned = ask(engine, question, overrides=Filters(stance=Polarity.SUPPORTIVE, topic="drones", firm="ferrolink"))
    assert names(turned.answers) == ["Rufus Garlick"]
    assert turned.interpretation.topics == ("drones",)
    with pytest.raises(UsageError, match="no-such-topic"):
        ask(engine, question, overrides=Filters(topic="no-such-topic"))


@pytest.mark.parametrize("question", ["", "  ", "?!…"])
def test_a_question_without_words_is_refused(engine: Engine, question: str) -> None:
    with pytest.raises(UsageError):
        ask(engine, question)


def test_more_speakers_than_asked_for_are_left_out(engine: Engine) -> None:
    assert len(ask(engine, "who talks about drones", limit=2).answers) == 2


FILTERS = [
    Filters(person="Broszko"),
    Filters(person="Haliny Broszko", language=PL),
    Filters(firm="ferrolink"),
    Filters(topic="cloud"),
    Filters(topic="drones", stance=Polarity.SCEPTICAL),
    Filters(stance=Polarity.SUPPORTIVE),
    Filters(since=date(2025, 1, 1)),
    Filters(until=date(2025, 5, 20)),
    Filters(role="analysts"),
    Filters(role="analityk", language=PL),
    Filters(language=EN, firm="Ferrolink", since=date(2025, 1, 1)),
    Filters(person="Zenon Nikt"),
]


def expected_ids(engine: Engine, filters: Filters) -> set[str]:
    """The same conditions, checked one statement at a time in Python."""
    scheme = default_scheme()
    people = {one.id for one in engine.store.find_people(filters.person)} if filters.person else set()
    firms = {one.id for one in engine.store.find_firms(filters.firm)} if filters.firm else set()
    topics = scheme.narrower(filters.topic) if filters.topic else set(scheme.topics)
    found = set()
    for one in engine.store.statements():
        day, opinions = one.date_published, [o for o in one.statement.opinions if o.topic in topics]
        if (
            (not filters.person or one.speaker_id in people)
            and (not filters.firm or one.firm_id in firms)
            and (not filters.topic or opinions)
            and (not filters.stance or any(o.polarity is filters.stance for o in opinions))
            and (not filters.since or (day is not None and day >= filters.since))
            and (not filters.until or (day is not None and day <= filters.until))
            and (not filters.language or one.statement.language is filters.language)
            and (not filters.role or (one.statement.role or "").startswith(("analyst", "analityczka")))
        ):
            found.add(one.id)
    return found


@pytest.mark.parametrize("filters", FILTERS, ids=repr)
def test_filters_are_exact(engine: Engine, filters: Filters) -> None:
    allowed = allowed_ids(filters, engine.store, engine.scheme, Language.EN)
    assert allowed == expected_ids(engine, filters)


@pytest.mark.parametrize("filters", FILTERS, ids=repr)
@pytest.mark.parametrize("text", ["drones in warehouses", "bonusy", "samovar", ""])
def test_a_search_gives_only_what_the_filters_allow(engine: Engine, filters: Filters, text: str) -> None:
    found = engine.search(text, filters, limit=50)
    assert {hit.statement.id for hit in found} <= expected_ids(engine, filters)
    if not text:
        same_words = {hit.statement.text for hit in found}
        statements = {one.id: one.statement.text for one in engine.store.statements()}
        assert same_words == {statements[name] for name in expected_ids(engine, filters)}


def test_the_index_agrees_with_an_exhaustive_product(engine: Engine) -> None:
    statements = list(engine.store.statements())
    encoder = load_encoder()
    products = encoder.encode([one.statement.text for one in statements]) @ encoder.encode(["drony w magazynie"])[0]
    order = np.argsort(-products)
    found = engine.index.search(encoder.encode(["drony w magazynie"])[0], 5)
    assert [one.score for one in found] == pytest.approx(products[order[:5]].tolist(), abs=1e-5)


def test_search_ranks_by_subject_across_languages(engine: Engine) -> None:
    found = engine.search("drony w magazynie", Filters(language=EN), limit=3)
    assert texts(found)[0] == "Drones will never pay for themselves in a warehouse of this size"
    assert found[0].score > found[-1].score


def test_an_answer_becomes_json_in_the_agreed_shape(engine: Engine) -> None:
    written = json.loads(json.dumps(answer_to_dict(ask(engine, "who is sceptical about drones since 2025"))))
    assert {"question", "interpretation", "answers", "opposing", "took_ms"} <= written.keys()
    read = written["interpretation"]
    assert (read["intent"], read["stance"], read["topic"]) == ("who", "sceptical", "drones")
    assert read["filters"] == {"since": "2025-01-01"}
    first = written["answers"][0]
    assert first["speaker"] == {"id": first["speaker"]["id"], "name": "Halina Broszko", "type": "person"}
    said = first["statements"][0]
    article = engine.store.article(engine.store.statement(said["id"]).statement.article_id)
    assert [article.text[span["start"] : span["end"]] for span in said["spans"]] == [said["text"]]
    assert (said["document"], said["date"], said["stance"], said["score"]) == (
        "zmiana.txt",
        "2026-01-13",
        "sceptical",
        -0.6,
    )


def test_hits_become_json(engine: Engine) -> None:
    (hit,) = engine.search("samovar contracts", Filters(person="Garlick"), limit=1)
    assert json.loads(json.dumps(hit_to_dict(hit)))["date"] is None


def test_a_change_in_the_store_reaches_the_next_answer(tmp_path: Path) -> None:
    store = make_store(tmp_path)
    engine = open_engine(tmp_path)
    assert "Rufus Garlick" not in names(ask(engine, "who is sceptical about cloud incentives").answers)
    said = (
        Said("cloud incentives are a leash", RUFUS, None, "Ferrolink", (("cloud-incentives", 0.9, AGAINST, -0.9),)),
    )
    article, statements = make_article("leash.txt", EN, date(2026, 5, 5), "A leash", said)
    store.put(article, statements)
    assert names(ask(engine, "who is sceptical about cloud incentives").answers)[0] == "Rufus Garlick"
    later = (Said("cloud incentives are a gift", RUFUS, None, "Ferrolink", (("cloud-incentives", 0.9, FOR, 0.9),)),)
    store.put(*make_article("leash.txt", EN, date(2026, 5, 5), "A leash", later))  # the same place: replaced
    assert "Rufus Garlick" in names(ask(engine, "who is sceptical about cloud incentives").opposing)
    assert set(engine.index.ids) == set(store.statement_ids())
    store.close()
    engine.close()


def test_a_headline_makes_a_general_word_particular(tmp_path: Path) -> None:
    said = Said("They pay the wages of our whole crew", AMELIA, None, None, (("channel-incentives", 0.7, FOR, 0.6),))
    with Store.open(tmp_path) as store:
        store.put(*make_article("a.txt", EN, date(2026, 1, 1), "Cloud incentives win a convert", (said,)))
        other = Said("They pay for our holidays", RUFUS, None, None, (("channel-incentives", 0.7, FOR, 0.6),))
        store.put(*make_article("b.txt", EN, date(2026, 1, 1), "Printers win a prize", (other,)))
    engine = open_engine(tmp_path)
    assert names(ask(engine, "who supports cloud incentives").answers) == ["Amelia Thornbury"]
    engine.close()


def test_a_damaged_index_is_named_and_rebuilt(tmp_path: Path) -> None:
    make_store(tmp_path).close()
    open_engine(tmp_path).close()
    for pattern in ("vectors-*/keys.npy", "vectors-*/vectors.npy", "lexical.sqlite3"):
        (path,) = (tmp_path / "index").glob(pattern)
        path.write_bytes(b"junk" * 500)
        with pytest.raises(IndexMismatchError, match="quotegraph rebuild"):
            open_engine(tmp_path)
        engine = rebuild(tmp_path)
        assert names(ask(engine, "who is sceptical about drones").answers) == ["Halina Broszko"]
        engine.close()


def test_a_folder_without_a_store_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no store"):
        open_engine(tmp_path / "nothing")


def test_several_threads_get_the_same_answers(engine: Engine) -> None:
    alone = answer_to_dict(ask(engine, "kto chwali drony"))
    found: list[dict[str, object]] = []
    threads = [
        threading.Thread(target=lambda: found.append(answer_to_dict(ask(engine, "kto chwali drony")))) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [{**one, "took_ms": 0} for one in found] == [{**alone, "took_ms": 0}] * 8
