"""GraphML written statement by statement, in the same memory for a thousand and for a million of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from datetime import date
from functools import lru_cache, partial
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Protocol, TextIO
from xml.sax.saxutils import escape, quoteattr

from corpus.errors import InputError
from corpus.topics import TopicScheme
from graph.export import FORBIDDEN, JOINER, atomically, plain_attributes, valid_text
from graph.parts import edge_key, edges_of, holds, nodes_of, topic_nodes, works_at
from graph.schema import EDGE_ATTRIBUTES, NODE_ATTRIBUTES, EdgeKind, NodeKind, Value, node_id

if TYPE_CHECKING:
    from corpus.store import StoredStatement
    from corpus.store.summing import Holding, Work

_TYPES = {Value.NUMBER: "double"}
_KEYS = {"node": NODE_ATTRIBUTES, "edge": EDGE_ATTRIBUTES}
_AT_ONCE = 4_000  # elements
_KEPT = 5_000  # texts that need not be made again
_HEAD = """<?xml version="1.0" encoding="utf-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
"""


class Streamed(Protocol):
    """What this needs of a store."""

    def snapshot(self) -> AbstractContextManager[None]:
        """All reading inside sees one moment."""

    def statements(self, *, since: date | None = None, until: date | None = None) -> Iterable[StoredStatement]:
        """All listed statements of a time."""

    def holdings(self, *, since: date | None = None, until: date | None = None) -> Iterable[Holding]:
        """What each speaker holds of each topic."""

    def works(self, *, since: date | None = None, until: date | None = None) -> Iterable[Work]:
        """Who had which role at which firm."""


def export_streaming(
    store: Streamed, scheme: TopicScheme, path: Path, *, since: date | None = None, until: date | None = None
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
        text = TextIOWrapper(file, encoding="utf-8", newline="\n", write_through=False)
        counts = stream_graphml(store, scheme, text, since=since, until=until)
        text.flush()
        text.detach()

    try:
        atomically(path, write)
    except OSError as error:
        raise InputError(str(path), f"cannot be written: {error.strerror or error}", "choose another folder") from error
    return counts


def stream_graphml(
    store: Streamed, scheme: TopicScheme, file: TextIO, *, since: date | None = None, until: date | None = None
) -> tuple[int, int]:
    """Writes the graph of a store as it was at one moment.

    As :func:`graph.build.build` makes it, but what sums up statements (``HOLDS``, ``AFFILIATED_WITH``) has ``weight``
    in place of their ids.

    :param since: only what was published on this day or later …
    :param until: … and not after this one. What has no date is left out then.
    :returns: how many nodes and edges.
    """
    writer = _Writer(file)
    writer.waiting.append(_HEAD)
    for of, names in _KEYS.items():
        for name, value in names.items():
            kind = _TYPES.get(value, "string")
            writer.waiting.append(f'<key id="{of[0]}_{name}" for="{of}" attr.name="{name}" attr.type="{kind}"/>\n')
    writer.waiting.append('<graph edgedefault="directed">\n')
    with store.snapshot():
        for stored in store.statements(since=since, until=until):
            for node in nodes_of(stored, writer.seen):
                writer.node(*node)
            for edge in edges_of(stored):
                if edge[2] is EdgeKind.ABOUT:
                    writer.topic(edge[1], scheme)
                writer.edge(*edge)
            writer.settle()
        for sums in (
            map(holds, store.holdings(since=since, until=until)),
            map(works_at, store.works(since=since, until=until)),
        ):
            for edge in sums:
                writer.edge(*edge)
                writer.settle()
    writer.waiting.append("</graph>\n</graphml>\n")
    writer.flush()
    return len(writer.seen) + writer.statements, writer.edges


class _Writer:
    """Elements of GraphML, handed on to the file many at a time."""

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self.waiting: list[str] = []
        self.seen: set[str] = set()
        self.statements = self.edges = 0

    def settle(self) -> None:
        """Hands on what waits, where that is much."""
        if len(self.waiting) >= _AT_ONCE:
            self.flush()

    def flush(self) -> None:
        self._file.write("".join(self.waiting))
        self.waiting.clear()

    def node(self, name: str, attributes: Mapping[str, Any]) -> None:
        if name in self.seen:
            return
        if attributes["kind"] == NodeKind.STATEMENT:  # each comes once
            self.statements += 1
        else:
            self.seen.add(name)
        self.waiting.append(f"<node id={_id(name)}>{_data('node', attributes)}</node>\n")

    def topic(self, name: str, scheme: TopicScheme) -> None:
        if name in self.seen:
            return
        for (one, attributes), broader in topic_nodes(name.removeprefix("topic:"), scheme):
            if one not in self.seen:
                self.node(one, attributes)
                for above in broader:
                    self.edge(one, node_id(NodeKind.TOPIC, above), EdgeKind.BROADER, {})

    def edge(self, source: str, target: str, kind: EdgeKind, attributes: Mapping[str, Any]) -> None:
        self.edges += 1
        name = _id(edge_key(kind, attributes))
        data = _kind(kind) + _data("edge", attributes)
        self.waiting.append(f"<edge source={_id(source)} target={_id(target)} id={name}>{data}</edge>\n")


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
