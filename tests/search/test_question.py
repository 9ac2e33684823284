from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pytest

from corpus.names import fold, nominative_person
from corpus.topics import default_scheme
from corpus.types import Language, Polarity
from search.question import understand
from search.question_phrases import phrase_finder
from search.types import Filters, Intent, Interpretation

TODAY = date(2026, 6, 15)
SCEPTICAL, SUPPORTIVE = Polarity.SCEPTICAL, Polarity.SUPPORTIVE


@dataclass(frozen=True)
class Known:
    """People and firms by whole name or last word, in any case."""

    persons: tuple[str, ...] = ("Halina Broszko", "Konrad Wilczur", "Amelia Thornbury")
    companies: tuple[str, ...] = ("Ferrolink", "Baltora Systems")

    def people(self, name: str) -> Sequence[str]:
        keys = {fold(name), fold(nominative_person(name))}
        return [one for one in self.persons if keys & {fold(one), fold(one.split()[-1])}]

    def firms(self, name: str) -> Sequence[str]:
        return [one for one in self.companies if fold(one) == fold(name)]


def read(question: str) -> Interpretation:
    return understand(question, default_scheme(), Known(), TODAY)


@pytest.mark.parametrize(
    ("question", "stance", "topic"),
    [
        ("who is sceptical about cloud incentives", SCEPTICAL, "cloud-incentives"),
        ("Who is skeptical of cloud incentives?", SCEPTICAL, "cloud-incentives"),
        ("who doubts AI PCs", SCEPTICAL, "ai-pcs"),
        ("who is against marketplaces", SCEPTICAL, "marketplaces"),
        ("who criticises the subscription model", SCEPTICAL, "subscription-model"),
        ("Who criticized NIS2", SCEPTICAL, "nis2"),
        ("who is opposed to e-invoicing", SCEPTICAL, "e-invoicing"),
        ("critics of drones", SCEPTICAL, "drones"),
        ("who has doubts about zero trust", SCEPTICAL, "zero-trust"),
        ("who is worried about late payments", SCEPTICAL, "late-payments"),
        ("who does not support certification", SCEPTICAL, "certification"),
        ("who isn't convinced by AI PCs", SCEPTICAL, "ai-pcs"),
        ("who supports marketplaces", SUPPORTIVE, "marketplaces"),
        ("who is in favour of remote work", SUPPORTIVE, "remote-work"),
        ("who likes AI PCs", SUPPORTIVE, "ai-pcs"),
        ("who praised cloud incentives", SUPPORTIVE, "cloud-incentives"),
        ("who does not doubt NIS2", SUPPORTIVE, "nis2"),
        ("who thinks cloud partner programmes can suit resellers", SUPPORTIVE, "cloud-partner-programmes"),
        ("who thinks that AI PCs are worth the money", SUPPORTIVE, "ai-pcs"),
        ("who believes that drones are useless", SCEPTICAL, "drones"),
        ("who doesn't think subscriptions pay off", SCEPTICAL, "subscription-model"),
        ("kto jest sceptyczny wobec zachęt do sprzedaży chmury", SCEPTICAL, "cloud-incentives"),
        ("Kto krytykuje komputery AI?", SCEPTICAL, "ai-pcs"),
        ("kto jest przeciw NIS2", SCEPTICAL, "nis2"),
        ("którzy integratorzy są przeciwni certyfikatom", SCEPTICAL, "certification"),
        ("kto wątpi w drony", SCEPTICAL, "drones"),
        ("kto nie popiera pracy zdalnej", SCEPTICAL, "remote-work"),
        ("kto nie jest przekonany do zero trust", SCEPTICAL, "zero-trust"),
        ("kto obawia się zatorów płatniczych", SCEPTICAL, "late-payments"),
        ("przeciwnicy modelu abonamentowego", SCEPTICAL, "subscription-model"),
        ("kto popiera e-fakturowanie", SUPPORTIVE, "e-invoicing"),
        ("kto chwalił model abonamentowy", SUPPORTIVE, "subscription-model"),
        ("kto jest za pracą zdalną", SUPPORTIVE, "remote-work"),
        ("kto nie wątpi w zero trust", SUPPORTIVE, "zero-trust"),
        ("kto uważa, że zachęty do sprzedaży chmury się opłacają", SUPPORTIVE, "cloud-incentives"),
        ("kto uważa, że zachęty do sprzedaży chmury się nie opłacają", SCEPTICAL, "cloud-incentives"),
        ("kto uważa, że certyfikaty są bezużyteczne", SCEPTICAL, "certification"),
        ("czyim zdaniem certyfikaty są za drogie", SCEPTICAL, "certification"),
    ],
)
def test_side_and_topic(question: str, stance: Polarity, topic: str) -> None:
    found = read(question)
    assert (found.intent, found.stance, found.topics[:1]) == (Intent.WHO, stance, (topic,))
    assert found.filters == Filters(role=found.filters.role)


@pytest.mark.parametrize(
    ("question", "intent", "topic"),
    [
        ("who talks about price rises", Intent.WHO, "prices"),
        ("kto wypowiada się o ransomware", Intent.WHO, "ransomware"),
        ("what is said about support for partners", Intent.TOPIC, "partner-programmes"),
        ("cloud incentives", Intent.TOPIC, "cloud-incentives"),
        ("zachęty chmurowe", Intent.TOPIC, "cloud-incentives"),
        ("which firms talk about drones", Intent.FIRMS, "drones"),
        ("co się mówi o dronach", Intent.WHAT, "drones"),
    ],
)
def test_no_side_is_read_where_none_is_asked(question: str, intent: Intent, topic: str) -> None:
    found = read(question)
    assert (found.intent, found.stance, found.topics[:1]) == (intent, None, (topic,))


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("who is sceptical about cloud incentives", Language.EN),
        ("what did Halina Broszko say", Language.EN),
        ("co powiedziała Amelia Thornbury", Language.PL),
        ("kto popiera cloud", Language.PL),
        ("marketplace fees", Language.EN),
        ("opłaty za fakturowanie", Language.PL),
        ("", Language.EN),
    ],
)
def test_language(question: str, language: Language) -> None:
    assert read(question).language is language


@pytest.mark.parametrize(
    ("question", "person", "firm", "target"),
    [
        ("what did Halina Broszko say about cloud incentives", "Halina Broszko", None, "cloud incentives"),
        ("what does Thornbury think of drones", "Amelia Thornbury", None, "drones"),
        ("co Halina Broszko sądzi o dronach", "Halina Broszko", None, "dronach"),
        ("co sądzi konrad wilczur o dronach", "Konrad Wilczur", None, "dronach"),
        ("co o dronach powiedział Konrad Wilczur", "Konrad Wilczur", None, "dronach"),
        ("opinia Haliny Broszko o dronach", "Halina Broszko", None, "dronach"),
        ("who at Ferrolink is critical of drones", None, "Ferrolink", "drones"),
        ("kto z firmy Baltora Systems chwali drony", None, "Baltora Systems", "drony"),
        ("who criticises Konrad Wilczur", None, None, "Konrad Wilczur"),
        ("kto krytykuje Halinę Broszko", None, None, "Halinę Broszko"),
        ("who is sceptical about Ferrolink", None, None, "Ferrolink"),
        ("what did Amelia Thornbury say about Ferrolink", "Amelia Thornbury", None, "Ferrolink"),
    ],
)
def test_who_speaks_and_what_about(question: str, person: str | None, firm: str | None, target: str) -> None:
    found = read(question)
    assert (found.filters.person, found.filters.firm, found.target) == (person, firm, target)
    assert found.unknown_names == ()


def test_an_unknown_speaker_is_a_condition_that_nobody_meets_and_is_said() -> None:
    found = read("what did Zenon Nikt say about drones")
    assert (found.unknown_names, found.filters.person, found.topics) == (("Zenon Nikt",), "Zenon Nikt", ("drones",))


@pytest.mark.parametrize(
    ("question", "role"),
    [
        ("which distributors are against marketplaces", "distributors"),
        ("którzy analitycy chwalą NIS2", "analitycy"),
        ("what do analysts say about drones", "analysts"),
        ("who is sceptical about distributors", None),
        ("kto krytykuje producentów", None),
    ],
)
def test_role(question: str, role: str | None) -> None:
    assert read(question).filters.role == role


@pytest.mark.parametrize(
    ("question", "since", "until"),
    [
        ("who praised drones since 2024", date(2024, 1, 1), None),
        ("who praised drones last year", date(2025, 1, 1), date(2025, 12, 31)),
        ("who praised drones in March 2025", date(2025, 3, 1), date(2025, 3, 31)),
        ("kto chwalił drony w 2025 roku", date(2025, 1, 1), date(2025, 12, 31)),
        ("kto chwalił drony w zeszłym roku", date(2025, 1, 1), date(2025, 12, 31)),
        ("kto od marca 2025 chwali drony", date(2025, 3, 1), None),
    ],
)
def test_dates_are_conditions_and_no_subject(question: str, since: date, until: date | None) -> None:
    found = read(question)
    assert (found.filters.since, found.filters.until, found.topics) == (since, until, ("drones",))
    assert found.target in ("drones", "drony")


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("who praises drones in the Polish press", Language.PL),
        ("kto chwali drony w angielskiej prasie", Language.EN),
        ("kto chwali drony", None),
    ],
)
def test_language_of_the_articles(question: str, language: Language | None) -> None:
    found = read(question)
    assert (found.filters.language, found.topics) == (language, ("drones",))


@pytest.mark.parametrize("question", ["?", "who", "kto", "who is sceptical", "…", "about of the", "nie", "a" * 5000])
def test_questions_without_a_subject_are_read_all_the_same(question: str) -> None:
    assert read(question).topics == ()


@pytest.mark.parametrize(
    ("question", "intent", "topic"),
    [
        ("when did Halina Broszko change her mind about drones", Intent.CHANGE, "drones"),
        ("Kiedy Halina Broszko zmieniła zdanie o dronach?", Intent.CHANGE, "drones"),
        ("Since when has Halina Broszko been against drones?", Intent.CHANGE, "drones"),
        ("od kiedy Konrad Wilczur popiera drony", Intent.CHANGE, "drones"),
        ("who has changed their mind about drones", Intent.CHANGE, "drones"),
        ("How many people are against drones?", Intent.COUNT, "drones"),
        ("Ile firm chwali drony?", Intent.COUNT, "drones"),
        ("ilu rozmówców krytykuje drony", Intent.COUNT, "drones"),
        ("When did Halina Broszko speak about drones?", Intent.WHAT, "drones"),
    ],
)
def test_kinds_of_questions(question: str, intent: Intent, topic: str) -> None:
    found = read(question)
    assert (found.intent, found.topics[:1]) == (intent, (topic,))
    assert found.unknown_names == ()


@pytest.mark.parametrize(
    ("question", "side"),
    [
        ("who changed their mind about cloud incentives", None),
        ("who has changed their mind on cloud incentives", None),
        ("who turned against cloud incentives", SCEPTICAL),
        ("who came round to cloud incentives", SUPPORTIVE),
    ],
)
def test_a_change_of_mind_takes_the_side_that_the_question_tells(question: str, side: Polarity | None) -> None:
    found = read(question)
    assert (found.intent, found.stance, found.topics) == (Intent.CHANGE, side, ("cloud-incentives",))


@pytest.mark.parametrize(
    ("question", "person"),
    [
        ("What topics does Halina Broszko speak about?", "Halina Broszko"),
        ("What does Amelia Thornbury talk about?", "Amelia Thornbury"),
        ("O czym mówi Halina Broszko?", "Halina Broszko"),
        ("na jakie tematy wypowiada się Konrad Wilczur", "Konrad Wilczur"),
    ],
)
def test_topics_of_a_person(question: str, person: str) -> None:
    found = read(question)
    assert (found.intent, found.filters.person, found.target) == (Intent.TOPICS, person, "")


@pytest.mark.parametrize(
    ("question", "compared"),
    [
        ("Compare Halina Broszko and Konrad Wilczur on drones", ("Halina Broszko", "Konrad Wilczur")),
        ("Halina Broszko versus Amelia Thornbury on drones", ("Halina Broszko", "Amelia Thornbury")),
        ("Porównaj Halinę Broszko i Amelię Thornbury w sprawie dronów", ("Halina Broszko", "Amelia Thornbury")),
        ("czym różnią się opinie Ferrolink i Haliny Broszko o dronach", ("Ferrolink", "Halina Broszko")),
    ],
)
def test_comparisons(question: str, compared: tuple[str, ...]) -> None:
    found = read(question)
    assert (found.intent, found.compared, found.stance) == (Intent.COMPARE, compared, None)
    assert (found.filters.person, found.filters.firm, found.topics) == (None, None, ("drones",))


@pytest.mark.parametrize(
    ("question", "intent"),
    [
        ("who disagrees with Halina Broszko about drones", Intent.DISAGREE),
        ("Who opposes Halina Broszko on drones?", Intent.DISAGREE),
        ("kto nie zgadza się z Haliną Broszko w sprawie dronów", Intent.DISAGREE),
        ("Kto ma inne zdanie niż Halina Broszko o dronach?", Intent.DISAGREE),
        ("who agrees with Halina Broszko about drones", Intent.AGREE),
        ("kto zgadza się z Haliną Broszko co do dronów", Intent.AGREE),
    ],
)
def test_views_held_against_somebody_elses(question: str, intent: Intent) -> None:
    found = read(question)
    assert (found.intent, found.anchor, found.stance, found.topics) == (intent, "Halina Broszko", None, ("drones",))
    assert found.filters.person is None


@pytest.mark.parametrize(
    ("question", "phrases", "topics"),
    [
        ('who said "a shelf, not a channel"', ("a shelf, not a channel",), ()),
        ("Who said „a rumour” about drones?", ("a rumour",), ("drones",)),
        ("kto powiedział „półka sklepowa”?", ("półka sklepowa",), ()),
        ("kto powiedział «boję się»", ("boję się",), ()),
        ("who spoke of ‘a customer’s choice’ and “a gift”", ("a customer’s choice", "a gift"), ()),
        ("who doesn't like the partners' drones", (), ("drones",)),
    ],
)
def test_words_in_quotation_marks_are_exact(question: str, phrases: tuple[str, ...], topics: tuple[str, ...]) -> None:
    found = read(question)
    assert (found.phrases, found.topics) == (phrases, topics)
    assert found.intent is Intent.WHO


def test_a_phrase_stands_in_a_text_whole_and_whatever_the_marks() -> None:
    assert phrase_finder("marketplace is a shelf")("A “marketplace” is a shelf.")
    assert not phrase_finder("market")("A marketplace is a shelf")


def test_small_words_places_and_kinds_of_speakers_are_no_names() -> None:
    assert read("O czym mówi Konrad Wilczur").filters.person == "Konrad Wilczur"
    assert read("who talks about drones in Poland").unknown_names == ()
    assert read("Kto mówi o dronach w Polsce").unknown_names == ()
    found = read("co integratorzy sądzą o dronach")
    assert (found.filters.role, found.filters.firm) == ("integratorzy", None)


@pytest.mark.parametrize(
    ("question", "person", "firm", "target"),
    [
        ("Did Halina Broszko praise drones?", "Halina Broszko", None, "drones"),
        ("Czy Halina Broszko chwali drony?", "Halina Broszko", None, "drony"),
        ("Co mówi o dronach Halina Broszko?", "Halina Broszko", None, "dronach"),
        ("Co sądzi Ferrolink o dronach?", None, "Ferrolink", "dronach"),
        ("quotes by Halina Broszko on drones", "Halina Broszko", None, "drones"),
        ("Show me what Amelia Thornbury said about drones", "Amelia Thornbury", None, "drones"),
    ],
)
def test_the_speaker_is_found_wherever_the_name_stands(
    question: str, person: str | None, firm: str | None, target: str
) -> None:
    found = read(question)
    assert (found.filters.person, found.filters.firm, found.target) == (person, firm, target)
    assert found.unknown_names == ()


def test_a_part_of_a_topics_label_is_no_firm() -> None:
    known = Known(companies=("PC",))
    found = understand("co Halina Broszko twierdzi o AI PC", default_scheme(), known, TODAY)
    assert (found.filters.person, found.filters.firm, found.topics) == ("Halina Broszko", None, ("ai-pcs",))


def test_a_choice_of_two_is_a_comparison() -> None:
    found = read("Who is more sceptical about drones, Broszko or Wilczur?")
    assert (found.intent, found.compared) == (Intent.COMPARE, ("Halina Broszko", "Konrad Wilczur"))


def test_a_topic_in_quotation_marks_is_asked_about() -> None:
    found = read("who thinks “cloud incentives” are bad")
    assert (found.phrases, found.topics, found.stance) == ((), ("cloud-incentives",), SCEPTICAL)
