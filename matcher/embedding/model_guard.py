"""A model that came with a case must not bring code: what its folder may hold before it is loaded."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from crawler.case.errors import UsageProblem

# The last part of a module's type, and where it must come from: sentence-transformers' own classes whose weights are
# safetensors. sentence-transformers 5.1 imports whatever class the modules.json of a local folder names.
PLAIN_MODULES = frozenset(("Transformer", "Pooling", "Normalize"))
PACKAGE = "sentence_transformers."
READ_BYTES = 16 * 1024 * 1024  # of a JSON file of a model; tokenizers are the largest


def check_model_folder(folder: Path, model: str) -> None:
    """Raise UsageProblem where loading the model in `folder` could run code of it, whatever version loads it.

    Allowed are the plain modules of sentence-transformers, inside the folder, without transformers' auto_map.
    """
    check_modules(folder / "modules.json", model)
    for path in sorted(folder.rglob("*.json")):
        if path.is_file() and "config" in path.name and _names_code(_json(path, model)):
            raise _refused(model, f"{path.relative_to(folder)} names code (auto_map)")


def check_modules(path: Path, model: str) -> None:
    """Raise UsageProblem where this modules.json names anything but plain modules."""
    modules = _json(path, model)
    if not isinstance(modules, list) or not all(isinstance(entry, dict) for entry in modules):
        raise _refused(model, "modules.json is not a list of modules")
    for entry in modules:
        kind = str(entry.get("type", ""))
        if not kind.startswith(PACKAGE) or kind.rsplit(".", 1)[-1] not in PLAIN_MODULES:
            known = ", ".join(sorted(PLAIN_MODULES))
            raise _refused(model, f"modules.json names the module {kind[:80]!r}, not one of {known}")
        place = Path(str(entry.get("path", "")))
        if place.is_absolute() or ".." in place.parts:
            raise _refused(model, f"the module {str(place)[:80]!r} lies outside its folder")


def _refused(model: str, why: str) -> UsageProblem:
    return UsageProblem(f"model {model}: {why}; a model that brings code is never loaded")


def _json(path: Path, model: str) -> Any:
    try:
        with path.open("rb") as handle:
            data = handle.read(READ_BYTES + 1)
    except OSError as error:
        raise _refused(model, f"{path.name} cannot be read: {error.strerror}") from error
    if len(data) > READ_BYTES:
        raise _refused(model, f"{path.name} is larger than {READ_BYTES // 1024**2} MB")
    try:
        return json.loads(data)
    except (ValueError, RecursionError) as error:
        raise _refused(model, f"{path.name} is not JSON") from error


def _names_code(config: Any) -> bool:
    """Whether a configuration points to classes by file: transformers' auto_map, also inside of it."""
    if isinstance(config, dict):
        return bool(config.get("auto_map")) or any(map(_names_code, config.values()))
    return isinstance(config, list) and any(map(_names_code, config))
