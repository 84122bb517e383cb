"""`box31 crawl`: sites into the archive, each in a process of its own."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import ExitStack

import click

from crawler.case.case import Case
from crawler.case.console import say
from crawler.case.errors import ALARM, PARTLY, UsageProblem


@click.command(epilog="Example: box31 -C aurora crawl hengdun --sample 20")
@click.argument("names", nargs=-1, metavar="[SITE]...")
@click.option("--due", is_flag=True, help="Only sites that are due.")
@click.option(
    "--sample", type=click.IntRange(min=1), metavar="K", help="Stop after K pages, for a first look."
)
@click.option(
    "--shard", metavar="I/N", help="Only the sites of part I of N, into shards/I-of-N; see `archive adopt`."
)
@click.option(
    "--engine",
    type=click.Choice(["embedded", "ray"]),
    default="embedded",
    show_default=True,
    help="What crawls: this machine, or a Ray cluster, a shard each worker; the case on a disk that all share.",
)
@click.option(
    "--address", metavar="HOST:PORT", help="The head of a Ray cluster (default: Ray on this machine)."
)
@click.option(
    "--workers", type=click.IntRange(min=1), metavar="N", help="Shards of --engine ray (default: one a core)."
)
@click.pass_context
def crawl(
    context: click.Context,
    names: tuple[str, ...],
    due: bool,
    sample: int | None,
    shard: str | None,
    engine: str,
    address: str | None,
    workers: int | None,
) -> None:
    """Crawl SITEs (default: all of the case) into the archive.

    A crawl that was interrupted resumes where it stopped. Exits 3 where some sites failed, 1 where all did, 4 where a
    monitor raised an alarm.
    """
    case = Case.open(context.find_root().obj)
    case.refuse_received()
    if engine == "ray":
        if names or sample or shard:
            raise UsageProblem(
                "--engine ray crawls all sites, or all that are due: leave SITE, --sample and --shard out"
            )
        sys.exit(_crawl_on_ray(case, due, address, workers))
    if address or workers:
        raise UsageProblem("--address and --workers go with --engine ray")
    with ExitStack() as stack:
        if shard is not None:
            from crawler.fleet.assignment import Shard
            from crawler.fleet.shard_case import shard_case

            case = stack.enter_context(shard_case(case, Shard.parse(shard)))
        sys.exit(_crawl_due(case, names) if due else _crawl(case, names, sample))


def _crawl(case: Case, names: Sequence[str], sample: int | None) -> int:
    from crawler.scheduler.crawl_sites import crawl_sites, exit_code

    try:
        results = crawl_sites(case, names, sample=sample)
    except KeyboardInterrupt:  # each site's process has said where it stopped, or ended
        return PARTLY
    return exit_code(results)


def _crawl_due(case: Case, names: Sequence[str]) -> int:
    from crawler.scheduler.crawl_due import crawl_due

    if names:
        raise UsageProblem("--due looks at every site: name sites or say --due, not both")
    return crawl_due(case, say)


def _crawl_on_ray(case: Case, due: bool, address: str | None, workers: int | None) -> int:
    """Crawl the shards on a cluster and adopt them; the exit code is that of one machine with all sites."""
    from crawler.commands.archive_adopt import adopt_all
    from crawler.fleet.ray_cluster import ray_cluster
    from crawler.fleet.ray_crawl import crawl_shards
    from crawler.fleet.shard_case import shards_of
    from crawler.scheduler.crawl_sites import sites_to_crawl

    if not due:
        sites_to_crawl(case)
    codes = []
    with ray_cluster(address, workers) as (ray, count):
        for crawled in crawl_shards(ray, case, count, due=due):
            for line in crawled.said:
                say(line)
            say(f"shard {crawled.shard}: exit {crawled.code}")
            codes.append(crawled.code)
    if not codes:
        say("no site is due")
        return 0
    adopted = adopt_all(case, shards_of(case))
    if ALARM in codes:  # its words are in the shard's own output
        say(f"ALARM in a shard: see `box31 -C {case.root} status`")
    crawled_all = codes[0] if len(set(codes)) == 1 else PARTLY
    return ALARM if ALARM in codes else crawled_all or adopted
