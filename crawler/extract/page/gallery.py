"""Pictures of a product or post: the ones that show it, not the frame's logos nor links to other pages."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from crawler.extract.page.document import Document
from crawler.extract.page.element_text import Element, clean
from crawler.extract.page.layout import Layout
from crawler.extract.page.page_links import is_tracker
from crawler.extract.words.vocabulary import pattern
from crawler.models import ImageLink

MAX_IMAGES = 60
_WITH_BACKGROUND = frozenset({"div", "a", "span", "li", "figure", "section"})
SMALL = 60  # pixels; a picture declared smaller in either direction is an icon
# Where pages that load pictures late keep the address, best first.
_LAZY = (
    *(
        "data-large_image",
        "data-zoom-image",
        "data-zoom",
        "data-original",
        "data-src",
        "data-lazy-src",
        "data-lazy",
    ),
    *("data-image", "data-original-src", "data-echo", "data-full", "data-hires", "data-url", "_src", "file"),
)
_LAZY_BACKGROUND = (
    "data-original",
    "data-src",
    "data-bg",
    "data-background",
    "data-background-image",
    "data-image",
)
_BACKGROUND = re.compile(r"background(?:-image)?\s*:[^;]*?url\(\s*[\"']?([^\"')]+)", re.I)
_OFF_SCREEN = re.compile(
    r"(?:left|top|text-indent)\s*:\s*-\d{3,}|visibility\s*:\s*hidden|opacity\s*:\s*0(?:[;\s]|$)", re.I
)
_PICTURE = re.compile(r"\.(?:jpe?g|png|webp|gif|bmp|tiff?|avif)$", re.I)
_NOT_SUBJECT = pattern("not_subject_pictures", r"(?:^|[/_.\-]){}(?:$|[/_.\-\d])")


def image_address(document: Document, image: Element) -> str | None:
    """The address of the picture an img element stands for, also where it is loaded late; None for inline data."""
    for name in _LAZY:
        value = image.get(name)
        if (
            value
            and not value.startswith("data:")
            and ("/" in value or _PICTURE.search(value))
            and len(value) < 2000
        ):
            found = document.link(value)
            if found:
                return found
    candidates = image.get("data-srcset") or image.get("srcset")
    source = image.get("src") or ""
    if candidates and (
        not source or source.startswith("data:") or _NOT_SUBJECT.search(urlsplit(source).path)
    ):
        best = max(
            (_srcset_entry(entry) for entry in re.split(r",\s+", candidates[:20_000])), default=(0.0, "")
        )
        if best[1]:
            return document.link(best[1])
    return document.link(source) if source and not source.startswith("data:") else None


def _srcset_entry(entry: str) -> tuple[float, str]:
    parts = entry.strip().split()
    if not parts:
        return 0.0, ""
    size = re.match(r"([\d.]+)[wx]", parts[1]) if len(parts) > 1 else None
    return (float(size.group(1)) if size else 1.0), parts[0]


def image_addresses(document: Document) -> set[str]:
    """The addresses of all pictures a page shows, wherever they stand."""
    found = {image_address(document, e) for e in document.tree.iter("img")}
    found |= {background_address(document, e) for e in document.tree.iter("div", "a", "span", "li", "figure")}
    return {address for address in found if address}


def background_address(document: Document, element: Element) -> str | None:
    """The address of the picture that an element has as its background, also where it is loaded late."""
    for name in _LAZY_BACKGROUND:
        value = element.get(name)
        if value and _PICTURE.search(urlsplit(value.split("?", 1)[0]).path) and len(value) < 2000:
            return document.link(value)
    style = element.get("style")
    if style and "url(" in style:
        match = _BACKGROUND.search(style)
        if match and not match.group(1).startswith("data:"):
            return document.link(match.group(1))
    return None


def is_picture(address: str) -> bool:
    """Whether an address ends as the file of a picture does."""
    return _PICTURE.search(urlsplit(address).path) is not None


def is_same_file(left: str, right: str) -> bool:
    """Whether two addresses of pictures end with the same file name, which sizes and copies of one picture share."""
    a, b = (urlsplit(address).path.rsplit("/", 1)[-1].lower() for address in (left, right))
    return a == b and bool(a)


def subject_images(layout: Layout, *, root: Element | None = None) -> list[ImageLink]:
    """The pictures of the page's subject in the page's order, each address once, within `root` if given."""
    found: dict[str, str] = {}
    own: dict[str, str] = {}  # in a link to this very page, as in a side box: where there is no other
    elements = list(root.iter()) if root is not None else layout.nodes
    for image in elements:
        if image.tag == "img":
            _add(found, own, layout, image, image_address(layout.document, image))
    found = found or own
    if not found:  # some show the picture as a background
        for element in elements:
            if element.tag in _WITH_BACKGROUND and element.attrib:
                _add(found, own, layout, element, background_address(layout.document, element))
        found = found or own
    return [ImageLink(url, alt) for url, alt in found.items()]


def _add(
    found: dict[str, str], own: dict[str, str], layout: Layout, image: Element, address: str | None
) -> None:
    """Add a picture to `found`, unless it is the frame's, an icon, a tracker's, or leads to another page.

    One that leads to this very page goes into `own`.
    """
    document = layout.document
    if address is None or layout.flag(image) or len(found) >= MAX_IMAGES or _tiny(image):
        return
    if address in document.shared.images or is_tracker(address):
        return
    anchor = _link_around(image)
    target = document.link(anchor.get("href")) if anchor is not None else None
    if anchor is not None and target is not None:
        if _PICTURE.search(urlsplit(target).path):
            address = target  # a link to the large picture
        elif not same_page(target, document.url):
            return  # it advertises another page
        elif "#" not in (anchor.get("href") or ""):
            found = own
    if _NOT_SUBJECT.search(urlsplit(address).path.rsplit("/", 1)[-1]):
        return
    alt = clean(image.get("alt") or image.get("title")) or _caption(image)
    if address not in found or (alt and not found[address]):
        found[address] = alt


def same_page(left: str, right: str) -> bool:
    """Whether two addresses differ at most in query and fragment."""
    a, b = urlsplit(left), urlsplit(right)
    return a.netloc == b.netloc and a.path.rstrip("/") == b.path.rstrip("/")


def _tiny(image: Element) -> bool:
    if _OFF_SCREEN.search(image.get("style") or ""):
        return True
    for name in ("width", "height"):
        value = re.match(r"(\d+)(?:px)?$", (image.get(name) or "").strip())
        if value and int(value.group(1)) < SMALL:
            return True
    return False


def _link_around(image: Element) -> Element | None:
    for depth, ancestor in enumerate(image.iterancestors()):
        if ancestor.tag == "a":
            return ancestor
        if depth >= 6 or ancestor.tag in ("body", "li", "td", "article"):
            return None
    return None


def _caption(image: Element) -> str:
    for depth, ancestor in enumerate(image.iterancestors()):
        if ancestor.tag == "figure":
            caption = ancestor.find(".//figcaption")
            return clean(caption.text_content()) if caption is not None else ""
        if depth >= 3:
            break
    return ""
