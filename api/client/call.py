"""One request and what is made of its response, the same for both kinds of clients."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

import httpx2

from api.client.errors import ProblemError, UnexpectedResponse, problem_of
from api.client.settings import Settings
from api.client.values import decoded, encoded, query_of

M = TypeVar("M")
#: A file to send: its name and its content.
Upload = tuple[str, bytes]


@dataclass(frozen=True, slots=True)
class Call:
    """A request of an operation.

    :param path: its parts quoted.
    :param query: parameters by name; ``None``: left out.
    :param body: what is sent as JSON; ``None``: nothing.
    :param files: what is sent as files of a form, under ``files``.
    """

    method: str
    path: str
    query: Mapping[str, Any] = field(default_factory=dict)
    body: Any = None
    files: Sequence[Upload] = ()
    headers: Mapping[str, str | None] = field(default_factory=dict)

    def request(self, client: httpx2.Client | httpx2.AsyncClient, settings: Settings) -> httpx2.Request:
        """The same as the HTTP library has it."""
        return client.build_request(
            self.method,
            settings.url + self.path,
            params=query_of(self.query) or None,
            json=None if self.body is None else encoded(self.body),
            files=[("files", (name, content)) for name, content in self.files] or None,
            headers={name: value for name, value in self.headers.items() if value is not None},
        )


def problem_in(response: httpx2.Response) -> ProblemError | None:
    """The error that a response tells of, whose content is read; ``None`` for a good one."""
    if response.is_success:
        return None
    try:
        content = response.json()
    except ValueError:
        content = None
    return problem_of(response.status_code, content, response.reason_phrase, response.headers)


def model_in(response: httpx2.Response, kind: type[M]) -> M:
    """The model in a response.

    :raises UnexpectedResponse: there is something else in it.
    """
    try:
        content = response.json()
    except ValueError as error:
        raise UnexpectedResponse(f"{response.url} gives no JSON; is it the address of quotegraph?") from error
    return decoded(kind, content)
