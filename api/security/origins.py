"""Where a request says that it comes from: ``Host``, ``Origin`` and ``Sec-Fetch-Site``.

A page of a stranger, shown by a browser on this machine, can reach a service that asks for no key in two ways: under
the service's own address (cross-site request forgery), or under a name of its own that it makes point here (DNS
rebinding). The first shows in ``Origin`` and ``Sec-Fetch-Site``, the second in ``Host``; a page can forge none of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import ip_address
from urllib.parse import urlsplit

from api.service_settings import AccessMode, ServiceSettings

_HOST = re.compile(r"(?P<name>\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(?::(?P<port>[0-9]{1,5}))?")
_EVERYWHERE = ("0.0.0.0", "::", "")  # noqa: S104 - compared with, not listened on
_DEFAULT_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Host:
    """A ``Host`` header.

    :param name: in small letters; an IPv6 address without its brackets.
    :param port: ``None`` for the scheme's own.
    """

    name: str
    port: int | None

    @property
    def is_loopback(self) -> bool:
        """Whether it means this machine under a name or address that cannot be made to point elsewhere."""
        return is_loopback(self.name)


@lru_cache(maxsize=1024)
def parse_host(header: str) -> Host | None:
    """What a ``Host`` header names; ``None`` when it is no host."""
    found = _HOST.fullmatch(header)
    if found is None:
        return None
    port = int(found["port"]) if found["port"] else None
    if port is not None and port > 65535:
        return None
    return Host(found["name"].strip("[]").lower().removesuffix("."), port)


@lru_cache(maxsize=1024)
def is_loopback(name: str) -> bool:
    """Whether an address, or the name ``localhost``, can be reached from this machine only."""
    try:
        found = ip_address(name.split("%", maxsplit=1)[0])
    except ValueError:
        return name.lower() == "localhost"
    mapped = getattr(found, "ipv4_mapped", None)
    return (mapped or found).is_loopback


def keys_needed(settings: ServiceSettings) -> bool:
    """Whether a service with these settings asks for keys."""
    if settings.access is AccessMode.AUTO:
        return not is_loopback(settings.host)
    return settings.access is AccessMode.KEYS


class KnownHosts:
    """The names by which clients may reach the service.

    :param listening: the address that it listens on; known too, unless it stands for all addresses.
    :param names: other names, without ports.
    """

    def __init__(self, listening: str, names: Iterable[str]) -> None:
        own = () if listening in _EVERYWHERE else (listening,)
        self._names = {name.strip("[]").lower().removesuffix(".") for name in (*own, *names)}

    def has(self, host: Host) -> bool:
        """Whether a request may name this host."""
        return host.is_loopback or host.name in self._names


def is_same_origin(
    host: Host | None, scheme: str, origin: str | None, fetch_site: str | None, *, proof: bool, also: Iterable[str] = ()
) -> bool:
    """Whether a request was not made by a page of somebody else.

    Browsers send ``Sec-Fetch-Site`` to https and to this machine, and ``Origin`` with everything that is not safe;
    other clients send neither.

    :param scheme: of the request, as far as the service knows: behind a proxy it may be ``http`` wrongly.
    :param proof: whether one of the two must be there.
    :param also: origins whose pages may call the service.
    """
    if origin is not None and origin in also:
        return True
    if fetch_site is not None and fetch_site not in ("same-origin", "none"):
        return False
    if origin is None or origin == "null":
        # A page that sends no referrer sends "null" to its own origin too: then the browser's own word counts.
        return fetch_site is not None or (origin is None and not proof)
    return host is not None and _names(origin, host, scheme)


def _names(origin: str, host: Host, scheme: str) -> bool:
    try:
        parts = urlsplit(origin)
        port = parts.port
    except ValueError:
        return False
    if parts.scheme not in _DEFAULT_PORTS or (scheme == "https" and parts.scheme != "https"):
        return False
    name = (parts.hostname or "").removesuffix(".")
    default = _DEFAULT_PORTS[parts.scheme]
    return name == host.name and (port or default) == (host.port or default)
