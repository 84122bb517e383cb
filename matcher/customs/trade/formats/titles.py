"""What the titles above a table of statistics say that its columns do not repeat."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from matcher.customs.trade.formats import words
from matcher.customs.trade.formats.headings import Heading, Span, heading_of
from matcher.customs.trade.formats.vocabulary import fold
from matcher.customs.values.countries import alpha3

Said = TypeVar("Said")
_COMMODITY = re.compile(
    r"(?:commodity|hs ?code|products?|produit|producto?|produto|prodotto|produkt|ürün|товар|код|fracci[oó]n|ware|品目)\W*(\d[\d.]{0,14}\d)(?![\d.]*\d)",
    re.IGNORECASE,
)
_PARTNER = re.compile(r"(?:partner )?country\W+(.+)", re.IGNORECASE)
# "Imports of Georgia by commodity", "a product imported by Kazakhstan", "Экспорт Республики Узбекистан по товарам".
_OF = re.compile(r"\b(?:of(?: the)?|by|Республики|республики|de|von)\s+(?=[^\W\d_])")
LONGEST_NAME = 3  # words of a country that a title names


@dataclass(frozen=True)
class Titles:
    """What the titles say; None where they say nothing, or two things.

    `no_trade` is a title of balances, transit or the like, `of_change` one of directions with a word such as growth or share; "" for none.
    """

    flow: str | None
    span: Span | None
    currency: str | None
    scale: float | None
    mass: float | None
    reporter: str | None
    code: str | None
    partner: str | None
    unsure_scale: str = ""
    no_trade: str = ""
    of_change: str = ""


def titles_of(rows: Sequence[Sequence[str]]) -> Titles:
    """What the cells of `rows`, those above a table's header, say of the whole table."""
    cells = [cell.strip() for row in rows for cell in row if cell.strip()]
    said = [heading_of(cell) for cell in cells if not _COMMODITY.search(cell)]
    money = [h.measure for h in said if h.measure.currency or (h.measure.scale and not h.measure.rest)]
    scales = {m.scale for m in money if m.scale}
    masses = {h.measure.mass for h in said if h.measure.mass}
    spans = {h.span for h in said if h.span and h.span.year}
    exact = {span for span in spans if (span.first, span.last) != (1, 12)} or spans
    return Titles(
        flow=_one({h.flow for h in said if h.flow}),
        span=_one(exact),
        currency=_one({m.currency for m in money if m.currency}),
        scale=_one(scales),
        mass=_one(masses),
        reporter=reporter_in(cells),
        code=next((m[1] for cell in cells if (m := _COMMODITY.search(cell))), None),
        partner=next((m[1].strip() for cell in cells if (m := _PARTNER.match(cell))), None),
        unsure_scale=_unsure(said, scales),
        no_trade=next((h.text for h in said if words.has_word("no_trade", h.text)), ""),
        of_change=next((h.text for h in said if h.flow and words.has_word("changes", h.text)), ""),
    )


def _unsure(said: Sequence[Heading], scales: set[float]) -> str:
    """Why the scale or the currency of the titles is not known; "" where it is."""
    if len(scales) > 1:
        return "its titles name more than one scale"
    title = next((h for h in said if h.measure.unsure), None)
    return f"the title {title.text[:60]!r} {title.measure.unsure}" if title else ""


def reporter_in(titles: Sequence[str]) -> str | None:
    """The one country that the titles name as the publisher: by its office or portal, or as "of Georgia"; None for none or two."""
    text = " ".join(fold(title) for title in titles)
    if found := words.publishers_in(text):
        return found.pop() if len(found) == 1 else None
    named = {code for title in titles if (code := alpha3(title))}
    for title in titles:
        for match in _OF.finditer(title):
            parts = re.findall(r"[^\W\d_][\w'’.-]*", title[match.end() :])[:LONGEST_NAME]
            if parts[0][0].isupper():
                codes = [alpha3(" ".join(parts[:count])) for count in range(len(parts), 0, -1)]
                named.update([code for code in codes if code][:1])
    return named.pop() if len(named) == 1 else None


def _one(found: set[Said]) -> Said | None:
    return next(iter(found)) if len(found) == 1 else None
