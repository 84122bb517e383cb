"""Where a goods text has the words that name a maker, a mark, a model and the rest; and the flags."""

from __future__ import annotations

import re

from matcher.customs.goods.labels import Placed, labels
from matcher.customs.goods.words import (
    FLAG_NAMES,
    HAN_FLAG_NAMES,
    HAN_FLAG_PATTERN,
    HAN_PATTERN,
    LATIN_LOOKALIKES,
    STEM,
    STEMS,
    WORD,
    flag_pattern,
    key_pattern,
)

_HAN = re.compile(r"[\u4e00-\u9fff]")
_FOR_ANOTHER = re.compile(r"(?<!\w)(?:для|до|for|cho|к)\s+$")
_NUMBER = re.compile(r"(?:саны|сони|soni|adedi)(?!\w)")
_NOUN = re.compile(r"(?<!\S)[^\W\d_]{2,}\s+$")
_OF_A_PART = re.compile(r"(?<!\w)(?:engine|motor|chassis|двигателя|двигуна|мотора|шасси)\s+$")


def keys_and_flags(keys: str) -> tuple[list[Placed], list[Placed]]:
    """The keys and the flags of the text, in order: (field or flag, start, end) of each."""
    found: list[Placed] = []
    flags: list[Placed] = []
    behind = 0
    for word in WORD.finditer(keys):
        stem = word[1]
        if stem is not None and stem not in STEMS:
            continue
        start = word.start()
        flag = flag_pattern(stem) if stem is not None else None
        if flag is not None and (match := flag.match(keys, start)):
            flags.append((FLAG_NAMES[int(str(match.lastgroup)[1:])], start, match.end()))
        if start < behind:
            continue
        if stem is None:
            found.append(("trademark", start, word.end()))
            behind = word.end()
            continue
        pattern = key_pattern(stem)
        match = pattern.match(keys, start) if pattern else None
        if match is None and word[0] in LATIN_LOOKALIKES:
            plain = LATIN_LOOKALIKES[word[0]]
            pattern = key_pattern(plain[:STEM])
            assert pattern is not None  # the words in its place are keys
            match = pattern.match(keys[:start] + plain + keys[word.end() :], start)
        if match:
            name = str(match.lastgroup)
            behind = match.end()
            if name == "weak" and not _stands_apart(keys, start, behind):
                continue
            found.append((name, start, behind))
    if _HAN.search(keys):
        found += [(str(m.lastgroup), *m.span()) for m in HAN_PATTERN.finditer(keys)]
        flags += [
            (HAN_FLAG_NAMES[int(str(m.lastgroup)[1:])], *m.span()) for m in HAN_FLAG_PATTERN.finditer(keys)
        ]
    if labelled := labels(keys):
        found = [
            key for key in found if not any(a < key[2] and key[1] < b for _, a, b in labelled)
        ] + labelled
    found.sort(key=lambda key: key[1])
    return [_other_goods(keys, *key) for key in found], flags


def _other_goods(keys: str, name: str, start: int, end: int) -> Placed:
    """The key; `other` where it names the model of other goods or of a part, or counts parts."""
    if name in ("model", "article") and (
        _FOR_ANOTHER.search(keys, max(0, start - 8), start)
        or _OF_A_PART.search(keys, max(0, start - 14), start)
    ):
        name = "other"
    if name == "quantity" and _NUMBER.match(keys, start) and _NOUN.search(keys, max(0, start - 24), start):
        name = "other"  # the number of parts of the goods: тіс саны, kutu adedi
    return name, start, end


def _stands_apart(keys: str, start: int, end: int) -> bool:
    """True where a word begins a phrase: after punctuation or before a colon."""
    return keys[:start].rstrip()[-1:] in ",;.:()" or keys[end : end + 2].lstrip()[:1] == ":"
