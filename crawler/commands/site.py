"""The command group `site`: sites of the case, and what extraction makes of pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypedDict

import click

from crawler.case.case import Case
from crawler.case.console import listing_options, say, show
from crawler.case.errors import PARTLY, UsageProblem
from crawler.case.lazy_group import LazyGroup
from crawler.case.safe_text import json_line
from crawler.case.typed_rows import columns_of

if TYPE_CHECKING:
    from crawler.discover.by_example.derived_selectors import DerivedSelector
    from crawler.discover.by_example.examples import MissingFields
    from crawler.discover.inspect import InspectedPage
    from crawler.discover.profile_draft import GroupFinding


@dataclass(frozen=True)
class AddOptions:
    """Options of `site add`; products and posts are addresses of pages of these kinds."""

    name: str | None
    products: tuple[str, ...]
    posts: tuple[str, ...]
    delay: float | None


class FoundPattern(TypedDict):
    """A pattern of addresses that `site add` found, how sure it is of their kind, and on how many pages it looked."""

    kind: str
    sure: str
    addresses: int
    looked_at: int
    pattern: str
    example: str


FOUND_COLUMNS = columns_of(FoundPattern)
SITE_COLUMNS = (
    "site",
    "start",
    "products",
    "listings",
    "posts",
    "items",
    "found_posts",
    "last_run",
    "result",
)


@click.group(cls=LazyGroup, epilog="Example: box31 site add https://maker.example/")
def site() -> None:
    """Sites of the case: add, list, preview, inspect."""


@site.command(epilog="Example: box31 -C mycase site add https://maker.example/ --name maker")
@click.argument("url")
@click.option("--name", help="How the site is called in this case (default: from its host).")
@click.option(
    "--product", "products", multiple=True, metavar="URL", help="The page of a product (may be repeated)."
)
@click.option(
    "--post", "posts", multiple=True, metavar="URL", help="The page of a news post (may be repeated)."
)
@click.option("--delay", type=click.FloatRange(min=0), help="Seconds between requests (default: the case's).")
@listing_options
@click.pass_context
def add(context: click.Context, /, url: str, as_json: bool, as_csv: bool, **options: Any) -> None:
    """Look at the site at URL and write its profile.

    Reads robots.txt, sitemaps, feeds and some sample pages, learns which addresses are products, lists and news
    posts, finds language mirrors, and writes sites/NAME.yaml with comments. Check it with `site preview`. Where it
    does not recognise the pages of a site, name some with --product and --post; of several products it derives
    selectors for fields that no rule reads, and shows what they give.
    """
    from crawler.discover.by_example.examples import missing_fields, read_examples, selectors_of
    from crawler.discover.explore.explorer import SiteExplorer
    from crawler.discover.page_fetcher import PageFetcher
    from crawler.discover.profile_draft import draft_profile
    from crawler.profile.profile import checked_name, save_profile
    from crawler.profile.user_agent import tell_if_no_contact

    given = AddOptions(**options)
    case = Case.open(context.find_root().obj)
    if "://" not in url:
        url = f"https://{url}"
    name = checked_name(given.name or name_of(url))
    path = case.sites / f"{name}.yaml"
    if path.exists():
        raise UsageProblem(f"{path}: is there already; edit it, or give another name with --name")
    tell_if_no_contact(case)
    with PageFetcher.for_case(case, given.delay) as fetcher:
        explorer = SiteExplorer(fetcher, say)
        explorer.examples = dict.fromkeys(given.products, "product") | dict.fromkeys(given.posts, "post")
        findings = explorer.explore(url)
    profile, comments = draft_profile(name, findings)
    examples = read_examples(explorer.pages, explorer.examples, profile)
    derived = selectors_of(examples, explorer.pages, profile)
    profile = profile.model_copy(update={"selectors": {one.field: one.css for one in derived}})
    if derived:
        comments["selectors"] = "field -> CSS, derived from the examples; remove those that are wrong."
    with case.lock():
        save_profile(path, profile, comments)
    for problem in findings.problems[:10]:
        say(problem)
    _say_what_examples_gave(name, derived, missing_fields(examples, derived))
    show(map(_pattern_row, findings.groups), FOUND_COLUMNS, as_json=as_json, as_csv=as_csv)
    say(f"{path}: written; {findings.pages} pages looked at, {findings.addresses} addresses known")
    if not profile.products:
        say(
            "no addresses of products were recognised: write their pattern under `products:`, or every page is guessed"
        )
    say(f"next: box31 -C {case.root} site preview {name}; then box31 -C {case.root} crawl {name}")


def _say_what_examples_gave(
    name: str, derived: Iterable[DerivedSelector], missing: Iterable[MissingFields]
) -> None:
    for one in derived:
        say(f"selector derived from the examples: {one.field}: {one.css} -> {' | '.join(one.values)}")
    for lacks in missing:
        read_as = f"read as {lacks.read_as}; " if lacks.read_as else ""
        say(
            f"{lacks.url}: {read_as}no {', '.join(lacks.fields)} found; where the page shows them:"
            f" box31 site set {name} selectors.FIELD=CSS"
        )


def _pattern_row(found: GroupFinding) -> FoundPattern:
    group = found.group
    return FoundPattern(
        kind=found.kind,
        sure=f"{found.share:.0%}",
        addresses=len(group.urls),
        looked_at=len(found.samples),
        pattern=group.pattern,
        example=found.samples[0] if found.samples else group.urls[0],
    )


def name_of(url: str) -> str:
    """A site's name from its host: www.maker.example -> maker, 127.0.0.1:8001 -> site-127-0-0-1-8001."""
    import re
    from urllib.parse import urlsplit

    host = urlsplit(url).netloc.lower().split("@")[-1].removeprefix("www.")
    plain = re.sub(r"[^a-z0-9]+", "-", host).strip("-")
    if re.fullmatch(r"[\d.]+(:\d+)?", host):
        return f"site-{plain}"
    labels = host.split(":")[0].split(".")
    known = {"com", "co", "net", "org", "gov", "edu"}
    kept = [label for label in labels[:-1] if label not in known] or labels[:1]
    return (re.sub(r"[^a-z0-9]+", "-", kept[-1]).strip("-") or plain or "site")[:63]


@site.command("list", epilog="Example: box31 -C mycase site list")
@listing_options
@click.pass_context
def list_sites(context: click.Context, as_json: bool, as_csv: bool) -> None:
    """The sites of the case, with their patterns and last run."""
    from crawler.archive import runs
    from crawler.catalog.listings import count_records
    from crawler.profile.profile import profiles

    case = Case.open(context.find_root().obj)
    db = case.database()
    rows = []
    for profile in profiles(case):
        newest = runs.of_site(db, profile.name, limit=1)
        counts = count_records(db, profile.name)
        rows.append(
            {
                "site": profile.name,
                "start": profile.start[0],
                "products": " ".join(profile.products),
                "listings": " ".join(profile.listings),
                "posts": " ".join(profile.posts),
                "items": counts.items,
                "found_posts": counts.posts,
                "last_run": newest[0].started if newest else None,
                "result": newest[0].status if newest else None,
            }
        )
    show(rows, SITE_COLUMNS, as_json=as_json, as_csv=as_csv)


@site.command(epilog="Example: box31 -C mycase site preview maker --sample 3")
@click.argument("name")
@click.option(
    "--sample", default=3, show_default=True, type=click.IntRange(1, 50), help="Pages of each kind."
)
@click.option("--delay", type=click.FloatRange(min=0), help="Seconds between requests (default: the case's).")
@listing_options
@click.pass_context
def preview(
    context: click.Context, name: str, sample: int, delay: float | None, as_json: bool, as_csv: bool
) -> None:
    """Show what is read of sample pages of site NAME: each field, its value, its source, what is missing."""
    from crawler.discover.explore.preview import PREVIEW_COLUMNS, preview_rows
    from crawler.discover.page_fetcher import PageFetcher
    from crawler.profile.profile import load_profile
    from crawler.profile.user_agent import tell_if_no_contact

    case = Case.open(context.find_root().obj)
    profile = load_profile(case.sites / f"{name}.yaml")
    tell_if_no_contact(case)
    with PageFetcher.for_case(case, delay) as fetcher:
        rows, problems = preview_rows(fetcher, profile, sample)
    show(rows, PREVIEW_COLUMNS, as_json=as_json, as_csv=as_csv)
    for problem in problems:
        say(problem)
    if not rows:
        say(
            f"{name}: no page matched the profile's patterns; correct products, listings or posts in its YAML file"
        )
        context.exit(PARTLY)


@site.command(epilog="Example: box31 site inspect saved/*.html --url https://maker.example/p/1")
@click.argument("pages", nargs=-1, required=True, metavar="FILE|DIR|URL...")
@click.option("--url", help="The address of the (one) page; else its canonical link or og:url counts.")
@click.pass_context
def inspect(context: click.Context, pages: tuple[str, ...], url: str | None) -> None:
    """Print the fields that are extracted from pages: one JSON line each. Files need no case.

    A page that cannot be read gives a line of nulls with a message, and exit code 3.
    """

    from crawler.discover.inspect import files_of

    addresses = [p for p in pages if p.lower().startswith(("http://", "https://"))]
    files = list(files_of([Path(p) for p in pages if p not in addresses]))
    if url and len(files) + len(addresses) != 1:
        raise UsageProblem("--url names the address of one page; give one file with it")
    failed = 0
    for line in _inspected(context, files, addresses, url):
        failed += line["message"] is not None
        click.echo(json_line(line))
    if not files and not addresses:
        raise UsageProblem(f"{', '.join(pages)}: no pages there")
    if failed:
        say(f"box31: {failed} of {len(files) + len(addresses)} pages could not be read; see their messages")
        context.exit(PARTLY)


def _inspected(
    context: click.Context, files: Sequence[Path], addresses: Sequence[str], url: str | None
) -> Iterator[InspectedPage]:
    from crawler.discover.inspect import broken_line, inspect_file, inspect_page
    from crawler.extract.worker.blocking import LimitedReader

    with LimitedReader() as reader:
        for path in files:
            yield inspect_file(path, url, reader)
        if not addresses:
            return
        from crawler.discover.page_fetcher import PageFetcher

        with PageFetcher.for_context(context) as fetcher:
            for address in addresses:
                answer = fetcher.get(address)  # read once, by `reader`
                if answer.good:
                    yield inspect_page(
                        answer.body,
                        answer.headers,
                        file=None,
                        url=answer.url,
                        captured_at=answer.at,
                        reader=reader,
                    )
                else:
                    yield broken_line(None, address, answer.problem or f"answers HTTP {answer.status}")


@site.command(
    "set", epilog="Example: box31 -C mycase site set maker 'products+=^/catalog/[^/]+/$' follow=false"
)
@click.argument("name")
@click.argument("assignments", nargs=-1, required=True, metavar="KEY=VALUE...")
@click.pass_context
def set_values(context: click.Context, name: str, assignments: tuple[str, ...]) -> None:
    """Change keys of the profile of site NAME.

    KEY=VALUE sets a key, KEY+=VALUE adds to a list, KEY.NAME=VALUE sets an entry of a table (selectors.name=h2). All
    are checked before the file is written; its comments stay.
    """
    from crawler.profile import edit

    case = Case.open(context.find_root().obj)
    path = case.sites / f"{name}.yaml"
    with case.lock():
        edit.set_values(path, assignments)
    say(f"{path}: written; `box31 -C {case.root} archive extract {name}` reads archived pages with it")


@site.command(epilog="Example: box31 -C mycase site rename maker maker-cn")
@click.argument("name")
@click.argument("new")
@click.pass_context
def rename(context: click.Context, name: str, new: str) -> None:
    """Give site NAME another name, as long as nothing of it is archived.

    Captures, records and their digests bear the site's name; once there are some it is part of the evidence.
    """
    from crawler.archive import captures
    from crawler.profile.edit import comments_of
    from crawler.profile.profile import checked_name, load_profile, save_profile

    case = Case.open(context.find_root().obj)
    old, path = case.sites / f"{name}.yaml", case.sites / f"{new}.yaml"
    profile = load_profile(old)
    checked_name(new)
    if path.exists():
        raise UsageProblem(f"{path}: is there already")
    with case.lock():
        if archived := captures.count(case.database(), name):
            raise UsageProblem(
                f"{name}: {archived} captures bear this name and are evidence; add the site again under the new name"
            )
        save_profile(path, profile.model_copy(update={"name": new}), comments_of(old))
        old.unlink()
    say(f"{path}: written; {old.name} removed")


@site.command(epilog="Example: box31 -C mycase site remove maker --yes")
@click.argument("name")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.pass_context
def remove(context: click.Context, name: str, yes: bool) -> None:
    """Remove the profile of site NAME: it is not crawled any more. What is archived of it stays, as do its records."""
    from crawler.archive import captures

    case = Case.open(context.find_root().obj)
    path = case.sites / f"{name}.yaml"
    if not path.exists():
        raise UsageProblem(f"{path}: no such profile")
    archived = captures.count(case.database(), name)
    if not yes:
        click.confirm(f"Remove {path}? {archived} captures stay in the archive.", abort=True, err=True)
    with case.lock():
        path.unlink()
    say(f"{path}: removed; {archived} captures and their records stay")
