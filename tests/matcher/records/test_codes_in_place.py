"""Codes that the names of a site have in one place and form."""

from __future__ import annotations

from matcher.records.codes_in_place import CodesInPlace

SITE = "ostervane"
NUMBERS_FIRST = (
    "3815 GKL Folding Crate",
    "3820 GKL Folding Crate",
    "540 PTV-R Pallet Net",
    "77 WZ Corner Guard",
)
LETTERS_FIRST = ("Rope block TB 16/3", "Rope block TB 22/4,5", "Chain block K2 08/1,5", "Glass bell QPI 70RK")


def codes(name: str, names: tuple[str, ...], known: tuple[str, ...] = ()) -> tuple[str, ...]:
    return CodesInPlace((SITE, one) for one in names).complete(SITE, known, [name])


def test_numbers_and_letters_that_several_names_begin_with_are_codes() -> None:
    assert [codes(name, NUMBERS_FIRST) for name in NUMBERS_FIRST] == [
        ("3815 GKL",), ("3820 GKL",), ("540 PTV-R",), ("77 WZ",)
    ]  # fmt: skip


def test_letters_and_a_broken_number_that_several_names_end_with_are_codes() -> None:
    assert [codes(name, LETTERS_FIRST) for name in LETTERS_FIRST] == [
        ("TB 16/3",),
        ("TB 22/4,5",),
        ("K2 08/1,5",),
        ("QPI 70RK",),
    ]


def test_one_page_alone_tells_nothing() -> None:
    assert codes(NUMBERS_FIRST[0], NUMBERS_FIRST[:1]) == ()


def test_counts_of_one_thing_and_measures_are_no_codes() -> None:
    counts = ("40 LED Flood Light", "60 LED Flood Light", "80 LED Flood Light")
    volts = ("24 VDC Relay Board", "12 VDC Relay Board", "230 VAC Relay Board")
    sizes = ("Ball valve DN 50/40", "Ball valve DN 80/65", "Ball valve DN 100/80")
    lights = ("Flood light LED 100W", "Flood light LED 150W", "Flood light LED 200W")
    for names in (counts, volts, sizes, lights):
        assert codes(names[0], names) == ()


def test_a_known_model_stays_and_a_shops_number_comes_behind() -> None:
    assert codes(NUMBERS_FIRST[0], NUMBERS_FIRST, ("GKL-3815",)) == ("GKL-3815",)
    assert codes(NUMBERS_FIRST[0], NUMBERS_FIRST, ("900217",)) == ("3815 GKL", "900217")


def test_other_sites_names_are_not_asked() -> None:
    named = [(f"site-{number}", name) for number, name in enumerate(NUMBERS_FIRST)]
    assert CodesInPlace(named).complete("site-0", (), [NUMBERS_FIRST[0]]) == ()
