"""Article numbers that stand behind their label without a colon."""

from __future__ import annotations

import pytest

from crawler.extract.page.layout import Layout
from crawler.extract.page.parsing import read_document
from crawler.extract.product.codes.forms.code_values import article_code
from crawler.extract.product.codes.shown.article_numbers import article_numbers
from crawler.extract.product.specs.page_specs import read_specs


def layout_of(body: str) -> Layout:
    page = f"<html><body><main><h1>Folding saw</h1>{body}</main></body></html>".encode()
    return Layout(read_document(page, "https://mill.example/saws/folding.html", {}))


@pytest.mark.parametrize(
    ("body", "numbers"),
    [
        ("<b>Art. No. QV16-5M</b><p>5 saws in a carton.</p>", ["QV16-5M"]),
        ("<p>Handsäge mit Etui. Bestell-Nr. 27-110-17. Blatt 8 mm.</p>", ["27-110-17"]),
        ("<p>Art.-Nr. QW 13-140-12, Länge 17 cm</p>", ["QW 13-140-12"]),
        ("<p>Пила складная, артикул 84017. Цвет: синий.</p>", ["84017"]),
        ("<p>折叠锯，货号 QZ-300A，每箱五件</p>", ["QZ-300A"]),
        (
            '<select><option value="51001">Blue (item 51001)</option><option value="51002">Red (item 51002)</option></select>',
            ["51001", "51002"],
        ),
        ("<p>A saw. Code: QV-2. Sheath in the box.</p>", ["QV-2"]),
        ("<p><b>La Pliante</b> <font>(réf. 1480)</font></p>", ["1480"]),
        ("<p><b>La Pliante</b> <font>(réf. 1480 GR)</font></p>", ["1480 GR"]),
        ("<h6>Cód. QV-650</h6><p>Folha de 20 cm (cód. QV-20).</p>", ["QV-650", "QV-20"]),
        ("<div>арт. 0084</div>", ["0084"]),
        ("<p>Bestell-Nr. 3120 417</p><p>Artikelnummer 55 120 04</p>", ["3120 417", "55 120 04"]),
        ("<p>Bestell-Nr. 3120 417<br>Blatt: 200 mm</p>", ["3120 417"]),
        ("<p><b>Artikelnummer</b><br>31204 417<br>Blatt: 200 mm</p>", ["31204 417"]),
        ("<p>Artikel-Nr.:</p><p>3120 417</p><p>Blatt 200 mm</p>", ["3120 417"]),
        ("<p>Klappsäge, Art.-Nr. 3120 417, mit Hülle</p>", ["3120 417"]),
        ("<p>Klappsäge, Art.-Nr. 31 0417. Mit Hülle</p>", ["31 0417"]),
        ("<p>Bestellnummer <b>31 0417 R</b></p>", ["31 0417 R"]),
        ("<p>Telefon<br>3120 417</p><p>Artikel<br>20 mm</p>", []),
        ("<p>Артикул ЩМК-3,25Л, с чехлом</p>", ["ЩМК-3,25Л"]),
        ("<p>Код заказа: ЩМК-1</p>", ["ЩМК-1"]),
        ("<p>Sipariş kodu ŞÇ-250</p>", ["ŞÇ-250"]),
        ("<p>Piła składana (oznaczenie fabryczne N-315), z pokrowcem</p>", ["N-315"]),
        ("<p>اره تاشو با غلاف. شماره فنی QV-250</p>", ["QV-250"]),
        ("<p>تیغه با کد QV-70 A و دسته با کد QV-70 B است.</p>", ["QV-70 A", "QV-70 B"]),
        ("<p>Πριόνι, κωδ. ΨΤ-3Α</p>", ["ΨΤ-3Α"]),
        ("<p>Pila, obj. č. QV-250. Kat. číslo: QV-251</p>", ["QV-250", "QV-251"]),
        ("<p>Gergaji lipat. Kode barang QV-170.</p>", ["QV-170"]),
        ("<p>Codici d'ordine: <b>QVS1-230</b>, <b>QVS1-115</b></p>", ["QVS1-230", "QVS1-115"]),
        ("<p>접이식 톱 부품번호 QV-650</p>", ["QV-650"]),
        ("<figure><img src=a.jpg><figcaption>Ref. QV-650</figcaption></figure>", ["QV-650"]),
        ("<p>La sierra, artículo QV 650, corta en seco.</p>", ["QV 650"]),
        ("<p>Wij maken haar onder nummer QV-650 en QV-651.</p>", ["QV-650", "QV-651"]),
        ("<p>Gemäß Artikel 5 und unter Nummer 12 bestellt.</p>", []),
        ("<p>Skladacia píla, objednacie číslo: QV-650. Номер заказа QV-651.</p>", ["QV-650", "QV-651"]),
        ("<p>摺疊鋸，訂購編號 QV-650。</p>", ["QV-650"]),
        ('<p>מק"ט QV-7105</p>', ["QV-7105"]),
        ("<p>کد محصول QV-ECG6 را اعلام کنید</p>", ["QV-ECG6"]),
        ("<p>Код виробника QVT-SAW.</p><p>Part no: QVT-BAG (bag)</p>", ["QVT-SAW", "QVT-BAG"]),
        (
            "<p>Articles: Art. No. QV-16-M (size M, 20 cm), QV-16-L (size L), QV-16-XL and QV-16-S; ZK-400.</p>",
            ["QV-16-M", "QV-16-L", "QV-16-XL", "QV-16-S"],
        ),
        ("<p>Oznaczenia: QV-K50 – 50 mm, QV-K80 – 80 mm.</p>", ["QV-K50", "QV-K80"]),
        ("<p>Cat. No. Q-2</p>", ["Q-2"]),
        ("<p>Oznaczenie EN 388, code NON-GMO, code NOVA-5, order no. 12 34 pieces.</p>", ["NOVA-5"]),
        ("<p>Bestellbezeichnung: 6205 N/C3 VL. Gefettet.</p>", ["6205 N/C3 VL"]),
        (
            "<p>折叠锯，订货代号为 QV-SG 加长度，图号QV-7A，编号为QV-8F，带护套。</p>",
            ["QV-SG", "QV-7A", "QV-8F"],
        ),
        ("<p>Το πριόνι. Order as QV-M30. Style QV-2040, made of oak.</p>", ["QV-M30", "QV-2040"]),
        (
            "<p>Piła w katalogu oznaczona jako QV4-8-130.</p><p>Symbole: QV-38 (200 mm), QV-12 (300 mm)</p>",
            ["QV-38", "QV-12", "QV4-8-130"],
        ),
        ("<p>Пила складная. Марка ПлСк-50.</p><p>В каталоге - ПС-2.</p>", ["ПлСк-50", "ПС-2"]),
        ("<p>Customs code - 82021000. Code - QV-2040.</p>", ["QV-2040"]),
        ("<p>A saw of modern style 2040, sold as XL, known as the best of 2019.</p>", []),
        ("<div><p>Country style</p><p>QV-2040</p></div>", []),
        ("<p>See item 204 of the rules (art. 12), code 3050.</p>", []),
        ("<b>Art. No. QV-5 Pro</b><p>Art. 6-A of the rules, item 2-B.</p>", []),
        ("<p>Each item is made by hand. Item 5 of the list. Part 12,50 m long. Code 32.50.</p>", []),
        ("<p>The article Folding saws of 2019 tells more.</p>", []),
    ],
)
def test_a_number_behind_its_label_is_the_articles(body: str, numbers: list[str]) -> None:
    assert [*article_numbers(layout_of(body))] == numbers


@pytest.mark.parametrize(
    "line",
    ["QXAR Parça No: {}", "Yedek parça kodu {}", "Teile-Nr. {}", "Teilenummer: {}", "N° de pièce : {}", "Número de pieza: {}", "Código da peça {}",
     "Numero di pezzo {}", "Nr części: {}", "Číslo dílu: {}", "Номер детали {}", "Номер деталі: {}", "Каталожный № {}", "Reservdelsnr. {}", "Varaosanumero: {}",
     "Onderdeelnummer {}", "Alkatrészszám: {}", "Cod piesă: {}", "Номер на частта: {}", "Broj dijela: {}", "Αρ. ανταλλακτικού: {}", "零件编号：{}", "部品番号：{}",
     "Mã phụ tùng: {}", "Nomor suku cadang: {}", "شماره فنی: {}", "رقم القطعة: {}"],
)  # fmt: skip
def test_numbers_of_parts_are_known_by_their_labels_in_many_languages(line: str) -> None:
    assert article_numbers(layout_of(f"<p>{line.format('QX 41.178.03')}</p>")) == ("QX 41.178.03",)
    assert article_numbers(layout_of(f"<p>{line.format('41.178.03')}</p>")) == ("41.178.03",)


def test_articles_that_begin_alike_are_models_of_the_page_and_others_are_not() -> None:
    options = "<select><option>Blue (item 51001)</option><option>Red (item 51002)</option></select>"
    assert read_specs(layout_of(options)) == [("Model", "51001 / 51002", "list")]
    assert read_specs(layout_of("<p>Art. No. QV16-5M. Fits the case art. no. ZK-40.</p>")) == []


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("43310", "43310"),
        ("QX", "QX"),
        ("QX-20 Stock: 5", "QX-20"),
        ("QX20 庫存：有", "QX20"),
        ("QX-20.", "QX-20"),
        ("Diameter", None),
        ("", None),
        ("QX-1 / QX-2", None),
        ("20401／20402", None),
    ],
)
def test_the_head_of_another_column_is_no_article_number(value: str, code: str | None) -> None:
    assert article_code(value) == code


ENTRY = '<td><a href="/lamps/{0}.htm"><img src="/t/{0}.jpg" width=110></a><br><font>Item # {0}</font></td>'


def test_numbers_beside_pictures_that_lead_to_pages_of_their_names_are_those_pages() -> None:
    entries = "".join(map(ENTRY.format, ("VF-1001", "VF-1002", "VF-1007")))
    assert article_numbers(layout_of(f"<b>Lamps</b><table><tr>{entries}</table>")) == ()
    # what pictures enlarge, and one page of this name, say nothing against the number
    enlarged = entries.replace(".htm", ".jpg")
    assert article_numbers(layout_of(f"<table><tr>{enlarged}</table>")) == ("VF-1001", "VF-1002", "VF-1007")
    assert article_numbers(layout_of(f"<table><tr>{ENTRY.format('VF-1001')}</table>")) == ("VF-1001",)


def test_a_label_at_a_place_of_the_page_is_not_followed_by_what_stands_at_another() -> None:
    places = ((20, 20, "Zahnung"), (20, 150, "Artikelnummer"), (50, 20, "QV20-310"), (50, 150, "4711-08"))
    texts = "".join(f'<p style="top:{top}px;left:{left}px">{text}</p>' for top, left, text in places)
    assert article_numbers(layout_of(f"<div>{texts}</div>")) == ()
    assert article_numbers(layout_of(f"<div>{texts.replace('top', 'margin-top')}</div>")) == ("QV20-310",)
