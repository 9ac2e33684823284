"""The graph as typed tables for pandas, DuckDB and Spark: a folder of Parquet files, one a noun.

``statements``, ``opinions``, ``people``, ``firms``, ``groups``, ``topics``, ``articles`` and ``edges``; what they have
as columns stands in ``docs/data-model.md``. Needs pyarrow (``quotegraph[parquet]``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from corpus.disk import remedy_of
from corpus.errors import InputError, UsageError
from corpus.topics import TopicScheme
from graph.parts import speaker_of
from graph.schema import EDGE_ATTRIBUTES, EdgeKind, NodeKind, node_id
from graph.table_file import TableFile
from graph.walk import Sink, Walked, walk_graph, walk_store

if TYPE_CHECKING:
    import networkx as nx

    from corpus.store import StoredStatement

_LOOKS = {"label", "color"}  # of edges: nothing that a table needs
_EDGE_COLUMNS = {name: value.value for name, value in EDGE_ATTRIBUTES.items() if name not in {"kind", *_LOOKS}}
_NAMED = {"id": "text", "name": "text"}
COLUMNS: Mapping[str, Mapping[str, str]] = {
    "statements": {
        **dict.fromkeys(("id", "node", "text", "kind", "language"), "text"),
        "date": "day",
        **dict.fromkeys(("speaker_id", "speaker", "role", "firm_id", "firm", "cue", "source", "article_id"), "text"),
        "spans": "spans",
        "confidence": "number",
        "corrected": "flag",
    },
    "opinions": {
        **dict.fromkeys(("statement_id", "topic", "polarity"), "text"),
        **dict.fromkeys(("score", "relevance"), "number"),
        "cues": "texts",
    },
    "people": _NAMED,
    "firms": _NAMED,
    "groups": _NAMED,
    "topics": {**dict.fromkeys(("id", "node", "label_en", "label_pl"), "text")},
    "articles": {**dict.fromkeys(("id", "node", "headline", "document", "publisher", "url"), "text"), "date": "day"},
    "edges": {**dict.fromkeys(("source", "target", "kind"), "text"), **_EDGE_COLUMNS},
}
_SPEAKERS = {NodeKind.PERSON: "people", NodeKind.FIRM: "firms", NodeKind.GROUP: "groups"}


def check_parquet() -> None:
    """Does nothing where Parquet can be written.

    :raises UsageError: pyarrow is not installed.
    """
    if find_spec("pyarrow") is None:
        raise UsageError("Parquet", "needs pyarrow, which is not installed", "pip install 'quotegraph[parquet]'")


def export_tables(
    store: Walked, scheme: TopicScheme, path: Path, *, since: date | None = None, until: date | None = None
) -> tuple[int, int]:
    """Writes the tables of a store, as :func:`graph.walk.walk_store` goes through it, in bounded memory.

    :param path: a folder, made as a whole or not at all; one with such tables is replaced.
    :returns: how many nodes and edges.
    :raises UsageError: pyarrow is not installed.
    :raises InputError: the folder cannot be written, or holds something else.
    """
    return _written(path, lambda sink: walk_store(store, scheme, sink, since=since, until=until))


def export_graph_tables(graph: nx.MultiDiGraph, said: Iterable[StoredStatement], path: Path) -> tuple[int, int]:
    """Writes the tables of a graph in memory; everything else as :func:`export_tables`.

    :param said: the statements that are in it.
    """
    return _written(path, lambda sink: walk_graph(graph, said, sink))


def _written(path: Path, fill: Callable[[Sink], tuple[int, int]]) -> tuple[int, int]:
    check_parquet()
    files = {f"{name}.parquet" for name in COLUMNS}
    try:
        if path.exists() and not (path.is_dir() and {one.name for one in path.iterdir()} <= files):
            raise InputError(str(path), "holds something else than tables of quotegraph", "choose another name")
        with TemporaryDirectory(dir=path.parent, prefix=f".{path.name}.") as folder:
            made = Path(folder) / "tables"
            made.mkdir()
            with ExitStack() as opened:
                tables = _Tables(
                    {
                        name: opened.enter_context(TableFile(made / f"{name}.parquet", columns))
                        for name, columns in COLUMNS.items()
                    }
                )
                counts = fill(tables)
            if path.exists():
                path.rename(Path(folder) / "before")
            made.rename(path)
    except OSError as error:
        remedy = remedy_of(error) or "choose another folder"
        raise InputError(str(path), f"cannot be written: {error.strerror or error}", remedy) from error
    return counts


class _Tables:
    """Tells each table what belongs there."""

    def __init__(self, tables: Mapping[str, TableFile]) -> None:
        self._tables = tables

    def statement(self, stored: StoredStatement) -> None:
        statement, speaker = stored.statement, speaker_of(stored)
        self._tables["statements"].add(
            statement.id,
            node_id(NodeKind.STATEMENT, statement.id),
            statement.text,
            statement.kind.value,
            statement.language.value,
            stored.date_published,
            speaker,
            stored.speaker_name or statement.speaker.name if speaker and statement.speaker else None,
            statement.role,
            stored.firm_id,
            stored.firm_name or statement.firm,
            statement.cue.exact if statement.cue else None,
            statement.source.exact if statement.source else None,
            statement.article_id,
            [(span.start, span.end) for span in statement.content],
            statement.confidence,
            stored.corrected,
        )
        for one in statement.opinions:
            cues = [cue.exact for cue in one.cues]
            self._tables["opinions"].add(statement.id, one.topic, one.polarity.value, one.score, one.relevance, cues)

    def node(self, name: str, attributes: Mapping[str, Any]) -> None:
        kind, of = attributes["kind"], attributes.get
        bare = name.partition(":")[2]
        if kind == NodeKind.ARTICLE:
            rest = of("document"), of("publisher"), of("url"), of("date")
            self._tables["articles"].add(bare, name, attributes["label"], *rest)
        elif kind == NodeKind.TOPIC:
            self._tables["topics"].add(bare, name, of("label_en"), of("label_pl"))
        elif kind != NodeKind.STATEMENT:
            self._tables[_SPEAKERS[kind]].add(name, attributes["label"])

    def edge(self, source: str, target: str, kind: EdgeKind, attributes: Mapping[str, Any]) -> None:
        unknown = attributes.keys() - EDGE_ATTRIBUTES.keys()
        if unknown:
            raise ValueError(f"{kind}: graph.schema does not know the attributes {sorted(unknown)}")
        self._tables["edges"].add(source, target, kind.value, *[attributes.get(name) for name in _EDGE_COLUMNS])
