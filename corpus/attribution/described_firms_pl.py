"""The organisation that Polish words mean without naming it: ``spółka``, ``rzeczniczka spółki``, ``gazeta``."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.attribution.cast import Cast
from corpus.attribution.firms import head_kind, held_inside
from corpus.attribution.tokens import Token
from corpus.attribution.unspoken import Unspoken
from corpus.morphology import lemmas

_MEDIA = frozenset("gazeta dziennik tygodnik miesięcznik portal serwis agencja stacja rozgłośnia pismo".split())


def meant_organization(cast: Cast, unspoken: Unspoken, tokens: Sequence[Token], position: int) -> str | None:
    """``spółka``, ``bank centralny``: the organisation that the article has named before."""
    if len(tokens) > 2 or any(t.is_capital for t in tokens[1:]):
        return None
    if tokens and not lemmas(tokens[0].lower).isdisjoint(_MEDIA):
        return unspoken.paper_before()
    kind = head_kind(tokens[0].lower) if tokens else None
    return cast.firms.meant_by(kind, position) if kind else None


def unspoken_firm(cast: Cast, words: str, role: str, position: int) -> str | None:
    """``prezes``, ``rzeczniczka spółki``: of which organisation, when the article has named only one."""
    if not held_inside(role):
        return None
    heads = [kind for word in words.split()[1:] if word.islower() and (kind := head_kind(word))]
    return cast.firms.meant_by(heads[-1], position) if heads else cast.firms.only(position)
