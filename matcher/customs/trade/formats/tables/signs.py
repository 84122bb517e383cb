"""By what a table is one of published statistics, and not of declarations: its headings, its totals, or its rows.

What has no such sign is read as declarations. What has one and is not understood is refused: taken for declarations, its totals would
be counted with their parts.
"""

from __future__ import annotations

from collections.abc import Sequence

from matcher.customs.trade.formats.tables.country_headings import country_columns
from matcher.customs.trade.formats.tables.goods_texts import has_texts_of_one_code, tells_goods_apart
from matcher.customs.trade.formats.tables.headed_tables import MOSTLY, Headed, headed_tables
from matcher.customs.trade.formats.texts import words
from matcher.customs.trade.formats.texts.digits import ascii_digits
from matcher.customs.trade.formats.texts.figures import is_place, period_in, share
from matcher.customs.trade.formats.texts.goods_codes import are_codes
from matcher.customs.trade.formats.texts.two_languages import in_one_language
from matcher.customs.trade.formats.texts.vocabulary import fold
from matcher.customs.values.cells import day
from matcher.customs.values.countries import alpha3

SDMX = {"time period", "obs value"}
TOTALS = 2  # rows of a total among the countries of a table of declarations: none
LEAST_ROWS, SEVERAL = 6, 3  # rows, and codes and countries each, of a table that is told by its rows
LEAST_CODES = 2  # of a table that its title says to be one of statistics
FEWEST = 2  # columns of a summary or a legend, which has a period in its title too
CROSSED = 0.5  # share of the pairs of a code and a country that have a row
LENGTH_OF_DAY = 10  # 2023-05-31; of a month 2023-05


def why_statistics(rows: Sequence[Sequence[str]], header: Sequence[str] | None) -> str | None:
    """Why a table is one of statistics; None where nothing says so."""
    rows, header = [ascii_digits(row) for row in rows], ascii_digits(header) if header else header
    rows, header, _ = in_one_language(rows, header)
    for table in headed_tables(rows, header):
        if {fold(column.split(":")[0]) for column in table.columns} >= SDMX:
            return "it has the columns of SDMX, TIME_PERIOD and OBS_VALUE"
        if are_declarations(table):
            return None
        if reason := sign_of_statistics(table):
            return reason
    return None


def sign_of_statistics(table: Headed) -> str | None:
    """What shows that a table is one of statistics, in words; None for nothing."""
    signs = (
        _by_headings,
        _by_countries,
        _by_totals,
        _by_places_beside_codes,
        _by_rows,
        _by_period,
        _by_titles,
        _by_title_of_one,
    )
    return next((reason for sign in signs if (reason := sign(table))), None)


def _by_period(table: Headed) -> str | None:
    """A column of months, quarters or years beside one of countries or of directions, in which no two rows are alike."""
    if len(table.body) < LEAST_ROWS:
        return None
    texts = [i for i in range(len(table.columns)) if table.cells(i)]
    periods = [i for i in texts if share(table.cells(i), lambda cell: period_in(cell) is not None) >= MOSTLY]
    if not periods:
        return None
    flows = [i for i in texts if share(table.cells(i), _names_flow) >= MOSTLY]
    keys = {
        tuple(cell for i, cell in enumerate(row) if i not in table.numeric or i in periods)
        for row in table.body
    }
    beside = [*flows, *(table.places if "hs" in table.at else ())]
    if not beside or len(keys) < len(table.body):
        return None
    return f"each row has a period, and no two are alike: {table.columns[periods[0]]!r}, {table.columns[beside[0]]!r}"


def _by_titles(table: Headed) -> str | None:
    """A title that names statistics or foreign trade, over codes and numbers."""
    if _code(table) is None or not table.numeric:
        return None
    titles = (cell for row in table.above for cell in row if cell.strip())
    title = next((cell for cell in titles if words.has_stem("statistics", cell)), None)
    return f"a title above it says so: {title[:60]!r}" if title else None


def _by_title_of_one(table: Headed) -> str | None:
    """A title that names the direction, the year and the country, above one row for each code, or above codes and partners."""
    code, said = _code(table), table.titles
    amounts = [f for f in table.figures if f.heading.amount in ("value", "weight", "quantity")]
    if code is None or not amounts or not (said.flow and said.span and said.reporter):
        return None
    told = "its title names the direction, the period and the country, and it has one row for each code"
    coded = [row for row in table.body if code < len(row) and row[code].strip()]
    if len(coded) >= LEAST_CODES and len({row[code].strip() for row in coded}) == len(coded):
        return told
    if "partner" in table.at and len(coded) >= LEAST_ROWS:
        return "its title names the direction, the period and the country, and it has columns of codes and of partners"
    return None


def _by_places_beside_codes(table: Headed) -> str | None:
    """Countries in rows without a code, below or above the rows of codes."""
    code = table.at.get("hs")
    if code is None:
        return None
    bare = [row for row in table.body if code < len(row) and not row[code].strip()]
    for i in range(len(table.columns)):
        cells = [row[i].strip() for row in bare if i < len(row) and row[i].strip()]
        countries = [cell for cell in cells if alpha3(cell)]
        if i != code and len(countries) >= TOTALS and share(cells, is_place) >= MOSTLY:
            return f"rows without a code name countries: {countries[0]!r}"
    return None


def are_declarations(table: Headed) -> bool:
    """Whether a table has what statistics have not: parties, days, or several texts for goods of one code."""
    columns, code = range(len(table.columns)), _code(table)
    if any(words.is_party(table.columns[i]) for i in columns if i not in table.places):
        return True
    if any(share(table.cells(i), _is_day) >= MOSTLY for i in columns if i != code):
        return True
    if code is None:
        return False
    coded = [row for row in table.body if code < len(row) and row[code].strip()]
    others = [i for i in columns if i not in table.numeric and i not in table.places and i != code]
    return any(
        tells_goods_apart(coded, i, code)
        or (
            words.is_description(table.columns[i])
            and has_texts_of_one_code(table.columns[i], coded, i, [code])
            and tells_goods_apart(coded, i, code, 1)
        )
        for i in others
    )


def _code(table: Headed) -> int | None:
    at = (i for i in range(len(table.columns)) if table.at.get("hs") == i or are_codes(table.cells(i)))
    return next(at, None)


def _by_headings(table: Headed) -> str | None:
    """Years or several periods, or both directions, in the headings of figures."""
    spans = {figure.heading.span: figure.heading.text for figure in table.figures if figure.heading.span}
    flows = {figure.heading.flow: figure.heading.text for figure in table.figures if figure.heading.flow}
    of_goods = len(table.columns) > FEWEST or table.titles.code
    if of_goods and (len(spans) > 1 or any(span.year for span in spans)):
        return f"its columns are of periods: {', '.join(map(repr, list(spans.values())[:2]))}"
    if len({figure.heading.cumulated for figure in table.figures}) > 1:
        return "its columns have sums from January on beside others"
    if unread := next((figure.heading.text for figure in table.figures if figure.heading.unread), None):
        return f"its columns are of periods: {unread!r}"
    if len(flows) > 1:
        return f"its columns are of directions: {', '.join(map(repr, list(flows.values())[:2]))}"
    return None


def _by_countries(table: Headed) -> str | None:
    """Several countries in the headings of figures."""
    found = country_columns(table)
    return f"its columns are of countries: {', '.join(map(repr, list(found.figures)[:2]))}" if found else None


def _by_totals(table: Headed) -> str | None:
    for i in table.places:
        totals = [
            cell for cell in table.cells(i) if words.country(cell) == words.WORLD and not cell.isdigit()
        ]
        if len(totals) >= TOTALS:
            return f"its column {table.columns[i]!r} has rows of totals: {totals[0]!r}"
    return None


def _by_rows(table: Headed) -> str | None:
    """One row for each code and country, and one text for each code: so no declarations are written."""
    code, place = _code(table), next(iter(table.places), None)
    if code is None or place is None or len(table.body) < LEAST_ROWS:
        return None
    amounts = {i for i in table.numeric if i != code}
    body = [
        row for row in table.body if max(code, place) < len(row) and row[code].strip() and row[place].strip()
    ]
    keys = {tuple(cell for i, cell in enumerate(row) if i not in amounts) for row in body}
    codes, places = {row[code] for row in body}, {row[place] for row in body}
    pairs = {(row[code], row[place]) for row in body}
    if (
        len(keys) < len(body)
        or min(len(codes), len(places)) < SEVERAL
        or len(pairs) < CROSSED * len(codes) * len(places)
    ):
        return None
    texts = [i for i in range(min(map(len, body))) if i not in (code, place) and i not in amounts]
    if not any(
        len({row[i] for row in body}) == len({(row[code], row[i]) for row in body}) == len(codes)
        for i in texts
    ):
        return None
    return f"it has a row for each of {len(codes)} codes and {len(places)} countries, and no days"


def _names_flow(cell: str) -> bool:
    return len(cell) <= words.LONGEST and words.flow_in(cell) is not None


def _is_day(cell: str) -> bool:
    return len(day(cell) or "") == LENGTH_OF_DAY
