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


def test_ctrl_c_that_another_thread_takes_is_raised_after_a_worker_has_been_started() -> None:
    """Blocked in the main thread, the signal goes to any other, such as those of a library for linear algebra."""
    process = run(
        "import os, signal, threading, time\n"
        "from crawler.case.child_process import interrupt_waits\n"
        "threading.Thread(target=time.sleep, args=(60,), daemon=True).start()\n"
        "try:\n"
        "    with interrupt_waits():\n"
        "        os.kill(os.getpid(), signal.SIGINT)\n"
        "        for _ in range(1000): time.sleep(0.0001)\n"
        "        print('started', flush=True)\n"
        "    print('not raised', flush=True)\n"
        "except KeyboardInterrupt: print('raised', flush=True)"
    )
    assert process.communicate(timeout=60)[0] == "started\nraised\n"
