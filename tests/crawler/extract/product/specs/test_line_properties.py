"""Properties in lines of text: dashes, several in one line, each line in boxes of its own; and lines that are none."""

from __future__ import annotations

import pytest

from crawler.extract.page.layout import Layout
from crawler.extract.page.parsing import read_document
from crawler.extract.product.specs.page_specs import read_specs
from tests.support.growth import filled, grows_linearly

VANES = {"Lames": "3", "Diamètre": "520 mm", "Pas": "400 mm"}


def specs(body: str) -> dict[str, str]:
    page = f"<html><body><h1>Hélice</h1><p>En bronze.</p>{body}</body></html>"
    found = read_specs(Layout(read_document(page.encode(), "https://mill.example/p/1", {})))
    return {label: value for label, value, _ in found}


@pytest.mark.parametrize("sign", [" - ", " – ", " — ", "…", "・・・・"])
def test_lines_with_a_dash_or_dots_between_label_and_value_are_properties(sign: str) -> None:
    lines = [f"{label}{sign}{value};" for label, value in VANES.items()]
    assert specs(f"<ul><li>{'<li>'.join(lines)}</ul>") == VANES
    assert specs(f"<p>- {'<br>- '.join(lines)}</p>") == VANES
    assert specs(f"<ul><li>{'<li>'.join(lines[::2])}</ul>") == {}


@pytest.mark.parametrize(
    "lines",
    [
        ("Robuste - en bronze", "Léger - en deux pièces", "Sûr - sans clavette"),
        ("Ventes - +33 0 00 00 00", "Usine - +33 0 00 00 01", "Pièces - +33 0 00 00 02"),
        ("Lundi - 9:00 - 17:00", "Mardi - 9:00 - 17:00", "Samedi - 10:00 - 12:00"),
        ("Salon de Lyon - 2011-04-02", "Congés - 2011-07-19", "Nouvel atelier - 2011-09-01"),
        ("de -20 … +55 °C", "de 5 … 8 bar", "de 100 … 400 mm"),
        ("Pas 300 – 400 mm", "Colis 5 – 8 kg", "Tours 200 – 900"),
    ],
)
def test_sentences_telephones_hours_dates_and_ranges_are_no_properties(lines: tuple[str, ...]) -> None:
    assert specs(f"<ul><li>{'<li>'.join(lines)}</ul>") == {}


MEASURES = ("Moyeu 5,5 kg", "Tige jusqu'au palier 45 mm", 'Prise 3/4"', "Pas max. 400 x 500 mm")


def test_entries_of_a_list_that_are_a_label_and_a_measure_are_properties() -> None:
    wanted = {
        "Moyeu": "5,5 kg",
        "Tige jusqu'au palier": "45 mm",
        "Prise": '3/4"',
        "Pas": "max. 400 x 500 mm",
    }
    assert specs(f"<ul><li>{'<li>'.join(MEASURES)}</ul>") == wanted
    assert specs(f"<p>* {'<p>* '.join(MEASURES)}") == wanted
    assert specs(f"<p>{'<p>'.join(MEASURES)}") == {}  # no list
    praise = ("En bronze", "Livrée montée", "Sans clavette")
    assert specs(f"<ul><li>{'<li>'.join((*MEASURES, *praise))}</ul>") == {}
    assert specs("<ul><li>Hélice QV-20 mm<li>Moyeu P20 l<li>Depuis 1995</ul>") == {}


def test_a_label_may_end_in_a_number_before_a_colon_and_a_blank() -> None:
    assert specs("<p>Vitesse 1: 300<br>Vitesse 2: 600<br>Ouvert: oui") == {
        "Vitesse 1": "300",
        "Vitesse 2": "600",
        "Ouvert": "oui",
    }
    assert specs("<p>Lundi 9:00<br>Mardi 9:00<br>Jeudi 10:00") == {}


def test_lines_of_cards_of_other_products_are_no_properties() -> None:
    lines = "".join(f"<li>{label} - {value}</li>" for label, value in VANES.items())
    cards = "".join(
        f"<div class=box><a href=/p/{n}><img src=/{n}.jpg>Hélice {n}</a><ul>{lines}</ul></div>"
        for n in range(2, 5)
    )
    assert specs(f"<div>{cards}</div>") == {}


@pytest.mark.parametrize(
    ("pair", "between"), [(": ", "; "), (" – ", "; "), (": ", ", "), ("：", "，"), (": ", "، ")]
)
def test_several_properties_in_one_line(pair: str, between: str) -> None:
    line = between.join(f"{label}{pair}{value}" for label, value in VANES.items())
    assert specs(f"<p>{line}.</p>") == VANES
    assert specs(f"<p>Livrée montée. {line}. Demandez un devis.</p>") == VANES
    if pair == ": ":
        assert specs(f"<p>Données: {line}</p>") == VANES
    two = dict(list(VANES.items())[::2])
    short = between.join(f"{label}{pair}{value}" for label, value in two.items())
    read = two if (pair, between) == (": ", "; ") else {}  # where one is a measure
    assert specs(f"<p>Livrée montée. {short}. Demandez un devis.</p>") == read


@pytest.mark.parametrize(
    "line",
    [
        "Séances: le 3/20 14:30, le 3/21 14:30, le 3/22 15:30",
        "Neuf: oui, sûr: oui, léger: oui",
        "Lames: 3, Lames: 4, Lames: 5",
        "Lames: 3, en bronze, Pas: 400 mm, Poids: 5 kg",
    ],
)
def test_times_sentences_and_repeated_labels_in_one_line_are_no_properties(line: str) -> None:
    assert specs(f"<p>Livrée montée. {line}. Demandez un devis.</p>") == {}


def box(text: str) -> str:
    return f"<div id=c{len(text)}><div><div><p><span>{text}</span></p></div></div></div>"


def test_lines_that_an_editor_sets_into_boxes_of_their_own_are_properties() -> None:
    rows = "".join(box(f"{label}: {value}") for label, value in VANES.items())
    assert specs(f"<div>{box('En stock')}{rows}{box('Acheter')}</div>") == VANES
    apart = box("Acheter").join(box(f"{label}: {value}") for label, value in VANES.items())
    assert specs(f"<div>{apart}</div>") == {}
    praise = "".join(box(f"{label}: toujours") for label in ("Sûr", "Léger", "Robuste"))
    assert specs(f"<div>{praise}</div>") == {}


@pytest.mark.parametrize("piece", ["a", " ", "a - ", "a: ", "a; ", "1、", "…", "a. A", "A: 1; ", "a 1", "1/"])
def test_long_runs_are_read_in_linear_time(piece: str) -> None:
    assert grows_linearly(lambda n: specs(f"<p>{filled(piece, n)}</p>"), 5_000)
    assert grows_linearly(lambda n: specs(f"<p>{filled(piece, n)}</p><li>{filled(piece, n)}" * 3), 70)


@pytest.mark.parametrize("between", [" &nbsp; ", ", ", " | ", "; "])
def test_several_marked_labels_of_a_line_have_each_the_text_behind_them(between: str) -> None:
    line = between.join(f"<b>{label}:</b> {value}" for label, value in VANES.items())
    assert specs(f"<p>{line}</p>") == VANES
    assert specs(f"<p>Pour bateaux. {line}</p>") == VANES
    line = between.join(f"<b>{label}</b> {value}" for label, value in VANES.items())
    assert specs(f"<p>{line}</p>") == VANES


def test_marked_words_in_sentences_are_no_labels() -> None:
    assert specs("<p><b>Commande</b> avant 12:00 et <b>envoi</b> en 2 jours</p>") == {}
    assert specs("<p><b>QV-20</b> 520 mm, <b>QV-30</b> 620 mm</p>") == {}


def test_two_marked_labels_with_colons_in_lines_of_a_block_are_properties() -> None:
    lines = [f"<strong>{label}:</strong> {value}" for label, value in list(VANES.items())[1:]]
    assert specs(f"<p>{'<br>'.join(lines)}</p>") == dict(list(VANES.items())[1:])


def test_coloured_words_before_values_are_labels() -> None:
    lines = [f'<p><span style="color:#c33">{label}</span> {value}</p>' for label, value in VANES.items()]
    assert specs(f"<div>{''.join(lines)}</div>") == VANES


def test_two_lines_that_begin_with_codes_of_a_family_are_properties() -> None:
    assert specs("<p><b>QV 20</b> - 520 mm, bronze<br><b>QV 30</b> - 620 mm, acier</p>") == {
        "QV 20": "520 mm, bronze",
        "QV 30": "620 mm, acier",
    }


def test_sentences_of_a_label_and_a_value_each_are_properties() -> None:
    sentences = [f"{label}: {value}" for label, value in VANES.items()]
    assert specs(f"<p>Une hélice pour tous. {'. '.join(sentences)}. Merci.</p>") == VANES
    assert specs(f"<p>Une hélice pour tous. {'. '.join(sentences[:2])}. Merci.</p>") == {"Diamètre": "520 mm"}


def test_measures_between_commas_are_properties() -> None:
    found = {"pas": "400 mm", "masse": "5,5 kg", "moteur": "2,2 kW/230V"}
    text = ", ".join(f"{label} {value}" for label, value in found.items())
    assert specs(f"<p>Une hélice pour tous : {text}, et elle dure.</p>") == found
    assert specs("<p>Colis de 5 kg, caisse de 20 kg, palette de 500 kg</p>") == {}
    assert specs("<p>Une hélice de bronze pour 5 kg, colis 3 kg</p>") == {}


@pytest.mark.parametrize(
    ("begun", "piece"),
    [
        ("", "pas 4 mm, "),
        ("", "a"),
        ("", "1/1"),
        ("", "a : "),
        ("", "b 1 - 1 "),
        ("", "a "),
        ("", "<b>a:</b> 1 "),
        ("a: ", "b 1, "),
        ("a: b 2 mm, ", "c 1 d, "),
        ("", "from 1 to "),
        ("", "ab from 1 to 2, "),
        ("", "x: "),
        ("", "؛"),
    ],
)
def test_hostile_lines_are_read_in_linear_time(begun: str, piece: str) -> None:
    assert grows_linearly(lambda n: specs(f"<p>{begun}{filled(piece, n)}</p>" * 5), 70)


def test_a_colour_marks_a_label_where_nothing_is_bold() -> None:
    lines = [
        f'<div><b>{label}</b> <span style="color:#444">{value}</span></div>' for label, value in VANES.items()
    ]
    assert specs(f"<div>{''.join(lines)}</div>") == VANES


def test_the_hidden_panel_of_a_tab_is_read() -> None:
    lines = "<br>".join(f"{label}: {value}" for label, value in VANES.items())
    body = f'<div role="tabpanel">En bronze.</div><div role="tabpanel" hidden><p>{lines}</p></div>'
    assert specs(body) == VANES
    assert specs(body.replace('role="tabpanel"', 'role="note"')) == {}


LINE = "Lames: 3, 5{0}Diamètre: 520 mm{0}Pas: 400 mm, 500 mm"
LISTED = {"Lames": "3, 5", "Diamètre": "520 mm", "Pas": "400 mm, 500 mm"}


@pytest.mark.parametrize("between", [" | ", " • ", " · ", ", "])
def test_values_with_commas_are_divided_by_bars_or_where_no_number_follows(between: str) -> None:
    assert specs(f"<p>{LINE.format(between)}</p>") == LISTED
    assert specs(f"<p>Poids: 4 kg{between}Lames: 3</p>") == {}
    assert specs(f"<p>Note: bien serrer{between}Lames: en bronze{between}Pas: réglable</p>") == {}


def test_a_cell_beside_that_of_the_menu_is_no_card() -> None:
    menu = "".join(f"<a href=/{n}.htm>Page {n}</a><br>" for n in range(5))
    for lines in (LINE.format(" | "), LINE.format(", ")):
        cells = f"<td>{menu}<td><p>{lines}</p><a href=/devis.htm>Devis</a><td><a href=/en/>English</a>"
        assert specs(f"<table><tr>{cells}</table>") == LISTED


TABS = (
    "<div id=tab1>En bronze.</div><div id=tab2 style='display:none'>{}</div>",
    "<ul><li><a href=#txt>Texte<li><a href=#fiche>Fiche</ul><div id=txt>En bronze.</div><div id=fiche style='display:none'>{}</div>",
)
HIDDEN = (
    "<div id=menu>En bronze.</div><div id=tab2 style='display:none'>{}</div>",
    "<div id=pop1 style='display:none'>Non.</div><div id=pop2 style='display:none'>{}</div>",
    "<ul><li><a href=#fiche>Fiche</ul><div id=txt>En bronze.</div><div id=fiche style='display:none'>{}</div>",
    "<ul><li><a href=/q#txt>Texte<li><a href=/q#fiche>Fiche</ul><div id=txt>En.</div><div id=fiche style='display:none'>{}</div>",
)


@pytest.mark.parametrize("body", TABS)
def test_a_hidden_panel_is_a_tab_where_its_id_says_so(body: str) -> None:
    assert specs(body.format(LINE.format("<br>"))) == LISTED


@pytest.mark.parametrize("body", HIDDEN)
def test_other_hidden_elements_are_not_read(body: str) -> None:
    assert specs(body.format(LINE.format("<br>"))) == {}


def rows(of: dict[str, str], parts: tuple[str, str] = ("x", "y"), more: str = "") -> str:
    return "".join(
        f"<div class=r><div class={parts[0]}>{label}</div><div class={parts[1]}>{value}{more}</div></div>"
        for label, value in of.items()
    )


def test_two_classes_tell_label_and_value_whatever_they_are_called() -> None:
    assert specs(f"<table><tr><td><img src=/1.jpg><p>En bronze.</p>{rows(VANES)}</table>") == VANES
    assert specs(f"<p>Voici.</p>{rows(dict(list(VANES.items())[:2]))}<p>Fin.</p><p>Voilà.</p>") == {
        "Lames": "3",
        "Diamètre": "520 mm",
    }


@pytest.mark.parametrize(
    "body",
    [
        rows({"Robuste": "en bronze", "Léger": "en deux pièces", "Sûr": "sans clavette"}),
        rows({"Lundi": "9:00 - 17:00", "Samedi": "10:00 - 12:00"}),
        rows({"Anne": "12.05.2019", "Paul": "14.05.2019"}),
        rows(VANES, parts=("x", "x")),
        rows({"Hélice QV": "520 mm", "Moyeu": "30 mm"}, more="<a href=/2>Voir</a>"),
        rows({"Description": "3 lames " * 20, "Voir aussi": "Moyeu P20, arbre P30"}),
    ],
)
def test_boxes_of_praise_hours_dates_or_links_are_no_properties(body: str) -> None:
    assert specs(f"<p>Voici.</p><p>Voilà.</p><table><tr><td>{body}<p>Fin.</p><p>Merci.</p></table>") == {}


@pytest.mark.parametrize("piece", ["a, ", "a | b", ", aaaaaaaaaa", ", a: ", " "])
def test_long_lists_are_divided_in_linear_time(piece: str) -> None:
    assert grows_linearly(lambda n: specs(f"<p>{filled(piece, n)}</p>"), 5_000)
    assert grows_linearly(lambda n: specs(f"<p>{filled(piece, 1_000)}</p>" * n), 5)


def test_many_hidden_elements_are_looked_through_in_linear_time() -> None:
    hidden = "<div id=t1 style='display:none'></div>"
    assert grows_linearly(lambda n: specs(hidden * n + "<p>a, b: 1</p>" * 50), 300)


def test_the_beginning_of_a_sentence_is_no_label() -> None:
    line = "{}: 3, Diamètre: 520 mm, Pas: 400 mm"
    rest = {"Diamètre": "520 mm", "Pas": "400 mm"}
    assert specs(f"<p>{line.format('La nouvelle hélice à lames')}. En bronze.</p>") == rest
    assert specs(f"<p>{line.format('Lames')}. En bronze.</p>") == {"Lames": "3", **rest}


def test_labels_in_brackets_of_east_asian_pages_are_properties() -> None:
    assert specs("<p>【叶片】3 片<br>【直径】520 mm<br>【螺距】400 mm</p>") == {
        "叶片": "3 片",
        "直径": "520 mm",
        "螺距": "400 mm",
    }
    assert specs("<p>【公告】放假通知<br>【新闻】新厂开业<br>【活动】展会</p>") == {}


def test_two_marked_labels_with_a_dash_before_a_number_are_properties() -> None:
    assert specs("<p>En bronze.<p><b>Diamètre</b> - 520 mm<br><b>Pas</b> - de 400 mm</p>") == {
        "Diamètre": "520 mm",
        "Pas": "de 400 mm",
    }
    assert specs("<p><b>Robuste</b> - en bronze<br><b>Léger</b> - en deux pièces</p>") == {}


def test_measures_in_a_sentence_may_have_no_blank_or_be_sizes_without_a_unit() -> None:
    assert specs("<p>该桨编号为QV-8F,直径520毫米,螺距不大于400毫米,重量1.1千克,带护套。</p>") == {
        "直径": "520毫米",
        "螺距": "不大于400毫米",
        "重量": "1.1千克",
    }
    assert specs("<p>Données: cadre 640×512, diamètre 520 mm, masse 5 kg. Livrée montée.</p>") == {
        "cadre": "640×512",
        "diamètre": "520 mm",
        "masse": "5 kg",
    }


def test_a_long_introduction_may_stand_before_the_first_of_several_in_a_line() -> None:
    long = "Die Presse PX-4 verformt kalte und warme Bleche in einer einzigen Stufe"
    assert specs(f"<p>{long}: Druck: 20 bar, Hub: 45 mm, Zubehör: 4 Stempel und 2 Ringe.</p>") == {
        "Druck": "20 bar",
        "Hub": "45 mm",
        "Zubehör": "4 Stempel und 2 Ringe",
    }


def test_a_range_with_dots_stands_behind_the_dash_of_its_line() -> None:
    lines = ("Plage — 2 V … 400 V", "Classe — 2,5", "Masse — 2 kg")
    assert specs(f"<ul><li>{'<li>'.join(lines)}</ul>") == {
        "Plage": "2 V … 400 V",
        "Classe": "2,5",
        "Masse": "2 kg",
    }


@pytest.mark.parametrize("introduction", ["Data:- ", "Data: ", ""])
def test_a_dash_may_follow_the_colon_of_an_introduction(introduction: str) -> None:
    line = f"{introduction}Bore - 20 mm; Stroke - 45 mm; Load - 2 kN"
    assert specs(f"<p>{line}</p>") == {"Bore": "20 mm", "Stroke": "45 mm", "Load": "2 kN"}


@pytest.mark.parametrize("article", ["The ", "Its ", "Il ", ""])
def test_an_article_is_no_part_of_the_first_label_of_a_line(article: str) -> None:
    line = f"{article}stroke: 45 mm; load: 2 kN; bore: 20 mm"
    assert specs(f"<p>{line}</p>") == {"stroke": "45 mm", "load": "2 kN", "bore": "20 mm"}


def test_a_bullet_of_another_script_is_no_part_of_a_label() -> None:
    assert specs("<p>ㆍ길이 : 300 mm<br>ㆍ무게 : 2 kg<br>ㆍ재질 : 황동</p>") == {
        "길이": "300 mm",
        "무게": "2 kg",
        "재질": "황동",
    }


def test_a_date_and_the_label_of_a_counter_are_no_label() -> None:
    assert specs("<p>Paru: 2011-03-07 Lu: <span>88</span> fois</p>") == {}


def test_measures_between_commas_of_chinese_may_be_counts() -> None:
    assert specs("<p>线圈电压80V,响应时间≥50ms,开合寿命3万次。</p>") == {
        "线圈电压": "80V",
        "响应时间": "≥50ms",
        "开合寿命": "3万次",
    }


def test_measures_behind_a_colon_may_have_numbers_and_words_among_them() -> None:
    line = "Small mill: bore 20 mm, motor B14, posts 12 or 16, stroke up to 45 mm, load 2 kN, mass 3 kg, body: brass."
    assert specs(f"<p>{line}</p>") == {
        "bore": "20 mm",
        "motor": "B14",
        "posts": "12 or 16",
        "stroke": "up to 45 mm",
        "load": "2 kN",
        "mass": "3 kg",
        "body": "brass",
    }
    # without a colon, or for the most part no measures
    assert specs(f"<p>{line.partition(': ')[2].partition(', load')[0]}.</p>") == {
        "bore": "20 mm",
        "stroke": "up to 45 mm",
    }
    assert specs("<p>Our works: hall 3, staff 40 people, post 20 mm.</p>") == {}
    assert specs("<p>In a box: packed with 12 pieces, post 20 mm, lid 2 kN.</p>") == {}


@pytest.mark.parametrize("value", ["von -5 bis +5 bar", "od 2 do 5 mm", "від −2 до +2 кПа", "da 10 a 45 °C"])
def test_a_range_between_words_is_a_measure(value: str) -> None:
    line = f"Qalibr {value}, massa 2 kg, yuk 5 kN"
    assert specs(f"<p>{line}.</p>") == {"Qalibr": value, "massa": "2 kg", "yuk": "5 kN"}


def test_an_arabic_semicolon_divides_properties() -> None:
    line = "طول: ۳۰۰ میلی‌متر؛ وزن: ۲ کیلوگرم؛ جنس: برنج"
    assert specs(f"<p>{line}</p>") == {"طول": "۳۰۰ میلی‌متر", "وزن": "۲ کیلوگرم", "جنس": "برنج"}


@pytest.mark.parametrize("owner", ["QV-20阀的", "QV-20の", "QV-20 밸브의 ", ""])
def test_the_code_whose_a_property_is_is_no_part_of_its_label(owner: str) -> None:
    line = f"{owner}재질: 황동, 길이: 300 mm, 무게: 2 kg"
    assert specs(f"<p>{line}</p>") == {"재질": "황동", "길이": "300 mm", "무게": "2 kg"}


def test_a_sentence_before_a_list_is_no_part_of_its_first_label() -> None:
    line = "Reed of steel with ground teeth. bore: M6x1, width: 20 mm, depth: 7 mm"
    assert specs(f"<p>{line}.</p>") == {"bore": "M6x1", "width": "20 mm", "depth": "7 mm"}
    assert specs("<p>Max. load: 2 t, stroke: 45 mm, depth: 7 mm.</p>")["Max. load"] == "2 t"


def test_one_marked_label_with_its_colon_before_a_measure_is_a_property() -> None:
    assert specs("<p>The QV 7 is of oak and its <b>bore:</b> 20 mm. It lasts.</p>") == {"bore": "20 mm"}
    assert specs("<p>The QV 7 is of oak and <b>note:</b> it lasts.</p>") == {}


def test_the_last_marked_label_of_a_line_has_what_its_sentence_says() -> None:
    line = "Reed of oak. <b>Ağırlığı</b> 58 kg, <b>verimi</b> %96’dır. Koruma sınıfı IP55 motorlarla çalışır."
    assert specs(f"<p>{line}</p>") == {"Ağırlığı": "58 kg", "verimi": "%96"}


@pytest.mark.parametrize(
    ("body", "read"),
    [
        ("<p>Nabe: G 12; Blätter: Stahl / Messing; Kette: lose.</p>", {"Nabe": "G 12", "Blätter": "Stahl / Messing", "Kette": "lose"}),
        ("<p>Nabe: lose; Blätter: Stahl.</p>", {}),
        ("<p>Specs: blades 3 x 20 mm bronze; load 80 kg; pitch 500 mm; colour white/blue.</p>",
         {"blades": "3 x 20 mm bronze", "load": "80 kg", "pitch": "500 mm", "colour": "white/blue"}),
        ("<p>mit Ausguss<br>Glasart: Boro 3.3<br>Norm: DIN 12</p>", {"Glasart": "Boro 3.3", "Norm": "DIN 12"}),
        ("<p>mit Ausguss<br>Hinweis: Bitte beachten Sie die Anleitung<br>Lager: ja</p>", {}),
        ("<p><b>Farbcode</b> DIN 12<br><b>Wartezeit</b> 15 s</p>", {"Farbcode": "DIN 12", "Wartezeit": "15 s"}),
        ("<p><b>Neu</b> ab Lager<br><b>Wartezeit</b> kurz</p>", {}),
        ("<h4>Characteristics</h4><ul><li>Parts — hub, key;</li><li>Box — plastic case;</li></ul>", {"Parts": "hub, key", "Box": "plastic case"}),
        ("<h4>Why us</h4><ul><li>Parts — hub, key;</li><li>Box — plastic case;</li></ul>", {}),
        ("<p>Finish: hot dip galvanised</p>", {"Finish": "hot dip galvanised"}),
        ("<p>Material: bronze, with a rim. Sent in boxes.</p>", {"Material": "bronze, with a rim"}),
        ("<p>Remark: sent in boxes</p>", {}),
        ("<p>For boats. Protection: IP65. Length: 1265 mm.</p>", {"Protection": "IP65", "Length": "1265 mm"}),
        ("<ul><li>Holder: E27, max 40 W</li><li>Yes</li></ul>", {}),
    ],
)  # fmt: skip
def test_short_properties_without_measures(body: str, read: dict[str, str]) -> None:
    assert specs(body) == read


def test_an_aside_called_by_properties_is_no_frame() -> None:
    rows = "<div class=row><span class=k>Load</span><span class=v>4 kN</span></div><div class=row><span class=k>Housing</span><span class=v>Bronze</span></div>"
    assert specs(f"<aside class=spec-box>{rows}</aside>") == {"Load": "4 kN", "Housing": "Bronze"}
    assert specs(f"<aside class=more>{rows}</aside>") == {}
    assert specs(f'<aside class=spec-box>{rows}<a href="/p/2">More</a></aside>') == {}


def test_lines_whose_values_alone_are_marked_are_properties() -> None:
    lines = [f"{label} <b>{value}</b>" for label, value in VANES.items()]
    assert specs(f"<table><tr><td><font>{'<br>'.join(lines)}</font></td></tr></table>") == VANES
    others = [*lines, "Livraison", "Nous contacter", "Au comptoir"]
    assert "Lames" not in specs(f"<p>{'<br>'.join(others)}</p>"), "half of the lines are something else"


def test_equations_that_a_stroke_divides_are_properties() -> None:
    assert specs("<p>d = 19,050 mm / D = 45,237 mm / T = 15,494 mm</p>") == {
        "d": "19,050 mm",
        "D": "45,237 mm",
        "T": "15,494 mm",
    }


CLOTH = {"素材": "綿70% 麻30%", "幅": "約112cm", "厚さ": "普通", "洗濯": "手洗い", "透け感": "なし"}


def test_lines_that_all_begin_with_a_label_in_brackets_are_properties_though_some_have_no_figure() -> None:
    lines = [f"【{label}】{value}" for label, value in CLOTH.items()]
    assert specs(f"<p>{'<br>'.join(lines)}</p>") == CLOTH
    assert specs(f"<p>{'<br>'.join(lines[:2])}</p>") == {}
    assert specs(f"<p>{'<br>'.join([*lines, 'ご注文をお待ちしています。'])}</p>") == {}


def test_a_stroke_divides_label_and_value_where_all_lines_of_a_place_have_one() -> None:
    lines = ["<p>組成/綿100%</p>", "<p>巾/112cm</p>", "<p>目付/150g/㎡</p>"]
    wanted = {"組成": "綿100%", "巾": "112cm", "目付": "150g/㎡"}
    assert specs(f"<div>{''.join(lines)}</div>") == wanted
    assert specs("<p>規格/型番：QV-20<br>幅/長さ：2 m<br>重量/個：3 kg</p>") == {
        "規格/型番": "QV-20",
        "幅/長さ": "2 m",
        "重量/個": "3 kg",
    }
    assert specs("<div><p>表面/裏面</p><p>右側/左側</p><p>上部/下部</p></div>") == {}
    assert specs(f"<div><h3>S</h3>{''.join(lines[:2])}<p>ご注文をお待ちしています。</p></div>") == {}


def test_an_ordinal_number_in_a_label_ends_no_sentence() -> None:
    gears = {"Drehzahl im 1. Gang": "0-550 min", "Drehzahl im 2. Gang": "0-2100 min", "Masse": "1,3 kg"}
    assert specs("".join(f"<p>{label}: {value}</p>" for label, value in gears.items())) == gears


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (("長さ=<b>90mm</b>", "刃幅=<b>24mm</b>"), {"長さ": "90mm", "刃幅": "24mm"}),
        (("Length = 90 mm", "Width = 24 mm"), {"Length": "90 mm", "Width": "24 mm"}),
        (("Length = short", "Width = small"), {}),
        (
            ("●全長 330mm", "●刃先角 30度", "●用途 枝打ち"),
            {"全長": "330mm", "刃先角": "30度", "用途": "枝打ち"},
        ),
        (("●木鞘 付属", "●手作り 鍛造", "●用途 枝打ち"), {}),
        (("全長 長い", "刃先 鋭い30", "用途 枝打ち2"), {}),
    ],
)
def test_two_measures_behind_equals_signs_and_east_asian_words_behind_bullets(
    lines: tuple[str, ...], found: dict[str, str]
) -> None:
    form = "<ul><li>{}</ul>" if "=" in lines[0] else "<p>{}</p>"
    assert specs(form.format(("<li>" if "=" in lines[0] else "</p><p>").join(lines))) == found
