"""Items and goods records as documents to compare."""
