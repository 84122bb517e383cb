"""One site's crawl in a process of its own: `python -m crawler.spiders.worker_process CASE NAME`; reactors never meet."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from crawler.case.case import Case
from crawler.case.child_process import end_with_parent
from crawler.case.console import say
from crawler.case.errors import CORRECTABLE, FAILED, PARTLY, problem_of
from crawler.case.locks import refuse_link

if TYPE_CHECKING:
    from crawler.spiders.site import SiteSpider

LOG = "crawl.log"  # in the site's archive folder


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.argument("name")
@click.option("--sample", type=int)
@click.option("--progress", is_flag=True)
@click.option("--with-parent", is_flag=True, help="End when standard input is closed.")
def main(folder: Path, name: str, sample: int | None, progress: bool, with_parent: bool) -> None:
    """Crawl the site NAME of the case in FOLDER."""
    if with_parent:
        end_with_parent(FAILED)  # the next command resumes the crawl
    try:
        case = Case.open(folder)
        spider = crawl_here(case, name, sample=sample, progress=progress)
    except CORRECTABLE as error:
        problem = problem_of(error)
        say(f"{name}: {problem.message}")
        sys.exit(problem.exit_code)
    if spider.problem is not None:
        say(f"{name}: {spider.problem.message}")
        sys.exit(FAILED)
    if not spider.counts:
        say(f"{name}: did not finish; {case.archive(name) / LOG} says why")
        sys.exit(FAILED)
    if "interrupted" in spider.counts:
        limit = " at network.total_time" if spider.counts["interrupted"] == "total_time" else ""
        say(f"{name}: stopped{limit}; `box31 crawl {name}` resumes it")
        sys.exit(PARTLY)


def crawl_here(case: Case, name: str, *, sample: int | None = None, progress: bool = False) -> SiteSpider:
    """Crawl one site in this process, which can do so only once; returns the spider, with its counts.

    Raises what the spider's start raises: UsageProblem for a wrong profile, CaseLocked while another process crawls
    the site.
    """
    from scrapy.crawler import AsyncCrawlerProcess
    from scrapy.settings import Settings

    from crawler.spiders.site import SiteSpider

    case.refuse_received()
    folder = case.archive(name)
    folder.mkdir(parents=True, exist_ok=True)
    refuse_link(folder / LOG)
    settings = Settings()
    settings.setmodule("crawler.crawl.settings", priority="project")
    settings.set("LOG_FILE", str(folder / LOG), priority="cmdline")
    settings.set("BOX31_REWRITTEN_LINE", progress, priority="cmdline")
    settings.set(
        "EXTENSIONS",
        {**settings.getdict("EXTENSIONS"), "crawler.spiders.progress_line.ProgressLine": 0},
        priority="cmdline",
    )
    process = AsyncCrawlerProcess(settings)
    crawler = process.create_crawler(SiteSpider)
    task = process.crawl(crawler, case=case, name=name, sample=sample)
    process.start()
    error = task.exception() if task.done() and not task.cancelled() else None
    if error is not None:
        raise error
    assert isinstance(crawler.spider, SiteSpider)
    return crawler.spider


if __name__ == "__main__":
    main()
