"""Which parts of a page are its subject, and which are the frame around it: menus, footers, related products."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property, lru_cache
from typing import Any

from crawler.extract.page.document import BLOCKS, Document, Element, clean, hidden, letters_of, short_text
from crawler.extract.words.vocabulary import pattern

FRAME, RELATED, HIDDEN = 1, 2, 4

_FRAME_TAGS = frozenset({"nav", "footer", "aside"})
_FRAME_ROLES = frozenset(
    {"navigation", "contentinfo", "banner", "search", "menu", "menubar", "dialog", "alertdialog"}
)
_FRAME_NAMES = pattern("frame_names", r"(?:^|[\s_-]){}(?:$|[\s_-])")
_WHOLE_FRAME_NAMES = pattern("whole_frame_names", r"(?:^|\s){}(?:$|\s)")
_SUBJECT_PART = re.compile(r"(?:product|item|goods|detail|card|article|entry|content|post)\w*[-_]", re.I)
_RELATED_NAMES = pattern("related_names")
_RELATED_HEADING = pattern("related_headings")
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")

_TITLED = frozenset((*HEADINGS[1:], "p", "div", "span", "strong", "b", "td", "dt", "font", "a", "li", "dd"))
_TITLE_NAMES = re.compile(r"title|name|heading|subject|caption|(?:^|[_-])tit(?:$|[_-])", re.I)
_PANELS = frozenset({"div", "section", "article"})
MOST_PANELS = 100  # children of an element whose panels are compared
_NUMBERED_ID = re.compile(r"(?P<stem>.{1,60}?)\d{1,2}")
_OPENS = ("data-target", "data-bs-target", "data-src", "data-modal", "href")  # attributes of a button
_MENU_TAGS = frozenset({"nav", "footer", "header", "aside"})
_WINDOW = re.compile(r"(?:^|[\s_-])(?:modal|popup|dialog|lightbox|mfp-hide)", re.I)
_OTHER_WINDOW = re.compile(
    r"cookie|consent|gdpr|cart|basket|login|search|menu|newsletter|share|review|quick", re.I
)
_LABEL = re.compile(r"^[^:：]{1,20}[:：]\s*")
_LARGE = re.compile(r"[4-7]|\+[1-4]")  # sizes of a <font>; 3 is the usual one
_PAGE_HEADER = re.compile(r"(?:[a-z]+-)?page-?header", re.I)
_CALLED_TITLE = pattern(
    "title_names", r"(?:\w+[-_])?{}(?:[-_](?:\d|[sml]|x{1,3}[sl]|large|big|main))?"
)  # heading-xl
BOLD_STYLE = r"font-weight\s*:\s*(?:bold|[6-9]00)"
_BOLD = re.compile(BOLD_STYLE, re.I)
_LINES = frozenset(("center", "p", "div", "td", "h1", "h2", "h3", "body"))  # that hold a line of their own
_CELLS_LOOKED_AT = 4  # of a row beside a bold cell
_MEASURE = re.compile(
    r"[^\w]*\d[\d\W]*[^\W\d_]{0,3}[²³]?"
)  # 0.3 ~ 10 m: a large number above its label is no heading
_CODED = re.compile(r"[^\W\d_]-?\d")  # a letter and a number, as codes have
_WORD = re.compile(r"[^\W\d_]{3,}")
CALLED_TITLE = 1  # how likely an element called a title stands for a heading
MAX_EMPHASIS = 150  # characters of what stands for a heading
MAX_TITLED = 4000  # elements in which a heading is looked for
MIN_LIKENESS = 0.8  # to the title, from which another element takes the place of an h1 that names a section
MAX_LINK_PARTS = 3  # elements in a link that is the name of a section


class Layout:
    """The page's elements in document order, each with flags: FRAME, RELATED, HIDDEN (inherited by what is inside)."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.nodes: list[Element] = [e for e in document.body.iter() if isinstance(e.tag, str)]
        self.order: dict[Element, int] = {element: i for i, element in enumerate(self.nodes)}
        self.flags = bytearray(len(self.nodes))
        self.memo: dict[str, Any] = {}  # what several readers of the page need, worked out once
        self._mark()

    def flag(self, element: Element) -> int:
        """The element's flags, 0 for one of the page's subject."""
        i = self.order.get(element)
        return 0 if i is None else self.flags[i]

    def subject(self, *tags: str) -> list[Element]:
        """The elements with one of `tags` (all if none is given) that belong to the page's subject."""
        wanted = frozenset(tags)
        return [e for i, e in enumerate(self.nodes) if not self.flags[i] and (not wanted or e.tag in wanted)]

    @cached_property
    def heading(self) -> Element | None:
        """The main heading: an h1 of the page's own, else what shows the page's own part of the title.

        An h1 that many pages of the site share is a logo or the name of a section, and is none.
        """
        texts = {e: text for e in self.nodes if e.tag == "h1" and (text := clean(e.text_content()))}
        found = [e for e, text in texts.items() if not self.document.is_shared(text)]
        if not found or all(self.flag(e) for e in found):
            titled = self._titled()
            if titled is not None and not (self.leads_on(titled) and self.document.title_is_anothers):
                return titled
        if not found:
            if texts or self.document.own_title is None:
                return self._first_heading()
            return self._named_twice() if self.document.title_is_anothers else self._large_line()
        if all(self.names_section(texts[e]) for e in found):
            titled = self._titled(MIN_LIKENESS)
            if titled is not None and not any(a.tag == "a" for a in (titled, *titled.iterancestors())):
                return titled
        if (exact := self._titled_exactly([texts[e] for e in found])) is not None:
            return exact
        inside = [e for e in found if not self.flag(e)]
        if len(inside) > 1 and self.document.title:
            title = self.document.title.lower()
            inside.sort(key=lambda e: clean(e.text_content()).lower() not in title)
        return inside[0] if inside else found[0]

    @cached_property
    def lengths(self) -> list[int]:
        """For each of `nodes` how many characters of text it and all inside it hold."""
        found = [len(element.text or "") for element in self.nodes]
        for i in range(len(self.nodes) - 1, 0, -1):
            element = self.nodes[i]
            above = self.order.get(element.getparent())
            if above is not None:
                found[above] += found[i] + len(element.tail or "")
        return found

    def reconsider(self) -> None:
        """Look for the heading again: it has become known what the site's pages share."""
        self.__dict__.pop("heading", None)

    def _first_heading(self) -> Element | None:
        """The first heading below the h1s that belongs to the subject, is not shared and leads to no other page."""
        for i, element in enumerate(self.nodes):
            if self.flags[i] or element.tag not in HEADINGS[1:] or self.leads_on(element):
                continue
            text = clean(element.text_content())
            if text and not self.document.is_shared(text):
                return element
        return self._first_emphasis()

    def _first_emphasis(self) -> Element | None:
        """What stands for a heading on old pages: the subject's first `<font size=5>` (or `<big>`), else what is called its
        title, else the caption of its first table, else its first block or line that is bold as a whole."""
        found: dict[int, Element] = {}
        for i, element in enumerate(self.nodes):
            rank = emphasis(element)
            if rank is None or rank in found or self.flags[i] or self.leads_on(element):
                continue
            text = clean(element.text_content())
            if (
                any(map(str.isalpha, text))
                and len(text) <= MAX_EMPHASIS
                and not _MEASURE.fullmatch(text)
                and not self.document.is_shared(text)
            ):
                found[rank] = element
                if rank == 0:
                    break
        return found[min(found)] if found else None

    def _large_line(self) -> Element | None:
        """The first line in large letters of an old page that shows its title nowhere, or its only heading, or one called a title
        that recurs, as in the breadcrumbs."""
        own, line = letters_of(self.document.name_in_title), self._first_emphasis()
        if own in letters_of(self.document.text):
            return None
        if line is None or not is_large(line):
            only = self._only_heading()
            if line is None or only is not None:
                return only
        if is_large(line):
            return line
        recurs = self.document.text.count(clean(line.text_content())) > 1
        return line if recurs and emphasis(line) == 1 else None

    def _only_heading(self) -> Element | None:
        """The only heading of the subject, where it has a word of the title and that no code: "Hand-cranked loom" on the page
        "Looms"."""
        found = [e for e in self.subject(*HEADINGS) if not self.leads_on(e)]
        title = self.document.own_title or ""
        if len(found) != 1 or _CODED.search(title):
            return None
        words = [
            set(_WORD.findall(text.casefold()))
            for text in (title, clean(found[0].text_content())[:MAX_EMPHASIS])
        ]
        return None if words[0].isdisjoint(words[1]) else found[0]

    def _named_twice(self) -> Element | None:
        """The first heading where its text recurs on the page: in the breadcrumbs, a link to this page, a picture's text."""
        heading = self._first_heading()
        text = clean(heading.text_content()) if heading is not None else ""
        return heading if self.document.text.count(text) > 1 and len(text) > 1 else None

    def leads_on(self, element: Element) -> bool:
        """Whether an element is in a link to another page, or holds one."""
        return any(link != self.document.url for link in self.document.links_at(element))

    def names_section(self, text: str) -> bool:
        """Whether an h1 that the title does not hold is the text of a link to another page: of a menu, of breadcrumbs."""
        own = self.document.own_title
        if not own or letters_of(text) in letters_of(own):
            return False
        return any(
            len(e) <= MAX_LINK_PARTS and clean(e.text_content()) == text and self.leads_on(e)
            for e in self.nodes
            if e.tag == "a"
        )

    def mark_related(self, elements: Iterable[Element]) -> None:
        """Flag elements and all inside them as RELATED: boxes of other pages' entries."""
        for element in elements:
            for inner in element.iter():
                i = self.order.get(inner)
                if i is not None:
                    self.flags[i] |= RELATED

    def _titled(self, least: float = 0.0) -> Element | None:
        """The element of the subject whose text is the page's own part of the title, a heading before others, or the one element
        called a title that goes on before or behind it.

        At least a share `least` of the letters must be the same. One of several alike rows is a part of the title by chance.
        """
        own = letters_of(self.document.name_in_title)
        if len(own) < 2:
            return None
        best: tuple[float, Element] | None = None
        called: list[Element] = []
        for i, element in enumerate(self.nodes[:MAX_TITLED]):
            if self.flags[i] & (FRAME | RELATED) or element.tag not in _TITLED or len(element) > 4:
                continue
            text = clean(element.text_content())
            letters = letters_of(_LABEL.sub("", text))
            if not letters or len(text) > 200 or not (letters in own or own in letters):
                continue
            likeness = min(len(letters), len(own)) / max(len(letters), len(own))
            is_head = element.tag in HEADINGS or is_large(element)
            if likeness < least or (likeness < 0.5 and not is_head):
                if not least and self._goes_on_from_title(element, text):
                    called.append(element)
                continue
            if letters != own and not is_head and _is_of_rows(element):
                continue
            if letters != own and self.leads_on(element):
                continue  # another page's: A20-E beside A20
            named = bool(_TITLE_NAMES.search(f"{element.get('class') or ''} {element.get('id') or ''}"))
            # a heading that is but a part of the title may be a section's
            heads = (0.5 if own in letters else 0.3) * is_head
            score = likeness + heads + 0.3 * named
            if best is None or score > best[0]:
                best = (score, element)
        if best is None and len(called) == 1:
            return called[0]
        return best[1] if best is not None else None

    def _goes_on_from_title(self, element: Element, text: str) -> bool:
        """Whether an element called a title has the page's own part of the title as whole words, and more."""
        own = self.document.name_in_title or ""
        whole = re.search(rf"(?<!\w){re.escape(own)}(?!\w)", text, re.I) is not None
        return whole and emphasis(element) == CALLED_TITLE and not self.leads_on(element)

    def _titled_exactly(self, above: list[str]) -> Element | None:
        """The heading whose text is the page's own part of the title, letter for letter, of which those above are parts: the
        sections of "Looms" on the page "Table looms | Weavers Ltd"."""
        own, title = letters_of(self.document.name_in_title), letters_of(self.document.title)
        parts = [letters_of(text) for text in above]
        if not own or own == title or not all(part in own and part != own for part in parts):
            return None
        titled = self._titled(1.0)
        return titled if titled is not None and titled.tag in HEADINGS and not self.leads_on(titled) else None

    def _mark(self) -> None:
        opened = _opened(self.nodes)
        protected: set[Element] = set()
        for element in self.nodes:
            if element.tag in ("h1", "main", "article"):
                protected.add(element)
                protected.update(element.iterancestors())
            elif (
                element not in protected and element.get("id") in opened and _is_window_of_properties(element)
            ):
                protected.update(element.iter())
        related_roots: list[Element] = []
        for i, element in enumerate(self.nodes):
            parent = self.order.get(element.getparent()) if i else None
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
        if tag in _FRAME_TAGS and not (protected and tag == "aside"):
            return FRAME
        if hidden(element):
            return 0 if protected or _is_tab(element) or self._is_panel(element) else HIDDEN
        if protected or tag in ("pre", "code"):  # whose class "language-ini" names a language of programs
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
        url = self.document.url
        found = (
            href.rpartition("#")[2]
            for a in self.document.body.iter("a")
            if "#" in (href := a.get("href") or "") and self.document.link(href) in (None, url)
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


def _is_head_of_page(element: Element) -> bool:
    """Whether an element called the page's header holds the page's heading, without a link, and nothing else."""
    if not any(map(_PAGE_HEADER.fullmatch, (element.get("class") or "").split())):
        return False
    heading = next(element.iter("h2"), None)
    text = short_text(element, MAX_EMPHASIS)
    return heading is not None and text == short_text(heading, MAX_EMPHASIS) and element.find(".//a") is None


def _is_tab(element: Element) -> bool:
    """Whether a hidden element is one of several alike, of which the page shows another: a tab or a fold of the subject; or says
    that it is a tab."""
    if (element.get("role") or "").lower() == "tabpanel":
        return True
    name = element.get("class")
    parent = element.getparent()
    if element.tag not in _PANELS or not name or parent is None:
        return False
    return any(
        other is not element and other.get("class") == name and not hidden(other)
        for other in parent.iterchildren(element.tag)
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


def _is_of_rows(element: Element) -> bool:
    """Whether an element is one of two parts of a row, beside which others of the same tag and class stand: a property's value."""
    row = element.getparent()
    if row is None or len(row) != 2 or not row.get("class"):
        return False
    return any(
        other is not None
        and len(other) == 2
        and (other.tag, other.get("class")) == (row.tag, row.get("class"))
        for other in (row.getprevious(), row.getnext())
    )


def is_large(element: Element) -> bool:
    """Whether an element is set in large letters: `<font size=5>`, `<big>`."""
    size = (element.get("size") or "").strip() if element.tag == "font" else ""
    return element.tag == "big" or _LARGE.fullmatch(size) is not None


def emphasis(element: Element) -> int | None:
    """How likely an element stands for a heading: 0 large letters, 1 called a title, 2 a caption, 3 a bold line of a block of
    its own, 4 one of several lines; None for no such element, and for the label of a row of data."""
    if is_large(element):
        return 0
    if element.tag in ("font", "span", "td", "div", "p", "b", "strong") and _CALLED_TITLE.fullmatch(
        element.get("class") or ""
    ):
        return CALLED_TITLE
    if element.tag == "caption":
        return 2
    bold = element.tag in ("b", "strong")
    if bold or _BOLD.search(element.get("style") or ""):
        text = short_text(element, MAX_EMPHASIS)
        line = element if not bold and element.tag in _LINES else element.getparent()
        while line is not None and line.tag in ("font", "span") and short_text(line, MAX_EMPHASIS) == text:
            line = line.getparent()
        alone = line is not None and line.tag in _LINES
        if not alone or not text or text.endswith((":", "：")) or _is_data(line):
            return None
        if short_text(line, MAX_EMPHASIS) == text:
            return 3
        return 4 if _is_line(element) else None
    return None


def _is_data(cell: Element) -> bool:
    """Whether a cell stands beside another with text, and so do those of the row above or below it."""
    row = cell.getparent()
    if cell.tag != "td" or row is None:
        return False
    beside = (cell.getprevious(), cell.getnext())
    return any(other is not None and has_text(other) for other in beside) and any(
        other is not None and sum(map(has_text, other[:_CELLS_LOOKED_AT])) > 1
        for other in (row.getprevious(), row.getnext())
    )


def has_text(element: Element) -> bool:
    """Whether an element holds more than blanks; it looks no further than the first text."""
    return any(map(str.strip, element.itertext()))


def _is_line(element: Element) -> bool:
    """Whether an element stands between blocks, breaks or pictures, and no text beside it."""
    before, after = element.getprevious(), element.getnext()
    while before is not None and before.tag == "img" and not (before.tail or "").strip():
        before = before.getprevious()
    text = (element.getparent().text if before is None else before.tail) or ""
    return (
        not text.strip()
        and not (element.tail or "").strip()
        and (before is None or before.tag in BLOCKS)
        and after is not None
        and after.tag in BLOCKS
    )


def _is_related_heading(element: Element) -> bool:
    if len(element) > 2 or element.tag in ("a", "script", "option", "button", "td", "th", "label", "input"):
        return False
    own = element.text or ""
    if not own.strip() and element.tag not in HEADINGS:
        return False
    text = clean(element.text_content() if element.tag in HEADINGS else own)
    return 3 < len(text) < 60 and bool(_RELATED_HEADING.fullmatch(text.rstrip(":：")))
