"""Where the code of a model or an article ends, and codes that no word announces.

`view` is the text as written, `keys` the same characters in lower case with look-alike letters folded.
"""

from __future__ import annotations

import re

from matcher.customs.goods.names import (
    CYRILLIC_WORD,
    LATIN,
    TRIM_RIGHT,
    VIETNAMESE_WORD,
    Value,
    is_vietnamese,
)
from matcher.customs.values.cells import is_nothing
from matcher.customs.values.units import COUNT

CODE_LIMIT = 48  # characters of a model or article code
LEAST_UNNAMED = 4  # of one that no word announces
CODE_WORDS = 3  # words up to the next comma or dot that are taken for one code whatever they look like
_CODE_LEAD = re.compile(r"(?:[\s:=\-–—_№#.\"'«»“”(（：\[{]|n°)*")
_IMPORTERS_CODE = re.compile(r"\s*[^\s#&]{1,40}#&")
_CODE_STOP = re.compile(rf"[;\n\r|；。]|\s[-–—]\s|{COUNT}")
_CODE_TAIL = re.compile(r"[A-Z0-9]{2,}(?![^\W\d_])")  # what follows a dot inside a code: 55UQ75006LF.ARUB
_ITEM_END = re.compile(
    r"(?<!\d),|,(?!\d\b(?!\s*(?:,|$)))|[，、]|\.(?=\s|$)|\.(?=[a-zà-ỹа-я]{3,})|\s(?:и|та|and|và)\s|\s?\(|/(?=\s)"
)
_CODE_TRIM = TRIM_RIGHT.replace("+", "").replace("*", "")
_PACKED_MEASURE = re.compile(
    r"\d+(?:[.,]\d+)?\s?(?:шт|штук|pcs|pce|кг|kg|г|мм|см|м|м2|м3|mm|cm|v|в|вт|w|kw|квт|hz|гц|л|компл|пар)\.?"
)


def codes_in(view: str, keys: str, start: int, stop: int) -> list[Value]:
    """The model or article codes that begin at `start`: one, or a list parted by commas, slashes, "and"."""
    lead = _CODE_LEAD.match(keys, start, stop)
    begin = lead.end() if lead else start
    announced = any(c in ':=№#"«“-–/])}>|~→' for c in keys[start - 1 : begin])
    if match := _CODE_STOP.search(keys, begin, stop):
        stop = match.start()
    out: list[Value] = []
    while begin < stop:
        end = stop
        match = _ITEM_END.search(keys, begin, stop)
        while match and match[0] == "." and _CODE_TAIL.match(view, match.end()):
            match = _ITEM_END.search(keys, match.end(), stop)
        if match:
            end = match.start()
        value = _code_at(view, keys, begin, end, first=not out, announced=announced)
        if value is None:
            break
        out.append(value)
        left = keys[value[2] : end].strip(" .\"'»”)")
        if match is None or left or keys[match.start()] in "." or "(" in match[0]:
            break
        begin = match.end()
        while begin < stop and keys[begin] in " \"'«“":
            begin += 1
        match = None
    return out


def _code_at(
    view: str, keys: str, begin: int, stop: int, *, first: bool, announced: bool = True
) -> Value | None:
    """The code from `begin`: all words up to `stop` where they are few, else those that look like parts of a code."""
    if LATIN.match(keys, begin):
        if match := CYRILLIC_WORD.search(keys, begin, stop):
            stop = match.start()
        if is_vietnamese(keys) and (match := VIETNAMESE_WORD.search(keys, begin + 1, stop)):
            stop = match.start()
    words = list(re.finditer(r"\S+", view[begin:stop]))
    if not words:
        return None
    head = words[0][0].strip("\"'«»“”.,:()")
    if not _may_begin(head, first=first):
        return None
    if (
        first
        and not announced
        and not any(c.isdigit() for c in view[begin:stop])
        and not (len(words) == 1 and head.isupper())
    ):
        return None
    count = len(words)
    if count > CODE_WORDS or len(view[begin:stop]) > CODE_LIMIT:
        count = 1
        while (
            count < len(words) and count < CODE_WORDS + 1 and _goes_on(words[count][0].strip("\"'«»“”.,:()"))
        ):
            count += 1
    end = begin + words[count - 1].end()
    text = view[begin:end].rstrip(_CODE_TRIM)
    for opening, closing in ("()", "[]", "{}"):
        if text.endswith(closing) and opening not in text:
            text = text[:-1].rstrip(_CODE_TRIM)
    if is_nothing(text) or not any(c.isalnum() for c in text) or len(text) > CODE_LIMIT:
        return None
    if not first and text.isdigit() and _WORD_NEXT.match(keys, end):
        return None
    if not first and (":" in text or is_measure(text) or not any(c.isdigit() for c in text)):
        return None
    return text, begin, begin + len(text)


_WORD_NEXT = re.compile(r"\s*[^\W\d_]{2,}")


def is_measure(text: str) -> bool:
    """Whether a text is a number with its unit, or a grade of a material, and nothing else: 12 kV, SUS304."""
    closed = "".join(text.split())  # 12 kV
    return all(_MEASURE.fullmatch(part) and not part.isdigit() for part in closed.split("/")) or bool(
        _PACKED_MEASURE.fullmatch(text.lower())
    )


def _may_begin(word: str, *, first: bool) -> bool:
    if not word:
        return False
    if any(c.isdigit() for c in word):
        return True
    return first and (word.isascii() or word[0].isupper()) and word[:1].isalnum()


def _goes_on(word: str) -> bool:
    if not word:
        return False
    return any(c.isdigit() for c in word) or (word.isascii() and word.isupper() and len(word) <= 5)


# Codes that no word announces

_TOKEN = re.compile(r"[A-Za-z0-9][A-Za-z0-9\-/._+]*[A-Za-z0-9]")
_MEASURE = re.compile(
    r"(?:\d+(?:[.,/\-~x*]\d+)*(?:mm|cm|m|kg|g|gr|ml|l|v|w|kw|hp|a|ma|ah|mah|hz|khz|mhz|ghz|mpa|kpa|bar|psi|inch|in|pcs|pce|pc|set|"
    r"kwh|wh|mwh|kva|va|mva|kvar|kvac?|vac|vdc|kn|n|nm|db|kj|j|kcal|btu|fps|dpi|lux|cd|kbps|mbps|gbps|ft|oz|lbs?|"
    r"gb|mb|tb|k|c|f|uf|nf|pf|ohm|rpm|cc|d|den|gsm|ply|led|p|px|mp|t|lm|y|yd|%){1,4}\d?)|(?:\d+[xх×*])+\d+\w*|[\d.,/\-x]+|"
    r"(?:sus|inox|aisi|ss|q|pe|pp|pvc|abs|pet|hdpe|al|cu|usb|hdmi|ip|ac|dc|din|iso|en|gb|astm|en|m)[\s\-]?\d[\w.\-]*",
    re.IGNORECASE,
)
_SIZE_CODE = re.compile(r"(?:dn|pn|pd|phi|od|id|d|r|cat)\d+[\w*.]*", re.IGNORECASE)
_FITS = re.compile(r"(?<!\w)(?:dùng|cho|của|trong|lắp|thuộc)(?!\w)")
_AFTER_MEASURE = re.compile(
    r"(?:kt|kích thước|size|điện áp|áp suất|công suất|inox|thép|sus|đk|phi|cỡ|iso|số lượng|"
    r"dung tích|dung lượng)\s*:?\s*$"
)


def unnamed_codes(view: str, keys: str, taken: list[tuple[int, int]]) -> list[Value]:
    """A model code that stands right after the goods' name, before the first comma, in Vietnamese declarations.

    Only there is it usual enough to be read without a word that announces it. The importer's own code of a material, which the
    customs system puts before the description (NPL21#&), is none.
    """
    if not is_vietnamese(keys):
        return []
    stop = len(keys)
    if match := re.search(r"[,;(]|\.\s|:\s", keys):
        stop = match.start()
    own = _IMPORTERS_CODE.match(view)
    found: list[Value] = []
    for match in _TOKEN.finditer(view, own.end() if own else 0, stop):
        word = match[0]
        if not (any(c.isdigit() for c in word) and any(c.isalpha() for c in word)):
            continue
        if not LEAST_UNNAMED <= len(word) <= CODE_LIMIT:
            continue
        if re.fullmatch(r".*\d[a-z]*\.[a-z]+", word, re.IGNORECASE):  # a sentence begins: 500mm.Ch
            continue
        if _SIZE_CODE.fullmatch(word) or all(
            _MEASURE.fullmatch(part) for part in re.split(r"[/\-]", word) if part
        ):
            continue
        if _FITS.search(keys, 0, match.start()):
            break
        if _MEASURE.fullmatch(word) or _AFTER_MEASURE.search(
            keys[max(0, match.start() - 20) : match.start()]
        ):
            continue
        if any(start < match.end() and match.start() < end for start, end in taken):
            continue
        found.append((word, match.start(), match.end()))
    return found[:1]
