"""Pages of the documentation site that are made from the program itself, so that they always say what it does."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Adds the reference of commands, addresses and settings."""
    pages = {
        "reference-commands.md": _commands(),
        "reference-http.md": "\n".join(_http()),
        "reference-settings.md": "\n".join(_settings()),
    }
    for name, content in pages.items():
        files.append(File.generated(config, name, content=content))
    return files


def _commands() -> str:
    from typer.cli import get_docs_for_click
    from typer.main import get_command

    from api.cli import app

    command = get_command(app)
    import click

    context = click.Context(command, info_name="quotegraph")
    return get_docs_for_click(obj=command, ctx=context, name="quotegraph", title="The command line")


def _settings() -> Iterator[str]:
    from api.service_settings import ServiceSettings

    yield "# Settings of the service\n"
    yield "Each can stand in the environment, in a file, or be an option of `quotegraph serve`:"
    yield "[Run the service](running.md).\n"
    yield "| setting | in the environment | default | what it is for |"
    yield "|---|---|---|---|"
    for name, field in ServiceSettings.model_fields.items():
        shown = getattr(field.default, "value", field.default)
        default = "" if shown in ((), None) else f"`{shown}`"
        yield f"| `{name}` | `QUOTEGRAPH_{name.upper()}` | {default} | {_cell(field.description or '')} |"


def _http() -> Iterator[str]:
    from api.app import create_app

    with tempfile.TemporaryDirectory() as folder:
        api = create_app(Path(folder)).openapi()
    yield "# The HTTP API\n"
    yield api["info"]["description"]
    yield "A running service describes itself at `/docs`, and to programs at `/openapi.json`.\n"
    by_tag: dict[str, list[tuple[str, str, dict[str, Any]]]] = {}
    for path, operations in api["paths"].items():
        for method, operation in operations.items():
            by_tag.setdefault(operation.get("tags", ["service"])[0], []).append((method, path, operation))
    for tag, found in by_tag.items():
        yield f"\n## {tag.capitalize()}\n"
        for method, path, operation in found:
            yield from _operation(method, path, operation)


def _operation(method: str, path: str, operation: dict[str, Any]) -> Iterator[str]:
    yield f"\n### {operation['summary']}\n"
    yield f"`{method.upper()} {path}`\n"
    yield operation.get("description", "") + "\n"
    if parameters := operation.get("parameters"):
        yield "| parameter | where | what it means |"
        yield "|---|---|---|"
        for one in parameters:
            needed = ", needed" if one.get("required") else ""
            yield f"| `{one['name']}` | {one['in']}{needed} | {_cell(one.get('description', ''))} |"
        yield ""
    codes = ", ".join(f"{code} ({answer['description']})" for code, answer in operation["responses"].items())
    yield f"Answers: {codes}.\n"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
