"""SDMX-CSV, TSV and Easy Comext of Eurostat: value and quantities of one figure are rows of their own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from matcher.customs.trade.formats.tables.layout import ASIDE, Layout
from matcher.customs.trade.formats.texts import words
from matcher.customs.trade.formats.texts.facts import Fact, Stated, period_of
from matcher.customs.trade.formats.texts.goods_codes import goods_code
from matcher.customs.trade.formats.texts.vocabulary import fold
from matcher.customs.values.cells import is_nothing, number

# Dimension -> its names in SDMX-CSV, in Easy Comext and in older bulk files.
_NAMES = {
    "reporter": ("reporter", "declarant", "declarant lab"),
    "partner": ("partner", "partner lab"),
    "product": ("product", "product nc"),
    "flow": ("flow", "flow lab"),
    "indicators": ("indicators", "indicator"),
    "time period": ("time period", "period"),
    "obs value": ("obs value", "indicator value"),
    "stat procedure": ("stat procedure", "stat regime", "stat regime lab"),
}
_OPTIONAL = {"stat procedure"}
_WIDE = {"time period", "obs value"}  # in columns where periods are the columns
_PERIODS_FOLLOW = "\\TIME_PERIOD"  # Eurostat's TSV: "freq,reporter,...,indicators\TIME_PERIOD", then a tab and a period each
_VALUE = re.compile(r"VALUE_(?:IN_)?(\d*)_?(EUR|EUROS?|USD)")
_WEIGHT = re.compile(r"QUANTITY_(?:IN_)?(\d*)_?(KG|T|TONNES?)")
_FLAGS = re.compile(r"(?<=\d)\s+[a-z]{1,3}$")  # of a figure that is provisional, estimated, revised
_FLOWS = {"1": "import", "2": "export", "IMP": "import", "EXP": "export", "I": "import", "E": "export"}


@dataclass(frozen=True)
class SdmxLayout(Layout):
    """An SDMX table: name of a dimension -> column; `periods` are those of the columns behind them, in Eurostat's TSV."""

    periods: tuple[str, ...] = ()

    def open(
        self, head: Sequence[Sequence[str]], name: str, stated: Stated, delimiter: str | None
    ) -> SdmxReader:
        """A reader of the rows below the header."""
        return SdmxReader(self)


def recognise(rows: Sequence[Sequence[str]], header: Sequence[str] | None) -> SdmxLayout | None:
    """The layout of an SDMX-CSV or TSV file of Comext, recognised by its header."""
    for at, cells in [(0, header)] if header is not None else list(enumerate(rows[:1], 1)):
        columns, *periods = _parts(cells or ())
        folded = [fold(cell.split(":")[0]) for cell in columns]
        mapping = {
            name: (folded.index(word),) for name, names in _NAMES.items() for word in names if word in folded
        }
        if mapping.keys() >= _NAMES.keys() - _OPTIONAL - (_WIDE if periods else set()):
            named = tuple(c.strip() for c in cells or ())
            return SdmxLayout("comext sdmx", named, at, mapping, tuple(p[0] for p in periods))
    return None


def _parts(cells: Sequence[str]) -> list[list[str]]:
    """The names of the dimensions, and each period, of a header; of other tables the header alone."""
    if not any(_PERIODS_FOLLOW in cell for cell in cells):
        return [list(cells)]
    keys, _, periods = ",".join(cells).partition(_PERIODS_FOLLOW)
    return [keys.split(","), *([p.strip()] for p in re.split(r"[\t,]", periods) if p.strip())]


class SdmxReader:
    """Puts the rows of one figure together."""

    def __init__(self, layout: SdmxLayout) -> None:
        self._at = {name: places[0] for name, places in layout.mapping.items()}
        self._periods = layout.periods
        self._figures: dict[tuple[str, ...], tuple[int, dict[str, float], str]] = {}
        self._secret = 0
        self.notes = ["values in EUR where the indicator says so"]

    def read(self, row: int, cells: Sequence[str]) -> list[Fact] | str:
        """Nothing yet: the figures are given by `finish`."""
        if not self._periods:
            return self._put(row, cells, self._cell(cells, "time period"), self._cell(cells, "obs value"))
        keys, *values = ",".join(cells).split("\t") if any("\t" in cell for cell in cells) else cells
        dimensions = keys.split(",")
        said = [
            self._put(row, dimensions, period, value)
            for period, value in zip(self._periods, values, strict=False)
        ]
        problems = [answer for answer in said if answer and answer != ASIDE]
        return problems[0] if problems else [] if [] in said else ASIDE

    def _cell(self, cells: Sequence[str], name: str) -> str:
        at = self._at.get(name)
        return cells[at].strip().split(":")[0] if at is not None and at < len(cells) else ""

    def _put(self, row: int, cells: Sequence[str], when: str, text: str) -> list[Fact] | str:
        text = _FLAGS.sub("", text.strip())
        indicator = self._cell(cells, "indicators").upper()
        if value := _VALUE.fullmatch(indicator):
            measured, currency = ("value", float(value[1] or 1)), "USD" if value[2] == "USD" else "EUR"
        elif weight := _WEIGHT.fullmatch(indicator):
            measured, currency = ("KGM", float(weight[1] or 1) * (1 if weight[2] == "KG" else 1000)), ""
        else:
            return ASIDE  # supplementary quantities do not say their unit; indices and prices are no sums
        if is_nothing(text) or text.startswith(":"):
            self._secret += 1
            return ASIDE
        amount = number(text, ".")
        if amount is None:
            return f"value is not a number: {text[:40]}"
        period, hs, flow = (
            period_of(when),
            goods_code(self._cell(cells, "product")),
            self._cell(cells, "flow"),
        )
        if period is None:
            return f"period is none: {when[:40]}"
        if hs is None:
            return f"commodity code is not a number: {self._cell(cells, 'product')[:40]}"
        direction = _FLOWS.get(flow.upper()) or words.flow_of(flow) or words.flow_in(flow) or fold(flow)
        key = (
            str(period[0]),
            str(period[1]),
            hs,
            direction,
            words.country(self._cell(cells, "reporter")),
            words.country(self._cell(cells, "partner")),
            self._cell(cells, "stat procedure"),
        )
        first, found, money = self._figures.get(key, (row, {}, ""))
        found[measured[0]] = round(amount * measured[1], 6)
        self._figures[key] = (first, found, currency or money)
        return []

    def finish(self) -> list[tuple[int, Fact]]:
        """The figures, each at the first of its rows."""
        if self._secret:
            self.notes.append(f"{self._secret:,} values and weights are missing or secret (:)")
        out = []
        for (start, end, hs, flow, reporter, partner, procedure), (
            row,
            found,
            currency,
        ) in self._figures.items():
            quantities = (("KGM", found["KGM"]),) if "KGM" in found else ()
            dims = (
                (("procedure", procedure),)
                if procedure and procedure != "4" and not words.is_total(procedure)
                else ()
            )
            out.append(
                (
                    row,
                    Fact(
                        int(start),
                        int(end),
                        hs,
                        flow,
                        reporter,
                        partner,
                        found.get("value"),
                        currency or None,
                        quantities,
                        dims,
                    ),
                )
            )
        return out
