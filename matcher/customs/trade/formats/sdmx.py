"""SDMX-CSV of Eurostat: value and quantities of one figure are rows of their own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from matcher.customs.trade.formats import words
from matcher.customs.trade.formats.facts import Fact, Stated, goods_code, period_of
from matcher.customs.trade.formats.layout import ASIDE, Layout
from matcher.customs.values.cells import is_nothing, number

_NEEDS = {"reporter", "partner", "product", "flow", "indicators", "time period", "obs value"}
_VALUE = re.compile(r"VALUE_(?:IN_)?(\d*)_?(EUR|EUROS?|USD)")
_WEIGHT = re.compile(r"QUANTITY_(?:IN_)?(\d*)_?(KG|T|TONNES?)")
_FLOWS = {"1": "import", "2": "export", "IMP": "import", "EXP": "export", "I": "import", "E": "export"}


@dataclass(frozen=True)
class SdmxLayout(Layout):
    """An SDMX-CSV table: lower-case name of a dimension -> column."""

    def open(
        self, head: Sequence[Sequence[str]], name: str, stated: Stated, delimiter: str | None
    ) -> SdmxReader:
        """A reader of the rows below the header."""
        return SdmxReader(self)


def recognise(rows: Sequence[Sequence[str]], header: Sequence[str] | None) -> SdmxLayout | None:
    """The layout of an SDMX-CSV file of Comext, recognised by its header."""
    for at, cells in [(0, header)] if header is not None else list(enumerate(rows[:1], 1)):
        folded = [words.fold(cell.split(":")[0]) for cell in cells or ()]
        if set(folded) >= _NEEDS:
            mapping = {name: (i,) for i, name in enumerate(folded)}
            return SdmxLayout("comext sdmx", tuple(c.strip() for c in cells or ()), at, mapping)
    return None


class SdmxReader:
    """Puts the rows of one figure together."""

    def __init__(self, layout: SdmxLayout) -> None:
        self._at = {name: places[0] for name, places in layout.mapping.items()}
        self._figures: dict[tuple[str, ...], tuple[int, dict[str, float], str]] = {}
        self.notes = ["values in EUR where the indicator says so"]

    def read(self, row: int, cells: Sequence[str]) -> list[Fact] | str:
        """Nothing yet: the figures are given by `finish`."""

        def cell(name: str) -> str:
            at = self._at.get(name)
            return cells[at].strip().split(":")[0] if at is not None and at < len(cells) else ""

        indicator, text = cell("indicators").upper(), cell("obs value")
        if is_nothing(text):
            return "no value"
        amount = number(text, ".")
        if amount is None:
            return f"value is not a number: {text[:40]}"
        if value := _VALUE.fullmatch(indicator):
            measured, currency = ("value", float(value[1] or 1)), "USD" if value[2] == "USD" else "EUR"
        elif weight := _WEIGHT.fullmatch(indicator):
            measured, currency = ("KGM", float(weight[1] or 1) * (1 if weight[2] == "KG" else 1000)), ""
        else:
            return ASIDE  # supplementary quantities do not say their unit; indices and prices are no sums
        period, hs, flow = period_of(cell("time period")), goods_code(cell("product")), cell("flow")
        if period is None:
            return f"period is none: {cell('time period')[:40]}"
        if hs is None:
            return f"commodity code is not a number: {cell('product')[:40]}"
        direction = _FLOWS.get(flow.upper()) or words.flow_of(flow) or words.fold(flow)
        key = (
            str(period[0]),
            str(period[1]),
            hs,
            direction,
            words.country(cell("reporter")),
            words.country(cell("partner")),
            cell("stat procedure"),
        )
        first, found, money = self._figures.get(key, (row, {}, ""))
        found[measured[0]] = round(amount * measured[1], 6)
        self._figures[key] = (first, found, currency or money)
        return []

    def finish(self) -> list[tuple[int, Fact]]:
        """The figures, each at the first of its rows."""
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
