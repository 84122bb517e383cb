"""The case's lines for cross-tables, with what they are divided by, and how probably their goods are a catalog item."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from sqlite_utils import Database

from crawler.case.typed_rows import read_rows
from matcher.customs.values.countries import alpha3, written_most
from matcher.parties.parties import Parties
from matcher.parties.spellings import Role, name_expression
from matcher.schema.terms import PairState

Division = Literal[
    "maker", "site", "kind", "item", "importer", "exporter", "origin", "departure", "destination", "hs", "month",
    "before_after",
]  # fmt: skip
DIVISIONS: tuple[Division, ...] = (
    "maker", "site", "kind", "item", "importer", "exporter", "origin", "departure", "destination", "hs", "month",
)  # fmt: skip
BEFORE_AFTER: Division = "before_after"  # the side of `Period.split` that a line's date is on
OF_ITEMS = frozenset(("site", "kind", "item"))  # known only of lines whose goods have a pair
OF_PARTIES = frozenset(("maker", "importer", "exporter"))
OF_COUNTRIES = frozenset(("origin", "departure", "destination"))
NOTHING = "?"  # a line does not say it
HS_DIGITS = 4


@dataclass(frozen=True)
class Chance:
    """The probability that goods are the item of a cell, with its interval; 1 where accepted, 0 without a pair."""

    confidence: float
    low: float
    high: float
    is_accepted: bool


NO_CHANCE = Chance(0.0, 0.0, 0.0, False)
ACCEPTED = Chance(1.0, 1.0, 1.0, True)


@dataclass(frozen=True)
class Counted:
    """Lines of one goods record in one cell. `value_usd` is over the `valued` lines."""

    cell: tuple[str, ...]
    lines: int
    value_usd: float
    valued: int
    chance: Chance


@dataclass(frozen=True)
class Period:
    """From a year, month or day to the end of one; None: open. `split`: the beginning of what counts as after."""

    start: str | None = None
    end: str | None = None
    split: str | None = None

    def condition(self) -> tuple[str, dict[str, str]]:
        """The condition on lines `l` in SQL, with its values. Undated lines are in no period."""
        tests = {"start": "l.date >= :start", "end": "substr(l.date, 1, length(:end)) <= :end"}
        values = {name: value for name, value in vars(self).items() if value}
        return " AND ".join(tests[name] for name in values if name in tests) or "1", values


@dataclass(frozen=True)
class _Pair:
    goods_id: str
    state: str
    confidence: float
    confidence_low: float
    confidence_high: float
    site: str
    kind: str | None
    item: str | None


Chances = Mapping[str, Mapping[tuple[str, ...], Chance]]
Name = Callable[[Division, str, str | None], str]


def chances(db: Database, by: Sequence[Division]) -> Chances:
    """Of each goods record, for each combination of site, kind and item among `by`: the best pair's chance.

    A rejected pair counts as none.
    """
    wanted = [division for division in by if division in OF_ITEMS]
    out: dict[str, dict[tuple[str, ...], Chance]] = defaultdict(dict)
    sql = """SELECT p.goods_id, s.state, p.confidence, p.confidence_low, p.confidence_high, i.site, i.category AS kind,
               coalesce(i.name, i.url) AS item
             FROM pairs p JOIN pair_states s USING (pair_id) JOIN named_items i USING (item_id)"""
    for pair in read_rows(db, _Pair, sql):
        if pair.state == PairState.REJECTED:
            continue
        chance = (
            ACCEPTED
            if pair.state == PairState.ACCEPTED
            else Chance(pair.confidence, pair.confidence_low, pair.confidence_high, False)
        )
        key = tuple(str(getattr(pair, division) or NOTHING) for division in wanted)
        known = out[pair.goods_id].get(key, NO_CHANCE)
        if chance.confidence > known.confidence:
            out[pair.goods_id][key] = chance
    return out


@dataclass(frozen=True)
class _File:
    file_id: str
    name: str
    columns: str
    mapping: str


def files(db: Database) -> Iterator[_File]:
    """The files with lines."""
    return read_rows(db, _File, "SELECT file_id, name, columns, mapping FROM customs_files WHERE lines > 0")


def expressions(file: _File, by: Sequence[Division]) -> list[tuple[str, str]]:
    """Of each division that lines state: SQL of its text and of a tax number beside it."""
    return [_expression(file, division) for division in by if division not in OF_ITEMS]


def _expression(file: _File, division: Division) -> tuple[str, str]:
    if division in OF_PARTIES:
        role: Role = "maker" if division == "maker" else "importer" if division == "importer" else "exporter"
        found = name_expression(file.columns, file.mapping, role)
        assert found is not None  # only declarants may have no column
        return found
    if division == "hs":
        return f"substr(coalesce(l.hs6, l.hs), 1, {HS_DIGITS})", "NULL"
    if division == BEFORE_AFTER:
        return (
            "iif(l.date < :split, 'before ' || :split, 'from ' || :split || iif(l.date, ' on', NULL))",
            "NULL",
        )
    return ("substr(l.date, 1, 7)" if division == "month" else f"l.{division}"), "NULL"


def counted(db: Database, by: Sequence[Division], period: Period) -> Iterator[Counted]:
    """The lines of the period, by cell and goods record; a line is once in each cell that its goods may belong to."""
    chance_of, name = chances(db, by), namer(db, by)
    limit, values = period.condition()
    for file in files(db):
        pairs = expressions(file, by)
        parts = ", ".join(f"{text}, {number}" for text, number in pairs)
        sql = f"""SELECT l.goods_id, count(*), total(l.value_usd), count(l.value_usd){", " if parts else ""}{parts}
                  FROM current_lines l JOIN goods g USING (goods_id) WHERE l.file_id = :file AND {limit}
                  GROUP BY l.goods_id{"".join(f", {5 + i}" for i in range(2 * len(pairs)))}"""  # noqa: S608 - names from this module
        for goods_id, lines, value, valued, *texts in db.conn.execute(sql, {**values, "file": file.file_id}):
            stated = stated_texts(texts, by, name)
            for cell, chance in cells(stated, by, chance_of.get(goods_id, {})):
                yield Counted(cell, lines, value, valued, chance)


def stated_texts(texts: Sequence[str | None], by: Sequence[Division], name: Name) -> dict[Division, str]:
    """What a line states of each division: firms and countries by one name each, what is absent as "?"."""
    of_lines = [division for division in by if division not in OF_ITEMS]
    out: dict[Division, str] = {}
    for place, division in enumerate(of_lines):
        text, number = texts[2 * place], texts[2 * place + 1]
        shown = (text or "").strip()
        out[division] = (name(division, shown, number) if shown else shown) or NOTHING
    return out


def cells(
    stated: Mapping[Division, str], by: Sequence[Division], chance_of: Mapping[tuple[str, ...], Chance]
) -> Iterator[tuple[tuple[str, ...], Chance]]:
    """The cells of a line, each with its chance; "?" for site, kind and item where its goods have no pair."""
    of_items = [division for division in by if division in OF_ITEMS]
    known = chance_of or {(NOTHING,) * len(of_items): NO_CHANCE}
    for key, chance in known.items():
        texts = {**stated, **dict(zip(of_items, key, strict=True))}
        yield tuple(texts[division] for division in by), chance


def namer(db: Database, by: Sequence[Division]) -> Name:
    """One name for a firm, by a name and number of a line, and for a country; other texts unchanged."""
    parties = Parties(db) if OF_PARTIES & set(by) else None
    countries = _country_names(db, by)

    def name(division: Division, text: str, number: str | None) -> str:
        if division in OF_COUNTRIES:
            return countries.get(alpha3(text) or "", text)
        firm = parties.firm(text, number) if parties and division in OF_PARTIES else None
        return firm.name if firm else text

    return name


def _country_names(db: Database, by: Sequence[Division]) -> dict[str, str]:
    return written_most(
        row
        for division in sorted(OF_COUNTRIES & set(by))
        for row in db.conn.execute(
            f"SELECT trim({division}), count(*) FROM current_lines WHERE {division} IS NOT NULL GROUP BY 1"  # noqa: S608
        )
    )
