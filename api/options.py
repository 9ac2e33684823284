"""What the commands share: the options, the data folder, and how things are printed."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, ClassVar

import typer

from corpus.errors import InputError, UsageError
from corpus.store.addresses import Place
from corpus.types import Language, Polarity
from search.encoder_settings import EncoderSettings

if TYPE_CHECKING:
    from rich.console import Console

    from search.types import Filters


class State:
    """What the options before the command say."""

    folder: Path = Path()
    data: Place = Place(Path())
    """The folder with the database, where one is named: what stores are opened by."""
    encoder: EncoderSettings = EncoderSettings()
    config: Path | None = None
    """The configuration file named before the command."""
    said: ClassVar[dict[str, Path | str]] = {}
    """Settings of the service that options before the command give."""


Paths = Annotated[
    list[str], typer.Argument(help="Files, folders or patterns: .txt .md .html .jsonl(.gz)", show_default=False)
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of tables.")]
Limit = Annotated[int, typer.Option(min=1, max=1000, help="The most results to show.")]
Person = Annotated[str | None, typer.Option(help="Only statements of this person, in any spelling.")]
FirmName = Annotated[str | None, typer.Option("--firm", help="Only statements of people of this firm.")]
Mentioned = Annotated[
    str | None, typer.Option("--mentions", help="Only statements whose words name this person or firm.")
]
TopicName = Annotated[str | None, typer.Option("--topic", help="Only statements on this topic: id or label.")]
Stance = Annotated[Polarity | None, typer.Option(help="Only statements that take this side.")]
Day = Annotated[str | None, typer.Option(help="Earliest or latest date of publication: 2024, 2024-06 or 2024-06-30.")]
RerankerName = Annotated[
    str | None,
    typer.Option(
        "--reranker",
        help="A cross-encoder of sentence-transformers, by folder or name on the hub, that reads the best statements "
        "again.",
        envvar="QUOTEGRAPH_RERANKER",
        show_default=False,
    ),
]
ConfigFile = Annotated[
    Path | None,
    typer.Option(
        "--config",
        help="Configuration file (TOML). Default: $QUOTEGRAPH_CONFIG, else ./quotegraph.toml where there is one.",
        show_default=False,
    ),
]
Lang = Annotated[Language | None, typer.Option("--language", help="Only this language.")]


def console() -> Console:
    """A terminal to print tables on."""
    from rich.console import Console

    return Console(soft_wrap=False)


def print_json(value: object) -> None:
    """Print a value as JSON, readable, in UTF-8."""
    import json

    typer.echo(json.dumps(value, ensure_ascii=False, indent=2))


def complain(error: InputError | str) -> None:
    """Say on stderr, in one line, what went wrong."""
    line = str(error).replace("\n", " ")
    typer.echo(f"quotegraph: {line}", err=True)


def filters_of(
    person: str | None,
    firm: str | None,
    topic: str | None,
    stance: Polarity | None,
    since: str | None,
    until: str | None,
    language: Language | None,
    mentions: str | None = None,
) -> Filters:
    """The conditions that options give.

    :raises UsageError: a date or a topic that makes no sense.
    """
    from search.types import Filters

    first, last = days_of(since, until)
    return Filters(
        person=person,
        firm=firm,
        topic=topic_id(topic),
        stance=stance,
        since=first,
        until=last,
        language=language,
        mentions=mentions,
    )


def days_of(since: str | None, until: str | None) -> tuple[date | None, date | None]:
    """The first and the last day that options give.

    :raises UsageError: one of them is no date.
    """
    return parse_day(since) if since else None, parse_day(until, last=True) if until else None


def parse_day(text: str, *, last: bool = False) -> date:
    """A day from ``2024-06-30``; of a bare year or month the first day, or the last one.

    :raises UsageError: when it is none of these.
    """
    try:
        numbers = [int(part) for part in text.split("-")]
        year, month = numbers[0], numbers[1] if len(numbers) > 1 else (12 if last else 1)
        day = numbers[2] if len(numbers) > 2 else (monthrange(year, month)[1] if last else 1)
        if len(numbers) > 3:
            raise ValueError
        return date(year, month, day)
    except (ValueError, IndexError) as error:
        raise UsageError(text, "not a date", "write 2024, 2024-06 or 2024-06-30") from error


def topic_id(name: str | None) -> str | None:
    """The id of a topic given by id or label.

    :raises UsageError: the scheme has none of the name.
    """
    if name is None:
        return None
    from api.compose import folder_scheme
    from search.naming import topic_of

    return topic_of(folder_scheme(State.data), name)
