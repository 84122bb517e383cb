"""Which code page bytes are of that are not UTF-8: the one whose letters make words.

The letters of a language are told by chardet (models of pairs of bytes for each language and code page). Two things are
added that customs texts need. Descriptions are in capitals, of which its models know little: each reading is
weighed in small letters. And a wrong reading shows inside words: Latin beside Cyrillic letters, signs between letters,
a capital after a small letter.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import compress
from operator import not_
from typing import AnyStr

from matcher.sheets.text.alphabets import written_in_one_language

# What bytes may be, as Python names them; the first of several that read all bytes alike is taken. Big5 and EUC-JP with the
# characters that programs have added to them (銹, ①, ㈱).
CODE_PAGES = (
    *("cp1251", "cp1252", "cp1250", "cp1254", "cp1253", "cp1257", "kz1048", "koi8-u", "cp866", "cp1125"),
    *("mac-cyrillic", "iso8859-2", "iso8859-5", "iso8859-7", "iso8859-9", "cp852", "cp857"),
    *("cp1256", "iso8859-6", "cp1255", "cp874", "cp850", "mac-roman"),
    *("gb18030", "big5hkscs", "cp949", "cp932", "euc_jis_2004"),
)
# What Python calls by the names that people use, without the characters that programs have added -> with them.
WITH_ADDED = {
    **{"big5": "big5hkscs", "gb2312": "gb18030", "gbk": "gb18030"},
    **{"euc_kr": "cp949", "shift_jis": "cp932", "euc_jp": "euc_jis_2004"},
}
# Readings of one script are weighed by the models of one page, so that they compare; some have none of their own.
_MODELS = {
    **dict.fromkeys(("koi8-u", "cp866", "cp1125", "mac-cyrillic", "iso8859-5"), "cp1251"),
    **dict.fromkeys(("iso8859-2", "cp852"), "cp1250"),
    **dict.fromkeys(("iso8859-9", "cp857"), "cp1254"),
    "iso8859-7": "cp1253",
    "iso8859-6": "cp1256",
    **dict.fromkeys(("cp850", "mac-roman"), "cp1252"),
    "big5hkscs": "big5",
    "euc_jis_2004": "cp932",
}
# Weight of a reading beside the best one's, on the words in which they differ, from which both are possible. Invented
# declarations of ten languages in eighteen code pages, small letters and capitals: the four of 906 that were read
# wrongly had .81 or more, tables of ten lines or more .80 or less.
NEAR = 0.75
WORTH_COMPARING = 0.2  # weight beside the best one's on all words, below which a reading is not compared
# Pages of DOS and of old Macs, in which hardly anybody writes today: of a text of few words their weight counts half.
OLD = frozenset(("cp850", "cp852", "cp857", "mac-roman"))
FEW_WORDS = 4
ALL_BROKEN = 0.5  # share of impossible words from which even the best reading is none
SIGN = 0.02  # weight of a text of nothing but usual signs: less than that of the words of any language

MOST_UNDECODED = 0.05  # of the characters beyond ASCII: a row or two may be of another code page
# Hangul or kana among them, from which a reading is Korean or Japanese. Between kana stand Han characters; of Chinese read
# as Japanese one in fifty is kana, of declarations in Japanese, which name firms, offices and goods, one in ten.
LEAST_OWN = {"cp949": 0.5, "cp932": 0.05, "euc_jis_2004": 0.05}

# The letters by which ë and ç of Albanian, of which no model is known, are read as Baltic; languages of that page have others too.
_ALBANIAN = frozenset("ėēĖĒ")
LEAST_WIDE = 8  # letters beyond ASCII

# From @ on: what the second byte of a Chinese character may be; and the four bytes of GB18030 for a letter that GBK has not.
_PIECES = re.compile(rb"(?:[\x81-\xfe]\d[\x81-\xfe]\d|[@-\xff ])+")
_BYTE_WORDS = re.compile(rb"[A-Za-z\x80-\xff]+")
_WORDS = re.compile("[A-Za-z\x80-\U0010ffff]+")
_SCRIPTS = (
    ("Greek", "\u0370", "\u03ff"),
    ("Cyrillic", "\u0400", "\u052f"),
    ("Hebrew", "\u0590", "\u05ff"),
    ("Arabic", "\u0600", "\u06ff"),
    ("Thai", "\u0e00", "\u0e7f"),
    ("Han", "\u2e80", "\ufaff"),  # with kana and Hangul
    ("half-width", "\uff61", "\uff9f"),
)
# What the texts of a code page hold besides Han: a reading without is none.
_KANA = re.compile("[\u3041-\u30fa]")
_OWN_LETTERS = {"cp949": re.compile("[가-힣]"), "cp932": _KANA, "euc_jis_2004": _KANA}
_QUOTES = "«»„“”’‘‚–—…·•\xa0№§°"  # signs before and after a word
_AFTER = "²³¹ªº®™%"
_BETWEEN = "’ʼ–—·/°®"
_SIGNS = _QUOTES + "%©±×÷½¼¾€£¥µ≤≥→"  # signs that stand alone or beside digits
_UNDECODED = re.compile("[\ufffd\x80-\x9f]")


@dataclass(frozen=True)
class CodePage:
    """The likeliest code page of a text, and those under which other words would be nearly as likely, best first."""

    name: str
    rivals: tuple[str, ...] = ()


def code_page(sample: bytes) -> CodePage | None:
    """The code page of `sample`, lines of a text with bytes from 0x80 on; None where no reading makes words."""
    pieces = b"\n".join(_distinct(_PIECES, sample))
    weights: dict[str, float] = {}
    seen: set[str] = set()
    for name in CODE_PAGES:
        text = pieces.decode(name, "replace")
        if text not in seen:
            seen.add(text)
            weights[name] = _weight(pieces, name)
    best = max(weights, key=lambda name: weights[name])
    if not weights[best] or _broken_share(_distinct(_WORDS, pieces.decode(best, "replace"))) > ALL_BROKEN:
        return None
    others = [name for name in weights if weights[name] >= WORTH_COMPARING * weights[best]]
    beside = {name: _beside(pieces, best, name) for name in others if name != best}
    if max(beside.values(), default=0) > 1:  # `best` led only by words that both read alike
        best = max(beside, key=lambda name: beside[name])
        beside = {name: _beside(pieces, best, name) for name in others if name != best}
    beside = {
        name: share * _language_beside(pieces, best, name) for name, share in beside.items() if share >= NEAR
    }
    near = sorted((name for name in beside if beside[name] >= NEAR), key=lambda name: -beside[name])
    return CodePage(best, tuple(near))


def _beside(pieces: bytes, best: str, other: str) -> float:
    """The weight of the reading `other` as a share of that of `best`, on the words in which they differ, alone or among
    their neighbours: the smaller of the two."""
    shares = []
    for part in (_BYTE_WORDS, _PIECES):
        parts = _distinct(part, pieces)
        differing = b"\n".join(p for p in parts if p.decode(best, "replace") != p.decode(other, "replace"))
        weight = _weight(differing, best)
        shares.append(_weight(differing, other) / weight if weight else 1.0)
    return min(shares)


def _language_beside(pieces: bytes, best: str, other: str) -> float:
    """How well the reading `other` is in the letters of one language, as a share of how well that of `best` is, up to 1."""
    words = _distinct(_BYTE_WORDS, pieces)
    differ = [word.decode(best, "replace") != word.decode(other, "replace") for word in words]

    def fit(name: str) -> float:
        texts = [word.decode(name, "replace") for word in words]
        return written_in_one_language(compress(texts, differ), compress(texts, map(not_, differ)))

    return min(1.0, fit(other) / (fit(best) or 1.0))


def _weight(data: bytes, name: str) -> float:
    """How well the reading of `data` as `name` makes words, from 0 to 1."""
    text = data.decode(name, "replace")
    wide = sum(c > "\x7f" for c in text)
    if len(_UNDECODED.findall(text)) > MOST_UNDECODED * wide:
        return 0.0
    if name in _OWN_LETTERS and len(_OWN_LETTERS[name].findall(text)) < LEAST_OWN[name] * wide:
        return 0.0
    if (
        name == "cp1257"
        and wide >= LEAST_WIDE
        and {c for c in text if c.isalpha() and c > "\x7f"} <= _ALBANIAN
    ):
        return 0.0
    words = _distinct(_WORDS, text)
    signs = sum(not word.strip(_SIGNS) for word in words) / max(1, len(words))
    rare = 0.5 if name in OLD and len(words) < FEW_WORDS else 1.0
    return rare * (_likeness(text, name) + SIGN * signs) * (1 - _broken_share(words)) ** 2


def _likeness(text: str, name: str) -> float:
    """How like a language the text is, in small letters, by chardet's models."""
    model = _MODELS.get(name, name)
    small = text.lower()
    likeness = _likeness_of_small(small, model)
    if model == "cp1254":  # in Turkish the small letter of I is ı
        likeness = max(likeness, _likeness_of_small(text.replace("I", "ı").replace("İ", "i").lower(), model))
    return likeness


def _likeness_of_small(small: str, model: str) -> float:
    import chardet

    data = small.encode(model, "ignore")
    if data.isascii():
        return 0.0
    found = chardet.detect(
        data, include_encodings=(model,), no_match_encoding=model, compat_names=False, max_bytes=len(data)
    )
    return float(found["confidence"])


def _distinct(runs: re.Pattern[AnyStr], text: AnyStr) -> list[AnyStr]:
    """The distinct runs of a text that are not ASCII."""
    return [run for run in dict.fromkeys(runs.findall(text)) if not run.isascii()]


def _broken_share(words: list[str]) -> float:
    """Share of the words that no writer would write."""
    return sum(map(_is_broken, words)) / max(1, len(words))


def _is_broken(word: str) -> bool:
    """True for a word of two scripts, with a sign between its letters or a capital after a small letter."""
    if not word.strip(_SIGNS):
        return False
    last = before_last = ""
    for c in word.strip(_QUOTES).rstrip(_AFTER):
        if unicodedata.category(c) == "Mn":  # a vowel sign or mark on the letter before
            continue
        if not c.isalpha():
            if c not in _BETWEEN:
                return True
            last = before_last = ""
            continue
        if last and c.isupper() and last.islower():
            return True
        if last and _script(c) != _script(last) and not (_script(last) == _script(before_last) == "Han"):
            return True  # "PVC管" too: what a wrong reading makes of "Stück" looks alike
        before_last, last = last, c
    return False


@lru_cache(maxsize=1 << 12)
def _script(letter: str) -> str:
    """The script of a letter; empty for none."""
    if not letter:
        return ""
    for name, first, last in _SCRIPTS:
        if first <= letter <= last:
            return name
    return "Latin"
