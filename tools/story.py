"""The case of docs/story.md, made from the invented world of tools/story_world.py by the commands that a user would type.

    python tools/story.py story-case [--pictures]

The maker's site is served on loopback, crawled and archived; declarations and statistics are imported and matched; a
reviewer accepts each pair whose goods name the item's model. `--pictures` writes docs/images/story-*.svg again.
"""

from __future__ import annotations

import argparse
import csv
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from matcher.demo.server import served
from tools import story_world as world

IMAGES = Path(__file__).resolve().parent.parent / "docs" / "images"
PICTURES: dict[str, Sequence[str]] = {
    "story-orders": ("orders",),
    "story-drones": ("flows", "--hs", "8806", "--against", "Russia:Ukraine", "--flow", "export"),
    "story-ceramics": ("flows", "--hs", "6909+6914", "--country", "Russia", "--country", "Ukraine", "--flow", "export"),
    "story-importers": ("totals", "--by", "importer"),
}  # fmt: skip


def main() -> None:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("case", type=Path)
    options.add_argument("--pictures", action="store_true")
    given = options.parse_args()
    build(given.case)
    if given.pictures:
        draw(given.case)


def build(case: Path) -> None:
    """Make the case; its sources are kept beside it in sources/. Raises CalledProcessError where a command fails."""
    box31("init", case, "--contact", "desk@newsroom.example")
    sources = case / "sources"
    for path, content in world.pages():
        write(sources / "site" / path, content)
    for name, content in world.customs_files():
        write(sources / name, content)
    write(sources / "comtrade.csv", world.statistics())
    with served(sources / "site") as base:
        host = base.removeprefix("http://")
        config = case / "box31.toml"
        opened = f'allowed_private = ["{host}"]\ndelay = 0.0'
        config.write_text(config.read_text("utf-8").replace("allowed_private = []", opened), encoding="utf-8")
        profile = world.SITE_PROFILE.replace("{base}", base).replace("{host}", host)
        (case / "sites" / "shanyin.yaml").write_text(profile, encoding="utf-8")
        box31("-C", case, "crawl", "shanyin")
    box31("-C", case, "customs", "import", *sorted(sources.glob("*.csv")))
    box31("-C", case, "match")
    review(case)


def review(case: Path) -> None:
    """Accept, by a review sheet, the pairs whose goods name the item's model, and reject the others."""
    sheet = case / "reviews" / "story.csv"
    box31("-C", case, "review", "export", "-o", sheet, "--reviewer", "Ann")
    with sheet.open(encoding="utf-8-sig", newline="") as handle:
        rows = list(csv.DictReader(handle))
    for row in rows:
        row["decision"] = "accept" if row["item_code"] in row["customs_text"] else "reject"
    with sheet.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    box31("-C", case, "review", "import", sheet)


def draw(case: Path) -> None:
    """The pictures of the page, each by the command that draws it."""
    for name, words in PICTURES.items():
        box31("-C", case, *words, "--chart", IMAGES / f"{name}.svg")


def box31(*words: str | Path) -> None:
    """Run one command; it is shown first."""
    print("$ box31", *words, file=sys.stderr)
    subprocess.run([sys.executable, "-m", "matcher", *map(str, words)], check=True, stdout=subprocess.DEVNULL)


def write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


if __name__ == "__main__":
    main()
