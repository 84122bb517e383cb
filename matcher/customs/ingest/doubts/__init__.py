"""What an import names because it may be wrong: fields that are absent, unknown names, values and encodings."""
