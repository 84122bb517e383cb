"""What the commands print of a case in which every text is an attack: raw escapes, and formulas live in LibreOffice."""

from __future__ import annotations

import io
import re
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path

import openpyxl

from matcher.commands.cli import main
from tests.support.environment import environment_restored
from tests.support.hostile_dossier_case import hostile_case
from tests.support.libreoffice import NOT_INSTALLED, SOFFICE, evaluating, saved_again

# C0 but line feed and tab, DEL and C1, and all that changes the direction of text or ends a line.
ESCAPES = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
LISTINGS = (
    "items", "posts", "changes", "site list", "schedule show", "status", "customs files", "customs rejects", "customs lines",
    "customs traders", "pairs", "pairs --lines", "review status", "review conflicts", "flows", "totals --by hs", "parties", "search Ромашка",
    "parties network", "parties addresses", "pictures", "pictures text", "pictures exif",
)  # fmt: skip
PLAIN = ("verify", "doctor", "archive verify", "explain {pair}", "export jsonl", "export csv pair-lines")
DELIMITERS = {"comma": "44", "semicolon": "59"}


def printed(root: Path, words: str) -> tuple[int, str, str]:
    """Exit code, standard output and standard error of one command, run in this process."""
    out, error = io.StringIO(), io.StringIO()
    code = 0
    arguments = _arguments("box31", "-C", str(root), *words.split())
    with environment_restored(), arguments, redirect_stdout(out), redirect_stderr(error):
        try:
            main()
        except SystemExit as left:
            code = left.code if isinstance(left.code, int) else 1
    return code, out.getvalue(), error.getvalue()


@contextmanager
def _arguments(*words: str) -> Iterator[None]:
    before, sys.argv = sys.argv, [*words]
    try:
        yield
    finally:
        sys.argv = before


def all_outputs(root: Path) -> dict[str, str]:
    """Command -> all that it printed, for each listing as a table, as CSV and as JSON; a command that does not exist is left out."""
    pair = printed(root, "pairs --csv")[1].splitlines()[1].split(",")[0]
    commands = [f"{words}{kind}" for words in LISTINGS for kind in ("", " --csv", " --json")]
    found = {}
    for words in [*commands, *(words.format(pair=pair) for words in PLAIN)]:
        code, out, error = printed(root, words)
        if code != 2:
            found[words] = out + error
    return found


def escapes_in(outputs: dict[str, str]) -> list[str]:
    """Commands that print a raw control or direction character, with the first of each."""
    return [
        f"{words}: U+{ord(found.group()):04X} in {text[max(0, found.start() - 30) : found.end() + 10]!r}"
        for words, text in outputs.items()
        if (found := ESCAPES.search(text))
    ]


def live_formulas(outputs: dict[str, str], folder: Path) -> list[str]:
    """Cells of the CSV outputs that LibreOffice takes as formulas, with a comma and with a semicolon as the delimiter."""
    if SOFFICE is None:
        return [NOT_INSTALLED]
    files = []
    for number, (words, text) in enumerate(outputs.items()):
        if "csv" in words:
            files.append(folder / f"{number}.csv")
            files[-1].write_text(text, encoding="utf-8")
    found = []
    for name, delimiter in DELIMITERS.items():
        out = folder / name
        saved_again(files, "xlsx", out, folder / "profile", evaluating(delimiter), timeout=600)
        for path in sorted(out.glob("*.xlsx")):
            cells = (cell for sheet in openpyxl.load_workbook(path) for row in sheet for cell in row)
            found += [
                f"{name}: {path.stem} {cell.coordinate}: {str(cell.value)[:60]}"
                for cell in cells
                if cell.data_type == "f"
            ]
    return found


def try_outputs() -> int:
    """All outputs of such a case; prints the counts, and returns the number of raw escapes and live formulas."""
    with tempfile.TemporaryDirectory() as place:
        outputs = all_outputs(hostile_case(Path(place) / "case").root)
        escapes, formulas = escapes_in(outputs), live_formulas(outputs, Path(place))
    for line in [*escapes, *formulas]:
        print(f"outputs: {line}")
    print(
        f"outputs: {len(outputs)} outputs, {len(escapes)} with raw escapes, {len(formulas)} live formulas",
        flush=True,
    )
    return len(escapes) + len(formulas)
