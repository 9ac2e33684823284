"""Polish reported clauses: which conjunction opens them and where they end."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.attribution.cue import Cue
from corpus.attribution.draft import Passage
from corpus.attribution.subjects_pl import subject_after
from corpus.attribution.tokens import DASHES, Token

THAT = frozenset({"że", "iż", "jakoby"})
_WISH = frozenset({"żeby", "aby", "by", "ażeby"})
_WISH_VERBS = frozenset(
    "apelować zaapelować namawiać postulować domagać żądać radzić doradzać zalecać rekomendować nawoływać wzywać "
    "wezwać prosić poprosić zażądać sugerować zasugerować".split()
)
_ASK = frozenset(
    "pytać zapytać dopytywać zastanawiać wyjaśniać wyjaśnić tłumaczyć opowiadać opowiedzieć pokazywać pokazać "
    "wskazywać wskazać wiedzieć".split()
)
QUESTION = frozenset({"czy", "dlaczego", "ile", "jak", "gdzie", "kiedy", "co", "kto"})
_REACH = 28  # words between a verb and its "że": a subject with its apposition stands there


def content_end(passage: Passage, at: int, high: int) -> int:
    """Where a report clause ends: before a later cue's own clause, or at the end of the sentence."""
    tokens = passage.tokens
    for index in range(at + 2, high):
        if tokens[index].text == ":" and index + 1 < high and tokens[index + 1].text in '„“"«':
            return index
        if tokens[index].text == "," or tokens[index].text in DASHES:
            ahead = index + 1
            while ahead < high and tokens[ahead].lower in {
                "a",
                "i",
                "ale",
                "jednocześnie",
                "zarazem",
                "jednak",
                "oraz",
                "po",
                "czym",
                "jak",
                "przy",
                "tym",
                "równocześnie",
                "też",
                "także",
            }:
                ahead += 1
            cue = next((c for c in passage.cues_in(ahead, min(ahead + 2, high)) if "say" in c.classes), None)
            if cue is not None and (not cue.finite or ahead > index + 1 or _no_subject_needed(tokens, cue, high)):
                return index
        if tokens[index].lower in {"i", "oraz"} and index + 1 < high:
            cue = next(
                (c for c in passage.cues_in(index + 1, min(index + 3, high)) if "say" in c.classes and c.finite), None
            )
            if cue is not None and any(t.lower in THAT for t in tokens[cue.last : min(cue.last + 6, high)]):
                return index
    return high


def _no_subject_needed(tokens: Sequence[Token], cue: Cue, high: int) -> bool:
    return cue.last + 1 >= high or subject_after(tokens, cue.last + 1, high, cue) is not None


def conjunction_of(passage: Passage, cue: Cue, high: int) -> int | None:
    """Index of the conjunction that opens the clause governed by a cue, if there is one."""
    tokens = passage.tokens
    for index in range(cue.last + 1, min(cue.last + _REACH, high)):
        word = tokens[index].lower
        after_comma = tokens[index - 1].text == "," or index == cue.last + 1
        if word in THAT or (word in _WISH and cue.lemma in _WISH_VERBS):
            return index if after_comma or word in THAT else None
        if word in QUESTION and after_comma and index <= cue.last + 6 and cue.lemma in _ASK:
            return index
        if tokens[index].text in ";:" or tokens[index].text in DASHES or word.startswith("któr"):
            return None
        if any(c.first == index and c.finite and "say" in c.classes for c in passage.cues_in(index, index + 1)):
            return None
    return None
