"""Pages fetched by their address for somebody else, without letting them reach into the network of this machine.

Server-side request forgery (SSRF) makes a service fetch what its client cannot reach: the services of the same machine,
the router, a cloud's metadata. Against it every address of every name is checked, at every redirect, and the connection
goes to the address that was checked.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from api.security.addresses import is_odd_number, is_public, resolved
from api.security.bodies import DamagedError, TooLargeError, bounded
from api.service_settings import ServiceSettings
from corpus.errors import UsageError

if TYPE_CHECKING:
    import ssl

    from httpcore2 import ConnectionPool, Response

_SCHEMES = {"http": 80, "https": 443}
_MOST_REDIRECTS = 5
_LONGEST = 2000  # characters of an address
_MEDIA_TYPES = frozenset(("text/html", "application/xhtml+xml", "text/plain", "text/markdown", "text/x-markdown"))
_REDIRECTS = frozenset((301, 302, 303, 307, 308))
_LABELS = re.compile(r"(?!-)[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*\.?")
_CHARSET = re.compile(r"charset\s*=\s*\"?([A-Za-z0-9._:-]{1,40})", re.IGNORECASE)
_HEADERS = {
    "User-Agent": "quotegraph",
    "Accept": "text/html, application/xhtml+xml, text/markdown, text/plain;q=0.9",
    "Accept-Encoding": "gzip",
    "Connection": "close",
}


@dataclass(frozen=True, slots=True)
class Fetched:
    """A page.

    :param url: where it was found, after redirects.
    :param content: decompressed; at most ``fetch_bytes`` of the settings.
    :param media_type: without parameters, in small letters; HTML, plain text or Markdown.
    :param charset: as the server says; ``None`` where it says nothing.
    """

    url: str
    content: bytes
    media_type: str
    charset: str | None


def fetch(address: str, settings: ServiceSettings) -> Fetched:
    """Fetches a page from the public internet.

    :param address: http or https, without user name and password, on one of the settings' ports.
    :raises UsageError: fetching is off, the address cannot be used, or the page cannot be had; says which, and never
        to what the name resolves.
    """
    if not settings.fetch_urls:
        raise UsageError("url", "fetching pages is off", "send the text, or set QUOTEGRAPH_FETCH_URLS=true")
    return Fetcher(settings).fetch(address)


class Fetcher:
    """Fetches pages under the limits of the settings.

    The parameters besides the settings are for tests, which have no public internet; no setting reaches them.

    :param resolve: from name and port to addresses.
    :param allowed: whether an address may be connected to.
    :param ports: in place of the settings' ones.
    :param tls: the certificates to trust; those of the system when left out.
    """

    def __init__(
        self,
        settings: ServiceSettings,
        *,
        resolve: Callable[[str, int], list[str]] = resolved,
        allowed: Callable[[str], bool] = is_public,
        ports: tuple[int, ...] | None = None,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._settings, self._resolve, self._allowed, self._tls = settings, resolve, allowed, tls
        self._ports = settings.fetch_ports if ports is None else ports

    def fetch(self, address: str) -> Fetched:
        """A page, after at most five redirects, each checked like the first address.

        :raises UsageError: it cannot be had.
        """
        import httpcore2

        from api.security.pinning import Deadline, ForbiddenAddressError, PinnedBackend

        deadline = Deadline(self._settings.fetch_seconds)
        backend = PinnedBackend(self._resolve, self._allowed, deadline)
        try:
            for _ in range(_MOST_REDIRECTS + 1):
                target = self._checked(address)
                with httpcore2.ConnectionPool(self._tls, network_backend=backend) as pool:
                    found = self._once(pool, target)
                if isinstance(found, Fetched):
                    return found
                address = urljoin(target.geturl(), found)
        except ForbiddenAddressError:
            raise _refused(
                address, "is not an address of the public internet", "give the address of a public page"
            ) from None
        except httpcore2.TimeoutException:
            raise _refused(
                address, f"takes longer than {self._settings.fetch_seconds:g} seconds", "try again later"
            ) from None
        except (httpcore2.NetworkError, httpcore2.ProtocolError):
            raise _refused(
                address, "cannot be reached, or does not speak HTTP", "check the address, or try again later"
            ) from None
        except TooLargeError:
            raise _refused(
                address, f"is larger than {self._settings.fetch_bytes} bytes", "send the text of the article"
            ) from None
        except DamagedError as error:
            raise _refused(address, f"cannot be read: {error}", "send the text of the article") from None
        raise _refused(address, f"redirects more than {_MOST_REDIRECTS} times", "give the address it ends at")

    def _checked(self, address: str) -> SplitResult:
        """The parts of an address that may be fetched, its host in ASCII.

        :raises UsageError: it may not.
        """
        if len(address) > _LONGEST or not address.isprintable() or any(sign in address for sign in ' \\"<>'):
            raise _refused(address, "is no address", "give one such as https://example.com/article")
        try:
            parts = urlsplit(address)
            port = parts.port
        except ValueError:
            raise _refused(address, "is no address", "give one such as https://example.com/article") from None
        if parts.scheme not in _SCHEMES:
            raise _refused(address, "is neither http nor https", "give one such as https://example.com/article")
        if "@" in parts.netloc:
            raise UsageError("url", "has a user name or password in it", "leave them out")  # never shown again
        host = self._checked_host(address, parts)
        if (port or _SCHEMES[parts.scheme]) not in self._ports:
            allowed = ", ".join(map(str, self._ports))
            raise _refused(
                address, "names a port that pages are not fetched from", f"leave it out; allowed are {allowed}"
            )
        shown = f"[{host}]" if ":" in host else host
        netloc = shown if port is None else f"{shown}:{port}"
        return SplitResult(
            parts.scheme,
            netloc,
            quote(parts.path or "/", safe="/%:@!$&'()*+,;=~"),
            quote(parts.query, safe="/%:@!$&'()*+,;=~?"),
            "",
        )

    def _checked_host(self, address: str, parts: SplitResult) -> str:
        host = (parts.hostname or "").lower()
        if ":" in host:  # IPv6, checked like every other address before the connection
            if "%" in host:
                raise _refused(address, "is not an address of the public internet", "give the address of a public page")
            return host
        try:
            host = host.encode("idna").decode("ascii").lower()
        except UnicodeError:
            raise _refused(address, "names no host", "give one such as https://example.com/article") from None
        if not _LABELS.fullmatch(host):
            raise _refused(address, "names no host", "give one such as https://example.com/article")
        if is_odd_number(host):
            raise _refused(
                address, "writes a network address in a way that can be misread", "write four decimal numbers"
            )
        return host

    def _once(self, pool: ConnectionPool, target: SplitResult) -> Fetched | str:
        """The page, or where it redirects to."""
        from httpcore2 import URL

        path = target.path + (f"?{target.query}" if target.query else "")
        url = URL(scheme=target.scheme, host=target.hostname or "", port=target.port, target=path)
        headers = {"Host": target.netloc, **_HEADERS}
        with pool.stream("GET", url, headers=list(headers.items())) as response:
            shown = target.geturl()
            found = _headers(response)
            if response.status in _REDIRECTS and found.get("location"):
                return _address_in(found["location"])
            if response.status != HTTPStatus.OK:
                raise _refused(shown, f"is answered with status {response.status}", "check the address")
            media_type = found.get("content-type", "").partition(";")[0].strip().lower()
            if media_type not in _MEDIA_TYPES:
                raise _refused(
                    shown, f"is not a text but {media_type[:60] or 'of no known type'!r}", "give a page of text"
                )
            if found.get("content-length", "").isdigit() and int(found["content-length"]) > self._settings.fetch_bytes:
                raise TooLargeError
            content = bounded(response.iter_stream(), found.get("content-encoding", ""), self._settings.fetch_bytes)
            charset = _CHARSET.search(found.get("content-type", ""))
            return Fetched(shown, content, media_type, charset[1].lower() if charset else None)


def _address_in(location: str) -> str:
    """The text of a ``Location``, which some servers write in UTF-8 in place of ASCII."""
    try:
        return location.encode("latin-1").decode("utf-8").strip()
    except UnicodeDecodeError:
        return location.strip()


def _headers(response: Response) -> dict[str, str]:
    return {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in response.headers}


def _refused(address: str, problem: str, remedy: str) -> UsageError:
    shown = address if len(address) <= 200 else f"{address[:200]}…"
    return UsageError("url", f"{shown!r} {problem}", remedy)
