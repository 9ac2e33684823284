"""People named in full in a paragraph, with the role and the firm beside the name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.attribution import phrases_pl, words_pl
from corpus.attribution.draft import Passage
from corpus.attribution.parts import Parts, split_source
from corpus.attribution.people_en import english_mentions
from corpus.attribution.roles import role_and_firm
from corpus.attribution.tokens import DASHES, Token
from corpus.names import is_first_name, is_person_name, nominative_phrase
from corpus.types import Language


def mentions(passage: Passage) -> Iterator[tuple[int, Parts]]:
    """People named in full in a paragraph, with the role and firm beside the name."""
    if passage.language is Language.EN:
        yield from english_mentions(passage)
        return
    tokens = passage.tokens
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
                and tokens[end].lower in words_pl.PARTICLES
                and any(t.is_capital for t in tokens[end + 1 : end + 3])
            )
        ):
            end += 1
        for start in range(index, end - 1):
            if _names_person(passage, start, end):
                begin, stop = _with_description(passage, start, end)
                low, high = passage.span((begin, stop))
                parts = split_source(_DASH.sub(", ", passage.text[low:high]), passage.language)
                if parts.name and " " in parts.name:
                    if not parts.role:
                        parts = _with_office(passage, parts, start, end)
                    yield tokens[start].start, parts
                break
        index = end


_DASH = re.compile(r"\s+[–—-]\s+")
_OF_PEOPLE = ("emu", "ego", "owi", "em", "im", "ym")  # endings that first names take and firms seldom


def _names_person(passage: Passage, start: int, end: int) -> bool:
    """Whether capitals are somebody's name: by the dictionary, or after a role ("prezesowi Giovanniemu Malago")."""
    words = passage.tokens[start:end]
    verdict = is_person_name([t.text for t in words])
    if verdict == "person":
        return _starts_person(words[0])
    strange = len(words) == 2 and not any(t.text.isupper() for t in words)
    strange = strange and (not words[0].readings or not (words[1].readings or words[0].may_be("nom")))
    if strange and not any(t.readings for t in words) and _between_commas(passage, start, end):
        return True
    if not strange or not words[0].lower.endswith(_OF_PEOPLE):
        return False
    if _role_after_dash(passage, end):
        return True
    begin, _ = _with_description(passage, start, end)
    return begin < start and not any(r.pos == "subst" and r.has("nom") for r in passage.tokens[begin].readings)


def _between_commas(passage: Passage, start: int, end: int) -> bool:
    """``członkini Senatu, Maxine Waters, odrzuciła …``: two strange words alone between commas after a role."""
    tokens = passage.tokens
    if start < 2 or end >= len(tokens) or tokens[start - 1].text != "," or tokens[end].text != ",":
        return False
    low, _ = passage.sentence_of(start)
    return any(words_pl.is_role(t) and t.may_be("nom") for t in tokens[max(low, start - 8) : start - 1])


def _role_after_dash(passage: Passage, end: int) -> bool:
    """``Ariego Fleischera — byłego rzecznika``: what somebody is stands after a dash."""
    tokens = passage.tokens
    return end < len(tokens) and tokens[end].text in DASHES and any(map(words_pl.is_role, tokens[end + 1 : end + 4]))


def _starts_person(token: Token) -> bool:
    return is_first_name(token.text) or not token.readings


def _with_description(passage: Passage, start: int, end: int) -> tuple[int, int]:
    """Widen a name by the role before it and the apposition after it."""
    tokens = passage.tokens
    low, high = passage.sentence_of(start)
    begin = start
    bracketed = start > 1 and tokens[start - 1].text == "," and end < high and tokens[end].text == ","
    for back in range(start - 1 - bracketed, max(start - 10, -1), -1):  # "prezes firmy X, Jan Nowak, mówi"
        token = tokens[back]
        if (
            not (token.is_word or (token.text == "." and tokens[back - 1].lower in {"ds", "dr", "prof"}))
            or token.lower in words_pl.STOP
        ):
            break
        if (
            token.has_pos("fin", "praet", "prep")
            and not token.has_pos("subst", "adj")
            and token.lower not in {"ds", "w", "do"}
        ):
            break
        if words_pl.is_role(token):
            begin = back
            if (
                back
                and tokens[back - 1].has_pos("adj")
                and not tokens[back - 1].has_pos("prep")
                and tokens[back - 1].is_word
                and (not tokens[back - 1].is_capital or back - 1 == low)
            ):
                begin = back - 1
    stop = max(phrases_pl.noun_phrase(tokens, start, high), end)
    if stop == end and _role_after_dash(passage, end):
        stop = phrases_pl.noun_phrase(tokens, end + 1, high, genitive=not tokens[end + 1].may_be("nom"))
    if stop < high and tokens[stop].text == "(":
        close = next((i for i in range(stop + 1, min(stop + 9, high)) if tokens[i].text == ")"), None)
        stop = close + 1 if close is not None else stop  # "Jan Nowak (prezes X)"
    return begin, stop


_COPULA = frozenset("jest był była został została pozostaje będzie".split())


def _with_office(passage: Passage, parts: Parts, start: int, end: int) -> Parts:
    """``Ewa Nowak jest prezeską X`` and ``nowym prezesem X został Jan Kowalski``: role and firm from the predicate."""
    tokens = passage.tokens
    low, high = passage.sentence_of(start)
    if end + 1 < high and tokens[end].lower in _COPULA:
        begin = next((i for i in range(end + 1, min(end + 5, high)) if _instrumental_role(tokens[i])), None)
        if begin is not None:
            stop = phrases_pl.noun_phrase(tokens, begin, high, genitive=True)
            return _office(passage, parts, begin, stop)
    if start - 1 > low and tokens[start - 1].lower in _COPULA:
        begin = next((i for i in range(low, min(low + 4, start)) if _instrumental_role(tokens[i])), None)
        if begin is not None:
            return _office(passage, parts, begin, start - 1)
    return parts


def _instrumental_role(token: Token) -> bool:
    return words_pl.is_role(token) and token.may_be("inst", "sg")


def _office(passage: Passage, parts: Parts, begin: int, stop: int) -> Parts:
    role, firm = role_and_firm(passage.tokens[begin:stop], passage.language, named=True)
    return Parts(parts.name, nominative_phrase(role, "inst") if role else "", parts.firm or firm, parts.head)
