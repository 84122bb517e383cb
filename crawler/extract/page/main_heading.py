"""The main heading of a page: an h1 of its own, or what shows the page's own part of the title, or what stands for a heading."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from crawler.extract.page.element_text import Element, clean, letters_of, short_text
from crawler.extract.page.elements import Elements
from crawler.extract.page.emphasis import CALLED_TITLE, HEADINGS, MAX_EMPHASIS, emphasis, is_large
from crawler.extract.page.frame import FRAME, RELATED
from crawler.extract.page.heading_text import text_of_heading
from crawler.extract.page.page_links import is_front_page
from crawler.extract.page.shared_parts import PATH_BEGINS
from crawler.extract.words.alphabets import EAST_ASIAN
from crawler.extract.words.vocabulary import pattern

_TITLED = frozenset((*HEADINGS[1:], "p", "div", "span", "strong", "b", "td", "dt", "font", "a", "li", "dd"))
_TITLE_NAMES = re.compile(r"title|name|heading|subject|caption|(?:^|[_-])tit(?:$|[_-])", re.I)
_LABEL = re.compile(r"^[^:：]{1,20}[:：]\s*")
_MEASURE = re.compile(
    r"[^\w]*\d[\d\W]*[^\W\d_]{0,3}[²³]?"
)  # 0.3 ~ 10 m: a large number above its label is no heading
_CODED = re.compile(r"[^\W\d_]-?\d")  # a letter and a number, as codes have
_WORD = re.compile(r"[^\W\d_]{3,}")
_EAST_ASIAN = re.compile(rf"[{EAST_ASIAN}]{{3,40}}")
_PATH_TAGS = frozenset(("p", "div", "td", "span", "font", "center", "b", "strong"))
_PATH = pattern("front_page", r"(?:[^\W\d_:：]{1,20}\s?[:：]\s*)?" + PATH_BEGINS)
LONGEST_BEHIND_PATH = 80  # characters
MAX_TITLED = 4000  # elements in which a heading is looked for
MIN_LIKENESS = 0.8  # to the title, from which another element takes the place of an h1 that names a section


class MainHeading:
    """The rules by which a page's heading is found."""

    def __init__(self, elements: Elements) -> None:
        self._elements, self._document = elements, elements.document

    def find(self) -> Element | None:
        """The main heading: an h1 of the page's own, else what shows the page's own part of the title; without a section in an
        element of its own before it.

        An h1 that many pages of the site share, or that links to the front page, is a logo or the name of a section, and is none.
        """
        found = self._find()
        return None if found is None else self._behind_section(found)

    def _find(self) -> Element | None:
        texts = {
            e: text
            for e in self._elements.nodes
            if e.tag == "h1" and (text := text_of_heading(e) or clean(e.text_content()))
        }
        found = [
            e
            for e, text in texts.items()
            if not self._document.is_shared(text) and not self._is_logo(e, text)
        ]
        if not found or all(self._elements.flag(e) for e in found):
            titled = self._titled()
            if titled is not None and not (
                self._elements.leads_on(titled) and self._document.title_is_anothers
            ):
                return titled
        if not found:
            if texts or self._document.own_title is None:
                return self._first_heading()
            if self._document.title_is_anothers:
                twice = self._named_twice()
                return twice if twice is not None else self._large_letters()
            below = self._below_folder() if self._is_titled_by_folder() else None
            return below if below is not None else self._large_line()
        if all(self._elements.names_section(texts[e]) for e in found):
            titled = self._titled(MIN_LIKENESS)
            if titled is not None and not any(a.tag == "a" for a in (titled, *titled.iterancestors())):
                return titled
        if (named := self._before_section({e: texts[e] for e in found})) is not None:
            return named
        if (exact := self._titled_exactly([texts[e] for e in found])) is not None:
            return exact
        inside = [e for e in found if not self._elements.flag(e)]
        if len(inside) > 1 and self._document.title:
            title = self._document.title.lower()
            inside.sort(key=lambda e: clean(e.text_content()).lower() not in title)
        return inside[0] if inside else found[0]

    def _before_section(self, above: Mapping[Element, str]) -> Element | None:
        """The heading that the title has before the h1, which is the text of links to another page: "QX-20 pump" of the page "QX-20
        pump | Pumps" below the h1 "Pumps". The first below it, and only one of its rank, on a page that the title does
        not name."""
        own = self._document.own_title
        section = next(iter(above.values())) if len(above) == 1 else ""
        if not self._document.names_another(section) or any(map(self._elements.leads_on, above)):
            return None
        below = [e for e in self._elements.subject(*HEADINGS[1:]) if not self._elements.leads_on(e)]
        if own is None:
            first = [e for e in below if e.tag == below[0].tag]
            named = len(first) == 1 and self._is_of_page_alone(clean(first[0].text_content()))
            return first[0] if named else None
        name = letters_of(own[: max(0, own.rfind(section))])
        return next((e for e in below if name and letters_of(clean(e.text_content())) == name), None)

    def _is_of_page_alone(self, text: str) -> bool:
        """Whether a heading of several words, or with a figure, is none that pages of the site share."""
        return (" " in text or any(map(str.isdigit, text))) and not self._document.is_shared(text)

    def _is_logo(self, heading: Element, text: str) -> bool:
        """Whether a heading links to the front page, and neither is the page that nor has its title the heading."""
        links = set(self._document.links_at(heading))
        own = letters_of(self._document.own_title)
        return (
            bool(links)
            and all(map(is_front_page, links))
            and self._document.url not in links
            and letters_of(text) not in own
        )

    def _behind_section(self, heading: Element) -> Element:
        """The last of a heading's two parts, where the first is the text of links to other pages: boards set the category of a
        post before its title."""
        if len(heading) != 2:
            return heading
        section, name = heading
        if any((text or "").strip() for text in (heading.text, section.tail, name.tail)):
            return heading
        leads = self._document.names_another(clean(section.text_content()))
        return name if leads and clean(name.text_content()) else heading

    def _first_heading(self) -> Element | None:
        """The first heading below the h1s that belongs to the subject, is not shared and leads to no other page."""
        for i, element in enumerate(self._elements.nodes):
            if self._elements.flags[i] or element.tag not in HEADINGS[1:] or self._elements.leads_on(element):
                continue
            text = clean(element.text_content())
            if text and not self._document.is_shared(text):
                return element
        line = self._first_emphasis()
        if line is not None and is_large(line):
            return line
        behind = self._behind_path()
        return behind if behind is not None else line

    def _behind_path(self) -> Element | None:
        """The short text of its own right behind the line that shows the path to the page: "Home > Looms > Table looms"."""
        for i, element in enumerate(self._elements.nodes[:MAX_TITLED]):
            if self._elements.flags[i] or element.tag not in _PATH_TAGS:
                continue
            behind = element.getnext()
            if (
                behind is not None
                and behind.tag in _PATH_TAGS
                and _PATH.match(short_text(element, MAX_EMPHASIS) or "")
                and self._may_be_name(behind)
            ):
                return behind
        return None

    def _may_be_name(self, element: Element) -> bool:
        """Whether an element's text is short, no sentence and no label, and the page's own."""
        text = short_text(element, LONGEST_BEHIND_PATH) or ""
        return (
            sum(map(str.isalpha, text)) > 1
            and not text.endswith((".", ":", "。", "："))
            and not self._document.is_shared(text)
            and not self._elements.leads_on(element)
        )

    def _first_emphasis(self) -> Element | None:
        """What stands for a heading on old pages: the subject's first `<font size=5>` (or `<big>`), else what is called its
        title, else the caption of its first table, else its first block or line that is bold as a whole."""
        found: dict[int, Element] = {}
        for i, element in enumerate(self._elements.nodes):
            rank = emphasis(element)
            if rank is None or rank in found or self._elements.flags[i] or self._elements.leads_on(element):
                continue
            text = clean(element.text_content())
            if (
                any(map(str.isalpha, text))
                and len(text) <= MAX_EMPHASIS
                and not _MEASURE.fullmatch(text)
                and not self._document.is_shared(text)
            ):
                found[rank] = element
                if rank == 0:
                    break
        return found[min(found)] if found else None

    def _large_line(self) -> Element | None:
        """The first line in large letters of an old page that shows its title nowhere, or its only heading, or one called a title
        that recurs, as in the breadcrumbs."""
        own, line = letters_of(self._document.name_in_title), self._first_emphasis()
        if own in letters_of(self._document.text):
            return None
        if line is None or not is_large(line):
            only = self._only_heading()
            if line is None or only is not None:
                return only
        if is_large(line):
            return line
        recurs = self._document.text.count(clean(line.text_content())) > 1
        return line if recurs and emphasis(line) == 1 else None

    def _large_letters(self) -> Element | None:
        """The first line in large letters, on a page titled as a section is."""
        line = self._first_emphasis()
        return line if line is not None and is_large(line) else None

    def _is_titled_by_folder(self) -> bool:
        """Whether the title is but the name of the folder that the page lies in: "stools" of /stools/tripod.htm."""
        *folders, name = urlsplit(self._document.url).path.split("/")
        title = letters_of(self._document.own_title)
        own = letters_of(name.rpartition(".")[0]) in (title, "index", "")
        return title.isalpha() and not own and title in map(letters_of, folders[-1:])

    def _below_folder(self) -> Element | None:
        """The only heading of the subject, on a page titled by its folder."""
        found = self._headings_of_subject()
        return found[0] if len(found) == 1 else None

    def _headings_of_subject(self) -> list[Element]:
        return [e for e in self._elements.subject(*HEADINGS) if not self._elements.leads_on(e)]

    def _only_heading(self) -> Element | None:
        """The only heading of the subject, where it has a word of the title and that no code: "Hand-cranked loom" on the page
        "Looms"; or, where no blanks divide words, all signs of the title and more between them."""
        found = self._headings_of_subject()
        title = self._document.own_title or ""
        if len(found) != 1 or _CODED.search(title):
            return None
        heading = clean(found[0].text_content())[:MAX_EMPHASIS]
        words = [set(_WORD.findall(text.casefold())) for text in (title, heading)]
        return None if words[0].isdisjoint(words[1]) and not _is_shortened(title, heading) else found[0]

    def _named_twice(self) -> Element | None:
        """The first heading where its text recurs on the page: in the breadcrumbs, a link to this page, a picture's text."""
        heading = self._first_heading()
        text = clean(heading.text_content()) if heading is not None else ""
        return heading if self._document.text.count(text) > 1 and len(text) > 1 else None

    def _titled(self, least: float = 0.0) -> Element | None:
        """The element of the subject whose text is the page's own part of the title, a heading before others, or the one element
        called a title that goes on before or behind it.

        At least a share `least` of the letters must be the same. One of several alike rows is a part of the title by chance.
        """
        own = letters_of(self._document.name_in_title)
        if len(own) < 2:
            return None
        best: tuple[float, Element] | None = None
        called: list[Element] = []
        for i, element in enumerate(self._elements.nodes[:MAX_TITLED]):
            if self._elements.flags[i] & (FRAME | RELATED) or element.tag not in _TITLED or len(element) > 4:
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
            if letters != own and self._elements.leads_on(element):
                continue  # another page's: A20-E beside A20
            named = bool(_TITLE_NAMES.search(f"{element.get('class') or ''} {element.get('id') or ''}"))
            # a heading that is but a part of the title may be a section's
            heads = (0.5 if own in letters else 0.3) * is_head
            # "Order no.: A20" below the heading "A20 hand winch" is a property
            score = likeness + heads + 0.3 * named - 0.5 * (letters != letters_of(text) and not is_head)
            if best is None or score > best[0]:
                best = (score, element)
        if best is None and len(called) == 1:
            return called[0]
        if best is not None and best[1].tag == "a" and (detailed := self._more_than(own)) is not None:
            return detailed
        return best[1] if best is not None else None

    def _more_than(self, title: str) -> Element | None:
        """The first heading of the subject, where it alone has all of a title that but a link shows as it is: "Folding stools of oak"
        of the page that the menu calls "Stools"."""
        found = self._headings_of_subject()
        having = [e for e in found if title in letters_of(clean(e.text_content()))]
        return having[0] if len(having) == 1 and having == found[:1] else None

    def _goes_on_from_title(self, element: Element, text: str) -> bool:
        """Whether an element called a title has the page's own part of the title as whole words, and more."""
        own = self._document.name_in_title or ""
        whole = re.search(rf"(?<!\w){re.escape(own)}(?!\w)", text, re.I) is not None
        return whole and emphasis(element) == CALLED_TITLE and not self._elements.leads_on(element)

    def _titled_exactly(self, above: list[str]) -> Element | None:
        """The heading whose text is the page's own part of the title, letter for letter, of which those above are parts: the
        sections of "Looms" on the page "Table looms | Weavers Ltd"; or of which they have nothing, where the page shows it once
        more beside the heading, as in the breadcrumbs."""
        own, title = letters_of(self._document.name_in_title), letters_of(self._document.title)
        parts = [letters_of(text) for text in above]
        inside = all(part in own and part != own for part in parts)
        apart = self._is_shown_twice() and not any(part in title for part in parts)
        if not own or own == title or not (inside or apart):
            return None
        titled = self._titled(1.0)
        return (
            titled
            if titled is not None and titled.tag in HEADINGS and not self._elements.leads_on(titled)
            else None
        )

    def _is_shown_twice(self) -> bool:
        """Whether the page shows its own part of the title twice or more, and no link leads to another page by it."""
        own = self._document.name_in_title or ""
        return (
            len(own) > 1 and self._document.text.count(own) > 1 and own not in self._document.texts_of_links
        )


def _is_shortened(title: str, heading: str) -> bool:
    """Whether a title in a script without blanks has signs of the heading in their order, from its first on: 折叠椅 of 折叠式三脚椅."""
    signs = iter(heading)
    return (
        _EAST_ASIAN.fullmatch(title) is not None
        and title[0] == heading[:1]
        and all(sign in signs for sign in title)
    )


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
