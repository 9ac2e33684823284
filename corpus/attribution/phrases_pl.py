"""Polish noun phrases that can name a speaker: where they begin and end."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.attribution.tokens import Token
from corpus.attribution.words_pl import (
    ABBREVIATIONS,
    PARTICLES,
    PRONOUNS,
    QUANTIFIERS,
    STOP,
    adverb_only,
    circumstance,
    common,
    is_institution,
    is_name_word,
    is_role,
    verb_only,
)
from corpus.morphology import readings

_ASKED = re.compile(r"(?:za|do)?pytan|poproszon|proszon|cytowan|wspomnian|nagabywan|indagowan")
_PICKED = frozenset("inny inna kolejny kolejna drugi druga trzeci trzecia pierwszy pierwsza każdy ktoś".split())
_JOIN = frozenset({"i", "oraz"})
_FIRM_PREPOSITIONS = frozenset({"w", "we", "z", "ze", "u", "of", "at", "for"})
_ROLE_PREPOSITIONS = frozenset({"ds", "do", "od", "na", "przy", "dla", "of", "for", "spraw"})


def can_start(token: Token) -> bool:
    """Whether a subject noun phrase may begin with this word (nominative, or a name of unknown inflection)."""
    if token.lower in PRONOUNS or token.lower in QUANTIFIERS:
        return True
    if token.text[0].isdigit():
        return "-lat" in token.lower or token.lower.isdigit()
    if not token.is_word or token.lower in STOP:
        return False
    if adverb_only(token.lower) and (not token.is_capital or len(token.text) > 6):
        return False
    known = readings(token.text)
    if token.is_capital and (
        not known
        or token.text.isupper()
        or not any(r.has(case) for r in known for case in ("gen", "dat", "acc", "inst", "loc"))
    ):
        return not verb_only(token.lower)
    if token.lower in ABBREVIATIONS and len(token.text) > 1:
        return True
    if not known and not token.is_capital:
        return is_role(token)  # "reseller": a loan that the dictionary lacks
    return token.may_be("nom") and token.has_pos("subst", "adj", "ppas", "pact", "ger", "depr", "num", "ppron3", "brev")


def noun_phrase(tokens: Sequence[Token], start: int, limit: int, *, genitive: bool = False) -> int:
    """End (exclusive) of the noun phrase that begins at ``start``, its appositions included."""
    at, named = start, False
    while at < limit:
        token = tokens[at]
        if token.text == ",":
            after = _apposition(tokens, at + 1, limit)
            if after is None and _name_of_role(tokens, start, at, limit):
                after = at + 1
            if after is None:
                break
            at, named = after, False  # the apposition has to show its own name ("wicepremier, minister nauki i …")
            continue
        if token.text == "." and at and tokens[at - 1].lower in ABBREVIATIONS and at + 1 < limit:
            at += 1
            continue
        if token.text == "." and at and len(tokens[at - 1].text) == 1 and tokens[at - 1].is_capital and at + 1 < limit:
            at += 1  # an initial: J. Kowalski, Mateusz M.
            continue
        if token.text in '"„«“”»':
            close = quoted_name(tokens, at, limit)
            if close is None:
                break
            at, named = close, True
            continue
        step = _accept(tokens, at, limit, start, named, genitive)
        if step == 0:
            break
        named = named or (is_name_word(token) and (at > start or not common(token)))
        at += step
    while at > start and tokens[at - 1].text == ",":
        at -= 1
    return at


def _accept(tokens: Sequence[Token], at: int, limit: int, start: int, named: bool, genitive: bool) -> int:
    """How many tokens belong to the phrase at this point; 0 ends it."""
    token = tokens[at]
    word = token.lower
    if not (token.is_word or token.text[0].isdigit()):
        return 0
    if word in _JOIN:
        following = tokens[at + 1] if at + 1 < limit else None
        same = (
            following is not None
            and following.is_word
            and not verb_only(following.lower)
            and not adverb_only(following.lower)
        )
        return 1 if same and following is not None and (named == is_name_word(following) or is_role(following)) else 0
    if token.is_capital:
        if genitive and at > start and _new_subject(tokens, at):
            return 0
        return 0 if verb_only(word) and at > start and readings(word) and not readings(token.text) else 1
    if word in PARTICLES and named and any(t.is_capital for t in tokens[at + 1 : min(at + 3, limit)]):
        return 1
    if word in _FIRM_PREPOSITIONS:
        if word in {"z", "ze"} and at > start and tokens[at - 1].lower in QUANTIFIERS | _PICKED:
            return 1
        if word in {"z", "ze"} and not named and _from_where(tokens, start, at, limit):
            return 1
        return _prepositional(tokens, at, limit)
    office = at + 1 < limit and tokens[at + 1].lower in {"spraw", "s"}
    if word == "do" and not office and not tokens[at - 1].has_pos("ppas", "pact"):
        return 0  # "pełnomocnik do spraw", "źródło zbliżone do", but not "dziennikarz do kamery"
    if word == "przy" and at + 1 < limit and tokens[at + 1].is_capital and is_role(tokens[start]):
        return 1  # "ambasador Francji przy NATO"
    if word in _ROLE_PREPOSITIONS and word != "ds" and not named:
        return _prepositional(tokens, at, limit)
    if word in ABBREVIATIONS and (
        len(word) > 2 or word in {"ds", "dr", "im"} or (at + 1 < limit and tokens[at + 1].text == ".")
    ):
        return 1
    if word in {"nich", "nas", "was"} and at > start and tokens[at - 1].lower in {"z", "ze", "spośród"}:
        return 1
    if word in STOP or verb_only(word) or (adverb_only(word) and at > start):
        return 0
    if at > start and _ASKED.match(word) and token.has_pos("ppas"):
        return 0  # "Minister rozwoju pytany o ceny odparł"
    if named and at > start:
        return _after_name(tokens, at, limit)
    if genitive and at > start and (not _owned(tokens, at) or _starts_clause(tokens, at, limit)):
        return 0
    if token.has_pos("subst", "adj", "ppas", "pact", "ger", "num", "depr", "adja", "brev", "dig") or not token.readings:
        return 1
    return 1 if word in PRONOUNS or word in QUANTIFIERS else 0


def _new_subject(tokens: Sequence[Token], at: int) -> bool:
    """Whether a name after a genitive can only be the subject: ``zdaniem dziennikarzy Hiszpan odejdzie``."""
    token, before = tokens[at], tokens[at - 1]
    if before.is_capital or not before.may_be("gen") or before.has_pos("brev") or is_role(before):
        return False
    known = readings(token.text)
    return bool(known) and not token.text.isupper() and all(r.has("nom") and not r.has("gen") for r in known)


def _starts_clause(tokens: Sequence[Token], at: int, limit: int) -> bool:
    """Whether a noun is the subject of the clause after it: "zdaniem prezeski ceny wzrosną"."""
    return (
        at + 1 < limit
        and tokens[at].may_be("nom")
        and (verb_only(tokens[at + 1].lower) or (not tokens[at].is_capital and tokens[at + 1].has_pos("fin")))
        and not tokens[at + 1].is_capital
    )


def _owned(tokens: Sequence[Token], at: int) -> bool:
    """Whether a word can go on a phrase in the genitive: in that case, or governed by a participle before it."""
    token = tokens[at]
    if token.may_be("gen") or not token.readings:
        return True
    return token.may_be("inst") and any(t.has_pos("pact") for t in tokens[max(0, at - 2) : at])


def oblique(token: Token) -> bool:
    """Whether a word can stand in another case than the nominative, or is unknown."""
    return any(token.may_be(case) for case in ("gen", "inst", "loc", "dat")) or not token.readings


def _after_name(tokens: Sequence[Token], at: int, limit: int) -> int:
    """After a proper name only a nominative role or a genitive institution may follow without a comma."""
    token = tokens[at]
    if is_role(token) and token.may_be("nom"):
        return 1
    before = tokens[at - 1]
    if is_name_word(before) and not token.may_be("nom"):
        return 0
    return 1 if not is_name_word(before) and token.has_pos("subst", "adj", "pact", "ppas", "ger") else 0


def _prepositional(tokens: Sequence[Token], at: int, limit: int) -> int:
    for ahead in range(at + 1, min(at + 5, limit)):
        token = tokens[ahead]
        if not token.is_word and not token.text[0].isdigit() and token.text not in '"„':
            return 0
        if token.text[0].isdigit() or (circumstance(token.text) and not token.is_capital):
            return 0
        if is_role(token) and not token.is_capital:
            return 0
        if token.is_capital or token.text in '"„' or is_institution(token):
            return 1
        if (
            tokens[at].lower not in _FIRM_PREPOSITIONS
            and token.has_pos("subst", "ger")
            and not circumstance(token.text)
        ):
            return 1
    return 0


def _from_where(tokens: Sequence[Token], start: int, at: int, limit: int) -> bool:
    """``osoba z produkcji``, ``lekarz z przychodni``: where a person who is only described comes from."""
    head = tokens[at - 1]
    nominative = head.may_be("nom") or not head.readings
    if at + 1 >= limit or not (nominative and (head.may_be("m1") or head.lower in _PERSONS or is_role(head))):
        return False
    place = tokens[at + 1]
    if place.is_capital and is_role(head):
        return any("nazwa_geograficzna" in r.kinds and r.has("gen") for r in place.readings)
    return (
        place.is_word
        and not place.is_capital
        and place.may_be("gen")
        and place.has_pos("subst", "adj")
        and not circumstance(place.text)
        and not (
            place.has_pos("adj") and not place.has_pos("subst") and at + 2 < limit and circumstance(tokens[at + 2].text)
        )
    )


_PERSONS = frozenset({"osoba", "osoby", "kobieta", "kobiety"})


def quoted_name(tokens: Sequence[Token], at: int, limit: int) -> int | None:
    """A title in quotation marks inside a name: ``dziennika „Rzeczpospolita”``; at most five words."""
    for ahead in range(at + 2, min(at + 8, limit)):
        if tokens[ahead].text in '"”“»«':
            return ahead + 1 if tokens[at + 1].is_capital else None
    return None


def _apposition(tokens: Sequence[Token], at: int, limit: int) -> int | None:
    """After a comma: the index where an apposition (``prezes firmy X``) goes on, ``None`` if none begins."""
    for ahead in range(at, min(at + 7, limit)):
        token = tokens[ahead]
        if (
            token.lower in STOP
            or token.lower.startswith("któr")
            or not (token.is_word or token.text[0].isdigit() or token.text == ".")
        ):
            return None
        if verb_only(token.lower) and not token.is_capital:
            return None
        if is_role(token) and _only_group(token) and not any(t.lower in _JOIN for t in tokens[at - 4 : at]):
            return None  # "obiecuje Nowak, partnerzy zobaczą …": another subject
        if is_role(token) and (
            token.may_be("nom") or token.may_be("gen") or token.may_be("inst") or not token.readings
        ):
            return at
        if token.text[0].isdigit() and "-lat" in token.lower:
            return None if ahead + 1 < limit and verb_only(tokens[ahead + 1].lower) else at
    return None


def _only_group(token: Token) -> bool:
    """Whether a role stands in the nominative plural and can be nothing else (``partnerzy``)."""
    return (
        bool(token.readings)
        and token.may_be("pl", "nom")
        and not any(token.may_be("sg", c) for c in ("nom", "gen", "inst"))
    )


def _name_of_role(tokens: Sequence[Token], start: int, comma: int, limit: int) -> bool:
    """``prezes firmy X, Jan Nowak, mówi``: after a role the name of its holder between commas."""
    first = comma + 1
    while first + 1 < limit and tokens[first].lower in ABBREVIATIONS and not tokens[first].is_capital:
        first += 2 if tokens[first + 1].text == "." else 1  # "rzeczniczka policji, podkom. Ewa Nowak"
    end = first
    while end < limit and tokens[end].is_capital and tokens[end].is_word:
        end += 1
    if end - first < 2 or not _closes(tokens, end, limit):
        return False
    given = readings(tokens[first].text)
    named = any("imię" in r.kinds for r in given) or not given
    person = any("imię" in r.kinds for t in tokens[start:comma] if t.is_capital for r in readings(t.text))
    return named and not person and any(is_role(t) for t in tokens[start : min(start + 3, comma)])


def _closes(tokens: Sequence[Token], at: int, limit: int) -> bool:
    return at >= limit or tokens[at].text in {",", ".", ":", "–", "—", "-"}
