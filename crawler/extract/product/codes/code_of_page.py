"""The code that a page is filed or titled under, where the page shows it as a whole: in a heading, a cell or a line of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator

from crawler.extract.page.element_text import letters_of, short_text
from crawler.extract.page.layout import Layout
from crawler.extract.page.shared_parts import TITLE_SEPARATOR
from crawler.extract.product.codes.forms.code_forms import NOT_CODE, NUMBERED_WORD, SMALL_WORD, is_size
from crawler.extract.product.codes.forms.code_lists import is_listed_code
from crawler.extract.product.codes.forms.codes_of_words import code_of_words, is_whole_code
from crawler.extract.product.codes.names.codes_in_addresses import page_called
from crawler.extract.words.alphabets import CAPITALS
from crawler.extract.words.labels import field_of

LONGEST = 40  # characters of a code
LONGEST_LABELLED = 100  # characters of a number with its label
LEAST = 4  # letters and digits of a code
_SIGNED = re.compile(r"[^\W\d_][. ]|[#№]")  # in a label: "Art.", "Item no"; "Item" names a thing too
_BETWEEN_PARTS = re.compile(TITLE_SEPARATOR)
MOST_WORDS = 4  # of a code in a name
_NUMBER_FIRST = re.compile(
    rf"(?!(?:19|20)\d\d )\d{{4,6}} (?:[{CAPITALS}]{{1,3}}\d[{CAPITALS}\d]*|[{CAPITALS}]{{1,2}})"
)
_HEAD = re.compile(rf"[{CAPITALS}]{{1,5}}(?:-[{CAPITALS}]{{1,4}})?")
_ALONE = (
    *("h2", "h3", "h4", "h5", "h6", "p", "div", "span", "b", "strong", "font", "em", "small", "center"),
    *("td", "th", "dd", "li"),
)
_NUMBERED = ("p", "li", "div", "span", "td", "b", "strong", "small", "font", "center", "dd", "h2", "h3", "h4")


def filed_code(layout: Layout) -> str | None:
    """The one code that stands alone on the page and is the last part of its address or its own title as a whole, letter for
    letter: BX 40-R on /saws/bx-40-r.html; or a part of that title, where no other code that begins so stands alone.

    Neither the heading nor the text of a link to another page is looked at.
    """
    called, parts = _filed_under(layout), _parts_of_title(layout)
    texts = {text: _letters(text) for text in _texts_alone(layout)} if called or parts else {}
    codes = {text: stem for text, stem in texts.items() if stem in called and is_whole_code(text)}
    if not codes and (codes := {text: stem for text, stem in texts.items() if is_whole_code(text)}):
        begun = {re.split(r"\W", text, maxsplit=1)[0] for text, stem in codes.items() if stem in parts}
        codes = {text: stem for text, stem in codes.items() if text.startswith(tuple(begun))}
    return min(codes) if len(set(codes.values())) == 1 else None


def filed_in_name(layout: Layout, name: str) -> str | None:
    """The code within a name that is the last part of the address or the page's own title as a whole: QSV 20x150 of "Vis QSV 20x150"
    on /vis/qsv-20x150.html, UQP 208 T3 of "FERRON UQP 208 T3 Rulman" on /uqp-208-t3/. It begins with a word of capitals, or
    with a number that a word of capitals follows; in a name of nothing but capitals it has the form of a
    code: QV-LS 7 W of "FERRON QV-LS 7 W" on /qv-ls-7-w.html."""
    called, words = _filed_under(layout), name.split()
    is_told = _is_code_with_head if any(map(str.islower, name)) else code_of_words
    for size in range(min(MOST_WORDS, len(words) - 1), 1, -1) if called else ():
        for start in range(len(words) - size, -1, -1):
            part = words[start : start + size]
            code = " ".join(part).strip(",;:()[]–—-| ")
            if _letters(code) not in called:
                continue
            if _HEAD.fullmatch(part[0]) and is_told(code):
                return code
            if _NUMBER_FIRST.fullmatch(code) and is_whole_code(code):
                return code
    return None


def is_filed_under_heading(layout: Layout) -> bool:
    """Whether the address's last part has letters and digits, and the heading ends in it: "Ferron QV-LS 7" on /qv-ls-7.html."""
    words = (short_text(layout.heading, LONGEST_LABELLED) or "").split() if layout.heading is not None else []
    called = {stem for stem in _filed_under(layout) if any(map(str.isalpha, stem))} if words else set()
    return any(
        _letters(" ".join(words[-size:])) in called for size in range(1, min(MOST_WORDS, len(words)) + 1)
    )


def _is_code_with_head(text: str) -> bool:
    """Whether capitals and what has digits are a code: no standard, size or number with its unit."""
    head, _, rest = text.partition(" ")
    return (
        any(map(str.isdigit, rest))
        and not SMALL_WORD.search(text)
        and not NOT_CODE.fullmatch(text)
        and not is_size(text)
        and not NUMBERED_WORD.fullmatch(head)
    )


def _filed_under(layout: Layout) -> set[str]:
    """The letters and digits of the address's last part and of the page's own title, where they may be those of a code."""
    return _stems(page_called(layout.document.url), layout.document.own_title or "")


def _parts_of_title(layout: Layout) -> set[str]:
    """The same of the parts of the page's own title."""
    return _stems(*_BETWEEN_PARTS.split(layout.document.own_title or ""))


def _stems(*texts: str) -> set[str]:
    stems = set(map(_letters, texts))
    return {stem for stem in stems if len(stem) >= LEAST and any(map(str.isdigit, stem))}


def _letters(text: str) -> str:
    """The letters and digits of a text; the sign between two sizes is an x."""
    return letters_of(text.replace("×", "x").replace("_", ""))


def _texts_alone(layout: Layout) -> Iterator[str]:
    for element in layout.subject(*_ALONE):
        if element is not layout.heading and len(element) <= 1 and not layout.leads_on(element):
            text = short_text(element, LONGEST)
            if text and not any(layout.leads_on(inner) for inner in element.iter("a")):
                yield text


def name_as_number(layout: Layout) -> str | None:
    """The page's heading, where it is a code and stands whole behind the label of an article number: "Art. No. Tarn 40 L" below
    the heading "Tarn 40 L"."""
    heading = short_text(layout.heading, LONGEST) if layout.heading is not None else None
    if not heading or not is_listed_code(heading):
        return None
    for element in layout.subject(*_NUMBERED):
        text = short_text(element, LONGEST_LABELLED) or ""
        label = text[: -len(heading)].rstrip(" :：")
        if text.endswith(heading) and _SIGNED.search(label) and field_of(label) in ("sku", "mpn"):
            return heading
    return None
