"""The subject of an English reporting verb: after it, before it, or shared with an earlier verb."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.attribution.cue import Cue
from corpus.attribution.cues_en import english_forms
from corpus.attribution.draft import Range
from corpus.attribution.phrases_en import joins, noun_phrase
from corpus.attribution.tokens import DASHES, Token
from corpus.attribution.words_en import (
    CONJUNCTIONS,
    DETERMINERS,
    PREPOSITIONS,
    PRONOUNS,
    SKIPPED,
    is_adverb,
    is_day,
    is_group,
    is_institution,
    is_role,
)


def subject_after(tokens: Sequence[Token], at: int, limit: int) -> Range | None:
    """The subject right after an inverted verb: ``said Hugh Hill, a doctor``."""
    if at >= limit:
        return None
    token = tokens[at]
    if not (
        token.is_capital or token.lower in DETERMINERS or token.lower in PRONOUNS or is_role(token) or is_group(token)
    ):
        return None
    if is_day(token) or token.lower in {"that", "this", "no"}:
        return None
    end = noun_phrase(tokens, at, limit)
    two = end + 2 < limit and tokens[end].text == "," and tokens[end + 1].is_capital and tokens[end + 2].is_capital
    if two and end > at and is_role(tokens[end - 1]) and not tokens[at + 1 if end > at + 1 else at].is_capital:
        end = noun_phrase(tokens, end + 1, limit)  # "said its general counsel, Jane Roe"
    return (at, end) if end > at else None


_FINITE_BE = frozenset("is are was were has have had will would can could".split())
_ASIDE = 24  # tokens of an aside between dashes or in brackets
_TIMES = frozenset("year week month weekend night summer autumn winter spring".split())
_HEARSAY = frozenset("understood believed said reported thought alleged known expected set due likely".split())


def subject_before(tokens: Sequence[Token], low: int, cue: Cue) -> Range | None:
    """The subject that ends right before the verb (adverbs and auxiliaries between them are skipped)."""
    at = cue.first - 1
    while at >= low and _between(tokens[at]):
        at -= 1
    while at > low + 1 and tokens[at].lower in _TIMES and tokens[at - 1].lower in {"last", "this", "next", "earlier"}:
        at -= 2  # "X last year agreed …"
    while at > low + 1 and tokens[at].lower in _HEARSAY and tokens[at - 1].lower in {"is", "are", "was", "were"}:
        at -= 2  # "X is understood to have told colleagues that …"
    if at < low or tokens[at].text in {'"', "“", "”"}:
        return None
    if tokens[at].text in DASHES or tokens[at].text == ")":
        return _before_aside(tokens, low, at)
    if tokens[at].text == ",":
        return _before_insert(tokens, low, at)
    if at - 1 > low and tokens[at].lower in {"to", "with"} and tokens[at - 1].lower in {"spoke", "talked"}:
        at -= 1  # "most of the resellers we spoke to say"
    if tokens[at].lower in {"who", "which"}:
        back = at - 1 if tokens[at - 1].text == "," else at
        return _walk_back(tokens, low, back - 1) if back > low else None
    return _walk_back(tokens, low, at)


def _between(token: Token) -> bool:
    """Whether a word may stand between a subject and its verb: an adverb, an auxiliary, a negation."""
    return token.lower in SKIPPED or is_adverb(token) or token.lower.endswith(("n't", "n’t"))


def _before_aside(tokens: Sequence[Token], low: int, close: int) -> Range | None:
    """``X – who left in May – said``, ``X (Lab, Dunmere) said``: the subject before the aside."""
    first = max(low, close - _ASIDE)
    if tokens[close].text == ")":
        opening = next((i for i in range(close - 1, first, -1) if tokens[i].text == "("), None)
    else:
        opening = next((i for i in range(close - 1, first, -1) if tokens[i].text in DASHES), None)
        free = opening is not None and tokens[opening - 1].end < tokens[opening].start
        opening = opening if free and tokens[close - 1].end < tokens[close].start else None
    return _walk_back(tokens, low, opening - 1) if opening is not None else None


def _whose_holder(tokens: Sequence[Token], low: int, comma: int) -> Range | None:
    """``the guild, whose director, X, says``: the subject inside the relative clause."""
    opening = next((i for i in range(comma - 1, max(low, comma - 7), -1) if tokens[i].text == ","), None)
    if opening is None or not (is_role(tokens[opening - 1]) and tokens[opening + 1].is_capital):
        return None
    whose = next((i for i in range(opening - 1, max(low, opening - 6), -1) if tokens[i].lower == "whose"), None)
    return (whose + 1, comma) if whose is not None else None


def _without_age(tokens: Sequence[Token], low: int, comma: int) -> int:
    """The comma before an age that another comma closes (``X, 54, who …``), else the same comma."""
    age = comma - 2 > low and tokens[comma - 1].text.isdigit() and tokens[comma - 2].text == ","
    return comma - 2 if age else comma


def _before_insert(tokens: Sequence[Token], low: int, comma: int) -> Range | None:
    """``X, a doctor, said`` / ``X, which is drafting …, said``: the subject with its insert."""
    whose = _whose_holder(tokens, low, comma)
    if whose is not None:
        return whose
    for opening in range(low + 1, comma):
        if tokens[opening].text == "," and tokens[opening + 1].lower in {"who", "whose", "which"}:
            start = _walk_back(tokens, low, _without_age(tokens, low, opening) - 1)
            if start is not None and start[0] - 2 > low and tokens[start[0] - 1].text == ",":
                outer = _walk_back(tokens, low, start[0] - 2)  # "X, author of a study, which …, said"
                if outer is not None and any(t.is_capital for t in tokens[outer[0] : outer[1]]):
                    return outer[0], opening
            if start is not None:
                return (start[0], comma) if tokens[opening + 1].lower == "whose" else start
    depth = range(comma - 1, low - 1, -1)
    for opening in depth:
        if tokens[opening].text != ",":
            continue
        inserted = tokens[opening + 1]
        start = _walk_back(tokens, low, _without_age(tokens, low, opening) - 1)
        if start is None:
            continue
        appositive = any(is_role(t) for t in tokens[opening + 1 : comma]) and inserted.lower not in {
            "which",
            "who",
            "speaking",
        }
        two = opening + 2 < comma and tokens[opening + 2].is_capital
        headed = is_role(tokens[opening - 1]) or is_institution(tokens[opening - 1])
        headed = headed or tokens[start[0]].lower in {"one", "another"}  # "one of them, X, said"
        named = inserted.is_capital and (two or headed)  # "its chairman, X, said"
        return (start[0], comma) if appositive or named or inserted.lower in {"a", "an"} else start
    return None


def _walk_back(tokens: Sequence[Token], low: int, last: int) -> Range | None:
    if last < low:
        return None
    at = last
    while at >= low:
        token = tokens[at]
        word = token.lower
        if token.text in {"'", "’", "&"} or (token.text == "." and at > low and len(tokens[at - 1].text) <= 3):
            at -= 1
            continue
        if token.text == "-" and at > low and tokens[at - 1].lower.endswith("-year"):
            at -= 1
            continue
        if not (token.is_word or token.text[0].isdigit() or token.text == "%"):
            if token.text == '"' and last - at < 12 and any(t.text == '"' for t in tokens[at + 1 : last]):
                at -= 1
                continue
            if (
                token.text in {'"', "”"}
                and at < last
                and any(t.text in {'"', "“"} for t in tokens[max(low, at - 4) : at])
            ):
                at -= 1  # ‘Fifty per cent of “likely” voters’
                continue
            break
        if (
            word in CONJUNCTIONS
            and not (word == "asked" and at == last)
            and not (word == "and" and at > low and at < last and joins(tokens, at, last + 1))
        ):
            break
        if word in PREPOSITIONS and at == last:
            break
        if is_day(token) and at < last:
            break
        if at < last and word in _FINITE_BE and not token.is_capital:
            at = _last_phrase(tokens, at, last)
            break  # another clause: "juries have paid millions to people (who say)"
        if at < last and not token.is_capital and not is_role(token) and _reports(word):
            break  # a verb of its own: "the poll showed a majority …"
        at -= 1
    begin = at + 1
    if begin < last and tokens[begin].lower in PREPOSITIONS and not tokens[begin + 1].text[0].isdigit():
        begin = _after_leading_phrase(tokens, begin, last)
    if begin > last:
        return None
    asked = next((i for i in range(begin + 1, last) if tokens[i].lower in {"we", "i"} and i + 1 == last), None)
    if asked is not None:
        return begin, last + 1
    pronoun = next(
        (i for i in range(last, begin - 1, -1) if tokens[i].lower in PRONOUNS - {"one", "some", "many"}), None
    )
    if pronoun == last:
        return last, last + 1
    return begin, last + 1


def _last_phrase(tokens: Sequence[Token], verb: int, last: int) -> int:
    """The token before the last noun phrase after the verb of another clause."""
    following = tokens[verb + 1]
    if following.is_capital or following.lower in DETERMINERS:
        return verb
    return next((i for i in range(last - 1, verb, -1) if tokens[i].lower in PREPOSITIONS - {"of"}), last - 1)


def _reports(word: str) -> bool:
    form = english_forms().get(word)
    return form is not None and form[1] and "weak" not in form[2]


def _after_leading_phrase(tokens: Sequence[Token], begin: int, last: int) -> int:
    """``In New York the president`` → ``the president``."""
    for index in range(last, begin, -1):
        if tokens[index].lower in DETERMINERS | PRONOUNS:
            return index
    start = last
    while start > begin + 1 and tokens[start - 1].is_capital:
        start -= 1
    return start if start > begin + 1 else last + 1


def owner_before(tokens: Sequence[Token], low: int, noun: int) -> Range | None:
    """The possessor before a noun, one or two adjectives between (``Acme's latest claim``, ``her view``)."""
    for at in range(noun - 1, max(noun - 4, low - 1), -1):
        if tokens[at].lower in {"his", "her", "their", "its"}:
            return at, at + 1
        if tokens[at].text.endswith(("'s", "’s")) or tokens[at].text in {"'", "’"}:
            return _walk_back(tokens, low, at)
    return None
