"""The crawler's commands: site, crawl, items, posts, archive."""

from __future__ import annotations

# name -> (where it is, what it does); mounted by the `box31` command, imported only when called.
CRAWLER_COMMANDS: dict[str, tuple[str, str]] = {
    "site": ("crawler.site_commands:site", "Sites of the case: add, list, preview, inspect."),
    "crawl": ("crawler.crawl_commands:crawl", "Crawl sites into the archive."),
    "items": ("crawler.record_commands:items", "Catalog items found."),
    "posts": ("crawler.record_commands:posts", "News posts found."),
    "changes": ("crawler.record_commands:changes", "What changed on the sites."),
    "schedule": ("crawler.schedule_commands:schedule", "When sites are crawled by themselves."),
    "archive": ("crawler.archive_commands:archive", "Verify, package and re-read the archive."),
}
