"""Items of one kind are one cluster, whatever words the catalog calls the kind by."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from crawler.case.case import Case
from matcher.attributes.taxonomy import shipped
from matcher.records.load import load_items
from matcher.review.decisions import review_database
from matcher.similarity.kind_clusters import catalog_kinds
from tests.support.matching_case import add_item


def kinds(folder: Path, *items: tuple[str, str, str, str]) -> list[int]:
    """The cluster of each item, given by name, code, category and specifications."""
    case = Case.create(folder / "case", name="case", contact="test@box31.example")
    with closing(review_database(case)) as db:
        for number, (name, code, category, specs) in enumerate(items):
            add_item(db, f"i-{number}", name, code, specs)
            with db.conn:
                db.execute(
                    "UPDATE item_versions SET category = ? WHERE item_id = ?", [category, f"i-{number}"]
                )
        return catalog_kinds(load_items(db, shipped())).of_item.tolist()


def test_a_category_that_items_of_another_are_named_by_is_the_same_kind(tmp_path: Path) -> None:
    one, other, third = kinds(
        tmp_path,
        ("Screw pump QV10", "QV10", "progressive cavity pump", "Head: 30 m"),
        ("Progressive cavity pump QV20", "QV20", "screw pump", "Head: 40 m"),
        ("Gate valve QG5", "QG5", "gate valve", "Bore: 50 mm"),
    )
    assert one == other != third


def test_a_series_of_codes_joins_categories_with_the_same_labels_only(tmp_path: Path) -> None:
    found = kinds(
        tmp_path,
        ("Mono unit KR10", "KR10", "screw pump", "Head: 30 m; Flow: 5 l"),
        ("Cavity unit KR12", "KR12", "cavity pump", "Head: 40 m; Flow: 9 l"),
        ("Gate KV5", "KV5", "gate valve", "Bore: 50 mm"),
        ("Gate KV7", "KV7", "gate valve", "Bore: 70 mm"),
        ("Seal kit KV8", "KV8", "spare parts", "Material: rubber"),
        ("Spring SP1", "SP1", "springs", "Wire: 2 mm"),
    )
    assert found[0] == found[1]
    assert found[2] == found[3] != found[4]
    assert len(set(found)) == 4


def test_the_makers_prefix_is_no_series(tmp_path: Path) -> None:
    items = [(f"Thing HD-{n}", f"HD-{n}", f"category {n % 4}", "Weight: 2 kg") for n in range(10, 22)]
    assert len(set(kinds(tmp_path, *items))) == 4


def test_names_that_differ_behind_a_comma_or_in_brackets_are_one_kind_where_the_same_is_stated_of_them(
    tmp_path: Path,
) -> None:
    found = kinds(
        tmp_path,
        ("KR 10 Screw pump, stainless", "KR 10", "", "Head: 30 m; Flow: 5 l"),
        ("KR 12 Screw pump (cast iron)", "KR 12", "", "Head: 40 m; Flow: 9 l"),
        ("KR 90 Spare part, rotor", "KR 90", "", "Material: steel"),
        ("KR 91 Spare part, hose", "KR 91", "", "Length: 2 m"),
    )
    assert found[0] == found[1]
    assert len(set(found)) == 3


def test_an_item_whose_code_goes_on_from_anothers_is_of_its_kind_where_the_same_is_stated_of_them(
    tmp_path: Path,
) -> None:
    found = kinds(
        tmp_path,
        ("QX-40 Ribbon cutter", "QX-40", "", "Width: 40 mm; Power: 90 W"),
        ("QX-40-T Cutting unit with timer", "QX-40-T", "", "Width: 40 mm; Power: 95 W"),
        ("QX-40-B Blade", "QX-40-B", "", "Steel: hardened"),
        ("QX-400 Laminator", "QX-400", "", "Width: 400 mm; Power: 900 W"),
    )
    assert found[0] == found[1]
    assert len(set(found)) == 3
