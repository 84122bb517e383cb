"""Pairs measured against labelled ones; training of an encoder."""
