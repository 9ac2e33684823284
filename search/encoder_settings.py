"""What a user says about the encoder: which one, and how it is to run. Light: imports no model and no numpy."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import Any, Self

from corpus.errors import UsageError

Option = str | int


class Precision(StrEnum):
    """The numbers that a model calculates with. What it gives is kept as float32 in any case."""

    FLOAT32 = "float32"
    FLOAT16 = "float16"
    BFLOAT16 = "bfloat16"


@dataclass(frozen=True, slots=True)
class EncoderSettings:
    """An encoder with its options; ``None`` wherever nothing was said.

    Device, batch size, precision and the prompt of questions may change from one command to the next; the name, the
    prompt of passages and the dimensions decide the vectors in the index.

    :param name: a bundled encoder's name, a folder, or a model's name on the Hugging Face hub.
    :param device: ``cpu``, ``cuda``, ``cuda:1``, ``mps`` …
    :param batch_size: texts given to the model at once, at least 1.
    :param query_prompt: put before each question in place of the model's own prompt; empty for none.
    :param passage_prompt: likewise before each statement.
    :param dimensions: keep only so many of the first numbers of a vector (Matryoshka models), at least 1.
    :raises UsageError: a number below 1, or a precision that there is not.
    """

    name: str | None = None
    device: str | None = None
    batch_size: int | None = None
    precision: Precision | None = None
    query_prompt: str | None = None
    passage_prompt: str | None = None
    dimensions: int | None = None

    def __post_init__(self) -> None:
        for option in ("batch_size", "dimensions"):
            number = getattr(self, option)
            if number is not None and (not isinstance(number, int) or number < 1):
                raise UsageError(_flag(option), f"{number!r} is no number from 1 up")
        if self.precision is not None and self.precision not in set(Precision):
            raise UsageError("--precision", f"{self.precision!r} is none", f"give one of {', '.join(Precision)}")

    def over(self, remembered: EncoderSettings) -> EncoderSettings:
        """These settings, and where they say nothing, the remembered ones."""
        said = {field.name: getattr(self, field.name) for field in fields(self)}
        return replace(remembered, **{name: value for name, value in said.items() if value is not None})

    def options(self) -> dict[str, Option]:
        """What was said besides the name, to be written as JSON."""
        said = {field.name: getattr(self, field.name) for field in fields(self) if field.name != "name"}
        return {
            name: str(value) if isinstance(value, StrEnum) else value
            for name, value in said.items()
            if value is not None
        }

    @classmethod
    def remembered(cls, name: str, options: Mapping[str, Any]) -> Self:
        """What ``options`` gave, read again.

        :raises TypeError: an option that there is not.
        :raises UsageError: a value that makes no sense.
        """
        precision = options.get("precision")
        if precision is not None and precision not in set(Precision):
            raise UsageError("--precision", f"{precision!r} is none")
        return cls(name, **{**options, "precision": Precision(precision) if precision else None})

    def arguments(self) -> str:
        """The settings as one would write them on the command line, quoted where needed."""
        words = ["--encoder", shlex.quote(self.name)] if self.name else []
        for option, value in self.options().items():
            words += [_flag(option), shlex.quote(str(value))]
        return " ".join(words)


#: Wherever an encoder is chosen: settings, a bare name or folder, or nothing.
EncoderChoice = EncoderSettings | str | None


def settings_of(choice: EncoderChoice) -> EncoderSettings:
    """The settings that a choice means."""
    return choice if isinstance(choice, EncoderSettings) else EncoderSettings(name=choice)


def _flag(option: str) -> str:
    return "--" + option.replace("_", "-")
