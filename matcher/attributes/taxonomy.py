"""Kinds of goods and what words say about them, as data: kinds.yaml, words.yaml, and a case's own taxonomy.yaml."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import yaml

from crawler.case.errors import UsageProblem
from crawler.profile.plain_yaml import read_yaml_file
from matcher.text.lexicon import Lexicon
from matcher.text.word_files import word_file

CASE_FILE = "taxonomy.yaml"
CASE_BYTES = 4 << 20
KIND_KEYS = frozenset({"title", "broader", "near", "hs", "civil", "names"})
GROUP_KEYS = frozenset({"counts", "title", "strict", "implied_by", "silent_is_no", "values"})
VALUE_KEYS = frozenset({"names", "is", "implied_by"})


@dataclass(frozen=True)
class Kind:
    """A kind of goods: what people call it, wider kinds (itself first), kinds it is mixed up with, headings, whether an
    everyday article."""

    name: str
    title: str
    wider: tuple[str, ...]
    near: frozenset[str]
    hs: tuple[str, ...]
    civil: bool


@dataclass(frozen=True)
class Group:
    """A group of attribute values that words state: `counts` hard or soft, and what a silent page means."""

    name: str
    title: str
    hard: bool
    silent_is_no: bool
    strict: bool
    implied_by: Mapping[str, frozenset[str]]  # value -> kinds of goods whose name says it already
    wider: Mapping[str, frozenset[str]]  # value -> values that may stand for it, itself among them

    @property
    def is_part(self) -> bool:
        """Whether it is there or not, and nothing else can be said of it: a visor, a rangefinder."""
        return set(self.wider) <= {"yes", "no"}


class Taxonomy:
    """Kinds and groups with their lexica. `definition` is the merged content of the YAML files."""

    def __init__(self, definition: Mapping[str, Mapping[str, Any]]) -> None:
        self.definition = definition
        kinds = definition["kinds"]
        near: dict[str, set[str]] = {name: set(spec.get("near", ())) for name, spec in kinds.items()}
        for name, others in list(near.items()):
            for other in others:
                near.setdefault(other, set()).add(name)
        self.kinds = {
            name: Kind(
                name,
                str(spec.get("title", name)).replace("_", " "),
                tuple(_wider(name, kinds)),
                frozenset(near[name]),
                tuple(str(code) for code in spec.get("hs", ())),
                bool(spec.get("civil", False)),
            )
            for name, spec in kinds.items()
        }
        self.groups = {
            name: Group(
                name,
                str(spec.get("title", name)).replace("_", " "),
                spec.get("counts", "hard") == "hard",
                bool(spec.get("silent_is_no", False)),
                bool(spec.get("strict", False)),
                {
                    _word(value): frozenset(
                        [*spec.get("implied_by", ()), *(facts or {}).get("implied_by", ())]
                    )
                    for value, facts in spec["values"].items()
                },
                {
                    _word(value): frozenset([_word(value), *map(_word, (facts or {}).get("is", ()))])
                    for value, facts in spec["values"].items()
                },
            )
            for name, spec in definition["groups"].items()
        }

    @cached_property
    def kind_names(self) -> Lexicon:
        """The lexicon of kinds: labels are kinds' names."""
        names = {name: spec.get("names", "") for name, spec in self.definition["kinds"].items()}
        return Lexicon(names, nouns=True)

    @cached_property
    def value_names(self) -> Lexicon:
        """The lexicon of attribute values: labels are `group:value`."""
        return Lexicon(
            {
                f"{group}:{_word(value)}": (facts or {}).get("names", "")
                for group, spec in self.definition["groups"].items()
                for value, facts in spec["values"].items()
            }
        )

    @cached_property
    def digest(self) -> str:
        """Changes when any entry does."""
        return hashlib.sha256(json.dumps(self.definition, sort_keys=True, default=str).encode()).hexdigest()[
            :12
        ]


def _wider(name: str, kinds: Mapping[str, Any]) -> list[str]:
    found = [name]
    for kind in found:
        found += [above for above in _names(kinds[kind].get("broader", ())) if above not in found]
    return found


def _names(value: object) -> list[str]:
    return (
        [value]
        if isinstance(value, str)
        else [str(name) for name in value]
        if isinstance(value, list)
        else []
    )


def _word(value: object) -> str:
    """YAML reads yes and no as truth values."""
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


@lru_cache(maxsize=1)
def shipped() -> Taxonomy:
    """The taxonomy that is shipped."""
    return Taxonomy(_shipped_definition())


def _shipped_definition() -> dict[str, dict[str, Any]]:
    return {
        "kinds": dict(word_file(__package__, "kinds.yaml")),
        "groups": dict(word_file(__package__, "words.yaml")),
    }


def of_case(root: Path) -> Taxonomy:
    """The taxonomy of a case: the shipped one, with what the case's taxonomy.yaml adds under `kinds` and `groups`.

    An entry of the same name adds its patterns to the shipped ones and replaces its other keys. Raises UsageProblem
    with the file and the wrong key.
    """
    path = root / CASE_FILE
    if not path.is_file():
        return shipped()
    try:
        given = read_yaml_file(path, CASE_BYTES) or {}
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise UsageProblem(
            f"{path}: not valid YAML: {' '.join(str(error).split())[:200]}; correct it"
        ) from error
    if not isinstance(given, dict) or set(given) - {"kinds", "groups"}:
        raise UsageProblem(f"{path}: must hold `kinds:` and `groups:` and nothing else")
    merged = _shipped_definition()
    for name, spec in (given.get("kinds") or {}).items():
        _check(path, f"kinds.{name}", spec, KIND_KEYS)
        merged["kinds"][name] = _added(merged["kinds"].get(name, {}), spec)
    for name, spec in (given.get("groups") or {}).items():
        _check(path, f"groups.{name}", spec, GROUP_KEYS)
        group = merged["groups"].setdefault(name, {"values": {}})
        values = dict(group["values"])
        for value, facts in (spec.get("values") or {}).items():
            _check(path, f"groups.{name}.{value}", facts, VALUE_KEYS)
            values[value] = _added(values.get(value) or {}, facts)
        merged["groups"][name] = {**group, **spec, "values": values}
    for name, spec in merged["kinds"].items():
        for other in [*_names(spec.get("broader")), *_names(spec.get("near"))]:
            if other not in merged["kinds"]:
                raise UsageProblem(f"{path}: kinds.{name} names the kind {other!r}, which does not exist")
    return Taxonomy(merged)


def _check(path: Path, place: str, spec: object, known: frozenset[str]) -> None:
    if not isinstance(spec, dict):
        raise UsageProblem(f"{path}: {place} must hold keys such as {', '.join(sorted(known))}")
    if wrong := set(spec) - known:
        raise UsageProblem(
            f"{path}: {place} has the unknown key {sorted(map(str, wrong))[0]!r}; known: {sorted(known)}"
        )


def _added(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    names = "; ".join(part for part in (old.get("names", ""), new.get("names", "")) if part)
    return {**old, **new, "names": names}
