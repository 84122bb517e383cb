"""A product page to a catalog item: markup first, then what the page shows; each field keeps its source."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from crawler.extract.blocks import text_blocks
from crawler.extract.document import Document, clean, element_text
from crawler.extract.gallery import subject_images
from crawler.extract.labels import field_of, stated
from crawler.extract.layout import FRAME, Layout
from crawler.extract.offers import availability_shown, country_of, offer_of, price_shown, reduced_price
from crawler.extract.specs import read_specs
from crawler.extract.structured import PRODUCT_TYPES, Structured, first_text, listed
from crawler.extract.vocabulary import pattern, vocabulary
from crawler.records import CatalogItem, ImageLink

MAX_DESCRIPTION = 20_000
MAX_PARAGRAPHS = 12
MIN_PARAGRAPH_WORDS = 6  # two Han characters are one word
# A model code: letters and digits together, perhaps in groups; not a unit, a size or a standard.
_CODE = re.compile(
    r"(?<![\w./-])(?=[A-Za-z0-9\-/.]*\d)(?=[A-Za-z0-9\-/.]*[A-Z])[A-Za-z0-9]+(?:[-/.][A-Za-z0-9]+)*(?![\w-])"
)
_NOT_CODE = pattern("not_model_codes")
# A line of two or more short "label: value" facts: date and hits, article and category.
_FACTS = re.compile(r"(?:[^:：.。]{1,30}[:：][^:：.。]{1,60}){2,6}")
_IMPRINT = re.compile(r"©|copyright|all rights reserved|版权所有|ICP备", re.I)
_FRONT_PAGE = pattern("front_page")
_BRAND_NAME = re.compile(
    r"(?:^|[\s_-])(?:brand|manufacturer|vendor|designer|marca|marque|marke)(?:$|[\s_-])"
    r"|[a-z](?:brand|manufacturer)\b|product-?brand",
    re.I,
)


def read_product(document: Document, layout: Layout, structured: Structured, url: str) -> CatalogItem:
    """The product a page is about. Absent fields are None; `sources` says where each present one came from."""
    fields: dict[str, str] = {}
    sources: dict[str, str] = {}

    def put(name: str, value: str | None, source: str) -> None:
        value = clean(value)
        if value and stated(value) and name not in fields:
            fields[name] = value
            sources[name] = source

    heading = element_text(layout.heading) if layout.heading is not None else None
    found = main_object(structured, document.url, heading or document.title)
    specs: dict[str, str] = {}
    images: list[ImageLink] = []
    if found is not None:
        source, product = found
        put("name", first_text(product.get("name")), source)
        for name, keys in (
            ("sku", ("sku", "productID", "productId")),
            ("mpn", ("mpn",)),
            ("model", ("model",)),
        ):
            for key in keys:
                put(name, _identifier(first_text(product.get(key), "name", "sku")), source)
        for key in ("gtin13", "gtin", "gtin14", "gtin12", "gtin8", "isbn"):
            put("gtin", first_text(product.get(key)), source)
        put("brand", _brand(first_text(product.get("brand"), "name")), source)
        put("brand", _brand(first_text(product.get("manufacturer"), "name")), source)
        put("category", first_text(product.get("category")), source)
        put("description", first_text(product.get("description")), source)
        offer = offer_of(product)
        put("price", offer.price, source)
        put("currency", offer.currency, source)
        put("availability", state_of_all(structured, product) or offer.availability, source)
        put("sku", offer.sku, source)
        for entry in listed(product.get("additionalProperty")):
            if isinstance(entry, dict):
                label, value = first_text(entry.get("name")), first_text(entry.get("value"), "name")
                if label and value:
                    specs.setdefault(label, _with_unit(value, entry))
        images = [ImageLink(link) for link in _links(document, product.get("image"))]
    _from_meta(document, put)
    name_shown = heading
    if name_shown and ("name" not in fields or not _similar(fields["name"], name_shown)):
        # Templates repeat the site's name in the markup; the page's heading is what a visitor reads.
        if "name" not in fields or (document.title and name_shown.lower() in document.title.lower()):
            fields["name"], sources["name"] = name_shown, "heading"
    elif "name" not in fields:
        put("name", title_name(document), "title")

    shown = read_specs(layout)
    if shown or specs:
        sources["specs"] = (
            source
            if found is not None and specs
            else max((s for _, _, s in shown), key=[s for _, _, s in shown].count)
        )
    labelled: dict[str, tuple[str, str]] = {}
    for label, value, where in shown:
        field = field_of(label)
        if field:
            labelled.setdefault(field, (value, where))
        if where != "text" or field is None or field in ("price",):
            specs.setdefault(label, value)
    for field, (value, where) in labelled.items():
        if field in ("model", "sku", "mpn", "gtin", "brand"):
            short = _brand(value) if field == "brand" else _identifier(value)
            put(field, short, where)
    put("brand", brand_shown(layout), "class")
    if "model" not in fields:
        code = model_code(fields.get("name", ""), fields.get("mpn"), fields.get("sku"))
        if code:
            put("model", *code)
    put("category", breadcrumb(document, layout, structured, fields.get("name")), "breadcrumb")
    if "category" in labelled:
        put("category", *labelled["category"])
    country = country_of(document)
    reduced = reduced_price(layout, fields["price"]) if "price" in fields else None
    if reduced is not None:
        fields["price"], sources["price"] = reduced, "text"
    if "price" not in fields:
        price = price_shown(layout)
        if price is not None:
            put("price", price.amount, "text")
            put("currency", price.currency, "text")
        elif "price" in labelled:
            from crawler.extract.prices import currency_of, find_prices

            value, where = labelled["price"]
            prices = find_prices(value, bare=True)
            if prices:
                put("price", prices[0].amount, where)
                put("currency", currency_of(prices[0].currency, country=country), where)
    if "price" in fields:
        put("sku", id_in_address(document.url), "url")
    availability, where = availability_shown(
        layout, labelled.get("availability", ("", ""))[0], "price" in fields
    )
    put("availability", availability, where)
    _describe(document, layout, fields, sources)

    images = merge_images(images, subject_images(layout), document)
    if images:
        sources["images"] = source if found is not None and product.get("image") else "page"
    item = CatalogItem(
        url=url,
        specs=specs,
        images=tuple(images),
        documents=documents(document, layout),
        language=document.language,
        sources=sources,
    )
    values: dict[str, Any] = {name: value[:MAX_DESCRIPTION] for name, value in fields.items()}
    return replace(item, **values)


def _describe(document: Document, layout: Layout, fields: dict[str, str], sources: dict[str, str]) -> None:
    """Complete the markup's description by the paragraphs shown; the meta description serves where there is none."""
    marked = fields.get("description", "")
    paragraphs = description_shown(document, layout)
    more = [p for p in paragraphs if p not in marked and (not marked or p[:60] not in marked)]
    if more:
        fields["description"] = "\n".join(([marked] if marked else []) + more)[:MAX_DESCRIPTION]
        sources.setdefault("description", "text")
    elif not marked:
        described = clean(document.meta.get("description"))
        if described and not _similar(described, fields.get("name", "")):
            fields["description"], sources["description"] = described, "meta"


def description_shown(document: Document, layout: Layout) -> list[str]:
    """The paragraphs below the heading that read like a description: sentences, not cells, links or buttons."""
    found: list[str] = []
    heading = layout.order.get(layout.heading, 0) if layout.heading is not None else 0
    for block in text_blocks(document, layout):
        place = layout.order.get(block.element, 0)
        if place <= heading or layout.flag(block.element) or len(found) >= MAX_PARAGRAPHS:
            continue
        if block.words < MIN_PARAGRAPH_WORDS or block.link_characters > 0.3 * len(block.text):
            continue
        if any(
            a.tag in ("table", "dl", "form", "button", "select", "label")
            for a in block.element.iterancestors()
        ):
            continue
        if block.text not in found and not _FACTS.fullmatch(block.text) and not _IMPRINT.search(block.text):
            found.append(block.text)
    return found


def main_object(structured: Structured, url: str, heading: str | None) -> tuple[str, dict[str, Any]] | None:
    """The product object the page is about: not an entry of a list of other products; None where there is none.

    Among several the one whose name is the heading wins, then the one with an offer, then the first.
    """
    candidates = [
        (s, o)
        for s, o in structured.of_types(PRODUCT_TYPES)
        if first_text(o.get("name")) or offer_of(o).price
    ]
    if not candidates:
        return None

    def rank(entry: tuple[str, dict[str, Any]]) -> tuple[bool, bool, bool]:
        _, product = entry
        name = first_text(product.get("name")) or ""
        link = first_text(product.get("url"), "@id") or ""
        return (
            bool(heading) and _similar(name, heading or ""),
            bool(link) and urlsplit(link).path.rstrip("/") == urlsplit(url).path.rstrip("/"),
            offer_of(product).price is not None,
        )

    best = max(candidates, key=rank)
    if len(candidates) >= 4 and not any(rank(best)[:2]):
        return None  # a list of products, none of which is this page
    return best


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
    if kept and name and _similar(kept[-1], name):
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


def documents(document: Document, layout: Layout) -> tuple[str, ...]:
    """Addresses of data sheets (PDF) that the page links to, outside its frame."""
    found: dict[str, None] = {}
    for element in layout.nodes:
        if element.tag == "a" and not layout.flag(element) & FRAME:
            link = document.link(element.get("href"))
            if link and urlsplit(link).path.lower().endswith(".pdf"):
                found[link] = None
    return tuple(found)[:40]


def merge_images(marked: list[ImageLink], shown: list[ImageLink], document: Document) -> list[ImageLink]:
    """Pictures named by markup first, with the alternative text the page gives them, then the others shown."""
    if not marked and document.meta.get("og:image"):
        link = document.link(document.meta["og:image"])
        if link and any(_same_picture(link, s.url) for s in shown[:8]):
            marked = [ImageLink(link)]
    alts = {s.url: s.alt for s in shown}
    merged: dict[str, ImageLink] = {}
    for image in [*marked, *shown]:
        merged.setdefault(image.url, ImageLink(image.url, image.alt or alts.get(image.url, "")))
    return list(merged.values())


def _same_picture(left: str, right: str) -> bool:
    a, b = urlsplit(left).path.rsplit("/", 1)[-1].lower(), urlsplit(right).path.rsplit("/", 1)[-1].lower()
    return a == b and bool(a)


def _from_meta(document: Document, put: Any) -> None:
    meta = document.meta
    if meta.get("og:type", "").endswith("product") or any(k.startswith("product:") for k in meta):
        put("name", meta.get("og:title"), "og")
        put("description", meta.get("og:description"), "og")
    for key in ("product:price:amount", "og:price:amount", "product:sale_price:amount"):
        if re.fullmatch(r"\d[\d.,]*", meta.get(key, "")):
            from crawler.extract.prices import machine_amount

            put("price", machine_amount(meta[key]), "og")
    for key in ("product:price:currency", "og:price:currency"):
        put("currency", meta.get(key, "").upper(), "og")
    put("brand", meta.get("product:brand") or meta.get("og:brand"), "og")
    put("sku", _identifier(meta.get("product:retailer_item_id")), "og")
    put("mpn", meta.get("product:mfr_part_no"), "og")
    put("gtin", meta.get("product:ean") or meta.get("product:upc"), "og")
    state = (meta.get("product:availability") or meta.get("og:availability") or "").lower()
    put("availability", vocabulary()["og_availability"].get(state), "og")


def _brand(value: str | None) -> str | None:
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
        found = _brand(text)
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


def state_of_all(structured: Structured, product: dict[str, Any]) -> str | None:
    """InStock where any object of the same name is: shops mark up each size as a product of its own."""
    name = first_text(product.get("name"))
    states = [
        offer_of(other).availability
        for _, other in structured.of_types(PRODUCT_TYPES)
        if first_text(other.get("name")) == name
    ]
    return "InStock" if "InStock" in states else None


def _identifier(value: str | None) -> str | None:
    """A code as it stands, None for what is too long or has too many words to be one.

    A code followed by words ("TE502955 Chair cover, grey") is the code alone.
    """
    value = clean(value)
    words = value.split()
    if len(words) > 3 and len(words[0]) >= 5 and any(c.isdigit() for c in words[0]):
        return words[0]
    return value if value and len(value) <= 64 and len(words) <= 5 and value[0] not in "${<" else None


def _links(document: Document, value: Any) -> list[str]:
    found: dict[str, None] = {}
    for entry in listed(value):
        text = first_text(entry, "url", "contentUrl", "@id")
        link = document.link(text) if text else None
        if link:
            found[link] = None
    return list(found)


def _with_unit(value: str, entry: dict[str, Any]) -> str:
    unit = first_text(entry.get("unitText"))
    return f"{value} {unit}" if unit and unit not in value else value


def _similar(left: str, right: str) -> bool:
    """Whether two names are the same but for case, spaces and what one adds at its end."""
    a, b = (re.sub(r"\W+", "", s).lower() for s in (left, right))
    return bool(a and b) and (a in b or b in a)
