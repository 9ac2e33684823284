"""GraphML written statement by statement, in the same memory for a thousand and for a million of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache, partial
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, TextIO
from xml.sax.saxutils import escape, quoteattr

from corpus.topics import TopicScheme
from graph.export import FORBIDDEN, JOINER, atomically, plain_attributes, valid_text
from graph.parts import edge_key
from graph.schema import EDGE_ATTRIBUTES, NODE_ATTRIBUTES, EdgeKind, Value
from graph.walk import Walked, walk_store

if TYPE_CHECKING:
    from corpus.store import StoredStatement

_TYPES = {Value.NUMBER: "double"}
_KEYS = {"node": NODE_ATTRIBUTES, "edge": EDGE_ATTRIBUTES}
_AT_ONCE = 4_000  # elements
_KEPT = 5_000  # texts of each attribute that need not be made again
_HEAD = """<?xml version="1.0" encoding="utf-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
"""


def export_streaming(
    store: Walked, scheme: TopicScheme, path: Path, *, since: date | None = None, until: date | None = None
) -> tuple[int, int]:
    """Writes the graph of a store to a GraphML file, as a whole or not at all.

    :param since: only what was published on this day or later …
    :param until: … and not after this one. What has no date is left out then.
    :returns: how many nodes and edges.
    :raises InputError: the file cannot be written.
    """
    counts = (0, 0)

    def write(file: BinaryIO) -> None:
        nonlocal counts
        counts = write_graphml(store, scheme, file, since=since, until=until)

    atomically(path, write)
    return counts


def write_graphml(
    store: Walked, scheme: TopicScheme, file: BinaryIO, *, since: date | None = None, until: date | None = None
) -> tuple[int, int]:
    """Writes the graph of a store as UTF-8; otherwise as :func:`stream_graphml`."""
    text = TextIOWrapper(file, encoding="utf-8", newline="\n", write_through=False)
    counts = stream_graphml(store, scheme, text, since=since, until=until)
    text.flush()
    text.detach()
    return counts


def stream_graphml(
    store: Walked, scheme: TopicScheme, file: TextIO, *, since: date | None = None, until: date | None = None
) -> tuple[int, int]:
    """Writes the graph of a store, as :func:`graph.walk.walk_store` goes through it.

    :param since: only what was published on this day or later …
    :param until: … and not after this one. What has no date is left out then.
    :returns: how many nodes and edges.
    """
    file.write(_HEAD)
    for of, names in _KEYS.items():
        for name, value in names.items():
            kind = _TYPES.get(value, "string")
            file.write(f'<key id="{of[0]}_{name}" for="{of}" attr.name="{name}" attr.type="{kind}"/>\n')
    file.write('<graph edgedefault="directed">\n')
    elements = _Elements(file)
    counts = walk_store(store, scheme, elements, since=since, until=until)
    elements.flush()
    file.write("</graph>\n</graphml>\n")
    return counts


class _Elements:
    """Elements of GraphML, handed on to the file many at a time."""

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self._waiting: list[str] = []

    def flush(self) -> None:
        self._file.write("".join(self._waiting))
        self._waiting.clear()

    def statement(self, stored: StoredStatement) -> None:
        pass  # its node says all

    def node(self, name: str, attributes: Mapping[str, Any]) -> None:
        self._waiting.append(f"<node id={_id(name)}>{_data('node', attributes)}</node>\n")

    def edge(self, source: str, target: str, kind: EdgeKind, attributes: Mapping[str, Any]) -> None:
        name = _id(edge_key(kind, attributes))
        data = _kind(kind) + _data("edge", attributes)
        self._waiting.append(f"<edge source={_id(source)} target={_id(target)} id={name}>{data}</edge>\n")
        if len(self._waiting) >= _AT_ONCE:
            self.flush()


@lru_cache(maxsize=_KEPT)
def _id(name: str) -> str:
    return f'"{name}"' if _SPECIAL.search(name) is None else quoteattr(valid_text(name))


@lru_cache
def _kind(kind: EdgeKind) -> str:
    return _data("edge", {"kind": kind.value, "label": kind.value})


def _data(of: str, attributes: Mapping[str, Any]) -> str:
    written = _WRITTEN[of]
    return "".join(
        [
            written[name](value if type(value) is not list else tuple(value))
            for name, value in attributes.items()
            if value is not None
        ]
    )


def _datum(of: str, name: str, value: Any) -> str:
    """As :func:`graph.export.plain_attributes` makes it; the usual types are told apart at once."""
    kind = type(value)
    text = value if kind is str else JOINER.join(value) if kind is tuple else None
    if text is None:
        text = str(plain_attributes({name: value})[name])
    elif _SPECIAL.search(text) is not None:
        text = escape(valid_text(text))
    return f'<data key="{of[0]}_{name}">{text}</data>'


# Most values come many times: days, colours, scores, a statement's id.
_WRITTEN = {
    of: {name: lru_cache(maxsize=_KEPT)(partial(_datum, of, name)) for name in names} for of, names in _KEYS.items()
}

# What must be escaped in the value of an XML attribute, or must not be in XML at all.
_SPECIAL = re.compile("[&<>\"'\t\n]|" + FORBIDDEN.pattern)
