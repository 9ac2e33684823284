"""Speakers that a phrase joins or picks out: ``Anna Wilk i Adam Kruk``, ``jeden z dystrybutorów``."""

from __future__ import annotations

from corpus.attribution.parts import Parts, split_source
from corpus.attribution.tokens import tokenise
from corpus.attribution.words_pl import is_group, is_role
from corpus.types import Language

_AND = {Language.PL: frozenset({"i", "oraz", "a"}), Language.EN: frozenset({"and"})}


def joint_people(words: str, language: Language) -> list[Parts]:
    """The people whom a source phrase joins, each with role and firm; empty when it does not name at least two."""
    tokens = tokenise(words, 0, len(words))
    cuts = [t for t in tokens[1:-1] if t.lower in _AND[language]]
    for cut in cuts:
        left, right = words[: cut.start].rstrip(" ,"), words[cut.end :].strip()
        second = split_source(right, language)
        if " " not in second.name or not right.startswith(second.name[:2]):
            continue
        first = split_source(left, language)
        if " " in first.name:
            return [first, second]
    return []


_ONE = frozenset(
    "jeden jedna jednego jednej inny inna innego innej kolejny kolejna kolejnego kolejnej drugi druga".split()
)


def one_of(words: str) -> str | None:
    """``jeden z radnych klubu X`` → ``radny klubu X``: one of a group, named by its kind."""
    tokens = tokenise(words, 0, len(words))
    if len(tokens) < 3 or tokens[0].lower not in _ONE or tokens[1].lower not in {"z", "ze"}:
        return None
    for token in tokens[2:5]:
        single = next(
            (r.lemma for r in token.readings if r.pos == "subst" and r.has("pl") and r.has("gen") and r.has("m1")), None
        )
        if single is None and (is_role(token) or is_group(token)):
            single = next((r.lemma for r in token.readings if r.pos == "subst" and r.has("pl") and r.has("gen")), None)
        if single is not None and not token.is_capital:
            return single + words[token.end :]
        if token.has_pos("prep"):
            return None
    return None
