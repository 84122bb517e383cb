"""The mark that "make" names in Indian English, MAKE ORLEX, MAKE-ORLEX, PUMP 5 KW ORLEX MAKE, ORLEX MAKE PUMP 5 KW; and that "brand" behind it does.

"Make" stands before the mark, unless nothing more of its phrase follows, or hardly anything is before it. "Used to make paper" and
"make of pump" name none. "Brand" stands before its mark as a rule (keys.py); behind it where a phrase begins with a word that is
none for goods and goes on with such words: ORLEX BRAND WATER PUMP.
"""

from __future__ import annotations

import re
from functools import cache

from matcher.customs.goods.names import Value, name_in
from matcher.customs.values.hs_codes import hs_list

REACH = 60  # characters before "make" that are looked at, and of a mark behind it
MOST_BEFORE = 2  # words before "make" where these are the mark of the goods that follow
LEAST_MARK = 4  # letters of a mark's last word before "make": ORLEX UK MAKE
_MAKE = re.compile(r"(?<![\w-])make(?!\w)")
_BRAND = re.compile(r"(?<![\w-])(?:brand(?!\w)(?!\s*(?:new|names?)(?!\w)|\s?[:=#-])|markal[iı](?!\w))")
_NO_NAME = re.compile(
    r"no|non|without|any|own|same|other|famous|known|leading|top|good|best|of|the|a|by|under|private|with|and|or|[a-z]"
)
NEAR = 4  # words behind "brand" of which one is for goods where the mark stands before it
_PART = re.compile(r"[,;:()\[\]|\n/]|\.\s")
_WORD = re.compile(r"[a-z][a-z&'.-]*[a-z]|[a-z]")
_NAME_AT_END = re.compile(r"(?:[a-z][a-z&'-]*\s+){0,2}[a-z][a-z&'-]*$")
_VERB = re.compile(
    r"(?:^|\s)(?:to|can|will|may|and|or|of|for|by|any|same|other|another|your|which|that|used|self|home|hand|custom)[\s-]*$"
)
_NOTHING_BEHIND = re.compile(r"\s*(?:$|[,;.()|]|qty|nos?\b|pcs|new\b|brand new|as per|model\b)")
_NO_MARK = re.compile(
    r"\s+(?:of|up|sure|in|to|the|a|an|and|or|it|is|as|for|with|from|model|type|part|year|code|no|number|not)(?!\w)"
)
_MARK_END = re.compile(
    r"[)\]]|\s(?:\d|(?:as per|qty|new|brand|model|type|art|for|part|p/n|sl|sr|nos?|pcs|used|with)(?!\w))"
)


def make_in(view: str, keys: str) -> Value | None:
    """The mark beside "make": (name, start, end); `keys` is `view` in lower case, letter for letter."""
    for make in _MAKE.finditer(keys):
        before, words, opening = _before(keys, make.start())
        if _VERB.search(before):
            continue
        if words and (opening or _NOTHING_BEHIND.match(keys, make.end())):
            found = _mark_before(view, keys, make.start(), whole=opening)
        else:
            found = _mark_behind(view, keys, make.end())
        if found:
            return found
    return None


def _before(keys: str, at: int) -> tuple[str, list[str], bool]:
    """What a phrase has before a place, its words, and whether these are so few that they may be a mark."""
    before = _PART.split(keys[max(0, at - REACH) : at])[-1].rstrip()
    words = _WORD.findall(before)
    return before, words, len(words) <= MOST_BEFORE and not re.search(r"\d", before)


def _mark_before(view: str, keys: str, end: int, *, whole: bool) -> Value | None:
    """The word before "make", with the one before it where it is short; `whole`: all that its phrase has before it."""
    end = len(keys[:end].rstrip())
    found = _NAME_AT_END.search(keys, max(0, end - REACH), end)
    if found is None:
        return None
    start = found.start()
    if not whole:
        words = list(_WORD.finditer(keys, start, end))
        count = 1 if len(words[-1][0]) >= LEAST_MARK else 2
        start = words[-min(count, len(words))].start()
    return view[start:end], start, end


def _mark_behind(view: str, keys: str, start: int) -> Value | None:
    """The name behind "make", up to what tells of something else."""
    if _NO_MARK.match(keys, start):
        return None
    stop = min(len(keys), start + REACH)
    if ended := _MARK_END.search(keys, start + 1, stop):
        stop = ended.start()
    found = name_in(view, keys, start, stop, "trademark")
    return found if found and re.match(r"[a-z]{2}", found[0].lower()) else None


def brand_before(view: str, keys: str, named_behind: bool) -> Value | None:
    """The mark that stands before "brand", or "markalı" in Turkish: (name, start, end); `keys` is `view` in lower case,
    `named_behind` whether a name stands behind the word."""
    for brand in _BRAND.finditer(keys):
        _, words, opening = _before(keys, brand.start())
        if not words or words[-1] in _goods_words() or _NO_NAME.fullmatch(words[-1]):
            continue
        if not named_behind and (
            _NOTHING_BEHIND.match(keys, brand.end()) or not brand[0].startswith("brand")
        ):
            return _mark_before(view, keys, brand.start(), whole=False)
        behind = _WORD.findall(_PART.split(keys[brand.end() : brand.end() + REACH])[0])[:NEAR]
        if opening and _goods_words().isdisjoint(words) and not _goods_words().isdisjoint(behind):
            return _mark_before(view, keys, brand.start(), whole=True)
    return None


@cache
def _goods_words() -> frozenset[str]:
    """The words of the HS's texts, in the singular too."""
    words = {word for text in hs_list().values() for word in re.findall(r"[a-z]{4,}", text.lower())}
    return frozenset(words | {word.removesuffix("s") for word in words})
