"""A typed client of the HTTP service, without any of its parts: ``from api.client import Client, AsyncClient``.

``client`` has the two clients; ``models``, ``operations``, ``async_operations`` and ``groups`` are written by
``python -m api.client_source``; ``errors`` is the tree of what can go wrong.
"""

from api.client import models
from api.client.client import AsyncClient, Client
from api.client.errors import (
    Conflict,
    ConnectionFailed,
    Forbidden,
    Invalid,
    JobFailed,
    NotFound,
    ProblemError,
    QuotegraphError,
    RateLimited,
    ServerFailed,
    TooLarge,
    Unauthorized,
    Unavailable,
    UnexpectedResponse,
    WrongParameter,
)
from api.client.jobs import JobEvent
from api.client.settings import Retries
from api.client.values import UNSET

__all__ = [
    "UNSET",
    "AsyncClient",
    "Client",
    "Conflict",
    "ConnectionFailed",
    "Forbidden",
    "Invalid",
    "JobEvent",
    "JobFailed",
    "NotFound",
    "ProblemError",
    "QuotegraphError",
    "RateLimited",
    "Retries",
    "ServerFailed",
    "TooLarge",
    "Unauthorized",
    "Unavailable",
    "UnexpectedResponse",
    "WrongParameter",
    "models",
]
