"""Lines are filtered and summed; rejects are grouped by reason."""

from __future__ import annotations

import json

from click.testing import CliRunner

from crawler.case.case import Case
from matcher.commands.cli import box31
from tests.support.customs_files import WriteCsv, row


def test_lines_are_filtered_and_summed_and_rejects_grouped(case: Case, write_csv: WriteCsv) -> None:
    rows = [row(n) for n in range(1, 9)]
    rows += [row(9, HS_CODE="8525891900", PRODUCT_DESCRIPTION="Тепловизор", IMP_DATE="2023-03-05")]
    rows += [row(10, HS_CODE="8525891900", PRODUCT_DESCRIPTION="ТЕПЛОВИЗОР 2", IMP_DATE="2024-03-05")]
    rows += [row(n, PRODUCT_DESCRIPTION="") for n in (11, 12)]
    here = ["-C", str(case.root), "customs"]
    run = CliRunner().invoke(box31, [*here, "import", str(write_csv(rows))])
    assert run.exit_code == 3
    assert run.stderr.splitlines()[0] == (
        "lines.csv: 2 of 13 rows (15%) could not be read: look at how the columns are read"
    )
    assert "2 x no description; first in row 12: no description" in run.stderr
    command = [*here, "lines", "--hs", "8525", "--to", "2023", "--text", "ТЕПЛОВИЗОР", "--json"]
    listed = CliRunner().invoke(box31, command)
    assert listed.exit_code == 0, listed.output
    assert [json.loads(line)["row"] for line in listed.stdout.splitlines()] == [10]
    assert "1 line; 250.50 USD in the 1 that state it" in listed.stderr


def test_a_code_is_found_however_it_is_written(case: Case, write_csv: WriteCsv) -> None:
    codes = [
        "8525891900",
        "8525.89.19",
        "8525 89 19 00",
        "8525/89/19",
        "901211000",
        "0901.21",
        "9012100000",
        "8525",
    ]
    rows = [row(n, HS_CODE=code, PRODUCT_DESCRIPTION=f"GOODS {n}") for n, code in enumerate(codes, 1)]
    here = ["-C", str(case.root), "customs"]
    CliRunner().invoke(box31, [*here, "import", str(write_csv(rows))])

    def found(code: str) -> list[str]:
        listed = CliRunner().invoke(box31, [*here, "lines", "--hs", code, "--json"])
        assert listed.exit_code == 0, listed.output
        return [json.loads(line)["hs"] for line in listed.stdout.splitlines()]

    assert found("852589") == codes[:4]
    assert found("8525.89") == codes[:4]
    assert found("8525") == [*codes[:4], "8525"]
    assert found("85258919") == codes[:4]
    assert found("0901") == ["901211000", "0901.21"]
    assert found("0901211000") == ["901211000"]
    assert found("9012") == ["9012100000"]
