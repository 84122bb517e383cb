"""The same goods in other letters are the same goods."""

from __future__ import annotations

import json
import random
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.customs.goods.grouping import goods_identity
from matcher.text.normal_forms import normal_form

TEXTS = [
    json.loads(line)["text"]
    for line in Path(__file__).with_name("box31_lines.jsonl").read_text("utf-8").splitlines()
]
ALIKE = dict(zip("АВЕКМНОРСТУХ", "ABEKMHOPCTYX", strict=True))


def identity(text: str, *names: str | None) -> str:
    return goods_identity(normal_form(text), (*names, *[None] * (4 - len(names))))


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(TEXTS), st.randoms(use_true_random=False))
def test_case_look_alikes_and_markers_make_no_other_goods(text: str, rng: random.Random) -> None:
    assert identity(text.upper()) == identity(text.lower()) == identity(text)
    words = text.split(" ")
    at = rng.randrange(len(words))
    if sum(c.isalpha() for c in words[at]) > 3 and words[at].isalpha():
        cut = rng.randrange(1, len(words[at]))
        marked = [*words[:at], f"{words[at][:cut]}_[=1=] {words[at][cut:]}", *words[at + 1 :]]
        assert identity(" ".join(marked)) == identity(text)
    swapped = "".join(
        ALIKE.get(c, c) if rng.random() < 0.2 and _has_own_letters(text, i) else c for i, c in enumerate(text)
    )
    assert identity(swapped) == identity(text)


def _has_own_letters(text: str, at: int) -> bool:
    """True where the word around `at` has mostly letters that only Cyrillic has: a swap cannot make it Latin."""
    start = at
    while start and text[start - 1].isalpha():
        start -= 1
    end = at
    while end < len(text) and text[end].isalpha():
        end += 1
    word = text[start:end].upper()
    return sum("А" <= c <= "Я" and c not in ALIKE for c in word) > 0.6 * len(word)


def test_a_name_in_the_text_and_again_in_a_column_is_one_goods() -> None:
    text = "ШЛЕМ; Изготовитель: STONE FERN ARMOR CO., LTD; Тов.знак: STONEFERN"
    assert identity(text) == identity(text, "Stone Fern Armor Co Ltd", "STONEFERN")
    assert identity(text) != identity(text, "OTHER MAKER")
    assert identity("ШЛЕМ", "A") != identity("ШЛЕМ", None, "A")
