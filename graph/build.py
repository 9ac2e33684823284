"""The graph of a store: a networkx MultiDiGraph of people, firms, groups, topics, statements and articles."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Protocol

import networkx as nx

from corpus.topics import TopicScheme, default_scheme
from graph.live import LiveGraph

if TYPE_CHECKING:
    from corpus.store import StoredStatement


class StatementSource(Protocol):
    """What the graph needs of a store."""

    def statements(self) -> Iterable[StoredStatement]:
        """All listed statements."""


def build(
    store: StatementSource,
    scheme: TopicScheme | None = None,
    *,
    since: date | None = None,
    until: date | None = None,
) -> nx.MultiDiGraph:
    """The graph of all listed statements.

    Statements of nobody named have no speaker's node. Edges carry ``kind``, ``date`` (ISO 8601, of publication) and
    the ids of the statements behind them as ``evidence``.

    :param scheme: the topics that the statements are tagged with; else the bundled scheme.
    :param since: only what was published on this day or later …
    :param until: … and not after this one: the graph as of that day. What has no date is left out then.
    """
    made = LiveGraph(scheme or default_scheme())
    made.add(stored for stored in store.statements() if _within(stored.date_published, since, until))
    return made.graph


def _within(day: date | None, since: date | None, until: date | None) -> bool:
    if since is None and until is None:
        return True
    return day is not None and (since is None or day >= since) and (until is None or day <= until)
