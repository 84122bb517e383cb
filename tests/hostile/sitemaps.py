"""Broken sitemaps, as sites and attackers serve them: kind -> body, given the site's base address."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable

HEAD = b'<?xml version="1.0" encoding="UTF-8"?>'
URLSET = b'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'


def _bomb(base: str) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, zlib.MAX_WBITS + 16)
    piece = b"<url><loc>http://x.example/</loc></url>" * 25_000
    packed = b"".join(packer.compress(piece) for _ in range(100))
    return packer.compress(HEAD + URLSET) + packed + packer.flush()


def _entities(base: str) -> bytes:
    levels = b"".join(b'<!ENTITY e%d "%s">' % (n, b"&e%d;" % (n - 1) * 10) for n in range(1, 10))
    return (
        HEAD
        + b'<!DOCTYPE urlset [<!ENTITY e0 "ha">'
        + levels
        + b"]>"
        + URLSET
        + b"<url><loc>&e9;</loc></url></urlset>"
    )


def _file_entity(base: str) -> bytes:
    return (
        HEAD
        + b'<!DOCTYPE u [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
        + URLSET
        + b"<url><loc>&x;</loc></url></urlset>"
    )


def _itself(base: str) -> bytes:
    entries = b"".join(
        b"<sitemap><loc>%s/sitemap.xml?%d</loc></sitemap>" % (base.encode(), n) for n in range(300)
    )
    return (
        HEAD
        + b'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
        + entries
        + b"</sitemapindex>"
    )


KINDS: dict[str, Callable[[str], bytes]] = {
    "empty": lambda base: b"",
    "one sign": lambda base: b"<",
    "plain text": lambda base: b"there is no sitemap here\n" * 50,
    "binary": lambda base: bytes(range(256)) * 40,
    "broken gzip": lambda base: gzip.compress(HEAD + URLSET)[:-6] + b"\x00\xff",
    "bomb": _bomb,
    "entities": _entities,
    "a file's content": _file_entity,
    "html": lambda base: b"<!doctype html><html><body><h1>Not found</h1>" + b"<p>" * 20_000,
    "cut off": lambda base: HEAD + URLSET + b"<url><loc>" + base.encode() + b"/product/1</loc></url><url><lo",
    "an index of itself": _itself,
    "wrong encoding": lambda base: b'<?xml version="1.0" encoding="no-such"?>' + URLSET + b"\xff\xfe</urlset>",
    "deep": lambda base: HEAD + URLSET + b"<url>" * 200_000,
    "addresses of others": lambda base: HEAD + URLSET + b"".join(
        b"<url><loc>http://169.254.169.254/%d</loc></url><url><loc>file:///etc/%d</loc></url>" % (n, n) for n in range(2000)
    ) + b"</urlset>",
}  # fmt: skip
