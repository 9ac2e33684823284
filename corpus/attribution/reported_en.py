"""English reported speech: ``X said that …``, ``according to X, …``, ``…, said X``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from corpus.attribution.clauses_en import (
    TURNING,
    clause_index,
    content_end,
    coordinated,
    find_subject,
    has_verb,
    infinitive_index,
    is_infinitive,
    that_index,
)
from corpus.attribution.cue import Cue, cue_data
from corpus.attribution.draft import Draft, Passage, Range, trim, unquoted
from corpus.attribution.naming_en import naming
from corpus.attribution.phrases_en import (
    PREPOSITIONS,
    SUBJECT_PRONOUNS,
    is_day,
    noun_phrase,
    speaker_like,
    subject_after,
    subject_before,
)
from corpus.attribution.reported_draft import clashes, reported_statement
from corpus.attribution.tokens import DASHES, Token
from corpus.types import Language, StatementKind


def reported(passage: Passage, taken: Sequence[Range]) -> list[Draft]:
    """Statements in the reporter's words; ``taken`` are code points of quotations already found."""
    found: list[Draft] = []
    for low, high in passage.sentences:
        start, end = passage.tokens[low].start, passage.tokens[high - 1].end
        busy = [(a, b) for a, b in taken if a < end and b > start]
        if busy and busy[0][0] <= start and busy[0][1] >= end:
            continue
        found.extend(_sentence(passage, low, high, busy))
    return found


def _sentence(passage: Passage, low: int, high: int, busy: Sequence[Range]) -> Iterator[Draft]:
    used = list(busy)
    for parenthesis in _according(passage, low, high):
        if not clashes(parenthesis, used) and not _holds_report(passage, low, high, parenthesis):
            used.extend([*parenthesis.content, *([parenthesis.cue] if parenthesis.cue else [])])
            yield parenthesis
    cues = passage.cues_in(low, high)
    for number, cue in enumerate(cues):
        if (
            number + 1 < len(cues)
            and cues[number + 1].first == cue.last + 1
            and cue.first
            and tokens_lower(passage, cue.first - 1) in {"we", "i"}
        ):
            continue  # "most resellers we asked believe …"
        place = passage.span((cue.first, cue.last + 1))
        if any(a <= place[0] and place[1] <= b for a, b in used):
            continue
        draft = _clause(passage, low, high, cue) or _postposed(passage, low, high, cue)
        if draft is not None and not clashes(draft, used):
            used.extend(draft.content)
            yield draft


def tokens_lower(passage: Passage, index: int) -> str:
    """The lower-cased word at a token index."""
    return passage.tokens[index].lower


def _holds_report(passage: Passage, low: int, high: int, draft: Draft) -> bool:
    """Whether the content is itself a report ("X said …, according to Y"): then the inner speaker is kept."""
    start, end = draft.content[0]
    for cue in passage.cues_in(low, high):
        place = passage.span((cue.first, cue.last + 1))
        inside = start <= place[0] and place[1] <= end and "say" in cue.classes and "weak" not in cue.classes
        if (
            inside
            and (that_index(passage, cue, high) or clause_index(passage, cue, high))
            and find_subject(passage, low, cue)
        ):
            return True
    return False


def _passive_or_infinitive(tokens: Sequence[Token], cue: Cue) -> bool:
    before = tokens[cue.first - 1].lower if cue.first else ""
    if is_infinitive(tokens, 0, cue) and "adjective" not in cue.classes:
        return not _to_the_public(tokens, cue)
    if before in {"be", "been", "being"} and "adjective" not in cue.classes:
        return True
    return (
        before in {"is", "are", "was", "were"}
        and cue.lemma in {"say", "tell", "report", "believe", "think", "expect", "know", "ask", "understand"}
        and tokens[cue.first].lower.endswith(("d", "t", "n"))
    )


_ANNOUNCING = frozenset("announce say confirm deny reveal insist declare complain admit explain".split())


def _to_the_public(tokens: Sequence[Token], cue: Cue) -> bool:
    """``went online to say …``: an infinitive that did happen."""
    if cue.lemma not in _ANNOUNCING:
        return False
    near = [t.lower for t in tokens[max(0, cue.first - 9) : cue.first - 1]]
    return any(a in TURNING and b in {"to", "on"} for a, b in pairwise(near))


def _clause(passage: Passage, low: int, high: int, cue: Cue) -> Draft | None:
    tokens = passage.tokens
    if "carrier" in cue.classes or _passive_or_infinitive(tokens, cue):
        return None
    that = that_index(passage, cue, high)
    shared = coordinated(tokens, low, cue)
    source = None if "nobody" in cue.classes else find_subject(passage, low, cue)
    if that is not None:
        if "weak" in cue.classes and (source is None or cue.first - source[1] > 2) and not shared:
            return None
        return (
            reported_statement(passage, cue, source, (that + 1, content_end(passage, that + 1, high)), 0.85)
            if source or "nobody" in cue.classes or not cue.finite
            else None
        )
    named = naming(passage, cue, source, high)
    if not cue.classes & {"say", "think"} or (source is None and "nobody" not in cue.classes):
        return named
    begin = infinitive_index(passage, cue, high) or clause_index(passage, cue, high)
    if begin is None:
        return named or _after_colon(passage, high, cue, source)
    if source is not None and "weak" in cue.classes and cue.first - source[1] > 1:
        return None
    return reported_statement(passage, cue, source, (begin, content_end(passage, begin, high)), 0.75)


def _after_colon(passage: Passage, high: int, cue: Cue, source: Range | None) -> Draft | None:
    """``X cautioned against haste: finance ties the reseller to one list.``: what stands after the colon."""
    tokens = passage.tokens
    colon = next((i for i in range(cue.last + 1, high) if tokens[i].text in ':;,"“' or tokens[i].text in DASHES), None)
    if colon is None or tokens[colon].text != ":" or "weak" in cue.classes or "say" not in cue.classes:
        return None
    if source is None or colon + 3 >= high or not cue.finite or not has_verb(tokens, colon + 1, high):
        return None
    return reported_statement(passage, cue, source, (colon + 1, high), 0.7)


def _postposed(passage: Passage, low: int, high: int, cue: Cue) -> Draft | None:
    """``Sales will fall, X said on Monday.`` / ``Sales will fall, said X.``"""
    tokens = passage.tokens
    if not cue.finite or not cue.classes & {"say", "think"} or cue.first <= low + 2:
        return None
    if _passive_or_infinitive(tokens, cue):
        return None
    comma = next((i for i in range(cue.first - 1, low, -1) if tokens[i].text == "," or tokens[i].text in DASHES), None)
    if comma is None:
        return None
    inverted = comma == cue.first - 1
    if inverted and cue.last + 1 < high and tokens[cue.last + 1].lower in SUBJECT_PRONOUNS:
        return None
    source = subject_after(tokens, cue.last + 1, high) if inverted else subject_before(tokens, comma + 1, cue)
    if source is None or not speaker_like(tokens, source) or (not inverted and source[0] != comma + 1):
        source = subject_before(tokens, low, cue) if not inverted else None  # an apposition has commas of its own
        if (
            source is None
            or source[0] <= low + 3
            or tokens[source[0] - 1].text != ","
            or not speaker_like(tokens, source)
        ):
            return None
        comma = source[0] - 1
    tail_start = source[1] if inverted else cue.last + 1
    tail = [t for t in tokens[tail_start:high] if t.is_word]
    if not inverted and cue.last + 1 < high and tokens[cue.last + 1].text == "," and comma > low:
        return _interrupted(passage, low, high, comma, cue, source)
    if len(tail) > 10 or (tail and tail[0].lower not in PREPOSITIONS and not is_day(tail[0])):
        return None
    if tokens[low].lower in PREPOSITIONS and not has_verb(tokens, low, comma):
        return None
    if (not passage.block.heading and not has_verb(tokens, low, comma)) or any(
        t.text in DASHES for t in tokens[tail_start:high]
    ):
        return None
    return reported_statement(passage, cue, source, (low, comma), 0.75)


def _interrupted(passage: Passage, low: int, high: int, comma: int, cue: Cue, source: Range) -> Draft | None:
    """``The premium, he says, is a tax on curiosity.``: the content stands on both sides."""
    tokens = passage.tokens
    rest = cue.last + 2
    if rest >= high - 1 or tokens[low].lower in PREPOSITIONS | {"when", "while", "if", "although", "asked"}:
        return None
    draft = reported_statement(passage, cue, source, (low, comma), 0.75)
    if draft is not None:
        if tokens[rest].lower in {"but", "and"} and tokens[rest + 1].text in {'"', "“"}:
            rest += 1
        start, end = trim(passage.text, tokens[rest].start, tokens[content_end(passage, rest, high) - 1].end, stop=True)
        inside = passage.quotes_in(start, end)
        if inside:
            draft.kind = StatementKind.MIXED
            start, end = unquoted(passage.text, start, end, inside) or (start, end)
        draft.content.append((start, end))
    return draft


def _according(passage: Passage, low: int, high: int) -> Iterator[Draft]:
    tokens = passage.tokens
    for index in range(low, high - 2):
        if tokens[index].lower == "according" and tokens[index + 1].lower == "to":
            cue = Cue(index, index + 1, index, "according to", frozenset({"prepositional"}))
            end = noun_phrase(tokens, index + 2, high)
            if end <= index + 2:
                continue
            yield from _around(passage, low, high, index, end, cue, (index + 2, end))
        elif tokens[index].lower == "in" and index + 2 < high:
            yield from _in_the_view(passage, low, high, index)


def _in_the_view(passage: Passage, low: int, high: int, index: int) -> Iterator[Draft]:
    """``In X's view, …`` and ``in the opinion of X, …``."""
    tokens = passage.tokens
    nouns = frozenset(cue_data(Language.EN)["prepositional"]["possessive"])
    noun = next((i for i in range(index + 1, min(index + 7, high)) if tokens[i].lower in nouns), None)
    if noun is None or any(t.text in ",.;:" for t in tokens[index:noun]):
        return
    cue = Cue(noun, noun, noun, "in the view of", frozenset({"prepositional"}))
    if noun + 2 < high and tokens[noun + 1].lower == "of" and tokens[noun - 1].lower == "the":
        end = noun_phrase(tokens, noun + 2, high)
        yield from _around(passage, low, high, index, end, cue, (noun + 2, end))
    elif tokens[noun - 1].text.endswith(("'s", "’s", "'", "’")) or tokens[noun - 1].lower in {"his", "her", "their"}:
        yield from _around(passage, low, high, index, noun + 1, cue, (index + 1, noun))


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
