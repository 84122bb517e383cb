"""A folder called as those of lists are says nothing of pages that are products."""

from __future__ import annotations

from crawler.discover.kinds.list_folders import called_lists
from crawler.extract.sample_look import PageMeasures

FOLDER = "https://pump.example/series/"
CODED, PLAIN = PageMeasures(coded=True), PageMeasures()


def test_pages_in_a_folder_for_series_are_no_lists_where_half_are_products_that_end_there() -> None:
    coded = {f"{FOLDER}k{n}.html": CODED for n in range(3)}
    plain = {f"{FOLDER}{name}.html": PLAIN for name in ("rotor", "gear", "screw")}
    ending = set(coded)
    assert called_lists(coded | plain, ending) == set()
    assert called_lists(coded | plain, {f"{FOLDER}k0.html"}) == {*coded, *plain}, "one may be a mistake"
    more = {f"{FOLDER}vane.html": PLAIN}
    assert called_lists(coded | plain | more, ending) == {*coded, *plain, *more}


def test_other_folders_have_no_part_in_it() -> None:
    coded = {f"{FOLDER}k{n}.html": CODED for n in range(3)}
    tag = {"https://pump.example/tag/rotor.html": PLAIN, "https://pump.example/rotor.html": PLAIN}
    assert called_lists(coded | tag, set(coded)) == {"https://pump.example/tag/rotor.html"}
