"""Tables and lists of models."""
