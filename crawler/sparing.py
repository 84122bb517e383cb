"""Keeps sqlite-utils from importing pandas, which it does wherever that is installed, to know two of its types.

That is a quarter of a second and 60 MB for every command. Nothing here hands it a pandas value.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType

HUNGRY = "sqlite_utils.db"
HEAVY = "pandas"


class _Sparing(Loader):
    """Loads a module as `loader` would, with HEAVY out of its sight."""

    def __init__(self, loader: Loader) -> None:
        self._loader = loader

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        return self._loader.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        hide = HEAVY not in sys.modules
        if hide:
            sys.modules[HEAVY] = None  # type: ignore[assignment]  # what makes an import fail, by its documentation
        try:
            self._loader.exec_module(module)
        finally:
            if hide:
                del sys.modules[HEAVY]


class _Finder(MetaPathFinder):
    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        spec = PathFinder.find_spec(name, path) if name == HUNGRY else None
        if spec is not None and spec.loader is not None:
            spec.loader = _Sparing(spec.loader)
        return spec


def spare_pandas() -> None:
    """From now on sqlite-utils, where it is not imported yet, comes without pandas; others import it as ever."""
    sys.meta_path.insert(0, _Finder())
