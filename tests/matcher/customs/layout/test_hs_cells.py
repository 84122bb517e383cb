"""Cells that are HS codes among the others of their column."""

from __future__ import annotations

from matcher.customs.layout.column_values import profile
from matcher.customs.layout.recognition.recognise import recognise

CODES = ("84.15.8110", "08.11.2001", "44.18.1110", "07.10.2010")  # two of them are days, too


def test_codes_in_groups_that_days_have_too_are_codes_among_others_but_days_alone_are_not() -> None:
    assert profile(CODES * 4).hs == 1.0
    assert profile(("08.11.2001", "07.10.2010", "61.15.2003") * 4).hs < 0.5
    assert profile(("08.11.2001", "07.10.2010") * 4).hs == 0.0


def test_short_names_of_a_few_goods_under_a_plain_header_are_the_description() -> None:
    names = ("Varmepumper, små", "Bringebær, frosne", "Vinduer av tre", "Grønne erter")
    rows = [
        [
            f"20230320-2{n // 3:04d}",
            f"{n // 3 + 1:02d}.03.2023",
            CODES[n % 4],
            names[n % 4],
            f"{n * 3 + 2}",
            "stk",
        ]
        for n in range(60)
    ]
    layout = recognise(
        [["Ekspedisjonsnr.", "Dekl.dato", "Varenr.", "Varebeskrivelse", "Mengde", "Enhet"], *rows]
    )
    assert (layout.mapping["hs"], layout.mapping["description"]) == ((2,), (3,))
    assert not any(question.stops for question in layout.questions)
