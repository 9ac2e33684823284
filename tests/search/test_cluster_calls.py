"""When a shard is asked again: replicas that are lost, that are slow, that never answer."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest

from corpus.errors import StoreError, UsageError
from search.cluster import calls
from search.cluster.calls import Calls

pytest.importorskip("ray", reason="needs the package ray: pip install 'quotegraph[cluster]'")

from ray.exceptions import ActorUnavailableError, RayTaskError

pytestmark = pytest.mark.filterwarnings("ignore")  # Ray's own are no concern here
LOST = ActorUnavailableError("lost", None)


class Response:
    """Answers after a while, or with an error."""

    def __init__(self, what: Any, seconds: float) -> None:
        self._what, self._at = what, time.monotonic() + seconds

    def result(self, timeout_s: float) -> Any:
        left = self._at - time.monotonic()
        time.sleep(max(0.0, min(left, timeout_s)))
        if left > timeout_s:
            raise TimeoutError
        if isinstance(self._what, Exception):
            raise self._what
        return self._what


class Replicas:
    """A handle whose calls get the next of some responses.

    :param responses: what is answered, and after how many seconds.
    """

    def __init__(self, *responses: tuple[Any, float]) -> None:
        self._responses: Iterator[tuple[Any, float]] = iter(responses)
        self.asked: list[tuple[str, tuple[Any, ...]]] = []
        self.by_reference = True

    def options(self, *, _by_reference: bool) -> Replicas:
        self.by_reference = _by_reference
        return self

    def __getattr__(self, method: str) -> Replicas:
        self._method = method
        return self

    def remote(self, *told: Any) -> Response:
        self.asked.append((self._method, told))
        return Response(*next(self._responses))


def test_a_call_that_is_lost_is_made_again_with_the_same() -> None:
    replicas = Replicas((LOST, 0), (LOST, 0), (7, 0))
    assert Calls(1, replicas).start("closest", (1, 2)).answer() == 7
    assert replicas.asked == [("closest", (1, 2))] * 3
    assert not replicas.by_reference


def test_another_replica_is_asked_as_well_when_one_is_slow() -> None:
    replicas = Replicas((1, 20.0), (2, 0.05))
    several = Calls(1, replicas)
    began = time.monotonic()
    assert several.start("closest", ()).answer() == 2
    assert 0.3 < time.monotonic() - began < 1.5
    assert len(replicas.asked) == 2
    assert len(several._left) == 1  # the slow replica counts as busy as long as its call is out


def test_the_first_answer_counts_also_when_it_is_the_one_that_was_slow() -> None:
    replicas = Replicas((1, 0.5), (2, 20.0))
    assert Calls(1, replicas).start("closest", ()).answer() == 1


def test_an_answer_that_may_take_long_is_waited_for() -> None:
    replicas = Replicas((1, 0.8))
    assert Calls(1, replicas).start("catch_up", (3,), long=True).answer() == 1
    assert len(replicas.asked) == 1


def test_a_shard_that_was_waited_for_last_is_looked_at_before_it_is_asked_again() -> None:
    replicas = Replicas((1, 0.1), (2, 0.0))
    call = Calls(1, replicas).start("closest", ())
    time.sleep(0.6)  # other shards took so long
    assert call.answer() == 1
    assert len(replicas.asked) == 1


def test_patience_grows_with_the_time_that_answers_take() -> None:
    replicas = Replicas(*[(1, 0.15)] * 30)
    several = Calls(1, replicas)
    for _ in range(30):
        several.start("closest", ()).answer()
    assert several.patience == pytest.approx(4 * 0.15, rel=0.35)


def test_no_answer_is_an_error_that_names_the_shard(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calls, "_PAUSE", 0.001)
    with pytest.raises(StoreError, match="shard 3 of the index does not answer"):
        Calls(3, Replicas(*[(LOST, 0)] * 6)).start("closest", ()).answer()
    monkeypatch.setattr(calls, "_LIMIT", 1.0)
    replicas = Replicas(*[(1, 60.0)] * 6)
    with pytest.raises(StoreError, match="shard 2"):
        Calls(2, replicas).start("closest", ()).answer()
    assert 2 <= len(replicas.asked) <= 3


def test_an_error_of_ours_is_raised_as_it_is_and_one_of_the_program_is_not_hidden() -> None:
    ours = RayTaskError("closest", "trace", UsageError("--ray", "is wrong", "mend it")).as_instanceof_cause()
    with pytest.raises(UsageError, match="is wrong"):
        Calls(1, Replicas((ours, 0))).start("closest", ()).answer()
    bug = RayTaskError("closest", "trace", KeyError("bug")).as_instanceof_cause()
    replicas = Replicas((bug, 0), (1, 0))
    with pytest.raises(KeyError):
        Calls(1, replicas).start("closest", ()).answer()
    assert len(replicas.asked) == 1
