"""What the words of an English source phrase say of a speaker: the role, the sex, one or several, a bare name."""

from __future__ import annotations

import re
from functools import lru_cache

from corpus.attribution.description_en import words_of, words_of_descriptions
from corpus.attribution.phrases_en import DETERMINERS, is_plural_role, is_role
from corpus.attribution.tokens import Token, tokenise

_QUANTITY = re.compile(
    r"^(?:(?:an?|the) )?(?:(?:large|small|growing) )?(?:several|many|some|most|few|numbers?|dozens|hundreds"
    r"|all|other|various)\b"
    r"(?: of)?(?: the| its| his| her| their)? (?!(?:in|at|of|on|with|who)\b)(?=[a-z])",
    re.IGNORECASE,
)
_AFTER_GROUP = re.compile(r" (?:we|who|at the|in the|across|on the)\b.*$")
_PAPER = re.compile(
    r"(?<=[\w.]) (?:newspaper|magazine|daily|tabloid|website|news agency|news site|weekly|broadcaster|channel)$"
)
_FIGURES = re.compile(
    r"^(?:[Tt]he |[Aa]n? |its |new |latest |recent )*(?:figures|data|statistics|research|report|survey|study|analysis"
    r"|poll|estimates|numbers|forecasts?)(?: published| released| compiled| conducted| carried out)?"
    r" (?:from|by|of) (?:the )?(?=[A-Z])"
)
_KIND_OF_FIRM = re.compile(  # "US chipmaker Acme", "Rival Acme"
    r"^(?:(?:the |The )?(?:[A-Z][\w-]* )?(?:[a-z-]+ )?(?:company|firm|vendor|supplier|distributor|reseller|integrator"
    r"|retailer|provider|start-?up|bank|airline|insurer|operator|developer|publisher|giant|\w+maker|manufacturer"
    r"|newspaper|magazine|broadcaster|agency) |Rival )(?=[A-Z])"
)


def group_name(words: str) -> str:
    """A group without its number: ``Several resellers at the fair`` → ``resellers``."""
    bare = _QUANTITY.sub("", words)
    return _AFTER_GROUP.sub("", bare) if bare != words or _AFTER_GROUP.search(words) else words


def organisation_name(words: str, *, opens: bool) -> str:
    """A medium or institute by its name: ``Die Zeit newspaper`` → ``Die Zeit``; ``The Guardian`` keeps its article.

    :param opens: whether the words open their sentence, where "The" shows nothing.
    """
    bare = _KIND_OF_FIRM.sub("", without_figures(words))
    capital = bare.startswith("The ") and not opens and bare[4:5].isupper()
    if not capital and bare[:4].lower() == "the ":
        bare = bare[4:]
    return _PAPER.sub("", bare) if bare[:1].isupper() else bare


def without_figures(words: str) -> str:
    """``figures from Oakquill Research`` → ``Oakquill Research``: the document speaks for whoever made it."""
    return _FIGURES.sub("", words)


@lru_cache(maxsize=4096)
def role_heads(words: str) -> frozenset[str]:
    """The words of a description that say what somebody is, small letters: ``chief executive`` → chief, executive."""
    found: set[str] = set()
    for token in tokenise(words, 0, len(words)):
        if token.lower in {"of", "at", "for", "from", "who", "with"}:
            break
        if is_role(token) or token.lower in words_of("offices") | words_of_descriptions("anyone"):
            found.add(token.lower)
    if "-year-old" in words and not found:
        found.add("man" if words.endswith("man") else "veteran")  # whoever was spoken of last
    last = words.rsplit(maxsplit=1)[-1].lower() if words.split() else ""
    if last in words_of("adjectives"):
        found.add(last)
    return frozenset(found)


def one_holder(role: str) -> bool:
    """Whether a role is that of one person, not of several (``directors of Acme``)."""
    head = re.split(r" (?:of|at|for|from|in|on|with) ", role)[0].rsplit(maxsplit=1)
    return bool(head) and not is_plural_role(Token(0, len(head[-1]), head[-1], head[-1].lower()))


def role_words(role: str) -> frozenset[str]:
    """The words of a role before the first preposition."""
    head = re.split(r" (?:of|at|for|from|in|on|with) ", role.lower())[0]
    return frozenset(re.findall(r"[\w-]+", head)) - DETERMINERS


def sex_of(words: str) -> str | None:
    """``m`` or ``f`` where a description tells it (``the spokeswoman``)."""
    lower = {token.lower for token in tokenise(words, 0, len(words))}
    if lower & words_of_descriptions("women"):
        return "f"
    return "m" if lower & words_of_descriptions("men") else None
