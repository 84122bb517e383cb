"""Cells and labels that say that there is no maker, mark or model."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from functools import lru_cache

LEAST_SLIP = 8  # letters of a word that is known with a slip of the pen
SLIP = 0.88  # likeness by which it is known: one or two letters
_NOTHING_WORDS = (
    "отсутствует", "отсутствуют", "неизвестен", "неизвестно", "неизвестный", "не установлен", "не указан",
    "відсутній", "відсутня", "відсутнє", "невідомий", "unbranded", "no brand", "no trademark", "belirtilmemiş",
)  # fmt: skip
_NOTHING = re.compile(
    r"^\W*(?:отсутств\w*|відсутн\w*|не\s?(?:установ|указан|обозначен|известен|имеет|зарегистрир)\w*|неизвестн\w*"
    r"|нет(?: данных)?|немає(?: даних)?|без\s+\w+(?:\s\w+)?|прочие?|б/н|n/?a|null|none|no\s?(?:brand|name|mark|logo|trade\s?mark)?"
    r"|not\s\w+|unknown|unbranded|oem|new|новый|новая|новое|无(?:品牌|牌|商标|型号)?|(?:\w+\s)?жоқ|көрсетілмеген|yok|belirtilmemiş|-+|0+|\?+)\W*$",
    re.IGNORECASE,
)


def is_nothing(text: str) -> bool:
    """Whether a cell says that there is no maker, mark or model; with a slip of the pen, too."""
    return not text.strip() or bool(_NOTHING.match(text.strip())) or _is_nearly_nothing(text)


@lru_cache(maxsize=1 << 12)
def _is_nearly_nothing(text: str) -> bool:
    word = text.strip(" .,;:-\"'()").lower()
    if len(word) < LEAST_SLIP:
        return False
    for known in _NOTHING_WORDS:
        common = min(len(word), len(known), sum(letter in known for letter in word))
        if 2 * common < SLIP * (len(word) + len(known)):
            continue  # no likeness of texts of such lengths and letters is as great
        found = SequenceMatcher(None, word, known)
        if found.quick_ratio() >= SLIP and found.ratio() >= SLIP:
            return True
    return False
