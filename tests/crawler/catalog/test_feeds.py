"""Feeds and digests of changes: other programs read them back, hostile text does no harm, order does not matter."""

from __future__ import annotations

import json
import random
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import feedparser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.case.case import Case
from crawler.catalog.change_digest import Noted, as_entry, digest, noted, since_time
from crawler.catalog.changes import Change
from crawler.catalog.feeds import Entry, feed, form_of
from crawler.catalog.watch_words import WatchList
from crawler.profile.profile import SiteProfile
from tests.support.case import box31
from tests.support.fictional_site import PROFILE, Site, crawl_and_examine

ENTRIES = [
    Entry(
        "i-1:new:r1",
        "New: Plate BP-205",
        "https://maker.example/p/1?a=1&b=2",
        "2026-01-02T03:04:05Z",
        "price 10 -> 12",
        "new",
    ),
    Entry(
        "n-1:post:r2",
        "客户来访 <b>俄罗斯</b> & Co",
        "https://maker.example/news/1",
        "2026-02-02T03:04:05+00:00",
        "line\nline",
        "post",
    ),
    Entry(
        "i-2:gone:r2",
        "Gone: \x00\x1b[31m\u202e",
        "javascript:alert(1)",
        "2026-01-05T00:00:00Z",
        "<script>alert(1)</script>",
    ),
]


@pytest.mark.parametrize("form", ["atom", "rss"])
def test_a_feed_reader_reads_the_feed_back(form: str) -> None:
    data = feedparser.parse(feed(ENTRIES, title="aurora: changes", form=form))
    assert not data.bozo
    assert data.version == {"atom": "atom10", "rss": "rss20"}[form]
    assert data.feed.title == "aurora: changes"
    assert data.entries[0].link == "https://maker.example/news/1"
    assert data.entries[2].link == "https://maker.example/p/1?a=1&b=2"
    assert "javascript" not in str(data.entries[1])
    assert data.entries[2].title == "New: Plate BP-205"
    assert data.entries[2].updated_parsed[:6] == (2026, 1, 2, 3, 4, 5) if form == "atom" else True
    assert data.entries[2].tags[0].term == "new"
    assert len({entry.id for entry in data.entries}) == 3
    assert all(entry.id.startswith("urn:uuid:") for entry in data.entries)
    shown_as_html = "" if form == "atom" else data.entries[1].summary
    assert "<script>" not in shown_as_html


@pytest.mark.parametrize("form", ["atom", "rss"])
def test_the_same_entries_in_any_order_are_the_same_bytes(form: str) -> None:
    first = feed(ENTRIES, title="t", form=form)
    for seed in range(5):
        shuffled = random.Random(seed).sample(ENTRIES, len(ENTRIES))
        assert feed(shuffled, title="t", form=form) == first


@pytest.mark.parametrize("form", ["atom", "rss"])
def test_a_feed_without_entries_is_a_feed(form: str) -> None:
    data = feedparser.parse(feed([], title="t", form=form))
    assert not data.bozo
    assert data.entries == []


@given(title=st.text(max_size=50), text=st.text(max_size=200), form=st.sampled_from(["atom", "rss"]))
@settings(max_examples=100, deadline=None)
def test_whatever_a_page_says_the_feed_is_well_formed(title: str, text: str, form: str) -> None:
    entry = Entry("k", title, "https://maker.example/", "2026-01-02T03:04:05Z", text)
    ElementTree.fromstring(feed([entry], title=title, form=form))


def test_the_file_name_decides_the_form() -> None:
    assert form_of(Path("changes.rss")) == "rss"
    assert form_of(Path("changes.rss.xml")) == "rss"
    assert form_of(Path("changes.atom")) == "atom"
    assert form_of(Path("changes.xml")) == "atom"


def change(day: int, site: str, kind: str, number: int, name: str, **more: Any) -> Change:
    url = f"https://{site}.example/{number}"
    return Change(f"2026-02-{day:02d}T00:00:00Z", site, kind, f"i-{number}", name, url, **more)


CHANGES = [
    change(1, "hengdun", "new", 1, "Plate BP-205"),
    change(
        1,
        "hengdun",
        "changed",
        2,
        "Helmet",
        fields={
            "price": ("10", "12"),
            "availability": (None, "InStock"),
            "specs": ({"Weight": "1.4 kg", "Colour": "black"}, {"Weight": "1.3 kg", "Colour": "black"}),
            "images": (["https://h.example/a.jpg"], ["https://h.example/a.jpg", "https://h.example/b.jpg"]),
            "description": ("word " * 100 + "old end", "word " * 100 + "new end"),
        },
    ),
    change(2, "hengdun", "post", 3, "客户来访", published="2026-01-31", language="zh", text="来自俄罗斯"),
    change(3, "norvex", "gone", 4, "Scope\x1b[2J\u202e"),
    change(3, "norvex", "post", 5, "New colours", text="of our helmets"),
    change(4, "norvex", "post changed", 5, "New colours", fields={"text": ("a", None)}),
]
NOTED = noted(CHANGES, WatchList(["客户", "俄罗斯", "order"]))


def test_a_digest_tells_each_change_with_before_and_after_and_watched_posts_first() -> None:
    text = digest(NOTED, title="aurora: what changed")
    assert text.splitlines()[2] == ("new posts: 2, changed posts: 1, new items: 1, changed items: 1, gone: 1")
    assert "price: 10 -> 12" in text
    assert "availability: none -> InStock" in text
    assert "specs.Weight: 1.4 kg -> 1.3 kg" in text
    assert "Colour" not in text
    assert "images: none -> https://h.example/b.jpg" in text
    assert "word old end -> …" in text
    assert "客户来访 (2026-01-31) [客户, 俄罗斯], hengdun" in text
    assert text.index("POSTS WITH WATCH WORDS") < text.index("HENGDUN") < text.index("NORVEX")
    assert "\x1b" not in text
    assert "\u202e" not in text


def test_a_digest_is_the_same_whatever_the_order_of_sites() -> None:
    first = digest(NOTED, title="t")
    for seed in range(20):
        assert digest(random.Random(seed).sample(NOTED, len(NOTED)), title="t") == first
    assert digest([], title="t") == "t\n\nNothing changed.\n"


def test_a_digest_of_thousands_of_changes_stays_readable() -> None:
    many = [Noted(change(1, "s", "new", n, f"Item {n:05d}")) for n in range(5000)]
    text = digest(many, title="t")
    assert len(text.splitlines()) < 200
    assert "and 4950 more" in text


def test_changes_become_feed_entries_with_lasting_names() -> None:
    data = feedparser.parse(feed(map(as_entry, NOTED), title="t", form="atom"))
    helmet = next(entry for entry in data.entries if entry.title == "Changed: Helmet (hengdun)")
    assert "price: 10 -> 12" in helmet.content[0].value
    again = feedparser.parse(feed(map(as_entry, NOTED[:2]), title="t", form="atom"))
    assert {entry.id for entry in again.entries} < {entry.id for entry in data.entries}


@pytest.fixture
def case(tmp_path: Path) -> Case:
    """A case of one site, seen four times: a price, a new item and a post with a watch word came; banners rotate."""
    case = Case.create(tmp_path / "case", name="aurora", contact="desk@newsroom.example")
    (case.sites / "maker.yaml").write_text("start: [https://maker.example/]\n", encoding="utf-8")
    site, profile = Site(seed=7), SiteProfile.model_validate(PROFILE)
    db = case.database()
    for day in range(4):
        if day == 2:
            next(iter(site.items.values()))["price"] = "12345.00"
            site._add(777)
            site.posts["/news/visit.html"] = "2026-02-03"
        crawl_and_examine(db, site, profile, datetime(2026, 2, day + 1, 3, tzinfo=UTC))
    return case


def test_changes_since_a_day_are_what_came_after_it_and_no_banner(case: Case) -> None:
    lines = box31(case, "changes", "--since", "2026-02-02", "--json").stdout.splitlines()
    rows = {row["kind"]: row for row in map(json.loads, lines)}
    assert len(lines) == 3
    assert sorted(rows) == ["changed", "new", "post"]
    assert rows["changed"]["after"] == {"price": "12345.00"}
    assert "visitors" not in rows["post"]["watch"]
    assert rows["post"]["watch"] == "visit"
    assert list(rows["post"])[-1] == "watch"
    watched = box31(case, "changes", "--since", "2026-02-02", "--watched", "--csv").stdout.splitlines()
    assert len(watched) == 2


def test_the_changes_command_writes_a_digest_and_feeds(case: Case, tmp_path: Path) -> None:
    text = box31(case, "changes", "--since", "2026-02-02", "--digest").stdout
    assert text.startswith(
        "aurora: what changed since 2026-02-02\n\nnew posts: 1, new items: 1, changed items: 1\n"
    )
    assert "-> 12345.00" in text
    assert "News of 2026-02-03 (2026-02-03) [visit], maker" in text
    for name, version in {"changes.atom": "atom10", "changes.rss": "rss20"}.items():
        path = tmp_path / name
        assert box31(case, "changes", "--since", "2026-02-02", "--feed", str(path)).returncode == 0
        data = feedparser.parse(path.read_bytes())
        assert (data.version, data.bozo, len(data.entries)) == (version, False, 3)
    assert not list(tmp_path.glob(".*part"))
    assert box31(case, "changes", "--since", "2099-01-01", "--digest").stdout.endswith("Nothing changed.\n")
    assert box31(case, "changes", "--since", "7d", "--json").stdout == ""


def test_a_time_or_a_place_that_cannot_be_is_named(case: Case, tmp_path: Path) -> None:
    wrong = box31(case, "changes", "--since", "yesterday")
    assert (wrong.returncode, wrong.stderr.count("\n")) == (2, 1)
    assert "yesterday" in wrong.stderr
    nowhere = box31(case, "changes", "--feed", str(tmp_path / "no" / "feed.atom"))
    assert (nowhere.returncode, nowhere.stderr.count("\n")) == (1, 1)


def test_since_takes_dates_times_and_spans() -> None:
    now = datetime(2026, 6, 8, 12, tzinfo=UTC)
    assert since_time("7d", now) == "2026-06-01T12:00:00Z"
    assert since_time("2026-01-31", now) == "2026-01-31T00:00:00Z"
    assert since_time("2026-01-31T10:00+02:00", now) == "2026-01-31T08:00:00Z"
