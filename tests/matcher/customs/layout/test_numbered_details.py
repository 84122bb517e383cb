"""Details of goods in columns under one header with numbers."""

from __future__ import annotations

import pytest

from matcher.customs.layout.recognition.recognise import recognise

HEADER = ("FECHA", "CODIGO_ARANCEL", "NOMBRE MERCADERIA", "{}", "{}", "IMPORTADOR", "CANTIDAD", "UNIDAD")
NAMES = ("SIERRA DE MANO", "TALADRO PERCUTOR", "LIJADORA ORBITAL", "CEPILLO DE BANCO", "FORMON RECTO")
KINDS = (
    "PARA MADERA",
    "DE ACERO INOXIDABLE",
    "PROFESIONAL 600 W",
    "CON BATERIA DE LITIO",
    "PARA TALLER",
    "CON EMPUÑADURA LARGA",
)
FIRST = ("HOJA 300 MM", "MANDRIL 13 MM", "DISCO VELCRO", "CUCHILLA HSS", "MANGO DE HAYA")
SECOND = ("CON FUNDA", "", "CON MALETIN", "USO CIVIL", "NUEVO SIN USO")
FIRMS = ("FERRETERIA ALERCE SPA", "COMERCIAL TENIU LTDA", "HERRAMIENTAS RAULI SA", "IMPORTADORA LENGA SPA")


def described(first: str, second: str, values: tuple[tuple[str, ...], tuple[str, ...]]) -> list[str]:
    """The columns that are joined to the description."""
    header = [
        name.format(own) for name, own in zip(HEADER, ("", "", "", first, second, "", "", ""), strict=True)
    ]
    rows = [
        [f"{n % 27 + 1:02}-03-2024", ("82022000", "84672100", "84672900", "82055900", "82053000")[n % 5],
         f"{NAMES[n % 5]} {KINDS[n // 5 % 6]}",
         values[0][n % len(values[0])], values[1][n % len(values[1])], FIRMS[n * 7 % 4], str(n % 9 + 1), "U"]
        for n in range(60)
    ]  # fmt: skip
    layout = recognise([header, *rows])
    return [header[place] for place in layout.mapping["description"]]


@pytest.mark.parametrize(("first", "second"), [("OTRO1", "OTRO2"), ("Atributo 1", "Atributo 2")])
def test_they_are_a_part_of_the_description(first: str, second: str) -> None:
    assert described(first, second, (FIRST, SECOND)) == ["NOMBRE MERCADERIA", first, second]


def test_one_alone_firms_and_other_headers_are_not() -> None:
    assert described("OTRO1", "NOTA", (FIRST, SECOND)) == ["NOMBRE MERCADERIA"]
    assert described("OTRO1", "OTRO2", (FIRMS, FIRMS[::-1])) == ["NOMBRE MERCADERIA"]
