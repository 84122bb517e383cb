"""Sample pages of `site add`: parsed once in a process of their own, measured knowing what the site's pages share."""

from __future__ import annotations

import os
import signal
from collections.abc import Mapping

import pytest

from crawler.extract.page.document import Document
from crawler.extract.page.parsing import read_document
from crawler.extract.page.shared_parts import SharedParts
from crawler.extract.worker import sample_reading
from crawler.extract.worker.blocking import LimitedReader
from crawler.extract.worker.sample_reading import SamplePages

URL, HTML, AT = "http://maker.example/p/1", {"content-type": "text/html"}, "2026-01-01T00:00:00Z"
BOX = "".join(f'<li class=hot><a href="/p/{n}"><img src="/{n}.jpg">Pump {n}</a></li>' for n in range(6))
PAGE = (
    '<html><head><title>Pump 1 - Maker</title><link rel="alternate" type="application/rss+xml" href="/feed/"></head>'
    f'<body><h1>Pump 1</h1><img src="/1.jpg"><p>It pumps.</p><ul class=side>{BOX}</ul><a href="/de/">Deutsch</a></body></html>'
).encode()


def test_a_page_is_looked_at_and_measured_by_what_its_site_shares() -> None:
    with LimitedReader() as reader:
        look = reader.look(PAGE, URL, HTML)
        entries = frozenset((box.place, entry.url) for box in look.boxes for entry in box.entries)
        alone = reader.measure(PAGE, URL, HTML, AT, SharedParts())
        known = reader.measure(PAGE, URL, HTML, AT, SharedParts(entries=entries))
    assert (look.title, look.heading, look.problem) == ("Pump 1 - Maker", "Pump 1", None)
    assert look.feeds == ("http://maker.example/feed/",)
    assert look.mirrors == {"de": "http://maker.example/de/"}
    assert "http://maker.example/p/5" in look.links
    assert alone.features["entries"] > known.features["entries"] == 0  # a side box of the site is left out


def test_a_page_that_ends_the_process_has_a_problem_and_the_others_are_measured_anew() -> None:
    shared = SharedParts(title_parts=("Maker",))
    with LimitedReader() as reader:
        reader.look(PAGE, URL, HTML)
        wanted = reader.measure(PAGE, URL, HTML, AT, shared)
        reader.look(PAGE, URL, HTML)
        os.kill(reader.process_id, signal.SIGKILL)
        first = reader.look(b"<html><body><p>word</p></body></html>", URL, HTML)
        assert first.problem in (None, "ended the reading process (signal 9)")
        assert reader.measure(PAGE, URL, HTML, AT, shared) == wanted


def test_a_page_is_parsed_once_as_long_as_there_is_room(monkeypatch: pytest.MonkeyPatch) -> None:
    parsed: list[str] = []

    def counted(body: bytes, url: str, headers: Mapping[str, str]) -> Document:
        parsed.append(url)
        return read_document(body, url, headers)

    monkeypatch.setattr(sample_reading, "read_document", counted)
    samples = SamplePages()
    samples.look(PAGE, URL, HTML)
    kept = samples.measure(PAGE, URL, HTML, AT, SharedParts())
    assert len(parsed) == 1
    assert samples.measure(PAGE, URL, HTML, AT, SharedParts()) == kept  # not kept any longer: parsed again
    assert len(parsed) == 2
