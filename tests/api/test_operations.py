"""Dashboard, alerts and runbook speak of metrics, messages and problems that there are."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families
from starlette.testclient import TestClient

from api.problems import KINDS

ROOT = Path(__file__).parents[2]
RUNBOOK = (ROOT / "docs" / "runbook.md").read_text(encoding="utf-8")
DASHBOARD: dict[str, Any] = json.loads((ROOT / "deploy" / "grafana-dashboard.json").read_text(encoding="utf-8"))
ALERTS: list[dict[str, Any]] = yaml.safe_load((ROOT / "deploy" / "alerts.yaml").read_text(encoding="utf-8"))["groups"][
    0
]["rules"]
NAME = re.compile(r"\bquotegraph_[a-z_]+")


@pytest.fixture(scope="module")
def metrics(client: TestClient) -> dict[str, set[str]]:
    """The labels of each sample that the service gives once everything has happened."""
    client.get("/v1/ask", params={"q": "who is sceptical about cloud incentives"})
    client.get("/v1/stats")
    found: dict[str, set[str]] = {}
    for family in text_string_to_metric_families(client.get("/metrics").text):
        for sample in family.samples:
            found.setdefault(sample.name, set()).update(sample.labels)
        if family.type == "counter":  # one that has not counted yet gives no sample
            found.setdefault(f"{family.name}_total", {"outcome"})
    return found


def expressions() -> list[str]:
    panels = [target["expr"] for panel in DASHBOARD["panels"] for target in panel["targets"]]
    return panels + [rule["expr"] for rule in ALERTS]


@pytest.mark.parametrize("expression", expressions())
def test_an_expression_reads_metrics_with_labels_that_there_are(metrics: dict[str, set[str]], expression: str) -> None:
    names = NAME.findall(expression)
    assert names or expression.startswith("up{")
    assert not set(names) - metrics.keys()
    assert expression.count("(") == expression.count(")")
    for name, labels in re.findall(r"(quotegraph_[a-z_]+)\{([^}]*)\}", expression):
        wanted = {one.split("=")[0].strip("~! ") for one in re.findall(r'[a-z]+\s*[=!~]+\s*"', labels)} - {"job"}
        assert wanted <= metrics[name], name
    for group in re.findall(r"by \(([^)]*)\)", expression):
        given = set().union(*(metrics[name] for name in names)) | {"job", "le"}
        assert {label.strip() for label in group.split(",")} <= given


def test_every_metric_is_on_the_dashboard(metrics: dict[str, set[str]]) -> None:
    shown = {name for text in expressions() for name in NAME.findall(text)}
    stems = {re.sub(r"_(bucket|sum|count|total|created)$", "", name) for name in metrics}
    assert {re.sub(r"_(bucket|sum|count|total)$", "", name) for name in shown} == stems


def test_panels_do_not_overlap() -> None:
    places = [(panel["gridPos"]["x"], panel["gridPos"]["y"]) for panel in DASHBOARD["panels"]]
    assert len(set(places)) == len(places) > 15
    assert len({panel["id"] for panel in DASHBOARD["panels"]}) == len(places)


def test_every_alert_is_in_the_runbook() -> None:
    assert {rule["alert"] for rule in ALERTS} == set(re.findall(r"`(Quotegraph\w+)`", RUNBOOK))
    assert all(rule["annotations"]["summary"] and rule["labels"]["severity"] for rule in ALERTS)


def messages() -> list[str]:
    """What the runbook's tables quote in the columns of how it shows, and what is quoted in its running text."""
    quoted = []
    for line in RUNBOOK.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("| `") and len(cells) == 3:
            quoted += re.findall(r"`([^`]+)`", cells[0])
    quoted += ["no new one was made", "its checksum differs", "an article takes too long"]
    return [text for text in quoted if " " in text]


@pytest.mark.parametrize("message", messages())
def test_every_message_is_one_that_the_program_has(message: str) -> None:
    assert message in SOURCE
    assert message in RUNBOOK


def _source() -> str:
    """All of the program's text, strings that go on in the next line put together."""
    files = [path for package in ("api", "corpus", "graph", "search") for path in (ROOT / package).rglob("*.py")]
    return re.sub(r'"\s*\n\s*f?"', "", "\n".join(path.read_text(encoding="utf-8") for path in files))


SOURCE = _source()


def test_problems_in_the_runbook_are_problems_of_the_service() -> None:
    named = set(re.findall(r"(?:503|problem|or) `([a-z-]+)`", RUNBOOK))
    assert {"store-unavailable", "index-mismatch", "not-ready", "internal-error", "time-limit"} <= named
    assert named <= KINDS.keys()


def test_commands_in_the_runbook_are_commands() -> None:
    from api.cli import app

    commands = {command.name or command.callback.__name__ for command in app.registered_commands if command.callback}
    commands |= {str(group.typer_instance.info.name) for group in app.registered_groups if group.typer_instance}
    used = set(re.findall(r"(?:`|^    |&& |, `)quotegraph (?:--data \S+ )?([a-z]+)", RUNBOOK, re.MULTILINE))
    assert used <= commands
    assert {"verify", "rebuild", "restore", "backup", "keys"} <= used
    for module in re.findall(r"python -m (\w+)\.(\w+)", RUNBOOK):
        assert (ROOT / module[0] / f"{module[1]}.py").exists()
