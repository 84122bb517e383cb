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
