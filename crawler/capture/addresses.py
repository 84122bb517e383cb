"""The one address guard: which addresses may be asked at all. Every fetch, of whatever kind, passes here."""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import ThreadedResolver

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

DEFAULT_PORTS = {"http": 80, "https": 443}
# Networks that `ipaddress` calls global although they lead inside or to another address:
EMBEDDING = tuple(
    ipaddress.ip_network(network)
    for network in (
        "64:ff9b::/96",  # NAT64: the last 32 bits are an IPv4 address (RFC 6052)
        "64:ff9b:1::/48",  # local NAT64 (RFC 8215)
        "2002::/16",  # 6to4 (RFC 3056)
        "2001::/32",  # Teredo (RFC 4380)
        "fec0::/10",  # site-local, deprecated (RFC 3879)
        "192.88.99.0/24",  # 6to4 relays (RFC 7526)
        "100.64.0.0/10",  # carrier-grade NAT (RFC 6598)
        "168.63.129.16/32",  # a cloud's internal services
    )
)
# A last label of digits is an IPv4 address in one of its odd spellings (WHATWG URL, "ends in a number").
ODD_LITERAL = re.compile(r"(?:^|\.)(?:0[xX][0-9a-fA-F]*|[0-9]+)\.?$")


class AddressRefused(Exception):
    """The address guard refused an address; the message says which and why."""


class AddressGuard:
    """Refuses every address that is not public, but for the exceptions of box31.toml.

    `allowed` are "host:port" entries (network.allowed_private). An exception holds only for that very spelling of
    the host: a name that merely resolves to an allowed address is refused.
    """

    def __init__(self, allowed: Iterable[str] = ()) -> None:
        self.allowed = frozenset(entry.lower() for entry in allowed)
        self._vouched: set[tuple[str, int]] = set()  # what allowed names resolved to

    def check_url(self, url: str) -> None:
        """Raise AddressRefused unless `url` is http or https to a host name or a public literal."""
        try:
            parts = urlsplit(url)
            port = parts.port or DEFAULT_PORTS.get(parts.scheme, 0)
        except ValueError as error:
            raise AddressRefused(f"{url}: not an address: {error}") from error
        if parts.scheme not in DEFAULT_PORTS:
            raise AddressRefused(f"{url}: only http and https are asked for")
        host = parts.hostname or ""
        if not host:
            raise AddressRefused(f"{url}: no host")
        if parts.username is not None or parts.password is not None:
            raise AddressRefused(f"{url}: holds a user name or password")
        if self.allows(host, port):
            return
        literal = _literal(host)
        if literal is not None:
            self.check_address(literal, port, url)
        elif ODD_LITERAL.search(host) or "%" in host:
            raise AddressRefused(f"{url}: the host is a number in an odd spelling")
        elif host.rstrip(".").lower() == "localhost" or host.rstrip(".").lower().endswith(".localhost"):
            raise AddressRefused(f"{url}: the host is this machine")

    def allows(self, host: str, port: int) -> bool:
        """Whether box31.toml lists this host and port."""
        name = f"[{host}]" if ":" in host else host
        return f"{name.lower()}:{port}" in self.allowed

    def check_address(self, address: str | Address, port: int, asked: str = "") -> None:
        """Raise AddressRefused unless the IP `address` is public, or listed or vouched for with this port."""
        ip = ipaddress.ip_address(address)
        reason = not_public(ip)
        if reason is None or self.allows(str(ip), port) or (str(ip), port) in self._vouched:
            return
        where = f"{asked}: " if asked else ""
        raise AddressRefused(
            f"{where}{ip} port {port} is {reason}; list it in box31.toml, network.allowed_private, if it is meant"
        )

    def vouch(self, host: str, addresses: Iterable[str], port: int) -> None:
        """Remember the addresses of an allowed host name, for the check at connect time."""
        if self.allows(host, port):
            self._vouched |= {(str(ipaddress.ip_address(address)), port) for address in addresses}

    def socket_factory(self, info: tuple[Any, ...]) -> socket.socket:
        """A socket for an address about to be connected to (aiohttp's `socket_factory`): the last check."""
        family, kind, protocol, _, address = info
        self.check_address(address[0].split("%")[0], address[1])
        return socket.socket(family=family, type=kind, proto=protocol)


class GuardedResolver(AbstractResolver):
    """Resolves names as the system does, and refuses a name as soon as one of its addresses is not public."""

    def __init__(self, guard: AddressGuard, resolver: AbstractResolver | None = None) -> None:
        self._guard = guard
        self._resolver = resolver or ThreadedResolver()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        found = await self._resolver.resolve(host, port, family)
        self._guard.vouch(host, (entry["host"].split("%")[0] for entry in found), port)
        for entry in found:
            self._guard.check_address(entry["host"].split("%")[0], port, host)
        return found

    async def close(self) -> None:
        await self._resolver.close()


def not_public(ip: Address) -> str | None:
    """Why an address is not a public one, in words; None where it is."""
    inner = ip.ipv4_mapped if isinstance(ip, ipaddress.IPv6Address) else None
    if inner is not None:
        return not_public(inner) or "an IPv4 address in IPv6 spelling"
    if ip.is_unspecified:
        return "unspecified"
    if ip.is_loopback:
        return "this machine (loopback)"
    if ip.is_link_local:
        return "link-local"
    if ip.is_multicast:
        return "multicast"
    if any(ip in network for network in EMBEDDING if network.version == ip.version):
        return "reserved for translation, shared or site-local use"
    if ip.is_private:
        return "private"
    if ip.is_reserved or not ip.is_global:
        return "reserved"
    return None


def _literal(host: str) -> Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None
