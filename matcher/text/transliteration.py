"""Names across scripts: ШАНХАЙ ЭЙЧ ВИН, Shanghai H Win and 上海 meet in one key."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from importlib import resources

from rapidfuzz.distance import OSA

from matcher.text.legal_forms import split_legal_form
from matcher.text.normal_forms import fold_lookalikes, without_markers

_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+")
_CYRILLIC = re.compile(r"[\u0400-\u052f]")
_BLANKS = re.compile(r"\s+")
_WORD = re.compile(r"[^\W_]+")

_CYRILLIC_TO_LATIN = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "yo", "ж": "zh", "з": "z", "и": "i",
    "й": "y", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t",
    "у": "u", "ф": "f", "х": "h", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "y", "ь": "",
    "э": "e", "ю": "yu", "я": "ya", "і": "i", "ї": "yi", "є": "ye", "ґ": "g", "ә": "a", "ғ": "g", "қ": "k",
    "ң": "n", "ө": "o", "ұ": "u", "ү": "u", "һ": "h", "ў": "u",
}  # fmt: skip
LATIN_OF_CYRILLIC = str.maketrans(_CYRILLIC_TO_LATIN)

# Names of Latin letters as Russian spells them out in firm names.
_LETTER_NAMES = {
    "эй": "a", "би": "b", "си": "c", "ди": "d", "эф": "f", "джи": "g", "эйч": "h", "ай": "i", "джей": "j",
    "кей": "k", "эл": "l", "эм": "m", "эн": "n", "оу": "o", "пи": "p", "кью": "q", "ар": "r", "эс": "s", "ти": "t",
    "ви": "v", "экс": "x", "икс": "x", "уай": "y", "зет": "z", "зед": "z", "дабл": "w",
}  # fmt: skip

# Syllables of the Palladius system (Chinese in Russian) whose plain transliteration is far from pinyin.
_PALLADIUS = (
    ("чж", "zh"), ("цзы", "zi"), ("цзя", "jia"), ("цзю", "jiu"), ("цзе", "jie"), ("цзи", "ji"), ("цзюй", "ju"),
    ("цз", "z"), ("дж", "j"), ("сюй", "xu"), ("цюй", "qu"), ("хуй", "hui"), ("юй", "yu"), ("кс", "x"), ("жэнь", "ren"),
)  # fmt: skip


@lru_cache(maxsize=1 << 15)
def transliterate(text: str) -> str:
    """`text` in Latin letters: Cyrillic by sound, Chinese in pinyin without tones, other scripts as anyascii has them.

    Words are kept apart; case is lowered; letter names spelt out become the letter (ЭЙЧ ВИН is h vin).
    """
    text = unicodedata.normalize("NFKC", fold_lookalikes(without_markers(text))).lower()
    if text.isascii():
        return _BLANKS.sub(" ", text).strip()
    if _HAN.search(text):
        text = _HAN.sub(_pinyin, text)
    if _CYRILLIC.search(text):
        text = _WORD.sub(_latin_word, text)
    if not text.isascii():
        from anyascii import anyascii

        text = str(anyascii(text)).lower()
    return _BLANKS.sub(" ", text).strip()


def _pinyin(found: re.Match[str]) -> str:
    from pypinyin import lazy_pinyin

    return " " + " ".join(lazy_pinyin(found[0])) + " "


def _latin_word(found: re.Match[str]) -> str:
    word = found[0]
    if word in _LETTER_NAMES:
        return _LETTER_NAMES[word]
    if not _CYRILLIC.search(word):
        return word
    for syllable, latin in _PALLADIUS:
        word = word.replace(syllable, latin)
    return word.translate(LATIN_OF_CYRILLIC)


# Spellings that sound alike, folded in this order. Voicing and nasals differ between the systems that write
# Chinese and English names in Cyrillic: В stands for W and V, Н for N and NG, Х for H, KH and X.
_ALIKE_SOUNDS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"guard", "gard"), (r"shch|sch", "sh"), (r"kh", "h"), (r"ph", "f"), (r"tsz|dzh|dj|zh", "j"), (r"ts|tz", "q"), (r"ck", "k"),
        (r"c(?=[aoulrtk]|$)", "k"), (r"ks|cs", "x"), (r"c(?!h)", "q"), (r"x(?=[iu])", "s"), (r"w", "v"), (r"ng", "n"),
        (r"(?<=[bcdfghjklmnprstvxz])yo(?=[bcdfgjklmnprstvxz])", "e"), (r"y(?=[aeiou])|(?<=[aeiou])y", "i"), (r"y", "i"), (r"ee|ea", "i"), (r"oo|ou", "u"), (r"th", "t"),
        (r"(?<=[aeiou])h(?![aeiou])", ""), (r"(.)\1+", r"\1"), (r"i(?=[aeou])", ""), (r"on(?![aeiou])", "un"),
        (r"(?<=[a-z][a-z][bcdfghjklmnprstvxz])e$", ""), (r"z", "s"), (r"g(?=[ei])", "j"),
    )
)  # fmt: skip


@lru_cache(maxsize=1 << 15)
def name_key(name: str) -> str:
    """A firm's or mark's name by its sound, without legal form and blanks: equal or near-equal across scripts.

    ШАНХАЙ ЭЙЧ ВИН КО., ЛТД and Shanghai H Win Co., Ltd give the same key; others are near by `key_similarity`.
    """
    return "".join(word_keys(name))


@lru_cache(maxsize=1 << 15)
def word_keys(name: str) -> tuple[str, ...]:
    """The sound keys of the words of a name, without its legal form."""
    latin = transliterate(split_legal_form(name).core)
    return tuple(key for word in _WORD.findall(latin) if (key := sound(word)))


_REPEATED = re.compile(r"(.)\1+")  # of the sounds above the one that digits have


@lru_cache(maxsize=1 << 15)
def sound(word: str) -> str:
    """The sound key of one Latin word."""
    if word.isdigit():
        return _REPEATED.sub(r"\1", word)
    for pattern, alike in _ALIKE_SOUNDS:
        word = pattern.sub(alike, word)
    return word


def key_similarity(left: str, right: str) -> float:
    """How alike two sound keys are, from 0 to 1: one minus edits (a swap is one) by the longer's length."""
    if left == right:
        return 1.0 if left else 0.0
    longer = max(len(left), len(right))
    if not left or not right or abs(len(left) - len(right)) > longer * 0.4:
        return 0.0
    return 1 - OSA.distance(left, right) / longer


def pinyin_syllables(word: str) -> bool:
    """Whether a lower-case Latin word is made of two or more Chinese syllables and nothing else."""
    return _syllables().fullmatch(word) is not None


@cache
def _syllables() -> re.Pattern[str]:
    return re.compile(f"(?:{'|'.join(pinyin_list())}){{2,}}")


@cache
def pinyin_list() -> tuple[str, ...]:
    """All syllables of pinyin, the longest first (tools/pinyin.py)."""
    text = resources.files(__package__).joinpath("pinyin_syllables.txt").read_text(encoding="utf-8")
    return tuple(text.split())
