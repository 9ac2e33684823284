"""GraphML written statement by statement, in the same memory for a thousand and for a million of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Protocol, TextIO
from xml.sax.saxutils import escape, quoteattr

from corpus.errors import InputError
from corpus.topics import TopicScheme
from graph.export import FORBIDDEN, JOINER, atomically, plain_attributes, valid_text
from graph.parts import edge_key, edges_of, holds, nodes_of, topic_nodes, works_at
from graph.schema import EdgeKind, NodeKind, node_id

if TYPE_CHECKING:
    from corpus.store import StoredStatement
    from corpus.store.summing import Holding, Work

_TYPES = {"size": "double", "confidence": "double", "score": "double", "relevance": "double", "weight": "double"}
_NODE_KEYS = "kind label color size text statement_kind language date spans confidence document publisher url"
_EDGE_KEYS = (
    "kind label date evidence cue polarity score relevance cues color words at role first_seen last_seen weight"
)
_KEYS = {"node": (*_NODE_KEYS.split(), "label_pl", "label_en"), "edge": tuple(_EDGE_KEYS.split())}
_NODE_FIELDS, _EDGE_FIELDS = ({name: f'<data key="{of[0]}_{name}">' for name in _KEYS[of]} for of in ("node", "edge"))
_KIND_OF_EDGE = {
    kind: "".join(f"{_EDGE_FIELDS[name]}{kind.value}</data>" for name in ("kind", "label")) for kind in EdgeKind
}
_TOGETHER = 200  # lines written at once
_HEAD = """<?xml version="1.0" encoding="utf-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
"""


class Streamed(Protocol):
    """What this needs of a store."""

    def statements(self) -> Iterable[StoredStatement]:
        """All listed statements."""

    def holdings(self) -> Iterable[Holding]:
        """What each speaker holds of each topic."""

    def works(self) -> Iterable[Work]:
        """Who had which role at which firm."""


def export_streaming(store: Streamed, scheme: TopicScheme, path: Path) -> tuple[int, int]:
    """Writes the graph of a store to a GraphML file, as a whole or not at all.

    :returns: how many nodes and edges.
    :raises InputError: the file cannot be written.
    """
    counts = (0, 0)

    def write(file: BinaryIO) -> None:
        nonlocal counts
        text = TextIOWrapper(file, encoding="utf-8", newline="\n", write_through=False)
        counts = stream_graphml(store, scheme, text)
        text.flush()
        text.detach()

    try:
        atomically(path, write)
    except OSError as error:
        raise InputError(str(path), f"cannot be written: {error.strerror or error}", "choose another folder") from error
    return counts


def stream_graphml(store: Streamed, scheme: TopicScheme, file: TextIO) -> tuple[int, int]:
    """Writes the graph of a store.

    As :func:`graph.build.build` makes it, but what sums up statements (``HOLDS``, ``AFFILIATED_WITH``) has ``weight``
    in place of their ids.

    :returns: how many nodes and edges.
    """
    writer = _Writer()
    file.write(_HEAD)
    for of, names in _KEYS.items():
        for name in names:
            kind = _TYPES.get(name, "string")
            file.write(f'<key id="{of[0]}_{name}" for="{of}" attr.name="{name}" attr.type="{kind}"/>\n')
    file.write('<graph edgedefault="directed">\n')
    for stored in store.statements():
        for name, attributes in nodes_of(stored, writer.seen):
            writer.node(name, attributes)
        for source, target, kind, about in edges_of(stored):
            if kind is EdgeKind.ABOUT:
                writer.topic(target.removeprefix("topic:"), scheme)
            writer.edge(source, target, kind, about)
        writer.flush(file)
    for held in store.holdings():
        writer.edge(*holds(held))
        writer.flush(file)
    for work in store.works():
        writer.edge(*works_at(work))
        writer.flush(file)
    writer.flush(file, last=True)
    file.write("</graph>\n</graphml>\n")
    return len(writer.seen) + writer.statements, writer.edges


class _Writer:
    """Collects what is to be written; most of it is made once for all of a kind."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self.seen: set[str] = set()
        self.statements = self.edges = 0

    def flush(self, file: TextIO, *, last: bool = False) -> None:
        """Writes what has come since the last time."""
        if last or len(self._lines) > _TOGETHER:
            file.write("".join(self._lines))
            self._lines.clear()

    def node(self, name: str, attributes: Mapping[str, Any]) -> None:
        if attributes["kind"] == NodeKind.STATEMENT:  # each comes once
            self.statements += 1
        elif name in self.seen:
            return
        else:
            self.seen.add(name)
        self._lines.append(f"<node id={_id(name)}>{_data(_NODE_FIELDS, attributes)}</node>\n")

    def topic(self, topic_id: str, scheme: TopicScheme) -> None:
        if node_id(NodeKind.TOPIC, topic_id) in self.seen:
            return
        for (name, attributes), broader in topic_nodes(topic_id, scheme):
            if name not in self.seen:
                self.node(name, attributes)
                for above in broader:
                    self.edge(name, node_id(NodeKind.TOPIC, above), EdgeKind.BROADER, {})

    def edge(self, source: str, target: str, kind: EdgeKind, attributes: Mapping[str, Any]) -> None:
        self.edges += 1
        head = _KIND_OF_EDGE[kind]
        name = kind if "role" not in attributes else edge_key(kind, attributes)
        self._lines.append(
            f"<edge source={_id(source)} target={_id(target)} id={_id(name)}>{head}"
            f"{_data(_EDGE_FIELDS, attributes)}</edge>\n"
        )


@lru_cache(maxsize=100_000)
def _id(name: str) -> str:
    return f'"{name}"' if _SPECIAL.search(name) is None else quoteattr(valid_text(name))


def _data(fields: Mapping[str, str], attributes: Mapping[str, Any]) -> str:
    """As :func:`graph.export.plain_attributes` makes them; the usual types are told apart at once."""
    written = []
    for name, value in attributes.items():
        kind = type(value)
        if kind is str:
            text = value if _SPECIAL.search(value) is None else escape(valid_text(value))
        elif value is None:
            continue
        elif kind is float or kind is int:
            text = str(value)
        elif kind is list:
            text = _escaped(JOINER.join(value))
        else:
            text = _escaped(str(plain_attributes({name: value})[name]))
        written.append(f"{fields[name]}{text}</data>")
    return "".join(written)


def _escaped(text: str) -> str:
    return text if _SPECIAL.search(text) is None else escape(valid_text(text))


# What must be escaped, or must not be in XML at all.
_SPECIAL = re.compile("[&<>\"'\t\n]|" + FORBIDDEN.pattern)
