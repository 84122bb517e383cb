"""`box31 search`."""

from __future__ import annotations

import click

from crawler.case.console import counted, listing_options, say, show

LIMIT = 50


@click.command(
    epilog='Examples: box31 -C mycase search тепловизор   box31 -C mycase search "carbon plate" HD-BV205'
)
@click.argument("words", nargs=-1, required=True, metavar="WORD...")
@click.option(
    "--in", "kinds", metavar="KINDS", help="Only these: lines, items, posts, pictures; several with commas."
)
@click.option(
    "--limit",
    type=click.IntRange(0),
    default=LIMIT,
    show_default=True,
    help="At most so many of each; 0: all.",
)
@listing_options
@click.pass_context
def search(
    context: click.Context, words: tuple[str, ...], kinds: str | None, limit: int, as_json: bool, as_csv: bool
) -> None:
    """Customs lines, items, posts and pictures (text read in them) that hold every WORD in one field, and where.

    "Two words" must be together. Letter case, look-alike letters, Latin or Cyrillic or Chinese script, separators in
    codes and endings make no difference; a word also finds longer words that begin so.
    """
    from crawler.case.typed_rows import columns_of
    from crawler.catalog.record_marks import count_left_out, in_words
    from matcher.commands.cli import open_case
    from matcher.schema.tables import matcher_migrations
    from matcher.search.find import KINDS, Hit
    from matcher.search.find import search as find
    from matcher.search.index import open_index

    chosen = _kinds(kinds, KINDS)
    case = open_case(context)
    db = case.database(matcher_migrations)
    with open_index(case, db) as index:
        if index.note:
            say(index.note)
        found = find(db, index, words, chosen, limit)
    hits = (vars(hit) for part in found for hit in part.hits)
    show(hits, columns_of(Hit), as_json=as_json, as_csv=as_csv)
    for part in found:
        first = (
            f", the first {len(part.hits):,} shown (--limit 0: all)" if len(part.hits) < part.total else ""
        )
        say(f"{counted(part.total, part.kind[:-1])}{first}")
    for table in ("items", "posts"):
        if table in chosen:
            for line in in_words(count_left_out(db, table=table), table[:-1]):
                say(line)


def _kinds(given: str | None, known: tuple[str, ...]) -> tuple[str, ...]:
    from crawler.case.errors import UsageProblem

    if given is None:
        return known
    chosen = [kind.strip() for kind in given.split(",")]
    for kind in chosen:
        if kind not in known:
            raise UsageProblem(f"--in {given}: {kind or 'nothing'} is not one of {', '.join(known)}")
    return tuple(kind for kind in known if kind in chosen)
