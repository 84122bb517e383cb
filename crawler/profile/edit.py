"""Change a site's profile from the command line: `site set`, with the comments of the file kept."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from crawler.case.errors import UsageProblem
from crawler.profile.plain_yaml import read_yaml
from crawler.profile.profile import SiteProfile, in_words, load_profile, save_profile

_ASSIGNMENT = re.compile(r"([a-z_]+)(?:\.([\w-]+))?(\+)?=(.*)", re.S)


def set_values(path: Path, assignments: Sequence[str]) -> SiteProfile:
    """Set keys of the profile in `path`: key=value, key+=value for a list, key.name=value for a table; all or none.

    Values are YAML (`follow=false`, `products=["^/p/"]`); a list takes a single value as its only entry. Raises
    UsageProblem where a key or a value is none of a profile's, and leaves the file as it was.
    """
    profile = load_profile(path)
    given = profile.model_dump(exclude_defaults=True)
    for assignment in assignments:
        _set(given, assignment)
    try:
        changed = SiteProfile.model_validate(given)
    except ValidationError as error:
        raise UsageProblem(f"{path.name}: {in_words(error)}; nothing was changed") from error
    if changed.name != profile.name:
        raise UsageProblem(f"{path.name}: a site's name is changed by `box31 site rename`")
    save_profile(path, changed, comments_of(path))
    return changed


def _set(given: dict[str, Any], assignment: str) -> None:
    match = _ASSIGNMENT.fullmatch(assignment)
    if match is None:
        raise UsageProblem(f"{assignment!r}: write KEY=VALUE, KEY+=VALUE or KEY.NAME=VALUE")
    key, name, add, text = match.groups()
    if key not in SiteProfile.model_fields:
        raise UsageProblem(f"{key}: no key of a profile; known: {', '.join(SiteProfile.model_fields)}")
    value = _value(text)
    if name is not None:
        table = given.get(key) or {}
        given[key] = {**table, name: text}
    elif isinstance(SiteProfile.model_fields[key].get_default(call_default_factory=True), list):
        entries = value if isinstance(value, list) else [text]
        given[key] = [*given.get(key, []), *entries] if add else entries
    else:
        given[key] = value


def _value(text: str) -> Any:
    try:
        return read_yaml(text)
    except yaml.YAMLError:
        return text  # a regular expression may be no YAML


def comments_of(path: Path) -> dict[str, str]:
    """Key -> the comment lines above it in the file."""
    comments: dict[str, str] = {}
    above: list[str] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        key = re.match(r"([a-z_]+):", line)
        if line.startswith("#"):
            above.append(line[2:] if line.startswith("# ") else line[1:])
        elif key and above:
            comments[key.group(1)] = "\n".join(above)
            above = []
    return comments
