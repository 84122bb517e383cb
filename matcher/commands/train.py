"""`box31 train`: an encoder of the case's own."""

from __future__ import annotations

import json
import re
from dataclasses import asdict

import click

from crawler.case.console import say
from crawler.case.errors import UsageProblem
from matcher.commands.cli import open_case


@click.command(epilog="Example: box31 train --name vests")
@click.option("--model", metavar="NAME", help="What to start from (default: the case's model).")
@click.option("--name", default="tuned", show_default=True, help="Name of the folder in models/.")
@click.option(
    "--epochs", type=click.IntRange(1, 50), default=2, show_default=True, help="Passes over the examples."
)
@click.option("--keep", is_flag=True, help="Keep the model even if it did not help.")
@click.option("--json", "as_json", is_flag=True, help="Print the figures as one JSON object.")
@click.pass_context
def train(
    context: click.Context, model: str | None, name: str, epochs: int, keep: bool, as_json: bool
) -> None:
    """Fine-tune the encoder on accepted and rejected pairs; keep it if it helps on items left out."""
    from matcher.evaluation.train import Training
    from matcher.evaluation.train import train as tune
    from matcher.review.decisions import review_database

    if not re.fullmatch(r"\w[\w.-]{0,60}", name):
        raise UsageProblem(f"--name {name}: letters, digits, '.', '-' and '_' only")
    case = open_case(context)
    wanted = Training(model or str(case.config["match"]["model"]), name, epochs, keep_always=keep)
    result = tune(case, review_database(case), wanted, say=say)
    say(result.sentence())
    if as_json:
        figures = asdict(result) | {"folder": None if result.folder is None else str(result.folder)}
        click.echo(json.dumps(figures))
