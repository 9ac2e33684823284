"""Around the whole application: nothing reaches a route without access, and every write is put on record."""

from __future__ import annotations

import asyncio
import logging

from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.problems import UNAVAILABLE, problem
from api.security.audit import things_acted_on
from api.security.control import AccessControl
from api.security.decision import Decider, Headers, RefusedError, Rules
from api.security.identity import Identity
from api.security.rules import SAFE_METHODS
from api.security.seen import Seen, seen
from api.service_settings import ServiceSettings
from api.shell.context import REQUEST_ID
from corpus.errors import StoreError

_LOG = logging.getLogger("quotegraph.access")


class Guard:
    """Middleware: decides before routing, sets ``request.state.identity`` and writes the audit log.

    :param audited: whether requests that would change something are written to the audit log.
    """

    def __init__(
        self,
        app: ASGIApp,
        control: AccessControl,
        settings: ServiceSettings,
        rules: Rules | None = None,
        *,
        audited: bool = True,
    ) -> None:
        self._app = app
        self._control = control
        self._decider = Decider(control, settings, rules)
        self._audited = audited
        self._notes: set[asyncio.Future[None]] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes a request on, or refuses it."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":  # there are no web sockets here, and none passes by mistake
            await send({"type": "websocket.close", "code": 1008})
            return
        request = seen(scope)  # type: ignore[arg-type]
        try:
            identity, limits = self._decider.decide(request)
        except RefusedError as refused:
            await self._record(scope, request, refused.identity, refused.response.status_code)
            await refused.response(scope, receive, send)
            return
        except StoreError as error:
            _LOG.error("%s", error)
            response = problem(request.path, UNAVAILABLE, "The keys cannot be read at the moment.")
            await response(scope, receive, send)
            return
        state = scope.setdefault("state", {})
        if identity is not None:
            state["identity"] = identity
            self._note_use(identity)
        await self._passed_on(scope, receive, send, request, limits)

    async def _passed_on(self, scope: Scope, receive: Receive, send: Send, request: Seen, limits: Headers) -> None:
        """The application's response with the headers of the limit; a write is on record before its client knows."""
        started = False

        async def send_marked(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start" and not started:
                started = True
                message["headers"] = [*message.get("headers", ()), *limits]
                await self._record(scope, request, _identity_of(scope), message["status"])
            await send(message)

        try:
            await self._app(scope, receive, send_marked)
        finally:
            if not started:
                await asyncio.shield(self._record(scope, request, _identity_of(scope), 500))

    async def _record(self, scope: Scope, request: Seen, identity: Identity | None, status: int) -> None:
        """Writes to the audit log; what only looked is not written, nor the refusals of a flood."""
        if not self._audited or request.method in SAFE_METHODS:
            return
        if status in (401, 403, 421, 429) and not self._control.limits.take_refusal(request.client):
            return
        entry = {
            "identity": identity.name if identity else None,
            "key_id": identity.key_id if identity else None,
            "client": request.client or None,
            "method": request.method,
            "path": request.path,
            "status": status,
            "request_id": REQUEST_ID.get(),
            "acted_on": things_acted_on(scope),
        }
        try:
            await run_in_threadpool(self._control.audit.append, **entry)
        except StoreError as error:
            _LOG.error("not in the audit log: %s %s, status %d: %s", request.method, request.path, status, error)

    def _note_use(self, identity: Identity) -> None:
        """Has the key's last use written, by another thread, once a minute."""
        name = identity.key_id
        if name is None or not self._control.authenticator.due_to_touch(name):
            return
        task = asyncio.get_running_loop().run_in_executor(None, self._touch, name)
        self._notes.add(task)
        task.add_done_callback(self._notes.discard)

    def _touch(self, name: str) -> None:
        try:
            self._control.keys.touch(name)
        except StoreError as error:
            _LOG.warning("the last use of a key is not noted: %s", error)


def _identity_of(scope: Scope) -> Identity | None:
    found: Identity | None = scope.get("state", {}).get("identity")
    return found
