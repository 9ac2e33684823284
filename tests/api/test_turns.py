"""Questions in turn: how many at once, who is refused and when."""

from __future__ import annotations

import asyncio
import threading
import time

import pytest

from api.problems import BUSY, ProblemError
from api.routes.turns import Turns


def test_no_more_are_worked_out_at_once_than_allowed() -> None:
    turns, inside, most, lock = Turns(2, 10.0), 0, 0, threading.Lock()

    def work() -> int:
        nonlocal inside, most
        with lock:
            inside += 1
            most = max(most, inside)
        time.sleep(0.01)
        with lock:
            inside -= 1
        return 7

    async def all_of_them() -> list[int]:
        return await asyncio.gather(*(turns.run(work) for _ in range(10)))

    assert asyncio.run(all_of_them()) == [7] * 10
    assert most == 2


def test_who_would_wait_too_long_is_refused_at_once_and_told_when_to_come_again() -> None:
    turns = Turns(1, 0.25)

    async def many() -> list[object]:
        await turns.run(lambda: time.sleep(0.1))
        for _ in range(60):  # the mean follows
            await turns.run(lambda: time.sleep(0.02))
        tasks = [asyncio.create_task(turns.run(lambda: time.sleep(0.02))) for _ in range(60)]
        return await asyncio.gather(*tasks, return_exceptions=True)

    results = asyncio.run(many())
    refused = [one for one in results if isinstance(one, ProblemError)]
    assert 30 <= len(refused) <= 55
    assert {one.kind for one in refused} == {BUSY}
    assert refused[0].headers == {"Retry-After": "1"}
    assert [one for one in results if one is None]


def test_a_failure_frees_the_place() -> None:
    turns = Turns(1, 1.0)

    def fail() -> None:
        raise ZeroDivisionError

    async def fail_then_work() -> int:
        with pytest.raises(ZeroDivisionError):
            await turns.run(fail)
        return await turns.run(lambda: 3)

    assert asyncio.run(fail_then_work()) == 3
    assert turns.wait == 0.0
