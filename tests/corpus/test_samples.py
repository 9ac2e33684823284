"""The bundled sample articles: enough of them, every form of quotation, and a gold file that fits them word by word."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

import corpus
from corpus.read import read
from corpus.types import Article, Language, Polarity, SpeakerType, StatementKind

SAMPLES = Path(corpus.__file__).parent / "data" / "samples"
GOLD = Path(__file__).parent / "gold" / "samples.jsonl"

# Form of quotation or report → pattern, and in how many articles it must occur at least.
FORMS = {
    "Polish marks": (r"„[^„”]+”", 8),
    "English double marks": (r"“[^„“”]+”", 6),
    "straight marks": (r'"[^"\n]+"', 4),
    "guillemets": (r"«[^«»]+»", 3),
    "English single marks": (r"‘[^‘’]+’", 2),
    "mark repeated at every paragraph": (r"(?m)^([„“\"])[^”\"\n]+\n\s*\1[^”\"\n]+[”\"]", 3),
    "dash, interrupted and resumed": (r"(?m)^[–—-] .+ [–—-] \w+ .+ [–—-] [A-ZŻ]", 3),
    "dash inside the paragraph": (
        r"\. [–-] [A-ZŻ][^\n]+ [–-] (mówi|podkreśla|przekonuje|ocenia|wspomina)",
        4,
    ),
    "em dash": (r"(?m)^— .+ — \w+", 2),
    "whole paragraph, only its end marked": (
        r"(?m)^[A-ZŻ][^–„\n]+[^–„\n]{9,} [–-] (mówi|przyznaje) [A-ZŁ]\w+ \w+,",
        3,
    ),
    "name and colon": (r"(?m)^[A-Z]\w+ [A-Z]\w+: .+", 2),
    "marks, interrupted and resumed": (r"[”’\"],? (said|he noted|she continued)[^“‘\"\n]*[.,] [“‘\"]", 4),
    "read in a communiqué": (r"czytamy w (komunikacie|oświadczeniu)|said in a statement", 4),
    "agency lead": (r"(?m)^\w+ \([A-Z]\w+(?: \w+)?\) [–-] ", 2),
    "jak podkreślił": (r"\bJak (podkreśl|zauważ|dodał|mówi)\w*", 4),
    "reported, Polish": (r"\b(uważa|twierdzi|dodaje|przyznaje|ostrzega)\b[^.\n]*, (że|by)\b", 6),
    "reported, English": (r"\b(said|warned|argued|believes|thinks)\b[ ,\w]* that\b", 6),
    "zdaniem, według": (r"\b(Zdaniem|Według|zdaniem|W ocenie)\b", 8),
    "according to": (r"\b[Aa]ccording to\b", 5),
    "opinion of nobody named": (
        r"spotkać się z opiniami|[Ss]łychać|mówi się|voices saying|is widely believed",
        5,
    ),
    "opinion of a group": (
        r"[Ii]ntegratorzy|[Rr]esellerzy|rozmówcy|[Mm]ost (of the )?resellers",
        8,
    ),
    "no subject": (r"(?m)(^|[.”»] )(Dodaje|Zaznacza|Apeluje|Radzi)\b", 4),
    "bullet list": (r"(?m)^[-*•–] .+[,;]$", 5),
}


@cache
def articles() -> dict[str, Article]:
    found: dict[str, Article] = {}
    for path in sorted(SAMPLES.iterdir()):
        for article in read(path):
            assert isinstance(article, Article), article
            found[article.document] = article
    return found


@cache
def gold() -> dict[str, list[dict[str, Any]]]:
    rows = (json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines())
    return {row["document"]: row["statements"] for row in rows}


def body(article: Article) -> str:
    return article.text[article.body_start :]


def published(article: Article) -> date:
    assert article.date_published is not None, article.document
    return article.date_published


def test_there_are_enough_articles_in_both_languages():
    languages = Counter(article.language for article in articles().values())
    assert languages[Language.PL] >= 13
    assert languages[Language.EN] >= 13


def test_every_file_format_is_there():
    suffixes = Counter(path.suffix for path in SAMPLES.iterdir())
    assert suffixes.keys() == {".md", ".txt", ".html", ".jsonl"}
    assert suffixes[".md"] > suffixes[".txt"] > suffixes[".jsonl"]
    assert suffixes[".html"] >= 2
    from_jsonl = Counter(article.language for name, article in articles().items() if "#" in name)
    assert from_jsonl == {Language.PL: 2, Language.EN: 2}


def test_every_article_has_a_date_and_the_length_of_a_press_article():
    for article in articles().values():
        assert date(2023, 5, 1) <= published(article) <= date(2026, 9, 30), article.document
        assert 180 <= len(body(article).split()) <= 450, article.document


def test_pages_are_read_without_navigation_and_footer():
    pages = [body(article) for name, article in articles().items() if name.endswith(".html")]
    assert len(pages) >= 2
    for text in pages:
        assert not re.search(r"Prenumerata|Newsletter|Regulamin|Privacy|Polityka prywatności|All rights", text)


@pytest.mark.parametrize("form", FORMS)
def test_every_form_occurs_in_several_articles(form):
    pattern, at_least = FORMS[form]
    holding = [name for name, article in articles().items() if re.search(pattern, body(article))]
    assert len(holding) >= at_least, holding


def test_gold_and_articles_cover_each_other():
    assert gold().keys() == articles().keys()
    assert all(len(statements) >= 5 for statements in gold().values())


def test_gold_words_stand_in_the_text():
    for name, statements in gold().items():
        text = body(articles()[name])
        for statement in statements:
            for words in (*statement["content"], statement["cue"] or "", statement["source"] or ""):
                assert words in text, (name, words)
            # A piece that occurs twice would leave open which place is meant.
            if not statement.get("optional"):
                assert all(text.count(words) == 1 for words in statement["content"]), (name, statement)


def test_gold_uses_the_known_kinds():
    for statements in gold().values():
        for statement in statements:
            StatementKind(statement["kind"])
            Polarity(statement["stance"]["polarity"])
            assert statement["stance"]["topic"]
            named = statement["speaker"] is not None
            assert named or SpeakerType(statement["speaker_type"]) is SpeakerType.UNKNOWN


def said() -> list[tuple[Article, dict[str, Any]]]:
    by_date = sorted(articles().values(), key=published)
    return [(article, statement) for article in by_date for statement in gold()[article.document]]


def test_people_speak_in_several_articles_and_in_both_languages():
    documents, languages = defaultdict(set), defaultdict(set)
    for article, statement in said():
        if statement["speaker_type"] == SpeakerType.PERSON:
            documents[statement["speaker"]].add(article.document)
            languages[statement["speaker"]].add(article.language)
    assert sum(len(names) >= 3 for names in documents.values()) >= 8
    assert sum(len(found) == 2 for found in languages.values()) >= 6


@pytest.mark.parametrize(
    ("speaker", "topic", "before", "after"),
    [
        ("Anna Kowalczyk", "cloud incentives", "sceptical", "supportive"),
        ("Tobias Renshaw", "marketplaces", "sceptical", "supportive"),
        ("Dominik Szarek", "AI PCs", "sceptical", "supportive"),
        ("Helen Draycott", "subscription model", "supportive", "sceptical"),
        ("Kinga Lasota", "certifications", "sceptical", "supportive"),
    ],
)
def test_some_change_their_mind(speaker, topic, before, after):
    sides = [
        statement["stance"]["polarity"]
        for _, statement in said()
        if (statement["speaker"], statement["stance"]["topic"]) == (speaker, topic)
    ]
    taken = [side for side in sides if side in (before, after)]
    changes = sum(left != right for left, right in pairwise(taken))
    assert (taken[0], taken[-1], changes) == (before, after, 1)


def test_the_same_words_occur_in_two_outlets():
    places = defaultdict(set)
    for article, statement in said():
        for words in statement["content"]:
            places[words.rstrip(".")].add(article.publisher)
    shared = [words for words, publishers in places.items() if len(publishers) == 2 and len(words) > 60]
    assert len(shared) == 2


def test_two_people_share_a_surname():
    people = {row["speaker"] for _, row in said() if row["speaker_type"] == SpeakerType.PERSON}
    assert {"Anna Kowalczyk", "Marek Kowalczyk"} <= people
