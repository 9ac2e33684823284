"""The client keeps up with the service: every operation has a method, every model the fields of its shape."""

from __future__ import annotations

import inspect
import subprocess
import sys
from dataclasses import MISSING, fields
from typing import Any

import pytest

from api.client import AsyncClient, Client, models
from api.client.values import wire_name
from api.client_source.operations import BY_HAND, NOT_FOR_PROGRAMS, operations_of
from api.client_source.written import FOLDER, description, written
from tests.api.test_app_processes import ROOT

LIGHT = """
import resource, sys
import api.client
used = resource.getrusage(resource.RUSAGE_SELF)
heavy = {"corpus", "graph", "search", "fastapi", "starlette", "uvicorn", "pydantic", "numpy", "typer", "mcp"}
print(used.ru_utime + used.ru_stime, sorted(heavy & {name.partition(".")[0] for name in sys.modules}))
"""


@pytest.fixture(scope="module")
def openapi() -> dict[str, Any]:
    return description()


def test_what_is_written_is_of_this_service(openapi: dict[str, Any]) -> None:
    for name, text in written(openapi).items():
        behind = f"{name} is behind the service: python -m api.client_source"
        assert (FOLDER / name).read_text(encoding="utf-8") == text, behind


def test_every_operation_has_a_method_in_both_clients(openapi: dict[str, Any]) -> None:
    there = {f"{method.upper()} {path}" for path, told in openapi["paths"].items() for method in told}
    assert there >= BY_HAND | NOT_FOR_PROGRAMS
    operations = operations_of(openapi)
    assert {f"{one.method} {one.path}" for one in operations} == there - BY_HAND - NOT_FOR_PROGRAMS
    assert len({(one.group, one.name) for one in operations}) == len(operations)
    with Client("http://127.0.0.1:1") as client:
        other = AsyncClient("http://127.0.0.1:1")
        for one in operations:
            for root in (client, other):
                method = getattr(getattr(root, one.group) if one.group else root, one.name)
                taken = inspect.signature(method).parameters
                parameters = openapi["paths"][one.path][one.method.lower()].get("parameters", ())
                assert {p["name"].lower().replace("-", "_") for p in parameters} <= set(taken), one
                assert inspect.iscoroutinefunction(method) is (root is other)
    assert hasattr(Client("http://127.0.0.1:1").jobs, "events")


def test_models_have_the_fields_of_their_shapes(openapi: dict[str, Any]) -> None:
    shapes = {
        name: shape
        for name, shape in openapi["components"]["schemas"].items()
        if "properties" in shape and not name.startswith("Body_")
    }
    assert len(shapes) > 60
    for name, shape in shapes.items():
        own = {wire_name(one): one for one in fields(getattr(models, name)) if one.name != "extra"}
        assert set(own) == set(shape["properties"]), name
        needed = {wire for wire, one in own.items() if one.default is MISSING and one.default_factory is MISSING}
        assert needed == set(shape.get("required", ())), name


def test_a_new_operation_makes_the_check_fail(openapi: dict[str, Any]) -> None:
    told = {
        "summary": "Weigh a word",
        "operationId": "weigh_v1_words__word__weight_get",
        "parameters": [{"name": "word", "in": "path", "required": True, "schema": {"type": "string"}}],
        "responses": {"200": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Weight"}}}}},
    }
    weight = {
        "type": "object",
        "description": "A weight.",
        "properties": {"from": {"type": "string", "format": "date"}, "grams": {"type": "number", "default": 1.5}},
        "required": ["from"],
    }
    more = {
        "paths": {**openapi["paths"], "/v1/words/{word}/weight": {"get": told}},
        "components": {"schemas": {**openapi["components"]["schemas"], "Weight": weight}},
    }
    made = written(more)
    assert 'from_: Date = field(metadata={"name": "from"})' in made["models.py"]
    assert "grams: float = 1.5" in made["models.py"]
    assert "def weigh(self, word: str) -> models.Weight:" in made["operations.py"]
    assert 'Call("GET", f"/v1/words/{part_of(word)}/weight")' in made["operations.py"]
    assert "self.words = async_operations.AsyncWords(connection)" in made["groups.py"]
    assert made["operations.py"] != (FOLDER / "operations.py").read_text(encoding="utf-8")


def test_it_is_light_and_has_no_part_of_the_service() -> None:
    done = subprocess.run([sys.executable, "-c", LIGHT], cwd=ROOT, capture_output=True, text=True, check=True)
    seconds, _, heavy = done.stdout.strip().partition(" ")
    assert heavy == "[]"
    assert float(seconds) < 0.6  # of the processor; 0.2 where nothing else runs


def test_it_is_typed() -> None:
    assert (FOLDER.parent / "py.typed").exists()
