"""Commands that measure: ``eval extraction``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.options import AsJson, print_json
from corpus.types import Language

eval_app = typer.Typer(
    name="eval", help="Measure quality against texts that a reader has marked.", no_args_is_help=True
)


@eval_app.callback()
def _eval() -> None:
    """Measure quality against texts that a reader has marked."""


@eval_app.command()
def extraction(
    gold: Annotated[list[Path], typer.Argument(help="Gold files (JSONL); docs/evaluation.md describes them.")],
    language: Annotated[Language | None, typer.Option("--language", help="Only texts in this language.")] = None,
    errors: Annotated[int, typer.Option("--errors", min=0, help="How many errors to list.")] = 0,
    articles: Annotated[
        Path | None,
        typer.Option("--articles", help="Folder of the articles that a gold file names without their text."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Precision, recall and F1 of the statements; cue, source, speaker, role, firm; calibration; errors to read."""
    from corpus.evaluation.evaluate import evaluate
    from corpus.evaluation.gold import read_gold
    from corpus.evaluation.report import lines

    result = evaluate(read_gold(gold, language=language, articles=articles))
    if as_json:
        print_json(result.to_dict(errors=errors))
        return
    for line in lines(result, errors=errors):
        typer.echo(line)
