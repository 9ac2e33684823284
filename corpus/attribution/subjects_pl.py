"""The subject of a Polish reporting verb: after it, before it, or left out."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.attribution.cue import Cue
from corpus.attribution.phrases_pl import agrees, can_start, noun_phrase, skip_prepositional
from corpus.attribution.tokens import Token
from corpus.attribution.words_pl import dash_or_end, is_group, is_institution, is_name_word, is_preposition, is_role
from corpus.morphology import readings

_CLAUSE = frozenset("że iż ale a lecz gdy kiedy choć chociaż ponieważ bo gdyż jednak natomiast jeśli jeżeli".split())
_SPEAKING_PRONOUNS = frozenset(
    "on ona oni one ten ta ci te obaj oboje obie wszyscy niektórzy inni wielu większość nikt część jeden jedna "
    "kilku".split()
)
_REACH = 16  # words between a verb and the subject after it

Range = tuple[int, int]


def speaker_like(tokens: Sequence[Token], start: int, end: int) -> int:
    """How much a phrase looks like somebody who can speak: 2 surely, 1 perhaps, 0 not at all."""
    head = tokens[start:end]
    if not head:
        return 0
    if head[0].lower in _SPEAKING_PRONOUNS or (head[0].text[0].isdigit() and "-lat" in head[0].lower):
        return 2
    noun = next(
        (t for t in head if t.is_capital or (t.has_pos("subst") and t.may_be("nom")) or not t.readings), head[0]
    )
    if noun.is_capital or is_role(noun) or is_group(noun) or is_institution(noun):
        if any(is_role(t) or is_group(t) or is_institution(t) for t in head):
            return 2
    elif not noun.may_be("m1"):
        return 0
    if any(
        "imię" in kinds or "nazwisko" in kinds
        for t in head
        if t.is_capital
        for kinds in (r.kinds for r in readings(t.text))
    ):
        return 2
    if any(is_name_word(t) and (not readings(t.text) or t.text.isupper()) for t in head[:4]):
        return 2 if head[0].start else 1
    return 1 if head[0].is_capital or any(t.may_be("m1") for t in head if t.has_pos("subst")) else 0


def subject_after(tokens: Sequence[Token], at: int, limit: int, cue: Cue) -> Range | None:
    """The subject that follows the verb: ``mówi w rozmowie z PAP prezes X``; its tokens, or ``None``."""
    reach = min(limit, at + _REACH)
    index = at
    while index < reach:
        token = tokens[index]
        if token.text == ",":
            return None
        if dash_or_end(token) or token.lower in _CLAUSE:
            return None
        if token.text == "(":
            return None
        if is_preposition(token):
            index = skip_prepositional(tokens, index, limit)
            continue
        if can_start(token):
            end = noun_phrase(tokens, index, limit)
            if end > index:
                start = _without_addressee(tokens, index, end)
                if speaker_like(tokens, start, end) and agrees(tokens, start, end, cue):
                    return start, end
                index = max(end, index + 1) if not tokens[index].is_capital else index + 1
                continue
        index += 1
    return None


def _without_addressee(tokens: Sequence[Token], start: int, end: int) -> int:
    """Drop a bare medium before the speaker: ``powiedział RMF FM rzecznik …``."""
    for index in range(start + 1, end):
        token = tokens[index]
        if tokens[index - 1].text == ",":
            break
        if (
            not token.is_capital
            and token.may_be("nom", "sg")
            and is_role(token)
            and not _role_before(tokens, start, index)
        ):
            return index
        first_name = any("imię" in r.kinds and r.has("nom") for r in readings(token.text))
        if token.is_capital and first_name and all(t.text.isupper() or not t.is_word for t in tokens[start:index]):
            return index
    return start


def _role_before(tokens: Sequence[Token], start: int, end: int) -> bool:
    return any(is_role(t) or is_institution(t) or (not t.is_capital and t.is_word) for t in tokens[start:end])


def clause_start(tokens: Sequence[Token], verb: int, low: int) -> int:
    """Where the clause of a verb begins: after the last conjunction or closed bracket before it."""
    for index in range(verb - 1, low - 1, -1):
        if tokens[index].lower in _CLAUSE and (
            index == low or tokens[index - 1].text == "," or tokens[index].lower in {"a", "ale"}
        ):
            return index + 1
        if tokens[index].text in {";", ":"}:
            return index + 1
    return low


def subject_before(tokens: Sequence[Token], low: int, cue: Cue, *, first: bool = False) -> Range | None:
    """The subject that stands before the verb.

    :param low: index of the first token of the clause.
    :param first: take the first candidate (for participles: the subject of the main clause), else the best nearest one.
    """
    best: tuple[int, Range] | None = None
    index = low
    while index < cue.first:
        token = tokens[index]
        if is_preposition(token):
            index = max(skip_prepositional(tokens, index, cue.first), index + 1)
            continue
        if token.lower in {"który", "która", "którzy", "które"} and index and tokens[index - 1].text == ",":
            if best is not None and not first and cue.first - index <= 6:
                return best[1]
            index += 1
            continue
        if not can_start(token):
            index += 1
            continue
        end = noun_phrase(tokens, index, cue.first)
        if end <= index:
            index += 1
            continue
        strength = speaker_like(tokens, index, end)
        if strength and agrees(tokens, index, end, cue):
            if first:
                return index, end
            if best is None or strength >= best[0]:
                best = (strength, (index, end))
        index = end
    return best[1] if best else None
