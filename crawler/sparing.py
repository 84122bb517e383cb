"""Keeps sqlite-utils from importing pandas and numpy, which it does wherever they are installed, to know their types.

That is a third of a second and 80 MB for every command. Nothing here lets it make columns for such values.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType

HUNGRY = "sqlite_utils.db"
HEAVY = ("pandas", "numpy")


class _Sparing(Loader):
    """Loads a module as `loader` would, with what is HEAVY out of its sight."""

    def __init__(self, loader: Loader) -> None:
        self._loader = loader

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        return self._loader.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        hidden = [name for name in HEAVY if name not in sys.modules]
        for name in hidden:
            sys.modules[name] = None  # type: ignore[assignment]  # what makes an import fail, by its documentation
        try:
            self._loader.exec_module(module)
        finally:
            for name in hidden:
                del sys.modules[name]


class _Finder(MetaPathFinder):
    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        spec = PathFinder.find_spec(name, path) if name == HUNGRY else None
        if spec is not None and spec.loader is not None:
            spec.loader = _Sparing(spec.loader)
        return spec


def come_light() -> None:
    """From now on sqlite-utils, where it is not imported yet, comes without them; others import it as ever."""
    sys.meta_path.insert(0, _Finder())
