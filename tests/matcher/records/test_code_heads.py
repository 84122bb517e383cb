"""The words of capitals that a maker's codes begin with: told by the names of all items of its site."""

from __future__ import annotations

import pytest

from matcher.records.code_heads import CodeHeads
from tests.support.growth import filled, grows_linearly

NAMES = ("Vis à bois QSV 20x150", "Vis à bois QSV 20x165", "QSR S4-60 Platine", "Roulement QSL 120-240C")


def codes(name: str, *read: str, names: tuple[str, ...] = NAMES) -> tuple[str, ...]:
    """The codes of an item of this name for which `read` was read, on a site of these names."""
    return CodeHeads(("s", one) for one in (name, *names)).complete("s", read, [name])


@pytest.mark.parametrize(
    ("name", "read", "whole"),
    [
        ("Vis à bois QSV 20x150", (), ("QSV 20x150",)),
        ("QSR S4-60 Platine", ("S4-60",), ("QSR S4-60",)),
        ("Roulement QSL 120-240C", ("120-240C", "77120"), ("QSL 120-240C", "77120")),
        ("Roulement QSL 120-240C", ("77120",), ("QSL 120-240C", "77120")),  # a shop's number
        ("Roulement QSL 120-240C", ("KV-9",), ("KV-9",)),
        ("Joint pour QSL 120-240C", (), ()),  # what it is for
        ("Tuyau PVC 50x2", (), ()),  # one word of its kind
        ("Platine M5-60", ("M5-60",), ("M5-60",)),
        ("Colis QSV 20 %", (), ()),
    ],
)
def test_a_code_has_the_word_that_several_of_the_site_are_like(
    name: str, read: tuple[str, ...], whole: tuple[str, ...]
) -> None:
    assert codes(name, *read) == whole


def test_one_word_before_sizes_may_be_a_material() -> None:
    names = ("Tuyau PTFE 10x14", "Tuyau PTFE 12x16", "Tuyau PVC 50x2", "Tuyau PUR 8x12")
    assert codes("Tuyau PTFE 10x14", names=names) == ()


BEHIND_FIRM = ("Orlovan RD 1x25/2 Nişangâh", "Orlovan LM 6x21/800 Ölçer", "Orlovan HB 30/M Ayak")


@pytest.mark.parametrize(
    ("name", "read", "whole"),
    [
        ("Orlovan RD 1x25/2 Nişangâh", (), ("RD 1x25/2",)),
        ("Orlovan HB 30/M Ayak", ("30/M", "8690"), ("HB 30/M", "8690")),
        ("Orlovan RD 1x30/2 BT Nişangâh", ("8690",), ("RD 1x30/2", "RD 1x30/2 BT", "8690")),
    ],
)
def test_words_behind_the_name_of_the_site_are_those_of_its_codes(
    name: str, read: tuple[str, ...], whole: tuple[str, ...]
) -> None:
    heads = CodeHeads(("orlovan-optik", one) for one in BEHIND_FIRM)
    assert heads.complete("orlovan-optik", read, [name]) == whole
    elsewhere = CodeHeads(("optik", one) for one in BEHIND_FIRM)
    assert elsewhere.complete("optik", read, [name]) == read


def test_other_sites_tell_nothing() -> None:
    assert CodeHeads(("s", one) for one in NAMES).complete("t", (), ["Vis QSV 20x150"]) == ()


@pytest.mark.parametrize("piece", ["1/", " ", "Q", "QS 1", "QS 1/1/1/1", "a "])
def test_long_names_are_read_in_linear_time(piece: str) -> None:
    assert grows_linearly(lambda n: codes(f"Vis {filled(piece, n)}"), 10_000)
