"""The traditional Chinese characters that Box31 ships: `python -m tools.traditional_chinese TSCharacters.txt >
matcher/text/traditional_chinese.csv`, of the dictionary data/dictionary/TSCharacters.txt of OpenCC (Apache License 2.0).
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

FIRST, LAST = "\u4e00", "\u9fff"  # of the characters of usual texts


def characters(lines: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Each traditional character and the first of its simplified ones, where that is another."""
    for line in lines:
        traditional, _, simplified = line.strip().partition("\t")
        first = simplified.partition(" ")[0]
        if traditional != first and all(len(c) == 1 and FIRST <= c <= LAST for c in (traditional, first)):
            yield traditional, first


def write(pairs: Iterable[tuple[str, str]], file: IO[str]) -> None:
    """One row a character, under a header."""
    rows = csv.writer(file, lineterminator="\n")
    rows.writerow(("traditional", "simplified"))
    rows.writerows(pairs)


if __name__ == "__main__":
    write(characters(Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()), sys.stdout)
