"""Article numbers that a page's lines and sentences name: "Art. No. VF16-5M", "Order no. 27-110-17", "Red (item 51002)", "order as
VF-16"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from urllib.parse import unquote, urlsplit

from crawler.extract.page.element_text import BLOCKS, letters_of, short_text
from crawler.extract.page.layout import Layout
from crawler.extract.page.lines import short_lines
from crawler.extract.page.places import holds_places
from crawler.extract.product.codes.forms.code_forms import NOT_CODE, SMALL_WORD
from crawler.extract.product.codes.forms.code_lists import stem_of
from crawler.extract.product.codes.shown.codes_in_elements import holds_others
from crawler.extract.words.alphabets import CAPITALS, EAST_ASIAN, HAN
from crawler.extract.words.labels import field_of, known_labels
from crawler.extract.words.vocabulary import alternatives

LONGEST = 600  # characters of a text that is searched
MOST = 40  # numbers of a page
LEAST_SIGNS = 4  # letters and digits of a number
LEAST_DIGITS = 5  # of a number without letters and without separators
LEAST_ALONE = 3  # the same where it stands alone with its label
_TEXTS = frozenset((
    "p", "li", "td", "div", "span", "b", "strong", "i", "em", "small", "font", "center", "option", "dd", "label", "figcaption",
    "h1", "h2", "h3", "h4", "h5", "h6",
))  # fmt: skip
# Between letters, or at the end of an abbreviation: "Art.-Nr.", "Art. No."
_DOT = re.compile(r"(?<=[^\W\d_])\.(?=[\s-])")
_GROUPS = r"\d{2,5}(?: \d{2,5}){1,3}(?: [A-Z](?![^\W_]))?"  # 4711 080, 71 0050 R
_IN_GROUPS = re.compile(_GROUPS)
# VF16-5M, 27-110-17, WB 13-140-12, ЩМК-3,25Л, and in brackets 1480 GR; where nothing follows groups of digits, 4711 080, and
# designations of bearings: 6205 N/C3 VL
_CODE = (
    rf"(?:{_GROUPS}(?=$|[)\]]|[,;.] [^\W\d_])"
    rf"|\d{{3,6}}(?=[^/;,()]{{1,8}}[ /][{CAPITALS}\d])(?: [{CAPITALS}]{{1,3}}(?:/[{CAPITALS}\d]{{1,4}})?){{1,3}}(?=$|[.,;)]|\s[{CAPITALS}][a-zà-ÿ])"
    rf"|(?:[{CAPITALS}]{{1,5}} (?=\d))?[{CAPITALS}\d][{CAPITALS}a-zа-яё\d]*"
    rf"(?:(?:[-/._]|(?<=[А-Я]-\d),|(?<=[А-Я]-\d\d),)[{CAPITALS}a-zа-яё\d]+)*(?: [{CAPITALS}]{{1,3}}(?=[)\]])"
    # A Latin letter before a word of another script: "کد QV-20 A و"
    r"| [A-Z](?=\s[^\W\d_A-Za-zÀ-ɏ]))?)"
)
# The next of several numbers behind one label: "VF-5-M (size M), VF-5-L (size L)", "VF-50 – 50 mm, VF-80 – 80 mm"
_NEXT = re.compile(
    r"(?:\s?\([^()]{1,60}\)|\s[–—-]\s[^,;.()]{1,60})?(?:\s?[,;、，；]\s?|\s(?:and|und|et|y|e|en|og|och|oraz|и|та|i|ve|và|و)\s)"
    rf"(?P<code>{_CODE})(?![\w-])"
)
_CAPITALS_ONLY = re.compile(
    rf"[{CAPITALS}]{{1,4}}(?:-[{CAPITALS}]{{1,4}})+"
)  # VF-BU, behind a label of two words or with a colon
_DIVIDED = re.compile(r"\d{3,6}\.\d{2,6}")
_HAN = re.compile(rf"[{HAN}]{{3}}")  # a label of several signs is as one of two words
_NO_MORE = rf"(?![^\W{EAST_ASIAN}]|-)"  # behind a code; East Asian words may follow
_ENDS = re.compile(rf"[,;:.)\]、，；。]|\s?\(|$|\s?[{HAN}]")  # what follows such a number
_TWO_SIGNS = re.compile(rf"[{CAPITALS}]-?\d")  # T-2, where it stands alone with its label
_SHORT = re.compile(
    rf"[{CAPITALS}]{{2}}[-/]\d"
)  # AZ-1; in "AZ-1 Pro" a capital follows, and it is a part of the number
# A code and the word that calls it one, in languages that say it behind: "QV-20 kodlu"
_LABEL_BEHIND = re.compile(
    rf"(?<![\w./-])(?P<code>[{CAPITALS}\d]{{1,12}}(?:[-./][{CAPITALS}\d]{{1,12}}){{0,3}}) (?i:{alternatives('labels_behind_codes')})(?!\w)"
)
_LABEL_SIGN = re.compile(r"[#№:：.\s-]")  # in a label that is surely one
# A code that a phrase of a sentence names: with a hyphen or three digits, and no small words in it
_MARKED = re.compile(rf"(?=[^-\d]*(?:-|\d))(?=.*\d)(?=\d*[{CAPITALS}])(?:[^-]*-.+|.*\d{{3}}.*)")
_CAPITAL = re.compile(rf"\s[{CAPITALS}]")
_PAGE = re.compile(
    r"(?P<name>[^.]+(?:\.\d+)*)(?:\.(?:[sx]?html?|php|aspx?|jsp))?", re.I
)  # no picture, no document


def article_numbers(layout: Layout) -> tuple[str, ...]:
    """The numbers behind labels of an article number, in the page's order, each once; the page's frame is not read."""
    if "article numbers" not in layout.memo:
        layout.memo["article numbers"] = tuple(_read(layout))
    numbers: tuple[str, ...] = layout.memo["article numbers"]
    return numbers


def labelled_number(text: str) -> tuple[str, str] | None:
    """The number behind the label that a text begins with, and the rest: "Item # QV-20 Tripod seat"; None for any other text.

    The label is of two words or has a sign: "Art DECO-20" names no article.
    """
    if len(text) > LONGEST or (match := _labelled().match(_DOT.sub("", text))) is None or match["phrase"]:
        return None
    number = match["code"].rstrip("./-")
    at = text.find(number)
    rest = text[at + len(number) :]
    if at < 0 or not _LABEL_SIGN.search(text[:at].strip()) or not _is_number(number, not rest.strip()):
        return None
    return number, rest


def _read(layout: Layout) -> dict[str, None]:
    """The numbers behind labels, then those behind phrases of one block: what stands behind a word may be in another block."""
    found: dict[str, None] = {}
    grouped = _in_groups(layout)
    begun = {number.partition(" ")[0] for number in grouped}
    phrased: dict[str, None] = {}
    for at, element in enumerate(layout.nodes):
        if layout.flags[at] or element.tag not in _TEXTS or holds_places(element):
            continue
        text = short_text(element, LONGEST)
        labelled = [*_labelled().finditer(_DOT.sub("", text))] if text else []
        called = [*_LABEL_BEHIND.finditer(text)] if text else []
        if (labelled or called) and holds_others(layout, element):
            continue
        own = not any(child.tag in BLOCKS for child in element)
        for match in labelled:
            if not match["phrase"]:
                found |= dict.fromkeys(number for number in _numbers(match) if number not in begun)
            elif own:
                phrased |= dict.fromkeys(_numbers(match))
        for match in called:
            if _is_number(match["code"], alone=False):
                found[match["code"]] = None
        if len(found) >= MOST:
            break
    found |= grouped
    if found and (others := _names_of_linked_pages(layout)):
        found = {number: None for number in found if letters_of(number) not in others}
    return found | phrased


def _in_groups(layout: Layout) -> dict[str, None]:
    """The digits in groups that fill a line with their label, or the line below it: "Order no. 104 2165"."""
    found: dict[str, None] = {}
    above = ""
    for line in short_lines(layout):
        text = f"{above} {line.text}" if _IN_GROUPS.fullmatch(line.text) else line.text
        match = _labelled().match(_DOT.sub("", text))
        if match and match.end() == len(match.string) and _IN_GROUPS.fullmatch(match["code"]):
            alone = not match["phrase"] and not holds_places(line.block)
            found |= dict.fromkeys(_numbers(match)) if alone else {}
        label = line.text.rstrip(" .:：")
        above = label if field_of(label) in ("sku", "mpn") else ""
    return found


def _names_of_linked_pages(layout: Layout) -> frozenset[str]:
    """The last parts of addresses of two or more other pages that pictures lead to: numbers beside them are those pages'.

    A page of the same name as this one is its own in another language or for the printer.
    """
    own = _name_of_address(layout.document.url)
    pictures = (layout.nodes[at] for at, flags in enumerate(layout.flags) if not flags)
    found = {
        _name_of_address(link)
        for picture in pictures
        if picture.tag == "img"
        for link in layout.document.links_at(picture)
        if link != layout.document.url
    }
    found -= {own, ""}
    return frozenset(found) if len(found) > 1 else frozenset()


def _name_of_address(url: str) -> str:
    """The letters and digits of the last part of an address without its ending; empty for a picture or another file."""
    page = _PAGE.fullmatch(unquote(urlsplit(url).path.rstrip("/").rpartition("/")[2]))
    return letters_of(page["name"]) if page else ""


def _numbers(match: re.Match[str]) -> Iterator[str]:
    """The number behind a label, and those that a list goes on with and that begin as it does."""
    goes_on = _SHORT.fullmatch(match["code"]) and _CAPITAL.match(match.string, match.end())
    first = match["code"].rstrip("./-")
    if match["phrase"] and not _MARKED.fullmatch(first):
        return
    if goes_on or not (_is_number(first, _stands_alone(match)) or _is_capitals(match) or _is_divided(match)):
        return
    yield first
    more = _NEXT.match(match.string, match.end())
    while more is not None:
        code = more["code"].rstrip("./-")
        if stem_of(code) != stem_of(first) or not (_is_number(code, False) or _CAPITALS_ONLY.fullmatch(code)):
            return
        yield code
        more = _NEXT.match(match.string, more.end())


def _is_divided(match: re.Match[str]) -> bool:
    """Whether digits with a full stop are a number by their label and by what follows: "Art.-Nr. 512.08, galvanized"."""
    label = match.string[match.start() : match.start("code")].strip()
    return (
        _DIVIDED.fullmatch(match["code"].rstrip("./-")) is not None
        and _LABEL_SIGN.search(label) is not None
        and _ENDS.match(match.string, match.end()) is not None
    )


def _is_capitals(match: re.Match[str]) -> bool:
    """Whether a number of capitals alone is one by its label and by what follows: "Manufacturer code VF-PLS."."""
    label = match.string[match.start() : match.start("code")].strip()
    return (
        _CAPITALS_ONLY.fullmatch(match["code"]) is not None
        and (" " in label or label.endswith((":", "：")) or _HAN.match(label) is not None)
        and _ENDS.match(match.string, match.end()) is not None
    )


@cache
def _labelled() -> re.Pattern[str]:
    words = "|".join([*known_labels("sku"), *known_labels("mpn")])
    whole = rf"(?:(?<=[{EAST_ASIAN}])|(?![^\W\d_]))"  # not the "no" of "code NOVA-5"
    # Behind a word that no blank divides only labels of three signs: 证书编号 is no number of an article
    start = rf"(?:(?<![\w-])|(?<=[{EAST_ASIAN}])(?=[{EAST_ASIAN}]{{3}}))"
    between = rf"(?:\s?[:：#№]|\s?[为為是]|\s[–—-](?=\s\d*[{CAPITALS}])|\s(?i:{alternatives('linking_words')})(?=\s))?\s?"
    return re.compile(
        rf"{start}(?i:{words}|(?P<phrase>{alternatives('code_phrases')})){whole}{between}(?P<code>{_CODE}){_NO_MORE}"
    )


def _stands_alone(match: re.Match[str]) -> bool:
    """Whether a label and its number fill their element or brackets: "(ref. 1204)"."""
    before, after = match.string[: match.start()].rstrip(), match.string[match.end() :].lstrip()
    return (not before and not after) or (before.endswith(("(", "[")) and after.startswith((")", "]")))


def _is_number(code: str, alone: bool) -> bool:
    """Whether a text is a number of articles: letters and digits, groups of digits, or many digits; no year, no size."""
    if alone and code.isdigit():
        return len(code) >= LEAST_ALONE
    if " " in code and NOT_CODE.fullmatch(code):  # EN 388
        return False
    if alone and _TWO_SIGNS.fullmatch(code):
        return True
    signs = "".join(filter(str.isalnum, code))
    if not any(map(str.isdigit, signs)) or (len(signs) < LEAST_SIGNS and not _SHORT.fullmatch(code)):
        return False
    if signs.isdigit():
        return len(signs) >= LEAST_DIGITS and not re.fullmatch(r"\d+[.,]\d+", code)
    return sum(map(str.isalpha, signs)) < len(signs) and not SMALL_WORD.search(code)
