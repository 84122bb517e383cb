"""The mark that "make" names in Indian English: MAKE ORLEX, MAKE-ORLEX, PUMP 5 KW ORLEX MAKE, ORLEX MAKE PUMP 5 KW.

It stands before the mark, unless nothing more of its phrase follows, or hardly anything is before it. "Used to make paper" and
"make of pump" name none.
"""

from __future__ import annotations

import re

from matcher.customs.goods.names import Value, name_in

REACH = 60  # characters before "make" that are looked at, and of a mark behind it
MOST_BEFORE = 2  # words before "make" where these are the mark of the goods that follow
LEAST_MARK = 4  # letters of a mark's last word before "make": ORLEX UK MAKE
_MAKE = re.compile(r"(?<![\w-])make(?!\w)")
_PART = re.compile(r"[,;:()\[\]|\n/]|\.\s")
_WORD = re.compile(r"[a-z][a-z&'.-]*[a-z]|[a-z]")
_NAME_AT_END = re.compile(r"(?:[a-z][a-z&'-]*\s+){0,2}[a-z][a-z&'-]*$")
_VERB = re.compile(
    r"(?:^|\s)(?:to|can|will|may|and|or|of|for|by|any|same|other|another|your|which|that|used|self|home|hand|custom)[\s-]*$"
)
_NOTHING_BEHIND = re.compile(r"\s*(?:$|[,;.()|]|qty|nos?\b|pcs|new\b|brand new|as per)")
_NO_MARK = re.compile(
    r"\s+(?:of|up|sure|in|to|the|a|an|and|or|it|is|as|for|with|from|model|type|part|year|code|no|number|not)(?!\w)"
)
_MARK_END = re.compile(
    r"[)\]]|\s(?:\d|(?:as per|qty|new|brand|model|type|art|for|part|p/n|sl|sr|nos?|pcs|used|with)(?!\w))"
)


def make_in(view: str, keys: str) -> Value | None:
    """The mark beside "make": (name, start, end); `keys` is `view` in lower case, letter for letter."""
    for make in _MAKE.finditer(keys):
        begin = max(0, make.start() - REACH)
        before = _PART.split(keys[begin : make.start()])[-1].rstrip()
        if _VERB.search(before):
            continue
        words = _WORD.findall(before)
        opening = len(words) <= MOST_BEFORE and not re.search(r"\d", before)
        if words and (opening or _NOTHING_BEHIND.match(keys, make.end())):
            found = _mark_before(view, keys, make.start(), whole=opening)
        else:
            found = _mark_behind(view, keys, make.end())
        if found:
            return found
    return None


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
