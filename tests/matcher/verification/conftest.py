"""The fixtures of customs files."""

from tests.support.customs_files import case, db, write_csv

__all__ = ["case", "db", "write_csv"]
