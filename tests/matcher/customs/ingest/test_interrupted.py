"""Ctrl-C in the middle of a large import: the command ends, the case is as it was, and the import can be done again."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from matcher.customs.ingest.rows.parallel import ALONE_BELOW

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")

BOX31 = Path(sys.executable).parent / "box31"
PATIENCE = 240.0  # seconds until a command that does not end is a failure, on a machine that is busy with other things
ROWS = 4 * ALONE_BELOW  # a second or two of work


def workers(process: subprocess.Popen[str]) -> int:
    """Processes under `process` that read blocks or are about to."""
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text(encoding="ascii").split()
    told = (Path(f"/proc/{child}/cmdline") for child in children)
    return sum(b"spawn_main" in path.read_bytes() for path in told if path.exists())


@pytest.mark.parametrize("later", [0.0, 0.3])
def test_ctrl_c_ends_an_import_and_the_next_one_is_whole(tmp_path: Path, later: float) -> None:
    case, file = tmp_path / "case", tmp_path / "large.csv"
    rows = "".join(f"6506108000,2023-05-09,ШЛЕМ ЗАЩИТНЫЙ ПАРТИЯ {n},{n}\n" for n in range(ROWS))
    file.write_text(f"HS_CODE,IMP_DATE,PRODUCT_DESCRIPTION,QUANTITY\n{rows}", encoding="utf-8")
    subprocess.run([str(BOX31), "init", str(case)], check=True, capture_output=True)
    command = [str(BOX31), "-C", str(case), "customs", "import", "--processes", "2", str(file)]
    # Threads of a library for linear algebra, which a machine with several cores has: the system may give them Ctrl-C.
    threads = {**os.environ, "OMP_NUM_THREADS": "2"}
    process = subprocess.Popen(
        command, start_new_session=True, stderr=subprocess.PIPE, text=True, env=threads
    )
    give_up = time.monotonic() + PATIENCE
    while not workers(process) and time.monotonic() < give_up:
        time.sleep(0.005)
    time.sleep(later)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to the command and its workers
    try:
        _, said = process.communicate(timeout=PATIENCE)
    finally:
        process.kill()
    assert process.returncode == 130, said
    assert said.strip() == "box31: stopped; what was finished is kept"
    with closing(sqlite3.connect(case / "box31.db")) as db:
        assert db.execute("SELECT count(*) FROM customs_lines").fetchone() == (0,)
    done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE)
    assert done.returncode == 0, done.stderr
    assert f"{ROWS:,} lines" in done.stderr
