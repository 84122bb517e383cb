"""A product's name cut out of a title or heading: without the site's name, a label, a section in brackets."""

from __future__ import annotations

import re

from crawler.extract.page.document import Document, is_placeholder, without_parts
from crawler.extract.words.labels import field_of
from crawler.extract.words.vocabulary import pattern

_OFFER = pattern("offers", r"(?:\s*[,|–—-])?\s+{}(?:[\s,–—-]+{})?[.!]?$")
_SECTION_BEFORE = re.compile(r"[\[【〔](?P<section>[^\[\]【】〔〕]{1,40})[\]】〕]\s*(?P<name>\S.*)")


def title_name(document: Document) -> str | None:
    """The title without the site's name at its end or start."""
    named = (document.meta.get("og:title"), document.title)
    copied = document.shared.titles if document.own_title is None else ()
    title = next((t for t in named if t and t not in copied and not document.is_shared(t)), None)
    if not title:
        return None
    own = without_parts(title, document.shared.title_parts)
    if own is not None and is_placeholder(own):
        return None
    if own == document.own_title:
        own = document.name_in_title
    if own and own != title:
        return own
    parts = re.split(r"\s+[|–—»·:\-]\s+|\s*[|｜_]\s*", title)
    return max(parts[:2], key=len) if len(parts) > 1 else title


def without_label(text: str) -> str:
    """A name without the label before it: 产品名称：无触点稳压器 is 无触点稳压器."""
    label, colon, name = text.replace("：", ":", 1).partition(":")
    return name.strip() if colon and name.strip() and field_of(label) in ("name", "model") else text


def without_offer(name: str) -> str:
    """A name without the words of sellers at its end, which titles for search engines have: "Tripod seat - best price"."""
    rest = _OFFER.sub("", name)
    return rest if any(map(str.isalpha, rest)) else name


def without_section(name: str, document: Document) -> str:
    """A name without the section in brackets before it, which is a link of the page: boards write "[Stools] Tripod seat"."""
    match = _SECTION_BEFORE.fullmatch(name)
    return match["name"] if match and match["section"].strip() in document.texts_of_links else name
