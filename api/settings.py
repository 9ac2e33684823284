"""Where the data lives, and what environment and file may say about it. Light: every command reads this."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import Any

from corpus.errors import InputError, UsageError
from corpus.store.addresses import Place, checked_database
from search.encoder_settings import EncoderSettings

DATA_VARIABLE = "QUOTEGRAPH_DATA"
ENCODER_VARIABLE = "QUOTEGRAPH_ENCODER"
CONFIG_VARIABLE = "QUOTEGRAPH_CONFIG"
DATABASE_VARIABLE = "QUOTEGRAPH_DATABASE"
DEFAULT_FOLDER = "quotegraph-data"
DEFAULT_FILE = "quotegraph.toml"


def configuration_file(given: Path | None) -> Path | None:
    """The configuration file: the one given, else ``$QUOTEGRAPH_CONFIG``, else ``./quotegraph.toml`` if there is one.

    :raises UsageError: one is named that is not there.
    """
    named = given or (Path(os.environ[CONFIG_VARIABLE]) if os.environ.get(CONFIG_VARIABLE) else None)
    if named is None:
        return Path(DEFAULT_FILE) if Path(DEFAULT_FILE).is_file() else None
    if not named.is_file():
        raise UsageError(str(named), "there is no such configuration file", "`quotegraph config --toml` prints one")
    return named


def file_values(file: Path | None) -> dict[str, Any]:
    """What a configuration file says, unchecked; relative data folders count from the file's own folder.

    :raises InputError: it cannot be read, or is no TOML.
    """
    if file is None:
        return {}
    try:
        found = tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(str(file), f"cannot be read: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(str(file), f"is not TOML: {error}", "`quotegraph config --toml` prints an example") from error
    if isinstance(found.get("data"), str):
        found["data"] = str(file.parent / found["data"])
    return found


def data_folder(given: Path | None, file: Path | None = None) -> Path:
    """The data folder: the one given, else ``$QUOTEGRAPH_DATA``, else the file's, else ``./quotegraph-data``.

    :param file: the configuration file, where there is one.
    :raises InputError: the file cannot be read.
    """
    if given is not None:
        return given
    said = os.environ.get(DATA_VARIABLE) or file_values(file).get("data") or DEFAULT_FOLDER
    if not isinstance(said, str):
        raise UsageError("data", "is not text in the configuration file", 'write data = "folder"')
    return Path(said)


def data_place(folder: Path | None, database: str | None, file: Path | None = None) -> Place:
    """The data folder, and the database: the one given, else ``$QUOTEGRAPH_DATABASE``, else the file's, else none.

    :param file: the configuration file, where there is one.
    :raises InputError: the file cannot be read.
    :raises UsageError: it is no address of a database.
    """
    said = database or os.environ.get(DATABASE_VARIABLE) or file_values(file).get("database") or None
    if said is not None and not isinstance(said, str):
        raise UsageError("database", "is not text in the configuration file", 'write database = "postgresql://…"')
    return Place(data_folder(folder, file), None if said is None else checked_database(said))


def encoder_settings(given: str | None, file: Path | None = None) -> EncoderSettings:
    """The encoder: the one given, else ``$QUOTEGRAPH_ENCODER``, else the file's, else nothing said.

    :param file: the configuration file, where there is one.
    :raises InputError: the file cannot be read.
    """
    said = given or os.environ.get(ENCODER_VARIABLE) or file_values(file).get("encoder") or None
    if said is not None and not isinstance(said, str):
        raise UsageError("encoder", "is not text in the configuration file", 'write encoder = "deep"')
    return EncoderSettings(name=said)
