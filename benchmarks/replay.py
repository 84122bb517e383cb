"""Cross-check of what Box31 archives by programs that are not ours: py-wacz validates the package, pywb replays it.

Both have dependencies that would not fit beside Box31's, so they live in an environment of their own, which
`make replay` makes. Without it the check is skipped, and says so. Two sites are crawled on loopback, one odd on the
wire and one that needs a browser; each response that came whole must be replayed byte for byte.
"""

from __future__ import annotations

import argparse
import contextlib
import gzip
import json
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from crawler.archive.capture_reader import read_capture  # noqa: E402
from crawler.capture.content_coding import decoded  # noqa: E402  the project's root must be on the path first
from crawler.case.case import Case  # noqa: E402
from tests.support.case import add_site, crawl, make_case, rows  # noqa: E402
from tests.support.script import ScriptSite  # noqa: E402
from tests.support.server import serving  # noqa: E402
from tests.support.wire import WireSite  # noqa: E402

LIMIT = 64 * 1024 * 1024
SITES: dict[str, tuple[Any, dict[str, Any]]] = {
    "wire": (WireSite, {}),
    "script": (ScriptSite, {"browser": True}),
}


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--environment", type=Path, default=ROOT / ".venv-replay", help="has py-wacz and pywb")
    words.add_argument("--data", type=Path, help="not needed: the sites are the tests' own")
    words.add_argument("--json", action="store_true", dest="as_json")
    given = words.parse_args()
    programs = given.environment / "bin"
    if not (programs / "wacz").is_file() or not (programs / "wayback").is_file():
        print(f"skipped: no pywb and py-wacz in {given.environment}; `make replay` makes it", file=sys.stderr)
        return
    results = []
    for name, (site, profile) in SITES.items():
        if profile.get("browser") and not any(map(shutil.which, ("chromium", "google-chrome"))):
            print(f"{name}: skipped: no Chromium here", file=sys.stderr)
            continue
        with tempfile.TemporaryDirectory(prefix="box31-replay-") as folder, serving(site()) as server:
            case = make_case(Path(folder) / "case", server.host)
            add_site(case, "site", [f"{server.base}/"], **profile)
            done = crawl(case)
            if done.returncode != 0:
                sys.exit(f"{name}: the crawl failed: {done.stderr}")
            results.append({"site": name} | check(case, Path(folder), programs))
    for result in results:
        if given.as_json:
            print(json.dumps(result, ensure_ascii=False))
        else:
            print(f"{result['site']}: WACZ {'valid' if result['valid'] else 'NOT VALID'}; ", end="")
            print(f"{result['identical']} of {result['responses']} responses replayed byte for byte")
            print("".join(f"  {line}\n" for line in result["different"]), end="")
    sys.exit(0 if all(r["valid"] and not r["different"] for r in results) else 1)


def check(case: Case, folder: Path, programs: Path) -> dict[str, Any]:
    """Package, validate, replay; what differed, by address."""
    package = folder / "site.wacz"
    box31 = Path(sys.executable).parent / "box31"
    subprocess.run(
        [box31, "-C", case.root, "archive", "wacz", "site", "-o", package], check=True, capture_output=True
    )
    valid = subprocess.run([programs / "wacz", "validate", "-f", package], capture_output=True, text=True)
    with replayed(package, folder / "replay", programs) as base:
        responses, different = compare(case, base)
    return {
        "valid": valid.returncode == 0 and "is valid" in valid.stdout + valid.stderr,
        "responses": responses,
        "identical": responses - len(different),
        "different": different,
    }


@contextlib.contextmanager
def replayed(package: Path, folder: Path, programs: Path) -> Iterator[str]:
    """pywb over the package's WARC files and the package's own index."""
    collection = folder / "collections" / "site"
    (collection / "archive").mkdir(parents=True)
    (collection / "indexes").mkdir()
    with zipfile.ZipFile(package) as members:
        for name in members.namelist():
            if name.startswith("archive/"):
                (collection / name).write_bytes(members.read(name))
        index = gzip.decompress(members.read("indexes/index.cdx.gz"))
    (collection / "indexes" / "index.cdxj").write_bytes(index)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [programs / "wayback", "-p", str(port), "-b", "127.0.0.1", "-d", folder]
    with (folder / "log").open("w") as log, subprocess.Popen(command, stdout=log, stderr=log) as server:
        try:
            for _ in range(300):
                with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                    break
                time.sleep(0.1)
            yield f"http://127.0.0.1:{port}/site"
        finally:
            server.terminate()


def compare(case: Case, base: str) -> tuple[int, list[str]]:
    """How many addresses and seconds were compared, and which of them were not replayed as archived."""
    wanted: dict[tuple[str, str], set[bytes]] = {}
    found = rows(
        case,
        "SELECT capture_id, url, captured_at FROM captures WHERE status = 200 AND truncated IS NULL AND error IS NULL"
        " AND kind != 'query' ORDER BY seq",
    )
    db = case.database()
    for row in found:
        moment = "".join(filter(str.isdigit, row["captured_at"]))[:14]
        content = read_capture(db, case.root / "archive", row["capture_id"]).content
        wanted.setdefault((row["url"], moment), set()).add(content)
    db.close()
    different = []
    for (url, moment), contents in wanted.items():
        try:
            with urllib.request.urlopen(f"{base}/{moment}id_/{url}", timeout=30) as answer:
                body = answer.read()
                content = decoded(body, answer.headers.get("Content-Encoding"), LIMIT)
        except (urllib.error.URLError, ValueError) as error:
            different.append(f"{url}: {error}")
            continue
        if content not in contents:
            different.append(f"{url}: {len(content)} bytes that are not the archive's")
    return len(wanted), different


if __name__ == "__main__":
    main()
