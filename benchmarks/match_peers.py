"""The lines of match_scale.py through other tools, for comparison of time and of what they find.

`sentence_transformers.util.semantic_search` with the same model over all lines, as its manual has it: encode the lines,
encode the items, search. Encoding SAMPLE lines drawn at random tells the time of all; the factor is stated. And
character TF-IDF (scikit-learn, 3- and 4-grams within words) with `sparse_dot_topn` over the distinct texts, in full.

`item_first` is the share of the goods made to name an item's code and maker for which the tool puts that item first.
"""

from __future__ import annotations

import os
import random
import time
from typing import Any

import numpy as np
from customs_texts import SEED, Line, Product

SAMPLE = 2_000  # lines that are encoded to tell the time of all
TOP = 10  # items found for each line


def peers(products: list[Product], lines: list[Line], count: int) -> dict[str, Any]:
    """Seconds of each tool for `count` lines over the distinct ones of `lines`."""
    items = [f"{p.title}, {'; '.join(f'{k}: {v}' for k, v in p.specs.items())}" for p in products]
    codes = [p.code for p in products]
    named = [line for line in lines if line.item]
    return {
        **semantic_search(items, codes, lines, named, count),
        **tfidf(items, codes, [line.text for line in lines], named),
    }


def semantic_search(
    items: list[str], codes: list[str], lines: list[Line], named: list[Line], count: int
) -> dict[str, Any]:
    """Seconds extrapolated from a sample of lines; both with the format the library loads by default and with bf16."""
    import torch
    from sentence_transformers import SentenceTransformer, util

    from matcher.embedding.bundled_model import bundled_model
    from matcher.embedding.quiet_logging import quiet

    quiet()
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    sample = [line.text for line in random.Random(SEED).sample(lines, min(SAMPLE, len(lines)))]
    named = named[:SAMPLE]
    out: dict[str, Any] = {"semantic_search_sample": len(sample)}
    for name, kind in (("", torch.float32), ("_bf16", torch.bfloat16)):
        model = SentenceTransformer(
            str(bundled_model()), device="cpu", local_files_only=True, model_kwargs={"torch_dtype": kind}
        )
        model.encode(sample[:64])
        started = time.perf_counter()
        catalog = model.encode(items, convert_to_tensor=True)
        fixed = time.perf_counter() - started
        started = time.perf_counter()
        util.semantic_search(model.encode(sample, convert_to_tensor=True), catalog, top_k=TOP)
        seconds = time.perf_counter() - started
        out[f"semantic_search{name}_seconds"] = round(fixed + seconds * count / len(sample))
        out[f"semantic_search{name}_lines_a_second"] = round(len(sample) / seconds, 1)
        if not name and named:
            found = util.semantic_search(
                model.encode([line.text for line in named], convert_to_tensor=True), catalog, top_k=1
            )
            out["semantic_search_item_first"] = _first(
                [int(hits[0]["corpus_id"]) for hits in found], codes, named
            )
    return out


def tfidf(items: list[str], codes: list[str], texts: list[str], named: list[Line]) -> dict[str, Any]:
    """Seconds of the whole work over the distinct texts."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sparse_dot_topn import sp_matmul_topn

    started = time.perf_counter()
    vectorizer = TfidfVectorizer(
        analyzer="char_wb", ngram_range=(3, 4), sublinear_tf=True, dtype=np.float32, max_features=200_000
    )
    rows = vectorizer.fit_transform(texts)
    columns = vectorizer.transform(items).T.tocsr()
    sp_matmul_topn(rows, columns, top_n=TOP, n_threads=os.cpu_count() or 1)
    seconds = time.perf_counter() - started
    out: dict[str, Any] = {
        "tfidf_seconds": round(seconds, 1),
        "tfidf_texts_a_second": round(len(texts) / seconds),
    }
    if named:
        best = sp_matmul_topn(vectorizer.transform([line.text for line in named]), columns, top_n=1)
        places = np.asarray(best.toarray()).argmax(axis=1)
        out["tfidf_item_first"] = _first(places.tolist(), codes, named)
    return out


def _first(found: list[int], codes: list[str], named: list[Line]) -> float:
    right = sum(codes[at] == line.item for at, line in zip(found, named, strict=True))
    return round(right / len(named), 4)
