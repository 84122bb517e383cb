"""An archived page as it can be looked at: its own markup and style, and nothing that runs, loads or leads anywhere."""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Any

from lxml import etree, html

from crawler.extract.page.encoding import decode

MOST_BYTES = 16 * 1024 * 1024  # of a page; more is no page a person would read
MOST_PICTURES = 40
PICTURE_BYTES = 6 * 1024 * 1024  # of all pictures in a page
# Left out with all that is in them. `link`, `base` and `meta` may make a browser ask for something.
DROPPED = (
    *(
        "script",
        "noscript",
        "iframe",
        "frame",
        "frameset",
        "object",
        "embed",
        "applet",
        "link",
        "base",
        "meta",
    ),
    *("template", "audio", "video", "source", "track", "canvas", "svg", "math", "portal", "dialog", "title"),
)
KEPT = frozenset(
    (
        "class",
        "style",
        "alt",
        "colspan",
        "rowspan",
        "dir",
        "lang",
        "align",
        "valign",
        "width",
        "height",
        "border",
        "cellpadding",
        "cellspacing",
        "bgcolor",
        "color",
        "size",
        "face",
        "open",
        "start",
        "value",
        "type",
    )
)
POLICY = (
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none';"
    " frame-ancestors 'self'"
)


def safe_page(content: bytes, mime: str, picture: Callable[[str], bytes | None]) -> str:
    """The page as HTML without scripts, links, forms and outside references.

    `picture` gives the archived picture (PNG) of an address as the page writes it. To be sent with POLICY besides.
    """
    text, _ = decode(content[:MOST_BYTES], {"Content-Type": mime})
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        root = html.document_fromstring(text.encode("utf-8", "replace") or b"<p></p>", parser=parser)
    except (etree.LxmlError, ValueError):
        return "<!doctype html><meta charset=utf-8><p>This page cannot be shown.</p>"
    for element in list(root.iter(*DROPPED)):
        element.drop_tree()
    left, room = MOST_PICTURES, PICTURE_BYTES
    for element in list(root.iter()):
        if not isinstance(element.tag, str):
            continue
        source = (element.get("data-src") or element.get("src") or "") if element.tag == "img" else ""
        _strip(element)
        png = picture(source) if source and left > 0 else None
        if png is not None and len(png) <= room:
            element.set("src", "data:image/png;base64," + base64.b64encode(png).decode("ascii"))
            left, room = left - 1, room - len(png)
        if element.tag in ("button", "input", "select", "textarea"):
            element.set("disabled", "disabled")
    body = html.tostring(root, encoding="unicode")
    return f'<!doctype html><meta charset="utf-8">{body}'


def _strip(element: Any) -> None:
    """Take away every attribute but those of the look; a link's address stays as words over it."""
    address = element.get("href") if element.tag == "a" else None
    for name in list(element.attrib):
        if name not in KEPT:
            del element.attrib[name]
    if address:
        element.set("title", address[:500])
