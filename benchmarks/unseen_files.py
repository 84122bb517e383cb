"""How `customs import` reads whole files by authors who had not seen it: layouts, words and values alike are theirs.

    python benchmarks/unseen_files.py [--sets first second ...] [--each] [--only PART] [--json]

Each set (benchmarks/unseen_files/*.zip) is 36 invented files with their truth, row by row, as customs offices, vendors,
carriers, brokers' and accounting programs write them. Those of LOOKED_AT were looked at after their first judgement, those
kept APART were not; the model of columns is fitted to those of TAUGHT. Each file is imported by the real command.

- right: description and HS code of every row, no row lost, none too many.
- a field is right where 98 % of its stated values are, wrong where more than 2 % are others or where a column is read as a
  field that it is not, else missing. Fields of a file that is not imported are missing. An HS code without the zero that its
  cell has lost is right where the line is read with it.
- silent misread: a wrong field that the import did not name in a question.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
import unicodedata
import zipfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
sys.path.insert(0, str(Path(__file__).resolve().parent))

from unseen_layouts.judging import MAPPED_FIELDS, NUMBERS, Verdicts, decide
from unseen_layouts.reading import LINE_FIELDS, Imported, read_case

from matcher.customs.values.cells import is_nothing
from matcher.customs.values.countries import alpha3
from matcher.customs.values.currencies import currency_code

HERE = Path(__file__).resolve().parent / "unseen_files"
SETS = (
    *("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth"),
    *("tenth", "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth"),
    *("seventeenth", "eighteenth", "nineteenth", "twentieth", "twentyfirst", "twentysecond", "twentythird"),
    *("twentyfourth", "twentyfifth", "twentysixth", "twentyseventh", "twentyeighth"),
    *("twentyninth", "thirtieth", "thirtyfirst", "thirtysecond", "thirtythird", "thirtyfourth"),
    *("thirtyfifth", "thirtysixth", "thirtyseventh"),
)
APART = ("eighth", "twentysecond", "twentythird", "thirtyfifth", "thirtysixth")
LOOKED_AT = tuple(name for name in SETS if name not in APART)
TAUGHT = SETS[:6]
FIELDS = tuple(
    name for name in (*LINE_FIELDS, *MAPPED_FIELDS) if name != "direction"
)  # the truth has no direction
COUNTRIES = ("origin", "departure", "destination")
LEAST_PART = 4  # letters of a text that is within the right one


@dataclass(kw_only=True)
class Judged(Verdicts):
    """What became of one file: fields by verdict, rows lost and too many, what the command said."""

    name: str
    exit_code: int
    said: str
    imported: bool = False
    lost: int = 0
    extra: int = 0

    @property
    def whole(self) -> bool:
        """Whether description and HS code of every row are right, and no row is lost or too many."""
        return {"description", "hs"} <= self.right and not (self.lost or self.extra)

    @property
    def silent(self) -> int:
        """Wrong fields that no question names, and lost rows."""
        asked = set(re.findall(r"^    (\w+): ", self.said, re.MULTILINE)) if self.exit_code == 3 else set()
        return len(self.wrong.keys() - asked) + bool(self.lost and self.imported and not self.exit_code)


def folded(value: Any) -> str:
    """Text without case, kinds of blanks, scripts of digits and final zeros of whole numbers."""
    text = "".join(str(int(c)) if c.isdecimal() else c for c in unicodedata.normalize("NFKC", str(value)))
    return re.sub(r"^(\d+)\.0$", r"\1", re.sub(r"\s+", " ", text.casefold()).strip())


def agrees(name: str, got: Any, right: Any) -> bool:
    """Whether a value of the database is the right one."""
    if name in NUMBERS:
        return abs(float(got) - float(right)) < 0.006 + 1e-6 * abs(float(right))
    if name in COUNTRIES:
        return alpha3(str(got)) is not None and alpha3(str(got)) == alpha3(str(right))
    if name == "currency":
        return currency_code(str(got)) == currency_code(str(right))
    if name == "hs":
        return re.sub(r"\D", "", folded(got)) == re.sub(r"\D", "", str(right))
    if name == "date":
        return str(got)[:10] == str(right)[:10]
    if name == "line_no":
        return folded(got).lstrip("0") == folded(right).lstrip("0")
    a, b = folded(got), folded(right)
    return a == b or b in a or (len(a) >= LEAST_PART and a in b)


def judged(file: Path, truth: dict[str, Any], case: Path) -> Judged:
    """The judgement of one file, imported into a fresh case."""
    box31 = [sys.executable, "-m", "matcher"]
    subprocess.run([*box31, "init", str(case)], check=True, capture_output=True)
    done = subprocess.run(
        [*box31, "-C", str(case), "customs", "import", str(file)], capture_output=True, text=True, check=False
    )
    out = Judged(name=file.name, exit_code=done.returncode, said=done.stdout + done.stderr)
    got = read_case(case)
    own = {name for name, header in truth["fields"].items() if header}
    known = {name for name in FIELDS if name in own or any(name in row for row in truth["rows"])}
    if not got.lines:
        out.missing = known
        return out
    out.imported = True
    lines = {line["row"]: line for line in got.lines}
    rows = {row["row"]: row for row in truth["rows"]}
    out.lost, out.extra = len(rows.keys() - lines.keys()), len(lines.keys() - rows.keys())
    headers = _headers(got)
    for name in LINE_FIELDS:
        if name in known:
            _judge_values(out, name, rows, lines)
    for name in set(MAPPED_FIELDS) & own:
        header = folded(truth["fields"][name]).split(" / ")[-1]
        found = any(header in one or one in header for one in headers.get(name, ()))
        (out.right if found else out.missing).add(name)
    for name in FIELDS:
        may = set(map(folded, truth.get("may", {}).get(name, ())))
        if name == "value":  # the line's value in dollars alone is its value
            may.add(folded(truth["fields"].get("value_usd") or ""))
            if _are_the_dollars(rows, lines):  # of a file without headers too
                continue
        if name in headers and name not in known and not headers[name] & may:
            out.wrong[name] = f"is none, read from {sorted(headers[name])}"
    return out


def _headers(got: Imported) -> dict[str, set[str]]:
    out: dict[str, set[str]] = {}
    for mapping in got.mappings:
        for name, headers in mapping.items():
            out.setdefault(name, set()).update(map(folded, headers))
    return out


def _are_the_dollars(rows: dict[int, dict[str, Any]], lines: dict[int, dict[str, Any]]) -> bool:
    """Whether the values that were read are those in dollars of the truth."""
    both = [
        (lines[number]["value"], row["value_usd"])
        for number, row in rows.items()
        if row.get("value_usd") and number in lines and lines[number].get("value")
    ]
    return bool(both) and all(agrees("value", got, right) for got, right in both)


def _judge_values(
    out: Judged, name: str, rows: dict[int, dict[str, Any]], lines: dict[int, dict[str, Any]]
) -> None:
    good = bad = stated = 0
    example = ""
    for number, row in rows.items():
        right = row.get(name)
        if right in (None, "") or is_nothing(str(right)) or number not in lines:
            continue
        stated += 1
        got = lines[number].get(name)
        if got in (None, ""):
            continue
        code = lines[number].get("unit_code") if name == "unit" else None
        zero = (
            name == "hs"
            and (lines[number].get("hs6") or "").startswith("0")
            and agrees(name, f"0{got}", right)
        )
        if agrees(name, got, right) or (code and folded(code) == folded(right)) or zero:
            good += 1
        else:
            bad += 1
            example = example or f"{got!r} instead of {right!r}"
    if stated:
        decide(out, name, good, bad, stated, example)


def figures(found: list[Judged]) -> dict[str, Any]:
    """The figures of a set."""
    right, wrong, missing = (
        sum(len(getattr(one, name)) for one in found) for name in ("right", "wrong", "missing")
    )
    return {
        "files": len(found),
        "description and HS right": round(sum(one.whole for one in found) / len(found), 3),
        "fields: recall": round(right / (right + wrong + missing), 3),
        "fields: precision": round(right / (right + wrong), 3) if right + wrong else None,
        "silent misreads": sum(one.silent for one in found),
        "not imported": sum(not one.imported for one in found),
        "fields that are wrong": dict(Counter(name for one in found for name in one.wrong).most_common(8)),
        "fields that are missing": dict(
            Counter(name for one in found if one.imported for name in one.missing).most_common(8)
        ),
    }


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("--data", type=Path, help="not used: the files are invented")
    options.add_argument("--sets", nargs="+", choices=SETS, default=SETS)
    options.add_argument("--only", default="", help="files whose name holds this")
    options.add_argument(
        "--each", action="store_true", help="print every file of the sets that were looked at"
    )
    options.add_argument("--json", action="store_true")
    given = options.parse_args()
    report: dict[str, Any] = {}
    for name in given.sets:
        found = []
        with (
            tempfile.TemporaryDirectory(prefix="box31-files-") as folder,
            zipfile.ZipFile(HERE / f"{name}.zip") as kept,
        ):
            kept.extractall(folder)
            for path in sorted((Path(folder) / "truth").glob("*.json")):
                if given.only in path.name:
                    truth = json.loads(path.read_text(encoding="utf-8"))
                    file = Path(folder) / "files" / path.name.removesuffix(".json")
                    found.append(judged(file, truth, Path(folder) / "cases" / path.name))
        report[name] = figures(found)
        if given.each and name in LOOKED_AT:
            for one in found:
                print(f"{one.name}: exit {one.exit_code}; missing {sorted(one.missing)}; wrong {one.wrong}")
        if not given.json:
            print(name, *(f"  {key}: {value}" for key, value in report[name].items()), sep="\n")
    if given.json:
        print(json.dumps(report, ensure_ascii=False))


if __name__ == "__main__":
    main()
