"""Orders that posts announce, beside the lines of the dossier that could be them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from matcher.attributes.taxonomy import of_case
from matcher.dossier.report_sections import Cell, Section
from matcher.dossier.statements import reviewed
from matcher.dossier.table_titles import table_title
from matcher.orders.ledger import Entry, Scope, ledger, sentence
from matcher.orders.rows import ORDER_COLUMNS, ORDER_LINE_COLUMNS, order_line_rows, order_rows
from matcher.orders.timeline import Told, timeline
from matcher.reading.texts import joined
from matcher.reading.wording import ENGLISH, Wording
from matcher.schema.terms import PairState
from matcher.statements.model import UNNAMED
from matcher.text.display import shown, visible

if TYPE_CHECKING:
    from collections.abc import Mapping

    from matcher.dossier.context import DossierContext

PERSON = "person"  # kind of a party whose name a redacted dossier leaves out


@dataclass(frozen=True)
class Announced:
    """The announced orders of a dossier, the oldest first, and the names of its products by item_id."""

    entries: tuple[Entry, ...]
    names: Mapping[str, str]

    @property
    def captures(self) -> list[str]:
        """The captures of their posts."""
        return [entry.said.post.capture_id for entry in self.entries]


def announced_orders(context: DossierContext) -> Announced:
    """The announced orders of the dossier's products, each with the dossier's lines that could be it."""
    names = {pair.item.item_id: pair.item.name for pair in context.evidence}
    scope = Scope([pair.pair_id for pair in context.evidence], "chosen_lines", least=0.0)
    sites = sorted({pair.item.site for pair in context.evidence})
    entries = ledger(context.db, of_case(context.case.root), sites, scope)
    own = tuple(
        e
        for e in entries
        if e.reviewed.state != PairState.REJECTED
        and (e.counted or not names.keys().isdisjoint(e.said.statement.goods.items))
    )
    return Announced(own, names)


def write_announced(context: DossierContext, announced: Announced) -> None:
    """The tables of announced orders and of the lines beside them."""
    rows = order_rows(announced.entries, announced.names, of_case(context.case.root))
    context.tables.csv(
        "tables/announced_orders.csv",
        ORDER_COLUMNS,
        _without_persons(context, announced, rows),
        table_title("announced_orders"),
    )
    context.tables.csv(
        "tables/announced_lines.csv",
        ORDER_LINE_COLUMNS,
        map(dict, order_line_rows(announced.entries)),
        table_title("announced_lines"),
    )


def _without_persons(
    context: DossierContext, announced: Announced, rows: Iterator[Any]
) -> Iterator[Mapping[str, object]]:
    """The rows, without the names and sentences of persons where the dossier is redacted."""
    for entry, row in zip(announced.entries, rows, strict=True):
        if entry.said.statement.party_kind == PERSON:
            for name in ("party", "words"):
                row[name] = context.redaction.private(row[name], "posts", "persons")
        row["words"] = context.redaction.text(row["words"], "posts")
        row["state"] = _review(context, entry, ENGLISH)
        yield row


def announced_sections(context: DossierContext, announced: Announced) -> list[Section]:
    """The section of the report; none where no post announces an order of the dossier's products."""
    if not announced.entries:
        return []
    say = context.say
    heads = ("announced", "product", "customer", "post", "not_fitting", "statement")
    table: list[list[Any]] = [[say(f"head_{head}") for head in heads]]
    for entry in announced.entries:
        statement, post = entry.said.statement, entry.said.post
        product = "; ".join(announced.names.get(item, item) for item in statement.goods.items)
        page = context.captures.page_of.get(post.capture_id, "")
        table.append(
            [
                sentence(entry, context.language),
                Cell(shown(product, 80).text),
                Cell(_customer(context, entry)),
                Cell(visible(shown(post.title or post.url, 60).text), page),
                Cell(joined(entry.notes, context.language)),
                Cell(_review(context, entry, say)),
            ]
        )
    chart = timeline(Told(announced.entries), context.language)
    return [
        Section(
            "announced",
            say("announced"),
            words=say("announced_words"),
            charts=[chart] if chart else [],
            table=table,
            in_words=True,
            table_caption=say("announced_caption", file="tables/announced_lines.csv"),
        )
    ]


def _review(context: DossierContext, entry: Entry, say: Wording) -> str:
    """What reviewers say of the statement, and who: accepted by review (Ann)."""
    names = ", ".join(context.redaction.reviewer(name) for name in entry.reviewed.reviewers)
    state = reviewed(entry.reviewed.state, say)
    return say("reviewed_by", state=state, names=names) if names else state


def _customer(context: DossierContext, entry: Entry) -> str:
    statement = entry.said.statement
    unnamed = statement.party == UNNAMED
    name = context.say.word("not_named") if unnamed else visible(statement.party)
    if statement.party_kind == PERSON:
        name = context.redaction.private(name, "posts", "persons")
    return f"{name} ({statement.country})" if statement.country else name
