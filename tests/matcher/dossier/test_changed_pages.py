"""When a dossier says that a page changed: only where the page itself said something else."""

from __future__ import annotations

from matcher.dossier.facts import PageVersion, changed_pages

PAGE = "https://maker.example/p/1"
MIRROR = "https://maker.example/en/p/1"
IN_A_LIST = PageVersion("2026-01-01T00:00:00Z", "c-list", PAGE, own=False, extractor="1")
FIRST = PageVersion("2026-01-01T00:00:01Z", "c-1", PAGE, own=True, extractor="1")
LATER = PageVersion("2026-02-01T00:00:00Z", "c-2", PAGE, own=True, extractor="1")


def test_a_page_that_says_more_than_a_list_has_not_changed() -> None:
    assert changed_pages([IN_A_LIST, FIRST]) == []


def test_the_page_in_another_language_is_no_change() -> None:
    mirror = PageVersion("2026-01-01T00:00:02Z", "c-m", MIRROR, own=True, extractor="1")
    assert changed_pages([FIRST, mirror]) == []


def test_a_page_read_again_by_a_newer_extractor_has_not_changed() -> None:
    again = PageVersion(FIRST.seen_at, FIRST.capture_id, PAGE, own=True, extractor="2")
    next_time = PageVersion(LATER.seen_at, LATER.capture_id, PAGE, own=True, extractor="2")
    assert changed_pages([FIRST, again]) == []
    assert changed_pages([FIRST, PageVersion(LATER.seen_at, "c-2", PAGE, own=True, extractor="2")]) == []
    assert changed_pages([FIRST, again, next_time]) == [next_time]


def test_a_page_that_said_something_else_later_has_changed() -> None:
    assert changed_pages([IN_A_LIST, FIRST, LATER]) == [LATER]
