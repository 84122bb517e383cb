"""The database comes without pandas and numpy, and they can be had all the same."""

from __future__ import annotations

import subprocess
import sys


def test_the_database_does_not_bring_pandas_and_numpy_along() -> None:
    script = (
        "import sys, crawler.database\n"
        "assert not {'pandas', 'numpy'} & sys.modules.keys()\n"
        "from sqlite_utils import Database\n"
        "db = Database(memory=True)\n"
        "db['t'].insert({'a': 1})\n"
        "assert list(db['t'].rows) == [{'a': 1}]\n"
        "try:\n"
        "    import pandas\n"
        "except ImportError:\n"
        "    pass\n"
        "else:\n"
        "    assert pandas.DataFrame({'a': [1]}).shape == (1, 1)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
