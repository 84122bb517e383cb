"""How well a customs line fits an announced order: goods, date, customer, country; and what does not fit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from matcher.customs.values.countries import alpha3
from matcher.orders.declared import DeclaredLine
from matcher.orders.sentences import order_sentence
from matcher.reading.texts import Sentence
from matcher.statements.model import Statement
from matcher.text.scopes import HAN
from matcher.text.transliteration import key_similarity, word_keys

# What a confidence is multiplied by; judgements, to be measured on real orders.
OTHER_FIRM = 0.3  # the post names a firm, the importer is another
TRANSLATED = 0.8  # the importer's name does not sound like the Chinese name of the post: a translation?
OTHER_COUNTRY = 0.15  # the post names a country, the line is for another
NO_COUNTRY = 0.9  # one of the two names none
KIND_ONLY = 0.8  # the post names a kind of goods, not the item
LONG_AFTER = 0.45  # declared later than the day of delivery, or than USUAL_DAYS, allows
MUCH_TOO_MUCH = 0.4  # one line of more than twice what was announced
SHORTEST_NAME = 5  # letters of a name all of whose words are in the other
SAME_NAME = 0.8  # likeness of sound keys from which two spellings are one firm
USUAL_DAYS = 270  # between an announcement and its last delivery, where the post names no day
LATE_DAYS = 60  # after the day of delivery that the post names
LAST_DAYS = 540  # after the announcement no line is its delivery


@dataclass(frozen=True)
class Fit:
    """A line beside a statement: `confidence` that it is of this order; what fits and what does not."""

    line: DeclaredLine
    confidence: float
    fits: tuple[Sentence, ...]
    not_fitting: tuple[Sentence, ...]


def fit(statement: Statement, announced: str, line: DeclaredLine, *, kind_only: bool) -> Fit | None:
    """None where the line is no candidate: undated, before the announcement (ISO 8601), or much later."""
    days = days_between(announced, line.date)
    if days is None or days < 0 or days > LAST_DAYS:
        return None
    share = line.pair
    fits = [order_sentence("same_item" if not kind_only else "same_kind")]
    unfit: list[Sentence] = []
    if line.state == "accepted":
        fits.append(order_sentence("pair_accepted"))
    if kind_only:
        share *= KIND_ONLY
    late = _late(statement, line, days)
    if late:
        share *= LONG_AFTER
        unfit.append(late)
    share *= _firm(statement, line, fits, unfit)
    share *= _country(statement, line, fits, unfit)
    if statement.quantity and line.amount and line.in_pieces and line.amount > 2 * statement.quantity:
        share *= MUCH_TOO_MUCH
        unfit.append(order_sentence("too_many"))
    return Fit(line, round(share, 4), tuple(fits), tuple(unfit))


def days_between(first: str, last: str | None) -> int | None:
    """Days from one ISO date to another, a month counting as its last day for the later one; None where one is none."""
    start, end = _day(first, end=False), _day(last or "", end=True)
    return (end - start).days if start and end else None


@lru_cache(maxsize=1 << 14)
def _day(text: str, *, end: bool) -> date | None:
    try:
        if len(text) == 7:
            year, month = int(text[:4]), int(text[5:])
            return date(year, month, 28 if end else 1)
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def _late(statement: Statement, line: DeclaredLine, days: int) -> Sentence | None:
    if statement.due:
        after = days_between(statement.due if len(statement.due) == 10 else f"{statement.due}-28", line.date)
        if after is not None and after > LATE_DAYS:
            return order_sentence("late_due_days", after, days=f"{after}")
        return None
    return order_sentence("late_days", days, days=f"{days}") if days > USUAL_DAYS else None


def _firm(statement: Statement, line: DeclaredLine, fits: list[Sentence], unfit: list[Sentence]) -> float:
    if statement.party_kind != "firm" or not line.importer:
        return 1.0
    if same_firm(statement.party, line.importer):
        fits.append(order_sentence("importer_named"))
        return 1.0
    if line.exporter and same_firm(statement.party, line.exporter):
        fits.append(order_sentence("exporter_named"))
        return 1.0
    if all(HAN.search(name) for name in _names(statement.party)) and not HAN.search(line.importer):
        unfit.append(order_sentence("sounds_otherwise"))
        return TRANSLATED
    unfit.append(order_sentence("importer_other"))
    return OTHER_FIRM


def _country(statement: Statement, line: DeclaredLine, fits: list[Sentence], unfit: list[Sentence]) -> float:
    destination = alpha3(line.destination) if line.destination else None
    if not statement.country or not destination:
        return NO_COUNTRY
    if statement.country == destination:
        fits.append(order_sentence("country_agrees"))
        return 1.0
    unfit.append(order_sentence("declared_for", destination=destination, country=statement.country))
    return OTHER_COUNTRY


@lru_cache(maxsize=1 << 14)
def same_firm(one: str, other: str) -> bool:
    """Whether two names may be spellings of one firm: by sound without legal form, or all words of one in the other.

    A name with another in brackets has both.
    """
    return any(_alike(left, right) for left in _names(one) for right in _names(other))


def _names(name: str) -> list[str]:
    parts = name.replace("（", "(").replace("）", ")").replace(")", "(").split("(")
    return [part for part in parts if part.strip()]


def _alike(one: str, other: str) -> bool:
    left, right = _own_words(one), _own_words(other)
    if not left or not right:
        return False
    if key_similarity("".join(left), "".join(right)) >= SAME_NAME:
        return True
    shorter = min("".join(left), "".join(right), key=len)
    return (set(left) <= set(right) or set(right) <= set(left)) and len(shorter) >= SHORTEST_NAME


def _own_words(name: str) -> tuple[str, ...]:
    """The sound keys of the words of a name that are its own: without legal form and words of trade."""
    return tuple(word for word in word_keys(name) if word not in _COMMON)


_COMMON = frozenset(
    word
    for name in (
        "trading", "trade", "import", "export", "group", "company", "holding", "ticaret", "ithalat", "torg", "treyd",
        "ithalat ihracat", "dis ticaret", "sti", "ltd", "llc", "supply", "импорт", "экспорт", "трейд", "торг", "групп", "компания", "снаб", "імпорт", "експорт",
    )
    for word in word_keys(name)
)  # fmt: skip
