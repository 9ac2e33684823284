"""The graph as typed tables: a folder with ``nodes.parquet`` and ``edges.parquet``, for pandas, DuckDB and Spark."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Any

import networkx as nx

from corpus.errors import InputError, UsageError
from graph.export import JOINER, valid_text
from graph.schema import EDGE_ATTRIBUTES, NODE_ATTRIBUTES, Value

if TYPE_CHECKING:
    import pyarrow as pa

_NODES = {"id": Value.TEXT, **NODE_ATTRIBUTES}
_EDGES = {"source": Value.TEXT, "target": Value.TEXT, "key": Value.TEXT, **EDGE_ATTRIBUTES}
_ROWS = 20_000  # a row group
_FILES = frozenset({"nodes.parquet", "edges.parquet"})


def write_parquet(graph: nx.MultiDiGraph, folder: Path) -> None:
    """Writes both tables: days as dates, lists as lists, ``None`` where an attribute is missing; Zstandard inside.

    :param graph: as :func:`graph.build.build` makes it.
    :param folder: is replaced as a whole, where it holds nothing but such tables.
    :raises UsageError: pyarrow is not installed.
    :raises InputError: the folder holds something else, or cannot be written.
    """
    if folder.exists() and not (folder.is_dir() and {one.name for one in folder.iterdir()} <= _FILES):
        raise InputError(str(folder), "is there and holds other things", "choose another name")
    try:
        made = Path(mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
        try:
            nodes = ({"id": name, **data} for name, data in graph.nodes(data=True))
            _table(nodes, _NODES, made / "nodes.parquet")
            edges = graph.edges(keys=True, data=True)
            rows = ({"source": one, "target": other, "key": key, **data} for one, other, key, data in edges)
            _table(rows, _EDGES, made / "edges.parquet")
            made.chmod(0o755)
            if folder.exists():
                rmtree(folder)
            made.replace(folder)
        except BaseException:
            rmtree(made, ignore_errors=True)
            raise
    except OSError as error:
        problem = f"cannot be written: {error.strerror or error}"
        raise InputError(str(folder), problem, "choose another folder") from error


def _table(rows: Iterable[Mapping[str, Any]], columns: Mapping[str, Value], path: Path) -> None:
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ImportError as error:
        remedy = "install quotegraph[parquet]"
        raise UsageError(".parquet", "needs the package pyarrow, which is not installed", remedy) from error
    texts = pa.list_(pa.string())
    types = {Value.TEXT: pa.string(), Value.NUMBER: pa.float64(), Value.DAY: pa.date32(), Value.TEXTS: texts}
    schema = pa.schema([(name, types[kind]) for name, kind in columns.items()])
    with parquet.ParquetWriter(path, schema, compression="zstd") as writer:
        for batch in _batches(rows, columns, schema):
            writer.write_table(batch)


def _batches(rows: Iterable[Mapping[str, Any]], columns: Mapping[str, Value], schema: pa.Schema) -> Iterator[pa.Table]:
    import pyarrow as pa

    held: list[dict[str, Any]] = []
    for row in rows:
        held.append({name: _value(row.get(name), kind) for name, kind in columns.items()})
        if len(held) == _ROWS:
            yield pa.Table.from_pylist(held, schema)
            held = []
    yield pa.Table.from_pylist(held, schema)


def _value(value: Any, kind: Value) -> Any:
    if value is None:
        return None
    if kind is Value.DAY:
        return date.fromisoformat(str(value))
    if kind is Value.NUMBER:
        return float(value)
    if kind is Value.TEXTS:
        parts = value.split(JOINER) if isinstance(value, str) else value
        return [valid_text(str(part)) for part in parts]
    return valid_text(str(value))
