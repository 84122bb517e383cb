"""Normal forms of text, one for each purpose; scripts, languages, look-alike letters.

Text the world wrote is never changed in place: every function gives a form beside it. Names across scripts are in
matcher.text.transliteration.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

# Capital letters that look alike: Latin, Cyrillic, Greek. Small letters follow their capitals, since dumps were
# often lower-cased after somebody typed the wrong capital.
_LATIN = "ABCEHIJKMOPSTXY"
_CYRILLIC = "АВСЕНІЈКМОРЅТХУ"
_GREEK = {"Α": "A", "Β": "B", "Ε": "E", "Η": "H", "Ι": "I", "Κ": "K", "Μ": "M", "Ν": "N", "Ο": "O", "Ρ": "P",
          "Τ": "T", "Υ": "Y", "Χ": "X", "Ζ": "Z"}  # fmt: skip
_RARE = frozenset("JSЈЅ")  # Ј and Ѕ are no Russian letters: a J or S tells the script as surely as a D


def _with_small(pairs: dict[str, str]) -> dict[int, str]:
    return {
        ord(a): b for big, target in pairs.items() for a, b in ((big, target), (big.lower(), target.lower()))
    }


_TO_LATIN = _with_small(dict(zip(_CYRILLIC, _LATIN, strict=True)) | _GREEK)
_TO_CYRILLIC = _with_small({la: cy for la, cy in zip(_LATIN, _CYRILLIC, strict=True) if la not in _RARE})
_ALIKE = frozenset(c for c in (*_LATIN, *_CYRILLIC) if c not in _RARE)
_ALIKE_BOTH = _ALIKE | frozenset(c.lower() for c in _ALIKE)

_MARKER_IN_WORD = re.compile(r"(?<=[^\W\d_])_\[=[\d.]*=\]\s?(?=[^\W\d_])")
_MARKER = re.compile(r"_?\[=[\d.]*=\]")
_LETTERS = re.compile(r"[^\W\d_]+")
# Two scripts in one word, or Greek: the texts without either, nearly all, need no look at their single words. Searches
# begin with the letters that are fewer; the second finds a Cyrillic letter before one of a third kind, too.
_MIXED = re.compile(
    r"[A-Za-z\u0370-\u03ff]"
    r"(?:(?<=[\u0370-\u03ff])|(?<=[\u0400-\u052f].)|(?=[^\W\d_A-Za-z\u0370-\u052f]*[\u0370-\u052f]))"
)
_MIXED_FURTHER = re.compile(r"[^\W\d_A-Za-z\u0370-\u052f](?<=[\u0400-\u052f].)")
_ALIKE_CYRILLIC_WORD = re.compile(
    rf"(?<![^\W\d_])[{''.join(c for c in _CYRILLIC if c not in _RARE)}]+(?![^\W\d_])"
)
_SIZE_SIGN = re.compile(r"(?<=\d)\s*[x×хχ*✕✖]\s*(?=\d)", re.IGNORECASE)
# These begin with the sign, since a search for one character is fast.
_DECIMAL = re.compile(r",(?<=\d,)(?=\d)")
_LOOSE_POINT = re.compile(r"\.(?:(?<!\d\.)|(?!\d))")
_TEXT = re.compile(r"[\w.+%]+")
_TURKISH_LETTER = re.compile("[İıĞğŞş]")
_TURKISH_ACCENT = re.compile("[İıĞğŞşÇçÖöÜü]")
_LATIN_WORD = re.compile(r"(?<![^\W_])[A-Za-zÀ-ɏ]+(?![^\W_]|[-/]\d)")  # without digits: codes keep their I
_SMALL = re.compile(r"[a-zçğıöşü]{3}")
_TURKISH_ONE_IN = 5
_BLANKS = re.compile(r"\s+")
_LETTER_O = re.compile(r"(?<=\d)O+|O+(?=\d)")
# A small l in a word of capitals and digits, before a digit and behind one or two capitals, which is a one: TK6l2-S, JLQl910A
_SMALL_L = re.compile(r"(?<![\w.,/-])[A-ZА-Я][A-ZА-Я0-9l./-]{1,40}(?![^\W_])")
_ONE = re.compile(r"(?:(?<=\d)|(?<=[A-ZА-Я]{2}))l(?=\d)")
_CODE_SEPARATORS = re.compile(r"[\W_]+")
# Latin letters with an accent, and the letters that they are without it.
_PLAIN_LATIN = {
    code: plain
    for code in range(0xC0, 0x250)
    if (plain := unicodedata.normalize("NFD", chr(code))[0]) != chr(code) and plain.isascii()
}


def without_markers(text: str) -> str:
    """`text` without the page markers `_[=1=]` that dumps carry, words they cut being joined."""
    if "[=" not in text:
        return text
    return _MARKER.sub(" ", _MARKER_IN_WORD.sub("", text))


def marked_spans(text: str, spans: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Where spans of `without_markers(text)` are in `text`, markers within a word included."""
    if "[=" not in text or not spans:
        return tuple(spans)
    places = _places_without_markers(text)
    return tuple((places[start], places[end - 1] + 1) for start, end in spans if start < end <= len(places))


@lru_cache(maxsize=64)  # one text is asked for with the spans of each reason of each of its pairs
def _places_without_markers(text: str) -> tuple[int, ...]:
    """The place in `text` of each character of `without_markers(text)`."""
    places = list(range(len(text)))
    for pattern, left in ((_MARKER_IN_WORD, 0), (_MARKER, 1)):
        current = "".join(text[place] for place in places)
        for match in reversed(list(pattern.finditer(current))):
            del places[match.start() + left : match.end()]
    return tuple(places)


def fold_lookalikes(text: str) -> str:
    """`text` with words of mixed script made whole: ФАHЕРА with a Latin H becomes ФАНЕРА, НD-ВV205 HD-BV205.

    A word is a run of letters. Letters that exist in one script only decide; where there are none, the more
    numerous. Words of one script are left alone, whatever they look like. The length does not change, so spans
    in the result are spans in `text`.
    """
    return _LETTERS.sub(_whole_word, text) if _may_be_mixed(text) else text


def _may_be_mixed(text: str) -> bool:
    return not text.isascii() and bool(_MIXED.search(text) or _MIXED_FURTHER.search(text))


def _whole_word(found: re.Match[str]) -> str:
    word = found[0]
    if word.isascii():
        return word
    latin = cyrillic = greek = 0
    sure_latin = sure_cyrillic = 0
    for c in word:
        if c.isascii():
            latin += 1
            sure_latin += c not in _ALIKE_BOTH
        elif "\u0400" <= c <= "\u052f":
            cyrillic += 1
            sure_cyrillic += c not in _ALIKE_BOTH
        elif "\u0370" <= c <= "\u03ff":
            greek += 1
    if (latin > 0) + (cyrillic > 0) + (greek > 0) < 2 and not (
        greek and len(word) == greek and len(word) < 3
    ):
        return word
    if (sure_latin, latin) > (sure_cyrillic, cyrillic):
        return word.translate(_TO_LATIN)
    if cyrillic:
        return word.translate(_TO_CYRILLIC)
    return word.translate(_TO_LATIN)


def lower_letters(text: str) -> str:
    """`text` in small letters, letter for letter, so that places stay: İ alone would become two."""
    return text.replace("İ", "i").lower()


def is_turkish(text: str) -> bool:
    """Whether Latin words of a text are Turkish: one has a letter of Turkish only, and one in five at least an accent."""
    if not _TURKISH_LETTER.search(text):
        return False
    words = _LATIN_WORD.findall(text)
    return sum(bool(_TURKISH_ACCENT.search(word)) for word in words) * _TURKISH_ONE_IN >= len(words)


def lower(text: str) -> str:
    """`text` in small letters; in Turkish words İ becomes i and I becomes ı, elsewhere İ loses its second dot.

    Words in capitals among small letters are abbreviations of any language: SOIC kılıf.
    """
    if _TURKISH_LETTER.search(text):
        every, capitals = is_turkish(text), not _SMALL.search(text)

        def small(found: re.Match[str]) -> str:
            word = found[0]
            turkish = _TURKISH_LETTER.search(word) or (every and (capitals or not word.isupper()))
            return word.replace("I", "ı") if turkish else word

        text = _LATIN_WORD.sub(small, text)
    return lower_letters(text)


@lru_cache(maxsize=1 << 16)
def normal_form(text: str) -> str:
    """The form under which texts count as the same goods.

    Page markers, letter case, look-alike letters, punctuation, size signs and white space make no difference;
    `+`, `%` and decimal points do. Words that are made of look-alike letters only become Latin, so the result is
    for comparing, not for reading.
    """
    text = unicodedata.normalize("NFKC", without_markers(text)).upper().casefold().upper()
    text = unicodedata.normalize("NFKC", text).replace("Ё", "Е")
    text = _SIZE_SIGN.sub("X", text)
    text = _DECIMAL.sub(".", text)
    if _may_be_mixed(text):
        text = _LETTERS.sub(_comparable_word, text)
    elif not text.isascii():
        text = _ALIKE_CYRILLIC_WORD.sub(lambda found: found[0].translate(_TO_LATIN), text)
    return _words_apart(text).lower()


def _words_apart(text: str) -> str:
    """The words, numbers, `+` and `%` of a text with one blank between them; points only within numbers."""
    text = " ".join(_TEXT.findall(text.replace("_", " ")))
    return " ".join(_LOOSE_POINT.sub(" ", text).split()) if "." in text else text


def _comparable_word(found: re.Match[str]) -> str:
    word = _whole_word(found)
    return word.translate(_TO_LATIN) if all(c in _ALIKE for c in word) else word


@lru_cache(maxsize=1 << 16)
def lexical_form(text: str) -> str:
    """The form for words and character n-grams: lower case, whole words, one kind of size sign, no punctuation.

    ё counts as е and ı as i, since capitals and keyboards do not tell them apart.
    """
    text = unicodedata.normalize("NFKC", fold_lookalikes(without_markers(text)))
    text = lower_letters(text).replace("ё", "е").replace("ı", "i")
    text = _DECIMAL.sub(".", _SIZE_SIGN.sub("x", text))
    return _words_apart(text)


SHORT_CODE = 40  # characters of a text whose code form is kept: words come again and again
EMBEDDED_CHARACTERS = 1_000  # the encoder reads 128 tokens; the rest would be cut there anyway


def embedding_form(text: str) -> str:
    """The form for the encoder: lower case and whole words; punctuation stays, since it parts phrases.

    Upper case alone cost half of the true neighbours (RU to EN, recall at 1: .245 against .394).
    """
    text = lower(
        unicodedata.normalize("NFKC", fold_lookalikes(without_markers(text[: 4 * EMBEDDED_CHARACTERS])))
    )
    return _BLANKS.sub(" ", text).strip()[:EMBEDDED_CHARACTERS]


def code_form(text: str) -> str:
    """The form for model codes, articles and SKUs: capitals, look-alikes made Latin, separators out.

    HD-BV205, hd bv 205 and a НD-ВV205 with Cyrillic letters all become HDBV205; a letter O beside a digit is a zero: PD-O1, and a
    small l before one among capitals a one; Latin letters lose their accents, as most programs of customs write them: TÇK 110 is TCK110.
    """
    return _short_code_form(text) if len(text) <= SHORT_CODE else _code_form(text)


def with_ones(text: str) -> str:
    """The text with ones for the small letters l that were typed for them in words of capitals and digits."""
    if "l" not in text:
        return text
    return _SMALL_L.sub(lambda found: _ONE.sub("1", found[0]), text)


def _code_form(text: str) -> str:
    text = with_ones(unicodedata.normalize("NFKC", without_markers(text))).upper()
    form = _CODE_SEPARATORS.sub("", text.translate(_PLAIN_LATIN).translate(_TO_LATIN)).upper()
    return _LETTER_O.sub(lambda found: "0" * len(found[0]), form) if "O" in form else form


_short_code_form = lru_cache(maxsize=1 << 16)(_code_form)


# How a Cyrillic letter may have come from a Latin one in a code: by sound, by name, or by look.
_READINGS = {
    "А": "A", "Б": "B", "В": "BVW", "Г": "GH", "Д": "D", "Е": "E", "Ё": "E", "Ж": "JZ", "З": "Z", "И": "IY",
    "Й": "YIJ", "К": "KCQ", "Л": "L", "М": "M", "Н": "NH", "О": "O", "П": "P", "Р": "PR", "С": "CS", "Т": "T",
    "У": "UYW", "Ф": "F", "Х": "XH", "Ц": "C", "Ч": "C", "Ш": "S", "Э": "E", "Ю": "U", "Я": "Y", "І": "I",
    "Ї": "I", "Є": "E", "Ґ": "G",
}  # fmt: skip
_PAIRS = {"[KCQ][CS]": "X", "[D][JZ]": "J"}  # readings of two letters that may be of one


def code_readings(text: str) -> re.Pattern[str] | None:
    """A pattern for the code forms that a code with Cyrillic letters may stand for: НВХ-ТМ650Л is NVXTM650L.

    None where `text` has no Cyrillic letter. КС is read as X, too, and ДЖ as J.
    """
    code = _CODE_SEPARATORS.sub("", unicodedata.normalize("NFKC", without_markers(text)).upper())
    if not any(c in _READINGS for c in code):
        return None
    pattern = "".join(f"[{_READINGS[c]}]" if c in _READINGS else re.escape(c) for c in code)
    for pair, sound in _PAIRS.items():
        pattern = pattern.replace(pair, f"(?:{sound}|{pair})")
    return re.compile(pattern)


_SCRIPTS = (
    ("Latin", (("A", "Z"), ("a", "z"), ("\u00c0", "\u024f"), ("\u1e00", "\u1eff"))),
    ("Cyrillic", (("\u0400", "\u052f"),)),
    ("Han", (("\u3400", "\u4dbf"), ("\u4e00", "\u9fff"), ("\uf900", "\ufaff"))),
    ("Kana", (("\u3040", "\u30ff"),)),
    ("Hangul", (("\uac00", "\ud7a3"), ("\u1100", "\u11ff"))),
    ("Greek", (("\u0370", "\u03ff"),)),
    ("Arabic", (("\u0600", "\u06ff"),)),
    ("Hebrew", (("\u0590", "\u05ff"),)),
    ("Armenian", (("\u0530", "\u058f"),)),
    ("Georgian", (("\u10a0", "\u10ff"), ("\u1c90", "\u1cbf"))),
    ("Thai", (("\u0e00", "\u0e7f"),)),
    ("Devanagari", (("\u0900", "\u097f"),)),
)
_LETTER_SAMPLE = 2_000  # characters looked at to tell script and language
_HAN_WEIGHT = 3  # a Chinese character counts for about as much as three letters


@lru_cache(maxsize=4096)
def _script_of_letter(c: str) -> str:
    if not c.isalpha():
        return ""
    return next((name for name, ranges in _SCRIPTS if any(a <= c <= z for a, z in ranges)), "Other")


def script_of(text: str) -> str:
    """The script that most of `text` is written in: Latin, Cyrillic, Han, ...; empty where it has no letters."""
    counts = Counter(_script_of_letter(c) for c in text[:_LETTER_SAMPLE])
    counts.pop("", None)
    if not counts:
        return ""
    counts["Han"] *= _HAN_WEIGHT
    return counts.most_common(1)[0][0]


_UKRAINIAN = frozenset("іїєґІЇЄҐ")
_KAZAKH = frozenset("әғқңөұүһӘҒҚҢӨҰҮҺ")
_VIETNAMESE = frozenset("ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ")
_RUSSIAN = frozenset("ыэъёЫЭЪЁ")
_OF_SCRIPT = {"Latin": "en", "Cyrillic": "ru", "Han": "zh", "Kana": "ja", "Hangul": "ko", "Greek": "el",
              "Arabic": "ar", "Hebrew": "he", "Armenian": "hy", "Georgian": "ka", "Thai": "th",
              "Devanagari": "hi"}  # fmt: skip


@lru_cache(maxsize=1 << 14)
def language_of(text: str) -> str:
    """A guess at the language by its letters: ru, uk, kk, zh, ja, ko, vi, tr, en, ...; empty where there are none.

    Latin text without Vietnamese or Turkish letters counts as English: short goods names do not allow more.
    """
    sample = text[:_LETTER_SAMPLE]
    script = script_of(sample)
    if script == "Cyrillic":
        if sum(c in _KAZAKH for c in sample) >= 2:
            return "kk"
        if sum(c in _UKRAINIAN for c in sample) > sum(c in _RUSSIAN for c in sample):
            return "uk"
        return "ru"
    if script == "Latin" and sum(c in _VIETNAMESE for c in sample.lower()) >= 2:
        return "vi"
    if script == "Latin" and is_turkish(sample):
        return "tr"
    if script == "Han" and any("\u3040" <= c <= "\u30ff" for c in sample):
        return "ja"
    return _OF_SCRIPT.get(script, "") if script else ""
