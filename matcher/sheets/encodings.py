"""Which encoding and delimiter a text file has: read from its bytes, never guessed from one line."""

from __future__ import annotations

import codecs
import csv
import hashlib
import io
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

BLOCK = 1 << 20
HEAD = 4096  # bytes by which UTF-16 without a mark, and binary data, are recognised
SAMPLE = 1 << 18  # bytes with non-ASCII content on which legacy encodings are compared
BROKEN_SHARE = (
    0.05  # broken bytes among non-ASCII characters up to which a text counts as UTF-8; legacy text has most
)
DELIMITERS = (",", ";", "\t", "|")

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# What bytes without a mark that are not UTF-8 may be, in the order in which they are met.
LEGACY = ("cp1251", "gb18030", "cp1252", "koi8-u", "cp866", "big5")
SPELT = {"cp1251": "windows-1251", "cp1252": "windows-1252"}
# The eight most frequent letters of Russian and Ukrainian make up more than half of either.
_FREQUENT = frozenset("оеаинтрсі")
_CYRILLIC = ("cp1251", "koi8-u", "cp866")
_MISTAKEN = ("cp1251", "cp1252", "latin-1", "cp866")  # what programs take UTF-8 for
LEAST_MISREAD = 12  # letters from which that can be said
MISREAD_LOST = 0.3  # share of them that may be lost; of text that was read rightly nearly all are


def digest_and_encoding(path: Path) -> tuple[str, str | None]:
    """The sha256 of `path` (hex) and its text encoding, in one pass; encoding None where it is not text.

    Valid UTF-8 wins; then UTF-16, gb18030, windows-1251, koi8-u, cp866, windows-1252 are told apart by their bytes.
    """
    sha = hashlib.sha256()
    decoder = codecs.getincrementaldecoder("utf-8")()
    valid = True
    sample = bytearray()
    first = b""
    with path.open("rb") as handle:
        while block := handle.read(BLOCK):
            sha.update(block)
            first = first or block
            if valid:
                try:
                    decoder.decode(block)
                except UnicodeDecodeError:
                    valid = False
            if len(sample) < SAMPLE and not block.isascii():
                sample += block[: SAMPLE - len(sample)]
    if valid:
        try:
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            valid = False
    return sha.hexdigest(), _encoding(first, bytes(sample), valid)


def marked_encoding(data: bytes) -> str | None:
    """The encoding that a byte order mark or the zero bytes of UTF-16 tell; None where neither does."""
    for bom, name in _BOMS:
        if data.startswith(bom):
            return name
    head = data[:HEAD]
    evens, odds = head[0::2].count(0), head[1::2].count(0)
    if max(evens, odds) > len(head) // 8 and min(evens, odds) < max(evens, odds) // 4:
        return "utf-16-le" if odds > evens else "utf-16-be"
    return None


def _encoding(first: bytes, sample: bytes, valid_utf8: bool) -> str | None:
    if marked := marked_encoding(first):
        return marked
    head = first[:HEAD]
    if b"\0" in head:
        return None
    if sum(byte < 32 and byte not in b"\t\n\r\f\v\x1a\x1b" for byte in head) > len(head) // 50:
        return None
    return "utf-8" if valid_utf8 or _nearly_utf8(sample) else _legacy(sample)


def _nearly_utf8(sample: bytes) -> bool:
    """True for UTF-8 with a few broken bytes: a row or two were written by another program."""
    wide = _wide(sample.decode("utf-8", errors="surrogateescape"))
    broken = sum(count for c, count in wide.items() if "\udc80" <= c <= "\udcff")
    return broken <= BROKEN_SHARE * wide.total()


def _wide(text: str) -> Counter[str]:
    """The non-ASCII characters of `text`."""
    return Counter({c: count for c, count in Counter(text).items() if c > "\x7f"})


def _legacy(sample: bytes) -> str | None:
    high = {byte: count for byte, count in Counter(sample).items() if byte >= 0x80}
    number = sum(high.values())
    upper = sum(count for byte, count in high.items() if byte >= 0xC0) / number
    if _is_gb(sample) and upper < 0.9:
        return "gb18030"
    runs = re.findall(rb"[\x80-\xff]+", sample)
    isolated = sum(len(run) <= 2 for run in runs)
    if isolated > 0.8 * len(runs) and number < len(sample) / 8:
        return "cp1252"
    scores = {name: _cyrillic_score(sample, name) for name in _CYRILLIC}
    best = max(scores, key=lambda name: scores[name])
    return best if scores[best] > 0.35 else None


def _is_gb(sample: bytes) -> bool:
    for cut in range(4):  # the sample may end within a character
        try:
            text = sample[: len(sample) - cut].decode("gb18030")
        except UnicodeDecodeError:
            continue
        wide = _wide(text)
        chinese = sum(
            count for c, count in wide.items() if "一" <= c <= "鿿" or "　" <= c <= "〿" or "＀" <= c <= "￯"
        )
        return chinese > 0.8 * wide.total()
    return False


def _cyrillic_score(sample: bytes, name: str) -> float:
    """Share of frequent letters among the non-ASCII characters, less the signs that prose does not have."""
    wide = _wide(sample.decode(name, errors="replace"))
    for sign in "\xa0«»–—„“”’№°²³±·":
        del wide[sign]
    if not wide:
        return 0.0
    letters: Counter[str] = Counter()
    for c, count in wide.items():
        letters[c.lower()] += count
    good = sum(count for letter, count in letters.items() if letter in _FREQUENT)
    odd = sum(
        count for letter, count in letters.items() if not ("а" <= letter <= "я" or letter in "ёіїєґўқғүұңһәө")
    )
    return (good - 2 * odd) / wide.total()


def misread(rows: Iterable[Sequence[str]]) -> str | None:
    """What to tell of a table whose letters were spoilt before it was saved; None where they were not."""
    name = misread_as("\n".join(cell for row in rows for cell in row if not cell.isascii()))
    if name is None:
        return None
    spelt = SPELT.get(name, name)
    return f"looks like UTF-8 that was read as {spelt} and saved again: ask for the file once more, or convert it back"


def misread_as(text: str) -> str | None:
    """The encoding as which UTF-8 was read by mistake before `text` was saved (РЁР›Р•Рњ for ШЛЕМ), None where not.

    Such text, written in that encoding again, is UTF-8 but for the bytes that the encoding has no letter for.
    """
    for name in _MISTAKEN:
        wide = [c for c in text.encode(name, "replace").decode("utf-8", "replace") if c > "\x7f"]
        if len(wide) >= LEAST_MISREAD and wide.count("\ufffd") < MISREAD_LOST * len(wide):
            return name
    return None


def delimiter_of(text: str, known: Callable[[str], bool] | None = None) -> str:
    """The delimiter that splits the lines of `text` into the same number of fields most often; ',' where none does.

    Where `known` tells the cells of the header, it is the one under which a line has most of them.
    """
    if known is not None:
        return max(
            DELIMITERS, key=lambda mark: max((sum(map(known, row)) for row in _rows(text, mark)), default=0)
        )
    best, best_score = ",", 0.0
    for delimiter in DELIMITERS:
        counts = Counter(len(row) for row in _rows(text, delimiter) if any(cell.strip() for cell in row))
        rows = sum(counts.values())
        width, times = max(
            ((w, n) for w, n in counts.items() if w > 1), key=lambda wn: wn[1] * wn[0], default=(1, 0)
        )
        score = times / rows * (width - 1) ** 0.5 if rows else 0.0
        if score > best_score:
            best, best_score = delimiter, score
    return best


def _rows(text: str, delimiter: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
