"""`python -m matcher` is the `box31` command."""

from matcher.commands.cli import main

main()
