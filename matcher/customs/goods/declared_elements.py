"""The mark and the model among the elements of a Chinese declaration: 水泵; 1|0|灌溉用|ORLEX牌|QX-20.

Customs asks for elements in a fixed order, and exporters write them without labels: kind of mark (0 to 4), preference (0 to 3), use
and the like, mark, model. 牌 ends a mark in any Chinese text.
"""

from __future__ import annotations

import re
from itertools import pairwise

from matcher.customs.goods.codes import is_measure
from matcher.customs.goods.names import Value
from matcher.text.word_edges import HAN

NO_MARK = "0"  # the kind of mark of goods without one
LEAST_CODE, LONGEST_CODE = 4, 30  # characters of a model
_EDGE = r"\s,，;；|)）(（、"
_LATIN = r"[a-z][a-z0-9.&'-]{1,30}(?: [a-z][a-z0-9.&'-]{1,30}){0,2}"
_MARK = re.compile(
    rf"(?<![a-z0-9.&'-])(?P<latin>{_LATIN}) ?牌|(?<![^{_EDGE}])(?P<han>[{HAN}]{{2,8}}[a-z]{{0,20}})牌(?=[{_EDGE}]|$)"
)
_PLATES = re.compile(  # 铭牌 is a name plate, 盾牌 a shield
    r"(?:[车铭吊标招门路号名金银奖站令警示志盾胸骨卡桌挂灯屏桥词曲纸]|指示|告示|广告|扑克|品|无)$"
)
_GOODS_END = re.compile(r"[,，;；|]|$")
_HEAD = re.compile(r"(?:^|[;；|])\s*(?P<kind>[0-4])\s*\|\s*[0-3]\s*\|")
_ELEMENT = re.compile(r"[^|;；]+")
_CODE = re.compile(r"(?=.*\d)(?=.*[a-z])[a-z0-9]+(?:[ ./+-][a-z0-9]+)*")
_INTERFACE = re.compile(r"rs[ -]?\d{3}|usb[ -]?\d.*|h\.?26\d|cat[ -]?\d\w*")  # what a device is connected by
_NAME = re.compile(r"[a-z][a-z&'.-]{2,24}(?: [a-z][a-z&'.-]{1,24})?")


def mark_of_elements(view: str, keys: str) -> Value | None:
    """The mark that 牌 ends, or else the name in Latin letters before the model; `keys` is `view` in lower case, letter for letter."""
    if "牌" in keys and (place := _before_mark_sign(keys)):
        return view[slice(*place)], *place
    head = _HEAD.search(keys)
    if head is None or head["kind"] == NO_MARK:
        return None
    elements = _elements(keys, head.end())
    for (start, end), model in pairwise(elements):
        if _NAME.fullmatch(keys, start, end) and _is_model(keys, *model):
            return view[start:end], start, end
    return None


def _before_mark_sign(keys: str) -> tuple[int, int] | None:
    """Where the mark stands that 牌 ends; Chinese letters before it in what the goods are called are none."""
    ended = _GOODS_END.search(keys)
    goods = ended.start() if ended else 0
    for found in _MARK.finditer(keys):
        start, end = found.span(found.lastgroup or 0)
        if (found.lastgroup == "latin" or start >= goods) and not _PLATES.search(keys, start, end):
            return start, end
    return None


def model_of_elements(view: str, keys: str) -> Value | None:
    """The last element that is a code and nothing else."""
    head = _HEAD.search(keys)
    for start, end in reversed(_elements(keys, head.end())) if head else ():
        if _is_model(keys, start, end):
            return view[start:end], start, end
    return None


def _elements(keys: str, since: int) -> list[tuple[int, int]]:
    """Where the elements stand, without blanks about them."""
    found = []
    for element in _ELEMENT.finditer(keys, since):
        text = element[0]
        start = element.start() + len(text) - len(text.lstrip())
        if text.strip():
            found.append((start, start + len(text.strip())))
    return found


def _is_model(keys: str, start: int, end: int) -> bool:
    """Whether an element is a code: letters and digits, no measure."""
    return (
        LEAST_CODE <= end - start <= LONGEST_CODE
        and _CODE.fullmatch(keys, start, end) is not None
        and not _INTERFACE.fullmatch(keys, start, end)
        and not any(is_measure(part) for part in keys[start:end].split())
    )
