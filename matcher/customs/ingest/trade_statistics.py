"""Published trade statistics as they are exported: the Chinese customs (GACC) and UN Comtrade."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from matcher.customs.ingest.file_record import TableResult, begin_file, end_file
from matcher.customs.layout.header_rows import HEADER_ROWS
from matcher.customs.layout.recognise import signature_of
from matcher.customs.values.cells import number
from matcher.sheets.tables import Table
from matcher.text.plain_words import plain

if TYPE_CHECKING:
    from sqlite_utils import Database

# field -> headers, plain form. GACC: the query tables of the General Administration of Customs of China, in Chinese
# and English; Comtrade: the CSV of the API and of the web page.
LAYOUTS: dict[str, dict[str, tuple[str, ...]]] = {
    "gacc": {
        "period": ("数据年月", "年月", "date of data", "统计年月"),
        "hs": ("商品编码", "commodity code", "商品代码"),
        "partner": ("贸易伙伴名称", "贸易伙伴", "trading partner", "trading partner name", "国别", "国别地区"),
        "partner_code": ("贸易伙伴编码", "trading partner code"),
        "quantity": ("第一数量", "数量", "quantity 1", "quantity"),
        "unit": ("第一计量单位", "计量单位", "单位", "unit 1", "unit"),
        "quantity2": ("第二数量", "quantity 2", "supplimentary quantity", "supplementary quantity"),
        "unit2": ("第二计量单位", "unit 2", "supplimentary unit", "supplementary unit"),
        "value_usd": ("美元", "us dollar", "美元值", "金额 美元", "金额", "value us dollar", "value usd"),
        "flow": ("进出口", "进出口类型", "进口出口", "import export", "贸易流向"),
    },
    "comtrade": {
        "period": ("period", "refperiodid", "ref period id", "year"),
        "hs": ("cmd code", "cmdcode", "commodity code"),
        "reporter": ("reporter iso", "reporter", "reporter desc", "reporteriso", "reporter name"),
        "partner": ("partner iso", "partner", "partner desc", "partneriso", "partner name"),
        "flow": ("flow code", "flow desc", "trade flow", "flow", "flowcode", "trade flow code"),
        "quantity": ("qty", "quantity", "alt qty"),
        "unit": ("qty unit abbr", "qty unit", "qty unit code"),
        "quantity2": ("net wgt", "netweight kg", "netwgt", "net weight kg"),
        "value_usd": ("primary value", "trade value us", "primaryvalue", "trade value", "fobvalue", "trade value us $"),
    },
}  # fmt: skip

_NEEDED = {
    "gacc": ("period", "hs", "partner", "value_usd"),
    "comtrade": ("period", "hs", "reporter", "partner", "value_usd"),
}
_FLOWS = {
    "x": "export", "m": "import", "export": "export", "exports": "export", "import": "import", "imports": "import",
    "re export": "re-export", "re import": "re-import",
    "出口": "export", "进口": "import", "rx": "re-export", "rm": "re-import",
}  # fmt: skip


@dataclass(frozen=True)
class StatisticsLayout:
    """Which published layout a table has: its name, header and field -> column number."""

    name: str
    columns: tuple[str, ...]
    mapping: dict[str, int]
    header_row: int


def statistics_layout(rows: Sequence[Sequence[str]], header: Sequence[str] | None) -> StatisticsLayout | None:
    """The published layout of a table by its header words, or None where it has none of them."""
    candidates = [(0, header)] if header is not None else list(enumerate(rows[:HEADER_ROWS], 1))
    for number_of_row, cells in candidates:
        if cells is None:
            continue
        words = [plain(cell) for cell in cells]
        for name, fields in LAYOUTS.items():
            mapping = {
                key: next(words.index(option) for option in options if option in words)
                for key, options in fields.items()
                if any(option in words for option in options)
            }
            if all(key in mapping for key in _NEEDED[name]):
                return StatisticsLayout(name, tuple(cell.strip() for cell in cells), mapping, number_of_row)
    return None


def import_statistics(
    db: Database,
    table: Table,
    name: str,
    sha256: str,
    file_id: str,
    layout: StatisticsLayout,
    flow: str | None,
) -> TableResult:
    """Put the rows of a statistics table into customs_statistics. Runs inside the importer's transaction."""
    note = ""
    if flow is None:
        flow = "import" if re.search(r"import|进口|импорт", name, re.IGNORECASE) else "export"
        if "flow" not in layout.mapping:
            note = f"its rows do not say the direction: taken as {flow}s; if not, forget it and import with --flow"
    signature = signature_of(layout.columns)
    result = TableResult(name, "imported", file_id, "statistics", layout.name, note=note)
    mapping = {key: [layout.columns[i]] for key, i in layout.mapping.items()}
    begin_file(db, result, sha256, signature, layout.columns, mapping)
    counts: Counter[str] = Counter()
    for block in table.blocks():
        kept, bad = [], []
        for offset, cells in enumerate(table.rows(block)):
            row = block.first + offset
            counts["rows_in"] += 1
            if not any(cell.strip() for cell in cells):
                counts["blank"] += 1
            elif row <= layout.header_row or tuple(cell.strip() for cell in cells) == layout.columns:
                counts["headers"] += 1
            else:
                record = _record(cells, layout, flow)
                if isinstance(record, str):
                    bad.append((file_id, row, record, _raw(cells)))
                else:
                    kept.append((file_id, row, *record, _raw(cells)))
        db.conn.executemany(
            "INSERT INTO customs_statistics (file_id, row, period, hs, flow, reporter, partner, quantity, unit, "
            "quantity2, unit2, value_usd, raw) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            kept,
        )
        db.conn.executemany(
            "INSERT INTO customs_rejects (file_id, row, reason, raw) VALUES (?, ?, ?, ?)", bad
        )
        counts["lines"] += len(kept)
        counts["rejects"] += len(bad)
    known = _take_out_known(db, file_id, signature)
    return end_file(
        db,
        replace(
            result,
            rows_in=counts["rows_in"],
            headers=counts["headers"],
            lines=counts["lines"],
            rejects=counts["rejects"],
            blank=counts["blank"],
            known=known,
        ),
    )


def _raw(cells: Sequence[str]) -> str:
    return json.dumps(cells, ensure_ascii=False).encode("utf-8", "backslashreplace").decode()


def _take_out_known(db: Database, file_id: str, signature: str) -> int:
    """Take out rows that an earlier file of the same layout holds word for word: they must not add up twice."""
    given = {"file_id": file_id, "signature": signature}
    if not db.execute(
        "SELECT 1 FROM customs_files WHERE signature = :signature AND file_id != :file_id", given
    ).fetchone():
        return 0
    return int(
        db.conn.execute(
            """DELETE FROM customs_statistics WHERE file_id = :file_id AND raw IN (
                 SELECT s.raw FROM customs_statistics s JOIN customs_files f USING (file_id)
                 WHERE f.signature = :signature AND s.file_id != :file_id)""",
            given,
        ).rowcount
    )


def _record(cells: Sequence[str], layout: StatisticsLayout, flow: str) -> tuple[Any, ...] | str:
    def cell(key: str) -> str:
        at = layout.mapping.get(key)
        return cells[at].strip() if at is not None and at < len(cells) else ""

    period = _period(cell("period"))
    if period is None:
        return f"period is none: {cell('period')[:40]}"
    hs = cell("hs").strip("'\t ")
    if not re.fullmatch(r"\d{2,12}|TOTAL|AG\d", hs):
        return f"commodity code is not a number: {hs[:40]}"
    amounts = []
    for key in ("quantity", "quantity2", "value_usd"):
        text = cell(key)
        amount = number(text, ".")
        if text and amount is None and text not in ("-", "N/A"):
            return f"{key} is not a number: {text[:40]}"
        amounts.append(amount)
    direction = _FLOWS.get(plain(cell("flow")), flow)
    reporter = country(cell("reporter")) if layout.name == "comtrade" else "CHN"
    return (
        *(period, hs, direction, reporter, country(cell("partner") or cell("partner_code"))),
        *(
            amounts[0],
            cell("unit") or None,
            amounts[1],
            cell("unit2") or ("kg" if layout.name == "comtrade" else None),
        ),
        amounts[2],
    )


def _period(text: str) -> str | None:
    text = text.strip("'\t ")
    if match := re.fullmatch(r"((?:19|20)\d\d)[-/年.]?(\d{1,2})?月?", text):
        if match[2] is None:
            return match[1]
        return f"{match[1]}-{int(match[2]):02d}" if 1 <= int(match[2]) <= 12 else None
    return None


def country(name: str) -> str:
    """ISO 3166 alpha-3 of a country's name or code where it is known here, else the name as printed."""
    from matcher.customs.values.countries import alpha3

    return alpha3(name) or name.strip()
