"""Whether a request may go on, and as whose."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import ip_address
from math import ceil
from urllib.parse import quote

from starlette.responses import RedirectResponse, Response

from api.problems import BAD_HOST, CROSS_ORIGIN, FORBIDDEN, TOO_MANY, UNAUTHENTICATED, WRONG_HOST, Kind, problem
from api.security.control import AccessControl, KeyRefusedError
from api.security.cookies import session_in
from api.security.identity import LOCAL, Identity, Scope
from api.security.keys import Key
from api.security.limits import Allowance
from api.security.origins import Host, KnownHosts, is_loopback, is_same_origin, parse_host
from api.security.rules import LOGIN, LONGEST_NEXT, SAFE_METHODS, is_public, required_scope
from api.security.seen import Seen
from api.service_settings import AccessMode, ServiceSettings

_PROBES = ("/healthz", "/ready")
Headers = list[tuple[bytes, bytes]]


class RefusedError(Exception):
    """A request may not go on.

    :param response: what to answer.
    :param identity: who made it, where that is known.
    """

    def __init__(self, response: Response, identity: Identity | None = None) -> None:
        self.response = response
        self.identity = identity
        super().__init__(str(response.status_code))


@dataclass(frozen=True, slots=True)
class Rules:
    """What an application asks for; those of the HTTP API when left out.

    :param public: whether everybody may make a request, by method and path.
    :param needed: the scope of the others.
    :param pages: whether browsers come here: then sessions count, and ``Host`` and ``Origin`` are checked.
    """

    public: Callable[[str, str], bool] = is_public
    needed: Callable[[str, str], Scope] = required_scope
    pages: bool = True


class Decider:
    """Decides by the service's settings, its keys and its rules."""

    def __init__(self, control: AccessControl, settings: ServiceSettings, rules: Rules | None = None) -> None:
        self._control, self._settings, self._rules = control, settings, rules or Rules()
        self._hosts = KnownHosts(settings.host, settings.allowed_hosts)
        self._local = is_loopback(settings.host)

    def decide(self, request: Seen) -> tuple[Identity | None, Headers]:
        """Who makes a request that may go on (``None``: somebody at a public address), and what its limits are.

        :raises RefusedError: it may not go on.
        :raises StoreError: the keys cannot be read.
        """
        unlocked = self._asks_no_key(request)
        host = self._checked_host(request, unlocked) if self._rules.pages else None
        key, by_cookie = self._key(request)
        limits = [] if key is None and self._is_here(unlocked) else self._within_limits(request, key)
        if self._rules.pages:
            self._check_origin(request, host, unlocked=unlocked, by_cookie=by_cookie)
        if key is not None:
            identity = key.identity
        elif unlocked:
            identity = LOCAL
        elif self._rules.public(request.method, request.path):
            return None, limits
        else:
            raise RefusedError(self._ask_for_key(request))
        needed = self._rules.needed(request.method, request.path)
        if not identity.may(needed) and not self._rules.public(request.method, request.path):
            detail = f"The key {identity.name!r} has the scope {identity.scope}; this needs {needed}."
            raise RefusedError(problem(request.path, FORBIDDEN, detail), identity)
        return identity, limits

    def _asks_no_key(self, request: Seen) -> bool:
        """Whether this request needs no key.

        A service that listens on loopback is open to this machine alone. What a proxy passes on comes from elsewhere,
        though it arrives over loopback; and a program that listens on more than its settings say is not trusted.
        """
        mode = self._settings.access
        if mode is not AccessMode.AUTO:
            return mode is AccessMode.OPEN
        return self._local and not request.forwarded and _from_this_machine(request.client)

    def _is_here(self, unlocked: bool) -> bool:
        """Whether it comes from this machine, which needs no key and has no limit: there are other ways to load it."""
        return unlocked and self._settings.access is AccessMode.AUTO

    def _checked_host(self, request: Seen, unlocked: bool) -> Host | None:
        header = request.header(b"host")
        host = parse_host(header) if header is not None and b"host" not in request.repeated else None
        if header is not None and host is None:
            raise _refused(request, BAD_HOST, "The Host header is not a name or address with an optional port.")
        if not unlocked and (not self._settings.allowed_hosts or request.path in _PROBES):
            return host
        if host is None:
            raise _refused(request, BAD_HOST, "The Host header is missing.")
        if not self._hosts.has(host):
            detail = (
                f"The service does not go by the name {host.name!r}; add it to QUOTEGRAPH_ALLOWED_HOSTS if it should."
            )
            raise _refused(request, WRONG_HOST, detail)
        return host

    def _key(self, request: Seen) -> tuple[Key | None, bool]:
        """The key behind a request, and whether a cookie told it."""
        presented = request.presented
        if self._rules.public(request.method, request.path):
            return None, False
        if {b"authorization", b"x-api-key"} & request.repeated:
            raise _refused(request, UNAUTHENTICATED, "Several keys were sent; send one.", _challenge())
        if presented is not None:
            return self._admitted(request, presented), False
        secret = session_in(request.header(b"cookie"), request.scheme) if self._rules.pages else None
        key = self._control.authenticator.session(secret) if secret else None
        return key, key is not None

    def _admitted(self, request: Seen, presented: str) -> Key:
        try:
            return self._control.admitted(presented, request.client)
        except KeyRefusedError as refused:
            if refused.looked_at:
                detail = "The key is unknown, has expired or was revoked."
                raise _refused(request, UNAUTHENTICATED, detail, _challenge("invalid_token")) from None
            raise RefusedError(too_many_failures(request.path, refused.wait)) from None

    def _within_limits(self, request: Seen, key: Key | None) -> Headers:
        allowance: Allowance
        if key is None:
            allowance = self._control.limits.take_address(request.client, self._settings.requests_per_minute)
        else:
            limit = key.per_minute or self._settings.requests_per_minute
            allowance = self._control.limits.take_key(key.number, limit)
        if not allowance.allowed:
            detail = f"At most {allowance.limit} requests a minute; try again in {allowance.wait} seconds."
            headers = {name.decode(): value.decode() for name, value in allowance.headers()}
            raise _refused(request, TOO_MANY, detail, headers, key.identity if key else None)
        return allowance.headers()

    def _check_origin(self, request: Seen, host: Host | None, *, unlocked: bool, by_cookie: bool) -> None:
        """Refuses what a stranger's page made a browser send, where no key or only a cookie is behind it."""
        login = request.path == LOGIN
        if request.method in SAFE_METHODS or not (login or by_cookie or (unlocked and request.presented is None)):
            return
        if b"origin" in request.repeated or not is_same_origin(
            host,
            request.scheme,
            request.header(b"origin"),
            request.header(b"sec-fetch-site"),
            proof=by_cookie,
            also=() if by_cookie or login else self._settings.cors_origins,
        ):
            raise _refused(request, CROSS_ORIGIN, "The request comes from a page of another origin.")

    def _ask_for_key(self, request: Seen) -> Response:
        if self._rules.pages and request.wants_page and request.presented is None:
            return RedirectResponse(f"{LOGIN}?next={quote(_wanted(request), safe='/')}", status_code=303)
        detail = "This needs a key: send Authorization: Bearer qg_… or X-API-Key, or log in at /login."
        return problem(request.path, UNAUTHENTICATED, detail, headers=_challenge())


def _wanted(request: Seen) -> str:
    """Where a browser wants to go, to go there after the login; without its query where that is too long."""
    path = quote(request.path, safe="/:@")
    whole = f"{path}?{request.query}" if request.query else path
    return next((one for one in (whole, path) if len(one) <= LONGEST_NEXT), "/")


def too_many_failures(path: str, wait: float) -> Response:
    """The response while no key from an address is looked at.

    :param wait: seconds.
    """
    detail = f"Too many wrong keys from this address; the next one is looked at in {ceil(wait)} seconds."
    return problem(path, TOO_MANY, detail, headers={"Retry-After": str(ceil(wait))})


def _refused(
    request: Seen, kind: Kind, detail: str, headers: dict[str, str] | None = None, identity: Identity | None = None
) -> RefusedError:
    return RefusedError(problem(request.path, kind, detail, headers=headers), identity)


def _challenge(error: str = "") -> dict[str, str]:
    return {"WWW-Authenticate": 'Bearer realm="quotegraph"' + (f', error="{error}"' if error else "")}


def _from_this_machine(client: str) -> bool:
    """Whether a client's address is of this machine; also where the server knows none, as on a socket of files."""
    try:
        ip_address(client)
    except ValueError:
        return True
    return is_loopback(client)
