"""Codes by the addresses of the page, of its pictures and of its data sheets."""
