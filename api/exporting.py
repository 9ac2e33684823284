"""The graph of a store as a file, under filters: for the command line and the service alike."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import networkx as nx

    from corpus.store import Store
    from corpus.topics import TopicScheme
    from graph.live import LiveGraph
    from search.types import Filters

Similar = Callable[[list[str] | None], Iterable[tuple[str, str, float]]]
STREAMED = 50_000  # statements; a graph of more does not go through memory


def export_store(
    store: Store,
    scheme: TopicScheme,
    filters: Filters,
    path: Path,
    *,
    aggregated: bool = False,
    derived: bool = False,
    similar: Similar | None = None,
    streamed: int = STREAMED,
) -> tuple[int, int]:
    """Writes the graph of the statements that meet the filters.

    GraphML and Parquet of many statements under no other filter than dates are written as they come, in bounded memory.

    :param path: the suffix names the format: see :func:`graph.export.export`; ``.parquet`` makes a folder.
    :param aggregated: people, firms and topics only, statements summed up.
    :param derived: with edges that follow from others: who agrees with whom, who changed their mind.
    :param similar: gives pairs of statements that say nearly the same (later, earlier, closeness) among the ids that it
        is given, ``None`` for all.
    :param streamed: how many statements are many.
    :returns: how many nodes and edges.
    :raises UsageError: no such format, or it needs what is not installed.
    :raises InputError: the file cannot be written.
    """
    from graph.export import PARQUET, check_suffix, export

    check_suffix(path)
    suffix = path.suffix.lower()
    plain = not (aggregated or derived or similar)
    if plain and suffix in {".graphml", PARQUET} and is_large(store, filters, streamed):
        from graph.parquet import export_tables
        from graph.streaming import export_streaming

        write = export_tables if suffix == PARQUET else export_streaming
        return write(store, scheme, path, since=filters.since, until=filters.until)
    graph, made = _in_memory(store, scheme, filters, aggregated, derived, similar)
    if suffix == PARQUET:
        from graph.parquet import export_graph_tables

        return export_graph_tables(graph, () if aggregated else made.said(), path)
    export(graph, path)
    return graph.number_of_nodes(), graph.number_of_edges()


def is_large(store: Store, filters: Filters, streamed: int = STREAMED) -> bool:
    """Whether the filters ask for so much that it is better written as it comes, and can be.

    :param streamed: how many statements are many.
    """
    return _is_dated_only(filters) and store.count(since=filters.since, until=filters.until) > streamed


def _in_memory(
    store: Store, scheme: TopicScheme, filters: Filters, aggregated: bool, derived: bool, similar: Similar | None
) -> tuple[nx.MultiDiGraph, LiveGraph]:
    from corpus.types import Language
    from graph.entities import without_statements
    from graph.live import LiveGraph
    from graph.positions import changes, series
    from graph.relations import add_changes, add_relations, add_similar
    from search.conditions import allowed_ids

    ids = allowed_ids(filters, store, scheme, Language.EN)
    chosen = None if ids is None else sorted(ids)
    made = LiveGraph(scheme)
    made.add(store.statements(chosen))
    graph = without_statements(made.graph) if aggregated else made.graph
    if derived:
        add_relations(graph)
        add_changes(graph, changes(series(made.said())))
    if similar is not None and not aggregated:
        add_similar(graph, similar(chosen))
    return graph, made


def _is_dated_only(filters: Filters) -> bool:
    from search.types import Filters

    return filters == Filters(since=filters.since, until=filters.until)
