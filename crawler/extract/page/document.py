"""A parsed page: the tree, where its links point, which language it is in, and what was not read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

import lxml.html
from lxml import etree

from crawler.extract.page.encoding import decode
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

MAX_CHARACTERS = (
    8_000_000  # of markup read from one page; the largest page of the development sets has 2 million
)
MAX_ELEMENTS = 40_000  # of one page; the largest of the development sets has 24,000
NO_TEXT = frozenset(
    {"script", "style", "noscript", "template", "svg", "iframe", "object", "head", "select", "textarea"}
)
BLOCKS = frozenset(
    "address article aside blockquote body br caption center dd details dialog div dl dt fieldset figcaption figure "  # noqa: SIM905
    "footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section summary table tbody td tfoot th thead tr ul "
    "option label button".split()
)
_SPACE = re.compile(r"[\s\u00a0\u200b\u200e\u200f\ufeff]+")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LONG_TAG = re.compile(r"<[a-zA-Z][^<]{20000,}")
_ATTRIBUTE = re.compile(r"""[\s/]*[^\s>/][^\s=>/]*(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>]*))?""")
_PLACEHOLDER_TITLE = pattern("placeholder_titles")
_PLACEHOLDER_HEADING = pattern("placeholder_headings")
MAX_ATTRIBUTES = 1_000  # of one element: the parser compares each with all before it
# Containers that carry no meaning of their own: dropped where a page nests them too deep to be read as a tree.
_WRAPPERS = re.compile(r"</?(?:div|span|font|b|i|u|em|strong|center|section|article|big|small)\b[^>]*>", re.I)

# lxml asks Python for the class of each element it hands out, to have methods for forms that nobody here calls.
_ONE_CLASS = etree.ElementDefaultClassLookup(element=lxml.html.HtmlElement)

Element = Any  # lxml.html.HtmlElement; lxml's stubs do not know its methods


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


def read_document(body: bytes, url: str, headers: Mapping[str, str]) -> Document:
    """Parse `body` as the HTML page at `url`; an unreadable page gives an empty tree and a problem.

    Raises nothing but MemoryError, where the process may have no more.
    """
    text, encoding = decode(body, headers)
    problems: list[str] = []
    if len(text) > MAX_CHARACTERS:
        problems.append(f"page of {len(text)} characters: only the first {MAX_CHARACTERS} were read")
        text = text[:MAX_CHARACTERS]
    if "\x00" in text:
        problems.append("page holds NUL bytes: they were dropped")
    text = _LONG_TAG.sub(_fewer_attributes, _CONTROL.sub("", text))
    tree, too_deep = _parse(text)
    if too_deep:
        problems.append("elements nested too deep: layout containers were dropped")
        tree, _ = _parse(_WRAPPERS.sub(" ", text))
    if tree is None:
        problems.append("no HTML found")
        tree = lxml.html.document_fromstring("<html><body></body></html>")
    scripts = _strip(tree, problems)
    base_element = tree.find(".//base[@href]")
    base = url
    if base_element is not None:
        try:
            base = urljoin(url, base_element.get("href").strip())
        except ValueError:
            problems.append("base address is not an address: ignored")
    return Document(url, base, tree, encoding, scripts, source=text, problems=problems)


def _fewer_attributes(found: re.Match[str]) -> str:
    text = found.group()
    at, kept, count = 1, 0, -1  # the first found is the element's name
    while attribute := _ATTRIBUTE.match(text, at):
        at, count = attribute.end(), count + 1
        if count == MAX_ATTRIBUTES:
            kept = at
    return text[:kept] + text[at:] if count > MAX_ATTRIBUTES else text


def _parse(text: str) -> tuple[Element | None, bool]:
    parser = lxml.html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    parser.set_element_class_lookup(_ONE_CLASS)
    try:
        tree = lxml.html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError) as error:
        if getattr(error, "code", None) == etree.ErrorTypes.ERR_NO_MEMORY:
            raise MemoryError from error
        return None, False
    deep = any("xcessive depth" in entry.message for entry in parser.error_log)
    return tree, deep


def _strip(tree: Element, problems: list[str]) -> list[tuple[str, str, str]]:
    scripts = []
    count = 0
    doomed = []
    for element in tree.iter():
        count += 1
        if count > MAX_ELEMENTS:
            doomed.append(element)
            continue
        if element.tag == "script":
            kind = (element.get("type") or "").strip().lower()
            scripts.append((kind, element.get("id") or "", element.text or ""))
            doomed.append(element)
        elif element.tag in ("style", "template", "svg"):
            doomed.append(element)
    if count > MAX_ELEMENTS:
        problems.append(f"page of {count} elements: only the first {MAX_ELEMENTS} were read")
    _drop(doomed)
    return scripts


def _drop(doomed: list[Element]) -> None:
    """Drop elements with what is in them, not the text after them; each text is joined once, however many they are."""
    by_parent: dict[Element, set[Element]] = {}
    for element in doomed:
        parent = element.getparent()
        if parent is not None:
            by_parent.setdefault(parent, set()).add(element)
    for parent, dropped in by_parent.items():
        kept, texts = None, [parent.text]  # the last element kept, and the texts that follow it
        for child in list(parent):
            tail = child.tail
            if child in dropped:
                parent.remove(child)
                texts.append(tail)
            else:
                _join(parent, kept, texts)
                kept, texts = child, [tail]
        _join(parent, kept, texts)


def _join(parent: Element, kept: Element | None, texts: list[str | None]) -> None:
    if len(texts) == 1:
        return
    # A character reference may stand for what XML has no character for.
    text = _NOT_XML.sub("", "".join(text for text in texts if text)) or None
    if kept is None:
        parent.text = text
    else:
        kept.tail = text


def clean(text: str | None) -> str:
    """`text` with runs of white space and invisible marks made one blank, trimmed."""
    return _SPACE.sub(" ", text or "").strip()


def letters_of(text: str | None) -> str:
    """The letters and digits of a text in lower case: what is compared of two names."""
    return re.sub(r"\W+", "", text or "").lower()


def element_text(element: Element) -> str:
    """The element's visible text on one line; blocks and line breaks become blanks."""
    return clean(" ".join(_pieces(element)))


def short_text(element: Element, limit: int) -> str | None:
    """`element_text` where it has at most `limit` characters, else None; large elements are not read to their end."""
    pieces: list[str] = []
    length, look_at = 0, limit
    for piece in _pieces(element):
        pieces.append(piece)
        length += len(piece)
        if length > look_at:  # with its white space
            if len(clean(" ".join(pieces))) > limit:
                return None
            look_at = 2 * length
    text = clean(" ".join(pieces))
    return text if len(text) <= limit else None


def block_text(element: Element) -> str:
    """The element's visible text, one line a block, without empty lines."""
    lines = (clean(line) for line in "".join(_pieces(element)).split("\n") if line and not line.isspace())
    return "\n".join(line for line in lines if line)


def _pieces(element: Element) -> Iterator[str]:
    skip_until = None
    for event, node in etree.iterwalk(element, events=("start", "end")):
        tag = node.tag
        if skip_until is not None:
            if event == "end" and node is skip_until:
                skip_until = None
                if node is not element and node.tail:
                    yield node.tail
            continue
        if event == "start":
            if tag in NO_TEXT or hidden(node):
                skip_until = node
                continue
            if tag in BLOCKS:
                yield "\n"
            if node.text:
                yield node.text
        else:
            if tag in BLOCKS:
                yield "\n"
            if node is not element and node.tail:
                yield node.tail


def hidden(element: Element) -> bool:
    """Whether the element says that it is not shown."""
    style = element.get("style")
    if style and "display" in style and re.search(r"display\s*:\s*none", style, re.I):
        return True
    return element.get("hidden") is not None


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
