"""The concepts of concepts.yaml and their words: as patterns, as they sound in Latin letters, in pinyin, as stems."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from matcher.text.plain_words import without_accents
from matcher.text.word_files import table_rows, word_file

LEAST_SOUND = 4  # letters of a folded transliteration: shorter ones are like words of other languages
LEAST_PINYIN = 5
LEAST_PHRASE = 6  # letters of several words
DATABASES = "db"  # names of columns of databases and programs, in concepts.yaml beside the languages
HEBREW, ARTICLE = "he", "ה"
CHINESE = "zh"
TRADITIONAL = str.maketrans(
    "货产单编码号规税则关报进国际发总额价币种数净装运启达业厂标类说称时间实华东车证书费汇险条项计测贸区别买卖购应内签纳统识场备离个体积组织联电话传邮连储评书询",
    "貨產單編碼號規稅則關報進國際發總額價幣種數淨裝運啟達業廠標類說稱時間實華東車證書費匯險條項計測貿區別買賣購應內簽納統識場備離個體積組織聯電話傳郵連儲評書詢",
)

_HAN = re.compile(r"[\u4e00-\u9fff]+")
_WITHOUT_VOWELS = re.compile(r"[\u0590-\u06ff]")  # Hebrew and Arabic letters say too little of a word's sound
_LITERAL = re.compile(r"[\w'-]+")
ANYWHERE = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]"
)  # scripts without blanks between words

# Spellings of transliterated letters, folded: systems differ in all of these.
_FOLDED = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"['’`ʹʼ\"-]", ""), (r"shch|shh|sch|tsch", "s"), (r"sh", "s"), (r"dzh|dj|zh", "j"), (r"tch|ch", "c"), (r"ts|tz|cz", "c"),
        (r"kh|x", "h"), (r"gh", "g"), (r"[yji]?[aā](?=[^\W_]|$)", "a"), (r"[yji](?=[ou])", ""), (r"[yj]e", "e"), (r"q", "k"),
        (r"w", "v"), (r"[yj]", "i"), (r"(.)\1+", r"\1"),
    )
)  # fmt: skip

# Letters that are written in Latin otherwise than by their usual sound: Bulgarian darzhava, izprashtane and proizhod, Russian
# obyom, Ukrainian zahalna, Greek hmeromhnia and xwra.
_OWN_LETTERS = {
    language: tuple(tuple(pair.split("=") for pair in letters.split()) for letters in systems)
    for language, systems in {
        "bg": ("зх=ж щ=sht ъ=a", "зх=ж щ=sht ъ=u"),
        "ru": ("ё=о",),
        "uk": ("г=h", "є=ye"),
        "be": ("г=h", "ё=о"),
        "el": (
            "η=h ή=h χ=x ω=w ώ=w υ=u ύ=u ξ=ks β=b",
            "η=i ή=i χ=x ω=o ώ=o υ=y ύ=y ξ=x",
            "η=i ή=i χ=h ω=o ώ=o υ=i ύ=i ξ=x",
        ),
    }.items()
}


@dataclass(frozen=True)
class Concept:
    """The words of one concept: as patterns over plain text, as folded transliterations, and as literal stems."""

    name: str
    words: tuple[str, ...]  # as concepts.yaml has them; where several match the first counts
    sounds: tuple[str, ...]
    phrases: tuple[tuple[str, ...], ...]  # the sounds of several words that follow each other
    han: tuple[str, ...]
    stems: tuple[str, ...]


@lru_cache(maxsize=1 << 14)
def folded(latin: str) -> str:
    """A Latin word by its sound, whichever system of transliteration wrote it."""
    for pattern, sound in _FOLDED:
        latin = pattern.sub(sound, latin)
    return latin


def _given() -> dict[str, dict[str, str]]:
    return dict(word_file(__package__, "concepts.yaml"))


@cache
def concepts_known() -> tuple[Concept, ...]:
    """All concepts, read once."""
    return tuple(_concept(name, words) for name, words in _given().items())


def _concept(name: str, by_language: dict[str, str]) -> Concept:
    from anyascii import anyascii

    words = [word for language, text in by_language.items() for word in _of_language(language, str(text))]
    words = list(dict.fromkeys([*words, *(without_accents(word) for word in words)]))
    stems = list(map(spelt, words))
    literal = [stem for stem in stems if _LITERAL.fullmatch(stem.replace(" ", ""))]
    foreign = [stem for stem in literal if not stem.isascii() and not ANYWHERE.search(stem)]
    whole = {spelt(word) for word in words if word.startswith("=")}  # a longer word may sound like it
    begun = [
        stem for stem in foreign if " " not in stem and stem not in whole and not _WITHOUT_VOWELS.search(stem)
    ]
    begun += [
        _with_letters(stem, letters)
        for language, systems in _OWN_LETTERS.items()
        for stem in set(begun).intersection(map(spelt, str(by_language.get(language, "")).split()))
        for letters in systems
    ]
    sounds = {folded(str(anyascii(stem)).lower()) for stem in begun}
    phrases = {
        tuple(folded(str(anyascii(part)).lower()) for part in stem.split()) for stem in foreign if " " in stem
    }
    han = [word for word in literal if len(word) > 1 and _HAN.fullmatch(word)]
    return Concept(
        name,
        tuple(words),
        tuple(sorted(sound for sound in sounds if len(sound) >= LEAST_SOUND)),
        tuple(sorted(phrase for phrase in phrases if len("".join(phrase)) >= LEAST_PHRASE)),
        tuple(han),
        tuple(stem for stem in literal if " " not in stem and not ANYWHERE.search(stem)),
    )


def _with_letters(stem: str, letters: Iterable[Sequence[str]]) -> str:
    """A stem in which some letters are written otherwise."""
    for letter, written in letters:
        stem = stem.replace(letter, written)
    return stem


def _of_language(language: str, text: str) -> Iterator[str]:
    """The words of a language, Hebrew ones also with the article, Chinese ones also in traditional characters."""
    for word in text.split():
        yield word
        if language == CHINESE:
            yield word.translate(TRADITIONAL)
        if language == HEBREW:
            yield f"{ARTICLE}{word.lstrip('=')}"


def spelt(word: str) -> str:
    """A word of concepts.yaml as it is written: without the sign of a whole word, with blanks."""
    return word.lstrip("=").replace("_", " ").strip()


def names_of_columns() -> Iterator[str]:
    """The names of columns of databases and programs in concepts.yaml, their words parted by underscores."""
    for by_language in _given().values():
        for word in str(by_language.get(DATABASES, "")).split():
            if "_" in word:
                yield word.lstrip("=")


@cache
def pinyin_of(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words as they sound in Mandarin, without those too short to tell anything."""
    sounds = spoken()
    return tuple(sounds[word] for word in words if len(sounds[word]) >= LEAST_PINYIN)


@cache
def spoken() -> dict[str, str]:
    """Each Chinese word of concepts.yaml -> its pinyin without tones (tools/pinyin.py)."""
    return {row["word"]: row["pinyin"] for row in table_rows(__package__, "header_pinyin.csv")}


@cache
def particles() -> frozenset[str]:
    """Words that abbreviate nothing: articles, prepositions, pronouns."""
    return frozenset(word_file(__package__, "particles.yaml"))
