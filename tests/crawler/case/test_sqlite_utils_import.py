"""The database is imported without pandas and numpy, and both can still be imported afterwards."""

from __future__ import annotations

import subprocess
import sys

import pytest

AFTERWARDS = """
from sqlite_utils import Database
db = Database(memory=True)
db['t'].insert({'a': 1})
assert list(db['t'].rows) == [{'a': 1}]
import numpy
assert numpy.zeros(2).shape == (2,)
try:
    import pandas
except ImportError:
    pass
else:
    assert pandas.DataFrame({'a': [1]}).shape == (1, 1)
"""


@pytest.mark.parametrize(
    ("module", "left_out"),
    [
        ("crawler.case.database", {"pandas", "numpy"}),
        ("crawler.spiders.site", {"pandas", "numpy", "bs4", "trafilatura", "scipy"}),
    ],
    ids=["a command", "a crawl, whose pages another process reads"],
)
def test_what_a_process_does_not_use_is_not_imported(module: str, left_out: set[str]) -> None:
    script = f"import sys, {module}\nassert not {left_out!r} & set(sys.modules)\n{AFTERWARDS}"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
