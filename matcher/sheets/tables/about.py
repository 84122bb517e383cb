"""What a file says of a table beside its rows: words about all of it, and, of a JSON document, dimensions with codes and labels."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Category:
    """One code of a dimension, or one column of figures: its label and unit as printed, "" for none.

    `unit_label` is what the unit is called, `unit` what it counts ("thousands" of "EUR"); figures are to be multiplied by ten to the
    power of `exponent`, None where the file says none.
    """

    code: str
    label: str = ""
    unit: str = ""
    unit_label: str = ""
    exponent: int | None = None


@dataclass(frozen=True)
class Dimension:
    """A column of codes. `role` is time, metric (what is counted), geo, attribute (of the figure, not a part of its key) or "".

    `total` is the code that the file says is all others together; `groups` are codes whose parts have codes of their own.
    """

    id: str
    label: str = ""
    role: str = ""
    categories: tuple[Category, ...] = ()
    total: str = ""
    groups: tuple[str, ...] = ()


@dataclass(frozen=True)
class About:
    """`said` are (key, text) of the words about the whole table. A cube has `dimensions`: its rows are a code for each of them, a
    number for each of `figures`, and the status of these; of a table of records there are none."""

    said: tuple[tuple[str, str], ...] = ()
    dimensions: tuple[Dimension, ...] = ()
    figures: tuple[Category, ...] = ()

    def plain(self) -> dict[str, Any]:
        """What JSON has of it, for `about_of`."""
        return asdict(self)


def about_of(plain: dict[str, Any] | None) -> About | None:
    """An About that was written as JSON; None for None."""
    if plain is None:
        return None
    return About(
        tuple((key, text) for key, text in plain["said"]),
        tuple(
            Dimension(
                **{
                    **given,
                    "categories": tuple(Category(**one) for one in given["categories"]),
                    "groups": tuple(given["groups"]),
                }
            )
            for given in plain["dimensions"]
        ),
        tuple(Category(**given) for given in plain["figures"]),
    )
