"""The words extraction knows, from vocabulary.yaml: as patterns and as tables."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources
from typing import Any

import yaml


@cache
def vocabulary() -> dict[str, Any]:
    """The whole file, parsed once."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    text = resources.files("crawler.extract.words").joinpath("vocabulary.yaml").read_text(encoding="utf-8")
    found: dict[str, Any] = yaml.load(text, Loader=loader)  # noqa: S506 - a safe loader in either case
    return found


def pattern(name: str, template: str = "{}") -> re.Pattern[str]:
    """The list `name` as one pattern without regard to case, put in place of {} in `template`."""
    return re.compile(template.replace("{}", f"(?:{alternatives(name)})"), re.I)


def alternatives(name: str) -> str:
    """The list `name` as alternatives of a regular expression."""
    words: list[str] = vocabulary()[name]
    return "|".join(words)


def by_word(name: str) -> dict[str, Any]:
    """The table `name` (meaning -> words) as word in lower case -> meaning; longest words first."""
    table: dict[Any, list[str]] = vocabulary()[name]
    pairs = [(word.lower(), meaning) for meaning, words in table.items() for word in words]
    return dict(sorted(pairs, key=lambda p: -len(p[0])))


@cache
def common_words() -> frozenset[str]:
    """The small words of all languages: articles, prepositions, conjunctions."""
    return frozenset(" ".join(vocabulary()["common_words"].values()).split())
