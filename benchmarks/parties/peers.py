"""Scores of pairs by rapidfuzz and nomenklatura, in an environment that has them: one JSON line for each method.

python benchmarks/parties/peers.py PAIRS.json
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any


def main() -> None:
    given = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    firms, pairs = given["firms"], given["pairs"]
    for name, score in (
        ("rapidfuzz token_sort_ratio", token_ratio(firms)),
        ("nomenklatura logic-v2", logic(firms)),
    ):
        started = time.process_time()
        found = [round(score(a, b), 4) for a, b in pairs]
        print(json.dumps([name, round(time.process_time() - started, 1), found]))


def token_ratio(firms: list[list[str]]) -> Any:
    from rapidfuzz import fuzz, utils

    return lambda a, b: fuzz.token_sort_ratio(firms[a][0], firms[b][0], processor=utils.default_process) / 100


def logic(firms: list[list[str]]) -> Any:
    from followthemoney import model
    from nomenklatura.matching import get_algorithm

    algorithm = get_algorithm("logic-v2")
    assert algorithm is not None
    config = algorithm.default_config()
    entities = []
    for at, (name, number, country) in enumerate(firms):
        values = {"name": [name], "country": [country[:2].lower()]}
        if number:
            values["taxNumber"] = [number]
        entities.append(model.get_proxy({"id": f"e{at}", "schema": "Company", "properties": {"name": [name], **({"taxNumber": [number]} if number else {})}}))  # fmt: skip
    return lambda a, b: algorithm.compare(entities[a], entities[b], config).score


if __name__ == "__main__":
    main()
