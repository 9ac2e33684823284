"""What is in a data folder at the moment of being asked, for Prometheus: store, index, jobs."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric, SummaryMetricFamily
from prometheus_client.registry import Collector

from api.routes.access import Access
from corpus.errors import QuotegraphError
from corpus.jobs.job import JobState
from corpus.jobs.ledger import Ledger
from corpus.store import FILE_NAME
from corpus.store.rows import moment

_INDEX_FILE = Path("index") / "manifest.json"


class StoreCollector(Collector):
    """What is in the store, and how far the index has followed; ``quotegraph_store_open`` 0 where it cannot be read."""

    def __init__(self, access: Access) -> None:
        self._access = access

    def collect(self) -> Iterator[Metric]:
        """The gauges."""
        found = self._values()
        yield GaugeMetricFamily(
            "quotegraph_store_open", "1 where the store can be read, else 0.", value=int(bool(found))
        )
        for name, (text, value) in found.items():
            yield GaugeMetricFamily(f"quotegraph_{name}", text, value=value)

    def _values(self) -> dict[str, tuple[str, float]]:
        folder = self._access.folder
        try:
            engine, totals = self._access.engine(), self._access.totals()
            sequence = engine.store.sequence()
            free = shutil.disk_usage(folder).free
        except (QuotegraphError, OSError):
            return {}
        lag = max(0, sequence - engine.index.sequence)
        return {
            "store_sequence": ("Number of the last change of the store.", sequence),
            "store_articles": ("Articles listed.", totals.articles),
            "store_statements": ("Statements listed.", totals.statements),
            "store_log_bytes": ("Length of the store's write-ahead log.", _bytes(folder / f"{FILE_NAME}-wal")),
            "index_lag_changes": (
                "Changes that the index of this worker has not taken over; a question takes them over.",
                lag,
            ),
            "index_behind_seconds": (
                "Age of the index's last state while the index lags behind the store, else 0.",
                _age(folder / _INDEX_FILE) if lag else 0.0,
            ),
            "data_free_bytes": ("Room on the data folder's disk.", free),
        }


class JobsCollector(Collector):
    """What the jobs of a data folder have come to, whoever worked on them; nothing where that cannot be read."""

    def __init__(self, folder: Path) -> None:
        self._ledger = Ledger(folder)

    def collect(self) -> Iterator[Metric]:
        """Counts since there are jobs, and gauges of those that are not finished."""
        try:
            totals = self._ledger.totals()
        except QuotegraphError:
            return
        waiting = {state.value: totals.open.get(state, 0) for state in JobState if not state.is_final}
        ended = {state.value: totals.ended.get(state, 0) for state in JobState if state.is_final}
        oldest = moment(totals.oldest)
        age = 0.0 if oldest is None else max(0.0, (datetime.now(UTC) - oldest).total_seconds())
        seconds = SummaryMetricFamily("quotegraph_job_seconds", "How long jobs took, from their beginning.")
        seconds.add_metric([], count_value=sum(ended.values()), sum_value=totals.seconds)
        yield seconds
        yield _labelled(GaugeMetricFamily, "jobs_open", "Jobs that are not finished.", "state", waiting)
        yield _labelled(CounterMetricFamily, "jobs", "Jobs that ended, by how.", "state", ended)
        yield GaugeMetricFamily(
            "quotegraph_jobs_oldest_seconds", "Since the oldest unfinished job was taken in; 0 for none.", value=age
        )
        articles = {name: totals.articles.get(name, 0) for name in ("added", "replaced", "unchanged", "failed")}
        text = "Articles that jobs went through, by what became of them."
        yield _labelled(CounterMetricFamily, "job_articles", text, "outcome", articles)
        yield CounterMetricFamily(
            "quotegraph_job_statements", "Statements found in articles of jobs.", value=totals.statements
        )


def _labelled(
    kind: type[GaugeMetricFamily] | type[CounterMetricFamily],
    name: str,
    text: str,
    label: str,
    values: Mapping[str, float],
) -> Metric:
    family = kind(f"quotegraph_{name}", text, labels=[label])
    for of, value in values.items():
        family.add_metric([of], value)
    return family


def _bytes(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _age(path: Path) -> float:
    try:
        return max(0.0, time.time() - path.stat().st_mtime)
    except OSError:
        return 0.0
