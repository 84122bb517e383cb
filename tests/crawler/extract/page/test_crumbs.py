"""The path to a page, also where nothing but its form calls it one."""

from __future__ import annotations

import pytest

from crawler.extract.page.crumbs import addresses_above, crumbs_shown
from crawler.extract.page.layout import Layout
from crawler.extract.page.learnt.page_type import section_in_crumbs
from crawler.extract.page.parsing import read_document
from crawler.extract.product.listing import entry_groups
from crawler.models import PageType

URL = "https://forge.example/node4.html"
HOME = '<a href="/index.html">Start</a>'


def layout_of(line: str) -> Layout:
    return Layout(read_document(f"<html><body>{line}<h1>Amboss</h1></body></html>".encode(), URL, {}))


@pytest.mark.parametrize(
    ("line", "crumbs"),
    [
        (
            f'<p id="weg">{HOME} &gt; <a href="/a.html">Ambosse</a> &gt; Amboss</p>',
            ["Start", "Ambosse", "Amboss"],
        ),
        (f'<td>{HOME} » <a href="/a.html">Ambosse</a></td>', ["Start", "Ambosse"]),
        (f'<p>{HOME} | <a href="/a.html">Ambosse</a></p>', []),
        (f'<p>{HOME} &gt; und <a href="/a.html">Ambosse</a></p>', []),
        ('<p><a href="/a.html">Ambosse</a> &gt; <a href="/b.html">Amboss</a></p>', []),
        (f"<p>{HOME} {'> ' * 50_000}</p>", []),
        (f"<p>{HOME} > {' ' * 100_000}</p>", []),
    ],
)
def test_a_line_of_links_parted_by_arrows_from_the_front_page_on_is_the_path(
    line: str, crumbs: list[str]
) -> None:
    assert crumbs_shown(layout_of(line)) == crumbs


def test_such_a_path_names_the_section_of_the_page() -> None:
    layout = layout_of(f'<div>{HOME} &rarr; <a href="/s2.html">Aktuelles</a></div>')
    assert section_in_crumbs(layout) == PageType.POST


def test_links_of_such_a_path_are_no_entries_beside_related_products() -> None:
    related = '<p>Passend: <a href="/z.html">Zange</a> <a href="/h.html">Hammer</a></p>'
    layout = layout_of(f'<p>{HOME} &gt; <a href="/a.html">Ambosse</a> &gt; Amboss</p>{related}')
    (group,) = entry_groups(layout.document, layout)
    assert [record.name for record in group.records] == ["Zange", "Hammer"]


def test_an_entry_of_the_contents_is_called_without_its_dots_and_the_number_of_its_page() -> None:
    entries = '<p><a href="/z.html">Zange 3.5 ....... 12</a></p><p><a href="/h.html">Hammer....4</a></p>'
    layout = layout_of(f"<div>{entries}</div>")
    names = {record.name for group in entry_groups(layout.document, layout) for record in group.records}
    assert names == {"Zange 3.5", "Hammer"}


def test_the_links_of_the_path_lead_to_the_pages_above() -> None:
    line = f'<ol class="breadcrumb"><li>{HOME}<li><a href="/a.html">Ambosse</a></ol>'
    above = ("https://forge.example/index.html", "https://forge.example/a.html")
    assert addresses_above(layout_of(line)) == above
    assert (
        addresses_above(layout_of(f'<p>{HOME} &gt; <a href="/a.html">Ambosse</a> &gt; Amboss</p>')) == above
    )
    assert addresses_above(layout_of(f"<p>{HOME}</p>")) == ()
