"""Items that makers tell apart by names: read out of the catalog, found in descriptions."""
