"""The names of firms in a case, each with its role, its number, and what the lines with it add up to."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from sqlite_utils import Database

from crawler.case.typed_rows import read_rows, stored_list, stored_object
from matcher.customs.layout.vocabulary import OTHER_ORDER
from matcher.customs.values.personal_data import REDACTED, is_person, is_personal_code
from matcher.parties.numbers import read_numbers
from matcher.text.normal_forms import normal_form

Role = Literal["importer", "exporter", "maker", "declarant", "site"]
ROLES: tuple[Role, ...] = ("importer", "exporter", "maker", "declarant", "site")
# A brand that fewer of a site's items have is another maker's.
OWN_BRAND = 0.2


@dataclass(frozen=True)
class RoleSum:
    """What a name is declared with in one role. Of a site, `lines` are items; `value_usd` is over the `valued` lines."""

    role: Role
    lines: int
    value_usd: float | None
    valued: int
    first_date: str | None
    last_date: str | None
    site: str = ""


@dataclass
class Spelling:
    """A name with a number ("" for none), written so most often; `spelling_id` is that of its normal form and number."""

    spelling_id: str
    name: str
    number: str
    sums: list[RoleSum] = field(default_factory=list)

    @property
    def lines(self) -> int:
        """Lines in all roles, a line with two of them twice."""
        return sum(one.lines for one in self.sums)

    @property
    def first_date(self) -> str | None:
        """The date of its first line, or of a site's first item; None where none has a date."""
        return min((one.first_date for one in self.sums if one.first_date), default=None)

    @property
    def last_date(self) -> str | None:
        """The date of its last line or item."""
        return max((one.last_date for one in self.sums if one.last_date), default=None)

    def shown(self, redacted: bool) -> tuple[str, str]:
        """Its name and number; `redacted`: those of a natural person left out."""
        if redacted and self.is_personal:
            return REDACTED, self.number and REDACTED
        return self.name, self.number

    @property
    def is_personal(self) -> bool:
        """Whether it names a natural person or a sole trader."""
        return is_person(self.name) or any(is_personal_code(n.digits) for n in read_numbers(self.number).firm)


def spelling_id(name: str, number: str) -> str:
    """The id of a name with a number; letter case, look-alike letters and punctuation make no difference."""
    digits = " ".join(one.digits for one in read_numbers(number).firm)
    text = f"{normal_form(name)}\x1f{digits}"
    return f"n-{hashlib.sha256(text.encode()).hexdigest()[:12]}"


@dataclass(frozen=True)
class _Row:
    name: str
    number: str | None
    lines: int
    value_usd: float | None
    valued: int
    first_date: str | None
    last_date: str | None


@dataclass(frozen=True)
class LineFile:
    """A customs file with lines: its columns and the fields they were taken for, as JSON."""

    file_id: str
    columns: str
    mapping: str


def read_spellings(db: Database) -> list[Spelling]:
    """Every name of a firm in the case's lines and of its sites' makers, the most frequent first."""
    found: dict[str, Spelling] = {}
    most: dict[str, int] = defaultdict(int)
    for role, site, row in _rows(db):
        key = spelling_id(row.name, row.number or "")
        spelling = found.setdefault(key, Spelling(key, row.name, row.number or ""))
        if row.lines > most[key]:
            most[key], spelling.name = row.lines, row.name
        spelling.sums.append(
            RoleSum(role, row.lines, row.value_usd, row.valued, row.first_date, row.last_date, site)
        )
    return sorted(found.values(), key=lambda one: (-one.lines, one.spelling_id))


def line_files(db: Database) -> Iterator[LineFile]:
    """The customs files that have lines."""
    return read_rows(db, LineFile, "SELECT file_id, columns, mapping FROM customs_files WHERE lines > 0")


def _rows(db: Database) -> Iterator[tuple[Role, str, _Row]]:
    for file in line_files(db):
        for role in ROLES[:-1]:
            expressions = name_expression(file.columns, file.mapping, role)
            if expressions is None:
                continue
            name, number = expressions
            sql = f"""SELECT {name} AS name, {number} AS number, count(*) AS lines, sum(l.value_usd) AS value_usd,
                        count(l.value_usd) AS valued, min(l.date) AS first_date, max(l.date) AS last_date
                      FROM current_lines l JOIN goods g USING (goods_id)
                      WHERE l.file_id = ? AND {name} IS NOT NULL AND trim({name}) <> '' GROUP BY 1, 2"""  # noqa: S608
            for row in read_rows(db, _Row, sql, [file.file_id]):
                yield role, "", row
    yield from _sites(db)


def name_expression(columns: str, mapping: str, role: Role) -> tuple[str, str] | None:
    """The SQL of a role's name and number in lines `l` with goods `g` of a file; None where the file has no such column.

    `columns` and `mapping` are the file's JSON. Lines keep all cells; columns without a field of their own are read there.
    """

    def cell(name: str) -> str | None:
        return cell_expression(columns, mapping, name)

    if role == "importer":
        return "l.importer", "l.importer_code"
    if role == "exporter":
        return "l.exporter", cell("exporter_code") or "NULL"
    if role == "maker":
        return "coalesce(l.maker, g.maker)", "NULL"
    name = cell("declarant")
    return None if name is None else (name, cell("declarant_code") or "NULL")


def cell_expression(columns: str, mapping: str, name: str) -> str | None:
    """The SQL of the cell of the field `name` in lines `l` of a file, None where the file has no such column.

    In lines whose columns stand in another order it is NULL: nothing says which cell it is.
    """
    fields, headers = stored_object(mapping), stored_list(columns)
    written = fields.get(name) or []
    first = written if isinstance(written, str) else next(iter(written), None)
    place = headers.index(first) if first in headers else None
    if place is None:
        return None
    cell = f"nullif(trim(json_extract(l.raw, '$[{place}]')), '')"
    return f"iif(instr(coalesce(l.problem, ''), '{OTHER_ORDER}'), NULL, {cell})"


@dataclass(frozen=True)
class _Brand:
    site: str
    brand: str
    items: int
    all_items: int
    first_seen: str | None
    last_seen: str | None


def _sites(db: Database) -> Iterator[tuple[Role, str, _Row]]:
    """The makers of sites, by the brands that many of their items have."""
    sql = """SELECT site, brand, count(*) AS items, sum(count(*)) OVER (PARTITION BY site) AS all_items,
               substr(min(first_seen), 1, 10) AS first_seen, substr(max(last_seen), 1, 10) AS last_seen
             FROM readable_items WHERE trim(coalesce(brand, '')) <> '' GROUP BY site, brand"""
    for one in read_rows(db, _Brand, sql):
        if one.items >= OWN_BRAND * one.all_items:
            yield "site", one.site, _Row(one.brand, None, one.items, None, 0, one.first_seen, one.last_seen)
