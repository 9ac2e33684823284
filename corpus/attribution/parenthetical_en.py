"""English attributions beside a main clause: ``according to X, …``, ``in X's view``, ``as X pointed out``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from corpus.attribution.cue import Cue, cue_data
from corpus.attribution.draft import Draft, Passage, Range, trim
from corpus.attribution.phrases_en import noun_phrase, speaker_like
from corpus.attribution.reported_draft import reported_statement
from corpus.attribution.subjects_en import subject_before
from corpus.attribution.tokens import Token
from corpus.attribution.words_en import PREPOSITIONS, is_day
from corpus.types import Language

_CLOSING = frozenset({",", ".", ";", "!", "?", "–", "—"})
_ADVERBIAL = PREPOSITIONS | {"last", "this", "earlier", "recently", "himself", "herself", "bluntly", "rightly"}
_NOBODY = frozenset({"they", "you", "we", "i", "one", "people"})  # "as they say"
_TAIL = 8  # tokens that may follow the verb of "as X noted in March"


def parenthetical(passage: Passage, low: int, high: int) -> Iterator[Draft]:
    """The statements of a sentence whose attribution stands beside them rather than governs them."""
    tokens = passage.tokens
    for index in range(low, high - 2):
        word = tokens[index].lower
        if word == "according" and tokens[index + 1].lower == "to":
            yield from _according(passage, low, high, index)
        elif word in {"in", "to"}:
            yield from _in_the_view(passage, low, high, index)
        elif word == "as":
            yield from _as_noted(passage, low, high, index)


def _according(passage: Passage, low: int, high: int, index: int) -> Iterator[Draft]:
    tokens = passage.tokens
    cue = Cue(index, index + 1, index, "according to", frozenset({"prepositional"}))
    end = noun_phrase(tokens, index + 2, high)
    if index <= low + 1 and end < high and tokens[end].text != ",":
        comma = next((i for i in range(index + 3, end) if tokens[i].text == ","), end)
        end = comma  # "According to X, the vendor's programme …": what follows the comma is no apposition
    end = _made_by(tokens, index + 2, end, high)
    if end > index + 2:
        yield from _around(passage, low, high, index, end, cue, (index + 2, end))


_EVIDENCE = frozenset(
    "report reports survey poll figures data study studies research analysis statistics estimates forecast numbers "
    "review index document documents".split()
)


def _made_by(tokens: Sequence[Token], start: int, end: int, high: int) -> int:
    """Where ``a report published in May by X`` ends: whoever made a document speaks in it."""
    if end <= start or not any(t.lower in _EVIDENCE for t in tokens[start:end]):
        return end
    link = next((i for i in range(end - 1, min(end + 4, high - 1)) if tokens[i].lower in {"by", "from"}), None)
    if link is None or any(t.text in ",;" for t in tokens[end:link]):
        return end
    made = noun_phrase(tokens, link + 1, high)
    return made if made > link + 1 and any(t.is_capital for t in tokens[link + 1 : made]) else end


@cache
def _opinion_nouns(kind: str) -> frozenset[str]:
    return frozenset(cue_data(Language.EN)["prepositional"][kind])


def _in_the_view(passage: Passage, low: int, high: int, index: int) -> Iterator[Draft]:
    """``In X's view, …``, ``to her mind`` and ``in the opinion of X, …``."""
    tokens = passage.tokens
    nouns = _opinion_nouns("possessive" if tokens[index].lower == "in" else "to")
    noun = next((i for i in range(index + 1, min(index + 7, high)) if tokens[i].lower in nouns), None)
    if noun is not None and tokens[index].lower == "to" and noun > index + 2 and not tokens[index + 1].is_capital:
        return  # "to speak his mind"
    if noun is None or any(t.text in ",.;:" for t in tokens[index:noun]):
        return
    cue = Cue(noun, noun, noun, "in the view of", frozenset({"prepositional"}))
    if noun + 2 < high and tokens[noun + 1].lower == "of" and tokens[noun - 1].lower == "the":
        end = noun_phrase(tokens, noun + 2, high)
        yield from _around(passage, low, high, index, end, cue, (noun + 2, end))
    elif tokens[noun - 1].text.endswith(("'s", "’s", "'", "’")) or tokens[noun - 1].lower in {"his", "her", "their"}:
        yield from _around(passage, low, high, index, noun + 1, cue, (index + 1, noun))


def _as_noted(passage: Passage, low: int, high: int, index: int) -> Iterator[Draft]:
    """``As X pointed out, …``, ``…, as X noted in May.``, ``As noted by X, …``."""
    tokens = passage.tokens
    if index > low and tokens[index - 1].text not in {",", "–", "—", "(", ";"} and index > low + 1:
        return
    cue = next((c for c in passage.cues_in(index + 1, min(index + 16, high)) if c.finite), None)
    if cue is None or not ({"say", "puts"} & cue.classes) or any(t.text in ';:"“”' for t in tokens[index : cue.first]):
        return
    if cue.first == index + 1:
        if cue.last + 1 >= high or tokens[cue.last + 1].lower != "by":
            return
        end = noun_phrase(tokens, cue.last + 2, high)
        source: Range | None = (cue.last + 2, end)
    else:
        source = subject_before(tokens, index + 1, cue)
        if source is None or source[0] != index + 1 or tokens[source[1] - 1].lower in _NOBODY:
            return
        end = cue.last + 1
    tail = _tail_end(tokens, end, high)
    if tail is not None and source is not None and source[1] > source[0] and speaker_like(tokens, source):
        yield from _around(passage, low, high, index, tail, cue, source)


def _tail_end(tokens: Sequence[Token], at: int, high: int) -> int | None:
    """Where an adverbial after the verb ends (``as X noted in March,``); ``None`` when an object follows."""
    if at >= high or tokens[at].text in _CLOSING:
        return at
    if tokens[at].lower not in _ADVERBIAL and not is_day(tokens[at]):
        return None
    return next((i for i in range(at, min(at + _TAIL, high)) if tokens[i].text in _CLOSING), None)


def _around(passage: Passage, low: int, high: int, begin: int, end: int, cue: Cue, source: Range) -> Iterator[Draft]:
    """Content on either side of a parenthetical attribution ``tokens[begin:end]``."""
    tokens = passage.tokens
    if source[1] <= source[0]:
        return
    if begin <= low + 1:
        comma = next((i for i in range(end, min(end + 3, high)) if tokens[i].text == ","), end - 1)
        draft = reported_statement(passage, cue, source, (comma + 1, high), 0.8)
    else:
        colon = next((i + 1 for i in range(begin - 1, low, -1) if tokens[i].text == ":"), low)
        draft = reported_statement(passage, cue, source, (colon, begin), 0.8) if colon < begin - 1 else None
        if colon >= begin - 1:
            comma = next((i for i in range(end, min(end + 2, high)) if tokens[i].text == ","), end - 1)
            draft = reported_statement(passage, cue, source, (comma + 1, high), 0.8)
        elif draft is not None and end + 2 < high and tokens[end].text == ",":
            draft.content.append(trim(passage.text, tokens[end].start, tokens[high - 1].end, stop=True))
    if draft is not None:
        yield draft
