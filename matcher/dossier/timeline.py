"""The timeline of a pair: when the page was seen, posts appeared and goods were declared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

from matcher.charts import svg
from matcher.dossier.facts import DeclaredMonth, PageVersion, changed_pages
from matcher.dossier.statements import sums
from matcher.text.display import shown

if TYPE_CHECKING:
    from matcher.dossier.mentions import Mention
    from matcher.reading.wording import Wording

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
    say: Wording,
) -> tuple[list[Event], Markup | None]:
    """The timeline as a table, and as a chart, None where no moment has a date. `versions`: the oldest first."""
    named = [(version, say("page_first_seen")) for version in versions[:1]]
    named += [(version, say("page_changed")) for version in changed_pages(versions)]
    captured = say("time_of_capture")
    events = [
        Event(version.seen_at, what, captured, capture_pages.get(version.capture_id, ""))
        for version, what in named
    ]
    events += [_mention(mention, capture_pages, say) for mention in mentions[:MENTIONS_SHOWN]]
    events += [_declared(month, say) for month in months]
    events.sort(key=lambda event: event.when)
    lanes = _lanes([version.seen_at for version, _ in named], mentions, months, say)
    if not lanes:
        return events, None
    return events, svg.timeline(
        "timeline",
        say.word("pair_title"),
        say.word("chart_same_moments_below"),
        lanes,
        say.language,
    )


def _mention(mention: Mention, capture_pages: Mapping[str, str], say: Wording) -> Event:
    post = mention.post
    title = say("quoted", text=shown(post.title or post.url, 120).text)
    what = say("post_mentions", title=title, site=post.site, what=", ".join(mention.what))
    link = capture_pages.get(post.capture_id, "")
    if not post.published:
        return Event(post.first_seen, what, say("time_first_seen"), link)
    certainty = post.date_certainty or "unknown"
    dated = say(
        "date_on_page",
        source=say.or_else(f"date_from_{post.date_source.replace('-', '_')}", post.date_source),
        certainty=say.or_else(f"certainty_{certainty}", certainty),
    )
    return Event(post.published, what, dated, link)


def _declared(month: DeclaredMonth, say: Wording) -> Event:
    what = say("lines_declared", month.lines, lines=f"{month.lines}")
    if month.quantities:
        what = say("lines_declared_sum", declared=what, sum=sums(month.quantities, say.language))
    return Event(month.month, what, say("date_of_declarations"), "lines")


def _lanes(
    seen: Sequence[str], mentions: Sequence[Mention], months: Sequence[DeclaredMonth], say: Wording
) -> list[svg.Lane]:
    dated = [month for month in months if month.month]
    most = max((month.lines for month in dated), default=1)
    lanes = [
        svg.Lane(
            say.word("pair_page"), [(when, 0.0, say.word("pair_page_seen", when[:10])) for when in seen]
        ),
        svg.Lane(
            say.word("pair_posts"),
            [
                (mention.post.published or mention.post.first_seen, 0.2, mention.post.title[:80])
                for mention in mentions[:MENTIONS_SHOWN]
            ],
        ),
        svg.Lane(
            say.word("chart_lines"),
            [
                (
                    month.month,
                    month.lines / most,
                    say.word(
                        "pair_month", month.month, str(month.lines), sums(month.quantities, say.language)
                    ),
                )
                for month in dated
            ],
        ),
    ]
    return [lane for lane in lanes if lane.moments]
