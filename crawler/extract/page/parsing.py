"""From the bytes of a response to the tree of a page: decoded, within limits, without scripts, styles, templates and drawings."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import urljoin

import lxml.html
from lxml import etree

from crawler.extract.page.document import Document
from crawler.extract.page.element_text import Element
from crawler.extract.page.encoding import decode

MAX_CHARACTERS = 8_000_000  # of markup read from one page; the largest of the development sets has 2 million
MAX_ELEMENTS = 40_000  # of one page; the largest of the development sets has 24,000
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LONG_TAG = re.compile(r"<[a-zA-Z][^<]{20000,}")
_ATTRIBUTE = re.compile(r"""[\s/]*[^\s>/][^\s=>/]*(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>]*))?""")
MAX_ATTRIBUTES = 1_000  # of one element: the parser compares each with all before it
# Containers that carry no meaning of their own: dropped where a page nests them too deep to be read as a tree.
_WRAPPERS = re.compile(r"</?(?:div|span|font|b|i|u|em|strong|center|section|article|big|small)\b[^>]*>", re.I)
# lxml asks Python for the class of each element it hands out, to have methods for forms that nobody here calls.
_ONE_CLASS = etree.ElementDefaultClassLookup(element=lxml.html.HtmlElement)


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
