"""Where the name of a maker or a mark ends.

`view` is the text as written, `keys` the same characters in lower case with look-alike letters folded: what a word is
is asked of `keys`, how it is written of `view`.
"""

from __future__ import annotations

import re
from functools import lru_cache

from crawler.extract.words.vocabulary import pattern
from matcher.customs.values.cells import is_nothing
from matcher.customs.values.units import COUNT

Value = tuple[str, int, int]

NAME_LIMIT = 120  # characters of a maker's or a mark's name
MARK_WORDS = 6  # words of a trademark: more is a sentence

_NAME_LEAD = re.compile(r"[\s:=\-–—_№#.*•/\"'«»“”(（：\[{]*")
_STOP = re.compile(rf"[;\n\r|，；。、]|\.{{2,}}|\s[-–—]\s|{COUNT}")
# Behind a mark, what it has in its own name by no means: BRAND ORLEY 5TON RED 150MM
_MEASURE_BEHIND = pattern("units", r"(?<=\w)\s+\d[\d.,]*\s?(?:{})(?![^\W_])")
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
CYRILLIC_WORD = re.compile(r"(?<![\w\-/])[Ѐ-ӿ]{2,}")
_OTHER_SCRIPT_WORD = re.compile(
    rf"{CYRILLIC_WORD.pattern}|(?:(?<=\s)\d[\d.,]*\s?)?[\u3400-\u9fff]{{2,}}"
)  # in a name that is in Latin letters
VIETNAMESE_WORD = re.compile(r"(?<![\w])[a-z]*[ăâđêôơưạ-ỹàáèéìíòóùúýãõĩũ][a-zăâđêôơưạ-ỹàáèéìíòóùúýãõĩũ]*")
LATIN = re.compile(r"[a-z0-9&]")
TRIM_RIGHT = " \t\r\n\u00a0,;:.-–—_/\"'«»“”(*+（"
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
    if begin > start and keys[begin - 1] in "\"'«“([{" and (closed := _closing(keys, begin, stop)):
        return _value(view, begin, closed)
    if kind == "trademark":
        begin = _past_kind(view, keys, begin, stop)
    end = _end_of_name(view, keys, begin, stop, firm=kind == "maker")
    if kind == "trademark" and (measure := _MEASURE_BEHIND.search(keys, begin, end)):
        end = measure.start()
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
    mate = {"«": "»", "“": "”", "(": ")", "[": "]", "{": "}"}.get(keys[begin - 1], keys[begin - 1])
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
        and VIETNAMESE_WORD.search(match[0])
        and view[begin + match.end() : begin + match.end() + 1].isupper()
    ):
        return begin + match.end()
    return begin


def _end_of_name(view: str, keys: str, begin: int, stop: int, *, firm: bool) -> int:
    if match := _STOP.search(keys, begin, stop):
        stop = match.start()
    if LATIN.match(keys, begin):
        if match := _OTHER_SCRIPT_WORD.search(keys, begin, stop):
            stop = match.start()
        if (
            not firm
            and (match := VIETNAMESE_WORD.search(keys, begin + 1, stop))
            and view[match.start()].islower()
        ):
            stop = match.start()
    for sign in (_COMMA, _DOT):
        position = begin
        while match := sign.search(keys, position, stop):
            goes_on = firm and (
                _FIRM_TAIL.match(keys, _next_word(keys, match.end()), stop)
                or (
                    sign is _DOT
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
    text = raw.rstrip(TRIM_RIGHT)
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
