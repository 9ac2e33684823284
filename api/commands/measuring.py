"""Commands that measure: ``eval extraction``, ``eval retrieval``, ``eval stance``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.encoder_options import with_encoder
from api.options import AsJson, State, print_json
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


@eval_app.command()
def stance(
    gold: Annotated[list[Path], typer.Argument(help="Gold files (TSV or JSONL); docs/evaluation.md describes them.")],
    language: Annotated[Language | None, typer.Option("--language", help="Only pairs in this language.")] = None,
    errors: Annotated[int, typer.Option("--errors", min=0, help="How many errors to list, with their cues.")] = 0,
    as_json: AsJson = False,
) -> None:
    """Stance of (statement, target) pairs: precision, recall, F1 and confusion by language, and opposite sides."""
    from corpus.evaluation.stance import evaluate_stance, stance_lines
    from corpus.evaluation.stance_gold import read_stance_gold

    result = evaluate_stance(read_stance_gold(gold, language=language))
    if as_json:
        print_json(result.to_dict(errors=errors))
        return
    for line in stance_lines(result, errors=errors):
        typer.echo(line)


@eval_app.command()
@with_encoder
def retrieval(
    questions: Annotated[list[Path], typer.Argument(help="Question files (JSONL); docs/evaluation.md describes them.")],
    split: Annotated[str | None, typer.Option("--split", help="Only this part of them: dev or test.")] = None,
    without: Annotated[
        list[str] | None,
        typer.Option("--without", help="Leave out a signal: dense, lexical, topic or stance; may be repeated."),
    ] = None,
    ablate: Annotated[bool, typer.Option("--ablate", help="Measure without each signal in turn.")] = False,
    misses: Annotated[int, typer.Option("--misses", min=0, help="How many of the worst questions to list.")] = 0,
    as_json: AsJson = False,
) -> None:
    """Answers to judged questions over the data folder: nDCG@10, recall@10, MRR, the first speaker, "no answer"."""
    from api.compose import open_engine
    from api.progress import embedding_bar
    from search.evaluation import ablation
    from search.evaluation.questions import read_questions
    from search.evaluation.report import ablation_lines, lines

    judged = list(read_questions(questions, split=split))
    unknown = set(without or ()) - set(ablation.SIGNALS)
    if unknown:
        raise typer.BadParameter(f"no signal {min(unknown)!r}: choose of {', '.join(ablation.SIGNALS)}")
    with embedding_bar() as shown, open_engine(State.data, State.encoder, shown) as engine:
        if ablate:
            results = ablation.ablate(engine, judged)
            if as_json:
                print_json({name or "all": result.to_dict()["all"] for name, result in results.items()})
            else:
                typer.echo("\n".join(ablation_lines(results)))
            return
        result = ablation.measured(ablation.without(engine, without or ()), judged)
    if as_json:
        print_json(result.to_dict())
        return
    for line in lines(result, misses=misses):
        typer.echo(line)


@eval_app.command()
def topics(
    gold: Annotated[list[Path], typer.Argument(help="Gold files (JSONL) whose statements have a stance.topic.")],
    language: Annotated[Language | None, typer.Option("--language", help="Only texts in this language.")] = None,
    errors: Annotated[int, typer.Option("--errors", min=0, help="How many errors to list.")] = 0,
    as_json: AsJson = False,
) -> None:
    """Topics of extracted statements: whether the leading one is right, whether the right one is among them."""
    from corpus.evaluation.topics import evaluate_topics, topic_lines

    result = evaluate_topics(gold, language=language)
    if as_json:
        print_json(result.to_dict(errors=errors))
        return
    for line in topic_lines(result, errors=errors):
        typer.echo(line)
