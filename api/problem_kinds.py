"""The kinds of problems that the service tells of, each with what it means and what to do about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of problem, the same wherever it occurs.

    :param explanation: what it means and what to do about it, for ``GET /problems/{name}``.
    """

    name: str
    status: HTTPStatus
    title: str
    explanation: str

    @property
    def type(self) -> str:
        """The value of ``type``: the path at which the service describes the kind."""
        return f"/problems/{self.name}"


INVALID = Kind(
    "invalid-request",
    HTTPStatus.UNPROCESSABLE_ENTITY,
    "Invalid request",
    "A parameter is missing, unknown or out of range; `errors` names each one. The same request will fail again.",
)
NOT_FOUND = Kind(
    "not-found",
    HTTPStatus.NOT_FOUND,
    "Not found",
    "Nothing has this address or this id. Ids of statements and people are those that the listings give.",
)
UNAVAILABLE = Kind(
    "store-unavailable",
    HTTPStatus.SERVICE_UNAVAILABLE,
    "Store unavailable",
    "The data folder holds no store yet, or it cannot be read at the moment. Ingest some articles, or try again later.",
)
INDEX_MISMATCH = Kind(
    "index-mismatch",
    HTTPStatus.SERVICE_UNAVAILABLE,
    "Index unusable",
    "The search index is damaged, or was made with another encoder or from another store. Whoever runs the service "
    "mends it with `quotegraph rebuild`.",
)
CONFLICT = Kind(
    "conflict",
    HTTPStatus.CONFLICT,
    "Conflict",
    "What is asked for does not fit what was decided before: two that are one already, a decision that was taken back "
    "already, names of different kinds. `detail` says which; read the present state, then decide again.",
)
INTERNAL = Kind(
    "internal-error",
    HTTPStatus.INTERNAL_SERVER_ERROR,
    "Internal error",
    "A fault of the service, not of the request. Its log has the details.",
)
BODY_TOO_LARGE = Kind(
    "body-too-large",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    "Body too large",
    "The body has more bytes than the service takes (`max_body_bytes`). Send it in parts.",
)
ADDRESS_TOO_LONG = Kind(
    "address-too-long",
    HTTPStatus.REQUEST_URI_TOO_LONG,
    "Address too long",
    "Path and query together are longer than half of what the service takes as a header (`max_head_bytes`).",
)
HEADERS_TOO_LARGE = Kind(
    "headers-too-large",
    HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
    "Header fields too large",
    "Address and header fields together have more bytes than the service takes (`max_head_bytes`).",
)
SLOW_REQUEST = Kind(
    "request-too-slow",
    HTTPStatus.REQUEST_TIMEOUT,
    "Request too slow",
    "The request was not there whole in time (`request_seconds`). Send less at once, or over a faster line.",
)
TIME_LIMIT = Kind(
    "time-limit",
    HTTPStatus.SERVICE_UNAVAILABLE,
    "Time limit",
    "No answer was found in time (`request_seconds`). Ask for less (a topic, a time, a smaller limit), or later.",
)
BUSY = Kind(
    "busy",
    HTTPStatus.SERVICE_UNAVAILABLE,
    "Too busy",
    "More questions are asked than can be answered in time, so this one was not begun. `Retry-After` says after how "
    "many seconds to ask again.",
)
NOT_READY = Kind(
    "not-ready",
    HTTPStatus.SERVICE_UNAVAILABLE,
    "Not ready",
    "The data folder cannot be written, or its disk is nearly full (`min_free_bytes`).",
)
UNAUTHENTICATED = Kind(
    "unauthenticated",
    HTTPStatus.UNAUTHORIZED,
    "Key needed",
    "The request shows no key, or one that is unknown, has expired or was revoked. Send `Authorization: Bearer qg_…` "
    "or `X-API-Key: qg_…`, or log in at /login. Whoever runs the service makes keys: `quotegraph keys create NAME`.",
)
FORBIDDEN = Kind(
    "forbidden",
    HTTPStatus.FORBIDDEN,
    "Scope too narrow",
    "The key may not do this: reading needs the scope read, changing something write; keys, the audit log and erasing "
    "people need admin. Use a key with the wider scope.",
)
CROSS_ORIGIN = Kind(
    "cross-origin",
    HTTPStatus.FORBIDDEN,
    "Page of another origin",
    "A browser sent this request for a page of another site (`Origin`, `Sec-Fetch-Site`), which may change nothing "
    "here. Send it from a page of this service, or from a program with a key in `Authorization`.",
)
WRONG_HOST = Kind(
    "wrong-host",
    HTTPStatus.MISDIRECTED_REQUEST,
    "Unknown host",
    "The service does not go by the name in `Host`; refusing it keeps strangers' pages from reaching it by DNS "
    "rebinding. Whoever runs the service adds names with QUOTEGRAPH_ALLOWED_HOSTS.",
)
BAD_HOST = Kind(
    "bad-host",
    HTTPStatus.BAD_REQUEST,
    "Malformed host",
    "The `Host` header is missing, is there twice, or is not a name or address with an optional port.",
)
TOO_MANY = Kind(
    "too-many-requests",
    HTTPStatus.TOO_MANY_REQUESTS,
    "Too many requests",
    "The key, or the address without a key, has made as many requests as it may in a minute, or has shown too many "
    "wrong keys. `Retry-After` says after how many seconds to try again, `RateLimit-Limit` how many there may be.",
)
ACCESS_KINDS = (UNAUTHENTICATED, FORBIDDEN, CROSS_ORIGIN, WRONG_HOST, BAD_HOST, TOO_MANY)
KINDS: Mapping[str, Kind] = {
    kind.name: kind
    for kind in (
        INVALID,
        NOT_FOUND,
        CONFLICT,
        UNAVAILABLE,
        INDEX_MISMATCH,
        INTERNAL,
        BODY_TOO_LARGE,
        ADDRESS_TOO_LONG,
        HEADERS_TOO_LARGE,
        SLOW_REQUEST,
        TIME_LIMIT,
        BUSY,
        NOT_READY,
        *ACCESS_KINDS,
    )
}


def register(kind: Kind) -> Kind:
    """Makes a kind one that ``GET /problems/{name}`` describes; the kind itself."""
    assert isinstance(KINDS, dict)  # noqa: S101 - only here is it more than a mapping
    KINDS[kind.name] = kind
    return kind
