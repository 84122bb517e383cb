"""Spellings of private addresses, generated: none of them may get a connection."""

from __future__ import annotations

import asyncio
import ipaddress
from collections.abc import Iterator
from contextlib import suppress

from aiohttp import ClientConnectorDNSError, ClientSession

from crawler.capture.addresses import AddressGuard, AddressRefused
from crawler.capture.wire import tapped_connector
from tests.support.server import response, serving

# Loopback, where a server listens, and one address of each network that leads inside.
INSIDE = (
    "127.0.0.1", "127.8.9.10", "0.0.0.0", "10.0.0.1", "172.16.0.1", "192.168.0.1", "169.254.169.254", "100.64.0.1",
    "168.63.129.16", "198.18.0.1", "224.0.0.1", "255.255.255.255",
)  # fmt: skip
INSIDE_6 = ("::1", "::", "fe80::1", "fc00::1", "fec0::1", "ff02::1")
NAMES = ("localhost", "LOCALHOST", "localhost.", "a.localhost", "LocalHost.", "a.b.localhost.")
FULL_WIDTH = {ord("0") + n: chr(0xFF10 + n) for n in range(10)}
CIRCLED = {ord("1") + n: chr(0x2460 + n) for n in range(9)}
# What may stand around a host: a user, a trailing dot, another host before an @, signs that clients strip.
AROUND = (
    "http://{}:{}/", "HTTP://{}:{}/", "https://{}:{}/", "http://{}.:{}/", "http://user@{}:{}/", "http://user:word@{}:{}/", "http://maker.example@{}:{}/",
    "http://maker.example:80@{}:{}/", "http://{}:{}\\@maker.example/", "http://maker.example\\@{}:{}/", "http:/\\{}:{}/",
    "http://{}%00.maker.example:{}/", "http://\t{}:{}/", " http://{}:{}/", "http://{}:0{}/", "http:{}:{}/", "http:///{}:{}/",
    "//{}:{}/", "http://%20{}:{}/", "http://{}:{}#@maker.example/", "http://{}:{}?@maker.example/",
)  # fmt: skip


def hosts() -> Iterator[str]:
    """Every spelling of every address inside, without repeats."""
    seen: dict[str, None] = dict.fromkeys(NAMES)
    for address in INSIDE:
        seen |= dict.fromkeys(_spellings(ipaddress.IPv4Address(address)))
    for address in INSIDE_6:
        ip = ipaddress.IPv6Address(address)
        seen |= dict.fromkeys(
            (f"[{ip}]", f"[{ip.exploded}]", f"[{ip.exploded.upper()}]", f"[{ip}%25lo]", f"[{ip}%lo]", str(ip))
        )
    yield from seen


def _spellings(ip: ipaddress.IPv4Address) -> Iterator[str]:
    a, b, c, d = parts = ip.packed
    number = int(ip)
    dotted = str(ip)
    yield from (
        dotted,
        str(number),
        str(number + 2**32),
        hex(number),
        hex(number).upper(),
        oct(number).replace("o", ""),
    )
    yield from (f"{a}.{number & 0xFFFFFF}", f"{a}.{b}.{number & 0xFFFF}", f"{a}.{hex(number & 0xFFFFFF)}")
    for form in (
        hex,
        lambda n: f"0{n:o}",
        lambda n: f"0x{n:08x}",
        lambda n: f"{n:04d}",
        lambda n: f"000{n:o}",
    ):
        yield ".".join(map(form, parts))
        yield f"{form(a)}.{b}.{c}.{d}"
        yield f"{a}.{b}.{c}.{form(d)}"
    yield from (
        dotted.translate(FULL_WIDTH),
        dotted.translate(CIRCLED),
        dotted.replace(".", "。"),
        dotted.replace(".", "%2e"),
    )
    yield from (
        f"%{ord(dotted[0]):02x}{dotted[1:]}",
        dotted + "%00",
        dotted + " ",
        dotted.replace(".", "\u200b."),
    )
    high, low = number >> 16, number & 0xFFFF
    for prefix in ("::ffff:", "::", "64:ff9b::", "::ffff:0:", "64:ff9b:1::"):
        yield from (f"[{prefix}{dotted}]", f"[{prefix}{high:x}:{low:x}]")
    yield from (f"[2002:{high:x}:{low:x}::]", f"[2001:0:{high:x}:{low:x}::1]", f"[0:0:0:0:0:ffff:{dotted}]")


def addresses(port: int) -> list[str]:
    """The addresses that are asked for: each host plainly, and this machine and one of each network with all that may stand around a host."""
    plain = [f"http://{host}:{port}/" for host in hosts()]
    mine = [
        *_spellings(ipaddress.IPv4Address("127.0.0.1")),
        *INSIDE[1:],
        *(f"[{ip}]" for ip in INSIDE_6),
        *NAMES,
    ]
    return list(dict.fromkeys([*plain, *(around.format(host, port) for host in mine for around in AROUND)]))


async def ask(url: str) -> None:
    """Ask for `url` as the crawl does, without the crawl."""
    guard = AddressGuard()
    guard.check_url(url)
    async with ClientSession(connector=tapped_connector(guard)) as session, session.get(url):
        pass


def try_addresses() -> int:
    """Ask for every address; prints the counts, and returns how many were connected to or not refused."""
    let_through: list[str] = []
    with serving(lambda request: response(200, b"private")) as private:
        asked = addresses(private.port)
        for url in asked:
            before = private.connections
            # ValueError: no address at all; ClientConnectorDNSError: a name that means nothing
            with suppress(AddressRefused, ValueError, ClientConnectorDNSError):
                asyncio.run(ask(url))
                let_through.append(url)
            if private.connections > before:
                let_through.append(f"connected: {url}")
        connections = private.connections
    for line in let_through[:20]:
        print(f"addresses: {line!r}")
    print(
        f"addresses: {len(asked)} forms, {connections} connections, {len(let_through)} let through",
        flush=True,
    )
    return len(let_through)
