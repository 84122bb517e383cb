"""The shipped syllables and the shipped pinyin of header words are those of pypinyin."""

from __future__ import annotations

from importlib.metadata import version

import pytest

from matcher.customs.layout.header_concepts import concepts
from matcher.customs.layout.words.dictionary import spoken
from matcher.text.transliteration import _syllables, pinyin_syllables
from tests.support.pinned import pinned
from tools.pinyin import header_words, syllables


def test_the_shipped_files_are_what_the_tool_writes() -> None:
    if version("pypinyin") != pinned("pypinyin"):
        pytest.skip("another pypinyin, which may read a character otherwise")
    assert _syllables().pattern == f"(?:{'|'.join(syllables())}){{2,}}", (
        "python -m tools.pinyin syllables > pinyin_syllables.txt"
    )
    assert spoken() == header_words(), "python -m tools.pinyin headers > header_pinyin.csv"


def test_every_chinese_word_of_a_header_has_its_pinyin() -> None:
    assert set(header_words()) == set(spoken()), "python -m tools.pinyin headers > header_pinyin.csv"
    assert concepts("shangpin mingcheng").keys() == concepts("商品 名称").keys()


def test_chinese_words_are_told_from_others() -> None:
    assert pinyin_syllables("shangpinmingcheng")
    assert not pinyin_syllables("description")
    assert not pinyin_syllables("shang"), "one syllable is a word of many languages"
