"""Polish verbatim quotations: every mark and layout, the words to the letter, the speaker, role and firm."""

import pytest

from corpus.extract import extract
from corpus.types import Article, Language, Statement

Said = tuple[list[str], str | None, str | None, str | None]


def extracted(text: str) -> list[Statement]:
    found = extract(Article("0" * 16, "test.txt", text, Language.PL))
    for statement in found:
        for span in [*statement.content, *(s for s in (statement.cue, statement.source) if s)]:
            assert text[span.start : span.end] == span.exact
    return found


def said(text: str) -> list[Said]:
    """What the extractor makes of a text: pieces of content, speaker, role, firm of each statement."""
    return [
        ([span.exact for span in one.content], one.speaker.name if one.speaker else None, one.role, one.firm)
        for one in extracted(text)
    ]


def one(content: str | list[str], speaker: str | None, role: str | None = None, firm: str | None = None) -> Said:
    return ([content] if isinstance(content, str) else content, speaker, role, firm)


MARKS = [
    (
        f"{left}Rynek serwerów skurczył się o jedną piątą{right}{glue} powiedziała Halina Brzoza, dyrektorka Torvexu.",
        [one("Rynek serwerów skurczył się o jedną piątą", "Halina Brzoza", "dyrektorka", "Torvex")],
    )
    for left, right, glue in [
        ("„", "”", " –"),
        ("„", "“", " —"),
        ("“", "”", " -"),
        ('"', '"', " –"),
        ("«", "»", ","),
        ("»", "«", " –"),
        ("„", '"', " –"),
        ("„", "”", ","),
        ("'", "'", " –"),
        ("‚", "’", " –"),
    ]
]

DASHES = [
    (
        f"{dash} Nie planujemy zwolnień {dash} zapewnił Igor Malec, prezes spółki Fordanix. {dash} Wręcz przeciwnie.",
        [one(["Nie planujemy zwolnień", "Wręcz przeciwnie."], "Igor Malec", "prezes", "Fordanix")],
    )
    for dash in "–—-"
] + [
    (
        "–Nie planujemy zwolnień – zapewnił Igor Malec. – Szukamy stu osób.",
        [one(["Nie planujemy zwolnień", "Szukamy stu osób."], "Igor Malec")],
    ),
    (
        "– Nie planujemy zwolnień –zapewnił Igor Malec.",
        [one("Nie planujemy zwolnień", "Igor Malec")],
    ),
    (
        "— Nie planujemy zwolnień. — zapewnił Igor Malec. — Szukamy ludzi.",
        [one(["Nie planujemy zwolnień.", "Szukamy ludzi."], "Igor Malec")],
    ),
    (
        "– Sprzedaliśmy w latach 2019–2023 ponad 40–50 tys. sztuk – wyliczał Rafał Kosz.",
        [one("Sprzedaliśmy w latach 2019–2023 ponad 40–50 tys. sztuk", "Rafał Kosz")],
    ),
    (
        "– Zamówienia – zwłaszcza te publiczne – spadły o połowę – mówi Rafał Kosz z firmy Nexaron.",
        [one("Zamówienia – zwłaszcza te publiczne – spadły o połowę", "Rafał Kosz", None, "Nexaron")],
    ),
    (
        "– Czy to się opłaca? – pyta Rafał Kosz. – Moim zdaniem nie.",
        [one(["Czy to się opłaca?", "Moim zdaniem nie."], "Rafał Kosz")],
    ),
    (
        "– Czekaliśmy na to dwa lata – przyznaje Rafał Kosz – i wreszcie się udało.",
        [one(["Czekaliśmy na to dwa lata", "i wreszcie się udało."], "Rafał Kosz")],
    ),
    (
        "– Czekaliśmy na to dwa lata – przyznaje Rafał Kosz. – Było ciężko – dodaje.",
        [one("Czekaliśmy na to dwa lata", "Rafał Kosz"), one("Było ciężko", "Rafał Kosz")],
    ),
    (
        "– Ceny spadną – mówi Ewa Sroka, szefowa zakupów w sieci Almedo.\n\n– Ceny wzrosną – ripostuje Jan Pluta.",
        [
            one("Ceny spadną", "Ewa Sroka", "szefowa zakupów", "Almedo"),
            one("Ceny wzrosną", "Jan Pluta"),
        ],
    ),
    (
        "Hurtownie szykują się na wzrost popytu. – Magazyny są pełne – mówi Ewa Sroka.",
        [one("Magazyny są pełne", "Ewa Sroka")],
    ),
    (
        "Jak mówi Ewa Sroka z Almedo: – Magazyny są pełne.",
        [one("Magazyny są pełne.", "Ewa Sroka", None, "Almedo")],
    ),
    (
        "Ewa Sroka, prezeska Almedo:\n– Magazyny są pełne, a zamówień brakuje.",
        [one("Magazyny są pełne, a zamówień brakuje.", "Ewa Sroka", "prezeska", "Almedo")],
    ),
    (
        "Tak ocenia to Jan Pluta, analityk Tarmo Research: – Klienci wstrzymali zakupy do jesieni.",
        [one("Klienci wstrzymali zakupy do jesieni.", "Jan Pluta", "analityk", "Tarmo Research")],
    ),
    (
        "– Program „Czysta woda” nie działa – uważa burmistrz Leon Gajda.",
        [one("Program „Czysta woda” nie działa", "Leon Gajda", "burmistrz")],
    ),
    (
        "– Usłyszałem tylko: „Proszę czekać” – wspomina Leon Gajda.",
        [one("Usłyszałem tylko: „Proszę czekać”", "Leon Gajda")],
    ),
]

QUOTED = [
    (
        "„Umowa jest gotowa” – napisał Leon Gajda. „Podpiszemy ją w maju” – dodał.",
        [one("Umowa jest gotowa", "Leon Gajda"), one("Podpiszemy ją w maju", "Leon Gajda")],
    ),
    (
        "„Umowa – napisał Leon Gajda – jest gotowa”.",
        [one(["Umowa", "jest gotowa"], "Leon Gajda")],
    ),
    (
        "„Umowa jest gotowa” – napisał Leon Gajda. „Podpiszemy ją w maju”.",
        [one(["Umowa jest gotowa", "Podpiszemy ją w maju"], "Leon Gajda")],
    ),
    (
        "Leon Gajda napisał na platformie X: „Umowa jest gotowa. Podpiszemy ją w maju”.",
        [one("Umowa jest gotowa. Podpiszemy ją w maju", "Leon Gajda")],
    ),
    (
        "„Umowa jest gotowa” – czytamy w komunikacie spółki Fordanix.",
        [one("Umowa jest gotowa", "Fordanix")],
    ),
    (
        "W oświadczeniu przesłanym redakcji Fordanix zapewnia: „Dane klientów są bezpieczne”.",
        [one("Dane klientów są bezpieczne", "Fordanix")],
    ),
    (
        "„Dane klientów są bezpieczne” – zapewniono w komunikacie.",
        [one("Dane klientów są bezpieczne", None)],
    ),
    (
        "„Pierwszy akapit mówi o cenach.\n\n„Drugi mówi o terminach” – napisał Leon Gajda.",
        [one(["Pierwszy akapit mówi o cenach.", "Drugi mówi o terminach"], "Leon Gajda")],
    ),
    (
        "„Gdy spytałem o rabat, usłyszałem «nie teraz»” – opowiada Leon Gajda.",
        [one("Gdy spytałem o rabat, usłyszałem «nie teraz»", "Leon Gajda")],
    ),
    (
        "Zdaniem Leona Gajdy nowe przepisy to „biurokratyczny potwór”.",
        [one("nowe przepisy to „biurokratyczny potwór”", "Leon Gajda")],
    ),
    (
        "Leon Gajda podkreślił, że gmina „nie odda ani metra” terenu.",
        [one("gmina „nie odda ani metra” terenu", "Leon Gajda")],
    ),
    (
        "Jak podkreśla Leon Gajda, „gmina nie odda ani metra terenu”.",
        [one("gmina nie odda ani metra terenu", "Leon Gajda")],
    ),
    (
        "Prezes Fordanixu Igor Malec nie ma wątpliwości: „To najlepszy kwartał w historii”.",
        [one("To najlepszy kwartał w historii", "Igor Malec", "prezes", "Fordanix")],
    ),
    (
        'Igor Malec (Fordanix): "To najlepszy kwartał w naszej historii".',
        [one("To najlepszy kwartał w naszej historii", "Igor Malec", None, "Fordanix")],
    ),
    (
        "– Powiedział mi: „Nie dam rady” – relacjonuje Zofia Madej, rzeczniczka Almedo.",
        [one("Powiedział mi: „Nie dam rady”", "Zofia Madej", "rzeczniczka", "Almedo")],
    ),
]

LAYOUTS = [
    (
        "Jan Pluta: Skąd pomysł na firmę?\n\nEwa Sroka: Z potrzeby. Nie było dobrego dostawcy.\n\n"
        "Jan Pluta: Kto był pierwszym klientem?\n\nEwa Sroka: Sąsiad, który prowadził warsztat.",
        [
            one("Z potrzeby. Nie było dobrego dostawcy.", "Ewa Sroka"),
            one("Sąsiad, który prowadził warsztat.", "Ewa Sroka"),
        ],
    ),
    (
        "Rozmowa z Ewą Sroką, prezeską Almedo\n\nSkąd pomysł na firmę?\n\n"
        "Ewa Sroka: Z potrzeby. Nie było dobrego dostawcy.\n\nKto był pierwszym klientem?\n\n"
        "Ewa Sroka: Sąsiad, który prowadził warsztat.",
        [
            one("Z potrzeby. Nie było dobrego dostawcy.", "Ewa Sroka", "prezeska", "Almedo"),
            one("Sąsiad, który prowadził warsztat.", "Ewa Sroka", "prezeska", "Almedo"),
        ],
    ),
    (
        "Rozmowa z Ewą Sroką, prezeską Almedo\n\n– Skąd pomysł na firmę?\n\n"
        "– Z potrzeby. Nie było dobrego dostawcy.\n\n– Kto był pierwszym klientem?\n\n"
        "– Sąsiad, który prowadził warsztat.",
        [
            one("Z potrzeby. Nie było dobrego dostawcy.", "Ewa Sroka", "prezeska", "Almedo"),
            one("Sąsiad, który prowadził warsztat.", "Ewa Sroka", "prezeska", "Almedo"),
        ],
    ),
    (
        "Pluta: ceny mieszkań spadną o jedną dziesiątą\n\nRząd spotkał się z Janem Plutą z Tarmo Research.",
        [one("ceny mieszkań spadną o jedną dziesiątą", "Jan Pluta", None, "Tarmo Research")],
    ),
    (
        "Jan Pluta: trzeba obniżyć podatki\n\nEkonomista Jan Pluta z Tarmo Research przedstawił raport.",
        [one("trzeba obniżyć podatki", "Jan Pluta", "ekonomista", "Tarmo Research")],
    ),
    (
        "Prezes Fordanixu: nie planujemy zwolnień\n",
        [one("nie planujemy zwolnień", "prezes Fordanixu", "prezes", "Fordanix")],
    ),
    ("„Nie planujemy zwolnień” – Igor Malec o przyszłości fabryki\n", [one("Nie planujemy zwolnień", "Igor Malec")]),
]


@pytest.mark.parametrize(("text", "wanted"), MARKS + DASHES + QUOTED + LAYOUTS)
def test_verbatim(text, wanted):
    assert said(text) == wanted
