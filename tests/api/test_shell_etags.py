"""Entity tags: nothing is made or sent that the client has, and nothing old is taken for new."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient

import search.engine
from api.app import create_app
from corpus.store import Setting, Store
from corpus.types import Polarity

ADDRESSES = [
    "/v1/ask?q=who+is+sceptical+about+cloud+incentives",
    "/v1/search?q=margins",
    "/v1/people",
    "/v1/firms",
    "/v1/topics",
    "/v1/stats",
    "/v1/graph/camps?topic=cloud",
    "/v1/graph/pictures/network?topic=cloud",
    "/v1/graph/export?format=graphml",
]


def tag_of(client: TestClient, address: str, **headers: str) -> str:
    response = client.get(address, headers=headers)
    assert response.status_code == 200
    tag: str = response.headers["etag"]
    assert re.fullmatch(r'W/"[0-9a-f]{32}"', tag)
    return tag


@pytest.mark.parametrize("address", ADDRESSES)
def test_what_has_not_changed_is_not_sent_again(client: TestClient, address: str) -> None:
    tag = tag_of(client, address)
    again = client.get(address, headers={"If-None-Match": tag})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert again.headers["cache-control"] == "no-cache"
    assert "Authorization" in again.headers["vary"]
    assert "content-type" not in again.headers
    other = client.get(address, headers={"If-None-Match": 'W/"0123"'})
    assert (other.status_code, other.headers["etag"]) == (200, tag)


def test_tags_are_of_one_address_and_one_form(client: TestClient) -> None:
    tags = {tag_of(client, address) for address in ADDRESSES}
    assert len(tags) == len(ADDRESSES)
    assert tag_of(client, "/v1/people?limit=2") != tag_of(client, "/v1/people?limit=3")
    assert tag_of(client, "/v1/people", Accept="text/html") != tag_of(client, "/v1/people", Accept="application/json")


def test_lists_and_strong_forms_of_tags_are_understood(client: TestClient) -> None:
    tag = tag_of(client, "/v1/topics")
    for known in (f'"a", {tag}', tag.removeprefix("W/"), f'{tag},W/"b"'):
        assert client.get("/v1/topics", headers={"If-None-Match": known}).status_code == 304
    for unknown in ("*", "", tag[:-2] + '"', "W/"):
        assert client.get("/v1/topics", headers={"If-None-Match": unknown}).status_code == 200


def test_nothing_is_worked_out_for_what_the_client_has(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    tag = tag_of(client, ADDRESSES[0])

    def never(*_: object, **__: object) -> None:
        raise AssertionError("the question was answered again")

    monkeypatch.setattr(search.engine.Engine, "ask", never)
    assert client.get(ADDRESSES[0], headers={"If-None-Match": tag}).status_code == 304


def test_errors_have_no_tag(client: TestClient) -> None:
    assert "etag" not in client.get("/v1/people/person:nobody/statements").headers
    assert "etag" not in client.get("/v1/ask").headers


def test_every_decision_and_setting_changes_the_tags(own_folder: Path) -> None:
    with TestClient(create_app(own_folder)) as client, Store.open(own_folder) as store:
        seen = [tag_of(client, "/v1/people")]
        statement = store.statement_ids()[0]
        topic = store.topics()[0].topic

        def changed() -> None:
            tag = tag_of(client, "/v1/people", **{"If-None-Match": seen[-1]})
            assert tag not in seen
            seen.append(tag)

        store.correct(statement, author="tester", role="nobody")
        changed()
        store.correct(statement, author="tester", rejected=True)
        changed()
        store.correct(statement, author="tester", stances={topic: Polarity.NEUTRAL})  # of what is listed no more
        changed()
        store.set(Setting.TOPICS, (Path(search.__file__).parents[1] / "corpus/data/topics.toml").read_text())
        changed()


def test_other_addresses_are_told_by_their_bytes(data_folder: Path) -> None:
    app = create_app(data_folder)
    value = {"n": 1}

    @app.get("/v1/other/7")
    def other() -> dict[str, int]:
        return value

    with TestClient(app) as client:
        tag = tag_of(client, "/v1/other/7")
        again = client.get("/v1/other/7", headers={"If-None-Match": tag})
        assert (again.status_code, again.content) == (304, b"")
        value["n"] = 2
        assert client.get("/v1/other/7", headers={"If-None-Match": tag}).json() == {"n": 2}
