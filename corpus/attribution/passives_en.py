"""English reports whose speaker is no plain subject: ``were told by X that …``, ``X's warning that …``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from corpus.attribution.clause_ends_en import content_end
from corpus.attribution.clauses_en import clause_index, that_index
from corpus.attribution.cue import Cue
from corpus.attribution.draft import Draft, Passage, Range
from corpus.attribution.phrases_en import noun_phrase, speaker_like
from corpus.attribution.reported_draft import reported_statement
from corpus.attribution.subjects_en import owner_before, subject_before
from corpus.attribution.tokens import Token
from corpus.attribution.verbs_en import second_verb

_BE = frozenset("is are was were been being be 's 're".split())
_BETWEEN = frozenset("also then later all repeatedly reportedly already not first once even never often again".split())
_TOLD = frozenset("tell inform warn assure advise remind notify".split())
_ANNOUNCED = frozenset("announce say claim report confirm suggest allege argue state reveal agree decide note".split())
_AHEAD = frozenset("expected due set likely about ready going scheduled poised prepared".split())


def be_before(tokens: Sequence[Token], low: int, first: int) -> int | None:
    """Index of the form of "be" that makes a participle at ``first`` a passive; ``None`` when there is none."""
    at = first - 1
    while at > low and tokens[at].lower in _BETWEEN:
        at -= 1
    return at if at >= low and tokens[at].lower in _BE else None


def passive_report(passage: Passage, low: int, high: int, cue: Cue) -> Draft | None:
    """``Staff were told (by X) that …``, ``It was announced on Monday that …``: by X, or by nobody who is named."""
    tokens = passage.tokens
    if not (cue.lemma in _TOLD or "say" in cue.classes) or not tokens[cue.first].lower.endswith(("d", "t", "n")):
        return None
    be = be_before(tokens, low, cue.first)
    if be is None or tokens[be].lower == "be":
        return None
    impersonal = be > low and "it" in {t.lower for t in tokens[max(low, be - 2) : be]}
    if cue.lemma not in (_ANNOUNCED if impersonal else _TOLD):
        return None
    source: Range | None = None
    after = cue.last + 1
    if after + 1 < high and tokens[after].lower == "by":
        source = (after + 1, noun_phrase(tokens, after + 1, high))
        if source[1] <= source[0] or not speaker_like(tokens, source):
            return None
        after = source[1]
    that = that_index(passage, replace(cue, last=after - 1), high)
    begin = that + 1 if that is not None else None
    if begin is None and not impersonal:
        begin = clause_index(passage, replace(cue, last=after - 1, lemma="say"), high)
    if begin is None:
        return None
    made = reported_statement(passage, cue, source, (begin, content_end(passage, begin, high)), 0.8)
    if made is not None and source is None:
        made.nobody, made.confidence = True, 0.7
    return made


def expected_report(passage: Passage, low: int, high: int, cue: Cue) -> Draft | None:
    """``X is expected to say that …``: what somebody is about to say."""
    tokens = passage.tokens
    at = cue.first - 2
    if at <= low or tokens[at + 1].lower != "to" or tokens[at].lower not in _AHEAD or "say" not in cue.classes:
        return None
    be = be_before(tokens, low, at)
    that = that_index(passage, cue, high)
    if be is None or that is None:
        return None
    source = subject_before(tokens, low, replace(cue, first=be))
    if source is None or not speaker_like(tokens, source):
        return None
    return reported_statement(passage, cue, source, (that + 1, content_end(passage, that + 1, high)), 0.7)


def noun_report(passage: Passage, low: int, high: int, cue: Cue) -> Draft | None:
    """``X's warning that …``, ``a claim by X that …``: the clause of a noun, up to the verb of its sentence."""
    tokens = passage.tokens
    if "by" in cue.classes:
        source: Range | None = (cue.last + 2, noun_phrase(tokens, cue.last + 2, high))
        that = next((i for i in range(cue.last + 2, high) if tokens[i].lower == "that"), high)
    else:
        source, that = owner_before(tokens, low, cue.first), cue.last + 1
    if source is None or source[1] <= source[0] or that + 2 >= high or not speaker_like(tokens, source):
        return None
    end = content_end(passage, that + 1, high)
    opens = source[0] <= low + 1 or tokens[source[0] - 1].text in {",", '"', "“"} or "by" in cue.classes
    verb = second_verb(tokens, that + 1, end) if opens else None
    return reported_statement(passage, cue, source, (that + 1, verb or end), 0.75)


_MODALS = frozenset("could can might may would should will must 'd".split())
_ANYBODY = frozenset({"you", "one", "anyone", "nobody", "someone"})
_NOT = frozenset({"not", "n't", "never"})
_OPEN = frozenset("whether when how why what where who which if".split())
_SPEAKING = frozenset("say disclose reveal confirm explain specify comment announce mention clarify tell state".split())


def said_nothing(tokens: Sequence[Token], low: int, high: int, cue: Cue) -> bool:
    """Whether a verb reports no words: ``did not say whether …``, ``You could say that …``, ``never said that …``."""
    at = cue.first - 1
    negated = modal = False
    while at >= low and (tokens[at].lower in _GROUP or tokens[at].lower.endswith(("n't", "n’t", "ly"))):
        word = tokens[at].lower
        negated = negated or word in _NOT or word.endswith(("n't", "n’t"))
        modal = modal or word in _MODALS
        at -= 1
    if modal and at >= low and tokens[at].lower in _ANYBODY:
        return True
    if not negated:
        return False
    following = tokens[cue.last + 1].lower if cue.last + 1 < high else ""
    return cue.lemma in _SPEAKING or (cue.lemma == "know" and following in _OPEN)


_GROUP = frozenset(
    "did does do has have had is was were are be been could can might may would should will must 'd not n't never "
    "also still yet even always ca wo".split()
)
