"""Words as data: YAML files that lie beside the module that reads them."""

from __future__ import annotations

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
