"""English reported clauses: where they begin, with or without "that"."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.attribution.cue import Cue
from corpus.attribution.draft import Passage, Range
from corpus.attribution.tokens import DASHES, Token
from corpus.attribution.verbs_en import AUXILIARY, has_verb
from corpus.attribution.words_en import DETERMINERS, PREPOSITIONS, SUBJECT_PRONOUNS, is_day, is_group

NOT_A_CLAUSE = frozenset(
    "to of so yes no nothing something anything goodbye more much about for and or but with little enough it them "
    "him not".split()
)
_REQUESTS = frozenset({"urge", "advise", "expect", "encourage", "ask", "tell", "warn", "remind"})
_AFTER_DETERMINER = frozenset("way time day year week kind sort point moment regard respect case much far".split())
# Verbs whose object is as often a noun as a clause ("announced 25 changes").
_NOUN_TAKERS = frozenset(
    "announce report highlight declare agree reveal offer recall repeat confirm acknowledge post write disclose "
    "question read underline underscore clarify recount continue".split()
)
_PROMISES = frozenset({"promise", "vow", "pledge", "expect"})
_OBJECT_TAKERS = frozenset(
    {"inform", "notify", "beg", "implore", "tell", "assure", "advise", "warn", "remind", "ask", "urge"}
)


def opens_clause(tokens: Sequence[Token], found: Range, limit: int) -> bool:
    """Whether a phrase after a verb is the subject of a clause of its own (``says he is unfit``), not the speaker."""
    if found[1] - found[0] != 1 or tokens[found[0]].lower not in SUBJECT_PRONOUNS:
        return False
    following = tokens[found[1]].lower if found[1] < limit else ""
    return following in AUXILIARY or following in {"n't", "not"}


def that_index(passage: Passage, cue: Cue, high: int) -> int | None:
    """Index of the ``that`` governed by the cue, if it has one."""
    tokens = passage.tokens
    commas = 0
    adverbial = cue.last + 1 < high and tokens[cue.last + 1].lower in PREPOSITIONS
    for index in range(cue.last + 1, min(cue.last + (30 if adverbial else 16), high)):
        word = tokens[index].lower
        if word == "that" and index + 1 < high and tokens[index + 1].lower in _AFTER_DETERMINER:
            return None  # "see it that way"
        if word == "that" and index > cue.last + 2 and tokens[index - 1].lower in {"and", "but", "or"}:
            return None  # "said demand was weak but that …": the clause has begun before
        if word == "that" and tokens[cue.last + 1].text == "," and tokens[index - 1].text != ",":
            return None  # "…, X said, in a move that …"
        if word == "that" and index > cue.last + 2 and cue.lemma not in _OBJECT_TAKERS:
            begun = clause_index(passage, cue, index)
            if begun == cue.last + 1:
                return None  # "said demand was weak, a claim that …", "said they had known that …"
        if word == "that" and not (
            index + 1 < high and tokens[index + 1].lower in {"is", "was"} and index > cue.last + 3
        ):
            return index
        if word in {"whether", "how", "why"} and index <= cue.last + (12 if cue.lemma == "ask" else 3):
            return index - 1 if index + 1 < high and tokens[index + 1].text not in ",." else None
        if tokens[index].text in ':;"“' or (
            word in SUBJECT_PRONOUNS and index > cue.last + 1 and cue.lemma not in _OBJECT_TAKERS
        ):
            return None
        if any(c.first == index and not c.classes & {"weak", "own"} for c in passage.cues_in(index, index + 1)):
            return None
        commas += tokens[index].text == ","
        if commas > 2:
            return None
    return None


def infinitive_index(passage: Passage, cue: Cue, high: int) -> int | None:
    """``urged resellers to read the rules``: where the infinitive begins; ``expects rivals to follow``: the object."""
    tokens = passage.tokens
    if cue.lemma in _PROMISES and cue.last + 2 < high and tokens[cue.last + 1].lower == "to":
        return cue.last + 1
    if cue.lemma not in _REQUESTS:
        return None
    for index in range(cue.last + 1, min(cue.last + 9, high - 1)):
        word = tokens[index].lower
        begun = index > cue.last + 1 and (word in AUXILIARY or word in {"he", "she", "they", "it", "we", "i"})
        if tokens[index].text in ',.;:"“' or begun:
            return None  # "told us they had begun to …"
        if tokens[index].lower == "to" and index > cue.last + 1:
            if cue.lemma == "ask" and tokens[index + 1].lower in {"be", "remain"}:
                return None  # "asked not to be named"
            return cue.last + 1 if cue.lemma == "expect" else index
    return None


def clause_index(passage: Passage, cue: Cue, high: int) -> int | None:
    """Where a clause without "that" begins, ``None`` when no clause follows."""
    tokens = passage.tokens
    at = cue.last + 1
    if at >= high:
        return None
    if cue.lemma in _OBJECT_TAKERS and cue.lemma != "ask":
        at = _after_addressee(tokens, at, high)
    while at < high and (
        is_day(tokens[at])
        or (
            tokens[at].lower in {"on", "in", "at", "during", "last", "earlier", "later", "via", "after"}
            and at + 1 < high
        )
    ):
        if tokens[at].lower in {"in", "at", "during", "via", "after"}:
            subject = next(
                (
                    i
                    for i in range(at + 2, min(at + 10, high))
                    if tokens[i].lower in SUBJECT_PRONOUNS - {"if", "as", "this", "no"} or tokens[i].text == ","
                ),
                None,
            )
            if subject is None or tokens[subject].text == ",":
                return None
            at = subject
            break
        at += 1
    counted = at + 3 < high and tokens[at].lower in {"more", "little", "nothing", "enough", "much", "something"}
    counted = counted and any(t.lower in AUXILIARY for t in tokens[at + 1 : at + 4])  # "said more cuts could follow"
    if (
        at >= high
        or (tokens[at].lower in NOT_A_CLAUSE and tokens[at].lower not in {"it", "no"} and not counted)
        or tokens[at].text in ',.;:"“!?'
        or tokens[at].text in DASHES
    ):
        return None
    first = tokens[at]
    if first.lower in _GAP_VERBS and at == cue.last + 1 and _in_relative(tokens, cue):
        return at  # "a move that critics said would hurt"
    if first.lower == "her" and (at + 1 >= high or not tokens[at + 1].is_word):
        return None
    if first.lower in PREPOSITIONS - {"as"} and "adjective" not in cue.classes:
        return None
    if "weak" in cue.classes and first.lower not in SUBJECT_PRONOUNS | DETERMINERS:
        return None
    if "adjective" in cue.classes and first.lower not in SUBJECT_PRONOUNS | DETERMINERS:
        return None
    if first.lower == "as" and at + 1 < high and tokens[at + 1].lower in {"much", "follows"}:
        return None
    strict = "weak" in cue.classes or cue.lemma in _NOUN_TAKERS
    return at if has_verb(tokens, at, _clause_limit(tokens, cue, at, high), strict=strict) else None


_GAP_VERBS = frozenset("would will could was were is are had has may might can should must".split())


def _in_relative(tokens: Sequence[Token], cue: Cue) -> bool:
    return any(tokens[i].lower in {"that", "which", "who"} for i in range(max(0, cue.first - 6), cue.first))


def _clause_limit(tokens: Sequence[Token], cue: Cue, at: int, high: int) -> int:
    """Up to where the verb of a clause without "that" must come: the comma of a relative clause, or ``, but``."""
    relative = any(tokens[i].lower in {"who", "which"} for i in range(max(0, cue.first - 3), cue.first))
    for index in range(at, high - 1):
        if tokens[index].text == "," and (relative or tokens[index + 1].lower in {"but", "and", "while", "which"}):
            return index
    return high


_PAPERS = frozenset("reporters journalists magazine newspaper agency news analysts".split())
_CLAUSE_OPENING = (SUBJECT_PRONOUNS | {"the", "a", "his", "her"}) - {"as", "if", "what", "all", "both", "this"}
_LONGEST_ADDRESSEE = 7  # tokens of "a packed conference in Leeds"


def _after_addressee(tokens: Sequence[Token], at: int, high: int) -> int:
    """Where the clause begins after whom somebody told (``told the Post the fee …``, ``told delegates it …``)."""
    described = _described_addressee(tokens, at, high)
    if described is not None:
        return described
    if at < high and tokens[at].lower in {"him", "her", "them", "us", "me", "you", "it"}:
        return at + 1
    end = at
    while end < high and (
        tokens[end].is_capital
        or (tokens[end].lower in {"the", "a"} and not (end > at and tokens[end - 1].is_capital))
        or tokens[end].lower in _PAPERS
    ):
        end += 1
    return end


def _described_addressee(tokens: Sequence[Token], at: int, high: int) -> int | None:
    """``(told) delegates | the fee``, ``(told) a conference in Leeds | she``: up to the next subject."""
    if at + 1 >= high or tokens[at].is_capital or not tokens[at].is_word:
        return None
    first = tokens[at].lower
    if first not in DETERMINERS and not is_group(tokens[at]) and not first.endswith("s"):
        return None
    for index in range(at + 1, min(at + _LONGEST_ADDRESSEE, high - 1)):
        word = tokens[index].lower
        if word in AUXILIARY or not (tokens[index].is_word or tokens[index].text[0].isdigit()):
            return None
        clause = word in SUBJECT_PRONOUNS - {"as", "if", "what", "all", "both", "this"} or word in {
            "the",
            "a",
            "his",
            "her",
        }
        if clause and tokens[index - 1].lower not in PREPOSITIONS | DETERMINERS | {"and", "of"}:
            return index
    return None
