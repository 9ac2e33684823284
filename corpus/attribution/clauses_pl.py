"""Polish reported clauses: which conjunction opens them and where they end."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.attribution.cue import Cue
from corpus.attribution.draft import Passage
from corpus.attribution.subjects_pl import speaker_like, subject_after, subject_before
from corpus.attribution.tokens import DASHES, Token
from corpus.attribution.words_pl import adverb_only, verb_only

THAT = frozenset({"że", "iż", "jakoby"})
WISH = frozenset({"żeby", "aby", "by", "ażeby"})
_WISH_VERBS = frozenset(
    "apelować zaapelować namawiać postulować domagać żądać radzić doradzać zalecać rekomendować nawoływać wzywać "
    "wezwać prosić poprosić zażądać sugerować zasugerować zaprzeczać zaprzeczyć wątpić proponować zaproponować "
    "oczekiwać wnioskować przekonywać życzyć".split()
)
_ASK = frozenset(
    "pytać zapytać dopytywać zastanawiać wyjaśniać wyjaśnić tłumaczyć opowiadać opowiedzieć pokazywać pokazać "
    "wskazywać wskazać wiedzieć".split()
)
QUESTION = frozenset({"czy", "dlaczego", "ile", "jak", "gdzie", "kiedy", "co", "kto"})
_REACH = 28  # words between a verb and its "że": a subject with its apposition stands there


_LINKS = frozenset(
    "a i ale jednocześnie zarazem jednak oraz po czym jak przy tym równocześnie też także co więcej".split()
)
_CONTRAST = frozenset("a ale natomiast zaś tymczasem podczas lecz jednak z kolei".split())
_OTHER_SUBJECT = 14  # words between "a" and the verb of somebody else's report: a subject with its apposition
_WHERE = frozenset({"gdzie", "kiedy", "który", "która", "które", "którzy", "których", "której", "którym", "jaki"})


def content_end(passage: Passage, at: int, high: int) -> int:
    """Where a report clause ends: before a later cue's own clause, or at the end of the sentence."""
    tokens = passage.tokens
    for index in range(at + 1, high):
        text = tokens[index].text
        if text == "." and tokens[index - 1].text in '”"»':
            return index  # a forgotten capital has glued the next sentence to this one
        if text == ":" and index + 1 < high and tokens[index + 1].text in '„“"«':
            return index
        if text in DASHES and _is_aside(tokens, index, high):
            continue
        if (text == "," or text in DASHES) and (
            _report_resumes(passage, index, high) or _other_report(passage, index, high)
        ):
            return index
        if text == "," and (_narrator_goes_on(tokens, at, index, high)):
            return index
        if tokens[index].lower in {"i", "oraz"} and index + 1 < high:
            cue = next(
                (c for c in passage.cues_in(index + 1, min(index + 4, high)) if "say" in c.classes and c.finite), None
            )
            if cue is not None and any(t.lower in THAT for t in tokens[cue.last : min(cue.last + 6, high)]):
                return index
    return high


def _narrator_goes_on(tokens: Sequence[Token], at: int, comma: int, high: int) -> bool:
    """``…, po czym wyszedł`` and ``…, i podziękował``: the comma closes the clause, the main one goes on."""
    if comma + 2 >= high:
        return False
    at_verb = comma + 2
    while at_verb + 1 < high and at_verb < comma + 4 and adverb_only(tokens[at_verb].lower):
        at_verb += 1
    first, second = tokens[comma + 1].lower, tokens[at_verb]
    if first == "po" and tokens[comma + 2].lower == "czym":
        return True
    if first != "i" or not (verb_only(second.lower) and second.has_pos("praet", "fin")):
        return False
    return (
        not any(  # the comma may close another clause inside
            (tokens[i].text == "," and tokens[i + 1].lower in _INNER) or tokens[i + 1].lower.startswith("któr")
            for i in range(at, comma - 1)
        )
        and tokens[at].lower not in _INNER
    )


_INNER = frozenset("że iż bo gdy jeśli jeżeli ponieważ gdyż choć chociaż aby żeby by jak kiedy gdzie co czy".split())


def _is_aside(tokens: Sequence[Token], dash: int, high: int) -> bool:
    """``– jak przyznał –``: words between two dashes inside the clause."""
    after = tokens[dash + 1].lower if dash + 1 < high else ""
    return after == "jak" and any(t.text in DASHES for t in tokens[dash + 2 : min(dash + 8, high)])


def _report_resumes(passage: Passage, comma: int, high: int) -> bool:
    """``…, i dodał, że``, ``…, podkreślając, że``, ``…, podał bank``, ``…, jak wynika z raportu``."""
    tokens, ahead = passage.tokens, comma + 1
    while ahead < high and tokens[ahead].lower in _LINKS:
        ahead += 1
    cue = next(
        (c for c in passage.cues_in(ahead, min(ahead + 2, high)) if "say" in c.classes or c.lemma == "wynikać"), None
    )
    if cue is None or (cue.lemma == "wynikać" and tokens[ahead - 1].lower != "jak"):
        return False
    if not cue.finite and tokens[cue.first - 1].lower == "nie":
        return False  # "…, nie pytając o cenę"
    return not cue.finite or ahead > comma + 1 or _no_subject_needed(tokens, cue, high)


def _other_report(passage: Passage, comma: int, high: int) -> bool:
    """``…, a Ewa Nowak przypomniała, że …``: somebody else's report begins."""
    tokens = passage.tokens
    if comma + 3 >= high or tokens[comma + 1].lower not in _CONTRAST:
        return False
    start = comma + 2
    while start < high and tokens[start].lower in {"gdy", "kolei"}:
        start += 1
    cue = next((c for c in passage.cues_in(start, min(start + _OTHER_SUBJECT, high)) if c.finite), None)
    if cue is None or "nobody" in cue.classes or any(t.lower in THAT | _WHERE for t in tokens[start : cue.first]):
        return False
    if any(t.text in ";:" or t.text in DASHES for t in tokens[start : cue.first]):
        return False
    if tokens[comma + 1].lower != "podczas" and conjunction_of(passage, cue, high) is None:
        return False
    subject = subject_before(tokens, start, cue)
    return subject is not None and speaker_like(tokens, *subject) == 2


def _no_subject_needed(tokens: Sequence[Token], cue: Cue, high: int) -> bool:
    return cue.last + 1 >= high or subject_after(tokens, cue.last + 1, high, cue) is not None


def conjunction_of(passage: Passage, cue: Cue, high: int) -> int | None:
    """Index of the conjunction that opens the clause governed by a cue, if there is one."""
    tokens = passage.tokens
    if cue.lemma.startswith("być ") and cue.number == "sg" and tokens[cue.last].lower.endswith("e"):
        return None  # "jest pewne, że": nobody's conviction
    for index in range(cue.last + 1, min(cue.last + _REACH, high)):
        word = tokens[index].lower
        after_comma = tokens[index - 1].text == "," or index == cue.last + 1
        if word in THAT or (word in WISH and cue.lemma in _WISH_VERBS):
            return index if after_comma or word in THAT else None
        if word in QUESTION and after_comma and index <= cue.last + 6 and cue.lemma in _ASK:
            return index
        if tokens[index].text in ";:" or tokens[index].text in DASHES or word.startswith("któr"):
            return None
        if any(c.first == index and c.finite and "say" in c.classes for c in passage.cues_in(index, index + 1)):
            return None
    return None
