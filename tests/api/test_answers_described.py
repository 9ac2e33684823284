"""Answers are written out without being checked against their models: here they are."""

from __future__ import annotations

import json
from typing import Any

import pytest
from pydantic import BaseModel
from starlette.testclient import TestClient

from api import schemas

QUESTIONS = (
    "who is sceptical about cloud incentives",
    "Kto chwali premie chmurowe?",
    "Which companies are against direct sales?",
    "Who has changed their mind about certificates?",
    "Compare Anna Kowalczyk and Graham Ottley on cloud incentives",
    "What topics does Colm Fearon comment on?",
    "Who said “Transparency sells”?",
    "Who disagrees with Graham Ottley about direct sales?",
    "What has Anna Kowalczyk said since 2025?",
    "How many people oppose direct sales?",
    "Who is against the new football stadium?",
    "What does Oliver Penhaligon say about cloud?",
)


def as_described(content: bytes, model: type[BaseModel]) -> Any:
    """What is left of a body when it is read by its model and written again: the same, if the two agree."""
    return model.model_validate_json(content, strict=True).model_dump(mode="json", by_alias=True, exclude_unset=True)


def fields(value: Any, model: type[BaseModel]) -> set[str]:
    return set(model.model_fields) - set(value)


@pytest.mark.parametrize("question", QUESTIONS)
def test_answers_are_what_the_description_says(client: TestClient, question: str) -> None:
    response = client.get("/v1/ask", params={"q": question, "limit": 3})
    assert response.status_code == 200
    assert response.headers["content-type"] == "application/json"
    assert as_described(response.content, schemas.Answer) == json.loads(response.content)
    assert fields(response.json(), schemas.Answer) == set()
    assert response.json()["question"] == question


@pytest.mark.parametrize("parameters", [{"q": "margins are shrinking"}, {"stance": "sceptical"}, {"topic": "nis2"}])
def test_search_results_are_what_the_description_says(client: TestClient, parameters: dict[str, str]) -> None:
    response = client.get("/v1/search", params=parameters)
    assert response.status_code == 200
    assert as_described(response.content, schemas.SearchResults) == json.loads(response.content)
    assert len(response.json()["results"]) == 10


def test_the_description_names_the_models(client: TestClient) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    for path, model in (("/v1/ask", "Answer"), ("/v1/search", "SearchResults")):
        described = paths[path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        assert described == {"$ref": f"#/components/schemas/{model}"}
