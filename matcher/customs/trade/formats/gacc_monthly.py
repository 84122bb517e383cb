"""Monthly tables of the Chinese customs: titles, a unit above the header, headers of two rows, month beside cumulation."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from matcher.customs.layout.header_rows import HEADER_ROWS
from matcher.customs.trade.formats import words
from matcher.customs.trade.formats.facts import Fact, Refused, Stated, goods_code
from matcher.customs.trade.formats.layout import ASIDE, Layout
from matcher.customs.values.cells import is_nothing, number

_MONTH = re.compile(r"((?:19|20)\d\d)年(\d{1,2})月")
_CUMULATION = re.compile(r"累计|1至当月|1-\d+月|至当月")
_CODE = re.compile(r"(\d{2})章")


@dataclass(frozen=True)
class Amount:
    """A column of amounts: whether it is the cumulation, its flow where the header says it, value or quantity."""

    at: int
    cumulated: bool
    flow: str | None
    is_value: bool


@dataclass(frozen=True)
class MonthlyLayout(Layout):
    """A monthly table; `names` are the joined headers of its columns."""

    names: tuple[str, ...] = ()
    month: int = 0

    def open(
        self, head: Sequence[Sequence[str]], name: str, stated: Stated, delimiter: str | None
    ) -> MonthlyReader:
        """A reader of the rows below the header."""
        return MonthlyReader(self, head, name, stated)


def recognise(rows: Sequence[Sequence[str]], header: Sequence[str] | None) -> MonthlyLayout | None:
    """The layout of a monthly table, recognised by 当月 or 累计 in its header and a month in its title."""
    first = [list(row) for row in rows[:HEADER_ROWS]]
    upper = next((i for i, row in enumerate(first) if any("当月" in c or "累计" in c for c in row)), None)
    if upper is None:
        return None
    titles = [cell for row in first[:upper] for cell in row]
    month = next((m for cell in titles if (m := _MONTH.search(cell))), None)
    if month is None or not 1 <= int(month[2]) <= 12:
        return None
    begin = upper
    if (
        upper
        and sum(bool(cell.strip()) for cell in first[upper - 1]) >= 2
        and not any("单位" in c for c in first[upper - 1])
    ):
        begin = upper - 1
    end = upper
    if upper + 1 < len(first) and not any(
        number(cell) is not None for cell in first[upper + 1] if cell.strip()
    ):
        end = (
            upper + 1
            if any(cell.strip() in ("数量", "金额", "当月", "1至当月累计") for cell in first[upper + 1])
            else upper
        )
    width = max(len(row) for row in first[begin : end + 1])
    names = [""] * width
    for row in first[begin : end + 1]:
        group = ""
        for i in range(width):
            cell = row[i].strip() if i < len(row) else ""
            group = cell or group
            names[i] = f"{names[i]} {group if row is not first[end] else cell}".strip()
    return MonthlyLayout(
        "gacc monthly",
        tuple(names),
        end + 1,
        {},
        names=tuple(names),
        month=int(month[1]) * 12 + int(month[2]) - 1,
    )


class MonthlyReader:
    """Reads a monthly table: the month's figures, and the cumulation from January as a figure of its own."""

    def __init__(
        self, layout: MonthlyLayout, head: Sequence[Sequence[str]], name: str, stated: Stated
    ) -> None:
        self._month = layout.month
        titles = [cell for row in head[: layout.header_row] for cell in row if cell.strip()]
        texts = [t for t in titles if "单位" in t or "元" in t]
        said = [m for m in map(words.measure, texts) if m.currency or m.scale]
        currencies, scales = {m.currency for m in said if m.currency}, {m.scale for m in said if m.scale}
        self._currency = stated.currency or (currencies.pop() if len(currencies) == 1 else None)
        self._scale = stated.scale or (scales.pop() if len(scales) == 1 else None if scales else 1.0)
        if self._currency is None or self._scale is None:
            raise Refused(
                f"{name}: it does not say the currency and scale of its values; state them, such as --currency USD --scale 1000"
            )
        names = layout.names
        self._code = next((i for i, n in enumerate(names) if "商品编码" in n or "类章" in n), None)
        if self._code is None:
            raise Refused(f"{name}: a table without codes of goods; no figure for goods can be taken from it")
        self._partner = next((i for i, n in enumerate(names) if "国" in n or "贸易伙伴" in n), None)
        self._unit = next((i for i, n in enumerate(names) if "单位" in n), None)
        self._flow = stated.flow or words.flow_in(" ".join(titles[:2]))
        self._amounts = [
            Amount(i, bool(_CUMULATION.search(n)), words.flow_in(n) or self._flow, "数量" not in n)
            for i, n in enumerate(names)
            if ("当月" in n or "累计" in n)
            and not re.search(r"同比|比去年|增减|±|%|去年|上年", n)
            and "进出口" not in n
        ]
        if not self._amounts or any(a.flow is None for a in self._amounts):
            raise Refused(
                f"{name}: it does not say whether it holds exports or imports; state it with --flow export or --flow import"
            )
        self.notes = [
            f"values in {self._currency}"
            + (f", multiplied by {self._scale:,.0f}" if self._scale != 1 else "")
        ]

    def read(self, row: int, cells: Sequence[str]) -> list[Fact] | str:
        """The month's figure and the cumulation's, for each flow."""
        cells = [cell.strip() for cell in cells]
        text = cells[self._code or 0] if (self._code or 0) < len(cells) else ""
        chapter = _CODE.match(text)
        hs = chapter[1] if chapter else goods_code(text)
        if hs is None:
            return ASIDE if text else f"no code of goods: {' '.join(cells)[:40]}"
        partner = cells[self._partner] if self._partner is not None and self._partner < len(cells) else ""
        unit = (
            words.unit_of(cells[self._unit]) if self._unit is not None and self._unit < len(cells) else None
        )
        figures: dict[tuple[str, bool], dict[bool, float]] = {}
        for amount in self._amounts:
            cell = cells[amount.at] if amount.at < len(cells) else ""
            if is_nothing(cell):
                continue
            read = number(cell, ".")
            if read is None:
                return f"not a number: {cell[:40]}"
            figures.setdefault((amount.flow or "", amount.cumulated), {})[amount.is_value] = read
        january = self._month // 12 * 12
        facts = []
        for (flow, cumulated), found in figures.items():
            if cumulated and january == self._month and (flow, False) in figures:
                continue
            value = found.get(True)
            count = found.get(False)
            quantities = ((unit[0], round(count * unit[1], 6)),) if unit and count else ()
            facts.append(
                Fact(january if cumulated else self._month, self._month, hs, flow, "CHN", words.country(partner) if partner else words.WORLD,
                     None if value is None else value * (self._scale or 1.0), self._currency, quantities)
            )  # fmt: skip
        return facts or "neither a value nor a quantity"

    def finish(self) -> list[tuple[int, Fact]]:
        """Nothing is held back."""
        return []
