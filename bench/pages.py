"""Every address that can be read, over a large store: the API's and the pages', from the real server.

usage: python -m bench.pages [--folder FOLDER] [--statements N] [--rounds N] [--only WORD] [--judged]

Each is asked for with sensible parameters (the most quoted person, the largest topic …), one request at a time. The
folder is built when it is not there yet, and copied. The bar is 100 ms for the median and 300 ms for the 95th
percentile; pictures and exports come last, are asked for once and not judged (``--judged`` leaves them out). ``cpu`` is
the server's processor time for one request, which other work on the machine does not change much.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import shutil
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import numpy as np

from api.app import create_app
from bench.load import build, served, used
from corpus.store import Store

MEDIAN, P95 = 100.0, 300.0  # milliseconds
_UNJUDGED = ("/v1/graph/pictures/", "/v1/graph/export", "/v1/jobs/{job_id}/events")
_JOB = {"text": 'Anna Nowak, prezes firmy Kontel, powiedziała: "Ceny chmury wzrosną w tym roku o jedną piątą."'}
_TIMEOUT = 120  # seconds
_NO_ANSWER = 0
_CONTINUED = 3  # seconds at most for one address: fewer rounds are made of one that takes long


@dataclass(frozen=True, slots=True)
class Case:
    """An address.

    :param route: as the API describes it, or as the page has it.
    :param address: with its parameters.
    """

    route: str
    address: str

    @property
    def is_judged(self) -> bool:
        """Whether the bar is meant for it."""
        return not self.route.startswith(_UNJUDGED)


@dataclass(frozen=True, slots=True)
class Measured:
    """What came of an address; times in milliseconds."""

    case: Case
    status: int
    first: float
    times: Sequence[float]
    cpu: float
    bytes: int

    @property
    def passes(self) -> bool:
        """Whether it keeps the bar."""
        return float(np.median(self.times)) <= MEDIAN and float(np.percentile(self.times, 95)) <= P95


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "quotegraph-load")
    parser.add_argument("--statements", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--only", default="", help="only addresses that have this in them")
    parser.add_argument("--judged", action="store_true", help="leave out what the bar is not meant for")
    args = parser.parse_args()
    build(args.folder, args.statements)
    with tempfile.TemporaryDirectory(dir=args.folder.parent) as temporary:
        folder = Path(shutil.copytree(args.folder, Path(temporary) / "data"))
        with served(folder, 1) as (server, port):
            _told(folder)
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_TIMEOUT)
            known = [case for case in cases(folder, _job(connection)) if args.only in case.address]
            found = [case for case in known if case.is_judged]
            found += [] if args.judged else [case for case in known if not case.is_judged]
            print(f"{'median':>8} {'p95':>8} {'first':>8} {'cpu':>7} {'bytes':>9}  address (milliseconds)")
            results = []
            for case in found:
                results.append(measured(connection, case, args.rounds, server.pid))
                _show(results[-1])
            _sum_up(results)


def cases(folder: Path, job: str) -> Iterator[Case]:
    """Every address that can be read, API first.

    :param job: the id of one.
    :raises SystemExit: the API has an address that this lacks the parameters of.
    """
    values = _values(folder, job)
    described = create_app(folder).openapi()["paths"]
    for route, methods in described.items():
        if "get" not in methods:
            continue
        required = [one["name"] for one in methods["get"].get("parameters", []) if one.get("required")]
        for query in _queries(route, required, values):
            yield Case(route, _address(route, query, values))
    for route in _PAGES:
        yield Case(route, _address(route, {}, values))


_PAGES = (
    "/",
    "/ask?q=who+is+sceptical+about+cloud+incentives",
    "/search?q=cloud+margins",
    "/people",
    "/people?query=ko",
    "/people/{person_id}",
    "/firms",
    "/firms/{firm_id}",
    "/topics",
    "/topics/{topic_id}",
    "/topics/{broad}",
    "/articles",
    "/articles/{document_id}",
    "/articles/{document_id}/delete",
    "/statements/{statement_id}",
    "/statements/{statement_id}/similar",
    "/statements/{statement_id}/correct",
    "/statements/{statement_id}/history",
    "/graph",
    "/graph?node={node}",
    "/review",
    "/review/names",
    "/review/{statement_id}/card",
    "/history",
    "/history/names",
    "/add",
    "/jobs",
    "/jobs/{job_id}",
)
#: Further parameters with which a route takes another way.
_MORE: Mapping[str, Sequence[Mapping[str, str]]] = {
    "/v1/people": ({"query": "ko"}, {"query": "a"}),
    "/v1/firms": ({"query": "net"},),
    "/v1/topics/{topic_id}": ({"topic_id": "{broad}"},),
    "/v1/topics/{topic_id}/timeline": ({"topic_id": "{broad}"},),
    "/v1/statements": ({"topic": "{topic_id}", "stance": "sceptical"}, {"firm": "{firm}"}),
    "/v1/documents": ({"query": "channel"},),
    "/v1/graph/view": (
        {"node": "{node}"},
        {"node": "{person_id}", "edge": "AGREES_WITH"},
        {"node": "{node}", "since": "2022-01-01"},
    ),
    "/v1/graph/ego": ({"node": "{person_id}", "radius": "2"},),
    "/v1/graph/neighbours": ({"node": "{person_id}", "since": "2022-01-01"},),
    "/v1/graph/camps": ({"topic": "{broad}"},),
    "/v1/graph/together": ({"node": "{person_id}"},),
    "/v1/graph/export": ({"aggregated": "true"}, {"topic": "nis2", "format": "json"}),
    "/v1/graph/pictures/stances": ({"topic": "{topic_id}"},),
}


def _values(folder: Path, job: str) -> dict[str, str]:
    """What stands for each parameter."""
    with Store.open(folder) as store:
        people, firms, topics = store.people(limit=2), store.firms(limit=1), store.topics()
        said = next(store.statements(speaker_id=people[0].id))
    largest = topics[0].topic
    return {
        "person_id": people[0].id,
        "person": people[0].id,
        "start": people[0].id,
        "end": people[1].id,
        "firm_id": firms[0].id,
        "firm": firms[0].name,
        "topic_id": largest,
        "topic": largest,
        "broad": "channel",
        "node": f"topic:{largest}",
        "statement_id": said.statement.id,
        "document_id": said.statement.article_id,
        "job_id": job,
        "name": "not-found",
        "q": "who is sceptical about cloud incentives",
    }


def _queries(route: str, required: Sequence[str], values: Mapping[str, str]) -> Iterator[dict[str, str]]:
    missing = [name for name in required if name not in values]
    if missing:
        raise SystemExit(f"{route}: no value for {', '.join(missing)}")
    needed = {name: values[name] for name in required if f"{{{name}}}" not in route}
    if route == "/v1/graph/firm":
        needed["node"] = values["firm_id"]
    yield needed
    for more in _MORE.get(route, ()):
        yield {**needed, **{name: value.format_map(values) for name, value in more.items()}}


def _address(route: str, query: Mapping[str, str], values: Mapping[str, str]) -> str:
    in_path = {name: value for name, value in query.items() if f"{{{name}}}" in route}
    path = route.format_map({name: quote(value, safe="") for name, value in {**values, **in_path}.items()})
    rest = {name: value for name, value in query.items() if name not in in_path}
    return f"{path}?{urlencode(rest)}" if rest else path


def measured(connection: http.client.HTTPConnection, case: Case, rounds: int, pid: int) -> Measured:
    """Asks for an address again and again; the first time, which may fill what is kept, stands for itself.

    One that is not judged is asked for once: an export of a large store takes up to a minute.
    """
    at_first = used(pid)
    status, first, size = _get(connection, case.address)
    if not case.is_judged or status == _NO_ANSWER:
        return Measured(case, status, first, [first], 1000 * (used(pid) - at_first), size)
    times: list[float] = []
    before, began = used(pid), time.monotonic()
    while len(times) < rounds and (not times or time.monotonic() - began < _CONTINUED):
        times.append(_get(connection, case.address)[1])
    return Measured(case, status, first, times, 1000 * (used(pid) - before) / len(times), size)


def _get(connection: http.client.HTTPConnection, address: str) -> tuple[int, float, int]:
    """Status, milliseconds and bytes of an answer; the status 0 where none came in time."""
    accept = "application/json" if address.startswith("/v1") else "text/html"
    connection.close()  # the server ends connections that wait; making one anew takes a tenth of a millisecond
    began = time.perf_counter()
    try:
        connection.request("GET", address, headers={"Accept": accept})
        answer = connection.getresponse()
        body = answer.read()
    except TimeoutError:
        return _NO_ANSWER, 1000 * (time.perf_counter() - began), 0
    return answer.status, 1000 * (time.perf_counter() - began), len(body)


def _job(connection: http.client.HTTPConnection) -> str:
    """The id of a job that has ended."""
    headers = {"Content-Type": "application/json"}
    connection.request("POST", "/v1/documents/batch", json.dumps([_JOB]), headers)
    answer = connection.getresponse()
    job: dict[str, Any] = json.loads(answer.read())
    if answer.status != 202:
        raise SystemExit(f"no job was made: {job}")
    until = time.monotonic() + 120
    while job["state"] not in {"done", "failed", "cancelled"} and time.monotonic() < until:
        time.sleep(0.5)
        connection.request("GET", f"/v1/jobs/{job['id']}")
        job = json.loads(connection.getresponse().read())
    return str(job["id"])


def _told(folder: Path) -> None:
    with Store.open(folder) as store:
        stats = store.stats()
    print(
        f"{stats.statements:,} statements of {stats.people:,} people and {stats.firms:,} firms; load average before: "
        f"{os.getloadavg()[0]:.2f}",
        flush=True,
    )


def _show(one: Measured) -> None:
    mark = " " if not one.case.is_judged or one.passes else "!"
    odd = "" if one.status == http.client.OK else f"  status {one.status}"
    print(
        f"{np.median(one.times):8.1f} {np.percentile(one.times, 95):8.1f} {one.first:8.1f} {one.cpu:7.1f} "
        f"{one.bytes:9} {mark} {one.case.address}{odd}",
        flush=True,
    )


def _sum_up(found: Sequence[Measured]) -> None:
    judged = [one for one in found if one.case.is_judged]
    print(
        f"{sum(one.passes for one in judged)} of {len(judged)} within {MEDIAN:.0f} ms (median) and {P95:.0f} ms (p95); "
        f"load average after: {os.getloadavg()[0]:.2f}"
    )


if __name__ == "__main__":
    main()
