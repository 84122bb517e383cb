"""The rows of `posts statements`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, TypedDict

from crawler.case.typed_rows import columns_of
from matcher.statements.confidence import basis

if TYPE_CHECKING:
    from matcher.attributes.taxonomy import Taxonomy
    from matcher.statements.case_posts import Said


class StatementRow(TypedDict):
    """A statement as it is listed. `date_from`: text, or post where the year is the post's; `words`: the sentence;
    `spans`: by what was read, where its words are in the title or text; `versions`: addresses of the same post in
    other languages; `state`: proposed, or what reviewers say and who."""

    statement_id: str
    confidence: float
    confidence_basis: str
    site: str
    published: str
    event: str
    party: str
    party_kind: str
    country: str
    quantity: float | None
    unit: str
    rough: bool
    kinds: str
    codes: str
    items: str
    date: str
    date_until: str
    date_from: str
    due: str
    place: str
    rule: str
    title: str
    url: str
    words: str
    versions: list[str]
    post_id: str
    spans: dict[str, Any]
    state: str


STATEMENT_COLUMNS = columns_of(StatementRow)


def rows(found: Iterable[Said], taxonomy: Taxonomy, states: Mapping[str, object]) -> Iterator[StatementRow]:
    """One row for each statement; `states` by statement id: what reviewers say of it, and who."""
    for said in found:
        statement, post = said.statement, said.post
        goods = statement.goods
        yield StatementRow(
            statement_id=said.id,
            confidence=statement.confidence,
            confidence_basis=basis(),
            site=post.site,
            published=post.published,
            event=statement.event,
            party=statement.party,
            party_kind=statement.party_kind,
            country=statement.country,
            quantity=statement.quantity,
            unit=statement.unit,
            rough=statement.rough,
            kinds=", ".join(taxonomy.kinds[kind].title for kind in goods.kinds),
            codes=", ".join(goods.codes),
            items=", ".join(goods.items),
            date=statement.day,
            date_until=statement.until,
            date_from=statement.year_from,
            due=statement.due,
            place=statement.place,
            rule=statement.rule,
            title=post.title,
            url=post.url,
            words=statement.spans["sentence"].words,
            versions=[version.url for version in said.versions],
            post_id=post.post_id,
            spans={name: asdict(span) for name, span in statement.spans.items()},
            state=str(states[said.id]),
        )
