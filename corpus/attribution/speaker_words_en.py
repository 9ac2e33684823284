"""What the words of an English source phrase say of a speaker: the role, the sex, one or several, a bare name."""

from __future__ import annotations

import re
from functools import lru_cache

from corpus.attribution.lists_en import words_of, words_of_descriptions
from corpus.attribution.tokens import Token, tokenise
from corpus.attribution.words_en import DETERMINERS, is_institution, is_plural_role, is_role

_QUANTITY = re.compile(
    r"^(?:(?:an?|the) )?(?:(?:large|small|growing) )?(?:several|many|most|few|numbers?|dozens|hundreds"
    r"|all|other|various)\b"
    r"(?: of)?(?: the| its| his| her| their)? (?!(?:in|at|of|on|with|who)\b)(?=[a-z])",
    re.IGNORECASE,
)
_POSSESSIVE = re.compile(r"(?<=\w)['’]s?$")
_AFTER_GROUP = re.compile(r" (?:we|who|at the|in the|across|on the)\b.*$")
_PAPER = re.compile(
    r"(?<=[\w.]) (?:newspaper|magazine|daily|tabloid|website|news agency|news site|weekly|broadcaster|channel)$"
)
_FIGURES = re.compile(
    r"^(?:[Tt]he |[Aa]n? |its |new |latest |recent )*(?i:figures|data|statistics|research|report|survey|study|analysis"
    r"|poll|estimates|numbers|forecasts?|findings|polling|review|paper|statement|letter|memo|email|message|filing|announcement|post|notice"
    r"|press release|website|site|brochure|leaflet|invitation|blog post|price list|contract|guide|presentation)"
    r"(?: published| released| compiled| conducted| carried out)?"
    r"(?: of [^,]{2,40}?)? (?:from|by|of) (?:the )?(?=[A-Z])"
)
_KIND_OF_FIRM = re.compile(  # "US chipmaker Acme", "Rival Acme"
    r"^(?:(?:the |The )?(?:[A-Z][\w-]* )?(?:[a-z-]+ )?(?:company|firm|vendor|supplier|distributor|reseller|integrator"
    r"|retailer|provider|start-?up|bank|airline|insurer|operator|developer|publisher|giant|\w+maker|manufacturer"
    r"|newspaper|magazine|broadcaster|agency) |Rival |[A-Z][\w&-]*['’]s (?:[a-z-]+ ){1,3})(?=[A-Z])"
)


def group_name(words: str) -> str:
    """A group without its number: ``Several resellers at the fair`` → ``resellers``."""
    bare = _QUANTITY.sub("", words)
    return _AFTER_GROUP.sub("", bare) if bare != words or _AFTER_GROUP.search(words) else words


def organisation_name(words: str, *, opens: bool) -> str:
    """A medium or institute by its name: ``Die Zeit newspaper`` → ``Die Zeit``; ``The Guardian`` keeps its article.

    :param opens: whether the words open their sentence, where "The" shows nothing.
    """
    bare = of_a_kind(_KIND_OF_FIRM.sub("", without_figures(words)))
    capital = bare.startswith("The ") and not opens and bare[4:5].isupper()
    if not capital and bare[:4].lower() == "the ":
        bare = bare[4:]
    return _PAPER.sub("", bare) if bare[:1].isupper() else bare


_SHARE = re.compile(
    r"^(?:(?:only |just |about |nearly |almost |another )?[\w.]+ ?(?:per ?cent|%)|half|a (?:third|quarter))$",
    re.IGNORECASE,
)
_OF_WHOM = re.compile(r"(?:per ?cent|%|half|third|quarter) of (?:the |those |all |its )?((?:[a-z-]+ )?[a-z]{3,}s)\b")
_POLL = 900  # code points within which "38 per cent" is still of those of whom the text spoke last


def share_of(words: str, text: str, position: int) -> str:
    """``38 per cent`` → ``38 per cent of respondents``, when the text has said of whom before ``position``."""
    if not _SHARE.match(words):
        return words
    said = _OF_WHOM.findall(text, max(0, position - _POLL), position)
    return f"{words} of {said[-1]}" if said else words


_OF_A_FIRM = re.compile(
    r"(?:[a-z-]+ )?(?:leader in|provider of|provider|specialist in|pioneer (?:in|of)|maker of|supplier|vendor"
    r"|distributor|reseller|integrator|retailer|developer of|publisher of|operator of)\b"
)


def of_a_firm(role: str) -> bool:
    """Whether a description says what a firm does (``the leader in backup``), not what office a person holds."""
    return _OF_A_FIRM.match(role) is not None


_ONE_NAMED = re.compile(r"^(?:[Oo]ne|[Aa]nother)(?: [^,]*)?, (?=[A-Z])")


def named_one(words: str) -> str:
    """``One of them, Acme`` → ``Acme``: the one of several that the phrase names."""
    return _ONE_NAMED.sub("", words)


def unmarked(words: str) -> str:
    """A phrase without a quotation mark left before it, unless it quotes a name (``“Dawn” presenter``)."""
    bare = words.lstrip("\"'“”‘’ ")
    return words if any(mark in bare for mark in '"“”') or not bare else bare


def without_possessive(words: str) -> str:
    """``Selwyn's`` (view) → ``Selwyn``; ``the resellers’`` → ``the resellers``."""
    return _POSSESSIVE.sub("", words)


_LED_BY_KIND = re.compile(r"^(?:(?:the|[A-Z][\w-]*) )?(?:[a-z-]+ ){0,3}(?P<kind>[a-z-]+) (?=[A-Z])")


def of_a_kind(words: str) -> str:
    """``Norwegian ferry builder Acme``, ``Analyst house Acme`` → ``Acme``."""
    led = _LED_BY_KIND.match(words)
    if led is None or not (is_institution(_token(led["kind"])) or led["kind"] in words_of_descriptions("business")):
        return words
    return words[led.end() :]


def _token(word: str) -> Token:
    return Token(0, len(word), word, word.lower())


# "Kestrelon's latest letter"
_OWNED = re.compile(
    r"^(?P<owner>(?:[Tt]he )?[A-Z][\w&.-]*(?: [A-Z&][\w&.-]*){0,4})(?:['’]s|(?<=s)['’]) (?:[a-z-]+ ){0,2}"
    r"(?:figures|data|statistics|research|report|survey|study|analysis|poll|estimates|numbers|forecasts?|findings|review"
    r"|paper|statement|letter|memo|email|message|filing|announcement|post|notice|release|website|site|brochure|leaflet"
    r"|invitation|list|contract|guide|presentation|blog|page|manual|note|newsletter|bulletin)$"
)


def without_figures(words: str) -> str:
    """``figures from Oakquill Research`` → ``Oakquill Research``: the document speaks for whoever made it."""
    owned = _OWNED.match(words)
    return owned["owner"] if owned else _FIGURES.sub("", words)


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
    bare = re.sub(r"^(?:his|her|their|its) (?=\w)", "", words)
    lower = {token.lower for token in tokenise(bare, 0, len(bare))}
    if lower & words_of_descriptions("women"):
        return "f"
    return "m" if lower & words_of_descriptions("men") else None


def bare_words(words: str, text: str, position: int) -> str:
    """A source phrase as it names the speaker: without marks and possessive, a share with those it is of.

    :param text: the article, read before ``position`` for "38 per cent".
    """
    return share_of(without_possessive(named_one(unmarked(words))), text, position)
