"""Tables with a column for each year and what is asked for in the titles, as TradeStat of India exports them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from matcher.customs.layout.header_rows import HEADER_ROWS
from matcher.customs.trade.formats import words
from matcher.customs.trade.formats.decimals import decimal_of
from matcher.customs.trade.formats.facts import Fact, Refused, Stated, fiscal_year, goods_code, period_of
from matcher.customs.trade.formats.layout import ASIDE, Layout
from matcher.customs.values.cells import is_nothing, number

_COMMODITY = re.compile(r"(?:commodity|hs ?code|product|товар|код)\W*(\d{2,10})\b", re.IGNORECASE)
_COUNTRY = re.compile(r"country\W+(.+)", re.IGNORECASE)
_NUMBER = re.compile(r"\s*[-+]?\d[\d.,\s]*")
_REPORTERS = {"tradestat": "IND", "eidb": "IND", "dgci": "IND"}


@dataclass(frozen=True)
class YearsLayout(Layout):
    """A table of years in columns: column -> (first, last month); one of code and partner is in the titles."""

    years: tuple[tuple[int, int, int], ...] = ()
    code_at: int | None = None
    partner_at: int | None = None
    code: str | None = None
    partner: str | None = None

    def open(
        self, head: Sequence[Sequence[str]], name: str, stated: Stated, delimiter: str | None
    ) -> YearsReader:
        """A reader of the rows below the header."""
        return YearsReader(self, head, name, stated, delimiter)


def recognise(rows: Sequence[Sequence[str]], header: Sequence[str] | None) -> YearsLayout | None:
    """The layout of a table with at least one year among its headers, and a code of goods in a column or title."""
    for at, cells in [(0, header)] if header is not None else list(enumerate(rows[:HEADER_ROWS], 1)):
        if cells is None:
            continue
        years = tuple((i, *p) for i, cell in enumerate(cells) if (p := _year(cell.strip())))
        of_years = {i for i, _, _ in years}
        others = [cell for i, cell in enumerate(cells) if cell.strip() and i not in of_years]
        if not years or not others or any(map(_NUMBER.fullmatch, others)):
            continue  # no year, nothing but years, or a row of data in which a number looks like a year
        kinds = [words.column_kinds(cell) for cell in cells]
        code_at = next(
            (
                i
                for i, k in enumerate(kinds)
                if k.get("hs", 99) < 90 and "description" not in k and words.fold(cells[i]) != "commodity"
            ),
            None,
        )
        partner_at = next((i for i, k in enumerate(kinds) if "partner" in k or "partner_iso" in k), None)
        if any(words.is_party(cell) for cell in cells) or {"period", "value"} & {
            k for kind in kinds for k in kind
        }:
            continue
        titles = [cell.strip() for row in rows[: max(at - 1, 0)] for cell in row if cell.strip()]
        code = next((m[1] for t in titles if (m := _COMMODITY.search(t))), None)
        partner = next((m[1].strip() for t in titles if (m := _COUNTRY.match(t))), None)
        if (code_at is None and code is None) or (partner_at is None and partner is None and code_at is None):
            continue
        return YearsLayout(
            "years",
            tuple(c.strip() for c in cells),
            at,
            {},
            years=years,
            code_at=code_at,
            partner_at=partner_at,
            code=code,
            partner=partner,
        )
    return None


def _year(cell: str) -> tuple[int, int] | None:
    if fiscal := fiscal_year(cell):
        return fiscal
    return period_of(cell) if re.fullmatch(r"(?:19|20)\d\d", cell) else None


class YearsReader:
    """Reads a table of years in columns."""

    def __init__(
        self,
        layout: YearsLayout,
        head: Sequence[Sequence[str]],
        name: str,
        stated: Stated,
        delimiter: str | None,
    ) -> None:
        self._layout = layout
        titles = [
            cell.strip() for row in head[: max(layout.header_row - 1, 0)] for cell in row if cell.strip()
        ]
        said = [words.measure(t) for t in titles if not _COMMODITY.search(t)]
        currencies, scales = (
            {m.currency for m in said if m.currency},
            {m.scale for m in said if m.scale and m.currency},
        )
        currency = stated.currency or (currencies.pop() if len(currencies) == 1 else None)
        scale = stated.scale or (
            scales.pop() if len(scales) == 1 else None if scales else 1.0 if currency else None
        )
        if currency is None or scale is None:
            raise Refused(
                f"{name}: its titles do not say the currency and scale of the values; state them, such as --currency USD --scale 1000000"
            )
        self._currency, self._scale = currency, scale
        text = " ".join(titles)
        flow = stated.flow or words.flow_in(text)
        if flow is None:
            raise Refused(
                f"{name}: it does not say whether it holds exports or imports; state it with --flow export or --flow import"
            )
        self._flow = flow
        reporter = (
            words.country(stated.reporter)
            if stated.reporter
            else next((c for w, c in _REPORTERS.items() if w in text.lower()), None)
        )
        if reporter is None:
            raise Refused(
                f"{name}: it does not say whose statistics it holds; state the country with --reporter, such as --reporter IND"
            )
        self._reporter = reporter
        self._decimal = decimal_of(
            [list(row) for row in head[layout.header_row :]],
            [i for i, _, _ in layout.years],
            name,
            stated.decimal,
            ".",
            reporter,
            delimiter,
        )
        self.notes = [f"values in {currency}" + (f", multiplied by {scale:,.0f}" if scale != 1 else "")]

    def read(self, row: int, cells: Sequence[str]) -> list[Fact] | str:
        """A figure for each year."""
        layout = self._layout
        cells = [cell.strip() for cell in cells]

        def cell(at: int | None) -> str:
            return cells[at] if at is not None and at < len(cells) else ""

        if len([c for c in cells if c]) < 2:
            return ASIDE  # a note below the table
        printed = cell(layout.partner_at) or layout.partner or ""
        partner = words.country(printed) if printed else words.WORLD
        label = cell(layout.code_at)
        if layout.code_at is not None and any(words.is_total(c) for c in cells[:3] if c and not c.isdigit()):
            return ASIDE
        hs = goods_code(label) if layout.code_at is not None else goods_code(layout.code or "")
        if hs is None:
            return ASIDE if words.is_total(label) else f"commodity code is not a number: {label[:40]}"
        facts = []
        for at, start, end in layout.years:
            text = cell(at)
            if is_nothing(text):
                continue
            value = number(text, self._decimal)
            if value is None:
                return f"value is not a number: {text[:40]}"
            facts.append(
                Fact(
                    start,
                    end,
                    hs,
                    self._flow,
                    self._reporter,
                    partner,
                    round(value * self._scale, 4),
                    self._currency,
                )
            )
        return facts or ASIDE

    def finish(self) -> list[tuple[int, Fact]]:
        """Nothing is held back."""
        return []
