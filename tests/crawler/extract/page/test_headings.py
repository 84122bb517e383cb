"""What stands for a heading where a page has none."""

from __future__ import annotations

import pytest

from crawler.extract.page.element_text import element_text
from crawler.extract.page.frame import RELATED
from crawler.extract.page.layout import Layout
from crawler.extract.page.parsing import read_document
from crawler.extract.page.shared_parts import SharedParts

TITLE = "Quarto works - tools by hand"


@pytest.mark.parametrize(
    ("body", "heading"),
    [
        (
            "<center><font size=5><b>SPIRAL MIXER Q 20</b></font></center><p>Bowl of steel.",
            "SPIRAL MIXER Q 20",
        ),
        (
            "<b>Note</b><font size=+2>Ravioli maker QV 160</font><dl><dt>Weight<dd>185 kg</dl>",
            "Ravioli maker QV 160",
        ),
        (
            "<table><caption><b>Extruder QE 30</b></caption><tr><td>Output</td><td>30 kg</td></tr></table>",
            "Extruder QE 30",
        ),
        ("<center><b>CUTTER QT-4</b></center><p>For sheets of dough.<br><b>Weight:</b> 34 kg", "CUTTER QT-4"),
        ("<font size=5>185 kg</font><br>Weight<p><b>SPIRAL MIXER Q 20</b></p>", "SPIRAL MIXER Q 20"),
        ("<p>We make <b>good</b> machines.</p><font size=2>small print</font>", None),
        ('<p><b><a href="/list.htm">Mixers</a></b></p>', None),
        (
            "<p>HOME &gt; <a href=/list.htm>Mixers</a></p><div class=vt>Spiral mixer of steel</div><p><b>Q-20</b></p>",
            "Spiral mixer of steel",
        ),
        ("<p>Home &gt; Mixers</p><div>We make good ones.</div><p><b>CUTTER QT-4</b></p>", "CUTTER QT-4"),
        (
            "<p>Home &gt; Mixers</p><div><a href=/x.htm>All of them</a></div><p><b>CUTTER Q</b></p>",
            "CUTTER Q",
        ),
    ],
)
def test_large_letters_a_caption_or_a_bold_line_stand_for_a_heading(body: str, heading: str | None) -> None:
    page = f"<html><head><title>{TITLE}</title></head><body><table><tr><td>{body}</td></tr></table></body></html>"
    document = read_document(page.encode(), "https://mill.example/q20.htm", {})
    document.shared = SharedParts(title_parts=(TITLE,))
    found = Layout(document).heading
    assert (element_text(found) if found is not None else None) == heading


@pytest.mark.parametrize(
    "heading",
    ["Weitere Produkte", "Prodotti correlati", "Podobné výrobky", "Voir aussi", "Други продукти", "其它产品"],
)
def test_what_stands_below_a_heading_of_other_goods_is_not_of_the_page(heading: str) -> None:
    others = f'<h4>{heading}</h4><p id="others"><a href="/b.htm">B-20</a></p>'
    page = f"<html><body><div><h2>A-20</h2><p>Of oak.</p><div>{others}</div></div></body></html>"
    document = read_document(page.encode(), "https://mill.example/a20.htm", {})
    layout = Layout(document)
    assert [layout.flag(p) == RELATED for p in document.tree.iter("p")] == [False, True]


def heading_of(title: str, body: str, path: str = "q20.htm") -> str | None:
    page = f"<html><head><meta charset=utf-8><title>{title}</title></head><body>{body}</body></html>"
    document = read_document(page.encode(), f"https://mill.example/{path}", {})
    document.shared = SharedParts(title_parts=("Quarto",))
    found = Layout(document).heading
    return element_text(found) if found is not None else None


def test_the_one_element_called_a_title_that_goes_on_from_the_title_is_the_heading() -> None:
    line = "<div class=title>Spiral mixer with a bowl of steel</div>"
    assert heading_of("Quarto - Mixer", line + "<p>Of steel.</p>") == "Spiral mixer with a bowl of steel"
    several = line + "<div class=title>Small mixer for pastry and bread</div>"
    assert heading_of("Quarto - Mixer", several) is None


def test_the_value_of_a_property_is_no_heading_though_the_title_has_it() -> None:
    rows = "".join(
        f"<div class=row><p class=k>{label}</p><p class=v>{value}</p></div>"
        for label, value in (("Bowl", "Stainless steel"), ("Width", "40 cm"))
    )
    assert heading_of("Stainless steel mixer - Quarto", rows) is None
    assert (
        heading_of("Stainless steel mixer - Quarto", "<p>Stainless steel mixer</p>" + rows)
        == "Stainless steel mixer"
    )


def test_a_line_with_the_label_of_a_code_is_no_heading_beside_one_that_goes_on() -> None:
    label, head = "<div>Kod towaru: Q 20</div>", "<h2>Q 20 Mieszarka spiralna z misą</h2>"
    assert heading_of("Q 20 – Quarto", head + label) == "Q 20 Mieszarka spiralna z misą"
    assert heading_of("Q 20 – Quarto", label + "<p>Of steel.</p>") == "Kod towaru: Q 20"


def test_a_header_of_the_page_with_its_heading_alone_is_no_frame() -> None:
    page_header = '<div class="page-header"><h2>Spiral mixer Q 20</h2>{}</div><p>Of steel.</p>'
    assert heading_of("Quarto", page_header.format("")) == "Spiral mixer Q 20"
    assert heading_of("Quarto", page_header.format('<a href="/">Home</a>')) is None


def test_the_title_names_the_page_below_a_section_where_the_path_to_it_does_too() -> None:
    section, own = "<h1>Kitchen tools</h1>", "<h2>Ravioli wheels</h2><p>Of brass.</p>"
    path = "<p><a href=/>Home</a> &raquo; Ravioli wheels</p>"
    assert heading_of("Quarto - Ravioli wheels", path + section + own) == "Ravioli wheels"
    assert heading_of("Quarto - Ravioli wheels", section + own) == "Kitchen tools"
    assert heading_of("Quarto - Ravioli wheels", path + "<h1>Ravioli</h1>" + own) == "Ravioli wheels"


@pytest.mark.parametrize("title", ["Product Detail", "Ürün Detayı", "Szczegóły produktu"])
def test_a_title_that_a_template_has_for_any_product_names_no_page(title: str) -> None:
    assert heading_of(title, "<h2>Ravioli wheel</h2><p>Of brass.</p>") == "Ravioli wheel"


@pytest.mark.parametrize(
    ("line", "heading"),
    [
        ('<div><span style="color:red; font-size: 32px">Raviolirad R 20</span></div>', "Raviolirad R 20"),
        ('<p style="font-size:18pt">Raviolirad R 20</p>', "Raviolirad R 20"),
        ('<div style="font-size:1.8em">Raviolirad R 20</div>', "Raviolirad R 20"),
        ('<div style="font-size:14px">Raviolirad R 20</div>', None),
        ('<div style="font-size:32px">185 kg</div>', None),
        ('<font size=5 style="font-size:12px">Raviolirad R 20</font>', None),
    ],
)
def test_a_line_that_its_style_sets_large_stands_for_a_heading_below_a_foreign_title(
    line: str, heading: str | None
) -> None:
    assert heading_of("Kneter K 4 | Quarto", f"{line}<div>Aus Messing.</div>") == heading


def test_an_element_of_several_classes_is_called_a_title_where_all_say_so() -> None:
    line = '<div class="hero-card__title hero-title hero-title_xl">Roue R 20</div><p>Laiton. Roue R 20</p>'
    assert heading_of("Pétrin K 4 | Quarto", line) == "Roue R 20"
    assert heading_of("Pétrin K 4 | Quarto", line.replace("hero-title_xl", "slide")) is None


@pytest.mark.parametrize("title", ["page40217", "Page 7", "Strona 12"])
def test_a_title_that_an_editor_counted_names_no_page(title: str) -> None:
    assert heading_of(title, "<h2>Ravioli wheel</h2><p>Of brass.</p>") == "Ravioli wheel"


def test_what_a_shop_calls_the_popup_of_a_product_is_of_the_page() -> None:
    body = '<div class="{}"><div class="name">Roue R 20</div><p>Laiton.</p></div>'
    for name, heading in (("shop__prod-popup__box", "Roue R 20"), ("site-popup__box", None)):
        page = f"<html><body>{body.format(name)}</body></html>"
        found = Layout(read_document(page.encode(), "https://mill.example/r20.htm", {})).heading
        assert (element_text(found) if found is not None else None) == heading


def test_large_letters_name_a_page_titled_by_a_link_to_its_section() -> None:
    section, own = "<p><a href=/mixers.htm>Mixers</a></p>", "<font size=5>Spiral mixer</font><p>Of steel.</p>"
    assert heading_of("Mixers - Quarto", section + own) == "Spiral mixer"
    assert heading_of("Mixers - Quarto", section + own.replace("font size=5", "b")) is None


def test_the_only_heading_names_a_page_titled_by_its_folder() -> None:
    own = "<p><a href=/mixers.htm>All our mixers</a></p><h2>Kneader with two arms</h2><p>Of steel.</p>"
    assert heading_of("Mixers", own, "mixers/two-arms.htm") == "Kneader with two arms"
    assert heading_of("Mixers", own + "<h2>Bowls</h2>", "mixers/two-arms.htm") is None
    assert heading_of("Mixers", own, "mixers/mixers.htm") is None
    assert heading_of("Mixers", own, "mixers/") is None


def test_a_title_in_a_script_without_blanks_may_be_the_heading_shortened() -> None:
    assert (
        heading_of("折りたたみ椅子", "<h2>折りたたみ式三脚椅子 こだま</h2>") == "折りたたみ式三脚椅子 こだま"
    )
    assert heading_of("折りたたみ椅子", "<h2>仕様</h2>") is None
    assert heading_of("椅子台", "<h2>木の椅子 子台</h2>") is None


def test_the_heading_says_more_than_the_entry_of_the_menu_that_the_title_repeats() -> None:
    menu = "<p><a href=/q20.htm>Mixers</a> <a href=/q30.htm>Ovens</a></p>"
    assert heading_of("Mixers", menu + "<h2>Spiral mixers for bread</h2>") == "Spiral mixers for bread"
    two = "<h2>Spiral mixers for bread</h2><h2>Bowls for mixers</h2>"
    assert heading_of("Mixers", menu + two) == "Mixers"


def test_a_heading_that_links_to_the_front_page_is_the_sites_and_not_the_pages() -> None:
    logo, own = '<h1><a href="/index.html">Mill of Tarn</a></h1>', "<h2>Ravioli wheel</h2><p>Of brass.</p>"
    assert heading_of("Ravioli wheel - Quarto", logo + own) == "Ravioli wheel"
    assert heading_of("Quarto", logo + own) == "Ravioli wheel"
    assert heading_of("Quarto", logo.replace("/index", "/old") + own) == "Mill of Tarn"
    assert heading_of("Mill of Tarn - Quarto", logo + "<p>Of brass.</p>") == "Mill of Tarn"


def test_the_header_of_an_article_with_its_heading_is_no_frame() -> None:
    header = "<article><header><h2>Spiral mixer Q 20</h2>{}</header><p>Of steel.</p></article>"
    assert heading_of("Quarto", header.format("")) == "Spiral mixer Q 20"
    assert heading_of("Quarto", header.format("<nav><a href=/b.htm>B</a></nav>")) is None
    assert heading_of("Quarto", f"<header><h2>Spiral mixer Q 20</h2></header>{'<p>Of steel.</p>'}") is None


def test_the_section_in_an_element_before_a_name_is_no_part_of_the_heading() -> None:
    menu = "<p><a href=/mixers.htm>Mixers</a></p>"
    head = "<h2><span>Mixers</span> <span>Spiral mixer Q 20</span></h2><p>Of steel.</p>"
    assert heading_of("Spiral mixer Q 20 - Quarto", menu + head) == "Spiral mixer Q 20"
    assert heading_of("Mixers Spiral mixer Q 20 - Quarto", head) == "Mixers Spiral mixer Q 20"


@pytest.mark.parametrize(
    ("title", "below", "heading"),
    [
        ("Ravioli maker QV 160 | Mixers | Quarto", "<h2>Ravioli maker QV 160</h2>", "Ravioli maker QV 160"),
        ("Mixers | Quarto", "<h2>Ravioli maker QV 160</h2>", "Mixers"),
        ("Quarto", "<h2>Ravioli maker QV 160</h2>", "Ravioli maker QV 160"),
        ("Quarto", "<h2>Accessories</h2>", "Mixers"),
        ("Quarto", "<h2>Mixer Q 20</h2><h2>Mixer Q 35</h2>", "Mixers"),  # a list's
        ("Quarto", "<h2>Technical data</h2><h2>Ravioli maker QV 160</h2>", "Mixers"),
        ("Quarto", '<h2><a href="/b.htm">Ravioli maker QV 160</a></h2>', "Mixers"),
    ],
)
def test_an_h1_that_links_to_another_page_name_stands_above_the_name(
    title: str, below: str, heading: str
) -> None:
    path = '<p><a href="/list.htm">Mixers</a></p>'
    page = f"<html><head><title>{title}</title></head><body>{path}<h1>Mixers</h1>{below}<p>Of steel.</p></body></html>"
    document = read_document(page.encode(), "https://mill.example/q20.htm", {})
    document.shared = SharedParts(title_parts=("Quarto",), headings=frozenset({"Technical data"}))
    found = Layout(document).heading
    assert found is not None
    assert element_text(found) == heading
