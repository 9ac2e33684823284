"""Interviews: paragraphs that begin with a name and a colon, the answers of the person interviewed."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from corpus.attribution.draft import Draft, Passage, Range, trim
from corpus.types import StatementKind

_TURN = re.compile(r"(?:\*\*|__)?(?P<name>[^\W\d_][\w.'’-]*(?: [^\W\d_][\w.'’-]*){0,3})(?:\*\*|__)?\s*:(?:\*\*|__)?\s+")
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


def _asks(turns: Sequence[tuple[Passage, Range, int]]) -> bool:
    """Whether most turns are questions: then it is the interviewer."""
    questions = sum(passage.text[: passage.block.end].rstrip("*_ ").endswith("?") for passage, _, _ in turns)
    return questions * 2 > len(turns)
