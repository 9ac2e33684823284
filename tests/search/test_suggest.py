"""Suggested topics: what a store speaks of and the scheme does not have, labelled in both languages."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

import pytest

import corpus
from corpus.ingest import ingest
from corpus.store import Store
from corpus.topics import default_scheme
from corpus.types import Language, Polarity, SpeakerType
from search.encoder import load_encoder
from search.suggest import Suggestion, suggest
from tests.search.articles import Said, make_article

TRAMS = [
    (Language.EN, "The tram depot needs a new roof before winter"),
    (Language.EN, "Every tram was late, and the tram drivers are tired"),
    (Language.EN, "A tram ticket costs more than a taxi"),
    (Language.EN, "Nobody cleans the tram stop"),
    (Language.PL, "Tramwaj spóźnia się codziennie, a tramwaje są brudne"),
    (Language.PL, "Nowy tramwaj stoi w zajezdni od maja"),
    (Language.PL, "Motorniczy tramwaju nie widzi przystanku"),
]
SAMPLES = Path(corpus.__file__).parent / "data" / "samples"


def store_of(folder: Path, said: list[tuple[Language, str]]) -> Store:
    store = Store.open(folder)
    for number, (language, text) in enumerate(said):
        opinions = tuple(
            (match.topic, 0.8, Polarity.NEUTRAL, 0.0) for match in default_scheme().match(text, language)[:1]
        )
        one = Said(text, ("Ann Wray", SpeakerType.PERSON), None, None, opinions)
        store.put(*make_article(f"{number}.txt", language, date(2025, 1, 1), f"News {number}", (one,)))
    return store


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> list[Suggestion]:
    with store_of(tmp_path_factory.mktemp("data"), TRAMS) as store:
        ingest([SAMPLES], store)
        return suggest(store.statements(), load_encoder("static"), default_scheme())


def test_a_subject_that_the_scheme_lacks_is_found_in_both_languages(found: list[Suggestion]) -> None:
    trams = found[0]
    assert trams.id == "tram"
    assert trams.labels == {Language.EN: "tram", Language.PL: "tramwaj"}
    assert trams.size >= 5
    assert all("tram" in one.statement.text.lower() for one in trams.examples)


def test_what_is_suggested_can_be_pasted_into_a_scheme(found: list[Suggestion]) -> None:
    (written,) = tomllib.loads(found[0].toml())["topic"]
    assert written["pref_label"] == {"pl": "tramwaj", "en": "tram"}
    assert written["broader"][0] in default_scheme().topics


def test_nothing_is_suggested_of_too_few_statements(tmp_path: Path) -> None:
    with store_of(tmp_path, TRAMS[:2]) as store:
        assert suggest(store.statements(), load_encoder("static"), default_scheme()) == []
