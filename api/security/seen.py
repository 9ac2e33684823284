"""What access is decided by: the parts of a request that matter, read once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from api.security.rules import route_path

_FORWARDED = frozenset((b"forwarded", b"x-forwarded-for", b"x-forwarded-host", b"x-real-ip", b"via"))
_ONCE = frozenset((b"host", b"authorization", b"x-api-key", b"origin", b"sec-fetch-site", b"accept", b"cookie"))


@dataclass(frozen=True, slots=True)
class Seen:
    """A request before anything is decided.

    :param path: as routing sees it.
    :param query: as it was sent, without the question mark.
    :param client: address that it comes from; empty where the server does not know.
    :param headers: those that access depends on, by name in small letters.
    :param repeated: names of headers that came more than once.
    :param forwarded: whether a proxy says that it passed the request on.
    """

    method: str
    path: str
    query: str
    scheme: str
    client: str
    headers: dict[bytes, str]
    repeated: frozenset[bytes]
    forwarded: bool

    def header(self, name: bytes) -> str | None:
        """A header's value."""
        return self.headers.get(name)

    @property
    def presented(self) -> str | None:
        """The key in the request, if any; other ways of authorization are not ours."""
        kind, _, value = self.headers.get(b"authorization", "").partition(" ")
        if kind.lower() == "bearer" and value.strip():
            return value.strip()
        return self.headers.get(b"x-api-key") or None

    @property
    def wants_page(self) -> bool:
        """Whether a browser asks for something to show."""
        return self.method == "GET" and "text/html" in self.headers.get(b"accept", "")


def seen(scope: dict[str, Any]) -> Seen:
    """The parts of a request that access depends on."""
    headers: dict[bytes, str] = {}
    repeated: set[bytes] = set()
    forwarded = False
    for name, value in scope["headers"]:
        if name in _ONCE:
            if name in headers:
                repeated.add(name)
            headers[name] = value.decode("latin-1")
        elif name in _FORWARDED:
            forwarded = True
    client = scope.get("client")
    return Seen(
        method=scope["method"],
        path=route_path(scope),
        query=scope.get("query_string", b"").decode("latin-1"),
        scheme=scope.get("scheme", "http"),
        client=client[0] if client else "",
        headers=headers,
        repeated=frozenset(repeated),
        forwarded=forwarded,
    )
