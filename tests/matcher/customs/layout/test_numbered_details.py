"""Details of goods in columns under one header with numbers."""

from __future__ import annotations

import pytest

from matcher.customs.layout.assignment import Assignment
from matcher.customs.layout.columns import columns_of
from matcher.customs.layout.recognition.recognise import recognise
from matcher.customs.layout.rows.numbered_details import with_numbered_details

HEADER = ("FECHA", "CODIGO_ARANCEL", "NOMBRE MERCADERIA", "", "", "IMPORTADOR", "CANTIDAD", "UNIDAD")
NAMES = ("SIERRA DE MANO", "TALADRO PERCUTOR", "LIJADORA ORBITAL", "CEPILLO DE BANCO", "FORMON RECTO")
KINDS = (
    *("PARA MADERA", "DE ACERO INOXIDABLE", "PROFESIONAL 600 W"),
    *("CON BATERIA DE LITIO", "PARA TALLER", "CON EMPUÑADURA LARGA"),
)
CODES = ("82022000", "84672100", "84672900", "82055900", "82053000")
FIRST = ("HOJA 300 MM", "MANDRIL 13 MM", "DISCO VELCRO", "CUCHILLA HSS", "MANGO DE HAYA")
SECOND = ("CON FUNDA", "", "CON MALETIN", "USO CIVIL", "NUEVO SIN USO")
FIRMS = ("FERRETERIA ALERCE SPA", "COMERCIAL TENIU LTDA", "HERRAMIENTAS RAULI SA", "IMPORTADORA LENGA SPA")

Values = tuple[tuple[str, ...], tuple[str, ...]]


def table(first: str, second: str, values: Values) -> tuple[list[str], list[list[str]]]:
    """Header and rows of goods with two columns under these headers, with these values in turn."""
    header = [*HEADER[:3], first, second, *HEADER[5:]]
    rows = [
        [f"{n % 27 + 1:02}-03-2024", CODES[n % 5], f"{NAMES[n % 5]} {KINDS[n // 5 % 6]}",
         values[0][n % len(values[0])], values[1][n % len(values[1])], FIRMS[n * 7 % 4], str(n % 9 + 1), "U"]
        for n in range(60)
    ]  # fmt: skip
    return header, rows


def described(first: str, second: str, values: Values) -> list[str]:
    """The columns that are joined to the description."""
    header, rows = table(first, second, values)
    layout = recognise([header, *rows])
    return [header[place] for place in layout.mapping["description"]]


@pytest.mark.parametrize(("first", "second"), [("OTRO1", "OTRO2"), ("Atributo 1", "Atributo 2")])
def test_they_are_a_part_of_the_description(first: str, second: str) -> None:
    assert described(first, second, (FIRST, SECOND)) == ["NOMBRE MERCADERIA", first, second]


def test_one_alone_firms_and_other_headers_are_not() -> None:
    assert described("OTRO1", "NOTA", (FIRST, SECOND)) == ["NOMBRE MERCADERIA"]
    assert described("OTRO1", "OTRO2", (FIRMS, FIRMS[::-1])) == ["NOMBRE MERCADERIA"]


def test_what_was_found_of_other_columns_stays() -> None:
    header, rows = table("OTRO1", "OTRO2", (FIRST, SECOND))
    known = {"description": (2,), "hs": (1,)}
    before = Assignment(known, dict.fromkeys(known, 1.0), {"date": (0,)}, frozenset(("hs",)))
    after = with_numbered_details(columns_of(header, rows), before)
    assert after.mapping == known | {"description": (2, 3, 4)}
    assert (after.likely, after.proved, after.confidence) == (before.likely, before.proved, before.confidence)
