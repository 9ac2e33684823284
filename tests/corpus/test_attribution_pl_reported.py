"""Polish reported speech: where its clause begins and ends, and whose it is."""

import pytest

from tests.corpus.test_attribution_pl import one, said

THAT = [
    ("Jan Pluta uważa, że ceny wzrosną.", [one("ceny wzrosną", "Jan Pluta")]),
    ("Jan Pluta zapowiada, iż sklep ruszy w maju.", [one("sklep ruszy w maju", "Jan Pluta")]),
    (
        "Wczoraj w rozmowie z Radiem Opal wiceprezes Almedo Jan Pluta przyznał, że negocjacje utknęły.",
        [one("negocjacje utknęły", "Jan Pluta", "wiceprezes", "Almedo")],
    ),
    (
        "Jan Pluta, który kieruje działem zakupów w Almedo, twierdzi, że dostawcy podnieśli ceny, choć kurs spadł.",
        [one("dostawcy podnieśli ceny, choć kurs spadł", "Jan Pluta")],
    ),
    (
        "Jan Pluta dodał, że dostawcy, z którymi spółka współpracuje od lat, podnieśli ceny, a kurs spadł.",
        [one("dostawcy, z którymi spółka współpracuje od lat, podnieśli ceny, a kurs spadł", "Jan Pluta")],
    ),
    (
        "Jan Pluta powiedział, że umowa wygasa, i dodał, że nie będzie nowej.",
        [one("umowa wygasa", "Jan Pluta"), one("nie będzie nowej", "Jan Pluta")],
    ),
    (
        "Jan Pluta zaznaczył, że umowa wygasa, a Ewa Sroka przypomniała, że nowej nie będzie.",
        [one("umowa wygasa", "Jan Pluta"), one("nowej nie będzie", "Ewa Sroka")],
    ),
    (
        "Jan Pluta poinformował, że umowa wygasa, podkreślając, że strony rozmawiają o nowej.",
        [one("umowa wygasa", "Jan Pluta"), one("strony rozmawiają o nowej", "Jan Pluta")],
    ),
    (
        "Jan Pluta zapytał, czy umowa wygasa w maju.",
        [one("czy umowa wygasa w maju", "Jan Pluta")],
    ),
    (
        "Związkowcy domagają się, żeby zarząd wypłacił premie.",
        [one("zarząd wypłacił premie", "związkowcy")],
    ),
    ("Zarząd Almedo zwrócił uwagę, że marże maleją.", [one("marże maleją", "Zarząd Almedo")]),
    (
        "Prezeska Almedo Ewa Sroka wyraziła nadzieję, że sąd uchyli decyzję.",
        [one("sąd uchyli decyzję", "Ewa Sroka", "prezeska", "Almedo")],
    ),
    ("Ewa Sroka jest zdania, że sąd uchyli decyzję.", [one("sąd uchyli decyzję", "Ewa Sroka")]),
    ("Ewa Sroka nie kryje, że liczy na zwrot kosztów.", [one("liczy na zwrot kosztów", "Ewa Sroka")]),
    (
        "Ewa Sroka zapewnia, że rabaty pozostaną – na razie bez zmian.",
        [one("rabaty pozostaną – na razie bez zmian", "Ewa Sroka")],
    ),
    (
        "Ewa Sroka stwierdziła też, że jeśli rząd nie zmieni stawek, firmy zaczną zwalniać.",
        [one("jeśli rząd nie zmieni stawek, firmy zaczną zwalniać", "Ewa Sroka")],
    ),
]

BESIDE = [
    ("Zdaniem Ewy Sroki stopy spadną.", [one("stopy spadną", "Ewa Sroka")]),
    ("Stopy, zdaniem Ewy Sroki, spadną w maju.", [one(["Stopy", "spadną w maju"], "Ewa Sroka")]),
    (
        "Według analityka Tarmo Research Jana Pluty popyt wróci jesienią.",
        [one("popyt wróci jesienią", "Jan Pluta", "analityk", "Tarmo Research")],
    ),
    ("W ocenie Fordanixu kara jest zbyt wysoka.", [one("kara jest zbyt wysoka", "Fordanix")]),
    (
        "W opinii ekspertów przepisy trzeba zmienić, bo szkodzą małym firmom.",
        [one("przepisy trzeba zmienić, bo szkodzą małym firmom", "eksperci")],
    ),
    ("Według raportu Tarmo Research popyt wróci jesienią.", [one("popyt wróci jesienią", "Tarmo Research")]),
    ("Jak podkreśliła Ewa Sroka, umowa wygasa w maju.", [one("umowa wygasa w maju", "Ewa Sroka")]),
    (
        "Umowa, jak podkreśla Ewa Sroka, wygasa w maju.",
        [one(["Umowa", "wygasa w maju"], "Ewa Sroka")],
    ),
    ("Umowa wygasa w maju, jak podkreśla Ewa Sroka.", [one("Umowa wygasa w maju", "Ewa Sroka")]),
    (
        "Jak informuje biuro prasowe Almedo, sklep ruszy w maju.",
        [one("sklep ruszy w maju", "biuro prasowe Almedo")],
    ),
    ("Almedo zbuduje halę pod Łodzią – podał bank Korvin.", [one("Almedo zbuduje halę pod Łodzią", "bank Korvin")]),
    (
        "Inflacja spadnie do 3 proc. – wynika z raportu Tarmo Research.",
        [one("Inflacja spadnie do 3 proc.", "Tarmo Research")],
    ),
    (
        "Z danych Tarmo Research wynika, że inflacja spadnie do 3 proc.",
        [one("inflacja spadnie do 3 proc.", "Tarmo Research")],
    ),
    (
        "Almedo kupi sieć Torvex, poinformowała spółka.",
        [one("Almedo kupi sieć Torvex", "Almedo")],
    ),
    (
        "Ewa Sroka jest prezeską Almedo od roku. Jej zdaniem sprzedaż wzrośnie.",
        [one("sprzedaż wzrośnie", "Ewa Sroka", "prezeska", "Almedo")],
    ),
    (
        "Sprzedaż wzrośnie, ale, jak zastrzega Ewa Sroka, dopiero za rok.",
        [one(["Sprzedaż wzrośnie, ale", "dopiero za rok"], "Ewa Sroka")],
    ),
]

NOUNS = [
    (
        "Padła też deklaracja prezesa Leona Gajdy, że fabryka nie zostanie zamknięta.",
        [one("fabryka nie zostanie zamknięta", "Leon Gajda", "prezes")],
    ),
    ("Mówi się, że Torvex szuka kupca.", [one("Torvex szuka kupca", None)]),
    ("Nie brakuje głosów, że Torvex szuka kupca.", [one("Torvex szuka kupca", None)]),
    (
        "Igor Malec nie zgadza się z opinią, że rynek jest nasycony.",
        [],
    ),
    ("Igor Malec ostrzega przed nowym podatkiem.", [one("nowym podatkiem", "Igor Malec")]),
    ("Igor Malec apeluje o niższe stawki.", [one("niższe stawki", "Igor Malec")]),
    ("Igor Malec zaprzecza, by szukał kupca.", [one("szukał kupca", "Igor Malec")]),
    (
        "Eksperci są zgodni: rynek czeka korekta.",
        [one("rynek czeka korekta", "eksperci")],
    ),
    ("Igor Malec zapowiada zwolnienia.", []),
    (
        "Igor Malec nazwał projekt „kpiną z przedsiębiorców”.",
        [one("kpiną z przedsiębiorców", "Igor Malec")],
    ),
]


@pytest.mark.parametrize(("text", "wanted"), THAT + BESIDE + NOUNS)
def test_reported(text, wanted):
    assert said(text) == wanted
