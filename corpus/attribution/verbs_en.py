"""Finite verbs of English clauses."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.attribution.tokens import Token
from corpus.attribution.words_en import DETERMINERS, PREPOSITIONS

AUXILIARY = frozenset(
    "is are was were will would can could may might must should has have had do does did 's 're 'll 'd n't wo am "
    "be been going need needs want wants make makes made get gets got go goes went take takes took come comes "
    "came give gives gave help helps cost costs lose lost win won put run ran keep kept pay pays paid see saw hit "
    "held rose fell left felt ought".split()
)


# Forms that can hardly be anything but the verb of a clause in the past or present.
FINITE = frozenset(
    "is are was were will would can could may might must should has have had does did went came drew fell met left "
    "took gave made got struck sent led brought caught began became grew rang stood kept won lost held felt sparked "
    "prompted triggered angered surprised alarmed failed proved seemed sounded looks looked remains remained".split()
)
_HELPING = frozenset(
    "is are was were will would can could may might must should has have had do does did be been being not never n't "
    "also already still soon".split()
)


def second_verb(tokens: Sequence[Token], at: int, high: int) -> int | None:
    """Index of a finite verb that cannot belong to the clause at ``at``: it has one and no conjunction follows it.

    ``(the warning that) margins would shrink went unheard`` → that of "went".
    """
    first = next((i for i in range(at + 1, high) if tokens[i].lower in FINITE or _past(tokens, i, high)), None)
    if first is None:
        return None
    index = first + 1
    while index < high and tokens[index].lower in _HELPING | {"have"}:
        index += 1
    index += tokens[first].lower in _HELPING  # its own participle or infinitive
    for ahead in range(index, high):
        token = tokens[ahead]
        if not (token.is_word or token.text[0].isdigit() or token.text in "%-'’‘\"“”") or token.lower in _LINKING:
            return None
        if token.lower in FINITE or (_in_ed(tokens, ahead) and _goes_on(tokens, ahead, high)):
            return ahead
    return None


_LINKING = frozenset("and but or who which that when while because if as although though since whether where".split())


def _past(tokens: Sequence[Token], index: int, high: int) -> bool:
    """Whether a form in -ed is a verb in the past rather than a participle (``those involved in``)."""
    return _in_ed(tokens, index) and not (index + 1 < high and tokens[index + 1].lower in PREPOSITIONS)


def _in_ed(tokens: Sequence[Token], index: int) -> bool:
    token = tokens[index]
    return token.lower.endswith("ed") and len(token.text) > 4 and not token.is_capital


def _goes_on(tokens: Sequence[Token], index: int, high: int) -> bool:
    return index + 1 < high and (tokens[index + 1].lower in DETERMINERS or tokens[index + 1].is_capital)


def has_verb(tokens: Sequence[Token], at: int, high: int, *, strict: bool = False) -> bool:
    """Whether a finite verb follows within reach: an auxiliary, a contracted one, or a form in -s/-ed after a noun.

    :param strict: whether only auxiliaries and the like count, after verbs that more often take an object.
    """
    if tokens[at].lower in {"he", "she", "they", "we", "i", "you"} and at + 1 < high and not tokens[at + 1].is_capital:
        return tokens[at + 1].is_word
    for index in range(at + 1, min(at + 26, high)):
        word = tokens[index].lower
        if (
            word in AUXILIARY
            or ("'" in word and word.rsplit("'", 1)[1] in {"s", "re", "ll", "d", "t", "ve"})
            or "’" in word
        ):
            return True
        if strict:
            continue
        if (
            word.endswith(("ed", "es", "s"))
            and len(word) > 3
            and not tokens[index].is_capital
            and index > at
            and tokens[index - 1].lower not in DETERMINERS | PREPOSITIONS
            and (word.endswith("ed") or index + 1 < high)
        ):
            return True
    return "'" in tokens[at].text or "’" in tokens[at].text
