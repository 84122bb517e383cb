"""Pictures of a product or post: the ones that show it, not the frame's logos nor links to other pages."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from crawler.extract.page.document import Document, Element, clean
from crawler.extract.page.layout import Layout
from crawler.extract.page.vocabulary import pattern
from crawler.models import ImageLink

MAX_IMAGES = 60
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


def subject_images(layout: Layout, *, root: Element | None = None) -> list[ImageLink]:
    """The pictures of the page's subject in the page's order, each address once, within `root` if given."""
    document = layout.document
    found: dict[str, str] = {}
    elements = [e for e in (root.iter("img") if root is not None else layout.nodes) if e.tag == "img"]
    for image in elements:
        if layout.flag(image) or len(found) >= MAX_IMAGES or _tiny(image):
            continue
        anchor = _link_around(image)
        target = document.link(anchor.get("href")) if anchor is not None else None
        address = image_address(document, image)
        if target is not None:
            if _PICTURE.search(urlsplit(target).path):
                address = target  # a link to the large picture
            elif not same_page(target, document.url):
                continue  # it advertises another page
        if address is None or _NOT_SUBJECT.search(urlsplit(address).path.rsplit("/", 1)[-1]):
            continue
        alt = clean(image.get("alt") or image.get("title"))
        if not alt:
            alt = _caption(image)
        if address not in found or (alt and not found[address]):
            found[address] = alt
    return [ImageLink(url, alt) for url, alt in found.items()]


def same_page(left: str, right: str) -> bool:
    """Whether two addresses differ at most in query and fragment."""
    a, b = urlsplit(left), urlsplit(right)
    return a.netloc == b.netloc and a.path.rstrip("/") == b.path.rstrip("/")


def _tiny(image: Element) -> bool:
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
