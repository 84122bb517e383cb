"""The patterns of words.yaml: the words by which a goods text names its maker, trademark, model and the rest."""

from __future__ import annotations

import re
from functools import cache

from matcher.text.word_files import word_file

_WORDS = word_file(__package__, "words.yaml")
_PARTS = {
    "%END%": r"(?!\w)",
    "%SIGN%": r"(?=\s?[:=]|\s[-–]\s)",
    "%MARK%": r"(?::|-(?![^\W\d_]{2}))",
    "%NO_CODE%": r"(?!\s(?:\d{2,6}|\d{3,6}[a-zа-я]{1,2})(?!\w|[.,]\d))",
    "%NO_SIGNAL%": "".join(rf"(?<!{word}\s)" for word in _WORDS["no_signal"]),
}


def _whole(pattern: str) -> str:
    for name, part in _PARTS.items():
        pattern = pattern.replace(name, part)
    return pattern


Rows = tuple[tuple[str, str, str], ...]  # name, beginnings of words, pattern
KEYS: Rows = tuple((field, stems, _whole(pattern)) for field, stems, pattern in _WORDS["keys"])
HAN_PATTERN = re.compile("|".join(f"(?P<{name}>{words})" for name, words in _WORDS["han_keys"].items()))
FLAGS: Rows = tuple((flag, stems, _whole(pattern)) for flag, stems, pattern in _WORDS["flags"])
HAN_FLAG_NAMES = tuple(_WORDS["han_flags"])
HAN_FLAG_PATTERN = re.compile(
    "|".join(f"(?P<f{i}>{words})" for i, words in enumerate(_WORDS["han_flags"].values()))
)
LATIN_LOOKALIKES: dict[str, str] = _WORDS["latin_lookalikes"]

STEM = 2  # letters of a word's beginning that choose which patterns are tried


def _by_stem(rows: Rows, names: dict[str, str]) -> dict[str, str]:
    """First letters of a word -> one expression of all rows that such a word may begin; group names by `names`."""
    buckets: dict[str, dict[str, list[str]]] = {}
    for field, stems, pattern in rows:
        for stem in {stem[:STEM] for stem in stems.split()}:
            buckets.setdefault(stem, {}).setdefault(names.get(field, field), []).append(pattern)
    return {
        stem: "|".join(f"(?P<{name}>{'|'.join(patterns)})" for name, patterns in fields.items())
        for stem, fields in buckets.items()
    }


FLAG_NAMES = tuple(row[0] for row in FLAGS)
_KEYS_BY_STEM = _by_stem(KEYS, {})
_FLAGS_BY_STEM = _by_stem(FLAGS, {name: f"f{i}" for i, name in enumerate(FLAG_NAMES)})


@cache
def key_pattern(stem: str) -> re.Pattern[str] | None:
    """The keys that a word with the first letters `stem` may begin; compiled once a text has such a word."""
    return re.compile(_KEYS_BY_STEM[stem]) if stem in _KEYS_BY_STEM else None


@cache
def flag_pattern(stem: str) -> re.Pattern[str] | None:
    """The flags that a word with the first letters `stem` may begin."""
    return re.compile(_FLAGS_BY_STEM[stem]) if stem in _FLAGS_BY_STEM else None


# The first letters of every word, or a sign that means a trademark.
WORD = re.compile(rf"\(\s?(?:tm|тм)\s?\)|™|([^\W_]{{1,{STEM}}})[^\W_]*")
# First letters of words that may be a key or a flag: all others need no look.
STEMS = frozenset([*_KEYS_BY_STEM, *_FLAGS_BY_STEM, *(word[:STEM] for word in LATIN_LOOKALIKES)])
