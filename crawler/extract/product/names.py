"""What a product is called: names, model codes, article numbers, brands, and the categories above it."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from crawler.extract.page.document import Document, clean, element_text
from crawler.extract.page.layout import Layout
from crawler.extract.page.structured_data import Structured, first_text, listed
from crawler.extract.page.vocabulary import pattern

# A model code: letters and digits together, perhaps in groups; not a unit, a size or a standard.
_CODE = re.compile(
    r"(?<![\w./-])(?=[A-Za-z0-9\-/.]*\d)(?=[A-Za-z0-9\-/.]*[A-Z])[A-Za-z0-9]+(?:[-/.][A-Za-z0-9]+)*(?![\w-])"
)
_NOT_CODE = pattern("not_model_codes")
_FRONT_PAGE = pattern("front_page")
_BRAND_NAME = re.compile(
    r"(?:^|[\s_-])(?:brand|manufacturer|vendor|designer|marca|marque|marke)(?:$|[\s_-])"
    r"|[a-z](?:brand|manufacturer)\b|product-?brand",
    re.I,
)


def title_name(document: Document) -> str | None:
    """The title without the site's name at its end or start."""
    title = document.meta.get("og:title") or document.title
    if not title:
        return None
    parts = re.split(r"\s+[|–—»·:\-]\s+|\s*[|_]\s*", title)
    return max(parts[:2], key=len) if len(parts) > 1 else title


def model_code(name: str, mpn: str | None, sku: str | None) -> tuple[str, str] | None:
    """A model code and its source: the part number or article where the name holds it, else a code in the name."""
    for value in (mpn, sku):
        if value and len(value) >= 3 and re.search(r"\d", value) and value.lower() in name.lower():
            return value, "name"
    codes = [
        c for c in (m.group(0) for m in _CODE.finditer(name)) if len(c) >= 3 and not _NOT_CODE.fullmatch(c)
    ]
    if not codes:
        return None
    return max(codes, key=lambda c: ("-" in c, len(c))), "name"


def breadcrumb(document: Document, layout: Layout, structured: Structured, name: str | None) -> str | None:
    """The category path above the product, parts joined by " > ", without the front page and the product itself."""
    parts: list[str] = []
    for _, crumbs in structured.of_types(frozenset({"BreadcrumbList"})):
        entries = [e for e in listed(crumbs.get("itemListElement")) if isinstance(e, dict)]
        parts = [first_text(e.get("name")) or first_text(e.get("item"), "name") or "" for e in entries]
        if len(parts) > 1:
            break
    if len(parts) < 2:
        parts = _crumbs_shown(layout)
    kept = [p for p in (clean(part) for part in parts) if p and not _FRONT_PAGE.fullmatch(p.strip(":： "))]
    if kept and name and is_similar(kept[-1], name):
        kept.pop()
    return " > ".join(kept[:8]) or None


def _crumbs_shown(layout: Layout) -> list[str]:
    for element in layout.nodes:
        names = " ".join((element.get(n) or "")[:200] for n in ("class", "id", "aria-label")).lower()
        named = (
            re.search(
                r"bread-?_?crumb|crumbs?\b|path-?bar|current-?path|(?:^|\s)(?:pos|position|location|weizhi|dqwz)(?:\s|$)",
                names,
            )
            is not None
        )
        text = element_text(element) if named else ""
        if named and 3 < len(text) < 400 and len(element):
            links = [clean(a.text_content()) for a in element.iter("a")]
            if not links:
                continue
            pieces = [p for p in re.split(r"\s*[>›»/→|\\]+\s*|\s+-\s+", text) if p.strip()]
            if len(pieces) >= 2:
                pieces[0] = re.sub(r"^.{0,12}[:：]\s*", "", pieces[0])
                return pieces
            return links
    return []


def brand_name(value: str | None) -> str | None:
    """A brand's name without the words around it, None for what is none."""
    value = re.sub(r"^.{0,40}[:：]\s*", "", clean(value))
    return value if value and len(value) <= 60 and len(value.split()) <= 6 and value[0] not in "${<" else None


def brand_shown(layout: Layout) -> str | None:
    """The brand in an element called so near the heading: a short text, or a logo's alternative text."""
    heading = layout.order.get(layout.heading, 0) if layout.heading is not None else 0
    for i in range(max(0, heading - 60), min(len(layout.nodes), heading + 250)):
        element = layout.nodes[i]
        if layout.flags[i] or element.tag in ("h1", "ul", "select", "form", "input", "body", "main"):
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


def id_in_address(url: str) -> str | None:
    """The article number that a shop's address ends in: /dp/B07FW264WL, /itm/302474151804, ?pid=262388."""
    parts = urlsplit(url)
    for match in (
        re.search(r"/(?:dp|gp/product)/([A-Z0-9]{10})(?:[/?]|$)", parts.path),
        re.search(
            r"(?:^|&)(?:pid|sku|product_?id|item_?id|goods_?id|id)=([A-Za-z]{0,3}\d{4,14})(?:&|$)",
            parts.query,
            re.I,
        ),
    ):
        if match:
            return match.group(1)
    for segment in reversed([s for s in parts.path.split("/") if s]):
        numbers = re.findall(r"(?<![A-Za-z0-9])(?:iid-|[A-Za-z]{0,2})(\d{5,14})(?![A-Za-z0-9])", segment)
        whole = re.fullmatch(r"([A-Za-z]{1,3}\d{5,14})(?:\.\w+)?", segment)
        if whole:
            return whole.group(1)
        if numbers:
            return str(numbers[-1])
    return None


def identifier(value: str | None) -> str | None:
    """A code as it stands, None for what is too long or has too many words to be one.

    A code followed by words ("TE502955 Chair cover, grey") is the code alone.
    """
    value = clean(value)
    words = value.split()
    if len(words) > 3 and len(words[0]) >= 5 and any(c.isdigit() for c in words[0]):
        return words[0]
    return value if value and len(value) <= 64 and len(words) <= 5 and value[0] not in "${<" else None


def is_similar(left: str, right: str) -> bool:
    """Whether two names are the same but for case, spaces and what one adds at its end."""
    a, b = (re.sub(r"\W+", "", s).lower() for s in (left, right))
    return bool(a and b) and (a in b or b in a)
