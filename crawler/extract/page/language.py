"""Which language a page is in: by its script and commonest words, then by what it declares."""

from __future__ import annotations

import re
from collections import Counter

from crawler.extract.words.vocabulary import vocabulary

LANGUAGES = frozenset(vocabulary()["languages"])
_URL_LANGUAGE = re.compile(
    r"//([a-z]{2})\.|/([a-z]{2})(?:[-_][a-z]{2})?(?:/|$)|[?&]lang(?:uage)?=([a-z]{2})\b", re.I
)
_STOPWORDS = {language: frozenset(words.split()) for language, words in vocabulary()["common_words"].items()}


def language_tag(declared: str | None) -> str | None:
    """The two-letter code of a declared language (`zh-CN`, `en_US`), None where it is none."""
    if not declared:
        return None
    code = re.split(r"[-_ ,;]", declared.strip().lower())[0]
    code = {
        "cn": "zh",
        "tw": "zh",
        "ua": "uk",
        "kz": "kk",
        "jp": "ja",
        "kr": "ko",
        "eng": "en",
        "rus": "ru",
    }.get(code, code)
    return code if code in LANGUAGES else None


def language_of(text: str, declared: str | None = None, url: str = "") -> str | None:
    """The language of `text` as a two-letter code; `declared` and the address decide where the text does not."""
    by_text = _by_script(text)
    if by_text in (None, "latin"):
        by_words = _by_words(text)
        if by_words and (declared is None or declared in _STOPWORDS):
            return by_words
        if by_text == "latin" and declared in ("zh", "ru", "uk", "kk", "ja", "ko", "ar", "he"):
            declared = None
        return declared or by_words or url_language(url)
    if by_text == "cyrillic":
        return declared if declared in ("ru", "uk", "kk", "be", "ky", "uz", "bg", "sr") else "ru"
    return by_text


def url_language(url: str) -> str | None:
    """The language that an address names as a folder, a host or a parameter."""
    for match in _URL_LANGUAGE.finditer(url):
        code = language_tag(next(group for group in match.groups() if group))
        if code:
            return code
    return None


def _by_script(text: str) -> str | None:
    counts = dict.fromkeys(
        ("latin", "han", "kana", "hangul", "cyrillic", "arabic", "hebrew", "kazakh", "ukrainian", "russian"),
        0,
    )
    for c, count in Counter(text).items():
        if "a" <= c <= "z" or "A" <= c <= "Z" or "\u00c0" <= c <= "\u024f":
            counts["latin"] += count
        elif "\u4e00" <= c <= "\u9fff":
            counts["han"] += count
        elif "\u0400" <= c <= "\u04ff":
            counts["cyrillic"] += count
            lower = c.lower()
            if lower in "әғқңөұүһ":
                counts["kazakh"] += count
            elif lower in "їєґ":
                counts["ukrainian"] += count
            elif lower in "ыэъё":
                counts["russian"] += count
        elif "\u3040" <= c <= "\u30ff":
            counts["kana"] += count
        elif "\uac00" <= c <= "\ud7a3":
            counts["hangul"] += count
        elif "\u0600" <= c <= "\u06ff":
            counts["arabic"] += count
        elif "\u0590" <= c <= "\u05ff":
            counts["hebrew"] += count
    letters = sum(counts[k] for k in ("latin", "han", "kana", "hangul", "cyrillic", "arabic", "hebrew"))
    if letters < 20:
        return None
    # A Han character says as much as about four Latin letters.
    if (
        4 * (counts["han"] + counts["kana"]) > counts["latin"] + counts["cyrillic"]
        and counts["han"] + counts["kana"] > 0.08 * letters
    ):
        return "ja" if counts["kana"] > 0.1 * counts["han"] else "zh"
    if counts["hangul"] > 0.2 * letters:
        return "ko"
    if counts["cyrillic"] > 0.35 * letters:
        if counts["kazakh"] > 0.02 * counts["cyrillic"]:
            return "kk"
        if counts["ukrainian"] > max(2, counts["russian"]):
            return "uk"
        return "ru" if counts["russian"] else "cyrillic"
    if counts["arabic"] > 0.3 * letters:
        return "ar"
    if counts["hebrew"] > 0.3 * letters:
        return "he"
    return "latin"


def _by_words(text: str) -> str | None:
    words = re.findall(r"[^\W\d_]+", text[:10_000].lower())
    if len(words) < 8:
        return None
    counts = Counter(words)
    scores = {
        language: sum(counts[word] for word in stop & counts.keys()) / len(words)
        for language, stop in _STOPWORDS.items()
    }
    best = max(scores, key=lambda language: scores[language])
    return best if scores[best] >= 0.04 else None
