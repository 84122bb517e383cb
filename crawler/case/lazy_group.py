"""Command groups whose commands are imported only when they are called: `box31 --help` must be instant."""

from __future__ import annotations

import importlib
from difflib import get_close_matches
from typing import Any

import click
from click.core import ParameterSource


class LazyGroup(click.Group):
    """A click group given `lazy`: {command: ("module:attribute", short help)}; no import until it is needed."""

    def __init__(self, *args: Any, lazy: dict[str, tuple[str, str]] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lazy = lazy or {}

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*self.lazy, *super().list_commands(ctx)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.lazy:
            return super().get_command(ctx, cmd_name)
        module, attribute = self.lazy[cmd_name][0].split(":")
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does, which suggests what was meant; but of all commands, not only those imported so far.

        Options that stand before the command (`items --site maker hidden`) are given to it.
        """
        name = args[0]
        if self.get_command(ctx, name) is None and (near := get_close_matches(name, self.list_commands(ctx))):
            ctx.fail(f"No such command {name!r}. Did you mean {' or '.join(map(repr, near))}?")
        found = super().resolve_command(ctx, args)
        if self.invoke_without_command:
            _hand_down(ctx, found[1])
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        rows = [(name, self.lazy[name][1]) for name in self.lazy]
        rows += [(name, first_sentence(command)) for name, command in self.commands.items()]
        with formatter.section("Commands"):
            formatter.write_dl(rows)


def _hand_down(ctx: click.Context, command: click.Command | None) -> None:
    """Make the group's options that were given the defaults of `command`. Raises UsageError where it has no such option."""
    if command is None or command.name is None:
        return
    taken = {parameter.name for parameter in command.params}
    given = {
        name: value
        for name, value in ctx.params.items()
        if ctx.get_parameter_source(name) is ParameterSource.COMMANDLINE
    }
    if other := [parameter for parameter in ctx.command.params if parameter.name in given.keys() - taken]:
        ctx.fail(f"{other[0].opts[0]}: not an option of `{ctx.command_path} {command.name}`")
    ctx.default_map = {**(ctx.default_map or {}), command.name: given}


def first_sentence(command: click.Command) -> str:
    """What a command does, in its own first sentence: click would cut it off in the middle."""
    text = " ".join((command.help or "").split("\n\n")[0].split())
    return text.split(". ")[0].rstrip(".") + "." if text else ""
