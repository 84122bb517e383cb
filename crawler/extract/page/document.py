"""A parsed page: the tree, where its links point, which language it is in, and what was not read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from crawler.extract.page.element_text import Element, block_text, clean
from crawler.extract.page.language import language_of, language_tag
from crawler.extract.page.shared_parts import (
    PATH_SEPARATOR,
    SEPARATORS,
    SharedParts,
    names_page,
    title_ends,
)
from crawler.extract.words.vocabulary import pattern

if TYPE_CHECKING:
    from bs4 import BeautifulSoup

_PLACEHOLDER_TITLE = pattern("placeholder_titles")
_PLACEHOLDER_HEADING = pattern("placeholder_headings")


@dataclass
class Document:
    """One page, ready to be read. `scripts` holds (type, id, text) of its script elements, taken out of the tree."""

    url: str
    base: str
    tree: Element
    encoding: str
    scripts: list[tuple[str, str, str]]
    shared: SharedParts = field(default_factory=SharedParts)  # what many pages of the site show
    source: str = ""  # the decoded text, as it was parsed
    problems: list[str] = field(default_factory=list)
    _links: dict[str, str | None] = field(default_factory=dict)

    @cached_property
    def body(self) -> Element:
        found = self.tree.find("body")
        return self.tree if found is None else found

    @cached_property
    def title(self) -> str | None:
        """The title, None for one that an editor gave every new page, or that is the name of the file it was converted from."""
        found = self.tree.find(".//title")
        title = clean(found.text_content()) if found is not None else ""
        is_file = "_" in title and " " not in title and "pdf" in self.meta.get("generator", "").lower()
        return title if title and not is_file and not is_placeholder(title) else None

    @property
    def own_title(self) -> str | None:
        """The title without what many titles of the site share; None where nothing is left but what an editor calls a new page,
        or where it was left from the page that this one was made of: other pages bear it too, and this one shows it nowhere but
        in links to others."""
        own = without_parts(self.title, self.shared.title_parts)
        if own is None or is_placeholder(own):
            return None
        return None if self.title in self.shared.titles and not self._shows(own) else own

    def _shows(self, text: str) -> bool:
        """Whether the page shows a text beside links to other pages."""
        others = (a for a in self.tree.iter("a") if self.link(a.get("href")) != self.url)
        linked = sum(clean(a.text_content()).count(text) for a in others)
        return self.text.count(text) > linked

    @property
    def name_in_title(self) -> str | None:
        """The title's own part without the sections at its end, or before it in a path (Stools > Tripod): parts that are the texts
        of links to other pages.

        Where nothing of the title is known to be the site's, its end may be the page's name.
        """
        own = self.own_title
        if not own or own == self.title or not (ends := title_ends(own)):
            return own
        *above, name = map(str.strip, re.split(PATH_SEPARATOR, own))
        if above and name and self.texts_of_links.issuperset(above):
            return name
        sections = sorted((end for end in ends if end in self.texts_of_links), key=len)
        return without_parts(own, sections) or own

    @cached_property
    def texts_of_links(self) -> frozenset[str]:
        """The texts of the links to other pages."""
        return self._texts_of_links(to_itself=False)

    @property
    def title_is_anothers(self) -> bool:
        """Whether the page's own part of its title is the text of links to other pages only."""
        return self.names_another(self.name_in_title or "")

    def names_another(self, text: str) -> bool:
        """Whether a text is that of links to other pages only: a section, another product."""
        return text in self.texts_of_links and text not in self.texts_of_own_links

    @cached_property
    def texts_of_own_links(self) -> frozenset[str]:
        """The texts of the links to this very page, as a menu or a list that many pages show has them."""
        return self._texts_of_links(to_itself=True)

    def _texts_of_links(self, *, to_itself: bool) -> frozenset[str]:
        return frozenset(
            clean(a.text_content())
            for a in self.tree.iter("a")
            if (self.link(a.get("href")) == self.url) == to_itself
        )

    def is_shared(self, text: str) -> bool:
        """Whether a heading or title is that of the site or of a section."""
        return text in self.shared.title_parts or self.is_shared_heading(text)

    def is_shared_heading(self, text: str) -> bool:
        """Whether many pages show this heading and the page's own title is another, or a template has it for any product."""
        if _PLACEHOLDER_HEADING.fullmatch(text):
            return True
        return text in self.shared.headings and not names_page(self.own_title, text)

    @cached_property
    def meta(self) -> dict[str, str]:
        """Contents of the meta elements by name, property or itemprop in lower case; the first of each name."""
        found: dict[str, str] = {}
        for element in self.tree.iter("meta"):
            name = element.get("property") or element.get("name") or element.get("itemprop") or ""
            content = clean(element.get("content") or "")
            placeholder = name.lower() == "og:title" and is_placeholder(content)
            if name and content and not placeholder:
                found.setdefault(name.strip().lower(), content)
        return found

    @cached_property
    def text(self) -> str:
        """All visible text, one line a block."""
        return block_text(self.body)

    @cached_property
    def language(self) -> str | None:
        declared = language_tag(
            self.tree.get("lang") or self.tree.get("xml:lang") or self.meta.get("og:locale")
        )
        return language_of(self.text[:20_000], declared, self.url)

    @cached_property
    def soup(self) -> BeautifulSoup:
        """The page as Beautiful Soup has it, scripts and all: sixteen times as slow to make as `tree`, so on demand."""
        from bs4 import BeautifulSoup

        return BeautifulSoup(self.source, "lxml")

    def link(self, href: str | None) -> str | None:
        """The absolute http address of `href`, None for javascript:, mailto: and what is no address."""
        if not href:
            return None
        if href not in self._links:
            self._links[href] = self._resolved(href)
        return self._links[href]

    def links_at(self, element: Element) -> Iterator[str]:
        """The addresses of the links in an element and around it."""
        anchors = [*element.iter("a"), *element.iterancestors("a")]
        return (link for anchor in anchors if (link := self.link(anchor.get("href"))))

    def _resolved(self, href: str) -> str | None:
        href = href.strip()
        if (
            not href
            or href.startswith("#")
            or re.match(r"(?i)(javascript|mailto|tel|data|about|file|blob|whatsapp|viber):", href)
        ):
            return None
        try:
            url = urljoin(self.base, href)
            parts = urlsplit(url)
        except ValueError:
            return None
        if parts.scheme not in ("http", "https") or not parts.netloc:
            return None
        return url.split("#", 1)[0]


def is_placeholder(title: str) -> bool:
    """Whether a title is what an editor or a template calls a page that nobody has given one: "Untitled", "Product details"."""
    return any(words.fullmatch(title) for words in (_PLACEHOLDER_TITLE, _PLACEHOLDER_HEADING))


def without_parts(title: str | None, parts: Iterable[str]) -> str | None:
    """`title` without the `parts` at its end and start and the separators beside them; None where nothing is left.

    A part that no separator divides from the rest is a word of the name, and stays.
    """
    if not title:
        return None
    text = clean(title)
    if text in parts:
        return None
    if text.strip(SEPARATORS + " ") in parts:
        return None  # of a template that had nothing to put before the site's name
    before = ""
    while text != before:
        before = text
        for part in parts:
            rest = text.removesuffix(part).rstrip()
            if rest not in ("", text) and (rest[-1] in SEPARATORS or part[0] in SEPARATORS):
                text = rest.strip(SEPARATORS + " ") or text
            rest = text.removeprefix(part).lstrip()
            if rest not in ("", text) and (rest[0] in SEPARATORS or part[-1] in SEPARATORS):
                text = rest.strip(SEPARATORS + " ") or text
    return None if text in parts else text or None
