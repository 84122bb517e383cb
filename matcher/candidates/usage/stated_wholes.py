"""What goods are declared to be for before its code is stated: "hose to equipment: stove, model QX-20", 炉用软管，型号：QX-20."""

from __future__ import annotations

import re
from typing import NamedTuple

_HAN = "\u3400-\u9fff"
LONGEST_TEXT = 2_000  # characters of a description that are looked through
LONGEST_GOODS = 80  # characters of what the goods are called
_EQUIPMENT = (
    r"(?:оборудовани[юяе]|издели[юяе]|обладнанн[юя]|устаткуванн[юя]|виробу|жабдық(?:қа|тарға)?"
    r"|(?:the )?(?:equipment|machinery|machines?))"
)
_TO_EQUIPMENT = re.compile(
    rf"(?<=[^,;:.|\n–]{{3}})\s(?:к|до|для|for|to)\s{_EQUIPMENT}\s?[:–-]\s?(?P<whole>[^,;:.|\n/]{{3,80}})",
    re.IGNORECASE,
)
# 家用 and the like say who uses it
_USED_FOR = re.compile(
    rf"(?:^|[\s|,;，；。、])(?P<whole>[{_HAN}]{{2,12}}?)(?<![家民商军车通专实两日])(?:专用|用)(?![途于])(?P<goods>[{_HAN}]{{2,12}})"
)
_BREAK = re.compile(r"[,;:.|\n–]|\s-\s")


class StatedWhole(NamedTuple):
    """What the goods are called and what they are for; `is_equipment`: the text says so with a word for equipment."""

    goods: str
    whole: str
    is_equipment: bool


def stated_whole(text: str) -> StatedWhole | None:
    """What a description says goods to be for with the words of the whole; None where it says nothing so."""
    text = text[:LONGEST_TEXT]
    if found := _TO_EQUIPMENT.search(text):
        before = text[max(0, found.start() - LONGEST_GOODS) : found.start()]
        return StatedWhole(_BREAK.split(before)[-1], found["whole"], True)
    found = _USED_FOR.search(text)
    return StatedWhole(found["goods"], found["whole"], False) if found else None
