"""Pages of whole series, and which items are their members."""

from __future__ import annotations

from dataclasses import replace

from matcher.attributes.taxonomy import shipped
from matcher.candidates.codes.model_codes import CodeIndex
from matcher.candidates.series.series_pages import SeriesPages, listed_codes
from matcher.records.documents import GoodsDocument, ItemDocument, Page
from tests.support.growth import grows_linearly


def item(name: str, code: str = "", text: str = "", site: str = "mill") -> ItemDocument:
    page = Page("en", name, "", text, {})
    codes = (code,) if code else ()
    return ItemDocument(f"i-{name}", site, codes, (), (page,), None, "", "", "", shipped())


RIDGE = [
    item("Ridge series", text="Grinders Ridge 200, Ridge 350 and Ridge 500"),
    item("Ridge 200", "SX.7101"),
    item("Ridge 350", "SX.7102"),
    item("Case", "SX.9001", text="for Ridge 200"),
    item("Ridge 350", "SX.7102", site="another"),
]


def test_members_are_those_that_the_page_names_and_that_are_called_as_it_is() -> None:
    assert SeriesPages(RIDGE).members() == {0: [1, 2]}
    plates = [
        item("Deckelfamilie QX 4", "QX 4", "Ausführungen QX 4-100-S und QX 4-200-S"),
        item("Haube rund", "QX 4-100-S"),
        item("Haube eckig", "QX 4-200-S"),
    ]
    assert SeriesPages(plates).members() == {0: [1, 2]}


def test_members_are_told_by_what_their_longer_names_begin_with() -> None:
    grinders = [item("Ridge 20 angle grinder", "R2"), item("Ridge 35 angle grinder, long", "R3")]
    family = item("Ridge angle grinder family", text="Members: Ridge 20 (R2), Ridge 35 (R3)")
    assert SeriesPages([family, *grinders, item("Ridge 50 angle grinder")]).members() == {0: [1, 2]}


def test_a_page_that_names_one_or_fits_others_shows_no_series() -> None:
    assert not SeriesPages([item("Ridge series", text="Ridge 200"), *RIDGE[1:]]).members()
    battery = item("Battery series BT", "BT-7", "for Ridge 200 and Ridge 350")
    assert not SeriesPages([battery, *RIDGE[1:]]).members()
    assert not SeriesPages([item("Grinders", text="Ridge 200, Ridge 350"), *RIDGE[1:]]).members()


def test_a_page_that_lists_the_names_or_codes_of_others_as_its_models_is_that_of_their_series() -> None:
    table = replace(item("Hand winches compared"), codes=("Orlo 20", "Orlo 35", "Orlo 35 SX"))
    members = [item("Orlo 20"), item("Orlo 35 SX", "27.110.2"), item("Orlo 90")]
    assert SeriesPages([table, *members]).members() == {0: [1, 2]}
    assert not SeriesPages([table, *members[1:]]).members()
    both = replace(item("Winch"), codes=("QX-20", "4711-20"))
    assert not SeriesPages([both, item("Winch", "QX-20"), item("Winch", "QX-35")]).members()


def test_the_code_of_a_member_names_the_page_of_its_series_in_part() -> None:
    def hits(text: str) -> dict[int, bool]:
        record = GoodsDocument("g", text, "", "", "", "", {}, "", (), (), (), "", "", None, shipped())
        return {number: hit.member for number, hit in CodeIndex(RIDGE[:4]).find(record).items()}

    assert hits("GRINDER SX.7101, 20 PCS") == {0: True, 1: False}
    assert hits("GRINDER RIDGE 350") == {0: True, 2: False}
    assert hits("BELT SUITABLE FOR SX.7101") == {1: False}


def test_codes_that_go_on_from_that_of_a_series_are_of_its_members() -> None:
    lamps = [item("Orlo series", "Orlo LX"), item("Lamp", "Orlo LX-20"), item("Lamp round", "ORLO LX35")]
    assert SeriesPages(lamps).members() == {0: [1, 2]}
    assert not SeriesPages(
        [*lamps[:1], item("Lamp", "Orlo LXA-20"), item("Lamp round", "Orlo LXB-35")]
    ).members()
    numbered = [item("KR series", "KR-40"), item("Pump", "KR-400"), item("Pump", "KR-401")]
    assert not SeriesPages(numbered).members()


def test_codes_that_the_page_of_a_series_lists_name_it() -> None:
    text = "Available: QN 24-5, QN 24-20/3, QN 48-5. Protected to IP 20, EN 60950, EN 55032."
    page = item("Série QN – alimentations", text=text)
    assert listed_codes(page) == ("QN 24-5", "QN 24-20/3", "QN 48-5")
    assert listed_codes(item("Alimentations QN", text=text)) == ()

    def hits(written: str) -> dict[int, bool]:
        record = GoodsDocument("g", written, "", "", "", "", {}, "", (), (), (), "", "", None, shipped())
        return {number: hit.member for number, hit in CodeIndex([page]).find(record).items()}

    assert hits("POWER SUPPLY QN24-20/3, 2 PCS") == {0: True}
    assert hits("POWER SUPPLY QN 24-55") == {}


def test_letters_alone_are_the_code_of_a_series_whose_members_are_called_alike_and_numbered() -> None:
    valves = [
        item("Pinch valve RQ", "RQ", "Three sizes."),
        item("RQ 40-2 Pinch valve", "RQ 40-2"),
        item("Pinch valve RQ-65", "RQ-65"),
        item("RQ 80 Hose for pinch valves", "RQ 80"),
        item("Pinch valve RQA 40", "RQA 40"),
    ]
    assert SeriesPages(valves).members() == {0: [1, 2]}
    assert not SeriesPages(valves[:2]).members()
    numbered = [item("Pump R2", "R2"), item("Pump R2-40", "R2-40"), item("Pump R2-65", "R2-65")]
    assert not SeriesPages(numbered).members()


def test_a_page_in_the_plural_shows_what_others_are_in_the_singular() -> None:
    lamps = [
        item("Cab lamps Orlo 60", "QX-60"),
        item("Orlo 60 blue cab lamp", "QX-60B"),
        item("Orlo 60 white cab lamp", "QX-60W"),
    ]
    assert SeriesPages(lamps).members() == {0: [1, 2]}
    assert not SeriesPages(lamps[:2]).members()
    assert not SeriesPages([item("Cab lamp Orlo 60", "QX-60"), *lamps[1:]]).members()


def test_a_series_has_the_members_whose_property_is_within_the_range_it_states() -> None:
    pumps = [
        item("Gear pump QX compact range", "QX compact range", "Shaft power 2-6 kW. Four pumps."),
        item("QX40 Gear pump", "QX40", "Shaft power: 4 kW"),
        item("Gear pump QX55", "QX55", "Shaft power 5,5 kW"),
        item("Gear pump QX90", "QX90", "Shaft power 9 kW"),
        item("Seal for gear pumps QX30", "QX30", "Shaft power 3 kW"),
        item("Gear pump QX31", "QX31", "Weight 3 kg"),
    ]
    assert SeriesPages(pumps).members() == {0: [1, 2]}


def test_many_codes_that_begin_alike_are_compared_in_linear_time() -> None:
    many = [item(f"Valve {number}", f"QX{number}{'A' * (number % 7)}") for number in range(1_000)]
    assert grows_linearly(lambda n: SeriesPages(many[:n]), 200)


def test_many_items_of_several_codes_each_are_looked_through_once() -> None:
    winches = [
        replace(item(f"Hand winch {n}"), codes=(f"QX-{n}", f"27.{n:04}.1", f"WQ-{n}")) for n in range(1_000)
    ]
    assert not SeriesPages(winches).members()
    assert grows_linearly(lambda n: SeriesPages(winches[:n]), 200)
