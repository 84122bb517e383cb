"""One run of `box31 match`."""
