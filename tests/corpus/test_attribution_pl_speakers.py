"""Who speaks in Polish: named later and earlier, by role, by a pronoun, by the verb alone, together, or nobody."""

import pytest

from corpus.types import SpeakerType
from tests.corpus.test_attribution_pl import extracted, one, said

NAMED = [
    (
        "– Marże spadły – mówi prezes zarządu firmy Torvex Adam Kruk.",
        [one("Marże spadły", "Adam Kruk", "prezes zarządu", "Torvex")],
    ),
    (
        "– Marże spadły – mówi Adam Kruk, dyrektor ds. sprzedaży i współwłaściciel Torvexu.",
        [one("Marże spadły", "Adam Kruk", "dyrektor ds. sprzedaży i współwłaściciel", "Torvex")],
    ),
    (
        "– Marże spadły – mówi dr hab. Adam Kruk, ekonomista z Uniwersytetu Morskiego.",
        [one("Marże spadły", "Adam Kruk", "ekonomista", "Uniwersytet Morski")],
    ),
    (
        "– Marże spadły – mówi Adam Kruk, Sales Director w Torvex Polska.",
        [one("Marże spadły", "Adam Kruk", "Sales Director", "Torvex Polska")],
    ),
    (
        "Zdaniem Anny Wilk, dyrektorki marketingu w Torvexie, reklama nie działa.",
        [one("reklama nie działa", "Anna Wilk", "dyrektorka marketingu", "Torvex")],
    ),
    (
        "Według prezesa Torvexu Adama Kruka reklama nie działa.",
        [one("reklama nie działa", "Adam Kruk", "prezes", "Torvex")],
    ),
    (
        "– Marże spadły – powiedział PAP Adam Kruk z firmy Torvex.",
        [one("Marże spadły", "Adam Kruk", None, "Torvex")],
    ),
    (
        "– Marże spadły – powiedziała podczas konferencji w Poznaniu wiceprezeska Anna Wilk.",
        [one("Marże spadły", "Anna Wilk", "wiceprezeska")],
    ),
    (
        "– Marże spadły – mówią zgodnie Anna Wilk i Adam Kruk.",
        [one("Marże spadły", "Anna Wilk i Adam Kruk")],
    ),
    ("– Marże spadły – mówią handlowcy.", [one("Marże spadły", "handlowcy")]),
    ("– Marże spadły – przyznaje jeden z dystrybutorów.", [one("Marże spadły", "dystrybutor")]),
    ("Ministerstwo Cyfryzacji zapowiada, że system ruszy.", [one("system ruszy", "Ministerstwo Cyfryzacji")]),
]

LATER = [
    (
        "Adam Kruk, prezes Torvexu, otworzył magazyn. – Sprzedaż rośnie – dodał prezes.",
        [one("Sprzedaż rośnie", "Adam Kruk", "prezes", "Torvex")],
    ),
    (
        "– Sprzedaż rośnie – mówi Adam Kruk, prezes Torvexu. Kruk zapowiada, że zatrudni sto osób.",
        [
            one("Sprzedaż rośnie", "Adam Kruk", "prezes", "Torvex"),
            one("zatrudni sto osób", "Adam Kruk", "prezes", "Torvex"),
        ],
    ),
    (
        "– Sprzedaż rośnie – mówi Adam Kruk, prezes Torvexu. Dodał, że zatrudni sto osób.",
        [
            one("Sprzedaż rośnie", "Adam Kruk", "prezes", "Torvex"),
            one("zatrudni sto osób", "Adam Kruk", "prezes", "Torvex"),
        ],
    ),
    (
        "Adam Kruk, prezes Torvexu, i Anna Wilk, prezeska Almedo, podpisali umowę. – Jestem dumna – powiedziała.",
        [one("Jestem dumna", "Anna Wilk", "prezeska", "Almedo")],
    ),
    (
        "Anna Wilk, prezeska Almedo, spotkała Adama Kruka. – Nie wiem – przyznała. – Zobaczymy – odparł.",
        [one("Nie wiem", "Anna Wilk", "prezeska", "Almedo"), one("Zobaczymy", "Adam Kruk")],
    ),
    (
        "Anna Wilk kieruje działem sprzedaży. – Rabaty znikną – twierdzi ekspertka.",
        [one("Rabaty znikną", "Anna Wilk", "ekspertka")],
    ),
    (
        "– Rabaty znikną – mówi Anna Wilk. Ona sama uważa, że to dobrze.",
        [one("Rabaty znikną", "Anna Wilk"), one("to dobrze", "Anna Wilk")],
    ),
    (
        "Anna Wilk i Adam Kruk prowadzą Torvex. – Nie sprzedamy firmy – mówią.",
        [one("Nie sprzedamy firmy", "Anna Wilk i Adam Kruk")],
    ),
    (
        "Nowym prezesem spółki Torvex został Adam Kruk. – Zaczynamy od kosztów – zapowiada Kruk.",
        [one("Zaczynamy od kosztów", "Adam Kruk", "prezes", "Torvex")],
    ),
    (
        "Firma Torvex zwalnia. – Nie mamy wyjścia – tłumaczy prezes Adam Kruk.",
        [one("Nie mamy wyjścia", "Adam Kruk", "prezes", "Torvex")],
    ),
    (
        "Spółka Torvex zwalnia. – Nie mamy wyjścia – tłumaczy rzeczniczka spółki Anna Wilk.",
        [one("Nie mamy wyjścia", "Anna Wilk", "rzeczniczka", "Torvex")],
    ),
    (
        "– Stać nas na więcej – twierdzi Marta. Marta Gil prowadzi hurtownię.",
        [one("Stać nas na więcej", "Marta Gil")],
    ),
    (
        "Dystrybutorzy czekają na premie. Twierdzą, że producent zwleka.",
        [one("producent zwleka", "dystrybutorzy")],
    ),
    (
        "Torvex opublikował wyniki. Spółka podała, że zysk wzrósł.",
        [one("zysk wzrósł", "Torvex")],
    ),
    (
        "Adam Kruk nie odpowiedział na pytania. Anna Wilk zapewniła, że oddzwoni.",
        [one("oddzwoni", "Anna Wilk")],
    ),
]

QUIET = [
    "Film „Powiedz to głośno” trafi do kin w maju.",
    "Kliknij „Powiedz więcej” i wybierz „Dalej”.",
    "Tak zwana „wojna cenowa” trwa od roku.",
    "W wyszukiwarce wpisano „tani laptop” dwa miliony razy.",
    "Targi odbędą się w dniach 3–5 maja – wstęp jest wolny.",
    "Trzy miasta – Łódź, Poznań i Gdańsk – dostaną nowe tramwaje.",
    "Nowości:\n– nowy procesor\n– lepszy ekran\n– tańsza bateria",
    "Spółka „Torvex” kupiła „Almedo” za 30 mln zł.",
    "Konferencja „Chmura dla każdego” zgromadziła 300 osób.",
    "Powiedzenie „czas to pieniądz” jest stare jak świat.",
    "Adam Kruk przekazał fundacji 10 tys. zł.",
    "Anna Wilk napisała książkę o handlu i opublikowała dwa raporty.",
    "Policja podała rysopis sprawcy. Numer 112 podano na plakatach.",
    "Firma ogłosiła przetarg na serwery i przedstawiła ofertę.",
    "Producent dodał do zestawu kabel, a sklep zapewnia dostawę w jeden dzień.",
]


@pytest.mark.parametrize(("text", "wanted"), NAMED + LATER)
def test_speakers(text, wanted):
    assert said(text) == wanted


@pytest.mark.parametrize("text", QUIET)
def test_nothing_is_said(text):
    assert said(text) == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Zarząd Torvexu uważa, że kara jest zbyt wysoka.", SpeakerType.ORGANIZATION),
        ("Związkowcy uważają, że kara jest zbyt wysoka.", SpeakerType.GROUP),
        ("Adam Kruk i Anna Wilk uważają, że kara jest zbyt wysoka.", SpeakerType.GROUP),
        ("Adam Kruk uważa, że kara jest zbyt wysoka.", SpeakerType.PERSON),
    ],
)
def test_kind_of_speaker(text, kind):
    (found,) = extracted(text)
    assert found.speaker is not None
    assert found.speaker.type is kind


def test_nobody_is_made_up():
    (found,) = extracted("Dodano, że termin minął.")
    assert found.speaker is None
