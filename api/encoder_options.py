"""The options that choose an encoder, shared by all commands that need one."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import wraps
from typing import Annotated, Any

import typer

from api.options import State
from search.encoder_settings import EncoderSettings, Precision

_PANEL = "Encoder (remembered with the index)"


def _option(flag: str, text: str, **more: Any) -> Any:
    return typer.Option(flag, help=text, rich_help_panel=_PANEL, show_default=False, **more)


#: Option → type with flag and help; the names are those of ``EncoderSettings``.
_OPTIONS: dict[str, Any] = {
    "name": Annotated[
        str | None,
        _option(
            "--encoder",
            "static or deep (bundled), or a sentence-transformers model: its folder, or its name on the hub.",
        ),
    ],
    "device": Annotated[str | None, _option("--device", "cpu, cuda, cuda:1, mps. Default: the fastest there is.")],
    "batch_size": Annotated[int | None, _option("--batch-size", "Texts given to the model at once.", min=1)],
    "precision": Annotated[Precision | None, _option("--precision", "Numbers that the model calculates with.")],
    "query_prompt": Annotated[
        str | None, _option("--query-prompt", "Put before questions, in place of the model's own prompt.")
    ],
    "passage_prompt": Annotated[
        str | None, _option("--passage-prompt", "Put before statements, in place of the model's own prompt.")
    ],
    "dimensions": Annotated[
        int | None, _option("--dimensions", "Keep the first N numbers of a vector (Matryoshka models).", min=1)
    ],
}


def with_encoder(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options of the encoder; it finds what they say in ``State.encoder``."""

    @wraps(command)
    def wrapped(*words: Any, **options: Any) -> None:
        said = {name: options.pop(f"encoder_{name}") for name in _OPTIONS}
        State.encoder = EncoderSettings(**said).over(State.encoder)
        command(*words, **options)

    own = inspect.signature(command, eval_str=True)
    more = [
        inspect.Parameter(f"encoder_{name}", inspect.Parameter.KEYWORD_ONLY, default=None, annotation=kind)
        for name, kind in _OPTIONS.items()
    ]
    # typer reads both: the signature for the order and the defaults, the annotations for the types.
    wrapped.__signature__ = own.replace(parameters=[*own.parameters.values(), *more])  # type: ignore[attr-defined]
    wrapped.__annotations__ = {one.name: one.annotation for one in [*own.parameters.values(), *more]}
    return wrapped
