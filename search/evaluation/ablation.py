"""What each signal of the ranking is worth: the same questions without one of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields, replace

from search.engine import Engine
from search.evaluation.evaluate import Evaluation, evaluate
from search.evaluation.questions import Judged
from search.retrieval import Signals

SIGNALS = tuple(field.name for field in fields(Signals))


def without(engine: Engine, names: Iterable[str]) -> Engine:
    """The same engine, looking at all signals but some.

    :param names: of ``SIGNALS``.
    :raises TypeError: there is no such signal.
    """
    signals = replace(Signals(), **dict.fromkeys(names, False))
    return Engine(engine.store, engine.index, engine.lexical, engine.encoder, engine.scheme, signals)


def ablate(engine: Engine, questions: Sequence[Judged]) -> dict[str, Evaluation]:
    """The evaluation with all signals, under ``""``, and without each of them, under its name."""
    left_out = [(), *((name,) for name in SIGNALS)]
    return {"".join(names): measured(without(engine, names), questions) for names in left_out}


def measured(engine: Engine, questions: Sequence[Judged]) -> Evaluation:
    """The evaluation of one engine."""
    return evaluate(questions, lambda question, today: engine.ask(question, today=today))
