"""How often one may ask, and how often guess."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from api.security import limits as module
from api.security.control import AccessControl
from api.security.identity import Scope
from api.security.limits import Limits
from tests.api.access import in_process, keyed
from tests.api.problems import assert_problem


class Clock:
    def __init__(self) -> None:
        self.now = 1_000_020.0  # a minute begins at 1,000,020

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    found = Clock()
    monkeypatch.setattr(module.time, "time", found)
    return found


def test_a_key_has_its_own_limit_and_is_told_of_it(own_folder: Path, clock: Clock) -> None:
    with keyed(own_folder, requests_per_minute=1000) as service:
        _, text = service.control.keys.create("slow", Scope.READ, per_minute=3)
        header = {"X-API-Key": text}
        answers = [service.client.get("/v1/topics", headers=header) for _ in range(4)]
        assert [one.status_code for one in answers] == [200, 200, 200, 429]
        assert [one.headers["ratelimit-remaining"] for one in answers] == ["2", "1", "0", "0"]
        assert {one.headers["ratelimit-limit"] for one in answers} == {"3"}
        assert_problem(answers[3], 429, "/problems/too-many-requests")
        assert 1 <= int(answers[3].headers["retry-after"]) <= 120
        assert "retry-after" not in answers[0].headers
        other = service.client.get("/v1/topics", headers=service.shown("read"))
        assert (other.status_code, other.headers["ratelimit-limit"]) == (200, "1000")


def test_without_a_key_the_address_counts(own_folder: Path, clock: Clock) -> None:
    with keyed(own_folder, requests_per_minute=5) as service:
        assert [service.client.get("/healthz").status_code for _ in range(6)] == [200] * 5 + [429]
        assert service.client.get("/v1/topics", headers=service.shown("read")).status_code == 200


def test_the_window_slides(tmp_path: Path, clock: Clock) -> None:
    limits = Limits(tmp_path)
    clock.now += 30
    assert [limits.take_key(1, 10).allowed for _ in range(11)] == [True] * 10 + [False]
    refused = limits.take_key(1, 10)
    assert (refused.reset, refused.wait) == (30, 36)
    clock.now += 35.9  # a tenth of the minute before has not yet left the window
    assert not limits.take_key(1, 10).allowed
    clock.now += 0.2
    assert limits.take_key(1, 10).allowed
    assert not limits.take_key(1, 10).allowed
    clock.now += 120
    assert [limits.take_key(1, 10).allowed for _ in range(11)] == [True] * 10 + [False]
    clock.now -= 3600  # a clock that is put back locks nobody out
    assert limits.take_key(1, 10).allowed


def test_waiting_as_long_as_told_is_enough(tmp_path: Path, clock: Clock) -> None:
    limits = Limits(tmp_path)
    for limit in (1, 2, 3, 7, 60):
        for start in (0.0, 1.5, 30.0, 59.9):
            clock.now = 2_000_040 + limit * 600 + start
            while (refused := limits.take_key(limit * 100 + int(start), limit)).allowed:
                pass
            clock.now += refused.wait
            assert limits.take_key(limit * 100 + int(start), limit).allowed, (limit, start)


def test_processes_and_threads_count_together(tmp_path: Path) -> None:
    shared = [Limits(tmp_path) for _ in range(4)]
    with ThreadPoolExecutor(8) as pool:
        taken = list(pool.map(lambda number: shared[number % 4].take_key(1, 300).allowed, range(2000)))
    assert 300 <= sum(taken) <= 301  # a minute may end meanwhile
    for one in shared:
        one.close()


def test_two_real_workers_hold_one_limit(own_folder: Path) -> None:
    control = AccessControl(own_folder)
    _, text = control.keys.create("shared", Scope.READ, per_minute=20)
    with in_process(own_folder, access="keys") as one, in_process(own_folder, access="keys") as other:
        header = {"X-API-Key": text}
        found = [httpx.get(f"{(one, other)[i % 2]}/v1/me", headers=header).status_code for i in range(40)]
    assert 20 <= found.count(200) < 30  # some more where the machine is slow: the window slides meanwhile
    assert set(found) == {200, 429}


def test_addresses_of_one_ipv6_network_count_as_one(tmp_path: Path) -> None:
    limits = Limits(tmp_path)
    assert [limits.take_address(f"2001:db8:1:2::{n:x}", 3).allowed for n in range(4)] == [True, True, True, False]
    assert limits.take_address("2001:db8:1:3::1", 3).allowed
    assert [limits.take_address(one, 1).allowed for one in ("::ffff:192.0.2.1", "192.0.2.1")] == [True, False]


def test_where_there_is_no_folder_or_it_cannot_be_written_each_process_counts(tmp_path: Path) -> None:
    limits = Limits(tmp_path / "none")
    assert [limits.take_key(1, 2).allowed for _ in range(3)] == [True, True, False]
    assert not (tmp_path / "none").exists()
    (tmp_path / "file").write_text("")
    assert Limits(tmp_path / "file").take_key(1, 2).allowed


def test_a_damaged_file_is_made_anew_and_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "access.limits").write_bytes(b"rubbish")
    assert [Limits(tmp_path).take_key(1, 2).allowed for _ in range(3)] == [True, True, False]
    folder, victim = tmp_path / "linked", tmp_path / "victim"
    folder.mkdir()
    victim.write_text("precious")
    (folder / "access.limits").symlink_to(victim)
    assert Limits(folder).take_key(1, 2).allowed
    assert victim.read_text() == "precious"


def test_guessing_is_slowed_more_with_every_guess(tmp_path: Path, clock: Clock) -> None:
    limits, other = Limits(tmp_path), Limits(tmp_path)
    waits = []
    for number in range(20):
        limits.failed("192.0.2.1")
        waits.append(other.wait("192.0.2.1"))
        clock.now += waits[-1]
        assert other.wait("192.0.2.1") == 0, number
    assert waits[:10] == [0, 0, 0, 0, 0, 2, 4, 8, 16, 32]
    assert waits[-1] == 900
    assert limits.wait("192.0.2.2") == 0
    # Over a year that makes fewer than 36,000 guesses at 2**256 keys.
    clock.now += 3601
    limits.failed("192.0.2.1")
    assert limits.wait("192.0.2.1") == 0


def test_a_guesser_is_refused_unheard_and_owners_behind_the_same_address_are_not(
    own_folder: Path, clock: Clock
) -> None:
    with keyed(own_folder) as service:
        assert service.client.get("/v1/topics", headers=service.shown("read")).status_code == 200
        guess = {"X-API-Key": "qg_000000000000_" + "A" * 43}
        found = [service.client.get("/v1/topics", headers=guess) for _ in range(6)]
        assert [one.status_code for one in found] == [401] * 6
        for _ in range(5):  # as if it had gone on: the machine of the test may be slow
            service.control.limits.failed("testclient")
        found.append(service.client.get("/v1/topics", headers=guess))
        body = assert_problem(found[-1], 429, "/problems/too-many-requests")
        assert "wrong keys" in body["detail"]
        assert 50 <= int(found[-1].headers["retry-after"]) <= 64
        # The right key, never used before, is not looked at either: a guess that hits learns nothing.
        assert service.client.get("/v1/topics", headers=service.shown("write")).status_code == 429
        assert service.client.get("/v1/topics", headers=service.shown("read")).status_code == 200
        assert service.client.post("/login", data={"key": service.texts["write"]}).status_code == 429
        page = service.client.post("/login", data={"key": service.texts["write"]}, headers={"Accept": "text/html"})
        assert (page.status_code, "set-cookie" in page.headers) == (429, False)
        clock.now += 64.1
        assert service.client.get("/v1/topics", headers=service.shown("write")).status_code == 200


def test_guesses_at_two_real_workers_count_together(own_folder: Path) -> None:
    with in_process(own_folder, access="keys") as one, in_process(own_folder, access="keys") as other:
        guess = {"Authorization": "Bearer qg_000000000000_" + "A" * 43}
        found = [httpx.get(f"{(one, other)[i % 2]}/v1/me", headers=guess).status_code for i in range(10)]
    assert found[:6] == [401] * 6
    assert 429 in found[6:]
