"""The timeline of a pair: when the page was seen, posts appeared and goods were declared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

from matcher.charts import svg
from matcher.dossier.facts import DeclaredMonth, PageVersion, changed_pages
from matcher.text.display import shown

if TYPE_CHECKING:
    from matcher.dossier.mentions import Mention

MENTIONS_SHOWN = 20


@dataclass(frozen=True)
class Event:
    """One row of the timeline. `source`: where its date is from; `link`: a page below data/, or `lines`."""

    when: str
    what: str
    source: str
    link: str


def timeline(
    versions: Sequence[PageVersion],
    mentions: Sequence[Mention],
    months: Sequence[DeclaredMonth],
    capture_pages: Mapping[str, str],
) -> tuple[list[Event], Markup | None]:
    """The timeline as a table and as a chart, None where no moment has a date. `versions`: the oldest first."""
    named = [(version, "product first seen on a page") for version in versions[:1]]
    named += [(version, "page of the product seen changed") for version in changed_pages(versions)]
    events = [
        Event(version.seen_at, what, "time of the capture", capture_pages.get(version.capture_id, ""))
        for version, what in named
    ]
    events += [_mention(mention, capture_pages) for mention in mentions[:MENTIONS_SHOWN]]
    events += [_declared(month) for month in months]
    events.sort(key=lambda event: event.when)
    lanes = _lanes([version.seen_at for version, _ in named], mentions, months)
    if not lanes:
        return events, None
    return events, svg.timeline(
        "timeline",
        "When the page was seen, posts appeared and goods were declared",
        "The table below has the same moments.",
        lanes,
    )


def _mention(mention: Mention, capture_pages: Mapping[str, str]) -> Event:
    post = mention.post
    title = shown(post.title or post.url, 120).text
    what = f"post “{title}” of {post.site} mentions {', '.join(mention.what)}"
    link = capture_pages.get(post.capture_id, "")
    if not post.published:
        return Event(post.first_seen, what, "time first seen; the post gives no date", link)
    certainty = post.date_certainty or "certainty unknown"
    return Event(post.published, what, f"date on the page ({post.date_source}, {certainty})", link)


def _declared(month: DeclaredMonth) -> Event:
    what = f"{month.lines} {'line' if month.lines == 1 else 'lines'} declared"
    what += f": {month.total}" if month.total else ""
    return Event(month.month, what, "date of the declarations", "lines")


def _lanes(
    seen: Sequence[str], mentions: Sequence[Mention], months: Sequence[DeclaredMonth]
) -> list[svg.Lane]:
    dated = [month for month in months if month.month]
    most = max((month.lines for month in dated), default=1)
    lanes = [
        svg.Lane("page", [(when, 0.0, f"page seen {when[:10]}") for when in seen]),
        svg.Lane(
            "posts",
            [
                (mention.post.published or mention.post.first_seen, 0.2, mention.post.title[:80])
                for mention in mentions[:MENTIONS_SHOWN]
            ],
        ),
        svg.Lane(
            "lines",
            [
                (month.month, month.lines / most, f"{month.month}: {month.lines} lines {month.total}")
                for month in dated
            ],
        ),
    ]
    return [lane for lane in lanes if lane.moments]
