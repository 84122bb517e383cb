"""Train the adapter of the bundled model on public lists of goods in several languages; writes matcher/embedding/adapter.safetensors.

    python tools/train_adapter.py SOURCES [--hs ../shared/data/hs/hs_aligned.csv] [--steps 420] [--out FILE]

SOURCES: a folder with copies of these repositories, by name:
  standards/                     ProzorroUKR/standards (Apache-2.0): the Common Procurement Vocabulary in English and
                                 Russian, and DK 021, the same in Ukrainian; the Ukrainian customs nomenclature
  google-product-taxonomy-data/  paulvollmer/google-product-taxonomy-data: Google's product taxonomy in English, Russian,
                                 Turkish and Chinese, as Google publishes it for merchants
  id-tagging-schema/             openstreetmap/id-tagging-schema (ISC): names of things, properties and values in English,
                                 Russian, Ukrainian, Kazakh, Turkish and Chinese
`--hs`: Harmonized System texts in English, Russian and some Chinese; rows whose heading draws a number above HS_SHARE
are kept for measuring.

Two names of one thing in different languages are brought together, and apart from the other names of the batch (InfoNCE,
van den Oord et al. 2018); half of the batches are neighbours in their list, which differ least. Only low-rank factors of
the upper layers are trained (LoRA, by the library peft, which has to be installed beside Box31). About half an hour on one core. No world of benchmarks/ takes part.
"""

from __future__ import annotations

import argparse
import csv
import json
import math
import random
import re
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from matcher.embedding.adapter import ADAPTER
from matcher.embedding.bundled_model import PROMPT, bundled_model
from matcher.embedding.encoder import load_transformer
from matcher.text.normal_forms import embedding_form

CPV_SERVICES = frozenset(
    (
        "45",
        "50",
        "51",
        "55",
        "60",
        "63",
        "64",
        "65",
        "66",
        "70",
        "71",
        "72",
        "73",
        "75",
        "76",
        "77",
        "79",
        "80",
        "85",
        "90",
        "92",
        "98",
    )
)  # divisions of works and services
GOOGLE = {"en": "en-US", "ru": "ru-RU", "tr": "tr-TR", "zh": "zh-CN"}
OSM = {"en": "en", "ru": "ru", "uk": "uk", "kk": "kk", "zh": "zh-CN", "tr": "tr"}
HS_SHARE = 0.7  # of the headings that train
LONGEST = {"hs": 90}  # characters of a text; elsewhere 60: the cost grows with the longest text of a batch
RANK, SCALE = 16, 2.0
LAYERS = range(3, 12)  # the lower ones hardly change, and leaving them alone saves a quarter of the time
MATRICES = (
    "attention.self.query", "attention.self.key", "attention.self.value", "attention.output.dense",
    "intermediate.dense", "output.dense",
)  # fmt: skip
BATCH, NEIGHBOURS, TOKENS = 56, 8, 40
RATE, WARM_UP, TEMPERATURE = 5e-4, 50, 0.05
SAME_LANGUAGE = 0.08  # share of pairs of one language: another wording, or the text itself
Names = dict[str, list[str]]  # language -> names of one thing


@dataclass(frozen=True)
class Thing:
    """One entry of a list with its names; `source` and the order of the list tell its neighbours."""

    source: str
    names: Names


def cpv(folder: Path) -> Iterator[Names]:
    files = {"en": "cpv_en", "ru": "cpv_ru", "uk": "dk021_uk"}
    lists = {
        lang: json.loads((folder / "classifiers" / f"{name}.json").read_bytes())
        for lang, name in files.items()
    }
    for code in sorted(lists["en"]):
        if code[:2] not in CPV_SERVICES:
            found = {lang: [given[code]] for lang, given in lists.items() if given.get(code)}
            yield {lang: names for lang, names in found.items() if not re.fullmatch(r"[\d-]+", names[0])}


def google(folder: Path) -> Iterator[Names]:
    paths: dict[int, dict[str, list[str]]] = defaultdict(dict)
    for lang, name in GOOGLE.items():
        for line in (folder / "data" / f"taxonomy-with-ids.{name}.txt").read_text("utf-8").splitlines():
            if found := re.match(r"(\d+) - (.*)", line):
                paths[int(found[1])][lang] = found[2].split(" > ")
    leaves = Counter(path["en"][-1] for path in paths.values() if "en" in path)
    for path in sorted(paths.values(), key=lambda p: p.get("en", ["~"])):
        parts = 2 if leaves[path.get("en", [""])[-1]] > 1 else 1  # "Accessories" says nothing alone
        yield {lang: [" ".join(names[-parts:]).replace("/", " / ")] for lang, names in path.items()}


def osm(folder: Path) -> Iterator[Names]:
    things: dict[tuple[str, str], Names] = defaultdict(dict)
    for lang, name in OSM.items():
        given = json.loads((folder / "dist" / "translations" / f"{name}.json").read_bytes())[name]["presets"]
        for key, field in given["fields"].items():
            if isinstance(field.get("label"), str):
                things["label", key][lang] = [field["label"]]
            for option, title in (field.get("options") or {}).items():
                text = title.get("title") if isinstance(title, dict) else title
                if isinstance(text, str):
                    things[f"option {key}", option][lang] = [text]
        for key, preset in given["presets"].items():
            if isinstance(preset.get("name"), str):
                things["preset", key][lang] = [preset["name"]]
    for _, names in sorted(things.items()):
        yield {lang: texts for lang, texts in names.items() if "{" not in texts[0]}


def trains(code: str) -> bool:
    """Whether an HS code of six digits trains; its whole heading goes one way."""
    return random.Random(code[:4]).random() >= 1 - HS_SHARE


def hs(path: Path, standards: Path) -> Iterator[Names]:
    ukrainian = json.loads((standards / "classifiers" / "uktzed.json").read_bytes())
    with path.open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle):
            if row["ru_kind"] != "exact" or not trains(row["hs6"]):
                continue
            names = {"en": [row["text_en"]], "ru": [t for t in (row["text_ru"], row["ru_leaf"]) if t]}
            if row["text_zh"]:
                names["zh"] = [row["text_zh"]]
            text = ukrainian.get(row["hs6"] + "0000", "").lstrip("- ").strip(": ")
            if text and not text.startswith("інш"):
                names["uk"] = [text]
            yield names


def things(sources: Path, hs_path: Path | None) -> list[Thing]:
    """What two languages at least name, in the form for the encoder."""
    lists: list[tuple[str, Iterator[Names]]] = [
        ("cpv", cpv(sources / "standards")),
        ("google", google(sources / "google-product-taxonomy-data")),
        ("osm", osm(sources / "id-tagging-schema")),
    ]
    if hs_path:
        lists.append(("hs", hs(hs_path, sources / "standards")))
    out = []
    for source, entries in lists:
        longest = LONGEST.get(source, 60)
        for names in entries:
            forms = {lang: [embedding_form(text) for text in texts] for lang, texts in names.items()}
            kept = {lang: [f for f in found if 1 < len(f) <= longest] for lang, found in forms.items()}
            kept = {lang: found for lang, found in kept.items() if found}
            if len(kept) > 1:
                out.append(Thing(source, kept))
    return out


class Batches:
    """Draws pairs of names; half of the batches are runs of neighbours of one list."""

    def __init__(self, given: list[Thing], seed: int) -> None:
        self.given = given
        self.rng = random.Random(seed)
        self.rows: dict[str, list[int]] = defaultdict(list)
        for n, thing in enumerate(given):
            self.rows[thing.source].append(n)
        self.weights = [2.0 if thing.source == "hs" else 1.0 for thing in given]

    def draw(self) -> tuple[list[str], list[str]]:
        rng, picked = self.rng, []
        if rng.random() < 0.5:
            rows = self.rows[rng.choices(list(self.rows), [len(r) for r in self.rows.values()])[0]]
            while len(picked) < BATCH:
                start = rng.randrange(max(len(rows) - NEIGHBOURS, 1))
                picked += rows[start : start + NEIGHBOURS]
        else:
            picked = rng.choices(range(len(self.given)), self.weights, k=BATCH)
        left, right = [], []
        for n in list(dict.fromkeys(picked))[:BATCH]:
            names = self.given[n].names
            a, b = rng.sample(sorted(names), 2)
            if rng.random() < SAME_LANGUAGE:
                b = a
            left.append(rng.choice(names[a]))
            right.append(rng.choice(names[b]))
        return left, right


def loss_of(vectors: Any, left: list[str], right: list[str]) -> Any:
    """InfoNCE both ways; every other text of the batch is a negative, but for equal ones."""
    import torch
    from torch.nn.functional import cross_entropy

    count = len(left)
    a, b = vectors[:count], vectors[count:]
    own = torch.eye(count, dtype=torch.bool)
    equal = torch.tensor([[x == y or s == t for y, t in zip(left, right)] for x, s in zip(left, right)])  # noqa: B905
    across = (a @ b.T / TEMPERATURE).masked_fill(equal & ~own, -1e4)
    beside = [(side @ side.T / TEMPERATURE).masked_fill(equal | own, -1e4) for side in (a, b)]
    wanted = torch.arange(count)
    forth = cross_entropy(torch.cat([across, beside[0]], 1), wanted)
    back = cross_entropy(torch.cat([across.T, beside[1]], 1), wanted)
    return (forth + back) / 2


def train(given: list[Thing], steps: int, seed: int) -> dict[str, Any]:
    """The factors by name, as matcher.embedding.adapter reads them."""
    import torch
    from peft import LoraConfig, get_peft_model

    torch.manual_seed(seed)
    whole: Any = load_transformer(str(bundled_model(adapted=False)), precise=True)
    config = LoraConfig(
        r=RANK,
        lora_alpha=int(RANK * SCALE),
        lora_dropout=0.0,
        target_modules=list(MATRICES),
        layers_to_transform=list(LAYERS),
    )
    model: Any = get_peft_model(whole[0].auto_model, config)
    trained = [p for p in model.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(trained, lr=RATE, weight_decay=0.01)
    batches = Batches(given, seed)
    started, losses = time.monotonic(), []
    for step in range(steps):
        rate = RATE * min(1.0, (step + 1) / WARM_UP) * max(0.02, (1 + math.cos(math.pi * step / steps)) / 2)
        for group in optimizer.param_groups:
            group["lr"] = rate
        left, right = batches.draw()
        tokens = whole.tokenizer(
            [PROMPT + text for text in (*left, *right)],
            padding=True, truncation=True, max_length=TOKENS, return_tensors="pt",
        )  # fmt: skip
        with torch.autocast("cpu", dtype=torch.bfloat16):
            hidden = model(**tokens).last_hidden_state
        mask = tokens["attention_mask"].unsqueeze(-1).float()
        vectors = torch.nn.functional.normalize((hidden.float() * mask).sum(1) / mask.sum(1), dim=-1)
        loss = loss_of(vectors, left, right)
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(trained, 1.0)
        optimizer.step()
        losses.append(float(loss))
        if step % 20 == 19:
            seconds = (time.monotonic() - started) / (step + 1)
            print(f"step {step + 1}: loss {np.mean(losses[-40:]):.3f}, {seconds:.1f} s a step", flush=True)
    return factors(model)


def factors(model: Any) -> dict[str, Any]:
    """A and B of every matrix as 16-bit floats, the scale in B."""
    import torch

    out = {}
    for name, value in model.state_dict().items():
        found = re.fullmatch(r"base_model\.model\.(.+)\.lora_([AB])\.default\.weight", name)
        if found:
            scaled = value * SCALE if found[2] == "B" else value
            out[f"{found[1]}.weight.{found[2]}"] = scaled.to(torch.float16).contiguous()
    return out


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sources", type=Path)
    parser.add_argument("--hs", type=Path)
    parser.add_argument("--steps", type=int, default=420)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--out", type=Path, default=ADAPTER)
    options = parser.parse_args()
    given = things(options.sources, options.hs)
    print(dict(Counter(thing.source for thing in given)), flush=True)
    from safetensors.torch import save_file

    save_file(train(given, options.steps, options.seed), options.out)


if __name__ == "__main__":
    main()
