"""Lists that the user brings: imported with edition and hash, and the case screened against them, offline."""
