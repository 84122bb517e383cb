"""Import sqlite-utils without pandas and numpy, which it imports wherever they are installed, to know their types.

They take a third of a second and 80 MB of every command. No table here is made from values of such types.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType

IMPORTER = "sqlite_utils.db"
NOT_IMPORTED = ("pandas", "numpy")


class _WithoutTypes(Loader):
    """Loads a module as `loader` does; an import of NOT_IMPORTED fails meanwhile, unless it was imported before."""

    def __init__(self, loader: Loader) -> None:
        self._loader = loader

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        return self._loader.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        blocked = [name for name in NOT_IMPORTED if name not in sys.modules]
        for name in blocked:
            sys.modules[name] = None  # type: ignore[assignment]  # documented: makes the import fail
        try:
            self._loader.exec_module(module)
        finally:
            for name in blocked:
                del sys.modules[name]


class _Finder(MetaPathFinder):
    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        spec = PathFinder.find_spec(name, path) if name == IMPORTER else None
        if spec is not None and spec.loader is not None:
            spec.loader = _WithoutTypes(spec.loader)
        return spec


def skip_optional_imports() -> None:
    """From now on an import of sqlite-utils leaves pandas and numpy out; other modules import them as before."""
    sys.meta_path.insert(0, _Finder())
