"""Whether a Polish noun phrase can be the subject of a verb: number and gender."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.attribution.cue import Cue
from corpus.attribution.tokens import Token
from corpus.attribution.words_pl import QUANTIFIERS, is_role


def agrees(tokens: Sequence[Token], start: int, end: int, cue: Cue) -> bool:
    """Whether the phrase can be the subject of the cue's verb (number and gender of its first nominative words)."""
    head = tokens[start]
    if head.lower in QUANTIFIERS or not cue.number:
        return True
    if cue.number == "pl":
        joint = any(token.lower in {"i", "oraz"} for token in tokens[start:end])
        return (
            joint
            or not head.readings
            or any(token.may_be("pl", "nom") for token in tokens[start:end] if token.readings)
            or head.text.isupper()
        )
    known = [token for token in tokens[start:end] if token.readings and token.may_be("nom")]
    if not known:
        return True
    if not (known[0].may_be("sg", "nom") or known[0].has_pos("brev")):
        return False
    if not cue.genders:
        return True
    nouns = [token for token in known if token.has_pos("subst", "ppron3") or token.is_capital]
    if not nouns or any(_gender_fits(token, cue.genders) for token in nouns):
        return True
    return "f" in cue.genders and any(is_role(token) for token in nouns)  # "powiedziała minister"


def _gender_fits(token: Token, genders: frozenset[str]) -> bool:
    wanted = genders | ({"m1", "m2", "m3"} if genders & {"m1", "m2", "m3"} else frozenset())
    return any(
        reading.has("nom") and reading.has("sg") and any(reading.has(gender) for gender in wanted)
        for reading in token.readings
    )
