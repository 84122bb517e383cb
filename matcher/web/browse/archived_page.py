"""An archived page as it can be looked at: its own markup and style, and nothing that runs, loads or leads anywhere."""

from __future__ import annotations

import base64
from collections.abc import Callable, Collection
from typing import Any

from lxml import etree, html

from crawler.extract.page.encoding import decode

Picture = Callable[[str], bytes | None]

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
# Where values are pointed at, one script of our own runs in the frame: it names the element that was clicked.
POINTING = """addEventListener("click", (event) => {
  const place = event.target.closest("[data-place]");
  if (place) parent.postMessage({ place: place.dataset.place }, "*");
});"""
POINTING_STYLE = (
    "[data-place]{cursor:pointer} [data-place]:hover{outline:2px solid #0b7a75;outline-offset:1px}"
)
POLICY = (
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none';"
    " frame-ancestors 'self'"
)


def pointing_policy(nonce: str) -> str:
    """The policy of a page in which values are pointed at: as POLICY, and the one script with `nonce`."""
    return POLICY.replace("sandbox;", f"sandbox allow-scripts; script-src 'nonce-{nonce}';")


def safe_page(content: bytes, mime: str, picture: Picture) -> str:
    """The page as HTML without scripts, links, forms and outside references.

    `picture` gives the archived picture (PNG) of an address as the page writes it. To be sent with POLICY besides.
    """
    text, _ = decode(content[:MOST_BYTES], {"Content-Type": mime})
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        root = html.document_fromstring(text.encode("utf-8", "replace") or b"<p></p>", parser=parser)
    except (etree.LxmlError, ValueError):
        return "<!doctype html><meta charset=utf-8><p>This page cannot be shown.</p>"
    _make_inert(root, picture)
    return _written(root)


def pointing_page(root: Any, places: Collection[int], picture: Picture, nonce: str) -> str:
    """A parsed page (it is changed) as `safe_page` gives it, in which a click on one of `places` (numbers of elements in
    the tree) is told to the page around the frame. To be sent with `pointing_policy`."""
    elements = list(root.iter())
    _make_inert(root, picture)
    for number in places:
        elements[number].set("data-place", str(number))
    script = f'<style>{POINTING_STYLE}</style><script nonce="{nonce}">{POINTING}</script>'
    return _written(root, script)


def _written(root: Any, first: str = "") -> str:
    return f'<!doctype html><meta charset="utf-8">{first}{html.tostring(root, encoding="unicode")}'


def _make_inert(root: Any, picture: Picture) -> None:
    """Take away what runs, loads or leads anywhere; archived pictures become part of the page."""
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


def _strip(element: Any) -> None:
    """Take away every attribute but those of the look; a link's address stays as words over it."""
    address = element.get("href") if element.tag == "a" else None
    for name in list(element.attrib):
        if name not in KEPT:
            del element.attrib[name]
    if address:
        element.set("title", address[:500])
