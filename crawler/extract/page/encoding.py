"""Bytes of a page to text: what the bytes say beats what the page says about them."""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping

# How much of a page is searched for a declaration (HTML asks for 1,024 bytes; old pages need more).
DECLARATION_BYTES = 4096
# A page that is UTF-8 but for a few cut or pasted characters is still UTF-8: at most this share of its
# multi-byte sequences may be broken.
BROKEN_SHARE = 0.02
LEAST_PAIRED = 0.5  # of the high bytes of a Chinese or Russian page, that stand beside another one

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_HEADER = re.compile(r"""charset\s*=\s*["']?([A-Za-z0-9_:.\-]{2,30})""", re.I)

# Supersets that browsers use for the names pages declare (WHATWG Encoding Standard).
_ALIASES = {
    "gb2312": "gb18030",
    "gb_2312-80": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "big5": "big5hkscs",
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "us-ascii": "cp1252",
    "ascii": "cp1252",
    "iso-8859-9": "cp1254",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "x-sjis": "cp932",
    "windows-31j": "cp932",
    "windows-874": "cp874",
    "tis-620": "cp874",
    "unicode": "utf-8",
    "x-user-defined": "cp1252",
}
# Declarations that editors write without being asked; the bytes may overrule them.
_CARELESS = {"cp1252", "utf-8"}
_SNIFFED = ("gb18030", "big5hkscs", "cp1251", "koi8-r", "cp866", "cp932", "cp949")
_COMMON_HAN = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经"
)
_COMMON_HAN_TRADITIONAL = frozenset(
    "的一是在不了有和人這中大為上個國我以要他時來用們生到作地於出就分對成會可主發年動同工也能下過子說產種面而方後多定行學法所民得經"
)
_COMMON_CYRILLIC = frozenset("оеаинтсрвл")


def decode(body: bytes, headers: Mapping[str, str]) -> tuple[str, str]:
    """The text of `body` and the name of the encoding it was read by; never raises.

    Order: byte order mark, valid UTF-8, the page's own declaration, the Content-Type header, a guess among
    Chinese and Cyrillic encodings. Bytes that do not fit are replaced by U+FFFD.
    """
    from bs4.dammit import EncodingDetector  # slow to import, and only processes that read pages need it

    for mark, name in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(name, "replace"), name
    head = body[:DECLARATION_BYTES]
    found = EncodingDetector.find_declared_encoding(head, is_html=True, search_entire_document=True)
    declared = [_known(found)] if found else []
    header = _HEADER.search(next((v for k, v in headers.items() if k.lower() == "content-type"), ""))
    if header:
        declared.append(_known(header.group(1)))
    names = [name for name in declared if name]
    if "iso2022_jp" in names and b"\x1b$" in body:
        return body.decode("iso2022_jp", "replace"), "iso2022_jp"
    try:
        return body.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    if _mostly_utf8(body):
        return body.decode("utf-8", "replace"), "utf-8"
    trusted = [name for name in names if name not in _CARELESS and _fits(body, name)]
    if trusted:
        return body.decode(trusted[0], "replace"), trusted[0]
    name = _sniff(body) or next((n for n in names if n != "utf-8"), "cp1252")
    return body.decode(name, "replace"), name


def _known(label: str) -> str | None:
    label = label.strip().lower()
    name = _ALIASES.get(label, label)
    try:
        info = codecs.lookup(name)
    except (LookupError, ValueError):  # ValueError: a name with a NUL
        return None
    # codecs.lookup also knows transforms such as rot13 and hex, which are no character encodings
    return (
        info.name
        if info._is_text_encoding and info.name not in ("utf-16", "utf-7", "idna", "punycode")
        else None
    )


def _mostly_utf8(body: bytes) -> bool:
    high = sum(1 for byte in body[:200_000] if byte >= 0xC2)
    broken = body[:200_000].decode("utf-8", "replace").count("\ufffd")
    return high >= 20 and broken <= max(2, BROKEN_SHARE * high)


def _fits(body: bytes, name: str) -> bool:
    """Whether a declared encoding explains the bytes: nearly none are left over."""
    sample = body[:500_000]
    text = sample.decode(name, "replace")
    high = sum(1 for byte in sample if byte >= 0x80)
    return text.count("\ufffd") <= max(2, 0.02 * high)


def _sniff(body: bytes) -> str | None:
    """The encoding under which the bytes look most like Chinese or Russian text, None where none does.

    Single high bytes between others (©, ×, the umlauts of a German page) are of no such text.
    """
    pairs = sum(map(len, re.findall(rb"[\x80-\xff]{2,}", body[:300_000])))
    if pairs < LEAST_PAIRED * sum(byte >= 0x80 for byte in body[:300_000]):
        return None
    # Letters matter, not markup: take the runs of high bytes with what is between them.
    sample = b" ".join(re.findall(rb"[\x80-\xff][\x40-\xff]*", body[:300_000]))[:60_000]
    best, best_score = None, 0.12
    for name in _SNIFFED:
        score = _likeness(sample.decode(name, "replace"), name)
        if score > best_score:
            best, best_score = name, score
    return best


def _likeness(text: str, name: str) -> float:
    """How much `text` looks like natural language of the script that the encoding is for, about 0 to 1."""
    letters = [c for c in text if c > "\x7f"]
    if not letters:
        return 0.0
    bad = text.count("\ufffd") / len(letters)
    if name in ("cp1251", "koi8-r", "cp866"):
        cyrillic = [c for c in letters if "\u0400" <= c <= "\u04ff"]
        lower = sum(1 for c in cyrillic if c.islower())
        common = sum(1 for c in cyrillic if c in _COMMON_CYRILLIC)
        # Wrong Cyrillic encodings swap case: real text is mostly lower case.
        return (common / len(letters)) * (0.3 + lower / max(1, len(cyrillic))) - 2 * bad
    if name == "cp932":
        return sum(1 for c in letters if "\u3040" <= c <= "\u30ff" and c != "\u30fb") / len(letters) - 2 * bad
    if name == "cp949":
        return 0.8 * sum(1 for c in letters if "\uac00" <= c <= "\ud7a3") / len(letters) - 0.45 - 2 * bad
    frequent = _COMMON_HAN if name == "gb18030" else _COMMON_HAN_TRADITIONAL
    rare = sum(1 for c in letters if "\ue000" <= c <= "\uf8ff" or not c.isprintable()) / len(letters)
    return 1.2 * sum(1 for c in letters if c in frequent) / len(letters) + 0.1 - 2 * bad - rare
