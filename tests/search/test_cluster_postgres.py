"""A cluster whose store is a PostgreSQL database: ingest over the nodes into it, and serving over it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from corpus.addresses import Place
from corpus.ingest import ingest
from corpus.store import Store
from search.encoder_settings import EncoderSettings
from search.opening import open_engine
from search.serialise import answer_to_dict

pytest.importorskip("ray", reason="needs the package ray: pip install 'quotegraph[cluster]'")

from bench.cluster_ingest import write_press
from bench.cluster_nodes import Nodes, nodes
from search.cluster.connection import connected

pytestmark = [pytest.mark.cluster, pytest.mark.filterwarnings("ignore")]  # Ray's own warnings are no concern here
ARTICLES = 24
STATIC = EncoderSettings("static")
QUESTIONS = (
    "who is sceptical about cloud incentives",
    "kto jest sceptyczny wobec zachęt do sprzedaży chmury",
    "what do channel managers say about margins",
)


@pytest.fixture
def cluster() -> Iterator[Nodes]:
    with nodes(3, 1) as made, connected(made.address):
        yield made


def command(database: str, folder: Path, *words: str | Path, address: str) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [sys.executable, "-m", "api", "--data", str(folder), "--encoder", "static", *map(str, words), "--ray", address],
        env={**os.environ, "QUOTEGRAPH_DATABASE": database},
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done


def test_a_cluster_over_a_database_stores_and_answers_as_one_process_over_a_file(
    cluster: Nodes, database: Callable[[str], str], tmp_path: Path
) -> None:
    import httpx

    from api.cluster.serving import start, stop
    from api.security.control import AccessControl
    from api.security.identity import Scope
    from api.service_settings import ServiceSettings
    from bench.cluster_serving import free_port, fresh, plain

    press, address = write_press(tmp_path / "press", ARTICLES), database("data")
    with Store.open(tmp_path / "local") as store:
        assert ingest([press], store).added == ARTICLES
        engine = open_engine(tmp_path / "local", STATIC)
        wanted = {question: plain(answer_to_dict(engine.ask(question))) for question in QUESTIONS}
        engine.close()
        folder = tmp_path / "node"
        done = command(address, folder, "ingest", press, address=cluster.address)
        assert done.stdout.startswith(f"{ARTICLES} articles: {ARTICLES} added")
        assert f"{ARTICLES} unchanged" in command(address, folder, "ingest", press, address=cluster.address).stdout
        with Store.open(address, create=False) as shared:
            assert list(shared.dump()) == list(store.dump())

    control = AccessControl(Place(tmp_path / "elsewhere", address))
    _, key = control.keys.create("newsroom", Scope.WRITE)
    port = free_port()
    settings = ServiceSettings(data=folder, database=address, port=port, access="keys")
    start(settings, STATIC, shards=2, replicas=2)
    try:
        url, shown = f"http://127.0.0.1:{port}", {"Authorization": f"Bearer {key}"}
        with httpx.Client(base_url=url, timeout=30, headers=shown) as client:
            for _ in range(4):  # both replicas are asked
                found = {question: client.get("/v1/ask", params={"q": question}) for question in QUESTIONS}
                assert {answer.status_code for answer in found.values()} == {200}
                assert {question: plain(answer.json()) for question, answer in found.items()} == wanted
        assert httpx.get(f"{url}/v1/ask", params={"q": QUESTIONS[0]}).status_code == 401
        assert fresh(url, shown) < 3
    finally:
        stop()
    assert not (folder / "access.sqlite3").exists()
    assert not (folder / "store.sqlite3").exists()
    rows = json.loads(command_audit(address, tmp_path / "elsewhere"))["entries"]
    assert [(row["path"], row["identity"]) for row in rows if row["status"] < 400] == [("/v1/documents", "newsroom")]
    control.close()


def command_audit(database: str, folder: Path) -> str:
    words = [sys.executable, "-m", "api", "--data", str(folder), "audit", "--json"]
    done = subprocess.run(words, env={**os.environ, "QUOTEGRAPH_DATABASE": database}, capture_output=True, check=True)
    return done.stdout.decode()
