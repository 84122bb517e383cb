"""Codes in a page's address, and whether the page shows the number that its address ends in."""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

from anyascii import anyascii

from crawler.extract.page.element_text import letters_of
from crawler.extract.product.codes.forms.code_forms import NOT_CODE, NUMBERED_WORD
from crawler.extract.product.codes.names.codes_in_names import is_bare_code

MIN_CODE = 3  # letters and digits of a code in an address
LEAST_GROUPED = 6  # digits of a number that a page shows in groups
FOLDER_PAGE = re.compile(r"(?:index|default|home)\.\w{2,5}", re.I)  # a folder's own page
_FILE = re.compile(r"\.\w{2,5}$")
_DATE = re.compile(r"(?:19|20)\d\d\W(?:0?[1-9]|1[0-2])\W(?:0?[1-9]|[12]\d|3[01])")

# At an end of words in an address: mower-qv-170, qvx150-lamp. Longer words are kinds of pages and of things: page-12
LETTERS = "(?:[a-z]{2}|[bcdfghjklmnpqrstvwxz]{3,4})"  # that codes in small letters begin with: no words
_CODE = rf"{LETTERS}-?\d{{2,5}}[a-z]?(?:-\d{{1,4}}[a-z]?)?"
_SLUG = re.compile(rf"(?:(?P<first>{_CODE})-)?[a-z]{{4,}}(?:-[a-z0-9]+)*?(?:-(?P<last>{_CODE}))?")
_LETTERS_OF_IDS = frozenset(("id", "no", "nr", "pg", "art", "prd", "htm", "img", "pic"))


def spelt_in_addresses(code: str) -> tuple[str, str]:
    """A code, and as an address or a file has it where it is Cyrillic: in Latin letters."""
    return code, anyascii(code)


def code_in_address(code: str, url: str) -> bool:
    """Whether the last part of an address begins or ends with a code, whatever signs separate it: U-412 in /x/u412-apron.html,
    in Latin letters also of a Cyrillic code: 30ч6бр in /x/30ch6br.html."""
    words = re.findall(r"[^\W_]+", _last_part(url).lower())
    wanted = {"".join(re.findall(r"[^\W_]+", spelt.lower())) for spelt in spelt_in_addresses(code)}
    ends = {"".join(words[:n]) for n in range(1, len(words) + 1)}
    ends |= {"".join(words[n:]) for n in range(len(words))}
    return not ends.isdisjoint(one for one in wanted if len(one) >= MIN_CODE)


def longer_code_shown(code: str, url: str, text: str) -> bool:
    """Whether a page shows the whole last part of its address as a code, of which `code` is but a part: T38 of qt64-t38.html."""
    last = _last_part(url)
    return len(last) > len(code) and is_bare_code(last.upper()) and last.casefold() in text.casefold()


def _last_part(url: str) -> str:
    """The last part of an address without its ending."""
    parts = [part for part in urlsplit(url).path.split("/") if part] or [""]
    return _FILE.sub("", parts[-1])


def page_called(url: str, folder_page: re.Pattern[str] = FOLDER_PAGE) -> str:
    """The last part of an address as people read it, without its ending; of a folder's own page the folder's name."""
    parts = [part for part in urlsplit(url).path.split("/") if part]
    if len(parts) > 1 and folder_page.fullmatch(parts[-1]):
        parts.pop()
    return _FILE.sub("", unquote("".join(parts[-1:])))


def file_stem(url: str) -> str:
    """The letters and digits of the last part of an address, without its ending."""
    return letters_of(_FILE.sub("", unquote(urlsplit(url).path).rstrip("/").rpartition("/")[2]))


def code_of_slug(url: str, text: str) -> str | None:
    """The code at the beginning or end of an address of words, in capitals: QV-170 of /mowers/mower-qv-170/.

    Sizes, classes and numbers of pages are none, nor are numbers that stand in `text`, the product's name.
    """
    match = _SLUG.fullmatch(_last_part(url).lower())
    codes = [code for code in (match["first"], match["last"]) if code] if match else []
    return in_capitals(codes[0], text) if len(codes) == 1 else None


def in_capitals(code: str, text: str) -> str | None:
    """A code of an address in capitals; None for a size, a class, the number of a page, and numbers that stand in `text`."""
    letters, number = re.split(r"-|(?<=[a-z])(?=\d)", code, maxsplit=1)
    words = (letters, f"{letters}{number}", f"{letters} {number}")
    if letters in _LETTERS_OF_IDS or NUMBERED_WORD.fullmatch(letters) or any(map(NOT_CODE.fullmatch, words)):
        return None
    named = set(re.findall(r"\d+", text))
    return code.upper() if named.isdisjoint(re.findall(r"\d+", number)) else None


def id_in_address(url: str) -> str | None:
    """The article number that a shop's address ends in: /dp/B07FW264WL, /itm/302474151804, ?pid=262388."""
    parts = urlsplit(url)
    for match in (
        re.search(r"/(?:dp|gp/product)/([A-Z0-9]{10})(?:[/?]|$)", parts.path),
        re.search(
            r"(?:^|&)(?:pid|sku|product_?id|item_?id|goods_?id|id)=([A-Za-z]{0,3}\d{4,14})(?:&|$)",
            parts.query,
            re.I,
        ),
    ):
        if match:
            return match.group(1)
    for segment in reversed([s for s in parts.path.split("/") if s]):
        numbers = re.findall(r"(?<![A-Za-z0-9])(?:iid-|[A-Za-z]{0,2})(\d{5,14})(?![A-Za-z0-9])", segment)
        whole = re.fullmatch(r"([A-Za-z]{1,3}\d{5,14})(?:\.\w+)?", segment)
        if whole:
            return whole.group(1)
        if numbers:
            return str(numbers[-1])
    return None


def is_shown_apart(number: str, text: str) -> bool:
    """Whether a text has the number by itself: not as a part of a longer one, a price, a telephone, a size."""
    return re.search(rf"(?<![\d.,+/-])(?<!\d[ ]){number}(?![\d/-]|[.,]\d|\s?\d|\s?[x×])", text) is not None


def shown_in_groups(number: str, text: str) -> str | None:
    """The digits of an address as a text has them, divided by signs and perhaps behind capitals: QV 42.118.07 for 4211807.

    Dates and telephone numbers are none: a plus, a blank or further digits are about these.
    """
    if len(number) < LEAST_GROUPED or not number.isdecimal():
        return None
    digits = r"[./-]?".join(number)
    found = re.search(
        rf"(?<![\w.,+/-])(?<!\d )(?:[A-Z]{{1,5}}[ -]?)?(?P<groups>{digits})(?![\w/-]|[.,]\d| \d)", text
    )
    if found is None or found["groups"] == number or _DATE.fullmatch(found["groups"]):
        return None
    return found[0]
