"""Articles without end, made of the sample articles' statements with other people, firms and figures."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path

from corpus.errors import InputError
from corpus.extract import extract
from corpus.read import expand, read
from corpus.types import Article, Language, Span, Speaker, SpeakerType, Statement

SAMPLES = Path(__file__).parents[1] / "corpus" / "data" / "samples"
STATEMENTS = 6  # of one article
_FIRST = {
    Language.PL: "Anna Jan Ewa Piotr Maria Tomasz Zofia Adam Hanna Marek Irena Paweł Julia Rafał Alicja Wiktor".split(),
    Language.EN: "Ada Ben Clara Dan Edith Frank Grace Hugo Irene Jack Kate Leo Mona Ned Olive Paul".split(),
}
_SYLLABLES = "ba be bo cha da de do fa go ha ja ka ko la le lo ma me mo na ne no pa po ra re ro sa so ta te wa wi za"
_FIRM_ENDS = ("dat", "net", "soft", "ria", "tex", "com", "lis", "gard")
_ROLES = {
    Language.PL: ("prezes", "dyrektor handlowy", "analityk", "wiceprezes", "szef kanału partnerskiego"),
    Language.EN: ("chief executive", "channel manager", "analyst", "sales director", "head of partnerships"),
}
_NUMBER = re.compile(r"\d+")
_FIRMS = 5_000


def _name(chance: random.Random) -> str:
    return "".join(chance.choices(_SYLLABLES.split(), k=chance.choice((2, 3)))).capitalize()


def articles(seed: int) -> Iterator[tuple[Article, list[Statement]]]:
    """Articles with six statements each; about one speaker in six statements is new."""
    chance = random.Random(seed)
    pool = {language: _statements(language) for language in Language}
    people = {language: [_person(chance, language) for _ in range(40)] for language in Language}
    firms = [_firm(chance) for _ in range(40)]
    number = 0
    while True:
        number += 1
        language = chance.choice(list(Language))
        if len(firms) < _FIRMS:
            firms.append(_firm(chance))
        people[language].append(_person(chance, language))
        chosen = [chance.choice(pool[language]) for _ in range(STATEMENTS)]
        texts = [varied(one.text, chance) for one in chosen]
        headline = f"Kanał {number}" if language is Language.PL else f"Channel {number}"
        text = "\n\n".join([headline, *texts])
        identifier = sha256(text.encode()).hexdigest()[:16]
        day = date(2019, 1, 1) + timedelta(days=chance.randrange(2_000))
        article = Article(identifier, f"{number}.txt", text, language, headline=headline, date_published=day)
        made, start = [], len(headline) + 2
        for content, model in zip(texts, chosen, strict=True):
            made.append(
                replace(
                    model,
                    id=sha256(f"{identifier}:{start}".encode()).hexdigest()[:16],
                    article_id=identifier,
                    content=(Span(start, start + len(content), content),),
                    cue=None,
                    source=None,
                    speaker=Speaker(chance.choice(people[language][-2_000:]), SpeakerType.PERSON),
                    role=chance.choice(_ROLES[language]),
                    firm=chance.choice(firms),
                    opinions=tuple(replace(opinion, cues=()) for opinion in model.opinions),
                    mentions=(),
                )
            )
            start += len(content) + 2
        yield article, made


def _statements(language: Language) -> list[Statement]:
    files = [file for file in expand([SAMPLES]) if not isinstance(file, InputError)]
    items = [item for file in files for item in read(file)]
    found = [one for item in items if isinstance(item, Article) and item.language is language for one in extract(item)]
    return [one for one in found if len(one.text) > len("a statement of few words")]


def _person(chance: random.Random, language: Language) -> str:
    return f"{chance.choice(_FIRST[language])} {_name(chance)}"


def _firm(chance: random.Random) -> str:
    return _name(chance) + chance.choice(_FIRM_ENDS)


def varied(text: str, chance: random.Random) -> str:
    """The text with other figures, and two of its words left out or new ones put in, so that no two are the same."""
    figures = _NUMBER.sub(lambda found: str(chance.randrange(2, 10 ** len(found[0]) + 2)), text)
    words = figures.replace("\n", " ").split(" ")
    for _ in range(2):
        place = chance.randrange(len(words))
        if chance.random() < 0.5 and len(words) > STATEMENTS:
            del words[place]
        else:
            words.insert(place, chance.choice((_name(chance), str(chance.randrange(2, 99)))))
    return " ".join(word for word in words if word)
