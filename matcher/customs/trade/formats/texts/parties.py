"""Whose trade a title or heading names, and the partner of it: "Exports of India to China", "Импорт из Китая", "Partner: China"."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache

from matcher.customs.trade.formats.texts import words
from matcher.customs.trade.formats.texts.figures import is_place
from matcher.customs.trade.formats.texts.measures import measure
from matcher.customs.trade.formats.texts.vocabulary import as_written, by_kind, fold, has_no_blanks, word_list
from matcher.customs.values.countries import alpha3, alpha3_inflected
from matcher.text.month_names import month_names

LONGEST_NAME = 6  # words of a country that a title names
LONGEST_IN_SIGNS = 12  # signs of a country in a script without blanks
SHORT = 3  # letters of a code or an abbreviation
_ARTICLE = re.compile(
    r"\s*(?:(?:the|der|die|das|den|dem|la|las|el|los|le|les|il|lo|gli|o|a|os|as)\s+|l['’])?", re.IGNORECASE
)
_WORD = re.compile(r"\s*([^\W\d_][\w'’ʻʼ.-]*)")
_BEHIND = re.compile(
    rf"{_WORD.pattern}|\s*(\$)"
)  # what may make a country's name a currency's: US dollars, US$
_JOINING = frozenset({"of", "the", "and", "de", "del", "do", "da", "dos", "di", "du", "des", "la", "y", "et", "e", "и"})  # fmt: skip
_AND = re.compile(r"\s*(?:,|;|/|&|\+|(?<!\w)(?:and|und|y|et|e|i|и|та|і|ve|oraz|или|or)(?!\w))\s*", re.IGNORECASE)  # fmt: skip
_OF = re.compile(r"\b(?:of|by|Республики|республики|de|von)\s+(?=[^\W\d_])")
_LABEL = re.compile(r"([^:：=]{3,40}?)\s*[:：=]\s*(\S.*)")


@dataclass
class Parties:
    """The countries that titles name.

    `reporters` by "of" or a label; `partners`; `pair` are two between which there is trade; `own` those that goods are exported from or
    imported to; `unknown` names no country that is known, where one is meant; `world` is True where all are the partner; `rest` is the text without all but the reporters.
    """

    reporters: set[str] = field(default_factory=set)
    partners: set[str] = field(default_factory=set)
    pair: set[str] = field(default_factory=set)
    own: set[str] = field(default_factory=set)
    unknown: set[str] = field(default_factory=set)
    world: bool = False
    rest: str = ""

    def put(self, kind: str, code: str, flow: str | None) -> None:
        """A country behind a word of `kind` in a text on this flow."""
        outwards = flow in ("export", "re-export", "domestic export")
        if code == words.WORLD:
            self.world = True
            return
        if kind == "into_or_in" and flow is None:
            return
        if kind in ("reporter", "between"):
            (self.reporters if kind == "reporter" else self.pair).add(code)
        elif flow and kind != "with" and outwards == (kind == "from"):
            self.own.add(code)
        else:
            self.partners.add(code)


def parties_of(titles: Sequence[str], flow: str | None) -> Parties:
    """The countries that titles name; `flow` is that of the table, for titles that name none."""
    found = Parties()
    rest = []
    labels = _labels()
    for at, title in enumerate(titles):
        kind = labels.get(fold(titles[at - 1])) if at else None
        if kind and is_place(title):
            _put_labelled(found, kind, title, flow)
            continue
        if (match := _LABEL.fullmatch(title.strip())) and (kind := labels.get(fold(match[1]))):
            _put_labelled(found, kind, match[2], flow)
            continue
        if code := alpha3(title):
            found.reporters.add(code)
        said = parties_in(title, words.flow_in(title) or flow)
        for name in ("reporters", "partners", "pair", "own", "unknown"):
            getattr(found, name).update(getattr(said, name))
        found.world |= said.world
        rest.append(said.rest)
    found.rest = " ".join(rest)
    return found


def _put_labelled(found: Parties, kind: str, text: str, flow: str | None) -> None:
    if is_place(text):
        found.put(kind, words.country(text), flow)
    elif words.is_total(text.split()[0]):
        found.world = True  # all partners
    else:
        found.unknown.add(text.strip()[:40])


@lru_cache(maxsize=4096)
def parties_in(text: str, flow: str | None) -> Parties:
    """The countries that one title or heading names in words."""
    found = Parties()
    taken: list[tuple[int, int]] = []
    out: list[tuple[int, int]] = []
    for kind, party in _named(text, found):
        found.put(kind, party.code, flow)
        taken.append((party.start, party.end))
        out += [] if kind == "reporter" else taken[-1:]
    for match in _OF.finditer(text):
        inside = any(start <= match.start() < end for start, end in taken)
        if inside or _ends_in_money(text[: match.start()]):
            continue
        name = _name_at(text, match.end(), match[0].strip().lower() == "республики")
        if name and name.code != words.WORLD:
            found.reporters.add(name.code)
            taken.append((name.start, name.end))
    found.rest = "".join(c for i, c in enumerate(text) if not any(start <= i < end for start, end in out))
    return found


@dataclass(frozen=True)
class _Name:
    code: str
    start: int
    end: int


def _named(text: str, found: Parties) -> Iterator[tuple[str, _Name]]:
    """(kind of word, country) of each country beside a word for a partner, and those that own something."""
    reached = 0
    romance = any(word in fold(text) for word in word_list("romance_flows"))
    for match in _before().finditer(text):
        word = match[1].lower()
        alone = len(word) == 1 and match[1].isupper() and match.start() and not text.isupper()
        if match.start() < reached or alone or (romance and word in ("do", "na")):
            continue
        kind = _kinds("partner_words")[word]
        name = _name_at(text, match.end(), inflected=True)
        if name is None:
            _put_unknown(found, word, text[: match.start()], text[match.end() :])
        while name:
            reached = name.end
            yield kind, _Name(name.code, match.start(), reached)
            joint = _AND.match(text, reached)
            name = _name_at(text, joint.end(), inflected=True) if joint else None
    yield from _by_endings(text)
    yield from _by_signs(text)


def _put_unknown(found: Parties, word: str, before: str, behind: str) -> None:
    """What stands behind a word for a partner and is no country that is known: the world, a group, or a name."""
    first, *more = fold(behind).split()[:3] or [""]
    if words.is_total(first) or first in word_list("of_all"):
        found.world = True
    elif not _is_of_flow(before) or word in word_list("also_by"):
        return
    elif word_list("of_countries") & {first, *more}:
        found.unknown.add(" ".join([first, *more]))
    elif meant := _capitals(behind, 0):
        found.unknown.add(meant)


def _by_endings(text: str) -> Iterator[tuple[str, _Name]]:
    """Countries with an ending or a word behind them: Çin'den, Xitoydan, 中国から, Peru's."""
    for pattern, kinds in ((_endings(), _kinds("partner_endings")), (_owners(), {})):
        for match in pattern.finditer(text):
            name = _name_before(text, match.start())
            whole = _name_before(text, match.end())
            if name and (whole is None or whole.start > name.start):
                yield kinds.get(match[0].lower(), "reporter"), name


def _by_signs(text: str) -> Iterator[tuple[str, _Name]]:
    """Countries of scripts without blanks behind a sign: 对美国出口. The country before it is the one that trades: 中国对美国出口."""
    for match in re.finditer("|".join(sorted(_kinds("partner_signs"), key=len, reverse=True)), text):
        ends = range(min(len(text), match.end() + LONGEST_IN_SIGNS), match.end() + 1, -1)
        codes = ((end, alpha3(text[match.end() : end])) for end in ends)
        if found := next(((end, code) for end, code in codes if code), None):
            yield _kinds("partner_signs")[match[0]], _Name(found[1], match.end(), found[0])
            if trader := _name_before(text, match.start()):
                yield "reporter", trader


def _name_at(text: str, at: int, inflected: bool) -> _Name | None:
    """The country, with a capital letter, that stands at a place of a text."""
    ends, start = _capitals_at(text, at)
    for end in reversed(ends):
        if code := _place(text[start:end].strip(" .-"), _BEHIND.match(text, end)):
            return _Name(code, start, end)
    for end in reversed(ends) if inflected else ():
        name = text[start:end].strip(" .-")
        if len(name) > SHORT and name.casefold() not in month_names() and (code := alpha3_inflected(name)):
            return _Name(code, start, end)
    return None


def _capitals_at(text: str, at: int) -> tuple[list[int], int]:
    """Where the words of a name that begins at a place may end, and where the first begins."""
    article = _ARTICLE.match(text, at)
    start = pos = article.end() if article else at
    ends: list[int] = []
    while len(ends) < LONGEST_NAME and (match := _WORD.match(text, pos)):
        if match[1][0].islower() and (not ends or match[1] not in _JOINING):
            break
        pos = match.end()
        ends.append(pos)
    return ends, start


def _capitals(text: str, at: int) -> str:
    """The words with capital letters at a place, where they may be a name: no month, no measure."""
    ends, start = _capitals_at(text, at)
    meant = text[start : ends[0]] if ends else ""
    known = meant.casefold().rstrip(".") in month_names() or not measure(meant).rest
    return "" if known or len(meant) <= SHORT or words.is_total(meant) else text[start : ends[-1]]


def _name_before(text: str, end: int) -> _Name | None:
    """The country that ends at a place of a text, the longest name of those that may."""
    for start in range(max(0, end - 40), end):
        piece = text[start:end]
        in_signs = not piece.isascii() and has_no_blanks(piece[0]) and end - start <= LONGEST_IN_SIGNS
        at_word = piece[0].isupper() and not (
            start and (text[start - 1].isalnum() or text[start - 1] in "'’")
        )
        if (in_signs or at_word) and (code := _place(piece.strip(" '’"), None)):
            return _Name(code, start, end)
    return None


def _place(name: str, behind: re.Match[str] | None) -> str | None:
    """The country, group or world of a name; None for a currency (US dollars), a code (IT, AC) and what is no place."""
    if len(name) <= SHORT and name.isascii() and fold(name).replace(" ", "") not in word_list("short_countries"):  # fmt: skip
        return None
    money = measure(f"{name}{behind[0] if behind else ''}")
    if money.currency and not money.rest:
        return None
    return words.country(name) if is_place(name) else None


def _ends_in_money(before: str) -> bool:
    """Whether the last word before is a currency, which the country behind it is of: "dólares de" Estados Unidos."""
    words_before = before.split()
    return bool(words_before and measure(words_before[-1]).currency)


def _is_of_flow(before: str) -> bool:
    """Whether the words before, back to a comma or the like, name a direction: "Imports of Georgia" from ..."""
    return any(words.flow_of(word) for word in re.split(r"[.,;:()]", before)[-1].split())


@cache
def _kinds(section: str) -> dict[str, str]:
    """Word -> kind of a section that says what stands beside a country."""
    return {word: kind for kind, listed in by_kind(section).items() for word in listed}


def end_of_label(header: str) -> str | None:
    """Which end of trade a column of countries is of by its header: from, to; None for neither. "Country of origin name" is of "from"."""
    folded = fold(header)
    kind = _labels().get(folded) or _labels().get(folded.rpartition(" ")[0])
    return kind if kind in ("from", "to") else None


@cache
def _labels() -> dict[str, str]:
    return {fold(word): kind for word, kind in _kinds("party_labels").items()}


@cache
def _before() -> re.Pattern[str]:
    listed = sorted(_kinds("partner_words"), key=len, reverse=True)
    return re.compile(rf"(?<![\w-])({'|'.join(map(re.escape, listed))})(?:\s+|(?<='))", re.IGNORECASE)


@cache
def _endings() -> re.Pattern[str]:
    by_sign: dict[bool, list[str]] = defaultdict(list)
    for word in sorted(_kinds("partner_endings"), key=len, reverse=True):
        by_sign[has_no_blanks(word)].append(re.escape(word))
    return re.compile(
        rf"(?<=[\w'’])(?:{'|'.join(by_sign[False])})(?!\w)|{'|'.join(by_sign[True])}", re.IGNORECASE
    )


@cache
def _owners() -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(map(re.escape, as_written('reporter_endings')))})(?!\w)")
