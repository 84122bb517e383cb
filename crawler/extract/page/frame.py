"""Which parts of a page are the frame around its subject: menus, footers, related products, what is hidden."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property, lru_cache

from crawler.extract.page.document import Document
from crawler.extract.page.element_text import Element, clean, hidden, short_text
from crawler.extract.page.emphasis import HEADINGS, MAX_EMPHASIS
from crawler.extract.words.vocabulary import pattern

FRAME, RELATED, HIDDEN = 1, 2, 4
MOST_LINKS_IN_FOLD = 2  # a data sheet and a norm; a menu has more

_FRAME_TAGS = frozenset({"nav", "footer", "aside"})
_FRAME_ROLES = frozenset(
    {"navigation", "contentinfo", "banner", "search", "menu", "menubar", "dialog", "alertdialog"}
)
_FRAME_NAMES = pattern("frame_names", r"(?:^|[\s_-]){}(?:$|[\s_-])")
_WHOLE_FRAME_NAMES = pattern("whole_frame_names", r"(?:^|\s){}(?:$|\s)")
_SUBJECT_PART = re.compile(r"(?:prod(?:uct)?|item|goods|detail|card|article|entry|content|post)\w*[-_]", re.I)
_RELATED_NAMES = pattern("related_names")
_RELATED_HEADING = pattern("related_headings")
_PANELS = frozenset({"div", "section", "article"})
MOST_PANELS = 100  # children of an element whose panels are compared
_NUMBERED_ID = re.compile(r"(?P<stem>.{1,60}?)\d{1,2}")
_OPENS = ("data-target", "data-bs-target", "data-src", "data-modal", "href")  # attributes of a button
_MENU_TAGS = frozenset({"nav", "footer", "header", "aside"})
_WINDOW = re.compile(r"(?:^|[\s_-])(?:modal|popup|dialog|lightbox|mfp-hide)", re.I)
_OTHER_WINDOW = re.compile(
    r"cookie|consent|gdpr|cart|basket|login|search|menu|newsletter|share|review|quick", re.I
)
# Class of an element that is one property or holds them: "spec", "attribute-row"
PROPERTY_NAMES = re.compile(
    r"\bspec(?!ial)|param|attrib|propert|characteri[sz]|caracter|kenmerk|merkmal", re.I
)
_PAGE_HEADER = re.compile(r"(?:[a-z]+-)?page-?header", re.I)


class FrameFlags:
    """For each element of a page, in document order, FRAME, RELATED and HIDDEN, which what is inside inherits; 0 for the subject."""

    def __init__(self, document: Document, nodes: Sequence[Element], order: Mapping[Element, int]) -> None:
        self.flags = bytearray(len(nodes))
        self._document, self._nodes, self._order = document, nodes, order
        self._mark()

    def mark_related(self, elements: Iterable[Element]) -> None:
        """Flag elements and all inside them as RELATED: boxes of other pages' entries."""
        for element in elements:
            for inner in element.iter():
                i = self._order.get(inner)
                if i is not None:
                    self.flags[i] |= RELATED

    def _mark(self) -> None:
        opened = _opened(self._nodes)
        protected: set[Element] = set()
        for element in self._nodes:
            if element.tag in ("h1", "main", "article"):
                protected.add(element)
                protected.update(element.iterancestors())
            elif (
                element not in protected and element.get("id") in opened and _is_window_of_properties(element)
            ):
                protected.update(element.iter())
        related_roots: list[Element] = []
        for i, element in enumerate(self._nodes):
            parent = self._order.get(element.getparent()) if i else None
            flags = self.flags[parent] if parent is not None else 0
            if not flags:
                flags = self._own_flags(element, element in protected)
            self.flags[i] = flags
            if not flags and _is_related_heading(element):
                related_roots.append(element)
        for element in related_roots:
            self._mark_following(element, protected)

    def _own_flags(self, element: Element, protected: bool) -> int:
        tag = element.tag
        if tag in ("body", "html", "main", "article", "h1"):
            return 0
        if tag in _FRAME_TAGS and not (tag == "aside" and (protected or _holds_properties(element))):
            return FRAME
        if hidden(element):
            return 0 if protected or _is_tab(element) or self._is_panel(element) else HIDDEN
        if protected or _is_head_of_article(element):
            return 0
        if tag in ("pre", "code"):  # whose class "language-ini" names a language of programs
            return 0
        if tag == "header" or (element.get("role") or "").lower() in _FRAME_ROLES:
            return FRAME
        names = f"{element.get('class') or ''} {element.get('id') or ''}"
        flags = _named_flags(names) if 1 < len(names) < 400 else 0
        return 0 if flags == FRAME and _is_head_of_page(element) else flags

    def _is_panel(self, element: Element) -> bool:
        """Whether a hidden element is a tab by its id: another beside it that is shown has the id with another number (tab1,
        tab2), or links within the page lead to both."""
        name, parent = element.get("id"), element.getparent()
        if element.tag not in _PANELS or not name or parent is None or len(parent) > MOST_PANELS:
            return False
        stem, targets = _stem_of_id(name), self._targets
        return any(
            other is not element
            and ((stem and stem == _stem_of_id(other.get("id"))) or {name, other.get("id")} <= targets)
            and not hidden(other)
            for other in parent.iterchildren(*_PANELS)
        )

    @cached_property
    def _targets(self) -> frozenset[str]:
        """The ids within the page that its links lead to."""
        url = self._document.url
        found = (
            href.rpartition("#")[2]
            for a in self._document.body.iter("a")
            if "#" in (href := a.get("href") or "") and self._document.link(href) in (None, url)
        )
        return frozenset(filter(None, found))

    def _mark_following(self, heading: Element, protected: set[Element]) -> None:
        """What follows a heading such as "Related products", up to the next heading of its rank, is related."""
        top = heading
        parent = top.getparent()
        while parent is not None and parent.tag not in ("body", "main", "article") and len(parent) == 1:
            top, parent = parent, parent.getparent()
        if parent is None:
            return
        rank = heading.tag if heading.tag in HEADINGS else None
        for sibling in top.itersiblings():
            if not isinstance(sibling.tag, str) or sibling in protected:
                continue
            if rank and sibling.tag in HEADINGS and sibling.tag <= rank:
                break
            self.mark_related([sibling])


def _stem_of_id(name: str | None) -> str | None:
    """An id without the number that it ends in."""
    match = _NUMBERED_ID.fullmatch(name or "")
    return match["stem"] if match else None


def _opened(nodes: Iterable[Element]) -> set[str]:
    """The ids of the parts of a page that buttons and links outside its menus open."""
    found = set()
    for element in nodes:
        if element.tag not in ("a", "button", "span", "div"):
            continue
        target = next(filter(None, map(element.get, _OPENS)), "")
        if target.startswith("#") and not any(above.tag in _MENU_TAGS for above in element.iterancestors()):
            found.add(target[1:])
    return found


def _is_window_of_properties(element: Element) -> bool:
    """Whether a part of the page that a button opens shows a table or a list and asks for nothing: "View specification"."""
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    is_window = _WINDOW.search(names) or (element.get("role") or "").lower() == "dialog"
    return (
        bool(is_window)
        and not _OTHER_WINDOW.search(names)
        and next(element.iter("table", "dl", "ul"), None) is not None
        and next(element.iter("form", "input", "select", "textarea", "nav"), None) is None
    )


def _holds_properties(element: Element) -> bool:
    """Whether an aside is called by properties, and has nothing to click: aside.spec-box."""
    named = PROPERTY_NAMES.search(element.get("class") or "") is not None
    return named and next(element.iter("a", "form", "input", "nav"), None) is None


def _is_head_of_page(element: Element) -> bool:
    """Whether an element called the page's header holds the page's heading, without a link, and nothing else."""
    if not any(map(_PAGE_HEADER.fullmatch, (element.get("class") or "").split())):
        return False
    heading = next(element.iter("h2"), None)
    text = short_text(element, MAX_EMPHASIS)
    return heading is not None and text == short_text(heading, MAX_EMPHASIS) and element.find(".//a") is None


def _is_head_of_article(element: Element) -> bool:
    """Whether an element is the header of the article around it: it holds a heading without a link, and no menu and no form."""
    if element.tag != "header" or not any(above.tag == "article" for above in element.iterancestors()):
        return False
    heading = next(element.iter("h2", "h3"), None)
    return (
        heading is not None
        and next(heading.iter("a"), None) is None
        and not any(above.tag == "a" for above in heading.iterancestors())
        and next(element.iter("nav", "form"), None) is None
    )


def _is_tab(element: Element) -> bool:
    """Whether a hidden element is one of several alike, of which the page shows another: a tab or a fold of the subject; or says
    that it is a tab, or is opened by the button before it."""
    if (element.get("role") or "").lower() == "tabpanel" or _is_fold(element):
        return True
    name = element.get("class")
    parent = element.getparent()
    if element.tag not in _PANELS or not name or parent is None:
        return False
    return any(
        other is not element and other.get("class") == name and not hidden(other)
        for other in parent.iterchildren(element.tag)
    )


def _is_fold(element: Element) -> bool:
    """Whether a hidden element stands right behind a button, or a heading that is one, and holds text and no menu, window or
    form."""
    before = next((one for one in element.itersiblings(preceding=True) if isinstance(one.tag, str)), None)
    if before is None or element.tag not in _PANELS:
        return False
    is_button = before.tag in ("button", "summary") or before.get("aria-expanded") is not None
    if not is_button and not (before.tag in HEADINGS and next(before.iter("button"), None) is not None):
        return False
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    role = (element.get("role") or "").lower()
    if role in _FRAME_ROLES or role == "listbox":
        return False
    if _WINDOW.search(names) or _OTHER_WINDOW.search(names) or _named_flags(names):
        return False
    if any(above.tag in _MENU_TAGS for above in element.iterancestors()):
        return False
    links = sum(1 for _ in element.iter("a"))
    return (
        links <= MOST_LINKS_IN_FOLD
        and next(element.iter("p", "table", "dl", "ul"), None) is not None
        and next(element.iter("form", "input", "select", "textarea", "nav"), None) is None
    )


@lru_cache(maxsize=1 << 12)
def _named_flags(names: str) -> int:
    """What the classes and the id of an element say it is."""
    if _WHOLE_FRAME_NAMES.search(names) or (
        _FRAME_NAMES.search(names) and any(map(_is_frame_name, names.split()))
    ):
        return FRAME
    return RELATED if _RELATED_NAMES.search(names) else 0


def _is_frame_name(name: str) -> bool:
    """Whether one class is a frame's: side-bar is, product-card__aside is a part of the product's card."""
    match = _FRAME_NAMES.search(name)
    return match is not None and not _SUBJECT_PART.search(name[: match.start() + 1])


def _is_related_heading(element: Element) -> bool:
    if len(element) > 2 or element.tag in ("a", "script", "option", "button", "td", "th", "label", "input"):
        return False
    own = element.text or ""
    if not own.strip() and element.tag not in HEADINGS:
        return False
    text = clean(element.text_content() if element.tag in HEADINGS else own)
    return 3 < len(text) < 60 and bool(_RELATED_HEADING.fullmatch(text.rstrip(":：")))
