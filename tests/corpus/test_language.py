"""Which language: Polish, English, or a clear refusal."""

from __future__ import annotations

import subprocess
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.language import UnsupportedLanguageError, detect, parse
from corpus.types import Language


@pytest.mark.parametrize(
    "text",
    [
        "Orlik Cloud Platform, Falcon Data Services i Heron Edge to liderzy, mówi Key Account Manager w Orlik Group.",
        "Integratorzy oceniają, że model abonamentowy jest dla nich korzystny.",
        "kto jest sceptyczny wobec zachęt do sprzedaży chmury",
        "Firma rosnie o 20 proc. rocznie, a klienci kupuja chmure",
        "sceptycy chmury",
        "chmura",
        "CEO powiedział, że “the cloud business is growing” i że firma zainwestuje w Polsce, w nowe centra danych.",
    ],
)
def test_polish(text: str) -> None:
    assert detect(text) is Language.PL


@pytest.mark.parametrize(
    "text",
    [
        "who is sceptical about cloud incentives",
        "Paweł Żółkiewski of Łódź said that the programme had been good for Zgierz and Chełm resellers.",
        "Cloud Partner Program",
        "The naïve café owner said the fiancée's résumé was fine.",
        "cloud",
    ],
)
def test_english(text: str) -> None:
    assert detect(text) is Language.EN


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Die Regierung hat gestern beschlossen, die Steuern zu senken.", "de"),
        ("Le gouvernement a décidé hier de baisser les impôts.", "fr"),
        ("Vláda včera rozhodla o snížení daní, řekl ministr, že další kroky budou následovat.", "cs"),
        ("Vyriausybė vakar nusprendė mažinti mokesčius, sakė ministras pirmininkas.", "lt"),
        ("Правительство вчера решило снизить налоги.", "ru"),
        ("日本政府は昨日、減税を決めた。", "ja"),
    ],
)
def test_other_languages_are_refused_by_name(text: str, found: str) -> None:
    with pytest.raises(UnsupportedLanguageError) as error:
        detect(text)
    assert error.value.found == found


@pytest.mark.parametrize("text", ["", "12 345,67", " \n", "https://orlik.example/a"])
def test_no_words_no_language(text: str) -> None:
    with pytest.raises(UnsupportedLanguageError) as error:
        detect(text)
    assert error.value.found is None


@pytest.mark.parametrize(
    ("name", "language"),
    [
        ("pl", Language.PL),
        ("pl-PL", Language.PL),
        ("en_GB", Language.EN),
        (" English ", Language.EN),
        ("POL", Language.PL),
    ],
)
def test_names_of_languages(name: str, language: Language) -> None:
    assert parse(name) is language


def test_other_names_are_none() -> None:
    assert parse("de-DE") is None
    assert parse("") is None


@given(st.text(max_size=60))
def test_any_text_has_an_answer_or_is_refused(text: str) -> None:
    found: str | None
    try:
        found = detect(text)
    except UnsupportedLanguageError as error:
        found = error.found
    assert found is None or len(found) in (2, 3)
    assert any(character.isalpha() for character in text) or found is None


def test_an_ordinary_article_does_not_load_the_model() -> None:
    program = (
        "import sys; from corpus.language import detect;"
        "detect('Integratorzy w większości oceniają, że model usługowy jest dla nich korzystny, bez ryzyka. ' * 9);"
        "detect('Most of the resellers said that the model is good for them and that it has no risk. ' * 9);"
        "sys.exit('py3langid' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_letters_written_in_two_characters_are_the_same_letters() -> None:
    text = "Integratorzy oceniają, że się nie opłaca, a są też głosy, że będzie łatwiej. " * 5
    assert detect(unicodedata.normalize("NFD", text)) is Language.PL
