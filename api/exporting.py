"""The graph as a file under filters; the same for the command line and the service."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.types import Language

if TYPE_CHECKING:
    from corpus.store import Store
    from corpus.topics import TopicScheme
    from search.types import Filters

_STREAMED = 50_000  # statements; a graph of more does not go through memory


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to write.

    :param filters: which statements; dates alone still let a large graph be written as it comes.
    :param aggregated: people, firms and topics only, statements summed up.
    :param derived: with edges that follow: who agrees with whom, who changed their mind.
    :param similar: gives pairs of statements that say nearly the same, of the ids that it is given (``None``: all).
    """

    filters: Filters
    aggregated: bool = False
    derived: bool = False
    similar: Callable[[list[str] | None], Iterable[tuple[str, str, float]]] | None = None


def write_graph(store: Store, scheme: TopicScheme, wanted: Wanted, out: Path) -> tuple[int, int]:
    """Writes the graph in the format that the suffix names.

    :returns: how many nodes and edges.
    :raises UsageError: nothing writes files of this suffix, or a filter makes no sense.
    :raises InputError: the file cannot be written.
    """
    from graph.entities import without_statements
    from graph.export import check_suffix, export
    from graph.live import LiveGraph
    from graph.positions import changes, series
    from graph.relations import add_changes, add_relations, add_similar
    from graph.streaming import export_streaming
    from search.conditions import allowed_ids

    check_suffix(out)
    since, until = wanted.filters.since, wanted.filters.until
    whole = replace(wanted.filters, since=None, until=None) == type(wanted.filters)()
    whole = whole and not (wanted.aggregated or wanted.derived or wanted.similar)
    if whole and out.suffix.lower() == ".graphml" and store.count(since=since, until=until) > _STREAMED:
        return export_streaming(store, scheme, out, since=since, until=until)
    ids = allowed_ids(wanted.filters, store, scheme, Language.EN)
    chosen = None if ids is None else sorted(ids)
    made = LiveGraph(scheme)
    made.add(store.statements(chosen))
    graph = without_statements(made.graph) if wanted.aggregated else made.graph
    if wanted.derived:
        add_relations(graph)
        add_changes(graph, changes(series(made.said())))
    if wanted.similar is not None and not wanted.aggregated:
        add_similar(graph, wanted.similar(chosen))
    export(graph, out)
    return graph.number_of_nodes(), graph.number_of_edges()
