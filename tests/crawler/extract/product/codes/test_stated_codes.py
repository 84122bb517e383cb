"""Codes that crumbs, order phrases, words behind them, lists and columns of letters state."""

from __future__ import annotations

import pytest

from crawler.extract.page.layout import Layout
from crawler.extract.page.parsing import read_document
from crawler.extract.page.structured_data import read_structured
from crawler.extract.product.codes.shown.article_numbers import article_numbers
from crawler.extract.product.codes.shown.named_models import model_named
from crawler.extract.product.item import read_product
from crawler.extract.product.specs.page_specs import read_specs
from crawler.models import CatalogItem
from tests.support.growth import filled, grows_linearly

URL = "https://sellerie.example/fiche.htm"


def layout(body: str) -> Layout:
    page = f"<html><head><title>Trait de charrue</title></head><body>{body}</body></html>"
    return Layout(read_document(page.encode(), URL, {}))


def item(body: str, name: str = "Trait de charrue") -> CatalogItem:
    found = layout(f"<h1>{name}</h1>{body}")
    return read_product(found.document, found, read_structured(found.document), URL)


def codes(body: str, name: str = "Trait de charrue") -> list[str]:
    found = item(body, name)
    return [code for code in (found.model, found.sku, found.mpn) if code]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Art.-Nr. 512.08, verzinkt.", "512.08"),
        ("Mindestens 20 Stück; bestellen als TK-40.", "TK-40"),
        ("À commander sous la référence TC.40.2.", "TC.40.2"),
        ("Código de catálogo TC-40.", "TC-40"),
        ("Referencia para pedidos TC-R40.", "TC-R40"),
        ("Referencia de recambio: TC.40.2", "TC.40.2"),
        ("单独购买请注明配件号TC-B02。", "TC-B02"),
        ("Lütfen TC-40 kodunu yazın.", "TC-40"),
        ("A TC-40 cikkszámú termék.", "TC-40"),
    ],
)
def test_a_number_is_stated_in_a_sentence(text: str, number: str) -> None:
    assert article_numbers(layout(f"<p>{text}</p>")) == (number,)


@pytest.mark.parametrize(
    "text",
    [
        "Code 12.50 EUR",
        "Art 512.08",
        "Art. 3.20 m lang",
        "证书编号TC-B02。",
        "TC-40 koduyor",
        "2024 kodlu",
        "order as soon as",
    ],
)
def test_other_texts_state_none(text: str) -> None:
    assert article_numbers(layout(f"<p>{text}</p>")) == ()


def test_a_clause_begins_with_a_model_of_digits_alone() -> None:
    assert model_named(layout("<p>本品用于轻型犁，型号42317的链节经过热处理。</p>")) == "42317"
    assert model_named(layout("<p>トラクター用。型番42317の鎖。</p>")) == "42317"
    for other in (
        "适用于型号42317的犁。",
        "本品，型号2008的犁。",
        "型号42317。",
        "型号42317的链节；型号42318的链节。",
    ):
        assert model_named(layout(f"<p>{other}</p>")) is None


def test_what_the_firm_says_to_make_is_a_model() -> None:
    assert model_named(layout("<p>本公司生产的LT24C-16C型犁，结构紧凑。</p>")) == "LT24C-16C"
    assert model_named(layout("<p>我厂研制LT-24型播种机</p>")) == "LT-24"
    for other in ("本公司生产的PN16型犁。", "适用于LT-24型犁。", "本公司生产的犁，可配LT-24型轮。"):
        assert model_named(layout(f"<p>{other}</p>")) is None


def test_the_path_to_a_page_ends_in_its_code() -> None:
    path = (
        "<div class=path><a href=/>Accueil</a> / <a href=/traits.htm>Traits</a> / {}</div><p>En chanvre.</p>"
    )
    assert codes(path.format("TC-408")) == ["TC-408"]
    assert codes(path.format("Chanvre")) == []
    assert codes(path.format("<a href=/tc-408.htm>TC-408</a>")) == []  # another page's
    assert codes(path.format("TC-408") + "<p>Réf. : TC-500-B</p>") == ["TC-500-B"]


def test_a_decimal_comma_does_not_end_a_model() -> None:
    assert codes("<p>Завод выпускает модель ТКЧ-3,5 с захватом три метра.</p>", "Трак") == ["ТКЧ-3,5"]
    assert codes("<p>Завод выпускает модели ТКЧ-3,5, ТКЧ-4.</p>", "Трак") == []


def test_the_last_word_of_a_name_stands_before_its_code() -> None:
    assert codes("<p>Set TC-408 holds two traces.</p>", "Plough trace set") == ["TC-408"]
    assert codes("<p>For TC-408 only.</p>", "Plough trace set") == []


def specs(body: str) -> dict[str, str]:
    return {label: value for label, value, _ in read_specs(layout(body))}


def test_entries_of_a_list_begin_with_models() -> None:
    found = specs(
        "<ul><li>TC-5 — charge 5 t, chaîne 8 mm</li><li>TC-10 — charge 10 t, chaîne 10 mm</li></ul>"
    )
    assert found == {
        "Model": "TC-5 / TC-10",
        "TC-5": "charge 5 t, chaîne 8 mm",
        "TC-10": "charge 10 t, chaîne 10 mm",
        "charge": "5 t / 10 t",
    }
    assert "Model" not in specs(
        "<ul><li><a href=/5>TC-5</a> — 5 t</li><li><a href=/10>TC-10</a> — 10 t</li></ul>"
    )


def test_codes_of_other_families_are_no_labels_before_a_dash() -> None:
    assert specs("<p>RS-485 – two<br>CAN-2 – one<br>TC-9 – three</p>") == {}


def test_a_column_of_articles_may_be_of_letters() -> None:
    rows = "<tr><td>TC-CH-P<td>2 m<td>50<tr><td>TC-CH-G<td>3 m<td>25"
    assert specs(f"<table><tr><th>SKU<th>Longueur<th>Pièces{rows}</table>") == {
        "SKU": "TC-CH-P / TC-CH-G",
        "Longueur": "2 m / 3 m",
        "Pièces": "50 / 25",
    }


def test_a_vietnamese_word_for_a_model_names_it_in_a_sentence() -> None:
    found = item(
        "<h1>Tủ điện âm tường</h1><p>Tủ điện âm tường mã hiệu TCE-12M được sản xuất tại nhà máy.</p>"
    )
    assert found.model == "TCE-12M"


@pytest.mark.parametrize("piece", ["1/1", "A-1 kod", "модель Т-1,1", " ", "A"])
def test_hostile_texts_are_read_in_linear_time(piece: str) -> None:
    assert grows_linearly(lambda n: item(f"<div>{filled(piece, n)}</div>"), 2_000)
    assert grows_linearly(lambda n: item(f"<div>{filled(piece, n)}</div>" * 5), 70)


def test_long_lists_are_read_in_linear_time() -> None:
    assert grows_linearly(lambda n: item(f"<ul>{'<li>A-1 — 1' * n}</ul>"), 50)


def test_the_label_in_an_element_called_sku_is_not_of_the_number() -> None:
    assert codes('<p class="sku">Bestell-Nr. TC-40</p>') == ["TC-40"]
    assert codes('<p class="sku">TC-41</p>') == ["TC-41"]
    assert codes('<p class="sku">Part no. TC-KR</p>') == ["TC-KR"]


def test_what_readers_write_names_no_model_of_the_page() -> None:
    comments = "<div class=comments><p>Avez-vous le modèle QV-20 ?</p></div>"
    assert codes(f"<div>\n<p>En cuir.</p>{comments}</div>") == []
    assert codes(f"<div>\n<p>En cuir, modèle QV-20.</p>{comments.replace('20', '30')}</div>") == ["QV-20"]


def test_what_readers_write_states_no_number_of_the_page() -> None:
    comments = "<div class=comments><p>Avez-vous la réf. QV-2040 ?</p></div>"
    assert article_numbers(layout(f"<div>\n<p>En cuir.</p>{comments}</div>")) == ()
    page = layout(f"<div>\n<p>En cuir, réf. QV-2040.</p>{comments.replace('40', '50')}</div>")
    assert article_numbers(page) == ("QV-2040",)


def test_a_line_of_a_word_for_a_model_and_a_code_of_several_words() -> None:
    assert model_named(layout("<p>Modelo QVLNR 2525 M12</p>")) == "QVLNR 2525 M12"
    others = (
        "Type AISI 304",
        "MODEL YEAR 2024",
        "Modelo AISI 316 L2",
        "Model PUMP 20 BAR",
        "Model LED 100W",
        "Model SERIAL 12345",
    )
    assert [model_named(layout(f"<p>{other}</p>")) for other in others] == [None] * len(others)
    assert model_named(layout("<p>Modelo QVLNR 2525 nuevo</p>")) is None
