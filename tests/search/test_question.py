from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pytest

from corpus.names import fold, nominative_person
from corpus.topics import default_scheme
from corpus.types import Language, Polarity
from search.question import understand
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
