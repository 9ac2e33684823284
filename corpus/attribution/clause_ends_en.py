"""Where English reported clauses end."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.attribution.clauses_en import NOT_A_CLAUSE, clause_index, that_index
from corpus.attribution.draft import Passage
from corpus.attribution.phrases_en import speaker_like
from corpus.attribution.subjects_en import subject_before
from corpus.attribution.tokens import Token
from corpus.attribution.verbs_en import has_verb
from corpus.attribution.words_en import DETERMINERS, PREPOSITIONS, SUBJECT_PRONOUNS, is_group, is_institution, is_role

_AFTER_QUOTE = frozenset({'"', "”", "’", "'"})
_PRESENT = frozenset({"has", "have", "is", "are", "will"})
_PAST = frozenset({"was", "were", "had", "would", "could"})


def _new_main_clause(tokens: Sequence[Token], begin: int, index: int, high: int) -> bool:
    """Whether the reporter goes on at a conjunction: ``… but later the deal fell through``, ``… and has suggested``."""
    if tokens[index].lower not in {"but", "and"} or index + 2 >= high:
        return False
    following = tokens[index + 1].lower
    if following in {"then", "later"}:
        return tokens[index + 2].lower not in SUBJECT_PRONOUNS and has_verb(tokens, index + 2, high)
    if following in _PRESENT and tokens[index - 1].text in _AFTER_QUOTE:
        return any(t.lower in _PAST for t in tokens[begin:index])
    return False


def _afterwards(tokens: Sequence[Token], at: int, high: int) -> bool:
    """Whether the reporter tells at ``at`` what had happened before: ``…, after the unions called a strike``."""
    return at + 3 < high and tokens[at].lower == "after" and has_verb(tokens, at + 1, high)


# "…, a view shared by his rivals": what the reporter calls the words just reported.
_CALLED = frozenset(
    "view claim charge accusation verdict argument position stance sentiment warning assessment opinion suggestion "
    "allegation prediction remark comment complaint promise assertion criticism conclusion".split()
)


def _comments(tokens: Sequence[Token], at: int, high: int) -> bool:
    """Whether an apposition at ``at`` speaks of the report itself (``a view that few share``)."""
    if at + 2 >= high or tokens[at].lower not in {"a", "an", "the"}:
        return False
    noun = at + 1 if tokens[at + 1].lower in _CALLED else at + 2
    return tokens[noun].lower in _CALLED


# Verbs in the past of which only people are the subject: the reporter goes on with what the speaker did.
_ACTS = frozenset(
    "urged called demanded accused blamed praised thanked apologised apologized refused declined resigned left walked "
    "vowed pledged promised offered invited asked criticised criticized condemned denied insisted rejected welcomed "
    "dismissed declared signed voted joined hailed defended appealed cited pointed".split()
)
_BACKSHIFTED = frozenset("was were had would could might".split())
_PAST_FORMS = frozenset("cut put set gave took made told went left hit sold kept wrote laid drew sent held".split())


def _next_act(tokens: Sequence[Token], begin: int, index: int, high: int) -> bool:
    """Whether a conjunction leads to what the speaker did besides: ``said demand was weak and cut his forecast``."""
    if (
        tokens[index].lower != "and"
        or index + 2 >= high
        or not any(t.lower in _BACKSHIFTED for t in tokens[begin:index])
    ):
        return False
    verb, following = tokens[index + 1], tokens[index + 2].lower
    if verb.is_capital or not verb.is_word or tokens[begin].lower in {"he", "she", "they"}:
        return False
    past = verb.lower.endswith("ed") or verb.lower in _PAST_FORMS | _ACTS
    own = following in {"his", "her"} and not any(t.lower in {"he", "she"} for t in tokens[begin:index])
    if following == "their" and past:
        subject = [t.lower for t in tokens[begin : begin + 3] if t.lower not in _UNSHIFTED]
        plural = any(word.endswith("s") and not word.endswith("ss") for word in subject)
        own = own or not (plural or any(t.lower == "they" or is_group(t) for t in tokens[begin:index]))
    return past and (own or (verb.lower in _ACTS and not _personal(tokens, begin, index)))


_UNSHIFTED = frozenset("would could had was were might should has have is are will can may".split())


def _plain_past(tokens: Sequence[Token], begin: int, index: int, high: int) -> bool:
    """Whether the reporter goes on in the plain past after what would come: ``… would grow but costs rose 9%``."""
    if tokens[index].lower != "but" or index + 3 >= high or not any(t.lower == "would" for t in tokens[begin:index]):
        return False
    following = tokens[index + 1 : high]
    past = any(t.lower.endswith("ed") or t.lower in {"rose", "fell", "grew", "slid", "cut"} for t in following[1:6])
    return past and following[0].lower not in SUBJECT_PRONOUNS and not any(t.lower in _UNSHIFTED for t in following)


def _personal(tokens: Sequence[Token], begin: int, index: int) -> bool:
    """Whether the clause reported speaks of people, who may be the ones that act."""
    head = tokens[begin:index][:6]
    return any(t.is_capital or is_role(t) or is_group(t) or is_institution(t) or t.lower == "who" for t in head)


def _new_report(passage: Passage, index: int, high: int) -> bool:
    """Whether a second report by the same speaker begins: ``… and warned that …``."""
    tokens = passage.tokens
    if tokens[index].lower not in {"and", "but"} or index + 2 >= high:
        return False
    cue = next(iter(passage.cues_in(index + 1, index + 2)), None)
    reports = cue is not None and cue.finite and cue.classes & {"say", "think"} and "weak" not in cue.classes
    if not reports or cue is None or cue.last + 1 >= high:
        return False
    return tokens[cue.last + 1].lower == "that" or clause_index(passage, cue, high) == cue.last + 1


def own_report(passage: Passage, at: int, high: int) -> bool:
    """Whether a verb with a subject of its own reports right after a semicolon (``…; others expect …``)."""
    cue = next((c for c in passage.cues_in(at + 1, min(at + 9, high)) if c.finite and "weak" not in c.classes), None)
    source = subject_before(passage.tokens, at, cue) if cue is not None else None
    return source is not None and source[0] <= at + 1 and speaker_like(passage.tokens, source)


def _next_speaker(passage: Passage, index: int, high: int) -> bool:
    """Whether somebody else's report follows a conjunction: ``X said sales were up and Y said they were down``."""
    tokens = passage.tokens
    if tokens[index].lower not in {"and", "but", "while", "whereas"} or index + 3 >= high:
        return False
    for cue in passage.cues_in(index + 2, min(index + 9, high)):
        if not cue.finite or "say" not in cue.classes or "weak" in cue.classes:
            continue
        source = subject_before(tokens, index + 1, cue)
        if source is None or source[0] != index + 1 or not any(t.is_capital for t in tokens[source[0] : source[1]]):
            return False
        return that_index(passage, cue, high) is not None or clause_index(passage, cue, high) is not None
    return False


def content_end(passage: Passage, at: int, high: int) -> int:
    """Where a reported clause ends: before a later cue's own clause, or at the end of the sentence."""
    tokens = passage.tokens
    low, _ = passage.sentence_of(at)
    subordinate = tokens[low].lower in {"as", "when", "while", "after", "although", "though", "if", "because", "since"}
    for index in range(at + 2, high):
        if tokens[index].text == ";" and own_report(passage, index + 1, high):
            return index
        if passage.block.heading and tokens[index].lower == "as" and has_verb(tokens, index, high):
            return index  # "X confirms cap will go as mayors protest"
        if tokens[index].text == "," and _afterwards(tokens, index + 1, high):
            return index
        if tokens[index].text == "," and _comments(tokens, index + 1, high):
            return index
        if (
            _plain_past(tokens, at, index, high)
            or _next_act(tokens, at, index, high)
            or _next_speaker(passage, index, high)
            or _new_main_clause(tokens, at, index, high)
            or _new_report(passage, index, high)
        ):
            return index
        if tokens[index].text == ",":
            word = tokens[index + 1].lower if index + 1 < high else ""
            if word == "according" or (subordinate and _main_subject(tokens, index + 1, high)):
                return index
            ahead = index + 1
            while ahead < high and tokens[ahead].text in _AFTER_QUOTE and tokens[ahead].start == tokens[ahead - 1].end:
                ahead += 1
            if passage.block.heading and _headline_verb(passage, ahead, high):
                return ahead
            while ahead < high and tokens[ahead].lower in {"and", "but", "also", "then", "while", "although", "though"}:
                ahead += 1
            for cue in passage.cues_in(ahead, min(ahead + 9, high)):
                if not cue.classes & {"say", "naming", "attack"} or "weak" in cue.classes:
                    continue
                if cue.first == ahead and (not cue.finite or tokens[ahead - 1].is_word):
                    return index
                source = subject_before(tokens, ahead, cue)
                if source is not None and source[0] == ahead and speaker_like(tokens, source):
                    return index + 1 if tokens[index + 1].text in _AFTER_QUOTE else index
    return high


def _main_subject(tokens: Sequence[Token], at: int, high: int) -> bool:
    """Whether the main clause begins after the comma of a leading ``as …``, ``when …`` clause."""
    if at >= high:
        return False
    word = tokens[at].lower
    noun = tokens[at].is_word and not word.endswith(("ing", "ly")) and word not in NOT_A_CLAUSE | PREPOSITIONS
    return (noun or word in DETERMINERS | SUBJECT_PRONOUNS) and has_verb(tokens, at, high)


def _headline_verb(passage: Passage, at: int, high: int) -> bool:
    """Whether a verb goes on a headline after a comma, with the same subject: ``…, blasts “lies”``."""
    return at < high and any(c.first == at and c.finite and at + 1 < high for c in passage.cues_in(at, at + 1))
