"""Child processes: a folder of unpacked files does not outlive SIGTERM, limits hold, a child ends with its parent."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

from crawler.case.child_process import OUT_OF_MEMORY


def run(code: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def test_sigterm_leaves_no_unpacked_files() -> None:
    process = run(
        "import time; from crawler.case.child_process import temporary_folder\n"
        "with temporary_folder() as f: (f / 'x').write_text('y'); print(f, flush=True); time.sleep(60)"
    )
    assert process.stdout is not None
    folder = Path(process.stdout.readline().strip())
    assert (folder / "x").exists()
    process.send_signal(signal.SIGTERM)
    assert process.wait(20) == 128 + signal.SIGTERM
    assert not folder.exists()


def test_a_child_ends_when_its_parent_closes_the_pipe() -> None:
    process = run(
        "import time; from crawler.case.child_process import end_with_parent\n"
        "end_with_parent(7); print('up', flush=True); time.sleep(60)"
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "up\n"
    assert process.stdin is not None
    process.stdin.close()
    assert process.wait(20) == 7


def test_limits_of_memory_and_time_hold() -> None:
    hungry = run(
        "import os; from crawler.case.child_process import OUT_OF_MEMORY, limit_this_process\n"
        "limit_this_process(memory=300_000_000)\n"
        "try: bytearray(1_000_000_000)\n"
        "except MemoryError: os._exit(OUT_OF_MEMORY)"
    )
    assert hungry.wait(20) == OUT_OF_MEMORY
    busy = run(
        "from crawler.case.child_process import limit_this_process\nlimit_this_process(seconds=1)\nwhile True: pass"
    )
    assert busy.wait(60) == -signal.SIGXCPU
