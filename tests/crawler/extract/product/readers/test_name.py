"""Names and codes of products."""

from __future__ import annotations

import pytest

from crawler.extract.page.document import without_parts
from crawler.extract.page.layout import Layout
from crawler.extract.page.parsing import read_document
from crawler.extract.page.shared_parts import SharedParts
from crawler.extract.page.structured_data import read_structured
from crawler.extract.product.codes.forms.code_values import one_model
from crawler.extract.product.codes.names.codes_in_names import model_code
from crawler.extract.product.item import read_product
from crawler.models import CatalogItem

URL = "https://mill.example/goods_7.htm"


def product(body: str, title: str, shared: SharedParts) -> CatalogItem:
    document = read_document(
        f"<html><head><title>{title}</title></head><body>{body}</body></html>".encode(), URL, {}
    )
    document.shared = shared
    return read_product(document, Layout(document), read_structured(document), URL)


def seat(body: str, name: str = "Tripod seat") -> CatalogItem:
    """What is read of the page of a tripod seat with this between its heading and its text."""
    return product(f"<h1>{name}</h1>{body}<p>Made of oak.</p>", "Mill", SharedParts(title_parts=("Mill",)))


def test_the_large_line_of_a_page_names_it_where_all_titles_are_one() -> None:
    body = "<font size=1><a href=/>Home</a></font><hr><font size=4><b>Falcon-50 sight</b></font><br><font size=2>Code: FS-650</font>"
    shared = SharedParts(title_parts=("Mill Works - Goods", "Mill Works -"))
    found = product(body, "Mill Works - Goods", shared)
    assert (found.name, found.sku) == ("Falcon-50 sight", "FS-650")


def test_a_title_that_is_a_shared_part_has_nothing_of_its_own() -> None:
    assert without_parts("Mill - Goods", ("Mill - Goods", "Mill -")) is None
    assert without_parts("Mill - Oak stool", ("Mill - Goods", "Mill -")) == "Oak stool"


def test_an_abbreviated_label_without_a_colon_names_the_article() -> None:
    body = '<h1>Potassium salt</h1><p class="product__sku">Cat. No. SC-1315</p>'
    assert product(body, "Potassium salt", SharedParts()).sku == "SC-1315"


@pytest.mark.parametrize(
    ("value", "model"), [("QV-20", "QV-20"), ("QV-20 / QV-32", None), ("QV-20-A / QV-32 / QV-40", None)]
)
def test_several_models_are_no_model_of_a_page(value: str, model: str | None) -> None:
    assert one_model(value) == model


def test_the_sections_behind_a_name_in_the_title_are_left_out() -> None:
    body = '<p><a href="/stools.htm">Stools</a></p><div class=cap><strong>Tripod seat</strong></div><p>Of oak.</p>'
    shared = SharedParts(title_parts=("Mill Works Ltd",))
    for title in ("Tripod seat-Stools-Mill Works Ltd", "Tripod seat | Stools | Mill Works Ltd"):
        assert product(body, title, shared).name == "Tripod seat"
    # what no link leads to is a part of the name
    assert (
        product("<p>Of oak.</p>", "Tripod seat - Stools - Mill Works Ltd", shared).name
        == "Tripod seat - Stools"
    )


def test_the_caption_that_is_the_title_names_a_page_and_not_the_heading_of_its_section() -> None:
    body = "<h2>Seats</h2><img src=a.jpg><div><b>Low tripod seats</b><br>Wood: oak</div>"
    assert (
        product(body, "Low tripod seats - Mill", SharedParts(title_parts=("Mill",))).name
        == "Low tripod seats"
    )


def test_a_cell_labelled_as_the_name_names_a_page_without_a_heading() -> None:
    body = "<table><tr><td>제품명</td><td>Tripod seat</td></tr><tr><td>Wood</td><td>oak</td></tr></table>"
    assert product(body, "Mill", SharedParts(title_parts=("Mill",))).name == "Tripod seat"


@pytest.mark.parametrize(
    "body",
    [
        '<span data-sku="ТВ-20">ТВ-20</span>',
        '<span a<b="" "=1 data-code="QV-20">QV-20</span>',
        "<p>Артикул ТВ-2</p>",
        "<h5>QV/20</h5>",
        "<div><b>Tripod seat</b><br>Modelo : QV-20</div>",
        '<table><tr><td><a href="big.jpg"><img src="a.jpg"></a><br>Model: QV-20</td></tr></table>',
        "<p>The seat, model no QV-20, stands on three legs.</p>",
        "<p><em>Model No.- QV/WD/20</em></p>",
        '<div><span class="c"><span>Kód:</span> <span>QV-TR-01</span></span></div>',
        "<p>A seat and a cover. Code: QV-2. Screws are in the box.</p>",
    ],
)
def test_a_code_is_read_in_a_badge_and_behind_its_label_in_lines_and_sentences(body: str) -> None:
    found = seat(body)
    assert (found.sku or found.model or "").startswith(("QV", "ТВ"))


@pytest.mark.parametrize(
    "body",
    [
        '<div><a href="/goods_8.htm"><h4>QV-30</h4></a></div>',
        '<a href="/goods_8.htm">Low seat <span data-sku="QV-30">QV-30</span></a>',
        '<span data-sku="QV-30">in stock</span>',
        "<dl><dt>Seal</dt><dd><span>EKO-2</span></dd><dt>Wood</dt><dd>oak</dd></dl>",
        '<p>It goes with <a href="/goods_8.htm">model QV-30</a>.</p>',
        "<p>Meets EN-71 and type 2-A. Art. 6-A of the rules. Models QV-20 and TX-30 have a back.</p>",
    ],
)
def test_the_code_of_another_page_or_of_several_is_not_the_code_of_a_product(body: str) -> None:
    found = seat(body)
    assert (found.sku, found.model, found.mpn) == (None, None, None)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Каток вальцовый ВК-14", "ВК-14"),
        ("Плуг навесной ПЛ-3,5, синий", "ПЛ-3,5"),
        ("Тележка 2КБ-45.М", "2КБ-45.М"),
        ("КРАН КСТ-55713-1К", "КСТ-55713-1К"),
        ("Насос QV-2000 для КСТ-5", "QV-2000"),
        ("Жилет Бр-4 или БР-5", None),
        ("Задвижка ДУ-50, ГОСТ-12.4, IP-54", None),
        ("Топливо АИ-95 ЕВРО-5", None),
        ("Выставка МИР-2024", None),
        ("Выставка Экспо-2000", None),
        ("Танк-охладитель ОХМ-2000", "ОХМ-2000"),
        ("Скидка до-50, шина 10-16.5", None),
    ],
)
def test_a_code_in_cyrillic_letters_has_a_hyphen(name: str, code: str | None) -> None:
    found = model_code(name, None, None)
    assert (found and found[0]) == code


@pytest.mark.parametrize(
    ("body", "model"),
    [
        ("<p>Our tripod seat QV-20 weighs 2 kg.</p>", "QV-20"),
        ("<p>The tripod seat (QV-20) weighs 2 kg.</p>", "QV-20"),
        ("<p>QV-20 type tripod seats are made of oak.</p>", "QV-20"),
        ("<p>Seat QV-20 weighs 2 kg.</p>", "QV-20"),
        ("<p>Three legs. The QV-20 is made of oak.</p>", "QV-20"),
        ("<p>QV-20 — это сиденье.</p>", "QV-20"),
        ("<p>Tip QÇ-100/200</p>", "QÇ-100/200"),
        ("<p>* Type: QVD960x3800</p>", "QVD960x3800"),
        ("<p>请注明型号QV-20，交期两周。</p>", "QV-20"),
        ('<img src="/up/qv-20.jpg"><p>Hunters like QV-20 best.</p>', "QV-20"),
        # several, a part's, a standard, another page's
        ("<p>The QV-20 is made of oak, the QV-30 of ash.</p>", None),
        ("<p>It stands on bolts QV-20 of our own.</p>", None),
        ("<p>The RS-485 is a bus. Type: DN-50</p>", None),
        ('<p>The <a href="/qv-20.htm">QV-20</a> is a seat too.</p>', None),
        ('<img src="/up/qv-20.jpg"><p>Hunters like it.</p>', None),
    ],
)
def test_a_code_in_a_sentence_is_the_model_where_something_vouches_for_it(
    body: str, model: str | None
) -> None:
    assert seat(body).model == model


def test_the_code_that_is_the_end_of_the_address_is_the_model() -> None:
    document = read_document(
        b"<h1>Tripod seat</h1><p>Ash on QX-7; QX-8 has more.</p>", "https://mill.example/goods/qx7.htm", {}
    )
    assert read_product(document, Layout(document), read_structured(document), document.url).model == "QX-7"


def test_the_order_code_beside_the_heading_goes_on_where_the_code_in_the_name_ends() -> None:
    found = product(
        "<h1>QV-20 seat</h1><div>QV-20-08-I</div><p>Of oak.</p>", "Mill", SharedParts(title_parts=("Mill",))
    )
    assert (found.model, found.sku) == ("QV-20", "QV-20-08-I")
    other = product(
        "<h1>QV-20 seat</h1><div>TX-90-1</div><p>Of oak.</p>", "Mill", SharedParts(title_parts=("Mill",))
    )
    assert (other.model, other.sku) == ("QV-20", None)
    bare = product(
        "<div>QV-20</div><div>QV-20-08-I</div><p>Of oak.</p>",
        "QV-20 | Mill",
        SharedParts(title_parts=("Mill",)),
    )
    assert (bare.name, bare.sku) == ("QV-20", "QV-20-08-I")


PICTURE = '<p>Of oak.</p><img src="/up/7.jpg" alt="Tripod seat">'


@pytest.mark.parametrize(
    ("body", "title", "name"),
    [
        (PICTURE, "Mill", "Tripod seat"),  # the site's title
        (PICTURE, "Untitled Document", "Tripod seat"),
        (PICTURE, "Products", "Tripod seat"),
        ('<a href="/seats.htm">Seats</a>' + PICTURE, "Seats", "Tripod seat"),  # a section's
        ('<a href="/seats.htm">Seats</a><h1>Seats</h1>' + PICTURE, "Tripod seat", "Tripod seat"),
        ("<h1>Sit anywhere</h1>" + PICTURE, "Tripod seat", "Tripod seat"),  # a slogan
        ("<h3>Details</h3>" + PICTURE, "Details", "Tripod seat"),  # a label of many pages
        ("<b>Sizes and woods</b>" + PICTURE, "Mill", "Tripod seat"),
        ("<h1>Oak seat</h1>" + PICTURE, "Tripod seat", "Oak seat"),
        ("<h1>Hocker</h1>" + PICTURE, "Tripod stool", "Hocker"),
        ("<h1>QV-20</h1>" + PICTURE, "Tripod seat", "QV-20"),
        (PICTURE, "Folding stool", "Folding stool"),
        (PICTURE + '<img src="/up/8.jpg" alt="Workshop">', "Mill", None),
        ('<img src="/up/7.jpg" alt="IMG_2214.JPG"><img src="/up/8.jpg" alt="DSC 00412">', "Mill", None),
        ('<a href="/8.htm"><img src="/up/8.jpg" alt="Another seat"></a>', "Mill", None),
    ],
)
def test_the_picture_names_a_page_whose_heading_and_title_say_nothing_of_it(
    body: str, title: str, name: str | None
) -> None:
    found = product(body, title, SharedParts(title_parts=("Mill",), headings=frozenset({"Details"})))
    assert found.name == name or (name is None and found.name == "Mill")


@pytest.mark.parametrize(
    ("body", "title", "name"),
    [
        ("<font size=5>QV-20 tripod seat</font><p>Of oak.</p>", "QV-20", "QV-20 tripod seat"),
        ("<font size=5>Tripod seat</font><p>Of oak.</p>", "Things to sit on", "Tripod seat"),
        (
            "<font size=5>The mill by the river</font><p>Everybody likes this tripod seat of solid oak.</p>",
            "Tripod seat",
            "Tripod seat",
        ),
        # a copied title: the menu leads to the page that has it, and to this one
        (
            '<a href="/bench.htm">Bench</a> <a href="/goods_7.htm">Tripod seat</a><h2>Tripod seat</h2><p>Of oak.</p>',
            "Bench",
            "Tripod seat",
        ),
        ('<a href="/bench.htm">Bench</a><h2>Why oak</h2><p>It is hard.</p>', "Bench", "Bench"),
        (
            "<div><b>Tripod seat</b><table><tr><td>Wood</td><td>oak</td></tr></table></div>",
            "Mill",
            "Tripod seat",
        ),
        ("<div><strong>Tripod seat</strong></div><p>Of oak.</p>", "Новая страница 2", "Tripod seat"),
    ],
)
def test_what_a_page_shows_names_it_where_its_title_is_shown_nowhere_or_is_anothers(
    body: str, title: str, name: str
) -> None:
    assert product(body, title, SharedParts(title_parts=("Mill",))).name == name


ROWS = "<table><tr><td><b>Holz</b></td><td>Eiche</td></tr><tr><td><b>Höhe</b></td><td>45 cm</td></tr></table>"


@pytest.mark.parametrize(
    "line",
    [
        '<a href="/">Start</a><br><img src="7.jpg"><b>Dreibein Melkschemel</b><br>',
        '<p><a href="/">Start</a></p><img src="7.jpg"><b>Dreibein Melkschemel</b><br>',
        '<p><strong>Wissenswertes</strong></p><span class="titulek">Dreibein Melkschemel</span>',
        '<div style="font-weight:bold">Dreibein Melkschemel</div>',
    ],
)
def test_a_bold_line_names_a_page_and_a_label_in_a_table_does_not(line: str) -> None:
    found = product(f"{line}{ROWS}", "Mill", SharedParts(title_parts=("Mill",)))
    assert found.name == "Dreibein Melkschemel"


def test_a_bold_cell_beside_a_price_alone_names_a_page() -> None:
    body = "<table><tr><td><b>Dreibein Melkschemel</b></td><td>45 €</td></tr></table><p>Made of oak.</p>"
    assert product(body, "Mill", SharedParts(title_parts=("Mill",))).name == "Dreibein Melkschemel"


@pytest.mark.parametrize("title", ["Print this page", "Druckansicht", "Wersja do druku"])
def test_the_title_of_a_version_for_the_printer_names_nothing(title: str) -> None:
    assert product(f"<b>Tripod seat</b><br>{ROWS}", title, SharedParts()).name == "Tripod seat"


def test_a_section_in_brackets_before_a_name_is_none_of_it() -> None:
    menu = '<ul><li><a href="/stools">Stools</a></li></ul>'
    for name, read in (
        ("[Stools] Tripod seat", "Tripod seat"),
        ("【Stools】Tripod seat", "Tripod seat"),
        ("[Oak] Tripod seat", "[Oak] Tripod seat"),
    ):
        assert product(f"{menu}<h1>{name}</h1>", name, SharedParts()).name == read


@pytest.mark.parametrize(
    "body",
    [
        "<table><tr><td><img src=7.jpg></td></tr><tr><td><i>Cikksz. QV-20</i></td></tr></table>",
        "<img src=7.jpg><br><small>Tellimisnr: QV-20</small>",
    ],
)
def test_a_code_behind_an_abbreviation_is_a_caption_of_the_picture(body: str) -> None:
    found = seat(body)
    assert (found.sku or found.model) == "QV-20"


def test_a_word_and_a_code_below_a_picture_are_no_caption_of_a_code() -> None:
    found = seat("<img src=7.jpg><br><small>beside QV-20</small>")
    assert (found.sku, found.model) == (None, None)


def test_the_initials_of_the_name_vouch_for_a_code() -> None:
    assert seat("<p>The back of TS-120 is of oak too, unlike that of QV-9 and QV-30.</p>").model == "TS-120"
    assert seat("<p>The back of TS-120 is of oak, that of TS-130 is not.</p>").model is None


def test_a_cyrillic_code_may_have_letters_behind_its_hyphen() -> None:
    assert model_code("Корморезка КР-М40", None, None) == ("КР-М40", "name")
    assert model_code("Корморезка для КРС-ферм", None, None) is None


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Корморезка КРД160", "КРД160"),
        ("Корморезка КРД80Б4 с ножом", "КРД80Б4"),
        ("Корморізка КРД160С2/4", "КРД160С2/4"),
        ("Корморезка КРД-40 к КРД160", "КРД-40"),
        ("Нож ШР15", None),  # as steel is called
        ("Нож ГОСТ5264", None),
        ("Труба ПНД110", None),
        ("Нагреватель НГТ220В", None),
        ("Рукав РК200 мм", None),
    ],
)
def test_a_cyrillic_code_without_a_hyphen_has_more_digits_than_a_size(name: str, code: str | None) -> None:
    assert model_code(name, None, None) == (None if code is None else (code, "name"))


SLOGAN = "<div class=t-title>Cut fodder fast</div><div class=t-heading>{}</div><p>Made of steel.</p>"


def test_a_line_called_a_title_with_a_code_names_a_page_whose_title_it_does_not_show() -> None:
    shared = SharedParts(title_parts=("Mill",))
    line = SLOGAN.format("Fodder cutter FC-40")
    assert product(line, "Fodder machines to buy in Hull", shared).name == "Fodder cutter FC-40"
    assert product(line, "Ploughs to buy in Hull", shared).name == "Ploughs to buy in Hull"  # another's
    assert product(SLOGAN.format("Fodder"), "Fodder to buy in Hull", shared).name == "Fodder to buy in Hull"
    several = line + "<div class=t-heading>Fodder press FP-20</div>"
    assert product(several, "Fodder machines to buy", shared).name == "Fodder machines to buy"
    assert product(f"<h1>Fodder</h1>{line}", "Fodder machines to buy", shared).name == "Fodder"


@pytest.mark.parametrize(
    ("title", "body", "named"),
    [
        ("Looms", "<h2>Hand-cranked Looms of Beech</h2>", "Hand-cranked Looms of Beech"),
        ("Weaving", "<h2>Hand-cranked Loom</h2>", "Weaving"),
        ("Loom data of T-40", "<h2>Loom data in brief</h2>", "Loom data of T-40"),
        ("Looms of wood", "<h2>Hand-cranked looms</h2><h2>Wound looms</h2>", "Looms of wood"),
        ("index", "<h2>Hand-cranked Loom</h2>", "Hand-cranked Loom"),
        ("Untitled Normal Page", "<h2>Hand-cranked Loom</h2>", "Hand-cranked Loom"),
        ("Zeno - Responsive Website Template", "<h2>Hand-cranked Loom</h2>", "Hand-cranked Loom"),
    ],
)
def test_the_only_heading_of_an_old_page_names_it_where_it_has_a_word_of_the_title(
    title: str, body: str, named: str
) -> None:
    assert product(f"{body}<p>Woven by hand.</p>", title, SharedParts()).name == named


def test_the_line_called_a_title_names_the_product_by_the_code_that_the_title_has_too() -> None:
    line = '<div class="shop-name shop-name_xl">{}</div><p>Chêne massif.</p>'
    shared = SharedParts(title_parts=("Mill",))
    assert (
        product(line.format("Siège tripode QV20"), "Sièges QV20 | Mill", shared).name == "Siège tripode QV20"
    )
    assert product(line.format("Banc long QV32"), "Sièges QV20 | Mill", shared).name == "Sièges QV20"


@pytest.mark.parametrize(
    ("text", "model"),
    [
        ("Pour le bureau. Type QV 20 T, livré monté.", "QV 20 T"),
        ("Type DN 50, livré monté.", None),
        ("Type EN 388, livré monté.", None),
        ("Type QV 20 T, livré monté. Type QV 32 T, en kit.", None),
    ],
)
def test_a_word_for_a_kind_that_begins_a_sentence_names_its_code(text: str, model: str | None) -> None:
    assert seat(f"<p>{text}</p>").model == model


def test_an_article_number_of_digits_among_lines_of_properties_is_one_of_them() -> None:
    lines = "<p>Höhe: 45 cm<br>Gewicht: 3 kg<br>Artikelnummer: 41.210.07</p>"
    assert seat(lines).specs == {"Höhe": "45 cm", "Gewicht": "3 kg", "Artikelnummer": "41.210.07"}


@pytest.mark.parametrize("sign", [">", "»", "›"])
def test_the_end_of_a_path_of_links_in_the_title_names_the_page(sign: str) -> None:
    body = "<a href=/krakker.htm>Krakker</a><p>Eik, dreid.</p>"
    shared = SharedParts(title_parts=("Mølle",))
    assert product(body, f"Mølle {sign} Krakker {sign} Trebein QV-20", shared).name == "Trebein QV-20"
    unlinked = product(body, f"Mølle {sign} Stoler {sign} Trebein QV-20", shared)
    assert unlinked.name == f"Stoler {sign} Trebein QV-20"


def test_a_kind_behind_a_word_for_a_model_is_no_model_where_the_name_has_a_code() -> None:
    table = (
        "<table><tr><td>Model</td><td>round, fixed side</td></tr><tr><td>Wood</td><td>oak</td></tr></table>"
    )
    assert seat(table, name="Tripod seat QV-20").model == "QV-20"
    assert seat(table.replace("round, fixed side", "QV-20-R"), name="Tripod seat QV-20").model == "QV-20-R"


@pytest.mark.parametrize(
    ("title", "lines", "name"),
    [
        ("TS-3 data sheet", ("DATA SHEET", "Tripod seat", "Type: TS-3"), "Tripod seat"),
        ("Datenblatt Dreibein", ("Melkschemel Dreibein", "Gewicht 2 kg"), "Melkschemel Dreibein"),
        ("Scheda tecnica: TS-3", ("SCHEDA TECNICA N. 3", "Sgabello da mungitura"), "Sgabello da mungitura"),
        ("TS-3 データシート", ("データシート", "三脚椅子"), "三脚椅子"),
        ("TS-3 data sheet", ("Type: TS-3", "Tripod seat"), "TS-3 data sheet"),
        ("Sheet metal stool", ("Of steel", "Weight 2 kg"), "Sheet metal stool"),
    ],
)
def test_the_line_at_its_head_names_a_data_sheet(title: str, lines: tuple[str, ...], name: str) -> None:
    body = "".join(
        f'<div class="t" style="position:absolute;left:60px;top:{at}px">{line}</div>'
        for at, line in enumerate(lines)
    )
    assert product(body, title, SharedParts()).name == name


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("Tripod seat [TS-3] - best price", "Tripod seat"),
        ("Dreibein Melkschemel günstig kaufen", "Dreibein Melkschemel"),
        ("Табурет дояра, купить недорого", "Табурет дояра"),
        ("Ghế gỗ ba chân giá rẻ", "Ghế gỗ ba chân"),
        ("Sgabello a buon prezzo", "Sgabello a buon prezzo"),
        ("Best price", "Best price"),
    ],
)
def test_words_of_sellers_behind_a_name_are_none_of_it(heading: str, name: str) -> None:
    assert product(f"<h1>{heading}</h1><p>Made of oak.</p>", heading, SharedParts()).name == name


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("QX-10 2-Axis Mill Head 10 mm", "QX-10"),
        ("Mill Head, CO2 cooled", None),
        ("LiFePO4 Battery for mills", None),
        ("Mill panel CP4, O2", "CP4"),
    ],
)
def test_numbers_of_things_and_formulas_are_no_codes(name: str, code: str | None) -> None:
    assert model_code(name, None, None) == (None if code is None else (code, "name"))


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("QX-98干振料", "QX-98"),
        ("双级泵QX-4", "QX-4"),
        ("QLZ-3/1500中频炉", "QLZ-3/1500"),
        ("QL50装载机", "QL50"),
        ("QL100系列装载机", None),
        ("M6螺丝", None),
        ("48V蓄电池", None),
    ],
)
def test_letters_of_east_asia_beside_a_code_are_no_part_of_it(name: str, code: str | None) -> None:
    assert model_code(name, None, None) == (None if code is None else (code, "name"))


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("QLF 15/12 Kül Fırını", "QLF 15/12"),
        ("QL 8-85 Yer Tipi Kurutucu", "QL 8-85"),
        ("QTK 300/T Kumlama Makinası", "QTK 300/T"),
        ("QB 62 B2 boxer engine", "QB 62 B2"),
        ("QB 62 B2/EFI boxer engine", "QB 62 B2/EFI"),
        ("QZH 3,2/12 Halatlı Vinç", "QZH 3,2/12"),
        ("QZÇ-500 Zincirli Vinç", "QZÇ-500"),
        ("9025-Р разбавитель", "9025-Р"),
        ("Лампа 220-В", None),
        ("QZ 1,5/2 V charger", None),
        ("Te đều Ø60", None),
        ("R 1/2 Fitting", None),
        ("DX 12-18 cm Pan", None),
        ("PN 10/16 valve", None),
    ],
)
def test_a_code_may_have_several_numbers_and_capitals_with_signs(name: str, code: str | None) -> None:
    assert model_code(name, None, None) == (None if code is None else (code, "name"))
