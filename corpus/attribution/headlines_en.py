"""English headlines that name their speaker by a mark: ``Ashe: margins will shrink``, ``Taxes to rise – minister``."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.attribution.cue import Cue, cue_data
from corpus.attribution.draft import Draft, Passage, Range
from corpus.attribution.lists_en import is_place
from corpus.attribution.person_evidence_en import known_first_name
from corpus.attribution.phrases_en import noun_phrase
from corpus.attribution.reported_draft import reported_statement
from corpus.attribution.tokens import DASHES, Token
from corpus.attribution.verbs_en import has_verb
from corpus.attribution.words_en import is_day, is_group, is_institution, is_role
from corpus.names import is_person_name
from corpus.types import Language

_LONGEST_NAME = 6  # tokens of a speaker beside the mark of a headline
_COLON = frozenset({"colon"})


def headline(passage: Passage) -> Draft | None:
    """The statement of a headline that has no verb of saying; ``None`` when its colon or dash does not attribute."""
    tokens = passage.tokens
    if not passage.block.heading or any(not c.classes & {"weak", "noun"} for c in passage.cues):
        return None
    mark = next((i for i, t in enumerate(tokens[: _LONGEST_NAME + 1]) if t.text == ":"), None)
    if mark is not None:
        if mark == 0 or mark + 3 > len(tokens) or not _names(passage, (0, mark)) or not _says(tokens, mark + 1):
            return None
        return _draft(passage, mark, (0, mark), (mark + 1, len(tokens)))
    dash = next(
        (i for i in range(len(tokens) - 2, max(len(tokens) - _LONGEST_NAME - 2, 2), -1) if _free(tokens, i)), None
    )
    if dash is None or (not has_verb(tokens, 0, dash) and "to" not in {t.lower for t in tokens[1:dash]}):
        return None
    source = (dash + 1, len(tokens))
    return _draft(passage, dash, source, (0, dash)) if _names(passage, source) else None


def _draft(passage: Passage, mark: int, source: Range, content: Range) -> Draft | None:
    made = reported_statement(passage, Cue(mark, mark, mark, "", _COLON), source, content, 0.7)
    if made is not None:
        made.cue = None
    return made


def _free(tokens: Sequence[Token], index: int) -> bool:
    return tokens[index].text in DASHES and tokens[index - 1].end < tokens[index].start < tokens[index + 1].start - 1


def _says(tokens: Sequence[Token], at: int) -> bool:
    """Whether words after a colon are a clause or a request, not a title or a question's subject."""
    if tokens[-1].text == "?" or tokens[at].lower in {"how", "why", "what", "who", "where", "when", "inside"}:
        return False
    quoted = tokens[at].text in {'"', "“", "‘", "'"}
    return quoted or has_verb(tokens, at, len(tokens)) or tokens[at].lower in {"no", "don't", "we", "i", "let's"}


def _names(passage: Passage, place: Range) -> bool:
    """Whether words beside the mark name somebody who can speak, rather than a topic, a place or a section."""
    tokens = passage.tokens
    words = tokens[place[0] : place[1]]
    if noun_phrase(tokens, place[0], place[1]) != place[1] or not words[0].is_word:
        return False
    labels = cue_data(Language.EN)["headlines"]["labels"]
    if words[0].lower in labels or words[-1].lower in labels or is_day(words[0]) or is_place(words[-1]):
        return False
    if any(is_role(t) or is_group(t) for t in words) or (len(words) > 1 and is_institution(words[-1])):
        return True
    if len(words) > 1:
        return known_first_name(words[0].text) and all(t.is_capital for t in words if t.is_word)
    return _somebody(passage.text, words[0].text)


def _somebody(text: str, name: str) -> bool:
    """Whether a single capital is a name: never written small in the article, and no acronym."""
    if is_person_name([name]) == "place":
        return False
    return name.istitle() and len(name) > 2 and f" {name.lower()}" not in text
