"""The code that a shop's address has before the number of the page: QV-D20 of /product/qv-d20/118.html."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from crawler.extract.page.layout import Layout
from crawler.extract.product.codes.names.codes_in_addresses import LETTERS, in_capitals

LEAST_OTHERS = 2  # other pages linked to, each with words of its own before its number
_CODE = re.compile(rf"{LETTERS}-[a-z]{{0,2}}\d{{2,5}}[a-z]{{0,2}}")
_PAGE = re.compile(r"(?P<folder>(?:/[^/]+)*?)/(?P<words>(?!\d+/)[^/]+)/(?P<number>\d{1,9})(?=[/.]|$)")


def code_of_folder(layout: Layout, name: str) -> str | None:
    """The code that alone stands before the number of the page in its address, in capitals.

    The page leads to others whose addresses have the same form and other words there, and to none with the same: a folder of
    several products is called so by its kind. Numbers that stand in the product's `name` are no code.
    """
    own = _PAGE.match(urlsplit(layout.document.url).path)
    if own is None or not _CODE.fullmatch(own["words"].lower()):
        return None
    links = filter(None, (layout.document.link(a.get("href")) for a in layout.document.body.iter("a")))
    paths = [urlsplit(link).path for link in set(links)]
    pages = [match for match in map(_PAGE.match, paths) if match and match["folder"] == own["folder"]]
    others = {match["words"] for match in pages if match["number"] != own["number"]}
    folders = [path for path in paths if f"/{own['words']}/" in f"{path}/" and not _is_of(path, own)]
    if len(others) < LEAST_OTHERS or folders:
        return None
    return in_capitals(own["words"].lower(), name)


def _is_of(path: str, own: re.Match[str]) -> bool:
    """Whether an address is the page's own, perhaps with more behind it or in another language."""
    page = _PAGE.match(path)
    return page is not None and page.group("words", "number") == own.group("words", "number")
