"""How fast the encoder is in each number format, and how near its vectors stay to those of 32-bit floats.

    python benchmarks/encoder.py [--texts 768] [--threads N] [--data DIR] [--json]

Goods texts are made up as customs_texts.py says; batches are formed by length, as Box31 does. Formats: fp32 (as
SentenceTransformer loads a model), bf16, and ONNX int8 where onnx and onnxruntime are installed (the model exported with
torch.onnx, weights quantised by onnxruntime.quantization). Fidelity is against fp32: the mean and the least cosine of
the same text's vectors, and the share of texts whose nearest other text is the same. `least_alone` is the least cosine
of a text's vector as encoded in its batch to that of the text encoded alone: below 1, a vector depends on what happened
to stand beside it. Where other work shares the machine, texts per second of the processor say more.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from customs_texts import catalog, goods, words

from matcher.embedding.bundled_model import bundled_model
from matcher.embedding.quiet_logging import quiet
from matcher.text.normal_forms import embedding_form

BATCH = 64  # texts a batch
WARM = 2  # batches before the clock starts
ALONE = 48  # texts encoded alone, too


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    arguments.add_argument("--data", type=Path, default=Path("../shared/data"))
    arguments.add_argument("--texts", type=int, default=768)
    arguments.add_argument("--threads", type=int)
    arguments.add_argument("--json", action="store_true")
    given = arguments.parse_args()
    import torch

    if given.threads:
        torch.set_num_threads(given.threads)
    products = catalog(given.data / "case-aurora" / "products.csv", 500)
    texts = sorted(
        (embedding_form(line.text) for line in goods(words(given.data, products), given.texts)), key=len
    )
    rows = []
    reference: np.ndarray | None = None
    for name, encode in encoders(given.threads or torch.get_num_threads()):
        for start in range(0, WARM * BATCH, BATCH):
            encode(texts[start : start + BATCH])
        started, worked = time.perf_counter(), time.process_time()
        vectors = np.concatenate(
            [encode(texts[start : start + BATCH]) for start in range(0, len(texts), BATCH)]
        ).astype(np.float32)
        seconds, worked = time.perf_counter() - started, time.process_time() - worked
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        some = range(0, len(texts), -(-len(texts) // ALONE))
        alone = np.concatenate([encode([texts[at]]) for at in some]).astype(np.float32)
        alone /= np.linalg.norm(alone, axis=1, keepdims=True)
        reference = vectors if reference is None else reference
        same = (vectors * reference).sum(axis=1)
        rows.append(
            {
                "format": name,
                "texts_per_second": round(len(texts) / seconds, 1),
                "texts_per_cpu_second": round(len(texts) / worked, 1),
                "mean_cosine": round(float(same.mean()), 5),
                "least_cosine": round(float(same.min()), 5),
                "same_nearest": round(float((nearest(vectors) == nearest(reference)).mean()), 3),
                "least_alone": round(float((alone * vectors[list(some)]).sum(axis=1).min()), 5),
            }
        )
    if given.json:
        print(json.dumps({"threads": given.threads or torch.get_num_threads(), "formats": rows}))
        return
    print(f"{len(texts)} texts, {torch.get_num_threads()} threads")
    for row in rows:
        print("  ".join(f"{name} {value}" for name, value in row.items()))


def nearest(vectors: np.ndarray) -> np.ndarray:
    cosine = vectors @ vectors.T
    np.fill_diagonal(cosine, -1)
    return cosine.argmax(axis=1)


def encoders(threads: int) -> list[tuple[str, Callable[[list[str]], np.ndarray]]]:
    """Each format's name and its way from a batch of texts to vectors."""
    import torch
    from sentence_transformers import SentenceTransformer

    quiet()
    path = str(bundled_model())
    out: list[tuple[str, Callable[[list[str]], np.ndarray]]] = []
    for name, kind in (("fp32", torch.float32), ("bf16", torch.bfloat16)):
        model = SentenceTransformer(
            path, device="cpu", local_files_only=True, model_kwargs={"torch_dtype": kind}
        )
        out.append((name, lambda batch, model=model: model.encode(batch, batch_size=BATCH)))
    if importlib.util.find_spec("onnxruntime") and importlib.util.find_spec("onnx"):
        out.append(("onnx int8", onnx_encoder(path, threads)))
    return out


def onnx_encoder(path: str, threads: int) -> Callable[[list[str]], np.ndarray]:
    import onnxruntime
    import torch
    from onnxruntime.quantization import QuantType, quantize_dynamic
    from sentence_transformers import SentenceTransformer

    class Tokens(torch.nn.Module):
        def __init__(self, transformer: torch.nn.Module) -> None:
            super().__init__()
            self.transformer = transformer.requires_grad_(False)

        def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
            return self.transformer(input_ids=ids, attention_mask=mask).last_hidden_state

    model = SentenceTransformer(
        path,
        device="cpu",
        local_files_only=True,
        model_kwargs={"attn_implementation": "eager", "torch_dtype": torch.float32},
    )
    transformer, tokenizer, limit = model[0].auto_model.eval(), model.tokenizer, model.max_seq_length
    with tempfile.TemporaryDirectory() as folder:
        exported, small = Path(folder) / "model.onnx", Path(folder) / "int8.onnx"
        example: Any = tokenizer(["query: a text", "query: another one"], padding=True, return_tensors="pt")
        names = ["input_ids", "attention_mask"]
        torch.onnx.export(
            Tokens(transformer).eval(), tuple(example[name] for name in names), str(exported), input_names=names,
            output_names=["tokens"], dynamo=False, opset_version=17,
            dynamic_axes={name: {0: "batch", 1: "length"} for name in [*names, "tokens"]},
        )  # fmt: skip
        quantize_dynamic(exported, small, weight_type=QuantType.QInt8)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        session = onnxruntime.InferenceSession(small.read_bytes(), options, ["CPUExecutionProvider"])
    prompt = (model.prompts or {}).get(model.default_prompt_name or "", "")

    def encode(batch: list[str]) -> np.ndarray:
        tokens = tokenizer(
            [prompt + text for text in batch],
            padding=True,
            truncation=True,
            max_length=limit,
            return_tensors="np",
        )
        mask = tokens["attention_mask"]
        (hidden,) = session.run(None, {name: tokens[name].astype(np.int64) for name in names})
        return (hidden * mask[..., None]).sum(axis=1) / mask.sum(axis=1, keepdims=True)

    return encode


if __name__ == "__main__":
    main()
