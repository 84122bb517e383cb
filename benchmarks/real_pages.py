"""Real product pages served on loopback as one site: are they archived byte for byte, and do their names come out?

    python benchmarks/real_pages.py --data ../shared/data

The pages are those of WCXB whose type is product; each is served as it was saved, under one address, and linked from
a front page. Payloads are read back from the WARC files, not from what the crawl says of them.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from crawler.archive.capture_reader import read_capture  # noqa: E402
from crawler.archive.verify import verify_site  # noqa: E402
from tests.support.case import add_site, make_case, rows  # noqa: E402
from tests.support.server import Answer, Request, page, response, serving  # noqa: E402


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--misses", action="store_true", help="Name the pages without a name.")
    given = parser.parse_args()
    pages = product_pages(given.data / "web" / "wcxb")
    if not pages:
        sys.exit(f"{given.data}/web/wcxb: no product pages there")
    result, misses = measure(pages)
    print(json.dumps(result)) if given.json else print(*(f"{k:28} {v}" for k, v in result.items()), sep="\n")
    if given.misses:
        print(*misses, sep="\n")


def product_pages(folder: Path) -> dict[str, bytes]:
    """Address -> bytes of every saved page whose type is product."""
    pages = {}
    for path in sorted((folder / "ground-truth").glob("*.json")):
        if json.loads(path.read_text(encoding="utf-8"))["_internal"]["page_type"]["primary"] != "product":
            continue
        (saved,) = (folder / "html").glob(f"{path.stem}.html*")
        data = saved.read_bytes()
        pages[f"/product/{path.stem}.html"] = gzip.decompress(data) if saved.suffix == ".gz" else data
    return pages


def measure(pages: dict[str, bytes]) -> tuple[dict[str, Any], list[str]]:
    """Crawl the pages as one site; returns the figures, and the addresses without a name."""
    served = {"/": page(*pages, title="All pages"), **pages}

    def route(request: Request) -> Answer:
        return response(200, served[request.path]) if request.path in served else None

    with tempfile.TemporaryDirectory() as folder:
        with serving(route) as server:
            case = make_case(Path(folder) / "case", server.host)
            add_site(case, "site", [f"{server.base}/"], products=["^/product/"])
            command = [sys.executable, "-m", "crawler.spiders.worker_process", str(case.root), "site"]
            ended = subprocess.run(command, cwd=ROOT, check=False).returncode
        exact = 0
        with closing(case.database()) as db:
            for path, data in pages.items():
                captures = rows(case, "SELECT capture_id FROM captures WHERE url = ?", server.base + path)
                wanted = hashlib.sha256(data).hexdigest()
                kept = [read_capture(db, case.root / "archive", c["capture_id"]).payload for c in captures]
                exact += any(hashlib.sha256(payload).hexdigest() == wanted for payload in kept)
            faults = len(list(verify_site(db, case.archive("site"))))
        named = {
            row["url"].removeprefix(server.base)
            for row in rows(
                case,
                "SELECT c.url FROM item_versions v JOIN captures c USING (capture_id)"
                " WHERE v.page_type = 'product' AND v.name IS NOT NULL",
            )
        }
    found = len(named & pages.keys())
    result = {"exit code": ended, "pages": len(pages), "exact payloads": exact, "names found": found}
    return result | {"share with a name": round(found / len(pages), 3), "faults": faults}, sorted(
        pages.keys() - named
    )


if __name__ == "__main__":
    main()
