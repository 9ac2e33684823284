"""The words that make up questions, by language, and the finding of them in any inflected form."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from corpus.topic_words import label_keys, split_words, text_keys
from corpus.types import Language, Polarity

_FOLDER = Path(__file__).parent / "data"
_GAP = 1  # words that may stand between two words of a phrase


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a question.

    :param form: as written.
    :param start: first code point in the question.
    :param end: one past the last.
    :param keys: under which it can be compared with words of phrases.
    """

    form: str
    start: int
    end: int
    keys: frozenset[str]

    @property
    def lower(self) -> str:
        """The form in small letters."""
        return self.form.lower()


@dataclass(frozen=True, slots=True)
class Found:
    """A phrase in a list of tokens: numbers of its first token and one past its last, and what it stands for."""

    first: int
    last: int
    label: str


def tokenize(text: str, language: Language) -> list[Token]:
    """The words of a question with their lemmas."""
    words = split_words(text)
    return [
        Token(form, start, end, _keys(form, language))
        for form, start, end in zip(words.forms, words.starts, words.ends, strict=True)
    ]


@lru_cache(maxsize=20_000)
def _keys(form: str, language: Language) -> frozenset[str]:
    return text_keys(form, language) | text_keys(form.lower(), language)


class Phrases:
    """Phrases of one language under labels; longer ones win over shorter ones that begin at the same word.

    :param entries: phrases in base form by label; a word after ``=`` stands for exactly these letters (in any case).
    """

    def __init__(self, entries: Mapping[str, Iterable[str]], language: Language) -> None:
        self._by_key: defaultdict[str, list[tuple[tuple[frozenset[str], ...], str]]] = defaultdict(list)
        for label, phrases in entries.items():
            for phrase in phrases:
                slots = _slots(phrase, language)
                for key in slots[0]:
                    self._by_key[key].append((slots, label))

    @property
    def first_keys(self) -> Collection[str]:
        """The keys of the words that a phrase can begin with."""
        return self._by_key.keys()

    def at(self, tokens: Sequence[Token], first: int) -> Found | None:
        """The longest phrase that begins at this token."""
        best: Found | None = None
        for key in tokens[first].keys:
            for slots, label in self._by_key.get(key, ()):
                last = _match(slots, tokens, first)
                if last is not None and (best is None or last > best.last):
                    best = Found(first, last, label)
        return best

    def find(self, tokens: Sequence[Token]) -> list[Found]:
        """All phrases from left to right, none inside another."""
        found: list[Found] = []
        for first in range(len(tokens)):
            if found and first < found[-1].last:
                continue
            phrase = self.at(tokens, first)
            if phrase is not None:
                found.append(phrase)
        return found


def _slots(phrase: str, language: Language) -> tuple[frozenset[str], ...]:
    exact = phrase.startswith("=")
    forms = split_words(phrase).forms
    if len(forms) > 1:  # the reflexive pronoun wanders: "opłaca się", "się nie opłaca"
        forms = tuple(form for form in forms if form != "się")
    return tuple(frozenset((f"={form.lower()}",)) if exact else _base_keys(form, language) for form in forms)


def _base_keys(form: str, language: Language) -> frozenset[str]:
    if language is Language.EN:
        return label_keys(form, language)
    # All readings: "być" is a verb before it is a form of "bycie".
    return frozenset(key for key in text_keys(form, language) if key.startswith("pl:"))


def _match(slots: Sequence[frozenset[str]], tokens: Sequence[Token], first: int) -> int | None:
    """One past the last token of the phrase that begins at ``first``; ``None`` when it does not stand there."""
    place = first
    for slot in slots[1:]:
        reach = range(place + 1, min(place + 2 + _GAP, len(tokens)))
        following = next((i for i in reach if slot & tokens[i].keys), None)
        # A name is no part of a phrase: "co sądzi Vindelis o …".
        if following is None or any(tokens[i].form[0].isupper() for i in range(place + 1, following)):
            return None
        place = following
    return place + 1


@dataclass(frozen=True)
class Lexicon:
    """The phrases of one language's questions, by purpose.

    :param ask: labels ``who``, ``what``, ``firms``, ``topic``: what is asked for.
    :param stance: labels are polarities.
    :param clause: labels are polarities; predicates of a clause that somebody thinks to be true.
    :param kind: labels ``when``, ``change``, ``disagree``, ``agree``, ``compare``, ``count``, ``topics``.
    :param place: names of places, which are nobody who might speak.
    :param function: words that show a question to be in this language.
    """

    ask: Phrases
    which: Phrases
    speech: Phrases
    opinion: Phrases
    about: Phrases
    affiliation: Phrases
    that: Phrases
    stance: Phrases
    clause: Phrases
    negation: Phrases
    language: Phrases
    drop: Phrases
    roles: Phrases
    kind: Phrases
    place: Phrases
    function: frozenset[str]


@cache
def lexicon(language: Language) -> Lexicon:
    """The bundled lexicon of a language, read once."""
    data = _read(f"question_{language.value}.toml")
    ask = data["ask"]

    def phrases(entries: Mapping[str, Iterable[str]]) -> Phrases:
        return Phrases(entries, language)

    def one(name: str) -> Phrases:
        return phrases({name: ask[name]})

    return Lexicon(
        ask=phrases({name: ask[name] for name in ("who", "what", "firms", "topic")}),
        which=one("which"),
        speech=one("speech"),
        opinion=one("opinion"),
        about=one("about"),
        affiliation=one("affiliation"),
        that=one("that"),
        stance=phrases({polarity.value: data["stance"][polarity.value] for polarity in Polarity}),
        clause=phrases(data["clause"]),
        negation=phrases({"not": data["negation"]["words"]}),
        language=phrases(data["language"]),
        drop=phrases({"drop": data["drop"]["words"]}),
        roles=phrases({str(number): entry[language.value] for number, entry in enumerate(role_words())}),
        kind=phrases(data["kind"]),
        place=phrases({"place": data["place"]["words"]}),
        function=frozenset(word.removeprefix("=") for word in data["drop"]["function"]),
    )


@cache
def role_words() -> tuple[Mapping[str, Sequence[str]], ...]:
    """Words for kinds of speakers: each entry has those of both languages that mean the same."""
    return tuple(_read("roles.toml")["role"])


@lru_cache(maxsize=1000)
def role_matcher(written: str, language: Language) -> dict[Language, Phrases] | None:
    """Phrases, by language, that mean the kind of speaker written; ``None`` when none is known.

    :param written: a role in either language, in any form (``distributors``, ``analitycy``).
    """
    for tried in (language, *Language):
        found = lexicon(tried).roles.find(tokenize(written, tried))
        if found:
            entry = role_words()[int(found[0].label)]
            return {one: Phrases({"role": entry[one.value]}, one) for one in Language}
    return None


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((_FOLDER / name).read_text(encoding="utf-8"))
