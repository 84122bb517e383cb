"""Every reading that a text's bytes allow, for texts of which the caller knows what they must say."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TextIO

from matcher.sheets.text.encodings import BLOCK, marked_encoding

# What bytes without a mark that are not UTF-8 may be, in the order in which they are met. Fewer than CODE_PAGES, by which
# files of lines are read: with all of these a reviewer's few letters are nearly always of several. Polish, Turkish and
# Greek pages are not among them.
LEGACY = ("cp1251", "gb18030", "cp1252", "koi8-u", "cp866", "big5hkscs")


@dataclass(frozen=True)
class Reading:
    """The bytes `data` read as `encoding`. `legacy`: one of several readings that bytes without a mark allow.

    `cut`: the bytes end in the middle of a character. What is no letter of the encoding becomes U+FFFD.
    """

    data: bytes
    encoding: str
    legacy: bool = False
    cut: bool = False

    def text(self) -> TextIO:
        """The text from its beginning, with its line ends as they are."""
        return io.TextIOWrapper(io.BytesIO(self.data), self.encoding, errors="replace", newline="")


def readings(data: bytes) -> Iterator[Reading]:
    """The possible readings of `data`, likelier ones first; one where there is no doubt."""
    if marked := marked_encoding(data):
        yield Reading(data, marked, cut=_cut(data, marked, "replace") or False)
        return
    cut = _cut(data, "utf-8")
    if cut is not None:
        yield Reading(data, "utf-8", cut=cut)
        return
    for encoding in LEGACY:
        cut = _cut(data, encoding)
        if cut is not None:
            yield Reading(data, encoding, legacy=True, cut=cut)
    yield Reading(data, "utf-8")


def _cut(data: bytes, encoding: str, errors: str = "strict") -> bool | None:
    """Whether the bytes end within a character; None where they are not of this encoding."""
    decoder = codecs.getincrementaldecoder(encoding)(errors=errors)
    try:
        for at in range(0, len(data), BLOCK):
            decoder.decode(data[at : at + BLOCK])
    except UnicodeDecodeError:
        return None
    return bool(decoder.getstate()[0])


def usual_share(text: str) -> float:
    """Share of the letters beyond ASCII that a writer would use: Cyrillic and accented ones in words of their own
    kind, common Chinese. A wrong reading mixes kinds and cases; unlike the frequency of letters, a few show it."""
    beyond = [c for c in text if not c.isascii()]
    if not beyond:
        return 1.0
    right = 0
    for before, c in zip(" " + text, text, strict=False):
        if "\u0400" <= c <= "\u04ff":
            latin_before = before.isalpha() and before < "\u0400"
            right += not latin_before and (c.islower() or not before.islower())
        elif "\u00c0" <= c <= "\u024f":
            right += not "\u0400" <= before <= "\u04ff" and (c.islower() or not before.islower())
        elif "\u4e00" <= c <= "\u9fff":
            try:
                right += 0xB0 <= c.encode("gb2312")[0] <= 0xD7  # level 1: the 3,755 characters of daily use
            except UnicodeEncodeError:
                continue
    return right / len(beyond)
