"""The command line ``quotegraph``.

Exit status: 0 done; 1 some inputs failed (each named on stderr, the others done); 2 wrong use.
Heavy parts (index, encoder, graph, server) are imported inside the commands that need them: ``--help`` is instant.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.settings import data_folder, encoder_name
from corpus.errors import InputError, QuotegraphError, UsageError
from corpus.types import Language, Polarity

if TYPE_CHECKING:
    from rich.console import Console

    from search.types import Filters, Hit

app = typer.Typer(
    name="quotegraph",
    help="Who said what, on which topic, for or against: a quote knowledge graph over Polish and English press.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)


class _State:
    """What the options before the command say."""

    folder: Path = Path()
    encoder: str | None = None


Paths = Annotated[
    list[str], typer.Argument(help="Files, folders or patterns: .txt .md .html .jsonl(.gz)", show_default=False)
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of tables.")]
Limit = Annotated[int, typer.Option(min=1, max=1000, help="The most results to show.")]
Person = Annotated[str | None, typer.Option(help="Only statements of this person, in any spelling.")]
FirmName = Annotated[str | None, typer.Option("--firm", help="Only statements of people of this firm.")]
TopicName = Annotated[str | None, typer.Option("--topic", help="Only statements on this topic: id or label.")]
Stance = Annotated[Polarity | None, typer.Option(help="Only statements that take this side.")]
Day = Annotated[str | None, typer.Option(help="Earliest or latest date of publication: 2024, 2024-06 or 2024-06-30.")]
Lang = Annotated[Language | None, typer.Option("--language", help="Only this language.")]


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"quotegraph {version('quotegraph')}")
        raise typer.Exit


@app.callback()
def _options(
    data: Annotated[
        Path | None, typer.Option("--data", help="Data folder. Default: $QUOTEGRAPH_DATA, else ./quotegraph-data.")
    ] = None,
    encoder: Annotated[
        str | None,
        typer.Option("--encoder", help="A sentence-transformers model, by path or hub name. Default: the bundled one."),
    ] = None,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    _State.folder = data_folder(data)
    _State.encoder = encoder_name(encoder)


def _console() -> Console:
    from rich.console import Console

    return Console(soft_wrap=False)


def _print_json(value: object) -> None:
    import json

    typer.echo(json.dumps(value, ensure_ascii=False, indent=2))


def _complain(error: InputError | str) -> None:
    line = str(error).replace("\n", " ")
    typer.echo(f"quotegraph: {line}", err=True)


@app.command()
def ingest(
    paths: Paths,
    data: Annotated[Path | None, typer.Option("--data", help="Data folder, as before the command.")] = None,
    language: Annotated[
        Language | None, typer.Option("--language", help="The articles' language, when it is known.")
    ] = None,
) -> None:
    """Read articles, extract their statements and add them to the store. The same article twice changes nothing."""
    from api.progress import ingest_with_progress

    folder = data_folder(data) if data is not None else _State.folder
    report = ingest_with_progress(paths, folder, language=language, encoder=_State.encoder, complain=_complain)
    typer.echo(report.line)
    if report.failed:
        raise typer.Exit(1)


@app.command()
def extract(
    paths: Paths,
    jsonl: Annotated[bool, typer.Option("--jsonl", help="One JSON line a statement (the only format so far).")] = True,
    language: Annotated[
        Language | None, typer.Option("--language", help="The articles' language, when it is known.")
    ] = None,
    show_text: Annotated[
        bool, typer.Option("--show-text", help="Print the text that offsets count in, instead of statements.")
    ] = False,
) -> None:
    """Print the statements of articles without storing anything: one JSON object a line."""
    import json

    from api.serialise import statement_json
    from corpus.extract import extract as statements_of
    from corpus.read import expand, read

    failed = False
    for path in expand(paths):
        for article in [path] if isinstance(path, InputError) else read(path, language=language):
            if isinstance(article, InputError):
                _complain(article)
                failed = True
            elif show_text:
                sys.stdout.write(article.text)
            else:
                for statement in statements_of(article):
                    sys.stdout.write(json.dumps(statement_json(article, statement), ensure_ascii=False) + "\n")
    if failed:
        raise typer.Exit(1)


def _filters(
    person: str | None,
    firm: str | None,
    topic: str | None,
    stance: Polarity | None,
    since: str | None,
    until: str | None,
    language: Language | None,
) -> Filters:
    from search.types import Filters

    return Filters(
        person=person,
        firm=firm,
        topic=_topic_id(topic),
        stance=stance,
        since=parse_day(since) if since else None,
        until=parse_day(until, last=True) if until else None,
        language=language,
    )


def parse_day(text: str, *, last: bool = False) -> date:
    """A day from ``2024-06-30``; of a bare year or month the first day, or the last one.

    :raises UsageError: when it is none of these.
    """
    from calendar import monthrange

    try:
        numbers = [int(part) for part in text.split("-")]
        year, month = numbers[0], numbers[1] if len(numbers) > 1 else (12 if last else 1)
        day = numbers[2] if len(numbers) > 2 else (monthrange(year, month)[1] if last else 1)
        if len(numbers) > 3:
            raise ValueError
        return date(year, month, day)
    except (ValueError, IndexError) as error:
        raise UsageError(text, "not a date", "write 2024, 2024-06 or 2024-06-30") from error


def _topic_id(name: str | None) -> str | None:
    if name is None:
        return None
    from corpus.topics import default_scheme

    found = default_scheme().find(name)
    if found is None:
        raise UsageError(name, "no topic of the scheme has this id or label", "see quotegraph topics")
    return found


@app.command()
def ask(
    question: Annotated[str, typer.Argument(help="A question in Polish or English.")],
    limit: Limit = 10,
    person: Person = None,
    firm: FirmName = None,
    topic: TopicName = None,
    stance: Stance = None,
    since: Day = None,
    until: Day = None,
    language: Lang = None,
    as_json: AsJson = False,
) -> None:
    """Answer a question: who said it, which side they take, their exact words and where they stand."""
    from api.compose import open_engine
    from search.serialise import answer_to_dict

    with open_engine(_State.folder, _State.encoder) as engine:
        overrides = _filters(person, firm, topic, stance, since, until, language)
        answer = engine.ask(question, limit=limit, overrides=overrides)
        if as_json:
            _print_json(answer_to_dict(answer))
            return
        from api.render import show_answer

        show_answer(_console(), answer)


@app.command()
def search(
    text: Annotated[str, typer.Argument(help="Words to look for by meaning.")],
    limit: Limit = 10,
    person: Person = None,
    firm: FirmName = None,
    topic: TopicName = None,
    stance: Stance = None,
    since: Day = None,
    until: Day = None,
    language: Lang = None,
    as_json: AsJson = False,
) -> None:
    """Find statements close in meaning to a text."""
    from api.compose import open_engine
    from search.serialise import hit_to_dict

    with open_engine(_State.folder, _State.encoder) as engine:
        hits = engine.search(text, _filters(person, firm, topic, stance, since, until, language), limit=limit)
        if as_json:
            _print_json([{"speaker": _speaker_json(hit), **hit_to_dict(hit)} for hit in hits])
            return
        from api.render import show_hits

        show_hits(_console(), hits)


def _speaker_json(hit: Hit) -> dict[str, str | None] | None:
    statement = hit.statement
    if statement.speaker is None:
        return None
    return {
        "name": statement.speaker.name,
        "type": statement.speaker.type.value,
        "role": statement.role,
        "firm": statement.firm,
    }


@app.command()
def export(out: Annotated[Path, typer.Argument(help="Where to write: .graphml, .gexf or .json")]) -> None:
    """Write the graph of people, firms, topics, statements and articles to a file that Gephi or Cytoscape opens."""
    from api.compose import open_store
    from graph.build import build
    from graph.export import export as write

    with open_store(_State.folder) as store:
        graph = build(store)
        write(graph, out)
    typer.echo(f"{out}: {graph.number_of_nodes()} nodes, {graph.number_of_edges()} edges")


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port to listen on.")] = 8000,
) -> None:
    """Serve the HTTP API; its documentation is at /docs."""
    import uvicorn

    from api.app import create_app

    uvicorn.run(create_app(_State.folder, _State.encoder), host=host, port=port, log_level="info")


@app.command()
def people(
    query: Annotated[str | None, typer.Argument(help="Part of a name; all when left out.")] = None,
    limit: Limit = 50,
    as_json: AsJson = False,
) -> None:
    """List the people of the store with how much they said."""
    from api.compose import open_store

    with open_store(_State.folder) as store:
        rows = store.people(query, limit=limit)
    if as_json:
        _print_json(
            [
                {
                    "id": r.id,
                    "name": r.name,
                    "alternate_names": list(r.alternate_names),
                    "statements": r.statements,
                    "articles": r.articles,
                }
                for r in rows
            ]
        )
        return
    from api.render import table_of

    _console().print(
        table_of(
            "People", ("Name", "Statements", "Articles", "Id"), [(r.name, r.statements, r.articles, r.id) for r in rows]
        )
    )


@app.command()
def topics(as_json: AsJson = False) -> None:
    """List the topics of the scheme, with how many statements are about each and on which side."""
    from api.compose import open_store, topic_rows

    with open_store(_State.folder) as store:
        rows = topic_rows(store)
    if as_json:
        _print_json(rows)
        return
    from api.render import table_of

    columns = ("id", "en", "pl", "statements", "supportive", "sceptical", "mixed", "neutral")
    used = [row for row in rows if row["statements"]]
    _console().print(table_of("Topics", columns, [[row[column] for column in columns] for row in used]))


@app.command()
def stats(as_json: AsJson = False) -> None:
    """Count what is in the store."""
    from api.compose import open_store
    from api.serialise import stats_dict

    with open_store(_State.folder) as store:
        counts = stats_dict(store.stats())
    if as_json:
        _print_json(counts)
        return
    from api.render import table_of

    _console().print(table_of(str(_State.folder), ("What", "Count"), list(counts.items())))


@app.command()
def verify() -> None:
    """Check store and index for damage and for disagreement between them; status 1 when something is wrong."""
    from api.compose import problems

    found = problems(_State.folder, _State.encoder)
    for problem in found:
        _complain(problem)
    typer.echo("no problem found" if not found else f"{len(found)} problems found")
    if found:
        raise typer.Exit(1)


@app.command()
def rebuild() -> None:
    """Make the index anew from the store, also with another --encoder."""
    from api.compose import rebuild_index

    typer.echo(f"{rebuild_index(_State.folder, _State.encoder)} statements indexed")


@app.command()
def backup(target: Annotated[Path, typer.Argument(help="A folder that does not exist yet, or is empty.")]) -> None:
    """Copy the store while it may be in use; the copy carries checksums."""
    from api.compose import open_store

    with open_store(_State.folder) as store:
        store.backup(target)
    typer.echo(f"backup written to {target}")


@app.command()
def restore(source: Annotated[Path, typer.Argument(help="A folder that quotegraph backup wrote.")]) -> None:
    """Bring a backup back into the data folder, which must hold no store yet."""
    from api.compose import restore_backup

    restore_backup(source, _State.folder)
    typer.echo(f"restored to {_State.folder}")


@contextmanager
def _errors() -> Iterator[None]:
    """Turn expected errors into one line on stderr and the right exit status."""
    try:
        yield
    except UsageError as error:
        _complain(error)
        sys.exit(2)
    except QuotegraphError as error:
        _complain(str(error))
        sys.exit(1)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
    except KeyboardInterrupt:
        _complain("interrupted; what was stored stays stored")
        sys.exit(130)


def main() -> None:
    """Entry point of the console script."""
    with _errors():
        app()
