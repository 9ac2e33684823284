"""Which language a text is in: Polish, English, or one that quotegraph does not read.

Function words decide for nearly every article, at once. Only where they do not (short texts, other languages) is
the offline model of py3langid loaded, which takes most of a second.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache
from importlib import resources
from typing import Any

from corpus.errors import QuotegraphError
from corpus.types import Language

_WORD = re.compile(r"\b[^\W\d_]+\b")
_ADDRESS = re.compile(r"\S+(?:://|@|www\.)\S+")
_SAMPLE = 10_000  # code points looked at from the beginning, and again from the middle
_SURE_WORDS = 40  # from so many words on, function words alone decide
_SURE_SHARE = 0.08  # of the words; running Polish has about 0.2 of our list, running English 0.35
_CONFIDENT = 0.5  # the model's probability from which another language is believed
_FEW_WORDS = 4  # fewer words are too few to call a text foreign

_POLISH_LETTER = re.compile("[ąęłżśźćńĄĘŁŻŚŹĆŃ]")
_FOREIGN_LETTER = re.compile("[^\\W\\d_a-zA-ZąćęłńóśźżĄĆĘŁŃÓŚŹŻ]")
_NAMES = {
    Language.PL: ("pl", "pol", "polish", "polski", "polska", "po polsku"),
    Language.EN: ("en", "eng", "english", "angielski"),
}
_VARIETIES = {"pcm": "en", "sco": "en", "szl": "pl"}  # what the model takes short English and Polish texts for


class UnsupportedLanguageError(QuotegraphError):
    """The text is in another language than Polish or English, or in none.

    :param found: ISO 639 code of the language that it seems to be in, ``None`` when it holds no words.
    """

    def __init__(self, found: str | None) -> None:
        self.found = found
        super().__init__(f"the text seems to be in {found!r}" if found else "the text holds no words")


def parse(name: str) -> Language | None:
    """The language that a tag or a name means (``pl``, ``pl-PL``, ``en_GB``, ``English``); ``None`` for any other."""
    key = re.split(r"[-_]", name.strip().lower(), maxsplit=1)[0]
    return next((language for language, names in _NAMES.items() if key in names), None)


def detect(text: str) -> Language:
    """The language of a text; a Polish text full of English names is Polish.

    :raises UnsupportedLanguageError: it is clearly in another language, or holds no words.
    """
    sample = unicodedata.normalize("NFC", _sample(text))
    words = [word for word in _WORD.findall(_ADDRESS.sub(" ", sample)) if word.isalpha()]
    if not words:
        raise UnsupportedLanguageError(None)
    known = _function_words()
    lowered = ["" if word == "I" else word.lower() for word in words]  # "I" is English and no Polish conjunction
    polish, english = _share(lowered, known["polish"]), _share(lowered, known["english"])
    # Only in lower-case words: an English text may be full of Polish names.
    letters = _count_with(_POLISH_LETTER, [word for word in words if word[0].islower()]) / len(words)
    foreign = _count_with(_FOREIGN_LETTER, words) / len(words)
    if foreign <= letters / 4 + 0.02:  # a few names with other letters do not make a text foreign
        if letters >= 0.08 and polish + letters > english:
            return Language.PL
        distinct = _share(lowered, known["distinct"])
        enough = len(words) >= _SURE_WORDS
        if enough and distinct >= _SURE_SHARE and polish > english:
            return Language.PL
        if distinct >= 0.1 and not english:
            return Language.PL
        if english >= (_SURE_SHARE if enough else 0.3) and english > 2 * (polish + letters):
            return Language.EN
    return _by_model(" ".join(words), len(words), polish + letters - english)


@cache
def _function_words() -> dict[str, frozenset[str]]:
    source = resources.files("corpus").joinpath("data", "function_words.toml").read_text(encoding="utf-8")
    known = {name: frozenset(words) for name, words in tomllib.loads(source).items()}
    return known | {"distinct": known["polish"] - known["neighbours"]}


def _sample(text: str) -> str:
    if len(text) <= 2 * _SAMPLE:
        return text
    middle = len(text) // 2
    return text[:_SAMPLE] + " " + text[middle : middle + _SAMPLE]


def _share(words: list[str], known: frozenset[str]) -> float:
    """How many of the words are among the known, as a share."""
    return sum(map(known.__contains__, words)) / len(words)


def _count_with(letter: re.Pattern[str], words: list[str]) -> int:
    """How many of the words have such a letter."""
    if letter.search(" ".join(words)) is None:
        return 0
    return sum(1 for word in words if letter.search(word))


def _by_model(text: str, words: int, polish_lead: float) -> Language:
    """What the model says; where it is unsure, or the text short, the likelier of our two."""
    ranked: list[tuple[str, float]] = _model().rank(text)
    best, probability = ranked[0]
    best = _VARIETIES.get(best, best)
    if best in tuple(Language):
        return Language(best)
    latin = len(re.findall(r"[a-zA-Z]", text)) * 2 > len(text.replace(" ", ""))
    if not latin or (words >= _FEW_WORDS and probability >= _CONFIDENT and abs(polish_lead) < 0.15):
        raise UnsupportedLanguageError(best)
    scores = dict(ranked)
    lead = scores[Language.PL.value] - scores[Language.EN.value] + polish_lead
    return Language.PL if lead > 0 else Language.EN


@cache
def _model() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # half a second and 100 MB: only for doubtful texts

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
