"""What the declarations of a case that name a code teach of the others."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import numpy as np

from crawler.case.case import Case
from matcher.attributes.taxonomy import shipped
from matcher.candidates.codes.model_codes import CodeIndex
from matcher.candidates.lessons import LEAST_OF_MAKER, ONE_CODE, Lesson, Lessons
from matcher.records.load import load_goods, load_items
from matcher.review.decisions import review_database
from tests.support.matching_case import add_goods, add_item


def lesson(folder: Path, *makers_that_are_others: str, text: str = "BEARINGS TX2210, STEEL") -> Lesson:
    """What two declarations of pumps and of bearings with the number of a pump teach of a third, of bearings."""
    case = Case.create(folder / "case", name="case", contact="test@box31.example")
    with closing(review_database(case)) as db:
        add_item(db, "i-1", "Pump TX-2210", "TX-2210", "Power: 5 kW")
        add_goods(db, "g-1", "PUMP TX-2210, 5 KW", "", "841370")
        add_goods(db, "g-2", text, "Bezet Bearings", "848210")
        add_goods(db, "g-3", "BALL BEARINGS, BRASS CAGE", "", "848210")
        items, goods = load_items(db, shipped()), load_goods(db, shipped())
    lessons = Lessons(
        CodeIndex(items), np.zeros(1, dtype=np.intp), np.zeros(1, dtype=np.intp), goods, ["", "", ""],
        lambda record, _: bool({*record.makers} & {*makers_that_are_others}),
    )  # fmt: skip
    return lessons.of(next(record for record in goods if record.goods_id == "g-3"), 0, 0)


def test_a_record_that_states_another_maker_does_not_teach_how_such_goods_are_declared(
    tmp_path: Path,
) -> None:
    assert lesson(tmp_path / "a").heading == 0.5
    assert lesson(tmp_path / "b", "Bezet Bearings").heading == 0.0


def test_a_record_that_may_name_what_the_goods_are_for_does_not_teach(tmp_path: Path) -> None:
    assert lesson(tmp_path / "a", text="BEARINGS FOR PUMPS TX2210").heading == 0.0


def test_a_mere_coincidence_under_a_foreign_heading_teaches_nothing(tmp_path: Path) -> None:
    case = Case.create(tmp_path / "case", name="case", contact="test@box31.example")
    with closing(review_database(case)) as db:
        add_item(db, "i-1", "Pump TX-2210", "TX-2210", "Power: 5 kW")
        add_item(db, "i-2", "Pump TX-2216", "TX-2216", "Power: 7 kW")
        for number in range(LEAST_OF_MAKER):
            add_goods(db, f"g-{number:02}", f"PUMP TX-2210, LOT {number}", "", "841370")
        add_goods(db, "h-1", "RADIO TX-2210, RED", "Sonoquill Audio", "852712")
        add_goods(db, "h-2", "RADIO TX-2210, BLUE", "Sonoquill Audio", "852712")
        add_goods(db, "h-3", "PUMP TX-2210, BLUE", "Насосы Тэикс", "841381")
        add_goods(db, "h-4", "PUMP TX-2216, RED", "Насосы Тэикс", "841381")
        items, goods = load_items(db, shipped()), load_goods(db, shipped())
    lessons = Lessons(
        CodeIndex(items), np.zeros(2, dtype=np.intp), np.zeros(2, dtype=np.intp), goods, [""] * len(goods),
        lambda record, _: bool(record.makers),
    )  # fmt: skip
    found = {record.goods_id: lessons.of(record, 0, 0) for record in goods}
    assert found["h-1"] == Lesson(
        heading_new=True, foreign=True, heading_other=True
    )  # new to the kind as well
    assert found["h-3"].firm > 0
    assert not found["h-3"].foreign
    assert not found["g-00"].foreign


def firms_taught(folder: Path, *texts: tuple[str, str]) -> list[float]:
    """How surely each of the declarations (text, maker) of two pumps is told to be of their maker, by the others."""
    case = Case.create(folder / "case", name="case", contact="test@box31.example")
    with closing(review_database(case)) as db:
        for number, code in enumerate(("TX-2210", "TX-2216")):
            add_item(db, f"i-{number}", f"Pump {code}", code, "Power: 5 kW")
        for number, (text, maker) in enumerate(texts):
            add_goods(db, f"g-{number}", text, maker, "841370")
        items, goods = load_items(db, shipped()), load_goods(db, shipped())
    lessons = Lessons(
        CodeIndex(items), np.zeros(2, dtype=np.intp), np.zeros(2, dtype=np.intp), goods, [""] * len(goods),
        lambda record, _: False,
    )  # fmt: skip
    found = {record.goods_id: lessons.of(record, 0, 0).firm for record in goods}
    return [found[f"g-{number}"] for number in range(len(texts))]


def test_a_code_that_another_firm_has_too_does_not_make_it_the_maker(tmp_path: Path) -> None:
    """Codes of a standard are those of many makers: all that a rival's lines name is one of them."""
    rival = [("PUMP TX-2210", "Bezet"), ("PUMP TX-2210, BLUE", "Bezet"), ("PUMP, BLUE, 5 KW", "Bezet")]
    assert firms_taught(tmp_path / "a", *rival) == [0.0, 0.0, ONE_CODE]
    other_code = firms_taught(tmp_path / "b", *rival, ("PUMP TX-2216", "Bezet"))
    assert other_code[:2] == [ONE_CODE, ONE_CODE]
    assert other_code[2] == 1.0
