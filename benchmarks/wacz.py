"""Memory and time of packaging: a small archive and one with many captures and large files, each in its own process."""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from crawler.archive.wacz import write_wacz  # noqa: E402  the project's root must be on the path first
from crawler.case.case import Case  # noqa: E402

SIZES = ((2_000, 16), (300_000, 1_024))  # captures, megabytes of WARC


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--data", type=Path, help="not needed: the archives are made here")
    words.add_argument("--json", action="store_true", dest="as_json")
    words.add_argument("--one", nargs=2, type=int, help=argparse.SUPPRESS)
    given = words.parse_args()
    if given.one:
        print(json.dumps(measure(*given.one)))
        return
    for captures, megabytes in SIZES:
        command = [sys.executable, __file__, "--one", str(captures), str(megabytes)]
        found = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
        if given.as_json:
            print(json.dumps(found))
        else:
            print(
                "{captures:>9,} captures, {warc_mb:>5,} MB: {seconds:6.1f} s, {peak_mb:,.0f} MB at most".format(
                    **found
                )
            )


def measure(captures: int, megabytes: int) -> dict[str, float]:
    """Package an archive of `captures` rows over one WARC file of `megabytes`; its bytes are noise."""
    with tempfile.TemporaryDirectory(prefix="box31-wacz-") as scratch:
        case = Case.create(Path(scratch) / "case", contact="bench@box31.example")
        folder = case.archive("site")
        folder.mkdir()
        with (folder / "run-001.warc.gz").open("wb") as file:
            for _ in range(megabytes):
                file.write(os.urandom(1024 * 1024))
        with closing(case.database()) as db:
            moment = "2026-01-01T00:00:00Z"
            db.execute(
                "INSERT INTO runs (run_id, site, started, finished) VALUES ('run', 'site', ?, ?)",
                [moment] * 2,
            )
            rows = (
                (
                    f"c{n:09}",
                    f"https://www.maker.example/{n % 97}/products/{n}",
                    moment,
                    "run",
                    "run-001.warc.gz",
                    n,
                )
                for n in range(captures)
            )
            with db.conn:
                db.conn.executemany(
                    "INSERT INTO captures (capture_id, url, captured_at, run_id, warc_file, warc_offset, site, kind,"
                    " status, mime, payload_sha256, payload_length, wire_sha256, warc_length) VALUES"
                    " (?, ?, ?, ?, ?, ?, 'site', 'page', 200, 'text/html', 'aa', 1, 'aa', 1)",
                    rows,
                )
            before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            started = time.perf_counter()
            write_wacz(db, folder, Path(scratch) / "site.wacz", title="bench")
            seconds = time.perf_counter() - started
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {
        "captures": captures, "warc_mb": megabytes, "seconds": seconds, "peak_mb": peak / 1024,
        "grown_mb": (peak - before) / 1024,
    }  # fmt: skip


if __name__ == "__main__":
    main()
