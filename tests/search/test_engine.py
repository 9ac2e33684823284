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
from search.engine import Engine
from search.opening import open_engine, rebuild
from search.serialise import answer_to_dict, hit_to_dict
from search.types import Answer, Filters, Hit, SpeakerAnswer
from tests.search.articles import AGAINST, AMELIA, EN, FOR, HALINA, NEITHER, PL, RUFUS, Said, make_article, make_store

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
    hit = answer.answers[0].hits[0]
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
            "„Drony”: 3 mówców, w tym przychylni 2, sceptyczni 1 (6 wypowiedzi, 3 artykuły).",
        ),
        (
            "kto popiera hodowlę alpak",
            "Żadna wypowiedź na to nie odpowiada. Najbliższe tematy: Drony, Chmura obliczeniowa, Praca i zatrudnienie.",
        ),
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


def test_somebody_who_changed_sides_is_told_with_the_days(engine: Engine) -> None:
    answer = ask(engine, "when did Amelia Thornbury change her mind about drones")
    assert answer.summary.startswith("Amelia Thornbury: sceptical until 2025-05-21, supportive since 2026-01-13.")
    assert texts(answer.answers[0].hits)[0] == "Drony są dziś tańsze niż drabina i szybsze niż ludzie"
    polish = ask(engine, "kto zmienił zdanie o dronach")
    assert names(polish.answers) == ["Amelia Thornbury"]
    assert "sceptycznie do 2025-05-21, przychylnie od 2026-01-13" in polish.summary
    steady = ask(engine, "when did Halina Broszko change her mind about drones")
    assert names(steady.answers) == ["Halina Broszko"]
    assert steady.summary.startswith("No change of mind is to be seen.")


def test_those_who_disagree_are_on_the_other_side_than_the_one_asked_about(engine: Engine) -> None:
    answer = ask(engine, "who disagrees with Halina Broszko about drones")
    assert set(names(answer.answers)) == {"Amelia Thornbury", "Rufus Garlick"}
    assert names(answer.opposing) == ["Halina Broszko"]
    assert answer.summary.startswith("Halina Broszko: sceptical.")
    same = ask(engine, "kto zgadza się z Rufusem Garlickiem w sprawie dronów")
    assert names(same.answers) == ["Amelia Thornbury"]


def test_those_compared_answer_and_nobody_else(engine: Engine) -> None:
    answer = ask(engine, "compare Halina Broszko and Rufus Garlick on drones")
    assert set(names(answer.answers)) == {"Halina Broszko", "Rufus Garlick"}
    assert "Halina Broszko: sceptical." in answer.summary
    assert "Rufus Garlick: supportive." in answer.summary


def test_a_count_leads_the_summary(engine: Engine) -> None:
    assert ask(engine, "how many people support drones").summary.startswith("2 of 3: supportive.")
    assert ask(engine, "ile osób popiera drony").summary.startswith("2 z 3: przychylni.")


def test_the_topics_of_somebody_are_counted(engine: Engine) -> None:
    answer = ask(engine, "o czym mówi Halina Broszko")
    assert [(one.topic, one.label, one.statements) for one in answer.topics[:2]] == [
        ("cloud-incentives", "Zachęty do sprzedaży chmury", 1),
        ("drones", "Drony", 1),
    ]
    assert [one.stance for one in answer.topics[:2]] == [Polarity.SCEPTICAL, Polarity.SCEPTICAL]
    assert answer_to_dict(answer)["topics"][1]["id"] == "drones"
    assert ask(engine, "what is said about drones").topics == ()


@pytest.mark.parametrize(
    ("question", "speakers"),
    [
        ('who said "closed more contracts"', ["Rufus Garlick"]),
        ("kto powiedział „Closed more contracts”", ["Rufus Garlick"]),
        ("kto mówił o „czterystu partnerów”", ["unknown"]),
        ('who said "contracts more closed"', []),
        ('who said "will never pay" about drones in 2026', []),
    ],
)
def test_an_exact_phrase_is_a_condition(engine: Engine, question: str, speakers: list[str]) -> None:
    assert names(ask(engine, question).answers) == speakers


def test_where_a_known_person_says_nothing_of_it_their_own_topics_are_named(engine: Engine) -> None:
    answer = ask(engine, "what does Halina Broszko say about printers")
    assert answer.answers == ()
    assert set(answer.nearest_topics) <= {"cloud-incentives", "cloud", "drones"}
    assert "Halina Broszko speaks of: " in answer.summary


@pytest.mark.parametrize(
    "name", ["Rufus Garlik", "rufus garlick", "Rufs Garlick", "Rufusa Garlicka", "Ruffus Garlick", "Garlick"]
)
def test_people_are_found_with_errors_of_typing_and_in_any_case(engine: Engine, name: str) -> None:
    answer = ask(engine, f"co {name} mówi o dronach")
    assert (answer.interpretation.filters.person, answer.interpretation.unknown_names) == ("Rufus Garlick", ())
    assert names(answer.answers) == ["Rufus Garlick"]


def test_another_first_name_is_another_person(engine: Engine) -> None:
    answer = ask(engine, "what does Veronica Garlick say about drones")
    assert (answer.answers, answer.interpretation.unknown_names) == ((), ("Veronica Garlick",))


def test_reasons_are_in_the_language_of_the_question(engine: Engine) -> None:
    assert "topic" in ask(engine, "who supports drones").answers[0].hits[0].reason
    assert "temat" in ask(engine, "kto popiera drony").answers[0].hits[0].reason


def test_a_search_leaves_out_what_has_next_to_nothing_to_do_with_the_text(engine: Engine) -> None:
    found = engine.search("the samovar in the lobby", limit=50)
    assert texts(found)[0].startswith("the samovar in our lobby")
    assert all(hit.score >= 0.2 * found[0].score for hit in found)
    assert len(found) < 5
    assert engine.search("ichthyology of the Mesozoic", limit=50) == []


def test_nearly_the_same_words_of_a_speaker_are_one_hit(tmp_path: Path) -> None:
    long = "The drones count our stock overnight and nobody here misses the ladders at all"
    short = "drones count our stock overnight and nobody misses the ladders"
    opinion = (("drones", 0.8, FOR, 0.7),)
    with Store.open(tmp_path) as store:
        for name, text in (("a.txt", long), ("b.txt", short), ("c.txt", "Drones save us a night shift every week")):
            said = Said(text, RUFUS, None, "Ferrolink", opinion)
            store.put(*make_article(name, EN, date(2026, 1, 1), f"Drones {name}", (said,)))
    engine = open_engine(tmp_path)
    (answer,) = ask(engine, "who supports drones").answers
    assert {hit.document: hit.also_in for hit in answer.hits} in (
        {"a.txt": ("b.txt",), "c.txt": ()},
        {"b.txt": ("a.txt",), "c.txt": ()},
    )
    engine.close()


def test_a_speaker_who_says_so_has_changed_sides(tmp_path: Path) -> None:
    before = Said("Drony to strata pieniędzy", HALINA, None, None, (("drones", 0.8, AGAINST, -0.8),))
    after = Said("Myliłam się co do dronów, to my źle liczyliśmy", HALINA, None, None, (("drones", 0.8, NEITHER, 0.0),))
    with Store.open(tmp_path) as store:
        store.put(*make_article("a.txt", PL, date(2026, 1, 1), "Drony", (before,)))
        store.put(*make_article("b.txt", PL, date(2026, 1, 20), "Znów drony", (after,)))
    engine = open_engine(tmp_path)
    assert names(ask(engine, "kto popiera drony").answers) == ["Halina Broszko"]
    assert ask(engine, "kto zmienił zdanie o dronach").answers[0].stance is Polarity.SUPPORTIVE
    assert "przychylnie od 2026-01-20" in ask(engine, "kto zmienił zdanie o dronach").summary
    engine.close()


def test_a_role_told_in_one_article_holds_in_the_others(tmp_path: Path) -> None:
    first = Said("drones pay", RUFUS, "analyst", None, (("drones", 0.8, FOR, 0.8),))
    second = Said("rebates never last", RUFUS, None, None, (("rebates", 0.8, AGAINST, -0.8),))
    with Store.open(tmp_path) as store:
        store.put(*make_article("a.txt", EN, date(2026, 1, 1), "Drones", (first,)))
        store.put(*make_article("b.txt", EN, date(2026, 1, 2), "Rebates", (second,)))
    engine = open_engine(tmp_path)
    question = "which analysts are against rebates"
    assert names(ask(engine, question).answers) == ["Rufus Garlick"]
    told = next(one.id for one in engine.store.statements() if one.statement.text == "drones pay")
    made = engine.store.correct(told, author="eva", role=None)
    assert names(ask(engine, question).answers) == []
    engine.store.undo(made.id, author="eva")
    assert names(ask(engine, question).answers) == ["Rufus Garlick"]
    engine.close()


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
