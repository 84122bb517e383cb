"""The pairs a dossier is about, and everything that hangs on them, as temporary tables of one connection.

chosen_pairs(pair_id, item_id, goods_id, site, kind) · chosen_lines(line_id, ...) · importer_keys(importer, code, key) ·
figure_rows(figure, key, line_id):
which lines each figure of the report counts, so that a sum and the rows it links to cannot differ.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crawler.case.errors import Box31Error, UsageProblem
from crawler.case.typed_rows import columns_of, read_rows
from matcher.customs.values.countries import alpha3, written_most
from matcher.parties.parties import Parties

if TYPE_CHECKING:
    from sqlite_utils import Database

    from matcher.review.evidence import Evidence


@dataclass(frozen=True)
class ChosenLine:
    """A customs line of the dossier; its fields but the last two are the columns of the dossier's tables, in order."""

    line_id: int
    file: str
    row: int
    declaration: str | None
    line_no: str | None
    date: str | None
    hs: str | None
    description: str
    translation: str | None
    importer: str | None
    importer_code: str | None
    exporter: str | None
    maker: str | None
    trademark: str | None
    model: str | None
    article: str | None
    origin: str | None
    departure: str | None
    destination: str | None
    quantity: float | None
    unit: str | None
    unit_code: str | None
    gross_kg: float | None
    net_kg: float | None
    value: float | None
    currency: str | None
    value_usd: float | None
    problem: str | None
    goods_id: str
    file_id: str


LINE_COLUMNS = columns_of(ChosenLine)[:-2]
CHOSEN_LINES = "SELECT l.*, f.name AS file FROM chosen_lines l JOIN customs_files f ON f.file_id = l.file_id"

# Which lines belong to which group of each figure. A line that is accepted for several products of one maker
# counts once for that maker; DISTINCT by the primary key of figure_rows.
FIGURES: dict[str, str] = {
    "total": "SELECT '', l.line_id FROM chosen_lines l",
    "maker": "SELECT p.site, l.line_id FROM chosen_lines l JOIN chosen_pairs p ON p.goods_id = l.goods_id",
    "kind": "SELECT p.kind, l.line_id FROM chosen_lines l JOIN chosen_pairs p ON p.goods_id = l.goods_id",
    "importer": "SELECT k.key, l.line_id FROM chosen_lines l JOIN importer_keys k"
    " ON k.importer = coalesce(l.importer, '') AND k.code = coalesce(l.importer_code, '')",
    "month": "SELECT CASE WHEN l.date GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]*' THEN substr(l.date, 1, 7)"
    " WHEN l.date GLOB '[0-9][0-9][0-9][0-9]' THEN l.date ELSE '' END, l.line_id FROM chosen_lines l",
    "destination": "SELECT coalesce(k.key, l.destination, ''), l.line_id FROM chosen_lines l LEFT JOIN country_keys k"
    " ON k.country = l.destination",
    "origin": "SELECT coalesce(k.key, l.origin, ''), l.line_id FROM chosen_lines l LEFT JOIN country_keys k"
    " ON k.country = l.origin",
    "hs": "SELECT coalesce(l.hs6, l.hs, ''), l.line_id FROM chosen_lines l",
    "goods": "SELECT l.goods_id, l.line_id FROM chosen_lines l",
    # One declared line in several rows: the same declaration and line number.
    "repeated": "SELECT '', l.line_id FROM chosen_lines l JOIN (SELECT declaration, line_no FROM chosen_lines"
    " WHERE declaration <> '' AND line_no <> '' GROUP BY declaration, line_no HAVING count(*) > 1) r"
    " ON r.declaration = l.declaration AND r.line_no = l.line_no",
}


def lines_of(db: Database, goods_id: str, most: int = -1) -> list[ChosenLine]:
    """The chosen lines of a goods record by date, at most `most` of them (-1: all)."""
    sql = f"{CHOSEN_LINES} WHERE l.goods_id = ? ORDER BY l.date, l.line_id LIMIT ?"
    return [*read_rows(db, ChosenLine, sql, [goods_id, most])]


def accepted(db: Database) -> list[str]:
    """The accepted pairs, most certain first. Raises Box31Error where there are none."""
    rows = db.execute(
        "SELECT p.pair_id FROM pairs p JOIN pair_states s ON s.pair_id = p.pair_id WHERE s.state = 'accepted'"
        " ORDER BY p.confidence DESC, p.pair_id"
    ).fetchall()
    if not rows:
        raise Box31Error(
            "no accepted pairs: review some first (`box31 review export`), or name pairs (`box31 dossier PAIR...`)"
        )
    return [str(pair_id) for (pair_id,) in rows]


def named(db: Database, pair_ids: Sequence[str]) -> list[str]:
    """The pairs as named, each once. Raises UsageProblem where one is not in the case."""
    once = list(dict.fromkeys(pair_ids))
    for pair_id in once:
        if db.execute("SELECT 1 FROM pairs WHERE pair_id = ?", [pair_id]).fetchone() is None:
            raise UsageProblem(f"{pair_id}: no such pair in this case; see `box31 pairs`")
    return once


def choose(db: Database, evidence: Sequence[Evidence]) -> None:
    """Fill chosen_pairs and chosen_lines for these pairs, in this order; `group` does the rest."""
    for table in ("chosen_pairs", "chosen_lines", "figure_rows"):
        db.execute(f"DROP TABLE IF EXISTS temp.{table}")
    db.execute(
        "CREATE TEMP TABLE chosen_pairs (place INTEGER PRIMARY KEY, pair_id TEXT UNIQUE, item_id TEXT, goods_id TEXT,"
        " site TEXT, kind TEXT)"
    )
    db.conn.executemany(
        "INSERT INTO chosen_pairs VALUES (?, ?, ?, ?, ?, ?)",
        [
            (
                place,
                pair.pair_id,
                pair.item.item_id,
                pair.goods.goods_id,
                pair.item.site,
                pair.item.category.strip(),
            )
            for place, pair in enumerate(evidence)
        ],
    )
    db.execute("CREATE INDEX temp.chosen_pairs_goods ON chosen_pairs (goods_id)")
    db.execute(
        "CREATE TEMP TABLE chosen_lines AS SELECT l.* FROM current_lines l"
        " WHERE l.goods_id IN (SELECT goods_id FROM chosen_pairs) ORDER BY l.line_id"
    )
    db.execute("CREATE UNIQUE INDEX temp.chosen_lines_id ON chosen_lines (line_id)")
    db.execute("CREATE INDEX temp.chosen_lines_goods ON chosen_lines (goods_id)")
    db.conn.commit()


def group(db: Database) -> None:
    """Fill figure_rows from chosen_lines after redaction, so that no group is named by a person."""
    db.execute(
        "CREATE TEMP TABLE figure_rows (figure TEXT, key TEXT, line_id INTEGER,"
        " PRIMARY KEY (figure, key, line_id)) WITHOUT ROWID"
    )
    db.execute("DROP TABLE IF EXISTS temp.importer_keys")
    db.execute(
        "CREATE TEMP TABLE importer_keys (importer TEXT, code TEXT, key TEXT, PRIMARY KEY (importer, code))"
    )
    db.conn.executemany("INSERT INTO importer_keys VALUES (?, ?, ?)", _importer_keys(db))
    db.execute("DROP TABLE IF EXISTS temp.country_keys")
    db.execute("CREATE TEMP TABLE country_keys (country TEXT PRIMARY KEY, key TEXT)")
    db.conn.executemany("INSERT INTO country_keys VALUES (?, ?)", _country_keys(db))
    for figure, sql in FIGURES.items():
        db.execute(f"INSERT OR IGNORE INTO figure_rows SELECT '{figure}', * FROM ({sql})")  # noqa: S608 - our own SQL
    db.conn.commit()


def _country_keys(db: Database) -> list[tuple[str, str]]:
    """Each text of a known country in the chosen lines, and the one of that country that most of them have."""
    counted = db.execute(
        "SELECT country, count(*) FROM (SELECT destination AS country FROM chosen_lines UNION ALL SELECT origin FROM chosen_lines)"
        " WHERE country IS NOT NULL GROUP BY 1"
    ).fetchall()
    key_of = written_most(counted)
    return [(text, key_of[code]) for text, _ in counted if (code := alpha3(text))]


def _importer_keys(db: Database) -> list[tuple[str, str, str]]:
    """(importer, tax number, key) of the chosen lines: all spellings of a firm have the key of the one in most lines.

    The key is the tax number, or the name where there is none. Names that redaction has replaced stay as they are.
    """
    parties, members, lines = (
        Parties(db),
        defaultdict[str, list[tuple[str, str]]](list),
        Counter[tuple[str, str]](),
    )
    for importer, code, count in db.execute(
        "SELECT coalesce(importer, ''), coalesce(importer_code, ''), count(*) FROM chosen_lines GROUP BY 1, 2"
    ).fetchall():
        firm = parties.firm(importer, code or None) if importer else None
        members[firm.party_id if firm else f"{importer}\x1f{code}"].append((importer, code))
        lines[importer, code] = count
    keys = []
    for spellings in members.values():
        name, number = max(spellings, key=lambda one: (bool(one[1]), lines[one], one))
        keys += [(*spelling, number or name) for spelling in spellings]
    return keys
