"""The organisation that Polish words mean without naming it: ``spółka``, ``rzeczniczka spółki``, ``gazeta``."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.attribution.cast import Cast
from corpus.attribution.firms import bare_head, head_kind, held_inside
from corpus.attribution.resolved import Resolved
from corpus.attribution.tokens import Token
from corpus.attribution.unspoken import Unspoken
from corpus.morphology import lemmas
from corpus.types import Speaker, SpeakerType

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


def spoken_of(tokens: Sequence[Token]) -> Resolved | None:
    """``Zarząd``, ``Rada nadzorcza``, ``Firma``: an organisation without a name, whose capital opens its sentence."""
    if any(t.is_capital or not t.is_word for t in tokens[1:]) or not 0 < len(tokens) <= _FEW:
        return None
    head = tokens[0]
    organ = not lemmas(head.lower).isdisjoint(_ORGANS)
    if not organ and not (bare_head(head.lower) and head_kind(head.lower) is not None):
        return None
    name = " ".join(t.lower for t in tokens)
    return Resolved(Speaker(name, SpeakerType.GROUP if organ else SpeakerType.ORGANIZATION), certainty=0.8)


_ORGANS = frozenset("zarząd rada dyrekcja kierownictwo biuro dział centrala oddział zespół redakcja komitet".split())
_FEW = 3  # words of such a description
