"""Where a word begins and ends, for patterns: Chinese writes no blank beside Latin letters and digits (电压220V)."""

from __future__ import annotations

HAN = r"\u3400-\u9fff"  # for a character class
NO_WORD_BEFORE = rf"(?<![^\W{HAN}])"
NO_WORD_AFTER = rf"(?![^\W{HAN}])"


def is_han(letter: str) -> bool:
    """Whether it is a Chinese character of the common block and its extension A."""
    return "\u3400" <= letter <= "\u9fff"
