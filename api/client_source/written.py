"""The generated modules as text, formatted."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import api.client
from api.client_source.groups import groups_module
from api.client_source.methods import methods_module
from api.client_source.models import models_module
from api.client_source.operations import operations_of

FOLDER = Path(api.client.__file__).parent


def description() -> dict[str, Any]:
    """The OpenAPI description of the service, which needs no data for it."""
    from api.app import create_app

    with TemporaryDirectory() as folder:
        return create_app(Path(folder)).openapi()


def written(openapi: Mapping[str, Any] | None = None) -> dict[str, str]:
    """The generated modules by file name.

    :param openapi: of this service when left out.
    """
    found = openapi or description()
    operations = operations_of(found)
    modules = {
        "models.py": models_module(found),
        "operations.py": methods_module(operations, asynchronous=False),
        "groups.py": groups_module(operations),
        "async_operations.py": methods_module(operations, asynchronous=True),
    }
    return {name: _formatted(text, name) for name, text in modules.items()}


def _formatted(text: str, name: str) -> str:
    path = str(FOLDER / name)
    for arguments in (["check", "--fix", "--quiet", "--exit-zero", "--select", "I,F401"], ["format", "--quiet"]):
        done = subprocess.run(
            [sys.executable, "-m", "ruff", *arguments, "--stdin-filename", path, "-"],
            input=text,
            capture_output=True,
            text=True,
            check=True,
            cwd=FOLDER.parents[1],
        )
        text = done.stdout
    return text
