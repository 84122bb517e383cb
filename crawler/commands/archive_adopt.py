"""`box31 archive adopt`: what shards have crawled, added to the case."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from crawler.case.case import Case
from crawler.case.console import counted, say
from crawler.case.errors import FAILED, LOCKED, PARTLY, Box31Error, UsageProblem

if TYPE_CHECKING:
    from crawler.fleet.site_history import Carried


@click.command(epilog="Example: box31 -C mycase archive adopt mycase/shards/1-of-4")
@click.argument("folders", nargs=-1, metavar="[SHARD]...", type=click.Path(path_type=Path, file_okay=False))
@click.pass_context
def adopt(context: click.Context, folders: Sequence[Path]) -> None:
    """Add to the case what the SHARDs (default: all in its folder `shards`) have crawled since they were adopted last.

    A shard is verified as a whole before; one that was changed, is foreign or was copied in part is refused. A site whose
    crawl has not ended waits for the next time. Exits 3 where some was refused, 1 where all was.
    """
    from crawler.fleet.shard_case import shards_of

    case = Case.open(context.find_root().obj)
    shards = [Case.open(folder) for folder in folders] or shards_of(case)
    if not shards:
        raise UsageProblem(f"{case.root}: has no shards; `box31 -C {case.root} crawl --shard 1/2` makes one")
    if code := adopt_all(case, shards):
        context.exit(code)


def adopt_all(case: Case, shards: Sequence[Case]) -> int:
    """Adopt what the shards have that is new, and say it; the exit code."""
    from crawler.fleet.adoption import adopt as adopt_shard

    codes, worked = [], False
    for shard in shards:
        try:
            for adopted in adopt_shard(case, shard):
                say(_in_words(adopted))
                worked |= not adopted.problem
                codes += [PARTLY] if adopted.problem else []
        except Box31Error as error:
            say(f"box31: {error.message}")
            codes.append(error.exit_code)
    if not codes:
        return 0
    all_locked = all(code == LOCKED for code in codes)
    return PARTLY if worked else LOCKED if all_locked else FAILED


def _in_words(adopted: Carried) -> str:
    rows = adopted.rows
    if adopted.problem:
        return adopted.problem
    if not rows and not adopted.bytes:
        return f"{adopted.site}: nothing new"
    parts = [
        counted(rows[table], one)
        for table, one in (("runs", "run"), ("captures", "capture"), ("items", "item"))
    ]
    parts.append(counted(rows["posts"], "post"))
    return f"{adopted.site}: {', '.join(parts)} adopted; {adopted.bytes / 1e6:.1f} MB"
