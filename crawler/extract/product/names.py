"""What a product is called: names, model codes, article numbers, brands, and the categories above it."""

from __future__ import annotations

import re

from crawler.extract.page.crumbs import crumbs_shown
from crawler.extract.page.document import Document, clean, element_text, letters_of, without_parts
from crawler.extract.page.layout import Layout
from crawler.extract.page.near_heading import near_heading
from crawler.extract.page.structured_data import Structured, first_text, listed
from crawler.extract.page.vocabulary import pattern
from crawler.extract.product.labels import field_of

_SECTION_BEFORE = re.compile(r"[\[【〔](?P<section>[^\[\]【】〔〕]{1,40})[\]】〕]\s*(?P<name>\S.*)")
NEAR = 60  # elements before the heading in which a brand is looked for
_FRONT_PAGE = pattern("front_page")
_BRAND_NAME = re.compile(
    r"(?:^|[\s_-])(?:brand|manufacturer|vendor|designer|marca|marque|marke)(?:$|[\s_-])"
    r"|[a-z](?:brand|manufacturer)\b|product-?brand",
    re.I,
)


def title_name(document: Document) -> str | None:
    """The title without the site's name at its end or start."""
    named = (document.meta.get("og:title"), document.title)
    copied = document.shared.titles if document.own_title is None else ()
    title = next((t for t in named if t and t not in copied and not document.is_shared(t)), None)
    if not title:
        return None
    own = without_parts(title, document.shared.title_parts)
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


def without_section(name: str, document: Document) -> str:
    """A name without the section in brackets before it, which is a link of the page: boards write "[Stools] Tripod seat"."""
    match = _SECTION_BEFORE.fullmatch(name)
    return match["name"] if match and match["section"].strip() in document.texts_of_links else name


def breadcrumb(document: Document, layout: Layout, structured: Structured, name: str | None) -> str | None:
    """The category path above the product, parts joined by " > ", without the front page and the product itself."""
    parts: list[str] = []
    for crumbs in structured.of_types(frozenset({"BreadcrumbList"})):
        entries = [e for e in listed(crumbs.get("itemListElement")) if isinstance(e, dict)]
        parts = [first_text(e.get("name")) or first_text(e.get("item"), "name") or "" for e in entries]
        if len(parts) > 1:
            break
    if len(parts) < 2:
        parts = crumbs_shown(layout)
    kept = [p for p in (clean(part) for part in parts) if p and not _FRONT_PAGE.fullmatch(p.strip(":： "))]
    if kept and name and is_similar(kept[-1], name):
        kept.pop()
    return " > ".join(kept[:8]) or None


def brand_name(value: str | None) -> str | None:
    """A brand's name without the words around it, None for what is none."""
    value = re.sub(r"^.{0,40}[:：]\s*", "", clean(value))
    return value if value and len(value) <= 60 and len(value.split()) <= 6 and value[0] not in "${<" else None


def brand_shown(layout: Layout) -> str | None:
    """The brand in an element called so near the heading: a short text, or a logo's alternative text."""
    for element in near_heading(layout, NEAR, 250):
        if element.tag in ("h1", "ul", "select", "form", "input", "body", "main"):
            continue
        names = " ".join(
            element.get(n) or "" for n in ("class", "id", "itemprop", "data-testid", "data-test")
        )
        if not _BRAND_NAME.search(names):
            continue
        text = element_text(element)
        if not text:
            image = element if element.tag == "img" else element.find(".//img")
            text = clean(image.get("alt") or image.get("title")) if image is not None else ""
        found = brand_name(text)
        if found and len(found) <= 40 and not found.lower().startswith(("brand", "marca", "shop ")):
            return found
    return None


def is_similar(left: str, right: str) -> bool:
    """Whether two names are the same but for case, spaces and what one adds at its end."""
    a, b = letters_of(left), letters_of(right)
    return bool(a and b) and (a in b or b in a)
