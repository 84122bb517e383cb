"""Models that one page sells: tables of them, options and sentences."""

from __future__ import annotations

import pytest

from crawler.extract.page.layout import Layout
from crawler.extract.page.parsing import read_document
from crawler.extract.product.codes.forms.model_labels import states_model
from crawler.extract.product.specs.page_specs import read_specs
from tests.support.growth import grows_linearly


def specs(body: str, heading: str = "<h1>Valve QV with a drive</h1>") -> dict[str, str]:
    page = f"<html><body><main>{heading}{body}</main></body></html>".encode()
    document = read_document(page, "https://mill.example/valves/qv.html", {})
    return {label: value for label, value, _ in read_specs(Layout(document))}


@pytest.mark.parametrize(
    ("body", "models"),
    [
        (
            "<table><tr><th>Model</th><th>Nominal size DN (mm)</th></tr><tr><td>QV 20</td><td>20</td></tr>"
            "<tr><td>QV 32</td><td>32</td></tr></table>",
            {"Model": "QV 20 / QV 32", "Nominal size DN (mm)": "20 / 32"},
        ),
        (
            "<table><tr><td>型号</td><td>QV-20</td><td>QV-32</td></tr><tr><td>通径</td><td>20 mm</td><td>32 mm</td></tr></table>",
            {"型号": "QV-20 / QV-32", "通径": "20 mm / 32 mm"},
        ),
        (
            "<table><tr><th>Cat. No.</th><th>Bore (mm)</th></tr><tr><td>2040.125</td><td>12</td></tr>"
            "<tr><td>2040.250</td><td>25</td></tr></table>",
            {"Cat. No.": "2040.125 / 2040.250", "Bore (mm)": "12 / 25"},
        ),
        (
            "<table><tr><td>規格﹨型號</td><td>QV-20</td><td>QV-32</td></tr><tr><td>內徑</td><td>20</td><td>32</td></tr></table>",
            {"規格﹨型號": "QV-20 / QV-32", "內徑": "20 / 32"},
        ),
        (
            '<select name="id"><option>Choose</option><option>QV-20-A / Width 30 mm</option><option>QV-20-B</option></select>',
            {"Model": "QV-20-A / QV-20-B"},
        ),
        (
            "<p>For water. Model QV38S4: power 2.1 kW, weight 1.6 kg. Model QV76T4: power 4.3 kW.</p>",
            {"Model": "QV38S4 / QV76T4", "power": "2.1 kW / 4.3 kW"},
        ),
        ("<p>RS-232 (nine pins) and RS-485 (two wires), tested (EN-388).</p>", {}),
        ("<p>Two forms: QV20-D (double) and QV20-K (single).</p>", {"Model": "QV20-D / QV20-K"}),
        ("<p>For the right hand (QV-20-R) or the left (QV-20-L).</p>", {"Model": "QV-20-R / QV-20-L"}),
        ("<p>Modelle: QV-20 / QV-32</p>", {"Modelle": "QV-20 / QV-32"}),
        ("<p>Models: QV-20, QV-32 and QV-40</p>", {"Models": "QV-20, QV-32 and QV-40"}),
        (
            '<select><option data-sku="QV-20-A">Red - QV-20-A - 12.00</option><option>Blue - QV-20-B - 14.00</option></select>',
            {"Model": "QV-20-A / QV-20-B"},
        ),
        (
            '<select><option data-sku="QV-20-5">Pack of 5 - 12.00</option><option data-sku="QV-20-9">Pack of 9 - 14.00</option></select>',
            {"Model": "QV-20-5 / QV-20-9"},
        ),
        ("<select><option>Pack of 5 - 12.00</option><option>Pack of 9 - 14.00</option></select>", {}),
        (
            "<p>21 201 - 100 ml, ground glass - 46,00<br>21 202 - 250 ml, ground glass - 54,00</p>",
            {"Model": "21 201 / 21 202"},
        ),
        ("<p>21 201 - 100 ml, ground glass<br>31 202 - 250 ml, ground glass</p>", {}),
        ("<p>10 000 - 20 000 km<br>10 500 - 30 000 km<br>in the summer</p>", {}),
        (
            '<input type=radio><label>20 mm <i data-code="QV/20">QV/20</i></label>'
            '<input type=radio><label>32 mm <i data-code="QV/32">QV/32</i></label>',
            {"Model": "QV/20 / QV/32"},
        ),
        (
            "<table><tr><th>Typ</th><th>Nennweite DN (mm)</th></tr><tr><td>QV 20</td><td>20</td></tr>"
            "<tr><td>QV 32</td><td>32</td></tr></table>",
            {"Typ": "QV 20 / QV 32", "Nennweite DN (mm)": "20 / 32"},
        ),
        (
            "<table><tr><th>Maat</th><th>QV 5</th><th>QV 8</th></tr><tr><td>Gewicht</td><td>2 kg</td><td>3 kg</td></tr></table>",
            {"Maat": "QV 5 / QV 8", "Gewicht": "2 kg / 3 kg"},
        ),
        (
            "<table><tr><th>Model</th><th>Body</th><th>Seal</th></tr><tr><td>QV-A</td><td>brass</td><td>PTFE</td></tr>"
            "<tr><td>QV-PVC</td><td>brass</td><td>NBR</td></tr></table>",
            {"Model": "QV-A / QV-PVC", "Body": "brass / brass", "Seal": "PTFE / NBR"},
        ),
        (
            "<table><tr><th>Modello</th><th>QV-A</th><th>QV-B</th></tr><tr><td>Peso</td><td>2 kg</td><td>3 kg</td></tr></table>",
            {"Modello": "QV-A / QV-B", "Peso": "2 kg / 3 kg"},
        ),
        ("<p>型号QV-20、QV-32。主要性能:电压400 V</p>", {"Model": "QV-20 / QV-32"}),
        ("<p>型号SQV20、SQV32，带手轮。</p>", {"Model": "SQV20 / SQV32"}),
        (
            "<table><tr><td>Model</td><td>QV-20</td></tr><tr><td>Weight</td><td>5 kg</td></tr></table>",
            {"Model": "QV-20", "Weight": "5 kg"},
        ),
        (
            '<select name="id"><option value="QV-20-W">White</option><option value="QV-20-B">Blue</option></select>',
            {"Model": "QV-20-W / QV-20-B"},
        ),
        (
            '<input type="radio" value="QV-20-05"><label>5 l</label><input type="radio" value="QV-20-10"><label>10 l</label>',
            {"Model": "QV-20-05 / QV-20-10"},
        ),
        ("<ul><li>White — QV-20-W</li><li>Blue — QV-20-B</li></ul>", {"Model": "QV-20-W / QV-20-B"}),
        ("<ul><li>For ships - 20 l</li><li>For boats - 10 l</li></ul>", {}),
        ('<select name="size"><option>10 kg</option><option>20 kg</option></select>', {}),
        ("<p>The new model year 2024 brings a model that lasts.</p>", {}),
        (
            "<table><tr><th>Egenskap</th><th>QV-20</th><th>QV-32</th></tr><tr><td>Vikt</td><td>2 kg</td><td>3 kg</td></tr>"
            "<tr><td>Tryck</td><td colspan=2>16 bar</td></tr></table>",
            {"Model": "QV-20 / QV-32", "Vikt": "2 kg / 3 kg", "Tryck": "16 bar"},
        ),
        (
            "<table><tr><th>Model</th><th>140.25.710</th><th>140.32.900</th></tr><tr><td>D (mm)</td><td>710</td><td>900</td></tr></table>",
            {"Model": "140.25.710 / 140.32.900", "D (mm)": "710 / 900"},
        ),
        (
            "<div><div></div><div>QV-20</div><div>QV-32</div><div>Weight</div><div>2 kg</div><div>3 kg</div>"
            "<div>Body</div><div>brass</div><div>steel</div></div>",
            {"Model": "QV-20 / QV-32", "Weight": "2 kg / 3 kg", "Body": "brass / steel"},
        ),
        (
            "<div><div><b>Property</b><i>QV-20</i><i>QV-32</i></div><div><b>Weight</b><i>2 kg</i><i>3 kg</i></div></div>",
            {"Model": "QV-20 / QV-32", "Weight": "2 kg / 3 kg"},
        ),
        ("<div><div></div><div>QV-20</div><div>QV-32</div><div>Fits both</div></div>", {}),
        (
            "<p>Three kinds: plain (QV-1), with a lid (QV-2) and with a tap (QV-3).</p>",
            {"Model": "QV-1 / QV-2 / QV-3"},
        ),
        ("<p>Disponibile in due versioni: QV-20 e QV-32.</p>", {"Model": "QV-20 / QV-32"}),
        ("<p>Có 3 loại: QV-20, QV-32 và QV-40.</p>", {"Model": "QV-20 / QV-32 / QV-40"}),
        ("<p>Passt zu QV-20 und QV-32, in allen Größen.</p>", {}),
        (
            "<dl><dt>QV-20<dd>300 mm, 2 kg<dt>QV-32<dd>400 mm, 3 kg<dt>Deckel<dd>Holz</dl>",
            {"QV-20": "300 mm, 2 kg", "QV-32": "400 mm, 3 kg", "Deckel": "Holz", "Model": "QV-20 / QV-32"},
        ),
        (
            "<p><b>QV-20</b></p><p>Avec un couvercle.</p><p><b>QV-32</b>: le même, plus grand.</p>",
            {"Model": "QV-20 / QV-32"},
        ),
        ("<p>Fits:</p><p><b>QV-20</b></p><p><b>QV-32</b></p>", {}),
        ("<h3>Accessories</h3><p><b>QV-20</b></p><p>A lid.</p><p><b>QV-32</b></p><p>A key.</p>", {}),
        ("<p>Ports: RS-232 (nine pins), RS-422 (four wires), RS-485 (two wires).</p>", {}),
        ("<p>订货时请注明型号QV-20，交期两周。</p>", {}),
    ],
)
def test_the_models_of_a_page_are_specifications_of_it(body: str, models: dict[str, str]) -> None:
    assert specs(body) == models


def test_codes_of_the_sites_other_models_are_none_of_the_page() -> None:
    text = "Other models: QV-20, QV-32, QV-50"
    assert "Model" not in specs(f"<p>{text}</p>", "<h1>Valve QV-40</h1>")
    for heading in ("Valve QV", "Valve QV-20", "Valve"):
        assert specs(f"<p>{text}</p>", f"<h1>{heading}</h1>")["Model"] == "QV-20 / QV-32 / QV-50"


def test_codes_that_begin_otherwise_than_the_headings_are_no_models() -> None:
    parts = "<p><b>ZT-20</b>: a lid.</p><p><b>ZT-32</b>: a key.</p>"
    assert specs(parts)["Model"] == "ZT-20 / ZT-32"
    assert "Model" not in specs(f"<h1>Valve QV-500</h1>{parts}", heading="")


@pytest.mark.parametrize(
    ("heading", "models"),
    [("Crane type V", "V 8/18 / V 20/30"), ("Crane", None), ("Crane V-500", "V 8/18 / V 20/30")],
)
def test_codes_that_head_columns_and_begin_with_a_letter_of_the_heading_are_models(
    heading: str, models: str | None
) -> None:
    table = "<table><tr><td>Merkmal</td><td>V 8/18</td><td>V 20/30</td></tr><tr><td>Masse</td><td>2 t</td><td>3 t</td></tr></table>"
    found = specs(table, heading=f"<h1>{heading}</h1>")
    assert (found.get("Model"), found["Masse"]) == (models, "2 t / 3 t")


def test_heads_of_sizes_below_a_word_for_sizes_are_no_models() -> None:
    def models(*heads: str) -> bool:
        row = "</th><th>".join(("Size", *heads))
        body = f"<table><tr><th>{row}</th></tr><tr><td>Weight</td><td>2 kg</td><td>3 kg</td></tr></table>"
        return states_model([(label, value, "table") for label, value in specs(body).items()])

    assert models("QV 20", "QV 32")
    assert not models("DN 20", "DN 32")
    assert not models("SAE 20", "SAE 30")


@pytest.mark.parametrize(
    "head", ["DN-20 DN-32", "ISO-4014 ISO-4017", "QV-20 TX-32", "RS-232 RS-485", "20mm 32mm"]
)
def test_heads_of_sizes_standards_and_other_makers_are_no_models(head: str) -> None:
    first, second = head.split()
    body = f"<table><tr><th>Property</th><th>{first}</th><th>{second}</th></tr><tr><td>Weight</td><td>2 kg</td><td>3 kg</td></tr></table>"
    assert "Model" not in specs(body)


@pytest.mark.parametrize(
    ("body", "models"),
    [
        ("<p>QV-20/1, QV-20/2 und QV-20/3 liegen auf Lager.</p>", "QV-20/1 / QV-20/2 / QV-20/3"),
        ("<p>QV-20, QV-32. Of brass, with a long handle.</p>", "QV-20 / QV-32"),
        ("<p>Of brass, as QV-20, QV-32 and others are.</p>", None),
        ("<ul><li>QV-20, QV-32 fit into it as well</li></ul>", None),
        ("<p>型号为QVX20和QVX32，带手轮。</p>", "QVX20 / QVX32"),
        ("<p>QV-20, ZK-32 and others lie in stock.</p>", None),
        (f"<p>{'QV-20, ' * 140}</p>", None),
    ],
)
def test_a_text_below_the_heading_may_begin_with_the_models(body: str, models: str | None) -> None:
    assert specs(body).get("Model", specs(body).get("型号")) == models


def test_codes_with_a_hyphen_and_a_blank_head_columns_of_models() -> None:
    body = "<table><tr><td>Kvalita</td><td>QV-OL 20</td><td>QV-OL 30</td></tr><tr><td>Hustota</td><td>0,8</td><td>0,9</td></tr></table>"
    assert specs(body) == {"Model": "QV-OL 20 / QV-OL 30", "Hustota": "0,8 / 0,9"}


@pytest.mark.parametrize(
    ("text", "models"),
    [
        ("In zwei Längen: GK-300 (mit Griff) und GK-450 (ohne Griff).", "GK-300 / GK-450"),
        ("Kurz ist GK-3Q (12 cm), lang ist GK-3L (20 cm).", "GK-3Q / GK-3L"),
        ("Kurz ist GK-3Q (12 cm), lang ist ZK-3L (20 cm).", None),
        ("Passt an GK-300 (2001) und GK-450 (2005).", None),
        ("GK-300 (mit Griff), GK-450 (ohne Griff); passt zu TX-20.", None),
        ("GK-300 (mit Griff) für GK-450.", None),
    ],
)
def test_codes_beside_brackets_are_the_models_where_the_page_has_no_other(
    text: str, models: str | None
) -> None:
    assert specs(f"<p>{text}</p>").get("Model") == models


COLUMN = "<h3>Ausführungen</h3><table><tr><td>QV 20/8</td></tr><tr><td>QV 32/10</td></tr></table>"


@pytest.mark.parametrize(
    ("body", "heading", "models"),
    [
        (COLUMN, "Schlauchkupplung QV", "QV 20/8 / QV 32/10"),
        (COLUMN + "<p>Artikel: QV</p>", "QV Schlauchkupplung", "QV 20/8 / QV 32/10"),
        ("<ul><li>QV20</li><li>QV32</li></ul>", "Coupling QV compact range", "QV20 / QV32"),
        (COLUMN, "Schlauchkupplung", None),  # may be what it is for
        (COLUMN, "Schlauchkupplung QV 20/6", None),  # the others of its kind
        (COLUMN.replace("QV 32/10", "DN 32"), "Schlauchkupplung QV", None),
    ],
)
def test_a_column_of_codes_that_begin_with_a_word_of_the_heading_are_the_models(
    body: str, heading: str, models: str | None
) -> None:
    assert specs(body, f"<h1>{heading}</h1>").get("Model") == models


FAMILY = "<p>Bestell-Nr. QV-45</p><ul><li><a href='/l'>Tarn 45 Griff links QV-45L</a></li><li><a href='/r'>Tarn 45 Griff rechts QV-45R</a></li></ul>"


@pytest.mark.parametrize(
    ("body", "heading", "models"),
    [
        (FAMILY, "Tarn 45 Griffe", "QV-45L / QV-45R"),
        (FAMILY.replace("Tarn 45 Griff rechts QV-45R", "QV-45R Tarn 45 Griff"), "Tarn 45 Griffe", None),
        (FAMILY, "Tarn 46 Griffe", None),  # another number
        (FAMILY.replace("QV-45R", "QV-52R"), "Tarn 45 Griffe", None),  # one of another family
        (FAMILY.replace("QV-45<", "QV-4<"), "Tarn 45 Griffe", None),
        (FAMILY.replace("<p>Bestell-Nr. QV-45</p>", ""), "Tarn 45 Griffe", None),
        (
            FAMILY.replace("Bestell-Nr. QV-45<", "Bestell-Nr. QV-45L<"),
            "Tarn 45 Griffe",
            None,
        ),  # a member's own page
    ],
)
def test_links_to_members_whose_codes_go_on_from_the_page_s_own_are_its_models(
    body: str, heading: str, models: str | None
) -> None:
    assert specs(body, f"<h1>{heading}</h1>").get("Model") == models


def test_long_columns_and_lists_are_read_in_linear_time() -> None:
    assert grows_linearly(lambda n: specs(f"<table>{'<tr><td>QV 20</td></tr>' * n}</table>"), 80)
    assert grows_linearly(lambda n: specs(f"<ul>{'<li><a href=/l>QV QV-45L</a></li>' * n}</ul>"), 60)
    assert grows_linearly(lambda n: specs(f"{'<ul><li>' * 10}{'1/' * n}"), 3_000)
    assert grows_linearly(lambda n: specs(f"{'<div>' * n}{'<ul><li>' * n}{'1/' * 1_000}"), 15)
    assert grows_linearly(lambda n: specs("<p>QV-20</p>", f"<h1>{'QV ' * n}</h1>"), 1_500)


def columns(*names: str, labels: tuple[str, ...] = ("Hub", "Masse")) -> str:
    return "".join(
        f"<div class=col><div class=n>{name}</div>"
        + "".join(f"<div>{label}: {at}{at} mm</div>" for label in labels)
        + "</div>"
        for at, name in enumerate(names, 1)
    )


def test_names_of_one_form_above_the_same_properties_are_models() -> None:
    assert specs(columns("Q-25", "Q-50")) == {
        "Model": "Q-25 / Q-50",
        "Hub": "11 mm / 22 mm",
        "Masse": "11 mm / 22 mm",
    }
    assert "Model" not in specs(columns("Q-25", "Q-50", labels=("Hub",)))
    assert "Model" not in specs(columns("M8", "M12"))
    assert "Model" not in specs(columns("DN-25", "DN-50"))
    assert "Model" not in specs(columns("Q-25", "R-50"))


@pytest.mark.parametrize(
    ("buttons", "models"),
    [
        (("White QV-20W", "Black QV-20B"), "QV-20W / QV-20B"),
        (("화이트 QV-20W", "블랙 QV-20B"), "QV-20W / QV-20B"),
        (("Buy QV-20W", "Ask us"), None),
        (("White", "Black"), None),
        (("Compare with the other QV-20W", "Compare with the other QV-20B"), None),
    ],
)
def test_buttons_for_variants_end_in_their_codes(buttons: tuple[str, ...], models: str | None) -> None:
    shown = "".join(f"<button type=button>{text}</button>" for text in buttons)
    assert specs(f"<div>{shown}</div>").get("Model") == models
