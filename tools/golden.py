"""Record what a user sees of two cases, and compare two recordings: the net under a change that must keep behaviour.

    python tools/golden.py record DIR [--data ../shared/data] [--box31 "python -m matcher"]
    python tools/golden.py compare BEFORE AFTER

Records the demo case and, where the data is there, a case built from case-aurora: every listing as CSV and JSON, the
cells of the review sheet, the manifest of a dossier, `explain` of the first pairs, the database schema, and every help
page. What differs between two runs of one version is replaced by a placeholder: ports, times, run identifiers, hashes
of bytes that hold them.
"""

from __future__ import annotations

import argparse
import csv
import difflib
import importlib.util
import io
import json
import re
import shlex
import sqlite3
import subprocess
import sys
import tempfile
import threading
from contextlib import ExitStack
from pathlib import Path

from python_calamine import load_workbook

LISTINGS = (
    ("items",),
    ("posts",),
    ("changes",),
    ("customs", "files"),
    ("customs", "rejects"),
    ("pairs",),
    ("pairs", "--lines"),
    ("flows",),
    ("status",),
    ("review", "status"),
    ("site", "list"),
    ("schedule", "show"),
)
HELP = (
    "", "init", "doctor", "status", "site add", "site list", "site preview", "site inspect", "site set", "crawl", "items", "posts", "changes",
    "archive verify", "archive wacz", "archive extract", "schedule show", "schedule print", "customs preview", "customs import",
    "customs files", "customs rejects", "customs lines", "customs traders", "customs forget", "customs parse", "search", "match", "pairs", "explain", "review export", "review check",
    "review import", "review status", "review conflicts", "review undo", "review serve", "calibrate", "flows", "dossier", "export ftm",
    "export jsonl", "export csv", "eval", "verify", "train", "demo",
)  # fmt: skip
PLACEHOLDERS = (
    (re.compile(r"127\.0\.0\.1:\d+"), "HOST"),
    (re.compile(r"\b20\d{6}T\d{6}Z?-[0-9a-f]+\b"), "RUN"),
    (re.compile(r"\b2026-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?(?:\.\d+)?(?:Z|\+00:00)?"), "TIME"),
    (re.compile(r"\b2026\d{4,10}(?:T?\d{6})?Z?\b"), "STAMP"),
    (re.compile(r"\b2026-\d\d-\d\d\b"), "DAY"),
    (re.compile(r"\b[0-9a-f]{64}\b"), "SHA256"),
    (re.compile(r"\b[pgifn]-[0-9a-f]{16}\b"), "ID"),  # of items and pairs: hashes of the site's address
    (re.compile(r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b"), "UUID"),
    (re.compile(r"/tmp/[^\s\"',]+"), "PATH"),
    (re.compile(r"\b\d+(?:\.\d+)? s\b"), "SECONDS"),
)  # fmt: skip
AURORA = {
    "hengdun": {
        "start": ["/index.html", "/en/index.html"],
        "products": [r"/product/show_\d+\.html$"],
        "listings": [r"/product/list_\d+_\d+\.html$", r"/news/list_\d+\.html$"],
        "posts": [r"/news/show_\d+\.html$"],
        "languages": {"zh": "/", "en": "/en/"},
    },
    "norvex": {
        "start": ["/"],
        "products": ["/product/[^/]+/$"],
        "listings": ["/shop/", "/product-category/"],
        "posts": ["/blog/[^/]+/$"],
    },
}


class Recorder:
    """Runs commands of one version and writes what they print to a folder."""

    def __init__(self, command: list[str], folder: Path) -> None:
        self.command = command
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def run(self, *words: str | Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*self.command, *map(str, words)], capture_output=True, text=True, encoding="utf-8", check=False
        )

    def keep(self, name: str, text: str) -> None:
        for pattern, placeholder in PLACEHOLDERS:
            text = pattern.sub(placeholder, text)
        (self.folder / name).write_text(text, encoding="utf-8")

    def case(self, name: str, case: Path) -> None:
        """Every listing, the sheet, a dossier, explanations and the schema of one case."""
        for words in LISTINGS:
            for form in ("--csv", "--json"):
                done = self.run("-C", case, *words, form)
                self.keep(f"{name}.{'_'.join(words)}{form}.txt", f"exit {done.returncode}\n{done.stdout}")
        rows = list(csv.DictReader(io.StringIO(self.run("-C", case, "pairs", "--csv").stdout)))
        for rank, row in enumerate(rows[:5], 1):
            self.keep(f"{name}.explain.{rank}.txt", self.run("-C", case, "explain", row["pair_id"]).stdout)
        self._sheet(name, case)
        self._dossier(name, case, [row["pair_id"] for row in rows[:3]])
        with sqlite3.connect(case / "box31.db") as db:
            schema = db.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY type, name")
            self.keep(f"{name}.schema.txt", "\n".join(sql for (sql,) in schema))

    def _sheet(self, name: str, case: Path) -> None:
        sheet = case / "golden.xlsx"
        self.run("-C", case, "review", "export", "-o", sheet, "--format", "xlsx")
        workbook = load_workbook(str(sheet))
        cells = {title: workbook.get_sheet_by_name(title).to_python() for title in workbook.sheet_names}
        self.keep(f"{name}.sheet.txt", json.dumps(cells, ensure_ascii=False, indent=0, default=str))

    def _dossier(self, name: str, case: Path, pairs: list[str]) -> None:
        folder = case / "golden-dossier"
        self.run("-C", case, "dossier", *pairs, "-o", folder)
        files = sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())
        self.keep(f"{name}.dossier.txt", "\n".join(files))
        report = folder / "data" / "index.html"
        if report.is_file():
            self.keep(f"{name}.report.txt", report.read_text(encoding="utf-8"))


def aurora(recorder: Recorder, data: Path, root: Path) -> None:
    """A case of both sites and all customs files of case-aurora, matched."""
    import yaml

    spec = importlib.util.spec_from_file_location("serve", data / "serve.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.Handler.log_message = lambda *_: None
    recorder.run("init", root)
    with ExitStack() as stack:
        hosts = {}
        for site in AURORA:
            server = module.make_server(site)
            threading.Thread(target=server.serve_forever, daemon=True).start()
            stack.callback(server.shutdown)
            hosts[site] = f"127.0.0.1:{server.server_address[1]}"
        config = (root / "box31.toml").read_text(encoding="utf-8")
        config = config.replace(
            "allowed_private = []", f"allowed_private = {json.dumps(list(hosts.values()))}\ndelay = 0.0"
        )
        config = re.sub(r"(?m)^contact = .*$", 'contact = "golden@box31.example"', config)
        (root / "box31.toml").write_text(config, encoding="utf-8")
        for site, profile in AURORA.items():
            urls = [f"http://{hosts[site]}{path}" for path in profile["start"]]
            text = yaml.safe_dump({"name": site, **profile, "start": urls, "hosts": [hosts[site]]})
            (root / "sites" / f"{site}.yaml").write_text(text, encoding="utf-8")
        done = recorder.run("-C", root, "crawl", *AURORA)
        recorder.keep("aurora.crawl.txt", f"exit {done.returncode}\n{done.stdout}")
    done = recorder.run("-C", root, "customs", "import", data / "customs")
    recorder.keep("aurora.import.txt", f"exit {done.returncode}\n{done.stdout}\n{done.stderr}")
    recorder.run("-C", root, "customs", "import", data / "flows")
    done = recorder.run("-C", root, "match")
    recorder.keep("aurora.match.txt", f"exit {done.returncode}\n{done.stdout}\n{done.stderr}")


def record(folder: Path, data: Path, command: list[str]) -> None:
    recorder = Recorder(command, folder)
    for words in HELP:
        recorder.keep(f"help.{words.replace(' ', '_')}.txt", recorder.run(*words.split(), "--help").stdout)
    with tempfile.TemporaryDirectory() as temporary:
        demo = Path(temporary) / "demo"
        done = recorder.run("demo", demo)
        recorder.keep("demo.txt", f"exit {done.returncode}\n{done.stdout}\n{done.stderr}")
        recorder.case("demo", demo)
        if (data / "case-aurora").is_dir():
            case = Path(temporary) / "aurora"
            aurora(recorder, data / "case-aurora", case)
            recorder.case("aurora", case)
    print(f"{len(list(folder.iterdir()))} outputs recorded in {folder}")


def lost(before: str, after: str) -> str:
    """What a listing in CSV lost: columns, and how many rows; "" where it lost nothing."""
    old, new = (list(csv.reader(text.splitlines()[1:])) or [[]] for text in (before, after))
    columns = [column for column in old[0] if column not in new[0]]
    said = [f"columns {', '.join(columns)}"] if columns else []
    return "; ".join([*said, *([f"{len(old) - len(new)} rows"] if len(new) < len(old) else [])])


def compare(before: Path, after: Path) -> int:
    """Print the differences, what listings lost last; gives the number of outputs that differ."""
    losses = []
    names = sorted({path.name for path in (*before.iterdir(), *after.iterdir())})
    differing = 0
    for name in names:
        texts = [
            (folder / name).read_text(encoding="utf-8").splitlines() if (folder / name).is_file() else []
            for folder in (before, after)
        ]
        if texts[0] == texts[1]:
            continue
        differing += 1
        lines = list(difflib.unified_diff(*texts, f"before/{name}", f"after/{name}", lineterm="", n=0))
        print("\n".join(line[:300] for line in lines[:20]))
        if "--csv" in name and (loss := lost("\n".join(texts[0]), "\n".join(texts[1]))):
            losses.append(f"{name} lost {loss}")
    print("\n".join(losses) or "no listing lost a column or a row")
    print(f"{differing} of {len(names)} outputs differ")
    return differing


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(dest="what", required=True)
    recording = commands.add_parser("record")
    recording.add_argument("folder", type=Path)
    recording.add_argument("--data", type=Path, default=Path("../shared/data"))
    recording.add_argument("--box31", default=f"{sys.executable} -m matcher")
    comparing = commands.add_parser("compare")
    comparing.add_argument("before", type=Path)
    comparing.add_argument("after", type=Path)
    given = parser.parse_args()
    if given.what == "record":
        record(given.folder, given.data, shlex.split(given.box31))
    else:
        sys.exit(1 if compare(given.before, given.after) else 0)


if __name__ == "__main__":
    main()
