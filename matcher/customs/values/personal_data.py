"""Personal data in customs files: which fields are personal, and rows with them left out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar

from crawler.case.typed_rows import stored_list

REDACTED = "[redacted]"

# Fields of a line that name or number a person, or may do so.
PERSONAL_FIELDS = frozenset(
    (
        "importer_code",
        "exporter_code",
        "importer_address",
        "exporter_address",
        "declarant",
        "declarant_code",
        "declarant_address",
    )
)
# Firms that are one person: sole traders of Russia, Kazakhstan, Ukraine, and names with initials.
_PERSON = re.compile(
    r"^\s*(?:ИП|И\.П\.|ИНДИВИДУАЛЬНЫЙ ПРЕДПРИНИМАТЕЛЬ|ФОП|ФЛП|ЧП|СПД|ФИЗ(?:ИЧЕСКОЕ|\.)? ?ЛИЦО|ГР\.|ЖК|IE|IP|FOP)\b"
    r"|\b[А-ЯЁІЇЄ][А-ЯЁІЇЄ'’-]+\s+[А-ЯЁІЇЄ]\.\s?[А-ЯЁІЇЄ]\.?\s*$",
    re.IGNORECASE,
)
# A person's tax number: INN of Russia (12 digits), IIN of Kazakhstan (12 digits, birth date first), RNOKPP (10).
_PERSON_NUMBER = re.compile(r"\d{12}")
_MAY_NAME_A_PERSON = ("importer", "exporter")


def is_person(name: str | None) -> bool:
    """True where a party's name says that it is a natural person or a sole trader."""
    return bool(name and _PERSON.search(name))


def is_personal_code(code: str | None) -> bool:
    """True for a tax number of a natural person; firms' numbers are shorter."""
    return bool(code and _PERSON_NUMBER.fullmatch(code.strip()))


V = TypeVar("V")


def redact(rows: Iterable[Mapping[str, V]]) -> Iterator[dict[str, V | str]]:
    """Each of `rows` with its personal fields replaced by "[redacted]"; firms' names stay."""
    for row in rows:
        yield {key: _redacted(key, value) for key, value in row.items()}


def _redacted(key: str, value: V) -> V | str:
    if value in (None, ""):
        return value
    if key in PERSONAL_FIELDS:
        return REDACTED if key != "importer_code" or is_personal_code(str(value)) else value
    if key in _MAY_NAME_A_PERSON and is_person(str(value)):
        return REDACTED
    return value


def redact_cells(cells: list[str], columns: str, personal: str, *, reordered: bool = False) -> list[str]:
    """The cells of a row without those under personal headers; `columns` and `personal` are JSON lists of headers.

    The cells of a row that is shorter or longer than its header, or `reordered`, may be under the wrong one: all are
    replaced.
    """
    headers, withheld = stored_list(columns), set(stored_list(personal))
    if reordered or len(cells) != len(headers):
        return [REDACTED if cell else cell for cell in cells]
    return [
        REDACTED if cell and (header in withheld or is_person(cell)) else cell
        for header, cell in zip(headers, cells, strict=True)
    ]
