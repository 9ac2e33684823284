"""The client against a real server process."""

from __future__ import annotations

import asyncio
import gzip
import json
import threading
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import httpx
import networkx as nx
import pytest

from api.client import (
    AsyncClient,
    Client,
    Conflict,
    Forbidden,
    Invalid,
    JobFailed,
    NotFound,
    QuotegraphError,
    Unauthorized,
    models,
)
from api.client.values import wire_name
from tests.api.client.conftest import served
from tests.api.test_app_processes import ARTICLE

STATEMENT, PERSON, FIRM, TOPIC = "d545684ff5b20525", "person:graham-ottley", "firm:vindelis", "cloud-incentives"
Read = Callable[[Client], Any]


def plain(value: Any) -> Any:
    """A model as the JSON that it came from."""
    if is_dataclass(value) and not isinstance(value, type):
        own = {wire_name(one): plain(getattr(value, one.name)) for one in fields(value) if one.name != "extra"}
        return {**own, **plain(value.extra)}
    if isinstance(value, dict):
        return {name: plain(one) for name, one in value.items()}
    if isinstance(value, list):
        return [plain(one) for one in value]
    return value


def alike(given: Any, content: Any) -> bool:
    """Whether a model says what its JSON says; what the JSON leaves out is empty in the model."""
    if isinstance(given, dict) and isinstance(content, dict):
        return all(alike(one, content.get(name)) for name, one in given.items()) and set(content) <= set(given)
    if isinstance(given, list) and isinstance(content, list):
        return len(given) == len(content) and all(map(alike, given, content))
    if isinstance(given, datetime):
        return given == datetime.fromisoformat(content)
    if isinstance(given, date):
        return given == date.fromisoformat(content)
    return bool(given == content)


@pytest.mark.parametrize(
    ("read", "path"),
    [
        (lambda client: client.ask("who is sceptical about cloud incentives", limit=3), "/v1/ask?limit=3"),
        (lambda client: client.search("margins", language="pl", since="2024", limit=5), "/v1/search"),
        (lambda client: client.statements.get(STATEMENT), f"/v1/statements/{STATEMENT}"),
        (lambda client: client.statements.similar(STATEMENT, limit=3), f"/v1/statements/{STATEMENT}/similar?limit=3"),
        (lambda client: client.people.list(query="ottl"), "/v1/people?query=ottl"),
        (lambda client: client.people.statements(PERSON, limit=2), f"/v1/people/{PERSON}/statements?limit=2"),
        (lambda client: client.firms.list(limit=4), "/v1/firms?limit=4"),
        (lambda client: client.firms.get(FIRM), f"/v1/firms/{FIRM}"),
        (lambda client: client.topics.list(), "/v1/topics"),
        (lambda client: client.graph.neighbours(PERSON), f"/v1/graph/neighbours?node={PERSON}"),
        (lambda client: client.graph.path(PERSON, FIRM), f"/v1/graph/path?start={PERSON}&end={FIRM}"),
        (lambda client: client.graph.camps("cloud"), "/v1/graph/camps?topic=cloud"),
        (lambda client: client.graph.ego(PERSON, radius=2), f"/v1/graph/ego?node={PERSON}&radius=2"),
        (lambda client: client.graph.firm(FIRM), f"/v1/graph/firm?node={FIRM}"),
        (lambda client: client.graph.together(limit=5), "/v1/graph/together?limit=5"),
        (lambda client: client.start(), "/v1"),
        (lambda client: client.health(), "/healthz"),
        (lambda client: client.ready(), "/ready"),
        (lambda client: client.stats(), "/v1/stats"),
        (lambda client: client.me(), "/v1/me"),
        (lambda client: client.problem_kind("not-found"), "/problems/not-found"),
        (lambda client: client.documents.list(limit=3, language="en"), "/v1/documents?limit=3&language=en"),
    ],
)
def test_an_answer_is_what_the_service_says(quotes: Client, address: str, read: Read, path: str) -> None:
    query = {
        "/v1/ask?limit=3": {"q": "who is sceptical about cloud incentives", "limit": 3},
        "/v1/search": {"q": "margins", "language": "pl", "since": "2024", "limit": 5},
    }.get(path)
    content = httpx.get(f"{address}{path}", params=query).raise_for_status().json()
    model = read(quotes)
    found = plain(model)
    for changing in ("took_ms", "next"):
        if changing in content:
            del content[changing], found[changing]
    assert alike(found, content), (found, content)
    assert model.extra == {}


def test_models_have_types(quotes: Client) -> None:
    answer = quotes.ask("who is sceptical about cloud incentives", limit=2, since=date(2020, 1, 1))
    assert isinstance(answer, models.Answer)
    first = answer.answers[0]
    assert isinstance(first.statements[0], models.Hit)
    assert isinstance(first.statements[0].date, date)
    assert first.statements[0].spans[0].end > first.statements[0].spans[0].start
    assert answer.interpretation.filters["since"] == "2020-01-01"
    way = quotes.graph.path(PERSON, FIRM)
    assert (way.from_.id, way.to.id) == (PERSON, FIRM)


def test_lists_are_gone_through_to_the_end(quotes: Client) -> None:
    everything = quotes.people.list(limit=200)
    assert everything.next_offset is None
    assert [one.id for one in quotes.people.each(limit=7)] == [one.id for one in everything.people]
    some = [one.id for one in quotes.people.each_statements(PERSON, limit=1)]
    assert some == [one.id for one in quotes.people.statements(PERSON).statements]
    assert len(some) > 1
    ids = [one.id for one in quotes.documents.each(limit=5)]
    assert len(ids) == len(set(ids)) == quotes.stats().articles


def test_an_article_is_added_read_and_deleted(quotes: Client) -> None:
    before = quotes.stats().articles
    text = ARTICLE.replace("Quantum toasters", "Clockwork toasters")
    made = quotes.documents.add(text, headline="Toasters", date_published=date(2026, 2, 3), publisher="Kurier ł")
    assert made.outcome == "added"
    again = quotes.documents.add(text, headline="Toasters", date_published="2026-02-03", publisher="Kurier ł")
    assert (again.outcome, again.article.id) == ("unchanged", made.article.id)
    found = quotes.documents.get(made.article.id)
    assert (found.date, found.publisher, found.text) == (date(2026, 2, 3), "Kurier ł", text)
    assert quotes.documents.text(made.article.id) == text
    assert quotes.statements.get(made.statement_ids[0]).firm == "Brindlewick"
    assert quotes.search("clockwork toasters").results[0].id == made.statement_ids[0]
    gone = quotes.documents.delete(made.article.id)
    assert (gone.articles, gone.statements) == (1, made.statements)
    assert quotes.stats().articles == before
    with pytest.raises(NotFound) as raised:
        quotes.documents.get(made.article.id)
    assert (raised.value.status, raised.value.kind) == (404, "not-found")
    assert made.article.id in raised.value.detail


def numbered(number: int) -> models.ArticleSubmission:
    text = ARTICLE.replace("Quantum toasters", f"Toasters of kind {number}")
    return models.ArticleSubmission(text=text, document=f"batch-{number}.txt", authors=["Eva"])


def test_a_batch_is_followed_to_its_end(quotes: Client) -> None:
    job = quotes.documents.add_batch([numbered(1), numbered(2), numbered(3)])
    events = list(quotes.jobs.events(job.id))
    assert [one.kind for one in events][-1] == "end"
    assert events[-1].job is not None
    assert (events[-1].job.state, events[-1].job.progress.added) == ("done", 3)
    assert [one.id for one in quotes.jobs.events(job.id, after=events[-1].id)] == [events[-1].id]
    assert quotes.jobs.wait(job.id, timeout=60).progress.done == 3
    assert job.id in {one.id for one in quotes.jobs.each(limit=1)}
    with pytest.raises(Conflict) as raised:
        quotes.jobs.cancel(job.id)
    assert raised.value.kind == "job-ended"
    for one in quotes.documents.each(query=None):
        if one.document.startswith("batch-"):
            quotes.documents.delete(one.id)


def test_files_are_sent_and_bad_ones_are_named(quotes: Client, tmp_path: Path) -> None:
    good = tmp_path / "courier.txt"
    good.write_text(ARTICLE.replace("Quantum", "Paper"), encoding="utf-8")
    lines = gzip.compress(json.dumps({"text": ARTICLE.replace("Quantum", "Glass")}).encode())
    job = quotes.documents.add_files([good, ("lines.jsonl.gz", lines), ("empty.txt", b"  ")])
    done = quotes.jobs.wait(job.id, timeout=60, check=False)
    assert done.progress.added == 2
    assert [one.source for one in done.errors] == ["empty.txt"]
    kinds = [one for one in quotes.jobs.events(job.id) if one.kind == "error"]
    assert [one.error.source for one in kinds if one.error] == ["empty.txt"]
    with pytest.raises(OSError, match="nowhere"):
        quotes.documents.add_files([tmp_path / "nowhere.txt"])
    with pytest.raises(ValueError, match="no file"):
        quotes.documents.add_files([])


def test_a_failed_job_is_an_error_when_waited_for(quotes: Client) -> None:
    job = quotes.documents.add_files([("empty.txt", b"  ")])
    last = quotes.jobs.wait(job.id, timeout=60, check=False)
    if last.state == "done":
        assert quotes.jobs.wait(job.id).progress.failed == 1
    else:
        with pytest.raises(JobFailed, match=job.id):
            quotes.jobs.wait(job.id)


def test_the_graph_is_written_to_a_file(quotes: Client, tmp_path: Path) -> None:
    path = tmp_path / "cloud.graphml"
    size = quotes.graph.save_export(path, topic="cloud", format="graphml", aggregated=True)
    assert path.stat().st_size == size
    assert TOPIC in {name.removeprefix("topic:") for name in nx.read_graphml(path).nodes}
    assert json.loads(quotes.graph.export(format="json", topic="cloud", aggregated=True))["nodes"]
    with pytest.raises(Invalid):
        quotes.graph.save_export(tmp_path / "none.graphml", topic="gardening")
    assert [one.name for one in tmp_path.iterdir()] == ["cloud.graphml"]
    assert quotes.pictures.timeline(PERSON).startswith(b"<?xml")


def test_what_is_wrong_is_told_by_parameter(quotes: Client) -> None:
    with pytest.raises(Invalid) as raised:
        quotes.ask("who", limit=1000, since="May")
    wrong = {one.parameter: one for one in raised.value.errors}
    assert set(wrong) == {"limit", "since"}
    assert wrong["since"].place == "query"
    assert "2024-06" in wrong["since"].detail
    assert raised.value.request_id
    with pytest.raises(NotFound):
        quotes.statements.get("../people")
    with pytest.raises(ValueError, match="is no id"):
        quotes.statements.get("..")
    assert isinstance(raised.value, QuotegraphError)


def test_keys_open_what_their_scope_allows(
    quotes: Client, served_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reading, writing = quotes.keys.create("reader"), quotes.keys.create("writer", scope="write")
    monkeypatch.delenv("QUOTEGRAPH_KEY", raising=False)
    with served(served_folder, "--access", "keys") as address:
        with Client(address) as nobody, pytest.raises(Unauthorized):
            nobody.stats()
        with Client(address, reading.key) as reader:
            assert (reader.me().name, reader.me().scope) == ("reader", "read")
            assert reader.search("margins").results
            with pytest.raises(Forbidden):
                reader.documents.add(ARTICLE)
        monkeypatch.setenv("QUOTEGRAPH_URL", address)
        monkeypatch.setenv("QUOTEGRAPH_KEY", writing.key)
        with Client() as writer:
            assert writer.me().name == "writer"
            made = writer.documents.add(ARTICLE, document="keys.txt")
            assert writer.documents.delete(made.article.id).articles == 1
        quotes.keys.revoke(reading.id)
        with Client(address, reading.key) as reader, pytest.raises(Unauthorized):
            reader.stats()
    assert reading.id in {one.id for one in quotes.keys.list().keys}


def test_the_same_under_asyncio(quotes: Client, address: str, tmp_path: Path) -> None:
    async def work() -> None:
        async with AsyncClient(address) as client:
            questions = ["who is sceptical about cloud incentives", "kto chwali program partnerski", "marże"]
            answers = await asyncio.gather(*(client.ask(one) for one in questions))
            for question, answer in zip(questions, answers, strict=True):
                expected = plain(quotes.ask(question)) | {"took_ms": 0}
                assert plain(answer) | {"took_ms": 0} == expected
            people = [one.id async for one in client.people.each(limit=9)]
            assert people == [one.id for one in quotes.people.each()]
            job = await client.documents.add_batch([numbered(7)])
            kinds = [one.kind async for one in client.jobs.events(job.id)]
            assert kinds[-1] == "end"
            assert (await client.jobs.wait(job.id)).progress.done == 1
            again = await client.documents.add_files([("a.txt", ARTICLE.replace("Quantum", "Steel").encode())])
            assert (await client.jobs.wait(again.id)).progress.added == 1
            path = tmp_path / "graph.json"
            assert await client.graph.save_export(path, format="json", topic="cloud") == path.stat().st_size
            assert "quotegraph" in await client.metrics()
            with pytest.raises(NotFound):
                await client.people.statements("person:nobody")

    asyncio.run(work())


def test_one_client_serves_several_threads(quotes: Client) -> None:
    expected = [one.id for one in quotes.search("marketplaces").results]
    found: list[list[str]] = []
    threads = [
        threading.Thread(target=lambda: found.append([one.id for one in quotes.search("marketplaces").results]))
        for _ in range(8)
    ]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert found == [expected] * 8


def test_a_statement_is_corrected_and_that_is_undone(quotes: Client) -> None:
    before = quotes.statements.get(STATEMENT)
    made = quotes.statements.correct(STATEMENT, firm=None, stances={TOPIC: "supportive"}, note="on tape")
    assert made.statement.firm is None
    assert made.statement.role == before.role  # what is left out stays
    assert {one.polarity for one in made.statement.opinions if one.topic == TOPIC} == {"supportive"}
    assert made.correction.changes["firm"] is None
    history = quotes.statements.history(STATEMENT)
    assert [one.id for one in history.corrections][-1] == made.correction.id
    assert made.correction.id in {one.id for one in quotes.statements.each_corrections(limit=1)}
    undone = quotes.statements.undo(made.correction.id)
    assert undone.undone_at is not None
    after = quotes.statements.get(STATEMENT)
    assert (after.firm, after.opinions) == (before.firm, before.opinions)
    confirmed = quotes.statements.confirm(STATEMENT, note="heard it")
    assert (confirmed.correction.kind, confirmed.correction.note) == ("confirmation", "heard it")
    quotes.statements.undo(confirmed.correction.id)
    with pytest.raises(Invalid) as raised:
        quotes.statements.correct(STATEMENT, role="two\nlines")
    assert {one.place for one in raised.value.errors} == {"body"}


def test_a_correction_takes_models_too(quotes: Client) -> None:
    speaker = models.SpeakerGiven(name="Ewa Nowak", type="person")
    made = quotes.statements.correct(STATEMENT, speaker=speaker)
    assert made.statement.speaker is not None
    assert made.statement.speaker.name == "Ewa Nowak"
    quotes.statements.undo(made.correction.id)


def test_people_are_merged_and_split(quotes: Client) -> None:
    one, other = "person:tobias-renshaw", "person:ingrid-solheim"
    counts = {person: len(list(quotes.people.each_statements(person))) for person in (one, other)}
    assert quotes.people.merge(one, other).to_id == other
    assert len(list(quotes.people.each_statements(other))) == sum(counts.values())
    assert quotes.people.get(one).id == other
    assert one in {merge.from_id for merge in quotes.people.each_merges()}
    assert quotes.people.split(one).undone_at is not None
    assert len(list(quotes.people.each_statements(other))) == counts[other]
    with pytest.raises(Conflict):
        quotes.people.split(one)


def test_statements_time_lines_and_doubts_are_listed(quotes: Client) -> None:
    some = [one.id for one in quotes.statements.each(person=PERSON, limit=1)]
    assert some == [one.id for one in quotes.people.statements(PERSON).statements]
    months = quotes.topics.timeline(TOPIC, since="2023").months
    assert [one.month for one in months] == sorted(one.month for one in months)
    assert quotes.topics.get(TOPIC).id == TOPIC
    assert quotes.firms.timeline(FIRM).months
    doubts = list(quotes.review.each(limit=5, max_confidence=0.7))
    sides = [[held.confidence or 1 for held in one.statement.opinions[:1]] for one in doubts]
    assert all(min(one.statement.confidence, *side, 1) <= 0.7 for one, side in zip(doubts, sides, strict=True))
