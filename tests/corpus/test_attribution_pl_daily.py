"""Polish daily press: speech after a colon, speakers by role alone, verbs of manner, where a report ends."""

import pytest

from tests.corpus.test_attribution_pl import one, said

LED = [
    (
        "Burmistrz Adam Kruk nie traci spokoju: „Most otworzymy na wiosnę”.",
        [one("Most otworzymy na wiosnę", "Adam Kruk", "burmistrz")],
    ),
    (
        "Kierownik magazynu wzrusza ramionami: – Tak już bywa.",
        [one("Tak już bywa.", "kierownik magazynu", "kierownik magazynu")],
    ),
    (
        "Ewa Wilk, dyrektorka handlowa, Torvex:\n– Ceny spadną jeszcze w marcu.",
        [one("Ceny spadną jeszcze w marcu.", "Ewa Wilk", "dyrektorka handlowa", "Torvex")],
    ),
    (
        "Przewodnicząca samorządu Ewa Wilk ma dość:\n\n– Nikt nas o nic nie pyta.",
        [one("Nikt nas o nic nie pyta.", "Ewa Wilk", "przewodnicząca samorządu")],
    ),
    (
        "– Kiedy ruszy budowa? – Najwcześniej w maju – odpowiada Adam Kruk.",
        [one("Najwcześniej w maju", "Adam Kruk")],
    ),
    (
        "Zapytaliśmy w urzędzie. „Sprawa jest badana” – mówi Adam Kruk.",
        [one("Sprawa jest badana", "Adam Kruk")],
    ),
    (
        "„To jest wstyd dla całego miasta”, „Pora wreszcie na zmiany” – piszą czytelnicy.",
        [one(["To jest wstyd dla całego miasta", "Pora wreszcie na zmiany"], "czytelnicy")],
    ),
]

SPEAKERS = [
    (
        "Prezydent Sopotu rozkłada ręce. – Pieniędzy nie ma – przyznaje.",
        [one("Pieniędzy nie ma", "prezydent Sopotu", "prezydent Sopotu")],
    ),
    (
        "Prezes spółki Torvex nie szukał wymówek. „Zawiedliśmy klientów” – przyznał Adam Kruk.",
        [one("Zawiedliśmy klientów", "Adam Kruk", "prezes", "Torvex")],
    ),
    (
        "Te tłumaczenia nie przekonują radnej Ewy Wilk. Przypomina, że pieniądze były w budżecie.",
        [one("pieniądze były w budżecie", "Ewa Wilk", "radna")],
    ),
    (
        "Rzeczniczka Komendy Policji w Opolu, podkom. Ewa Wilk, podała, że złodziej uciekł.",
        [one("złodziej uciekł", "Ewa Wilk", "rzeczniczka", "Komenda Policji w Opolu")],
    ),
    (
        "Prezes Torvexu w Polsce Adam Kruk twierdzi, że popyt rośnie.",
        [one("popyt rośnie", "Adam Kruk", "prezes", "Torvex")],
    ),
    ("– Nikt nie pomógł – żali się pani Krystyna.", [one("Nikt nie pomógł", "Krystyna")]),
    (
        "Menedżer Ewy Wilk zapewnia, że trasa się odbędzie.",
        [one("trasa się odbędzie", "menedżer Ewy Wilk", "menedżer")],
    ),
    ("W opinii Rady Polityki Pieniężnej ceny spadną.", [one("ceny spadną", "Rada Polityki Pieniężnej")]),
    (
        "Związek maszynistów, który strajkuje od maja, ocenia, że winny jest zarząd.",
        [one("winny jest zarząd", "Związek maszynistów")],
    ),
    ("– Da się to naprawić – zdradza osoba z produkcji.", [one("Da się to naprawić", "osoba z produkcji")]),
    (
        "– Mróz nie odpuści – mówi cytowana przez „Wieści” Ewa Wilk, hydrolożka.",
        [one("Mróz nie odpuści", "Ewa Wilk", "hydrolożka")],
    ),
    (
        "Polonistka Ewa Wilk mówi, że w klasach jest ciasno.",
        [one("w klasach jest ciasno", "Ewa Wilk", "polonistka")],
    ),
    (
        "Burmistrzyni Ewa Wilk odeszła. W jej ocenie budżet był za mały.",
        [one("budżet był za mały", "Ewa Wilk", "burmistrzyni")],
    ),
    (
        "Nowak Ewa nie przyszła. Minister rozwoju pytany o dopłaty odparł: „Nie będzie ich”.",
        [one("Nie będzie ich", "minister rozwoju", "minister rozwoju")],
    ),
    (
        "– Ceny wzrosną – mówił Adam Kruk na forum Rady Handlu, dodając, że popyt słabnie.",
        [one("Ceny wzrosną", "Adam Kruk"), one("popyt słabnie", "Adam Kruk")],
    ),
    (
        "Adam Kruk nazywa Jana Lisa „tchórzem” i twierdzi, że wybory będą ważne.",
        [one("tchórzem", "Adam Kruk"), one("wybory będą ważne", "Adam Kruk")],
    ),
    (
        "Jeden\u00a0z\u00a0posłów\u00a0z\u00a0Partii\u00a0Wolności powiedział, że\u00a0ustawa upadnie.",
        [one("ustawa upadnie", "poseł z Partii Wolności", "poseł", "Partia Wolności")],
    ),
]

PRESS = [
    (
        "– Marże rosną – wyjaśnia Adam Kruk, dyrektor Działu Analiz Torvex Polska.",
        [one("Marże rosną", "Adam Kruk", "dyrektor Działu Analiz", "Torvex Polska")],
    ),
    ("Z badania PKW wynika, że 62 proc. Polaków głosuje.", [one("62 proc. Polaków głosuje", "PKW")]),
    (
        "Rzecznik Prokuratury Okręgowej w Opolu Ewa Wilk podała, że śledztwo trwa. „To potrwa” – dodała prokurator.",
        [
            one("śledztwo trwa", "Ewa Wilk", "rzecznik", "Prokuratura Okręgowa w Opolu"),
            one("To potrwa", "Ewa Wilk", "rzecznik", "Prokuratura Okręgowa w Opolu"),
        ],
    ),
    (
        "„To nie wystarczy” – powiedział po spotkaniu Terrok, cytowany przez agencję.",
        [one("To nie wystarczy", "Terrok")],
    ),
    (
        "Jak powiedział agencji Wexel anonimowy przedstawiciel rządu, decyzja zapadnie jutro.",
        [one("decyzja zapadnie jutro", "anonimowy przedstawiciel rządu", "anonimowy przedstawiciel rządu")],
    ),
    (
        "– To koniec – nie ma wątpliwości Ewa Wilk, doradczyni z kancelarii Lexum.pl.",
        [one("To koniec", "Ewa Wilk", "doradczyni", "Lexum.pl")],
    ),
    (
        "Ewa Wilk, lekarka rodzinna z Lublina, uważa, że szczepionek zabraknie.",
        [one("szczepionek zabraknie", "Ewa Wilk", "lekarka rodzinna")],
    ),
]

CUES = [
    ("– Miałam rację – wypaliła Ewa Wilk.", [one("Miałam rację", "Ewa Wilk")]),
    ("„Nie ma mowy” – ucina spekulacje Adam Kruk.", [one("Nie ma mowy", "Adam Kruk")]),
    (
        "„Umowy nie będzie” – słyszymy od prezesa Torvexu.",
        [one("Umowy nie będzie", "prezes Torvexu", "prezes", "Torvex")],
    ),
    ("Adam Kruk miał powiedzieć współpracownikom, że odejdzie.", [one("odejdzie", "Adam Kruk")]),
    ("Eksperci od handlu są zgodni, że ceny spadną.", [one("ceny spadną", "eksperci od handlu")]),
    (
        "Co czwarty sklep, wylicza Instytut Handlu, zamknie się do świąt.",
        [one(["Co czwarty sklep", "zamknie się do świąt"], "Instytut Handlu")],
    ),
    ("Adam Kruk upierał się, że ceny spadną.", [one("ceny spadną", "Adam Kruk")]),
]

ENDS = [
    ("Sąd uznał, że umowa jest ważna, i zasądził odszkodowanie.", [one("umowa jest ważna", "Sąd")]),
    ("Adam Kruk zapewnił, że wróci, po czym szybko wyszedł.", [one("wróci", "Adam Kruk")]),
    (
        "Adam Kruk przyznał, że towar, który zamówił, nie dotarł, i że zażąda zwrotu.",
        [one("towar, który zamówił, nie dotarł, i że zażąda zwrotu", "Adam Kruk")],
    ),
    (
        "Jak przekazała Ewa Wilk z komendy, 43-latek uciekł z parkingu.",
        [one("43-latek uciekł z parkingu", "Ewa Wilk", None, "komenda")],
    ),
    (
        "Według Adama Kruka, który zna sprawę od lat, sklep upadnie.",
        [one("sklep upadnie", "Adam Kruk")],
    ),
    (
        "Prezes ujawnił, że spółka odrzuciła ofertę, nie pytając o cenę.",
        [one("spółka odrzuciła ofertę, nie pytając o cenę", "prezes", "prezes")],
    ),
]


@pytest.mark.parametrize(("text", "expected"), LED + SPEAKERS + PRESS + CUES + ENDS)
def test_statements(text, expected):
    assert said(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Prezes przedstawił trzy cele: – niższe koszty, – nowe rynki, – lepsza obsługa.",
        "Na półce leżą dwie książki: „Lalka” i „Ferdydurke”.",
        "Nowy serwis – cieszy się popularnością – ruszył w maju.",
    ],
)
def test_no_statement(text):
    assert said(text) == []
