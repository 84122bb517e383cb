"""The family of models that one page shows: options, entries of a list, sentences, article numbers, brackets."""

from __future__ import annotations

import re

from crawler.extract.page.element_text import Element, element_text, letters_of, short_text
from crawler.extract.page.frame import FRAME
from crawler.extract.page.layout import Layout
from crawler.extract.page.near_heading import heading_text
from crawler.extract.product.codes.code_of_page import filed_code
from crawler.extract.product.codes.forms.code_forms import is_code, is_marked_code
from crawler.extract.product.codes.forms.code_lists import AND, MOST, codes_alike, family, forms_of_one
from crawler.extract.product.codes.shown.article_numbers import article_numbers
from crawler.extract.product.codes.shown.codes_in_elements import (
    attribute_codes,
    in_link,
    opening_texts,
    shown_code,
)
from crawler.extract.product.codes.shown.codes_near_heading import sku_shown
from crawler.extract.product.codes.shown.named_models import NAMING, codes_listed, codes_named, codes_opening
from crawler.extract.product.codes.shown.numbers_listed import numbers_listed
from crawler.extract.product.codes.shown.vouched_codes import marked_codes
from crawler.extract.words.alphabets import CAPITALS, PLAIN_CAPITALS
from crawler.extract.words.vocabulary import alternatives

LONGEST = 1000  # characters of a text
LONGEST_BUTTON, MOST_OF_BUTTON = 80, 4  # characters and words of a button for a variant
LONGEST_ENTRY = 200  # characters of a link to a member of a family
_OPTION_ENDS = re.compile(r"\s+[/|–—-]\s+|\s*[,;(（:：]")
_COUNTED = re.compile(r" [a-z]{2,} ")  # "Pack of 25"
_DASHED = re.compile(r" [–—-] ")
_COLON = re.compile(r"\s?[:：]\s")
# In brackets: letters that a hyphen divides
_LETTERED = re.compile(rf"\((?P<code>(?P<stem>[{PLAIN_CAPITALS}]{{2,5}})-[{PLAIN_CAPITALS}]{{1,6}})\)")
# Codes in brackets, or before them: "for the left hand (QV-20-L)", "QV-20-D (double)"
_EXPLAINED = re.compile(
    rf"\((?P<alone>[{CAPITALS}\d][\w./-]+)\)|(?<![\w/.-])(?=[\w./-]*\d)(?P<code>[{CAPITALS}\d][\w./-]+) ?\([^()]{{2,60}}\)"
)
# The same behind a colon, a comma or "is", or at the beginning: not "fits QV-20 (2001) and QV-32 (2005)"
_INTRODUCED = re.compile(
    rf"(?:^|[:：,;]\s|\s(?:{alternatives('linking_words')}|{AND})\s)(?P<code>[{CAPITALS}\d][\w./-]+) ?\([^()]{{2,60}}\)"
)


def models_shown(layout: Layout) -> tuple[str, ...]:
    """The family of models that a page shows; empty where there is none of two or more, or they are others of the page's own family.

    In this order: codes of options ("White - GX-30-W"), of sentences, at the beginning of a text, of the entries of a list, article numbers, and codes in
    brackets or before them or behind capitals of the heading, of letters alone where they go on from a word of the heading: "white (GX-W)" of a "Seal GX".
    """
    options: list[str] = []
    entries: list[str] = []
    labels: list[str] = []
    sentences: list[str] = []
    explained: list[str] = []
    introduced: list[str] = []
    lettered: list[str] = []
    words = set(heading_text(layout).split())
    for at, element in enumerate(layout.nodes):
        if layout.flags[at] & FRAME:
            continue
        if element.tag == "option":
            named = [text.strip() for text in _OPTION_ENDS.split(element_text(element))]
            pieces = (
                *attribute_codes(element),
                named[0],
                named[-1],
                *named[1:-1],
                element.get("value") or "",
            )
            options += [code for code in pieces if is_code(code) and not _COUNTED.search(code)][:1]
        elif element.tag == "input" and element.get("type") == "radio":
            options.append(element.get("value") or "")
        elif element.tag in ("label", "button"):
            options += [*filter(None, map(shown_code, element.iter())), *_code_of_button(element)][:1]
        elif element.tag in ("ul", "ol"):
            entries += _ends(element) or _beginnings(element, _DASHED)
            labels += _beginnings(element, _COLON)
        elif element.tag in NAMING and element.text:
            text = short_text(element, LONGEST) or ""
            sentences += codes_named(text) + codes_listed(text)
            codes = [match["code"] or match["alone"] for match in _EXPLAINED.finditer(text)]
            introduced += [match["code"] for match in _INTRODUCED.finditer(text)]
            explained += [code for code in codes if is_code(code) and not in_link(layout, element, code)]
            lettered += [match["code"] for match in _LETTERED.finditer(text) if match["stem"] in words]
    opened = [code for text in opening_texts(layout) for code in codes_opening(text)]
    return (
        family(options)
        or _unless_siblings(layout, family(sentences))
        or _unless_siblings(layout, family(opened))
        or family(entries)
        or _as_heading(layout, family(labels))
        or codes_alike(article_numbers(layout))
        or forms_of_one(explained)
        or _only_ones(layout, introduced)
        or codes_alike([*dict.fromkeys(lettered)])
        or numbers_listed(layout)
    )


def _code_of_button(element: Element) -> list[str]:
    """The code that a button beside others ends in: "White GX-30W" beside "Black GX-30B"."""
    words = (short_text(element, LONGEST_BUTTON) or "").split()
    beside = element.getprevious() is not None or element.getnext() is not None
    is_choice = element.tag == "button" and beside and 1 < len(words) <= MOST_OF_BUTTON
    return [words[-1]] if is_choice and is_marked_code(words[-1]) else []


def _unless_siblings(layout: Layout, codes: tuple[str, ...]) -> tuple[str, ...]:
    """The codes, unless they are of the site's other models: the code in the heading begins alike, is none of them, and none goes on
    from it: "Other models: QV-20, QV-40" on the page of QV-30."""
    listed = [letters_of(code) for code in codes]
    for word in _codes_of_heading(layout) if codes else ():
        own = letters_of(word)
        if codes_alike([word, *codes]):
            return codes if any(code.startswith(own) or own.startswith(code) for code in listed) else ()
    return codes


def _as_heading(layout: Layout, codes: tuple[str, ...]) -> tuple[str, ...]:
    """The codes, where they begin as those in the page's heading do, if that has any; else they may be of parts."""
    named = _codes_of_heading(layout)
    return codes if not named or codes_alike([*dict.fromkeys([*codes, *named])]) else ()


def _codes_of_heading(layout: Layout) -> list[str]:
    return [word for word in heading_text(layout).split() if is_marked_code(word)]


def members_linked(layout: Layout) -> tuple[str, ...]:
    """The codes of a list of links to the members of the page's family: QV-20R, QV-20L on the page of QV-20.

    All go on from a code that the page calls its own, and each entry has the heading's first word and its numbers.
    """
    heading = re.findall(r"[^\W_]+", heading_text(layout))
    shared = {heading[0], *(word for word in heading if any(map(str.isdigit, word)))} if heading else set()
    for element in layout.subject("ul", "ol") if shared else ():
        entries = [short_text(entry, LONGEST_ENTRY) or "" for entry in element if entry.tag == "li"]
        linked = element.find("li//a") is not None
        if not linked or not 1 < len(entries) <= MOST or not all(map(shared.__le__, map(_words, entries))):
            continue
        shown = (*article_numbers(layout), sku_shown(layout), filed_code(layout))
        own = {code for code in shown if code}
        for codes in ([entry.split()[at] for entry in entries] for at in (-1, 0)):
            different = len(set(codes)) == len(codes) and all(map(is_marked_code, codes))
            if different and any(all(_is_member(code, one) for code in codes) for one in own):
                return tuple(codes)
    return ()


def _is_member(code: str, own: str) -> bool:
    """Whether a code is another that goes on, and not within its number: QV-20R from QV-20, not QV-200."""
    return (
        code.startswith(own) and len(code) > len(own) and not (own[-1].isdigit() and code[len(own)].isdigit())
    )


def _words(text: str) -> set[str]:
    return set(re.findall(r"[^\W_]+", text))


def _only_ones(layout: Layout, codes: list[str]) -> tuple[str, ...]:
    """Codes before brackets that are all of the page's: letters that all begin with and one part more, QV-20, QV-32."""
    found = tuple(dict.fromkeys(codes))
    stems = {code.rpartition("-")[0] for code in found}
    alike = len(found) > 1 and len(stems) == 1 and len(stem := stems.pop()) > 1 and stem.isalpha()
    return found if alike and set(found) == marked_codes(layout) else ()


def _ends(element: Element) -> list[str]:
    """The codes that all entries of a list end in; none of a list of links."""
    codes = [_OPTION_ENDS.split(entry)[-1].strip(" )）") for entry in _entries(element)]
    return codes if all(map(is_code, codes)) else []


def _beginnings(element: Element, divider: re.Pattern[str]) -> list[str]:
    """The marked codes that all entries of a list begin with, each before a divider and a text; none of a list of links."""
    parts = [divider.split(entry, maxsplit=1) for entry in _entries(element)]
    codes = [part[0] for part in parts if len(part) > 1 and is_marked_code(part[0])]
    return codes if len(codes) == len(parts) else []


def _entries(element: Element) -> list[str]:
    """The texts of a list's entries; none of fewer than two, or of a list of links."""
    entries = [child for child in element if child.tag == "li"]
    if len(entries) < 2 or any(entry.find(".//a") is not None for entry in entries):
        return []
    return [short_text(entry, LONGEST) or "" for entry in entries]
