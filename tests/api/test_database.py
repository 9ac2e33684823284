"""The program over PostgreSQL: the same answers as over a file; several processes and machines on one database."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.compose import open_engine
from api.service_settings import ServiceSettings
from corpus.addresses import Place
from corpus.store import Store
from corpus.store.copying import migrate_store
from search.engine import Engine
from search.serialise import answer_to_dict
from tests.api.test_cli import QUESTION, SAMPLES

Database = Callable[[str], str]
TEXT = "The market is calm. “Quantum toasters change everything,” said Orsolya Quince, director of Brindlewick."


def run(*words: str | Path, database: str | None = None, check: int = 0) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-W", "error", "-m", "api", *map(str, words)]
    environment = {**os.environ, "QUOTEGRAPH_DATABASE": database or ""}
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120, env=environment)
    assert done.returncode == check, done.stdout + done.stderr
    return done


def secret(address: str) -> str:
    """The address with a password, which a server that trusts everybody does not look at."""
    return address.replace("postgres@", "postgres:geheim@")


def test_the_answers_are_those_of_the_file(
    engine: Engine, data_folder: Path, tmp_path: Path, database: Database
) -> None:
    migrate_store(data_folder, database("data"))
    questions = [
        QUESTION,
        "kto jest sceptyczny wobec zachęt do sprzedaży chmury",
        "what does Anna Kowalczyk say about margins",
        "co mówi Dataskarpa?",
        "who said what in 2025?",
    ]
    with open_engine(Place(tmp_path, database("data"))) as other:
        assert sorted(other.index.ids) == sorted(engine.index.ids)
        for question in questions:
            one, two = (answer_to_dict(asked.ask(question)) for asked in (engine, other))
            one["took_ms"] = two["took_ms"]
            assert one == two, question
        for words in ("margins are too thin", "chmura"):
            assert [(hit.statement.id, round(hit.score, 5)) for hit in engine.search(words)] == [
                (hit.statement.id, hit.score) for hit in other.search(words)
            ]


def test_the_command_line_over_a_database(tmp_path: Path, database: Database) -> None:
    address, folder = secret(database("data")), tmp_path / "data"
    missing = run("--data", folder, "stats", database=address, check=1)
    assert "there is no store here" in missing.stderr
    done = run("--data", folder, "--database", address, "ingest", *sorted(SAMPLES.glob("*.md"))[:6])
    assert done.stdout.startswith("6 articles: 6 added")
    assert not (folder / "store.sqlite3").exists()
    again = run("--data", folder, "ingest", *sorted(SAMPLES.glob("*.md"))[:6], database=address)
    assert "6 unchanged" in again.stdout
    assert "no problem found" in run("--data", folder, "verify", database=address).stdout
    info = json.loads(run("--data", folder, "info", "--json", database=address).stdout)
    assert info["vectors"] == info["statements"] > 20
    assert info["database"].startswith("postgresql://postgres:***@127.0.0.1:")
    for options in ([], ["--json"], ["--toml"]):
        shown = run("--data", folder, "config", *options, database=address)
        assert "geheim" not in shown.stdout + shown.stderr
    assert "no address of a database" in run("--database", "mysql://x", "stats", check=2).stderr


def test_a_store_moves_to_a_database_and_back(data_folder: Path, tmp_path: Path, database: Database) -> None:
    address = secret(database("data"))
    done = run("migrate-store", f"sqlite:{data_folder}", address)
    with Store.open(data_folder, read_only=True) as first:
        told = f"{len(list(first.articles()))} articles, {first.count()} statements, 0 corrections: "
    assert done.stdout.startswith(told)
    assert "geheim" not in done.stdout + done.stderr
    refused = run("migrate-store", data_folder, address, check=1)
    assert "holds a store already" in refused.stderr
    assert "geheim" not in refused.stderr
    assert run("migrate-store", address, tmp_path / "back").stdout.split()[-1] == done.stdout.split()[-1]
    with Store.open(tmp_path / "back") as back, Store.open(data_folder, read_only=True) as first:
        assert list(back.dump()) == list(first.dump())
    run("--data", tmp_path / "other", "backup", tmp_path / "backup", database=address)
    run("--data", tmp_path / "restored", "restore", tmp_path / "backup")
    with Store.open(tmp_path / "restored") as restored, Store.open(data_folder, read_only=True) as first:
        assert restored.digest() == first.digest()


def test_two_machines_and_a_command_on_one_database(tmp_path: Path, database: Database) -> None:
    """Each machine has its own data folder with its own indexes; what one writes, the other answers."""
    address = database("data")
    one, other = (
        TestClient(create_app(Place(tmp_path / name, address), settings=ServiceSettings(access="open")))
        for name in ("one", "other")
    )
    with one, other:
        assert one.get("/v1/search?q=toasters").status_code == 503  # nothing is there yet
        added = one.post("/v1/documents", json={"text": TEXT, "document": "toasters.txt"})
        assert added.status_code == 201, added.text
        for client in (one, other):
            found = client.get("/v1/search", params={"q": "quantum toasters", "limit": 1}).json()["results"]
            assert found[0]["speaker"]["name"] == "Orsolya Quince"
        identifier = found[0]["id"]
        made = other.post(f"/v1/statements/{identifier}/corrections", json={"role": "chair"})
        assert made.status_code in (200, 201), made.text
        assert one.get(f"/v1/statements/{identifier}").json()["role"] == "chair"
        text = TEXT.replace("toasters", "kettles").replace("Quince", "Lychee")
        job = one.post("/v1/documents/batch", files=[("files", ("kettles.txt", text.encode()))])
        assert job.status_code == 202, job.text
        until = time.monotonic() + 60
        while one.get(job.headers["location"]).json()["state"] in ("queued", "waiting", "running"):
            assert time.monotonic() < until
            time.sleep(0.2)
        article = tmp_path / "robots.txt"
        article.write_text(TEXT.replace("toasters", "robots").replace("Quince", "Pomelo"), encoding="utf-8")
        run("--data", tmp_path / "third", "ingest", article, database=address)
        for client in (one, other):
            people = client.get("/v1/people").json()["people"]
            assert {person["name"] for person in people} == {"Orsolya Quince", "Orsolya Pomelo", "Orsolya Lychee"}
            assert client.get("/healthz").json()["articles"] == 3


@pytest.mark.parametrize("variable", ["postgres://h/d", "mysql://eva:geheim@h/d"])
def test_the_setting_is_checked_without_being_told(variable: str, tmp_path: Path) -> None:
    done = run("--data", tmp_path, "config", database=variable, check=2 if "mysql" in variable else 0)
    assert "geheim" not in done.stdout + done.stderr
