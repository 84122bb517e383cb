"""Items and posts over time: versions, listings, changes, feeds."""
