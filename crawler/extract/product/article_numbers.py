"""Article numbers that a page's lines and sentences name: "Art. No. VF16-5M", "Order no. 27-110-17", "Red (item 51002)"."""

from __future__ import annotations

import re
from functools import cache

from crawler.extract.page.document import short_text
from crawler.extract.page.layout import Layout
from crawler.extract.product.labels import known_labels

LONGEST = 600  # characters of a text that is searched
MOST = 40  # numbers of a page
LEAST_SIGNS = 4  # letters and digits of a number
LEAST_DIGITS = 5  # of a number without letters and without separators
LEAST_ALONE = 3  # the same where it stands alone with its label
_TEXTS = frozenset((
    "p", "li", "td", "div", "span", "b", "strong", "i", "em", "small", "font", "center", "option", "dd", "label",
    "h1", "h2", "h3", "h4", "h5", "h6",
))  # fmt: skip
# Between letters, or at the end of an abbreviation: "Art.-Nr.", "Art. No."
_DOT = re.compile(r"(?<=[^\W\d_])\.(?=[\s-])")
# VF16-5M, 27-110-17, WB 13-140-12, and in brackets 1480 GR
_CODE = r"(?:[A-ZА-ЯЁ]{1,5} (?=\d))?[A-ZА-ЯЁ\d][A-ZА-ЯЁa-zа-яё\d]*(?:[-/._][A-ZА-ЯЁa-zа-яё\d]+)*(?: [A-ZА-ЯЁ]{1,3}(?=[)\]]))?"
_SHORT = re.compile(
    r"[A-ZА-ЯЁ]{2}[-/]\d"
)  # AZ-1; in "AZ-1 Pro" a capital follows, and it is a part of the number
_CAPITAL = re.compile(r"\s[A-ZА-ЯЁ]")


def article_numbers(layout: Layout) -> tuple[str, ...]:
    """The numbers behind labels of an article number, in the page's order, each once; the page's frame is not read."""
    if "article numbers" not in layout.memo:
        layout.memo["article numbers"] = tuple(_read(layout))
    numbers: tuple[str, ...] = layout.memo["article numbers"]
    return numbers


def _read(layout: Layout) -> dict[str, None]:
    found: dict[str, None] = {}
    for at, element in enumerate(layout.nodes):
        if layout.flags[at] or element.tag not in _TEXTS:
            continue
        text = short_text(element, LONGEST)
        for match in _labelled().finditer(_DOT.sub("", text)) if text else ():
            goes_on = _SHORT.fullmatch(match["code"]) and _CAPITAL.match(match.string, match.end())
            if not goes_on and _is_number(code := match["code"].rstrip("./-"), _stands_alone(match)):
                found[code] = None
        if len(found) >= MOST:
            break
    return found


@cache
def _labelled() -> re.Pattern[str]:
    words = "|".join([*known_labels("sku"), *known_labels("mpn")])
    return re.compile(rf"(?<![\w-])(?i:{words})\s?[:：#№]?\s?(?P<code>{_CODE})(?![\w-])")


def _stands_alone(match: re.Match[str]) -> bool:
    """Whether a label and its number fill their element or brackets: "(ref. 1204)"."""
    before, after = match.string[: match.start()].rstrip(), match.string[match.end() :].lstrip()
    return (not before and not after) or (before.endswith(("(", "[")) and after.startswith((")", "]")))


def _is_number(code: str, alone: bool) -> bool:
    """Whether a text is a number of articles: letters and digits, groups of digits, or many digits; no year, no size."""
    if alone and code.isdigit():
        return len(code) >= LEAST_ALONE
    signs = "".join(filter(str.isalnum, code))
    if not any(map(str.isdigit, signs)) or (len(signs) < LEAST_SIGNS and not _SHORT.fullmatch(code)):
        return False
    if signs.isdigit():
        return len(signs) >= LEAST_DIGITS and not re.fullmatch(r"\d+[.,]\d+", code)
    return sum(map(str.isalpha, signs)) < len(signs) and not re.search(r"[a-zа-яё]{4}", code)
