"""Which encoding and delimiter a text file has: read from its bytes, never guessed from one line."""

from __future__ import annotations

import codecs
import csv
import hashlib
import io
import itertools
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from matcher.sheets.text.code_pages import CodePage, code_page
from matcher.sheets.text.latin_letters import likelier_by_letters

BLOCK = 1 << 20
HEAD = 4096  # bytes by which UTF-16 without a mark, and binary data, are recognised
SAMPLE = 1 << 16  # bytes of lines beyond ASCII by which a code page is told: thousands of words
AROUND = 200  # bytes
RARE = 20  # lines with a byte that is met only after them
LEAST_SIGNS = 0.02  # signs of tables and digits a byte, from which bytes with zeros are UTF-16
ODD_SHARE = 0.005  # unassigned and control characters a byte, up to which they are
BROKEN_SHARE = (
    0.05  # broken bytes among non-ASCII characters up to which a text counts as UTF-8; legacy text has most
)
DELIMITERS = (",", ";", "\t", "|")
# Signs that programs of some countries part cells with: only where nearly every line has as many of them.
RARE_DELIMITERS = ("^", "~", "¦", "#", "\x1f", "\x01")
LEAST_PARTED, LEAST_WIDTH = 0.95, 4

_TABLE_SIGNS = frozenset(',;\t|\r\n "0123456789')
_ASCII = bytes(range(0x80))
_BEYOND_ASCII = re.compile(rb"[\x80-\xff]")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MISTAKEN = ("cp1251", "cp1252", "latin-1", "cp866")  # what programs take UTF-8 for
LEAST_MISREAD = 12  # letters from which that can be said
MISREAD_LOST = 0.3  # share of them that may be lost; of text that was read rightly nearly all are


@dataclass(frozen=True)
class TextFile:
    """A file's sha256 (hex) and its text encoding, None where it is not text; `rivals`: others nearly as likely."""

    sha256: str
    encoding: str | None
    rivals: tuple[str, ...] = ()


def text_file(path: Path) -> TextFile:
    """The sha256 of `path` and its text encoding, in one pass.

    A byte order mark or UTF-16's zero bytes decide, then valid UTF-8; else the code page whose letters make words.
    """
    sha = hashlib.sha256()
    decoder = codecs.getincrementaldecoder("utf-8")()
    valid = True
    sample = _Sample()
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
            if not block.isascii():
                sample.add(block)
    if valid:
        try:
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            valid = False
    found = _encoding(first, sample, valid)
    return TextFile(sha.hexdigest(), found.name, found.rivals) if found else TextFile(sha.hexdigest(), None)


class _Sample:
    """Lines with bytes from 0x80 on by which a code page is told: the first SAMPLE bytes of them, and RARE lines with
    each byte that is met only later."""

    def __init__(self) -> None:
        self.first = bytearray()
        self._later = bytearray()
        self._known = _ASCII

    def add(self, block: bytes) -> None:
        """Take what is needed of the next block."""
        if len(self.first) < SAMPLE:
            for line in block.split(b"\n"):
                if found := _BEYOND_ASCII.search(line):
                    start = max(found.start() - SAMPLE // 2, 0)
                    self.first += line[start : start + SAMPLE] + b"\n"
                if len(self.first) >= SAMPLE:
                    break
            self._known = _ASCII + bytes(set(self.first.translate(None, _ASCII)))
        for byte in sorted(set(block.translate(None, self._known))):
            for around in itertools.islice(_around(block, byte), RARE):
                self._later += around + b"\n"
            self._known += bytes((byte,))

    def __bytes__(self) -> bytes:
        return bytes(self._later + self.first)


def _around(block: bytes, byte: int) -> Iterator[bytes]:
    """The text around each occurrence of a byte in its line, up to AROUND bytes on either side."""
    at = block.find(byte)
    while at >= 0:
        since = max(at - AROUND, 0)
        start = max(since, block.rfind(b"\n", since, at) + 1)
        end = block.find(b"\n", at, at + AROUND)
        end = min(at + AROUND, len(block)) if end < 0 else end
        yield block[start:end]
        at = block.find(byte, end)


def marked_encoding(data: bytes) -> str | None:
    """The encoding that a byte order mark or the zero bytes of UTF-16 tell; None where neither does."""
    for bom, name in _BOMS:
        if data.startswith(bom):
            return name
    head = data[:HEAD]
    evens, odds = head[0::2].count(0), head[1::2].count(0)
    if max(evens, odds) > len(head) // 8 and min(evens, odds) < max(evens, odds) // 4:
        return "utf-16-le" if odds > evens else "utf-16-be"
    return _utf_16(head) if b"\0" in head else None


def is_binary(first: bytes) -> bool:
    """Whether a file that begins with `first` (HEAD bytes or more) is no text in any encoding."""
    head = first[:HEAD]
    if marked_encoding(head):
        return False
    controls = sum(byte < 32 and byte not in b"\t\n\r\f\v\x1a\x1b" for byte in head)
    return b"\0" in head or controls > len(head) // 50


def _utf_16(head: bytes) -> str | None:
    """UTF-16 with few ASCII characters, as Chinese text has: the byte order in which lines, signs and digits appear."""
    head = head[: len(head) // 2 * 2]
    texts = {name: head.decode(name, "replace") for name in ("utf-16-le", "utf-16-be")}
    plain = {name: sum(c in _TABLE_SIGNS for c in text) for name, text in texts.items()}
    best = max(plain, key=lambda name: plain[name])
    odd = sum(unicodedata.category(c) in ("Cc", "Cn", "Co", "Cs") for c in texts[best] if c not in "\t\r\n")
    return best if plain[best] >= LEAST_SIGNS * len(head) and odd <= ODD_SHARE * len(head) else None


def _encoding(first: bytes, sample: _Sample, valid_utf8: bool) -> CodePage | None:
    if marked := marked_encoding(first):
        return CodePage(marked)
    if is_binary(first):
        return None
    if valid_utf8 or _nearly_utf8(sample.first):
        return CodePage("utf-8")
    found = code_page(bytes(sample))
    if found is None:
        return None
    best, *others = likelier_by_letters(
        bytes(sample), first[:SAMPLE].decode("ascii", "replace"), (found.name, *found.rivals)
    )
    return CodePage(best, tuple(others))


def _nearly_utf8(sample: bytes | bytearray) -> bool:
    """True for UTF-8 with a few broken bytes: a row or two were written by another program."""
    wide = _wide(sample.decode("utf-8", errors="surrogateescape"))
    broken = sum(count for c, count in wide.items() if "\udc80" <= c <= "\udcff")
    return broken <= BROKEN_SHARE * wide.total()


def _wide(text: str) -> Counter[str]:
    """The non-ASCII characters of `text`."""
    return Counter({c: count for c, count in Counter(text).items() if c > "\x7f"})


def spelt(encoding: str) -> str:
    """An encoding as people call it: cp1251 -> windows-1251, iso8859-2 -> iso-8859-2."""
    return re.sub(r"^cp(?=125\d$)", "windows-", re.sub(r"^iso(?=8859)", "iso-", encoding))


def misread(rows: Iterable[Sequence[str]]) -> str | None:
    """What to tell of a table whose letters were spoilt before it was saved; None where they were not."""
    name = misread_as("\n".join(cell for row in rows for cell in row if not cell.isascii()))
    if name is None:
        return None
    return f"looks like UTF-8 that was read as {spelt(name)} and saved again: ask for the file once more, or convert it back"


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
    for delimiter in (*DELIMITERS, *RARE_DELIMITERS):
        if delimiter in RARE_DELIMITERS and delimiter not in text:
            continue
        counts = Counter(len(row) for row in _rows(text, delimiter) if any(cell.strip() for cell in row))
        rows = sum(counts.values())
        width, times = max(
            ((w, n) for w, n in counts.items() if w > 1), key=lambda wn: wn[1] * wn[0], default=(1, 0)
        )
        score = times / rows * (width - 1) ** 0.5 if rows else 0.0
        if delimiter in RARE_DELIMITERS and (width < LEAST_WIDTH or times < LEAST_PARTED * rows):
            continue
        if score > best_score:
            best, best_score = delimiter, score
    return best


def _rows(text: str, delimiter: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
