"""The process that reads one PDF: sets its own limits, then writes a JSON line for each page."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from crawler.case.child_process import limit_this_process
from crawler.extract.pdf.read import MAX_OUTPUT


def main(source: str, target: str, memory: int, seconds: int, pages: int) -> None:
    """Read the PDF at `source`, write JSON lines to `target`."""
    limit_this_process(memory=memory, seconds=seconds, written=2 * MAX_OUTPUT)
    try:
        import pdfplumber
    except ImportError:
        print("PDF files are read with the extra `pdf`: pip install 'box31[pdf]'", file=sys.stderr)  # noqa: T201
        sys.exit(1)
    written = 0
    with Path(target).open("w", encoding="utf-8") as out:

        def put(row: dict[str, Any]) -> None:
            nonlocal written
            written += out.write(json.dumps(row, ensure_ascii=False) + "\n")
            out.flush()

        with pdfplumber.open(source) as pdf:
            put({"metadata": {str(k): str(v)[:500] for k, v in (pdf.metadata or {}).items()}})
            total = len(pdf.pages)
            for number, page in enumerate(pdf.pages[:pages], 1):
                tables = [
                    [[(cell or "").strip() for cell in cells] for cells in table]
                    for table in page.extract_tables()
                ]
                put({"number": number, "text": page.extract_text() or "", "tables": tables})
                page.close()
                if written > MAX_OUTPUT:
                    put(
                        {
                            "problem": f"more than {MAX_OUTPUT} characters: only the first {number} pages were kept"
                        }
                    )
                    return
            if total > pages:
                put({"problem": f"{total} pages: only the first {pages} were read"})


if __name__ == "__main__":
    try:
        main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]), int(sys.argv[5]))
    except MemoryError:
        sys.exit("the limit of memory was met")
    except Exception as error:  # whatever a hostile file makes the library raise: one line, exit 1
        sys.exit(f"not readable as a PDF: {type(error).__name__}: {error}")
