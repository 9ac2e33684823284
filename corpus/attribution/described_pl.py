"""People whom a Polish sentence has as its subject by their role alone: ``Wójt gminy rozkłada ręce.``"""

from __future__ import annotations

from collections.abc import Sequence

from corpus.attribution.phrases_pl import can_start, noun_phrase
from corpus.attribution.tokens import CLOSING, DASHES, OPENING, Token, tokenise
from corpus.attribution.words_pl import is_name_word, is_role, verb_only
from corpus.names import is_person_name

_REACH = 260  # code points before a statement in which such a sentence is looked for
_BEFORE_SUBJECT = 5  # words before the subject: "Po porażce w Kielcach trener …"
_TO_VERB = 3  # words between the subject and its verb: "trener nie szukał"


def described_subject(text: str, start: int, end: int, gender: str | None) -> tuple[int, str] | None:
    """The last sentence of ``text[start:end]`` with such a subject and nobody named: its place, and the words.

    :param gender: ``m`` or ``f`` when the verb that wants a subject shows it.
    """
    tokens = tokenise(text, max(start, end - _REACH), end)
    edges = [0, *(i + 1 for i in range(len(tokens)) if _ends_sentence(tokens, i)), len(tokens)]
    for low, high in zip(reversed(edges[:-1]), reversed(edges[1:]), strict=True):
        found = _subject(tokens, low, high)
        if found is not None:
            first, last = found
            words = text[tokens[first].start : tokens[last - 1].end]
            return (tokens[first].start, words) if _fits(tokens[first:last], gender) else None
        if any(t.is_capital and t.is_word for t in tokens[low + 1 : high]):
            return None  # somebody or something else has been named since
    return None


def _ends_sentence(tokens: Sequence[Token], index: int) -> bool:
    return tokens[index].text in ".!?…" and (
        index + 1 >= len(tokens)
        or tokens[index + 1].text[0] in "„–—-"
        or (tokens[index + 1].is_capital or tokens[index + 1].text[0].isdigit())
    )


def _subject(tokens: Sequence[Token], low: int, high: int) -> tuple[int, int] | None:
    if low < high and tokens[low].text in DASHES | OPENING | CLOSING:
        return None
    for start in range(low, min(low + _BEFORE_SUBJECT, high)):
        token = tokens[start]
        if not is_role(token) or not token.may_be("nom", "sg") or not can_start(token):
            continue
        end = noun_phrase(tokens, start, high)
        if end <= start or _named(tokens[start:end]):
            return None
        near = tokens[end : end + _TO_VERB]
        verbs = [t for t in near if not t.is_capital and verb_only(t.lower)]
        return (start, end) if verbs and verbs[0].may_be("sg") else None
    return None


def _named(tokens: Sequence[Token]) -> bool:
    """Whether a person's name stands in the phrase."""
    run: list[str] = []
    for token in [*tokens, None]:
        if token is not None and is_name_word(token):
            run.append(token.text)
            continue
        if len(run) > 1 and is_person_name(run) != "organization" and is_person_name(run[-2:]) == "person":
            return True
        run = []
    return False


def _fits(tokens: Sequence[Token], gender: str | None) -> bool:
    head = tokens[0]
    if gender is None:
        return True
    if gender == "f":
        return head.may_be("nom", "sg", "f") or head.may_be("nom", "sg", "m1")  # "minister powiedziała"
    return head.may_be("nom", "sg", "m1")
