"""Jobs: batches of all kinds, bad items, listing, cancelling, following, limits."""

from __future__ import annotations

import gzip
import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.service_settings import ServiceSettings
from tests.api.problems import assert_problem
from tests.api.servers import Served, ended, served

PART = b'--x\r\nContent-Disposition: form-data; name="files"; filename="a.txt"\r\n\r\n'
NDJSON = {"Content-Type": "application/x-ndjson"}


def text(number: int, times: int = 1) -> str:
    said = f"“Toasters of kind {number} will change the business,” said Orsolya Quince, director of Brindlewick."
    return f"Report {number}. The market is calm.\n\n" + "\n\n".join([said] * times)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A real server over a folder that is empty at first; the tests of this module add to it."""
    folder = tmp_path_factory.mktemp("jobs") / "data"
    with served(folder, max_body_bytes=3_000_000, max_unpacked_bytes=500_000, max_article_characters=100_000) as found:
        found.folder = folder  # type: ignore[attr-defined]
        yield found


def send(server: Served, **body: Any) -> str:
    response = server.client.post("/v1/documents/batch", **body)
    assert response.status_code == 202, response.text
    job = response.json()
    assert response.headers["location"] == f"/v1/jobs/{job['id']}"
    assert (job["kind"], job["author"]) == ("ingest", "local")
    identifier: str = job["id"]
    return identifier


def counts(job: dict[str, Any]) -> tuple[int, ...]:
    names = ("documents", "done", "added", "replaced", "unchanged", "failed")
    return tuple(job["progress"][name] for name in names)


def spooled(server: Served) -> list[str]:
    folder: Path = server.folder / "jobs"  # type: ignore[attr-defined]
    for _ in range(50):  # files go just after the job has ended
        if not any(folder.iterdir()):
            break
        time.sleep(0.02)
    return sorted(path.name for path in folder.iterdir())


def test_a_json_list_with_bad_items(server: Served) -> None:
    articles: list[Any] = [{"text": text(number), "document": f"list-{number}"} for number in range(6)]
    articles[1] = {"text": text(1), "colour": "red"}
    articles[2] = 7
    articles[4] = {"text": "half \ud800 a pair", "\ud800": 1}
    job = ended(server.client, send(server, content=json.dumps(articles), headers={"Content-Type": "application/json"}))
    assert (job["state"], counts(job)) == ("done", (6, 6, 3, 0, 0, 3))
    assert job["progress"]["statements"] == 3
    errors = {error["source"]: error["problem"] for error in job["errors"]}
    assert list(errors) == ["item 2", "item 3", "item 5"]
    assert errors["item 2"] == "colour: is not a field of an article"
    assert "no JSON object" in errors["item 3"]
    assert "unicode" in errors["item 5"]
    assert all(error["remedy"] for error in job["errors"])
    found = server.client.get("/v1/documents?limit=3").json()["documents"]
    assert [one["document"] for one in found] == ["list-5", "list-3", "list-0"]
    assert spooled(server) == []


def test_lines_with_bad_ones(server: Served) -> None:
    lines = [json.dumps({"text": text(10), "url": "https://example.com/10"}), "{", "", json.dumps({"txt": 1})]
    lines += [json.dumps({"text": text(11)}), '{"text": "\\u0000"}', "[" * 5000, json.dumps({"text": "x" * 100_001})]
    body = "\n".join(lines).encode() + b'\n{"text": "\xff"}\n'
    job = ended(server.client, send(server, content=body, headers=NDJSON))
    assert (job["state"], counts(job)) == ("done", (8, 8, 2, 0, 0, 6))
    assert [error["source"] for error in job["errors"]] == [f"line {number}" for number in (2, 4, 6, 7, 8, 9)]
    again = ended(server.client, send(server, content=body, headers=NDJSON))
    assert counts(again) == (8, 8, 0, 0, 2, 6)
    assert again["progress"]["statements"] == 0


def test_files_of_all_kinds(server: Served) -> None:
    page = f"<html><head><title>Page</title></head><body><article><p>{text(23)}</p></article></body></html>"
    archive = "\n".join(json.dumps({"id": f"a{number}", "text": text(number)}) for number in range(30, 33))
    files = {
        "2024-05-16_plain.txt": text(20).encode(),
        "marked.md": f"---\ntitle: Marked\npublisher: Courier\n---\n{text(21)}".encode(),
        "picture.txt": b"\x89PNG\r\n\x1a\n",
        "page.html": page.encode(),
        "many.jsonl": archive.encode(),
        "packed.jsonl.gz": gzip.compress(archive.replace("Report", "Packed report").encode()),
        "cut.jsonl.gz": gzip.compress(b'{"words": "x"}\n' * 50)[:-12],
        "table.xlsx": b"PK\x03\x04 anything",
        "../../../etc/passwd.txt": text(24).encode(),
        "C:\\folder\\windows.txt": text(25).encode(),
        "empty.txt": b"",
    }
    parts = [("files", (name, content)) for name, content in files.items()]
    job = ended(server.client, send(server, files=parts))
    errors = {error["source"]: error["problem"] for error in job["errors"]}
    assert job["state"] == "done"
    assert "PNG" in errors["picture.txt"]
    assert "unknown kind" in errors["table.xlsx"]
    assert "empty" in errors["empty.txt"]
    assert any(source.startswith("cut.jsonl.gz") for source in errors)
    assert job["progress"]["added"] == 5 + 6
    assert all(str(server.folder) not in str(error) for error in job["errors"])  # type: ignore[attr-defined]
    found = {one["document"]: one for one in server.client.get("/v1/documents?limit=30").json()["documents"]}
    assert found["2024-05-16_plain.txt"]["date"] == "2024-05-16"
    assert (found["marked.md"]["headline"], found["marked.md"]["publisher"]) == ("Marked", "Courier")
    assert {"page.html", "many.jsonl#a30", "packed.jsonl.gz#a32", "etc/passwd.txt", "windows.txt"} <= set(found)
    assert spooled(server) == []
    changed = [("files", ("2024-05-16_plain.txt", text(26).encode()))]
    assert counts(ended(server.client, send(server, files=changed))) == (1, 1, 0, 1, 0, 0)


def test_a_bomb_is_refused_before_anything_is_kept(server: Served) -> None:
    bomb = gzip.compress(b'{"text": "' + b"x" * 600_000_000 + b'"}')
    assert len(bomb) < 1_000_000
    response = server.client.post("/v1/documents/batch", files=[("files", ("bomb.jsonl.gz", bomb))])
    assert "max_unpacked_bytes" in assert_problem(response, 413, "/problems/content-too-large")["detail"]
    assert spooled(server) == []


def test_aliases_of_yaml_stay_small(server: Served) -> None:
    """What would unfold to 10^12 names is named as wrong in a moment."""
    lines = ["a: &a [lol, lol, lol, lol, lol, lol, lol, lol, lol, lol]"]
    for before, letter in zip("abcdefghijk", "bcdefghijkl", strict=True):
        lines.append(f"{letter}: &{letter} [" + ", ".join([f"*{before}"] * 10) + "]")
    body = "---\n" + "\n".join([*lines, "title: *l"]) + f"\n---\n{text(40)}"
    began = time.monotonic()
    job = ended(server.client, send(server, files=[("files", ("bomb.md", body.encode()))]))
    assert time.monotonic() - began < 20
    assert [error["source"] for error in job["errors"]] == ["bomb.md"]
    assert "'title' is no text" in job["errors"][0]["problem"]


@pytest.mark.parametrize(
    ("content_type", "body", "status", "kind"),
    [
        ("application/json", b"[", 400, "malformed-body"),
        ("application/json", b"{}", 400, "malformed-body"),
        ("application/json", b"[]", 400, "malformed-body"),
        ("application/json", b"[" * 100_000, 400, "malformed-body"),
        ("application/json", b"\xff", 400, "malformed-body"),
        ("application/x-ndjson", b" \n", 400, "malformed-body"),
        ("multipart/form-data", b"x", 400, "malformed-body"),
        ("multipart/form-data; boundary=x", b"", 400, "malformed-body"),
        ("multipart/form-data; boundary=x", b"--x\r\nnonsense", 400, "malformed-body"),
        ("text/plain", b"x", 415, "unsupported-content-type"),
        ("application/zip", b"PK", 415, "unsupported-content-type"),
        ("", b"x", 415, "unsupported-content-type"),
        ("application/x-ndjson", b"x" * 3_000_001, 413, "body-too-large"),
        ("application/json", b"x" * 3_000_001, 413, "body-too-large"),
        ("multipart/form-data; boundary=x", PART + b"x" * 3_000_001, 413, "body-too-large"),
    ],
)
def test_bodies_that_are_no_batch(server: Served, content_type: str, body: bytes, status: int, kind: str) -> None:
    before = server.client.get("/v1/jobs?limit=1").json()["jobs"]
    response = server.client.post("/v1/documents/batch", content=body, headers={"Content-Type": content_type})
    assert_problem(response, status, f"/problems/{kind}")
    assert server.client.get("/v1/jobs?limit=1").json()["jobs"] == before
    assert spooled(server) == []


def followed(client: httpx.Client, job: str, after: str | None = None) -> list[tuple[str, str, dict[str, Any]]]:
    """The events (id, name, data) of a job until the stream ends."""
    found, event = [], {"id": "", "event": "", "data": ""}
    headers = {} if after is None else {"Last-Event-ID": after}
    with client.stream("GET", f"/v1/jobs/{job}/events", headers=headers, timeout=60) as response:
        assert response.headers["content-type"].startswith("text/event-stream")
        for line in response.iter_lines():
            if not line and event["data"]:
                found.append((event["id"], event["event"], json.loads(event["data"])))
                event = {"id": "", "event": "", "data": ""}
            elif line and not line.startswith(":"):
                name, _, value = line.partition(": ")
                event[name] += value
    return found


def test_a_job_is_followed_to_its_end_and_resumed(server: Served) -> None:
    lines = [json.dumps({"text": text(number, 5)}) for number in range(100, 130)]
    lines[20] = "{"
    job = send(server, content="\n".join(lines), headers=NDJSON)
    events = followed(server.client, job)
    done = [data["progress"]["done"] for _, name, data in events if name != "error"]
    assert len(done) > 3
    assert done == sorted(done)
    assert [data["source"] for _, name, data in events if name == "error"] == ["line 21"]
    assert (events[-1][1], events[-1][2]["state"], done[-1]) == ("end", "done", 30)
    assert {name for _, name, _ in events[:-1]} == {"progress", "error"}
    middle = next(place for place, (_, name, _) in enumerate(events) if name == "error")
    resumed = followed(server.client, job, after=events[middle][0])
    assert resumed == [events[-1]]  # the error is not repeated
    assert [event[1:] for event in followed(server.client, job, after=events[0][0])] == [
        ("error", events[middle][2]),
        events[-1][1:],
    ]
    assert_problem(server.client.get("/v1/jobs/none/events"), 404, "/problems/not-found")
    wrong = server.client.get(f"/v1/jobs/{job}/events", headers={"Last-Event-ID": "x"})
    assert_problem(wrong, 422, "/problems/invalid-request")


def test_a_job_is_cancelled_after_the_article_in_flight(server: Served) -> None:
    before = server.client.get("/healthz").json()["articles"]
    first = send(server, content="\n".join(json.dumps({"text": text(n, 8)}) for n in range(200, 400)), headers=NDJSON)
    second = send(server, content=json.dumps({"text": text(401)}), headers=NDJSON)
    while server.client.get(f"/v1/jobs/{first}").json()["progress"]["done"] < 3:
        time.sleep(0.05)
    assert server.client.get(f"/v1/jobs/{second}").json()["state"] == "queued"  # one at a time
    cancelled = server.client.post(f"/v1/jobs/{second}/cancel").json()
    assert (cancelled["state"], cancelled["progress"]["done"]) == ("cancelled", 0)
    assert server.client.post(f"/v1/jobs/{first}/cancel").json()["cancelling"] is True
    job = ended(server.client, first)
    assert job["state"] == "cancelled"
    assert 3 <= job["progress"]["done"] < 200
    assert server.client.get("/healthz").json()["articles"] == before + job["progress"]["added"]
    assert server.client.post(f"/v1/jobs/{first}/cancel").json()["state"] == "cancelled"
    assert spooled(server) == [second]  # of a job that nobody began; taken away when the process starts next
    done = server.client.get("/v1/jobs?state=done&limit=1").json()["jobs"][0]["id"]
    assert_problem(server.client.post(f"/v1/jobs/{done}/cancel"), 409, "/problems/job-ended")
    for response in (server.client.post("/v1/jobs/none/cancel"), server.client.get("/v1/jobs/none")):
        assert_problem(response, 404, "/problems/not-found")


def test_the_list_of_jobs_page_by_page(server: Served) -> None:
    whole = server.client.get("/v1/jobs?limit=200").json()
    assert whole["next"] is None
    seen, path = [], "/v1/jobs?limit=2"
    while path is not None:
        page = server.client.get(path).json()
        seen += page["jobs"]
        path = page["next"]
    assert seen == whole["jobs"]
    assert len(seen) > 6
    done = server.client.get("/v1/jobs?state=done").json()["jobs"]
    assert done == [one for one in seen if one["state"] == "done"]
    cursor = server.client.get("/v1/jobs?limit=2").json()["next_cursor"]
    response = server.client.get("/v1/jobs", params={"state": "done", "cursor": cursor})
    assert_problem(response, 422, "/problems/invalid-request")


def test_no_more_jobs_than_the_service_takes(tmp_path: Path) -> None:
    settings = ServiceSettings(max_waiting_jobs=2)
    with TestClient(create_app(tmp_path / "data", settings=settings)) as client:
        body = "\n".join(json.dumps({"text": text(number, 8)}) for number in range(60))
        first, second = (client.post("/v1/documents/batch", content=body, headers=NDJSON).json() for _ in range(2))
        response = client.post("/v1/documents/batch", content=body, headers=NDJSON)
        assert_problem(response, 429, "/problems/too-many-jobs")
        assert int(response.headers["retry-after"]) > 0
        assert len(list((tmp_path / "data" / "jobs").iterdir())) == 2
        ended(client, second["id"])
        assert ended(client, first["id"])["progress"]["added"] == 60
        assert client.post("/v1/documents/batch", content=body, headers=NDJSON).status_code == 202
