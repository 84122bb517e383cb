"""What columns of a party's numbers and addresses have in common: what was taken for the importer's may be the exporter's."""

from __future__ import annotations

from matcher.customs.layout.rows.row_columns import RowColumns

PARTIES = ("importer", "exporter")
FOUND = 0.96  # confidence of what the rows show of parties and their countries beyond chance
TOGETHER = 0.97  # share of rows in which a number, a name and an address of one firm stand together


def only_the_importers(columns: RowColumns, what: str) -> int | None:
    """The importer's column of `what` (code, address), where the exporter is known and has none."""
    known = columns.sure(f"importer_{what}") and columns.sure("exporter")
    alone = known and f"exporter_{what}" not in columns.mapping
    return columns.place(f"importer_{what}") if alone else None


def give_to_exporter(columns: RowColumns, what: str) -> None:
    """Decide that the importer's column of `what` is the exporter's."""
    place = columns.place(f"importer_{what}")
    columns.drop(f"importer_{what}")
    columns.decide(f"exporter_{what}", place, FOUND)
    columns.proved.add(f"exporter_{what}")
