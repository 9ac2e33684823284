"""Counts for Prometheus, readiness and totals."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families
from starlette.testclient import TestClient

from api.app import create_app
from api.service_settings import ServiceSettings
from api.shell import metrics
from corpus.store import Store
from search.engine import Engine
from tests.api.problems import assert_problem
from tests.api.servers import ended
from tests.api.test_cli import run


def values(client: TestClient) -> dict[tuple[str, tuple[tuple[str, str], ...]], float]:
    response = client.get("/metrics")
    assert response.headers["content-type"] == metrics.MEDIA_TYPE
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(response.text)
        for sample in family.samples
    }


def requests(method: str, route: str, status: int) -> tuple[str, tuple[tuple[str, str], ...]]:
    labels = (("method", method), ("route", route), ("status", str(status)))
    return "quotegraph_http_requests_total", labels


def test_requests_are_counted_by_route_method_and_status(client: TestClient) -> None:
    before = values(client)
    client.get("/v1/people/person:graham-ottley/statements")
    client.get("/v1/people/person:nobody/statements")
    client.get("/v1/anything/a")
    client.get("/v1/anything/b")
    client.head("/v1/topics")
    client.request("BREW", "/v1/topics")
    after = values(client)
    route = "/v1/people/{person_id}/statements"
    for key, more in (
        (requests("GET", route, 200), 1),
        (requests("GET", route, 404), 1),
        (requests("GET", "unmatched", 404), 2),
        (requests("HEAD", "/v1/topics", 200), 1),
        (requests("other", "/v1/topics", 405), 1),
    ):
        assert after[key] - before.get(key, 0) == more, key
    assert not [key for key in after if "nobody" in str(key) or "BREW" in str(key)]
    assert after["quotegraph_http_requests_in_flight", ()] == 1  # this one


def test_times_of_questions_are_in_a_histogram(client: TestClient) -> None:
    before = values(client)
    client.get("/v1/ask", params={"q": "who is sceptical about cloud incentives"})
    client.get("/v1/ask")
    after = values(client)
    key = ("quotegraph_question_seconds_count", (("kind", "ask"),))
    assert after[key] - before.get(key, 0) == 1  # what is refused is no question
    bucket = ("quotegraph_question_seconds_bucket", (("kind", "ask"), ("le", "+Inf")))
    assert after[bucket] == after[key]
    route = ("quotegraph_http_request_seconds_count", (("method", "GET"), ("route", "/v1/ask")))
    assert after[route] - before.get(route, 0) == 2


def test_the_store_is_in_the_metrics(client: TestClient, engine: Engine) -> None:
    found = values(client)
    stats = engine.store.stats()
    assert found["quotegraph_store_open", ()] == 1
    assert found["quotegraph_store_statements", ()] == stats.statements
    assert found["quotegraph_store_articles", ()] == stats.articles
    assert found["quotegraph_store_sequence", ()] == engine.store.sequence()
    assert found["quotegraph_index_lag_changes", ()] == 0
    memory = found["quotegraph_process_resident_memory_bytes", (("pid", str(os.getpid())),)]
    assert 50e6 < memory < 20e9
    assert 3 < found["quotegraph_process_open_files", (("pid", str(os.getpid())),)] < 1000
    assert found["quotegraph_store_log_bytes", ()] >= 0


def test_a_lagging_index_is_told_and_a_question_mends_it(own_folder: Path) -> None:
    with TestClient(create_app(own_folder)) as client, Store.open(own_folder) as store:
        store.correct(store.statement_ids()[0], author="tester", role="nobody")
        assert values(client)["quotegraph_index_lag_changes", ()] > 0
        assert 0 < values(client)["quotegraph_index_behind_seconds", ()] < 86_400
        assert client.get("/ready").json()["index_lag"] > 0
        client.get("/v1/search", params={"q": "margins"})
        assert values(client)["quotegraph_index_lag_changes", ()] == 0


def test_articles_added_one_by_one_and_by_jobs_are_counted(own_folder: Path) -> None:
    def text(number: int) -> dict[str, str]:
        said = f"“Margins of kind {number} are too thin to live on,” said Ann Green, director of Heron."
        return {"text": f"{said}\n\nMore on that.", "document": f"{number}.txt", "language": "en"}

    def outcome(name: str) -> tuple[str, tuple[tuple[str, str], ...]]:
        return "quotegraph_job_articles_total", (("outcome", name),)

    with TestClient(create_app(own_folder)) as client:
        before = values(client)
        sent = client.post("/v1/documents", json=text(1))
        assert sent.status_code == 201, sent.text
        assert client.post("/v1/documents", json=text(1)).status_code == 200
        lines = [json.dumps(text(number)) for number in (1, 2, 3)]
        sent = client.post(
            "/v1/documents/batch",
            content="\n".join([*lines, "{}"]).encode(),
            headers={"Content-Type": "application/x-ndjson"},
        )
        waiting = values(client)
        ended(client, sent.json()["id"])
        after = values(client)
        key = ("quotegraph_ingest_articles_total", (("outcome", "added"),))
        assert after[key] - before.get(key, 0) == 1
        key = ("quotegraph_ingest_statements_total", ())
        assert after[key] - before.get(key, 0) == 1
        assert [after[outcome(name)] for name in ("added", "unchanged", "replaced", "failed")] == [2, 1, 0, 1]
        assert after["quotegraph_job_statements_total", ()] == 2
        assert after["quotegraph_jobs_total", (("state", "done"),)] == 1
        assert after["quotegraph_job_seconds_count", ()] == 1
        assert 0 < after["quotegraph_job_seconds_sum", ()] < 90
        states = ("queued", "running", "interrupted")
        assert sum(waiting["quotegraph_jobs_open", (("state", state),)] for state in states) == 1
        assert sum(after["quotegraph_jobs_open", (("state", state),)] for state in states) == 0
        assert waiting["quotegraph_jobs_oldest_seconds", ()] > 0 == after["quotegraph_jobs_oldest_seconds", ()]


def test_each_part_of_a_question_is_measured(client: TestClient) -> None:
    before = values(client)
    client.get("/v1/ask", params={"q": "who is sceptical about cloud incentives"})
    after = values(client)
    for stage in ("follow", "understand", "find", "weigh", "reply"):
        key = ("quotegraph_question_stage_seconds_count", (("stage", stage),))
        assert after[key] - before.get(key, 0) == 1, stage


def test_ready_says_what_is_missing(data_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with TestClient(create_app(tmp_path / "none")) as client:
        assert_problem(client.get("/ready"), 503, "/problems/store-unavailable")
    with TestClient(create_app(data_folder, settings=ServiceSettings(min_free_bytes=10**18))) as client:
        problem = assert_problem(client.get("/ready"), 503, "/problems/not-ready")
        assert "1,000,000,000,000,000,000 are needed" in problem["detail"]
        assert client.get("/healthz").status_code == 200
    with TestClient(create_app(data_folder)) as client:
        body = client.get("/ready").json()
        assert (body["status"], body["index_lag"]) == ("ready", 0)
        assert body["free_bytes"] > 0
        monkeypatch.setattr(os, "access", lambda path, mode: False)  # whoever runs the tests may write everywhere
        assert_problem(client.get("/ready"), 503, "/problems/not-ready")


def test_totals_are_those_of_the_command(client: TestClient, data_folder: Path) -> None:
    assert client.get("/v1/stats").json() == json.loads(run("stats", "--json", data=data_folder).stdout)
