"""Indexes that are brought up to date while others are still writing to the store."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from corpus.errors import QuotegraphError
from search.index import OnEmbedded
from search.indexed_store import IndexedStore

_WORTH = 2_048  # new entries of the store's change log; fewer are left for later
_EVERY = 0.05  # seconds between two looks


class _Abandoned(Exception):  # noqa: N818 - no error: nobody waits for the index any more
    pass


@contextmanager
def indexed_meanwhile(indexed: IndexedStore, on_embedded: OnEmbedded | None = None) -> Iterator[None]:
    """While the block writes to the store, a thread takes over in the indexes what was written, again and again.

    What it has not taken over at the end, or could not, is left for ``IndexedStore.refresh``, which meets the same
    errors.

    :param on_embedded: told how far the making of vectors is, once the block has ended.
    """
    ended, abandoned = threading.Event(), threading.Event()

    def tell(done: int, total: int) -> None:
        if abandoned.is_set():
            raise _Abandoned
        if ended.is_set() and on_embedded is not None:
            on_embedded(done, total)

    def follow() -> None:
        try:
            while not ended.wait(_EVERY):
                if indexed.store.sequence() - indexed.index.sequence >= _WORTH:
                    indexed.lexical.sync(indexed.store)
                    indexed.index.sync(indexed.store, tell)
        except (QuotegraphError, _Abandoned):
            return

    thread = threading.Thread(target=follow, name="indexing")
    thread.start()
    try:
        yield
    except BaseException:
        abandoned.set()
        raise
    finally:
        ended.set()
        thread.join()
