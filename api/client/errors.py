"""What can go wrong in a call, as one tree.

::

    QuotegraphError
    ├── ConnectionFailed          the service cannot be reached, broke off or took too long
    ├── UnexpectedResponse        what came is no answer of this service
    ├── JobFailed                 a job that was waited for failed or was cancelled
    └── ProblemError              the service says what is wrong (RFC 9457)
        ├── Invalid               a parameter or a body cannot be used (400, 415, 422)
        ├── Unauthorized          no key, or one that is not valid (401)
        ├── Forbidden             the key does not allow this (403)
        ├── NotFound              nothing has this id (404)
        ├── Conflict              it does not fit what is there (409)
        ├── TooLarge              the body is larger than the service takes (413)
        ├── RateLimited           too many requests; ``retry_after`` says when to come again (429)
        ├── Unavailable           there is no store, it is busy, or the service is stopping (502, 503, 504)
        └── ServerFailed          a fault of the service (other 5xx)
"""

# ruff: noqa: N818 - they are named by what happened: ``except NotFound`` reads well
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from api.client.models import JobDetail


class QuotegraphError(Exception):
    """Base class of everything that a call can raise on purpose."""


class ConnectionFailed(QuotegraphError):
    """The service cannot be reached, broke the connection off, or did not answer in time."""


class UnexpectedResponse(QuotegraphError):
    """What came back is no answer of a quotegraph service: the address may be of something else."""


class JobFailed(QuotegraphError):
    """A job that was waited for did not end well.

    :param job: its last state; ``job.problem`` and ``job.errors`` say why.
    """

    def __init__(self, job: JobDetail) -> None:
        self.job = job
        super().__init__(f"job {job.id} is {job.state}" + (f": {job.problem}" if job.problem else ""))


@dataclass(frozen=True, slots=True)
class WrongParameter:
    """One parameter or field that cannot be used.

    :param place: ``query``, ``path`` or ``body``.
    """

    parameter: str
    place: str
    detail: str


class ProblemError(QuotegraphError):
    """The service says what is wrong.

    :param status: the HTTP status.
    :param kind: what kind of problem it is, the same wherever it occurs: ``not-found``, ``invalid-request`` …
    :param title: the kind in a few words.
    :param detail: what happened this time, and the remedy where there is one.
    :param errors: the parameters that cannot be used.
    :param request_id: under which the service's log has the request.
    :param retry_after: seconds after which the same request may succeed, where the service says so.
    """

    def __init__(
        self,
        status: int,
        kind: str,
        title: str,
        detail: str,
        errors: tuple[WrongParameter, ...] = (),
        request_id: str | None = None,
        retry_after: float | None = None,
    ) -> None:
        self.status = status
        self.kind = kind
        self.title = title
        self.detail = detail
        self.errors = errors
        self.request_id = request_id
        self.retry_after = retry_after
        super().__init__(f"{status} {title}: {detail}" if detail else f"{status} {title}")


class Invalid(ProblemError):
    """A parameter or a body cannot be used; the same request will fail again."""


class Unauthorized(ProblemError):
    """No key was shown, or one that is unknown, has expired or was revoked."""


class Forbidden(ProblemError):
    """The key does not allow this, or the service has it turned off."""


class NotFound(ProblemError):
    """Nothing has this id."""


class Conflict(ProblemError):
    """It does not fit what is there: a job that has ended, two that are one already."""


class TooLarge(ProblemError):
    """The body is larger than the service takes."""


class RateLimited(ProblemError):
    """Too many requests with this key; see ``retry_after``."""


class Unavailable(ProblemError):
    """The store cannot be used at the moment, or the service is starting or stopping."""


class ServerFailed(ProblemError):
    """A fault of the service; its log has the details under ``request_id``."""


_BY_STATUS: Mapping[int, type[ProblemError]] = {
    400: Invalid,
    401: Unauthorized,
    403: Forbidden,
    404: NotFound,
    409: Conflict,
    413: TooLarge,
    415: Invalid,
    422: Invalid,
    429: RateLimited,
    502: Unavailable,
    503: Unavailable,
    504: Unavailable,
}


def problem_of(status: int, content: Any, reason: str, headers: Mapping[str, str]) -> ProblemError:
    """The error for a response that is none of the good ones.

    :param content: its JSON; anything else where it has none.
    :param reason: the words of the status.
    """
    told: Mapping[str, Any] = content if isinstance(content, dict) else {}
    kind = _BY_STATUS.get(status, ServerFailed if status >= 500 else ProblemError)
    wrong = told.get("errors")
    return kind(
        status,
        str(told.get("type", "about:blank")).rpartition("/")[2],
        str(told.get("title") or reason or "Error"),
        str(told.get("detail") or ""),
        tuple(
            WrongParameter(str(one.get("parameter", "")), str(one.get("place", "")), str(one.get("detail", "")))
            for one in (wrong if isinstance(wrong, list) else [])
            if isinstance(one, dict)
        ),
        headers.get("x-request-id"),
        seconds_of(headers.get("retry-after")),
    )


def seconds_of(retry_after: str | None) -> float | None:
    """The seconds that a header ``Retry-After`` means, which gives them or a date."""
    if retry_after is None:
        return None
    try:
        return max(0.0, float(retry_after))
    except ValueError:
        pass
    try:
        return max(0.0, (parsedate_to_datetime(retry_after) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):
        return None
