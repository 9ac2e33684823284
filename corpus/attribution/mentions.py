"""People named in full in a paragraph, with the role and the firm beside the name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from corpus.attribution import phrases_en, phrases_pl, words_pl
from corpus.attribution.draft import Passage
from corpus.attribution.parts import Parts, split_source
from corpus.attribution.tokens import Token
from corpus.names import is_first_name, is_person_name
from corpus.types import Language


def mentions(passage: Passage) -> Iterator[tuple[int, Parts]]:
    """People named in full in a paragraph, with the role and firm beside the name."""
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
            if is_person_name([t.text for t in tokens[start:end]]) == "person" and _starts_person(tokens[start]):
                begin, stop = _with_description(passage, start, end)
                low, high = passage.span((begin, stop))
                parts = split_source(passage.text[low:high], passage.language)
                if parts.name and " " in parts.name:
                    yield tokens[start].start, parts
                break
        index = end


def _starts_person(token: Token) -> bool:
    return is_first_name(token.text) or not token.readings


def _whole_role(tokens: Sequence[Token], begin: int) -> int:
    """``Minority Leader`` → ``House Minority Leader``; ``director`` → ``Bitar Systems managing director``."""
    at = begin - 1
    while at >= 0 and (tokens[at].lower in _MODIFIERS or (tokens[at].is_capital and tokens[at].is_word)):
        if tokens[at].lower in phrases_en.DETERMINERS | phrases_en.PREPOSITIONS:
            break
        at -= 1
    return at + 1


_MODIFIERS = frozenset(
    "managing chief senior vice deputy executive general financial commercial technical regional sales channel partner "
    "marketing credit principal lead former founding operations product country junior acting interim press "
    "republican democratic".split()
)


def _with_description(passage: Passage, start: int, end: int) -> tuple[int, int]:
    """Widen a name by the role before it and the apposition after it."""
    tokens = passage.tokens
    _, high = passage.sentence_of(start)
    polish = passage.language is Language.PL
    is_role = words_pl.is_role if polish else phrases_en.is_role
    begin = start
    for back in range(start - 1, max(start - 9, -1), -1):
        token = tokens[back]
        if (
            not (token.is_word or (token.text == "." and tokens[back - 1].lower in {"ds", "dr", "prof"}))
            or token.lower in words_pl.STOP
        ):
            break
        if (
            polish
            and token.has_pos("fin", "praet", "prep")
            and not token.has_pos("subst", "adj")
            and token.lower not in {"ds", "w", "do"}
        ):
            break
        if not polish and (
            token.lower in phrases_en.PREPOSITIONS - {"of", "for"} or token.lower in phrases_en.DETERMINERS
        ):
            break
        if is_role(token):
            begin = back
            if (
                polish
                and back
                and tokens[back - 1].has_pos("adj")
                and not tokens[back - 1].has_pos("prep")
                and tokens[back - 1].is_word
                and not tokens[back - 1].is_capital
            ):
                begin = back - 1
    if not polish and begin < start:
        begin = _whole_role(tokens, begin)
    stop = (phrases_pl.noun_phrase if polish else phrases_en.noun_phrase)(tokens, start, high)
    return begin, max(stop, end)
