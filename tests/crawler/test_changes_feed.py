"""Feeds and digests of changes: other programs read them back, hostile text does no harm, order does not matter."""

from __future__ import annotations

import random
from pathlib import Path
from xml.etree import ElementTree

import feedparser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.digest import Change, as_entry, digest
from crawler.feeds import Entry, feed, form_of

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


CHANGES = [
    Change("hengdun", "2026-02-01T00:00:00Z", "new", "i-1", "Plate BP-205", "https://h.example/p/1"),
    Change(
        "hengdun",
        "2026-02-01T00:00:00Z",
        "changed",
        "i-2",
        "Helmet",
        "https://h.example/p/2",
        fields=(("price", "10", "12"), ("availability", None, "InStock")),
    ),
    Change(
        "hengdun",
        "2026-02-02T00:00:00Z",
        "post",
        "n-1",
        "客户来访",
        "https://h.example/news/1",
        published="2026-01-31",
        watch=("客户", "俄罗斯"),
    ),
    Change("norvex", "2026-02-03T00:00:00Z", "gone", "i-3", "Scope\x1b[2J\u202e", "https://n.example/p/3"),
    Change("norvex", "2026-02-03T00:00:00Z", "post", "n-2", "New colours", "https://n.example/news/2"),
]


def test_a_digest_tells_each_change_with_before_and_after_and_watched_posts_first() -> None:
    text = digest(CHANGES, title="aurora: what changed")
    assert text.splitlines()[2] == "new posts: 2, new items: 1, changed: 1, gone: 1"
    assert "price: 10 -> 12" in text
    assert "availability: none -> InStock" in text
    assert "客户来访 (2026-01-31) [客户, 俄罗斯], hengdun" in text
    assert text.index("POSTS WITH WATCH WORDS") < text.index("HENGDUN") < text.index("NORVEX")
    assert "\x1b" not in text
    assert "\u202e" not in text


def test_a_digest_is_the_same_whatever_the_order_of_sites() -> None:
    first = digest(CHANGES, title="t")
    for seed in range(20):
        assert digest(random.Random(seed).sample(CHANGES, len(CHANGES)), title="t") == first
    assert digest([], title="t") == "t\n\nNothing changed.\n"


def test_a_digest_of_thousands_of_changes_stays_readable() -> None:
    many = [
        Change("s", "2026-02-01T00:00:00Z", "new", f"i-{n}", f"Item {n:05d}", "https://s.example/")
        for n in range(5000)
    ]
    text = digest(many, title="t")
    assert len(text.splitlines()) < 200
    assert "and 4950 more" in text


def test_changes_become_feed_entries_with_lasting_names() -> None:
    data = feedparser.parse(feed(map(as_entry, CHANGES), title="t", form="atom"))
    assert [entry.title for entry in data.entries][-1] == "Changed: Helmet (hengdun)"
    assert "price: 10 -> 12" in data.entries[-1].content[0].value
    again = feedparser.parse(feed(map(as_entry, CHANGES[:2]), title="t", form="atom"))
    assert {entry.id for entry in again.entries} < {entry.id for entry in data.entries}
