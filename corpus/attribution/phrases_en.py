"""English noun phrases that can name a speaker."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.attribution.tokens import DASHES, Token
from corpus.attribution.words_en import (
    CONJUNCTIONS,
    DETERMINERS,
    PREPOSITIONS,
    PRONOUNS,
    SKIPPED,
    heads_phrase,
    is_adverb,
    is_day,
    is_group,
    is_institution,
    is_role,
)

__all__ = ["DETERMINERS", "PREPOSITIONS", "PRONOUNS", "is_group", "is_institution", "is_role", "joins", "noun_phrase"]
__all__ += ["speaker_like"]

Range = tuple[int, int]

_NO_SPEAKER = frozenset("according now just whereas assuming struggling meanwhile still also even".split())
_SOME = frozenset("one some many several most few both all half none another".split())
TITLE_LINKS = frozenset("of for at the and & von van de der di da du la le bin al in from".split())


def noun_phrase(tokens: Sequence[Token], start: int, limit: int) -> int:
    """End (exclusive) of the speaker's phrase that begins at ``start``, appositions with a role included."""
    at = start
    while at < limit:
        token = tokens[at]
        word = token.lower
        if token.text == ",":
            after = _apposition(tokens, at + 1, limit)
            if after is None:
                break
            at = after
            continue
        if (
            token.text == "."
            and at > start
            and len(tokens[at - 1].text) <= 3
            and at + 1 < limit
            and tokens[at + 1].is_capital
        ):
            at += 1
            continue
        if (
            token.text in {"'", "’", "&", "/"}
            and at > start
            and at + 1 < limit
            and (tokens[at + 1].is_word or tokens[at + 1].text.isalpha())
        ):
            at += 1
            continue
        if token.text == "-" and at > start and tokens[at - 1].lower.endswith("-year"):
            at += 1  # "the 48-year-old"
            continue
        if not (token.is_word or token.text[0].isdigit()) or token.text in DASHES:
            break
        if at > start and word in {"citing", "quoting"}:
            break
        if at > start and word in CONJUNCTIONS and not (word == "and" and joins(tokens, at, limit)):
            break
        if at > start and word in PREPOSITIONS and not _inner_preposition(tokens, start, at, limit):
            break
        if at > start and (word in SKIPPED or (word in PRONOUNS and word not in {"one"})) and not token.is_capital:
            break
        if at > start and is_adverb(token):
            break
        if (
            at > start
            and tokens[at - 1].is_capital
            and not token.is_capital
            and word not in TITLE_LINKS
            and not token.text.startswith(("'s", "’s"))
        ) and not (is_role(token) or is_institution(token) or is_group(token) or _leads_to_role(tokens, at, limit)):
            break
        if is_day(token) and at > start:
            break
        at += 1
    while at > start and (tokens[at - 1].lower in PREPOSITIONS or tokens[at - 1].text in ",'"):
        at -= 1
    return at


def _leads_to_role(tokens: Sequence[Token], at: int, limit: int) -> bool:
    for token in tokens[at : min(at + 4, limit)]:
        if is_role(token) or is_institution(token):
            return True
        if not token.is_word or token.lower in PREPOSITIONS or token.lower.endswith(("ed", "ing", "s")):
            return False
    return False


def joins(tokens: Sequence[Token], at: int, limit: int) -> bool:
    """Whether the "and" at an index joins two names or two roles of one phrase."""
    if at + 1 >= limit or not (tokens[at - 1].is_capital or is_role(tokens[at - 1])):
        return False
    if tokens[at + 1].is_capital or is_role(tokens[at + 1]):
        return True
    return is_role(tokens[at - 1]) and at + 2 < limit and is_role(tokens[at + 2])  # "treasurer and deputy chair"


def _inner_preposition(tokens: Sequence[Token], start: int, at: int, limit: int) -> bool:
    """Prepositions inside a role or a group: ``head of sales at X``, ``percent of voters``."""
    word = tokens[at].lower
    if at + 1 >= limit or is_day(tokens[at + 1]):
        return False
    if word in {"of", "for"}:
        return True
    described = any(is_role(t) for t in tokens[start:at]) or not any(t.is_capital for t in tokens[start + 1 : at])
    return (
        word in {"at", "with", "from", "in"}
        and (tokens[at + 1].is_capital or tokens[at + 1].lower in {"the", "charge"})
        and (described or word in {"at", "from", "of"})
    )


def _apposition(tokens: Sequence[Token], at: int, limit: int) -> int | None:
    """After a comma: the index where an apposition goes on (``chief executive of Y``, ``a doctor``, ``42``)."""
    for ahead in range(at, min(at + 8, limit)):
        token = tokens[ahead]
        if (
            token.text == ","
            or token.lower in PRONOUNS
            or (token.lower in {"which", "who", "that", "but", "and", "as"} and ahead == at)
        ):
            return None
        if not (token.is_word or token.text[0].isdigit() or token.text in "'’&-"):
            return None
        if (
            is_role(token)
            and heads_phrase(tokens, ahead, limit)
            and not (token.lower.endswith("s") and tokens[at].lower not in DETERMINERS)
        ):
            return at
        if token.text.isdigit() and ahead == at and len(token.text) == 2:
            return ahead + 1 if ahead + 1 < limit and tokens[ahead + 1].text == "," else None
    if at + 1 < limit and tokens[at].lower in {"a", "an"}:
        return at
    return None


def speaker_like(tokens: Sequence[Token], found: Range | None) -> bool:
    """Whether a phrase can speak: a name, a pronoun, a role, a group or an institution."""
    if found is None:
        return False
    head = tokens[found[0] : found[1]]
    if len(head) == 1 and (head[0].lower in CONJUNCTIONS | _NO_SPEAKER or head[0].lower.endswith("ly")):
        return False
    if len(head) == 1 and head[0].lower in PRONOUNS:
        return True
    if len(head) > 22:
        return False
    if len(head) > 1 and head[0].lower in _SOME and head[1].lower == "of":
        return True
    return any(
        (t.is_capital and t.lower not in DETERMINERS and not is_day(t))
        or t.lower.endswith("-year")
        or t.lower in {"cent", "%"}
        or is_role(t)
        or is_group(t)
        or is_institution(t)
        for t in head
    )
