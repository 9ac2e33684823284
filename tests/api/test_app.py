"""The service as a whole: problems, headers, and its description."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel
from starlette.testclient import TestClient

from api import listings, schemas
from api.app import SECURITY_HEADERS, create_app
from api.problems import KINDS, Problem
from search.engine import Engine
from tests.api.problems import PROBLEM, assert_problem


@pytest.mark.parametrize("path", ["/", "/docs", "/openapi.json", "/healthz", "/v1/topics", "/v1/ask", "/v1/nothing"])
def test_every_response_has_the_security_headers(client: TestClient, path: str) -> None:
    response = client.get(path, headers={"Origin": "https://elsewhere.example"})
    for name, value in SECURITY_HEADERS.items():
        if not (path == "/docs" and name == "Content-Security-Policy"):
            assert response.headers[name] == value
    assert response.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert not [name for name in response.headers if name.startswith("access-control-")]


def test_an_unforeseen_failure_tells_the_client_nothing_of_its_cause(
    data_folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    app = create_app(data_folder)

    @app.get("/fails")
    def fails() -> None:
        raise RuntimeError("a secret of the server")

    with TestClient(app) as client:
        response = client.get("/fails")
        assert_problem(response, 500, "/problems/internal-error")
        assert "secret" not in response.text
        assert "Traceback" not in response.text
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert "a secret of the server" in caplog.text  # the log has what the client has not
        assert client.get("/healthz").status_code == 200


def test_unknown_addresses_and_methods_are_problems(client: TestClient) -> None:
    body = assert_problem(client.get("/v1/nothing"), 404, "/problems/not-found")
    assert body["instance"] == "/v1/nothing"
    response = client.delete("/v1/topics")
    assert_problem(response, 405, "about:blank")
    assert "GET" in response.headers["allow"]


def test_every_kind_of_problem_is_described_where_its_type_points(client: TestClient) -> None:
    for kind in KINDS.values():
        body = client.get(kind.type).json()
        assert body == {
            "type": kind.type,
            "title": kind.title,
            "status": int(kind.status),
            "explanation": kind.explanation,
        }
    assert_problem(client.get("/problems/unheard-of"), 404, "/problems/not-found")


def test_the_start_page_links_to_addresses_that_answer(client: TestClient) -> None:
    links = client.get("/").json()["links"]
    assert {name: client.get(path).status_code for name, path in links.items()} == dict.fromkeys(links, 200)


def test_health_counts_what_is_there(client: TestClient, engine: Engine) -> None:
    stats, body = engine.store.stats(), client.get("/healthz").json()
    assert body.pop("version")
    assert body == {
        "status": "ok",
        "articles": stats.articles,
        "statements": stats.statements,
        "encoder": {"name": engine.encoder.name, "dimensions": engine.encoder.dimensions},
    }


def operations(client: TestClient) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, methods in client.get("/openapi.json").json()["paths"].items():
        for operation in methods.values():
            yield path, operation


PATHS = {
    "/healthz",
    "/login",
    "/logout",
    "/metrics",
    "/problems/{name}",
    "/ready",
    "/v1",
    "/v1/ask",
    "/v1/audit",
    "/v1/corrections",
    "/v1/corrections/{correction_id}/undo",
    "/v1/documents",
    "/v1/documents/batch",
    "/v1/documents/fetch",
    "/v1/documents/{document_id}",
    "/v1/documents/{document_id}/text",
    "/v1/firms",
    "/v1/firms/{firm_id}",
    "/v1/firms/{firm_id}/merge",
    "/v1/firms/{firm_id}/split",
    "/v1/firms/{firm_id}/timeline",
    "/v1/graph/camps",
    "/v1/graph/ego",
    "/v1/graph/export",
    "/v1/graph/firm",
    "/v1/graph/neighbours",
    "/v1/graph/path",
    "/v1/graph/pictures/network",
    "/v1/graph/pictures/stances",
    "/v1/graph/pictures/timeline",
    "/v1/graph/together",
    "/v1/graph/view",
    "/v1/jobs",
    "/v1/jobs/{job_id}",
    "/v1/jobs/{job_id}/cancel",
    "/v1/jobs/{job_id}/events",
    "/v1/keys",
    "/v1/keys/{key_id}",
    "/v1/me",
    "/v1/merges",
    "/v1/people",
    "/v1/people/{person_id}",
    "/v1/people/{person_id}/merge",
    "/v1/people/{person_id}/rejoin",
    "/v1/people/{person_id}/separate",
    "/v1/people/{person_id}/split",
    "/v1/people/{person_id}/statements",
    "/v1/people/{person_id}/timeline",
    "/v1/review",
    "/v1/review/names",
    "/v1/review/names/dismiss",
    "/v1/review/names/dismissed",
    "/v1/review/names/dismissed/{dismissal_id}/undo",
    "/v1/search",
    "/v1/statements",
    "/v1/statements/{statement_id}",
    "/v1/statements/{statement_id}/confirm",
    "/v1/statements/{statement_id}/corrections",
    "/v1/statements/{statement_id}/history",
    "/v1/statements/{statement_id}/similar",
    "/v1/stats",
    "/v1/topics",
    "/v1/topics/{topic_id}",
    "/v1/topics/{topic_id}/timeline",
}


def test_the_description_is_complete(client: TestClient) -> None:
    api = client.get("/openapi.json").json()
    assert api["openapi"].startswith("3.1")
    assert {path for path, _ in operations(client)} == PATHS
    for path, operation in operations(client):
        assert operation["summary"], path
        assert operation["description"], path
        assert operation["tags"], path
        for parameter in operation.get("parameters", []):
            assert parameter["description"], (path, parameter["name"])
        for status, response in operation["responses"].items():
            expected = {PROBLEM} if int(status) >= 400 else set(response["content"])
            assert set(response["content"]) == expected, (path, status)
    assert "HTTPValidationError" not in api["components"]["schemas"]


def test_every_reference_of_the_description_leads_somewhere(client: TestClient) -> None:
    api = client.get("/openapi.json").json()
    text = json.dumps(api)
    named = {part.split('"', 1)[0] for part in text.split('"#/components/schemas/')[1:]}
    assert "Problem" in named
    assert named <= set(api["components"]["schemas"])


def examples_of(model: type[BaseModel]) -> list[dict[str, Any]]:
    extra = model.model_config.get("json_schema_extra")
    return extra["examples"] if isinstance(extra, dict) else []  # type: ignore[return-value]


MODELS = [
    thing
    for thing in [*vars(schemas).values(), *vars(listings).values(), Problem]
    if isinstance(thing, type) and issubclass(thing, BaseModel) and examples_of(thing)
]


@pytest.mark.parametrize("model", dict.fromkeys(MODELS))
def test_examples_fit_their_models(model: type[BaseModel]) -> None:
    for example in examples_of(model):
        assert set(example) <= set(model.model_fields)
        again = model.model_validate(example).model_dump(mode="json", exclude_none=model is Problem)
        assert again == example


def test_the_main_answers_have_examples() -> None:
    assert {schemas.Answer, schemas.SearchHit, schemas.StatementDetail, listings.Person, listings.Health} <= set(MODELS)


def test_the_documentation_needs_no_script_and_nothing_from_elsewhere(client: TestClient) -> None:
    page = client.get("/docs").text
    for path, methods in client.get("/openapi.json").json()["paths"].items():
        for method, operation in methods.items():
            assert f"{method.upper()} {path}<" in page
            assert operation["summary"] in page
    assert "<script" not in page
    assert "//" not in page.replace("https://example.com", "")
