"""The fixtures of customs files."""

from tests.support.customs_files import aurora, case, db, write_csv

__all__ = ["aurora", "case", "db", "write_csv"]
