"""The words of a text as topic labels see them: their places, and the lemmas by which they are compared."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.morphology import lemmas, readings
from corpus.types import Language

_WORD = re.compile(r"\w+(?:&\w+)*")
_PARTING = frozenset(',;:()[]–—"„”“«»')  # what parts clauses
_POLISH_STOPWORDS = """
    a bez co czy dla do dość i ich jego jej ku lub na nad nasz nasze naszych o od oraz po pod przez przy są się swoich
    także te tego tej to tych u w we z za ze że
"""
_ENGLISH_STOPWORDS = """
    a an and as at by for from in into its of on or our over some such that the their these this those to via with your
"""
_STOPWORDS = {
    Language.PL: frozenset(_POLISH_STOPWORDS.split()),
    Language.EN: frozenset(_ENGLISH_STOPWORDS.split()),
}
_SPELLING = {"programme": "program", "centre": "center", "licence": "license", "defence": "defense", "labour": "labor",
             "cheque": "check", "grey": "gray", "behaviour": "behavior", "colour": "color", "tyre": "tire"}  # fmt: skip
_IRREGULAR = {"rose": "rise", "risen": "rise", "grew": "grow", "grown": "grow", "fell": "fall", "fallen": "fall",
              "bought": "buy", "sold": "sell", "went": "go", "gone": "go", "paid": "pay"}  # fmt: skip
_POLISH_ENDINGS = ("ami", "ach", "owi", "iem", "ów", "em", "om", "ie", "u", "y", "a", "i")


@dataclass(frozen=True, slots=True)
class Words:
    """A text cut into words; all tuples have one entry a word.

    :param starts: first code point of each word.
    :param ends: one past its last code point.
    :param sentences: number of the sentence that it stands in, from 0.
    :param clauses: number of the stretch between commas, dashes, brackets that it stands in, from 0.
    """

    forms: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    sentences: tuple[int, ...]
    clauses: tuple[int, ...]


def split_words(text: str) -> Words:
    """Cuts a text into words; a hyphen or an apostrophe parts them (``AI-owy`` is ``AI``, ``owy``)."""
    forms, starts, ends, sentences, clauses = [], [], [], [], []
    sentence = clause = end = 0
    for found in _WORD.finditer(text):
        start = found.start()
        between = text[end:start]
        if between != " " and end and between != "-":
            ended = _ends_sentence(between, text[start])
            sentence += ended
            clause += ended or not _PARTING.isdisjoint(between)
        end = found.end()
        forms.append(found[0])
        starts.append(start)
        ends.append(end)
        sentences.append(sentence)
        clauses.append(clause)
    return Words(tuple(forms), tuple(starts), tuple(ends), tuple(sentences), tuple(clauses))


def _ends_sentence(between: str, following: str) -> bool:
    """Whether the characters between two words end a sentence; no full stop does before a small letter."""
    if "!" in between or "?" in between or "\n\n" in between:
        return True
    return ("." in between or "…" in between) and " " in between and not following.islower()


def is_stopword(form: str, language: Language) -> bool:
    """Whether a word carries no meaning of its own, so that it may stand within a label's words at no cost."""
    return form.lower() in _STOPWORDS[language]


def text_keys(form: str, language: Language) -> frozenset[str]:
    """All keys under which a word of a text can be compared with words of labels.

    Polish words have English keys too: the trade speaks of ``cloud`` and ``managed services`` in Polish.
    """
    keys = {f"={form}", *(f"en:{key}" for key in _english_forms(form.lower()))}
    if language is Language.PL:
        keys.update(f"pl:{lemma}" for lemma in _polish_lemmas(form))
    return frozenset(keys)


def label_keys(form: str, language: Language) -> frozenset[str]:
    """The keys of a label's word: any one in common with a text's word is a match.

    A Polish label means the noun or the adjective where a form is also a verb's: ``przejęcie`` does not stand for every
    ``przejął``; a verb that shows a topic is a label of its own.
    """
    if language is Language.PL:
        nominal = {
            reading.lemma.lower()
            for written in {form, form.lower()}
            for reading in readings(written)
            if reading.pos in ("subst", "adj")
        }
        return frozenset(
            f"pl:{lemma}" for lemma in (_polish_lemmas(form) if not nominal or _has_digit(form) else nominal)
        )
    return frozenset((f"en:{_spelling(_singular(form.lower()))}",))


def _has_digit(form: str) -> bool:
    return any(map(str.isdigit, form))


def _polish_lemmas(form: str) -> set[str]:
    if _has_digit(form):
        return {form.lower()}  # Morfeusz would cut ``5G`` in two
    found = set(lemmas(form))
    if form[:1].isupper():
        found |= lemmas(form.lower())  # a first word or a title: ``Chmury`` is not only a place name
    if found == {form.lower()} and len(form) > 5:
        # A loan that the dictionary does not know (``smishingu``): try it without the usual endings.
        found.update(form[: -len(end)].lower() for end in _POLISH_ENDINGS if form.endswith(end))
    return found


def _english_forms(form: str) -> set[str]:
    """The word, its singulars and stems without -ing or -ed; wrong ones do no harm: no label has them."""
    found = {form, _singular(form), _IRREGULAR.get(form, form)}
    if form.endswith("es"):
        found.add(form[:-2])
    for ending in ("ing", "ed"):
        if form.endswith(ending) and len(form) > len(ending) + 2:
            stem = form[: -len(ending)]
            found |= {stem, stem + "e"}
            if stem[-1] == stem[-2]:
                found.add(stem[:-1])
            if stem[-1] == "i":
                found.add(stem[:-1] + "y")
    return {_spelling(word) for word in found}


def _singular(form: str) -> str:
    if len(form) < 4 or not form.endswith("s") or form.endswith(("ss", "us", "is")):
        return form
    if form.endswith("ies") and len(form) > 4:
        return form[:-3] + "y"
    if form.endswith(("ches", "shes", "sses", "xes", "zes")):
        return form[:-2]
    return form[:-1]


def _spelling(form: str) -> str:
    """One spelling for British and American words (``virtualisation``, ``programme``)."""
    if len(form) > 7:
        form = re.sub(r"is(ation|ing|ed|e)$", r"iz\1", form)
    return _SPELLING.get(form, form)
