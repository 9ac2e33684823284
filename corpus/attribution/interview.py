"""Interviews: paragraphs that begin with a name and a colon, the answers of the person interviewed."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from corpus.attribution.draft import Draft, Passage, Range, trim
from corpus.attribution.mentions import mentions
from corpus.types import StatementKind

_TURN = re.compile(r"(?:\*\*|__)?(?P<name>[^\W\d_][\w.'’-]*(?: [^\W\d_][\w.'’-]*){0,3})(?:\*\*|__)?\s*:(?:\*\*|__)?\s+")
_INTERVIEW = re.compile(r"\b(?:[Rr]ozmowa z|[Ww]ywiad z|[Rr]ozmawiamy z|[Zz]e? .{5,120} rozmawia)\b")
_HEAD = 6  # paragraphs among which the head of an interview is looked for
_FEWEST = 2  # turns that a name must have before its paragraphs count as an interview


def interview_turns(passages: Sequence[Passage]) -> tuple[list[Draft], set[int]]:
    """The answers of an interview.

    :returns: one statement a turn, and the numbers of the paragraphs used.
    """
    turns: dict[str, list[tuple[Passage, Range, int]]] = defaultdict(list)
    for passage in passages:
        match = _TURN.match(passage.text, passage.block.start, passage.block.end)
        if match and all(word[0].isupper() for word in match["name"].split()):
            turns[match["name"]].append((passage, match.span("name"), match.end()))
    drafts: list[Draft] = []
    used: set[int] = set()
    for name, found in turns.items():
        if len(found) < _FEWEST or (" " not in name and not name.isupper()):
            continue
        if _asks(found):
            used.update(passage.number for passage, _, _ in found)
            continue
        for passage, source, start in found:
            content = trim(passage.text, start, passage.block.end)
            if content[0] < content[1]:
                drafts.append(Draft(StatementKind.DIRECT, [content], passage.number, None, source, confidence=0.95))
                used.add(passage.number)
    return drafts, used


def answers(passages: Sequence[Passage]) -> tuple[list[Draft], set[int]]:
    """The answers of an interview whose head names the person asked and whose questions are paragraphs of their own.

    :returns: one statement an answer, one content span a paragraph, and the numbers of the paragraphs used.
    """
    head = next((passage for passage in passages[:_HEAD] if _INTERVIEW.search(_words(passage))), None)
    person = next((place for place, _ in mentions(head)), None) if head is not None else None
    if head is None or person is None:
        return [], set()
    body = [passage for passage in passages if passage.number > head.number]
    asked = [index for index, passage in enumerate(body) if _is_question(passage)]
    if len(asked) < _FEWEST:
        return [], set()
    end = next(t for t in reversed(head.tokens) if t.is_capital).end
    drafts: list[Draft] = []
    used: set[int] = set()
    for index, following in zip(asked, [*asked[1:], len(body)], strict=True):
        used.add(body[index].number)
        said = [p for p in body[index + 1 : following] if not p.block.heading]
        content = [trim(p.text, p.block.start, p.block.end) for p in said]
        content = [place for place in content if place[0] < place[1]]
        if content:
            source = (person, max(end, person + 1))
            drafts.append(Draft(StatementKind.DIRECT, content, said[0].number, None, source, confidence=0.8))
            used.update(p.number for p in said)
    return drafts, used


def _words(passage: Passage) -> str:
    return passage.text[passage.block.start : min(passage.block.end, passage.block.start + 300)]


def _is_question(passage: Passage) -> bool:
    short = passage.block.end - passage.block.start < 400
    return short and passage.text[: passage.block.end][-8:].rstrip('*_ ”"').endswith("?")


def _asks(turns: Sequence[tuple[Passage, Range, int]]) -> bool:
    """Whether most turns are questions: then it is the interviewer."""
    questions = sum(passage.text[: passage.block.end].rstrip("*_ ").endswith("?") for passage, _, _ in turns)
    return questions * 2 > len(turns)
