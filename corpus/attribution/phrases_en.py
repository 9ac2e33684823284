"""English noun phrases that can name a speaker, and the subject of an English reporting verb."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.attribution.cue import Cue
from corpus.attribution.cues_en import english_forms
from corpus.attribution.tokens import DASHES, Token
from corpus.names import group_lemmas, institution_lemmas, role_lemmas
from corpus.types import Language

Range = tuple[int, int]

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
_CONJUNCTIONS = frozenset(
    "and but or that when while because as if although though since which who whom whose where after before until "
    "unless so than whether however then yet how why what despite asked".split()
)
_SKIPPED = frozenset(
    "also later then has have had did does do would will could may might should must now still even once again "
    "previously repeatedly already often always never not n't themselves himself herself itself too only just "
    "simply is are was were 's been be being more very quite further recently yesterday today earlier all both "
    "rather less so remains remain remained really to nevertheless nonetheless instead meanwhile therefore "
    "however indeed though thus".split()
)
_SOME = frozenset("one some many several most few both all half none another".split())
_DAYS = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday today yesterday january february march april may "
    "june july august september october november december".split()
)
TITLE_LINKS = frozenset("of for at the and & von van de der di da du la le bin al in from".split())


def is_role(token: Token) -> bool:
    """Whether a word is the head of a role (``chief``, ``analyst``, ``CEO``)."""
    roles = role_lemmas(Language.EN)
    return (
        token.text == "AM"
        or token.lower in roles
        or (token.lower.removesuffix("s") in roles and token.lower.endswith("s"))
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
    return token.lower in institution_lemmas(Language.EN)


def is_day(token: Token) -> bool:
    """Whether a word is a day or a month."""
    return token.lower in _DAYS


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
        if at > start and word in _CONJUNCTIONS and not (word == "and" and _joins(tokens, at, limit)):
            break
        if at > start and word in PREPOSITIONS and not _inner_preposition(tokens, start, at, limit):
            break
        if at > start and (word in _SKIPPED or (word in PRONOUNS and word not in {"one"})) and not token.is_capital:
            break
        if at > start and word.endswith("ly") and not token.is_capital:
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
        if is_role(token):
            return True
        if not token.is_word or token.lower in PREPOSITIONS or token.lower.endswith(("ed", "ing", "s")):
            return False
    return False


def _joins(tokens: Sequence[Token], at: int, limit: int) -> bool:
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
        if is_role(token) and not (token.lower.endswith("s") and tokens[at].lower not in DETERMINERS):
            return at
        if token.text.isdigit() and ahead == at and len(token.text) == 2:
            return ahead + 1 if ahead + 1 < limit and tokens[ahead + 1].text == "," else None
    if at + 1 < limit and tokens[at].lower in {"a", "an"}:
        return at
    return None


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
    return (at, end) if end > at else None


def subject_before(tokens: Sequence[Token], low: int, cue: Cue) -> Range | None:
    """The subject that ends right before the verb (adverbs and auxiliaries between them are skipped)."""
    at = cue.first - 1
    while at >= low and (
        tokens[at].lower in _SKIPPED or (tokens[at].lower.endswith("ly") and not tokens[at].is_capital)
    ):
        at -= 1
    if at < low or tokens[at].text in {'"', "“", "”"}:
        return None
    if tokens[at].text == ",":
        return _before_insert(tokens, low, at)
    if at - 1 > low and tokens[at].lower in {"to", "with"} and tokens[at - 1].lower in {"spoke", "talked"}:
        at -= 1  # "most of the resellers we spoke to say"
    if tokens[at].lower in {"who", "which"}:
        back = at - 1 if tokens[at - 1].text == "," else at
        return _walk_back(tokens, low, back - 1) if back > low else None
    return _walk_back(tokens, low, at)


def _before_insert(tokens: Sequence[Token], low: int, comma: int) -> Range | None:
    """``X, a doctor, said`` / ``X, which is drafting …, said``: the subject with its insert."""
    for opening in range(low + 1, comma):
        if tokens[opening].text == "," and tokens[opening + 1].lower in {"who", "whose", "which"}:
            start = _walk_back(tokens, low, opening - 1)
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
        start = _walk_back(tokens, low, opening - 1)
        if start is None:
            continue
        appositive = any(is_role(t) for t in tokens[opening + 1 : comma]) and inserted.lower not in {
            "which",
            "who",
            "speaking",
        }
        two = opening + 2 < comma and tokens[opening + 2].is_capital
        named = inserted.is_capital and (two or is_role(tokens[opening - 1]))  # "its chairman, X, said"
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
            word in _CONJUNCTIONS
            and not (word == "asked" and at == last)
            and not (word == "and" and at > low and at < last and _joins(tokens, at, last + 1))
        ):
            break
        if word in PREPOSITIONS and at == last:
            break
        if is_day(token) and at < last:
            break
        if at < last and not token.is_capital and not is_role(token) and _reports(word):
            break  # a verb of its own: "the poll showed a majority …"
        at -= 1
    begin = at + 1
    if begin <= last and tokens[begin].lower in PREPOSITIONS:
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


def speaker_like(tokens: Sequence[Token], found: Range | None) -> bool:
    """Whether a phrase can speak: a name, a pronoun, a role, a group or an institution."""
    if found is None:
        return False
    head = tokens[found[0] : found[1]]
    if len(head) == 1 and head[0].lower in PRONOUNS:
        return True
    if len(head) > 22:
        return False
    if len(head) > 1 and head[0].lower in _SOME and head[1].lower == "of":
        return True
    return any(
        (t.is_capital and t.lower not in DETERMINERS and not is_day(t))
        or t.lower.endswith("-year")
        or is_role(t)
        or is_group(t)
        or is_institution(t)
        for t in head
    )
