"""Texts of customs lines in many languages, written in their code pages."""
