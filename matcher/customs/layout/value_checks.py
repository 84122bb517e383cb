"""What the values under a header say: that it lies, which of two descriptions is the original, what has no name."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from matcher.customs.layout.header_fields import HeaderWords
from matcher.customs.values.cells import day, number
from matcher.customs.values.countries import alpha3
from matcher.customs.values.hs_codes import hs_code

LEAST_TEXT = 8  # letters of a description where the header does not say surely that it is one
SEEN = 60  # values of a column that are looked at
NUMBERS = ("quantity", "gross_kg", "net_kg", "value", "value_usd", "customs_value")
VALUE_SHARE = 0.6  # share of stated values that must look right for a code, date or number column


def contradicted(name: str, sample: list[str], *, guessed: bool = False) -> bool:
    """True where the values under a header cannot be what its words say.

    Where the words only make a guess (`guessed`), the values must look like the field.
    """
    if len(sample) < 3:
        return False
    seen = sample[:SEEN]
    test = (GUESS_TESTS.get(name) if guessed else None) or TESTS.get(name)
    return test is not None and sum(map(test, seen)) < VALUE_SHARE * len(seen)


def _letters(c: str) -> int:
    return (3 if "\u4e00" <= c <= "\u9fff" else 1) if c.isalpha() else 0


def _is_text(cell: str) -> bool:
    return number(cell) is None and day(cell) is None


def _is_day(cell: str) -> bool:
    return day(cell) is not None or day(cell, month_first=True) is not None


def _is_number(cell: str) -> bool:
    return number(cell) is not None


def _is_country(cell: str) -> bool:
    return alpha3(cell) is not None or (
        cell.isascii() and cell.isupper() and cell.isalpha() and len(cell) < 4
    )


def _is_firm(cell: str) -> bool:
    return _is_text(cell) and sum(c.isalpha() for c in cell) >= 3 and alpha3(cell) is None


_CURRENCY = re.compile(r"[A-Z]{3}|\d{3}|[^\W\d]{1,12}\.?|[$€¥₽₴₸]")

Test = Callable[[str], bool]
TESTS: dict[str, Test] = {
    "hs": lambda cell: hs_code(cell) is not None,
    "date": _is_day,
    **dict.fromkeys(NUMBERS, _is_number),
    **dict.fromkeys(("description", "translation", "importer", "exporter"), _is_text),
}
GUESS_TESTS: dict[str, Test] = {
    "description": lambda cell: _is_text(cell) and sum(map(_letters, cell)) >= LEAST_TEXT,
    **dict.fromkeys(("maker", "importer_address", "exporter_address", "unit", "trademark"), _is_text),
    **dict.fromkeys(("origin", "departure", "destination"), _is_country),
    **dict.fromkeys(("importer_code", "exporter_code"), lambda cell: sum(map(str.isdigit, cell)) >= 5),
    "declaration": lambda cell: any(map(str.isdigit, cell)) and len(cell) >= 5 and not _is_day(cell),
    "currency": lambda cell: _CURRENCY.fullmatch(cell.strip()) is not None and alpha3(cell) is None,
}


_CYRILLIC_OR_WIDE = re.compile(r"[Ѐ-ӿ一-鿿가-힣ぁ-ヿ؀-ۿԱ-֏]")
_VIETNAMESE = re.compile(r"[ăâđêôơưĂÂĐÊÔƠƯạ-ỹẠ-Ỹ]")


def _foreign_share(sample: list[str]) -> float:
    """Share of cells that are not plain Latin text: a translation into English has none."""
    if not sample:
        return 0.0
    return sum(bool(_CYRILLIC_OR_WIDE.search(cell) or _VIETNAMESE.search(cell)) for cell in sample) / len(
        sample
    )


def prefer_original(
    columns: Sequence[str],
    samples: Sequence[list[str]],
    mapping: dict[str, tuple[int, ...]],
    words_of_headers: HeaderWords,
) -> None:
    """Swap description and translation where the values show that the words of the header had them the wrong way."""
    chosen = mapping.get("description")
    if not chosen or len(chosen) > 1:
        return
    rivals = [
        index
        for index, column in enumerate(columns)
        if index != chosen[0]
        and index not in {i for name, place in mapping.items() for i in place if name != "translation"}
        and any(name == "description" for name, _ in words_of_headers.fields_named(column))
    ]
    mine = _foreign_share(samples[chosen[0]])
    for rival in rivals:
        if _foreign_share(samples[rival]) > 0.5 and mine < 0.2:
            mapping["description"], mapping["translation"] = (rival,), chosen
            return
    if "translation" not in mapping and mine > 0.5:
        for rival in rivals:
            if samples[rival] and _foreign_share(samples[rival]) < 0.1:
                mapping["translation"] = (rival,)
                return


def fill_by_value(
    columns: Sequence[str],
    samples: Sequence[list[str]],
    mapping: dict[str, tuple[int, ...]],
    words_of_headers: HeaderWords,
) -> None:
    """Find description, HS code and date by their values where no header named them."""
    used = {i for place in mapping.values() for i in place}
    free = [i for i in range(len(columns)) if i not in used and len(samples[i]) >= 3]
    unnamed = [i for i in free if not any(True for _ in words_of_headers.fields_named(columns[i]))]

    def share(index: int, test: Any) -> float:
        seen = samples[index][:SEEN]
        return sum(bool(test(cell)) for cell in seen) / len(seen)

    if "hs" not in mapping:
        good = [i for i in unnamed if share(i, _full_hs) > 0.9]
        if good:
            mapping["hs"] = (good[0],)
            unnamed.remove(good[0])
    if "date" not in mapping:
        good = [i for i in unnamed if share(i, lambda c: len(c) >= 8 and not c.isdigit() and day(c)) > 0.9]
        if good:
            mapping["date"] = (good[0],)
            unnamed.remove(good[0])
    if "description" not in mapping:

        def words(index: int) -> float:
            seen = samples[index][:SEEN]
            return sum(len(cell) for cell in seen) / len(seen) * len(set(seen)) / len(seen)

        texts = [
            i
            for i in unnamed
            if share(i, lambda c: number(c) is None and day(c) is None) > 0.9 and words(i) > 15
        ]
        if texts:
            mapping["description"] = (max(texts, key=words),)


def _full_hs(cell: str) -> bool:
    code = hs_code(cell)
    return (
        code is not None and code.hs6 is not None and code.problem is None and len(code.digits) in (6, 8, 10)
    )
