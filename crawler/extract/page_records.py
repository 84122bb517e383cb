"""One page to its records: what kind of page it is, and the item, list or post it holds. No network."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from crawler.extract.page.document import Document
from crawler.extract.page.heading_text import text_of_heading
from crawler.extract.page.layout import Layout
from crawler.extract.page.learnt.blocks import text_blocks
from crawler.extract.page.learnt.main_text import main_text
from crawler.extract.page.learnt.page_type import guess_page_type, is_static_page, page_features, section_of
from crawler.extract.page.page_links import (
    alternates,
    canonical_address,
    is_further_page,
    next_pages,
    refresh_target,
)
from crawler.extract.page.parsing import read_document
from crawler.extract.page.placeholders import HINT, PLACEHOLDER, placeholder_in, without_placeholders
from crawler.extract.page.shared_parts import SharedParts
from crawler.extract.page.structured_data import POST_TYPES, Structured, first_text, read_structured
from crawler.extract.post.post import published_date, read_post
from crawler.extract.product.item import read_product
from crawler.extract.product.listing import read_listing
from crawler.extract.product.names.name_likeness import is_similar
from crawler.extract.product.readers.markup import main_object
from crawler.extract.product.specs.page_specs import read_specs
from crawler.extract.selectors import apply_selectors
from crawler.models import CatalogItem, PageRecords, PageType

if TYPE_CHECKING:
    from crawler.profile.profile import SiteProfile

# Characters of text up to which a page that sends its visitors elsewhere says nothing of its own.
MOVED_TEXT = 600


def extract_page(
    body: bytes,
    url: str,
    headers: Mapping[str, str],
    *,
    captured_at: str,
    profile: SiteProfile | None = None,
) -> PageRecords:
    """What the HTML page `body` fetched from `url` says, as records.

    `headers` are the response's (only Content-Type is read). All else as `extract_document`.
    """
    return extract_document(read_document(body, url, headers), captured_at=captured_at, profile=profile)


def extract_document(
    document: Document, *, captured_at: str, profile: SiteProfile | None = None
) -> PageRecords:
    """What a parsed page says, as records.

    `captured_at` (ISO 8601) resolves relative dates. The profile's address patterns decide the kind of page before
    any guess, its selectors the fields. Never raises on a page's content: what could not be read is named in
    `problems`.
    """
    if profile is not None:
        document.shared = shared_parts(profile)
    layout = Layout(document)
    structured = read_structured(document)
    document.problems.extend(structured.problems)
    address = canonical_address(document)
    page_type = _kind(document, layout, structured, captured_at, profile, address)
    text = main_text(document, layout, page_type)
    records = PageRecords(
        url=address,
        page_type=page_type,
        title=document.title,
        text=text,
        language=document.language,
        next_pages=next_pages(document),
        alternates=alternates(document, document.language),
    )
    selectors = profile.selectors if profile is not None else {}
    if page_type == PageType.PRODUCT:
        item = replace(read_product(document, layout, structured, address), alternates=records.alternates)
        records = replace(records, item=apply_selectors(document, item, selectors))
    elif page_type == PageType.LISTING:
        entries = read_listing(document, layout, structured)
        records = replace(records, items=tuple(e for e in entries if _is_item(e, profile)))
    elif page_type == PageType.POST:
        post = replace(
            read_post(document, layout, structured, address, text, captured_at), alternates=records.alternates
        )
        records = replace(records, post=apply_selectors(document, post, selectors))
    records = _filled(document, records)
    return replace(records, problems=tuple(document.problems), looks_like=layout.memo.get("looks_like"))


def shared_parts(profile: SiteProfile) -> SharedParts:
    """What the pages of a site share, as its profile says."""
    return SharedParts(
        title_parts=tuple(profile.title_parts),
        titles=frozenset(profile.shared_titles),
        headings=frozenset(profile.shared_headings),
        paragraphs=frozenset(profile.shared_paragraphs),
        images=frozenset(profile.shared_images),
        products=frozenset(profile.shared_products),
    )


def _filled(document: Document, records: PageRecords) -> PageRecords:
    """The records without what only scripts would fill in, and the placeholder that the page shows, if any."""
    shown = placeholder_in(document)
    if shown is None:
        return records
    document.problems.append(HINT.format(shown))
    items = (without_placeholders(entry) for entry in records.items if not PLACEHOLDER.search(entry.url))
    return replace(
        records,
        item=without_placeholders(records.item) if records.item is not None else None,
        items=tuple(entry for entry in items if entry.name),
        post=without_placeholders(records.post) if records.post is not None else None,
        placeholder=shown,
    )


def _is_item(entry: CatalogItem, profile: SiteProfile | None) -> bool:
    """Whether an entry of a list is a product: by its address where the profile knows, else by picture or price."""
    kind = profile.page_kind(entry.url) if profile is not None else None
    if profile is not None and (kind is not None or profile.products):
        return kind == "product"
    return bool(entry.images or entry.price)


def _kind(
    document: Document,
    layout: Layout,
    structured: Structured,
    captured_at: str,
    profile: SiteProfile | None,
    address: str,
) -> PageType:
    """The profile's patterns say the kind; a page whose own markup says product or article counts whatever they say.

    So does a further page of a list that has an address as products have: /pumps/start-4.html beside /pumps/rx-40.html.
    """
    named = None
    if profile is not None:
        named = profile.page_kind(document.url) or profile.page_kind(address)
    if named == "ignore" or (refresh_target(document) and len(document.text) < MOVED_TEXT):
        return PageType.OTHER
    if named == "product" and is_further_page(document):
        guess = guess_page_type(measure_page(document, layout, structured, captured_at))
        return PageType.PRODUCT if guess == PageType.PRODUCT else PageType.LISTING
    if named == "product" or (named == "post" and not _marked_product(document, layout, structured)):
        return PageType(named)
    if _marked_product(document, layout, structured):
        return PageType.PRODUCT
    if named is not None:
        return PageType(named)
    marked = _marked_post(document, structured) and not is_static_page(document)
    if marked and _dated(document, layout, structured, captured_at):
        return PageType.POST
    guess = guess_page_type(measure_page(document, layout, structured, captured_at))
    if profile is not None and guess == PageType.POST and _is_about_the_firm(document, layout):
        return PageType.OTHER
    if profile is None or not {PageType.PRODUCT: profile.products, PageType.POST: profile.posts}.get(guess):
        return guess
    if guess == PageType.POST and _dated(document, layout, structured, captured_at):
        return guess
    document.problems.append(f"looks like a {guess}, but no pattern of the profile names it")
    layout.memo["looks_like"] = guess
    return PageType.OTHER  # the profile says how products and posts are addressed, and this is not one


def _marked_product(document: Document, layout: Layout, structured: Structured) -> bool:
    """Whether the page's markup says that it is about one product: named as its heading, and not an entry of a list."""
    heading = text_of_heading(layout.heading) if layout.heading is not None else document.title
    found = main_object(structured, document.url, heading)
    if found is None:
        return document.meta.get("og:type", "").lower() in ("product", "og:product", "product.item")
    name = first_text(found.get("name")) or ""
    return bool(heading and name and is_similar(name, heading)) or document.meta.get("og:type", "").endswith(
        "product"
    )


def _marked_post(document: Document, structured: Structured) -> bool:
    """Whether the page's markup says that it is one article: schema.org, or WordPress's class of its body."""
    classes = set((document.body.get("class") or "").lower().split())
    if {"single-post", "postid"} & classes:
        return True
    articles = [o for o in structured.of_types(POST_TYPES) if first_text(o.get("datePublished"))]
    return len(articles) == 1


def _is_about_the_firm(document: Document, layout: Layout) -> bool:
    """Whether a page that reads like a post is a static one, or lies in a section on the firm or its terms."""
    return is_static_page(document) or section_of(document, layout) == PageType.OTHER


def _dated(document: Document, layout: Layout, structured: Structured, captured_at: str) -> bool:
    published = published_date(document, layout, structured, captured_at)
    return published is not None and published.source in ("json-ld", "microdata", "meta", "time", "label")


def measure_page(
    document: Document, layout: Layout, structured: Structured, captured_at: str
) -> dict[str, float]:
    """The features by which the kind of a page is guessed."""
    published = published_date(document, layout, structured, captured_at)
    heading = text_of_heading(layout.heading) if layout.heading is not None else document.title
    return page_features(
        document,
        layout,
        structured,
        text_blocks(document, layout),
        read_listing(document, layout, structured),
        specs=len([s for s in read_specs(layout) if s[2] != "text"]),
        dated=published.source if published else None,
        product=main_object(structured, document.url, heading) is not None,
    )
