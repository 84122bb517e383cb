"""Sitemaps as sites send them, and files that only claim to be one."""

from __future__ import annotations

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extract.sitemap import MAX_ADDRESSES, read_sitemap

URLSET = b"""<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<url><loc> https://maker.example/p/1 </loc><image:image><image:loc>https://maker.example/1.jpg</image:loc></image:image></url>
<url><loc>https://maker.example/p/2?a=1&amp;b=2</loc></url></urlset>"""
BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + i, b"&%c;" % (97 + i) * 10) for i in range(12))
    + b"]><urlset><url><loc>https://maker.example/&m;</loc></url></urlset>"
)


def test_the_addresses_of_pages_are_read_and_those_of_pictures_are_not() -> None:
    found = read_sitemap(URLSET)
    assert found.addresses == ("https://maker.example/p/1", "https://maker.example/p/2?a=1&b=2")
    assert (found.is_index, found.problem) == (False, None)
    assert read_sitemap(gzip.compress(URLSET)) == found
    assert read_sitemap(b"\xef\xbb\xbf\n " + URLSET) == found


def test_an_index_without_a_namespace() -> None:
    found = read_sitemap(
        b"<sitemapindex><sitemap><loc>https://maker.example/a.xml</loc></sitemap></sitemapindex>"
    )
    assert (found.addresses, found.is_index) == (("https://maker.example/a.xml",), True)


def test_plain_text_with_one_address_a_line() -> None:
    found = read_sitemap(b"https://maker.example/1\r\n\r\n# no\nhttps://maker.example/2")
    assert found.addresses == ("https://maker.example/1", "https://maker.example/2")


def test_what_came_before_a_break_is_kept() -> None:
    found = read_sitemap(URLSET[:-60])
    assert found.addresses[0] == "https://maker.example/p/1"


@pytest.mark.parametrize(
    "body",
    [
        *(b"", b"   ", b"<", b"<html", b"<>", b"\x00" * 100, b"\x1f\x8b", b"\x1f\x8b" + b"\xff" * 50),
        *(
            b"not found",
            b"<html><body><loc>x</loc></body></html>",
            b"\xff\xfe<\x00",
            gzip.compress(b"", mtime=0),
        ),
    ],
)
def test_what_is_no_sitemap_gives_no_address_and_a_problem(body: bytes) -> None:
    found = read_sitemap(body)
    assert found.addresses == ()
    assert found.problem


def test_bombs_are_not_unpacked() -> None:
    assert len("".join(read_sitemap(BOMB).addresses)) < 1000
    packed = gzip.compress(b"<urlset>" + b" " * 5_000_000)
    assert (
        "larger than" in (read_sitemap(packed, limit=1_000_000).problem or "")
        or read_sitemap(packed, limit=1_000_000).problem
    )


def test_more_addresses_than_the_protocol_allows_are_named() -> None:
    body = b"<urlset>" + b"".join(b"<url><loc>http://a.example/%d</loc></url>" % n for n in range(50_010))
    found = read_sitemap(body + b"</urlset>")
    assert len(found.addresses) == MAX_ADDRESSES
    assert "the rest was not read" in (found.problem or "")


@given(st.binary(max_size=300))
def test_no_bytes_raise(body: bytes) -> None:
    read_sitemap(body)
    read_sitemap(b"<" + body)
    read_sitemap(b"<urlset><url><loc>" + body)
