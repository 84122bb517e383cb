"""How `customs import` reads files whose layouts and words it has never seen, and whether it says so where it cannot.

    python benchmarks/unseen_layouts.py [--half development|kept] [--languages CODES] [--only PART] [--keep DIR] [--each] [--json]
    python benchmarks/unseen_layouts.py --program FOLDER [--json]
    python benchmarks/unseen_layouts.py --vendors [vendors_second|...|vendors_fifteenth] [--half development|kept] [--each] [--only PART] [--keep DIR] [--json]
    python benchmarks/unseen_layouts.py --lookalikes 1000 [--half development|kept] [--first SEED] [--json]

66 layouts in 21 languages (see unseen_layouts/layouts.yaml) are written twice, with the words of two halves that share
none: full names, abbreviations, transliterations, machine-translated English, box numbers, snake and camel case, no
header at all; titles, two-row headers, second headers, totals, legends, merged cells; nine encodings and seven formats.
The words were written without the importer's. Each file is imported with the real command into a fresh case, and the
lines in its database are compared with the facts they were written from, cell by cell.

- right: the description and the HS code of every line, no line lost, none too many.
- asked: exit code 3 and nothing imported; "offered" counts those whose message names the right column of each
  field that it asks about.
- stopped: nothing imported, by another exit code or because every row was rejected.
- silent misread: a field holds another column's or a misread value, or lines are lost or too many, and the import
  neither exits with 3 and names the column, nor counts the rows.

`--program` reads layouts whose headers are labels of a trade program in 18 languages, in full, cut short, in plain
Latin letters and in snake case (unseen_layouts/programs.py; FOLDER has its packages). All are kept: only figures are printed.

`--vendors` reads 64 layouts with the headers of trade-data vendors, customs offices, carriers and accounting programs, each
with 3 to 10 columns that look like a field and are none (unseen_layouts/vendors.yaml; half of the layouts are kept). Their
author had not seen the importer, and a field that is filled from one of those columns is a silent misread. Thirteen further
lists of 40 (vendors_second to vendors_fifteenth; all kept) are by other authors, the sixth and the seventh by one. The kept layouts of
the first two lists were looked at after they had been judged once, the fourth, the fifth, the tenth and the thirteenth too; of the others only
figures are known. tools/fit_column_model.py teaches the importer from the lists up to the eighth.

`--lookalikes` reads tables whose columns only their headers tell apart, under headers of invented words and in any order
(tests/support/lookalike_tables.py), and counts those that have a field from a wrong column without a question about it.
Headers of the half `kept` are of other syllables and scripts.

For the half `kept` only figures are printed: whoever improves the importer looks at the other half. The last 17 layouts
(it, cs, ro, bg, nl, id) were added after the half `kept` of the first 49 had been reported: its figures are spent.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from unseen_layouts.generate import Truth, generate, lists, specs
from unseen_layouts.judging import MAPPED_FIELDS, Judgement, judge
from unseen_layouts.others import read_as
from unseen_layouts.programs import program_specs
from unseen_layouts.reading import LINE_FIELDS, read_case
from unseen_layouts.vocabulary import HALVES

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from matcher.customs.layout.recognition.recognise import recognise
from tests.support.lookalike_tables import lookalike_table

BOX31 = Path(sys.executable).parent / "box31"


@dataclass
class Result:
    """What became of one file."""

    truth: Truth
    exit_code: int
    outcome: str  # imported, asked, stopped
    judgement: Judgement = field(default_factory=Judgement)
    offered: bool = False
    silent: list[str] = field(default_factory=list)
    about: set[str] = field(default_factory=set)  # the fields that are asked about, where nothing is imported
    message: str = ""

    @property
    def both_right(self) -> bool:
        """Description and HS code of every line, no line lost or invented."""
        j = self.judgement
        return {"description", "hs"} <= j.right and not (j.lost or j.rejected or j.junk)


def import_one(truth: Truth, case: Path) -> Result:
    """Import a file into a fresh case and judge it."""
    fresh = case.parent / "fresh"
    if not fresh.exists():
        subprocess.run([BOX31, "init", fresh], check=True, capture_output=True)
    shutil.copytree(fresh, case)
    done = subprocess.run(
        [BOX31, "-C", case, "customs", "import", truth.path], capture_output=True, text=True, check=False
    )
    said = done.stdout + done.stderr
    end = said.strip()[-300:]
    got = read_case(case)
    if not got.lines:
        outcome = "asked" if done.returncode == 3 and not got.rejects else "stopped"
        about = set(re.findall(r"^    (\w+): ", said, re.MULTILINE))
        offered = bool(about) and all(named(truth, name, said) for name in about)
        silent = [] if done.returncode else [f"{truth.name}: nothing imported, exit 0"]
        return Result(
            truth,
            done.returncode,
            outcome,
            offered=offered,
            silent=silent,
            about=about,
            message=end,
        )
    judgement = judge(truth, got)
    result = Result(truth, done.returncode, "imported", judgement, message=end)
    for name, why in judgement.wrong.items():
        if not (done.returncode == 3 and named(truth, name, said)):
            result.silent.append(f"{truth.name}: {name}: {why}")
    if judgement.lost or not got.balanced:
        result.silent.append(f"{truth.name}: {judgement.lost} lines lost")
    if judgement.junk:
        result.silent.append(f"{truth.name}: {judgement.junk} rows that are no lines were imported")
    return result


def named(truth: Truth, name: str, said: str) -> bool:
    """Whether a message names the column of a field: by its header, or by its place where it has none."""
    for place, (header, column) in enumerate(truth.columns, 1):
        if name in read_as(column) and ((header and header in said) or f"column {place}" in said):
            return True
    return False


def report_of(results: list[Result]) -> dict[str, Any]:
    """The figures."""
    right = sum(len(r.judgement.right) for r in results)
    wrong = sum(len(r.judgement.wrong) for r in results)
    wanted = sum(len({f for _, f in r.truth.columns} & _all_fields(r)) for r in results)
    outcomes = Counter(r.outcome for r in results)
    imported = [r for r in results if r.outcome == "imported"]
    return {
        "files": len(results),
        "description and HS right": round(sum(r.both_right for r in results) / len(results), 3),
        "description right": round(
            sum("description" in r.judgement.right for r in results) / len(results), 3
        ),
        "HS right": round(sum("hs" in r.judgement.right for r in results) / len(results), 3),
        "fields: recall": round(right / wanted, 3),
        "fields: precision": round(right / (right + wrong), 3) if right + wrong else None,
        "silent misreads": sum(len(r.silent) for r in results),
        "files with a silent misread": sum(bool(r.silent) for r in results),
        "fields that are wrong": _counted(f for r in imported for f in r.judgement.wrong),
        "fields that are missing": _counted(f for r in imported for f in r.judgement.missing),
        "fields that are asked about": _counted(f for r in results for f in r.about),
        "files with good lines rejected": sum(bool(r.judgement.rejected) for r in imported),
        "good lines rejected": sum(r.judgement.rejected for r in imported),
        "imported": outcomes["imported"],
        "asked": outcomes["asked"],
        "asked, right columns offered": sum(r.offered for r in results if r.outcome == "asked"),
        "stopped": outcomes["stopped"],
    }


def _counted(fields: Iterable[str]) -> str:
    return ", ".join(f"{name} {count}" for name, count in Counter(fields).most_common(8)) or "none"


def lookalikes(count: int, first: int, half: str) -> dict[str, Any]:
    """Figures of `count` tables of columns that look alike."""
    asked = stopped = wrong = right = 0
    for seed in range(first, first + count):
        table = lookalike_table(seed, "kept" if half == "kept" else "seen")
        layout = recognise([list(table.headers), *map(list, table.rows)])
        questions = {question.field for question in layout.questions}
        missed = table.wrong(layout.mapping).keys() - questions
        stopped += bool(questions)
        asked += bool(missed and questions)
        wrong += bool(missed and not questions)
        right += sum(table.fields[places[0]] == name for name, places in layout.mapping.items())
    return {
        "tables": count,
        "silent misreads": wrong,
        "wrong field beside a question about another": asked,
        "asked": stopped,
        "fields right a table": round(right / count, 2),
    }


def _all_fields(result: Result) -> set[str]:
    nameless = result.truth.header_row is None or result.truth.sections
    return set(LINE_FIELDS) | (set() if nameless else set(MAPPED_FIELDS))


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--data", type=Path, help="not used: the files are invented")
    options.add_argument("--half", choices=HALVES)
    options.add_argument(
        "--lookalikes", type=int, metavar="N", help="read N tables of columns that look alike"
    )
    options.add_argument("--first", type=int, default=0, help="seed of the first of these")
    options.add_argument(
        "--program", type=Path, metavar="FOLDER", help="read headers that are labels of a program"
    )
    options.add_argument(
        "--vendors",
        nargs="?",
        const="vendors",
        choices=lists(),
        help="read headers of vendors, customs offices and programs",
    )
    options.add_argument("--languages", default="", help="of the layouts, such as it,cs; all where empty")
    options.add_argument("--only", default="", help="files whose name holds this")
    options.add_argument("--keep", type=Path, help="keep the files of the half for development here")
    options.add_argument("--each", action="store_true", help="print every file of the half for development")
    options.add_argument("--json", action="store_true")
    given = options.parse_args()
    if given.lookalikes:
        figures = lookalikes(given.lookalikes, given.first, given.half or HALVES[0])
        print(json.dumps(figures) if given.json else "\n".join(f"{k}: {v}" for k, v in figures.items()))
        return
    results: list[Result] = []
    with tempfile.TemporaryDirectory(prefix="box31-layouts-") as folder:
        base = Path(folder)
        listed: Iterable[dict[str, Any]] | None = None
        half = given.half
        if given.program:
            listed, half = program_specs(given.program), HALVES[1]
        if given.vendors:
            development, kept = HALVES
            listed = specs(given.vendors)
            half = given.half or (
                development if given.vendors == "vendors" else kept
            )  # other lists are all kept
        for n, truth in enumerate(generate(base, half, listed=listed)):
            language = truth.name.split("-")[2]
            if given.only not in truth.name or language not in (
                given.languages.split(",") if given.languages else [language]
            ):
                continue
            results.append(import_one(truth, base / f"case-{n}"))
            if given.keep and truth.half == "development":
                given.keep.mkdir(parents=True, exist_ok=True)
                (given.keep / truth.path.name).write_bytes(truth.path.read_bytes())
    report: dict[str, Any] = {}
    for half in HALVES:
        mine = [r for r in results if r.truth.half == half]
        if mine:
            report[half] = report_of(mine)
    shown = [r for r in results if r.truth.half == "development"]
    if given.json:
        silent = [s for r in shown for s in r.silent]
        print(json.dumps(report | {"silent misreads in development": silent}, ensure_ascii=False))
        return
    for half, figures in report.items():
        print(half)
        for key, value in figures.items():
            print(f"  {key}: {value}")
    for r in shown if given.each else ():
        j = r.judgement
        print(
            f"{r.truth.name}: {r.outcome}, exit {r.exit_code}, rejected {j.rejected}; missing {sorted(j.missing)}"
        )
        if r.outcome != "imported":
            print(f"    {r.message}")
    for line in (s for r in shown for s in r.silent):
        print(f"  silent: {line}")


if __name__ == "__main__":
    main()
