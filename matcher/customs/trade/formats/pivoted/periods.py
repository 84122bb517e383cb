"""The months of a figure in a pivoted table: what its heading, its row, rows of one cell and the titles say together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from matcher.customs.trade.formats.pivoted.sections import Section
from matcher.customs.trade.formats.texts.facts import Refused
from matcher.customs.trade.formats.texts.figures import month_of, period_in
from matcher.customs.trade.formats.texts.headings import Heading, Span
from matcher.customs.trade.formats.texts.titles import Titles, is_part, part_of_each_year

FISCAL = {"IND": 4}  # first month of the fiscal year of countries that publish by it

Months = tuple[int, int]  # first and last month, counted from year 0


class Periods:
    """Which months figures are of. `span` is that of the titles, or of a row of one cell above them."""

    def __init__(
        self,
        name: str,
        titles: Titles,
        headings: Sequence[Heading],
        cells: Iterable[str],
        reporter: str | None,
    ) -> None:
        """`headings` are those of the figures, `cells` those of the first rows in columns of periods and years."""
        self._name, self._titles, self._headings, self._reporter = name, titles, headings, reporter
        self.span = titles.span
        self._years = {h.span.year for h in headings if h.span and h.span.year}
        self._years |= {begin // 12 for begin, _ in filter(None, map(period_in, cells))}
        if self.span and self.span.year and self.span.is_year:
            self._years.add(self.span.year)
        self._part: tuple[Months | str | None] | None = (
            None  # what the titles say of these years, once it was asked
        )

    def refuse_unread(self, unread: str | None) -> None:
        """Refuse a heading that says a part of a year which is not understood."""
        if unread:
            raise Refused(
                f"{self._name}: which months the column {unread!r} is of is not understood; name them, as in 'January-June 2023'"
            )

    def take_headings(self, headings: Sequence[Heading]) -> None:
        """Go on with the headings of a header within the table."""
        self._headings = headings
        self.refuse_unread(next((h.text for h in headings if h.unread), None))

    def take_section(self, section: Section) -> None:
        """Go on with the period of a row of one cell. Raises Refused where it says of which part of a year figures of whole years are."""
        if section.span:
            self.span, self._part = section.span, None
            self._years.add(section.span.year or 0)
        elif is_part(section.heading) or section.heading.unread:
            span = section.heading.span
            of_years = any(h.span and h.span.is_year for h in self._headings)
            own = span is None or span.year is None or span.year in self._years
            if of_years and own and not (span and span.first == span.last and span.year is None):
                raise Refused(self._unread_title(section.heading.text))

    def months(self, heading: Heading, cell: Callable[[str], str]) -> Months | str:
        """The months of a figure below a heading; else what is not known of them. `cell` gives that of a field of its row."""
        span, row, year, month = (
            heading.span,
            period_in(cell("period")),
            cell("year"),
            month_of(cell("month")),
        )
        if span is not None and span.fiscal:
            first = FISCAL.get(self._reporter or "")
            if first is None:
                return f"{heading.text!r} spans two years, and which of their months is not said"
            return Span(first, first - 1, span.year, span.last_year).months(None) or "period is none"
        known = (
            int(year) if year.isdigit() else row[0] // 12 if row else self.span.year if self.span else None
        )
        if span is None and row:
            months: Months | None = row
        else:
            whole = span or month or (Span() if year else self.span)
            if span is None and whole is not None and whole.fiscal:
                return f"the title spans two years ({whole.year}, {whole.last_year}), and which of their months is not said"
            months = whole.months(known) if whole else None
        if months is None:
            if self._titles.unread:
                raise Refused(self._unread_title(self._titles.unread[0]))
            shown = heading.text if span else cell("period") or year
            return f"period is none: {shown[:40]}"
        return self._summed(months, heading) if heading.cumulated else self._of_titles(months)

    def _summed(self, months: Months, heading: Heading) -> Months | str:
        """The months of a sum from January on to one month, or to the last of the months beside it."""
        begin, end = months
        if begin == end:
            if self._reporter in FISCAL:
                return (
                    f"{heading.text!r} sums up the months of a year that begins in another month than January"
                )
            return end // 12 * 12, end
        if not _is_year(months):
            return months
        beside = [h.span.last for h in self._headings if h.span and not h.cumulated and h.span.first != 1]
        if not beside:
            part = self._of_titles(months)
            return part if part != months else f"{heading.text!r} does not say up to which month it sums up"
        return begin, begin + max(beside) - 1

    def _of_titles(self, months: Months) -> Months:
        """The months that the titles say of each year, where a heading or row says the year alone."""
        if not _is_year(months):
            return months
        if self._part is None:
            self._part = (part_of_each_year(self._titles, self._years),)
        part = self._part[0]
        if isinstance(part, str):
            raise Refused(self._unread_title(part))
        if part is None:
            return months
        if any(h.span and not h.span.is_year for h in self._headings):
            raise Refused(self._unread_title(f"months {part[0]} to {part[1]}"))
        return months[0] + part[0] - 1, months[0] + part[1] - 1

    def _unread_title(self, said: str) -> str:
        return (
            f"{self._name}: its titles name a part of a year ({said[:80]!r}) above figures of years, and which months they are of is not "
            "understood; name the months in the headings, as in 'January-June 2023'"
        )


def _is_year(months: Months) -> bool:
    return months[0] % 12 == 0 and months[1] == months[0] + 11
