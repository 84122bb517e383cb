"""The matcher on invented cases that nobody has seen; see benchmarks/worlds/README.md.

python benchmarks/worlds.py [--split evaluation] [--worlds 12] [--fast] [--json] [--work DIR]
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.worlds.report import main

if __name__ == "__main__":
    main()
