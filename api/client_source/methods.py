"""The methods of the client: one for each operation, and one more for each list that comes in pages."""

from __future__ import annotations

import re
import textwrap
from collections import defaultdict
from collections.abc import Iterable, Iterator

from api.client_source.operations import Argument, Operation
from api.client_source.types import one_line, python_name

_HEAD = '''"""The operations of the service as {what}. Written by ``python -m api.client_source``: do not edit.

Every method raises what ``api.client.errors`` lists.
"""

from __future__ import annotations

import builtins
from collections.abc import {iterator}, Mapping, Sequence
from datetime import date as Date  # noqa: N812 - named as in the models
from datetime import datetime as DateTime  # noqa: N812
from pathlib import Path
from typing import Any, Literal

from api.client import models
from api.client.call import Call
from api.client.{module} import {connection}
from api.client.values import UNSET, Unset, part_of
'''
_WIDTH = 108
_ALWAYS = ("path",)
_TEXT = "q"  # needs no name, whether it must be given or not


def methods_module(operations: Iterable[Operation], *, asynchronous: bool) -> str:
    """The module as text, not yet formatted."""
    groups: defaultdict[str, list[Operation]] = defaultdict(list)
    for one in operations:
        groups[one.group].append(one)
    connection = "AsyncConnection" if asynchronous else "Connection"
    what = "methods to wait for" if asynchronous else "methods"
    iterator, module = ("AsyncIterator", "async_connection") if asynchronous else ("Iterator", "connection")
    lines = [_HEAD.format(what=what, iterator=iterator, module=module, connection=connection)]
    for group, members in sorted(groups.items()):
        lines += ["", "", f"class {class_name(group, asynchronous=asynchronous)}:"]
        lines += [f'    """{_told(group)}"""', ""]
        lines += [f"    def __init__(self, connection: {connection}) -> None:", "        self._connection = connection"]
        for one in members:
            lines += ["", *_Method(one, asynchronous).lines()]
    return "\n".join(lines)


def class_name(group: str, *, asynchronous: bool) -> str:
    """The class that has the methods of a group."""
    return ("Async" if asynchronous else "") + (group.title().replace("_", "") or "Root")


def _told(group: str) -> str:
    return f"What the service does with {group.replace('_', ' ')}." if group else "Questions, totals and the service."


class _Method:
    """The text of the methods of one operation."""

    def __init__(self, operation: Operation, asynchronous: bool) -> None:
        self._of = operation
        self._def, self._await = ("async def", "await ") if asynchronous else ("def", "")
        self._iterator = "AsyncIterator" if asynchronous else "Iterator"

    def lines(self) -> Iterator[str]:
        of = self._of
        if of.answer == "model":
            yield from self._method(
                of.name, of.model, f"{self._await}self._connection.model({self._call()}, {of.model})"
            )
        elif of.answer == "text":
            yield from self._method(of.name, "str", f"{self._await}self._connection.text({self._call()})")
        else:
            yield from self._method(of.name, "bytes", f"{self._await}self._connection.content({self._call()})")
            yield ""
            yield from self._method(
                f"save_{of.name}", "int", f"{self._await}self._connection.saved({self._call()}, file)", "file: Path"
            )
        if of.pages:
            yield ""
            yield from self._each()

    def _method(self, name: str, gives: str, made: str, first: str = "") -> Iterator[str]:
        yield f"    {self._def} {name}({self._signature(first)}) -> {gives}:"
        yield from self._documented(first)
        yield f"        return {made}"

    def _each(self) -> Iterator[str]:
        """Goes through all pages."""
        of = self._of
        assert of.listed is not None  # noqa: S101 - what has pages lists something
        field, entry = of.listed
        arguments = [one for one in of.arguments if one.wire not in ("cursor", "offset")]
        name = "each" if of.name == "list" else f"each_{of.name}"
        given = ", ".join(
            one.name if one.place in _ALWAYS else f"{one.name}={one.name}" for one in self._ordered(arguments)
        )
        yield f"    {self._def} {name}({self._signature('', arguments)}) -> {self._iterator}[{entry}]:"
        yield f'        """{one_line(of.summary)}: all pages, entry by entry; ``limit`` is the size of a page."""'
        at = of.pages
        first = "0" if at == "offset" else "None"
        kind = "int | None" if at == "offset" else "str | None"
        yield f"        follows: {kind} = {first}"
        yield "        while True:"
        yield f"            page = {self._await}self.{of.name}({given}{', ' if given else ''}{at}=follows)"
        if self._await:
            yield f"            for entry in page.{python_name(field)}:"
            yield "                yield entry"
        else:
            yield f"            yield from page.{python_name(field)}"
        yield f"            follows = page.next_{at}"
        yield "            if follows is None:"
        yield "                return"

    def _signature(self, first: str, arguments: Iterable[Argument] | None = None) -> str:
        ordered = self._ordered(self._of.arguments if arguments is None else arguments)
        required = [f"{one.name}: {_kind(one)}" for one in ordered if one.required]
        text = [self._optional(one) for one in ordered if not one.required and one.name == _TEXT]
        optional = [self._optional(one) for one in ordered if not one.required and one.name != _TEXT]
        named = ["*", *optional] if optional else []
        return ", ".join(["self", *filter(None, [first]), *required, *text, *named])

    @staticmethod
    def _optional(one: Argument) -> str:
        if one.place == "body":
            parts = [*_kind(one).split(" | "), "Unset"]
            return f"{one.name}: {' | '.join(sorted(parts, key='None'.__eq__))} = UNSET"
        kind = _kind(one)
        return f"{one.name}: {kind if 'None' in kind.split(' | ') else f'{kind} | None'} = None"

    @staticmethod
    def _ordered(arguments: Iterable[Argument]) -> list[Argument]:
        order = ("path", "whole", "body", "query", "header")
        return sorted(arguments, key=lambda one: (not one.required, order.index(one.place)))

    def _call(self) -> str:
        of = self._of
        by_place: defaultdict[str, list[Argument]] = defaultdict(list)
        for one in of.arguments:
            by_place[one.place].append(one)
        names = {one.wire: one.name for one in by_place["path"]}
        path = re.sub(r"\{(\w+)\}", lambda match: f"{{part_of({names[match[1]]})}}", of.path)
        parts = [repr(of.method), f'f"{path}"' if names else repr(path)]
        parts += [f"{name}={_mapping(by_place[place])}" for name, place in _PARTS if by_place[place]]
        if by_place["whole"]:
            parts.append("body=content")
        return f"Call({', '.join(parts)})"

    def _documented(self, first: str) -> Iterator[str]:
        of = self._of
        indent = " " * 8
        lead = f"{one_line(of.summary)}." + (" Written to a file as it comes." if first else "")
        yield f'{indent}"""{lead}'
        if of.description:
            yield ""
            for part in of.description.split("\n\n"):
                yield from (f"{indent}{line}" for line in textwrap.wrap(one_line(part), _WIDTH))
        if first or of.arguments:
            yield ""
        if first:
            yield f"{indent}:param file: what to write; there before, it is replaced."
        for one in self._ordered(of.arguments):
            if one.description:
                text = f":param {one.name}: {one_line(one.description)}"
                yield from textwrap.wrap(text, _WIDTH, initial_indent=indent, subsequent_indent=indent + "    ")
        if first:
            yield f"{indent}:returns: bytes written."
        yield f'{indent}"""'


_PARTS = (("query", "query"), ("body", "body"), ("headers", "header"))


def _kind(one: Argument) -> str:
    # Groups have a method called ``list``, which would hide the type.
    return re.sub(r"\blist\[", "builtins.list[", one.kind)


def _mapping(arguments: Iterable[Argument]) -> str:
    return "{" + ", ".join(f"{one.wire!r}: {one.name}" for one in arguments) + "}"
