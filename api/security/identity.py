"""Who makes a request, and what they may do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from fastapi import Depends, HTTPException, Request


class Scope(StrEnum):
    """What a key allows; each includes those before it."""

    READ = "read"
    """Ask, search, look at everything."""
    WRITE = "write"
    """Add and delete articles, correct statements, merge names."""
    ADMIN = "admin"
    """Make and revoke keys, read the audit log, erase people."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Who a request comes from.

    :param name: what corrections and the audit log name as the author.
    :param scope: the widest one.
    :param key_id: of the key that was shown; ``None`` where none is needed.
    """

    name: str
    scope: Scope
    key_id: str | None = None

    def may(self, scope: Scope) -> bool:
        """Whether it has the scope or a wider one."""
        order = list(Scope)
        return order.index(scope) <= order.index(self.scope)


LOCAL = Identity("local", Scope.ADMIN)
"""Whoever comes from this machine where no keys are needed."""


def known_identity(request: Request) -> Identity | None:
    """Who makes this request; ``None``: somebody at a public address."""
    found: Identity | None = getattr(request.state, "identity", None)
    return found


def current_identity(request: Request) -> Identity:
    """Who makes this request; access was decided before it reached a route.

    :raises HTTPException: nobody is known, since the address is public.
    """
    found = known_identity(request)
    if found is None:
        raise HTTPException(401, "This needs a key; see /login.", {"WWW-Authenticate": "Bearer"})
    return found


CurrentIdentity = Annotated[Identity, Depends(current_identity)]
