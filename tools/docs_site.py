"""Builds the README and docs/ as static pages that ask no other host for anything, links checked.

python tools/docs_site.py [site]
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parent.parent
PAGES = (
    "index tasks story crawl scheduling customs matching cluster review dossier evidence logs benchmarks schema"
    " contributing changelog"
)
NAV = tuple(f"{page}.md" for page in PAGES.split())
BESIDE = ("CONTRIBUTING.md", "CHANGELOG.md")  # pages beside the README that it links to
CONFIG = {
    "site_name": "Box31",
    "docs_dir": "docs",
    "site_dir": "site",
    "use_directory_urls": False,  # so that the pages can be read from a folder
    "theme": {"name": "material", "variant": "classic", "font": False, "language": "en"},
    "extra": {"generator": False},
    "plugins": ["search"],
    "markdown_extensions": [
        "tables",
        "fenced_code",
        {"toc": {"permalink": True}},
        "pymdownx.highlight",
        "pymdownx.superfences",
    ],
}
# The browser itself is told to ask nobody else; the theme's script would for diagrams and the like.
POLICY = (
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'self' data: blob: 'unsafe-inline'\">"
)
# What a page may load by itself, of another host: an address in one of these places.
_LOADED = re.compile(
    r"""<(?:script|img|iframe|source|audio|video|embed)\b[^>]*\bsrc=["']?(?:https?:)?//[^"'\s>]+"""
    r"""|<link\b(?=[^>]*\brel=["']?(?:stylesheet|preload|preconnect|icon|dns-prefetch))[^>]*\bhref=["']?(?:https?:)?//[^"'\s>]+"""
    r"""|@import\s+(?:url\()?["']?(?:https?:)?//[^"')]+|url\(["']?(?:https?:)?//[^"')]+""",
    re.IGNORECASE,
)


def sources(folder: Path) -> None:
    """The pages as the builder takes them: the README is the start page, links between them are as they lie there."""
    shutil.copytree(ROOT / "docs", folder)
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    readme = readme.replace("](docs/", "](")
    for name in BESIDE:
        readme = readme.replace(f"]({name}", f"]({name.lower()}")
        shutil.copyfile(ROOT / name, folder / name.lower())
    (folder / "index.md").write_text(readme, encoding="utf-8")
    for page in folder.glob("*.md"):
        page.write_text(
            page.read_text(encoding="utf-8").replace("](../README.md", "](index.md"), encoding="utf-8"
        )


def loaded_from_elsewhere(site: Path) -> Iterator[str]:
    """Where a page or style would ask another host for something."""
    for path in sorted(site.rglob("*")):
        if path.suffix in (".html", ".css"):
            for found in _LOADED.finditer(path.read_text(encoding="utf-8")):
                yield f"{path.relative_to(site)}: {found[0][:200]}"


def build(site: Path) -> None:
    """Build into `site`, whose old pages go. Exits with what is wrong: a warning of the builder, or an outside address."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        sources(work / "docs")
        named = [page for page in NAV if (work / "docs" / page).exists()]
        decisions = sorted(
            str(page.relative_to(work / "docs")) for page in (work / "docs" / "decisions").glob("*.md")
        )
        config = {**CONFIG, "nav": [*named, {"Decisions": decisions}]}
        (work / "mkdocs.yml").write_text(yaml.safe_dump(config, sort_keys=False), encoding="utf-8")
        done = subprocess.run(
            [sys.executable, "-m", "zensical", "build", "--strict"], cwd=work, capture_output=True, text=True
        )
        if done.returncode:
            sys.exit(done.stdout + done.stderr)
        if outside := [*loaded_from_elsewhere(work / "site")]:
            sys.exit("pages ask other hosts:\n" + "\n".join(outside))
        for page in (work / "site").rglob("*.html"):
            page.write_text(
                page.read_text(encoding="utf-8").replace("<head>", f"<head>{POLICY}", 1), encoding="utf-8"
            )
        shutil.rmtree(site, ignore_errors=True)
        shutil.copytree(work / "site", site)
    print(f"{site}: {len([*site.rglob('*.html')])} pages")


if __name__ == "__main__":
    build(Path(sys.argv[1] if len(sys.argv) > 1 else "site"))
