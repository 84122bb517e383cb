"""Labels in brackets, before unusual signs, and in many languages."""

from __future__ import annotations

import pytest

from matcher.customs.goods.parse import parse_goods

LABELS = {  # maker, trademark, model, quantity
    "ru": ("ИЗГОТОВИТЕЛЬ", "ТОВАРНЫЙ ЗНАК", "МОДЕЛЬ", "КОЛ-ВО"),
    "ru, short": ("ФИРМА", "ТМ", "МОД.", "КОЛИЧЕСТВО"),
    "uk": ("Виробник", "Торговельна марка", "Модель", "Кількість"),
    "kk": ("ӨНДІРУШІ", "ТАУАР БЕЛГІСІ", "ҮЛГІСІ", "САНЫ"),
    "uz": ("Ishlab chiqaruvchi", "Tovar belgisi", "Model", "Soni"),
    "en": ("Manufacturer", "Brand", "Model", "Qty"),
    "de": ("Hersteller", "Marke", "Typ", "Menge"),
    "fr": ("Fabricant", "Marque", "Modèle", "Quantité"),
    "it": ("Produttore", "Marchio", "Modello", "Quantità"),
    "es": ("Fabricante", "Marca", "Modelo", "Cantidad"),
    "pt": ("Fabricante", "Marca", "Modelo", "Quantidade"),
    "pl": ("Producent", "Marka", "Model", "Ilość"),
    "cs": ("Výrobce", "Značka", "Model", "Množství"),
    "tr": ("Üretici", "Marka", "Model", "Miktar"),
    "vi": ("Nhà sản xuất", "Nhãn hiệu", "Model", "Số lượng"),
    "zh": ("生产厂家", "品牌", "型号", "数量"),
    "ko": ("제조사", "브랜드", "모델명", "수량"),
}
FORMS = {
    "colon": "{0}: {1}",
    "slash": "/{0}/ {1}",
    "square": "[{0}] {1}",
    "round": "({0}) {1}",
    "tag": "<{0}>{1}</{0}>",
    "star": "*{0}* {1}",
    "bar": "{0} | {1}",
    "arrow": "{0} -> {1}",
    "json": '"{0}":"{1}"',
}
VALUES = ("Hengdun Co., Ltd", "HD-SAFE", "HD-22X", "10")


@pytest.mark.parametrize("language", LABELS)
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("between", ["; ", ", ", " "])
def test_a_label_names_its_value_in_every_form_and_language(language: str, form: str, between: str) -> None:
    labelled = [FORMS[form].format(*one) for one in zip(LABELS[language], VALUES, strict=True)]
    goods = parse_goods(between.join(["X", *labelled]), attributes=False)
    assert (goods.maker, goods.trademark, goods.model, goods.quantity) == (*VALUES[:2], (VALUES[2],), 10)


def test_a_label_that_is_not_known_ends_the_value_before_it() -> None:
    goods = parse_goods("ШЛЕМ [ИЗГОТОВИТЕЛЬ] ABC [СЕРИЯ ПАРТИИ] 77 [ТМ] DEF", attributes=False)
    assert (goods.maker, goods.trademark) == ("ABC", "DEF")


def test_kilograms_before_a_label_deny_nothing() -> None:
    assert parse_goods("BAND SAW 1.8 KG MODEL KVX-20").model == ("KVX-20",)
    assert parse_goods("Máy cưa, kg model, mới 100%").model == ()  # "không"


def test_labels_without_a_value_leave_the_field_empty() -> None:
    text = "ШАЙБА 8 ММ /ПРОИЗВОДИТЕЛЬ/ НЕИЗВЕСТЕН /ТЗ/ НЕТ /ОБОЗНАЧЕНИЕ/ НЕТ /КОЛИЧЕСТВО/ 5"
    goods = parse_goods(text, attributes=False)
    assert (goods.maker, goods.trademark, goods.model, goods.quantity) == (None, None, (), 5)


@pytest.mark.parametrize(
    "text",
    [
        "LED LAMP (LED) (BRAND NEW) 12 V",
        "насос 1/2/ , вход/выход/ резьба",
        "кабель (марка) и (модель кузова)",
    ],
)
def test_brackets_that_hold_no_labels_are_left_alone(text: str) -> None:
    goods = parse_goods(text, attributes=False)
    assert (goods.maker, goods.trademark, goods.model) == (None, None, ())


def test_a_maker_in_latin_letters_ends_where_chinese_begins() -> None:
    assert parse_goods("制造商: Nurbeyaz Machinery A.S. 360点每英寸").maker == "Nurbeyaz Machinery A.S."
