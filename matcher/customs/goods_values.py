"""Where a named value ends: names of makers and marks, codes of models and articles."""

from __future__ import annotations

import re

from matcher.customs.cells import is_nothing

Value = tuple[str, int, int]

NAME_LIMIT = 120  # characters of a maker's or a mark's name
_LEAD = re.compile(r"[\s:=\-–—_№#.,*•/\"'«»“”(]*")
_STOP = re.compile(r"[;\n\r|，；。、]|\.{2,}|\s[-–—]\s")
_COMMA = re.compile(r",\s*")
_DOT = re.compile(r"\.(?=\s|$)")
# After a comma or dot these go on with the same firm's name.
_FIRM_TAIL = re.compile(
    r"(?:ltd|limited|inc|incorporated|llc|l\.l\.c|co|corp|corporation|company|gmbh|ag|kg|s\.?\s?a|s\.?\s?p\.?\s?a|s\.?\s?r\.?\s?l|"
    r"s\.?\s?r\.?\s?o|b\.?\s?v|n\.?\s?v|a\.?\s?s|oy|ab|plc|pte|pty|pvt|sdn|bhd|jsc|ojsc|ooo|zao|oao|tic|san|sti|"
    r"ltda|sas|sarl|лтд|ко|инк|корп|ооо|оао|зао|пао|тоо|гмбх)\b\.?",
    re.IGNORECASE,
)
_FIRM_HEAD = re.compile(r"\b(?:co|ltd|inc|corp|llc|st|mfg|ind|imp|exp|tic|san|int'?l|bros|dr|mr|no|s|p|a|r|l|b|v|ко|лтд|ип|им)$", re.IGNORECASE)
_LATIN_WORD = re.compile(r"[A-Za-z][A-Za-z'&.\-]*")
_CYRILLIC_WORD = re.compile(r"(?<![\w])[Ѐ-ӿ]{2,}")


def name_in(view: str, keys: str, start: int, stop: int, kind: str) -> Value | None:
    """The name that begins at `start` and ends before `stop` (the next key): (name, start, end), or None."""
    lead = _LEAD.match(keys, start, stop)
    begin = lead.end() if lead else start
    stop = min(stop, begin + NAME_LIMIT)
    if begin >= stop:
        return None
    if begin > start and keys[begin - 1] in "\"'«“" and (closed := _closing(keys, begin, stop)):
        return _value(view, begin, closed)
    end = _end_of_name(keys, begin, stop, firm=kind == "maker")
    return _value(view, begin, end)


def _closing(keys: str, begin: int, stop: int) -> int | None:
    mate = {"«": "»", "“": "”"}.get(keys[begin - 1], keys[begin - 1])
    end = keys.find(mate, begin, stop)
    return end if end > begin else None


def _end_of_name(keys: str, begin: int, stop: int, *, firm: bool) -> int:
    if match := _STOP.search(keys, begin, stop):
        stop = match.start()
    latin = bool(_LATIN_WORD.match(keys, begin, stop))
    if latin and (match := _CYRILLIC_WORD.search(keys, begin, stop)):
        stop = match.start()
    position = begin
    while match := _COMMA.search(keys, position, stop):
        if not (firm and _FIRM_TAIL.match(keys, match.end(), stop)):
            stop = match.start()
            break
        position = match.end()
    position = begin
    while match := _DOT.search(keys, position, stop):
        before = keys[begin : match.start()]
        if not (firm and (_FIRM_HEAD.search(before) or _FIRM_TAIL.match(keys, match.end() + 1, stop))):
            stop = match.start()
            break
        position = match.end()
    if (match := re.search(r"[(]", keys[begin:stop])) and match.start() > 2:
        stop = begin + match.start()
    return stop


_TRIM_RIGHT = " \t\r\n\u00a0,;:.-–—_/\"'«»“”(*"


def _value(view: str, begin: int, end: int) -> Value | None:
    raw = view[begin:end]
    text = raw.rstrip(_TRIM_RIGHT)
    if raw[len(text) :].startswith(".") and re.search(r"\b(?:ltd|inc|co|corp|s\.a|s\.p\.a|a\.s|s\.r\.l|sti|лтд)$", text, re.IGNORECASE):
        text += "."
    if is_nothing(text) or not any(c.isalnum() for c in text):
        return None
    return text, begin, begin + len(text)


# Codes

_ITEM = re.compile(r"\s*(?:(?:и|та|and|&|và|или|or)\s+)?([^\s,;|，、；]+(?:[ /][^\s,;|，、；а-яА-ЯёЁ]+)*)", re.IGNORECASE)
_CODE = re.compile(r"[A-Za-zА-Яа-яЁёІіЇїЄє0-9][\w.\-/+*#()°]*")


def codes_in(view: str, keys: str, start: int, stop: int) -> list[Value]:
    """The model or article codes that begin at `start`: one, or a list parted by commas, slashes, "and"."""
    lead = re.compile(r"[\s:=\-–—_№#.\"'«»“”(]*").match(keys, start, stop)
    begin = lead.end() if lead else start
    if match := re.search(r"[;\n\r|；。]", keys[begin:stop]):
        stop = begin + match.start()
    out: list[Value] = []
    for item in re.finditer(r"[^,，、]+", keys[begin:stop]):
        text = item[0]
        offset = begin + item.start() + len(text) - len(text.lstrip())
        value = _code_at(view, keys, offset, begin + item.end())
        if value is None:
            break
        out.append(value)
        if value[2] < begin + len(keys[begin : begin + item.end()].rstrip(" .")):
            break
    return out


def _code_at(view: str, keys: str, begin: int, stop: int) -> Value | None:
    """One code from `begin`: its words go on while they look like parts of a code."""
    end = begin
    words = 0
    for match in re.finditer(r"\S+", keys[begin:stop]):
        word = match[0].strip("\"'«»“”.,:()")
        if words and not _goes_on(word):
            break
        if not words and not _may_begin(word):
            return None
        end = begin + match.end()
        words += 1
        if words == 4 or match[0].endswith((".", ":")) :
            break
    text = view[begin:end].rstrip(_TRIM_RIGHT + ")" if "(" not in view[begin:end] else _TRIM_RIGHT)
    if is_nothing(text) or not any(c.isalnum() for c in text):
        return None
    return text, begin, begin + len(text)


def _may_begin(word: str) -> bool:
    return bool(word) and (any(c.isdigit() for c in word) or word.isascii() or len(word) <= 4 or word.isupper())


def _goes_on(word: str) -> bool:
    if not word:
        return False
    return any(c.isdigit() for c in word) or (word.isascii() and word.isupper() and len(word) <= 5)


def unnamed_codes(view: str, keys: str, taken: list[tuple[int, int]]) -> list[Value]:
    """Model codes that stand in the text without a word that says so."""
    return []
