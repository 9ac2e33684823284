"""Polish prepositional phrases between a verb and its subject: where they end."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.attribution.phrases_pl import oblique, quoted_name
from corpus.attribution.tokens import Token
from corpus.attribution.words_pl import (
    ABBREVIATIONS,
    STOP,
    circumstance,
    is_group,
    is_institution,
    is_preposition,
    is_role,
    verb_only,
)
from corpus.morphology import readings


def skip_prepositional(tokens: Sequence[Token], at: int, limit: int) -> int:
    """Index after a prepositional phrase that begins at ``at`` (``w rozmowie z PAP``)."""
    at += 1
    taken = 0
    while at < limit:
        token = tokens[at]
        if token.text == "." and tokens[at - 1].lower in ABBREVIATIONS:
            at += 1
            continue
        if token.text in '"„«“':
            close = quoted_name(tokens, at, limit)
            if close is None:
                return at
            at, taken = close, taken + 1
            if at < limit and tokens[at].is_capital:
                return at  # "cytowana przez „Kurier” Ewa Nowak"
            continue
        if not (token.is_word or token.text[0].isdigit()) or token.lower in STOP:
            return at
        if is_preposition(token):
            return at
        if (
            taken
            and token.is_capital
            and token.may_be("nom")
            and "imię" in {k for r in token.readings for k in r.kinds}
        ):
            return at
        if (
            taken
            and not token.is_capital
            and token.may_be("nom")
            and (is_role(token) or is_group(token) or is_institution(token))
        ):
            return at
        if taken and not token.is_capital and not oblique(token):
            return at
        if (
            taken
            and token.is_capital
            and readings(token.text)
            and token.may_be("nom")
            and not tokens[at - 1].is_capital
        ):
            return at
        if verb_only(token.lower):
            return at
        if taken and _strange_surname(tokens, at, limit):
            return at  # "powiedział po spotkaniu Ławrow, cytowany …"
        if taken and _strange_name(tokens, at, limit):
            return at  # "przyznał na konferencji prasowej Tomáš Havlík"
        nominative = not readings(token.text) or token.may_be("nom")
        if taken and token.is_capital and nominative and _in_a_place(tokens[at - 1]):
            return at  # "powiedział w Warszawie Tobias Renshaw"
        taken += 1
        at += 1
    return at


def _strange_surname(tokens: Sequence[Token], at: int, limit: int) -> bool:
    """Whether one capital that the dictionary lacks, and that shows no ending of a case, closes the clause."""
    token = tokens[at]
    if not token.is_capital or token.readings or token.text.isupper() or not circumstance(tokens[at - 1].text):
        return False
    alone = at + 1 >= limit or tokens[at + 1].text in {",", ".", "–", "—", "-"}
    return alone and token.lower[-1] not in "auyiąęm"


def _strange_name(tokens: Sequence[Token], at: int, limit: int) -> bool:
    """Whether exactly two capitals that the dictionary lacks follow a circumstance: somebody's name."""
    pair = tokens[at : at + 2]
    if (
        len(pair) < 2
        or at + 1 >= limit
        or not all(t.is_capital and not t.readings and not t.text.isupper() for t in pair)
    ):
        return False
    more = at + 2 < limit and tokens[at + 2].is_capital
    near = any(circumstance(t.text) for t in tokens[max(0, at - 2) : at] if not t.is_capital)
    return near and not more and pair[0].lower[-1] not in "uyiąę"


def _in_a_place(token: Token) -> bool:
    return token.is_capital and any(
        "nazwa_geograficzna" in r.kinds and r.has("loc") and not r.has("nom") for r in readings(token.text)
    )
