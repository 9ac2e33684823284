"""Ray nodes on this machine, each with processes of its own, of which one is killed -9: nothing lost, nothing wrong."""

from __future__ import annotations

import json
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from corpus.ingest import Progress, ingest
from corpus.store import Store
from search.encoder import load_encoder
from search.encoder_settings import EncoderSettings
from search.index import VectorIndex
from search.opening import open_engine
from search.serialise import answer_to_dict

pytest.importorskip("ray", reason="needs the package ray: pip install 'quotegraph[cluster]'")

from bench.cluster_ingest import write_press
from bench.cluster_nodes import Nodes, nodes
from search.cluster.connection import connected
from search.cluster.ingest import ingest_on_cluster

pytestmark = [pytest.mark.cluster, pytest.mark.filterwarnings("ignore")]  # Ray's own warnings are no concern here
ARTICLES = 36
STATIC = EncoderSettings("static")
GOLD = Path(__file__).parent / "gold" / "questions.jsonl"


@pytest.fixture(scope="module")
def cluster() -> Iterator[Nodes]:
    with nodes(3, 1) as made, connected(made.address):
        yield made


@pytest.fixture(scope="module")
def press(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = write_press(tmp_path_factory.mktemp("cluster") / "press", ARTICLES)
    (folder / "empty.txt").write_text("", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def local(press: Path) -> Path:
    """A data folder made by one process."""
    folder = press.parent / "local"
    with Store.open(folder) as store:
        assert ingest([press], store).added == ARTICLES
    open_engine(folder, STATIC).close()
    return folder


def test_a_cluster_stores_what_one_process_stores_also_when_a_node_is_killed(
    cluster: Nodes, press: Path, local: Path, tmp_path: Path
) -> None:
    encoder = load_encoder(STATIC, None)
    events: list[Progress] = []
    killed: list[int] = []

    def watch(event: Progress) -> None:
        events.append(event)
        if not killed and event.outcome is not None:
            killed.append(cluster.kill(cluster.others.pop()))

    def run(store: Store, **more: Any) -> Any:
        index = VectorIndex(tmp_path / "data" / "index", encoder)
        how = {"encoder": STATIC, "fingerprint": encoder.fingerprint}
        return ingest_on_cluster([press, "missing.txt"], store, index, **how, **more), index

    with Store.open(tmp_path / "data") as store, Store.open(local) as wanted:
        report, index = run(store, on_progress=watch)
        assert killed[0] >= 2
        assert (report.added, report.unchanged) == (ARTICLES, 0)
        assert sorted(Path(error.source).name for error in report.errors) == ["empty.txt", "missing.txt"]
        assert list(store.dump()) == list(wanted.dump())
        one = VectorIndex(local / "index", encoder)
        probe = encoder.encode(["kto jest sceptyczny wobec chmury"])[0]
        assert index.scores(probe, one.ids) == pytest.approx(one.scores(probe, one.ids), abs=1e-6)
        assert len(index) == len(one) > ARTICLES
        again, _ = run(store)
        assert (again.added, again.unchanged, again.statements) == (0, ARTICLES, 0)
        assert list(store.dump()) == list(wanted.dump())


def test_a_sharded_service_answers_as_one_process_also_when_replicas_hang_or_are_killed(
    cluster: Nodes, local: Path
) -> None:
    import httpx

    from api.cluster.serving import start, stop
    from api.service_settings import ServiceSettings
    from bench.cluster_serving import free_port, fresh, plain, replica_processes

    questions = [json.loads(line)["question"] for line in GOLD.read_text(encoding="utf-8").splitlines()][::6]
    engine = open_engine(local, STATIC)
    wanted = {question: plain(answer_to_dict(engine.ask(question))) for question in questions}
    engine.close()
    port = free_port()
    start(ServiceSettings(data=local, port=port), STATIC, shards=2, replicas=2)
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=30) as client:
            found = {}
            victims = [one for node in cluster.alive for one in replica_processes(cluster.raylet(node))]
            silent = next(process for process, name in victims if name == "shard-2")
            for number, question in enumerate(questions):
                if number == 2:
                    os.kill(silent, signal.SIGSTOP)  # as a machine without power: nothing says that it is gone
                if number == 5:
                    os.kill(silent, signal.SIGCONT)
                    os.kill(next(process for process, name in victims if name == "shard-1"), signal.SIGKILL)
                began = time.monotonic()
                answer = client.get("/v1/ask", params={"q": question})
                assert answer.status_code == 200, answer.text
                assert time.monotonic() - began < 5
                found[question] = plain(answer.json())
            assert found == wanted
        assert fresh(f"http://127.0.0.1:{port}") < 3
    finally:
        stop()
