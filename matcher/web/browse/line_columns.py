"""The customs lines of a case as columns in memory: which lines a reader asks for, at once also of a million."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from crawler.case.typed_rows import read_rows
from matcher.arrays import Bools, Float64s, Ints
from matcher.search.find import Places
from matcher.web.browse.columns import Column, ColumnBuilder
from matcher.web.browse.facets import Facet, chosen, rows_with, words_asked

if TYPE_CHECKING:
    from sqlite_utils import Database

CHUNK = 50_000
_TEXTS = ("file_id", "date", "hs", "importer", "exporter", "origin", "destination", "goods_id")
OF_GOODS = ("maker", "trademark", "model", "article")
FACETS = (
    Facet("year", by_name=True),
    Facet("heading"),
    Facet("importer"),
    Facet("exporter"),
    Facet("origin"),
    Facet("destination"),
    Facet("file"),
)
HEADING = 4  # digits


@dataclass(frozen=True, eq=False)
class LineColumns:
    """All current lines, in the order of import: a row for each in every column and array.

    `columns`: by name, those of FACETS and `date`, `hs`, `goods`; `goods_words`: maker, trademark, model and article
    by goods record, in the order of the words of `goods`; `translations`: a hash of each line's translation.
    """

    line_ids: Ints
    columns: Mapping[str, Column]
    value_usd: Float64s
    net_kg: Float64s
    is_doubtful: Bools
    translations: Ints
    goods_words: Mapping[str, Column]
    file_names: Mapping[str, str]

    def __len__(self) -> int:
        return len(self.line_ids)

    def place(self, line_id: int) -> int | None:
        """The row of a line."""
        at = int(np.searchsorted(self.line_ids, line_id))
        return at if at < len(self) and int(self.line_ids[at]) == line_id else None

    def rows_of_goods(self, goods_ids: Sequence[str]) -> Bools:
        """The rows of these goods records."""
        return self.columns["goods"].among(goods_ids)


def read_line_columns(db: Database) -> LineColumns:
    """Read the case's current lines."""
    builders = {name: ColumnBuilder() for name in _TEXTS}
    ids, values, weights, doubts, hashes = [], [], [], [], []
    cursor = db.conn.execute(
        f"SELECT {', '.join(_TEXTS)}, line_id, value_usd, net_kg, problem IS NOT NULL, translation"  # noqa: S608
        " FROM customs_lines WHERE replaced_by IS NULL ORDER BY line_id"
    )
    while rows := cursor.fetchmany(CHUNK):
        *texts, line_ids, usd, kg, doubtful, translations = zip(*rows, strict=True)
        for name, column in zip(_TEXTS, texts, strict=True):
            builders[name].add(column)
        ids.append(np.array(line_ids, np.intp))
        values.append(np.array(usd, np.float64))
        weights.append(np.array(kg, np.float64))
        doubts.append(np.array(doubtful, np.bool_))
        hashes.append(np.fromiter(map(hash, translations), np.intp, len(translations)))
    read = {name: builder.column() for name, builder in builders.items()}
    names = file_names(db)
    columns = {
        **{name: read[name] for name in ("date", "hs", "importer", "exporter", "origin", "destination")},
        "goods": read["goods_id"],
        "file": read["file_id"].derived(lambda file_id: names.get(file_id, file_id)),
        "year": read["date"].derived(lambda day: day[:4]),
        "heading": read["hs"].derived(lambda code: code[:HEADING]),
    }
    return LineColumns(
        line_ids=_joined(ids, np.intp),
        columns=columns,
        value_usd=_joined(values, np.float64),
        net_kg=_joined(weights, np.float64),
        is_doubtful=_joined(doubts, np.bool_),
        translations=_joined(hashes, np.intp),
        goods_words=_goods_words(db, columns["goods"]),
        file_names=names,
    )


def file_names(db: Database) -> dict[str, str]:
    """The names of the files by id; where several have one name, the id stands beside it."""
    rows = db.conn.execute(
        "SELECT file_id, name, count(*) OVER (PARTITION BY name) FROM customs_files"
    ).fetchall()
    return {file_id: name if same == 1 else f"{name} ({file_id})" for file_id, name, same in rows}


def _joined(parts: Sequence[NDArray[Any]], kind: type) -> NDArray[Any]:
    return np.concatenate(parts) if parts else np.zeros(0, kind)


def _goods_words(db: Database, goods: Column) -> Mapping[str, Column]:
    known = {
        goods_id: texts
        for goods_id, *texts in db.conn.execute(
            "SELECT goods_id, maker, trademark, model, article FROM goods"
        )
    }
    nothing = [None] * len(OF_GOODS)
    rows = [known.get(goods_id, nothing) for goods_id in goods.words]
    return {name: Column.of([row[place] for row in rows]) for place, name in enumerate(OF_GOODS)}


@dataclass(frozen=True)
class LineQuestion:
    """Which lines: facets chosen, codes that begin with `hs`, dates from and to (inclusive), words, one goods record,
    only lines kept with a doubt, only lines whose pairs are `accepted` or `paired`."""

    facets: Mapping[str, str] = field(default_factory=dict)
    hs: str = ""
    start: str = ""
    end: str = ""
    goods: str = ""
    words: str = ""
    doubtful: bool = False
    pairs: str = ""

    @classmethod
    def of(cls, query: Mapping[str, str]) -> LineQuestion:
        """From an address."""
        return cls(
            chosen(query, FACETS),
            query.get("hs", "").strip()[:20],
            query.get("from", "").strip()[:10],
            query.get("to", "").strip()[:10],
            query.get("goods", "")[:40],
            words_asked(query),
            query.get("doubtful") == "yes",
            query.get("pairs", "") if query.get("pairs") in ("accepted", "paired") else "",
        )

    def query(self) -> dict[str, str]:
        """The words of the address that asks it again."""
        named = {
            **self.facets,
            **{"hs": self.hs, "from": self.start, "to": self.end, "goods": self.goods, "q": self.words},
            **{"doubtful": "yes" if self.doubtful else "", "pairs": self.pairs},
        }
        return {name: value for name, value in named.items() if value}


def line_rows(lines: LineColumns, asked: LineQuestion, *more: Bools) -> Ints | None:
    """The places of the lines asked for, in order; None: all. `more`: further conditions, such as the words found."""
    masks = [*more]
    if (of_facets := rows_with(lines.columns, asked.facets)) is not None:
        masks.append(of_facets)
    tests: list[tuple[str, bool, Callable[[str], bool]]] = [
        ("hs", bool(asked.hs), lambda code: code.startswith(asked.hs)),
        ("date", bool(asked.start), lambda day: day >= asked.start),
        ("date", bool(asked.end), lambda day: bool(day) and day[: len(asked.end)] <= asked.end),
    ]
    masks += [lines.columns[name].where(test) for name, is_asked, test in tests if is_asked]
    if asked.goods:
        masks.append(lines.columns["goods"].equal(asked.goods))
    if asked.doubtful:
        masks.append(lines.is_doubtful)
    if not masks:
        return None
    return np.flatnonzero(np.logical_and.reduce(masks))


def rows_with_words(lines: LineColumns, db: Database, places: Places, declaration: str) -> Bools:
    """The rows in which a search found its words (`places`: field -> keys), or whose declaration has this number."""
    found = np.zeros(len(lines), np.bool_)
    goods = lines.columns["goods"]
    if places.get("description"):
        found |= goods.among(places["description"])
    for name in OF_GOODS:
        if places.get(name):
            found |= lines.goods_words[name].among(places[name])[goods.codes]
    for name in ("importer", "exporter"):
        if places.get(name):
            found |= lines.columns[name].among(places[name])
    if places.get("translation"):
        wanted = np.fromiter(map(hash, places["translation"]), np.intp)
        found |= np.isin(lines.translations, wanted)
    if declaration:
        sql = "SELECT line_id FROM current_lines WHERE declaration = ?"
        for (line_id,) in db.conn.execute(sql, [declaration]).fetchall():
            if (place := lines.place(line_id)) is not None:
                found[place] = True
    return found


@dataclass(frozen=True)
class Sums:
    """Sums over the lines found, each with the number of lines that state it."""

    value_usd: float
    valued: int
    net_kg: float
    weighed: int


def sums_of(lines: LineColumns, rows: Ints | None) -> Sums:
    """The sums over `rows`; None: all lines."""
    value = lines.value_usd if rows is None else lines.value_usd[rows]
    weight = lines.net_kg if rows is None else lines.net_kg[rows]
    has_value, has_weight = ~np.isnan(value), ~np.isnan(weight)
    return Sums(
        float(value[has_value].sum()),
        int(has_value.sum()),
        float(weight[has_weight].sum()),
        int(has_weight.sum()),
    )


@dataclass(frozen=True)
class ShownLine:
    """A line in a listing."""

    line_id: int
    file: str
    row: int
    date: str | None
    hs: str | None
    description: str
    importer: str | None
    exporter: str | None
    origin: str | None
    destination: str | None
    quantity: float | None
    unit: str | None
    value_usd: float | None
    problem: str | None
    goods_id: str


LINES = """
SELECT l.line_id, f.name AS file, l.row, l.date, l.hs, l.description, l.importer, l.exporter, l.origin, l.destination,
  l.quantity, l.unit, l.value_usd, l.problem, l.goods_id
FROM customs_lines l JOIN customs_files f USING (file_id)
WHERE l.line_id IN (SELECT value FROM json_each(?)) ORDER BY l.line_id
"""


def read_lines(db: Database, lines: LineColumns, places: Sequence[int]) -> list[ShownLine]:
    """The lines at these places."""
    ids = [int(lines.line_ids[place]) for place in places]
    return [*read_rows(db, ShownLine, LINES, [json.dumps(ids)])]
