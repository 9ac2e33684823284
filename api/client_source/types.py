"""Python types for the schemas of an OpenAPI description."""

from __future__ import annotations

import keyword
import re
from collections.abc import Mapping
from typing import Any

_PLAIN = {"string": "str", "integer": "int", "number": "float", "boolean": "bool", "null": "None"}
_DAY = re.compile(r"\^\[0-9\]\{4\}\(-")


def type_of(schema: Mapping[str, Any], prefix: str = "", *, given: bool = False) -> str:
    """The Python type of a schema's values.

    :param prefix: before the names of models: of the module that has them.
    :param given: whether it is of an argument, which may be more than the wire has: a date where it takes text.
    """
    if "$ref" in schema:
        return prefix + str(schema["$ref"]).rpartition("/")[2]
    if "const" in schema:
        return f"Literal[{schema['const']!r}]"
    if "enum" in schema:
        return f"Literal[{', '.join(map(repr, schema['enum']))}]"
    several = schema.get("anyOf") or schema.get("oneOf") or schema.get("allOf")
    if several:
        parts = [type_of(one, prefix, given=given) for one in several]
        names = dict.fromkeys(part for whole in parts for part in whole.split(" | "))
        return " | ".join(sorted(names, key="None".__eq__))
    kind = schema.get("type")
    if kind == "array":
        of = type_of(schema.get("items", {}), prefix, given=given)
        return f"Sequence[{of}]" if given else f"list[{of}]"
    if kind == "object":
        values = schema.get("additionalProperties", True)
        of = type_of(values, prefix, given=given) if isinstance(values, Mapping) else "Any"
        return f"Mapping[str, {of}]" if given else f"dict[str, {of}]"
    if kind == "string":
        return _text(schema, given)
    return _PLAIN.get(str(kind), "Any")


def _text(schema: Mapping[str, Any], given: bool) -> str:
    if schema.get("format") == "date":
        return "Date | str" if given else "Date"
    if schema.get("format") == "date-time":
        return "DateTime | str" if given else "DateTime"
    return "Date | str" if given and _DAY.match(schema.get("pattern", "")) else "str"


def python_name(name: str) -> str:
    """A name of the wire as one of Python."""
    plain = re.sub(r"\W", "_", name)
    return f"{plain}_" if keyword.iskeyword(plain) else plain


def one_line(text: str) -> str:
    """Words as they can stand in a docstring."""
    return " ".join(text.replace("\\", "\\\\").replace('"""', "'''").split())
