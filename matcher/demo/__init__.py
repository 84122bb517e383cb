"""The data and the server of `box31 demo`."""
