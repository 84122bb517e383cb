"""What `box31 flows` says of whole files of statistics by authors who had not seen it, beside the only right figures.

    python benchmarks/unseen_statistics.py [--sets first ...] [--each] [--only PART] [--json]

Each set (benchmarks/unseen_statistics/*.zip) is some forty invented files in the layouts of offices and portals, as their author
remembers them, with their truth: the finest figures that the file has, none twice. Each file is imported by the real command, without
any option, and `box31 flows` is asked for every code of the truth and for its chapter, heading and subheading. Verdicts:

- right: every figure is shown, exact to the unit, and no quantity is another than the truth's.
- refused: the import stopped (exit code not 0) and no figure came of it. Of files that the author calls refusable it is the right answer.
- WRONG: anything else: another figure, one that is missing without a word, a figure where none can be known, or statistics taken for
  declarations.

All sets were looked at after their first judgement (docs/benchmarks.md).
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
import zipfile
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
sys.path.insert(0, str(Path(__file__).resolve().parent))

from statistics_truth import Key, Shown, period_of, place, same

HERE = Path(__file__).resolve().parent / "unseen_statistics"
SETS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
LENGTHS = (2, 4, 6, 8, 10, 12)  # digits of the codes that are asked for
# A sum from January on, shown as such where its months are not known.
_PART_OF_YEAR = re.compile(r"(\d{4})-01-\1-\d\d")
PIECES = {"dozen": 12, "打": 12, "千個": 1000}  # of units that are read as pieces
FIGURES = ("right", "refused", "WRONG")


class Truth:
    """The right figures of one code or its beginning: value by currency or valuation, and quantity by unit, of each trade."""

    def __init__(self, facts: list[dict[str, Any]], code: str) -> None:
        self.values: dict[Key, dict[str, float]] = defaultdict(lambda: defaultdict(float))
        self.quantities: dict[Key, dict[str, float]] = defaultdict(lambda: defaultdict(float))
        for fact in facts:
            if not fact["hs"].startswith(code) or fact["value"] is None:
                continue
            sides = (fact["reporter"], fact["partner"])
            source, target = sides if "export" in fact["flow"] else sides[::-1]
            key = (fact["flow"], place(source), place(target), period_of(fact["period"]))
            self.values[key][fact["currency"]] += fact["value"]
            for currency, value in (fact.get("value_other") or {}).items():
                self.values[key][currency] += value
            amounts = {
                "kg": fact["net_kg"],
                fact["unit"]: fact["quantity"],
            }  # of goods in kilograms they are one
            for unit, amount in amounts.items():
                if amount is not None:
                    self.quantities[key][unit] += amount
                    for pieces in (n for word, n in PIECES.items() if word in str(unit).casefold()):
                        self.quantities[key][f"{unit} in pieces"] += amount * pieces


def faults(shown: Shown, truth: Truth) -> list[str]:
    """What is wrong with an answer; a quantity is right where it is any of the truth's, whatever its unit is called."""
    out = []
    for key, values in truth.values.items():
        if not any(values.values()):
            continue
        got = shown.original.get(key) or ({"USD": shown.values[key]} if key in shown.values else {})
        if not got:
            out.append(f"{key}: not there")
        elif not any(currency in values and same(value, values[currency]) for currency, value in got.items()):
            out.append(f"{key}: {dict(got)}, should be {dict(values)}")
        for unit, amount in shown.quantities[key].items():
            if amount and not any(same(amount, right) for right in truth.quantities[key].values()):
                out.append(f"{key}: {amount:g} {unit}, should be {dict(truth.quantities[key])}")
    extra = {key for key in shown.keys - set(truth.values) if not _PART_OF_YEAR.fullmatch(key[3])}
    out += [f"{key}: {shown.values.get(key)} is not in the file" for key in extra]
    return out


def judge(file: Path, truth: dict[str, Any], case: Path) -> tuple[str, str]:
    """(verdict, why) of a file, imported into a fresh case."""

    def box31(*words: str) -> tuple[int, str, str]:
        command = [sys.executable, "-m", "matcher", "-C", str(case), *words]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout, done.stderr

    subprocess.run([sys.executable, "-m", "matcher", "init", str(case)], check=True, capture_output=True)
    code, out, messages = box31("customs", "import", str(file))
    _, listed, _ = box31("customs", "files", "--json")
    kinds = {row["kind"] for row in map(json.loads, listed.splitlines()) if row["lines"]}
    if "Traceback" in messages:
        return "WRONG", messages.strip().splitlines()[-1]
    if kinds - {"statistics"}:
        return "WRONG", "taken for declarations"
    if not kinds:
        last = (out + messages).strip().splitlines()
        return ("refused", last[0][:200]) if code else ("WRONG", "nothing imported, nothing said")
    facts = [fact for fact in truth["facts"] if fact["hs"] and fact["hs"].isdigit()]
    if not facts:
        return "WRONG", "figures of codes that the file does not have"
    by = "month" if any(len(str(fact["period"])) in (7, 15) for fact in facts) else "year"
    for asked in sorted({fact["hs"][:n] for fact in facts for n in (*LENGTHS, len(fact["hs"]))}):
        status, answer, said = box31("flows", "--hs", asked, "--by", by, "--json")
        if status:
            return "WRONG", f"flows --hs {asked}: {said.strip()[:200]}"
        found = faults(Shown([json.loads(line) for line in answer.splitlines()]), Truth(facts, asked))
        if found:
            return "WRONG", f"--hs {asked}: {found[0]}"
    return "right", ""


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--data", type=Path, help="not used: the files are ours")
    options.add_argument("--sets", nargs="+", choices=SETS, default=list(SETS))
    options.add_argument("--only", default="", help="files whose name holds this")
    options.add_argument("--each", action="store_true", help="print every verdict")
    options.add_argument("--json", action="store_true")
    given = options.parse_args()
    report: dict[str, Counter[str]] = {}
    with tempfile.TemporaryDirectory(prefix="box31-statistics-") as folder:
        for name in given.sets:
            base = Path(folder) / name
            with zipfile.ZipFile(HERE / f"{name}.zip") as archive:
                archive.extractall(base)
            counts = report.setdefault(name, Counter())
            for path in sorted(p for p in (base / "truth").glob("*.json") if given.only in p.name):
                truth = json.loads(path.read_text(encoding="utf-8"))
                file = base / "files" / path.name.removesuffix(".json")
                verdict, why = judge(file, truth, Path(folder) / "cases" / name / path.stem)
                counts[verdict] += 1
                counts["refusable"] += verdict == "refused" and bool(truth["refusable"])
                if given.each:
                    print(f"{verdict:8} {name}/{file.name}{': ' + why if why else ''}", flush=True)
            if not given.json:
                print(
                    f"{name}: "
                    + ", ".join(f"{counts[f]} {f}" for f in FIGURES)
                    + f" ({counts['refusable']} of the refused are to be)"
                )
    if given.json:
        print(json.dumps(report))


if __name__ == "__main__":
    main()
