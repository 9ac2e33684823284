"""How a client reaches the service: address, key, time, and when it tries again."""

from __future__ import annotations

import os
import random
from dataclasses import dataclass
from urllib.parse import urlsplit

URL_VARIABLE, KEY_VARIABLE = "QUOTEGRAPH_URL", "QUOTEGRAPH_KEY"
DEFAULT_URL = "http://127.0.0.1:8000"
_WORTH_REPEATING = frozenset((429, 503))
_SAFE = frozenset(("GET", "HEAD"))


@dataclass(frozen=True, slots=True)
class Retries:
    """When a request is sent again: reading ones only, after 429, 503, or where the connection broke off.

    :param attempts: how often a request is sent at most; 1: never again.
    :param first_wait: seconds before the second attempt; doubled each time, with a random part, unless the service says
        when to come again.
    :param longest_wait: seconds; where the service asks for more, the error is raised at once.
    """

    attempts: int = 4
    first_wait: float = 0.25
    longest_wait: float = 30.0

    def wait(self, method: str, sent: int, status: int | None, retry_after: float | None) -> float | None:
        """Seconds to wait before the next attempt; ``None``: there is none.

        :param sent: how often it was sent.
        :param status: of the response; ``None`` where there was none.
        """
        if method not in _SAFE or sent >= self.attempts or (status is not None and status not in _WORTH_REPEATING):
            return None
        if retry_after is not None:
            return retry_after if retry_after <= self.longest_wait else None
        longest: float = min(self.first_wait * 2 ** (sent - 1), self.longest_wait)
        return longest * random.uniform(0.5, 1.0)  # noqa: S311 - so that many clients do not come at once


@dataclass(frozen=True, slots=True)
class Settings:
    """What every request of a client goes by.

    :param url: of the service, without ``/v1``.
    :param key: the API key; ``None`` where the service needs none.
    :param timeout: seconds to wait for a response, or for its next piece.
    """

    url: str
    key: str | None
    timeout: float
    retries: Retries

    @classmethod
    def of(cls, url: str | None, key: str | None, timeout: float, retries: Retries | None) -> Settings:
        """The settings given, else those of ``QUOTEGRAPH_URL`` and ``QUOTEGRAPH_KEY``, else of a service here.

        :raises ValueError: the address is none of the web.
        """
        address = url or os.environ.get(URL_VARIABLE) or DEFAULT_URL
        parts = urlsplit(address)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError(f"{address!r} is no address of a service; write for instance {DEFAULT_URL}")
        return cls(address.rstrip("/"), key or os.environ.get(KEY_VARIABLE) or None, timeout, retries or Retries())

    def headers(self) -> dict[str, str]:
        """What every request carries."""
        own = {"User-Agent": "quotegraph-client", "Accept": "application/json"}
        return own if self.key is None else {**own, "Authorization": f"Bearer {self.key}"}
