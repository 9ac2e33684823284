"""The organisation that English words name: after a preposition, before ``'s``."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.attribution.cues_en import english_forms
from corpus.attribution.lists_en import is_place, words_of, words_of_descriptions
from corpus.attribution.tokens import Token
from corpus.attribution.words_en import DETERMINERS, is_institution, is_role

LINKS = frozenset("of at for with from in on to within".split())
_NAME_LINKS = frozenset("of for and & the de la on".split())  # small words inside the name of an organisation
POSSESSIVE = ("'s", "’s")


def join(tokens: Sequence[Token]) -> str:
    """The words of a phrase as written, with the spaces between them."""
    words: list[str] = []
    for index, token in enumerate(tokens):
        glued = index > 0 and token.start == tokens[index - 1].end
        words.append(token.text if glued or index == 0 else " " + token.text)
    return "".join(words).strip()


def says(token: Token) -> bool:
    """Whether a word is a finite verb of saying."""
    form = english_forms().get(token.lower)
    return form is not None and form[1] and "say" in form[2] and "weak" not in form[2] and not token.is_capital


_TRADE = frozenset("trade industry lobby consumer".split())


def firm_name(tokens: Sequence[Token]) -> str:
    """The organisation that a phrase after a preposition names, without article and generic words before it."""
    words = list(tokens)
    begin = next((i for i, t in enumerate(words) if t.is_capital), None)
    if begin is None:
        headed = len(words) > 1 and (is_institution(words[1]) or words[1].lower in words_of_descriptions("business"))
        described = headed and words[0].lower in DETERMINERS
        return f"the {words[1].text}" if described else ""
    business = words_of_descriptions("business")
    if any(t.lower in LINKS | {"and", "who"} or (is_role(t) and t.lower not in business) for t in words[:begin]):
        return ""
    if words[begin].lower in DETERMINERS and begin + 1 < len(words):
        begin += 1
    if words[begin].lower.endswith("-based") and begin + 1 < len(words):
        begin += 1  # "Leeds-based Acme"
    for at in range(begin, min(begin + 4, len(words) - 1)):  # "the Polish integrator Acme", "UK distributor Acme"
        kind = words[at]
        if (
            (kind.lower in business or kind.lower == "body" or is_institution(kind))
            and not kind.is_capital
            and words[at + 1].is_capital
        ):
            begin = at + 1
            break
        known = kind.lower in words_of("adjectives") or is_place(kind) or kind.lower.endswith("-based")
        if not (known or kind.text.isupper() or (kind.lower in _TRADE and at > begin)):
            break
    end = begin
    while end < len(words) and _in_name(words, begin, end):
        end += 1
    while end > begin and (words[end - 1].lower in _NAME_LINKS or words[end - 1].text in {".", "'", "’", "-"}):
        if words[end - 1].text == "." and len(words[end - 2].text) <= 4:
            break
        end -= 1
    named = [t for t in words[begin:end] if t.is_word]
    if not named or all(is_place(t) or t.lower in {"new", "saint"} for t in named):
        return ""
    if words[begin].text.endswith(POSSESSIVE) and is_place(_bare(words[begin])):
        return ""  # "head of Britain's largest union"
    called = join(words[begin:end])
    for mark in POSSESSIVE:
        called = called.removesuffix(mark)
    return called


def _in_name(words: Sequence[Token], begin: int, at: int) -> bool:
    token = words[at]
    if says(token):
        return False
    following = words[at + 1] if at + 1 < len(words) else None
    if token.is_capital or token.text[0].isdigit() or token.text in {"&", "'", "’", ".", "-", "+", "!"}:
        return True
    owned = at > begin and (words[at - 1].text.endswith(POSSESSIVE) or words[at - 1].text in {"'", "’"})
    bare = token.lower.removesuffix("'s").removesuffix("’s")
    if owned or is_institution(Token(0, len(bare), bare, bare)):
        return token.is_word
    return token.lower in _NAME_LINKS and following is not None and following.is_capital and token.lower != "on"


def _bare(token: Token) -> Token:
    text = token.text.removesuffix("'s").removesuffix("’s")
    return Token(token.start, token.start + len(text), text, text.lower())
