"""What an import names because it may be wrong: absent fields, unknown names, values and encodings."""
