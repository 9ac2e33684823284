"""Encoders by name: the bundled ones, which need no torch, and any that sentence-transformers loads."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from corpus.errors import UsageError
from search.deep_encoder import DEEP, DeepEncoder, is_deep
from search.encoder_settings import EncoderChoice, EncoderSettings, Precision, settings_of
from search.model_files import local_name
from search.sentence_transformer_encoder import DEFAULT_BATCH_SIZE, SentenceTransformerEncoder, usable_device
from search.static_encoder import STATIC, StaticEncoder
from search.types import Encoder
from search.vectors import Truncated

__all__ = [
    "BUNDLED",
    "BUNDLED_ENCODERS",
    "DEEP",
    "DEFAULT",
    "STATIC",
    "DeepEncoder",
    "SentenceTransformerEncoder",
    "StaticEncoder",
    "encoder_name",
    "load_encoder",
]

#: Another name of the static encoder.
BUNDLED = "bundled"
#: The encoder where none is named.
DEFAULT = DEEP
#: Name → class of what comes with the package.
BUNDLED_ENCODERS: dict[str, Callable[[], Encoder]] = {STATIC: StaticEncoder, DEEP: DeepEncoder}


def load_encoder(choice: EncoderChoice = None, remembered: EncoderSettings | None = None) -> Encoder:
    """Load an encoder as a user chooses it.

    :param choice: a bundled encoder's name, a folder or a model's name on the hub, with or without options; ``None``
        for the default.
    :param remembered: the options of an earlier run; they hold where the choice says nothing. A remembered device that
        this machine lacks is passed over.
    :raises InputError: if it cannot be loaded.
    :raises UsageError: an option that does not go with the encoder.
    """
    given = settings_of(choice)
    settings = given.over(remembered or EncoderSettings())
    name = encoder_name(settings.name)
    if name in BUNDLED_ENCODERS:
        encoder = _bundled(name, settings)
    elif is_deep(Path(name)):
        _refuse_options(name, settings)
        encoder = DeepEncoder(Path(name))
    else:
        encoder = _other(name, settings, given.device)
    return _cut(encoder, settings.dimensions)


def encoder_name(name: str | None) -> str:
    """The one name of an encoder: bundled ones by their own, folders by their absolute path."""
    if name is None:
        return DEFAULT
    return STATIC if name == BUNDLED else name if name in BUNDLED_ENCODERS else local_name(name)


def _bundled(name: str, settings: EncoderSettings) -> Encoder:
    _refuse_options(name, settings)
    return BUNDLED_ENCODERS[name]()


def _refuse_options(name: str, settings: EncoderSettings) -> None:
    """The encoders that run without torch have no such options."""
    for option in ("query_prompt", "passage_prompt", "batch_size"):
        if getattr(settings, option) is not None:
            raise _unfit(name, option)
    if settings.device not in {None, "cpu"}:
        raise _unfit(name, "device")
    if settings.precision not in {None, Precision.FLOAT32}:
        raise _unfit(name, "precision")


def _unfit(name: str, option: str) -> UsageError:
    flag = "--" + option.replace("_", "-")
    return UsageError(flag, f"has no meaning for the encoder {name}, which quotegraph runs itself", "leave it out")


def _other(name: str, settings: EncoderSettings, device: str | None) -> Encoder:
    return SentenceTransformerEncoder(
        name,
        device or usable_device(settings.device),
        settings.batch_size or DEFAULT_BATCH_SIZE,
        precision=settings.precision or Precision.FLOAT32,
        query_prompt=settings.query_prompt,
        passage_prompt=settings.passage_prompt,
    )


def _cut(encoder: Encoder, dimensions: int | None) -> Encoder:
    if dimensions is None or dimensions == encoder.dimensions:
        return encoder
    if dimensions > encoder.dimensions:
        problem = f"the vectors of {encoder.name} have only {encoder.dimensions}"
        raise UsageError(f"--dimensions {dimensions}", problem, "give fewer, or leave it out")
    return Truncated(encoder, dimensions)
