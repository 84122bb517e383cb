"""How the values of two columns are related, row by row."""

from __future__ import annotations

import random

from matcher.customs.layout.columns import columns_of
from matcher.customs.layout.rows.column_relations import LEAST_ROWS, RELATIONS, relations_of

HEADERS = [
    "Importer",
    "Address",
    "Goods",
    "Model",
    "Qty",
    "Price",
    "Amount",
    "Rubles",
    "Gross",
    "Net",
    "Total",
]


def table(rows: int) -> list[list[str]]:
    """Two lines of each declaration; the amount is quantity times price, in roubles at one rate."""
    rng = random.Random(4)
    out = []
    for number in range(0, rows, 2):
        firm = rng.randint(1, 4)
        lines = []
        for line in (number, number + 1):
            quantity, price = rng.randint(2, 90), rng.randint(110, 990) / 10
            lines.append((line, quantity, price, quantity * price))
        total = sum(amount for *_, amount in lines)
        for line, quantity, price, amount in lines:
            net = rng.uniform(1, 900)
            out.append(
                [
                    f"Firm {firm}", f"{firm} High Street", f"Pump model P{line} of steel", f"P{line}", f"{quantity}", f"{price:.1f}",
                    f"{amount:.2f}", f"{amount * 92.5:.2f}", f"{net * rng.uniform(1.02, 1.2):.2f}", f"{net:.2f}", f"{total:.2f}",
                ]
            )  # fmt: skip
    return out


def related(rows: list[list[str]]) -> set[tuple[str, str, str]]:
    """(column, relation, column) of a table under HEADERS."""
    found = relations_of(columns_of(HEADERS, rows))
    return {(HEADERS[i], RELATIONS[r], HEADERS[j]) for r, i, j in zip(*found.nonzero(), strict=True)}


def test_relations_of_a_table_of_declarations() -> None:
    found = related(table(40))
    assert {
        ("Importer", "one to one with", "Address"),
        ("Address", "one to one with", "Importer"),
        ("Amount", "the product of a factor", "Qty"),
        ("Amount", "the product of a factor", "Price"),
        ("Price", "a factor of", "Amount"),
        ("Qty", "multiplied with", "Price"),
        ("Rubles", "a larger multiple of", "Amount"),
        ("Amount", "a smaller multiple of", "Rubles"),
        ("Gross", "somewhat more than", "Net"),
        ("Net", "somewhat less than", "Gross"),
        ("Total", "the total of", "Amount"),
        ("Amount", "totalled in", "Total"),
        ("Goods", "a text that contains", "Model"),
        ("Model", "contained in", "Goods"),
    } <= found
    assert ("Net", "somewhat more than", "Gross") not in found
    assert ("Importer", "determined by", "Qty") not in found


def test_rows_that_are_shuffled_column_by_column_are_not_related() -> None:
    rng = random.Random(5)
    columns = list(zip(*table(60), strict=True))
    shuffled = [rng.sample(column, len(column)) for column in columns]
    found = related([list(row) for row in zip(*shuffled, strict=True)])
    amounts = set(HEADERS[4:])
    assert not [one for one in found if one[0] in amounts and one[2] in amounts]
    assert not [one for one in found if "one to one" in one[1] or "contain" in one[1]]


def test_few_rows_and_short_rows_show_nothing() -> None:
    assert not related(table(40)[: LEAST_ROWS - 1])
    ragged = [row[: 3 + n % 9] for n, row in enumerate(table(40))]
    assert relations_of(columns_of(HEADERS, ragged)).shape == (len(RELATIONS), len(HEADERS), len(HEADERS))
    assert relations_of(columns_of([], [])).shape == (len(RELATIONS), 0, 0)
