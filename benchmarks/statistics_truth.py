"""What `box31 flows` says of published statistics, beside the only right totals: right, refused or WRONG.

    python benchmarks/statistics_truth.py [--only PART] [--family NAME] [--check] [--json]

Imports the hand-made files of tests/support/statistics and the mutations of `statistics_mutations` with the real
command line, each case into a fresh case folder, and asks `box31 flows --json`. Verdicts:

- right: every row and every total is exact to the unit; a quantity is shown and is exact.
- value: all values are exact, a quantity that the file gives is not shown.
- refused: the import stopped (exit code not 0) and no figure came of it.
- WRONG: anything else: a figure that differs, a total added to its parts, statistics taken for declarations,
  nothing imported without a word, or a figure where none can be known.

A value in another currency may be shown in that currency, or converted to dollars at a plausible rate.
With --check it exits 1 where a verdict is WRONG.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml
from statistics_mutations.cases import WORLD, Case, Question, Row, hand_made
from statistics_mutations.comext import comext_cases
from statistics_mutations.comtrade import comtrade_cases
from statistics_mutations.gacc import gacc_cases
from statistics_mutations.national import national_cases

BOX31 = Path(sys.executable).parent / "box31"
WORLD_NAMES = {"WLD", "W00", "WORLD", "世界", "ВСЬОГО", "TOTAL"}
# Dollars of one unit in any month of the files (2020 to 2024), generously.
PLAUSIBLE_RATE = {"EUR": (0.95, 1.25), "CNY": (0.13, 0.16), "INR": (0.0115, 0.0145), "UAH": (0.022, 0.045)}
Key = tuple[str, str, str, str]


def box31(case: Path, *words: str) -> tuple[int, str, str]:
    """Exit code, data and messages of a command in `case`."""
    done = subprocess.run([BOX31, "-C", case, *words], capture_output=True, text=True, check=False)
    return done.returncode, done.stdout, done.stderr


def units_by_name() -> dict[str, tuple[str, float]]:
    """Name of a unit -> (its code, how many of the code's unit it is)."""
    given = yaml.safe_load(
        (Path(__file__).parent / "statistics_mutations" / "units.yaml").read_text(encoding="utf-8")
    )
    return {
        str(name).upper(): (code, float(factor))
        for code, factors in given.items()
        for factor, names in factors.items()
        for name in names
    }


UNITS = units_by_name()


def place(name: Any) -> str:
    """A country as it is compared; all names of the world are one, and both codes in use of Kosovo."""
    code = "XKK" if name == "XKX" else str(name)
    return WORLD if code.upper() in WORLD_NAMES else code


LAST_MONTH = 11  # of twelve, the first being 0: what a fiscal year spans


def period_of(period: Any) -> str:
    """A period as it is compared: 2022/2023 and 2022-2023 and 2022-04/2023-03 are one fiscal year, 2023-Q1 is 2023-01/2023-03."""
    text = str(period).replace("/", "-").replace("–", "-")
    if quarter := re.fullmatch(r"(\d{4})-Q([1-4])", text):
        year, last = quarter[1], 3 * int(quarter[2])
        return f"{year}-{last - 2:02}-{year}-{last:02}"
    if span := re.fullmatch(r"(\d{4})-(\d\d)-(\d{4})-(\d\d)", text):
        begin, first, end, last = map(int, span.groups())
        return f"{begin}-{end}" if 12 * (end - begin) + last - first == LAST_MONTH else text
    if len(text) == 7 and text[5:] > "12":
        return f"{text[:4]}-{text[:2]}{text[5:]}"
    return text


class Shown:
    """The rows of one answer, added up by flow, countries and period."""

    def __init__(self, rows: list[dict[str, Any]]) -> None:
        self.values: dict[Key, float] = defaultdict(float)
        self.without_value: set[Key] = set()
        self.original: dict[Key, dict[str, float]] = defaultdict(lambda: defaultdict(float))
        self.quantities: dict[Key, dict[str, float]] = defaultdict(lambda: defaultdict(float))
        for row in rows:
            key = (row["flow"], place(row["from"]), place(row["to"]), period_of(row["period"]))
            if row.get("value_usd") is None:
                self.without_value.add(key)
            else:
                self.values[key] += row["value_usd"]
            if row.get("currency") and row.get("value") is not None:
                self.original[key][row["currency"]] += row["value"]
            if row.get("quantity") is not None:
                code, factor = UNITS.get(str(row.get("unit")).upper(), (str(row.get("unit")), 1.0))
                self.quantities[key][code] += row["quantity"] * factor

    @property
    def keys(self) -> set[Key]:
        """Rows that say more than nothing."""
        every = set(self.values) | self.without_value | set(self.quantities)
        return {
            k
            for k in every
            if self.values.get(k) or k in self.without_value or any(self.quantities[k].values())
        }


def same(a: float, b: float) -> bool:
    """Exact to the unit, floating point aside."""
    return abs(a - b) < 0.01 + 1e-9 * abs(b)


def faults_of_value(shown: Shown, key: Key, row: Row, currency: str) -> Iterator[str]:
    """What is wrong with a row's value; "no value" where none is shown."""
    if currency in shown.original[key]:
        if not same(shown.original[key][currency], row.value):
            yield f"{key}: {shown.original[key][currency]:g} {currency}, should be {row.value:g}"
    elif key not in shown.values:
        yield "no value"
    elif currency == "USD":
        if not same(shown.values[key], row.value) or key in shown.without_value:
            yield f"{key}: {shown.values[key]:g}, should be {row.value:g}"
    else:
        low, high = PLAUSIBLE_RATE[currency]
        if not low * row.value <= shown.values[key] <= high * row.value or same(shown.values[key], row.value):
            yield f"{key}: {shown.values[key]:g} USD, should be {row.value:g} {currency}"


def compare(
    shown: Shown, answer: tuple[Row, ...], asked: Question, currency: str
) -> tuple[list[str], bool, bool]:
    """(faults, whether all values are shown, whether all quantities are shown) of one answer."""
    faults: list[str] = []
    all_values = all_quantities = True
    wanted = {(r.flow, place(r.source), place(r.target), period_of(r.period)): r for r in answer}
    for key, row in wanted.items():
        if key not in shown.keys:
            faults.append(f"{key}: not there")
            continue
        for fault in faults_of_value(shown, key, row, currency):
            if fault == "no value":
                all_values = False
            else:
                faults.append(fault)
        got = {unit: n for unit, n in shown.quantities[key].items() if n}
        for unit, amount in got.items():
            if not same(amount, row.quantities.get(unit, float("nan"))):
                faults.append(f"{key}: quantity {amount:g} {unit}, should be {dict(row.quantities)}")
        all_quantities = all_quantities and (bool(got) or not any(row.quantities.values()))
    for key in shown.keys - set(wanted):
        rest = asked.rest.get(key[3])
        if rest is None or not same(shown.values.get(key, float("nan")), rest):
            faults.append(f"{key}: {shown.values.get(key)} is not in the file, or counted already")
    return faults, all_values, all_quantities


def judge(case: Case, base: Path) -> tuple[str, str]:
    """(verdict, why) of a case, imported into a fresh case folder under `base`."""
    folder = base / "case"
    subprocess.run([BOX31, "init", folder], check=True, capture_output=True)
    codes, said = [], ""
    for name, content in case.files:
        path = base / "files" / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
        code, _, messages = box31(folder, "customs", "import", str(path), *case.options)
        codes.append(code)
        said += messages
    refused = any(codes)
    if "Traceback" in said:
        return "WRONG", said.strip().splitlines()[-1]
    answers = []
    for asked in case.questions:
        code, out, messages = box31(folder, "flows", *asked.ask, "--json")
        if code:
            return "WRONG", f"flows {' '.join(asked.ask)}: exit {code}: {messages.strip()[:200]}"
        answers.append([json.loads(line) for line in out.splitlines()])
    _, listed, _ = box31(folder, "customs", "files", "--json")
    taken = [r for r in map(json.loads, listed.splitlines()) if r["kind"] != "statistics" and r["lines"]]
    if taken:
        return "WRONG", "taken for declarations"
    if case.must_refuse:
        if any(row.get("value_usd") for rows in answers for row in rows):
            return "WRONG", "a figure where none can be known"
        return ("refused", "as it must") if refused else ("WRONG", "nothing imported, nothing said")
    if not any(answers):
        last = said.strip().splitlines()[-1] if said.strip() else "no message"
        return ("refused", last[:160]) if refused else ("WRONG", "nothing to be found, nothing said")
    return verdict(case, answers)


def verdict(case: Case, answers: list[list[dict[str, Any]]]) -> tuple[str, str]:
    """The verdict over all questions: the worst of them."""
    every_value = every_quantity = True
    for asked, rows in zip(case.questions, answers, strict=True):
        shown = Shown(rows)
        tried = [compare(shown, answer, asked, case.currency) for answer in asked.answers]
        faults, values, quantities = min(tried, key=lambda t: (len(t[0]), not t[1], not t[2]))
        if faults:
            return "WRONG", f"flows {' '.join(asked.ask)}: {'; '.join(faults[:2])}"
        every_value &= values
        every_quantity &= quantities
    if not every_value:
        return "refused", "values are left out"
    return ("right", "") if every_quantity else ("value", "a quantity is left out")


def cases() -> list[Case]:
    """The hand-made files and all mutations."""
    return [*hand_made(), *comtrade_cases(), *comext_cases(), *gacc_cases(), *national_cases()]


def report_of(verdicts: Mapping[str, tuple[str, str, str]]) -> dict[str, Any]:
    """Counts by family and in all."""
    families: dict[str, Counter[str]] = defaultdict(Counter)
    for family, said, _ in verdicts.values():
        families[family][said] += 1
    total = sum(families.values(), Counter[str]())
    return {
        "cases": len(verdicts),
        "verdicts": dict(total),
        "by family": {f: dict(c) for f, c in families.items()},
        "wrong": [f"{name}: {why}" for name, (_, said, why) in verdicts.items() if said == "WRONG"],
    }


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--data", type=Path, help="not used: the files are ours")
    options.add_argument("--only", default="", help="cases whose name holds this")
    options.add_argument("--family", help="hand-made, comtrade, comext, gacc, national")
    options.add_argument("--check", action="store_true", help="exit 1 where a verdict is WRONG")
    options.add_argument("--json", action="store_true")
    given = options.parse_args()
    verdicts: dict[str, tuple[str, str, str]] = {}
    for case in cases():
        if given.only not in case.name or given.family not in (None, case.family):
            continue
        with tempfile.TemporaryDirectory(prefix="box31-statistics-") as folder:
            said, why = judge(case, Path(folder))
        verdicts[f"{case.family}/{case.name}"] = (case.family, said, why)
        if not given.json:
            print(f"{said:8} {case.family}/{case.name}{': ' + why if why else ''}", flush=True)
    report = report_of(verdicts)
    if given.json:
        print(json.dumps(report | {"each": {n: v[1:] for n, v in verdicts.items()}}, ensure_ascii=False))
    else:
        print(f"{report['cases']} cases: {report['verdicts']}")
        for family, counts in report["by family"].items():
            print(f"  {family}: {counts}")
    sys.exit(1 if given.check and report["wrong"] else 0)


if __name__ == "__main__":
    main()
