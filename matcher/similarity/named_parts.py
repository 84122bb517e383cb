"""Whether goods are called a part or an accessory, and not only what comes with them or of what larger thing they are parts.

"Pump QX-7 with standard accessories" and "Pump QX-7 (parts for milk tanks)" are pumps; "spare parts for pumps" are none.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache

from matcher.text.legal_forms import split_legal_form
from matcher.text.normal_forms import embedding_form
from matcher.text.prefix_regex import PrefixedRegex
from matcher.text.word_files import word_file

LONGEST = 600  # characters of a description in which a part is looked for
REACH = 60  # characters before and behind a word for parts that tell what is said with it
LEAST_WORD = 4  # letters of a word that names goods
LEAST_NAMED = 10  # letters of words from which something is named before
_HAN = re.compile("[\u3400-\u9fff\uac00-\ud7af]")
_BREAK = re.compile(r"[,;:()\[\]{}|\n]|\.(?:\s|$)|\s[-–—]\s")
_BREAK_SIGN = re.compile(r"[,;:()\[\]{}|\n]|\s[-–—]\s")
_DIGIT = re.compile(r"\d")
_WORD = re.compile(r"[^\W\d_]{2,}")
_CONNECTING = frozenset(
    {"for", "of", "with", "к", "для", "до", "cho", "của", "cua", "für", "para", "pour", "per", "voor", "k"}
)
# What only leads from a word for parts to what has them.
_LEADING = re.compile(
    r"(?<!\w)(?:for|of|to|the|in|on|и|к|ко|до|для|від|от|у|в|на|cho|của|thay thế|für|zu|von|para|de|pour|per|di|do|van|voor)(?!\w)"
)
_FIRM_AHEAD = re.compile(r"\W{1,2}([^\W\d_]+)")
_FIRM_END = re.compile(r"[,;()|\n]")


@dataclass(frozen=True)
class PartWord:
    """A word for parts in a description: its place, that of its phrase, and the other words of this, the `whole`.

    `opening`: hardly anything is named before it, and it is no class of goods as a tariff has it ("parts of vehicles");
    `heading`: it ends at a colon.
    """

    start: int
    phrase: tuple[int, int]
    whole: str
    opening: bool
    heading: bool


@cache
def _words() -> tuple[PrefixedRegex, re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """The words for parts, what before one and what behind it says that they come with the goods, and "and" before it."""
    given = word_file(__package__, "phrase_words.yaml")
    words = {name: [w.replace("_", " ") for w in found.split()] for name, found in given.items()}

    def any_of(name: str) -> str:
        edged = [re.escape(w) if _HAN.search(w) else rf"(?<!\w){re.escape(w)}(?!\w)" for w in words[name]]
        return "|".join(sorted(edged, key=len, reverse=True))

    return (
        PrefixedRegex(f"{any_of('part')}|{any_of('part_opening')}", [*words["part"], *words["part_opening"]]),
        re.compile(
            rf"(?<!use )(?<!used )(?<!compatible )(?<!\.)(?:{any_of('comes_with')})[./]?\s{{0,2}}(?P<between>(?:(?:[^\W_]{{1,4}}\.|[^\W_]+)[\s-]{{1,2}}){{0,4}})$"
        ),
        re.compile(rf"\W{{0,2}}(?:{any_of('comes_behind')})"),
        re.compile(rf"(?:{any_of('and')}|[&+])\s*$"),
    )


@cache
def _opening_words() -> frozenset[str]:
    """Words that mean parts where a description begins with them: parts of a pump."""
    words = word_file(__package__, "phrase_words.yaml")["part_opening"]
    return frozenset(word.replace("_", " ") for word in words.split())


@cache
def _any_machine() -> re.Pattern[str]:
    """Words for machines of any kind, which are no item's own."""
    words = word_file(__package__, "phrase_words.yaml")["any_machine"].split()
    return re.compile("|".join(re.escape(word).replace(r"\*", r"\w*") for word in words))


@lru_cache(maxsize=1 << 14)
def part_words(text: str) -> tuple[PartWord, ...]:
    """The words for parts of a description that do not say what comes with the goods, nor how a firm is called."""
    form = embedding_form(text[:LONGEST])
    parts, _, behind, _ = _words()
    opening_words = _opening_words()
    breaks = [(0, 0), *(match.span() for match in _BREAK.finditer(form)), (len(form), len(form))]
    out = []
    for found in parts.finditer(form):
        alone = found[0].rpartition(" ")[2] not in _CONNECTING
        if _comes_with_goods(form, found.start(), alone) or _is_firm(form, found.end()):
            continue
        if behind.match(form, found.end()):
            continue
        start = max(end for _, end in breaks if end <= found.start())
        stop = min(begin for begin, _ in breaks if begin >= found.end())
        class_of_goods = found[0] in opening_words
        opening = _is_opening(form[:start])
        if class_of_goods and not (opening and not _WORD.search(form, start, found.start())):
            continue
        words = f"{form[start : found.start()]} {_object_in(found[0])} {form[found.end() : stop]}"
        whole = " ".join(_LEADING.sub(" ", words).split())
        opening = opening and not (class_of_goods and not _DIGIT.search(whole))
        out.append(PartWord(found.start(), (start, stop), whole, opening, form[stop : stop + 1] == ":"))
    return tuple(out)


def _is_opening(before: str) -> bool:
    """Whether hardly anything is named in a text: "item 1", but no goods."""
    return sum(map(len, _WORD.findall(before))) < LEAST_NAMED


def _comes_with_goods(form: str, start: int, alone: bool) -> bool:
    """Whether "with" or "and" stands before a word for parts, in its phrase; `alone`: it does not say itself of what they are."""
    _, comes_with, _, together = _words()
    before = _BREAK_SIGN.split(form[max(0, start - REACH) : start])[-1]  # a point may end a short word
    found = comes_with.search(before)
    return bool(together.search(before)) or (found is not None and (alone or not found["between"]))


def _is_firm(form: str, end: int) -> bool:
    """Whether a legal form or the like follows: a firm called "... spare parts co"."""
    ahead = _FIRM_AHEAD.match(form, end)
    if ahead is None:
        return False
    rest = split_legal_form(f"x {_FIRM_END.split(form[end : end + REACH].strip())[0]}")
    return bool(split_legal_form(f"x {ahead[1]}").form) or (rest.core == "x" and bool(rest.form))


def _object_in(word: str) -> str:
    """What a word for parts itself says to have them: "станку" of "к станку"."""
    first, _, rest = word.partition(" ")
    return rest if len(first) <= 2 else ""


def names_part(text: str) -> bool:
    """Whether a description says that the goods are a part or an accessory; "equipment and components" does not."""
    return bool(part_words(text))


def is_called_part(text: str, code: str | None, is_item: Callable[[str], bool]) -> bool:
    """Whether the goods are called a part of what an item is; `is_item`: whether words call the item.

    `code`: as the goods name the item's own, empty where they name it only as what they are for, None where they do not.
    Of what other thing the goods are a part says nothing in a remark behind what they are called. Nor does a bare "spare
    part" behind the item's code, unless the words before it begin or end with another thing: a seal kit pump QX-7; or before
    it, where words that call the item follow: "spare parts: pump QX-7".
    """
    found = part_words(text)
    if code is None:
        return any(part.opening or is_item(part.whole) for part in found)
    form = embedding_form(text[:LONGEST])
    at = form.find(embedding_form(code).strip()) if code else -1
    return any(at < 0 or not _says_nothing(form, part, at, is_item) for part in found)


def _says_nothing(form: str, part: PartWord, code: int, is_item: Callable[[str], bool]) -> bool:
    """Whether a word for parts is a remark on what is named by its code, or the class it is of."""
    start, stop = part.phrase
    remark, heading = code < start, part.heading and stop < code
    if not (remark or heading):
        return False
    if words := [word for word in _WORD.findall(part.whole) if not _any_machine().fullmatch(word)]:
        return not is_item(" ".join(words))
    if part.whole:
        return True
    if heading:
        named = _WORD.findall(form[stop:code])
        return bool(named) and not _CONNECTING.intersection(named) and is_item(" ".join(named))
    said = [word for word in _WORD.findall(_BREAK.split(form[:code])[-1]) if len(word) >= LEAST_WORD]
    another = any(map(is_item, said)) and not (is_item(said[0]) and is_item(said[-1]))
    return not another
