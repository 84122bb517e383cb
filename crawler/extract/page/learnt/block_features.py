"""What is measured of each text block to tell main text from what is around it."""

from __future__ import annotations

import itertools
import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from crawler.extract.page.document import Document
from crawler.extract.page.element_text import Element
from crawler.extract.page.frame import FRAME, HIDDEN, RELATED
from crawler.extract.page.layout import Layout
from crawler.extract.page.learnt.blocks import Block
from crawler.models import PageType

_TAGS = (
    *("p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "td", "th", "div", "a", "button", "label", "dd", "dt"),
    *("figcaption", "section", "article", "summary", "caption"),
)
# Words of class and id names around a block.
_NAMES = (
    *(
        "content",
        "description",
        "desc",
        "detail",
        "details",
        "product",
        "title",
        "price",
        "body",
        "entry",
        "post",
    ),
    *(
        "text",
        "rte",
        "accordion",
        "tab",
        "spec",
        "feature",
        "card",
        "grid",
        "item",
        "list",
        "collection",
        "category",
    ),
    *(
        "filter",
        "facet",
        "sort",
        "swatch",
        "option",
        "variant",
        "form",
        "button",
        "cart",
        "shipping",
        "promo",
    ),
    *(
        "banner",
        "hero",
        "review",
        "rating",
        "footer",
        "menu",
        "nav",
        "header",
        "main",
        "section",
        "row",
        "col",
    ),
    *(
        "widget",
        "info",
        "summary",
        "intro",
        "related",
        "cookie",
        "modal",
        "popup",
        "newsletter",
        "breadcrumb",
    ),
    *(
        "caption",
        "image",
        "gallery",
        "slider",
        "carousel",
        "faq",
        "about",
        "author",
        "date",
        "meta",
        "tag",
        "badge",
    ),
    *("label", "icon", "social", "share"),
)
_NEAR = (-2, -1, 1, 2)
FEATURES = (
    *("words", "links", "stop", "sentences", "digits", "capitals", "frame", "related", "hidden", "in_main"),
    *("in_article", "in_form", "in_button", "in_label", "in_table", "in_list", "position", "below_heading"),
    *(
        "no_heading",
        "repeated",
        "alike",
        "price",
        "title",
        "parent_words",
        "parent_links",
        "grandparent_words",
    ),
    *("kept_by_trafilatura", "blocks"),
    *(f"{what}{d:+d}" for d in _NEAR for what in ("words", "links", "kept")),
    *(f"is_{tag}" for tag in _TAGS),
    *(f"named_{name}" for name in _NAMES),
    *(f"on_{kind}" for kind in PageType),
)
_PRICE = re.compile(r"[$€£¥₹₽₴₸]\s?\d|\d\s?(?:€|zł|kr|руб|грн|тг|元|USD|EUR)")
_WORD = re.compile(r"\w+")
_SENTENCE = re.compile(r"[.!?。！？](?:\s|$)")
_NAME_DEPTH = 7  # ancestors whose names count
_MAX_NAMES = 4000  # characters of all these names
_CAMEL = re.compile(r"([a-z])([A-Z])")
_NAME_WORD = re.compile(r"[a-z]+")
_NAME_SET = frozenset(_NAMES)


@dataclass(frozen=True)
class _Place:
    tags: frozenset[str]
    named: tuple[int, ...]
    alike: str


def block_features(
    document: Document, layout: Layout, blocks: Sequence[Block], page_type: str, kept: Sequence[bool]
) -> npt.NDArray[np.float64]:
    """A row of FEATURES for each block; `kept` says which blocks trafilatura takes for main text."""
    found = _Places()
    places = {element: found.of(element) for element in {block.element: None for block in blocks}}
    heading = _heading_index(layout, blocks)
    title = set(_WORD.findall((document.title or "").lower()))
    texts = Counter(block.text for block in blocks)
    alike = Counter(places[block.element].alike for block in blocks)
    held, held_links = _held(blocks)
    shares = [block.link_characters / max(1, len(block.text)) for block in blocks]
    logs = [math.log1p(block.words) for block in blocks]
    kind = [float(page_type == k) for k in PageType]
    of_tag = {tag: [tag == known for known in _TAGS] for tag in {block.element.tag for block in blocks}}
    count = len(blocks)
    rows = np.zeros((count, len(FEATURES)))
    for i, block in enumerate(blocks):
        place, text, length = places[block.element], block.text, len(block.text)
        flags = layout.flag(block.element)
        parent = block.element.getparent()
        above = held.get(parent, 0) if parent is not None else 0
        grand = parent.getparent() if parent is not None else None
        words = set(_WORD.findall(text.lower())) if title else set()
        near: list[float] = []
        for d in _NEAR:
            j = i + d
            near += [logs[j], shares[j], float(kept[j])] if 0 <= j < count else [0.0, 0.0, 0.0]
        rows[i] = [
            *(logs[i], shares[i], text[-1] in ".!?。！？", len(_SENTENCE.findall(text))),
            *(sum(map(str.isdigit, text)) / length, sum(map(str.isupper, text)) / length),
            *(bool(flags & FRAME), bool(flags & RELATED), bool(flags & HIDDEN)),
            *(tag in place.tags for tag in ("main", "article", "form", "button", "label", "table")),
            "ul" in place.tags or "ol" in place.tags,
            i / count,
            0.0 if heading is None else math.copysign(math.log1p(abs(i - heading)), i - heading),
            heading is None,
            texts[text] > 1,
            math.log1p(alike[place.alike]),
            _PRICE.search(text) is not None,
            len(title & words) / len(words) if words else 0.0,
            math.log1p(above),
            held_links.get(parent, 0.0) / max(1, above),
            math.log1p(held.get(grand, 0)) if grand is not None else 0.0,
            kept[i],
            math.log1p(count),
            *near,
            *of_tag[block.element.tag],
            *place.named,
            *kind,
        ]
    return rows


class _Places:
    """Where elements of a page are; what ancestors say is read once for all that are in them."""

    def __init__(self) -> None:
        self._tags: dict[Element | None, frozenset[str]] = {None: frozenset()}
        self._names: dict[Element, str] = {}
        self._known: dict[Element, frozenset[str]] = {}

    def of(self, element: Element) -> _Place:
        """The place of `element`."""
        near = [element, *itertools.islice(element.iterancestors(), _NAME_DEPTH - 1)]
        named = [e for e in near if e.tag not in ("body", "html")]
        names = [self._names_of(e) for e in named]
        if sum(map(len, names)) + len(names) <= _MAX_NAMES:
            words = frozenset().union(*map(self._known_of, named))
        else:
            words = _known_names(" ".join(names)[:_MAX_NAMES])
        path = "/".join(e.tag for e in near[:4] if e.tag not in ("body", "html"))
        first = (names[0].split() if names else []) or [""]
        return _Place(self._tags_of(element), _named(words), f"{path}|{first[0]}")

    def _tags_of(self, element: Element | None) -> frozenset[str]:
        """The tags of an element and all around it, and "main" where one has that role."""
        missing: list[Element] = []
        while element is not None and element not in self._tags:
            missing.append(element)
            element = element.getparent()
        tags = self._tags[element]
        for inner in reversed(missing):
            own = {inner.tag, "main"} if inner.get("role") == "main" else {inner.tag}
            tags = self._tags[inner] = tags if own <= tags else tags | own
        return tags

    def _names_of(self, element: Element) -> str:
        if element not in self._names:
            self._names[element] = f"{element.get('class') or ''} {element.get('id') or ''}"
        return self._names[element]

    def _known_of(self, element: Element) -> frozenset[str]:
        if element not in self._known:
            self._known[element] = _known_names(self._names_of(element))
        return self._known[element]


def _known_names(names: str) -> frozenset[str]:
    """Those of _NAMES that are words of classes and ids."""
    spaced = _CAMEL.sub(r"\1 \2", names).lower()
    return frozenset(_NAME_WORD.findall(spaced)) & _NAME_SET


@lru_cache(maxsize=1 << 10)
def _named(words: frozenset[str]) -> tuple[int, ...]:
    return tuple(int(name in words) for name in _NAMES)


def _heading_index(layout: Layout, blocks: Sequence[Block]) -> int | None:
    heading = layout.heading
    if heading is None:
        return None
    inside = {heading, *heading.iterdescendants()}
    return next((i for i, block in enumerate(blocks) if block.element in inside), None)


def _held(blocks: Sequence[Block]) -> tuple[dict[Element, int], dict[Element, float]]:
    """Words, and words in links, below the parent and grandparent of each block's element."""
    held: Counter[Element] = Counter()
    links: Counter[Element] = Counter()
    for block in blocks:
        share = block.link_characters / max(1, len(block.text))
        above = block.element.getparent()
        for _ in range(2):
            if above is None:
                break
            held[above] += block.words
            links[above] += share * block.words  # type: ignore[assignment]  # Counter of floats
            above = above.getparent()
    return dict(held), dict(links)
