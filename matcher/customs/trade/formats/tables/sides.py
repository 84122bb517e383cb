"""Whose trade each column of a pivoted table is, and its partner, where headings or titles say it and no column does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matcher.customs.trade.formats.tables.headed_tables import FigureColumn
from matcher.customs.trade.formats.texts import words
from matcher.customs.trade.formats.texts.facts import Refused
from matcher.customs.trade.formats.texts.figures import is_place
from matcher.customs.trade.formats.texts.headings import Heading, span_in
from matcher.customs.trade.formats.texts.measures import measure
from matcher.customs.trade.formats.texts.parties import SHORT, Parties, parties_in


@dataclass(frozen=True)
class Side:
    """The countries of a column of figures; None where neither its heading nor the titles name one."""

    reporter: str | None = None
    partner: str | None = None


def named_sides(heading: Heading, flow: str | None) -> tuple[frozenset[str], frozenset[str], bool]:
    """The reporters and partners that a heading names, and whether it names the world: what tells two columns apart."""
    said = parties_in(heading.text, heading.flow or flow)
    return frozenset(said.reporters), frozenset(said.partners), said.world


def reporters_in(figures: Sequence[FigureColumn]) -> set[str | None]:
    """The reporters that the headings name; None among them where one names none."""
    return {next(iter(parties_in(f.heading.text, f.heading.flow).reporters), None) for f in figures}


def sides_of(
    name: str,
    figures: Sequence[FigureColumn],
    titles: Parties,
    reporter: str | None,
    flow: str | None,
    partners_in_rows: bool,
) -> dict[int, Side]:
    """The countries of each column. Raises Refused where its heading or the titles name several, or one that is not understood."""
    told = any(named_sides(f.heading, flow)[1] for f in figures)
    out = {}
    for figure in figures:
        said = parties_in(figure.heading.text, figure.heading.flow or flow)
        _check_heading(name, figure.heading, said, reporter, partners_in_rows)
        own = next(iter(said.reporters), None)
        partner = next(iter(said.partners), None)
        if not (partner or said.world or told):
            partner = partner_by_titles(name, titles, own or reporter, partners_in_rows)
        if partner and partner == (own or reporter) and not partners_in_rows:
            raise Refused(
                f"{name}: {partner} is both reporter and partner ({figure.heading.text!r}); state whose statistics it holds with --reporter"
            )
        out[figure.at] = Side(own, partner)
    return out


def _check_heading(
    name: str, heading: Heading, said: Parties, reporter: str | None, partners_in_rows: bool
) -> None:
    alone = _bare_country(heading)
    unsure = (
        len(said.reporters) > 1
        or len(said.partners) > 1
        or said.pair
        or said.unknown
        or said.own - {reporter or ""}
        or (alone and alone not in (reporter, words.WORLD))
    )
    if unsure or (said.partners and partners_in_rows):
        raise Refused(
            f"{name}: the column {heading.text!r} names a country, and whether it reports or is the partner is not understood; write it as in "
            "'Exports of India to China', or keep the columns of one country and state it with --reporter"
        )


def _bare_country(heading: Heading) -> str | None:
    """The country that a heading names with no word that says whether it reports: "China 2022", "India exports"."""
    rest = words.without_flow(measure(span_in(heading.text)[1]).rest)
    is_code = len(rest) <= SHORT and rest.isascii()
    return None if is_code or words.column_kinds(rest) or not is_place(rest) else words.country(rest)


def partner_by_titles(name: str, titles: Parties, reporter: str | None, in_rows: bool = False) -> str | None:
    """The partner of figures whose heading names none. Raises Refused where the titles name several and rows name none."""
    partners = titles.partners | (titles.pair - {reporter or ""} if reporter in titles.pair else set())
    if in_rows:
        return next(iter(partners)) if len(partners) == 1 else None
    sure = len(partners) <= 1 and not titles.unknown and not titles.own - {reporter or ""}
    if not sure or (titles.pair and reporter not in titles.pair):
        shown = ", ".join(sorted(titles.partners | titles.pair | titles.own | titles.unknown))
        raise Refused(
            f"{name}: which of the countries of its titles is the partner is not understood ({shown}); state whose statistics it holds with "
            "--reporter, or put the partner in a column"
        )
    return next(iter(partners), None)
