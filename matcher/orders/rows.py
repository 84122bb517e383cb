"""The rows of `orders`, and of `orders --lines`."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, TypedDict

from crawler.case.typed_rows import columns_of
from matcher.attributes.taxonomy import Taxonomy
from matcher.orders.ledger import Entry, sentence
from matcher.reading.terms import interface, term
from matcher.reading.texts import joined
from matcher.statements.confidence import basis
from matcher.statements.model import UNNAMED

if TYPE_CHECKING:
    from sqlite_utils import Database


class OrderRow(TypedDict):
    """An announced order. `announced_from`: text, or post where its words name no day. `declared`: sum of the counted
    lines in pieces, sets and pairs; `lines_confidence`: their mean confidence of being of this order; `state`: what
    reviewers say of the statement, and who."""

    statement_id: str
    said: str
    confidence: float
    confidence_basis: str
    site: str
    event: str
    announced: str
    announced_from: str
    due: str
    party: str
    country: str
    item: str
    quantity: float | None
    unit: str
    declared: float
    lines: int
    lines_confidence: float | None
    importers: str
    first_date: str
    last_date: str
    not_fitting: str
    words: str
    url: str
    items: str
    state: str


class OrderLineRow(TypedDict):
    """A customs line beside an announced order; `counted`: in the order's sum."""

    statement_id: str
    counted: bool
    confidence: float
    fits: str
    not_fitting: str
    pair_id: str
    state: str
    customs_file: str
    row: int
    declaration: str | None
    date: str | None
    hs: str | None
    description: str
    importer: str | None
    exporter: str | None
    destination: str | None
    quantity: float | None
    unit: str | None


ORDER_COLUMNS = columns_of(OrderRow)
SHORT = ("said", "party", "country", "item", "lines_confidence", "state", "not_fitting", "statement_id")
ORDER_LINE_COLUMNS = columns_of(OrderLineRow)


def item_names(db: Database) -> dict[str, str]:
    """How each item of the catalog is called, by its id."""
    return dict(db.execute("SELECT item_id, coalesce(name, model, sku, item_id) FROM named_items").fetchall())


def order_rows(
    entries: Iterable[Entry], names: Mapping[str, str], taxonomy: Taxonomy, language: str = "en"
) -> Iterator[OrderRow]:
    """One row for each entry, its sentences in `language`; `names` of items by id."""
    for entry in entries:
        statement, post = entry.said.statement, entry.said.post
        goods = statement.goods
        called = [names.get(item, item) for item in goods.items] or [
            *goods.codes,
            *(_kind(kind, taxonomy, language) for kind in goods.kinds),
        ]
        shares = [one.confidence for one in entry.counted]
        yield OrderRow(
            statement_id=entry.said.id,
            said=sentence(entry, language),
            confidence=statement.confidence,
            confidence_basis=basis(),
            site=post.site,
            event=interface(f"event_{statement.event}", language),
            announced=entry.announced,
            announced_from=entry.announced_from,
            due=statement.due,
            party=interface("not_named", language) if statement.party == UNNAMED else statement.party,
            country=statement.country,
            item="; ".join(called),
            quantity=statement.quantity,
            unit=statement.unit,
            declared=entry.declared,
            lines=len(entry.counted),
            lines_confidence=round(math.fsum(shares) / len(shares), 3) if shares else None,
            importers="; ".join(entry.importers),
            first_date=entry.dates[0],
            last_date=entry.dates[1],
            not_fitting=joined(entry.notes, language),
            words=statement.spans["sentence"].words,
            url=post.url,
            items=", ".join(goods.items),
            state=_state(entry, language),
        )


def _kind(kind: str, taxonomy: Taxonomy, language: str) -> str:
    """The title of a kind; that of a case's own kind is as the case has it."""
    return (term("kinds", kind, language) if language != "en" else "") or taxonomy.kinds[kind].title


def _state(entry: Entry, language: str) -> str:
    """The state of the statement with the reviewers: accepted (Ann)."""
    reviewed = entry.reviewed
    names = f" ({', '.join(reviewed.reviewers)})" if reviewed.reviewers else ""
    return interface(f"state_{reviewed.state}", language) + names


def order_line_rows(entries: Iterable[Entry], language: str = "en") -> Iterator[OrderLineRow]:
    """One row for each line of each entry, counted ones first, the best fit first; what fits in `language`."""
    for entry in entries:
        for counted, fits in ((True, entry.counted), (False, entry.others)):
            for one in fits:
                line = one.line
                yield OrderLineRow(
                    statement_id=entry.said.id,
                    counted=counted,
                    confidence=one.confidence,
                    fits=joined(one.fits, language),
                    not_fitting=joined(one.not_fitting, language),
                    pair_id=line.pair_id,
                    state=line.state,
                    customs_file=line.customs_file,
                    row=line.row,
                    declaration=line.declaration,
                    date=line.date,
                    hs=line.hs,
                    description=line.description,
                    importer=line.importer,
                    exporter=line.exporter,
                    destination=line.destination,
                    quantity=line.quantity,
                    unit=line.unit,
                )
