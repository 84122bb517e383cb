"""`python -m matcher` is the `box31` command."""

from matcher.cli import main

main()
