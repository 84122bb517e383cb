"""Words of five languages by which statements are read."""
