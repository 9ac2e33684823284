"""Interviews: paragraphs that begin with a name and a colon, the answers of the person interviewed."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

from corpus.attribution.draft import Draft, Passage, Range, trim
from corpus.attribution.mentions import mentions
from corpus.attribution.person_evidence_en import known_first_name
from corpus.types import Language, StatementKind

_TURN = re.compile(r"(?:\*\*|__)?(?P<name>[^\W\d_][\w.'’-]*(?: [^\W\d_][\w.'’-]*){0,3})(?:\*\*|__)?\s*:(?:\*\*|__)?\s+")
_INTERVIEW = re.compile(r"\b(?:[Rr]ozmowa z|[Ww]ywiad z|[Rr]ozmawiamy z|[Zz]e? .{5,120} rozmawia)\b")
_TALK = re.compile(
    r"\b(?:[Ii]nterview with|[Ii]n conversation with|[Tt]alk(?:s|ed)? (?:to|with)|[Ss]p(?:oke|eaks) (?:to|with)"
    r"|[Ss][ai]ts? down with|[Qq]uestions (?:for|to)|[Mm]inutes with|Q ?& ?A|[Ww]e asked|[Cc]aught up with)"
)
_FIRST_PERSON = re.compile(r"\b(?:I|[Ww]e|[Mm]y|[Oo]ur|us|me)\b")
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
    english = bool(passages) and passages[0].language is Language.EN
    fewest = 1 if english and _two_in_turn(turns) else _FEWEST
    drafts: list[Draft] = []
    used: set[int] = set()
    for name, found in turns.items():
        if len(found) < fewest or (" " not in name and not name.isupper()):
            continue
        if _asks(found):
            used.update(passage.number for passage, _, _ in found)
            continue
        answering = name in _ANSWERS and english
        person = _interviewed(passages[:_HEAD]) if answering else None
        for passage, label, start in found:
            source = person if answering else label
            content = trim(passage.text, start, passage.block.end)
            if content[0] < content[1]:
                drafts.append(Draft(StatementKind.DIRECT, [content], passage.number, None, source, confidence=0.95))
                used.add(passage.number)
    return (drafts, used) if drafts or not english else answers(passages)


_ANSWERS = frozenset({"A", "Answer", "ANSWER"})


def _two_in_turn(turns: Mapping[str, Sequence[tuple[Passage, Range, int]]]) -> bool:
    """Whether two people of known names take turns, one asking and the other answering."""
    names = [name for name in turns if " " in name and known_first_name(name.split()[0])]
    return len(names) == len(turns) > 1 and any(_asks(turns[name]) for name in names)


def _interviewed(head: Sequence[Passage]) -> Range | None:
    """Where the head of an English interview names the person asked."""
    for passage in head:
        for place, parts in mentions(passage):
            if " " in parts.name and passage.text.startswith(parts.name, place):
                return place, place + len(parts.name)
    return None


def answers(passages: Sequence[Passage]) -> tuple[list[Draft], set[int]]:
    """The answers of an interview whose head names the person asked and whose questions are paragraphs of their own.

    :returns: one statement an answer, one content span a paragraph, and the numbers of the paragraphs used.
    """
    if passages and passages[0].language is Language.EN:
        return _english_answers(passages)
    head = next((passage for passage in passages[:_HEAD] if _INTERVIEW.search(_words(passage))), None)
    person = next((place for place, _ in mentions(head)), None) if head is not None else None
    if head is None or person is None:
        return [], set()
    end = next(t for t in reversed(head.tokens) if t.is_capital).end
    return _answered(passages, head.number, (person, max(end, person + 1)))


def _english_answers(passages: Sequence[Passage]) -> tuple[list[Draft], set[int]]:
    """``In conversation with X``, ``We asked X …``: the answers speak in the first person."""
    head = next((passage for passage in passages[:_HEAD] if _TALK.search(_words(passage))), None)
    person = _interviewed([head, *passages[:_HEAD]]) if head is not None else None
    if head is None or person is None:
        return [], set()
    first = next(p.number for p in passages if p.block.start <= person[0] < p.block.end)
    drafts, used = _answered(passages, max(head.number, first), person)
    own = sum(_FIRST_PERSON.search(d_text) is not None for d_text in (_said(passages[0].text, d) for d in drafts))
    return (drafts, used) if own * 2 > len(drafts) else ([], set())


def _said(text: str, draft: Draft) -> str:
    return " ".join(text[start:end] for start, end in draft.content)


def _answered(passages: Sequence[Passage], head: int, source: Range) -> tuple[list[Draft], set[int]]:
    """One statement for what stands between each question and the next, said by ``source``."""
    body = [passage for passage in passages if passage.number > head]
    asked = [index for index, passage in enumerate(body) if _is_question(passage)]
    if len(asked) < _FEWEST:
        return [], set()
    drafts: list[Draft] = []
    used: set[int] = set()
    for index, following in zip(asked, [*asked[1:], len(body)], strict=True):
        used.add(body[index].number)
        said = [p for p in body[index + 1 : following] if not p.block.heading]
        content = [trim(p.text, p.block.start, p.block.end) for p in said]
        content = [place for place in content if place[0] < place[1]]
        if content:
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
