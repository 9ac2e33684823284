"""Classes of English words: pronouns, determiners, prepositions, heads of roles, groups and institutions."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from corpus.attribution.cues_en import english_forms
from corpus.attribution.tokens import DASHES, Token
from corpus.names import group_lemmas, institution_lemmas, role_lemmas
from corpus.types import Language

PRONOUNS = frozenset("he she they it i we who both others some many one another everyone nobody".split())
SUBJECT_PRONOUNS = frozenset(
    "he she it they we i you there this these those nobody everyone no most some many few all both each neither "
    "either what if as".split()
)
DETERMINERS = frozenset(
    "twenty thirty forty fifty sixty seventy eighty ninety hundred thousands hundreds ten dozens the a an his her "
    "their its our my your one some many most several two three four five six seven few all "
    "other another each both half this that these those no any more every".split()
)
PREPOSITIONS = frozenset(
    "on in at during after before to via through by for from with about over under of into against amid among "
    "since until near despite without within alongside outside following per as upon between across".split()
)
CONJUNCTIONS = frozenset(
    "and but or that when while because as if although though since which who whom whose where after before until "
    "unless so than whether however then yet how why what despite asked".split()
)
SKIPPED = frozenset(
    "also later then has have had did does do would will could may might should must now still even once again "
    "previously repeatedly already often always never not n't themselves himself herself itself too only just "
    "simply is are was were 's been be being more very quite further recently yesterday today earlier all both "
    "rather less so remains remain remained really to nevertheless nonetheless instead meanwhile therefore "
    "however indeed though thus".split()
)
_DAYS = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday today yesterday january february march april may "
    "june july august september october november december".split()
)


_NO_PERSON = frozenset("ottoman talisman inhuman superhuman caiman".split())


def is_role(token: Token) -> bool:
    """Whether a word is the head of a role (``chief``, ``analyst``, ``CEO``)."""
    return _is_role(token.text)


@lru_cache(maxsize=65536)
def _is_role(text: str) -> bool:
    roles, lower = role_lemmas(Language.EN), text.lower()
    if lower.endswith(("man", "woman")) and len(text) > 6 and not text[0].isupper():
        return lower not in _NO_PERSON  # "postman"
    return (
        text == "AM"
        or lower in roles
        or (lower.startswith(("co-", "ex-")) and lower[3:].removesuffix("s") in roles)
        or (lower.removesuffix("s") in roles and lower.endswith("s"))
    )


def is_plural_role(token: Token) -> bool:
    """Whether a word names several who hold a role (``directors``, not ``actress``)."""
    return token.lower.endswith("s") and token.lower not in role_lemmas(Language.EN) and is_role(token)


def is_group(token: Token) -> bool:
    """Whether a word names people as a group."""
    groups = group_lemmas(Language.EN)
    return token.lower in groups or (token.lower.endswith("s") and token.lower.removesuffix("s") in groups)


def is_institution(token: Token) -> bool:
    """Whether a word is the head of an institution's name."""
    return token.lower in institution_lemmas(Language.EN) or (
        token.lower.endswith(("maker", "builder")) and len(token.text) > 6
    )


def is_day(token: Token) -> bool:
    """Whether a word is a day or a month."""
    return token.lower in _DAYS


_DATELINE = 14  # tokens among which the dash of a dateline stands ("TORONTO, Sept 3 (Agency) - ")


def after_dateline(tokens: Sequence[Token], low: int, high: int) -> int:
    """Where a sentence begins after the place in capitals that opens an agency's report; ``low`` without one."""
    if low or high - low < 4 or not tokens[low].text.isupper() or not tokens[low].is_word or len(tokens[low].text) < 3:
        return low
    for index in range(low + 1, min(low + _DATELINE, high - 1)):
        dash = tokens[index].text in DASHES
        if dash and tokens[index - 1].end < tokens[index].start and tokens[index].end < tokens[index + 1].start:
            following = tokens[index + 1]
            date = is_day(following) or following.lower.rstrip(".") in _MONTHS
            return after_dateline_date(tokens, index + 1, high) if date else index + 1
        if tokens[index].text in ':;!?"“”':
            return low
    return low


_MONTHS = frozenset("jan feb mar apr jun jul aug sept sep oct nov dec".split())


def after_dateline_date(tokens: Sequence[Token], at: int, high: int) -> int:
    """After ``Aug. 6 –`` in a dateline of two parts."""
    dash = next((i for i in range(at, min(at + 6, high - 1)) if tokens[i].text in DASHES), None)
    return dash + 1 if dash is not None else at


_NOUNS_IN_LY = frozenset(
    "family assembly supply ally reply bully rally monopoly daily weekly monthly quarterly".split()
)


def is_adverb(token: Token) -> bool:
    """Whether a word looks like an adverb in -ly."""
    return token.lower.endswith("ly") and not token.is_capital and token.lower not in _NOUNS_IN_LY


_SMALL = PREPOSITIONS | CONJUNCTIONS | SKIPPED | DETERMINERS | PRONOUNS


def heads_phrase(tokens: Sequence[Token], index: int, limit: int) -> bool:
    """Whether a role word is the last noun of its phrase (``a partner,``), not one before another (``partner fee``)."""
    following = tokens[index + 1] if index + 1 < limit else None
    if following is None or not following.is_word or following.is_capital or is_role(following):
        return True
    word = following.lower
    return word in _SMALL or word.endswith(("ing", "ed")) or word in english_forms()
