"""The links of a feed that `site add` reads: RSS and Atom, and one made to be slow."""

from __future__ import annotations

import pytest

from crawler.extract.feed import MAX_LINKS, feed_links
from tests.support.growth import grows_linearly

RSS = b"""<rss><channel><link>https://maker.example/</link><atom:link href="https://maker.example/feed"/>
<item><title>One</title><link>
  https://maker.example/news/1 </link></item><item><link/>text</item></channel></rss>"""
ATOM = b"""<feed><link rel='self' href='https://maker.example/atom.xml'/><entry><link
 rel="alternate" type="text/html" href="https://maker.example/news/2"></link></entry></feed>"""


@pytest.mark.parametrize(
    ("feed", "links"),
    [
        (RSS, ["https://maker.example/", "https://maker.example/news/1"]),
        (ATOM, ["https://maker.example/atom.xml", "https://maker.example/news/2"]),
        (b"<link href='https://maker.example/cut", []),
        (b"", []),
    ],
)
def test_the_links_of_rss_and_atom_are_found(feed: bytes, links: list[str]) -> None:
    assert feed_links(feed) == tuple(links)


def test_of_a_feed_of_very_many_links_the_first_are_read() -> None:
    many = b"".join(b"<link>http://a.example/%d</link>" % n for n in range(MAX_LINKS + 1000))
    assert len(feed_links(many)) == MAX_LINKS


@pytest.mark.parametrize("piece", [b"<link ", b"<link href='", b"<link>" + b" " * 20, b"<link>a"])
def test_a_feed_made_to_be_slow_takes_time_in_proportion_to_its_length(piece: bytes) -> None:
    assert grows_linearly(lambda n: feed_links(piece * n), 1_500)
