"""Tables of specifications: which way round they are read."""

from __future__ import annotations

import lxml.html
import pytest

from crawler.extract.product.specs.spec_tables import table_properties


def read(*rows: str, head: str = "td") -> list[tuple[str, str]]:
    """What a table says whose rows are given as cells divided by "|"."""
    cells = [
        "".join(f"<{tag}>{text.strip()}</{tag}>" for text in row.split("|"))
        for tag, row in zip([head] + ["td"] * len(rows), rows, strict=False)
    ]
    return list(table_properties(lxml.html.fromstring(f"<table><tr>{'</tr><tr>'.join(cells)}</tr></table>")))


@pytest.mark.parametrize("head", ["Kenmerk", "Ominaisuus", "Caratteristica", ""])
@pytest.mark.parametrize("models", [("MIL-4", "MIL-6"), ("MIL-4", "MIL-6", "MIL-XL"), ("MIL-4", "MIL-4,5")])
def test_columns_of_models_below_a_word_for_properties_have_a_value_each(
    head: str, models: tuple[str, ...]
) -> None:
    blades, pitch = ("2", "3", "4")[: len(models)], ("400 mm", "500 mm", "600 mm")[: len(models)]
    rows = (" | ".join(row) for row in ((head, *models), ("Blades", *blades), ("Pitch", *pitch)))
    assert read(*rows) == [
        ("Model", " / ".join(models)),
        ("Blades", " / ".join(blades)),
        ("Pitch", " / ".join(pitch)),
    ]


def test_rows_with_a_head_cell_each_are_no_labels_and_values_by_turns() -> None:
    rows = ("", "MIL-4", "MIL-6", "MIL-8"), ("Blades", "2", "3", "4"), ("Hub", "keyed", "plain", "plain")
    cells = "".join(f"<tr><th>{row[0]}</th><td>{'</td><td>'.join(row[1:])}</td></tr>" for row in rows)
    found = dict(table_properties(lxml.html.fromstring(f"<table>{cells}</table>")))
    assert found == {
        "Model": "MIL-4 / MIL-6 / MIL-8",
        "Blades": "2 / 3 / 4",
        "Hub": "keyed / plain / plain",
    }


def test_columns_of_numbers_below_a_word_for_a_model_are_models_where_labels_stand_beside_them() -> None:
    assert read("Modello | 41.20 | 41.25", "Pale | 2 | 3", "Passo | 400 mm | 500 mm") == [
        ("Modello", "41.20 / 41.25"),
        ("Pale", "2 / 3"),
        ("Passo", "400 mm / 500 mm"),
    ]


def test_sizes_above_the_columns_are_no_models() -> None:
    assert read("Vlastnost | DN 25 | DN 40", "Délka | 80 mm | 95 mm") == [("Délka", "80 mm / 95 mm")]


def test_columns_below_a_head_of_properties_are_the_values_of_each_row() -> None:
    table = ("Property | Unit | Small | Large", "Length | mm | 80 | 95", "Weight | kg | 2 | 3")
    assert read(*table) == [("Length", "80 / 95 mm"), ("Weight", "2 / 3 kg")]


@pytest.mark.parametrize(
    "head", ["Vlastnost | Hodnota", "Özellik | Değer", "Tulajdonság | Érték", "項目 | 仕様"]
)
def test_the_head_of_labels_and_values_is_no_property(head: str) -> None:
    assert read(head, "Blades | 2", "Hub | keyed") == [("Blades", "2"), ("Hub", "keyed")]
    assert read(head, "Hub | keyed", head="th") == [("Hub", "keyed")]
    wide = read(f"{head} | {head}", "Hub | keyed | Blades | 2", "Finish | raw | Sense | left")
    assert [label for label, _ in wide] == ["Hub", "Blades", "Finish", "Sense"]


def test_a_property_called_like_a_head_stays_where_its_value_is_none() -> None:
    assert read("Features | folding", "Hub | keyed") == [("Features", "folding"), ("Hub", "keyed")]


def test_rows_that_begin_with_the_codes_of_a_family_have_no_head() -> None:
    assert read("MIL-4 | 520 mm, bronze | 90 €", "MIL-6 | 620 mm, steel | 110 €") == [
        ("MIL-4", "520 mm, bronze 90 €"),
        ("MIL-6", "620 mm, steel 110 €"),
    ]


def test_tables_of_one_row_after_each_other_are_rows() -> None:
    body = "".join(
        f"<table><tr><td>{label}<td>{value}</table>" for label, value in (("Pitch", "5"), ("Hub", "9"))
    )
    two = lxml.html.fromstring(f"<div>{body}</div>")
    assert [list(table_properties(table)) for table in two] == [[], []]
    more = lxml.html.fromstring(f"<div>{body}<table><tr><td><img src=6.jpg><td>Blades<td>2</table></div>")
    assert [list(table_properties(table)) for table in more] == [
        [("Pitch", "5")],
        [("Hub", "9")],
        [("Blades", "2")],
    ]


def test_rows_that_begin_with_the_codes_of_a_family_are_models_whatever_heads_them() -> None:
    rows = ("MIL-20 | 2 | 400 mm", "MIL-30 | 3 | 500 mm")
    assert read("Siivekäs | Blades | Pitch", *rows) == [
        ("Model", "MIL-20 / MIL-30"),
        ("Blades", "2 / 3"),
        ("Pitch", "400 mm / 500 mm"),
    ]


def test_rows_that_begin_with_sizes_have_a_value_each_in_every_column() -> None:
    rows = ("Bord", "Poids", "Bois"), ("300 x 400 mm", "2 kg", "hêtre"), ("300 x 500 mm", "3 kg", "hêtre")
    assert read(*(" | ".join(row) for row in rows)) == [
        ("Bord", "300 x 400 mm / 300 x 500 mm"),
        ("Poids", "2 kg / 3 kg"),
        ("Bois", "hêtre / hêtre"),
    ]
    units = ("Parameter | Einheit | Wert", "Breite | mm | 300", "Tiefe | mm | 400")
    assert read(*units) == [("Breite", "300 mm"), ("Tiefe", "400 mm")]


def test_a_colon_in_a_cell_of_its_own_divides_label_and_value() -> None:
    assert read("Kıl | : | At kılı", "Diş | : | 5", "Boy | ： | 30 cm") == [
        ("Kıl", "At kılı"),
        ("Diş", "5"),
        ("Boy", "30 cm"),
    ]


def test_rows_that_begin_with_their_head_have_a_value_for_each_column() -> None:
    rows = (
        ("Ausführung", "klein", "mittel", "groß"),
        ("Länge", "20 cm", "30 cm", "30 cm"),
        ("Borste", "weich", "weich", "hart"),
    )
    body = "".join(
        f"<tr><th>{label}</th>{''.join(f'<td>{v}</td>' for v in values)}</tr>" for label, *values in rows
    )
    assert dict(table_properties(lxml.html.fromstring(f"<table>{body}</table>"))) == {
        "Ausführung": "klein / mittel / groß",
        "Länge": "20 cm / 30 cm / 30 cm",
        "Borste": "weich / weich / hart",
    }


def test_columns_beside_codes_keep_a_value_for_each() -> None:
    rows = (
        "Marka | Długość | Włosie",
        "SZ 205 | 20 cm | miękkie",
        "SZ 206 | 20 cm | twarde",
        "SZ 208 | 30 cm | twarde",
    )
    assert dict(read(*rows))["Włosie"] == "miękkie / twarde / twarde"


def test_rows_of_a_label_and_numbers_have_no_head() -> None:
    assert read("Paine | 2 | 3 | 5", "Pituus | 90 mm | 140 mm | 210 mm") == [
        ("Paine", "2 / 3 / 5"),
        ("Pituus", "90 mm / 140 mm / 210 mm"),
    ]
    assert read("Paine | 2 | Pituus | 90 mm", "Massa | 3 | Leveys | 40 mm")[:2] == [
        ("Paine", "2"),
        ("Pituus", "90 mm"),
    ]


def test_divided_numbers_that_begin_alike_are_models_below_a_label_of_models() -> None:
    assert read("Model | Value", "2040-12 | 120 mm", "2040-25 | 250 mm", head="th") == [
        ("Model", "2040-12 / 2040-25"),
        ("Value", "120 mm / 250 mm"),
    ]
    assert ("Model", "2040 / 3055") not in read("Model | Value", "2040 | 120 mm", "3055 | 250 mm", head="th")


@pytest.mark.parametrize(
    "codes", [("МЛ4к2в-50", "МЛ4к2в-80", "МЛ4к2в-150"), ("mil4k-50", "mil4k-80", "mil4k-150")]
)
def test_words_that_differ_in_their_numbers_are_models_beside_and_below_their_label(
    codes: tuple[str, ...],
) -> None:
    wanted = [("Модель", " / ".join(codes)), ("Лопасти", "2 / 3 / 4"), ("Материал", "бронза")]
    head = " | ".join(("Модель", *codes))
    assert read(head, "Лопасти | 2 | 3 | 4", "Материал | бронза", head="th") == wanted
    rows = (f"{code} | {blades} | бронза" for code, blades in zip(codes, "234", strict=True))
    assert read("Модель | Лопасти | Материал", *rows)[:2] == wanted[:2]
    assert read("Модель | ду50 | ду80", "Лопасти | 2 | 3") != [
        ("Модель", "ду50 / ду80"),
        ("Лопасти", "2 / 3"),
    ]


def test_in_a_column_of_units_some_values_have_none() -> None:
    rows = ("Diameter | 1.520 | mm", "Shaft | M 20 | ", "Weight | 4,2 | kg")
    assert read(*rows) == [("Diameter", "1.520 mm"), ("Shaft", "M 20"), ("Weight", "4,2 kg")]
    assert read("Shaft | M 20 | ", "Hub | keyed | ", "Weight | 4,2 | kg") != [("Weight", "4,2 kg")]


@pytest.mark.parametrize("head", ["Producto", "Produits", "Prodotto", "изделия", ""])
@pytest.mark.parametrize("models", [("MILVANE 10", "MILVANE 20"), ("Milvane A10", "Milvane A20")])
def test_names_with_a_number_or_short_code_above_columns_are_models(
    head: str, models: tuple[str, ...]
) -> None:
    found = read(" | ".join((head, *models)), "Blades | 2 | 3", "Pitch | 40 cm | 50 cm")
    assert found[1:] == [("Blades", "2 / 3"), ("Pitch", "40 cm / 50 cm")]
    assert found[0] == (head or "Model", " / ".join(models))


def test_sizes_behind_a_word_are_no_models() -> None:
    assert ("Model", "Thread M10 / Thread M12") not in read(" | Thread M10 | Thread M12", "Pitch | 2 | 3")


def test_one_value_across_all_columns_of_sizes_is_that_of_the_row() -> None:
    found = read(
        "Параметр | КХ 1×16 | КХ 1×25 | КХ 1×35", "Диаметр, мм | 11,2 | 13,4 | 15,0", "Температура | до 50 °C"
    )
    assert found == [("Диаметр, мм", "11,2 / 13,4 / 15,0"), ("Температура", "до 50 °C")]
