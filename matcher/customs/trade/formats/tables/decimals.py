"""Whether a table writes 81,25 or 81.25, and 1,234 or 1.234 for a thousand and more."""

from __future__ import annotations

import re
from collections.abc import Sequence

from matcher.customs.trade.formats.texts.facts import Refused
from matcher.customs.values.cells import decimal_sign

# A number with one sign before exactly three digits: it may be a decimal sign or one of thousands.
_EITHER = re.compile(r"-?[1-9]\d{0,2}([.,])\d{3}")


def decimal_of(
    body: Sequence[Sequence[str]], columns: Sequence[int], name: str, stated: str | None, usual: str | None,
    reporter: str | None, delimiter: str | None,
) -> str | None:  # fmt: skip
    """The decimal sign of a table's numbers: as stated, as the numbers show, else as the publisher writes them.

    Raises Refused where a number may be read in two ways and nothing tells which.
    """
    if stated:
        return stated
    cells = [row[i].strip() for row in body for i in columns if i < len(row) and row[i].strip()]
    if shown := decimal_sign(cells):
        return shown
    doubtful = {match[1]: cell for cell in cells if (match := _EITHER.fullmatch(cell))}
    if not doubtful:
        return usual
    if len(doubtful) == 1 and reporter in ("UKR", "RUS"):
        return next(iter(doubtful))  # these group thousands with spaces, so either sign is a decimal sign
    if len(doubtful) == 1 and reporter == "TUR" and "." in doubtful:
        return ","
    if usual == "." and "." not in doubtful and delimiter != ";":
        return usual
    if usual == "." and "," not in doubtful:
        return usual
    example = next(iter(doubtful.values()))
    raise Refused(
        f"{name}: {example} may be read with or without decimals; state the sign with --decimal . or --decimal ,"
    )
