"""Where a word begins and ends, for patterns: Chinese writes no blank beside Latin letters and digits (电压220V)."""

from __future__ import annotations

HAN = r"\u3400-\u9fff"  # for a character class
NO_WORD_BEFORE = rf"(?<![^\W{HAN}])"
NO_WORD_AFTER = rf"(?![^\W{HAN}])"
