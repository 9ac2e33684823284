"""Commands that read articles: ``ingest`` and ``extract``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from api.commands.choosing import counted
from api.encoder_options import with_encoder
from api.options import (
    Paths,
    State,
    complain,
)
from api.settings import data_folder
from corpus.addresses import Place
from corpus.errors import InputError, UsageError
from corpus.types import Language

StanceModelName = Annotated[
    str | None,
    typer.Option(
        "--stance-model",
        help="Judges stance: a cross-encoder or NLI model of sentence-transformers, by folder or name on the hub, or "
        "bundled. Remembered with the store.",
        show_default=False,
    ),
]


@with_encoder
def ingest(
    paths: Paths,
    data: Annotated[Path | None, typer.Option("--data", help="Data folder, as before the command.")] = None,
    language: Annotated[
        Language | None, typer.Option("--language", help="The articles' language, when it is known.")
    ] = None,
    jobs: Annotated[
        int | None,
        typer.Option(
            "--jobs", min=1, help="Processes that read. Default: one for each processor, a single one for few articles."
        ),
    ] = None,
    stance_model: StanceModelName = None,
    cluster: Annotated[
        str | None,
        typer.Option(
            "--ray",
            help="Read on the nodes of a Ray cluster: auto, local or HOST:PORT. All of them must see "
            "the files under the same paths.",
            show_default=False,
            metavar="ADDRESS",
        ),
    ] = None,
) -> None:
    """Read articles, extract their statements and add them to the store. The same article twice changes nothing."""
    from api.progress import ingest_with_progress

    if cluster is not None and jobs is not None:
        raise UsageError("--jobs", "does not go together with --ray", "the cluster's processors are used")
    place = Place(data_folder(data), State.data.database) if data is not None else State.data
    report = ingest_with_progress(
        paths,
        place,
        language=language,
        encoder=State.encoder,
        jobs=jobs,
        stance_model=stance_model,
        cluster=cluster,
        complain=complain,
    )
    typer.echo(report.line)
    if report.failed:
        raise typer.Exit(1)


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

    from api.compose import folder_scheme
    from api.serialise import statement_json
    from corpus.extract import extract as statements_of
    from corpus.read import expand, read

    failed, scheme = False, folder_scheme(State.data)
    for path in expand(paths):
        for article in [path] if isinstance(path, InputError) else read(path, language=language):
            if isinstance(article, InputError):
                complain(article)
                failed = True
            elif show_text:
                sys.stdout.write(article.text if article.text.endswith("\n") else f"{article.text}\n")
            else:
                for statement in statements_of(article, scheme):
                    sys.stdout.write(json.dumps(statement_json(article, statement, scheme), ensure_ascii=False) + "\n")
    if failed:
        raise typer.Exit(1)


@with_encoder
def retag(stance_model: StanceModelName = None) -> None:
    """Find topics and stances of all stored statements anew, without extracting them again; corrections stand.

    Needed after another judge is chosen, or another version of quotegraph.
    """
    from api.compose import open_store
    from api.retagging import choose_judge

    if stance_model is not None:
        with open_store(State.data) as store:
            choose_judge(store, stance_model)
    tag_anew()


def tag_anew() -> None:
    """Tags all statements, brings the indexes up to date, and says what changed."""
    from api.compose import open_engine
    from api.progress import embedding_bar
    from api.retagging import retag_with_progress

    changed, failed = retag_with_progress(State.data, complain)
    with embedding_bar() as shown, open_engine(State.data, State.encoder, shown):
        pass  # takes over what changed
    typer.echo(f"{counted(changed, 'article')} changed" + (f", {failed} failed" if failed else ""))
    if failed:
        raise typer.Exit(1)
