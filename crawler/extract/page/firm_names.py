"""Names of firms and marks on a page: in its markup, behind a sign of copyright, before a legal form, with ®."""

from __future__ import annotations

import re
from collections.abc import Iterator

from crawler.extract.page.document import Document
from crawler.extract.page.element_text import clean
from crawler.extract.page.structured_data import Structured, first_text

LONGEST_NAME = 6  # words before a legal form
LONGEST_TEXT = 4_000  # characters that are looked through
LONGEST_LINE = 400  # characters of a line that may be a page's foot
HEAD, FOOT = 200, 600  # lines of a long page that are looked at
LONGEST_FIRM = 100  # characters of a name
MOST_FOUND = 100  # names of one page that are compared
MOST_NAMES = 20  # of one page
# A firm's name on a page: words in capitals before a legal form, or Chinese characters before 有限公司.
_LATIN_FORM = re.compile(
    r"[ ,]+(?:San\.(?= (?:ve|Tic))|(?:Co\.?,? ?Ltd|Ltd|Limited|Inc|GmbH|LLC|A\.?\s?[SŞ]|Corp|OOO|ООО|АО|Ltd\.? ?[SŞ]ti|Sdn\.? ?Bhd|Pvt|[Ss]\. ?r\. ?o"
    r"|S\. ?[rR]\. ?[lL]|S\. ?p\. ?A|[Ss]p\. ?z ?o\. ?o|d\. ?o\. ?o|B\. ?V|s\.r\.o|s\.r\.l|UAB|KG|AG|Kft|Oyj?|SARL|Lda|Ltda|ApS|OÜ|Zrt|EOOD)\b\.?)"
)
_WORD_BEFORE = re.compile(r"(?:\([A-Z][\w.]{1,14}\)|[^\W_][\w&'’.-]*|&)$")  # Sunway (HK) Ltd
_LINKING = frozenset(("and", "&", "of", "ve", "и"))
_HAN_FIRM = re.compile(r"[\u4e00-\u9fff]{2,20}(?:有限公司|公司|集团|厂)")
_FORM_BEFORE = re.compile(  # ООО «Стригон-Тех», UAB "Perkvolt", შპს „პერკი“
    r"(?<!\w)(?:ООО|ОАО|ЗАО|ПАО|АО|ИП|НПО|НПФ|ТОО|ТОВ|ЧП|УП|ОДО|СООО|АТ|ПП|ТзОВ|ЖШС|შპს|სს|UAB|SIA|AB)[ ]+(?:НПО |НПФ |НПП |ТД )?[«\"“„](?P<name>[^«»\"”“]{2,40})[»\"”“]"
)
_MARKED = re.compile(r"(?P<name>[^\W\d_][\w&-]{2,20})[ ]?[®™]")
_COPYRIGHT = re.compile(
    r"(?:©|\(c\)|copyright|版权所有)(?:\s*(?:©|\(c\)|copyright|版权所有))*[\s,.:·-]*(?:\d{4}(?:\s*[-–—]\s*\d{2,4})?)?[\s,.:·-]*"
    r"(?P<name>[^\W\d_][^|·•,;:：.\n®™()©«»\"]{2,50})",
    re.IGNORECASE,
)
_OTHERS_WORK = re.compile(  # who made the site, and who is linked to
    r"(?:technical support|tech support|powered by|designed by|design by|design|developed by|hosted|友情链接|技术支持|网站建设|制作|создание сайта"
    r"|разработка|сайт создан|tasarım|yazılım|realizzato da|webdesign)\W{0,3}.*",
    re.IGNORECASE | re.DOTALL,
)
_RIGHTS = re.compile(  # what follows a name: rights, registers, an address
    r"\W*(?:all rights? reserved|版权所有|все права защищены|tüm hakları saklıdır|(?:wszelkie prawa|alle rechte|todos los|prices)\b"
    r"|備案號|备案|地址|电话|電話|[\u4e00-\u9fff]ICP|factory direct).*$",
    re.IGNORECASE | re.DOTALL,
)
_BEFORE_NAME = re.compile(
    r"^(?:(?:copyright|\(c\)|©|版权所有|\d{4}|欢迎光临|欢迎访问)[\s,.:–—-]*)+|[\s,]*\d{4}(?:\s*[-–—]\s*\d{4})?$",
    re.IGNORECASE,
)
_NO_NAME = re.compile(  # a legal form alone, words of a shop, a firm that is not named
    r"(?:(?:home|my|our|the|new|web ?site|site|online|official|shop|store|catalog(?:ue)?|welcome|главная|каталог|магазин|首页|官网|商城)\W*)+|(?:(?:ООО|ОАО|ЗАО|ПАО|АО|ИП|НПО|НПФ|НПП|ТД|ТОО|ТОВ|ЧП|УП|UAB|SIA|AB|Ltd|LLC|Inc|GmbH|Co|Oyj?|SARL|Lda|Ltda|ApS|OÜ|Zrt|EOOD)\W*)+|[与和及的].*|.*某.*",
    re.IGNORECASE,
)
_ORGANIZATIONS = frozenset(
    {"Organization", "Corporation", "LocalBusiness", "Manufacturer", "OnlineStore", "Brand"}
)


def firms_in(text: str) -> list[str]:
    """Names of firms in a text, with their legal forms."""
    text = text[:LONGEST_TEXT]
    found = [_name_before(text, match) for match in _LATIN_FORM.finditer(text)]
    return [*(name for name in found if name), *(match[0].strip() for match in _HAN_FIRM.finditer(text))]


def names_of_firms(document: Document, structured: Structured) -> list[str]:
    """Names that may be of the site's owner and of its marks, each once; those of who made the site are left out."""
    found: dict[str, str] = {}
    for name in map(_tidy, _names(document, structured)):
        if name and len(name) <= LONGEST_FIRM and not _NO_NAME.fullmatch(name):
            found.setdefault(name.casefold(), name)
        if len(found) == MOST_FOUND:
            break
    # "Zhejiang Pandun Co" is the beginning of the whole name
    begun = [key for key in found if any(other != key and other.startswith(key) for other in found)]
    return [name for key, name in found.items() if key not in begun or " " not in key][:MOST_NAMES]


def _tidy(name: str) -> str:
    """A name without a year or a word of copyright before it."""
    return _BEFORE_NAME.sub("", name).strip(" -–—.,")


def _names(document: Document, structured: Structured) -> Iterator[str]:
    yield clean(document.meta.get("og:site_name"))
    for thing in structured.of_types(_ORGANIZATIONS):
        yield clean(first_text(thing.get("name")))
    lines = document.text.splitlines()
    if len(lines) > HEAD + FOOT:
        lines = [*lines[:HEAD], *lines[-FOOT:]]
    for line in lines:
        if len(line) > LONGEST_LINE:
            continue
        line = _OTHERS_WORK.sub("", line)
        if found := _COPYRIGHT.search(line):
            yield _RIGHTS.sub("", found["name"]).strip(" -–—.")
        yield from firms_in(line)
        for pattern in (_FORM_BEFORE, _MARKED):
            yield from (clean(match["name"]) for match in pattern.finditer(line))


def _name_before(text: str, form: re.Match[str]) -> str:
    """The words in capitals before a legal form, with it; empty where there are none. A name does not go across a comma."""
    start, named = form.start(), 0
    while named < LONGEST_NAME and (word := _WORD_BEFORE.search(text, 0, start)):
        if not (word[0].lstrip("(")[0].isupper() or word[0] in _LINKING or word[0][0].isdigit()):
            break
        start, named = word.start(), named + 1
        if not text[:start].endswith((" ", "\u00a0")) or text[:start].rstrip().endswith((".", ";", ":", ",")):
            break
        start = len(text[:start].rstrip())
    name = text[start : form.end()].strip() if named else ""
    return "" if name.split(" ")[0] in _LINKING else name
