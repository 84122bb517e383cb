"""Specifications that are written without a table."""

from __future__ import annotations

import pytest

from crawler.extract.page.layout import Layout
from crawler.extract.page.parsing import read_document
from crawler.extract.product.specs.page_specs import read_specs
from crawler.extract.words.labels import field_of


def specs(body: str) -> list[tuple[str, str, str]]:
    page = f"<html><body><h1>Propeller</h1><p>Of bronze.</p>{body}</body></html>"
    return read_specs(Layout(read_document(page.encode(), "https://mill.example/p/1", {})))


@pytest.mark.parametrize("dash", ["- ", "-", "• ", "– "])
def test_lines_with_a_dash_before_each_are_a_list_of_properties(dash: str) -> None:
    lines = (f"{dash}Blades: 2", f"{dash}Diameter: 520 mm", f"{dash}Pitch: 400-480 mm")
    wanted = [("Blades", "2"), ("Diameter", "520 mm"), ("Pitch", "400-480 mm")]
    assert specs(f"<font>{'<br>'.join(lines)}</font>") == [(*one, "list") for one in wanted]
    assert specs(f"<font>{'<br>'.join(lines[:2])}</font>") == [(*one, "text") for one in wanted[:2]]
    plain = "<br>".join(line.removeprefix(dash) for line in lines)
    assert specs(f"<font>{plain}</font>") == [(*one, "text") for one in wanted]


COUNTERS = (("MIL-4", "Model"), ("520 mm", "Diameter"), ("2", "Blades"))


@pytest.mark.parametrize(
    "body",
    [
        "".join(
            f'<div class="col"><div class="counter"><div class="counter-number"><span>{value}</span></div>'
            f'<div class="counter-title">{label}</div></div></div>'
            for value, label in COUNTERS
        ),
        "<ul>"
        + "".join(f"<li><b>{value}</b><small>{label}</small></li>" for value, label in COUNTERS)
        + "</ul>",
    ],
)
def test_a_value_may_stand_above_its_label(body: str) -> None:
    assert specs(body) == [(label, value, "list") for value, label in COUNTERS]


BOXES = (("6 m²", "Ground"), ("320 °C", "Most heat"), ("4", "Floors"))


@pytest.mark.parametrize("tag", ["h3", "h4"])
def test_a_number_that_is_a_heading_stands_above_its_label(tag: str) -> None:
    body = "".join(
        f'<div class="box"><{tag} class="box-title"><span>{value}</span></{tag}><p class="box-description">{label}</p></div>'
        for value, label in BOXES
    )
    assert specs(body) == [(label, value, "list") for value, label in BOXES]
    cards = "".join(
        f"<div><h3 class=title>Gift no {n}</h3><p class=text>Made of oak</p></div>" for n in "123"
    )
    assert specs(cards) == []  # headings with a line below each are no properties


def test_labels_and_values_by_turns_in_one_element_are_properties() -> None:
    grid = "".join(f'<div class="g-k">{label}</div><div class="g-v">{value}</div>' for value, label in BOXES)
    assert specs(f"<div class=grid>{grid}</div>") == [(label, value, "list") for value, label in BOXES]
    alike = "".join(f"<div class=g>{label}</div><div class=g>{value}</div>" for value, label in BOXES)
    assert specs(f"<div class=grid>{alike}</div>") == []


def test_a_unit_in_a_cell_of_its_own_belongs_to_the_number_before_it() -> None:
    rows = "<tr><td>Force<td>30<td>kN<tr><td>Hardness<td>58<td>HRC"
    assert specs(f"<table>{rows}</table>") == [("Force", "30 kN", "table"), ("Hardness", "58 HRC", "table")]
    turned = "<tr><td>Force<td>kN<td>30<tr><td>Output<td>pieces/hour<td>120 - 240"
    assert specs(f"<table>{turned}</table>") == [
        ("Force", "30 kN", "table"),
        ("Output", "120 - 240 pieces/hour", "table"),
    ]
    assert specs("<table><tr><td>Parts</td><td>58</td><td>pcs</td></tr></table>") == [
        ("Parts", "58 pcs", "table")
    ]


def test_each_model_of_a_page_has_a_block_of_lines_with_its_properties() -> None:
    blocks = "".join(
        f"<p><b>Modelo {code}</b><br>Blades: {n}<br>Diameter: {n}00 mm</p>"
        for code, n in (("MIL-4", 4), ("MIL-6", 6))
    )
    assert specs(f"{blocks}<p>Lead time: 3 weeks</p>") == [
        ("Model", "MIL-4 / MIL-6", "list"),
        ("Blades", "4 / 6", "list"),
        ("Diameter", "400 mm / 600 mm", "list"),
    ]


def test_a_table_of_models_has_one_value_for_each_and_one_cell_for_all() -> None:
    rows = "<tr><th>Model<th>MIL-4<th>MIL-6<tr><th>Blades<td>4<td>4<tr><th>Metal<td colspan=2>bronze"
    assert [(label, value) for label, value, _ in specs(f"<table>{rows}</table>")] == [
        ("Model", "MIL-4 / MIL-6"),
        ("Blades", "4 / 4"),
        ("Metal", "bronze"),
    ]


@pytest.mark.parametrize(("first", "second"), [(0, 1), (1, 0)])
def test_a_label_and_its_value_may_be_the_two_lines_of_a_block(first: int, second: int) -> None:
    cells = "".join(f"<td><img src=i.gif><br><b>{box[first]}</b><br>{box[second]}</td>" for box in BOXES)
    assert specs(f"<table><tr>{cells}</tr></table>") == [(label, value, "list") for value, label in BOXES]
    linked = "".join(f"<td><b>{label}</b><br><a href=/{value}>{value}</a></td>" for value, label in BOXES)
    assert specs(f"<table><tr>{linked}</tr></table>") == []


def test_a_class_in_another_language_says_that_a_value_stands_above_its_label() -> None:
    boxes = "".join(
        f"<div><p class=valor>{value}</p><p class=etiqueta>{label}</p></div>" for value, label in COUNTERS[1:]
    )
    assert specs(boxes) == [(label, value, "list") for value, label in COUNTERS[1:]]


def test_a_contact_is_no_property_and_a_widened_label_is_known() -> None:
    assert specs("<td>联系人：林<br>邮编：325000<br>地址：一路</td>") == []
    assert (field_of("품 명"), field_of("型  号"), field_of("제품 코드")) == ("name", "model", "sku")


def test_a_table_that_begins_with_a_models_code_has_labels_and_values_by_turns() -> None:
    rows = "<tr><td>Model<td>MIL-4<td>Metal<td>bronze<tr><td>Hub<td>keyed<td>Blades<td>4<tr><td>Finish<td>raw<td>Sense<td>left"
    assert [label for label, _, _ in specs(f"<table>{rows}</table>")] == [
        "Model",
        "Metal",
        "Hub",
        "Blades",
        "Finish",
        "Sense",
    ]


def test_a_table_with_a_picture_and_a_name_of_another_page_in_each_row_has_no_properties() -> None:
    def rows(leads: str) -> str:
        return "".join(
            f"<tr><td><a href={leads}{n}.htm><img src={n}.jpg></a><td>MIL-{n}<td><a href={leads}{n}.htm>Mill of size {n}</a>"
            for n in (4, 6, 8)
        )

    assert specs(f"<table>{rows('/show')}</table>") == []
    assert specs(f"<table>{rows('#')}</table>") != []  # of the page itself


def test_blocks_of_other_pages_products_and_long_lists_of_parts_give_no_models() -> None:
    cards = "".join(
        f"<td><a href=/{code}><b>{code}</b></a><br>Blades: {n}<br>Pitch: {n}</td>"
        for code, n in (("MIL-4", 4), ("MIL-6", 6))
    )
    assert "Model" not in [label for label, _, _ in specs(f"<table><tr>{cards}</tr></table>")]
    assert specs(f"<p>Model {'/'.join('A' * 180)} !</p>") == []  # read in a moment, not in years


def test_a_table_of_rows_of_two_and_of_four_cells_gives_all_its_pairs() -> None:
    table = (
        "<table><tr><th>Model NO.</th><td>QV-P20</td><th>Trademark</th><td>QUVO</td></tr>"
        "<tr><th>Blades</th><td colspan=3>2</td></tr><tr><th>Metal</th><td colspan=3>bronze</td></tr></table>"
    )
    wanted = {"Model NO.": "QV-P20", "Trademark": "QUVO", "Blades": "2", "Metal": "bronze"}
    assert {label: value for label, value, _ in specs(table)} == wanted
    sizes = "<table><tr><td>Size</td><td>S</td><td>M</td><td>L</td></tr><tr><td>Blades</td><td>2</td></tr>"
    assert [label for label, _, _ in specs(f"{sizes}<tr><td>Metal</td><td>bronze</td></tr></table>")] == [
        "Blades",
        "Metal",
    ]


def test_the_head_of_a_post_is_no_specification() -> None:
    rows = (("제목", "가을 휴무"), ("작성자", "담당"), ("작성일", "2021.09.14"))
    table = "".join(f"<tr><th>{label}</th><td>{value}</td></tr>" for label, value in rows)
    assert specs(f"<table>{table}</table>") == []
    goods = "<table><tr><th>Author</th><td>Ann Oak</td></tr><tr><th>Pages</th><td>40</td></tr></table>"
    assert [label for label, _, _ in specs(goods)] == ["Author", "Pages"]


def test_an_empty_element_that_draws_dots_is_no_part_of_a_row() -> None:
    rows = "".join(f"<li><span>{k}</span><span class=dots></span><span>{v}</span></li>" for v, k in BOXES)
    assert specs(f"<ul>{rows}</ul>") == [(label, value, "list") for value, label in BOXES]
    named = "".join(
        f"<div><span class=p-name>{k}</span><span class=p-dots></span><span class=p-value>{v}</span></div>"
        for v, k in BOXES
    )
    assert specs(f"<section>{named}</section>") == [(label, value, "list") for value, label in BOXES]
    dashed = named.replace("<span class=p-dots></span>", "<span class=p-line>&mdash;</span>")
    assert specs(f"<section>{dashed}</section>") == [(label, value, "list") for value, label in BOXES]


def test_a_star_before_a_label_is_no_part_of_it() -> None:
    lines = "★ 输送介质温度：≤105℃<br>★ 进口压力：≤0.6MPa"
    assert [label for label, _, _ in specs(f"<p>{lines}</p>")] == ["输送介质温度", "进口压力"]


def test_what_is_said_of_this_machine_is_said_in_a_row_of_a_layout_too() -> None:
    head = "<tr><td><b>产品名称：</b>桨</td></tr><tr><td>类别：<a href=/c/2.html>桨类</a></td></tr>"
    text = "桨用于船舶推进，可在浅水和深水中使用，结构简单，维护方便，使用寿命长，适合各类船舶。该桨泵流量为30m<sup>3</sup>/h，扬程为18m。"
    row = f"<tr><td><p>{text.replace('桨泵', '泵')}</p><a href=/p/2.html>另一种桨</a></td></tr>"
    assert [(k, v) for k, v, _ in specs(f"<table>{head}{row}</table>")][-2:] == [
        ("流量", "30m3/h"),
        ("扬程", "18m"),
    ]


def test_links_to_other_products_with_their_kind_are_no_properties() -> None:
    cards = "".join(
        f"<a href=/p/{n} class=card><div class=label>Hub</div><div class=value>Propeller {n}</div></a>"
        for n in range(2, 5)
    )
    assert specs(f"<div>{cards}</div>") == []
    plain = cards.replace("<a href", "<div data-at").replace("</a>", "</div>")
    assert specs(f"<div>{plain}</div>") == [("Hub", "Propeller 2", "list")]


def test_counters_hotlines_and_the_path_to_the_page_are_no_properties() -> None:
    lines = "Ziyaretçi: 812<br>Hotline: 000 271<br>Metal: bronz<br>Konum: Start » Pervaneler » Bronz"
    assert specs(f"<p>{lines}</p>") == [("Metal", "bronz", "text")]


def test_a_head_of_labels_above_rows_of_sizes_is_read_column_by_column() -> None:
    body = (
        "<table><tr><td>Specifications</td><td>Wall</td><td>Voltage</td><td>Heat</td></tr>"
        "<tr><td>2 mm-4 mm</td><td>0.2 mm</td><td>300 V</td><td>200 ℃</td></tr>"
        "<tr><td>5 mm-8 mm</td><td>0.4 mm</td><td>500 V</td><td>200 ℃</td></tr></table>"
    )
    assert ("Wall", "0.2 mm / 0.4 mm") in [(label, value) for label, value, _ in specs(body)]


def test_cells_by_turns_are_told_apart_by_what_is_bold_in_them() -> None:
    rows = (("Diameter", "Ø 520 mm"), ("Bearing", "6205 2RS"), ("Length", "250 - 400 mm"))
    cells = "".join(
        f'<div class="col"><b>{label}</b></div><div class="col">{value}</div>' for label, value in rows
    )
    assert specs(f'<div class="row">{cells}</div>') == [(*row, "list") for row in rows]


@pytest.mark.parametrize(
    "label", ["<p><b>{}</b></p>", '<div><p><span style="font-weight:bold">{}</span></p></div>']
)
def test_numbers_by_which_a_builder_counts_its_parts_tell_no_labels_from_values(label: str) -> None:
    rows = (("Diameter", "Ø 520 mm"), ("Bearing", "6205 2RS"), ("Length", "250 - 400 mm"))
    parts = [text for name, value in rows for text in (label.format(name), f"<p>{value}</p>")]
    counted = "".join(f'<div class="c{n} part">{text}</div>' for n, text in enumerate(parts, 41))
    assert specs(f"<section>{counted}</section>") == [(*row, "list") for row in rows]
    plain = "".join(f'<div class="c{n} part"><p>{n} kg</p></div>' for n in range(8))
    assert specs(f"<section>{plain}</section>") == []


@pytest.mark.parametrize(("name", "read"), [("spec", True), ("attribute-row", True), ("special", False)])
def test_two_parts_of_an_element_called_a_property_are_label_and_value(name: str, read: bool) -> None:
    rows = (("Hub", 'Bronze 3" bore'), ("Blade", "Cast"))
    body = "".join(f'<div class="{name}"><span>{a}</span><span>{b}</span></div>' for a, b in rows)
    assert specs(f"<div><h2>About</h2><p>Of bronze.</p>{body}<p>Made here.</p></div>") == [
        (*row, "list") for row in rows if read
    ]


def test_a_block_of_code_is_no_choice_of_languages() -> None:
    body = '<pre class="language-ini"><code class="language-ini">model: MIL-60\nblades: 3\npitch: 5\n</code></pre>'
    assert ("model", "MIL-60", "text") in specs(body)


ROWS = "".join(
    f"<tr><td>{label}</td><td>{value}</td></tr>" for label, value in (("Blades", "3"), ("Pitch", "400 mm"))
)


@pytest.mark.parametrize(
    ("opener", "names", "inside", "read"),
    [
        ('<button data-target="#w">Technical data</button>', "modal fade", "", True),
        ('<a href="#w">Technical data</a>', "mfp-hide popup", "", True),
        ("", "modal fade", "", False),  # opened by a script, or at once
        ('<nav><a href="#w">Offers</a></nav>', "modal", "", False),
        ('<a href="#w">Inquiry</a>', "modal", "<form><input name=mail></form>", False),
        ('<a href="#w">Settings</a>', "cookie-modal", "", False),
    ],
)
def test_a_window_that_a_button_opens_shows_properties_of_the_page(
    opener: str, names: str, inside: str, read: bool
) -> None:
    window = f'<div class="{names}" id="w"><table>{ROWS}</table>{inside}</div>'
    wanted = [("Blades", "3", "table"), ("Pitch", "400 mm", "table")] if read else []
    assert specs(opener + window) == specs(window + opener) == wanted


def test_windows_of_several_models_have_one_value_for_each() -> None:
    buttons = "".join(f'<h5>MIL-{n}</h5><p>Of bronze.</p><a href="#w{n}">Data</a>' for n in (30, 60))
    windows = "".join(
        f'<div class="modal" id="w{n}"><h5>MIL-{n}</h5><ul><li>Blades: {n // 10}</li><li>Pitch: {n} mm</li></ul></div>'
        for n in (30, 60)
    )
    found = {label: value for label, value, _ in specs(buttons + windows)}
    assert found == {"Model": "MIL-30 / MIL-60", "Blades": "3 / 6", "Pitch": "30 mm / 60 mm"}


def test_rows_of_one_class_among_other_children_are_properties_whatever_the_classes_say() -> None:
    def rows(*pairs: tuple[str, str]) -> str:
        return "".join(
            f'<div class="r"><div class="x1">{a}</div><div class="x2">{b}</div></div>' for a, b in pairs
        )

    pairs = (("Blades", "3"), ("Diameter", "520 mm"), ("Hub", "bronze"))
    body = "<div><p>One.</p><p>Two.</p>{}<p>Three.</p><p>Four.</p></div>"
    assert specs(body.format(rows(*pairs))) == [(*pair, "list") for pair in pairs]
    assert specs(body.format(rows(("Anna Oak", "sales"), ("Ben Elm", "service"), ("Cy Ash", "stores")))) == []
    assert specs(body.format(rows(("MIL-30", "1"), ("MIL-60", "2"), ("MIL-90", "3")))) == []


def test_the_panel_below_a_folds_title_is_no_value_of_it() -> None:
    panel = "<p>Blades: 3</p><p>Pitch: 400 mm</p><p>Hub: bronze</p>"
    body = f'<div class="fold"><div class="tab-title">Data</div><div class="tab-content">{panel}</div></div>'
    assert [label for label, _, _ in specs(body)] == ["Blades", "Pitch", "Hub"]


MEASURES = (("Longueur", "2,4 m"), ("Poids", "3 kg (à vide)"), ("Bois", "Frêne"))


def below_headings(rows: tuple[tuple[str, str], ...]) -> str:
    return "".join(
        f'<div class="box"><h3 class="box-title"><span>{label}</span></h3><p class="box-description">{value}</p></div>'
        for label, value in rows
    )


def test_headings_above_measures_are_labels_and_those_above_sentences_are_not() -> None:
    assert specs(below_headings(MEASURES)) == [(*one, "list") for one in MEASURES]
    promises = (
        ("Delivery", "Within 24 hours to all towns of the land"),
        ("Help", "7 days"),
        ("Care", "For 2 years"),
    )
    assert specs(below_headings(promises)) == []
    assert specs(below_headings((("Care", "We oil it twice."), ("Help", "7 days"), ("Weight", "2 kg")))) == []
    assert specs(below_headings(MEASURES[:2])) == []


@pytest.mark.parametrize(
    "row", ["{} <span>{}</span>", "<span>{}</span> {}", "{}<b>{}</b>", "<span>{}:</span> {}"]
)
def test_a_text_and_one_element_beside_it_are_label_and_value_in_alike_rows(row: str) -> None:
    body = "".join(f'<li class="d-flex">{row.format(*one)}</li>' for one in MEASURES)
    assert [one[:2] for one in specs(f"<ul>{body}</ul>")] == list(MEASURES)


def test_entries_with_their_numbers_are_no_properties() -> None:
    counted = "".join(
        f"<li>{name} <span>({n})</span></li>" for n, name in enumerate(("Oars", "Masts", "Sails"), 3)
    )
    assert specs(f"<ul>{counted}</ul>") == []
    linked = "".join(
        f"<li><a href=/{n}>{name}</a> {n} m</li>" for n, name in enumerate(("Oars", "Masts", "Sails"), 3)
    )
    assert specs(f"<ul>{linked}</ul>") == []


def test_a_heading_with_a_table_below_it_is_no_label() -> None:
    table = "<table><tr><td>Blades</td><td>2</td></tr><tr><td>Pitch</td><td>40 mm</td></tr></table>"
    body = (
        f'<section><div class="heading"><h2>Data</h2></div><div class="text-editor">{table}</div></section>'
    )
    assert specs(body) == [("Blades", "2", "table"), ("Pitch", "40 mm", "table")]


def test_cards_of_models_have_a_value_each_under_one_label() -> None:
    def card(code: str, length: int, more: str = "") -> str:
        return f'<div class="kind"><p>Réf. : <b>{code}</b></p><p>Longueur : {length} cm</p>{more}</div>'

    assert specs(card("AV-24", 240) + card("AV-27", 270)) == [
        ("Réf.", "AV-24 / AV-27", "list"),
        ("Longueur", "240 cm / 270 cm", "list"),
    ]
    others = card("AV-24", 240) + card("AV-27", 270, '<a href="/27">Voir</a>')
    assert ("Longueur", "240 cm / 270 cm", "list") not in specs(others)


@pytest.mark.parametrize("tag", ["h2", "h3"])
def test_sections_headed_by_a_model_have_a_value_each_under_one_label(tag: str) -> None:
    sections = (("SK 2 tobladet", "2", "520 mm"), ("SK 3 trebladet", "3", "560 mm"), ("SK 4", "4", "600 mm"))
    body = "".join(
        f"<hr><{tag}>{head}</{tag}><p>Blade: {blades}. Diameter: {size}<p>Støbt i bronze.</p>"
        for head, blades, size in sections
    )
    read = [
        ("Model", "SK 2 / SK 3 / SK 4", "list"),
        ("Blade", "2 / 3 / 4", "list"),
        ("Diameter", "520 mm / 560 mm / 600 mm", "list"),
    ]
    assert specs(body) == read
    assert specs(f"{body}<{tag}>Pleje</{tag}><ul><li>Olie: 2 dl<li>Skift: 12 mdr</ul>")[:3] == read
    linked = body.replace("SK 2 tobladet", "<a href=/2.htm>SK 2 tobladet</a>")
    assert read[0] not in specs(linked)
    assert read[0] not in specs(body.replace("SK 3", "RX 3"))  # of no family


@pytest.mark.parametrize(
    ("label", "read"),
    [
        ("Nom. diameter", True),
        ("Nr. katalogowy", True),
        ("Bronze. Diameter", False),
        ("You. are in here", False),
    ],
)
def test_a_label_may_begin_with_an_abbreviation_before_one_word(label: str, read: bool) -> None:
    row = f'<div class="row"><span>{label}:</span><span>520 mm</span></div>'
    found = specs(f'<div>{row}<div class="row"><span>Blades:</span><span>2</span></div></div>')
    assert ((label, "520 mm", "list") in found) == read


def test_two_measures_with_colons_in_one_line_are_properties() -> None:
    assert specs("<p>Of ash. Length: 2.4 m, Blade width: 18 cm.</p>") == [
        ("Length", "2.4 m", "text"),
        ("Blade width", "18 cm", "text"),
    ]
    assert specs("<p>Open: 9 to 5, Saturday: closed.</p>") == []


def test_what_stands_in_cards_below_headings_that_lead_on_is_their_pages() -> None:
    card = "<div class=k><h3>{}</h3><table><tr><td>Naaf {}<td>65 mm<tr><td>Model<td>QV-{}</table></div>"
    linked = [card.format(f'<a href="/{n}.htm">Schroef {n}</a>', n, n) for n in (20, 32)]
    assert specs(f"<div>{''.join(linked)}</div>") == []
    own = "<table><tr><td>Bladen<td>2<tr><td>Spoed<td>400 mm</table>"
    assert [row[0] for row in specs(f"<div>{own}<div>{''.join(linked)}</div></div>")] == ["Bladen", "Spoed"]
    tabs = [card.format(f'<a href="#{n}">Schroef {n}</a>', n, n) for n in (20, 32)]
    assert len(specs(f"<div>{''.join(tabs)}</div>")) == 3


@pytest.mark.parametrize("dash", ["—", "–"])
def test_a_dash_divides_labels_with_colons(dash: str) -> None:
    assert specs(f"<p>Uit brons. Norm: ISO 484 klas 2 {dash} Naaf : 65 mm.</p>") == [
        ("Norm", "ISO 484 klas 2", "text"),
        ("Naaf", "65 mm", "text"),
    ]
    assert specs(f"<p>Naaf: 50 {dash} 65 mm, en ook groot.</p>") == []
    assert specs(f"<p>Norm: zonder {dash} Naaf: 65 mm.</p>") == []
    assert specs(f"<p>Open: 9 tot 5 {dash} Gesloten op de dagen na zondag: 2</p>") == []


@pytest.mark.parametrize("value", ["© 2009 Moulin SARL", "(c) 2009 Moulin", "Copyright 2009 Moulin"])
def test_a_copyright_is_no_value(value: str) -> None:
    rows = f'<div class="row"><p class="label">Fait par</p><p class="text">{value}</p></div>'
    assert specs(rows) == []


def test_the_heading_of_a_section_and_the_pages_own_are_no_labels() -> None:
    section = (
        "<div class=box><header><h2>{}</h2></header><div class='text'><p>{}</p></div></div>"
        "<div class=box><header><h2>Toepassing</h2></header><div class='text'><p>Op zee.</p></div></div>"
    )
    lines = section.format("Gegevens", "Bladen: 2<br>Diameter: 520 mm<br>Spoed: 400 mm")
    assert [label for label, _, _ in specs(f"<div>{lines}</div>")] == ["Bladen", "Diameter", "Spoed"]
    page = (
        "<html><body><div class=hero><div class='big-title' style='font-size:40px'>Schroef MIL</div>"
        "<div class='big-text'>Van brons.</div></div></body></html>"
    )
    assert read_specs(Layout(read_document(page.encode(), "https://mill.example/p/1", {}))) == []


def test_a_table_of_contacts_says_nothing_of_goods() -> None:
    rows = (("Adres", "Kade 7, Dorp"), ("Fax", "0555-21"), ("Openingstijd", "9:00 - 17:00"))
    table = "".join(f"<tr><td>{label}</td><td>{value}</td></tr>" for label, value in rows)
    assert specs(f"<table>{table}</table>") == []
    goods = table.replace("Adres", "Bladen").replace("Fax", "Spoed")
    assert len(specs(f"<table>{goods}</table>")) == 3


def test_strokes_between_blanks_divide_properties() -> None:
    line = "Bladen: 2 / Diameter: 520 mm / Spoed: 400 mm / Naaf: type 3"
    assert [row[:2] for row in specs(f"<p>{line}</p>")] == [
        ("Bladen", "2"),
        ("Diameter", "520 mm"),
        ("Spoed", "400 mm"),
        ("Naaf", "type 3"),
    ]
    two = specs("<ul><li>Diameter: 520 / 610 mm</li><li>Bladen: 2</li></ul>")
    assert [row[:2] for row in two] == [("Diameter", "520 / 610 mm"), ("Bladen", "2")]


def test_names_that_lead_to_their_pages_are_no_labels_of_what_stands_beside_them() -> None:
    names = {"Tripladet": "Til båd", "Firbladet": "Til flåde", "Fembladet": "Til pram"}
    cards = "".join(
        f'<div class="row"><div class="item-title"><a href="/{name}.htm">{name}</a></div>'
        f'<div class="item-text">{said}</div></div>'
        for name, said in names.items()
    )
    rows = "".join(
        f'<tr><td><a href="/{name}.htm">{name}</a></td><td>{n} mm</td></tr>' for n, name in enumerate(names)
    )
    assert specs(f"<div>{cards}</div>") == []
    assert specs(f"<table><tr><th>Navn</th><th>Mål</th></tr>{rows}</table>") == []
    codes = (
        rows.replace(">Tripladet<", ">KX-20<")
        .replace(">Firbladet<", ">KX-35<")
        .replace(">Fembladet<", ">KX-50<")
    )
    assert specs(f"<table>{codes}</table>") == []
    assert specs(f"<table>{codes}</table>".replace("<a ", "<b ").replace("</a>", "</b>"))
    plain = cards.replace("<a ", "<b ").replace("</a>", "</b>")
    assert specs(f"<div>{plain}</div>") == [(name, said, "list") for name, said in names.items()]


def test_rows_of_two_parts_that_follow_each_other_among_others_are_properties() -> None:
    rows = (("Finish", '7", 400 grit'), ("Bore", "22 mm / 25 mm"), ("Cure", "8 h"))
    body = "".join(f"<div><div>{label}</div><div>{value}</div></div>" for label, value in rows)
    around = f"<div><h2>Propeller</h2><p>One</p><p>Two</p><p>Three</p>{body}<p>Ask us.</p></div>"
    assert specs(around) == [(*row, "list") for row in rows]
    assert specs(around.replace("Cure", "Bore")) == []
    linked = around.replace("<div>Cure</div>", "<div><a href=/p/2>Cure</a></div>")
    assert specs(linked) == []


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("材質:黄銅CAC406 羽根:3枚", {"材質": "黄銅CAC406", "羽根": "3枚"}),
        ("재질 : 황동 날개 : 3매", {"재질": "황동", "날개": "3매"}),
        ("作者：管理员 浏览：33", {}),
        ("材質：黄銅 産地：瀬戸", {}),
    ],
)
def test_labels_without_blanks_divide_what_a_line_says(line: str, read: dict[str, str]) -> None:
    assert {label: value for label, value, _ in specs(f"<p>説明</p>{line}<hr>")} == read


def test_two_lines_of_a_label_with_a_colon_and_a_measure_are_properties() -> None:
    prose = "Of bronze, left and right."
    found = specs(f'<p>{prose} <b>See below</b>.<br>Disc: 9"<br>Hub: 96 g</p>')
    assert found == [("Disc", '9"', "text"), ("Hub", "96 g", "text")]
    assert specs(f"<p>{prose} <b>See below</b>.<br>Works: hall 3<br>Staff: 40 people</p>") == []


@pytest.mark.parametrize(
    "rows",
    [
        (("商号", "丸三木工株式会社"), ("設立", "昭和41年"), ("資本金", "1,200万円"), ("事業内容", "椅子")),
        (
            ("Company name", "Mill Works Ltd"),
            ("Year established", "1966"),
            ("Employees", "40"),
            ("Website", "yes"),
        ),
        (("Год основания", "1966"), ("Уставный капитал", "100 000 руб."), ("Директор", "Иванов")),
    ],
)
def test_a_table_on_the_firm_says_nothing_of_goods(rows: tuple[tuple[str, str], ...]) -> None:
    cells = "".join(f"<tr><td>{label}</td><td>{value}</td></tr>" for label, value in rows)
    assert specs(f"<table>{cells}</table>") == []


def test_one_label_of_a_firm_among_properties_is_one() -> None:
    rows = "<tr><td>Turnover</td><td>30 parts/h</td></tr><tr><td>Blades</td><td>3</td></tr>"
    assert len(specs(f"<table>{rows}</table>")) == 2


def test_the_only_entry_of_a_list_is_a_property_where_it_is_a_measure() -> None:
    assert specs("<ul><li>Diámetro de tubo: 230 mm</li></ul>") == [("Diámetro de tubo", "230 mm", "text")]
    assert specs("<ul><li>Nota: sin muelle</li></ul>") == []


def test_a_label_is_without_the_words_for_all_models_before_it() -> None:
    assert specs("<p>Tüm tipler için Boşluk: 8 mm<br>Ömür: 20.000 saat</p>") == [
        ("Boşluk", "8 mm", "text"),
        ("Ömür", "20.000 saat", "text"),
    ]


@pytest.mark.parametrize(
    "line",
    [
        '<p>Related products: <a href="/p/2">MIL-5</a> <a href="/p/3">MIL-6</a></p>',
        '<div><b>相关产品</b>：<a href="/p/2">MIL-5</a>、<a href="/p/3">MIL-6</a></div>',
        '<table><tr><td>Blades</td><td>2</td></tr><tr><td>See also</td><td><a href="/p/2">MIL-5</a></td></tr></table>',
    ],
)
def test_a_line_of_related_goods_is_no_property(line: str) -> None:
    table = "<table><tr><td>Model</td><td>MIL-4</td></tr><tr><td>Diameter</td><td>520 mm</td></tr></table>"
    found = {label: value for label, value, _ in specs(table + line)}
    assert {"Model": "MIL-4", "Diameter": "520 mm"}.items() <= found.items()
    assert not any("MIL-5" in value for value in found.values())


@pytest.mark.parametrize(
    "name", ["usercentrics-root", "onetrust-banner-sdk", "CybotCookiebotDialog", "cmplz-cookiebanner"]
)
def test_a_dialog_of_consent_states_nothing_of_the_goods(name: str) -> None:
    table = "<table><tr><th>Name</th><th>Kept for</th></tr><tr><td>_mill</td><td>2 years</td></tr></table>"
    assert specs(f"<div id={name}>{table}</div>") == []


@pytest.mark.parametrize(
    "rows",
    [
        (("Hôm nay", "23"), ("Tổng", "1.204.553")),
        (("Today", "7"), ("Yesterday", "12"), ("Total", "99017")),
        (("Сегодня", "7"), ("Всего", "99017")),
    ],
)
def test_a_counter_of_visitors_states_nothing_of_the_goods(rows: tuple[tuple[str, str], ...]) -> None:
    cells = "".join(f"<tr><td>{label}</td><td>{value}</td></tr>" for label, value in rows)
    assert specs(f"<table>{cells}</table>") == []


@pytest.mark.parametrize(
    ("lines", "left"),
    [
        (("일시 : 2009년 3월 12일", "장소 : COEX", "부스 : P-114"), []),
        (("Termin: 12.3.2009", "Ort: Hannover", "Halle: 7"), []),
        (("Дата проведения: 12 марта", "Место: Казань", "Стенд: 7А"), ["Стенд"]),
        (("Termin: 12.3.2009", "Blades: 2", "Pitch: 400 mm"), ["Termin", "Blades", "Pitch"]),
    ],
)
def test_when_and_where_a_fair_is_held_are_no_properties(lines: tuple[str, ...], left: list[str]) -> None:
    assert [label for label, _, _ in specs(f"<p>{'<br>'.join(lines)}</p>")] == left


def test_the_head_of_a_register_of_documents_is_no_label() -> None:
    head = "<tr><th>Số ký hiệu</th><th>Ngày ban hành</th><th>Trích yếu</th></tr>"
    row = "<tr><td>7/QĐ</td><td>03/02/2022</td><td>Quy chế</td></tr>"
    assert [label for label, _, _ in specs(f"<table>{head}{row}</table>")] == ["Số ký hiệu"]
