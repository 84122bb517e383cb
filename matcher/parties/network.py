"""The network of firms: those that one line names, and those that state one address."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypedDict

from sqlite_utils import Database

from crawler.case.typed_rows import columns_of, read_rows
from matcher.customs.values.personal_data import REDACTED
from matcher.parties.parties import Firm, Parties
from matcher.parties.spellings import Role, cell_expression, line_files, name_expression
from matcher.text.normal_forms import normal_form

Partner = Literal["exporter", "maker"]
PARTNERS: tuple[Partner, ...] = ("exporter", "maker")
LEAST_ADDRESS = 8  # letters and digits of a text that is an address, not a country or a city


class TieRow(TypedDict):
    """An importer and a firm that its lines name as exporter or maker; `value_usd` is over the `valued` lines."""

    importer: str
    importer_name: str
    importer_names: int
    partner_role: str
    partner: str
    partner_name: str
    partner_names: int
    lines: int
    value_usd: float | None
    valued: int
    first_date: str | None
    last_date: str | None


class AddressRow(TypedDict):
    """An address that lines state for several firms; `names` of those firms, each with its id."""

    address: str
    firms: int
    names: str
    parties: str
    lines: int
    first_date: str | None
    last_date: str | None


TIE_COLUMNS = columns_of(TieRow)
ADDRESS_COLUMNS = columns_of(AddressRow)


@dataclass(frozen=True)
class _Line:
    """Lines of one pair of names, or of one name and address, summed."""

    first: str
    first_number: str | None
    second: str
    second_number: str | None
    lines: int
    value_usd: float | None
    valued: int
    first_date: str | None
    last_date: str | None


def tie_rows(
    db: Database,
    parties: Parties,
    partner: Partner = "exporter",
    around: Firm | None = None,
    *,
    among: str = "current_lines",
    redacted: bool = False,
) -> list[TieRow]:
    """Pairs of importer and exporter (or maker) by canonical firm, most lines first; with `around`, only that firm's.

    `among`: a table with the `line_id` of the lines that count.
    """
    sums: dict[tuple[str, str], list[_Line]] = defaultdict(list)
    firms: dict[str, Firm] = {}
    for line in _lines(db, partner, among):
        pair = parties.firm(line.first, line.first_number), parties.firm(line.second, line.second_number)
        if pair[0] is None or pair[1] is None or (around is not None and around not in pair):
            continue
        firms |= {firm.party_id: firm for firm in pair if firm}
        sums[pair[0].party_id, pair[1].party_id].append(line)
    rows = [_tie(firms[a], firms[b], partner, lines, redacted) for (a, b), lines in sums.items()]
    return sorted(rows, key=lambda row: (-row["lines"], row["importer"], row["partner"]))


def _tie(importer: Firm, other: Firm, role: Partner, lines: list[_Line], redacted: bool) -> TieRow:
    values = [line.value_usd for line in lines if line.value_usd is not None]
    return TieRow(
        importer=importer.party_id,
        importer_name=_shown(importer, redacted),
        importer_names=len(importer.spellings),
        partner_role=role,
        partner=other.party_id,
        partner_name=_shown(other, redacted),
        partner_names=len(other.spellings),
        lines=sum(line.lines for line in lines),
        value_usd=round(sum(values), 2) if values else None,
        valued=sum(line.valued for line in lines),
        first_date=min((line.first_date for line in lines if line.first_date), default=None),
        last_date=max((line.last_date for line in lines if line.last_date), default=None),
    )


def _shown(firm: Firm, redacted: bool) -> str:
    return REDACTED if redacted and firm.is_personal else firm.name


def _lines(db: Database, partner: Partner, among: str) -> Iterator[_Line]:
    for file in line_files(db):
        first = name_expression(file.columns, file.mapping, "importer")
        second = name_expression(file.columns, file.mapping, partner)
        if first and second:
            yield from _summed(db, file.file_id, first, second, among)


def _summed(
    db: Database,
    file_id: str,
    first: tuple[str, str],
    second: tuple[str, str],
    among: str = "current_lines",
) -> Iterator[_Line]:
    only = "" if among == "current_lines" else f" AND l.line_id IN (SELECT line_id FROM {among})"  # noqa: S608
    sql = f"""SELECT {first[0]} AS first, {first[1]} AS first_number, {second[0]} AS second, {second[1]} AS second_number,
                count(*) AS lines, sum(l.value_usd) AS value_usd, count(l.value_usd) AS valued,
                min(l.date) AS first_date, max(l.date) AS last_date
              FROM current_lines l JOIN goods g USING (goods_id)
              WHERE l.file_id = ?{only} AND trim(coalesce({first[0]}, '')) <> '' AND trim(coalesce({second[0]}, '')) <> ''
              GROUP BY 1, 2, 3, 4"""  # noqa: S608 - names of columns and places of cells
    return read_rows(db, _Line, sql, [file_id])


def address_rows(db: Database, parties: Parties, *, redacted: bool = False) -> list[AddressRow]:
    """Addresses that lines state for several firms, those of most firms first; letter case and signs make no difference."""
    found: dict[str, list[tuple[Firm, _Line]]] = defaultdict(list)
    roles: tuple[Role, ...] = ("importer", "exporter", "declarant")
    for file in line_files(db):
        for role in roles:
            name = name_expression(file.columns, file.mapping, role)
            address = cell_expression(file.columns, file.mapping, f"{role}_address")
            if name is None or address is None:
                continue
            for line in _summed(db, file.file_id, name, (address, "NULL")):
                firm = parties.firm(line.first, line.first_number)
                key = normal_form(line.second)
                if firm and len(key.replace(" ", "")) >= LEAST_ADDRESS:
                    found[key].append((firm, line))
    rows = [
        _address(stated, redacted) for stated in found.values() if len({f.party_id for f, _ in stated}) > 1
    ]
    return sorted(rows, key=lambda row: (-row["firms"], -row["lines"], row["address"]))


def _address(stated: list[tuple[Firm, _Line]], redacted: bool) -> AddressRow:
    firms = {firm.party_id: firm for firm, _ in stated}
    lines = [line for _, line in stated]
    hidden = redacted and any(firm.is_personal for firm in firms.values())
    return AddressRow(
        address=REDACTED if hidden else max(lines, key=lambda line: (line.lines, line.second)).second,
        firms=len(firms),
        names="; ".join(_shown(firm, redacted) for firm in firms.values()),
        parties=", ".join(firms),
        lines=sum(line.lines for line in lines),
        first_date=min((line.first_date for line in lines if line.first_date), default=None),
        last_date=max((line.last_date for line in lines if line.last_date), default=None),
    )
