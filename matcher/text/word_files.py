"""Words as data: YAML and CSV files beside the module that reads them."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import Any

import yaml

try:
    from yaml import CSafeLoader as _Loader
except ImportError:  # PyYAML without libyaml: slower, the same result
    from yaml import SafeLoader as _Loader  # type: ignore[assignment]


@cache
def word_file(package: str, name: str) -> Any:
    """What the YAML file `name` in `package` holds. Read once; the caller must not change it."""
    text = resources.files(package).joinpath(name).read_text(encoding="utf-8")
    return yaml.load(text, Loader=_Loader)


def table_rows(package: str, name: str) -> Iterator[dict[str, str]]:
    """The rows of the CSV file `name` in `package`, each by the columns of its header."""
    text = resources.files(package).joinpath(name).read_text(encoding="utf-8")
    return csv.DictReader(text.splitlines())
