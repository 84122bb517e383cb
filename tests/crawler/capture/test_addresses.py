"""The address guard: no form of a private address, by no path, makes a connection to the private server."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession
from aiohttp.abc import AbstractResolver, ResolveResult
from hypothesis import given
from hypothesis import strategies as st

from crawler.capture.addresses import AddressGuard, AddressRefused, GuardedResolver, not_public
from crawler.capture.wire import tapped_connector
from tests.support.case import add_site, crawl, make_case, rows
from tests.support.server import Server, page, response, serving

# Every way of writing 127.0.0.1 or a private neighbour that some client or other has fallen for.
FORMS = [
    "127.0.0.1", "127.1", "127.0.1", "0.0.0.0", "0", "2130706433", "0x7f000001", "0x7f.0.0.1",
    "017700000001", "0177.0.0.1",
    "127.0.0.1.", "localhost", "LOCALHOST", "localhost.", "a.localhost", "[::1]", "[::]", "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]", "[0:0:0:0:0:ffff:127.0.0.1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "[fe80::1]", "[fc00::1]",
    "[fec0::1]", "[ff02::1]", "10.0.0.1", "172.16.0.1", "192.168.0.1", "169.254.169.254", "100.64.0.1", "224.0.0.1",
    "240.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1", "user@127.0.0.1",
    "user:word@127.0.0.1", "１２７.０.０.１",
    "127。0。0。1", "①27.0.0.1", "127.0.0.1%00.maker.example", "0.0.0.0.", "4294967297",
]  # fmt: skip
SCHEMES = [
    "file:///etc/passwd",
    "ftp://127.0.0.1/",
    "data:text/html,x",
    "gopher://127.0.0.1/",
    "javascript:1",
    "//",
    "",
]


async def ask(url: str) -> None:
    """Ask for `url` as the crawl does, without the crawl."""
    guard = AddressGuard()
    guard.check_url(url)
    async with ClientSession(connector=tapped_connector(guard)) as session, session.get(url):
        pass


@pytest.mark.parametrize("form", FORMS)
def test_no_spelling_of_a_private_address_gets_a_connection(form: str) -> None:
    with serving(lambda request: response(200, b"private")) as private:
        with pytest.raises((AddressRefused, ValueError)):  # ValueError: no address at all
            asyncio.run(ask(f"http://{form}:{private.port}/"))
        assert private.connections == 0


@pytest.mark.parametrize("url", SCHEMES)
def test_only_http_and_https_are_asked_for(url: str) -> None:
    with pytest.raises(AddressRefused):
        AddressGuard().check_url(url)


class Rebinding(AbstractResolver):
    """A name server that tells the check a public address and the connection a private one."""

    def __init__(self) -> None:
        self.answers = iter(["93.184.216.34", "127.0.0.1"])

    async def resolve(self, host: str, port: int = 0, family: Any = socket.AF_INET) -> list[ResolveResult]:
        address = next(self.answers)
        return [
            ResolveResult(hostname=host, host=address, port=port, family=socket.AF_INET, proto=0, flags=0)
        ]

    async def close(self) -> None:
        """Nothing is open."""


def test_rebinding_is_refused_where_the_socket_is_opened() -> None:
    async def ask_twice(port: int) -> None:
        guard = AddressGuard()
        resolver = Rebinding()
        await resolver.resolve("maker.example", port)  # the check before: public
        connector = tapped_connector(guard)
        connector._resolver = resolver  # and now the name means this machine
        async with (
            ClientSession(connector=connector) as session,
            session.get(f"http://maker.example:{port}/"),
        ):
            pass

    with serving(lambda request: response(200, b"private")) as private:
        with pytest.raises(AddressRefused):
            asyncio.run(ask_twice(private.port))
        assert private.connections == 0


def test_a_name_with_one_private_address_among_public_ones_is_refused() -> None:
    class Mixed(Rebinding):
        async def resolve(
            self, host: str, port: int = 0, family: Any = socket.AF_INET
        ) -> list[ResolveResult]:
            return [
                ResolveResult(hostname=host, host=a, port=port, family=socket.AF_INET, proto=0, flags=0)
                for a in ("93.184.216.34", "10.0.0.7")
            ]

    resolver = GuardedResolver(AddressGuard(), Mixed())
    with pytest.raises(AddressRefused):
        asyncio.run(resolver.resolve("maker.example", 80))


def test_an_exception_holds_for_its_host_and_port_alone() -> None:
    guard = AddressGuard(["127.0.0.1:8001", "intranet.example:80"])
    guard.check_url("http://127.0.0.1:8001/x")
    for url in (
        "http://127.0.0.1/",
        "http://127.0.0.1:8002/",
        "http://127.1:8001/",
        "http://[::ffff:127.0.0.1]:8001/",
    ):
        with pytest.raises(AddressRefused):
            guard.check_url(url)
    guard.vouch("intranet.example", ["10.0.0.7"], 80)
    guard.check_address("10.0.0.7", 80)
    guard.vouch("evil.example", ["10.0.0.8"], 80)
    with pytest.raises(AddressRefused):
        guard.check_address("10.0.0.8", 80)


@given(st.ip_addresses())
def test_what_is_let_through_is_a_global_unicast_address(
    address: ipaddress.IPv4Address | ipaddress.IPv6Address,
) -> None:
    if not_public(address) is None:
        assert address.is_global
        assert not address.is_multicast
    if not address.is_global:
        assert not_public(address) is not None


@contextmanager
def attacked(folder: Path) -> Iterator[tuple[Server, Server]]:
    """A site that leads to a private server by page, image, frame, sitemap, robots and redirects."""
    with serving(lambda request: response(200, b"private")) as private:
        away = [
            f"http://127.0.0.1:{private.port}/",
            f"http://localhost:{private.port}/",
            f"http://127.1:{private.port}/",
        ]
        product = (
            '<script type="application/ld+json">{"@type":"Product","name":"Vest","image":["IMAGES"]}</script>'
        )

        def route(request: Any) -> bytes | None:
            images = '","'.join(["/moved.jpg", "/inner.jpg", *(f"{url}x.jpg" for url in away)])
            frames = "".join(f'<iframe src="{url}f"></iframe>' for url in away)
            sitemap = "".join(f"<url><loc>{url}s</loc></url>" for url in away)
            return {
                "/robots.txt": response(200, f"Sitemap: {away[0]}sitemap.xml\n".encode(), kind="text/plain"),
                "/sitemap.xml": response(200, f"<urlset>{sitemap}</urlset>".encode(), kind="text/xml"),
                "/moved.xml": response(301, b"", f"Location: {away[1]}sitemap.xml"),
                "/moved.jpg": response(302, b"", f"Location: {away[0]}moved.jpg"),
                "/inner.jpg": response(302, b"", f"Location: http://[::ffff:127.0.0.1]:{private.port}/"),
                "/": response(200, page("/hop", "/self", *away, head=product.replace("IMAGES", images), body=frames)),
                "/hop": response(302, b"", f"Location: {away[0]}hop"),
                "/self": response(302, b"", "Location: /hop2"),
                "/hop2": response(307, b"", f"Location: //localhost:{private.port}/"),
            }.get(request.path)  # fmt: skip

        with serving(route) as site:
            yield site, private


def test_a_site_cannot_lead_the_crawl_to_a_private_server(tmp_path: Path) -> None:
    with attacked(tmp_path) as (site, private):
        case = make_case(tmp_path / "case", site.host)
        # Even a profile that lists the private hosts does not open the guard.
        hosts = [site.host, f"127.0.0.1:{private.port}", f"localhost:{private.port}", f"127.1:{private.port}"]
        add_site(
            case,
            "site",
            [f"{site.base}/", f"http://127.0.0.1:{private.port}/start"],
            hosts=hosts,
            sitemaps=[
                f"{site.base}/sitemap.xml",
                f"{site.base}/moved.xml",
                f"http://127.0.0.1:{private.port}/sitemap.xml",
            ],
        )
        done = crawl(case)
        assert done.returncode == 0, done.stderr
        assert private.connections == 0
        assert {"/moved.xml", "/moved.jpg", "/inner.jpg", "/hop", "/hop2"} <= set(site.targets())
    failures = rows(case, "SELECT url, error FROM captures WHERE kind = 'failure'")
    assert failures
    assert all("address guard" in row["error"] for row in failures)
    assert {row["state"] for row in rows(case, "SELECT state FROM frontier")} <= {"done", "failed", "skipped"}


def test_redirected_robots_do_not_reach_a_private_server(tmp_path: Path) -> None:
    with serving(lambda request: response(200, b"User-agent: *\nDisallow: /")) as private:
        away = response(302, b"", f"Location: http://127.0.0.1:{private.port}/robots.txt")
        with serving(
            lambda request: away if request.path == "/robots.txt" else response(200, page())
        ) as site:
            case = make_case(tmp_path / "case", site.host)
            add_site(case, "site", [f"{site.base}/"], hosts=[site.host, f"127.0.0.1:{private.port}"])
            assert crawl(case).returncode == 0
            assert private.connections == 0
