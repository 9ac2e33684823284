"""Answers and lists as a reader of a terminal wants them: tables, quotations, colours for the two sides."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from rich.console import Console, Group
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from api.days import days_in
from api.words import MARKS, word
from corpus.types import Language, SpeakerType, Statement, StatementKind

if TYPE_CHECKING:
    from corpus.store import StoredStatement
    from search.types import Answer, Hit, SpeakerAnswer

COLOURS = {"supportive": "green", "sceptical": "red", "mixed": "yellow", "neutral": "bright_black"}
_SHOWN = 3  # statements shown of one speaker; the rest is counted


def show_answer(console: Console, answer: Answer) -> None:
    """Print an answer: what was understood, who fits with the exact words and their place, and the opposing voices."""
    language = answer.interpretation.language
    console.print(understood(answer))
    said = "".join(piece for piece, _ in days_in(answer.summary, language))
    console.print(Text(said, style="bold"))
    for speaker in answer.answers:
        console.print(_speaker(speaker, language))
    if answer.opposing:
        console.print(Text(word("On the other side", language), style="bold underline"))
        for speaker in answer.opposing:
            console.print(_speaker(speaker, language))
    if answer.nearest_topics:
        console.print(Text(f"{word('Nearest topics', language)}: {', '.join(answer.nearest_topics)}", style="dim"))
    console.print(Text(f"{answer.took_ms:.0f} ms", style="dim"))


def understood(answer: Answer) -> Text:
    """One dim line that says how the question was read."""
    reading = answer.interpretation

    def label(english: str) -> str:
        return word(english, reading.language)

    parts = [f"{label('intent')}: {label(reading.intent.value)}"]
    if reading.stance:
        parts.append(f"{label('stance')}: {label(reading.stance.value)}")
    if reading.topics:
        parts.append(f"{label('topic')}: {', '.join(reading.topics)}")
    elif reading.target:
        parts.append(f"{label('about')}: {reading.target}")
    filters = reading.filters
    for name in ("person", "firm", "role", "since", "until", "language"):
        value = getattr(filters, name)
        if value is not None:
            parts.append(f"{label(name)}: {value}")
    line = Text(f"{label('Understood as')}  {'  ·  '.join(parts)}", style="dim")
    opening, closing = MARKS[reading.language]
    for name in reading.unknown_names:
        missing = f"{label('Nobody called')} {opening}{name}{closing} {label('is in the store')}."
        line.append(f"\n{missing}", style="yellow")
    return line


def _speaker(answer: SpeakerAnswer, language: Language) -> Panel:
    colour = COLOURS[answer.stance.value]
    unnamed = answer.speaker.type is SpeakerType.UNKNOWN
    title = Text(word("unknown", language) if unnamed else answer.speaker.name, style="bold")
    if answer.role or answer.firm:
        title.append("  " + ", ".join(part for part in (answer.role, answer.firm) if part), style="not bold")
    title.append(f"  {word(answer.stance.value, language)} {answer.score:.2f}", style=colour)
    body = [_hit(hit, language) for hit in answer.hits[:_SHOWN]]
    if len(answer.hits) > _SHOWN:
        more = f"… {word('and', language)} {len(answer.hits) - _SHOWN} {word('more', language)}"
        body.append(Padding(Text(more, style="dim"), (0, 0)))
    return Panel(Group(*body), title=title, title_align="left", border_style=colour)


def _hit(hit: Hit, language: Language) -> Padding:
    words = Text(words_of(hit.statement))
    for cue in hit.stance_cues:
        words.highlight_words([cue], style=f"bold {COLOURS[hit.stance.value]}", case_sensitive=True)
    places = ", ".join(f"{span.start}–{span.end}" for span in hit.statement.content)
    day = hit.date.isoformat() if hit.date else word("undated", language)
    place = f"{hit.document}  {day}  {word('characters', language)} {places}  [{hit.statement.id}]"
    return Padding(Group(words, Text(place, style="dim")), (0, 0, 1, 0))


def words_of(statement: Statement) -> str:
    """The words as the article has them: in marks when they are verbatim, behind the reporting word when they are not.

    The reporting word matters: without its ``denied`` a denial would read as an assertion.
    """
    words = " […] ".join(span.exact for span in statement.content)
    if statement.kind is not StatementKind.INDIRECT:
        opening, closing = MARKS[statement.language]
        return f"{opening}{words}{closing}"
    return f"({statement.cue.exact}) {words}" if statement.cue else words


def show_hits(console: Console, hits: Sequence[Hit]) -> None:
    """Print found statements as a table."""
    if not hits:
        console.print("Nothing found.")
        return
    table = Table("Score", "Speaker", "Stance", "Words", "Where", show_lines=True)
    for hit in hits:
        speaker = hit.statement.speaker.name if hit.statement.speaker else "unknown"
        role = ", ".join(part for part in (hit.statement.role, hit.statement.firm) if part)
        table.add_row(
            f"{hit.score:.2f}",
            Text(speaker, style="bold").append(f"\n{role}" if role else "", style="not bold dim"),
            Text(hit.stance.value, style=COLOURS[hit.stance.value]),
            words_of(hit.statement),
            f"{hit.document}\n{hit.date.isoformat() if hit.date else ''}",
        )
    console.print(table)


def show_statements(console: Console, rows: Iterable[StoredStatement]) -> None:
    """Print stored statements, one a row."""
    table = Table("Date", "Speaker", "Words", "Document", show_lines=True)
    for row in rows:
        name = row.statement.speaker.name if row.statement.speaker else "unknown"
        table.add_row(
            row.date_published.isoformat() if row.date_published else "", name, words_of(row.statement), row.document
        )
    console.print(table)


def table_of(title: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> Table:
    """A plain table of any values; ``None`` is left blank."""
    table = Table(*columns, title=title)
    for row in rows:
        table.add_row(*("" if value is None else str(value) for value in row))
    return table
