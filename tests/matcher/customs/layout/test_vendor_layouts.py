"""Vendors' layouts: YAML files of one kind, picked by a fingerprint, and checked by the values."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from sqlite_utils import Database

import matcher.customs.layout
from matcher.customs.ingest.preview import layout_yaml, preview
from matcher.customs.ingest.store import import_file
from matcher.customs.layout.recognition.recognise import recognise
from matcher.customs.layout.vendor_layouts import vendor_layouts, vendor_of
from matcher.customs.layout.vocabulary import FIELDS
from tests.support.customs_files import WriteCsv

FOLDER = Path(matcher.customs.layout.__file__).parent / "vendors"
FILES = sorted(FOLDER.glob("*.yaml"))
CELLS = {
    "description": "PROTECTIVE HELMET FOR BUILDERS, LOT {n}", "hs": "6506101000", "date": "2023-05-{n:02d}", "declaration": "2023/10{n:06d}",
    "line_no": "{n}", "record_id": "{n}00", "quantity": "{n}", "unit": "KGM", "unit_number": "166", "gross_kg": "{n}.5", "net_kg": "{n}.2",
    "value": "{n}00.25", "value_usd": "{n}01.25", "customs_value": "{n}9.5", "currency": "EUR", "importer_code": "1000{n:06d}", "origin": "CHINA",
    "departure": "TURKEY", "destination": "INDIA", "incoterms": "FOB", "direction": "import", "office": "Customs of Kitezh",
}  # fmt: skip


def headers_of(given: dict[str, object]) -> list[tuple[str, str]]:
    """(header, field) of every header that the file names."""
    fields = {
        header: field
        for field, headers in given["fields"].items()  # type: ignore[attr-defined]
        for header in ([headers] if isinstance(headers, str) else headers)
    }
    return [*fields.items(), *((header, "") for header in given["fingerprint"] if header not in fields)]  # type: ignore[attr-defined]


def table(given: dict[str, object]) -> list[list[str]]:
    columns = headers_of(given)
    rows = [[CELLS.get(field, "RED WREN {n} LTD").format(n=n) for _, field in columns] for n in range(1, 20)]
    return [[header for header, _ in columns], *rows]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_vendors_table_is_known_by_its_fingerprint(path: Path) -> None:
    given = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert given["name"] == path.stem
    assert given["fields"].keys() <= set(FIELDS)
    assert "description" in given["fields"]
    layout = recognise(table(given))
    assert layout.name == path.stem
    for field, headers in given["fields"].items():
        assert layout.header_of(field) == ([headers] if isinstance(headers, str) else headers)
    assert not layout.questions


def test_there_are_at_least_ten_and_none_is_taken_for_another() -> None:
    assert len(vendor_layouts()) == len(FILES) >= 10
    for path in FILES:
        given = yaml.safe_load(path.read_text(encoding="utf-8"))
        found = vendor_of([header for header, _ in headers_of(given)])
        assert found is not None
        assert found.name == path.stem


def test_a_vendors_file_is_a_layout_for_import(db: Database, write_csv: WriteCsv) -> None:
    given = yaml.safe_load((FOLDER / "zauba-imports.yaml").read_text(encoding="utf-8"))
    header, *rows = table(given)
    (read,) = import_file(db, write_csv(rows, header=header)).tables
    assert (read.layout, read.lines, read.rejects) == ("zauba-imports", 19, 0)
    assert db.execute("SELECT value, currency, origin, hs FROM customs_lines ORDER BY row").fetchone() == (
        100.25, "INR", "CHINA", "6506101000",
    )  # fmt: skip


def test_a_column_whose_values_are_something_else_is_not_believed() -> None:
    given = yaml.safe_load((FOLDER / "panjiva-us-imports.yaml").read_text(encoding="utf-8"))
    header, *rows = table(given)
    at = header.index("Arrival Date")
    layout = recognise([header, *([*row[:at], "not known", *row[at + 1 :]] for row in rows)])
    assert "date" not in layout.mapping
    assert layout.header_of("description") == ["Goods Shipped"]


def test_preview_writes_a_file_of_the_same_kind(write_csv: WriteCsv) -> None:
    header, *rows = table(yaml.safe_load((FOLDER / "zauba-imports.yaml").read_text(encoding="utf-8")))
    path = write_csv(rows, header=header)
    (shown,) = preview(path)
    assert shown.layout is not None
    written = yaml.safe_load(layout_yaml(path.name, shown.layout))
    assert written.keys() == {"name", "fingerprint", "fields"}
    assert written["fields"]["value"] == "Value (INR)"
    assert set(written["fingerprint"]) <= set(header)


def test_a_column_that_a_vendor_does_not_know_is_the_value_where_the_vendors_is_another() -> None:
    header = [
        "Date",
        "HS Code",
        "Description",
        "Origin Country",
        "Port of Discharge",
        "Unit",
        "Quantity",
        "Value (INR)",
        "Per Unit (INR)",
    ]
    header += ["Value (FC)", "Currency"]
    rows = []
    for n in range(1, 31):
        value, rate, currency = 100.5 * n * (1 + n % 7), (83.2, 90.1)[n % 2], ("USD", "EUR")[n % 2]
        rows.append(
            [
                f"2023-05-{n % 28 + 1:02}",
                "84137090",
                f"CENTRIFUGAL PUMP MODEL {n}",
                "China",
                "NHAVA SHEVA",
                "PCS",
                str(n),
                f"{value * rate:.2f}",
                f"{value * rate / n:.2f}",
                f"{value:.2f}",
                currency,
            ]
        )
    layout = recognise([header, *rows])
    assert layout.name == "zauba-imports"
    assert layout.header_of("value") == ["Value (FC)"]
    assert layout.header_of("customs_value") == ["Value (INR)"]


def test_a_column_that_a_vendor_does_not_name_is_no_field_where_rules_and_model_doubt_it() -> None:
    header = [
        "Patente",
        "Pedimento",
        "SeccionAduanera",
        "FechaPagoReal",
        "Fraccion",
        "SecuenciaFraccion",
        "DescripcionMercancia",
    ]
    header += ["ValorDolares", "ValorMonedaFactura", "MonedaFactura", "TipoMovimiento"]
    rows = []
    for n in range(1, 31):
        value, rate, currency = 100.5 * n * (1 + n % 7), (1.1, 0.052)[n % 2], ("EUR", "MXN")[n % 2]
        rows.append(
            [
                "1677", f"21782{n:02}", "430", f"2022-11-{n % 28 + 1:02}", ("87084099", "85044090")[n % 2], f"{n}",
                f"BOMBA CENTRIFUGA DE ACERO MODELO QV-{n}", f"{value * rate:.2f}", f"{value:.2f}", currency, "1",
            ]
        )  # fmt: skip
    layout = recognise([header, *rows])
    read = {name: header[places[0]] for name, places in layout.mapping.items()}
    assert layout.name == "mexico-data-stage"
    assert "model" not in read
    assert (read["value"], read["currency"], read["value_usd"]) == (
        "ValorMonedaFactura", "MonedaFactura", "ValorDolares",
    )  # fmt: skip
