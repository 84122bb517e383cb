"""The case folder, its database, and how commands speak."""
