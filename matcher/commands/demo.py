"""`box31 demo`: crawl, import, match and review sheet on embedded data, by the commands a user would type."""

from __future__ import annotations

import subprocess
from contextlib import closing
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import click

from crawler.case.case import CONFIG_NAME, Case
from crawler.case.child_process import module_command
from crawler.case.console import say, show
from crawler.case.errors import PARTLY, Box31Error
from matcher.demo.server import served

SITE = "hengdun"
SHEET = Path("reviews") / "review.xlsx"
BEST_PAIRS = """
SELECT p.pair_id AS pair, p.confidence, p.level, g.text AS goods,
       (SELECT i.name FROM named_items i WHERE i.item_id = p.item_id) AS item
FROM pairs p JOIN goods g USING (goods_id) ORDER BY p.confidence DESC, p.pair_id LIMIT 5
"""


@click.command(epilog="Example: box31 demo demo-case")
@click.argument("folder", type=click.Path(path_type=Path), default="demo-case")
def demo(folder: Path) -> None:
    """Do the whole job in FOLDER, offline, on a fictional maker and invented customs lines."""
    case = Case.create(folder, name="demo", contact="demo@box31.example")
    with as_file(files("matcher.demo") / "data") as data:
        with served(data / "site") as base:
            say(f"A fictional maker's site is served from this machine at {base}\n")
            configure(case, data, base)
            run(case, "crawl", SITE)
        run(case, "customs", "import", *map(str, sorted((data / "customs").glob("*.csv"))))
    run(case, "match")
    run(case, "review", "export", "-o", str(folder / SHEET), "--format", "xlsx")
    report(case, folder)


def configure(case: Case, data: Path, base: str) -> None:
    """Open the address guard for the served site only, and write its profile."""
    host = base.removeprefix("http://")
    config = case.root / CONFIG_NAME
    text = config.read_text(encoding="utf-8")
    opened = text.replace("allowed_private = []", f'allowed_private = ["{host}"]\ndelay = 0.0')
    config.write_text(opened, encoding="utf-8")
    profile = (data / "profile.yaml").read_text(encoding="utf-8")
    profile = profile.replace("{base}", base).replace("{host}", host)
    (case.sites / f"{SITE}.yaml").write_text(profile, encoding="utf-8")


def run(case: Case, *words: str) -> None:
    """Run `box31 -C CASE WORDS...`, showing the command first. Raises Box31Error where it fails.

    Partly done is no failure: a few rows of the customs files are broken on purpose.
    """
    shown = [Path(word).name if word.endswith(".csv") else word for word in words]
    say(f"$ box31 -C {case.root} {' '.join(shown)}")
    done = subprocess.run(module_command("matcher", "-C", str(case.root), *words), check=False)
    if done.returncode not in (0, PARTLY):
        raise Box31Error(f"the demo stopped at `{words[0]}` (exit {done.returncode})", done.returncode)
    say("")


def report(case: Case, folder: Path) -> None:
    """The best pairs, and the next three commands."""
    from matcher.schema.tables import matcher_migrations
    from matcher.scoring.confidence_text import probability

    with closing(case.database(matcher_migrations)) as db:
        best: list[dict[str, Any]] = list(db.query(BEST_PAIRS))
    shown = [{**row, "confidence": probability(row["confidence"])} for row in best]
    show(shown, ["pair", "confidence", "level", "goods", "item"])
    say("\nA match is a lead, not proof of end use. What to do next:")
    if best:
        say(f"  box31 -C {folder} explain {best[0]['pair']}")
    say(f"  box31 -C {folder} pairs --lines --csv")
    say(f"  box31 -C {folder} review import {folder / SHEET}   (after filling in `decision` and saving)")
