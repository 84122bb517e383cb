"""Which encoding a text file has: its byte order mark, strict UTF-8, or the readings that legacy bytes allow."""

from __future__ import annotations

import codecs
from collections.abc import Iterator

BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Tried in this order where bytes are not UTF-8; what the sheet said when it left the case decides among them.
LEGACY_ENCODINGS = ("windows-1251", "gb18030", "windows-1252", "koi8-u", "cp866", "big5")


def readings(data: bytes) -> Iterator[tuple[str, str, str]]:
    """Possible readings of the bytes, with encoding and what is wrong at the end; one where there is no doubt."""
    for bom, encoding in BOMS:
        if data.startswith(bom):
            yield _decode(data[len(bom) :], encoding, errors="replace")
            return
    head = data[:4096]
    if head.count(0) > len(head) // 4:
        yield _decode(
            data, "utf-16-le" if head[1::2].count(0) >= head[::2].count(0) else "utf-16-be", "replace"
        )
        return
    try:
        yield _decode(data, "utf-8")
        return
    except UnicodeDecodeError:
        pass
    for encoding in LEGACY_ENCODINGS:
        try:
            yield _decode(data, encoding)
        except UnicodeDecodeError:
            continue
    yield _decode(data, "utf-8", errors="replace")


def _decode(data: bytes, encoding: str, errors: str = "strict") -> tuple[str, str, str]:
    decoder = codecs.getincrementaldecoder(encoding)(errors=errors)
    text = decoder.decode(data, final=False)
    rest = decoder.getstate()[0]
    return text, encoding, "the file ends in the middle of a character: it was cut short" if rest else ""


def usual(text: str) -> float:
    """Share of the letters beyond ASCII that a writer would use: Cyrillic and accented ones in words of their own
    kind, common Chinese. A wrong reading of legacy bytes mixes kinds and cases."""
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
