"""Changes as a feed file: Atom, or RSS 2.0. Pure: entries in, bytes out; the same entries give the same bytes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from email.utils import format_datetime
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree

from crawler.case import clock

ATOM = "http://www.w3.org/2005/Atom"
# What XML 1.0 cannot hold (https://www.w3.org/TR/xml/#charsets): a page's control characters would break the feed.
NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
LONGEST = 4000  # characters of an entry's text; the case holds the rest


@dataclass(frozen=True)
class Entry:
    """One change: `key` tells it from all others, for good; `at` is when it was seen (ISO 8601); `text` is plain."""

    key: str
    title: str
    url: str
    at: str
    text: str = ""
    category: str = ""


def feed(entries: Iterable[Entry], *, title: str, form: str) -> bytes:
    """The entries, newest first, as `form` atom or rss."""
    ordered = sorted(entries, key=lambda entry: entry.key)
    ordered.sort(key=lambda entry: clock.parse(entry.at), reverse=True)
    root = _rss(ordered, title) if form == "rss" else _atom(ordered, title)
    ElementTree.indent(root)
    return bytes(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"


def form_of(path: Path) -> str:
    """rss for a file called *.rss or *rss.xml, else atom."""
    return "rss" if path.name.lower().endswith((".rss", "rss.xml")) else "atom"


def _atom(entries: list[Entry], title: str) -> ElementTree.Element:
    root = ElementTree.Element("feed", xmlns=ATOM)
    _add(root, "title", title)
    _add(root, "id", _urn(f"feed:{title}"))
    _add(root, "updated", _instant(entries[0].at if entries else "1970-01-01T00:00:00Z"))
    _add(_add(root, "author"), "name", "Box31")
    for entry in entries:
        node = _add(root, "entry")
        _add(node, "id", _urn(entry.key))
        _add(node, "title", entry.title)
        _add(node, "updated", _instant(entry.at))
        if _is_link(entry.url):
            _add(node, "link", href=_clean(entry.url))
        if entry.category:
            _add(node, "category", term=_clean(entry.category))
        _add(node, "content", entry.text[:LONGEST], type="text")
    return root


def _rss(entries: list[Entry], title: str) -> ElementTree.Element:
    root = ElementTree.Element("rss", version="2.0")
    channel = _add(root, "channel")
    _add(channel, "title", title)
    _add(channel, "link", "https://box31.readthedocs.io/")
    _add(channel, "description", f"{title}: what changed on makers' sites")
    for entry in entries:
        node = _add(channel, "item")
        _add(node, "guid", _urn(entry.key), isPermaLink="false")
        _add(node, "title", entry.title)
        _add(node, "pubDate", format_datetime(clock.parse(entry.at), usegmt=True))
        if _is_link(entry.url):
            _add(node, "link", entry.url)
        if entry.category:
            _add(node, "category", entry.category)
        # readers take a description for HTML, so that a page's angle brackets must be escaped twice
        _add(node, "description", _as_html(entry.text[:LONGEST]))
    return root


def _add(parent: ElementTree.Element, tag: str, text: str = "", **attributes: str) -> ElementTree.Element:
    node = ElementTree.SubElement(parent, tag, attributes)
    node.text = _clean(text) or None
    return node


def _clean(text: str) -> str:
    return NOT_XML.sub("�", text)


def _as_html(text: str) -> str:
    from html import escape

    return escape(text, quote=False).replace("\n", "<br>\n")


def _is_link(url: str) -> bool:
    return urlsplit(url).scheme in ("http", "https")


def _instant(text: str) -> str:
    return clock.text(clock.parse(text))


def _urn(key: str) -> str:
    """A name for good: a UUID made from the key (RFC 4122, 4.3)."""
    import uuid

    return uuid.uuid5(uuid.NAMESPACE_URL, f"https://box31.readthedocs.io/{key}").urn
