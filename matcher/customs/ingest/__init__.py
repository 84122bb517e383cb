"""Files into the database: lines, rejects, overlaps, previews."""
