"""Requests of a load: the questions of the gold set and others that nobody asked before, under changing conditions."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from corpus.store import Store
from corpus.topics import default_scheme
from corpus.types import Language

GOLD = Path(__file__).parents[1] / "tests" / "search" / "gold" / "questions.jsonl"
_NEW = 0.5  # share of questions whose words nobody asked before
_TEMPLATES = {
    Language.PL: (
        "kto jest sceptyczny wobec {topic} i {word}",
        "kto popiera {topic} oraz {word}",
        "co {person} sądzi o {topic}",
        "które firmy krytykują {topic} albo {word}",
        "co mówiono o {word} i {topic} w {year} roku",
        "którzy analitycy chwalą {topic} i {word}",
        "kto mówi, że {word} {other} {third}",
    ),
    Language.EN: (
        "who is sceptical about {topic} and {word}",
        "who supports {topic} or {word}",
        "what does {person} think of {topic}",
        "which companies are critical of {topic} and {word}",
        "what was said about {word} and {topic} in {year}",
        "which distributors warn against {topic} or {word}",
        "who mentions {word} {other} {third}",
    ),
}


@dataclass(frozen=True, slots=True)
class Question:
    """A request.

    :param path: with its query.
    :param kind: ``gold`` or ``new``: whether its words were asked before.
    """

    path: str
    kind: str


def questions(store: Store, seed: int) -> Iterator[Question]:
    """Requests without end, about half of them in words that never come twice, four in ten of all under conditions."""
    chance = random.Random(seed)
    gold = [json.loads(line)["question"] for line in GOLD.read_text(encoding="utf-8").splitlines()]
    scheme = default_scheme()
    ids = store.statement_ids()
    drawn = list(store.statements(chance.sample(ids, min(2_000, len(ids)))))
    words = {
        language: sorted(
            {
                word
                for found in drawn
                if found.statement.language is language
                for word in found.statement.text.split()
                if word.isalpha() and len(word) > len("word")
            }
        )
        for language in Language
    }
    people = sorted({found.speaker_name for found in drawn if found.speaker_name})
    firms = sorted({found.firm_name for found in drawn if found.firm_name})
    asked: set[str] = set()
    while True:
        kind = "new" if chance.random() < _NEW else "gold"
        text = chance.choice(gold)
        while kind == "new":
            language = chance.choice(list(Language))
            text = chance.choice(_TEMPLATES[language]).format(
                topic=scheme.label(chance.choice(list(scheme.topics)), language),
                word=chance.choice(words[language]),
                other=chance.choice(words[language]),
                third=chance.choice(words[language]),
                person=chance.choice(people),
                year=chance.randrange(2019, 2025),
            )
            if text not in asked:
                asked.add(text)
                break
        parameters = {"q": text, **_conditions(chance, firms, list(scheme.topics))}
        yield Question(f"/v1/ask?{urlencode(parameters)}", kind)


def _conditions(chance: random.Random, firms: list[str], topics: list[str]) -> dict[str, str]:
    kind = chance.random()
    if kind < 0.6:
        return {}
    if kind < 0.8:
        year, month = chance.randrange(2019, 2024), chance.randrange(1, 13)
        return {"since": f"{year}-{month:02}", "until": f"{year + chance.randrange(1, 3)}-{month:02}"}
    if kind < 0.88:
        return {"language": chance.choice(["pl", "en"])}
    if kind < 0.93:
        return {"stance": chance.choice(["sceptical", "supportive"])}
    if kind < 0.97:
        return {"topic": chance.choice(topics)}
    return {"firm": chance.choice(firms)}
