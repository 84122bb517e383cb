"""Codes of models and articles: what is one, where a page names them, which models one page sells."""
