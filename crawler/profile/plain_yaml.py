"""YAML that people write and others send: plain values, without aliases.

Nine lines of aliases to aliases make a value of a billion entries.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from crawler.case.given_files import given_bytes


def read_yaml(text: str) -> Any:
    """The value of a YAML text. Raises yaml.YAMLError where it is none or has an alias, RecursionError where it is too deep."""
    import yaml

    # libyaml, where it is: eight times as fast, and `status` reads hundreds of profiles
    loader = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader
    if "*" in text:
        for event in yaml.parse(text, Loader=loader):
            if isinstance(event, yaml.AliasEvent):
                mark: Any = event.start_mark  # libyaml's own type, with the same attributes
                problem = f"*{event.anchor} is an alias; write the value itself"
                raise yaml.MarkedYAMLError(problem=problem, problem_mark=mark)
    return yaml.load(text, Loader=loader)  # noqa: S506  # both loaders are safe ones


def read_yaml_file(path: Path, most: int) -> Any:
    """The value of a YAML file of at most `most` bytes. Raises as `read_yaml` and `given_bytes`, ValueError where it is no UTF-8."""
    return read_yaml(given_bytes(path, most).decode("utf-8"))
