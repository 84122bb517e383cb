"""What kind of page it is: product, listing, post or other; from structure, text and links alone."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Sequence
from urllib.parse import unquote, urlsplit

import numpy as np

from crawler.extract.page.crumbs import crumbs_shown
from crawler.extract.page.document import Document
from crawler.extract.page.element_text import clean, short_text
from crawler.extract.page.layout import Layout
from crawler.extract.page.learnt.blocks import Block
from crawler.extract.page.learnt.boosted_trees import load_trees
from crawler.extract.page.structured_data import LIST_TYPES, POST_TYPES, PRODUCT_TYPES, Structured
from crawler.extract.words.vocabulary import pattern
from crawler.models import CatalogItem, PageType

_NEWS = (
    r"news|blogs?|articles?|press|posts?|stor(?:y|ies)|xinwen|novosti|novyny|zhana\w+|aktuelles|noticias|actualites|"
    r"notizie|media"
)
_PATHS: dict[str, re.Pattern[str]] = {
    name: re.compile(form, re.I)
    for name, form in {
        "product": r"/(?:products?|items?|itm|goods|chanpin|tovar|produkt|producto|produit|prod|detail|p|dp|ip)[/_-]"
        r"|show_\d+|[-_/]p?\d{5,}(?:\.html?)?/?$",
        "list": r"/(?:categor(?:y|ies)|collections?|catalog(?:ue)?|cat|c|list|shop|store|product-category|browse|"
        r"department|products?|brands?|tags?|search|archive|directory)(?:[/_.-][^/]*)?/?$",
        "page": r"[/?&=_-]page[/=_-]?\d{1,4}(?!\d)|list_\d+",
        "post": rf"/(?:{_NEWS}|updates?)/[^/]{{8,}}",
        "posts": rf"/(?:{_NEWS}|events?|insights?)/?(?:index|list)?[^/]{{0,7}}$",
        "date": r"/(?:19|20)\d{2}/\d{1,2}|(?:19|20)\d{2}-\d{2}-\d{2}",
        "other": r"/(?:about|contact|privacy|terms|faq|help|support|docs?|documentation|wiki|forums?|threads?|topics?|"
        r"questions?|services?|solutions?|login|careers?|download|guide|tutorial|reference|api|manual|t|r|viewtopic)"
        r"(?:[/._-]|$)",
    }.items()
}
_NUMBERED = re.compile(  # list_2.html, product_class_3.html; page18840231.html is any page of a site builder
    r"(?P<before>(?:[a-z]+[-_])*)(?P<name>[a-z]+)[-_]?\d{1,4}(?:[-_]\d{1,4})*(?:\.\w{2,5})?"
)
_DIVIDED = re.compile(r"[-_]")  # a name of several words: san-pham
_SCRIPT = re.compile(r"aspx?|php|jsp|cgi")  # product_asp_page_2.html is a copy of product.asp?page=2
_BODY_WORDS = (
    *("product", "products", "single", "post", "category", "collection", "archive", "home", "page"),
    *("blog", "article"),
    *("catalog", "search", "list", "listing", "item", "tax", "woocommerce", "forum", "news"),
)
_BUY = pattern("buy_buttons", r"^{}(?!\w)")
_PRODUCT_SECTION = pattern("product_sections")
_LIST_SECTION = pattern("list_sections")
_POST_SECTION = pattern("post_sections")
_OTHER_SECTION = pattern("other_sections")
_LOAD_MORE = re.compile(
    r"^(?:load more|show more|view more|next|sort by|filters?|filter by|refine|compare)\b", re.I
)
_PRICE = re.compile(r"[$€£¥₹₽]\s?\d|\d\s?(?:€|руб|грн|zł|元)")
_OTHER_TYPES = frozenset(
    {"QAPage", "DiscussionForumPosting", "FAQPage", "Service", "Organization", "SoftwareApplication"}
)
_MARKED = ("product_marked", "og_product", "og_article", "og_website", "post_marked")
MOST_CRUMBS = 8  # looked at
LONGEST_SECTION = 60  # characters of a heading that may name a section
_POST_SHOWN = ("author", "byline", "published", "posted", "entry")


def page_features(
    document: Document,
    layout: Layout,
    structured: Structured,
    blocks: Sequence[Block],
    entries: Sequence[CatalogItem],
    specs: int,
    dated: str | None,
    product: bool,
) -> dict[str, float]:
    """What is measured of a page, by name.

    `dated` is the source of its published date, `product` whether its markup names a product it is about.
    """
    path = urlsplit(document.url)
    address = path.path + (f"?{path.query}" if path.query else "")
    last = path.path.rstrip("/").rsplit("/", 1)[-1]
    og = document.meta.get("og:type", "").lower()
    body = set(
        re.findall(r"[a-z]+", f"{document.body.get('class') or ''} {document.body.get('id') or ''}".lower())
    )
    types = Counter(name for item in structured.objects for name in item.types)
    inside = [b for b in blocks if not layout.flag(b.element)]
    words = sum(b.words for b in inside)
    linked = sum(b.words * b.link_characters / max(1, len(b.text)) for b in inside)
    paragraphs = [b for b in inside if b.words >= 20 and b.link_characters < 0.4 * len(b.text)]
    tags = Counter(e.tag for e in layout.nodes)
    names = [
        f"{e.get('class') or ''}".lower()
        for e in layout.subject("div", "span", "p", "a", "ul", "section")[:3000]
    ]
    entry_words = sum(b.words for b in inside if b.words <= 12)
    features: dict[str, float] = {
        "product_marked": product,
        "products_marked": _log(sum(types[t] for t in PRODUCT_TYPES)),
        "list_marked": any(types[t] for t in LIST_TYPES),
        "post_marked": any(types[t] for t in POST_TYPES),
        "posts_marked": _log(sum(types[t] for t in POST_TYPES)),
        "other_marked": any(types[t] for t in _OTHER_TYPES),
        "og_product": "product" in og,
        "og_article": og == "article",
        "og_website": og == "website",
        **{f"path_{name}": form.search(address) is not None for name, form in _PATHS.items()},
        "path_root": path.path in ("", "/"),
        "path_depth": path.path.rstrip("/").count("/"),
        "path_hyphens": min(last.count("-"), 12),
        "path_digits": sum(c.isdigit() for c in last) / max(1, len(last)),
        "path_query": bool(path.query),
        **{f"body_{word}": word in body for word in _BODY_WORDS},
        "entries": _log(len(entries)),
        "entries_priced": _log(sum(1 for e in entries if e.price)),
        "entries_pictured": _log(sum(1 for e in entries if e.images)),
        "entry_name_length": float(np.mean([len(e.name or "") for e in entries[:40]])) / 50
        if entries
        else 0.0,
        "specs": _log(specs),
        "dated_markup": dated in ("json-ld", "microdata", "meta"),
        "dated_label": dated == "label",
        "dated_time": dated == "time",
        "dated_near": dated == "text",
        "words": _log(words),
        "paragraphs": _log(len(paragraphs)),
        "paragraph_share": sum(b.words for b in paragraphs) / max(1, words),
        "short_share": entry_words / max(1, words),
        "link_share": linked / max(1, words),
        "buy": _log(sum(1 for b in blocks if len(b.text) < 40 and _BUY.match(b.text))),
        "more": _log(sum(1 for b in blocks if len(b.text) < 40 and _LOAD_MORE.match(b.text))),
        "prices": _log(sum(1 for b in inside if len(b.text) < 60 and _PRICE.search(b.text))),
        "images": _log(tags["img"]),
        "headings": _log(tags["h2"] + tags["h3"]),
        "top_headings": min(tags["h1"], 3),
        "articles": _log(tags["article"]),
        "lists": _log(tags["li"]),
        "forms": _log(tags["form"]),
        "code": _log(tags["pre"] + tags["code"]),
        "times": _log(tags["time"]),
        "select": _log(tags["select"]),
        "author": any(any(word in name for word in _POST_SHOWN) for name in names),
        "grid": _log(sum(1 for name in names if "grid" in name or "card" in name or "product-item" in name)),
        "sku_shown": any("sku" in name for name in names),
        "quantity": any("quantity" in name or "qty" in name for name in names),
        "title_length": len(clean(document.title)) / 50,
        "heading_length": len(clean(layout.heading.text_content())) / 50
        if layout.heading is not None
        else 0.0,
    }
    return {name: float(value) for name, value in features.items()}


def kind_probabilities(features: dict[str, float]) -> dict[str, float]:
    """The probability of each kind (models/page_type.json, fitted by tools/fit_page_models.py).

    The pages it was fitted on are nearly all English, large and marked up. On makers' plain pages four things hold
    as well: a list has entries, a text with a labelled date is a post, a short page without markup that states
    specifications is a product, and a page of which nothing speaks clearly is none of the three. Together they
    changed the macro-F1 on pages left out from .832 to .834.
    """
    model = load_trees("page_type")
    row = np.array([[features[name] for name in model.names]])
    scores = dict(zip(model.classes, model.scores(row)[0].tolist(), strict=True))
    entries = math.expm1(features["entries"])
    scores["listing"] -= 1.0 * (entries <= 1 and not features["list_marked"])
    words, dated = math.expm1(features["words"]), features["dated_label"] > 0
    plain = not any(features[name] for name in _MARKED)
    scores["post"] += (3.0 if plain else 1.5) * (dated and words >= 25 and entries < 6)
    scores["product"] += 2.5 * (
        plain and not dated and features["specs"] >= _log(3) and entries < 6 and words < 400
    )
    scores["other"] += 0.3
    top = max(scores.values())
    weights = {kind: math.exp(score - top) for kind, score in scores.items()}
    return {kind: weight / sum(weights.values()) for kind, weight in weights.items()}


def guess_page_type(
    features: dict[str, float], model: Callable[[dict[str, float]], dict[str, float]] = kind_probabilities
) -> PageType:
    """The likeliest kind of page."""
    found = model(features)
    return PageType(max(found, key=lambda kind: found[kind]))


def section_of(document: Document, layout: Layout, *, crumbed: bool = True) -> PageType | None:
    """PRODUCT or POST where the address or the breadcrumbs say that the page is in such a section; OTHER where they, or the
    page's heading or title, name one on the firm itself, its terms or its trade in general, and none of those; else None.

    The breadcrumbs say nothing unless `crumbed`.
    """
    parts = urlsplit(document.url)
    path = re.sub(r"[^\w]+|_|(?<=[^\W\d_])\d+\b", " ", unquote(f"{parts.path} {parts.query}")).lower()
    names = re.sub(r"\.\w+$", "", unquote(parts.path).lower().rstrip("/")).split("/")[1:]
    crumbs = [crumb.lower() for crumb in crumbs_shown(layout)] if crumbed else []
    products, posts = _sections_in([*path.split()[:12], *filter(_DIVIDED.search, names), *_words_of(crumbs)])
    if told := _of_more(products, posts):
        return told
    heading = short_text(layout.heading, LONGEST_SECTION) or "" if layout.heading is not None else ""
    said = (*names, *crumbs, heading, document.own_title or "")
    named = (_OTHER_SECTION.fullmatch(name.strip()) for name in said)
    return PageType.OTHER if not posts and any(named) else None


def section_in_crumbs(layout: Layout) -> PageType | None:
    """PRODUCT or POST where the breadcrumbs alone say so."""
    return _of_more(*_sections_in(_words_of([crumb.lower() for crumb in crumbs_shown(layout)])))


def _of_more(products: int, posts: int) -> PageType | None:
    """The section that more words name; None where neither has more."""
    if products == posts:
        return None
    return PageType.PRODUCT if products > posts else PageType.POST


def _words_of(crumbs: Sequence[str]) -> list[str]:
    """The words of crumbs, and the crumbs of several words."""
    whole = [crumb for crumb in crumbs if " " in crumb.strip()]
    return [*re.split(r"[\s>/|»]+", " ".join(crumbs))[:20], *whole[:MOST_CRUMBS]]


def _sections_in(words: Sequence[str]) -> tuple[int, int]:
    """How many words are for a section of products, and how many for one of news."""
    products = sum(_PRODUCT_SECTION.fullmatch(word) is not None for word in words)
    posts = sum(_POST_SECTION.fullmatch(word) is not None for word in words)
    return products, posts


def is_static_page(document: Document) -> bool:
    """Whether the site's software says that the page is none of its posts: WordPress marks pages by page-id-N."""
    classes = (document.body.get("class") or "").lower().split()
    return "page" in classes and any(re.fullmatch(r"page-id-\d+", name) for name in classes)


def is_list_address(url: str) -> bool:
    """Whether an address says that it is a list's: its last folder that says what lies in it, or its own name with a number.

    /product-category/vests/, /tag/x, /news/list_2.html.
    """
    parts = urlsplit(url)
    *names, own = [unquote(name).lower() for name in parts.path.split("/") if name] or [""]
    numbered = _NUMBERED.fullmatch(own)
    if numbered and _LIST_SECTION.fullmatch(numbered["name"]) and _is_section(numbered["before"]):
        return True
    for name in reversed(names):
        if _LIST_SECTION.fullmatch(name):
            return True
        if _PRODUCT_SECTION.fullmatch(name) or _POST_SECTION.fullmatch(name):
            return False
    keys = [pair.partition("=")[0].lower() for pair in parts.query.split("&")]
    return not names and any(_LIST_SECTION.fullmatch(key) for key in keys)


def _is_section(words: str) -> bool:
    """Whether the words before a name say only what section it is of: product_ and news_list_, but not safety_vest_."""
    forms = (_PRODUCT_SECTION, _POST_SECTION, _LIST_SECTION, _SCRIPT)
    return all(any(form.fullmatch(word) for form in forms) for word in re.split(r"[-_]", words) if word)


def _log(count: float) -> float:
    return math.log1p(count)
