"""What every problem must look like."""

from __future__ import annotations

from typing import Any

from api.problems import Problem

PROBLEM = "application/problem+json"


def assert_problem(response: Any, status: int, kind: str) -> dict[str, Any]:
    assert (response.status_code, response.headers["content-type"]) == (status, PROBLEM)
    body: dict[str, Any] = response.json()
    Problem.model_validate(body)
    assert (body["status"], body["type"]) == (status, kind)
    return body
