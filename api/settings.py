"""Where the data lives, and what the environment may say about it."""

from __future__ import annotations

import os
from pathlib import Path

from search.encoder_settings import EncoderSettings

DATA_VARIABLE = "QUOTEGRAPH_DATA"
ENCODER_VARIABLE = "QUOTEGRAPH_ENCODER"
DEFAULT_FOLDER = "quotegraph-data"


def data_folder(given: Path | None) -> Path:
    """The data folder: the one given, else ``$QUOTEGRAPH_DATA``, else ``./quotegraph-data``."""
    return given if given is not None else Path(os.environ.get(DATA_VARIABLE) or DEFAULT_FOLDER)


def encoder_settings(given: str | None) -> EncoderSettings:
    """The encoder: the one given, else ``$QUOTEGRAPH_ENCODER``, else nothing said: the index knows, or the default."""
    return EncoderSettings(name=given or os.environ.get(ENCODER_VARIABLE) or None)
