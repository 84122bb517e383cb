"""Of a text with a handful of letters beyond ASCII, the words in plain letters tell which letters these are."""

from __future__ import annotations

from pathlib import Path

import pytest

from matcher.sheets.text.encodings import text_file
from matcher.sheets.text.latin_letters import language_of

SPANISH = "FECHA;IMPORTADOR;CANTIDAD;UNIDAD\n" + "BOMBA DEL POZO CON MOTOR;LOS ANDES S.A.;2;UND\n" * 6
ITALIAN = "DESCRIZIONE;QUANTITA;MERCE\n" + "POMPA DI ACCIAIO PER ACQUA DELLA RETE;4;MERCE\n" * 4


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (SPANISH + "AUTOMOVIL KIA AÑO 2024;X;1;UND\n", "cp1252"),
        (ITALIAN + "TÈ NERO SFUSO;1;MERCE\n", "cp1252"),
    ],
)
def test_the_language_of_the_other_words_tells_the_code_page(
    tmp_path: Path, text: str, encoding: str
) -> None:
    (tmp_path / "a.csv").write_bytes(text.encode(encoding))
    found = text_file(tmp_path / "a.csv")
    assert found.encoding is not None
    assert (tmp_path / "a.csv").read_text(encoding=found.encoding) == text
    assert found.rivals == ()


def test_words_of_no_one_language_tell_nothing() -> None:
    assert language_of(SPANISH) == "es"
    assert language_of("HS CODE;QUANTITY\nPUMP OF STEEL;2\n" * 9) == ""
    assert language_of(SPANISH + ITALIAN) == ""
