"""Where a named value ends: names of makers and marks, codes of models and articles.

`view` is the text as written, `keys` the same characters in lower case with look-alike letters folded: what a word is
is asked of `keys`, how it is written of `view`.
"""

from __future__ import annotations

import re
from functools import lru_cache

from matcher.customs.cells import is_nothing

Value = tuple[str, int, int]

NAME_LIMIT = 120  # characters of a maker's or a mark's name
MARK_WORDS = 6  # words of a trademark: more is a sentence
CODE_LIMIT = 48  # characters of a model or article code
CODE_WORDS = 3  # words up to the next comma or dot that are taken for one code whatever they look like

_NAME_LEAD = re.compile(r"[\s:=\-–—_№#.*•/\"'«»“”(（：]*")
_CODE_LEAD = re.compile(r"(?:[\s:=\-–—_№#.\"'«»“”(（：]|n°)*")
_STOP = re.compile(r"[;\n\r|，；。、]|\.{2,}|\s[-–—]\s|,\s*-?\s*\d+\s*(?:шт|pcs|компл|кг|м2)")
_COMMA = re.compile(r",\s*")
_DOT = re.compile(r"\.(?=\s|$)|\.(?=[a-z]{2,}\s?:)|\.(?=[а-яё]{2,})|(?<=[a-zа-я0-9]{3})\.(?=[a-zà-ỹ]{3,})")
# After a comma or a dot these go on with the same firm's name.
_FIRM_TAIL = re.compile(
    r"(?:ltd[a-z]?|limited|lim|inc|incorporated|llc|l\.l\.c|llp|lp|co|corp|corporation|company|group|gmbh|ag|kg|s\.?\s?a|"
    r"s\.?\s?p\.?\s?a|s\.?\s?r\.?\s?l|s\.?\s?r\.?\s?o|b\.?\s?v|n\.?\s?v|a\.?\s?s|oy|ab|plc|pte|pty|pvt|sdn|bhd|jsc|ojsc|"
    r"ooo|zao|oao|tic|san|sti|ltda|sas|sarl|de\s+c\.?v|лтд|ко|инк|корп|ооо|оао|зао|пао|тоо|гмбх|лимитед)(?![\w])\.?",
)
_FIRM_HEAD = re.compile(
    r"(?<![\w])(?:co|ltd|inc|corp|llc|st|mfg|ind|imp|exp|tic|san|dis|int'?l|bros|dr|mr|no|s|p|a|r|l|b|v|m|d|o|g|e|x|gx|ко|лтд|ип|им)$"
)
_CYRILLIC_WORD = re.compile(r"(?<![\w])[Ѐ-ӿ]{2,}")
_VIETNAMESE_WORD = re.compile(r"(?<![\w])[a-z]*[ăâđêôơưạ-ỹàáèéìíòóùúýãõĩũ][a-zăâđêôơưạ-ỹàáèéìíòóùúýãõĩũ]*")
_LATIN = re.compile(r"[a-z0-9&]")
_TRIM_RIGHT = " \t\r\n\u00a0,;:.-–—_/\"'«»“”(*+（"
_INITIALS = re.compile(r"(?<!\w)\w(?:\.\s?\w){1,3}$")  # S.p.A, B.V, A.S: the last dot belongs to them
_ABBREVIATED = re.compile(r"(?:ltd|inc|co|corp|s\.a|s\.p\.a|a\.s|s\.r\.l|sti|лтд|llc|ш)$", re.IGNORECASE)


_VIETNAMESE_LETTER = re.compile(r"[ăâđêôơưạ-ỹ]")


@lru_cache(maxsize=4)
def is_vietnamese(keys: str) -> bool:
    """True where a text has letters that Vietnamese alone uses."""
    return _VIETNAMESE_LETTER.search(keys) is not None


def name_in(view: str, keys: str, start: int, stop: int, kind: str) -> Value | None:
    """The name that begins at `start` and ends before `stop` (the next key): (name, start, end), or None."""
    lead = _NAME_LEAD.match(keys, start, stop)
    begin = lead.end() if lead else start
    stop = min(stop, begin + NAME_LIMIT)
    if begin >= stop or keys[begin] in ",;)":
        return None
    if begin > start and keys[begin - 1] in "\"'«“" and (closed := _closing(keys, begin, stop)):
        return _value(view, begin, closed)
    if kind == "trademark":
        begin = _past_kind(view, keys, begin, stop)
    end = _end_of_name(view, keys, begin, stop, firm=kind == "maker")
    value = _value(view, begin, end)
    if value and kind != "maker" and len(value[0].split()) > MARK_WORDS:
        return None
    return value


_FIRM_WORD = re.compile(
    r"(?<!\w)(?:ltd|co|limited|inc|factory|company|corp|group|trad(?:e|ing)|import|export|development|store|technology|"
    r"industr(?:y|ial|ies))(?!\w)|ltd",
    re.IGNORECASE,
)


def mark_as_maker(maker: str, keys: str) -> bool:
    """True where a Vietnamese declaration gives a mark as the maker: "NSX: SMC", with no legal form and no "no brand".

    One word was the mark in 132 of 144 such rows of the development data, two words in 39 of 77.
    """
    return len(maker.split()) <= 2 and not _FIRM_WORD.search(maker) and is_vietnamese(keys)


def _closing(keys: str, begin: int, stop: int) -> int | None:
    mate = {"«": "»", "“": "”"}.get(keys[begin - 1], keys[begin - 1])
    end = keys.find(mate, begin, stop)
    if end <= begin or keys[end + 1 : end + 2].isalnum():
        return None
    return end


def _past_kind(view: str, keys: str, begin: int, stop: int) -> int:
    """Past Vietnamese words between "hiệu" and the mark: "nhãn hiệu động cơ GLX"."""
    if not is_vietnamese(keys):
        return begin
    match = re.match(r"(?:[a-zăâđêôơưạ-ỹàáèéìíòóùúýãõĩũ]+\s+){1,3}", view[begin:stop])
    if (
        match
        and _VIETNAMESE_WORD.search(match[0])
        and view[begin + match.end() : begin + match.end() + 1].isupper()
    ):
        return begin + match.end()
    return begin


def _end_of_name(view: str, keys: str, begin: int, stop: int, *, firm: bool) -> int:
    if match := _STOP.search(keys, begin, stop):
        stop = match.start()
    if _LATIN.match(keys, begin):
        if match := _CYRILLIC_WORD.search(keys, begin, stop):
            stop = match.start()
        if (
            not firm
            and (match := _VIETNAMESE_WORD.search(keys, begin + 1, stop))
            and view[match.start()].islower()
        ):
            stop = match.start()
    for pattern in (_COMMA, _DOT):
        position = begin
        while match := pattern.search(keys, position, stop):
            goes_on = firm and (
                _FIRM_TAIL.match(keys, _next_word(keys, match.end()), stop)
                or (
                    pattern is _DOT
                    and _FIRM_HEAD.search(keys[max(begin, match.start() - 8) : match.start()])
                    and _same_firm(view, match.end())
                )
            )
            if not goes_on:
                stop = match.start()
                break
            position = match.end()
    position = begin
    while (opened := keys.find("(", position, stop)) > 0:
        closed = keys.find(")", opened, stop)
        inside = keys[opened + 1 : closed] if closed > 0 else ""
        if not (firm and inside.replace(" ", "").isalpha() and keys[closed + 1 : stop].strip(" .,")):
            return opened
        position = closed
    return stop


def _next_word(keys: str, position: int) -> int:
    while position < len(keys) and keys[position] in " ,.":
        position += 1
    return position


def _same_firm(view: str, position: int) -> bool:
    """True where what follows an abbreviation's dot may belong to the name: no new sentence of another script."""
    following = view[position : position + 12].lstrip()
    return bool(following) and following[0].isascii() and following[0].isalnum()


def _value(view: str, begin: int, end: int) -> Value | None:
    raw = view[begin:end]
    text = raw.rstrip(_TRIM_RIGHT)
    if raw[len(text) :].startswith(".") or view[begin + len(text) : begin + len(text) + 1] == ".":
        following = view[begin + len(text) + 1 : begin + len(text) + 2]
        if _INITIALS.search(text) or (
            _ABBREVIATED.search(text) and (following in tuple(';,)"»') or (not following and "." in text))
        ):
            text += "."
    if is_nothing(text) or not any(c.isalnum() for c in text):
        return None
    cut = raw[len(text) :]
    for opening, closing in (('"', '"'), ("«", "»"), ("“", "”")):
        opened = text.count(opening) - (text.count(closing) if closing != opening else 0)
        if opened % 2 and (match := re.match(rf"\.?{closing}+", cut)):
            text += match[0]
            break
    return text, begin, begin + len(text)


# Codes

_CODE_STOP = re.compile(r"[;\n\r|；。]|\s[-–—]\s")
_CODE_TAIL = re.compile(r"[A-Z0-9]{2,}(?![^\W\d_])")  # what follows a dot inside a code: 55UQ75006LF.ARUB
_ITEM_END = re.compile(
    r"(?<!\d),|,(?!\d\b(?!\s*(?:,|$)))|[，、]|\.(?=\s|$)|\.(?=[a-zà-ỹа-я]{3,})|\s(?:и|та|and|và)\s|\s?\(|/(?=\s)"
)
_CODE_TRIM = _TRIM_RIGHT.replace("+", "").replace("*", "")
_PACKED_MEASURE = re.compile(
    r"\d+(?:[.,]\d+)?\s?(?:шт|штук|pcs|pce|кг|kg|г|мм|см|м|м2|м3|mm|cm|v|в|вт|w|kw|квт|hz|гц|л|компл|пар)\.?"
)


def codes_in(view: str, keys: str, start: int, stop: int) -> list[Value]:
    """The model or article codes that begin at `start`: one, or a list parted by commas, slashes, "and"."""
    lead = _CODE_LEAD.match(keys, start, stop)
    begin = lead.end() if lead else start
    announced = any(c in ':=№#"«“-–' for c in keys[start - 1 : begin])
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
    if _LATIN.match(keys, begin):
        if match := _CYRILLIC_WORD.search(keys, begin, stop):
            stop = match.start()
        if is_vietnamese(keys) and (match := _VIETNAMESE_WORD.search(keys, begin + 1, stop)):
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
    if text.endswith(")") and "(" not in text:
        text = text[:-1]
    if is_nothing(text) or not any(c.isalnum() for c in text) or len(text) > CODE_LIMIT:
        return None
    if not first and text.isdigit() and _WORD_NEXT.match(keys, end):
        return None
    if not first and (":" in text or _is_measure(text) or not any(c.isdigit() for c in text)):
        return None
    return text, begin, begin + len(text)


_WORD_NEXT = re.compile(r"\s*[^\W\d_]{2,}")


def _is_measure(text: str) -> bool:
    return all(_MEASURE.fullmatch(part) and not part.isdigit() for part in text.split("/")) or bool(
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
    r"gb|mb|tb|k|c|f|uf|nf|pf|ohm|rpm|cc|d|den|gsm|ply|led|p|px|mp|t|lm|y|yd|%)+\d?)|(?:\d+[xх×*])+\d+\w*|[\d.,/\-x]+|"
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

    Only there is it usual enough to be read without a word that announces it.
    """
    if not is_vietnamese(keys):
        return []
    stop = len(keys)
    if match := re.search(r"[,;(]|\.\s|:\s", keys):
        stop = match.start()
    found: list[Value] = []
    for match in _TOKEN.finditer(view, 0, stop):
        word = match[0]
        if not (any(c.isdigit() for c in word) and any(c.isalpha() for c in word)) or len(word) < 4:
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
