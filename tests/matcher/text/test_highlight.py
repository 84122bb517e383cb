"""What agrees between customs line and catalog item is marked in both, across scripts."""

from __future__ import annotations

import pytest

from matcher.review.evidence import latin_letters
from matcher.text.highlight import highlight
from tests.support.growth import filled, grows_linearly


def marked(left: str, right: str) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    lefts, rights = highlight([left], [right])
    assert "".join(segment.text for segment in lefts[0]) == left
    assert "".join(segment.text for segment in rights[0]) == right
    return tuple([(s.text, s.kind) for s in side[0] if s.kind] for side in (lefts, rights))  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("left", "right", "in_left", "in_right"),
    [
        ("ЖИЛЕТ, МОД. HD BV205", "HD-BV205 vest", [("HD BV205", "code")], [("HD-BV205", "code")]),
        ("площадь 0,28 М2", "0.28㎡", [("0,28 М2", "number")], [("0.28㎡", "number")]),
        ("масса 2,60 кг", "2.6公斤", [("2,60 кг", "number")], [("2.6公斤", "number")]),
        (
            "250*300 ММ",
            "300х250mm",
            [("250", "number"), ("300 ММ", "number")],
            [("300", "number"), ("250mm", "number")],
        ),
        ("маркировка HENGDUN", "Hengdun Armor", [("HENGDUN", "word")], [("Hengdun", "word")]),
        ("насос TS650", "NVX-TS605", [], []),
        ("вес 2,6 кг", "2.6 m", [], []),
        ("для и с", "для и с", [], []),
        ("НD-ВV205", "HD-BV205", [("НD-ВV205", "code")], [("HD-BV205", "code")]),
        ("军用防弹头盔", "防弹头盔", [("防弹头盔", "word")], [("防弹头盔", "word")]),
    ],
)
def test_codes_numbers_with_units_and_names_are_found(
    left: str, right: str, in_left: list[tuple[str, str]], in_right: list[tuple[str, str]]
) -> None:
    assert marked(left, right) == (in_left, in_right)


@pytest.mark.parametrize(
    ("piece", "size"),
    [("1x", 1_500), ("防弹", 230), ("防弹", 1_500), ("А1-", 1_500), ("1*", 1_500), ("x h ", 1_500)],
)
def test_long_texts_of_one_pattern_are_marked_in_linear_time(piece: str, size: int) -> None:
    def mark(size: int) -> None:
        text = filled(piece, size)
        (found,), _ = highlight([text], [text])
        assert "".join(segment.text for segment in found) == text

    assert grows_linearly(mark, size)


def test_latin_letters_are_given_only_where_they_help() -> None:
    assert latin_letters("ЖИЛЕТ 2.6 m²") == "ZHILET 2.6 m2"
    assert latin_letters("防弹头盔 TL") == "Fang Dan Tou Kui TL"
    assert latin_letters("0.28 m² ± 5 % – plain") == ""
