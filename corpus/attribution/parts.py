"""A source phrase taken apart: the person's name, the role, the firm."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.attribution import phrases_en, words_pl
from corpus.attribution.roles import FIRM_LINKS, is_role, names_first, role_and_firm
from corpus.attribution.tokens import Token, tokenise
from corpus.morphology import readings
from corpus.names import is_person_name
from corpus.types import Language


@dataclass(frozen=True, slots=True)
class Parts:
    """The pieces of a source phrase, as written; empty strings where there is none."""

    name: str = ""
    role: str = ""
    firm: str = ""
    head: str = ""
    subject: bool = False  # whether the name opens its sentence (English)


_OPENING = frozenset('„"«“')
_BRACKETED = re.compile(r"\(([^\W\d_][^()]{1,40})\)")


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def split_source(text: str, language: Language) -> Parts:
    """Take a source phrase apart.

    :param text: the phrase as written: ``prezesa PTG Tomasza Janika`` or ``X, chief executive of Y``.
    """
    tokens = [t for t in tokenise(_BRACKETED.sub(_blank, text), 0, len(text)) if t.text not in '"„”“«»()']
    if not tokens:
        return Parts()
    name = _name_range(tokens, language)
    if name is not None and text[: tokens[name[0]].start].rstrip()[-1:] in _OPENING:
        name = None  # the title of a paper: gazeta „Kurier Wschodni”
    segments = _segments(tokens, name)
    role, firm = "", ""
    for segment in segments:
        new_role, new_firm = role_and_firm(segment, language, named=name is not None)
        role, firm = role or new_role, firm or new_firm
    words = text[tokens[name[0]].start : tokens[name[1] - 1].end] if name else ""
    bracket = _BRACKETED.search(text)
    if bracket is not None and name is not None and tokens[name[0]].start < bracket.start() and not firm:
        inside = tokenise(bracket[1], 0, len(bracket[1]))
        new_role, new_firm = role_and_firm(inside, language, named=True)
        role = role or (new_role if any(is_role(t, language) for t in inside) else "")
        firm = new_firm if role == new_role else bracket[1] if bracket[1][0].isupper() else ""
    return Parts(words, role, firm, " ".join(t.text for t in tokens))


def _segments(tokens: Sequence[Token], name: tuple[int, int] | None) -> list[list[Token]]:
    rest = [list(tokens)] if name is None else [list(tokens[: name[0]]), list(tokens[name[1] :])]
    found: list[list[Token]] = []
    for part in rest:
        current: list[Token] = []
        for token in part:
            if token.text == ",":
                found.append(current)
                current = []
            else:
                current.append(token)
        found.append(current)
    return [segment for segment in found if segment]


def _name_range(tokens: Sequence[Token], language: Language) -> tuple[int, int] | None:
    """The run of tokens that is a person's name."""
    best: tuple[int, tuple[int, int]] | None = None
    index = 0
    while index < len(tokens):
        if not (tokens[index].is_capital and tokens[index].is_word):
            index += 1
            continue
        end = index
        while end < len(tokens) and (
            (tokens[end].is_capital and tokens[end].is_word)
            or (
                end > index
                and tokens[end].lower in words_pl.PARTICLES - FIRM_LINKS
                and any(t.is_capital for t in tokens[end + 1 : end + 3])
            )
            or (tokens[end].text == "." and len(tokens[end - 1].text) == 1)
        ):
            end += 1
        institution = end - index > 1 and words_pl.is_institution(tokens[index]) and not names_first(tokens[index])
        for start in range(index, end):
            if institution and start == end - 1 and language is Language.PL:
                continue  # "Rady Polityki Pieniężnej": no surname at its end
            score = _person_score(tokens, start, end, language)
            if score and (best is None or score > best[0]):
                best = (score, (start, end))
        index = end
    if best is not None and best[1][0] == 1 and best[1][1] == 2 and _foreign_first(tokens, language):
        return 0, 2
    return best[1] if best else None


def _foreign_first(tokens: Sequence[Token], language: Language) -> bool:
    """``Rahat Ahmed``: a first name that the dictionary does not know opens the phrase."""
    first = tokens[0]
    return (
        first.is_word
        and first.is_capital
        and not first.text.isupper()
        and not (first.readings or is_role(first, language))
    )


def _person_score(tokens: Sequence[Token], start: int, end: int, language: Language) -> int:
    words = [t.text for t in tokens[start:end] if t.is_word]
    if language is Language.EN and tokens[start].lower in phrases_en.DETERMINERS:
        return 0
    if not words or len(words) > 5 or (is_role(tokens[start], language) and len(words) > 1 and language is Language.EN):
        return 0
    if any(is_role(t, language) and t.is_capital and not names_first(t) for t in tokens[start:end]) and len(words) > 1:
        return 0
    if start and end - start > 2 and _country(tokens[start]) and is_role(tokens[start - 1], language):
        return 0  # "ambasador Izraela Danny Danon"
    if start and end - start == 1 and _country(tokens[start]) and not tokens[start - 1].is_capital:
        return 0  # "kapitan reprezentacji Polski"
    verdict = is_person_name(words)
    if len(words) == 1 and start == 0 and _ordinary(tokens[0], tokens[1] if len(tokens) > 1 else None, language):
        return 0
    if (
        verdict == "unknown"
        and start
        and len(words) == 2
        and _nominative_pair(tokens[start:end])
        and any(is_role(t, language) for t in tokens[:start])
    ):
        return 3 if tokens[start - 1].lower not in FIRM_LINKS else 0
    if verdict == "unknown" and start and len(words) == 2 and _after_office(tokens, start):
        return 3
    if verdict == "person":
        after_link = start > 0 and tokens[start - 1].lower in FIRM_LINKS
        return (
            (4 if len(words) > 1 else 2)
            + (0 if start else 1)
            - (3 if after_link else 0)
            + (2 if names_first(tokens[start]) else 0)
            + (
                2
                if any("imię" in r.kinds and r.has("nom") for r in readings(tokens[start].text))
                and start
                and tokens[start - 1].is_capital
                else 0
            )
        )
    if verdict == "unknown" and start == 0 and len(words) in {1, 2, 3} and not words[0].isupper():
        known = [
            w for w in words if readings(w) and not any(k in {"imię", "nazwisko"} for r in readings(w) for k in r.kinds)
        ]
        return 0 if known and language is Language.PL else 1
    return 0


def _after_office(tokens: Sequence[Token], start: int) -> bool:
    """``członek Izby Lordów Waheed Alli``: a strange pair right after a role and its institution in the genitive."""
    before, first = tokens[start - 1], tokens[start]
    return (
        before.is_capital
        and before.may_be("gen")
        and not first.readings
        and first.lower[-1] not in "auyiąęo"
        and words_pl.is_role(tokens[0])
    )


def _country(token: Token) -> bool:
    return any("nazwa_geograficzna" in r.kinds and r.has("gen") for r in readings(token.text))


def _ordinary(token: Token, following: Token | None, language: Language) -> bool:
    """Whether a single capital only opens the phrase: ``The``, ``Były``, ``Dyrektor``."""
    if language is Language.EN:
        return (
            token.lower in phrases_en.DETERMINERS | phrases_en.PRONOUNS
            or phrases_en.is_role(token)
            or phrases_en.is_institution(token)
            or token.text.isupper()
        )
    named = any(kind in {"imię", "nazwisko"} for reading in readings(token.text) for kind in reading.kinds)
    if following is not None and following.is_word and not following.is_capital and token.has_pos("adj"):
        return True  # "Polscy partnerzy": a surname by the dictionary, an adjective here
    return (bool(readings(token.lower)) and not named) or words_pl.is_role(token)


def _nominative_pair(tokens: Sequence[Token]) -> bool:
    """Two capitalised words that show no genitive ending: a person after a role rather than a firm."""
    return all(t.is_word and not t.text.isupper() for t in tokens) and not tokens[-1].lower.endswith(
        ("a", "u", "y", "i", "ej", "ego")
    )
