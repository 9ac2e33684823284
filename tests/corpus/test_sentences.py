"""Sentence spans: where Polish and English sentences end, and that no character is lost."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.sentences import sentences
from corpus.types import Language


def split(text: str, language: Language) -> list[str]:
    return [text[start:end] for start, end in sentences(text, language)]


POLISH = [
    "Umowa z 2017 r. dała zysk.|Tak było w 2026 r.|Dodatkowo wzrosły ceny.",
    "W 2017 r. Orlik kupił firmę.|Potem ją sprzedał.",
    "Firma powstała w 2017 r.|Orlik kupił ją później.",
    "Zatrudnia 5 tys. Polaków, którzy pracują zdalnie.",
    "Rośnie o 20 proc.|Firma planuje dalszy wzrost.",
    "Sprzedaż wyniosła 5 mln.|Zysk sięgnął 2 mld zł.|Koniec.",
    "Świętowano 20. rocznicę.|Podczas 15. Kongresu Partnerów mówiono o chmurze.",
    "Zmieniło się to w latach 90. XX w. i później.",
    "Był tam prof. dr hab. J. K. Nowak z Uniwersytetu im. Jana Nowaka.|Padało.",
    "To m.in. Kraków, Łódź itd.|Dalej jest las, np. Bory Zielone.",
    "Prezes Orlik Sp. z o.o. Jan Nowak mówi, że jest dobrze.",
    "Mieszka przy ul. Prostej 5, zob. www.orlik.example/ceny.|Cena to 3.50 zł.",
    "„Tak?” – zapytał.|„Koniec.”|Wyszedł.",
    "– Nie wiem – mówi Jan.|– Może jutro.|– Tak! – krzyknął.",
    "Co?!|Naprawdę?! – pytał.",
    "Rano padało…|Potem nie.|(Śmiech.)|Tak.|(…) Potem cisza.",
    "Firma (dawniej Beta S.A.) rośnie (sic!) Nowakowi.",
    "Termin: od 29 grudnia 2015 r. – 11 lutego 2016 r. trwa nabór.",
    "1. Pierwszy punkt.|2. Drugi punkt.",
    "To plan B.|W Polsce działa.",
    "O godz. 15.|Rada zdecyduje.",
]
ENGLISH = [
    "“Really?” he asked.|“Yes!” Smith said.|“It rose.”|He smiled.",
    "Mr. Smith of Orlik Inc. said U.S. sales rose 3.5 percent.|The U.S. market fell.",
    "He moved to the U.S.|The firm stayed.",
    "The market opened at 9 a.m.|Trading was slow.",
    "He likes clouds, e.g. Orlik Cloud, and Dr. J. K. Brown Jr. agrees.",
    "See No. 5 and Fig. 3.|He said no.|The end.",
    "It was late...|Then (it was late!) she left.|(She was tired.)|Good.",
    "Yahoo! Japan rose.|Visit www.orlik.example.|Now.",
    "Wait ... what?|It costs $3.50.",
    "World War II.|Later on.",
    "Sales grew.|iPhone sales fell.",
]


@pytest.mark.parametrize("marked", POLISH)
def test_polish(marked: str) -> None:
    assert split(marked.replace("|", " "), Language.PL) == marked.split("|")


@pytest.mark.parametrize("marked", ENGLISH)
def test_english(marked: str) -> None:
    assert split(marked.replace("|", " "), Language.EN) == marked.split("|")


def test_a_forgotten_space_after_a_full_stop() -> None:
    assert split("Nie ma zysku.Dodał, że będzie.", Language.PL) == ["Nie ma zysku.", "Dodał, że będzie."]
    assert split("Write it in Node.js or ASP.NET now.", Language.EN) == ["Write it in Node.js or ASP.NET now."]


def test_a_wrapped_line_does_not_end_a_sentence_and_a_blank_line_always_does() -> None:
    text = "Trudno oczekiwać w tej sytuacji\nzaangażowania.\nNastępny akapit\n\nBez kropki"
    assert split(text, Language.PL) == [
        "Trudno oczekiwać w tej sytuacji\nzaangażowania.",
        "Następny akapit",
        "Bez kropki",
    ]


def test_a_heading_on_its_own_line_is_parted_from_the_paragraph() -> None:
    text = "Chmura rośnie szybciej\r\nTreść pierwszego akapitu jest dłuższa i ma kropkę."
    assert split(text, Language.PL) == text.split("\r\n")


def test_hard_wrapped_english_is_put_together() -> None:
    text = (
        "The partner programme that the vendor launched last week is aimed at\n"
        "Orlik resellers, and it will be opened to all the others at the end\n"
        "of the year."
    )
    assert split(text, Language.EN) == [text]


def test_list_items_stand_alone() -> None:
    assert split("Lista:\n- pierwsze,\n- drugie,\n- trzecie.", Language.PL) == [
        "Lista:",
        "- pierwsze,",
        "- drugie,",
        "- trzecie.",
    ]


def test_an_attribution_on_the_next_line_stays_with_its_quotation() -> None:
    text = "„Tak jest.”\n– dodał Jan."
    assert split(text, Language.PL) == [text]


def test_start_and_end_bound_the_spans() -> None:
    text = "Tytuł. Jeden. Dwa. Trzy."
    assert sentences(text, Language.PL, 7, 18) == [(7, 13), (14, 18)]
    assert sentences(text, Language.PL, 8, 12) == [(8, 12)]


def test_nothing_to_read() -> None:
    assert sentences("", Language.PL) == []
    assert sentences(" \n\ufeff\t", Language.EN) == []


PIECES = st.sampled_from([
    *("Ala", "ma", "w 2017 r.", "tys.", "J.", "„", "”", '"', "(", ")", "…", ".", "!", "?", " ", "\n", "\n\n", "–"),
    *("- ", "zł", "5", "Inc.", "a.m.", "[...]", "\u2029", "\r\n", "e\u0301", "\ufeff", "🙂", "«", "»", ","),
])  # fmt: skip


@given(st.lists(PIECES, max_size=40).map("".join) | st.text(max_size=80), st.sampled_from(Language))
def test_spans_are_ordered_trimmed_and_hold_every_visible_character(text: str, language: Language) -> None:
    spans = sentences(text, language)
    previous = 0
    covered = set()
    for start, end in spans:
        assert previous <= start < end <= len(text)
        assert not text[start].isspace()
        assert not text[end - 1].isspace()
        assert "\n\n" not in text[start:end]
        covered.update(range(start, end))
        previous = end
    missed = {text[place] for place in range(len(text)) if place not in covered and not text[place].isspace()}
    assert missed <= {"\ufeff", "\u200b", "\u2060"}


@pytest.mark.parametrize("unit", ["Ala ma kota. ", "A. ", "r. A ", "(… ", ".", "\n", "„", "a\nB", ". [..]", "(a.) "])
def test_time_grows_linearly(unit: str) -> None:
    def seconds(count: int) -> float:
        text = unit * (count // len(unit))
        begin = time.process_time()
        sentences(text, Language.EN)
        return time.process_time() - begin

    assert seconds(400_000) < 16 * seconds(50_000) + 0.3  # quadratic would be 64 times
