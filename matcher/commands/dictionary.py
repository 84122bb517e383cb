"""`box31 dictionary`: bilingual dictionaries for the reading of texts, from files the user brings."""

from __future__ import annotations

import re
from pathlib import Path

import click

from crawler.case.console import listing_options, say, show
from crawler.case.lazy_group import LazyGroup
from matcher.commands.cli import open_case

# Languages of dictionary files as their names have them.
_LONG = {
    **{
        "eng": "en",
        "rus": "ru",
        "zho": "zh",
        "ukr": "uk",
        "deu": "de",
        "fra": "fr",
        "tur": "tr",
        "kaz": "kk",
    },
    "cedict": "zh-en",
}
LANGUAGE = re.compile(r"[a-z]{2}")


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
def dictionary() -> None:
    """Bilingual dictionaries: words that the reader of attributes does not know are glossed with them."""


@dictionary.command(epilog="Example: box31 dictionary add /usr/share/dictd/freedict-rus-eng.index")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--from", "source", help="Language of the headwords, two letters (default: by the file's name)."
)
@click.option("--to", "target", help="Language of the translations.")
@click.option("--reverse", is_flag=True, help="The file translates the other way: turn it round.")
@click.option("--name", default="", help="What it is called in the case (default: the file's name).")
@click.pass_context
def add(
    context: click.Context, file: Path, source: str | None, target: str | None, reverse: bool, name: str
) -> None:
    """Read FILE (CC-CEDICT, dictd, StarDict or tab-separated words) into the case."""
    from crawler.case.errors import UsageProblem
    from crawler.case.given_files import check_given
    from matcher.reading.dictionaries import add_dictionary

    named = languages_named(file.name)
    if reverse:
        named = named[::-1]
    source, target = source or named[0], target or named[1]
    for option, language in (("--from", source), ("--to", target)):
        if not LANGUAGE.fullmatch(language):
            raise UsageProblem(
                f"{option} {language!r}: give the language of {file.name} by two letters, such as ru"
            )
    check_given(file)
    case = open_case(context)
    with case.lock():
        about = add_dictionary(case.root, file, source, target, name, reverse=reverse)
    say(
        f"{about.name}: {about.words:,} words from {about.source} to {about.target}; shown as made by machine"
    )


def languages_named(file: str) -> tuple[str, str]:
    """The languages that a dictionary's file name tells (freedict-rus-eng), "" where it does not."""
    parts = [_LONG.get(part, part) for part in re.split(r"[^a-z]+", file.lower())]
    if "zh-en" in parts:
        return "zh", "en"
    found = [part for part in parts if part in _LONG.values()]
    return (found[0], found[1]) if len(found) == 2 else ("", "")


@dictionary.command("list", epilog="Example: box31 dictionary list")
@listing_options
@click.pass_context
def list_(context: click.Context, as_json: bool, as_csv: bool) -> None:
    """The dictionaries of the case."""
    from matcher.reading.dictionaries import About, dictionaries_of

    columns = tuple(About.__dataclass_fields__)
    known = [vars(one.about) for one in dictionaries_of(open_case(context).root)]
    show(known, columns, as_json=as_json, as_csv=as_csv)


@dictionary.command(epilog="Example: box31 dictionary remove freedict-rus-eng")
@click.argument("name")
@click.pass_context
def remove(context: click.Context, name: str) -> None:
    """Take the dictionary NAME out of the case."""
    from crawler.case.errors import UsageProblem
    from matcher.reading.dictionaries import dictionaries_of

    case = open_case(context)
    with case.lock():
        for known in dictionaries_of(case.root):
            if known.name == name:
                known.path.unlink()
                say(f"{name} removed")
                return
    raise UsageProblem(f"{name}: no such dictionary; `box31 dictionary list` names them")
