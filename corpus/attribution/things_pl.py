"""Polish subjects that are nobody: a document (``regulamin mówi``), a fact (``liczby dowodzą``), ``to pokazuje``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from corpus.attribution.cue import Cue, cue_data
from corpus.attribution.draft import Range
from corpus.attribution.generic import GENERIC
from corpus.attribution.subjects_pl import clause_start
from corpus.attribution.tokens import Token
from corpus.attribution.words_pl import (
    adverb_only,
    circumstance,
    common,
    is_group,
    is_institution,
    is_preposition,
    is_role,
)
from corpus.morphology import lemmas, readings
from corpus.types import Language

#: Pronouns for what something is concluded from.
FACTS = frozenset({"to", "co", "wszystko", "nic", "wiele", "niewiele", "tyle", "coś"})
_BETWEEN = frozenset({"się", "nie", "też", "także", "również", "już", "jednak", "jasno", "wyraźnie", "zatem", "więc"})
# Verbs whose object may stand before them: "Raport skomentował krótko: „…”" leaves out who did.
_TRANSITIVE = frozenset(
    "komentować skomentować kwitować skwitować oceniać ocenić opisywać opisać podsumowywać podsumować krytykować "
    "skrytykować uzasadniać uzasadnić tłumaczyć wyjaśniać wyjaśnić zaczynać zacząć kończyć zakończyć nazywać nazwać "
    "określać określić cytować chwalić pochwalić publikować opublikować ogłaszać ogłosić pisać napisać przekazywać "
    "przekazać przedstawiać dopisać wymieniać wymienić zarzucać zarzucić argumentować rozwijać uzupełniać "
    "uzupełnić".split()
)
# Verbs that may open before a document: "głosi napis", "obiecuje ulotka".
_OPENING = frozenset("głosić obiecywać zapowiadać informować ostrzegać zapewniać zachęcać przypominać".split())


@lru_cache(maxsize=16_384)
def is_document(word: str) -> bool:
    """Whether a word names something written or shown that can be quoted (``regulamin``, ``ulotka``)."""
    nouns = cue_data(Language.PL)["nouns"]
    return not lemmas(word.lower()).isdisjoint({*nouns["documents"], *nouns["writings"]})


@lru_cache(maxsize=16_384)
def _is_fact(word: str) -> bool:
    return not lemmas(word.lower()).isdisjoint(cue_data(Language.PL)["nouns"]["facts"])


def inferred(tokens: Sequence[Token], low: int, cue: Cue) -> bool:
    """Whether facts, and nobody's words, are what a verb goes by: ``liczby dowodzą, że``, ``to potwierdza, że``."""
    subject = _subject(tokens, low, cue)
    if subject is None:
        return False
    head = tokens[subject[0]] if subject[1] - subject[0] == 1 else _head(tokens, subject)
    return head.lower in FACTS or _is_fact(head.lower)


def thing_before(tokens: Sequence[Token], low: int, cue: Cue, *, clause: bool) -> Range | None:
    """The thing that is the subject of a verb of saying, right before it; its tokens.

    :param clause: whether the verb governs a clause, which leaves no room for another object.
    """
    if not cue.finite or "phrase" in cue.classes or (not clause and cue.lemma in _TRANSITIVE):
        return None
    subject = _subject(tokens, low, cue)
    if subject is None or tokens[subject[0]].lower in FACTS:
        return None
    head = _head(tokens, subject)
    return subject if clause or is_document(head.lower) else None


def thing_after(tokens: Sequence[Token], cue: Cue, high: int) -> Range | None:
    """The document right after the verb: ``głosi napis na drzwiach``."""
    at = cue.last + 1
    if cue.lemma not in _OPENING or at >= high or not is_document(tokens[at].lower):
        return None
    return (at, at + 1) if _nominative(tokens[at], cue) else None


def nobodys(cue: Cue) -> Cue:
    """The cue as one that nobody stands behind."""
    return replace(cue, classes=cue.classes | {"nobody"})


def _subject(tokens: Sequence[Token], low: int, cue: Cue) -> Range | None:
    start = clause_start(tokens, cue.first, low)
    start = next((i + 1 for i in range(cue.first - 1, start - 1, -1) if tokens[i].text in {",", "–", "—"}), start)
    while start < cue.first and (tokens[start].lower in {"a", "i", "ale", "bo", "jak", "że"} or _adverb(tokens[start])):
        start += 1
    end = cue.first
    while end > start and tokens[end - 1].lower in _BETWEEN:
        end -= 1
    if end <= start:
        return None
    if end - start == 1 and tokens[start].lower in FACTS:
        return start, end
    at = start
    while at < end - 1 and tokens[at].has_pos("adj", "ppas") and not _nominative(tokens[at], cue):
        at += 1
    while at < end - 1 and tokens[at].has_pos("adj", "ppas") and not tokens[at].has_pos("subst"):
        at += 1
    head = tokens[at]
    if not _thing(head) or not _nominative(head, cue) or not _one_phrase(tokens, at + 1, end):
        return None
    return start, end


def _head(tokens: Sequence[Token], subject: Range) -> Token:
    return next(
        (t for t in tokens[subject[0] : subject[1]] if t.has_pos("subst", "ger") and t.may_be("nom")),
        tokens[subject[0]],
    )


def _thing(token: Token) -> bool:
    """Whether a noun can be nobody: no role, group or institution, no name; of masculine nouns none for men."""
    word = token.lower
    if not token.is_word or is_role(token) or is_group(token) or is_institution(token):
        return False
    if not lemmas(word).isdisjoint(GENERIC) or (token.is_capital and not common(token)):
        return False
    if is_document(word) or _is_fact(word):
        return True
    if circumstance(word):
        return False
    nouns = [r for r in readings(word) if r.pos in {"subst", "ger"} and r.has("nom")]
    return bool(nouns) and all(r.has("m3") or r.has("n") for r in nouns)


def _nominative(token: Token, cue: Cue) -> bool:
    number = cue.number or "sg"
    found = [r for r in token.readings or readings(token.lower) if r.has("nom") and r.has(number)]
    if cue.genders:
        wanted = cue.genders | ({"m1", "m2", "m3"} if cue.genders & {"m1", "m2", "m3"} else frozenset())
        found = [r for r in found if any(r.has(gender) for gender in wanted)]
    return bool(found)


def _one_phrase(tokens: Sequence[Token], at: int, end: int) -> bool:
    """Whether what stands between a noun and its verb belongs to the noun: genitives and prepositional phrases."""
    for index in range(at, end):
        token = tokens[index]
        if not token.is_word and token.text not in '„”"-':
            return False
        oblique = not token.readings or any(
            r.pos in {"subst", "ger", "adj", "ppas", "brev", "num"} for r in token.readings
        )
        if not (is_preposition(token) or oblique):
            return False
        if (
            token.has_pos("subst")
            and token.may_be("nom")
            and not token.may_be("gen")
            and not _after_preposition(tokens, at, index)
        ):
            return False
    return True


def _after_preposition(tokens: Sequence[Token], at: int, index: int) -> bool:
    return any(is_preposition(token) for token in tokens[max(at, index - 2) : index])


def _adverb(token: Token) -> bool:
    return token.lower not in FACTS and adverb_only(token.lower)
