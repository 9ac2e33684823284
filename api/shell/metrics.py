"""What the service counts, for Prometheus; with several workers the counts of all of them together.

Several workers count in files of the folder ``PROMETHEUS_MULTIPROC_DIR``, which :mod:`api.shell.serving` makes before
this is imported. Other parts call the functions here and know nothing of the library.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead
from prometheus_client.registry import Collector

FOLDER_VARIABLE = "PROMETHEUS_MULTIPROC_DIR"
MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"})
_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
_QUESTIONS = {"/v1/ask": "ask", "/v1/search": "search"}
_PAGE = 4096  # bytes; corrected below where the system says otherwise
with suppress(ValueError, OSError, AttributeError):
    _PAGE = os.sysconf("SC_PAGE_SIZE")

_REGISTRY = CollectorRegistry()
_REQUESTS = Counter("quotegraph_http_requests", "Requests answered.", ("method", "route", "status"), registry=_REGISTRY)
_LATENCY = Histogram(
    "quotegraph_http_request_seconds",
    "From the request to the end of the response.",
    ("method", "route"),
    buckets=_SECONDS,
    registry=_REGISTRY,
)
_IN_FLIGHT = Gauge(
    "quotegraph_http_requests_in_flight",
    "Requests being answered.",
    multiprocess_mode="livesum",
    registry=_REGISTRY,
)
_QUESTION = Histogram(
    "quotegraph_question_seconds",
    "Questions and searches that were answered.",
    ("kind",),
    buckets=_SECONDS,
    registry=_REGISTRY,
)
_STAGE = Histogram(
    "quotegraph_question_stage_seconds",
    "Parts of answering a question: follow, understand, find, weigh, reply.",
    ("stage",),
    buckets=_SECONDS,
    registry=_REGISTRY,
)
_ARTICLES = Counter(
    "quotegraph_ingest_articles",
    "Articles added one by one, by what became of them; those of jobs are counted apart.",
    ("outcome",),
    registry=_REGISTRY,
)
_STATEMENTS = Counter("quotegraph_ingest_statements", "Statements found in these articles.", registry=_REGISTRY)


def request_began() -> None:
    """A request has come."""
    _IN_FLIGHT.inc()


def request_ended(method: str, route: str, status: int, seconds: float) -> None:
    """It has been answered.

    :param route: the route's template, never the path: there must be few of them.
    :param status: 499 where the client had gone.
    """
    _IN_FLIGHT.dec()
    known = method if method in _METHODS else "other"
    _REQUESTS.labels(known, route, str(status)).inc()
    _LATENCY.labels(known, route).observe(seconds)
    if status == 200 and route in _QUESTIONS:
        _QUESTION.labels(_QUESTIONS[route]).observe(seconds)


def stage_ended(stage: str, seconds: float) -> None:
    """A part of answering a question is done.

    :param stage: as :class:`search.engine.Engine` calls it.
    """
    _STAGE.labels(stage).observe(seconds)


def article_ingested(outcome: str, statements: int) -> None:
    """An article was taken in.

    :param outcome: ``added``, ``unchanged`` or ``replaced``.
    :param statements: how many were found in it.
    """
    _ARTICLES.labels(outcome).inc()
    _STATEMENTS.inc(statements)


def exposition(more: Iterable[Collector] = ()) -> bytes:
    """Everything that is counted, in Prometheus' text format.

    :param more: collectors of what is read at this moment.
    """
    registry = CollectorRegistry()
    shared = _folder()
    if shared is not None:
        forget_dead_workers(shared)
        MultiProcessCollector(registry, path=str(shared))  # type: ignore[no-untyped-call]
    for collector in (_Processes(), *more):
        registry.register(collector)
    return (b"" if shared is not None else generate_latest(_REGISTRY)) + generate_latest(registry)


def forget_dead_workers(folder: Path) -> None:
    """Takes what only living workers count (requests in flight) from those that have died."""
    for pid in _pids(folder):
        if not _is_alive(pid):
            mark_process_dead(pid, str(folder))  # type: ignore[no-untyped-call]


class _Processes(Collector):
    """Resident memory and open files of each worker."""

    def collect(self) -> Iterator[Metric]:
        memory = GaugeMetricFamily(
            "quotegraph_process_resident_memory_bytes", "Memory in use, by process.", labels=["pid"]
        )
        files = GaugeMetricFamily("quotegraph_process_open_files", "Files and sockets, by process.", labels=["pid"])
        shared = _folder()
        for pid in sorted({os.getpid()} if shared is None else {os.getpid(), *_pids(shared)}):
            with suppress(OSError, ValueError):
                pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
                memory.add_metric([str(pid)], pages * _PAGE)
                files.add_metric([str(pid)], len(list(Path(f"/proc/{pid}/fd").iterdir())))
        yield from (memory, files)


def _folder() -> Path | None:
    """Where several workers count; ``None`` for a single one."""
    named = os.environ.get(FOLDER_VARIABLE)
    return Path(named) if named else None


def _pids(folder: Path) -> set[int]:
    """The workers that have counted requests in flight and are not yet known to be dead."""
    return {int(path.stem.rpartition("_")[2]) for path in folder.glob("gauge_live*_*.db")}


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
