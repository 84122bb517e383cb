"""Fine-tune the encoder on a case's own decisions, and measure on items left out whether that helped.

Items whose decisions are kept for the promise take no part. Of the others a share is left out and measured on. The
learner is shown accepted pairs, each with hard negatives: rejected items of the same goods, then the items that the
present model finds most alike and the score holds for false. Undecided pairs that may be true are never negatives.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from crawler.case.errors import Box31Error, UsageProblem
from matcher.attributes.taxonomy import of_case
from matcher.embedding.encoder import Encoder, load_transformer
from matcher.evaluation.metrics import Figures, Pairs, Side, helped
from matcher.match.pair_store import confidences, pairs_by_id
from matcher.records.documents import GoodsDocument, ItemDocument
from matcher.records.load import load_goods, load_items
from matcher.scoring.precision_guarantee import role
from matcher.text.normal_forms import embedding_form

if TYPE_CHECKING:
    from sqlite_utils import Database

    from crawler.case.case import Case

MODELS = "models"  # folder of the case
LEFT_OUT = 0.3  # share of the items that are measured on
LEAST_TRAINED, LEAST_MEASURED = 20, 8  # accepted pairs below which a comparison says nothing
NEGATIVES = 2  # of each accepted pair
FALSE_BELOW = 0.05  # confidence below which an undecided pair serves as a negative
BATCH = 16
RATE = 2e-5  # the step that sentence-transformers' own examples take for models of this size
SURE = 0.9  # share of the resamples in which it must have helped


@dataclass(frozen=True)
class Trained:
    """What came of it. `folder` is None where the model did not help and was not kept."""

    examples: int
    before: Figures
    after: Figures
    helped_in: float  # share of resamples of the left-out items in which the average precision rose
    folder: Path | None = field(default=None)

    def sentence(self) -> str:
        """Both measures, and what follows."""
        seen = (
            f"trained on {self.examples} examples; on {self.after.goods} goods records of items left out:"
            f" before {self.before}; after {self.after}; better in {self.helped_in:.0%} of resamples"
        )
        if self.folder is None:
            return f"{seen}. Not sure enough: the model is not kept"
        return f"{seen}. Use it: box31 match --model {self.folder}"


def settled(db: Database) -> Pairs:
    """The accepted and rejected pairs of items whose decisions train."""
    from matcher.review.decisions import labelled_pairs

    label = {row["pair_id"]: row["label"] for row in labelled_pairs(db)}
    found: dict[int, list[tuple[str, str]]] = {0: [], 1: []}
    for pair_id, goods_id, item_id in pairs_by_id(db):
        if pair_id in label and role(item_id) == "training":
            found[label[pair_id]].append((goods_id, item_id))
    return Pairs(tuple(found[1]), tuple(found[0]))


def is_left_out(item_id: str) -> bool:
    """Whether an item is measured on; fixed by its id."""
    share = int.from_bytes(hashlib.sha256(b"left out:" + item_id.encode()).digest()[:8]) / 2**64
    return share < LEFT_OUT


def examples(
    pairs: Pairs,
    items: Sequence[ItemDocument],
    goods: Sequence[GoodsDocument],
    side: Side,
    confidence: dict[tuple[str, str], float],
) -> list[tuple[str, str, str]]:
    """(anchor, its own, another's) texts, as the encoder is given them."""
    page_of = {item.item_id: [page.short for page in item.pages if page.name] for item in items}
    text_of = {document.goods_id: document.encoded for document in goods}
    place = {goods_id: n for n, goods_id in enumerate(side.goods)}
    accepted, rejected = set(pairs.accepted), set(pairs.rejected)
    own = {item for _, item in (*pairs.accepted, *pairs.rejected)}
    out: list[tuple[str, str, str]] = []
    for g, i in pairs.accepted:
        ranked = [side.items[n] for n in np.argsort(-side.similarity[place[g]], kind="stable")]
        others = [
            other
            for other in ranked
            if (g, other) not in accepted
            and ((g, other) in rejected or (other in own and confidence.get((g, other), 0.0) < FALSE_BELOW))
        ]
        others.sort(key=lambda other: (g, other) not in rejected)
        for other in others[:NEGATIVES]:
            for mine, theirs in zip(page_of[i], _in_turn(page_of[other], len(page_of[i])), strict=True):
                out.append((text_of[g], mine, theirs))
    wrong: dict[str, list[str]] = defaultdict(list)
    for g, i in pairs.rejected:
        wrong[i].append(g)
    for g, i in pairs.accepted:
        for other in wrong[i][:NEGATIVES]:
            out.append((page_of[i][0], text_of[g], text_of[other]))
    return [(embedding_form(a), embedding_form(b), embedding_form(c)) for a, b, c in dict.fromkeys(out)]


def _in_turn(texts: Sequence[str], count: int) -> list[str]:
    return [texts[n % len(texts)] for n in range(count)]


@dataclass(frozen=True)
class Training:
    """What to train: `model` to start from, `name` of the folder, whether to keep it although it does not help."""

    model: str
    name: str
    epochs: int = 2
    keep_always: bool = False


def train(
    case: Case, db: Database, wanted: Training, *, say: Callable[[str], None] = lambda _: None
) -> Trained:
    """Fine-tune a model; the folder models/<name> of the case holds the result if it helped (or `keep_always`).

    Raises Box31Error where decisions are too few or the libraries are missing, UsageProblem where the name is taken.
    """
    if missing := [package for package in ("datasets", "accelerate") if find_spec(package) is None]:
        raise Box31Error(f"train: {' and '.join(missing)} not installed; pip install 'box31[train]'")
    target = case.root / MODELS / wanted.name
    if target.exists():
        raise UsageProblem(f"{target}: exists; give another --name, or remove it")
    pairs = settled(db)
    training, measured = _parts(pairs)
    taxonomy = of_case(case.root)
    items, goods = load_items(db, taxonomy), _decided_goods(db, taxonomy, pairs)
    encoder = Encoder(wanted.model, case.root / "vectors")
    side = Side(items, goods, encoder)
    before, rows_before = side.figures(measured)
    shown = examples(training, items, goods, side, confidences(db))
    say(
        f"{len(training.accepted)} accepted and {len(training.rejected)} rejected pairs: {len(shown)} examples"
    )
    (case.root / MODELS).mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".training-", dir=case.root / MODELS) as scratch:
        made = Path(scratch) / wanted.name
        _fine_tune(wanted.model, shown, made, epochs=wanted.epochs, scratch=Path(scratch))
        after, rows_after = Side(items, goods, Encoder(str(made), Path(scratch))).figures(measured)
        result = Trained(len(shown), before, after, helped(rows_before, rows_after))
        if result.helped_in < SURE and not wanted.keep_always:
            return result
        about = {
            "from": encoder.name,
            "examples": len(shown),
            "epochs": wanted.epochs,
            "measured": result.sentence(),
        }
        (made / "box31.json").write_text(json.dumps(about, ensure_ascii=False, indent=1), encoding="utf-8")
        with case.lock():
            made.rename(target)
    return replace(result, folder=target)


def _parts(pairs: Pairs) -> tuple[Pairs, Pairs]:
    """The pairs to learn from and those to measure on, by item. Raises Box31Error where either are too few."""
    training, measured = pairs.of(lambda item: not is_left_out(item)), pairs.of(is_left_out)
    short = [
        f"{least - len(part.accepted)} more accepted pairs of items it may {use}"
        for part, least, use in (
            (training, LEAST_TRAINED, "learn from"),
            (measured, LEAST_MEASURED, "be measured on"),
        )
        if len(part.accepted) < least
    ]
    if short:
        raise Box31Error(
            f"train: too few decisions: {' and '.join(short)} are needed (half of all items serve here)"
        )
    return training, measured


def _decided_goods(db: Database, taxonomy: Any, pairs: Pairs) -> list[GoodsDocument]:
    ids = sorted({g for g, _ in (*pairs.accepted, *pairs.rejected)})
    return list(load_goods(db, taxonomy, ids))


def _fine_tune(
    model: str, shown: Sequence[tuple[str, str, str]], folder: Path, *, epochs: int, scratch: Path
) -> None:
    """Write the tuned model to `folder`. Word vectors stay: few decisions would pull rare words astray."""
    import datasets
    import torch
    from sentence_transformers import SentenceTransformerTrainer, SentenceTransformerTrainingArguments
    from sentence_transformers.losses import MultipleNegativesRankingLoss
    from sentence_transformers.training_args import BatchSamplers
    from transformers.trainer_callback import PrinterCallback

    datasets.disable_progress_bars()
    transformer = load_transformer(model, precise=True)
    transformer.model_card_data.widget = [
        {"text": ""}
    ]  # or lines of the case would be picked for a model's card
    for part, parameter in transformer.named_parameters():
        if "word_embeddings" in part:
            parameter.requires_grad_(False)
    columns = ("anchor", "own", "others")
    data = datasets.Dataset.from_dict({c: [row[n] for row in shown] for n, c in enumerate(columns)})
    prompt = (transformer.prompts or {}).get(transformer.default_prompt_name or "", "")
    arguments = SentenceTransformerTrainingArguments(
        output_dir=str(scratch / "steps"), num_train_epochs=epochs, per_device_train_batch_size=BATCH,
        learning_rate=RATE, warmup_ratio=0.1, batch_sampler=BatchSamplers.NO_DUPLICATES, save_strategy="no",
        logging_strategy="no", report_to=[], disable_tqdm=True, seed=31, use_cpu=True, prompts=prompt or None,
    )  # fmt: skip
    trainer = SentenceTransformerTrainer(
        model=transformer, args=arguments, train_dataset=data, loss=MultipleNegativesRankingLoss(transformer)
    )
    trainer.remove_callback(PrinterCallback)  # it prints to stdout, which is for results
    trainer.train()
    transformer.to(dtype=torch.float16).save(str(folder), create_model_card=False)
    shutil.rmtree(scratch / "steps", ignore_errors=True)
