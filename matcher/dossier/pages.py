"""The dossier's HTML: templates without script, text of the world escaped, hidden characters written out."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from matcher.dossier.statements import LEVELS, level_name, sums
from matcher.text.display import amount, in_latin, language_tag, shown, visible

if TYPE_CHECKING:
    from jinja2 import Environment

# Nothing may be loaded but the dossier's own style sheet and pictures, whether it lies on a disk (file:) or on a
# server ('self'); nothing may run, be framed, be sent, or change where links lead.
POLICY = (
    "default-src 'none'; img-src 'self' file:; style-src 'self' file:; base-uri 'none'; form-action 'none'; "
    "script-src 'none'; object-src 'none'; frame-src 'none'; connect-src 'none'"
)


@cache
def environment() -> Environment:
    """Jinja with autoescape on for everything, and every string passed through `visible` before it is escaped."""
    from jinja2 import Environment, PackageLoader, StrictUndefined
    from markupsafe import Markup

    def finalize(value: Any) -> Any:
        if value is None:
            return ""
        return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value

    made = Environment(
        loader=PackageLoader("matcher.dossier"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters.update(amount=amount, latin=in_latin, sums=sums, shown=shown, lang=language_tag, day=_day)
    made.globals.update(POLICY=POLICY, LEVELS=LEVELS, level_name=level_name)
    return made


def render(data: Path, path: str, template: str, **values: Any) -> None:
    """Write data/`path` from a template. `root` in the template is the way up to data/, such as `../`."""
    text = environment().get_template(template).render(root="../" * path.count("/"), **values)
    target = data / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8")


def copy_style(data: Path) -> None:
    """Put the style sheet beside the pages."""
    style = Path(__file__).parent / "templates" / "style.css"
    (data / "style.css").write_bytes(style.read_bytes())


def _day(moment: str) -> str:
    """A moment for people: the day and, where it is known, the minute, in UTC."""
    return f"{moment[:10]} {moment[11:16]} UTC" if len(moment) > 10 else moment
