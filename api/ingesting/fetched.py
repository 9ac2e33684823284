"""From a fetched page to an article."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

from api.service_settings import ServiceSettings
from corpus.errors import InputError
from corpus.read import Origin, read_bytes
from corpus.types import Article

_SUFFIXES = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "": ".html",
}


class FetchedPage(Protocol):
    """What an address gave.

    ``url``: where it was found after redirects; ``charset``: as its header names it.
    """

    @property
    def url(self) -> str: ...  # noqa: D102
    @property
    def content(self) -> bytes: ...  # noqa: D102
    @property
    def media_type(self) -> str: ...  # noqa: D102
    @property
    def charset(self) -> str | None: ...  # noqa: D102


Fetch = Callable[[str, ServiceSettings], FetchedPage]


def article_of(page: FetchedPage) -> Article:
    """The article on a page; its location is the page's address.

    :raises InputError: none could be found, or the page is of a kind that is not read.
    """
    suffix = _SUFFIXES.get(page.media_type.partition(";")[0].strip().lower())
    if suffix is None:
        raise InputError("url", f"leads to {page.media_type[:100]!r}, which is not read", "give the address of a page")
    article = read_bytes(_utf8(page), Origin(f"page{suffix}", page.url))
    return replace(article, document=page.url, url=article.url or page.url)


def _utf8(page: FetchedPage) -> bytes:
    """The page in UTF-8 where its header names another encoding; else as it is."""
    if not page.charset or page.charset.lower().replace("_", "-") in {"utf-8", "utf8"}:
        return page.content
    try:
        return page.content.decode(page.charset).encode("utf-8")
    except (LookupError, ValueError):
        return page.content  # the header is wrong; the page itself may say it
