"""Polish passages as the press writes them: several speakers, roles and firms given once, in any place."""

import pytest

from corpus.attribution.hints import hints
from corpus.types import Language
from tests.corpus.test_attribution_pl import one, said

PASSAGES = [
    (
        "Sieć Almedo zamknie trzy sklepy. – Decyzja zapadła w piątek – powiedziała PAP rzeczniczka prasowa sieci Anna "
        "Wilk. Jak dodała, pracownicy dostaną odprawy.",
        [
            one("Decyzja zapadła w piątek", "Anna Wilk", "rzeczniczka prasowa", "Almedo"),
            one("pracownicy dostaną odprawy", "Anna Wilk", "rzeczniczka prasowa", "Almedo"),
        ],
    ),
    (
        "Minister rolnictwa Leon Gajda zapowiedział we wtorek, że dopłaty wzrosną. Zdaniem opozycji to za mało.",
        [one("dopłaty wzrosną", "Leon Gajda", "minister rolnictwa"), one("to za mało", "opozycja")],
    ),
    (
        "– Nie mam sobie nic do zarzucenia – powiedziała minister. – Działałam zgodnie z prawem.",
        [one(["Nie mam sobie nic do zarzucenia", "Działałam zgodnie z prawem."], "minister", "minister")],
    ),
    (
        "Były prezes Fordanixu Igor Malec nie przyznaje się do winy. – Jestem niewinny – mówił w sądzie.",
        [one("Jestem niewinny", "Igor Malec", "były prezes", "Fordanix")],
    ),
    (
        "Prokuratura postawiła zarzuty trzem osobom – poinformował rzecznik prokuratury okręgowej Jan Pluta.",
        [
            one(
                "Prokuratura postawiła zarzuty trzem osobom",
                "Jan Pluta",
                "rzecznik prokuratury okręgowej",
            )
        ],
    ),
    (
        "Z ustaleń „Kuriera Wschodniego” wynika, że Torvex szuka kupca. Spółka nie komentuje tych doniesień.",
        [one("Torvex szuka kupca", "Kurier Wschodni")],
    ),
    (
        "Według „Kuriera Wschodniego” Torvex szuka kupca.",
        [one("Torvex szuka kupca", "Kurier Wschodni")],
    ),
    (
        "Torvex szuka kupca – pisze „Kurier Wschodni”.",
        [one("Torvex szuka kupca", "Kurier Wschodni")],
    ),
    (
        "– To był dobry rok. Sprzedaż wzrosła o 12 proc., a zysk się podwoił – podsumowuje Rafał Kosz, CEO Nexaron.",
        [one("To był dobry rok. Sprzedaż wzrosła o 12 proc., a zysk się podwoił", "Rafał Kosz", "CEO", "Nexaron")],
    ),
    (
        "– Klienci – jak zauważa Rafał Kosz – coraz częściej wybierają leasing.",
        [one(["Klienci", "coraz częściej wybierają leasing."], "Rafał Kosz")],
    ),
    (
        "Rafał Kosz przekonuje: „Leasing to przyszłość”. Dodaje, że „banki już to wiedzą”.",
        [one("Leasing to przyszłość", "Rafał Kosz"), one("banki już to wiedzą", "Rafał Kosz")],
    ),
    (
        "Na pytanie o premie Rafał Kosz odpowiedział, że decyzja jeszcze nie zapadła.",
        [one("decyzja jeszcze nie zapadła", "Rafał Kosz")],
    ),
    (
        "Pytany o premie, Rafał Kosz stwierdził, że ich nie będzie.",
        [one("ich nie będzie", "Rafał Kosz")],
    ),
    (
        "Mieszkańcy skarżą się, że autobusy jeżdżą co godzinę. Radny Jan Pluta obiecuje, że to zmieni.",
        [
            one("autobusy jeżdżą co godzinę", "mieszkańcy"),
            one("to zmieni", "Jan Pluta", "radny"),
        ],
    ),
    (
        "Ekonomistka banku Korvin Ewa Sroka spodziewa się, że inflacja spadnie. Sroka uważa też, że stopy nie drgną.",
        [
            one("inflacja spadnie", "Ewa Sroka", "ekonomistka", "Bank Korvin"),
            one("stopy nie drgną", "Ewa Sroka", "ekonomistka", "Bank Korvin"),
        ],
    ),
    (
        "„Ogłaszamy upadłość” – napisano na stronie internetowej firmy Nexaron.",
        [one("Ogłaszamy upadłość", "Nexaron")],
    ),
    (
        "Urząd Regulacji Energetyki podał, że ceny prądu wzrosną. Urząd wyjaśnił, że winne są opłaty.",
        [
            one("ceny prądu wzrosną", "Urząd Regulacji Energetyki"),
            one("winne są opłaty", "Urząd Regulacji Energetyki"),
        ],
    ),
    (
        "Prof. Zofia Madej z Politechniki Nadmorskiej ostrzega, że sieci nie są gotowe. – Trzeba inwestować – apeluje "
        "badaczka.",
        [
            one("sieci nie są gotowe", "Zofia Madej", "badaczka", "Politechnika Nadmorska"),
            one("Trzeba inwestować", "Zofia Madej", "badaczka", "Politechnika Nadmorska"),
        ],
    ),
    (
        "Analitycy Tarmo Research szacują, że rynek urośnie o 5 proc. Ich zdaniem motorem będą usługi.",
        [
            one("rynek urośnie o 5 proc.", "analitycy Tarmo Research"),
            one("motorem będą usługi", "analitycy Tarmo Research"),
        ],
    ),
    (
        "– Tak, będziemy kandydować – potwierdził w Radiu Opal burmistrz Leon Gajda. Nie ujawnił jednak, z kim.",
        [one("Tak, będziemy kandydować", "Leon Gajda", "burmistrz")],
    ),
    (
        "– Kiedy ruszy budowa? – dopytywała radna Ewa Sroka.\n– Jesienią – odparł burmistrz Leon Gajda.",
        [
            one("Kiedy ruszy budowa?", "Ewa Sroka", "radna"),
            one("Jesienią", "Leon Gajda", "burmistrz"),
        ],
    ),
    (
        "Adam Kruk (prezes Torvexu) i Anna Wilk (Almedo) podpisali umowę. Kruk zapewnił, że dostawy ruszą w maju.",
        [one("dostawy ruszą w maju", "Adam Kruk", "prezes", "Torvex")],
    ),
    (
        "Jak tłumaczy Anna Wilk, dyrektorka ds. personalnych w Almedo, płace rosną wolniej niż ceny.",
        [one("płace rosną wolniej niż ceny", "Anna Wilk", "dyrektorka ds. personalnych", "Almedo")],
    ),
    (
        "Płace rosną wolniej niż ceny – wskazuje Anna Wilk, dyrektorka ds. personalnych w Almedo.",
        [one("Płace rosną wolniej niż ceny", "Anna Wilk", "dyrektorka ds. personalnych", "Almedo")],
    ),
    (
        "Anna Wilk: – Płace rosną wolniej niż ceny.",
        [one("Płace rosną wolniej niż ceny.", "Anna Wilk")],
    ),
    (
        "– Zagraliśmy słabo – powiedział kapitan reprezentacji Polski.",
        [one("Zagraliśmy słabo", "kapitan reprezentacji Polski", "kapitan reprezentacji")],
    ),
    (
        "Lekarze nie mają złudzeń: bez pieniędzy oddział zniknie.",
        [],
    ),
    (
        "Wiceminister Jan Pluta powtórzył, że ustawa wejdzie w życie w styczniu, choć – jak przyznał – prace się "
        "opóźniają.",
        [
            one(
                "ustawa wejdzie w życie w styczniu, choć – jak przyznał – prace się opóźniają",
                "Jan Pluta",
                "wiceminister",
            )
        ],
    ),
    (
        "„Zysk wzrósł o 3 mln zł” – głosi raport Torvexu.",
        [one("Zysk wzrósł o 3 mln zł", "Torvex")],
    ),
    (
        "– Cytując klasyka: „pieniądze nie śmierdzą” – żartował Leon Gajda.",
        [one("Cytując klasyka: „pieniądze nie śmierdzą”", "Leon Gajda")],
    ),
    (
        "Leon Gajda napisał w serwisie X:\n\n„Budowa mostu ruszy w maju. Trzymam kciuki!”",
        [one("Budowa mostu ruszy w maju. Trzymam kciuki!", "Leon Gajda")],
    ),
]

QUIET = [
    "Książka „Mówi profesor” ukazała się w maju nakładem wydawnictwa Opal.",
    "Pluta i Kosz to najczęstsze nazwiska w tej gminie.",
    "Zniżka 20–30 proc. – tylko do niedzieli – obejmuje cały asortyment.",
    "Wpisz „reset”, a potem naciśnij „Zatwierdź”.",
    "Prezes Torvexu Adam Kruk odebrał nagrodę „Firma roku” z rąk wojewody.",
    "Ministerstwo opublikowało projekt rozporządzenia, a urząd przekazał go do konsultacji.",
    "Warszawa: wypadek na moście, dwie osoby ranne",
    "Budżet: jest nowelizacja, będą podwyżki",
    "Torvex – najstarsza hurtownia w regionie – ogłosił upadłość we wtorek nad ranem.",
    "Sąd ogłosił upadłość trzech spółek: Torvex, Almedo i Nexaron.",
    "Podano do stołu, a goście usłyszeli „Sto lat”.",
]


@pytest.mark.parametrize(("text", "wanted"), PASSAGES)
def test_press(text, wanted):
    assert said(text) == wanted


@pytest.mark.parametrize("text", QUIET)
def test_quiet_press(text):
    assert said(text) == []


def test_hints_hold_every_form_of_a_noun_of_saying():
    assert {"zdaniem", "według", "deklaracja", "zapowiedzi", "obietnicą"} <= hints(Language.PL)
    assert "according" in hints(Language.EN)
