"""Results as text that an assistant reads: one line a fact, words of articles always inside quotation marks.

Quotations are JSON strings and everything else from articles is one line, so nothing in an article can pass for
something that the server says.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

_LONGEST = 1500  # characters of a quotation in the text; the structured content has all of them
_NAME = 200


def quoted(words: str) -> str:
    """Words of an article as one JSON string; long ones are cut, and say so."""
    if len(words) <= _LONGEST:
        return json.dumps(words, ensure_ascii=False)
    return f"{json.dumps(words[:_LONGEST], ensure_ascii=False)} [cut: {len(words)} characters in all; see source_text]"


def plain(name: object) -> str:
    """A name, a title or a role as one line."""
    return " ".join(str(name).split())[:_NAME]


def who(row: Mapping[str, Any]) -> str:
    """Speaker, role and firm of a statement or of an answer."""
    speaker = row.get("speaker")
    if speaker is None:
        return "nobody named"
    known = f"{plain(speaker['name'])} ({speaker['id']})" if speaker.get("id") else plain(speaker["name"])
    return ", ".join([known, *(plain(row[part]) for part in ("role", "firm") if row.get(part))])


def said(row: Mapping[str, Any], *, with_speaker: bool = True) -> str:
    """A statement in one line: who, the words, the side, and where they stand."""
    spans = row.get("spans") or row["content"]
    places = ", ".join(f"{span['start']}–{span['end']}" for span in spans)
    pieces = " … ".join(quoted(span["text"]) for span in spans)
    cue = f" cue {quoted(row['cue']['text'])}" if row.get("cue") else ""
    return (
        (f"{who(row)}: " if with_speaker else "")
        + f"{pieces} [{row['id']}] {row['kind']}{cue}; {_side(row)}; {row['date'] or 'undated'}, "
        + f"{plain(row['document'])} characters {places}"
    )


def listed(rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Statements as numbered lines."""
    for number, row in enumerate(rows, 1):
        yield f"{number}. {said(row)}"


def following(next_offset: int | None) -> list[str]:
    """How to get what follows."""
    return [] if next_offset is None else [f"More: call again with offset={next_offset}."]


def answer(found: Mapping[str, Any]) -> str:
    """An answer with the evidence of each speaker."""
    read = found["interpretation"]
    asked = [f"intent {read['intent']}", *(f"{part} {read[part]}" for part in ("stance", "topic") if read[part])]
    asked += [f"{name} {plain(value)}" for name, value in read["filters"].items()]
    lines = [f"Understood as: {'; '.join(asked)}.", plain_summary(found["summary"])]
    for name, near in found["nearest_names"].items():
        lines.append(f"Nobody is called {quoted(name)}. Nearest known names: {', '.join(map(plain, near)) or 'none'}.")
    for title, speakers in (("Fits the question", found["answers"]), ("On the other side", found["opposing"])):
        if speakers:
            lines.append(f"{title}:")
            lines += _speakers(speakers)
    if found["topics"]:
        counted = (f"{one['label']} ({one['id']}, {one['statements']}, {one['stance']})" for one in found["topics"])
        lines.append(f"Topics: {', '.join(counted)}.")
    if not found["answers"] and found["nearest_topics"]:
        lines.append(f"Nothing found. Nearest topics with statements: {', '.join(found['nearest_topics'])}.")
    if found["more_speakers"]:
        lines.append("More speakers fit: raise limit, or narrow with person, firm, topic, stance, since, until.")
    return "\n".join(lines)


def plain_summary(summary: str) -> str:
    """The counted facts of an answer, its lines joined."""
    return f"Summary: {' '.join(summary.split())}"


def standings(rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Positions by topic."""
    for row in rows:
        sides = ", ".join(f"{side} {count}" for side, count in row["by_polarity"].items())
        label = row["labels"].get("en") or row["topic"]
        days = f"{row['first_seen'] or '?'} to {row['last_seen'] or '?'}"
        yield f"- {label} ({row['topic']}): {row['stance']} {row['score']:+.2f}; {sides}; {days}"


def turns(title: str, rows: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Pairs of statements on opposite sides."""
    if rows:
        yield f"{title}:"
    for row in rows:
        who = f"{plain(row['speaker'])} ({row['speaker_id']}) " if "speaker" in row else ""
        yield f"- {who}{row['topic']}"
        for step in (row["before"], row["after"]):
            yield (
                f"  {step['date']} {step['stance']} {step['score']:+.2f} {quoted(step['text'])} "
                f"[{step['statement']}] {plain(step['document'])}"
            )


def held(rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Roles over time, of a person at firms or of people at a firm."""
    for row in rows:
        parts = [row.get("person"), row.get("person_id") and f"({row['person_id']})", row["role"], row.get("firm")]
        what = " ".join(plain(part) for part in parts if part)
        yield f"- {what}: {row['first_seen'] or '?'} to {row['last_seen'] or '?'}"


def marked(passage: Mapping[str, Any]) -> str:
    """A passage with every line quoted, and its cue, source and content marked."""
    text, start = passage["text"], passage["start"]
    inserts: list[tuple[int, int, str]] = []
    for mark in passage["marks"]:
        if start <= mark["start"] and mark["end"] <= passage["end"]:
            inserts += [(mark["start"] - start, 1, f"⟦{mark['kind']}: "), (mark["end"] - start, 0, "⟧")]
    made, last = [], 0
    for at, _, sign in sorted(inserts):  # what ends at a place comes before what begins there
        made += [text[last:at], sign]
        last = at
    made.append(text[last:])
    return "\n".join(f"> {line}" for line in "".join(made).splitlines())


def _speakers(speakers: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    for number, one in enumerate(speakers, 1):
        yield f"{number}. {who(one)} – {one['stance']}, fit {one['score']:.2f}"
        for row in one["statements"]:
            yield f"   - {said(row, with_speaker=False)}"
        if one["more_statements"]:
            yield f"   - and {one['more_statements']} more: raise statements, or use the tool statements"


def _side(row: Mapping[str, Any]) -> str:
    if "opinions" in row:
        return (
            ", ".join(f"{one['topic']} {one['polarity']} {one['score']:+.2f}" for one in row["opinions"]) or "no topic"
        )
    return f"{row['stance']} {row['score']:+.2f}, relevance {row['relevance']:.2f}"
