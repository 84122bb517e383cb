"""Which fields a header may name, and how surely: by its whole spelling, else by its single words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from matcher.customs.layout.header_concepts import ABBREVIATED, STRONG, concepts, said
from matcher.customs.layout.header_rules import fields_by_concept
from matcher.text.plain_words import plain
from matcher.text.word_files import word_file

# Evidence of a header for a field, in steps that the values under it (at most 3.5) can tip but not overturn.
SPELT = 6.0  # a whole spelling that is known
WORDS = 4.0  # its words in full; times their strength
PER_RANK = 0.1  # of SPELT for each better spelling of the field, of WORDS a quarter: the order decides between equals
TRANSLATION = 1.2  # less for a column that says it is a translation
OTHER = -5.0  # for every field that a header with known words does not name
OTHER_WEAKLY = -1.0  # where its words are only guessed
# Share of a table's headers with a known word, below which they are in a language that is not known. Of headers in
# made-up words .0 to .25 have one, of those in 24 languages that are known .5 to 1.0.
LEAST_KNOWN = 0.35
LEAST_PREFIXED, MOSTLY_PREFIXED = 6, 0.6  # headers, and share of them, that begin with one word
UNNAMED_WITH_WORDS = -2.5  # a header with known words that make up no field

# Of two parties the one that a header calls importer or exporter, then the consignee and the consignor (boxes 8 and 2 of
# the declaration), then those that buy and sell.
BY_NAME = 0.5
_NAMED_SO = {
    # of two numbers that of the registered declaration, not one that a program gives its drafts
    "declaration": (
        re.compile(
            r"\bmrn\b|\breg(?:istr\w*)?\b|регистр|\bрег\b|реєстр|tescil|enregistr|registro|đăng ký|daftar"
        ),
    ),
    "importer": (
        re.compile(r"import|импорт|імпорт|进口|進口|ithalat|수입|輸入|nhập khẩu"),
        re.compile(
            r"consignee|получат|одержув|отримув|收货|alıcı|destinat|empfänger|odbiorca|příjemce|geadresseerde"
        ),
    ),
    "exporter": (
        re.compile(r"export|экспорт|експорт|出口|ihracat|수출|輸出|xuất khẩu"),
        re.compile(
            r"consignor|shipper|отправ|відправ|发货|gönder|expedi|remit|versend|absend|nadawc|odesíl|spedit|mitten"
        ),
    ),
}

_BOX = re.compile(
    r"[(\[]?\b[gг]r?\.?_?(\d{1,3}[a-z]?)(?:[_. ](\d{1,2}))?(?:_?([a-z]{2,4}))?\b[)\]]?", re.IGNORECASE
)
BOXED = 0.8  # added to a field that the words name and the box in brackets, before all others that words name
# (15 гр.), (графа 31), (box 33), (casilla 33)
_BOX_IN_WORDS = re.compile(
    r"[(\[]\s*(?:(?P<word>гр(?:аф[аы]?)?\.?|box|feld|case|casilla|caja|casella|pole|поле|клетка|kutu)\s*)?"
    r"(?P<box>\d{1,2})(?:[/.]\d)?(?(word)|\s*(?:гр(?:аф[аы]?)?|box|клетка|kutu)\.?)\s*[)\]]",
    re.IGNORECASE,
)
_DOLLARS = re.compile(r"US\$|U\$S|U\$D|U\$|\$", re.IGNORECASE)
# H.S. Code, F.O.B.; not U.S., which may be a country, dollars, or supplementary units
_INITIALS = re.compile(r"(?<![^\W\d_])(?![Uu]\.[Ss]\.)(?:[^\W\d_]\.){2,}")
_OF_IN_THE_MIDDLE = re.compile(r"(?<![^\W_])[A-Z][a-z][A-Z](?![^\W_])")  # UoM, CoO: no two words
_SIGNS = {
    "€": "EUR",
    "£": "GBP",
    "₽": "RUB",
    "₴": "UAH",
    "₸": "KZT",
    "₺": "TRY",
    "₹": "INR",
    "₫": "VND",
    "₩": "KRW",
}
_MONEY = re.compile("|".join(_SIGNS))
_PREFIX = re.compile(r"([^\W\d_]+)[\W_]+(?=\w)")
_NOT_WORD = re.compile(r"[^\w%]+|_+")
_UZBEK = re.compile(r"(?<=[ogOG])['’‘ʻʼ`](?=[^\W\d_])")  # the signs of o' and g', which part no words
_SUMMED = re.compile(r"^(?:sum|total) ?of ?")  # sums that a vendor's summary sheet gives: SUMOFQUANTITY
_NUMBERED_PART = re.compile(r"(.+?) ?(\d)")  # PRODUCT_DESCRIPTION_1 ... _4, G31_1_2

_FILE = word_file(__package__, "spellings.yaml")
BOXES: dict[str, str] = _FILE["boxes"]
CURRENCIES: dict[str, str] = _FILE["currencies"]
TRANSLATED = re.compile(_FILE["translated"])
PERSONAL = re.compile(_FILE["personal"])


@cache
def _spellings() -> dict[str, re.Pattern[str]]:
    """For each field its spellings as one pattern, a group for each in their order."""
    found = {
        name: re.compile("|".join(f"({p})" for p in patterns))
        for name, patterns in _FILE["spellings"].items()
    }
    for name, patterns in _FILE["spellings"].items():
        if found[name].groups != len(patterns):
            raise ValueError(f"spellings.yaml: a spelling of {name} has a group of its own; write (?:...)")
    return found


def box(header: str) -> str | None:
    """The declaration box that `header` names: "Описание (G31_1)" -> "31_1"; None where it names none."""
    match = _BOX.search(header)
    if not match or not (
        header[match.start()] in "([" or _NOT_WORD.sub("", header) == _NOT_WORD.sub("", match[0])
    ):
        return None
    return match[1].lower() + (f"_{match[2]}" if match[2] else "")


def numbered_part(header: str) -> tuple[str, int] | None:
    """Stem and number of a header such as DESCRIPTION_2; None where it has none."""
    match = _NUMBERED_PART.fullmatch(plain(header))
    return (match[1], int(match[2])) if match else None


def without_prefix(headers: Sequence[str]) -> list[str]:
    """The headers without a first word that most of them have: SAD_ITM.HS_CODE, the name of a database's table."""
    found = [_PREFIX.match(header) for header in headers]
    firsts = Counter(match[1].casefold() for match in found if match)
    word, times = firsts.most_common(1)[0] if firsts else ("", 0)
    if times < max(LEAST_PREFIXED, MOSTLY_PREFIXED * len(headers)):
        return list(headers)
    return [
        header[match.end() :] if match and match[1].casefold() == word else header
        for header, match in zip(headers, found, strict=True)
    ]


@dataclass(frozen=True)
class HeaderReading:
    """What a header says: evidence by field, what it says of all others, and whether it announces a translation.

    `sure` are the fields that a whole spelling or a box names; `strength` is how surely the words of the others are
    read (0 to 1), `about` the concepts that are read in full.
    """

    evidence: dict[str, float] = field(default_factory=dict)
    others: float = 0.0
    translated: bool = False
    sure: frozenset[str] = frozenset()
    known: bool = False
    strength: dict[str, float] = field(default_factory=dict)
    about: frozenset[str] = frozenset()

    @property
    def guessed(self) -> bool:
        """Whether no field is named by words that are read in full."""
        return all(self.strength.get(name, 1.0) < STRONG for name in self.evidence)

    def of(self, name: str) -> float:
        return self.evidence.get(name, self.others)


class HeaderWords:
    """Reads headers. `spellings` are the plain headers that whole spellings may read; None means any.

    With a set of spellings the rest is read by single words alone, as a header is that nobody has seen: the
    benchmark of layouts asks for that.
    """

    def __init__(self, spellings: Container[str] | None = None) -> None:
        self.spellings = spellings
        self._read: dict[str, HeaderReading] = {}

    def read(self, header: str) -> HeaderReading:
        """What `header` says, remembered."""
        found = self._read.get(header)
        if found is None:
            found = self._read[header] = self._reading(header)
        return found

    def _reading(self, header: str) -> HeaderReading:
        header = _INITIALS.sub(lambda found: found[0].replace(".", "") + " ", _UZBEK.sub("", header))
        header = _OF_IN_THE_MIDDLE.sub(lambda found: found[0].upper(), header)
        if "$" in header:
            header = _DOLLARS.sub(" USD ", header)
        header = _MONEY.sub(lambda found: f" {_SIGNS[found[0]]} ", header)
        words = plain(header)
        if not words or words.isdigit():
            return HeaderReading()
        code = box(header)
        if "%" in words or "percent" in words:  # a share of a sum is no field of a line
            return HeaderReading(others=OTHER, known=True)
        evidence: dict[str, float] = {}
        if code is not None:
            for name in BOXES.get(code, "").split():
                evidence[name] = SPELT + 1
            words = plain(re.sub(r"[(\[][^)\]]*[)\]]", " ", header)) or words
        original = " ".join(TRANSLATED.sub(" ", words).split())
        translated = original != words and (not original or bool(concepts(original)))
        if translated:  # else "en" is a preposition: Compté en
            words = original
        self._by_spelling(header, words, evidence)
        if "value" in evidence and "value_usd" not in evidence and concepts(words).get("usd", 0.0) >= STRONG:
            evidence["value_usd"] = evidence.pop("value")  # amount (USD)
        sure = frozenset(evidence)
        strength = dict.fromkeys(evidence, 1.0)
        guessed, parts, _ = said(words)
        if not evidence and code is None:
            for name, number, strength[name] in fields_by_concept(words):
                evidence[name] = (
                    WORDS * strength[name] - number * PER_RANK / 4 - len(words.split()) * PER_RANK / 5
                )
                party = name.removesuffix("_code").removesuffix("_address")
                for rank, named in enumerate(_NAMED_SO.get(party, ()), 1):
                    if named.search(words):
                        evidence[name] += BY_NAME / rank
                        break
        if (boxed := _BOX_IN_WORDS.search(header)) and evidence:  # of a box that the words agree with
            for name in BOXES.get(boxed["box"], "").split():
                if name in evidence:
                    evidence[name] += BOXED
        if evidence:
            weak = max(strength.values()) < STRONG
            if translated:  # after the original of the same name, before a guess
                evidence = {name: worth - TRANSLATION for name, worth in evidence.items()}
            others = OTHER_WEAKLY if weak else OTHER
        elif guessed:
            others = UNNAMED_WITH_WORDS if max(guessed.values()) > 0.5 else OTHER_WEAKLY
        else:
            others = 0.0
        about = frozenset(name for name, worth in guessed.items() if worth >= STRONG) - parts
        return HeaderReading(evidence, others, translated, sure, bool(evidence or guessed), strength, about)

    def _by_spelling(self, header: str, words: str, evidence: dict[str, float]) -> None:
        if self.spellings is not None and plain(header) not in self.spellings:
            return
        forms = [(words, 0)]
        if (bare := _SUMMED.sub("", words)) != words:
            forms.append((bare, 3))
        if "(" in header or "[" in header or "," in header:
            bare = plain(re.split(r"[(\[,]", header)[0])
            if bare and bare != words:
                forms.append((bare, 5))
        for form, penalty in forms:
            for name, spellings in _spellings().items():
                match = spellings.fullmatch(form)
                if match and match.lastindex:
                    rank = match.lastindex - 1
                    worth = SPELT - PER_RANK * (rank + penalty)
                    evidence[name] = max(worth, evidence.get(name, worth))


def by_language(readings: Sequence[HeaderReading]) -> tuple[HeaderReading, ...]:
    """The readings of a table's headers; where most are in words that are not known, those that are read are guesses.

    A word of a language that nobody taught the importer may begin as a word of another one does.
    """
    return tuple(readings) if language_known(readings) else tuple(map(_as_guess, readings))


def language_known(readings: Sequence[HeaderReading]) -> bool:
    """Whether enough of a table's headers have a word that is known."""
    known = sum(reading.known for reading in readings)
    return known == len(readings) or known >= LEAST_KNOWN * len(readings)


def _as_guess(reading: HeaderReading) -> HeaderReading:
    if reading.sure or not reading.known:
        return reading
    worth = {
        name: worth * min(1.0, ABBREVIATED / reading.strength[name])
        for name, worth in reading.evidence.items()
    }
    strength = {name: min(strength, ABBREVIATED) for name, strength in reading.strength.items()}
    others = max(reading.others, OTHER_WEAKLY)
    return replace(reading, evidence=worth, others=others, strength=strength, about=frozenset())


ALL_WORDS = HeaderWords()
