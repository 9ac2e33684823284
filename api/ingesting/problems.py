"""The problems that adding articles can end in."""

from __future__ import annotations

from http import HTTPStatus

from api.problems import INVALID, InvalidParameter, Kind, ProblemError, register
from corpus.errors import InputError

TOO_LARGE = register(
    Kind(
        "content-too-large",
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        "Content too large",
        "The article, the body, or a file in it once it is unpacked is larger than the service takes. Send it in "
        "parts, or let whoever runs the service raise the limit that `detail` names.",
    )
)
UNSUPPORTED = register(
    Kind(
        "unsupported-content-type",
        HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
        "Unsupported content type",
        "The body is of a kind that this address does not take; `detail` says which it takes.",
    )
)
MALFORMED = register(
    Kind(
        "malformed-body",
        HTTPStatus.BAD_REQUEST,
        "Malformed body",
        "The body is not what its content type says. `detail` says where it breaks.",
    )
)
FETCHING_OFF = register(
    Kind(
        "fetching-off",
        HTTPStatus.FORBIDDEN,
        "Fetching is off",
        "The service fetches no pages unless whoever runs it turns that on (`fetch_urls`, QUOTEGRAPH_FETCH_URLS). "
        "Send the article itself instead.",
    )
)
FETCH_FAILED = register(
    Kind(
        "fetch-failed",
        HTTPStatus.BAD_GATEWAY,
        "Page not fetched",
        "The page could not be had, or its address may not be fetched. `detail` says why.",
    )
)
QUEUE_FULL = register(
    Kind(
        "too-many-jobs",
        HTTPStatus.TOO_MANY_REQUESTS,
        "Too many jobs",
        "As many jobs wait or run as the service takes (`max_waiting_jobs`). Try again after `Retry-After` seconds.",
    )
)
JOB_ENDED = register(
    Kind(
        "job-ended",
        HTTPStatus.CONFLICT,
        "Job has ended",
        "The job is done or has failed; there is nothing left to stop. What it stored can be deleted, article by "
        "article.",
    )
)


def refused(error: InputError) -> ProblemError:
    """The problem of an article that cannot be used."""
    detail = error.problem + (f"; {error.remedy}" if error.remedy else "")
    return ProblemError(
        INVALID, f"{error.source}: {detail}", [InvalidParameter(parameter=error.source, place="body", detail=detail)]
    )


def too_large(what: str, most: int, unit: str, setting: str) -> ProblemError:
    """The problem of something larger than a setting allows."""
    return ProblemError(TOO_LARGE, f"{what} is longer than {most} {unit} (`{setting}`); send it in parts.")
