"""Countries of trade: the home country that tax numbers prove, where goods come from and go to, and which party is at home."""

from __future__ import annotations

from collections import Counter

from matcher.customs.layout.rows.declarations import starts
from matcher.customs.layout.rows.party_columns import FOUND
from matcher.customs.layout.rows.row_columns import RowColumns
from matcher.customs.layout.rows.row_relations import constant_within
from matcher.customs.values.countries import alpha3
from matcher.customs.values.written_tax_numbers import WRITTEN, tax_numbers_of

CHECKED = 0.9  # share of cells with right check digits, one in ten by chance, from which they are tax numbers
# Whose tax numbers they are.
HOME = {
    "_inn10": "RUS", "_inn12": "RUS", "_ogrn": "RUS", "_iin": "KAZ", "_edrpou": "UKR", "_rnokpp": "UKR", "uscc": "CHN", "_mst": "VNM",
    "_vkn": "TUR", "_cuit": "ARG", "_cnpj": "BRA", "_nip": "POL", **{country: country for country in WRITTEN},
}  # fmt: skip
AT_HOME = 0.1  # share of the home country among countries of origin below which a file is of imports


def home_of(columns: RowColumns, place: int) -> str:
    """The country whose tax numbers the check digits of nearly all cells prove; empty where there is none."""
    numbers = {cell for cell in columns.cells(place) if cell}
    kinds = Counter(kind for cell in numbers for kind in tax_numbers_of(cell))
    home = {HOME.get(kind, "") for kind, held in kinds.items() if held >= CHECKED * len(numbers)}
    return home.pop() if len(home) == 1 and len(numbers) > 1 else ""


def party_at_home(columns: RowColumns, home: str) -> str:
    """Which party is the one at home, by where the goods come from and go to; empty where no known column says it.

    A column of countries that is not known may be of either end, and so says nothing.
    """
    ends = {
        name: share_of(columns, columns.place(name), home)
        for name in ("origin", "departure", "destination")
        if columns.sure(name)
    }
    if not home or not ends:
        return ""
    sent = max((share for name, share in ends.items() if name != "destination"), default=None)
    came = ends.get("destination")
    if (sent is None or sent <= AT_HOME) and (came is None or came >= 1 - AT_HOME):
        return "importer"
    if sent is not None and sent >= 1 - AT_HOME and (came is None or came <= AT_HOME):
        return "exporter"
    return ""


def _countries(columns: RowColumns) -> list[int]:
    return [place for place, seen in enumerate(columns.columns.profiles) if seen.country >= 0.8]


def share_of(columns: RowColumns, place: int, country: str) -> float:
    """Share of the stated cells of a column that name a country (ISO alpha-3)."""
    codes = [_country(cell) for cell in columns.cells(place) if cell]
    return sum(code == country for code in codes) / len(codes) if codes else 0.0


def _country(cell: str) -> str | None:
    return alpha3(cell) or alpha3(cell.split("-")[0].strip()) or alpha3(cell.split(" ")[0].strip("()"))


def doubt_bare_country(columns: RowColumns) -> None:
    """Beside another column of countries that is not known, a header of "country" alone may be of any of them."""
    if "origin" not in columns.mapping:
        return
    place = columns.place("origin")
    known = columns.taken() | {place}
    bare = not columns.about(place) & {"origin", "maker", "goods"}
    if bare and any(other not in known for other in _countries(columns)):
        columns.doubt("origin")


def find_origin(columns: RowColumns) -> None:
    """The country that differs between lines of one declaration, or that a header on goods is about."""
    if columns.sure("origin"):
        return
    free = [
        p
        for p in columns.free("origin")
        if columns.profile(p).country >= 0.8
        and columns.profile(p).unit < columns.profile(p).country  # NO, KG, ST, L are units
    ]
    begin = starts(columns)
    varied = [p for p in free if begin and constant_within(columns.cells(p), begin) < 0.8]
    named = [p for p in free if columns.about(p) & {"goods", "origin", "maker"}]
    for candidates in (named, varied):
        if len(candidates) == 1:
            columns.decide("origin", candidates[0], FOUND)
            return


def find_destination(columns: RowColumns) -> None:
    """The only column of countries that is the importer's own in every row."""
    if columns.sure("destination") or not columns.sure("importer_code"):
        return
    if not (country := home_of(columns, columns.place("importer_code"))):
        return
    found = [p for p in columns.free("destination") if share_of(columns, p, country) >= 0.99]
    if len(found) == 1 and any(share_of(columns, p, country) <= AT_HOME for p in _countries(columns)):
        columns.decide("destination", found[0], FOUND)
