"""Suggestions about names, kept while the store stays as it is: making them takes seconds on a large store."""

from __future__ import annotations

from dataclasses import dataclass
from threading import Event, Lock, Thread
from time import monotonic

from corpus.errors import QuotegraphError
from corpus.store import Store
from corpus.store.dismissing import DUPLICATE, NAMESAKES

_PATIENCE = 5.0  # seconds that the first call waits; without suggestions until then, it gives none
_AT_LEAST = 10.0  # seconds between two times that they are made anew while others write


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Two who may be one (``duplicate``), or one who may be two (``namesakes``).

    :param of: ``person`` or ``firm``.
    :param entities: id and name: the two; or the person and the two firms.
    :param strong: spelling and firm agree, and nothing speaks against it.
    """

    kind: str
    of: str
    entities: tuple[tuple[str, str], ...]
    reasons: tuple[str, ...]
    doubts: tuple[str, ...]
    strong: bool

    @property
    def rank(self) -> tuple[int, int, int, str]:
        """By what suggestions are sorted, strong ones first; no two have the same."""
        ids = "|".join((self.kind, *(identifier for identifier, _ in self.entities)))
        return int(not self.strong), len(self.doubts), -len(self.reasons), ids


@dataclass(frozen=True, slots=True)
class Suggested:
    """The suggestions of a moment.

    :param fresh: whether the store has not changed since they were made.
    """

    suggestions: tuple[Suggestion, ...]
    fresh: bool


class Suggestions:
    """Gives the suggestions about names of one store, to any number of threads.

    They are made in the background: the first call waits some seconds for that; later ones give those made before,
    without what was decided since, and have them made anew where the store has changed.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._making = Lock()
        self._ready = Event()
        self._made: tuple[tuple[Suggestion, ...], tuple[int, int, int], float] | None = None

    def now(self) -> Suggested:
        """The suggestions, strong ones first.

        :raises StoreError: the store cannot be read.
        """
        state = self._state()
        made = self._made
        old = made is None or (made[1] != state and monotonic() - made[2] > _AT_LEAST)
        if old and self._making.acquire(blocking=False):
            Thread(target=self._again, args=(state,), name="quotegraph-suggestions", daemon=True).start()
        if made is None:
            self._ready.wait(_PATIENCE)
            made = self._made
            if made is None:
                return Suggested((), fresh=False)
        fresh = made[1] == state
        return Suggested(made[0] if fresh else self._undecided(made[0]), fresh)

    def _again(self, state: tuple[int, int, int]) -> None:
        """Makes them anew; the lock was taken by whoever started this."""
        try:
            self._made = _made(self._store), state, monotonic()
            self._ready.set()
        except QuotegraphError:  # the store was closed, or cannot be read now: the next call tells
            pass
        finally:
            self._making.release()

    def _state(self) -> tuple[int, int, int]:
        """Changes with everything that suggestions follow from."""
        standing = [one for one in self._store.dismissals() if one.undone_at is None]
        return self._store.sequence(), len(standing), max((one.id for one in standing), default=0)

    def _undecided(self, made: tuple[Suggestion, ...]) -> tuple[Suggestion, ...]:
        """Those that are not settled by a merge or a dismissal of since."""
        with self._store.snapshot():
            dismissed = {kind: self._store.dismissed(kind) for kind in (DUPLICATE, NAMESAKES)}
            merged = {merge.from_id for merge in self._store.merges() if merge.undone_at is None}
        return tuple(
            one
            for one in made
            if not merged & {name for name, _ in one.entities}
            and frozenset(name for name, _ in one.entities) not in dismissed[one.kind]
        )


def _made(store: Store) -> tuple[Suggestion, ...]:
    with store.snapshot():
        found = [
            Suggestion(
                DUPLICATE,
                of,
                ((pair.one, pair.one_name), (pair.other, pair.other_name)),
                pair.reasons,
                pair.doubts,
                pair.strong,
            )
            for of in ("person", "firm")
            for pair in store.duplicates(of)
        ]
        found += [
            Suggestion(
                NAMESAKES,
                "person",
                ((one.id, one.name), *zip(one.firm_ids, one.firms, strict=True)),
                one.reasons,
                one.doubts,
                strong=False,
            )
            for one in store.namesakes()
        ]
    return tuple(sorted(found, key=lambda one: one.rank))
