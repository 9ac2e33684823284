"""Which network addresses are on the public internet."""

from __future__ import annotations

import socket
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

#: Beyond what Python calls not global: protocol assignments, relays of 6to4, and the address at which virtual machines
#: of one cloud find its services.
_CLOSED_4 = tuple(IPv4Network(net) for net in ("192.0.0.0/24", "192.88.99.0/24", "168.63.129.16/32"))
_UNICAST_6 = IPv6Network("2000::/3")
#: Within global unicast: protocol assignments with Teredo, documentation, and 6to4, which carries IPv4 addresses.
_CLOSED_6 = tuple(IPv6Network(net) for net in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"))


def is_public(address: str) -> bool:
    """Whether an address is one of the public internet, where everybody may connect to.

    All others are not: this machine, private and link-local networks, carrier-grade NAT, multicast, documentation, and
    IPv6 addresses that stand for IPv4 ones (mapped, compatible, 6to4, NAT64, Teredo), whatever those are.

    :param address: IPv4 or IPv6, as :func:`socket.getaddrinfo` gives it.
    """
    try:
        found = ip_address(address)
    except ValueError:
        return False
    if isinstance(found, IPv6Address):
        return found.scope_id is None and found in _UNICAST_6 and not any(found in net for net in _CLOSED_6)
    return _is_public_4(found)


def _is_public_4(address: IPv4Address) -> bool:
    closed = address.is_multicast or address.is_reserved or any(address in net for net in _CLOSED_4)
    return address.is_global and not closed


def is_odd_number(host: str) -> bool:
    """Whether a host name is an IPv4 address as only some programs read it: decimal, octal, hexadecimal, short.

    ``2130706433``, ``0x7f.1`` and ``0177.0.0.1`` all mean 127.0.0.1 to one library and a name to another.
    """
    last = host.rstrip(".").rpartition(".")[2].lower()
    if not (last.isdigit() or last.startswith("0x")):
        return False
    try:
        IPv4Address(host)
    except ValueError:
        return True
    return False


def resolved(host: str, port: int) -> list[str]:
    """All addresses of a name, as the system's resolver gives them.

    :raises OSError: there are none, or the resolver fails.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))
