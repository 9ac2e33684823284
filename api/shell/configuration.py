"""Settings put together from options, environment and file, each with where it came from."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic_settings import EnvSettingsSource

from api.service_settings import ServiceSettings
from api.settings import file_values
from corpus.errors import UsageError
from corpus.store.addresses import without_secrets


@dataclass(frozen=True, slots=True)
class Row:
    """One setting.

    :param value: as JSON has it.
    :param origin: ``option``, ``default``, the variable's name or the file's.
    """

    name: str
    value: Any
    origin: str
    description: str


@dataclass(frozen=True, slots=True)
class Configuration:
    """All settings of the service.

    :param origins: setting → where its value came from.
    """

    settings: ServiceSettings
    origins: Mapping[str, str]

    def rows(self) -> Iterator[Row]:
        """Every setting in the order in which they are documented; passwords as ``***``."""
        values = self.settings.model_dump(mode="json")
        values["database"] = values["database"] and without_secrets(values["database"])
        for name, field in ServiceSettings.model_fields.items():
            yield Row(name, values[name], self.origins[name], field.description or "")

    def toml(self) -> str:
        """A configuration file with these values; what is a default is commented out."""
        lines = ["# Settings of quotegraph; `quotegraph config` says which of them count, and why."]
        for row in self.rows():
            unset = row.origin == "default"
            written = "#" if unset else ""
            value = '""' if row.value is None else json.dumps(row.value, ensure_ascii=False)
            lines += ["", f"# {row.description}", f"{written}{row.name} = {value}"]
        return "\n".join(lines) + "\n"


def configure(file: Path | None = None, options: Mapping[str, Any] | None = None) -> Configuration:
    """The settings of this process.

    :param file: TOML, the names being those of :class:`~api.service_settings.ServiceSettings`.
    :param options: what the command line says; ``None`` values count as not said.
    :raises InputError: the file cannot be read.
    :raises UsageError: a name that there is not, or a value that makes no sense.
    """
    said = {name: value for name, value in (options or {}).items() if value is not None}
    environment = EnvSettingsSource(ServiceSettings)()
    written = file_values(file)
    _check_names(written, file)
    origins = dict.fromkeys(ServiceSettings.model_fields, "default")
    origins |= dict.fromkeys(written, str(file))
    origins |= {name: f"QUOTEGRAPH_{name.upper()}" for name in environment}
    origins |= dict.fromkeys(said, "option")
    try:
        return Configuration(ServiceSettings(**{**written, **environment, **said}), origins)
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0])
        origin = origins.get(name, "")
        raise UsageError(
            name, f"{first['msg'].removeprefix('Value error, ')} (from {origin})", "see `quotegraph config`"
        ) from error


def _check_names(written: Mapping[str, Any], file: Path | None) -> None:
    known = list(ServiceSettings.model_fields)
    for name in written:
        if name not in known:
            near = get_close_matches(name, known, 1, 0.0)
            raise UsageError(str(file), f"there is no setting {name!r}", f"did you mean {near[0]!r}?")


def markdown_table() -> str:
    """All settings as the table of the documentation, defaults as TOML has them."""
    lines = ["| setting | default | what it says |", "|---|---|---|"]
    for row in Configuration(ServiceSettings.model_construct(), dict.fromkeys(ServiceSettings.model_fields, "")).rows():
        shown = "" if row.value is None else f"`{json.dumps(row.value)}`"
        lines.append(f"| `{row.name}` | {shown} | {row.description} |")
    return "\n".join(lines) + "\n"


def _write_table(document: Path) -> None:
    """Writes the table anew into a document that has one."""
    text, fresh = document.read_text(encoding="utf-8"), markdown_table()
    head = fresh.splitlines()[0]
    before, _, rest = text.partition(head)
    after = rest.partition("\n\n")[2]
    document.write_text(f"{before}{fresh}\n{after}", encoding="utf-8")


if __name__ == "__main__":
    import sys

    _write_table(Path(sys.argv[1]))
