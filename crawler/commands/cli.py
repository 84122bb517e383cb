"""The crawler's commands: site, crawl, items, posts, archive."""

from __future__ import annotations

# name -> (where it is, what it does); mounted by the `box31` command, imported only when called.
CRAWLER_COMMANDS: dict[str, tuple[str, str]] = {
    "site": ("crawler.commands.site:site", "Sites of the case: add, list, preview, inspect."),
    "crawl": ("crawler.commands.crawl:crawl", "Crawl sites into the archive."),
    "items": ("crawler.commands.catalog:items", "Catalog items found."),
    "posts": ("crawler.commands.posts:posts", "News posts found: list, text, pictures."),
    "pictures": ("crawler.commands.pictures:pictures", "Pictures of items and posts: EXIF, text in them."),
    "changes": ("crawler.commands.catalog:changes", "What changed on the sites."),
    "schedule": ("crawler.commands.schedule:schedule", "When sites are crawled by themselves."),
    "archive": ("crawler.commands.archive:archive", "Verify, package and re-read the archive."),
}
