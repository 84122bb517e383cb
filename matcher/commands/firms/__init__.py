"""Commands on firms: `box31 parties`, `box31 lists`, `box31 reply`."""
