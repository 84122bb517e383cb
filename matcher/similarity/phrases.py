"""Phrases: the parts of a description that name the goods and their properties, apart from codes, numbers and names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

import numpy as np

from matcher.arrays import Float32s
from matcher.attributes.extract import described
from matcher.attributes.measures import LABEL_WORDS, Measure, known_dimension, measures, piece_words
from matcher.embedding.encoder import Centre, Encoder
from matcher.records.documents import ItemDocument, Page
from matcher.text.legal_forms import split_legal_form
from matcher.text.normal_forms import embedding_form, language_of
from matcher.text.scopes import CALLED_USE, NOT_COMPOUND, Words, opens
from matcher.text.transliteration import name_key
from matcher.text.word_files import word_file

HEAD_WORDS = 9
USE_PARTS, USE_WORDS = 3, 6  # parts of a description in which its use is looked for, and words of it
MOST = 6  # phrases of a description that are compared with a page's properties
MOST_KEPT = 20_000  # vectors of phrases that are kept: 30 MB
SHORT_SIGN = 4  # letters
LONGEST = 70  # characters of a phrase
GRADE = r"[a-z]{1,2}\d{1,2}(?:-\d{1,3})?|\d{1,2}[a-z]{1,2}|\d{1,2}⁄\d{1,2}"  # a pattern: e27, h7, 1⁄2
ENDED, ENDING = 4, r"\w*"  # letters of a word that may have another ending, and what may end it
NOTHING_SHARE = 0.5  # of the words of a denial that name no property, above which it says nothing
LEAST_DENIED = 3  # letters of a word that is denied
LEAST = 5  # phrases of a language from which it has a mean of its own
_BREAK = re.compile(r"[,;:()\[\]{}|\n/、，；。：（）•=的]|\.(?:\s|$)|\s[-–—]\s")
_BRACKETED = re.compile(r"\([^()]{1,200}\)")
_COUNTED = re.compile(r"^\s*\d{1,3}\s?[-.)]\s*(?=\D)")
_TOKEN = re.compile(r"\S+")
_NUMERIC = re.compile(r"\d")
_HAN = re.compile("[\u3400-\u9fff]")
_SIGNS_IN_HAN = re.compile(
    r"[a-z\d][\w./+⁄-]*", re.IGNORECASE | re.ASCII
)  # a code between words without blanks
_BETWEEN = re.compile(r"[,;()\[\]{}|\n、，；。（）•]|\.(?:\s|$)")
_FIRM = re.compile(
    r"(?:[^\W\d_]+ )?(?:(?:ve|san|tic|sti|as|co|jsc|inc|sanayi|ticaret|a\.ş)\b\W*)+"
)  # what is left of a firm's name at a point
_GRADE = re.compile(GRADE)
_FRACTION = re.compile(r"(?<![\d/.,])(\d{1,2})/(\d{1,2})(?![\d/.,])")  # of an inch, which no break divides
_COUNT = re.compile(
    r"\s*\d[\d.,]*\s*(?:[^\W\d_\u3400-\u9fff]*|[\u3400-\u9fff]{1,2})\s*"
)  # a number and at most one word: what is counted
_LETTERS = re.compile(r"[^\W\d_]{2,}")
# Words that only begin like a denial: wireless, unmanned, brushless, seamless; non-standard, non-woven.
_NOT_COMPOUND = {"无": NOT_COMPOUND, "非": "(?![标晶织接])"}
_BOUND = re.compile(
    r"(?:менее|более|ранее|ниже|выше|позднее|свыше|менше|більше|раніше|less|more|later|exceeding|超过|少于|低于)(?!\w)"
)
_NUMBER_OF = re.compile(r"no(?:\s?[.:#№]|\s+of(?!\w)|\s*\d)")  # "no of discs" is their number
_COMPOUND = re.compile(r"non(?!\w)")  # denies the word behind it alone
_HAN_FOR = re.compile(r"用(?=[\u3400-\u9fff]{2})")


def _short_sign(match: re.Match[str]) -> str:
    """A short word of letters or a grade between Chinese words stays: PNP输出, E27灯头; anything else is a code or a brand."""
    short = match[0].isalpha() and len(match[0]) <= SHORT_SIGN
    return f" {match[0]} " if short or _GRADE.fullmatch(match[0].lower()) else " "


def is_grade(phrase: str) -> bool:
    """Whether a phrase is a short sign with digits and nothing else: e27, h7, 1⁄2."""
    return _GRADE.fullmatch(phrase) is not None


def parts_of(text: str, grades: bool = False) -> list[str]:
    """The parts of a description between commas, colons, brackets; words with digits are left out.

    With `grades` short ones stay: B5 mounting, E27, 1/2 (as 1⁄2).
    """
    out: list[str] = []
    for part in _BREAK.split(_FRACTION.sub("\\1⁄\\2", _COUNTED.sub("", text[:1_200]))):
        words = [
            word
            for token in _TOKEN.findall(part)
            for word in (_SIGNS_IN_HAN.sub(_short_sign, token).split() if _HAN.search(token) else [token])
            if not _NUMERIC.search(word) or (grades and _GRADE.fullmatch(word))
        ]
        if all(map(_NUMERIC.search, words)):
            out.extend(words if len(words) == 1 else ())
            continue
        phrase = " ".join(words)[:LONGEST].strip(" -–.\"'«»")
        if _LETTERS.search(phrase):
            out.append(phrase)
    return out


@lru_cache(maxsize=64)  # head, phrases and denials of a description are asked for one after another
def _form(text: str) -> str:
    """What describes the goods, in the form for the encoder."""
    return embedding_form(described(text))


@lru_cache(maxsize=1 << 14)
def head_of(text: str, names: frozenset[str] = frozenset()) -> str:
    """The words that name the goods: the first part without the sound keys `names` of makers, up to "for" or "with"."""
    for part in parts_of(_without_measures(_COUNTED.sub("", _form(text)), labels=False)):
        found = Words(part)
        words: list[str] = []
        scopes = found.scopes
        for at, (word, _) in enumerate(found.words):
            opened = scopes[at] or (scopes[at + 1] if at + 1 < len(scopes) else "")
            if words and opened in ("for", "with", "without", "not"):
                break
            if not (names and name_key(word) in names):
                words.append(word)
        if words and _LETTERS.search(" ".join(words)):
            head = " ".join(words[:HEAD_WORDS])
            if (after := _function_words()["use"].search(head)) and head[after.end() :].strip():
                head = head[after.end() :].strip()
            return _HAN_FOR.split(head)[-1]
    return ""


@lru_cache(maxsize=1 << 14)
def uses_of(text: str, names: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """What the goods are said to be for, in the first parts: "transistor" of "heat sink for transistor", one for each "for".

    Brackets may stand between: a repair kit (seals, washers) for pumps.
    """
    uses: dict[str, None] = {}
    said = _without_measures(_COUNTED.sub("", _form(text)), labels=False)
    parts = dict.fromkeys([*parts_of(said)[:USE_PARTS], *parts_of(_BRACKETED.sub(" ", said))[:USE_PARTS]])
    for part in parts:
        for words in _uses_in(part):
            kept = [word for word in _used_with(words) if not (names and name_key(word) in names)]
            if kept and _LETTERS.search(" ".join(kept)):
                uses[" ".join(kept[-USE_WORDS:])] = None
    return tuple(uses)


def _used_with(words: list[str]) -> list[str]:
    """The words of a use without those that only say so: "pumps" of "use with pumps"."""
    return words[2:] if len(words) > 2 and words[0] in CALLED_USE and opens(words[1]) else words


def _uses_in(part: str) -> Iterator[list[str]]:
    """The words after each "for" of a part, or before it where a language puts it behind."""
    found = Words(part)
    words: list[str] = []
    for (word, _), scope in zip(found.words, found.scopes, strict=True):
        if scope == "for" and opens(word) != "for":
            words.append(word)
        elif words:
            yield words
            words = []
    if words:
        yield words
    elif before := _HAN_FOR.split(part)[:-1]:
        yield [before[-1]]
    elif after := _function_words()["use"].search(part):
        yield part[: after.start()].split()


def kind_texts(item: ItemDocument) -> tuple[str, ...]:
    """How an item's pages call its kind: names without codes and brands, and the last categories."""
    codes = {word.lower() for code in item.codes for word in (code, *code.split())}
    names = frozenset(name_key(brand) for brand in item.brands)
    out = []
    for page in item.pages:
        words = [w for w in page.name.split() if not _NUMERIC.search(w) and w.lower() not in codes]
        out.append(" ".join(w for w in words if name_key(w) not in names))
        out.append(page.category.rsplit(">", 1)[-1].strip())
    kept = [embedding_form(text)[:LONGEST] for text in out if _LETTERS.search(text)]
    return tuple(dict.fromkeys(kept))


def properties_of(page: Page, names: frozenset[str] = frozenset()) -> tuple[tuple[str, str], ...]:
    """What a page states in words, each with its label: values of specifications, and unlabelled parts of the text."""
    given = [
        (embedding_form(label), value) for label, value in page.specs.items() if not _COUNT.fullmatch(value)
    ]
    parts = [
        (label, part)
        for label, text in (*given, ("", page.description[:400]))
        for part in _word_parts(embedding_form(text), names, labels=not label)
    ]
    return tuple(dict.fromkeys(parts))[:24]


@lru_cache(maxsize=1 << 14)
def phrases_of(text: str, names: frozenset[str]) -> tuple[str, ...]:
    """A description's phrases after its head: what may state a property in words.

    `names`: sound keys of makers' names, which are no properties.
    """
    head, denied = head_of(text, names), denials(text)
    parts = []
    for part in _word_parts(_form(text), names):
        if head and part.startswith(head):
            part = _after_scope(part[len(head) :])
        if (
            (len(part) < 3 and not is_grade(part))
            or part in denied
            or _function_words()["purpose"].search(part)
        ):
            continue
        if not denied_of(part) or _function_words()["lacking"].search(part):
            parts.append(part)
    return tuple(dict.fromkeys(parts))[:MOST]


def _after_scope(rest: str) -> str:
    """What follows the head within its part: "pressed steel cage" of "with pressed steel cage"."""
    found = Words(rest.strip())
    for (_, at), scope in zip(found.words[:2], found.scopes, strict=False):
        if scope == "with":
            return found.text[at:]
    return ""


def _word_parts(text: str, names: frozenset[str], labels: bool = True) -> list[str]:
    """The parts of a text that say something in words: no number with its unit and (`labels`) label, no firm's name."""
    out = []
    for part in _BETWEEN.split(_without_measures(_COUNTED.sub("", text[:1_200]), labels)):
        if split_legal_form(f"x {part.strip()}").form or _FIRM.fullmatch(part.strip()):
            continue
        for phrase in parts_of(part, grades=True):
            given = [word for word in phrase.split() if word not in piece_words()]
            words = [word for word in given if not (names and name_key(word) in names)]
            if words and (len(words) == len(given) or len(words) > 1):
                out.append(" ".join(words))
    return out


def _without_measures(text: str, labels: bool = True) -> str:
    """The text with a break in place of each number with its unit, and of the few words before it, which are its label."""
    out, at = [], 0
    for measure in measures(text):
        if measure.start < at or not (measure.label or known_dimension(measure)):
            continue
        before = text[at : measure.start]
        label = _BETWEEN.split(before)[-1]
        out.append(
            before[: len(before) - len(label)] if labels and len(label.split()) <= LABEL_WORDS else before
        )
        at = measure.end
    return ",".join([*out, text[at:]])


@lru_cache(maxsize=1)
def _function_words() -> dict[str, re.Pattern[str]]:
    given = word_file(__package__, "phrase_words.yaml")
    words = {name: [w.replace("_", " ") for w in found.split()] for name, found in given.items()}

    def any_of(name: str, ended: bool = False) -> str:
        """Any of the words; with `ended` also with another ending."""
        edged = [
            rf"(?<!\w){re.escape(w)}{ENDING if ended and len(w) >= ENDED else ''}(?!\w)"
            if not _HAN.search(w)
            else re.escape(w) + _NOT_COMPOUND.get(w, "")
            for w in words[name]
        ]
        return "|".join(sorted(edged, key=len, reverse=True))

    return {
        "before": re.compile(rf"^(?:{any_of('denied_before')})[\s:]*(?=\S)"),
        "purpose": re.compile(rf"^(?:{any_of('purpose')})|(?:{any_of('for_after')})"),
        "lacking": re.compile(
            rf"^(?:{any_of('lacking_before')})[\s:]*(?=\S)|\s(?:{any_of('lacking_after')})$"
        ),
        "within": re.compile(
            rf"(?:(?:{any_of('numbered')})[\s.]*no(?!\w)[.:\s]*|{_NUMBER_OF.pattern})|(?P<denial>{any_of('denied_before')})\s*"
        ),
        "nothing": re.compile(any_of("nothing", ended=True)),
        "after": re.compile(rf"\s*(?:{any_of('denied_after')})$"),
        "use": re.compile(rf"\s(?:{any_of('for_after')})(?!\w)"),
        "for": re.compile(rf"^\W{{0,2}}(?:{any_of('for_after')})"),
    }


def words_behind_uses() -> list[str]:
    """Words that follow what goods are for, apart by blanks: Turkish için."""
    words: list[str] = word_file(__package__, "phrase_words.yaml")["for_after"].split()
    return [word for word in words if not _HAN.search(word)]


def denied_of(phrase: str) -> str:
    """What a phrase denies ("brass cage" of "without brass cage"); empty where it denies nothing."""
    patterns = _function_words()
    for name in ("before", "after"):
        if found := patterns[name].search(phrase):
            denied = (phrase[: found.start()] + phrase[found.end() :]).strip(" :-")
            return _of_compound(denied) if _COMPOUND.match(found[0]) else denied
    return ""


def _of_compound(denied: str) -> str:
    """The one word that "non" denies: a non-return valve is a valve."""
    return denied.lstrip(" -").partition(" ")[0]


@lru_cache(maxsize=1 << 14)
def _denied_parts(text: str) -> tuple[str, ...]:
    """What stands after a denial, up to the next break."""
    form = _form(text)
    found = [match for match in _function_words()["within"].finditer(form) if match["denial"]]
    parts = (
        (match, _BREAK.split(form[match.end() : match.end() + LONGEST].lstrip(" :"))[0]) for match in found
    )
    return tuple(_of_compound(part) if _COMPOUND.match(match["denial"]) else part for match, part in parts)


@lru_cache(maxsize=1 << 14)
def denials(text: str) -> tuple[str, ...]:
    """What a description denies of the goods: the words after a denial up to the next break, or before one that follows.

    That there is no brand, no number, or that they are not for something, says nothing of them.
    """
    found: dict[str, None] = {}
    for part in _denied_parts(text):
        words = " ".join(w for w in part.split()[:5] if not _NUMERIC.search(w)).strip()
        if _LETTERS.search(words):
            found[words] = None
    for part in parts_of(_form(text)):
        if (denied := denied_of(part)) and not _NUMBER_OF.match(part):
            found[denied] = None
    return tuple(words for words in found if _says_something(words))[:4]


def _says_something(denied: str) -> bool:
    """Whether words that are denied may be a property: neither a purpose nor the name, the mark or the use of any goods."""
    patterns = _function_words()
    longest = max(map(len, _LETTERS.findall(denied)), default=0)
    nothing = sum(bool(patterns["nothing"].match(word)) for word in denied.split())
    return (
        (longest >= LEAST_DENIED or bool(_HAN.search(denied)))
        and not patterns["purpose"].search(denied)
        and not _BOUND.match(denied)
        and nothing <= NOTHING_SHARE * len(denied.split())
    )


@lru_cache(maxsize=1 << 14)
def denied_measures(text: str) -> tuple[Measure, ...]:
    """The numbers that a description denies: 400 V of "not 3-phase 400 V"."""
    return tuple(m for part in _denied_parts(text) for m in measures(part))


def is_for(after: str) -> bool:
    """Whether the words that follow a name say that the goods are for it, as Kazakh, Turkish and Chinese do."""
    return bool(_function_words()["for"].search(after.lower()))


class PhraseSpace:
    """Centred unit vectors of phrases; the mean of each language is taken from a sample of phrases.

    The sample must have the catalog's own words as well: where its language is not that of the declarations, phrases
    that are not centred are like nothing.
    """

    def __init__(self, encoder: Encoder, sample: Sequence[str]) -> None:
        self.encoder = encoder
        self._kept: dict[str, Float32s] = {}  # declarations repeat their phrases
        texts = list(dict.fromkeys(text for text in sample if text))
        vectors = encoder.encode(texts) if texts else np.zeros((0, 1), dtype=np.float32)
        self.centre = Centre(vectors, [language_of(text) for text in texts], LEAST) if texts else None

    def __getstate__(self) -> dict[str, object]:
        return {**self.__dict__, "_kept": {}}  # vectors are found again

    def remember(self, texts: Iterable[str]) -> None:
        """Encode texts that will be asked for, by a worker as well."""
        self.encoder.remember([text for text in dict.fromkeys(texts) if text])

    def vectors(self, texts: Sequence[str]) -> Float32s:
        """One row for each text."""
        if not texts:
            return np.zeros((0, 1), dtype=np.float32)
        new = [text for text in dict.fromkeys(texts) if text not in self._kept]
        if new:
            found = self.encoder.encode(new)
            if self.centre is not None:
                found = self.centre.of(found, [language_of(text) for text in new])
            if len(self._kept) > MOST_KEPT:
                self._kept.clear()
                return self.vectors(texts)
            self._kept.update(zip(new, found, strict=True))
        return np.stack([self._kept[text] for text in texts])
