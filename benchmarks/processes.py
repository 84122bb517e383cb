"""A command run and watched: its seconds, what it said when, and the memory of it and all processes below it."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Run:
    """`said` are its lines on stderr with the second at which each came; `peak_mb` is proportional resident memory."""

    seconds: float = 0.0
    cpu_seconds: float = 0.0
    peak_mb: float = 0.0
    said: list[tuple[float, str]] = field(default_factory=list)
    out: str = ""


def box31(root: Path, *words: str, allowed: tuple[int, ...] = (0, 3)) -> str:
    """What a command on the case prints. Raises SystemExit with its last words where it ends otherwise than `allowed`."""
    done = subprocess.run(
        [sys.executable, "-m", "matcher", "-C", str(root), *words], capture_output=True, text=True
    )
    if done.returncode not in allowed:
        raise SystemExit(f"box31 {' '.join(words[:2])}: exit {done.returncode}\n{done.stderr}")
    return done.stdout


def watched(command: list[str], allowed: tuple[int, ...] = (0,)) -> Run:
    """Run `command` to its end. Raises SystemExit with its last words where it ends otherwise than `allowed`."""
    run = Run()
    worked, started = processor_seconds(), time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    ended = threading.Event()

    def listen() -> None:
        assert process.stderr is not None
        for line in process.stderr:
            run.said.append((round(time.perf_counter() - started, 1), line.rstrip()))

    def watch() -> None:
        while not ended.wait(0.2):
            run.peak_mb = max(run.peak_mb, tree_memory(process.pid) / 1024)

    threads = [threading.Thread(target=work) for work in (listen, watch)]
    for thread in threads:
        thread.start()
    assert process.stdout is not None
    run.out = process.stdout.read()
    process.wait()
    ended.set()
    for thread in threads:
        thread.join()
    run.seconds, run.cpu_seconds = time.perf_counter() - started, processor_seconds() - worked
    if process.returncode not in allowed:
        raise SystemExit(
            f"{' '.join(command)}: exit {process.returncode}: {[line for _, line in run.said[-5:]]}"
        )
    return run


def processor_seconds() -> float:
    """Processor seconds of all ended children."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def tree_memory(pid: int) -> int:
    """Proportional set size of a process and all below it, in kB: shared pages count once."""
    total = 0
    try:
        with open(f"/proc/{pid}/smaps_rollup") as handle:
            total += next(int(line.split()[1]) for line in handle if line.startswith("Pss:"))
        for task in os.listdir(f"/proc/{pid}/task"):
            with open(f"/proc/{pid}/task/{task}/children") as handle:
                total += sum(tree_memory(int(child)) for child in handle.read().split())
    except (OSError, StopIteration):
        pass
    return total
