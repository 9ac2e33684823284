"""Which topic scheme a store goes by."""

from __future__ import annotations

from functools import lru_cache

from corpus.store import Setting, Store
from corpus.topic_scheme import parse_scheme
from corpus.topics import TopicScheme, default_scheme


@lru_cache(maxsize=8)
def scheme_from(text: str | None) -> TopicScheme:
    """The scheme of a TOML text; the bundled one for ``None``.

    :raises InputError: the text is no scheme.
    """
    return default_scheme() if text is None else TopicScheme(parse_scheme(text, "the store's topic scheme"))


def scheme_of(store: Store) -> TopicScheme:
    """The scheme that a store's statements are tagged with."""
    return scheme_from(store.setting(Setting.TOPICS))
