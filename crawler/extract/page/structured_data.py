"""What a page says in markup for machines: JSON-LD, microdata, OpenGraph, as plain schema.org objects."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from crawler.extract.page.document import Document
from crawler.extract.page.element_text import clean, letters_of
from crawler.extract.page.shared_parts import names_page

MAX_OBJECTS = 5000  # objects of one page; real pages have some hundreds
MAX_SCRIPT = 3_000_000  # characters of one JSON script
MOSTLY_KEPT = 0.98  # letters and figures that a repaired script has of the one with errors
# Characters and opening brackets of one with errors, and how many of a page: hostile ones take time by the square of their length
MAX_REPAIRED, MAX_BRACKETS, MAX_REPAIRS = 20_000, 400, 5
# A number that would lose its zeros
_BARE_CODE = re.compile(r"(\"\s{0,9}:\s{0,9})(0\d{1,20})(?=\s{0,9}[,}\]])")
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
_KEY = re.compile(r"[@$]?[\w:./-]{1,80}")

POST_TYPES = frozenset(
    (
        *(
            "Article",
            "NewsArticle",
            "BlogPosting",
            "Report",
            "TechArticle",
            "PressRelease",
            "LiveBlogPosting",
        ),
        *("AnalysisNewsArticle", "OpinionNewsArticle", "ReportageNewsArticle", "ReviewNewsArticle"),
        *("ScholarlyArticle", "SatiricalArticle", "AdvertiserContentArticle"),
    )
)
PRODUCT_TYPES = frozenset(
    [
        "Product",
        "ProductModel",
        "ProductGroup",
        "IndividualProduct",
        "SomeProducts",
        "Vehicle",
        "Car",
        "Book",
        "Movie",
    ]
)
LIST_TYPES = frozenset(
    ["ItemList", "OfferCatalog", "CollectionPage", "ProductCollection", "SearchResultsPage"]
)


@dataclass(frozen=True)
class MarkedObject:
    """A schema.org object: `source` json-ld or microdata, the names of its types, and its properties as JSON values."""

    source: str = ""
    types: tuple[str, ...] = ()
    properties: Mapping[str, object] = field(default_factory=dict)

    def get(self, name: str) -> object:
        """A property's value; None where it has none."""
        return self.properties.get(name)


@dataclass
class Structured:
    """The marked objects of a page, JSON-LD first, and what could not be read."""

    objects: list[MarkedObject] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def of_types(self, types: frozenset[str]) -> Iterator[MarkedObject]:
        """The objects with one of `types`."""
        return (item for item in self.objects if types.intersection(item.types))


def read_structured(document: Document) -> Structured:
    """All objects of the page's JSON-LD scripts and microdata; broken scripts become problems."""
    found, repairs = Structured(), MAX_REPAIRS
    for kind, _, text in document.scripts:
        if "ld+json" not in kind:
            continue
        if len(text) > MAX_SCRIPT:
            found.problems.append(f"JSON-LD of {len(text)} characters was not read")
            continue
        value = read_json(text)
        if value is None and repairs and _may_be_repaired(text):
            repairs -= 1
            value = _repaired(text)
            if value is not None:
                found.problems.append("invalid JSON-LD was read as far as it goes")
        if value is None:
            if text.strip():
                found.problems.append("invalid JSON-LD was not read")
            continue
        found.objects += _collected(value, MAX_OBJECTS - len(found.objects))
    if document.tree.find(".//*[@itemscope]") is not None:
        try:
            found.objects += _microdata(document)
        except (RecursionError, ValueError) as error:
            found.problems.append(f"microdata was not read: {type(error).__name__}")
    found.objects = [one for one in found.objects if not _is_copied(one, document)]
    return found


def names_of_products(structured: Structured) -> Iterator[str]:
    """The names of the marked products of a page."""
    for product in structured.of_types(PRODUCT_TYPES):
        if name := first_text(product.get("name")):
            yield name


def _is_copied(one: MarkedObject, document: Document) -> bool:
    """Whether an object is a product that many pages of the site name, and this page is not called so."""
    if not document.shared.products or not PRODUCT_TYPES.intersection(one.types):
        return False
    name = first_text(one.get("name"))
    return name in document.shared.products and not names_page(document.own_title, str(name))


def read_json(text: str) -> Any:
    """JSON as pages write it: line breaks in strings, trailing commas, comments, HTML entities; None if hopeless."""
    text = text.strip().removeprefix("<!--").removesuffix("-->").strip()
    text = re.sub(r"^\s*(?://\s*)?<!\[CDATA\[|(?://\s*)?\]\]>\s*$", "", text).strip().rstrip(";")
    if not text:
        return None
    for attempt in (
        lambda t: t,
        lambda t: re.sub(r",\s*([}\]])", r"\1", t),
        lambda t: re.sub(r",\s*([}\]])", r"\1", re.sub(r"^\s*//.*$", "", html.unescape(t), flags=re.M)),
    ):
        try:
            return json.loads(attempt(text), strict=False)
        except (ValueError, RecursionError):
            continue
    try:  # several objects one after another
        return json.JSONDecoder(strict=False).raw_decode(text)[0]
    except (ValueError, RecursionError):
        return None


def _repaired(text: str) -> Any:
    """JSON with brackets, commas or quotes missing; None if hopeless, where some of it would be lost, or its keys are no names."""
    from json_repair import loads

    try:
        value = loads(_BARE_CODE.sub(r'\1"\2"', text), skip_json_loads=True)
    except (ValueError, RecursionError):
        return None
    given = letters_of(_ESCAPE.sub(lambda found: chr(int(found[1], 16)), text))
    kept = letters_of(json.dumps(value, ensure_ascii=False))
    whole = len(kept) >= MOSTLY_KEPT * len(given)
    return value if value and whole and _has_names_for_keys(value) else None


def _may_be_repaired(text: str) -> bool:
    """Whether a script names a type, is no template, and is not large or deep enough to keep the repair busy."""
    small = len(text) <= MAX_REPAIRED and text.count("{") + text.count("[") <= MAX_BRACKETS
    return small and "@type" in text and "{{" not in text and "{%" not in text


def _has_names_for_keys(value: object) -> bool:
    """Whether all keys of repaired objects are names: half a text is the key of what went wrong."""
    stack = [value]
    while stack:
        node = stack.pop()
        if isinstance(node, dict):
            if not all(_KEY.fullmatch(key) for key in node):
                return False
            stack.extend(node.values())
        elif isinstance(node, list):
            stack.extend(node)
    return True


def _collected(value: object, most: int) -> list[MarkedObject]:
    """The typed objects of a JSON-LD value at any depth, at most `most`."""
    found: list[MarkedObject] = []
    stack = [value]
    while stack and len(found) < most:
        node = stack.pop()
        if isinstance(node, list):
            stack.extend(reversed(node))
        elif isinstance(node, dict):
            types = tuple(_type_name(t) for t in listed(node.get("@type")))
            if types:
                found.append(MarkedObject("json-ld", types, node))
            stack.extend(v for v in reversed(list(node.values())) if isinstance(v, dict | list))
    return found


def _microdata(document: Document) -> list[MarkedObject]:
    """Microdata items of the page (WHATWG HTML, section 5), nested ones as values and as objects of their own."""
    items: dict[Any, dict[str, object]] = {}
    order: list[MarkedObject] = []
    for element in document.tree.iter():
        if not isinstance(element.tag, str):
            continue
        scope = element.get("itemscope") is not None
        names = (element.get("itemprop") or "").split()
        if not scope and not names:
            continue
        own: dict[str, object] | None = None
        if scope:
            own = items[element] = {}
            types = tuple(_type_name(t) for t in (element.get("itemtype") or "").split())
            if len(order) < MAX_OBJECTS:
                order.append(MarkedObject("microdata", types, own))
        if names:
            parent = element.getparent()
            while parent is not None and parent not in items:
                parent = parent.getparent()
            if parent is not None:
                value = own if own is not None else _property_value(document, element)
                for name in names:
                    name = name.rsplit("/", 1)[-1]
                    holder = items[parent]
                    if name in holder:
                        holder[name] = [*listed(holder[name]), value]
                    else:
                        holder[name] = value
    return order


def _property_value(document: Document, element: Any) -> str:
    tag = element.tag
    if element.get("content") is not None:
        return clean(element.get("content"))
    if tag in ("a", "area", "link"):
        return document.link(element.get("href")) or clean(element.text_content())
    if tag in ("img", "audio", "embed", "iframe", "source", "track", "video"):
        return document.link(element.get("src") or element.get("data-src")) or ""
    if tag in ("data", "meter", "object"):
        return clean(element.get("value") or element.get("data") or element.text_content())
    if tag == "time":
        return clean(element.get("datetime") or element.text_content())
    return clean(element.text_content()[:20_000])


def _type_name(value: object) -> str:
    return str(value).rstrip("/").rsplit("/", 1)[-1].rsplit("#", 1)[-1].rsplit(":", 1)[-1]


def listed(value: object) -> list[Any]:
    """`value` as a list: [] for None, itself if it is one."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def first_text(value: object, *keys: str) -> str | None:
    """The first text in a schema.org value: a string, a number, or the `keys` (then name, @value) of an object."""
    for entry in listed(value):
        if isinstance(entry, dict):
            for key in (*keys, "name", "@value", "value"):
                found = first_text(entry.get(key)) if key in entry else None
                if found:
                    return found
        elif isinstance(entry, bool) or entry is None:
            continue
        elif isinstance(entry, str | int | float):
            text = clean(
                html.unescape(re.sub(r"<[^>]{0,500}>", " ", str(entry)))
                if "<" in str(entry) or "&" in str(entry)
                else str(entry)
            )
            if text:
                return text
    return None
