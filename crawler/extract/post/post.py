"""A news page to a post: title, published date with its source, text, pictures with captions."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from crawler.extract.page.document import Document
from crawler.extract.page.element_text import Element, clean, short_text
from crawler.extract.page.frame import FRAME, HIDDEN, RELATED
from crawler.extract.page.gallery import subject_images
from crawler.extract.page.heading_text import text_of_heading
from crawler.extract.page.layout import Layout
from crawler.extract.page.structured_data import POST_TYPES, Structured, first_text
from crawler.extract.product.listing import entry_groups
from crawler.extract.words.dates import FoundDate, find_dates, machine_date
from crawler.extract.words.vocabulary import pattern, vocabulary
from crawler.models import NewsPost

# Meta elements that state when a text was published, most to be believed first.
_META_DATES: list[str] = vocabulary()["published_meta"]
_LABEL = pattern("published_labels", r"{}\s*[:：\-—]?\s*$")
_UPDATED = pattern("updated_labels", r"{}\s*[:：]?\s*$")
_NOT_PUBLISHED = pattern("not_published")
_CLOCK = re.compile(r"clock|today|nowtime|current-?(?:date|time)|server-?time|countdown|timer", re.I)
NEAR_BEFORE, NEAR_AFTER = 40, 60  # elements around the headline in which a date without a label is the post's
MAX_LINE = 160
MAX_LINKED_DATE = 40  # characters of a link that is a date and leads to the day's archive, or nowhere
CREDIBLE = 1.0  # a date in running text scores less: it tells of something else
MIN_TEASERS = 2  # alike entries with a link and a date from which the dates are those of other pages
MAX_TEASER = 800  # characters of such an entry
BESIDE_DATE = 6  # characters of a link's text that may stand beside a date for it to be nothing else
MAX_ELEMENTS = 8000  # of a page, in which its date is looked for
MAX_RELATIVE = 60  # characters of a line in which "today" and "3 days ago" are a date and not a story


@dataclass(frozen=True)
class Published:
    """When a post says it was published: ISO date, source, certainty, and the words it was read from."""

    day: str
    source: str
    certainty: str
    text: str


def read_post(
    document: Document, layout: Layout, structured: Structured, url: str, text: str | None, captured_at: str
) -> NewsPost:
    """The post a page is about; `text` is its main text. A post without a credible date has `published` None."""
    marked = next(structured.of_types(POST_TYPES), None)
    heading = text_of_heading(layout.heading) if layout.heading is not None else None
    title = (
        heading
        or (first_text(marked.get("headline")) if marked else None)
        or document.meta.get("og:title")
        or document.title
    )
    published = published_date(document, layout, structured, captured_at)
    author = (first_text(marked.get("author"), "name") if marked else None) or document.meta.get("author")
    return NewsPost(
        url=url,
        title=clean(title) or None,
        published=published.day if published else None,
        date_source=published.source if published else None,
        date_certainty=published.certainty if published else None,
        date_text=published.text if published else None,
        author=author,
        text=text,
        images=tuple(subject_images(layout)),
        language=document.language,
    )


def published_date(
    document: Document, layout: Layout, structured: Structured, captured_at: str
) -> Published | None:
    """When the page's text was published; None where only clocks, copyright lines or updates of others are dated.

    Markup for machines first, then a date with a label, then one beside the headline, then the address.
    """
    if "published" not in layout.memo:
        layout.memo["published"] = _published_date(document, layout, structured, captured_at)
    found: Published | None = layout.memo["published"]
    return found


def _published_date(
    document: Document, layout: Layout, structured: Structured, captured_at: str
) -> Published | None:
    last = captured_at[:10]
    for item in structured.of_types(POST_TYPES):
        value = first_text(item.get("datePublished")) or first_text(item.get("dateCreated"))
        day = machine_date(value) if value else None
        if day and value and day <= _tomorrow(last):
            return Published(day, item.source, "certain", value)
    for name in _META_DATES:
        value = document.meta.get(name)
        day = machine_date(value) if value else None
        if day and value and day <= _tomorrow(last):
            return Published(day, "meta", "certain", value)
    shown = _shown(document, layout, captured_at)
    best = max(shown, key=lambda s: s[0], default=None)
    by_address = _address_date(document.url)
    return best[1] if best is not None and best[0] >= CREDIBLE else by_address


def _shown(document: Document, layout: Layout, captured_at: str) -> list[tuple[float, Published]]:
    """(credibility, date) of the dates shown: labelled 3, in a time element by the headline 2.5, by it 2, else less."""
    language = (document.tree.get("lang") or "").lower()
    month_first = (
        True if language in ("en-us", "en_us") else (False if document.language not in ("en", None) else None)
    )
    heading = layout.order.get(layout.heading) if layout.heading is not None else None
    found: list[tuple[float, Published]] = []
    of_others = _dates_of_others(document, layout)
    for i, element in enumerate(layout.nodes[:MAX_ELEMENTS]):
        if layout.flags[i] & (HIDDEN | RELATED) or element.tag in ("script", "style", "option", "h1"):
            continue
        if element in of_others:
            continue
        distance = None if heading is None else i - heading
        near = distance is not None and -NEAR_BEFORE <= distance <= NEAR_AFTER
        if layout.flags[i] & FRAME and not near:
            continue
        if element.tag == "a" and not (near and len(element.text or "") <= MAX_LINKED_DATE):
            continue
        pieces = [element.text or "", *(child.tail or "" for child in element)]
        own = clean(" ".join(pieces))
        stamp = element.get("datetime") or element.get("content") if element.tag == "time" else None
        if stamp is None and (not own or (not any(map(str.isdigit, own)) and not _relative_word(own))):
            continue
        if _CLOCK.search(f"{element.get('class') or ''} {element.get('id') or ''}") or _NOT_PUBLISHED.search(
            own
        ):
            continue
        # The label may be in the element before: <b>Date:</b> 3 May 2022, or in an outer one.
        before = _before(element)
        if stamp is not None:
            day = machine_date(stamp)
            if day and day <= _tomorrow(captured_at[:10]):
                updated = _UPDATED.search(before) or "updated" in (element.get("class") or "").lower().split()
                score = 1.2 if updated else (2.5 if near else 1.5)
                found.append(
                    (
                        score - _far(distance),
                        Published(day, "time", "certain" if score > 2 else "likely", stamp),
                    )
                )
            continue
        relative = captured_at if len(own) <= MAX_RELATIVE else None
        for date in find_dates(own[:600], captured_at=relative, month_first=month_first)[:3]:
            if date.day > _tomorrow(captured_at[:10]):
                continue
            score, source, certainty = _credit(own, before, date, near, distance)
            if score > 0:
                certainty = "ambiguous" if date.certainty == "ambiguous" else certainty
                found.append((score - _far(distance), Published(date.day, source, certainty, own[:MAX_LINE])))
    return found


def _dates_of_others(document: Document, layout: Layout) -> set[Element]:
    """The elements of entries that lead to other pages and show those pages' dates: teasers, next and previous post."""
    found: set[Element] = set()
    around_heading = set() if layout.heading is None else {layout.heading, *layout.heading.iterancestors()}
    for group in entry_groups(document, layout):
        if not around_heading.isdisjoint(group.elements):
            continue
        dated = [e for e in group.elements if (text := short_text(e, MAX_TEASER)) and find_dates(text)]
        if len(dated) >= MIN_TEASERS and not all(_is_date(record.name or "") for record in group.records):
            found.update(inner for element in dated for inner in element.iter())
    return found


def _is_date(text: str) -> bool:
    found = find_dates(text)
    return bool(found) and len(text) - len(found[0].text) <= BESIDE_DATE


def _credit(
    own: str, before: str, date: FoundDate, near: bool, distance: int | None
) -> tuple[float, str, str]:
    lead = own[: date.start].rstrip()
    context = lead if lead else before
    if _UPDATED.search(context[-40:]):
        return 1.1, "label", "likely"
    if _LABEL.search(context[-60:].rstrip(" [(（【")):
        return 3.0, "label", "certain"
    if len(own) > MAX_LINE:
        return (0.3, "text", "ambiguous") if distance is not None and distance >= 0 else (0.0, "", "")
    bare = len(own) - len(date.text) <= 30
    if near:
        return (2.0 if bare else 1.2 if len(own) <= MAX_LINE / 2 else 0.5), "text", "likely"
    return (0.6 if bare else 0.2), "text", "ambiguous"


def _before(element: object) -> str:
    """The text right before an element: its previous sibling's, else its parent's own."""
    from lxml import etree

    assert isinstance(element, etree._Element)
    previous = element.getprevious()
    if previous is not None and isinstance(previous.tag, str):
        return clean(previous.tail) or clean("".join(str(t) for t in previous.itertext()))[-80:]
    parent = element.getparent()
    return clean(parent.text)[-80:] if parent is not None else ""


def _far(distance: int | None) -> float:
    """What distance from the headline takes off: little, but it decides among equals; before it counts double."""
    if distance is None:
        return 0.3
    return min(0.45, (distance if distance >= 0 else -2 * distance) / 1000)


def _relative_word(text: str) -> bool:
    return (
        len(text) < 60
        and re.search(
            r"yesterday|today|вчера|сегодня|вчора|сьогодні|кеше|бүгін|昨天|今天|前天|刚刚|назад|ago|前",
            text,
            re.I,
        )
        is not None
    )


def _address_date(url: str) -> Published | None:
    path = urlsplit(url).path
    match = re.search(
        r"/((?:19|20)\d{2})[/-]?(0[1-9]|1[0-2]|[1-9])[/-]?(0[1-9]|[12]\d|3[01]|[1-9])(?!\d)", path
    )
    if not match:
        return None
    day = machine_date(f"{match.group(1)}-{int(match.group(2)):02}-{int(match.group(3)):02}")
    return Published(day, "url", "likely", match.group(0)) if day else None


def _tomorrow(day: str) -> str:
    """The day after `day`: a page of another time zone may already have it."""
    from datetime import date, timedelta

    return (date.fromisoformat(day) + timedelta(days=1)).isoformat()
