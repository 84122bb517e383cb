"""One pair as a page: both sides, why, why not, when, who decided, and how to check it."""

from __future__ import annotations

import json
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from matcher.charts import svg as charts
from matcher.dossier.facts import PageVersion, changed_pages
from matcher.dossier.marks import Run, runs, shared
from matcher.text.display import Shown, shown, visible

if TYPE_CHECKING:
    from sqlite_utils import Database

    from matcher.dossier.attribute_rows import AttributeRow
    from matcher.dossier.captures import Copied, Picture
    from matcher.dossier.figures import Group
    from matcher.dossier.mentions import Mention
    from matcher.review.evidence import Evidence

LINES_SHOWN = 100  # on the page; all of them are in the CSV beside it
SPECS_SHOWN = 60
MENTIONS_SHOWN = 20

LINE_COLUMNS = [
    "line_id", "file", "row", "declaration", "line_no", "date", "hs", "description", "translation",
    "importer", "importer_code", "exporter", "maker", "trademark", "model", "article", "origin",
    "departure", "destination", "quantity", "unit", "unit_code", "gross_kg", "net_kg", "value",
    "currency", "value_usd", "problem",
]  # fmt: skip

LINES = f"""
SELECT l.line_id, l.file_id, f.name AS file, {", ".join("l." + c for c in LINE_COLUMNS[2:])}
FROM chosen_lines l JOIN customs_files f ON f.file_id = l.file_id
"""  # noqa: S608 - our own column names

DECISIONS = """
SELECT d.decision, d.reviewer, d.note, d.asked_at, d.decided_at, d.signature,
  coalesce((SELECT i.file || CASE WHEN s.sheet <> '' THEN ' / ' || s.sheet ELSE '' END || ', row ' || s.row
    FROM decision_sources s JOIN review_imports i ON i.import_id = s.import_id
    WHERE s.decision_id = d.decision_id LIMIT 1), 'in the browser') AS source
FROM decisions d WHERE d.pair_id = ? AND d.undone_at IS NULL ORDER BY d.decided_at, d.decision_id
"""


@dataclass(frozen=True)
class Text:
    """A text of the world on a page: its shown part with marks, and the file that holds the whole of a long one."""

    runs: tuple[Run, ...]
    whole: Shown
    file: str = ""

    def __bool__(self) -> bool:
        return self.whole.length > 0


@dataclass
class PairPage:
    """All that the pair's template shows."""

    one: Evidence
    group: Group | None
    state: str
    claim: str
    name: Text
    description: Text
    goods: Text
    translation: str
    specs: list[tuple[str, Text]]
    specs_more: int
    stated: list[tuple[str, Text]]
    compared: list[AttributeRow]
    terms: list[dict[str, Any]]
    doubts: list[str]
    lines: list[dict[str, Any]]
    decisions: list[dict[str, Any]]
    events: list[dict[str, str]]
    timeline: Markup | None
    picture: Picture | None
    capture: Copied | None
    commands: list[str]
    citation: str
    fields: dict[str, Text] = field(default_factory=dict)


def rows_of(db: Database, sql: str, values: Sequence[Any] = ()) -> list[dict[str, Any]]:
    """The rows of a query as dicts."""
    cursor = db.execute(sql, list(values))
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


@dataclass
class TextKeeper:
    """Shows texts, and puts those that are too long for a page whole into data/texts/."""

    data: Path

    def text(self, text: str, keys: frozenset[str] = frozenset()) -> Text:
        part = shown(text)
        if not part.cut:
            return Text(runs(part.text, keys), part)
        content = text.encode("utf-8", "surrogatepass")
        name = f"texts/{sha256(content).hexdigest()}.txt"
        path = self.data / name
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        return Text(runs(part.text, keys), part, name)


def both_sides(one: Evidence) -> frozenset[str]:
    """The keys of words that stand on both sides of the pair."""
    item, goods = one.item, one.goods
    left = [
        item.name,
        item.model,
        item.sku,
        item.brand,
        item.category,
        item.description,
        *item.specs.values(),
    ]
    right = [goods.text, goods.maker, goods.trademark, goods.model, goods.article, goods.lines.translation]
    return shared([shown(text).text for text in left], [shown(text).text for text in right])


_ATTRIBUTES = ("ratings", "dimensions", "materials", "standard", "quantity", "flags")


def stated_attributes(parsed: str, keeper: TextKeeper, keys: frozenset[str]) -> list[tuple[str, Text]]:
    """What goods parsing read from the customs text, by field."""
    found: list[tuple[str, Text]] = []
    goods: Mapping[str, Any] = json.loads(parsed or "{}")
    for name in _ATTRIBUTES:
        value = goods.get(name)
        if name == "quantity" and value is not None and goods.get("unit"):
            value = f"{value:g} {goods['unit']}"
        words = "; ".join(map(_words, value)) if isinstance(value, list) else _words(value)
        if words:
            found.append((name, keeper.text(words, keys)))
    return found


def _words(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, dict):
        return str(
            value.get("text") or " ".join(str(part) for part in value.values() if part not in (None, "", []))
        )
    if isinstance(value, list):
        return " × ".join(_words(part) for part in value)
    return str(value)


def events_of(
    one: Evidence,
    versions: Sequence[PageVersion],
    mentions: Sequence[Mention],
    months: Sequence[tuple[str, int, str]],
    capture_pages: Mapping[str, str],
) -> tuple[list[dict[str, str]], Markup | None]:
    """The timeline as a table and as a chart. `versions`: the oldest first; `months`: (month, lines, what they add up
    to)."""
    events: list[dict[str, str]] = []
    seen: list[str] = []
    told = [(version, "product first seen on a page") for version in versions[:1]]
    told += [(version, "page of the product seen changed") for version in changed_pages(versions)]
    for version, what in told:
        link = capture_pages.get(version.capture_id, "")
        events.append(_event(version.seen_at, what, "time of the capture", link))
        seen.append(version.seen_at)
    for mention in mentions[:MENTIONS_SHOWN]:
        post = mention.post
        when, source = (
            (
                post.published,
                f"date on the page ({post.date_source}, {post.date_certainty or 'certainty unknown'})",
            )
            if post.published
            else (post.first_seen, "time first seen; the post gives no date")
        )
        title = shown(post.title or post.url, 120).text
        what = f"post “{title}” of {post.site} mentions {', '.join(mention.what)}"
        events.append(_event(when, what, source, capture_pages.get(post.capture_id, "")))
    for month, lines, total in months:
        what = f"{lines} {'line' if lines == 1 else 'lines'} declared" + (f": {total}" if total else "")
        events.append(_event(month, what, "date of the declarations", "lines"))
    events.sort(key=lambda event: event["when"])
    lanes = [
        charts.Lane("page", [(when, 0.0, f"page seen {when[:10]}") for when in seen]),
        charts.Lane(
            "posts",
            [
                ((m.post.published or m.post.first_seen), 0.2, m.post.title[:80])
                for m in mentions[:MENTIONS_SHOWN]
            ],
        ),
        charts.Lane("lines", _sized(months)),
    ]
    lanes = [lane for lane in lanes if lane.moments]
    if not lanes:
        return events, None
    return events, charts.timeline(
        "timeline",
        "When the page was seen, posts appeared and goods were declared",
        "The same moments stand in the table below.",
        lanes,
    )


def _event(when: str, what: str, source: str, link: str) -> dict[str, str]:
    return {"when": when, "what": what, "source": source, "link": link}


def _sized(months: Sequence[tuple[str, int, str]]) -> list[tuple[str, float, str]]:
    dated = [(month, lines, total) for month, lines, total in months if month]
    most = max((lines for _, lines, _ in dated), default=1)
    return [(month, lines / most, f"{month}: {lines} lines {total}") for month, lines, total in dated]


def commands_of(capture: Copied | None, lines: Sequence[Mapping[str, Any]]) -> list[str]:
    """Three lines for a shell in the dossier's folder: is all intact; the capture as it came; the customs row."""
    commands = ["sha256sum --quiet -c manifest-sha256.txt && echo intact"]
    if capture:
        commands.append(
            f"tail -c +{capture.offset + 1} {shlex.quote('data/' + capture.file)} | head -c {capture.length} | gunzip"
            " | head -c 3000"
        )
    if lines:
        commands.append(f"grep '^{{\"row\": {lines[0]['row']},' data/customs/{lines[0]['file_id']}.jsonl")
    return commands


def cited_files(lines: Sequence[Mapping[str, Any]]) -> list[str]:
    """For a citation: each file with its rows."""
    rows: dict[str, list[int]] = {}
    for line in lines:
        rows.setdefault(line["file"], []).append(line["row"])
    return [
        f"{visible(file)} {'row' if len(found) == 1 else 'rows'} {', '.join(map(str, found[:10]))}"
        + (f" and {len(found) - 10} more" if len(found) > 10 else "")
        for file, found in rows.items()
    ]
