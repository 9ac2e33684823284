"""The graph as files that other tools open: GraphML, GEXF, JSON, Cytoscape's JSON, Turtle and JSON-LD, CSV tables.

The writers of networkx refuse ``None``, lists and enums, and write control characters that no XML reader takes back;
:func:`cleaned` makes plain values of everything first.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Mapping
from enum import Enum
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any, BinaryIO, cast

import networkx as nx

from corpus.disk import remedy_of
from corpus.errors import InputError, UsageError

# What XML 1.0 does not allow (https://www.w3.org/TR/xml/#charsets), lone surrogates included, and carriage returns,
# which its readers turn into line feeds.
FORBIDDEN = re.compile(r"[^\t\n\u0020-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]")
JOINER = "; "
PARQUET = ".parquet"


def cleaned(graph: nx.MultiDiGraph) -> nx.MultiDiGraph:
    """A copy with plain attributes only: str, int, float, bool; lists joined, ``None`` left out, all text valid XML."""
    plain = nx.MultiDiGraph()
    for node, data in graph.nodes(data=True):
        plain.add_node(valid_text(str(node)), **plain_attributes(data))
    for source, target, key, data in graph.edges(keys=True, data=True):
        ends = valid_text(str(source)), valid_text(str(target))
        plain.add_edge(*ends, key=valid_text(str(key)), **plain_attributes(data))
    return plain


def export(graph: nx.MultiDiGraph, path: Path) -> None:
    """Write the graph in the format that the file's suffix names.

    ``.graphml`` and ``.gexf`` (Gephi; GEXF with the days on which things were said, for its timeline), ``.json``
    (node-link), ``.cyjs`` (Cytoscape), ``.ttl`` and ``.jsonld`` (schema.org, SKOS, PROV), ``.zip`` (two CSV tables, as
    Neo4j imports them). Parquet is written by :mod:`graph.parquet`.

    :raises UsageError: the suffix is none of these.
    :raises InputError: the file cannot be written.
    """
    check_suffix(path)
    writer = _WRITERS.get(path.suffix.lower())
    if writer is None:
        raise UsageError(str(path), "Parquet needs the statements too", "use graph.parquet.export_graph_tables")
    plain = cleaned(graph)
    atomically(path, lambda file: writer(plain, file))


def check_suffix(path: Path) -> None:
    """Does nothing where files of this suffix, or folders of Parquet files, can be written.

    :raises UsageError: they cannot.
    """
    suffix = path.suffix.lower()
    if suffix == PARQUET:
        from graph.parquet import check_parquet

        check_parquet()
    elif suffix not in _WRITERS:
        one_of = ", ".join([*_WRITERS, PARQUET])
        raise UsageError(str(path), f"cannot export to {suffix or 'a file without suffix'}", f"use one of {one_of}")


def write_graphml(graph: nx.MultiDiGraph, path: Path) -> None:
    """Write GraphML; ``networkx.read_graphml(path, force_multigraph=True)`` gives ``cleaned(graph)`` back.

    :raises InputError: the file cannot be written.
    """
    export(graph, path if path.suffix.lower() == ".graphml" else path.with_suffix(".graphml"))


def plain_attributes(data: Mapping[str, Any]) -> dict[str, str | int | float | bool]:
    """Attributes as files take them: lists joined, ``None`` left out, all text valid XML."""
    found = {}
    for name, value in data.items():
        plain = _plain(value)
        if plain is not None:
            found[valid_text(str(name))] = plain
    return found


def _plain(value: Any) -> str | int | float | bool | None:
    if value is None:
        return None
    if isinstance(value, Enum):
        return _plain(value.value)
    if isinstance(value, bool | int | float):
        return value
    if isinstance(value, Mapping):
        return valid_text(json.dumps(value, ensure_ascii=False, default=str, sort_keys=True))
    if isinstance(value, list | tuple | set | frozenset):
        parts = sorted(value, key=str) if isinstance(value, set | frozenset) else value
        return JOINER.join(str(_plain(part)) for part in parts if part is not None)
    return valid_text(str(value))


def valid_text(value: str) -> str:
    """A text without what XML 1.0 does not allow."""
    return FORBIDDEN.sub("", value)


def atomically(path: Path, write: Callable[[BinaryIO], None]) -> None:
    """Write a file as a whole or not at all.

    :raises InputError: it cannot be written.
    """
    try:
        with NamedTemporaryFile("wb", dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
            temporary = Path(file.name)
            try:
                write(cast(BinaryIO, file))
                file.flush()
                os.fsync(file.fileno())
            except BaseException:
                temporary.unlink(missing_ok=True)
                raise
        temporary.chmod(0o644)
        temporary.replace(path)
    except OSError as error:
        remedy = remedy_of(error) or "choose another folder"
        raise InputError(str(path), f"cannot be written: {error.strerror or error}", remedy) from error


def _graphml(graph: nx.MultiDiGraph, file: BinaryIO) -> None:
    nx.write_graphml(graph, file, encoding="utf-8", prettyprint=True, infer_numeric_types=False, named_key_ids=True)


def _gexf(graph: nx.MultiDiGraph, file: BinaryIO) -> None:
    viewable = graph.copy()
    viewable.graph["mode"] = "dynamic"
    viewable.graph["timeformat"] = "date"
    timed = [data for _, data in viewable.nodes(data=True)] + [data for *_, data in viewable.edges(data=True)]
    for data in timed:
        _between(data)
    for _, data in viewable.nodes(data=True):
        colour, size = data.pop("color", None), data.pop("size", None)
        looks: dict[str, Any] = {}
        if isinstance(colour, str) and re.fullmatch(r"#[0-9a-f]{6}", colour):
            looks["color"] = {"r": int(colour[1:3], 16), "g": int(colour[3:5], 16), "b": int(colour[5:], 16), "a": 1.0}
        if isinstance(size, float):
            looks["size"] = size
        if looks:
            data["viz"] = looks
    nx.write_gexf(viewable, file, encoding="utf-8", prettyprint=True)


def _between(data: dict[str, Any]) -> None:
    """From when to when something is there, for Gephi's timeline: what was said stays said."""
    first, last = data.get("first_seen", data.get("date")), data.get("last_seen")
    if first is not None:
        data["start"] = first
    if last is not None:
        data["end"] = last


def _json(graph: nx.MultiDiGraph, file: BinaryIO) -> None:
    file.write(json.dumps(nx.node_link_data(graph, edges="edges"), ensure_ascii=False, indent=1).encode("utf-8"))


def _cytoscape(graph: nx.MultiDiGraph, file: BinaryIO) -> None:
    file.write(json.dumps(nx.cytoscape_data(graph), ensure_ascii=False, indent=1).encode("utf-8"))


def _turtle(graph: nx.MultiDiGraph, file: BinaryIO) -> None:
    from graph.linked import write_linked

    write_linked(graph, file, "turtle")


def _json_ld(graph: nx.MultiDiGraph, file: BinaryIO) -> None:
    from graph.linked import write_linked

    write_linked(graph, file, "json-ld")


def _tables(graph: nx.MultiDiGraph, file: BinaryIO) -> None:
    from graph.tables import write_tables

    write_tables(graph, file)


_WRITERS: dict[str, Callable[[nx.MultiDiGraph, BinaryIO], None]] = {
    ".graphml": _graphml,
    ".gexf": _gexf,
    ".json": _json,
    ".cyjs": _cytoscape,
    ".ttl": _turtle,
    ".jsonld": _json_ld,
    ".zip": _tables,
}
