"""Codes of the catalog in texts, whatever stands beside them."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from crawler.case.case import Case
from matcher.attributes.taxonomy import shipped
from matcher.candidates.codes.code_hits import CodeHit
from matcher.candidates.codes.model_codes import CodeIndex
from matcher.candidates.codes.unknown_codes import unknown_codes
from matcher.records.documents import GoodsDocument
from matcher.records.load import load_goods, load_items
from matcher.review.decisions import review_database
from tests.support.matching_case import add_goods, add_item


def named(folder: Path, code: str, text: str) -> str | None:
    """How `text` names the item of this code; None where it does not."""
    hit = hit_of(folder, code, text)
    return hit.written if hit else None


def hit_of(folder: Path, code: str, text: str) -> CodeHit | None:
    """How `text` names the item of this code."""
    case = Case.create(folder / "case", name="case", contact="test@box31.example")
    with closing(review_database(case)) as db:
        add_item(db, "i-1", f"Grinder {code}", code, "Power: 5 kW, speed 800 / 1200 rpm")
        add_goods(db, "g-1", text, "", "846021")
        hits = CodeIndex(load_items(db, shipped())).find(load_goods(db, shipped())[0])
    return hits.get(0)


@pytest.mark.parametrize(
    ("code", "text", "written"),
    [
        ("KV924", "三相异步电动机KV924，卧式安装", "KV924"),
        ("40Q1300", "外圆磨床40Q1300型1300mm", "40Q1300"),
        ("DUSEL-080", "10件折弯机/DUSEL 080/公称力  80 吨", "DUSEL 080"),
        ("D57-X-X", "伺服马达|D57-X|10个", "D57-X"),
        ("QX+200", "НАСОС ВИНТОВОЙ QX+200, 5 КВТ", "QX+200"),
        ("QX(200)", "螺杆泵QX(200)，5千瓦", "QX(200"),
        ("D57-X", "伺服马达D57-X-X，10个", None),
        ("QX-B40F", "МИКСЕР B40F/QX, 40 Л", "B40F/QX"),
        ("QX-B40F", "МИКСЕР B40F/QV, 40 Л", None),
        ("KVX-20", "磨床|KVX-20/KVX-35|10台", "KVX-20"),
        ("KVX-35", "磨床|KVX-20/KVX-35|10台", "KVX-35"),
        ("K20", "磨床|K20/K35|10台", "K20"),
        ("8RAIL", "磨床|8RAIL/20RAIL|10台", "8RAIL"),
        ("KVX-20", "ШЛИФСТАНОК KVX-20/B2", None),
        ("KVX-20", "ШЛИФСТАНОК KVX-20/5KW", "KVX-20"),  # as the page says
        ("KVX-20", "ШЛИФСТАНОК KVX-20/7KW", None),
        ("KVX-20", "磨床KVX-20-5KW，10台", "KVX-20"),
        ("KVX210A", "Sander KVX2l0A", "KVX2l0A"),
        ("KVX1210A", "Sander KVXl210A", "KVXl210A"),
        ("DL1234", "Sander Dl1234", "Dl1234"),
        ("D11234", "Sander Dl1234", None),
        ("KVX-20", "ШЛИФСТАНОК KVX-20/5L", None),  # 5 kW
        ("KVX-20", "ШЛИФСТАНОК KVX-20-5P", None),
        ("ZA 12 PLUS", "ЗАРЯДНИК ZA 12 PLUS, НА СТЕНУ", "ZA 12 PLUS"),
        ("ZA 12 PLUS", "ЗАРЯДНИК ZA 12 PLUT, НА СТЕНУ", None),
        ("EL_NT2", "Kabin EL_NT2_KTD / 90 °C", None),
        ("防弹衣BV205", "北方防弹衣BV205一件", None),
        ("QVG-80/45-600", "Цилиндр QVG 80/45x600 в ящиках", "QVG 80/45x600"),
        ("QVG-80.40.200", "ГИДРОЦИЛИНДР QVG 80X40X200, ЧЕРНЫЙ", "QVG 80X40X200"),
        ("QVG-80.40.200", "ГИДРОЦИЛИНДР QVG 80X40X250, ЧЕРНЫЙ", None),
        ("QT90/√3-0.02H", "ДИЛЬНИК НАПРУГИ QT90/√3-0,02H, 2 ШТ", "QT90/√3-0,02H"),
        ("QT90/√3-0.02H", "Divisor de tensión QT90/V3-0.02H", "QT90/V3-0.02H"),
        ("QT90/√3-0.02H", "Divisor de tensión QT90/3-0.02H", "QT90/3-0.02H"),
        ("QT90/√3-0.02H", "Divisor de tensión QT90/√3-0.05H", None),
        ("VSX-100", "Drill VSX-1OO, HSS", "VSX-1OO"),
        ("VSX-P01", "DRILL VSX-PO1", "VSX-PO1"),
        ("VSX-12", "Drill VSX, cutting diameter 12,5 mm", None),
        ("VSX-200", "200 adet drill VSX", None),
        ("VSX-12", "Drill 12, HSS", "12"),
        ("VSX 12-210-14", "Drill 12, HSS", "12"),
        ("VSX 12-210-14", "Drill model QT-250-12, HSS", None),  # the end of another code
        ("VSX-100", "DRILL VSX-100-5, 5 KW", "VSX-100"),  # its size, which the page states
        ("VSX-100", "DRILL VSX-100-5, HSS", None),
        ("VSX-100", "DRILL VSX-100-6, 6 KW", None),
        ("VSX-100", "DRILL VSX-100-2000, HSS", None),
        (
            "VSX-100",
            "DRILL VSX-100-800, HSS",
            "VSX-100",
        ),  # a number of three digits that the page has with a unit
        ("VSX-100", "GLOVES VSX-100-XL", None),
        ("VSX-18/12", "СВЕРЛО VSX-18х12, СТАЛЬ", "VSX-18х12"),
        ("VSX 18x12", "DRILL vsx 18/12, HSS", "vsx 18/12"),
        ("VSX 3.7-8", "DRILL VSX3,7-8, HSS", "VSX3,7-8"),  # a comma for its point
        ("VSX 3.7-8", "Drill vsx 3,7-8, HSS", "vsx 3,7-8"),
        ("VSX 37-8", "Drill VSX 3,7-8, HSS", None),
        ("VSX 12", "Pipe 1/2, brass", None),
        ("VSX 15-10", "Accuracy 1.5 percent", None),
        ("VSX-1240-D", "DRILL VSX - 1240-D, STEEL", "VSX - 1240-D"),
    ],
)
def test_a_code_is_found_beside_chinese_words_and_with_the_signs_of_its_maker(
    tmp_path: Path, code: str, text: str, written: str | None
) -> None:
    assert named(tmp_path, code, text) == written


def test_a_prefix_glued_to_all_codes_of_a_site_may_be_missing(tmp_path: Path) -> None:
    case = Case.create(tmp_path / "case", name="case", contact="test@box31.example")
    codes = ["QB7204", "QB7204-ZZ", "QBKF208", "QB3306", "QB51-E", "QB8812"]
    with closing(review_database(case)) as db:
        for number, code in enumerate(codes):
            add_item(db, f"i-{number}", f"Bearing {code}", code, "Bore: 20 mm")
        add_goods(db, "g-1", "ПОДШИПНИКИ 7204-ZZ - 20 ШТ, KF208 - 5 ШТ", "", "848210")
        hits = CodeIndex(load_items(db, shipped())).find(load_goods(db, shipped())[0])
    assert {codes[item]: hit.short for item, hit in hits.items() if hit.exact} == {
        "QB7204-ZZ": True,
        "QBKF208": True,
    }


@pytest.mark.parametrize(
    ("model", "unknown"), [("QT-250-12", ("QT-250-12",)), ("VSX-1240-EU", ()), ("1240-D", ()), ("12", ())]
)
def test_a_stated_model_is_unknown_unless_it_holds_a_known_code(model: str, unknown: tuple[str, ...]) -> None:
    goods = GoodsDocument(
        "g", f"Drill {model}", "", "", model, "", {}, "", (), (), (), "", "", None, shipped()
    )
    hits = {
        n: CodeHit(written, written, True, False, False, "", None)
        for n, written in enumerate(("VSX-1240", "1240-D", "12"))
    }
    assert unknown_codes(goods, hits) == unknown


@pytest.mark.parametrize(
    ("code", "text", "prefixed"),
    [
        ("VSX 90L-4", "Motor VSX 90L-4", False),
        ("VSX 90L-4", "Motor 90L-4", False),
        ("VSX 90L-4", "Motor type 90L-4", False),
        ("VSX 90L-4", "Motor QT-90L-4", True),
        ("VSX 90L-4", "Motor YE3-90L-4", True),
        ("VSX 90L-4", "Motor VSK 90L-4", True),  # one sign from the maker's
        ("NO2", "Sensor D3-NO2", True),
        ("NO2", "Sensor QT-NO2", False),
    ],
)
def test_the_end_of_what_may_be_the_code_of_another_is_told(
    tmp_path: Path, code: str, text: str, prefixed: bool
) -> None:
    hit = hit_of(tmp_path, code, text)
    assert hit is not None
    assert hit.prefixed is prefixed


@pytest.mark.parametrize(
    ("code", "text", "short"),
    [
        ("QVB 41.178.03", "КОЛПАК, КАТ.№ 41.178.03", False),
        ("QVB 411-78-03", "Cover 411-78-03, new", False),
        ("QVB 41.178.03", "COVER ART 41.178.03", False),
        ("QVB 41.178.03", "COVER ETX 41.178.03", True),  # may be another maker's
        ("QVB 41.178", "Cover 41.178, new", True),
        ("VSX 90L-4", "Motor 90L-4", True),
    ],
)
def test_a_long_number_in_groups_is_as_good_without_the_letters_before_it(
    tmp_path: Path, code: str, text: str, short: bool
) -> None:
    hit = hit_of(tmp_path, code, text)
    assert hit is not None
    assert hit.short is short
    assert hit.exact


def test_another_maker_s_number_that_resembles_it_stays_told(tmp_path: Path) -> None:
    hit = hit_of(tmp_path, "QVB 41.178.03", "Cover QVD-41.178.03")
    assert hit is None or hit.prefixed


@pytest.mark.parametrize(
    ("text", "use"),
    [
        ("ШЛІФМАШИНА QT-7 VSX-40 (НЕ GRINDER), НОВА", "none"),
        ("Orlex QT-7 VSX-40, not grinder", "none"),
        ("GRINDER VSX-40, NOT GALVANIZED", ""),
        ("GRINDER VSX-40", ""),
    ],
)
def test_a_code_does_not_name_what_is_denied_by_name(tmp_path: Path, text: str, use: str) -> None:
    hit = hit_of(tmp_path, "VSX-40", text)
    assert hit is not None
    assert hit.use == use


@pytest.mark.parametrize(
    ("code", "text", "written"),
    [
        ("ШН-14Д", "SANDER SHN-14D, 5 KW", "SHN-14D"),
        ("НР-30Т", "Sander NR 30 T", "NR 30 T"),
        ("НР-30Т", "SANDER HP-30T", "HP-30T"),  # look-alike letters
        ("НР-30Т", "ШЛИФМАШИНА HР-30Т", "HР-30Т"),  # in letters of both
        ("ШБ-14П", "ШЛИФМАШИНА SHB-14П", "SHB-14П"),
        ("НР-3", "SANDER NR-3", None),  # too short to be read by sound
    ],
)
def test_a_code_in_cyrillic_letters_is_known_in_latin_ones(
    tmp_path: Path, code: str, text: str, written: str | None
) -> None:
    assert named(tmp_path, code, text) == written


@pytest.mark.parametrize(
    ("text", "use"),
    [
        ("KIT DE DIAFRAGMAS PTFE, P/GRINDER KVX-20, REPUESTO", "fits"),
        ("DIAFRAGMA P/GRINDER ORLO KVX-20", "fits"),
        ("DISCO P/CORTAR METAL KVX-20", ""),
        ("AGULHA P/ GRINDER KVX-20", "fits"),
        ("AGULHA P/MÁQUINA KVX-20", "unclear"),
        ("GRINDER P/NUM KVX-20", ""),
        ("GRINDER P/N KVX-20", ""),
        ("GRINDER KVX-20 P/MINERIA", ""),
    ],
)
def test_what_goods_are_for_in_spanish(tmp_path: Path, text: str, use: str) -> None:
    hit = hit_of(tmp_path, "KVX-20", text)
    assert hit is not None
    assert hit.use == use
