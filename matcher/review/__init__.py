"""The review round trip: a sheet out, decisions in."""
