"""The currency and scale of the values in a pivoted table: what titles, headings and rows of one cell say together."""

from __future__ import annotations

from collections.abc import Sequence

from matcher.customs.trade.formats.tables.families import Family
from matcher.customs.trade.formats.texts.facts import Refused, Stated
from matcher.customs.trade.formats.texts.headings import Heading
from matcher.customs.trade.formats.texts.measures import currency_of, money_of
from matcher.customs.trade.formats.texts.titles import Titles
from matcher.customs.trade.formats.texts.unsaid import money_note, refuse_unsure


class Money:
    """Which currency and scale values have: as stated, as headings and titles say, else as the file's `family` has them."""

    def __init__(
        self, name: str, titles: Titles, stated: Stated, reporter: str | None, family: Family
    ) -> None:
        self._name, self._titles, self._stated, self._reporter = name, titles, stated, reporter
        self._currency = stated.currency or titles.currency
        self._scale = stated.scale or titles.scale
        self._family = family

    def of(self, heading: Heading) -> tuple[str | None, float]:
        """(currency, scale) of values below a heading. A currency without a word of scale counts whole units."""
        said = heading.measure.currency, heading.measure.scale
        currency, scale = money_of(said, (self._currency, self._scale), self._reporter)
        if self.is_of_family(heading):
            currency, scale = self._family.currency, self._family.scale
        return self._stated.currency or currency, self._stated.scale or scale or 1.0

    def is_of_family(self, heading: Heading) -> bool:
        """Whether nothing but the family says the currency and scale of values below a heading."""
        said = heading.measure.currency, heading.measure.scale
        titled = self._currency, self._scale
        known = self._family.currency and self._family.scale
        return bool(known) and not any((*said, *titled))

    def check(self, headings: Sequence[Heading]) -> list[str]:
        """What is taken for the currency and scale below these headings of values, as notes. Raises Refused where it is not known."""
        refuse_unsure(self._name, self._titles.unsure_scale, self._stated)
        for heading in headings:
            said = heading.measure
            refuse_unsure(
                self._name, said.unsure and f"the column {heading.text!r} {said.unsure}", self._stated
            )
            currency, _ = self.of(heading)
            differs = said.scale and self._scale and said.scale != self._scale
            same = currency == currency_of(self._currency, self._reporter)
            if differs and (same or not said.currency) and not self._stated.scale:
                raise Refused(
                    f"{self._name}: the column {heading.text!r} and the titles name different scales; state it with --scale"
                )
            if currency is None:
                raise Refused(
                    f"{self._name}: it does not say the currency and scale of its values ({heading.text!r}); state them, such as "
                    "--currency USD --scale 1000 (1 for whole units)"
                )
        return [
            money_note("values", currency, scale) for currency, scale in dict.fromkeys(map(self.of, headings))
        ]

    def change(self, heading: Heading, columns: Sequence[Heading]) -> list[str]:
        """Take the currency and scale that a row of one cell says for the rows below; notes of it. Raises Refused where a column says
        another."""
        said = heading.measure
        refuse_unsure(
            self._name, said.unsure and f"the row {heading.text[:60]!r} {said.unsure}", self._stated
        )
        if self._stated.currency or self._stated.scale:
            return []
        currency, scale = money_of((said.currency, said.scale), (self._currency, None), self._reporter)
        if (currency, scale or 1.0) == (currency_of(self._currency, self._reporter), self._scale or 1.0):
            return []
        if named := next((h.text for h in columns if h.measure.says_money), None):
            raise Refused(
                f"{self._name}: the row {heading.text[:60]!r} says another unit than the column {named!r}; state both with --scale and "
                "--currency, or import the parts apart"
            )
        self._currency, self._scale = currency, scale
        return [money_note(f"below the row {heading.text[:40]!r}: values", str(currency), scale or 1.0)]
