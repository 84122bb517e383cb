"""The user agent: it names the program, and how to reach the person who crawls."""

from __future__ import annotations

from importlib.metadata import version

from crawler.case.case import Case
from crawler.case.console import say


def user_agent(contact: str) -> str:
    """The User-Agent of every request."""
    return f"Box31/{version('box31')} (+{contact or 'no contact given'})"


def tell_if_no_contact(case: Case) -> None:
    """Say it where sites are asked without a contact."""
    if not case.contact:
        say(f"{case.root / 'box31.toml'}: no contact; write one, so that the owners of sites can reach you")
