"""The models of the client: a data class for each shape of the OpenAPI description."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping
from typing import Any

from api.client_source.types import one_line, python_name, type_of

_HEAD = '''"""What the service answers with. Written by ``python -m api.client_source``: do not edit.

Fields that a newer service adds are kept in ``extra``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date as Date  # noqa: N812 - fields are called ``date``
from datetime import datetime as DateTime  # noqa: N812
from typing import Any, Literal
'''
_WIDTH = 112


def models_module(openapi: Mapping[str, Any]) -> str:
    """The module as text, not yet formatted."""
    schemas: Mapping[str, Any] = openapi["components"]["schemas"]
    simple = {name: schema for name, schema in schemas.items() if not _is_model(schema)}
    lines = [_HEAD]
    for name, schema in sorted(simple.items()):
        lines += [f"{name} = {type_of(schema)}", _documented(schema.get("description", ""), "")]
    for name, schema in sorted(schemas.items()):
        if name not in simple and not name.startswith("Body_"):
            lines += ["", "", *_model(name, schema)]
    return "\n".join(lines)


def _is_model(schema: Mapping[str, Any]) -> bool:
    return schema.get("type") == "object" and "properties" in schema


def _model(name: str, schema: Mapping[str, Any]) -> Iterator[str]:
    yield "@dataclass(frozen=True, slots=True, kw_only=True)"
    yield f"class {name}:"
    yield _documented(schema.get("description") or f"{name}.", "    ")
    yield ""
    required = schema.get("required", ())
    for wire, of in schema["properties"].items():
        yield f"    {_field(wire, of, wire in required)}"
        if of.get("description"):
            yield _documented(of["description"], "    ")
    yield "    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)"


def _field(wire: str, schema: Mapping[str, Any], required: bool) -> str:
    name, kind = python_name(wire), type_of(schema)
    settings = [f'metadata={{"name": {wire!r}}}'] if name != wire else []
    if not required:
        default = schema.get("default")
        if isinstance(default, list | dict):
            settings.insert(0, f"default_factory={'list' if isinstance(default, list) else 'dict'}")
        else:
            settings.insert(0, f"default={default!r}")
            kind = kind if default is not None or "None" in kind.split(" | ") else f"{kind} | None"
    if not settings:
        return f"{name}: {kind}"
    if settings == [f"default={schema.get('default')!r}"]:
        return f"{name}: {kind} = {schema.get('default')!r}"
    return f"{name}: {kind} = field({', '.join(settings)})"


def _documented(text: str, indent: str) -> str:
    if not text:
        return ""
    lines = textwrap.wrap(one_line(text), _WIDTH - len(indent)) or [""]
    if len(lines) == 1:
        return f'{indent}"""{lines[0]}"""'
    return "\n".join([f'{indent}"""{lines[0]}', *(f"{indent}{line}" for line in lines[1:]), f'{indent}"""'])
