"""The timeline of a pair: when the page was seen, posts appeared and goods were declared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

from matcher.charts import svg
from matcher.dossier.facts import DeclaredMonth, PageVersion, changed_pages
from matcher.dossier.statements import sums
from matcher.reading.terms import interface
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
    language: str,
) -> tuple[list[Event], Markup | None]:
    """The timeline as a table, and as a chart in `language`, None where no moment has a date. `versions`: the oldest first."""
    named = [(version, "product first seen on a page") for version in versions[:1]]
    named += [(version, "page of the product seen changed") for version in changed_pages(versions)]
    events = [
        Event(version.seen_at, what, "time of the capture", capture_pages.get(version.capture_id, ""))
        for version, what in named
    ]
    events += [_mention(mention, capture_pages) for mention in mentions[:MENTIONS_SHOWN]]
    events += [_declared(month) for month in months]
    events.sort(key=lambda event: event.when)
    lanes = _lanes([version.seen_at for version, _ in named], mentions, months, language)
    if not lanes:
        return events, None
    return events, svg.timeline(
        "timeline",
        interface("pair_title", language),
        interface("chart_same_moments_below", language),
        lanes,
        language,
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
    what += f": {sums(month.quantities)}" if month.quantities else ""
    return Event(month.month, what, "date of the declarations", "lines")


def _lanes(
    seen: Sequence[str], mentions: Sequence[Mention], months: Sequence[DeclaredMonth], language: str
) -> list[svg.Lane]:
    def say(key: str, *filled: str) -> str:
        return interface(key, language, *filled)

    dated = [month for month in months if month.month]
    most = max((month.lines for month in dated), default=1)
    lanes = [
        svg.Lane(say("pair_page"), [(when, 0.0, say("pair_page_seen", when[:10])) for when in seen]),
        svg.Lane(
            say("pair_posts"),
            [
                (mention.post.published or mention.post.first_seen, 0.2, mention.post.title[:80])
                for mention in mentions[:MENTIONS_SHOWN]
            ],
        ),
        svg.Lane(
            say("chart_lines"),
            [
                (
                    month.month,
                    month.lines / most,
                    say("pair_month", month.month, str(month.lines), sums(month.quantities, language)),
                )
                for month in dated
            ],
        ),
    ]
    return [lane for lane in lanes if lane.moments]
