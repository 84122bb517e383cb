"""`box31 verify`: everything in the case re-read, re-hashed and recomputed."""
