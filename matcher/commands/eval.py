"""`box31 eval`: the case's pairs against labelled ones."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from crawler.case.console import say
from crawler.case.safe_text import json_line
from matcher.commands.cli import open_case

NAMED = 5  # unknown products or lines that are named; the rest is counted


@click.command("eval", epilog="Example: box31 -C demo-case eval gold.csv")
@click.argument("gold", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_context
def evaluate(context: click.Context, gold: Path, as_json: bool) -> None:
    """Measure pairs against those in the CSV file GOLD (columns: file,row,product_sku,product_url,level)."""
    from matcher.evaluation.evaluation import Evaluation, read_gold
    from matcher.evaluation.evaluation import evaluate as measure
    from matcher.schema.tables import matcher_migrations

    case = open_case(context)
    pairs = read_gold(gold)
    found: Evaluation = measure(case.database(matcher_migrations), pairs)
    for what, unknown in (("products", found.unknown_products), ("lines", found.unknown_lines)):
        if unknown:
            more = f" and {len(unknown) - NAMED} more" if len(unknown) > NAMED else ""
            say(
                f"not in this case, so counted as missed: {len(unknown)} {what}: {', '.join(unknown[:NAMED])}{more}"
            )
    if as_json:
        click.echo(json_line(asdict(found)))
        return
    click.echo(f"{found.gold_pairs} true pairs; {found.scored_pairs} proposed over {found.lines} lines")
    click.echo(f"average precision {found.average_precision:.3f}")
    click.echo(f"Brier score       {found.brier:.3f}")
    click.echo(f"ECE               {found.ece:.3f}\n")
    click.echo("level         lines  hit@1  hit@5  hit@10")
    for level, hits in found.hits.items():
        shares = "  ".join(f"{share:5.3f}" for share in hits.values())
        click.echo(f"{level:12}  {found.gold_lines[level]:5}  {shares}")
    click.echo("\nconfidence  proposed  precision  recall")
    for row in found.thresholds:
        click.echo(
            f"{row['threshold']:10.2f}  {row['proposed']:8.0f}  {row['precision']:9.3f}  {row['recall']:6.3f}"
        )
