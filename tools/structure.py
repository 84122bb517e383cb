"""Print measurements of the code's structure, so that two versions can be compared.

    python tools/structure.py [ROOT] [--json] [--list]

Counts modules in the largest folder, circles of imports, pairs of folders that import each other, lines, long
functions, long signatures, untyped dicts and words of the docs. `--list` names what is counted.
"""

from __future__ import annotations

import argparse
import ast
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

PACKAGES = ("crawler", "matcher")
LONG_FUNCTION = 50  # lines
LONG_SIGNATURE = 7  # parameters, `self` aside


@dataclass
class Structure:
    """The modules of a tree and what each imports."""

    lines: int = 0
    folders: Counter[str] = field(default_factory=Counter)
    imports: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    long_functions: list[str] = field(default_factory=list)
    long_signatures: list[str] = field(default_factory=list)
    untyped: Counter[str] = field(default_factory=Counter)


def name_of(path: Path) -> str:
    parts = path.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def read(root: Path) -> Structure:
    """The structure of the packages below `root`, from their source text."""
    found = Structure()
    files = [path for package in PACKAGES for path in sorted((root / package).rglob("*.py"))]
    modules = {name_of(path.relative_to(root)) for path in files}
    for path in files:
        module = name_of(path.relative_to(root))
        text = path.read_text(encoding="utf-8")
        found.lines += len(text.splitlines())
        if path.name != "__init__.py":
            found.folders[str(path.parent.relative_to(root))] += 1
        found.untyped[module] += text.count("dict[str, Any]")
        tree = ast.parse(text)
        found.imports[module] |= set(_imported(tree, modules)) - {module}
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                _measure(node, f"{module}:{node.name}", found)
    return found


def _measure(node: ast.FunctionDef | ast.AsyncFunctionDef, name: str, found: Structure) -> None:
    if (node.end_lineno or node.lineno) - node.lineno + 1 > LONG_FUNCTION:
        found.long_functions.append(name)
    arguments = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
    if len([one for one in arguments if one.arg not in ("self", "cls")]) >= LONG_SIGNATURE:
        found.long_signatures.append(name)


def _imported(tree: ast.Module, modules: set[str]) -> Iterator[str]:
    """The own modules that are imported anywhere in a module: inside functions and for types too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names if one.name in modules)
        if isinstance(node, ast.ImportFrom) and node.module:
            for one in node.names:
                full = f"{node.module}.{one.name}"
                if full in modules or node.module in modules:
                    yield full if full in modules else node.module


def circles(imports: dict[str, set[str]]) -> list[list[str]]:
    """Groups of modules that import each other, by Tarjan's algorithm."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    found: list[list[str]] = []

    def visit(node: str) -> None:
        index[node] = low[node] = len(index)
        stack.append(node)
        for other in sorted(imports.get(node, ())):
            if other not in index:
                visit(other)
                low[node] = min(low[node], low[other])
            elif other in stack:
                low[node] = min(low[node], index[other])
        if low[node] == index[node]:
            group = []
            while True:
                group.append(stack.pop())
                if group[-1] == node:
                    break
            if len(group) > 1:
                found.append(sorted(group))

    for node in sorted(imports):
        if node not in index:
            visit(node)
    return found


def mutual_folders(imports: dict[str, set[str]], root: Path) -> list[tuple[str, str]]:
    """Pairs of folders of which each imports the other; a folder's own `__init__` belongs to the folder."""

    def folder(module: str) -> str:
        return module if (root / module.replace(".", "/")).is_dir() else module.rpartition(".")[0]

    arrows = {
        (folder(a), folder(b)) for a, others in imports.items() for b in others if folder(a) != folder(b)
    }
    return sorted({(min(pair), max(pair)) for pair in arrows if pair[::-1] in arrows})


def words(root: Path) -> int:
    """Words of all pages below docs/."""
    pages = (root / "docs").rglob("*.md")
    return sum(len(re.findall(r"\S+", page.read_text(encoding="utf-8"))) for page in pages)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("root", nargs="?", type=Path, default=Path(__file__).resolve().parent.parent)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--list", action="store_true", help="name what is counted")
    given = parser.parse_args()
    found = read(given.root)
    folder, most = found.folders.most_common(1)[0]
    rings = circles(found.imports)
    pairs = mutual_folders(found.imports, given.root)
    figures = {
        "modules": sum(found.folders.values()),
        f"modules in the largest folder ({folder})": most,
        "circles of imports": len(rings),
        "pairs of folders that import each other": len(pairs),
        "lines of crawler and matcher": found.lines,
        f"functions over {LONG_FUNCTION} lines": len(found.long_functions),
        f"functions with {LONG_SIGNATURE} or more parameters": len(found.long_signatures),
        "dict[str, Any]": sum(found.untyped.values()),
        "words in docs": words(given.root),
    }
    if given.json:
        print(json.dumps(figures))
        return
    for name, value in figures.items():
        print(f"{value:>7,}  {name}")
    if given.list:
        for title, rows in (
            ("circles", [" ".join(ring) for ring in rings]),
            ("folder pairs", [" <-> ".join(pair) for pair in pairs]),
            ("long functions", found.long_functions),
            ("long signatures", found.long_signatures),
            (
                "dict[str, Any]",
                [f"{count} {module}" for module, count in found.untyped.most_common(30) if count],
            ),
        ):
            print(f"\n{title}\n  " + "\n  ".join(rows))


if __name__ == "__main__":
    main()
