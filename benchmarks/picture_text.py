"""Text in invented pictures against what is read of it: characters, values, specifications; sure and wrong.

    python benchmarks/picture_text.py [--seeds 0-4] [--languages zh,en,ru] [--kinds banner,carton] [--json] [--errors] [--save FOLDER]

Banners, labels of cartons, certificates and tables in Chinese, English and Russian, as a file, as a photo and as a bad
photo. `characters`: 1 less edits over signs, blanks and full width apart. `values`: those of the fields that stand whole in
a row. `specs`: label and value as an item is offered them. `sure_wrong`: share of lines of confidence CERTAIN or more that
no drawn line holds.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import time
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.picture_text.draw import KINDS, LANGUAGES, Drawn, pictures
from crawler.extract.picture.ocr import CERTAIN, TextLine, ocr_reader, read_text
from crawler.extract.picture.rows import specs_of, text_rows


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--seeds", default="0-4")
    options.add_argument("--languages", default=",".join(LANGUAGES))
    options.add_argument("--kinds", default=",".join(KINDS))
    options.add_argument("--data", help="not used; as in the other benchmarks")
    options.add_argument("--save", type=Path, help="write the pictures to this folder")
    options.add_argument("--json", action="store_true")
    options.add_argument("--errors", action="store_true")
    given = options.parse_args()
    first, _, last = given.seeds.partition("-")
    counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    started = time.process_time()
    for number, drawn in enumerate(
        pictures(
            range(int(first), int(last or first) + 1), given.languages.split(","), given.kinds.split(",")
        )
    ):
        if given.save:
            given.save.mkdir(parents=True, exist_ok=True)
            name = f"{number}-{drawn.language}-{drawn.kind}-{drawn.condition}.jpg"
            (given.save / name).write_bytes(drawn.body)
        read = list(read_text(drawn.body).lines)
        found = judged(drawn, read, say=given.errors)
        for part in ("all", drawn.kind, drawn.condition):
            counts[drawn.language, part].update(found)
    for (language, part), count in counts.items():
        row = {"language": language, "part": part, **shares(count)}
        print(json.dumps(row) if given.json else "  ".join(f"{k} {v}" for k, v in row.items()))
    total = sum(count["pictures"] for (_, part), count in counts.items() if part == "all")
    print(f"{ocr_reader()}: {total} pictures, {(time.process_time() - started) / total:.2f} s each (processor)", file=sys.stderr)  # fmt: skip


def judged(drawn: Drawn, read: Sequence[TextLine], *, say: bool) -> Counter[str]:
    """What is right and wrong of one picture, as counts."""
    rows = [plain(" ".join(line.text for line in row)) for row in text_rows(read)]
    whole = "\n".join(rows)
    found: Counter[str] = Counter(pictures=1)
    for line in map(plain, drawn.lines):
        found["signs"] += len(line)
        found["edits"] += min(len(line), edits_within(line, whole))
    for value in map(plain, drawn.fields.values()):
        found["values"] += 1
        found["values_right"] += any(value in row for row in rows)
    shown = "\n".join(map(plain, drawn.lines))
    certain = [line for line in read if line.confidence >= CERTAIN]
    wrong = [line.text for line in certain if plain(line.text) not in shown]
    found.update(sure=len(certain), sure_wrong=len(wrong))
    specs = {plain(label): plain(value) for label, value in specs_of(certain).items()}
    truth = {plain(label): plain(value) for label, value in drawn.fields.items()}
    right = sum(truth.get(label) == value for label, value in specs.items())
    found.update(specs=len(truth), specs_read=len(specs), specs_right=right)
    if say:
        missed = [f"{label}: {value}" for label, value in truth.items() if specs.get(label) != value]
        print(
            drawn.language,
            drawn.kind,
            drawn.condition,
            "sure and wrong:",
            wrong,
            "missed:",
            missed,
            "read:",
            specs,
        )
    return found


def plain(text: str) -> str:
    """Without blanks, full width as half width, signs of multiplication and dashes as one."""
    folded = "".join(unicodedata.normalize("NFKC", text).split())
    folded = re.sub(r"(?<=\d)х(?=\d)", "x", folded)  # Cyrillic, between numbers
    return folded.replace("×", "x").replace("–", "-").replace("—", "-").casefold()


def edits_within(line: str, text: str) -> int:
    """The least edits that make `line` of some part of `text` (Sellers 1980)."""
    before = [0] * (len(text) + 1)
    for number, sign in enumerate(line, 1):
        now = [number]
        for at, other in enumerate(text, 1):
            now.append(min(before[at - 1] + (sign != other), before[at] + 1, now[-1] + 1))
        before = now
    return min(before)


def shares(count: Counter[str]) -> dict[str, float | int]:
    def share(part: str, of: str) -> float:
        return round(count[part] / count[of], 3) if count[of] else 0.0

    return {
        "pictures": count["pictures"],
        "characters": round(1 - count["edits"] / count["signs"], 3) if count["signs"] else 0.0,
        "values": share("values_right", "values"),
        "specs_recall": share("specs_right", "specs"),
        "specs_precision": share("specs_right", "specs_read"),
        "sure_wrong": share("sure_wrong", "sure"),
    }


if __name__ == "__main__":
    main()
