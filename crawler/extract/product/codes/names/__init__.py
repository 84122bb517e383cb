"""Codes within names of products and within addresses of pages."""
