"""Fields found by what stands together in the rows: lines of one declaration, amounts that belong together, parties."""
