"""kill -9 at random moments of the commands that write, on copies of the demo's case."""

from __future__ import annotations

import random
import shutil
import signal
import sqlite3
import subprocess
import tempfile
import time
from contextlib import closing
from pathlib import Path

from sqlite_utils import Database

from crawler.archive.ledger_verify import check_ledger
from tests.conftest import BOX31

# Each runs on the demo's case; its files lie in the case folder.
COMMANDS = (
    "customs import {case}/customs --yes", "match", "review export -o {case}/reviews/again.csv", "calibrate",
    "archive extract", "archive wacz hengdun", "review import {case}/reviews/review.xlsx", "customs import {case}/customs --replace --yes",
    "dossier {pair}", "export ftm -o {case}/out.ftm.json", "site set hengdun max_depth=9", "items hide {item}",
)  # fmt: skip


def kill_commands(count: int, seed: int = 1) -> int:
    """Kill `count` commands; prints and returns how many left a case that does not fit its ledger or does not go on."""
    choice = random.Random(seed)
    broken: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        subprocess.run([BOX31, "demo", "demo"], cwd=root, check=True, capture_output=True)
        usual: dict[str, float] = {}
        for number in range(count):
            command = COMMANDS[number % len(COMMANDS)]
            case = Path(shutil.copytree(root / "demo", root / "case"))
            words = _words(command, case)
            if command not in usual:
                started = time.monotonic()
                subprocess.run([BOX31, "-C", case, *words], cwd=root, capture_output=True)
                usual[command] = time.monotonic() - started
                shutil.rmtree(case)
                case = Path(shutil.copytree(root / "demo", root / "case"))
            problem = _kill(case, words, choice.uniform(0.05, 1.0) * usual[command])
            if problem:
                broken.append(problem)
                print(f"killed {command}: {problem}", flush=True)
            shutil.rmtree(case)
            if (number + 1) % len(COMMANDS) == 0:
                print(f"killed {number + 1} of {count} commands, {len(broken)} states not whole", flush=True)
    print(f"kills: {count} over {len(COMMANDS)} commands, {len(broken)} states not whole")
    return len(broken)


def _words(command: str, case: Path) -> list[str]:
    with closing(sqlite3.connect(case / "box31.db")) as db:
        (pair,) = db.execute("SELECT pair_id FROM pairs ORDER BY confidence DESC LIMIT 1").fetchone()
        (item,) = db.execute("SELECT item_id FROM items LIMIT 1").fetchone()
    return [word.format(case=case, pair=pair, item=item) for word in command.split()]


def _kill(case: Path, words: list[str], after: float) -> str | None:
    process = subprocess.Popen(
        [BOX31, "-C", case, *words],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        process.wait(after)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
        process.wait()
    with closing(sqlite3.connect(case / "box31.db")) as connection:
        whole = connection.execute("PRAGMA integrity_check").fetchone()[0]
        faults = list(check_ledger(Database(connection), case / "archive"))
    if whole != "ok" or faults:
        return f"{whole}; {[f'{fault.subject}: {fault.problem}' for fault in faults[:3]]}"
    again = subprocess.run([BOX31, "-C", case, *words], capture_output=True, text=True)
    if "Traceback" in again.stderr or again.returncode not in (0, 1, 2, 3, 4):
        return f"again: exit {again.returncode}: {again.stderr[-300:]}"
    return None
