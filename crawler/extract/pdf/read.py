"""PDF catalogues: text and tables by page, read in a process of its own with limits of memory and time."""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

from crawler.case.child_process import module_command, temporary_folder

MAX_MEMORY = 1024 * 1024 * 1024  # bytes of address space of the reading process
MAX_SECONDS = 120.0
MAX_PAGES = 500
MAX_OUTPUT = 64 * 1024 * 1024  # bytes of text and tables taken from one file


@dataclass(frozen=True)
class PdfPage:
    """One page: its number (the first is 1), its text, its tables as rows of cells."""

    number: int
    text: str
    tables: tuple[tuple[tuple[str, ...], ...], ...] = ()


@dataclass(frozen=True)
class PdfContent:
    """What was read of a PDF, and in `problem` why it is not all."""

    pages: tuple[PdfPage, ...] = ()
    problem: str | None = None
    metadata: dict[str, str] = field(default_factory=dict)


def read_pdf(
    body: bytes, *, seconds: float = MAX_SECONDS, memory: int = MAX_MEMORY, pages: int = MAX_PAGES
) -> PdfContent:
    """The text and tables of the PDF in `body`; never raises on its content.

    pdfplumber (extra `pdf`) runs in a subprocess that may use `memory` bytes and `seconds` of processor time and of
    the clock. What was read before a limit was met is kept, and the limit is named in `problem`.
    """
    with temporary_folder() as folder:
        path = folder / "in.pdf"
        path.write_bytes(body)
        out = folder / "out.jsonl"
        command = module_command("crawler.extract.pdf.process", str(path), str(out))
        command += [str(memory), str(max(1, int(seconds))), str(pages)]
        problem = None
        try:
            ended = subprocess.run(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                timeout=seconds,
                check=False,
            )
            if ended.returncode:
                lines = ended.stderr.decode("utf-8", "replace").strip().splitlines()
                problem = (lines[-1] if lines else f"reader ended with {ended.returncode}")[:300]
        except subprocess.TimeoutExpired:
            problem = f"not read within {seconds:g} seconds"
        return _collected(out, problem)


def _collected(out: Path, problem: str | None) -> PdfContent:
    found: list[PdfPage] = []
    metadata: dict[str, str] = {}
    if not out.exists():
        return PdfContent((), problem or "nothing was read")
    with out.open(encoding="utf-8") as lines:
        for line in lines:
            try:
                row = json.loads(line)
            except ValueError:
                break  # cut off where the process was stopped
            if "problem" in row:
                problem = problem or row["problem"]
            elif "metadata" in row:
                metadata = row["metadata"]
            else:
                tables = tuple(tuple(tuple(cells) for cells in table) for table in row["tables"])
                found.append(PdfPage(row["number"], row["text"], tables))
    return PdfContent(tuple(found), problem, metadata)
