"""The state of the store and of what answers from it, in a word."""

from __future__ import annotations

from api.routes.access import Access
from api.routes.service import program_version
from corpus.errors import QuotegraphError
from search.engine import Engine


class StoreState:
    """Names the state that answers follow from: equal names, equal answers.

    To be asked by one thread, that of the event loop: it is a look at the store's file when nothing has changed.

    :param reranker: as the service was told.
    """

    def __init__(self, access: Access, reranker: str | None) -> None:
        self._access = access
        self._made_by = f"{program_version()}/{reranker or ''}"
        self._known: tuple[Engine, tuple[int, int], str] | None = None

    def __call__(self) -> str | None:
        """The name; ``None`` while the engine is not open, and where the store cannot be read."""
        engine = self._access.opened()
        if engine is None:
            return None
        try:
            version = engine.store.data_version(), engine.followed
            if self._known is None or self._known[0] is not engine or self._known[1] != version:
                encoder = f"{engine.encoder.name}/{engine.encoder.dimensions}"
                self._known = engine, version, f"{engine.store.revision()}/{engine.followed}/{encoder}/{self._made_by}"
        except QuotegraphError:
            return None
        return self._known[2]
