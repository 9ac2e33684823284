"""A source phrase taken apart: the person's name, the role, the firm."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.attribution import phrases_en, words_pl
from corpus.attribution.roles import FIRM_LINKS, is_role, names_first, role_and_firm
from corpus.attribution.tokens import Token, tokenise
from corpus.morphology import lemmas, readings
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
_DEMONYMS = frozenset(
    "polak polka niemiec niemka francuz francuzka anglik angielka brytyjczyk brytyjka amerykanin amerykanka hiszpan "
    "hiszpanka włoch włoszka czech czeszka słowak słowaczka węgier węgierka ukrainiec ukrainka rosjanin rosjanka szwed "
    "szwedka norweg norweżka duńczyk dunka fin finka holender holenderka belg belgijka austriak austriaczka szwajcar "
    "szwajcarka portugalczyk portugalka grek greczynka turek turczynka serb serbka chorwat chorwatka litwin "
    "litwinka".split()
)
_BRACKETED = re.compile(r"\(([^\W\d_][^()]{1,40})\)")


_YEARS = re.compile(r"\(\s*(?:l\.|lat)?\s*\d{1,3}\s*(?:l\.?|lat|lata|years?)?\s*\)")


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def split_source(text: str, language: Language) -> Parts:
    """Take a source phrase apart.

    :param text: the phrase as written: ``prezesa PTG Tomasza Janika`` or ``X, chief executive of Y``.
    """
    text = " ".join(text.split())  # a hard space parts words as any other
    bare = _BRACKETED.sub(_blank, _YEARS.sub(_blank, text))  # the age in brackets is no role
    tokens = [t for t in tokenise(bare, 0, len(text)) if t.text not in '"„”“«»()']
    if language is Language.PL:
        tokens = _without_ranks(tokens)
    if not tokens:
        return Parts()
    name = _name_range(tokens, language)
    if name is not None and language is Language.PL and _anothers(tokens, name[0]):
        name = None  # "Menedżer Ewy Nowak": somebody else's name
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


def _anothers(tokens: Sequence[Token], start: int) -> bool:
    """Whether the name belongs to another person: in the genitive, after a role or a relative in the nominative."""
    first = tokens[start]
    if not start or not first.readings or first.may_be("nom", "sg") or not first.may_be("gen", "sg"):
        return False
    head = tokens[0]
    human = is_role(head, Language.PL) or _RELATIVES & lemmas(head.lower)
    plain = all(t.is_word and (t.may_be("nom") or not t.readings) for t in tokens[:start])
    titled = head.has_pos("brev") or not head.has_pos("subst")
    return bool(human) and plain and not titled and head.may_be("nom") and not head.may_be("gen")


_RELATIVES = frozenset(
    "żona mąż córka syn siostra brat matka ojciec wdowa wdowiec partnerka partner przyjaciel".split()
)


def _without_ranks(tokens: list[Token]) -> list[Token]:
    """``rzecznik Pentagonu gen. Jan Lis``: titles that part a role from the name, and ``Francuz`` before it, go."""
    kept: list[Token] = []
    for index, token in enumerate(tokens):
        following = tokens[index + 1] if index + 1 < len(tokens) else None
        rank = token.lower in words_pl.ABBREVIATIONS and not token.is_capital and len(token.text) > 1
        if index and rank and token.lower != "ds" and following is not None and following.text == ".":
            continue
        if (
            token.text == "."
            and index > 1
            and tokens[index - 1].lower in words_pl.ABBREVIATIONS - {"ds"}
            and kept != tokens[:index]
        ):
            continue
        demonym = index == 0 and token.is_capital and not lemmas(token.text).isdisjoint(_DEMONYMS)
        if demonym and sum(t.is_capital for t in tokens[1:3]) == 2:
            continue
        kept.append(token)
    return kept


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
    if (
        len(words) == 1
        and start == 0
        and language is Language.PL
        and len(tokens) > 1
        and words_pl.is_institution(tokens[0])
    ):
        return 0  # "Związek maszynistów"
    if len(words) == 1 and start and tokens[start - 1].lower in {"na", "w", "we", "pod", "nad", "przy", "u"}:
        return 0  # "magister z apteki na Borkach"
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
    if not (before.is_capital and before.may_be("gen") and words_pl.is_role(tokens[0])) or is_oblique(first):
        return False
    return _country(before) or (not first.readings and first.lower[-1] not in "auyiąęo")


def is_oblique(token: Token) -> bool:
    """Whether the dictionary knows a word, and not as a nominative."""
    return bool(token.readings) and not token.may_be("nom")


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
    if all(t.readings and not t.may_be("nom") and all(r.has("pl") for r in t.readings) for t in tokens):
        return False  # "Stanów Zjednoczonych"
    return all(t.is_word and not t.text.isupper() for t in tokens) and not tokens[-1].lower.endswith(
        ("a", "u", "y", "i", "ej", "ego")
    )
