"""Goods called a part or an accessory, and words for parts that say nothing of the goods."""

from __future__ import annotations

import pytest

from matcher.attributes.taxonomy import shipped
from matcher.candidates.usage.code_use import words_for
from matcher.records.documents import ItemDocument, Page
from matcher.similarity.named_parts import is_called_part, names_part
from tests.support.growth import filled, grows_linearly

MIXER = ItemDocument(
    "i-1", "site", ("QV-20",), ("Orlex",), (Page("en", "Dough mixer QV-20", "", "", {}),), None, "", "", "", shipped()
)  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "запчасти для насоса",
        "spare parts for pumps",
        "pompa aksesuarı",
        "РЕМКОМПЛЕКТ НАСОСА",
        "ЧАСТИ ПОГРУЖНОГО НАСОСА: ВАЛ",
        "Parts of pumps",
        "Phụ tùng máy bơm",
        "phu tung may bom",
        "Ersatzteile für Pumpen",
        "repuestos para bombas",
        "pièces détachées de pompes",
        "części zamienne do pomp",
        "náhradní díly čerpadel",
        "ポンプ交換部品",
        "قطع غيار للمضخات",
        "水泵配件",
        "pump with hose, spare for truck",
    ],
)
def test_goods_are_called_parts_in_every_language(text: str) -> None:
    assert names_part(text)


@pytest.mark.parametrize(
    "text",
    [
        "насосы и запчасти: насос погружной",
        "pumps and accessories",
        "НАСОС ПОГРУЖНОЙ, ЧАСТИ ИЗ ЛАТУНИ",
        "НАСОС С КРАНОМ В НИЖНЕЙ ЧАСТИ",
        "ЧАСТЬ 2 ИЗ 3. НАСОС ПОГРУЖНОЙ",
        "Toy parts and pumps",
        "submersible pump with brass parts",
        "makine ve aksesuarı: pompa",
        "DOUGH MIXER WITH STD ACCESSORIES",
        "DOUGH MIXER W/ 2 SETS OF SPARE PARTS",
        "dough mixer incl. standard accessories",
        "Тестомес с комплектом принадлежности",
        "Máy trộn bột kèm theo phụ tùng",
        "hamur yoğurma makinesi aksesuarları ile birlikte",
        "Teigmischer mit Ersatzteilen und Zubehörteile",
        "pétrin avec pièces détachées",
        "和面机，带标准附件",
        "和面机含配件",
        "тестомес, изготовитель: QIVO MUTFAK AKSESUAR SAN. VE TIC. LTD. STI.",
        "dough mixer of Qivo Spare Parts Co., Ltd",
    ],
)
def test_parts_that_come_with_the_goods_or_are_in_a_firms_name_do_not_make_parts_of_them(text: str) -> None:
    assert not names_part(text)


@pytest.mark.parametrize(
    ("text", "code", "part"),
    [
        ("DOUGH MIXER QV-20 (PARTS FOR BAKERY LINES)", "QV-20", False),
        ("DOUGH MIXER QV-20 - PARTS FOR MACHINERY", "QV-20", False),
        ("Phụ tùng dây chuyền bánh: máy trộn QV-20", "QV-20", False),
        ("ТЕСТОМЕС QV-20, ЗАПЧАСТЬ ДЛЯ ПЕКАРЕН", "QV-20", False),
        ("DOUGH MIXER QV-20, SPARE PART", "QV-20", False),
        ("WHISK OF MIXER QV-20, SPARE PART", "QV-20", True),
        ("MIXER WHISK QV-20 (SPARES)", "QV-20", True),
        ("WHISK QV-20 (PARTS FOR DOUGH MIXER)", "QV-20", True),
        ("SPARE PARTS FOR MIXER QV-20", "QV-20", True),
        ("QV-20和面机配件", "QV-20", True),
        ("WHISK FOR MIXER QV-20, SPARE PART", "", True),
        ("SPARE PARTS: WHISK", None, True),
        ("STAINLESS STEEL WHISK, SPARE PART OF DOUGH MIXER", None, True),
        ("ЧАСТИ ТЕСТОМЕСА OR-60: ВАЛ", None, True),
        ("PARTS OF BAKERY LINES: WHISK", None, False),
        ("PARTS OF DOUGH MIXERS: WHISK", None, True),
        ("STAINLESS STEEL KNEADER 20 L, PARTS FOR BAKERY LINES", None, False),
    ],
)
def test_what_else_the_goods_are_a_part_of_says_nothing_against_the_code_before_it(
    text: str, code: str | None, part: bool
) -> None:
    assert is_called_part(text, code, words_for(MIXER).names) is part


@pytest.mark.parametrize(
    ("piece", "size"),
    [
        *((piece, 25_000) for piece in ("spares ", "with ", " ", "a", "1/", "(spares")),
        # not of words for parts, each of which is read with all its phrase
        *((piece, 130) for piece in ("with ", " ", "a", "1/")),
    ],
)
def test_long_texts_are_read_in_linear_time(piece: str, size: int) -> None:
    names = words_for(MIXER).names
    assert grows_linearly(lambda n: is_called_part(filled(piece, n), "QV-20", names), size)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("ЗАПАСНЫЕ ЧАСТИ: НАСОС ВИХРЕВОЙ QX-7, 3 КВТ", False),
        ("YEDEK PARÇA: НАСОС QX-7", False),
        ("SPARE PARTS: SEAL FOR НАСОС QX-7", True),
        ("SPARE PARTS: QX-7", True),
        ("SPARE PARTS: SEAL QX-7", True),
    ],
)
def test_parts_before_a_colon_are_a_class_where_words_that_call_the_item_follow(
    text: str, part: bool
) -> None:
    assert is_called_part(text, "QX-7", lambda words: "насос" in words) is part
