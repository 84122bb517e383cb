"""What benchmarks/reading.py counts as read right: synonyms and spellings of the world, not only the author's own."""

from __future__ import annotations

import pytest

from benchmarks.reading import english_already, number_verdict, stems, words_verdict
from matcher.reading.model import Chip


def kind(words: str) -> Chip:
    return Chip("kind", words, words)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("glass fibre", "glass fiber"),
        ("moulded", "molded"),
        ("coloured", "colored"),
        ("aluminium", "aluminum"),
    ],
)
def test_british_and_american_spellings_are_one_word(one: str, other: str) -> None:
    assert stems(one) == stems(other)


def test_four_or_hour_are_no_spellings_of_other_words() -> None:
    assert len(stems("four for hour tire fire")) == 4  # "for" is no content word


def test_a_wider_kind_is_broader_and_another_one_wrong() -> None:
    wordings = ["cross roller bearing"]
    assert words_verdict(wordings, [kind("bearing")], [], "kind by name") == "broader"
    assert words_verdict(wordings, [kind("roller bearing")], [], "kind by name") == "right"
    assert words_verdict(wordings, [kind("bearing oil")], [], "kind by name") == "wrong"
    assert words_verdict(wordings, [], ["oil"], "kind by name") == "otherwise"
    assert words_verdict(wordings, [], [""], "kind by name") == "silent"


def test_english_words_in_a_line_of_another_script_are_read() -> None:
    assert english_already("КОРПУС SOIC", "ru") == "SOIC"
    assert english_already("SOIC kılıf", "tr") == ""


@pytest.mark.parametrize(
    ("value", "words", "verdict"),
    [(10, "power 7.36 kW", "right"), (10, "weight 4.536 kg", "right"), (10, "power 9.1 kW", "wrong")],
)
def test_numbers_are_right_as_a_reading_converts_them(value: float, words: str, verdict: str) -> None:
    assert number_verdict(value, [Chip("measure", "", words)]) == verdict
